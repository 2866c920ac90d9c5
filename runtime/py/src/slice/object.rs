//! `slice` objects: what `a[i:j:k]` hands to a `__getitem__` of the program.

use std::fmt::{self, Formatter};

use crate::exception::value_error;
use crate::integer::Integer;
use crate::show::{Repr, Str};

use super::Bound;

/// `slice(start, stop, step)`
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Slice {
    start: Option<i64>,
    stop: Option<i64>,
    step: Option<i64>,
}

/// `slice(start, stop, step)`
pub fn of_bounds(start: impl Bound, stop: impl Bound, step: impl Bound) -> Slice {
    Slice { start: start.bound(), stop: stop.bound(), step: step.bound() }
}

/// `slice(stop)`
pub fn up_to(stop: impl Bound) -> Slice {
    of_bounds((), stop, ())
}

/// `slice(start, stop)`
pub fn between(start: impl Bound, stop: impl Bound) -> Slice {
    of_bounds(start, stop, ())
}

/// `self.start`
pub fn start(slice: Slice) -> Option<i64> {
    slice.start
}

/// `self.stop`
pub fn stop(slice: Slice) -> Option<i64> {
    slice.stop
}

/// `self.step`
pub fn step(slice: Slice) -> Option<i64> {
    slice.step
}

/// The step, which is 1 where it is left out.
pub fn stride(slice: Slice) -> i64 {
    slice.step.unwrap_or(1)
}

fallible! {
    /// `self.indices(length)`
    fn indices / try_indices [](slice: Slice, length: impl Integer) -> (i64, i64, i64) {
        let length = length.clamp_i64();
        if length < 0 {
            return Err(value_error("length should not be negative"));
        }
        let step = stride(slice);
        if step == 0 {
            return Err(value_error("slice step cannot be zero"));
        }
        let (low, high) = if step > 0 { (0, length) } else { (-1, length - 1) };
        let end = |index: Option<i64>, otherwise: i64| match index {
            None => otherwise,
            Some(index) if index < 0 => index.saturating_add(length).max(low),
            Some(index) => index.min(high),
        };
        let (first, last) = if step > 0 { (low, high) } else { (high, low) };
        Ok((end(slice.start, first), end(slice.stop, last), step))
    }
}

impl Repr for Slice {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("slice(")?;
        for (end, after) in [(self.start, ", "), (self.stop, ", "), (self.step, ")")] {
            match end {
                Some(end) => write!(f, "{end}{after}")?,
                None => write!(f, "None{after}")?,
            }
        }
        Ok(())
    }
}

impl Str for Slice {
    fn fmt_str(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.fmt_repr(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indices_are_within_the_length() {
        assert_eq!(indices(of_bounds(-3, (), ()), 5), (2, 5, 1));
        assert_eq!(indices(of_bounds((), (), -1), 5), (4, -1, -1));
        assert!(try_indices(of_bounds((), (), 0), 5).is_err());
    }
}
