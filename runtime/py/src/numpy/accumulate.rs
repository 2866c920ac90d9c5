//! Sums and products of all numbers so far, and differences of neighbours.

use crate::exception::Result;

use super::walk::axis_of;
use super::{Array, Element, Number};

fallible! {
    /// `numpy.cumsum(a, axis)`
    fn cumsum_along / try_cumsum_along [T: Element](a: &Array<T>, axis: i64) -> Array<T> {
        accumulated(a, axis, T::plus)
    }

    /// `numpy.cumprod(a, axis)`
    fn cumprod_along / try_cumprod_along [T: Element](a: &Array<T>, axis: i64) -> Array<T> {
        accumulated(a, axis, T::times)
    }

    /// `numpy.diff(a, axis)`
    fn diff / try_diff [T: Number](a: &Array<T>, axis: i64) -> Array<T> {
        let axis = axis_of(axis, a.shape.len())?;
        let size = a.shape[axis].saturating_sub(1);
        let shape = a.shape.with(axis, size);
        let behind = a.view(a.at.wrapping_add_signed(a.strides[axis]), shape, a.strides);
        super::try_sub(&behind, a.view(a.at, shape, a.strides))
    }
}

fn accumulated<T: Element>(a: &Array<T>, axis: i64, f: impl Fn(T, T) -> T) -> Result<Array<T>> {
    let axis = axis_of(axis, a.shape.len())?;
    let made = super::copy(a);
    let (size, step) = (made.shape[axis], made.strides[axis] as usize);
    let mut data = made.data.borrow_mut();
    for start in (0..data.len()).filter(|place| place / step % size.max(1) > 0) {
        data[start] = f(data[start - step], data[start]);
    }
    drop(data);
    Ok(made)
}

/// `numpy.cumsum(a)`
pub fn cumsum<T: Element>(a: &Array<T>) -> Array<T> {
    scanned(a, T::plus)
}

/// `numpy.cumprod(a)`
pub fn cumprod<T: Element>(a: &Array<T>) -> Array<T> {
    scanned(a, T::times)
}

fn scanned<T: Element>(a: &Array<T>, f: impl Fn(T, T) -> T) -> Array<T> {
    let mut numbers = a.to_vec();
    for i in 1..numbers.len() {
        numbers[i] = f(numbers[i - 1], numbers[i]);
    }
    Array::of_vec(numbers)
}
