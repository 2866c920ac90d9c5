//! Numbers as they are written.

/// A plain decimal number or nothing at all: the common operands.
pub fn simple(text: &[u8]) -> Option<i64> {
    let (digits, negative) = match text {
        [b'-', rest @ ..] => (rest, true),
        _ => (text, false),
    };
    if digits.is_empty() {
        return text.is_empty().then_some(0);
    }
    if digits.len() > 18 || digits[0] == b'0' && digits.len() > 1 {
        return None;
    }
    let mut number = 0_i64;
    for byte in digits {
        if !byte.is_ascii_digit() {
            return None;
        }
        number = number * 10 + i64::from(byte - b'0');
    }
    Some(if negative { -number } else { number })
}

/// The value of two plain numbers with an operator between them that cannot fail: what most expressions over texts become.
pub fn of_two(text: &[u8]) -> Option<i64> {
    let at = text.iter().position(|byte| b"+-*<>".contains(byte)).filter(|at| *at > 0)?;
    let number = |mut text: &[u8]| {
        while let [b' ', rest @ ..] | [rest @ .., b' '] = text {
            text = rest;
        }
        simple(text).filter(|_| text.first().is_some_and(u8::is_ascii_digit))
    };
    let (left, right) = (number(&text[..at])?, number(&text[at + 1..])?);
    Some(match text[at] {
        b'+' => left.wrapping_add(right),
        b'-' => left.wrapping_sub(right),
        b'*' => left.wrapping_mul(right),
        b'<' => i64::from(left < right),
        _ => i64::from(left > right),
    })
}

/// A number: decimal, octal, hexadecimal, `base#digits`; or what is wrong with it.
pub fn number(text: &[u8]) -> Result<i64, &'static str> {
    let (base, digits) = if let Some(at) = text.iter().position(|&byte| byte == b'#') {
        let base: u64 =
            std::str::from_utf8(&text[..at]).ok().and_then(|text| text.parse().ok()).unwrap_or(0);
        if !(2..=64).contains(&base) {
            return Err("invalid arithmetic base");
        }
        if at + 1 == text.len() {
            return Err("invalid integer constant");
        }
        (base, &text[at + 1..])
    } else if text.starts_with(b"0x") || text.starts_with(b"0X") {
        (16, &text[2..])
    } else if text.len() > 1 && text[0] == b'0' {
        (8, &text[1..])
    } else {
        (10, text)
    };
    let mut value = 0_u64;
    for byte in digits {
        let digit = match byte {
            b'0'..=b'9' => byte - b'0',
            b'a'..=b'z' => byte - b'a' + 10,
            b'A'..=b'Z' if base <= 36 => byte - b'A' + 10,
            b'A'..=b'Z' => byte - b'A' + 36,
            b'@' => 62,
            b'_' => 63,
            _ => 64,
        };
        if u64::from(digit) >= base {
            return Err("value too great for base");
        }
        value = value.wrapping_mul(base).wrapping_add(u64::from(digit));
    }
    Ok(value as i64)
}
