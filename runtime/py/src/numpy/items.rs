//! What arrays hold, as numbers, lists and arrays of fewer axes.

use crate::exception::value_error;
use crate::integer::Integer;

use super::{Array, Element};

fallible! {
    /// `bool(a)` of an array with one number
    fn truth / try_truth [T: Element](a: &Array<T>) -> bool {
        match a.count() {
            1 => Ok(a.only().holds()),
            0 => Err(value_error("The truth value of an empty array is ambiguous. Use `array.size > 0` to check that an array is not empty.")),
            _ => Err(value_error("The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()")),
        }
    }

    /// `a.item()`
    fn item / try_item [T: Element](a: &Array<T>) -> T {
        if a.count() == 1 { Ok(a.only()) } else { Err(value_error("can only convert an array of size 1 to a Python scalar")) }
    }
}

/// The number of an array without axes.
pub fn only<T: Element>(a: &Array<T>) -> T {
    a.only()
}

/// The arrays along the first axis as a list.
pub fn row_list<T: Element>(a: &Array<T>) -> Vec<Array<T>> {
    rows(a).collect()
}

/// One of several arrays or integers.
pub fn nth<T: Clone>(all: &[T], place: usize) -> T {
    all[place].clone()
}

/// `a.tolist()` of two axes
pub fn items2<T: Element>(a: &Array<T>) -> Vec<Vec<T>> {
    rows(a).map(|row| items(&row)).collect()
}

/// `a.tolist()` of three axes
pub fn items3<T: Element>(a: &Array<T>) -> Vec<Vec<Vec<T>>> {
    rows(a).map(|row| items2(&row)).collect()
}

/// `a.tolist()` of integers and two axes
pub fn ints2<N: Integer>(a: &Array<impl Element>) -> Vec<Vec<N>> {
    rows(a).map(|row| ints(&row)).collect()
}

/// `a.tolist()` of integers and three axes
pub fn ints3<N: Integer>(a: &Array<impl Element>) -> Vec<Vec<Vec<N>>> {
    rows(a).map(|row| ints2(&row)).collect()
}

/// `a.tolist()` of floats and two axes
pub fn floats2(a: &Array<impl Element>) -> Vec<Vec<f64>> {
    rows(a).map(|row| floats(&row)).collect()
}

/// `a.tolist()` of floats and three axes
pub fn floats3(a: &Array<impl Element>) -> Vec<Vec<Vec<f64>>> {
    rows(a).map(|row| floats2(&row)).collect()
}

/// `a.tolist()` of one axis, as numbers of the program
pub fn items<T: Element>(a: &Array<T>) -> Vec<T> {
    a.to_vec()
}

/// `a.tolist()` of integers
pub fn ints<N: Integer>(a: &Array<impl Element>) -> Vec<N> {
    a.to_vec().into_iter().map(|x| N::from_i64(x.whole())).collect()
}

/// `a.tolist()` of floats
pub fn floats<T: Element>(a: &Array<T>) -> Vec<f64> {
    a.to_vec().into_iter().map(|x| x.parts().0).collect()
}

/// The arrays along the first axis.
pub fn rows<T: Element>(a: &Array<T>) -> impl Iterator<Item = Array<T>> + use<T> {
    let a = a.clone();
    (0..a.shape[0]).map(move |i| {
        let at = a.at.wrapping_add_signed(a.strides[0] * i as isize);
        a.view(at, a.shape.without(0), a.strides.without(0))
    })
}

/// The numbers along the first axis, each with what lies behind it.
pub(super) fn parts<T: Element>(a: &Array<T>) -> Vec<Vec<T>> {
    let width = a.shape[1..].iter().product::<usize>().max(1);
    a.to_vec().chunks(width).map(<[T]>::to_vec).collect()
}

/// The numbers of an array of one axis, one after the other: those that it holds when they are asked for.
pub fn numbers<T: Element>(a: &Array<T>) -> impl Iterator<Item = super::Scalar<T>> + use<T> {
    let a = a.clone();
    (0..a.shape[0]).map(move |i| {
        super::Scalar(a.data.borrow()[a.at.wrapping_add_signed(a.strides[0] * i as isize)])
    })
}
