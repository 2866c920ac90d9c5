//! `bisect`

use std::borrow::Borrow;

use crate::integer::Integer;
use crate::slice::Bound;

/// `bisect_right(items, item)`
pub fn right<T: Borrow<Q>, Q: PartialOrd + ?Sized>(items: &[T], item: &Q) -> i64 {
    let before =
        |other: &T| !matches!(item.partial_cmp(other.borrow()), Some(std::cmp::Ordering::Less));
    items.partition_point(before) as i64
}

/// `bisect_left(items, item)`
pub fn left<T: Borrow<Q>, Q: PartialOrd + ?Sized>(items: &[T], item: &Q) -> i64 {
    items.partition_point(|other| other.borrow() < item) as i64
}

fn window<T>(items: &[T], low: impl Integer, high: impl Bound) -> (&[T], i64) {
    let low = usize::try_from(low.clamp_i64()).unwrap_or(0).min(items.len());
    let high = high
        .bound()
        .map_or(items.len(), |high| usize::try_from(high).unwrap_or(0).min(items.len()));
    (&items[low..high.max(low)], low as i64)
}

/// `bisect_right(items, item, lo, hi)`
pub fn right_in<T: Borrow<Q>, Q: PartialOrd + ?Sized>(
    items: &[T],
    item: &Q,
    low: impl Integer,
    high: impl Bound,
) -> i64 {
    let (items, low) = window(items, low, high);
    right(items, item) + low
}

/// `bisect_left(items, item, lo, hi)`
pub fn left_in<T: Borrow<Q>, Q: PartialOrd + ?Sized>(
    items: &[T],
    item: &Q,
    low: impl Integer,
    high: impl Bound,
) -> i64 {
    let (items, low) = window(items, low, high);
    left(items, item) + low
}

/// `insort_right(items, item)`
pub fn insort_right<T: PartialOrd>(items: &mut Vec<T>, item: T) {
    let place = right(items, &item) as usize;
    items.insert(place, item);
}

/// `insort_left(items, item)`
pub fn insort_left<T: PartialOrd>(items: &mut Vec<T>, item: T) {
    let place = left(items, &item) as usize;
    items.insert(place, item);
}

/// `insort_right(items, item, lo, hi)`
pub fn insort_right_in<T: PartialOrd>(
    items: &mut Vec<T>,
    item: T,
    lo: impl Integer,
    hi: impl Bound,
) {
    let place = right_in(items, &item, lo, hi) as usize;
    items.insert(place, item);
}

/// `insort_left(items, item, lo, hi)`
pub fn insort_left_in<T: PartialOrd>(
    items: &mut Vec<T>,
    item: T,
    lo: impl Integer,
    hi: impl Bound,
) {
    let place = left_in(items, &item, lo, hi) as usize;
    items.insert(place, item);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_both_ends_of_equals() {
        let items = [1i64, 2, 2, 3];
        assert_eq!((left(&items, &2), right(&items, &2)), (1, 3));
        assert_eq!(left_in(&items, &2, 2, ()), 2);
    }
}
