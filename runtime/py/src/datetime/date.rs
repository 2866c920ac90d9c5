//! `datetime.date`

use std::fmt::{self, Formatter};

use super::civil::{self, Fields};
use super::{TimeDelta, text};
use crate::exception::{Exception, Result, overflow_error, value_error};
use crate::integer::Integer;
use crate::key::Key;
use crate::show::{Repr, to_repr};
use crate::slice::Bound;

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    pub(super) year: i64,
    pub(super) month: i64,
    pub(super) day: i64,
}

/// Checks year, month and day as the constructors do.
pub(super) fn check(year: i64, month: i64, day: i64) -> Result<()> {
    if !(1..=9999).contains(&year) {
        return Err(value_error(format!("year {year} is out of range")));
    }
    if !(1..=12).contains(&month) {
        return Err(value_error("month must be in 1..12"));
    }
    if !(1..=civil::days_in_month(year, month)).contains(&day) {
        return Err(value_error("day is out of range for month"));
    }
    Ok(())
}

pub(super) fn out_of_range() -> Exception {
    overflow_error("date value out of range")
}

impl Date {
    pub(super) fn of_ordinal(ordinal: i64) -> Result<Self> {
        if !(1..=3_652_059).contains(&ordinal) {
            return Err(out_of_range());
        }
        let (year, month, day) = civil::of_ordinal(ordinal);
        Ok(Self { year, month, day })
    }

    pub(super) fn ordinal(&self) -> i64 {
        civil::ordinal(self.year, self.month, self.day)
    }

    pub(super) fn to_text(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    pub(super) fn fields(&self) -> Fields {
        Fields { year: self.year, month: self.month, day: self.day, ..Fields::default() }
    }
}

fallible! {
    /// `date(year, month, day)`
    fn new / try_new [](year: impl Integer, month: impl Integer, day: impl Integer) -> Date {
        let (year, month, day) = (year.clamp_i64(), month.clamp_i64(), day.clamp_i64());
        check(year, month, day)?;
        Ok(Date { year, month, day })
    }

    /// `date.fromordinal(n)`
    fn fromordinal / try_fromordinal [](n: impl Integer) -> Date {
        let n = n.clamp_i64();
        if n < 1 {
            return Err(value_error("ordinal must be >= 1"));
        }
        Date::of_ordinal(n)
    }

    /// `date.fromisoformat(text)`
    fn fromisoformat / try_fromisoformat [](text: &str) -> Date {
        let parse = || {
            let digits = text.replace('-', "");
            let dashes = text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
            if digits.len() != 8 || !digits.bytes().all(|b| b.is_ascii_digit()) || !(dashes || text.len() == 8) {
                return None;
            }
            Some((digits[..4].parse().ok()?, digits[4..6].parse().ok()?, digits[6..].parse().ok()?))
        };
        let (year, month, day): (i64, i64, i64) =
            parse().ok_or_else(|| value_error(format!("Invalid isoformat string: {}", to_repr(text))))?;
        try_new(year, month, day)
    }

    /// `date.fromisocalendar(year, week, day)`
    fn fromisocalendar / try_fromisocalendar [](year: impl Integer, week: impl Integer, day: impl Integer) -> Date {
        let (year, week, day) = (year.clamp_i64(), week.clamp_i64(), day.clamp_i64());
        let fourth = civil::ordinal(year, 1, 4);
        let first = fourth - civil::weekday(fourth);
        let last = civil::iso_calendar(civil::ordinal(year, 12, 28)).1;
        if !(1..=last).contains(&week) {
            return Err(value_error(format!("Invalid week: {week}")));
        }
        if !(1..=7).contains(&day) {
            return Err(value_error(format!("Invalid weekday: {day} (range is [1, 7])")));
        }
        Date::of_ordinal(first + (week - 1) * 7 + day - 1)
    }

    /// `self.replace(year, month, day)`
    fn replace / try_replace [](date: &Date, year: impl Bound, month: impl Bound, day: impl Bound) -> Date {
        try_new(year.bound().unwrap_or(date.year), month.bound().unwrap_or(date.month), day.bound().unwrap_or(date.day))
    }

    /// `self + delta`
    fn add / try_add [](date: &Date, delta: &TimeDelta) -> Date {
        Date::of_ordinal(date.ordinal() + super::delta::day_part(delta))
    }

    /// `self - delta`
    fn sub / try_sub [](date: &Date, delta: &TimeDelta) -> Date {
        Date::of_ordinal(date.ordinal() + super::delta::day_part(&super::delta::neg(delta)))
    }
}

/// `date.today()`
pub fn today() -> Date {
    let now = super::zone::local_now();
    Date { year: now.year, month: now.month, day: now.day }
}

/// `date.fromtimestamp(seconds)`
pub fn fromtimestamp(seconds: f64) -> Date {
    let fields = super::zone::local(seconds.floor() as i64);
    Date { year: fields.year, month: fields.month, day: fields.day }
}

/// `MINYEAR`
pub fn first_year() -> i64 {
    1
}

/// `MAXYEAR`
pub fn last_year() -> i64 {
    9999
}

/// `date.min`
pub fn min() -> Date {
    Date { year: 1, month: 1, day: 1 }
}

/// `date.max`
pub fn max() -> Date {
    Date { year: 9999, month: 12, day: 31 }
}

/// `a - b`
pub fn between(a: &Date, b: &Date) -> TimeDelta {
    super::delta::days(a.ordinal() - b.ordinal())
}

/// `self.year`
pub fn year(date: &Date) -> i64 {
    date.year
}

/// `self.month`
pub fn month(date: &Date) -> i64 {
    date.month
}

/// `self.day`
pub fn day(date: &Date) -> i64 {
    date.day
}

/// `self.weekday()`
pub fn weekday(date: &Date) -> i64 {
    civil::weekday(date.ordinal())
}

/// `self.isoweekday()`
pub fn isoweekday(date: &Date) -> i64 {
    weekday(date) + 1
}

/// `self.isocalendar()`
pub fn isocalendar(date: &Date) -> (i64, i64, i64) {
    civil::iso_calendar(date.ordinal())
}

/// `self.toordinal()`
pub fn toordinal(date: &Date) -> i64 {
    date.ordinal()
}

/// `self.isoformat()`
pub fn isoformat(date: &Date) -> String {
    date.to_text()
}

/// `format(self, pattern)`
pub fn format(date: &Date, pattern: &str) -> String {
    date.formatted(pattern)
}

/// `self.strftime(pattern)`
pub fn strftime(date: &Date, pattern: &str) -> String {
    text::strftime(&date.fields(), pattern)
}

/// `self.ctime()`
pub fn ctime(date: &Date) -> String {
    text::strftime(&date.fields(), "%a %b %e %H:%M:%S %Y")
}

/// `self.timetuple()`
pub fn timetuple(date: &Date) -> Fields {
    date.fields()
}

impl Repr for Date {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "datetime.date({}, {}, {})", self.year, self.month, self.day)
    }
}

impl Key for Date {
    fn __hash__(&self) -> i64 {
        let bytes = [(self.year >> 8) as u8, self.year as u8, self.month as u8, self.day as u8];
        crate::key::sip(&bytes)
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}
