//! `seq`.

use crate::shell::Shell;
use crate::status::Status;
use std::io::Write as _;

/// A decimal number: its value scaled by ten to the number of its decimals.
fn decimal(text: &[u8]) -> Option<(i128, usize)> {
    let text = std::str::from_utf8(text).ok()?;
    let (negative, body) = match text.strip_prefix('-') {
        Some(body) => (true, body),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = body.split_once('.').unwrap_or((body, ""));
    if whole.is_empty()
        || whole.len() + part.len() > 18
        || !(whole.bytes().chain(part.bytes())).all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let value: i128 = format!("{whole}{part}").parse().ok()?;
    Some((if negative { -value } else { value }, part.len()))
}

/// Whole numbers one after the other: the text of each is that of the one before, counted up.
fn count(sh: &mut Shell, from: u64, to: u64, separator: &[u8]) -> Status {
    let mut text = Vec::with_capacity(1 << 17);
    let mut digits = from.to_string().into_bytes();
    for value in from..=to {
        if value > from {
            text.extend_from_slice(separator);
            let nines = digits.iter().rev().take_while(|digit| **digit == b'9').count();
            let kept = digits.len() - nines;
            digits[kept..].fill(b'0');
            match kept.checked_sub(1) {
                Some(last) => digits[last] += 1,
                None => digits.insert(0, b'1'),
            }
        }
        text.extend_from_slice(&digits);
        if text.len() > 1 << 16 {
            sh.write(&text);
            text.clear();
            if sh.out.failed.is_some() {
                return Status(1);
            }
        }
    }
    text.push(b'\n');
    sh.write(&text);
    Status::OK
}

/// `seq [-w] [-s separator] [first [step]] last` of decimal numbers.
pub fn seq(sh: &mut Shell, words: &[Vec<u8>]) -> Option<Status> {
    let (mut wide, mut separator, mut numbers) = (false, b"\n".to_vec(), Vec::new());
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match word.as_slice() {
            b"-w" => wide = true,
            b"-s" => separator.clone_from(words.next()?),
            [b'-', b's', rest @ ..] if !rest.is_empty() => separator = rest.to_vec(),
            word => numbers.push(decimal(word)?),
        }
    }
    let (first, step, last) = match numbers.as_slice() {
        [last] => ((1, 0), (1, 0), *last),
        [first, last] => (*first, (1, 0), *last),
        [first, step, last] => (*first, *step, *last),
        _ => return None,
    };
    if step.0 == 0 {
        return None;
    }
    let places = first.1.max(step.1);
    let scale = places.max(last.1);
    let scaled = |(value, decimals): (i128, usize)| value * 10_i128.pow((scale - decimals) as u32);
    let (mut value, step, last) = (scaled(first), scaled(step), scaled(last));
    let unit = 10_i128.pow(places as u32);
    let drop = 10_i128.pow((scale - places) as u32);
    let show = |value: i128| {
        let value = value / drop;
        let sign = if value < 0 { "-" } else { "" };
        let (whole, part) = (value.abs() / unit, value.abs() % unit);
        if places == 0 {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{part:0places$}")
        }
    };
    let reached = |value: i128| if step > 0 { value > last } else { value < last };
    if reached(value) {
        return Some(Status::OK);
    }
    let final_value = value + (last - value) / step * step;
    let width = if wide { show(value).len().max(show(final_value).len()) } else { 0 };
    if let ([.., _], 0, false, 1) = (numbers.as_slice(), scale, wide, step)
        && let Ok(from) = u64::try_from(value)
        && let Ok(to) = u64::try_from(final_value)
    {
        return Some(count(sh, from, to, &separator));
    }
    let mut text = Vec::new();
    let mut more = false;
    while !reached(value) {
        if more {
            text.extend_from_slice(&separator);
        }
        more = true;
        let shown = show(value);
        let fill = width.saturating_sub(shown.len());
        if fill > 0 {
            let (sign, digits) = match shown.strip_prefix('-') {
                Some(digits) => ("-", digits),
                None => ("", shown.as_str()),
            };
            text.extend_from_slice(sign.as_bytes());
            text.resize(text.len() + fill, b'0');
            text.extend_from_slice(digits.as_bytes());
        } else if places == 0 {
            let _ = write!(text, "{}", value / drop);
        } else {
            text.extend_from_slice(shown.as_bytes());
        }
        if text.len() > 1 << 16 {
            sh.write(&text);
            text.clear();
            if sh.out.failed.is_some() {
                return Some(Status(1));
            }
        }
        value += step;
    }
    text.push(b'\n');
    sh.write(&text);
    Some(Status::OK)
}
