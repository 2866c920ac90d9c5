//! Arrays out of nothing, of a rule, of lists.

use crate::exception::{Exception, Result, value_error};
use crate::integer::Integer;

use super::walk::{Dims, strides_of};
use super::{Array, Element, Float, Number};

/// A shape of the program's integers.
pub(super) fn shape_of(sizes: &[impl Integer]) -> Result<Dims<usize>> {
    let mut made = Dims::of([]);
    for size in sizes {
        let size = size.to_i64().filter(|size| *size >= 0);
        made.push(size.ok_or_else(|| value_error("negative dimensions are not allowed"))? as usize);
    }
    Ok(made)
}

/// An array of a shape, its numbers one after the other from `next`.
pub(super) fn drawn<T: Element>(
    shape: &[impl Integer],
    mut next: impl FnMut() -> T,
) -> Result<Array<T>> {
    let shape = shape_of(shape)?;
    let count = shape.iter().product();
    Ok(Array::new((0..count).map(|_| next()).collect(), shape))
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
        let mut shape = shape_of(&[rows])?;
        shape.push(shape_of(&[columns.clamp_i64()])?[0]);
        let mut data = vec![T::default(); shape.iter().product()];
        let (rows, columns, k) = (shape[0] as i64, shape[1] as i64, k.clamp_i64());
        for i in 0..rows {
            if (0..columns).contains(&(i + k)) {
                data[(i * columns + i + k) as usize] = T::ONE;
            }
        }
        Ok(Array::new(data, shape))
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

/// An array of one axis with one number.
pub fn line_of<T: Element>(value: T) -> Array<T> {
    Array::of_vec(vec![value])
}

/// 1 as an array without axes.
pub fn one<T: Element>() -> Array<T> {
    of_number(T::ONE)
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
