//! Slices: `a[i:j]` and `a[i:j:k]` of lists, read, assigned and deleted. A bound that is left out is `()`.

use crate::exception::{Result, value_error};
use crate::int::Int;
use crate::integer::Integer;

mod object;

pub use object::*;

/// A bound of a slice: an integer, or `()` or `None` where it is left out.
pub trait Bound {
    /// The bound as a position, if there is one.
    fn bound(self) -> Option<i64>;
}

impl Bound for () {
    fn bound(self) -> Option<i64> {
        None
    }
}

impl Bound for i64 {
    fn bound(self) -> Option<i64> {
        Some(self)
    }
}

impl Bound for Int {
    fn bound(self) -> Option<i64> {
        Some(self.clamp_i64())
    }
}

impl<B: Bound> Bound for Option<B> {
    fn bound(self) -> Option<i64> {
        self.and_then(Bound::bound)
    }
}

impl Bound for crate::any::Any {
    fn bound(self) -> Option<i64> {
        match self.as_int() {
            Some(value) => Some(value.clamp_i64()),
            None if matches!(self, Self::None) => None,
            None => crate::exception::type_error(
                "slice indices must be integers or None or have an __index__ method",
            )
            .unwind(),
        }
    }
}

/// The two ends of `[start:stop]` in a sequence of `length`.
pub(crate) fn clamp(start: i64, stop: i64, length: usize) -> (usize, usize) {
    let end = |index: i64| {
        let index = if index < 0 { index.saturating_add(length as i64).max(0) } else { index };
        (index as usize).min(length)
    };
    let (start, stop) = (end(start), end(stop));
    (start, stop.max(start))
}

/// The two ends of `[start:stop]`.
pub(crate) fn bounds(start: impl Bound, stop: impl Bound, length: usize) -> (usize, usize) {
    clamp(start.bound().unwrap_or(0), stop.bound().unwrap_or(i64::MAX), length)
}

/// The places that `[start:stop:step]` selects, in order.
pub(crate) fn places(
    start: Option<i64>,
    stop: Option<i64>,
    step: i64,
    length: usize,
) -> Result<impl ExactSizeIterator<Item = usize> + DoubleEndedIterator + Clone> {
    if step == 0 {
        return Err(value_error("slice step cannot be zero"));
    }
    let length = length as i64;
    let (low, high) = if step > 0 { (0, length) } else { (-1, length - 1) };
    let end = |index: Option<i64>, otherwise: i64| match index {
        None => otherwise,
        Some(index) if index < 0 => index.saturating_add(length).max(low),
        Some(index) => index.min(high),
    };
    let (start, stop) = if step > 0 {
        (end(start, low), end(stop, high))
    } else {
        (end(start, high), end(stop, low))
    };
    let distance = if step > 0 { stop - start } else { start - stop };
    let count = if distance <= 0 { 0 } else { (distance - 1) / step.saturating_abs() + 1 };
    Ok((0..count as usize).map(move |i| (start + i as i64 * step) as usize))
}

/// `self[start:stop]`
pub fn slice<T: Clone>(list: &[T], start: impl Bound, stop: impl Bound) -> Vec<T> {
    let (start, stop) = bounds(start, stop, list.len());
    list[start..stop].to_vec()
}

fallible! {
    /// `self[start:stop:step]`
    fn slice_step / try_slice_step [T: Clone](list: &[T], start: impl Bound, stop: impl Bound, step: impl Integer) -> Vec<T> {
        Ok(places(start.bound(), stop.bound(), step.clamp_i64(), list.len())?.map(|place| list[place].clone()).collect())
    }

    /// `self[start:stop:step] = items`
    fn set_slice_step / try_set_slice_step [T](list: &mut Vec<T>, start: impl Bound, stop: impl Bound, step: impl Integer, items: impl IntoIterator<Item = T>) -> () {
        if step.to_i64() == Some(1) {
            set_slice(list, start, stop, items);
            return Ok(());
        }
        let items: Vec<T> = items.into_iter().collect();
        let places = places(start.bound(), stop.bound(), step.clamp_i64(), list.len())?;
        if places.len() != items.len() {
            return Err(value_error(format!(
                "attempt to assign sequence of size {} to extended slice of size {}",
                items.len(),
                places.len()
            )));
        }
        for (place, item) in places.zip(items) {
            list[place] = item;
        }
        Ok(())
    }

    /// `del self[start:stop:step]`
    fn delete_slice_step / try_delete_slice_step [T](list: &mut Vec<T>, start: impl Bound, stop: impl Bound, step: impl Integer) -> () {
        let mut gone = vec![false; list.len()];
        for place in places(start.bound(), stop.bound(), step.clamp_i64(), list.len())? {
            gone[place] = true;
        }
        let mut gone = gone.into_iter();
        list.retain(|_| !gone.next().unwrap_or(false));
        Ok(())
    }
}

/// `self[start:stop] = items`
pub fn set_slice<T>(
    list: &mut Vec<T>,
    start: impl Bound,
    stop: impl Bound,
    items: impl IntoIterator<Item = T>,
) {
    let items: Vec<T> = items.into_iter().collect();
    let (start, stop) = bounds(start, stop, list.len());
    list.splice(start..stop, items);
}

/// `del self[start:stop]`
pub fn delete_slice<T>(list: &mut Vec<T>, start: impl Bound, stop: impl Bound) {
    let (start, stop) = bounds(start, stop, list.len());
    list.drain(start..stop);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_clamp_and_steps_go_both_ways() {
        let list = [0i64, 1, 2, 3, 4];
        assert_eq!(slice(&list, -3, ()), [2, 3, 4]);
        assert_eq!(slice(&list, 3, 1), []);
        assert_eq!(slice_step(&list, (), (), -2), [4, 2, 0]);
        assert_eq!(slice_step(&list, -100, 100, 3), [0, 3]);
        let mut list = list.to_vec();
        set_slice(&mut list, 1, 3, [9]);
        assert_eq!(list, [0, 9, 3, 4]);
        delete_slice_step(&mut list, (), (), 2);
        assert_eq!(list, [9, 4]);
    }
}
