//! Arrays made of several arrays.

use crate::exception::{Result, value_error};
use crate::integer::Integer;

use super::walk::{Dims, axis_of};
use super::{Array, Element};

/// Arrays one behind the other along an axis.
fn joined<T: Element>(arrays: &[Array<T>], axis: usize) -> Result<Array<T>> {
    let Some(first) = arrays.first() else {
        return Err(value_error("need at least one array to concatenate"));
    };
    let mut total = 0;
    for (i, array) in arrays.iter().enumerate() {
        for (k, (x, y)) in array.shape.iter().zip(first.shape.iter()).enumerate() {
            if k != axis && x != y {
                return Err(value_error(format!(
                    "all the input array dimensions except for the concatenation axis must match exactly, but along dimension {k}, the array at index 0 has size {y} and the array at index {i} has size {x}"
                )));
            }
        }
        total += array.shape[axis];
    }
    let parts: Vec<(Array<T>, usize)> =
        arrays.iter().map(|array| (array.packed(), array.shape[axis..].iter().product())).collect();
    let outer: usize = first.shape[..axis].iter().product();
    let mut made = Vec::with_capacity(outer * parts.iter().map(|(_, width)| width).sum::<usize>());
    let slices: Vec<_> =
        parts.iter().map(|(array, width)| (array.data.borrow(), array.at, *width)).collect();
    for i in 0..outer {
        for (data, at, width) in &slices {
            made.extend_from_slice(&data[at + i * width..at + (i + 1) * width]);
        }
    }
    Ok(Array::new(made, first.shape.with(axis, total)))
}

fallible! {
    /// `numpy.concatenate(arrays, axis)`
    fn concatenate / try_concatenate [T: Element](arrays: &[Array<T>], axis: i64) -> Array<T> {
        let Some(first) = arrays.first() else {
            return Err(value_error("need at least one array to concatenate"));
        };
        joined(arrays, axis_of(axis, first.shape.len())?)
    }

    /// `numpy.stack(arrays, axis)`
    fn stack / try_stack [T: Element](arrays: &[Array<T>], axis: i64) -> Array<T> {
        let Some(first) = arrays.first() else {
            return Err(value_error("need at least one array to stack"));
        };
        if arrays.iter().any(|array| array.shape != first.shape) {
            return Err(value_error("all input arrays must have the same shape"));
        }
        let axis = axis_of(axis, first.shape.len() + 1)?;
        let wide: Vec<Array<T>> = arrays
            .iter()
            .map(|array| array.view(array.at, array.shape.inserted(axis, 1), array.strides.inserted(axis, 0)))
            .collect();
        joined(&wide, axis)
    }

    /// `numpy.vstack(arrays)`
    fn vstack / try_vstack [T: Element](arrays: &[Array<T>]) -> Array<T> {
        let rows: Vec<Array<T>> = arrays.iter().map(|array| lifted(array, 2, true)).collect();
        joined(&rows, 0)
    }

    /// `numpy.hstack(arrays)`
    fn hstack / try_hstack [T: Element](arrays: &[Array<T>]) -> Array<T> {
        joined(arrays, usize::from(arrays.first().is_some_and(|array| array.shape.len() > 1)))
    }

    /// `numpy.column_stack(arrays)`
    fn column_stack / try_column_stack [T: Element](arrays: &[Array<T>]) -> Array<T> {
        let columns: Vec<Array<T>> = arrays.iter().map(|array| lifted(array, 2, false)).collect();
        joined(&columns, 1)
    }

    /// `numpy.repeat(a, count, axis)`
    fn repeat_along / try_repeat_along [T: Element](a: &Array<T>, count: impl Integer, axis: i64) -> Array<T> {
        let axis = axis_of(axis, a.shape.len())?;
        let count = count.to_i64().filter(|count| *count >= 0).ok_or_else(|| value_error("repeats may not contain negative values."))? as usize;
        let width: usize = a.shape[axis + 1..].iter().product();
        let data = a.to_vec();
        let mut made = Vec::with_capacity(data.len() * count);
        for part in data.chunks(width.max(1)) {
            for _ in 0..count {
                made.extend_from_slice(part);
            }
        }
        Ok(Array::new(made, a.shape.with(axis, a.shape[axis] * count)))
    }

    /// `numpy.tile(a, counts)`
    fn tile / try_tile [T: Element](a: &Array<T>, counts: &[impl Integer]) -> Array<T> {
        let counts = super::make::shape_of(counts)?;
        let mut made = lifted(a, counts.len(), true);
        let missing = made.shape.len() - counts.len();
        for (i, count) in counts.iter().enumerate().rev() {
            let axis = missing + i;
            let width: usize = made.shape[axis..].iter().product();
            let data = made.to_vec();
            let mut all = Vec::with_capacity(data.len() * count);
            for part in data.chunks(width.max(1)) {
                for _ in 0..*count {
                    all.extend_from_slice(part);
                }
            }
            made = Array::new(all, made.shape.with(axis, made.shape[axis] * count));
        }
        Ok(made)
    }

    /// `numpy.roll(a, shift, axis)`
    fn roll_along / try_roll_along [T: Element](a: &Array<T>, shift: impl Integer, axis: i64) -> Array<T> {
        let axis = axis_of(axis, a.shape.len())?;
        let size = a.shape[axis];
        if size == 0 {
            return Ok(super::copy(a));
        }
        let by = shift.clamp_i64().rem_euclid(size as i64) as usize;
        let part = |from: usize, size: usize| {
            a.view(a.at.wrapping_add_signed(a.strides[axis] * from as isize), a.shape.with(axis, size), a.strides)
        };
        joined(&[part(size - by, by), part(0, size - by)], axis)
    }

    /// `numpy.array_split(a, count, axis)` and `numpy.split`, which wants parts of one size
    fn split / try_split [T: Element](a: &Array<T>, count: impl Integer, axis: i64, even: bool) -> Vec<Array<T>> {
        let axis = axis_of(axis, a.shape.len())?;
        let (size, count) = (a.shape[axis], count.clamp_i64());
        if count <= 0 {
            return Err(value_error("number sections must be larger than 0."));
        }
        let count = count as usize;
        if even && size % count != 0 {
            return Err(value_error("array split does not result in an equal division"));
        }
        let mut from = 0;
        Ok((0..count).map(|i| {
            let part = size / count + usize::from(i < size % count);
            let at = a.at.wrapping_add_signed(a.strides[axis] * from as isize);
            from += part;
            a.view(at, a.shape.with(axis, part), a.strides)
        }).collect())
    }
}

/// An array with so many axes at least: new ones before the others, or behind them.
fn lifted<T: Element>(a: &Array<T>, axes: usize, before: bool) -> Array<T> {
    let mut made = a.clone();
    while made.shape.len() < axes {
        let axis = if before { 0 } else { made.shape.len() };
        made = made.view(made.at, made.shape.inserted(axis, 1), made.strides.inserted(axis, 0));
    }
    made
}

/// `numpy.atleast_2d(a)`
pub fn atleast<T: Element>(a: &Array<T>, axes: usize) -> Array<T> {
    lifted(a, axes, true)
}

/// `numpy.repeat(a, count)`
pub fn repeat<T: Element>(a: &Array<T>, count: impl Integer) -> Array<T> {
    let count = count.clamp_i64().max(0) as usize;
    Array::of_vec(a.to_vec().into_iter().flat_map(|x| std::iter::repeat_n(x, count)).collect())
}

/// `numpy.roll(a, shift)`
pub fn roll<T: Element>(a: &Array<T>, shift: impl Integer) -> Array<T> {
    let mut numbers = a.to_vec();
    if !numbers.is_empty() {
        let by = shift.clamp_i64().rem_euclid(numbers.len() as i64) as usize;
        numbers.rotate_right(by);
    }
    Array::new(numbers, a.shape)
}

/// `numpy.append(a, b)`
pub fn append<T: Element>(a: &Array<T>, b: &Array<T>) -> Array<T> {
    let mut numbers = a.to_vec();
    numbers.extend(b.to_vec());
    Array::of_vec(numbers)
}

/// `numpy.outer(a, b)`
pub fn outer<T: Element>(a: &Array<T>, b: &Array<T>) -> Array<T> {
    let (x, y) = (a.to_vec(), b.to_vec());
    let data = x.iter().flat_map(|p| y.iter().map(|q| p.times(*q))).collect();
    Array::new(data, Dims::of([x.len(), y.len()]))
}
