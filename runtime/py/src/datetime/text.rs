//! Times as text: `strftime` and the ISO forms.

use std::fmt::Write;

use super::civil::{self, Fields};

pub(crate) const DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
pub(crate) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The time of day in ISO form, as precise as `timespec` asks.
pub(super) fn clock(fields: &Fields, timespec: &str) -> String {
    let Fields { hour, minute, second, micro, .. } = *fields;
    let seconds = format!("{hour:02}:{minute:02}:{second:02}");
    match timespec {
        "hours" => format!("{hour:02}"),
        "minutes" => format!("{hour:02}:{minute:02}"),
        "seconds" => seconds,
        "milliseconds" => format!("{seconds}.{:03}", micro / 1000),
        "microseconds" => format!("{seconds}.{micro:06}"),
        _ if micro != 0 => format!("{seconds}.{micro:06}"),
        _ => seconds,
    }
}

/// `strftime(pattern)`
pub fn strftime(fields: &Fields, pattern: &str) -> String {
    let mut out = String::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let Some(mut directive) = chars.next() else {
            out.push('%');
            break;
        };
        let flag = ['-', '_', '0', '^', '#'].contains(&directive).then_some(directive);
        if flag.is_some() {
            let Some(next) = chars.next() else { break };
            directive = next;
        }
        out.push_str(&one(fields, directive, flag));
    }
    out
}

/// One directive; a flag changes how numbers are filled.
fn one(fields: &Fields, directive: char, flag: Option<char>) -> String {
    let Fields { year, month, day, hour, minute, second, micro, .. } = *fields;
    let ordinal = fields.ordinal();
    let weekday = civil::weekday(ordinal);
    let day_of_year = civil::day_of_year(year, month, day);
    let number = |n: i64, width: usize, fill: char| match (flag, fill) {
        (Some('-'), _) => n.to_string(),
        (Some('_'), _) | (None, ' ') => format!("{n:>width$}"),
        _ => format!("{n:0width$}"),
    };
    let name = |text: &str| if flag == Some('^') { text.to_uppercase() } else { text.to_owned() };
    let twelve = (hour + 11) % 12 + 1;
    let combined = |pattern: &str| strftime(fields, pattern);
    match directive {
        'a' => name(&DAYS[weekday as usize][..3]),
        'A' => name(DAYS[weekday as usize]),
        'b' | 'h' => name(&MONTHS[month as usize - 1][..3]),
        'B' => name(MONTHS[month as usize - 1]),
        'c' => combined("%a %b %e %H:%M:%S %Y"),
        'C' => number(year / 100, 2, '0'),
        'd' => number(day, 2, '0'),
        'D' | 'x' => combined("%m/%d/%y"),
        'e' => number(day, 2, ' '),
        'f' => format!("{micro:06}"),
        'F' => combined("%Y-%m-%d"),
        'g' => number(civil::iso_calendar(ordinal).0 % 100, 2, '0'),
        'G' => civil::iso_calendar(ordinal).0.to_string(),
        'H' => number(hour, 2, '0'),
        'I' => number(twelve, 2, '0'),
        'j' => number(day_of_year, 3, '0'),
        'k' => number(hour, 2, ' '),
        'l' => number(twelve, 2, ' '),
        'm' => number(month, 2, '0'),
        'M' => number(minute, 2, '0'),
        'n' => "\n".to_owned(),
        'p' => if hour < 12 { "AM" } else { "PM" }.to_owned(),
        'P' => if hour < 12 { "am" } else { "pm" }.to_owned(),
        'r' => combined("%I:%M:%S %p"),
        'R' => combined("%H:%M"),
        's' => super::zone::of_local(fields).to_string(),
        'S' => number(second, 2, '0'),
        't' => "\t".to_owned(),
        'T' | 'X' => combined("%H:%M:%S"),
        'u' => (weekday + 1).to_string(),
        'U' => number((day_of_year + 6 - (weekday + 1) % 7) / 7, 2, '0'),
        'V' => number(civil::iso_calendar(ordinal).1, 2, '0'),
        'w' => ((weekday + 1) % 7).to_string(),
        'W' => number((day_of_year + 6 - weekday) / 7, 2, '0'),
        'y' => number(year.rem_euclid(100), 2, '0'),
        'Y' => year.to_string(),
        'z' => {
            let mut text = String::new();
            if let Some(offset) = fields.offset {
                let size = offset.abs();
                let sign = if offset < 0 { '-' } else { '+' };
                let _ = write!(text, "{sign}{:02}{:02}", size / 3600, size / 60 % 60);
            }
            text
        }
        'Z' => fields.zone.clone(),
        '%' => "%".to_owned(),
        other => format!("%{other}"),
    }
}
