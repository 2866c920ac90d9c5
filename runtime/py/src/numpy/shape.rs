//! Shapes: asking for them, and views of the same numbers with another one.

use crate::exception::{Result, value_error};
use crate::integer::Integer;

use super::walk::{self, Dims, axis_of, shape_text};
use super::{Array, Element};

/// `len(a)`
#[inline]
pub fn len<T: Element>(a: &Array<T>) -> i64 {
    a.shape[0] as i64
}

/// `a.size`
#[inline]
pub fn size<T: Element>(a: &Array<T>) -> i64 {
    a.count() as i64
}

/// `a.shape[axis]`
#[inline]
pub fn length<T: Element>(a: &Array<T>, axis: usize) -> i64 {
    a.shape[axis] as i64
}

/// The sizes of a shape, of which one may be -1: what is left.
fn sizes(shape: &[impl Integer], count: usize, of: &[usize]) -> Result<Dims<usize>> {
    let wrong = |made: &[i64]| {
        let made: Vec<String> = made.iter().map(i64::to_string).collect();
        let made = if made.len() == 1 {
            format!("({},)", made[0])
        } else {
            format!("({})", made.join(","))
        };
        let _ = of;
        value_error(format!("cannot reshape array of size {count} into shape {made}"))
    };
    let asked: Vec<i64> = shape.iter().map(Integer::clamp_i64).collect();
    if asked.iter().filter(|size| **size < 0).count() > 1 {
        return Err(value_error("can only specify one unknown dimension"));
    }
    let known: i64 = asked.iter().filter(|size| **size >= 0).product();
    let mut made = Dims::of([]);
    for size in &asked {
        if *size >= 0 {
            made.push(*size as usize);
        } else if known != 0 && count as i64 % known == 0 {
            made.push((count as i64 / known) as usize);
        } else {
            return Err(wrong(&asked));
        }
    }
    if made.iter().product::<usize>() == count { Ok(made) } else { Err(wrong(&asked)) }
}

/// The strides of the same numbers in another shape, where there are such.
fn reshaped(shape: &[usize], strides: &[isize], new: &[usize]) -> Option<Dims<isize>> {
    let old: Vec<(usize, isize)> =
        shape.iter().copied().zip(strides.iter().copied()).filter(|(size, _)| *size != 1).collect();
    let mut made = vec![0isize; new.len()];
    let (mut i, mut j) = (0, 0);
    while i < old.len() && j < new.len() {
        let (mut from, mut to) = (i + 1, j + 1);
        let (mut have, mut want) = (old[i].0, new[j]);
        while have != want {
            if want < have {
                want *= *new.get(to)?;
                to += 1;
            } else {
                have *= old.get(from)?.0;
                from += 1;
            }
        }
        for k in i..from - 1 {
            if old[k].1 != old[k + 1].1 * old[k + 1].0 as isize {
                return None;
            }
        }
        made[to - 1] = old[from - 1].1;
        for k in (j..to - 1).rev() {
            made[k] = made[k + 1] * new[k + 1] as isize;
        }
        (i, j) = (from, to);
    }
    let last = if j > 0 { made[j - 1] } else { 1 };
    for stride in &mut made[j..] {
        *stride = last;
    }
    Some(Dims::of(made))
}

/// The same numbers in a shape that has as many.
pub(super) fn with_shape<T: Element>(a: &Array<T>, shape: Dims<usize>) -> Array<T> {
    if a.is_dense() {
        return a.view(a.at, shape, walk::strides_of(&shape));
    }
    match reshaped(&a.shape, &a.strides, &shape) {
        Some(strides) if a.count() > 0 => a.view(a.at, shape, strides),
        _ => Array::new(a.to_vec(), shape),
    }
}

fallible! {
    /// `a.reshape(shape)`
    fn reshape / try_reshape [T: Element](a: &Array<T>, shape: &[impl Integer]) -> Array<T> {
        Ok(with_shape(a, sizes(shape, a.count(), &a.shape)?))
    }

    /// `a.transpose(axes)`
    fn transpose / try_transpose [T: Element](a: &Array<T>, axes: &[impl Integer]) -> Array<T> {
        let (mut shape, mut strides) = (Dims::of([]), Dims::of([]));
        let mut seen = vec![false; a.shape.len()];
        for axis in axes {
            let axis = axis_of(axis.clamp_i64(), a.shape.len())?;
            if std::mem::replace(&mut seen[axis], true) {
                return Err(value_error("repeated axis in transpose"));
            }
            shape.push(a.shape[axis]);
            strides.push(a.strides[axis]);
        }
        if shape.len() != a.shape.len() {
            return Err(value_error("axes don't match array"));
        }
        Ok(a.view(a.at, shape, strides))
    }

    /// `numpy.swapaxes(a, one, other)`
    fn swapaxes / try_swapaxes [T: Element](a: &Array<T>, one: i64, other: i64) -> Array<T> {
        let (i, j) = (axis_of(one, a.shape.len())?, axis_of(other, a.shape.len())?);
        let (shape, strides) = (a.shape.with(i, a.shape[j]).with(j, a.shape[i]), a.strides.with(i, a.strides[j]).with(j, a.strides[i]));
        Ok(a.view(a.at, shape, strides))
    }

    /// `numpy.moveaxis(a, from, to)`
    fn moveaxis / try_moveaxis [T: Element](a: &Array<T>, from: i64, to: i64) -> Array<T> {
        let (i, j) = (axis_of(from, a.shape.len())?, axis_of(to, a.shape.len())?);
        Ok(a.view(a.at, a.shape.without(i).inserted(j, a.shape[i]), a.strides.without(i).inserted(j, a.strides[i])))
    }

    /// `numpy.expand_dims(a, axis)`
    fn expand_dims / try_expand_dims [T: Element](a: &Array<T>, axis: i64) -> Array<T> {
        let axis = axis_of(axis, a.shape.len() + 1)?;
        Ok(a.view(a.at, a.shape.inserted(axis, 1), a.strides.inserted(axis, 0)))
    }

    /// `numpy.squeeze(a, axis)`
    fn squeeze / try_squeeze [T: Element](a: &Array<T>, axis: i64) -> Array<T> {
        let axis = axis_of(axis, a.shape.len())?;
        if a.shape[axis] != 1 {
            return Err(value_error("cannot select an axis to squeeze out which has size not equal to one"));
        }
        Ok(a.view(a.at, a.shape.without(axis), a.strides.without(axis)))
    }

    /// `numpy.broadcast_to(a, shape)`
    fn broadcast_to / try_broadcast_to [T: Element](a: &Array<T>, shape: &[impl Integer]) -> Array<T> {
        broadcast(a, &super::make::shape_of(shape)?)
    }

    /// `numpy.flip(a, axis)`
    fn flip / try_flip [T: Element](a: &Array<T>, axis: i64) -> Array<T> {
        Ok(flipped(a, axis_of(axis, a.shape.len())?))
    }

    /// `numpy.lib.stride_tricks.sliding_window_view(a, sizes)`: the last axes are the windows
    fn windows / try_windows [T: Element](a: &Array<T>, sizes: &[impl Integer]) -> Array<T> {
        let sizes = super::make::shape_of(sizes)?;
        if sizes.len() != a.shape.len() {
            return Err(value_error(format!("Since axis is None, must provide window_shape for all dimensions of `x`; got {} window_shape elements and `x.ndim` is {}.", sizes.len(), a.shape.len())));
        }
        if sizes.iter().zip(a.shape.iter()).any(|(window, size)| window > size) {
            return Err(value_error("window shape cannot be larger than input array shape"));
        }
        let mut shape = Dims::of(sizes.iter().zip(a.shape.iter()).map(|(window, size)| size - window + 1));
        let mut strides = a.strides;
        for (window, stride) in sizes.iter().zip(a.strides.iter()) {
            shape.push(*window);
            strides.push(*stride);
        }
        Ok(a.view(a.at, shape, strides))
    }
}

/// The array backwards along an axis.
fn flipped<T: Element>(a: &Array<T>, axis: usize) -> Array<T> {
    let last = a.shape[axis].saturating_sub(1) as isize;
    a.view(
        a.at.wrapping_add_signed(a.strides[axis] * last),
        a.shape,
        a.strides.with(axis, -a.strides[axis]),
    )
}

/// `numpy.flip(a)`
pub fn flip_all<T: Element>(a: &Array<T>) -> Array<T> {
    (0..a.shape.len()).fold(a.clone(), |a, axis| flipped(&a, axis))
}

/// The axes in another order, so many of the last ones as one.
pub fn merged<T: Element>(a: &Array<T>, axes: &[i64], last: usize) -> Array<T> {
    let turned = transpose(a, axes);
    let kept = turned.shape.len() - last;
    let mut shape = Dims::of(turned.shape[..kept].iter().copied());
    shape.push(turned.shape[kept..].iter().product());
    with_shape(&turned, shape)
}

/// The array as one of a wider shape.
pub(super) fn broadcast<T: Element>(a: &Array<T>, shape: &Dims<usize>) -> Result<Array<T>> {
    let wide = walk::together(&a.shape, shape)?;
    if wide != *shape {
        return Err(value_error(format!(
            "operands could not be broadcast together with remapped shapes [original->remapped]: {}  and requested shape {}",
            shape_text(&a.shape),
            shape_text(shape)
        )));
    }
    Ok(a.view(a.at, wide, walk::widened(a, &wide)))
}

/// `a.T`
pub fn transposed<T: Element>(a: &Array<T>) -> Array<T> {
    a.view(a.at, Dims::of(a.shape.iter().rev().copied()), Dims::of(a.strides.iter().rev().copied()))
}

/// `a.ravel()`
pub fn ravel<T: Element>(a: &Array<T>) -> Array<T> {
    with_shape(&a.packed(), Dims::of([a.count()]))
}

/// `a.flatten()`
pub fn flatten<T: Element>(a: &Array<T>) -> Array<T> {
    Array::of_vec(a.to_vec())
}
