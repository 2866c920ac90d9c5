//! `bisect`

use std::borrow::Borrow;

use crate::exception::{Result, index_error, value_error};
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

/// The interpreter's own search between two places, which may lie behind the items.
fn search<T>(
    items: &[T],
    low: impl Integer,
    high: impl Bound,
    before: impl Fn(&T) -> bool,
) -> Result<i64> {
    let mut low = low.clamp_i64();
    if low < 0 {
        return Err(value_error("lo must be non-negative"));
    }
    let mut high = high.bound().unwrap_or(items.len() as i64);
    while low < high {
        let middle = low + (high - low) / 2;
        let item =
            items.get(middle as usize).ok_or_else(|| index_error("list index out of range"))?;
        if before(item) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

fallible! {
    /// `bisect_right(items, item, lo, hi)`
    fn right_in / try_right_in [T: Borrow<Q>, Q: PartialOrd + ?Sized](items: &[T], item: &Q, low: impl Integer, high: impl Bound) -> i64 {
        search(items, low, high, |other| !matches!(item.partial_cmp(other.borrow()), Some(std::cmp::Ordering::Less)))
    }

    /// `bisect_left(items, item, lo, hi)`
    fn left_in / try_left_in [T: Borrow<Q>, Q: PartialOrd + ?Sized](items: &[T], item: &Q, low: impl Integer, high: impl Bound) -> i64 {
        search(items, low, high, |other| other.borrow() < item)
    }

    /// `insort_right(items, item, lo, hi)`
    fn insort_right_in / try_insort_right_in [T: PartialOrd](items: &mut Vec<T>, item: T, low: impl Integer, high: impl Bound) -> () {
        let place = try_right_in(items, &item, low, high)?;
        crate::list::insert(items, place, item);
        Ok(())
    }

    /// `insort_left(items, item, lo, hi)`
    fn insort_left_in / try_insort_left_in [T: PartialOrd](items: &mut Vec<T>, item: T, low: impl Integer, high: impl Bound) -> () {
        let place = try_left_in(items, &item, low, high)?;
        crate::list::insert(items, place, item);
        Ok(())
    }
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
