//! `range` as a value and as a loop.

use std::fmt::{self, Formatter};

use crate::exception::{index_error, value_error};
use crate::integer::Integer;
use crate::show::{Repr, same_str};
use crate::slice::{Bound, places};

/// A range of integers; iterating does not use it up when it is borrowed.
#[derive(Clone, Copy)]
pub struct Range {
    start: i64,
    stop: i64,
    step: i64,
}

fallible! {
    /// `range(start, stop, step)`
    fn new / try_new [](start: impl Integer, stop: impl Integer, step: impl Integer) -> Range {
        let step = step.clamp_i64();
        if step == 0 {
            return Err(value_error("range() arg 3 must not be zero"));
        }
        Ok(Range { start: start.clamp_i64(), stop: stop.clamp_i64(), step })
    }

    /// `self[index]`
    fn index / try_index [](range: Range, index: impl Integer) -> i64 {
        crate::list::place(index.clamp_i64(), range.len())
            .map(|place| range.at(place))
            .ok_or_else(|| index_error("range object index out of range"))
    }

    /// `self.index(value)`
    fn find / try_find [](range: Range, value: impl Integer) -> i64 {
        if contains(range, value.clone()) {
            Ok((value.clamp_i64() - range.start) / range.step)
        } else {
            Err(value_error(format!("{value} is not in range")))
        }
    }

    /// `self[start:stop:step]`
    fn slice / try_slice [](range: Range, start: impl Bound, stop: impl Bound, step: impl Integer) -> Range {
        let step = step.clamp_i64();
        let places = places(start.bound(), stop.bound(), step, range.len())?;
        let count = places.len() as i64;
        let first = places.clone().next().map_or(range.start, |place| range.at(place));
        let step = range.step * step;
        Ok(Range { start: first, stop: first + count * step, step })
    }
}

impl Range {
    /// `len(self)`
    pub fn len(&self) -> usize {
        let distance = if self.step > 0 {
            i128::from(self.stop) - i128::from(self.start)
        } else {
            i128::from(self.start) - i128::from(self.stop)
        };
        if distance <= 0 {
            return 0;
        }
        ((distance - 1) / i128::from(self.step.unsigned_abs()) + 1) as usize
    }

    /// `not self`
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn at(&self, place: usize) -> i64 {
        self.start + place as i64 * self.step
    }
}

/// `self[start:stop]`
pub fn part(range: Range, start: impl Bound, stop: impl Bound) -> Range {
    slice(range, start, stop, 1_i64)
}

/// `self.count(value)`
pub fn count(range: Range, value: impl Integer) -> i64 {
    i64::from(contains(range, value))
}

impl IntoIterator for Range {
    type Item = i64;
    type IntoIter = RangeIter;

    fn into_iter(self) -> RangeIter {
        RangeIter { next: self.start, step: self.step, left: self.len() }
    }
}

/// The integers of a range.
#[derive(Clone)]
pub struct RangeIter {
    next: i64,
    step: i64,
    left: usize,
}

impl Iterator for RangeIter {
    type Item = i64;

    #[inline]
    fn next(&mut self) -> Option<i64> {
        self.left = self.left.checked_sub(1)?;
        let value = self.next;
        self.next = value.wrapping_add(self.step);
        Some(value)
    }

    #[inline]
    fn nth(&mut self, places: usize) -> Option<i64> {
        let places = places.min(self.left);
        self.next = self.next.wrapping_add((places as i64).wrapping_mul(self.step));
        self.left -= places;
        self.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for RangeIter {}

impl DoubleEndedIterator for RangeIter {
    fn next_back(&mut self) -> Option<i64> {
        self.left = self.left.checked_sub(1)?;
        Some(self.next + self.left as i64 * self.step)
    }
}

/// `value in self`
pub fn contains(range: Range, value: impl Integer) -> bool {
    let Some(value) = value.to_i64() else { return false };
    let inside = if range.step > 0 {
        range.start <= value && value < range.stop
    } else {
        range.stop < value && value <= range.start
    };
    inside && (i128::from(value) - i128::from(range.start)) % i128::from(range.step) == 0
}

/// `len(self)`
pub fn len(range: Range) -> i64 {
    range.len() as i64
}

/// `iter(self)`
pub fn iter<N: Integer>(
    range: Range,
) -> impl DoubleEndedIterator<Item = N> + ExactSizeIterator + Clone {
    range.into_iter().map(N::from_i64)
}

/// `self.start`
pub fn start(range: Range) -> i64 {
    range.start
}

/// `self.stop`
pub fn stop(range: Range) -> i64 {
    range.stop
}

/// `self.step`
pub fn step(range: Range) -> i64 {
    range.step
}

impl PartialEq for Range {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len()
            && (self.is_empty()
                || self.start == other.start && (self.len() == 1 || self.step == other.step))
    }
}

impl Repr for Range {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "range({}, {}", self.start, self.stop)?;
        if self.step != 1 {
            write!(f, ", {}", self.step)?;
        }
        f.write_str(")")
    }
}

same_str! { [] Range; }

/// `for i in range(start, stop, step)`
#[track_caller]
pub fn range<N: Integer>(
    start: N,
    stop: N,
    step: N,
) -> impl DoubleEndedIterator<Item = N> + ExactSizeIterator {
    iter(new(start, stop, step))
}

/// `range(stop)`
pub fn to(stop: impl Integer) -> Range {
    Range { start: 0, stop: stop.clamp_i64(), step: 1 }
}

/// `range(start, stop)`
pub fn between(start: impl Integer, stop: impl Integer) -> Range {
    Range { start: start.clamp_i64(), stop: stop.clamp_i64(), step: 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walks_both_ways() {
        let range = new(10, 0, -3);
        assert!(range.into_iter().eq([10, 7, 4, 1]));
        assert!(range.into_iter().rev().eq([1, 4, 7, 10]));
        assert!(contains(range, 4) && !contains(range, 5));
        assert_eq!(index(range, -1), 1);
        assert!(slice(range, 1, (), 2).into_iter().eq([7, 1]));
    }
}
