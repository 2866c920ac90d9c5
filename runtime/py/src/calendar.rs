//! `calendar`: months as tables of days, and as text.

use crate::datetime::civil;
pub use crate::datetime::civil::is_leap as leap;
use crate::exception::{Exception, Result};
use crate::integer::Integer;
use std::cell::Cell;

thread_local! {
    static FIRST: Cell<i64> = const { Cell::new(0) };
}

/// A `Calendar` or `TextCalendar`: the day that its weeks begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
    first: i64,
}

/// `TextCalendar(firstweekday)`, `Calendar(firstweekday)`
pub fn calendar(first: impl Integer) -> Calendar {
    Calendar { first: first.clamp_i64().rem_euclid(7) }
}

/// What the functions of the module use.
pub fn usual() -> Calendar {
    Calendar { first: FIRST.get() }
}

/// `setfirstweekday(day)`
pub fn setfirstweekday(day: impl Integer) {
    FIRST.set(day.clamp_i64().rem_euclid(7));
}

/// `firstweekday()`
pub fn firstweekday() -> i64 {
    FIRST.get()
}

/// `isleap(year)`
pub fn isleap(year: impl Integer) -> bool {
    leap(year.clamp_i64())
}

/// `leapdays(a, b)`: the leap years from a to below b
pub fn leapdays(a: impl Integer, b: impl Integer) -> i64 {
    let count = |year: i64| {
        let y = year - 1;
        y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400)
    };
    count(b.clamp_i64()) - count(a.clamp_i64())
}

/// `timegm(tuple)`
pub fn timegm(fields: &crate::datetime::Fields) -> i64 {
    fields.seconds()
}

fn checked(month: i64) -> Result<()> {
    if (1..=12).contains(&month) {
        return Ok(());
    }
    Err(Exception::new(
        "calendar.IllegalMonthError ValueError",
        format!("bad month number {month}; must be 1-12"),
    ))
}

fallible! {
    /// `weekday(year, month, day)`
    fn weekday / try_weekday [](year: impl Integer, month: impl Integer, day: impl Integer) -> i64 {
        crate::datetime::date::try_new(year, month, day).map(|date| crate::datetime::date::weekday(&date))
    }

    /// `monthrange(year, month)`: the weekday of the first, the number of days
    fn monthrange / try_monthrange [](year: impl Integer, month: impl Integer) -> (i64, i64) {
        let (year, month) = (year.clamp_i64(), month.clamp_i64());
        checked(month)?;
        Ok((civil::weekday(civil::ordinal(year, month, 1)), civil::days_in_month(year, month)))
    }

    /// `self.monthdayscalendar(year, month)`: weeks of days, 0 outside the month
    fn weeks / try_weeks [](calendar: &Calendar, year: impl Integer, month: impl Integer) -> Vec<Vec<i64>> {
        let (day, count) = try_monthrange(year, month)?;
        let lead = (day - calendar.first).rem_euclid(7);
        let total = (lead + count + 6) / 7 * 7;
        let days: Vec<i64> =
            (0..total).map(|i| i - lead + 1).map(|day| if (1..=count).contains(&day) { day } else { 0 }).collect();
        Ok(days.chunks(7).map(<[i64]>::to_vec).collect())
    }

    /// `self.formatmonth(year, month, width, lines)`
    fn formatmonth / try_formatmonth [](calendar: &Calendar, year: impl Integer, month: impl Integer, width: impl Integer, lines: impl Integer) -> String {
        let (year, month) = (year.clamp_i64(), month.clamp_i64());
        let width = width.clamp_i64().max(2) as usize;
        let breaks = "\n".repeat(lines.clamp_i64().max(1) as usize);
        let title = center(&format!("{} {year}", month_name(month)), 7 * (width + 1) - 1);
        let mut out = title.trim_end().to_owned() + &breaks + week_header(calendar, width).trim_end() + &breaks;
        for week in try_weeks(calendar, year, month)? {
            out.push_str(week_line(&week, width).trim_end());
            out.push_str(&breaks);
        }
        Ok(out)
    }

    /// `self.formatyear(year, w, l, c, m)`
    fn formatyear / try_formatyear [](calendar: &Calendar, year: impl Integer, width: impl Integer, lines: impl Integer, gap: impl Integer, across: impl Integer) -> String {
        let year = year.clamp_i64();
        let width = width.clamp_i64().max(2) as usize;
        let breaks = "\n".repeat(lines.clamp_i64().max(1) as usize);
        let gap = " ".repeat(gap.clamp_i64().max(2) as usize);
        let across = across.clamp_i64().max(1) as usize;
        let column = (width + 1) * 7 - 1;
        let mut out = center(&year.to_string(), column * across + gap.len() * (across - 1)).trim_end().to_owned();
        out.push_str(&breaks);
        let header = week_header(calendar, width);
        let joined = |parts: &[String]| {
            parts.iter().map(|part| center(part, column)).collect::<Vec<_>>().join(&gap).trim_end().to_owned()
        };
        for months in (1..=12).collect::<Vec<i64>>().chunks(across) {
            out.push_str(&breaks);
            out.push_str(&joined(&months.iter().map(|month| month_name(*month)).collect::<Vec<_>>()));
            out.push_str(&breaks);
            out.push_str(&joined(&vec![header.clone(); months.len()]));
            out.push_str(&breaks);
            let tables: Vec<Vec<Vec<i64>>> =
                months.iter().map(|month| try_weeks(calendar, year, *month)).collect::<Result<_>>()?;
            for row in 0..tables.iter().map(Vec::len).max().unwrap_or(0) {
                let cells = tables.iter().map(|table| table.get(row).map_or(String::new(), |week| week_line(week, width)));
                out.push_str(&joined(&cells.collect::<Vec<_>>()));
                out.push_str(&breaks);
            }
        }
        Ok(out)
    }
}

/// `self.prmonth(year, month, width, lines)`
pub fn prmonth(
    calendar: &Calendar,
    year: impl Integer,
    month: impl Integer,
    width: impl Integer,
    lines: impl Integer,
) {
    crate::stdout::write_str(&formatmonth(calendar, year, month, width, lines));
}

/// `self.pryear(year, w, l, c, m)`
pub fn pryear(
    calendar: &Calendar,
    year: impl Integer,
    width: impl Integer,
    lines: impl Integer,
    gap: impl Integer,
    across: impl Integer,
) {
    crate::stdout::write_str(&formatyear(calendar, year, width, lines, gap, across));
}

/// `month(year, month, w, l)`
pub fn month_text(
    year: impl Integer,
    month: impl Integer,
    width: impl Integer,
    lines: impl Integer,
) -> String {
    formatmonth(&usual(), year, month, width, lines)
}

/// `calendar(year, w, l, c, m)`
pub fn year_text(
    year: impl Integer,
    width: impl Integer,
    lines: impl Integer,
    gap: impl Integer,
    across: impl Integer,
) -> String {
    formatyear(&usual(), year, width, lines, gap, across)
}

/// `prmonth(year, month, w, l)`
pub fn print_month(
    year: impl Integer,
    month: impl Integer,
    width: impl Integer,
    lines: impl Integer,
) {
    prmonth(&usual(), year, month, width, lines);
}

/// `prcal(year, w, l, c, m)`
pub fn print_year(
    year: impl Integer,
    width: impl Integer,
    lines: impl Integer,
    gap: impl Integer,
    across: impl Integer,
) {
    pryear(&usual(), year, width, lines, gap, across);
}

/// `monthcalendar(year, month)`
pub fn monthcalendar(year: impl Integer, month: impl Integer) -> Vec<Vec<i64>> {
    weeks(&usual(), year, month)
}

fn center(text: &str, width: usize) -> String {
    crate::str::center(text, width as i64, " ")
}

fn day_name(day: i64) -> String {
    day_names()[day.rem_euclid(7) as usize].clone()
}

fn month_name(month: i64) -> String {
    month_names()[month.clamp(0, 12) as usize].clone()
}

fn week_header(calendar: &Calendar, width: usize) -> String {
    let names = (0..7).map(|i| day_name(calendar.first + i)).map(|name| {
        let size = if width >= 9 { name.len() } else { 3.min(width) };
        center(&name[..size.min(name.len())], width)
    });
    names.collect::<Vec<_>>().join(" ")
}

fn week_line(week: &[i64], width: usize) -> String {
    let cells = week.iter().map(|day| {
        let text = if *day == 0 { String::new() } else { format!("{day:2}") };
        center(&text, width)
    });
    cells.collect::<Vec<_>>().join(" ")
}

/// `self.itermonthdays(year, month)`
pub fn month_days(calendar: &Calendar, year: impl Integer, month: impl Integer) -> Vec<i64> {
    weeks(calendar, year, month).concat()
}

/// `self.itermonthdays2(year, month)`
pub fn month_days2(
    calendar: &Calendar,
    year: impl Integer,
    month: impl Integer,
) -> Vec<(i64, i64)> {
    let first = calendar.first;
    let days = month_days(calendar, year, month);
    days.into_iter().enumerate().map(|(i, day)| (day, (first + i as i64) % 7)).collect()
}

/// `self.itermonthdates(year, month)`
pub fn month_dates(
    calendar: &Calendar,
    year: impl Integer,
    month: impl Integer,
) -> Vec<crate::datetime::Date> {
    let days = month_days(calendar, year.clone(), month.clone());
    let lead = days.iter().take_while(|day| **day == 0).count() as i64;
    let first = civil::ordinal(year.clamp_i64(), month.clamp_i64(), 1) - lead;
    (first..first + days.len() as i64).map(crate::datetime::date::fromordinal).collect()
}

fn names(parts: &[&str], size: usize) -> Vec<String> {
    parts.iter().map(|name| name[..size.min(name.len())].to_owned()).collect()
}

/// `day_name`
pub fn day_names() -> Vec<String> {
    names(&crate::datetime::text::DAYS, 9)
}

/// `day_abbr`
pub fn day_abbreviations() -> Vec<String> {
    names(&crate::datetime::text::DAYS, 3)
}

/// `month_name`: the first is empty
pub fn month_names() -> Vec<String> {
    std::iter::once(String::new()).chain(names(&crate::datetime::text::MONTHS, 9)).collect()
}

/// `month_abbr`
pub fn month_abbreviations() -> Vec<String> {
    std::iter::once(String::new()).chain(names(&crate::datetime::text::MONTHS, 3)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lays_months_out() {
        let text = formatmonth(&calendar(0), 2024, 2, 0, 0);
        assert!(text.starts_with("   February 2024\nMo Tu We Th Fr Sa Su\n          1  2  3  4\n"));
        assert_eq!(monthrange(2024, 2), (3, 29));
        assert_eq!(weeks(&calendar(6), 2024, 2)[0], [0, 0, 0, 0, 1, 2, 3]);
        assert_eq!(leapdays(2000, 2024), 6);
    }
}
