//! `datetime.datetime`

// Its constructors take as many arguments as the original ones.
#![allow(clippy::too_many_arguments)]

use std::cmp::Ordering;
use std::fmt::{self, Formatter};

use super::civil::{self, Fields};
use super::{Date, Time, TimeDelta, TimeZone, date, read, text, zone};
use crate::exception::{Result, type_error, value_error};
use crate::integer::Integer;
use crate::key::Key;
use crate::show::{Repr, to_repr};
use crate::slice::Bound;

/// A day with a time, in a zone or in none.
#[derive(Clone, Debug)]
pub struct DateTime {
    date: Date,
    time: Time,
    zone: Option<TimeZone>,
}

impl DateTime {
    /// Microseconds since 1 January of the year 1, as the clock shows them.
    fn micros(&self) -> i128 {
        let Time { hour, minute, second, micro } = self.time;
        let seconds = self.date.ordinal() * 86_400 + (hour * 60 + minute) * 60 + second;
        i128::from(seconds) * 1_000_000 + i128::from(micro)
    }

    /// The same in UTC, where the zone is known.
    fn utc_micros(&self) -> i128 {
        let offset = self.zone.as_ref().map_or(0, |zone| zone.offset);
        self.micros() - i128::from(offset) * 1_000_000
    }

    fn of_micros(micros: i128, zone: Option<TimeZone>) -> Result<Self> {
        let day = micros.div_euclid(86_400_000_000);
        let rest = micros.rem_euclid(86_400_000_000) as i64;
        let date = Date::of_ordinal(i64::try_from(day).unwrap_or(-1))?;
        let seconds = rest / 1_000_000;
        let time = Time {
            hour: seconds / 3600,
            minute: seconds / 60 % 60,
            second: seconds % 60,
            micro: rest % 1_000_000,
        };
        Ok(Self { date, time, zone })
    }

    pub(super) fn of_fields(fields: &Fields, zone: Option<TimeZone>) -> Result<Self> {
        let Fields { year, month, day, hour, minute, second, micro, .. } = *fields;
        date::check(year, month, day)?;
        super::time::check(hour, minute, second, micro)?;
        Ok(Self {
            date: Date { year, month, day },
            time: Time { hour, minute, second, micro },
            zone,
        })
    }

    pub(super) fn to_text(&self) -> String {
        isoformat(self, " ", "auto")
    }

    pub(super) fn fields(&self) -> Fields {
        let Date { year, month, day } = self.date;
        let Time { hour, minute, second, micro } = self.time;
        let offset = self.zone.as_ref().map(|zone| zone.offset);
        let zone = self.zone.as_ref().map(TimeZone::to_text).unwrap_or_default();
        Fields { year, month, day, hour, minute, second, micro, offset, zone }
    }
}

fallible! {
    /// `datetime(year, month, day, hour, minute, second, microsecond)`
    fn new / try_new [](year: impl Integer, month: impl Integer, day: impl Integer, hour: impl Integer, minute: impl Integer, second: impl Integer, micro: impl Integer) -> DateTime {
        let fields = Fields {
            year: year.clamp_i64(),
            month: month.clamp_i64(),
            day: day.clamp_i64(),
            hour: hour.clamp_i64(),
            minute: minute.clamp_i64(),
            second: second.clamp_i64(),
            micro: micro.clamp_i64(),
            ..Fields::default()
        };
        DateTime::of_fields(&fields, None)
    }

    /// `datetime(…, tzinfo=zone)`
    fn new_in / try_new_in [](year: impl Integer, month: impl Integer, day: impl Integer, hour: impl Integer, minute: impl Integer, second: impl Integer, micro: impl Integer, zone: &TimeZone) -> DateTime {
        let moment = try_new(year, month, day, hour, minute, second, micro)?;
        Ok(DateTime { zone: Some(zone.clone()), ..moment })
    }

    /// `datetime.fromisoformat(text)`
    fn fromisoformat / try_fromisoformat [](text: &str) -> DateTime {
        let wrong = || value_error(format!("Invalid isoformat string: {}", to_repr(text)));
        let (day, clock) = text.split_at_checked(10).ok_or_else(wrong)?;
        let date = date::try_fromisoformat(day).map_err(|_| wrong())?;
        if clock.is_empty() {
            return Ok(DateTime { date, time: Time::default(), zone: None });
        }
        let mut clock = clock.chars();
        clock.next();
        let (hour, minute, second, micro, offset) = read::iso_time(clock.as_str()).ok_or_else(wrong)?;
        super::time::check(hour, minute, second, micro)?;
        Ok(DateTime { date, time: Time { hour, minute, second, micro }, zone: offset.map(TimeZone::of_offset) })
    }

    /// `datetime.strptime(text, pattern)`
    fn strptime / try_strptime [](text: &str, pattern: &str) -> DateTime {
        let fields = read::strptime(text, pattern)?;
        DateTime::of_fields(&fields, fields.offset.map(TimeZone::of_offset))
    }

    /// `datetime.fromordinal(n)`
    fn fromordinal / try_fromordinal [](n: impl Integer) -> DateTime {
        Ok(DateTime { date: date::try_fromordinal(n)?, time: Time::default(), zone: None })
    }

    /// `self.replace(…)`
    fn replace / try_replace [](moment: &DateTime, year: impl Bound, month: impl Bound, day: impl Bound, hour: impl Bound, minute: impl Bound, second: impl Bound, micro: impl Bound) -> DateTime {
        let date = date::try_replace(&moment.date, year, month, day)?;
        let time = super::time::try_replace(&moment.time, hour, minute, second, micro)?;
        Ok(DateTime { date, time, zone: moment.zone.clone() })
    }

    /// `self + delta`
    fn add / try_add [](moment: &DateTime, delta: &TimeDelta) -> DateTime {
        DateTime::of_micros(moment.micros() + delta.micros, moment.zone.clone())
    }

    /// `self - delta`
    fn sub / try_sub [](moment: &DateTime, delta: &TimeDelta) -> DateTime {
        DateTime::of_micros(moment.micros() - delta.micros, moment.zone.clone())
    }

    /// `a - b`
    fn between / try_between [](a: &DateTime, b: &DateTime) -> TimeDelta {
        if a.zone.is_some() != b.zone.is_some() {
            return Err(type_error("can't subtract offset-naive and offset-aware datetimes"));
        }
        Ok(TimeDelta::of_micros(a.utc_micros() - b.utc_micros()))
    }

    /// `a < b`: -1, 0 or 1
    fn order / try_order [](a: &DateTime, b: &DateTime) -> i64 {
        if a.zone.is_some() != b.zone.is_some() {
            return Err(type_error("can't compare offset-naive and offset-aware datetimes"));
        }
        Ok(a.utc_micros().cmp(&b.utc_micros()) as i64)
    }

    /// `self.astimezone(zone)`
    fn astimezone / try_astimezone [](moment: &DateTime, zone: &TimeZone) -> DateTime {
        let utc = match moment.zone {
            Some(_) => moment.utc_micros(),
            None => {
                let seconds = zone::of_local(&moment.fields());
                i128::from(seconds + civil::EPOCH * 86_400) * 1_000_000 + i128::from(moment.time.micro)
            }
        };
        DateTime::of_micros(utc + i128::from(zone.offset) * 1_000_000, Some(zone.clone()))
    }

    /// `datetime.fromtimestamp(seconds)`
    fn fromtimestamp / try_fromtimestamp [](seconds: f64) -> DateTime {
        let micros = rounded(seconds);
        let whole = micros.div_euclid(1_000_000) as i64;
        let fields = Fields { micro: micros.rem_euclid(1_000_000) as i64, ..zone::local(whole) };
        DateTime::of_fields(&fields, None)
    }

    /// `datetime.utcfromtimestamp(seconds)`
    fn utcfromtimestamp / try_utcfromtimestamp [](seconds: f64) -> DateTime {
        DateTime::of_micros(rounded(seconds) + START, None)
    }

    /// `datetime.fromtimestamp(seconds, zone)`
    fn fromtimestamp_in / try_fromtimestamp_in [](seconds: f64, zone: &TimeZone) -> DateTime {
        DateTime::of_micros(rounded(seconds) + START + i128::from(zone.offset) * 1_000_000, Some(zone.clone()))
    }
}

/// Microseconds before 1970.
const START: i128 = civil::EPOCH as i128 * 86_400_000_000;

fn rounded(seconds: f64) -> i128 {
    let whole = seconds.floor();
    whole as i128 * 1_000_000 + ((seconds - whole) * 1e6).round_ties_even() as i128
}

/// `datetime.now()`
pub fn now() -> DateTime {
    DateTime::of_fields(&zone::local_now(), None).unwrap_or_else(|error| error.unwind())
}

/// `datetime.utcnow()`
pub fn utcnow() -> DateTime {
    DateTime { zone: None, ..now_in(&zone::utc()) }
}

/// `datetime.now(zone)`
pub fn now_in(zone: &TimeZone) -> DateTime {
    let micros = zone::now_micros() + START + i128::from(zone.offset) * 1_000_000;
    DateTime::of_micros(micros, Some(zone.clone())).unwrap_or_else(|error| error.unwind())
}

/// `datetime.combine(date, time)`
pub fn combine(date: &Date, time: &Time) -> DateTime {
    DateTime { date: *date, time: *time, zone: None }
}

/// `datetime.min`
pub fn min() -> DateTime {
    combine(&date::min(), &super::time::min())
}

/// `datetime.max`
pub fn max() -> DateTime {
    combine(&date::max(), &super::time::max())
}

/// `self.date()`
pub fn day_of(moment: &DateTime) -> Date {
    moment.date
}

/// `self.time()`
pub fn time_of(moment: &DateTime) -> Time {
    moment.time
}

/// `self.tzinfo`
pub fn tzinfo(moment: &DateTime) -> Option<TimeZone> {
    moment.zone.clone()
}

/// `self.replace(tzinfo=zone)`
pub fn in_zone(moment: &DateTime, zone: &TimeZone) -> DateTime {
    DateTime { zone: Some(zone.clone()), ..moment.clone() }
}

/// `self.replace(tzinfo=None)`
pub fn in_no_zone(moment: &DateTime, _: ()) -> DateTime {
    DateTime { zone: None, ..moment.clone() }
}

/// `self.utcoffset()`
pub fn utcoffset(moment: &DateTime) -> Option<TimeDelta> {
    moment.zone.as_ref().map(|zone| super::delta::seconds(zone.offset))
}

/// `self.tzname()`
pub fn tzname(moment: &DateTime) -> Option<String> {
    moment.zone.as_ref().map(TimeZone::to_text)
}

/// `self.timestamp()`
pub fn timestamp(moment: &DateTime) -> f64 {
    if moment.zone.is_some() {
        return (moment.utc_micros() - START) as f64 / 1e6;
    }
    zone::of_local(&moment.fields()) as f64 + moment.time.micro as f64 / 1e6
}

/// `self.isoformat(sep, timespec)`
pub fn isoformat(moment: &DateTime, sep: &str, timespec: &str) -> String {
    let offset =
        moment.zone.as_ref().map(|zone| zone::offset_text(zone.offset)).unwrap_or_default();
    format!("{}{sep}{}{offset}", moment.date.to_text(), text::clock(&moment.fields(), timespec))
}

/// `format(self, pattern)`
pub fn format(moment: &DateTime, pattern: &str) -> String {
    moment.formatted(pattern)
}

/// `self.strftime(pattern)`
pub fn strftime(moment: &DateTime, pattern: &str) -> String {
    text::strftime(&moment.fields(), pattern)
}

/// `self.ctime()`
pub fn ctime(moment: &DateTime) -> String {
    text::strftime(&moment.fields(), "%a %b %e %H:%M:%S %Y")
}

/// `self.timetuple()`
pub fn timetuple(moment: &DateTime) -> Fields {
    moment.fields()
}

macro_rules! parts {
    ($($name:ident $part:ident $of:ident;)*) => {
        $(
            #[doc = concat!("`self.", stringify!($name), "`")]
            pub fn $name(moment: &DateTime) -> i64 {
                super::$part::$of(&moment.$part)
            }
        )*
    };
}

parts! {
    year date year;
    month date month;
    day date day;
    weekday date weekday;
    isoweekday date isoweekday;
    toordinal date toordinal;
    hour time hour;
    minute time minute;
    second time second;
    microsecond time microsecond;
}

/// `self.isocalendar()`
pub fn isocalendar(moment: &DateTime) -> (i64, i64, i64) {
    date::isocalendar(&moment.date)
}

impl PartialEq for DateTime {
    fn eq(&self, other: &Self) -> bool {
        self.zone.is_some() == other.zone.is_some() && self.utc_micros() == other.utc_micros()
    }
}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(order(self, other).cmp(&0))
    }
}

impl Repr for DateTime {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Date { year, month, day } = self.date;
        let Time { hour, minute, second, micro } = self.time;
        write!(f, "datetime.datetime({year}, {month}, {day}, {hour}, {minute}")?;
        if second != 0 || micro != 0 {
            write!(f, ", {second}")?;
        }
        if micro != 0 {
            write!(f, ", {micro}")?;
        }
        if let Some(zone) = &self.zone {
            write!(f, ", tzinfo={}", to_repr(zone))?;
        }
        f.write_str(")")
    }
}

impl Key for DateTime {
    fn __hash__(&self) -> i64 {
        let micros = self.utc_micros();
        crate::key::sip(&(micros as i64).to_be_bytes())
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}
