//! Numbers and dates as C's library writes them.

use crate::shell::Shell;

/// A float as `printf` writes it, without flags and width; the sign is in front when negative.
pub fn float_text(value: f64, letter: u8, precision: Option<usize>, alternate: bool) -> String {
    let upper = letter.is_ascii_uppercase();
    if !value.is_finite() {
        let text = if value.is_nan() { "nan" } else { "inf" };
        let sign = if value.is_sign_negative() { "-" } else { "" };
        let text = format!("{sign}{text}");
        return if upper { text.to_uppercase() } else { text };
    }
    let text = match letter.to_ascii_lowercase() {
        b'f' => pointed(format!("{value:.*}", precision.unwrap_or(6)), alternate),
        b'e' => {
            let text = scientific(value, precision.unwrap_or(6));
            match text.split_once('e') {
                Some((digits, exponent)) => {
                    format!("{}e{exponent}", pointed(digits.into(), alternate))
                }
                None => text,
            }
        }
        b'g' => general(value, precision.unwrap_or(6).max(1), alternate),
        _ => hexadecimal(value, precision),
    };
    if upper { text.to_uppercase() } else { text }
}

/// With a point whatever the digits, where `#` asks for it.
fn pointed(digits: String, alternate: bool) -> String {
    if alternate && !digits.contains('.') { digits + "." } else { digits }
}

fn scientific(value: f64, precision: usize) -> String {
    let text = format!("{value:.precision$e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.unsigned_abs())
}

fn general(value: f64, precision: usize, alternate: bool) -> String {
    let text = scientific(value, precision - 1);
    let exponent: i32 =
        text.split_once('e').and_then(|(_, exponent)| exponent.parse().ok()).unwrap_or(0);
    let trim = |text: &str| {
        if alternate || !text.contains('.') {
            return text.to_string();
        }
        text.trim_end_matches('0').trim_end_matches('.').to_string()
    };
    if exponent < -4 || exponent >= precision as i32 {
        let (digits, exponent) = text.split_once('e').unwrap_or((&text, "+00"));
        return format!("{}e{exponent}", trim(digits));
    }
    let decimals = (precision as i32 - 1 - exponent).max(0) as usize;
    trim(&format!("{value:.decimals$}"))
}

/// As a `long double`: the first digit has its highest bit set.
fn hexadecimal(value: f64, precision: Option<usize>) -> String {
    let sign = if value.is_sign_negative() { "-" } else { "" };
    let point = |digits: &str| if digits.is_empty() { String::new() } else { format!(".{digits}") };
    if value == 0.0 {
        return format!("{sign}0x0{}p+0", point(&"0".repeat(precision.unwrap_or(0))));
    }
    let bits = value.to_bits();
    let (mut exponent, mut mantissa) = ((bits >> 52 & 0x7ff) as i32, bits & ((1 << 52) - 1));
    if exponent == 0 {
        exponent = 1;
    } else {
        mantissa |= 1 << 52;
    }
    let shift = mantissa.leading_zeros();
    let mut whole = u128::from(mantissa << shift);
    exponent += 11 - shift as i32;
    if let Some(precision) = precision.filter(|precision| *precision < 15) {
        let drop = (15 - precision) * 4;
        let (rest, half) = (whole & ((1 << drop) - 1), 1_u128 << (drop - 1));
        whole = whole >> drop << drop;
        if rest > half || rest == half && whole >> drop & 1 == 1 {
            whole += 1 << drop;
        }
        if whole >> 64 > 0 {
            whole >>= 4;
            exponent += 4;
        }
    }
    let mut digits = format!("{:015x}", whole & ((1 << 60) - 1));
    match precision {
        Some(precision) if precision <= 15 => digits.truncate(precision),
        Some(precision) => digits.push_str(&"0".repeat(precision - 15)),
        None => digits = digits.trim_end_matches('0').to_string(),
    }
    format!("{sign}0x{:x}{}p{:+}", whole >> 60, point(&digits), exponent - 1023 - 3)
}

/// `%(format)T`: `None`: now; -2: when the shell started. The zone is TZ's through the `date` program when it is not UTC.
pub fn date(sh: &mut Shell, format: &[u8], seconds: Option<i64>) -> Vec<u8> {
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs() as i64);
    let seconds = match seconds {
        None => now,
        Some(-2) => now - sh.started.elapsed().as_secs() as i64,
        Some(seconds) => seconds,
    };
    let format: &[u8] = if format.is_empty() { b"%X" } else { format };
    let zone = sh.find(&crate::params::param("TZ"));
    let mut command = std::process::Command::new("date");
    use std::os::unix::ffi::OsStrExt as _;
    if let Some(zone) = zone {
        command.env("TZ", std::ffi::OsStr::from_bytes(&zone));
    }
    let text = [b"+", format].concat();
    let output = command
        .arg("-d")
        .arg(format!("@{seconds}"))
        .arg(std::ffi::OsStr::from_bytes(&text))
        .output();
    let mut text = output.map(|output| output.stdout).unwrap_or_default();
    if text.last() == Some(&b'\n') {
        text.pop();
    }
    text
}
