//! `datetime.timezone`, and local time as the system's files describe it.

use std::fmt::{self, Formatter};
use std::rc::Rc;
use std::time::{SystemTime, UNIX_EPOCH};

use super::{Fields, TimeDelta};
use crate::exception::value_error;
use crate::key::Key;
use crate::show::Repr;

/// A fixed distance from UTC.
#[derive(Clone, Debug)]
pub struct TimeZone {
    /// Seconds east of UTC.
    pub(super) offset: i64,
    name: Option<Rc<str>>,
}

impl PartialEq for TimeZone {
    fn eq(&self, other: &Self) -> bool {
        self.offset == other.offset
    }
}

impl TimeZone {
    pub(super) fn of_offset(offset: i64) -> Self {
        Self { offset, name: None }
    }

    pub(super) fn to_text(&self) -> String {
        match &self.name {
            Some(name) => name.to_string(),
            None if self.offset == 0 => "UTC".to_owned(),
            None => format!("UTC{}", offset_text(self.offset)),
        }
    }
}

/// `+02:00`
pub(super) fn offset_text(offset: i64) -> String {
    let (sign, size) = if offset < 0 { ('-', -offset) } else { ('+', offset) };
    let mut text = format!("{sign}{:02}:{:02}", size / 3600, size / 60 % 60);
    if size % 60 != 0 {
        text.push_str(&format!(":{:02}", size % 60));
    }
    text
}

/// `timezone.utc`
pub fn utc() -> TimeZone {
    TimeZone::of_offset(0)
}

fallible! {
    /// `timezone(offset)`
    fn new / try_new [](offset: &TimeDelta) -> TimeZone {
        let seconds = (offset.micros / 1_000_000) as i64;
        if seconds.abs() >= 86_400 {
            return Err(value_error(format!(
                "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not {}.",
                crate::show::to_repr(offset)
            )));
        }
        Ok(TimeZone::of_offset(seconds))
    }

    /// `timezone(offset, name)`
    fn named / try_named [](offset: &TimeDelta, name: &str) -> TimeZone {
        Ok(TimeZone { name: Some(name.into()), ..try_new(offset)? })
    }
}

/// The time now in microseconds since 1970.
pub(super) fn now_micros() -> i128 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_micros() as i128
}

/// The local time of now.
pub(super) fn local_now() -> Fields {
    let micros = now_micros();
    Fields { micro: (micros % 1_000_000) as i64, ..local((micros / 1_000_000) as i64) }
}

/// The local time of a number of seconds since 1970.
pub fn local(seconds: i64) -> Fields {
    let (offset, zone) = offset_at(seconds);
    Fields { offset: Some(offset), zone, ..Fields::of_seconds(seconds + offset) }
}

/// Seconds since 1970 of fields that are local time.
pub fn of_local(fields: &Fields) -> i64 {
    let seconds = fields.seconds();
    let first = seconds - offset_at(seconds).0;
    seconds - offset_at(first).0
}

/// How far local time is east of UTC at a time, and the zone's name: by `TZ`, else by the system's table.
pub fn offset_at(seconds: i64) -> (i64, String) {
    let path = match std::env::var("TZ") {
        Ok(name) if name.is_empty() || name == "UTC" || name == "UTC0" => {
            return (0, "UTC".to_owned());
        }
        Ok(name) if name.starts_with([':', '/']) => name.trim_start_matches(':').to_owned(),
        Ok(name) => format!("/usr/share/zoneinfo/{name}"),
        Err(_) => "/etc/localtime".to_owned(),
    };
    std::fs::read(path)
        .ok()
        .and_then(|table| lookup(&table, seconds))
        .unwrap_or((0, "UTC".to_owned()))
}

/// Looks a time up in a table of the TZif format: version 1 for 32 bits of seconds, the part behind it for 64.
fn lookup(table: &[u8], seconds: i64) -> Option<(i64, String)> {
    let number =
        |at: usize| Some(i64::from(i32::from_be_bytes(table.get(at..at + 4)?.try_into().ok()?)));
    let header = |at: usize| -> Option<[usize; 6]> {
        let mut counts = [0; 6];
        for (i, count) in counts.iter_mut().enumerate() {
            *count = usize::try_from(number(at + 20 + i * 4)?).ok()?;
        }
        Some(counts)
    };
    let [utc, std, leap, times, types, chars] = header(0)?;
    let start = 44 + times * 5 + types * 6 + chars + leap * 8 + std + utc;
    let [.., times, types, _] = header(start)?;
    let data = start + 44;
    let time = |i: usize| {
        let at = data + i * 8;
        Some(i64::from_be_bytes(table.get(at..at + 8)?.try_into().ok()?))
    };
    let mut kind = 0;
    for i in 0..times {
        if time(i)? > seconds {
            break;
        }
        kind = usize::from(*table.get(data + times * 8 + i)?);
    }
    let at = data + times * 9 + kind * 6;
    let name_at = data + times * 9 + types * 6 + usize::from(*table.get(at + 5)?);
    let name = table.get(name_at..)?.split(|byte| *byte == 0).next()?;
    Some((number(at)?, String::from_utf8_lossy(name).into_owned()))
}

impl Repr for TimeZone {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.name {
            None if self.offset == 0 => f.write_str("datetime.timezone.utc"),
            None => {
                let delta = TimeDelta::of_micros(i128::from(self.offset) * 1_000_000);
                write!(f, "datetime.timezone({})", crate::show::to_repr(&delta))
            }
            Some(name) => {
                let delta = TimeDelta::of_micros(i128::from(self.offset) * 1_000_000);
                write!(
                    f,
                    "datetime.timezone({}, {})",
                    crate::show::to_repr(&delta),
                    crate::show::to_repr(&**name)
                )
            }
        }
    }
}

impl crate::truth::Truth for TimeZone {}

impl Key for TimeZone {
    fn __hash__(&self) -> i64 {
        self.offset
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}
