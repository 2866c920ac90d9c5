//! Integers from text.

use super::*;

/// The value of a text that `int()` accepts; base 0 reads prefixes.
pub(crate) fn parse_text(text: &str, base: u32) -> Option<Int> {
    let text = text.trim_matches(crate::str::is_space_char);
    if base == 10 && text.len() < 18 && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
    {
        return text.parse().ok().map(Int::new);
    }
    let (negative, mut body) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let mut radix = base;
    for (prefix, value) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        let named = body.get(..2).is_some_and(|head| head.eq_ignore_ascii_case(prefix));
        if named && (base == 0 || base == value) {
            radix = value;
            body = &body[2..];
            body = body.strip_prefix('_').unwrap_or(body);
            break;
        }
    }
    if radix == 0 {
        if body.starts_with('0') && body.bytes().any(|b| b != b'0' && b != b'_') {
            return None;
        }
        radix = 10;
    }
    if body.is_empty() || body.starts_with('_') || body.ends_with('_') || body.contains("__") {
        return None;
    }
    let mut digits = String::with_capacity(body.len());
    for c in body.chars().filter(|&c| c != '_') {
        let digit = match c.to_digit(36) {
            Some(digit) => digit,
            None => crate::unicode::decimal(c)?,
        };
        if digit >= radix {
            return None;
        }
        digits.push(char::from_digit(digit, 36)?);
    }
    let value = match i64::from_str_radix(&digits, radix) {
        Ok(value) => Int::new(value),
        Err(_) => Int::from_big(num_bigint::BigInt::parse_bytes(digits.as_bytes(), radix)?),
    };
    Some(if negative { -value } else { value })
}
