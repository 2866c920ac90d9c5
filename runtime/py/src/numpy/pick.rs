//! `a[…]` with arrays of integers or truth values in it: copies, and stores into the places that they name.

use crate::exception::{Exception, Result, value_error};
use crate::integer::Integer;

use super::arithmetic::{Arg, Held, Operand};
use super::index::{Index, try_view};
use super::walk::{self, Dims, axis_of};
use super::{Array, Element};

/// Which numbers an index names: their places, in the shape of the result.
struct Places {
    places: Vec<usize>,
    shape: Dims<usize>,
}

/// Where a mask is true, as an index an axis.
pub(super) fn truths(mask: &Array<bool>) -> Vec<Array<i64>> {
    let axes = mask.shape.len();
    let mut found: Vec<Vec<i64>> = vec![Vec::new(); axes];
    for (place, _) in mask.to_vec().iter().enumerate().filter(|(_, x)| **x) {
        let mut left = place;
        for axis in (0..axes).rev() {
            found[axis].push((left % mask.shape[axis]) as i64);
            left /= mask.shape[axis];
        }
    }
    found.into_iter().map(Array::of_vec).collect()
}

/// The index with masks as arrays of integers, and `...` written out.
fn spelled<T: Element>(a: &Array<T>, index: &[Index]) -> Result<Vec<Index>> {
    let uses = |part: &Index| match part {
        Index::New | Index::Rest => 0,
        Index::Mask(mask) => mask.shape.len(),
        _ => 1,
    };
    let used: usize = index.iter().map(uses).sum();
    let mut made = Vec::new();
    let mut axis = 0;
    let missing = a.shape.len().saturating_sub(used);
    for part in index {
        match part {
            Index::Rest => made.extend((0..missing).map(|_| super::all())),
            Index::Mask(mask) => {
                for (i, size) in mask.shape.iter().enumerate() {
                    if a.shape[axis + i] != *size {
                        return Err(Exception::new(
                            "IndexError",
                            format!(
                                "boolean index did not match indexed array along axis {}; size of axis is {} but size of corresponding boolean axis is {size}",
                                axis + i,
                                a.shape[axis + i]
                            ),
                        ));
                    }
                }
                made.extend(truths(mask).into_iter().map(Index::Picks));
            }
            part => made.push(part.clone()),
        }
        axis += if matches!(part, Index::Rest) { missing } else { uses(part) };
    }
    if !index.iter().any(|part| matches!(part, Index::Rest)) {
        made.extend((0..missing).map(|_| super::all()));
    }
    Ok(made)
}

fn places<T: Element>(a: &Array<T>, index: &[Index]) -> Result<Places> {
    let parts = spelled(a, index)?;
    let is_pick = |part: &Index| matches!(part, Index::Picks(_) | Index::At(_));
    // Integers among arrays are arrays, too. The rest makes a view in which their axes stand still.
    let (mut plain, mut picked, mut axis) = (Vec::new(), Vec::new(), 0);
    let mut shape = Dims::of([]);
    for part in &parts {
        if is_pick(part) {
            plain.push(Index::Slice(None, None, 1));
            let index = match part {
                Index::Picks(index) => index.clone(),
                Index::At(i) => super::of_number(*i),
                _ => continue,
            };
            shape = walk::together(&shape, &index.shape).map_err(|_| mismatch(&parts))?;
            picked.push((axis, index));
        } else {
            plain.push(part.clone());
        }
        axis += usize::from(!matches!(part, Index::New));
    }
    let base = try_view(a, &plain)?;
    // Where the arrays' axes go: in their place where they are neighbours, else to the front.
    let first = parts.iter().position(is_pick).unwrap_or(0);
    let last = parts.iter().rposition(is_pick).unwrap_or(0);
    let neighbours = parts[first..=last].iter().all(is_pick);
    let kept: Vec<usize> = (0..parts.len()).filter(|i| !is_pick(&parts[*i])).collect();
    let before = if neighbours { kept.iter().filter(|i| **i < first).count() } else { 0 };
    let mut offsets = vec![0isize; shape.iter().product()];
    for (axis, index) in &picked {
        let place = parts
            .iter()
            .enumerate()
            .filter(|(_, part)| !matches!(part, Index::New))
            .nth(*axis)
            .map_or(0, |(i, _)| i);
        let (size, stride) = (base.shape[place], base.strides[place]);
        let wide = super::shape::broadcast(index, &shape)?;
        for (offset, i) in offsets.iter_mut().zip(wide.to_vec()) {
            let i = if i < 0 { i + size as i64 } else { i };
            if !(0..size as i64).contains(&i) {
                let shown = if i < 0 { i - size as i64 } else { i };
                return Err(Exception::new(
                    "IndexError",
                    format!("index {shown} is out of bounds for axis {axis} with size {size}"),
                ));
            }
            *offset += stride * i as isize;
        }
    }
    let outer: Vec<usize> = kept[..before].to_vec();
    let inner: Vec<usize> = kept[before..].to_vec();
    let offsets_of = |axes: &[usize], starts: Vec<isize>| {
        axes.iter().fold(starts, |starts, axis| {
            let (size, stride) = (base.shape[*axis], base.strides[*axis]);
            starts
                .iter()
                .flat_map(|start| (0..size).map(move |i| start + stride * i as isize))
                .collect()
        })
    };
    let front = offsets_of(&outer, vec![0]);
    let back = offsets_of(&inner, vec![0]);
    let mut places = Vec::with_capacity(front.len() * offsets.len() * back.len());
    for x in &front {
        for y in &offsets {
            places.extend(back.iter().map(|z| base.at.wrapping_add_signed(x + y + z)));
        }
    }
    let mut result = Dims::of([]);
    for axis in &outer {
        result.push(base.shape[*axis]);
    }
    for size in shape.iter() {
        result.push(*size);
    }
    for axis in &inner {
        result.push(base.shape[*axis]);
    }
    Ok(Places { places, shape: result })
}

fn mismatch(parts: &[Index]) -> Exception {
    let shapes: Vec<String> = parts
        .iter()
        .filter_map(|part| match part {
            Index::Picks(index) => Some(walk::shape_text(&index.shape)),
            _ => None,
        })
        .collect();
    Exception::new(
        "IndexError",
        format!(
            "shape mismatch: indexing arrays could not be broadcast together with shapes {} ",
            shapes.join(" ")
        ),
    )
}

/// Numbers at the places of an index along the first axis of an array whose numbers lie one behind the other.
fn along_first<T: Element>(a: &Array<T>, index: &Array<i64>) -> Result<Option<Array<T>>> {
    let Some(all) = a.dense() else { return Ok(None) };
    let (size, width) = (a.shape[0], a.shape[1..].iter().product::<usize>());
    let mut made = Vec::with_capacity(index.count() * width);
    for i in index.to_vec() {
        let at = if i < 0 { i + size as i64 } else { i };
        if !(0..size as i64).contains(&at) {
            return Err(Exception::new(
                "IndexError",
                format!("index {i} is out of bounds for axis 0 with size {size}"),
            ));
        }
        let at = at as usize * width;
        if width == 1 { made.push(all[at]) } else { made.extend_from_slice(&all[at..at + width]) }
    }
    let shape = Dims::of(index.shape.iter().chain(&a.shape[1..]).copied());
    Ok(Some(Array::new(made, shape)))
}

/// The rows where a mask of one axis is true.
fn masked<T: Element>(a: &Array<T>, mask: &Array<bool>) -> Option<Array<T>> {
    if mask.shape.len() > a.shape.len() || mask.shape[..] != a.shape[..mask.shape.len()] {
        return None;
    }
    let all = a.dense()?;
    let width: usize = a.shape[mask.shape.len()..].iter().product();
    let mut made = Vec::new();
    for (i, _) in mask.to_vec().iter().enumerate().filter(|(_, x)| **x) {
        made.extend_from_slice(&all[i * width..(i + 1) * width]);
    }
    let count = made.len().checked_div(width).unwrap_or(0);
    Some(Array::new(
        made,
        Dims::of([count].into_iter().chain(a.shape[mask.shape.len()..].iter().copied())),
    ))
}

fallible! {
    /// `a[index]` with arrays in it
    fn select / try_select [T: Element](a: &Array<T>, index: &[Index]) -> Array<T> {
        match index {
            [Index::Picks(index)] => if let Some(made) = along_first(a, index)? {
                return Ok(made);
            },
            [Index::Mask(mask)] => if let Some(made) = masked(a, mask) {
                return Ok(made);
            },
            _ => {}
        }
        let found = places(a, index)?;
        let data = a.data.borrow();
        Ok(Array::new(found.places.iter().map(|place| data[*place]).collect(), found.shape))
    }

    /// `a[index] = value` with arrays in it
    fn assign / try_assign [T: Element](a: impl Held<T>, index: &[Index], value: impl Operand<T>) -> () {
        let a = a.held();
        let found = places(a, index)?;
        let value = match value.operand() {
            Arg::Number(x) => {
                let mut data = a.data.borrow_mut();
                for place in found.places {
                    data[place] = x;
                }
                return Ok(());
            }
            Arg::Own(b) => b,
            Arg::Ref(b) => b.clone(),
        };
        let wide = super::shape::broadcast(&value, &found.shape).map_err(|_| value_error(format!(
            "shape mismatch: value array of shape {} could not be broadcast to indexing result of shape {}",
            walk::shape_text(&value.shape), walk::shape_text(&found.shape)
        )))?;
        let numbers = wide.to_vec();
        let mut data = a.data.borrow_mut();
        for (place, x) in found.places.into_iter().zip(numbers) {
            data[place] = x;
        }
        Ok(())
    }

    /// `numpy.take(a, index, axis)`
    fn take / try_take [T: Element](a: &Array<T>, index: &Array<i64>, axis: i64) -> Array<T> {
        let axis = axis_of(axis, a.shape.len())?;
        let mut parts: Vec<Index> = (0..axis).map(|_| super::all()).collect();
        parts.push(Index::Picks(index.clone()));
        try_select(a, &parts)
    }

    /// `numpy.take_along_axis(a, index, axis)`
    fn take_along_axis / try_take_along_axis [T: Element](a: &Array<T>, index: &Array<i64>, axis: i64) -> Array<T> {
        let axis = axis_of(axis, a.shape.len())?;
        let parts: Vec<Index> = (0..a.shape.len()).map(|i| {
            if i == axis {
                return Index::Picks(index.clone());
            }
            let shape = Dims::of((0..a.shape.len()).map(|k| if k == i { a.shape[i] } else { 1 }));
            Index::Picks(Array::new((0..a.shape[i] as i64).collect(), shape))
        }).collect();
        try_select(a, &parts)
    }

    /// `numpy.add.at(a, index, value)`
    fn add_at / try_add_at [T: Element](a: impl Held<T>, index: &[Index], value: impl Operand<T>) -> () {
        let a = a.held();
        let found = places(a, index)?;
        let value = super::functions::array_of(value.operand());
        let numbers = super::shape::broadcast(&value, &found.shape)?.to_vec();
        let mut data = a.data.borrow_mut();
        for (place, x) in found.places.into_iter().zip(numbers) {
            data[place] = data[place].plus(x);
        }
        Ok(())
    }
}

/// `numpy.nonzero(a)`: an array an axis
pub fn nonzero<T: Element>(a: &Array<T>) -> Vec<Array<i64>> {
    truths(&super::functions::turned(a, |x: T| x.holds()))
}

/// `numpy.flatnonzero(a)`
pub fn flatnonzero<T: Element>(a: &Array<T>) -> Array<i64> {
    Array::of_vec(
        a.to_vec().iter().enumerate().filter(|(_, x)| x.holds()).map(|(i, _)| i as i64).collect(),
    )
}

/// `numpy.argwhere(a)`
pub fn argwhere<T: Element>(a: &Array<T>) -> Array<i64> {
    let found = nonzero(a);
    let count = found.first().map_or(0, Array::count);
    let columns: Vec<Vec<i64>> = found.iter().map(Array::to_vec).collect();
    let data = (0..count).flat_map(|i| columns.iter().map(move |column| column[i])).collect();
    Array::new(data, Dims::of([count, columns.len()]))
}

fallible! {
    /// `numpy.unravel_index(place, shape)`
    fn unravel / try_unravel [](place: impl Integer, shape: &[impl Integer]) -> Vec<super::Scalar<i64>> {
        let shape = super::make::shape_of(shape)?;
        let (mut left, count) = (place.clamp_i64(), shape.iter().product::<usize>() as i64);
        if !(0..count).contains(&left) {
            return Err(value_error(format!("index {left} is out of bounds for array with size {count}")));
        }
        let mut made = vec![super::Scalar(0); shape.len()];
        for axis in (0..shape.len()).rev() {
            made[axis] = super::Scalar(left % shape[axis] as i64);
            left /= shape[axis] as i64;
        }
        Ok(made)
    }
}
