//! Times from text: `strptime` and the ISO forms.

use super::civil::{self, Fields};
use super::text::{DAYS, MONTHS};
use crate::exception::{Result, value_error};
use crate::show::to_repr;

/// Hour, minute, second, microsecond and offset of `HH[:MM[:SS[.ffffff]]][+HH:MM]`.
pub(super) fn iso_time(text: &str) -> Option<(i64, i64, i64, i64, Option<i64>)> {
    let end = text.find(['+', '-', 'Z']).unwrap_or(text.len());
    let (clock, zone) = text.split_at(end);
    let (whole, fraction) = clock.split_once(['.', ',']).unwrap_or((clock, ""));
    let digits = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    let numbers = |text: &str| -> Option<Vec<i64>> {
        let parts: Vec<&str> = if text.contains(':') || text.len() == 2 {
            text.split(':').collect()
        } else {
            text.as_bytes().chunks(2).map(|part| std::str::from_utf8(part).unwrap_or("")).collect()
        };
        parts.into_iter().map(|part| if digits(part) { part.parse().ok() } else { None }).collect()
    };
    let parts = numbers(whole)?;
    if parts.len() > 3
        || !fraction.is_empty() && parts.len() != 3
        || !fraction.bytes().all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let micro = format!("{fraction:0<6}")[..6].parse().ok()?;
    let offset = match zone {
        "" => None,
        "Z" => Some(0),
        _ => {
            let parts = numbers(&zone[1..])?;
            let seconds =
                parts.iter().zip([3600, 60, 1]).map(|(part, unit)| part * unit).sum::<i64>();
            Some(if zone.starts_with('-') { -seconds } else { seconds })
        }
    };
    let part = |i: usize| parts.get(i).copied().unwrap_or(0);
    Some((part(0), part(1), part(2), micro, offset))
}

/// What a pattern has said so far.
#[derive(Default)]
struct Found {
    fields: Fields,
    afternoon: Option<bool>,
    day_of_year: Option<i64>,
}

/// `strptime(text, pattern)`
pub(super) fn strptime(text: &str, pattern: &str) -> Result<Fields> {
    let mismatch = || {
        value_error(format!(
            "time data {} does not match format {}",
            to_repr(text),
            to_repr(pattern)
        ))
    };
    let mut found = Found::default();
    (found.fields.year, found.fields.month, found.fields.day) = (1900, 1, 1);
    let mut rest = text;
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_whitespace() {
            while chars.peek().is_some_and(|c| c.is_whitespace()) {
                chars.next();
            }
            let trimmed = rest.trim_start();
            if trimmed.len() == rest.len() {
                return Err(mismatch());
            }
            rest = trimmed;
        } else if c == '%' {
            let Some(directive) = chars.next() else {
                return Err(value_error(format!("stray % in format {}", to_repr(pattern))));
            };
            rest = directive_of(directive, rest, &mut found, pattern)?.ok_or_else(mismatch)?;
        } else {
            let mut here = rest.chars();
            let same = here.next().is_some_and(|other| other.to_lowercase().eq(c.to_lowercase()));
            if !same {
                return Err(mismatch());
            }
            rest = here.as_str();
        }
    }
    if !rest.is_empty() {
        return Err(value_error(format!("unconverted data remains: {rest}")));
    }
    let Found { mut fields, afternoon, day_of_year } = found;
    if let Some(afternoon) = afternoon {
        fields.hour = fields.hour % 12 + if afternoon { 12 } else { 0 };
    }
    if let Some(day) = day_of_year {
        (_, fields.month, fields.day) =
            civil::of_ordinal(civil::ordinal(fields.year, 1, 1) + day - 1);
    }
    if fields.day > civil::days_in_month(fields.year, fields.month) {
        return Err(value_error("day is out of range for month"));
    }
    Ok(fields)
}

/// Takes at most so many digits whose value lies between the bounds, as many as fit.
fn number(text: &str, most: usize, bounds: (i64, i64)) -> Option<(i64, &str)> {
    let digits = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    (1..=digits).rev().find_map(|size| {
        let value = text[..size].parse().ok()?;
        (bounds.0..=bounds.1).contains(&value).then_some((value, &text[size..]))
    })
}

/// The place of the name that the text begins with.
fn named<'a>(text: &'a str, names: &[&str]) -> Option<(i64, &'a str)> {
    let place = names.iter().position(|name| {
        text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
    })?;
    Some((place as i64, &text[names[place].len()..]))
}

/// Reads one directive; what is left of the text, or nothing where it does not match.
fn directive_of<'a>(
    directive: char,
    text: &'a str,
    found: &mut Found,
    pattern: &str,
) -> Result<Option<&'a str>> {
    let fields = &mut found.fields;
    let short = |names: &[&'static str]| names.iter().map(|name| &name[..3]).collect::<Vec<_>>();
    let mut put = |place: fn(&mut Fields) -> &mut i64, most: usize, low: i64, high: i64| {
        let (value, rest) = number(text, most, (low, high))?;
        *place(fields) = value;
        Some(rest)
    };
    let rest = match directive {
        'Y' => (text.len() >= 4 && text.as_bytes()[..4].iter().all(u8::is_ascii_digit))
            .then(|| put(|f| &mut f.year, 4, 0, 9999))
            .flatten(),
        'm' => put(|f| &mut f.month, 2, 1, 12),
        'd' => put(|f| &mut f.day, 2, 1, 31),
        'H' => put(|f| &mut f.hour, 2, 0, 23),
        'I' => put(|f| &mut f.hour, 2, 1, 12),
        'M' => put(|f| &mut f.minute, 2, 0, 59),
        'S' => put(|f| &mut f.second, 2, 0, 61),
        'y' => number(text, 2, (0, 99)).map(|(value, rest)| {
            fields.year = if value < 69 { 2000 + value } else { 1900 + value };
            rest
        }),
        'f' => number(text, 6, (0, 999_999)).map(|(_, rest)| {
            let digits = &text[..text.len() - rest.len()];
            fields.micro = format!("{digits:0<6}").parse().unwrap_or(0);
            rest
        }),
        'j' => number(text, 3, (1, 366)).map(|(value, rest)| {
            found.day_of_year = Some(value);
            rest
        }),
        'b' | 'B' | 'h' => {
            let full =
                if directive == 'B' { named(text, &MONTHS) } else { named(text, &short(&MONTHS)) };
            full.map(|(place, rest)| {
                fields.month = place + 1;
                rest
            })
        }
        'a' => named(text, &short(&DAYS)).map(|found| found.1),
        'A' => named(text, &DAYS).map(|found| found.1),
        'p' => named(text, &["AM", "PM"]).map(|(place, rest)| {
            found.afternoon = Some(place == 1);
            rest
        }),
        'w' | 'u' => number(text, 1, (0, 7)).map(|found| found.1),
        'U' | 'W' => number(text, 2, (0, 53)).map(|found| found.1),
        'z' => offset(text).map(|(value, rest)| {
            fields.offset = Some(value);
            rest
        }),
        'Z' => named(text, &["UTC", "GMT"]).map(|found| found.1).or(Some(text)),
        'D' | 'x' => return within("%m/%d/%y", text, found),
        'F' => return within("%Y-%m-%d", text, found),
        'T' | 'X' => return within("%H:%M:%S", text, found),
        'R' => return within("%H:%M", text, found),
        'c' => return within("%a %b %d %H:%M:%S %Y", text, found),
        '%' => text.strip_prefix('%'),
        other => {
            return Err(value_error(format!(
                "'{other}' is a bad directive in format {}",
                to_repr(pattern)
            )));
        }
    };
    Ok(rest)
}

/// A directive that stands for several.
fn within<'a>(pattern: &str, text: &'a str, found: &mut Found) -> Result<Option<&'a str>> {
    let mut rest = text;
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        if c == '%' {
            let directive = chars.next().unwrap_or('%');
            match directive_of(directive, rest, found, pattern)? {
                Some(next) => rest = next,
                None => return Ok(None),
            }
        } else if c == ' ' {
            rest = rest.trim_start();
        } else {
            match rest.strip_prefix(c) {
                Some(next) => rest = next,
                None => return Ok(None),
            }
        }
    }
    Ok(Some(rest))
}

/// `+0200`, `+02:00`, `Z`
fn offset(text: &str) -> Option<(i64, &str)> {
    if let Some(rest) = text.strip_prefix('Z') {
        return Some((0, rest));
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let body = text.strip_prefix(['+', '-'])?;
    let (hours, rest) = number(body, 2, (0, 23))?;
    let (minutes, rest) = number(rest.strip_prefix(':').unwrap_or(rest), 2, (0, 59))?;
    Some((sign * (hours * 3600 + minutes * 60), rest))
}

#[cfg(test)]
mod tests {
    use super::super::{date, delta, moment};
    use crate::show::{to_repr, to_str};

    #[test]
    fn reads_and_shows() {
        let moment = moment::strptime("2024-02-29 13:05:09.25", "%Y-%m-%d %H:%M:%S.%f");
        assert_eq!(to_repr(&moment), "datetime.datetime(2024, 2, 29, 13, 5, 9, 250000)");
        assert_eq!(
            moment::strftime(&moment, "%a %d %b %Y %I:%M %p %j %U %V"),
            "Thu 29 Feb 2024 01:05 PM 060 08 09"
        );
        let later = moment::add(&moment, &delta::hours(11));
        assert_eq!(to_str(&later), "2024-03-01 00:05:09.250000");
        assert_eq!(to_str(&moment::between(&moment, &later)), "-1 day, 13:00:00");
        let wrong = moment::try_strptime("x", "%Y").unwrap_err();
        assert_eq!(wrong.message(), "time data 'x' does not match format '%Y'");
        assert_eq!(date::isocalendar(&date::new(2021, 1, 3)), (2020, 53, 7));
        assert_eq!(date::toordinal(&date::new(1, 1, 1)), 1);
        assert_eq!(to_str(&date::fromordinal(730_120)), "2000-01-01");
    }
}
