//! `datetime.time`

use std::cmp::Ordering;
use std::fmt::{self, Formatter};

use super::{Fields, text};
use crate::exception::{Result, value_error};
use crate::integer::Integer;
use crate::key::Key;
use crate::show::{Repr, to_repr};
use crate::slice::Bound;

/// A time of day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Time {
    pub(super) hour: i64,
    pub(super) minute: i64,
    pub(super) second: i64,
    pub(super) micro: i64,
}

/// Checks the parts of a time as the constructors do.
pub(super) fn check(hour: i64, minute: i64, second: i64, micro: i64) -> Result<()> {
    let parts = [
        ("hour", hour, 23),
        ("minute", minute, 59),
        ("second", second, 59),
        ("microsecond", micro, 999_999),
    ];
    for (name, value, most) in parts {
        if !(0..=most).contains(&value) {
            return Err(value_error(format!("{name} must be in 0..{most}")));
        }
    }
    Ok(())
}

impl Time {
    /// The parts as one number.
    fn micros(&self) -> i64 {
        ((self.hour * 60 + self.minute) * 60 + self.second) * 1_000_000 + self.micro
    }

    pub(super) fn to_text(self) -> String {
        isoformat(&self)
    }

    pub(super) fn fields(&self) -> Fields {
        let Self { hour, minute, second, micro } = *self;
        Fields { year: 1900, month: 1, day: 1, hour, minute, second, micro, ..Fields::default() }
    }
}

impl Ord for Time {
    fn cmp(&self, other: &Self) -> Ordering {
        self.micros().cmp(&other.micros())
    }
}

impl PartialOrd for Time {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fallible! {
    /// `time(hour, minute, second, microsecond)`
    fn new / try_new [](hour: impl Integer, minute: impl Integer, second: impl Integer, micro: impl Integer) -> Time {
        let (hour, minute) = (hour.clamp_i64(), minute.clamp_i64());
        let (second, micro) = (second.clamp_i64(), micro.clamp_i64());
        check(hour, minute, second, micro)?;
        Ok(Time { hour, minute, second, micro })
    }

    /// `time.fromisoformat(text)`
    fn fromisoformat / try_fromisoformat [](text: &str) -> Time {
        let wrong = || value_error(format!("Invalid isoformat string: {}", to_repr(text)));
        let (hour, minute, second, micro, offset) = super::read::iso_time(text).ok_or_else(wrong)?;
        if offset.is_some() {
            return Err(wrong());
        }
        try_new(hour, minute, second, micro)
    }

    /// `self.replace(hour, minute, second, microsecond)`
    fn replace / try_replace [](time: &Time, hour: impl Bound, minute: impl Bound, second: impl Bound, micro: impl Bound) -> Time {
        try_new(
            hour.bound().unwrap_or(time.hour),
            minute.bound().unwrap_or(time.minute),
            second.bound().unwrap_or(time.second),
            micro.bound().unwrap_or(time.micro),
        )
    }
}

/// `self.hour`
pub fn hour(time: &Time) -> i64 {
    time.hour
}

/// `self.minute`
pub fn minute(time: &Time) -> i64 {
    time.minute
}

/// `self.second`
pub fn second(time: &Time) -> i64 {
    time.second
}

/// `self.microsecond`
pub fn microsecond(time: &Time) -> i64 {
    time.micro
}

/// `self.isoformat()`
pub fn isoformat(time: &Time) -> String {
    super::text::clock(&time.fields(), "auto")
}

/// `format(self, pattern)`
pub fn format(time: &Time, pattern: &str) -> String {
    time.formatted(pattern)
}

/// `self.strftime(pattern)`
pub fn strftime(time: &Time, pattern: &str) -> String {
    text::strftime(&time.fields(), pattern)
}

/// `time.min`
pub fn min() -> Time {
    Time::default()
}

/// `time.max`
pub fn max() -> Time {
    Time { hour: 23, minute: 59, second: 59, micro: 999_999 }
}

impl Repr for Time {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "datetime.time({}, {}", self.hour, self.minute)?;
        if self.second != 0 || self.micro != 0 {
            write!(f, ", {}", self.second)?;
        }
        if self.micro != 0 {
            write!(f, ", {}", self.micro)?;
        }
        f.write_str(")")
    }
}

impl Key for Time {
    fn __hash__(&self) -> i64 {
        let micro = self.micro;
        let bytes = [self.hour, self.minute, self.second, micro >> 16, micro >> 8, micro];
        crate::key::sip(&bytes.map(|part| part as u8))
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}
