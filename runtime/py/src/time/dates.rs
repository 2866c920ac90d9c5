//! Times as broken down: `struct_time` and what makes it.

use crate::datetime::{Fields, civil, moment, text, zone};
use crate::exception::index_error;
use crate::integer::Integer;
use crate::show::{Repr, Str};
use std::fmt::{self, Formatter};

/// The place among the nine numbers of a `struct_time`.
fn part(fields: &Fields, index: i64) -> i64 {
    match index {
        0 => fields.year,
        1 => fields.month,
        2 => fields.day,
        3 => fields.hour,
        4 => fields.minute,
        5 => fields.second,
        6 => civil::weekday(fields.ordinal()),
        7 => civil::day_of_year(fields.year, fields.month, fields.day),
        _ => {
            if fields.offset.is_some() {
                0
            } else {
                -1
            }
        }
    }
}

fallible! {
    /// `self[index]`
    fn index / try_index [](fields: &Fields, index: impl Integer) -> i64 {
        let index = index.clamp_i64();
        let place = if index < 0 { index + 9 } else { index };
        if (0..9).contains(&place) { Ok(part(fields, place)) } else { Err(index_error("tuple index out of range")) }
    }

    /// `time.strptime(text, pattern)`
    fn strptime / try_strptime [](text: &str, pattern: &str) -> Fields {
        moment::try_strptime(text, pattern).map(|moment| moment::timetuple(&moment))
    }
}

macro_rules! parts {
    ($($name:ident $index:literal;)*) => {
        $(
            #[doc = concat!("`self.", stringify!($name), "`")]
            pub fn $name(fields: &Fields) -> i64 {
                part(fields, $index)
            }
        )*
    };
}

parts! {
    tm_year 0;
    tm_mon 1;
    tm_mday 2;
    tm_hour 3;
    tm_min 4;
    tm_sec 5;
    tm_wday 6;
    tm_yday 7;
    tm_isdst 8;
}

/// `tuple(self)`
pub fn items(fields: &Fields) -> Vec<i64> {
    (0..9).map(|place| part(fields, place)).collect()
}

/// `time.localtime()`
pub fn localtime() -> Fields {
    localtime_of(super::time())
}

/// `time.localtime(seconds)`
pub fn localtime_of(seconds: f64) -> Fields {
    zone::local(seconds.floor() as i64)
}

/// `time.gmtime()`
pub fn gmtime() -> Fields {
    gmtime_of(super::time())
}

/// `time.gmtime(seconds)`
pub fn gmtime_of(seconds: f64) -> Fields {
    let fields = Fields::of_seconds(seconds.floor() as i64);
    Fields { offset: Some(0), zone: "UTC".to_owned(), ..fields }
}

/// `time.mktime(fields)`
pub fn mktime(fields: &Fields) -> f64 {
    zone::of_local(fields) as f64
}

/// `time.strftime(pattern)`
pub fn strftime_now(pattern: &str) -> String {
    text::strftime(&localtime(), pattern)
}

/// `time.strftime(pattern, fields)`
pub fn strftime(pattern: &str, fields: &Fields) -> String {
    text::strftime(fields, pattern)
}

/// `time.asctime(fields)`
pub fn asctime(fields: &Fields) -> String {
    text::strftime(fields, "%a %b %e %H:%M:%S %Y")
}

/// `time.asctime()`, `time.ctime()`
pub fn asctime_now() -> String {
    asctime(&localtime())
}

/// `time.ctime(seconds)`
pub fn ctime(seconds: f64) -> String {
    asctime(&localtime_of(seconds))
}

impl Repr for Fields {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let names = ["year", "mon", "mday", "hour", "min", "sec", "wday", "yday", "isdst"];
        let parts: Vec<String> = names
            .iter()
            .zip(items(self))
            .map(|(name, value)| format!("tm_{name}={value}"))
            .collect();
        write!(f, "time.struct_time({})", parts.join(", "))
    }
}

impl Str for Fields {
    fn fmt_str(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.fmt_repr(f)
    }
}

impl crate::truth::Truth for Fields {}
