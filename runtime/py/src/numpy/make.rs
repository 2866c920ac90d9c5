//! Arrays out of nothing, of a rule, of lists.

use crate::exception::{Exception, Result, value_error};
use crate::integer::Integer;

use super::walk::{Dims, strides_of};
use super::{Array, Element, Float, Number, converted};

/// A shape of the program's integers.
pub(super) fn shape_of(sizes: &[impl Integer]) -> Result<Dims<usize>> {
    let mut made = Dims::of([]);
    for size in sizes {
        let size = size.to_i64().filter(|size| *size >= 0);
        made.push(size.ok_or_else(|| value_error("negative dimensions are not allowed"))? as usize);
    }
    Ok(made)
}

fn filled<T: Element>(shape: &[impl Integer], value: T) -> Result<Array<T>> {
    let shape = shape_of(shape)?;
    Ok(Array::new(vec![value; shape.iter().product()], shape))
}

fallible! {
    /// `numpy.zeros(shape)`
    fn zeros / try_zeros [T: Element](shape: &[impl Integer]) -> Array<T> {
        filled(shape, T::default())
    }

    /// `numpy.ones(shape)`
    fn ones / try_ones [T: Element](shape: &[impl Integer]) -> Array<T> {
        filled(shape, T::ONE)
    }

    /// `numpy.full(shape, value)`
    fn full / try_full [T: Element](shape: &[impl Integer], value: T) -> Array<T> {
        filled(shape, value)
    }

    /// `numpy.eye(rows, columns, k)`
    fn eye / try_eye [T: Element](rows: impl Integer, columns: impl Integer, k: impl Integer) -> Array<T> {
        let made = zeros(&[rows, columns.into_int().clamp_i64().into_integer()]);
        let k = k.clamp_i64();
        let mut data = made.data.borrow_mut();
        let (rows, columns) = (made.shape[0] as i64, made.shape[1] as i64);
        for i in 0..rows {
            if (0..columns).contains(&(i + k)) {
                data[(i * columns + i + k) as usize] = T::ONE;
            }
        }
        drop(data);
        Ok(made)
    }

    /// `numpy.arange(start, stop, step)` of floats
    fn arange / try_arange [T: Float](start: T, stop: T, step: T) -> Array<T> {
        let (from, to, by) = (start.parts().0, stop.parts().0, step.parts().0);
        if by == 0.0 {
            return Err(Exception::new("ZeroDivisionError", "division by zero"));
        }
        let count = ((to - from) / by).ceil();
        if count.is_nan() {
            return Err(value_error("arange: cannot compute length"));
        }
        let second = start.plus(step);
        let delta = second.minus(start);
        let at = |i: i64| start.plus(T::of(i as f64).times(delta));
        Ok(Array::of_vec((0..count.max(0.0) as i64).map(|i| match i { 0 => start, 1 => second, _ => at(i) }).collect()))
    }

    /// `numpy.arange(start, stop, step)` of integers
    fn arange_int / try_arange_int [T: Number](start: impl Integer, stop: impl Integer, step: impl Integer) -> Array<T> {
        let (from, to, by) = (start.clamp_i64(), stop.clamp_i64(), step.clamp_i64());
        if by == 0 {
            return Err(Exception::new("ZeroDivisionError", "division by zero"));
        }
        let count = if by > 0 { (to - from + by - 1).div_euclid(by) } else { (from - to - by - 1).div_euclid(-by) };
        Ok(Array::of_vec((0..count.max(0)).map(|i| T::of_whole(from + i * by)).collect()))
    }

    /// `numpy.linspace(start, stop, count, endpoint)`
    fn linspace / try_linspace [](start: f64, stop: f64, count: impl Integer, endpoint: bool) -> Array<f64> {
        let count = count.clamp_i64();
        if count < 0 {
            return Err(value_error(format!("Number of samples, {count}, must be non-negative.")));
        }
        let gaps = if endpoint { count - 1 } else { count };
        let delta = stop - start;
        let step = delta / gaps as f64;
        let mut made: Vec<f64> = (0..count)
            .map(|i| if gaps > 0 && step != 0.0 { i as f64 * step + start } else if gaps > 0 { i as f64 / gaps as f64 * delta + start } else { i as f64 * delta + start })
            .collect();
        if endpoint && count > 1 {
            made[count as usize - 1] = stop;
        }
        Ok(Array::of_vec(made))
    }

    /// `numpy.array(lists)` of lists in lists: all of one depth must be of one length.
    fn of_list / try_of_list [T: Element](items: &(impl Nested<T> + ?Sized), depth: usize) -> Array<T> {
        let mut shape = Dims::of([]);
        items.measure(&mut shape);
        while shape.len() < depth {
            shape.push(0);
        }
        let mut data = Vec::with_capacity(shape.iter().product());
        if !items.fill(&shape, &mut data) {
            return Err(value_error(format!(
                "setting an array element with a sequence. The requested array has an inhomogeneous shape after {} dimensions. The detected shape was {} + inhomogeneous part.",
                depth - 1,
                super::walk::shape_text(&shape[..depth - 1])
            )));
        }
        Ok(Array::new(data, shape))
    }
}

trait IntoInteger {
    fn into_integer<N: Integer>(self) -> N;
}

impl IntoInteger for i64 {
    fn into_integer<N: Integer>(self) -> N {
        N::from_i64(self)
    }
}

/// Lists in lists of numbers, arrays among them.
pub trait Nested<T> {
    /// Adds how long each depth is, as the first of each says.
    fn measure(&self, shape: &mut Dims<usize>);
    /// Appends the numbers; false where something has another length.
    fn fill(&self, shape: &[usize], data: &mut Vec<T>) -> bool;
}

macro_rules! leaves {
    ($($kind:ty, $value:ident => $made:expr;)*) => {$(
        impl<T: Element> Nested<T> for $kind {
            fn measure(&self, _: &mut Dims<usize>) {}

            fn fill(&self, _: &[usize], data: &mut Vec<T>) -> bool {
                let $value = *self;
                data.push($made);
                true
            }
        }
    )*};
}

leaves! {
    i64, x => T::of_whole(x);
    f64, x => T::of_parts(x, 0.0);
    bool, x => T::of_whole(i64::from(x));
    crate::complex::Complex, x => converted(x);
}

impl<T: Element, U: crate::union::MaybeNumber> Nested<T> for U {
    fn measure(&self, _: &mut Dims<usize>) {}

    fn fill(&self, _: &[usize], data: &mut Vec<T>) -> bool {
        data.push(match self.number() {
            Some(crate::union::Number::Int(n)) => T::of_whole(super::word(n)),
            Some(crate::union::Number::Float(x)) => T::of_parts(x, 0.0),
            _ => return false,
        });
        true
    }
}

impl<T: Element> Nested<T> for crate::Int {
    fn measure(&self, _: &mut Dims<usize>) {}

    fn fill(&self, _: &[usize], data: &mut Vec<T>) -> bool {
        data.push(T::of_whole(super::word(self.clone())));
        true
    }
}

impl<T: Element, U: Element> Nested<T> for super::Scalar<U> {
    fn measure(&self, _: &mut Dims<usize>) {}

    fn fill(&self, _: &[usize], data: &mut Vec<T>) -> bool {
        data.push(converted(self.0));
        true
    }
}

impl<T: Element, U: Element> Nested<T> for Array<U> {
    fn measure(&self, shape: &mut Dims<usize>) {
        for size in self.shape.iter() {
            shape.push(*size);
        }
    }

    fn fill(&self, shape: &[usize], data: &mut Vec<T>) -> bool {
        if *self.shape != *shape {
            return false;
        }
        data.extend(self.to_vec().into_iter().map(converted::<U, T>));
        true
    }
}

impl<T: Element, N: Nested<T>> Nested<T> for [N] {
    fn measure(&self, shape: &mut Dims<usize>) {
        shape.push(self.len());
        if let Some(first) = self.first() {
            first.measure(shape);
        }
    }

    fn fill(&self, shape: &[usize], data: &mut Vec<T>) -> bool {
        self.len() == shape[0] && self.iter().all(|item| item.fill(&shape[1..], data))
    }
}

impl<T: Element, N: Nested<T>> Nested<T> for std::cell::Ref<'_, N> {
    fn measure(&self, shape: &mut Dims<usize>) {
        (**self).measure(shape);
    }

    fn fill(&self, shape: &[usize], data: &mut Vec<T>) -> bool {
        (**self).fill(shape, data)
    }
}

impl<T: Element> Nested<T> for () {
    fn measure(&self, shape: &mut Dims<usize>) {
        shape.push(0);
    }

    fn fill(&self, _: &[usize], _: &mut Vec<T>) -> bool {
        true
    }
}

impl<T: Element, N: Nested<T>, const K: usize> Nested<T> for [N; K] {
    fn measure(&self, shape: &mut Dims<usize>) {
        self.as_slice().measure(shape);
    }

    fn fill(&self, shape: &[usize], data: &mut Vec<T>) -> bool {
        self.as_slice().fill(shape, data)
    }
}

impl<T: Element, N: Nested<T>> Nested<T> for Vec<N> {
    fn measure(&self, shape: &mut Dims<usize>) {
        self.as_slice().measure(shape);
    }

    fn fill(&self, shape: &[usize], data: &mut Vec<T>) -> bool {
        self.as_slice().fill(shape, data)
    }
}

impl<T: Element, N: Nested<T>> Nested<T> for crate::Shared<N> {
    fn measure(&self, shape: &mut Dims<usize>) {
        self.borrow().measure(shape);
    }

    fn fill(&self, shape: &[usize], data: &mut Vec<T>) -> bool {
        self.borrow().fill(shape, data)
    }
}

macro_rules! tuples {
    ($([$($item:ident $i:tt),*] $count:literal;)*) => {$(
        impl<T: Element, $($item: Nested<T>),*> Nested<T> for ($($item,)*) {
            fn measure(&self, shape: &mut Dims<usize>) {
                shape.push($count);
                self.0.measure(shape);
            }

            fn fill(&self, shape: &[usize], data: &mut Vec<T>) -> bool {
                shape[0] == $count $(&& self.$i.fill(&shape[1..], data))*
            }
        }
    )*};
}

tuples! {
    [A 0] 1;
    [A 0, B 1] 2;
    [A 0, B 1, C 2] 3;
    [A 0, B 1, C 2, D 3] 4;
    [A 0, B 1, C 2, D 3, E 4] 5;
    [A 0, B 1, C 2, D 3, E 4, F 5] 6;
    [A 0, B 1, C 2, D 3, E 4, F 5, G 6] 7;
    [A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7] 8;
}

/// `numpy.zeros_like(a)`
pub fn zeros_like<U: Element>(a: &Array<impl Element>) -> Array<U> {
    full_like(a, U::default())
}

/// `numpy.ones_like(a)`
pub fn ones_like<U: Element>(a: &Array<impl Element>) -> Array<U> {
    full_like(a, U::ONE)
}

/// `numpy.full_like(a, value)`
pub fn full_like<U: Element>(a: &Array<impl Element>, value: U) -> Array<U> {
    Array::new(vec![value; a.count()], a.shape)
}

/// `a.copy()`
pub fn copy<T: Element>(a: &Array<T>) -> Array<T> {
    Array::new(a.to_vec(), a.shape)
}

/// An array without axes of one number.
pub fn of_number<T: Element>(value: T) -> Array<T> {
    Array::new(vec![value], Dims::of([]))
}

/// The number of an array without axes.
pub fn only<T: Element>(a: &Array<T>) -> T {
    a.only()
}

/// An array of one axis with one number.
pub fn line_of<T: Element>(value: T) -> Array<T> {
    Array::of_vec(vec![value])
}

/// 1 as an array without axes.
pub fn one<T: Element>() -> Array<T> {
    of_number(T::ONE)
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

/// `numpy.indices` along one axis, as `tri`, `tril` and `triu` want them: keeps what the test says of row and column.
fn kept<T: Element>(a: &Array<T>, test: impl Fn(i64, i64) -> bool) -> Array<T> {
    let made = copy(a);
    let (rows, columns) = (a.shape[a.shape.len() - 2], a.shape[a.shape.len() - 1]);
    for (place, x) in made.data.borrow_mut().iter_mut().enumerate() {
        if !test((place / columns % rows) as i64, (place % columns) as i64) {
            *x = T::default();
        }
    }
    made
}

/// `numpy.tril(a, k)`
pub fn tril<T: Element>(a: &Array<T>, k: impl Integer) -> Array<T> {
    let k = k.clamp_i64();
    kept(a, |i, j| j <= i + k)
}

/// `numpy.triu(a, k)`
pub fn triu<T: Element>(a: &Array<T>, k: impl Integer) -> Array<T> {
    let k = k.clamp_i64();
    kept(a, |i, j| j >= i + k)
}

/// `numpy.diag(a)` of one axis: a matrix with these numbers on its diagonal
pub fn diagonal_matrix<T: Element>(a: &Array<T>) -> Array<T> {
    let numbers = a.to_vec();
    let n = numbers.len();
    let mut data = vec![T::default(); n * n];
    for (i, x) in numbers.into_iter().enumerate() {
        data[i * n + i] = x;
    }
    Array::new(data, Dims::of([n, n]))
}

/// `numpy.diag(a)` of two axes, a view
pub fn diagonal<T: Element>(a: &Array<T>) -> Array<T> {
    let length = a.shape[0].min(a.shape[1]);
    a.view(a.at, Dims::of([length]), Dims::of([a.strides[0] + a.strides[1]]))
}

/// `numpy.meshgrid(x, y)`
pub fn meshgrid<T: Element, U: Element>(
    x: &Array<T>,
    y: &Array<U>,
    swapped: bool,
) -> (Array<T>, Array<U>) {
    let (x, y) = (Array::of_vec(x.to_vec()), Array::of_vec(y.to_vec()));
    let (n, m) = (x.count(), y.count());
    let shape = if swapped { Dims::of([n, m]) } else { Dims::of([m, n]) };
    let along = |first: bool| if first == swapped { Dims::of([1, 0]) } else { Dims::of([0, 1]) };
    let (left, right) = (x.view(0, shape, along(true)), y.view(0, shape, along(false)));
    debug_assert_eq!(strides_of(&shape).len(), 2);
    (copy(&left), copy(&right))
}
