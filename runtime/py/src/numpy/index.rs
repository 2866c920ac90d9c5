//! `a[…]` of integers, slices, `None` and `...`: numbers and views.

use crate::exception::{Exception, Result, value_error};
use crate::integer::Integer;
use crate::slice::Bound;

use super::arithmetic::{Arg, Held, Operand};
use super::walk::{self, Dims};
use super::{Array, Element};

/// One part of an index.
#[derive(Clone, Debug)]
pub enum Index {
    /// An integer: the axis goes.
    At(i64),
    /// `start:stop:step`
    Slice(Option<i64>, Option<i64>, i64),
    /// `None`: a new axis.
    New,
    /// `...`: so many axes as there are left.
    Rest,
    /// An array of integers.
    Picks(Array<i64>),
    /// An array of truth values, over as many axes as it has itself.
    Mask(Array<bool>),
}

/// An integer as part of an index.
#[inline]
pub fn at(index: impl Integer) -> Index {
    Index::At(index.clamp_i64())
}

fallible! {
    /// `start:stop:step` as part of an index.
    fn slice / try_slice [](start: impl Bound, stop: impl Bound, step: impl Bound) -> Index {
        match step.bound() {
            Some(0) => Err(value_error("slice step cannot be zero")),
            step => Ok(Index::Slice(start.bound(), stop.bound(), step.unwrap_or(1))),
        }
    }
}

/// `:` as part of an index.
pub fn all() -> Index {
    Index::Slice(None, None, 1)
}

/// `None` as part of an index.
pub fn new_axis() -> Index {
    Index::New
}

/// `...` as part of an index.
pub fn rest() -> Index {
    Index::Rest
}

/// An array of integers as part of an index.
pub fn picks<T: Element>(index: &Array<T>) -> Index {
    Index::Picks(super::astype(index))
}

/// An array of truth values as part of an index.
pub fn mask(test: &Array<bool>) -> Index {
    Index::Mask(test.clone())
}

/// The place along an axis.
#[inline]
fn place(index: i64, axis: usize, size: usize) -> Result<usize> {
    let at = if index < 0 { index + size as i64 } else { index };
    if (at as u64) < size as u64 { Ok(at as usize) } else { Err(outside(index, axis, size)) }
}

#[cold]
fn outside(index: i64, axis: usize, size: usize) -> Exception {
    Exception::new(
        "IndexError",
        format!("index {index} is out of bounds for axis {axis} with size {size}"),
    )
}

/// Where a number lies.
#[inline]
fn offset<T: Element, const N: usize>(a: &Array<T>, index: [i64; N]) -> Result<usize> {
    let mut at = a.at;
    for (axis, index) in index.into_iter().enumerate() {
        let i = place(index, axis, a.shape[axis])?;
        at = at.wrapping_add_signed(a.strides[axis] * i as isize);
    }
    Ok(at)
}

fallible! {
    /// `a[i]` of an array of one axis
    fn get / try_get [T: Element](a: &Array<T>, i: impl Integer) -> T {
        Ok(a.data.borrow()[offset(a, [i.clamp_i64()])?])
    }

    /// `a[i, j]` of an array of two axes
    fn get2 / try_get2 [T: Element](a: &Array<T>, i: impl Integer, j: impl Integer) -> T {
        Ok(a.data.borrow()[offset(a, [i.clamp_i64(), j.clamp_i64()])?])
    }

    /// `a[i, j, k]` of an array of three axes
    fn get3 / try_get3 [T: Element](a: &Array<T>, i: impl Integer, j: impl Integer, k: impl Integer) -> T {
        Ok(a.data.borrow()[offset(a, [i.clamp_i64(), j.clamp_i64(), k.clamp_i64()])?])
    }

    /// `a[i] = value` of an array of one axis
    fn set / try_set [T: Element](a: &Array<T>, i: impl Integer, value: T) -> () {
        let at = offset(a, [i.clamp_i64()])?;
        a.data.borrow_mut()[at] = value;
        Ok(())
    }

    /// `a[i, j] = value` of an array of two axes
    fn set2 / try_set2 [T: Element](a: &Array<T>, i: impl Integer, j: impl Integer, value: T) -> () {
        let at = offset(a, [i.clamp_i64(), j.clamp_i64()])?;
        a.data.borrow_mut()[at] = value;
        Ok(())
    }

    /// `a[i, j, k] = value` of an array of three axes
    fn set3 / try_set3 [T: Element](a: &Array<T>, i: impl Integer, j: impl Integer, k: impl Integer, value: T) -> () {
        let at = offset(a, [i.clamp_i64(), j.clamp_i64(), k.clamp_i64()])?;
        a.data.borrow_mut()[at] = value;
        Ok(())
    }

    /// `a[i]` of an array of several axes: a view
    fn row / try_row [T: Element](a: &Array<T>, i: impl Integer) -> Array<T> {
        let i = place(i.clamp_i64(), 0, a.shape[0])?;
        Ok(a.view(a.at.wrapping_add_signed(a.strides[0] * i as isize), a.shape.without(0), a.strides.without(0)))
    }

    /// `a[index]` without arrays in it: a view
    fn view / try_view [T: Element](a: &Array<T>, index: &[Index]) -> Array<T> {
        let used = index.iter().filter(|part| matches!(part, Index::At(_) | Index::Slice(..))).count();
        let (mut shape, mut strides, mut at, mut axis) = (Dims::of([]), Dims::of([]), a.at, 0);
        let keep = |shape: &mut Dims<usize>, strides: &mut Dims<isize>, axis: usize| {
            shape.push(a.shape[axis]);
            strides.push(a.strides[axis]);
        };
        for part in index {
            match part {
                Index::At(i) => {
                    let i = place(*i, axis, a.shape[axis])?;
                    at = at.wrapping_add_signed(a.strides[axis] * i as isize);
                    axis += 1;
                }
                Index::Slice(start, stop, step) => {
                    let places = crate::slice::places(*start, *stop, *step, a.shape[axis])?;
                    let first = places.clone().next().unwrap_or(0);
                    at = at.wrapping_add_signed(a.strides[axis] * first as isize);
                    shape.push(places.len());
                    strides.push(a.strides[axis] * *step as isize);
                    axis += 1;
                }
                Index::New => {
                    shape.push(1);
                    strides.push(0);
                }
                Index::Rest => {
                    for _ in 0..a.shape.len() - used {
                        keep(&mut shape, &mut strides, axis);
                        axis += 1;
                    }
                }
                Index::Picks(_) | Index::Mask(_) => {}
            }
        }
        for axis in axis..a.shape.len() {
            keep(&mut shape, &mut strides, axis);
        }
        Ok(a.view(at, shape, strides))
    }

    /// `a[...] = value`
    fn put / try_put [T: Element](a: impl Held<T>, value: impl Operand<T>) -> () {
        let a = a.held();
        match value.operand() {
            Arg::Number(x) => {
                walk::each_mut(a, |place| *place = x);
                Ok(())
            }
            Arg::Own(b) => store(a, &b),
            Arg::Ref(b) => store(a, b),
        }
    }
}

/// Stores the numbers of an array, spread over the other.
pub(super) fn store<T: Element>(a: &Array<T>, b: &Array<T>) -> Result<()> {
    // Leading axes of one number are of no matter.
    let mut narrow = b.clone();
    while narrow.shape.len() > a.shape.len() && narrow.shape[0] == 1 {
        narrow = narrow.view(narrow.at, narrow.shape.without(0), narrow.strides.without(0));
    }
    if !matches!(walk::together(&a.shape, &narrow.shape), Ok(shape) if shape == a.shape) {
        return Err(value_error(format!(
            "could not broadcast input array from shape {} into shape {}",
            walk::shape_text(&b.shape),
            walk::shape_text(&a.shape)
        )));
    }
    if std::rc::Rc::ptr_eq(&a.data, &narrow.data) {
        narrow = Array::new(narrow.to_vec(), narrow.shape);
    }
    walk::changed(a, &narrow, |x, y| *x = y)
}
