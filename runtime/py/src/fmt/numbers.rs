//! Formats of integers and floats.

use super::spec::{Spec, pad};
use crate::exception::{Result, overflow_error, value_error};
use crate::float;
use crate::int::Int;

/// A number's text in parts: sign, prefix, whole digits, what follows.
struct Number {
    negative: bool,
    prefix: &'static str,
    whole: String,
    rest: String,
}

/// Digits with a separator between groups, counted from the end.
fn grouped(digits: &str, separator: char, size: usize) -> String {
    let mut text = String::with_capacity(digits.len() * 4 / 3 + 1);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(size) {
            text.push(separator);
        }
        text.push(c);
    }
    text
}

fn finish(number: Number, spec: &Spec) -> String {
    let sign = match (number.negative, spec.sign) {
        (true, _) => "-",
        (false, Some('+')) => "+",
        (false, Some(' ')) => " ",
        _ => "",
    };
    let size = if matches!(spec.kind, Some('b' | 'o' | 'x' | 'X')) { 4 } else { 3 };
    let align = spec.align.unwrap_or('>');
    let head = sign.len() + number.prefix.len();
    let mut whole = number.whole;
    let is_number =
        whole.starts_with(|c: char| c.is_ascii_alphanumeric()) && whole != "inf" && whole != "nan";
    if let (Some(separator), true) = (spec.grouping, is_number) {
        if align == '=' && spec.fill == '0' {
            // zeros are grouped too
            let room = spec.width.saturating_sub(head + number.rest.chars().count());
            let mut text = grouped(&whole, separator, size);
            while text.len() < room {
                whole.insert(0, '0');
                text = grouped(&whole, separator, size);
            }
            whole = text;
        } else {
            whole = grouped(&whole, separator, size);
        }
    }
    let body = whole + &number.rest;
    if align == '=' {
        let room = spec.width.saturating_sub(head);
        return format!("{sign}{}{}", number.prefix, pad(&body, room, '>', spec.fill));
    }
    pad(&format!("{sign}{}{body}", number.prefix), spec.width, align, spec.fill)
}

#[cfg(feature = "decimal")]
/// The parts of a decimal number as a spec lays them out.
pub(crate) fn assembled(negative: bool, whole: String, rest: String, spec: &Spec) -> String {
    finish(Number { negative, prefix: "", whole, rest }, spec)
}

/// `format(n, spec)`
pub(super) fn format_int(value: &Int, spec: &Spec, class: &str) -> Result<String> {
    if spec.is_empty() {
        return Ok(value.to_string());
    }
    spec.only("bcdoxXneEfFgG%", class)?;
    if matches!(spec.kind, Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%')) {
        let x = value.to_f64();
        if x.is_infinite() {
            return Err(overflow_error("int too large to convert to float"));
        }
        return format_float(x, spec);
    }
    if spec.precision.is_some() {
        return Err(value_error("Precision not allowed in integer format specifier"));
    }
    if spec.kind == Some('c') {
        if let Some(grouping) = spec.grouping {
            return Err(value_error(format!("Cannot specify '{grouping}' with 'c'.")));
        }
        if spec.alternate && spec.sign.is_none() {
            return Err(value_error(
                "Alternate form (#) not allowed with integer format specifier 'c'",
            ));
        }
        if spec.sign.is_some() {
            return Err(value_error("Sign not allowed with integer format specifier 'c'"));
        }
        let c = value.to_i64().and_then(|code| u32::try_from(code).ok()).and_then(char::from_u32);
        let c = c.ok_or_else(|| overflow_error("%c arg not in range(0x110000)"))?;
        return Ok(pad(&c.to_string(), spec.width, spec.align.unwrap_or('>'), spec.fill));
    }
    if let (Some(','), Some(kind @ ('b' | 'o' | 'x' | 'X' | 'n'))) = (spec.grouping, spec.kind) {
        return Err(value_error(format!("Cannot specify ',' with '{kind}'.")));
    }
    let (base, prefix) = match spec.kind {
        Some('b') => (2, "0b"),
        Some('o') => (8, "0o"),
        Some('x') => (16, "0x"),
        Some('X') => (16, "0X"),
        _ => (10, ""),
    };
    let digits = value.to_base(base);
    let mut whole = digits.trim_start_matches('-').to_owned();
    if spec.kind == Some('X') {
        whole.make_ascii_uppercase();
    }
    let prefix = if spec.alternate { prefix } else { "" };
    Ok(finish(Number { negative: value.is_negative(), prefix, whole, rest: String::new() }, spec))
}

/// Significant digits and the exponent of the first, rounded as `e` rounds.
fn scientific(x: f64, digits: usize) -> (String, i32) {
    let text = format!("{:.*e}", digits.saturating_sub(1), x);
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    (mantissa.replace('.', ""), exponent.parse().unwrap_or(0))
}

/// `d.ddde+xx`
fn with_exponent(digits: &str, exponent: i32, alternate: bool) -> String {
    let (first, rest) = digits.split_at(1);
    let dot = if rest.is_empty() && !alternate { "" } else { "." };
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{first}{dot}{rest}e{sign}{:02}", exponent.abs())
}

/// The `g` layout; `dot_zero` is that of a spec without a type code.
fn general(x: f64, precision: usize, alternate: bool, dot_zero: bool) -> String {
    let precision = precision.max(1);
    let (digits, exponent) = scientific(x, precision);
    let kept = if alternate { digits.as_str() } else { digits.trim_end_matches('0') };
    let kept = if kept.is_empty() { "0" } else { kept };
    let limit = precision as i32 - i32::from(dot_zero);
    if exponent < -4 || exponent >= limit {
        return with_exponent(kept, exponent, alternate);
    }
    if exponent < 0 {
        return format!("0.{:0>1$}{kept}", "", -exponent as usize - 1);
    }
    let whole = exponent as usize + 1;
    if kept.len() > whole {
        let (whole, fraction) = kept.split_at(whole);
        return format!("{whole}.{fraction}");
    }
    let end = if dot_zero {
        ".0"
    } else if alternate {
        "."
    } else {
        ""
    };
    format!("{kept:0<whole$}{end}")
}

/// `format(x, spec)`
pub(super) fn format_float(x: f64, spec: &Spec) -> Result<String> {
    spec.only("eEfFgGn%", "float")?;
    let kind = spec.kind;
    let scaled = if kind == Some('%') { x * 100.0 } else { x };
    let size = scaled.abs();
    let text = if scaled.is_nan() {
        "nan".to_owned()
    } else if size.is_infinite() {
        "inf".to_owned()
    } else {
        match (kind, spec.precision) {
            (None, None) => {
                let mut text = String::new();
                let _ = float::write_repr(size, &mut text, true);
                if spec.alternate && !text.contains('.') {
                    text = text.replace('e', ".e");
                }
                text
            }
            (None, Some(precision)) => general(size, precision, spec.alternate, true),
            (Some('f' | 'F' | '%'), precision) => {
                let precision = precision.unwrap_or(6);
                let dot = if precision == 0 && spec.alternate { "." } else { "" };
                format!("{size:.precision$}{dot}")
            }
            (Some('e' | 'E'), precision) => {
                let (digits, exponent) = scientific(size, precision.unwrap_or(6) + 1);
                with_exponent(&digits, exponent, spec.alternate)
            }
            (_, precision) => general(size, precision.unwrap_or(6), spec.alternate, false),
        }
    };
    let text = if matches!(kind, Some('E' | 'F' | 'G')) { text.to_uppercase() } else { text };
    let split =
        text.find(|c: char| !c.is_ascii_digit()).filter(|_| size.is_finite()).unwrap_or(text.len());
    let (whole, rest) = text.split_at(split);
    let zero = !text.contains(|c: char| matches!(c, '1'..='9' | 'i' | 'I'));
    let negative = scaled.is_sign_negative() && !scaled.is_nan() && !(spec.no_minus_zero && zero);
    let rest = if kind == Some('%') { format!("{rest}%") } else { rest.to_owned() };
    Ok(finish(Number { negative, prefix: "", whole: whole.to_owned(), rest }, spec))
}
