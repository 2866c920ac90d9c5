//! Numbers from text, and as text.

use std::fmt::{self, Formatter};

use super::{Decimal, Kind, Rounding, SETTINGS, count, invalid};
use crate::exception::Result;
use crate::fmt::{Format, Spec};
use crate::int::Int;
use crate::show::{Repr, Str};

fallible! {
    /// `Decimal(text)`
    fn parse / try_parse [](text: &str) -> Decimal {
        read(text.trim_matches(crate::str::is_space_char)).ok_or_else(|| invalid("ConversionSyntax"))
    }
}

fn read(text: &str) -> Option<Decimal> {
    let text = text.replace('_', "");
    let negative = text.starts_with('-');
    let body = text.strip_prefix(['+', '-']).unwrap_or(&text);
    match body.to_ascii_lowercase().as_str() {
        "inf" | "infinity" => return Some(Decimal::infinite(negative)),
        "nan" | "snan" => return Some(Decimal { negative, ..Decimal::nan() }),
        _ => {}
    }
    let (mantissa, exponent) = match body.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => {
            let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            (mantissa, exponent.parse::<i64>().ok()?)
        }
        None => (body, 0),
    };
    let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{decimals}");
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = crate::integer::parse_text(&digits, 10).or_else(|| {
        crate::integer::parse_text(
            Some(digits.trim_start_matches('0')).filter(|rest| !rest.is_empty()).unwrap_or("0"),
            10,
        )
    })?;
    Some(Decimal::finite(negative, number, exponent - decimals.len() as i64))
}

/// The text of `str(x)`; `engineering` keeps exponents multiples of three.
fn text(x: &Decimal, engineering: bool) -> String {
    let sign = if x.negative { "-" } else { "" };
    match x.kind {
        Kind::Infinite => return format!("{sign}Infinity"),
        Kind::Nan => return format!("{sign}NaN"),
        Kind::Finite => {}
    }
    let digits = x.digits.digits();
    let length = digits.len() as i64;
    let left = x.exponent + length;
    let place = if x.exponent <= 0 && left > -6 {
        left
    } else if !engineering {
        1
    } else if digits == "0" {
        (left + 1).rem_euclid(3) - 1
    } else {
        (left - 1).rem_euclid(3) + 1
    };
    let (whole, rest) = split(&digits, place);
    let point = if rest.is_empty() { String::new() } else { format!(".{rest}") };
    let exponent = if left == place { String::new() } else { format!("E{:+}", left - place) };
    format!("{sign}{whole}{point}{exponent}")
}

/// Digits before and behind a point at a place.
fn split(digits: &str, place: i64) -> (String, String) {
    let length = digits.len() as i64;
    if place <= 0 {
        ("0".to_owned(), "0".repeat((-place) as usize) + digits)
    } else if place >= length {
        (digits.to_owned() + &"0".repeat((place - length) as usize), String::new())
    } else {
        (digits[..place as usize].to_owned(), digits[place as usize..].to_owned())
    }
}

/// `str(self)`
pub fn plain_text(x: &Decimal) -> String {
    text(x, false)
}

/// `self.to_eng_string()`
pub fn to_eng_string(x: &Decimal) -> String {
    text(x, true)
}

impl Repr for Decimal {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "Decimal('{}')", plain_text(self))
    }
}

impl Str for Decimal {
    fn fmt_str(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&plain_text(self))
    }
}

impl Format for Decimal {
    fn format(&self, spec: &Spec) -> Result<String> {
        if spec.is_empty() {
            return Ok(plain_text(self));
        }
        spec.only("eEfFgGn%", "Decimal")?;
        if !self.is_finite() {
            let text = if self.kind == Kind::Nan { "NaN" } else { "Infinity" };
            return Ok(crate::fmt::assembled(self.negative, text.to_owned(), String::new(), spec));
        }
        let rounding = SETTINGS.get().rounding;
        let kind = spec.kind_or('G');
        let mut x = self.clone();
        if kind == '%' {
            x.exponent += 2;
        }
        let precision = spec.precision_given().map(|digits| digits as i64);
        if let Some(precision) = precision {
            match kind {
                'e' | 'E' => x = rounded(&x, precision + 1, rounding),
                'f' | 'F' | '%' => x = x.scaled_to(-precision, rounding),
                _ if count(&x.digits) > precision => x = rounded(&x, precision.max(1), rounding),
                _ => {}
            }
        }
        if x.digits.is_zero() && x.exponent > 0 && matches!(kind, 'f' | 'F' | '%') {
            x = x.scaled_to(0, rounding);
        }
        let digits = x.digits.digits();
        let left = x.exponent + digits.len() as i64;
        let place = match kind {
            'e' | 'E' => match precision {
                Some(precision) if x.digits.is_zero() => 1 - precision,
                _ => 1,
            },
            'f' | 'F' | '%' => left,
            _ if x.exponent <= 0 && left > -6 => left,
            _ => 1,
        };
        let (whole, decimals) = split(&digits, place);
        let mut rest = if decimals.is_empty() { String::new() } else { format!(".{decimals}") };
        let exponent = left - place;
        if exponent != 0 || matches!(kind, 'e' | 'E') {
            let letter = if matches!(kind, 'e' | 'g') { 'e' } else { 'E' };
            rest.push_str(&format!("{letter}{exponent:+}"));
        }
        if kind == '%' {
            rest.push('%');
        }
        Ok(crate::fmt::assembled(x.negative, whole, rest, spec))
    }
}

/// Rounded to so many digits.
fn rounded(x: &Decimal, digits: i64, rounding: Rounding) -> Decimal {
    if x.digits.is_zero() {
        return Decimal::finite(x.negative, Int::ZERO, x.exponent);
    }
    let result = x.scaled_to(x.adjusted_exponent() + 1 - digits, rounding);
    if count(&result.digits) > digits {
        result.scaled_to(result.exponent + 1, rounding)
    } else {
        result
    }
}
