//! Sorting, searching, counting.

use std::cmp::Ordering;

use crate::exception::{Result, value_error};
use crate::integer::Integer;

use super::walk::axis_of;
use super::{Array, Element};

/// The order of sorted arrays: what is no number comes last.
fn order<T: Element>(x: &T, y: &T) -> Ordering {
    match (x.is_nan(), y.is_nan()) {
        (false, false) if x.below(*y) => Ordering::Less,
        (false, false) if y.below(*x) => Ordering::Greater,
        (false, true) => Ordering::Less,
        (true, false) => Ordering::Greater,
        _ => Ordering::Equal,
    }
}

/// The array with its last axis in the place of another, packed, and back again afterwards.
fn along<T: Element, U: Element>(
    a: &Array<T>,
    axis: i64,
    f: impl Fn(&mut [T]) -> Vec<U>,
) -> Result<Array<U>> {
    let axis = axis_of(axis, a.shape.len())? as i64;
    let last = a.shape.len() as i64 - 1;
    let moved = super::try_swapaxes(a, axis, last)?;
    let mut data = moved.to_vec();
    let width = moved.shape[last as usize].max(1);
    let made = data.chunks_mut(width).flat_map(f).collect();
    super::try_swapaxes(&Array::new(made, moved.shape), axis, last)
}

fn places<T: Element>(row: &[T]) -> Vec<i64> {
    let mut found: Vec<i64> = (0..row.len() as i64).collect();
    found.sort_by(|x, y| order(&row[*x as usize], &row[*y as usize]));
    found
}

fallible! {
    /// `numpy.sort(a, axis)`
    fn sort / try_sort [T: Element](a: &Array<T>, axis: i64) -> Array<T> {
        along(a, axis, |row| {
            row.sort_by(order);
            row.to_vec()
        })
    }

    /// `a.sort(axis)`
    fn sort_inside / try_sort_inside [T: Element](a: &Array<T>, axis: i64) -> () {
        super::index::store(a, &try_sort(a, axis)?)
    }

    /// `numpy.argsort(a, axis)`: equal numbers stay in their order
    fn argsort / try_argsort [T: Element](a: &Array<T>, axis: i64) -> Array<i64> {
        along(a, axis, |row| places(row))
    }

    /// `numpy.partition(a, place)`: sorted altogether, which is one of the orders that are asked for
    fn partition / try_partition [T: Element](a: &Array<T>, place: i64, axis: i64) -> Array<T> {
        inside(place, a, axis)?;
        try_sort(a, axis)
    }

    /// `numpy.argpartition(a, place)`
    fn argpartition / try_argpartition [T: Element](a: &Array<T>, place: i64, axis: i64) -> Array<i64> {
        let at = inside(place, a, axis)?;
        along(a, axis, |row| {
            let mut found: Vec<i64> = (0..row.len() as i64).collect();
            if at < found.len() {
                found.select_nth_unstable_by(at, |x, y| order(&row[*x as usize], &row[*y as usize]));
            }
            found
        })
    }

    /// `numpy.median(a)` of floats
    fn median_along / try_median_along [](a: &Array<f64>, axis: i64, keep: bool) -> Array<f64> {
        quantile(a, axis, 0.5, keep, true)
    }

    /// `numpy.quantile(a, q, axis)`
    fn quantile_along / try_quantile_along [](a: &Array<f64>, q: f64, axis: i64, keep: bool) -> Array<f64> {
        if !(0.0..=1.0).contains(&q) {
            return Err(value_error("Quantiles must be in the range [0, 1]"));
        }
        quantile(a, axis, q, keep, false)
    }

    /// `numpy.bincount(a)`
    fn bincount / try_bincount [](a: &Array<i64>, least: impl Integer) -> Array<i64> {
        let mut made = vec![0; least.clamp_i64().max(0) as usize];
        for x in a.to_vec() {
            let x = usize::try_from(x).map_err(|_| value_error("'list' argument must have no negative elements"))?;
            if x >= made.len() {
                made.resize(x + 1, 0);
            }
            made[x] += 1;
        }
        Ok(Array::of_vec(made))
    }
}

/// A place of a partition that may count from the end.
fn inside<T: Element>(place: i64, a: &Array<T>, axis: i64) -> Result<usize> {
    let size = a.shape[axis_of(axis, a.shape.len())?] as i64;
    let at = if place < 0 { place + size } else { place };
    if (0..size).contains(&at) {
        Ok(at as usize)
    } else {
        Err(value_error(format!("kth(={place}) out of bounds ({size})")))
    }
}

fn quantile(a: &Array<f64>, axis: i64, q: f64, keep: bool, median: bool) -> Result<Array<f64>> {
    let place = axis_of(axis, a.shape.len())?;
    let size = a.shape[place];
    let made = along(a, axis, |row| {
        row.sort_by(order);
        let n = row.len();
        let found = if row.last().is_none_or(|x| x.is_nan()) {
            f64::NAN
        } else if median {
            if n % 2 == 1 { row[n / 2] } else { f64::midpoint(row[n / 2 - 1], row[n / 2]) }
        } else {
            let at = q * (n - 1) as f64;
            let (low, part) = (at.floor(), at - at.floor());
            let (x, y) = (row[low as usize], row[(low as usize + 1).min(n - 1)]);
            let apart = y - x;
            if part >= 0.5 { y - apart * (1.0 - part) } else { x + apart * part }
        };
        let mut all = vec![0.0; n];
        all[0] = found;
        all
    })?;
    let first = made.view(made.at, made.shape.with(place, size.min(1)), made.strides);
    if keep { Ok(super::copy(&first)) } else { super::try_squeeze(&first, axis) }
}

/// `numpy.median(a)` of all numbers
pub fn median(a: &Array<f64>) -> f64 {
    super::only(&super::sum_along(&median_along(&super::ravel(a), 0, true), 0, false))
}

/// `numpy.quantile(a, q)` of all numbers
pub fn quantile_of(a: &Array<f64>, q: f64) -> f64 {
    super::only(&super::sum_along(&quantile_along(&super::ravel(a), q, 0, true), 0, false))
}

/// `numpy.unique(a)`
pub fn unique<T: Element>(a: &Array<T>) -> Array<T> {
    let mut numbers = a.to_vec();
    numbers.sort_by(order);
    numbers.dedup_by(|x, y| order(x, y) == Ordering::Equal);
    Array::of_vec(numbers)
}

/// `numpy.unique(a, return_counts=True)`
pub fn unique_counts<T: Element>(a: &Array<T>) -> (Array<T>, Array<i64>) {
    let (found, _, counts) = unique_all(a);
    (found, counts)
}

/// `numpy.unique(a, return_inverse=True)`
pub fn unique_inverse<T: Element>(a: &Array<T>) -> (Array<T>, Array<i64>) {
    let (found, inverse, _) = unique_all(a);
    (found, inverse)
}

/// `numpy.unique(a, return_index=True)`
pub fn unique_index<T: Element>(a: &Array<T>) -> (Array<T>, Array<i64>) {
    let numbers = a.to_vec();
    let mut at = places(&numbers);
    at.dedup_by(|x, y| order(&numbers[*x as usize], &numbers[*y as usize]) == Ordering::Equal);
    (Array::of_vec(at.iter().map(|i| numbers[*i as usize]).collect()), Array::of_vec(at))
}

fn unique_all<T: Element>(a: &Array<T>) -> (Array<T>, Array<i64>, Array<i64>) {
    let numbers = a.to_vec();
    let (mut found, mut inverse, mut counts): (Vec<T>, Vec<i64>, Vec<i64>) =
        (Vec::new(), vec![0; numbers.len()], Vec::new());
    for i in places(&numbers) {
        let x = numbers[i as usize];
        if found.last().is_none_or(|last| order(last, &x) != Ordering::Equal) {
            found.push(x);
            counts.push(0);
        }
        inverse[i as usize] = found.len() as i64 - 1;
        counts[found.len() - 1] += 1;
    }
    (Array::of_vec(found), Array::new(inverse, a.shape), Array::of_vec(counts))
}

/// Where a number belongs among sorted ones: before its equals, or behind them.
pub fn place_of<T: Element>(a: &Array<T>, x: T, right: bool) -> i64 {
    let numbers = a.to_vec();
    numbers.partition_point(|y| match order(y, &x) {
        Ordering::Less => true,
        Ordering::Equal => right,
        Ordering::Greater => false,
    }) as i64
}

/// `numpy.searchsorted(a, b, side)`
pub fn searchsorted<T: Element>(a: &Array<T>, b: &Array<T>, right: bool) -> Array<i64> {
    let sorted = a.packed();
    super::functions::turned(b, |x| place_of(&sorted, x, right))
}

/// `numpy.digitize(a, bins)`
pub fn digitize<T: Element>(a: &Array<T>, bins: &Array<T>) -> Array<i64> {
    searchsorted(bins, a, true)
}

/// `numpy.isin(a, b)`
pub fn isin<T: Element>(a: &Array<T>, b: &Array<T>) -> Array<bool> {
    let known = unique(b);
    super::functions::turned(a, |x| {
        let at = place_of(&known, x, false) as usize;
        at < known.count() && super::get(&known, at as i64) == x
    })
}

/// `numpy.histogram(a, bins)` of floats: counts and edges
pub fn histogram(
    a: &Array<f64>,
    bins: impl Integer,
    range: Option<(f64, f64)>,
) -> (Array<i64>, Array<f64>) {
    let numbers = a.to_vec();
    let bins = bins.clamp_i64().max(1);
    let (mut low, mut high) = range.unwrap_or_else(|| {
        if numbers.is_empty() {
            return (0.0, 1.0);
        }
        (
            numbers.iter().copied().fold(f64::INFINITY, f64::min),
            numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        )
    });
    if low == high {
        (low, high) = (low - 0.5, high + 0.5);
    }
    let edges = super::linspace(low, high, bins + 1, true);
    let all = edges.to_vec();
    let mut counts = vec![0; bins as usize];
    for x in numbers.into_iter().filter(|x| (low..=high).contains(x)) {
        let mut i = ((x - low) / (high - low) * bins as f64) as usize;
        i = i.min(bins as usize - 1);
        if x < all[i] {
            i -= 1;
        } else if i + 1 < bins as usize && x >= all[i + 1] {
            i += 1;
        }
        counts[i] += 1;
    }
    (Array::of_vec(counts), edges)
}
