//! `float`: repr, parsing, conversions, rounding.

mod power;

use std::fmt::{self, Formatter, Write};

pub(crate) use power::power;

use crate::exception::{self, Result, overflow_error, value_error, zero_division};
use crate::int::Int;
use crate::integer::Integer;
use crate::show::to_repr;

mod beside_int;
pub use beside_int::*;

/// Shortest digits of a finite, positive float, and the exponent of the first one.
pub(crate) fn shortest(x: f64) -> (String, i32) {
    let mut buffer = ryu::Buffer::new();
    let text = buffer.format_finite(x);
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut exponent: i32 = exponent.parse().unwrap_or(0);
    let all = format!("{whole}{fraction}");
    let digits = all.trim_start_matches('0');
    exponent += whole.len() as i32 - 1 - (all.len() - digits.len()) as i32;
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() { ("0".to_owned(), 0) } else { (digits.to_owned(), exponent) }
}

/// Writes `repr(x)`.
pub(crate) fn fmt_repr(x: f64, f: &mut Formatter<'_>) -> fmt::Result {
    write_repr(x, f, true)
}

/// Digits in the interpreter's layout; `dot_zero` adds `.0` to whole numbers.
pub(crate) fn write_repr(x: f64, f: &mut impl Write, dot_zero: bool) -> fmt::Result {
    if x.is_nan() {
        return f.write_str("nan");
    }
    if x.is_sign_negative() {
        f.write_char('-')?;
    }
    let x = x.abs();
    if x.is_infinite() {
        return f.write_str("inf");
    }
    if x < 1e16 && x.fract() == 0.0 {
        return write!(f, "{}{}", x as u64, if dot_zero { ".0" } else { "" });
    }
    let (digits, exponent) = shortest(x);
    if !(-4..16).contains(&exponent) {
        let (first, rest) = digits.split_at(1);
        let dot = if rest.is_empty() { "" } else { "." };
        let sign = if exponent < 0 { '-' } else { '+' };
        return write!(f, "{first}{dot}{rest}e{sign}{:02}", exponent.abs());
    }
    if exponent < 0 {
        return write!(f, "0.{:0>1$}{digits}", "", -exponent as usize - 1);
    }
    let whole = exponent as usize + 1;
    if digits.len() > whole {
        let (whole, fraction) = digits.split_at(whole);
        return write!(f, "{whole}.{fraction}");
    }
    write!(f, "{digits:0<whole$}{}", if dot_zero { ".0" } else { "" })
}

/// `repr(x)` as a text.
pub fn repr(x: f64) -> String {
    to_repr(&x)
}

/// The value of a text that `float()` accepts.
pub(crate) fn parse_text(text: &str) -> Option<f64> {
    let text = text.trim_matches(crate::str::is_space_char);
    let body = text.strip_prefix(['+', '-']).unwrap_or(text);
    let lower = body.to_ascii_lowercase();
    let value = match lower.as_str() {
        "inf" | "infinity" => f64::INFINITY,
        "nan" => f64::NAN,
        _ => {
            let bytes = body.as_bytes();
            let digits_only = bytes.iter().all(|b| b.is_ascii_digit() || b".eE+-_".contains(b));
            if !digits_only || !body.contains(|c: char| c.is_ascii_digit()) {
                return None;
            }
            let underscores = bytes.iter().enumerate().all(|(i, &b)| {
                b != b'_'
                    || i > 0
                        && bytes[i - 1].is_ascii_digit()
                        && bytes.get(i + 1).is_some_and(u8::is_ascii_digit)
            });
            if !underscores || matches!(bytes[0], b'+' | b'-') {
                return None;
            }
            body.replace('_', "").parse().ok()?
        }
    };
    Some(if text.starts_with('-') { -value } else { value })
}

fallible! {
    /// `float(text)`
    fn parse / try_parse [](text: &str) -> f64 {
        parse_text(text)
            .ok_or_else(|| value_error(format!("could not convert string to float: {}", to_repr(text))))
    }

    /// `float(n)` of an integer of any size
    fn of_int / try_of_int [](value: impl Integer) -> f64 {
        let float = value.to_f64();
        if float.is_infinite() {
            return Err(overflow_error("int too large to convert to float"));
        }
        Ok(float)
    }

    /// `a / b`
    fn div / try_div [](a: f64, b: f64) -> f64 {
        if b == 0.0 { Err(zero_division("float division by zero")) } else { Ok(a / b) }
    }

    /// `sum(xs) / n`: a sum of nothing is the integer 0, which the message shows
    fn sum_div / try_sum_div [](a: f64, b: f64) -> f64 {
        match (a == 0.0, b == 0.0) {
            (true, true) => Err(zero_division("division by zero")),
            (false, true) => Err(zero_division("float division by zero")),
            _ => Ok(a / b),
        }
    }

    /// `a / b` of integers: correctly rounded
    fn int_div / try_int_div [](a: impl Integer, b: impl Integer) -> f64 {
        const EXACT: i64 = 1 << 53;
        match (a.to_i64(), b.to_i64()) {
            (_, Some(0)) => Err(zero_division("division by zero")),
            (Some(a), Some(b)) if a.abs_diff(0) <= EXACT as u64 && b.abs_diff(0) <= EXACT as u64 => {
                Ok(a as f64 / b as f64)
            }
            _ => a.into_int().true_div(&b.into_int()),
        }
    }

    /// `a // b`
    fn floor_div / try_floor_div [](a: f64, b: f64) -> f64 {
        if b == 0.0 {
            return Err(zero_division("float floor division by zero"));
        }
        Ok(divmod_parts(a, b).0)
    }

    /// `a % b`
    fn floor_mod / try_floor_mod [](a: f64, b: f64) -> f64 {
        if b == 0.0 {
            return Err(zero_division("float modulo"));
        }
        Ok(divmod_parts(a, b).1)
    }

    /// `divmod(a, b)`
    fn divmod / try_divmod [](a: f64, b: f64) -> (f64, f64) {
        if b == 0.0 {
            return Err(zero_division("float divmod()"));
        }
        Ok(divmod_parts(a, b))
    }

    /// `a ** b`
    fn pow / try_pow [](a: f64, b: f64) -> f64 {
        if a == 0.0 && b < 0.0 {
            return Err(zero_division("0.0 cannot be raised to a negative power"));
        }
        if a < 0.0 && a.is_finite() && b.is_finite() && b.fract() != 0.0 {
            return Err(exception::type_error("a negative float to a fractional power is complex, which is not supported"));
        }
        let result = power(a, b);
        if result.is_infinite() && a.is_finite() && b.is_finite() {
            return Err(exception::Exception::with_args(
                "OverflowError",
                vec![exception::Arg::Int(34), exception::Arg::Str("Numerical result out of range".to_owned())],
            ));
        }
        Ok(result)
    }

    /// `int(x)`
    fn to_int / try_to_int [N: Integer](x: f64) -> N {
        whole(x.trunc())
    }

    /// `round(x)`: half to even
    fn round / try_round [N: Integer](x: f64) -> N {
        whole(x.round_ties_even())
    }

    /// `math.floor(x)`
    fn floor / try_floor [N: Integer](x: f64) -> N {
        whole(x.floor())
    }

    /// `math.ceil(x)`
    fn ceil / try_ceil [N: Integer](x: f64) -> N {
        whole(x.ceil())
    }
}

/// A float without fraction as an integer.
fn whole<N: Integer>(x: f64) -> Result<N> {
    if x.is_nan() {
        return Err(value_error("cannot convert float NaN to integer"));
    }
    if x.is_infinite() {
        return Err(overflow_error("cannot convert float infinity to integer"));
    }
    if x.abs() < 9.2e18 { Ok(N::from_i64(x as i64)) } else { Ok(N::from_int(Int::from_f64(x))) }
}

fn divmod_parts(a: f64, b: f64) -> (f64, f64) {
    let mut rest = a % b;
    let mut quotient = (a - rest) / b;
    if rest == 0.0 {
        rest = 0.0f64.copysign(b);
    } else if (b < 0.0) != (rest < 0.0) {
        rest += b;
        quotient -= 1.0;
    }
    if quotient == 0.0 {
        return (0.0f64.copysign(a / b), rest);
    }
    let floor = quotient.floor();
    (if quotient - floor > 0.5 { floor + 1.0 } else { floor }, rest)
}

/// `round(x, digits)`: correctly rounded in decimal
pub fn round_to(x: f64, digits: impl Integer) -> f64 {
    let digits = digits.clamp_i64();
    if !x.is_finite() || digits > 323 {
        return x;
    }
    if digits < -308 {
        return 0.0f64.copysign(x);
    }
    if digits >= 0 {
        return format!("{x:.*}", digits as usize).parse().unwrap_or(x);
    }
    // exact: the digits of the whole number, rounded half to even with the fraction as sticky digit
    let text = format!("{:.0}", x.abs().trunc());
    let cut = -digits as usize;
    if text.len() < cut {
        return 0.0f64.copysign(x);
    }
    let (head, tail) = text.split_at(text.len() - cut);
    let half = format!("5{:0<1$}", "", cut - 1);
    let even = head.as_bytes().last().is_none_or(|d| (d - b'0').is_multiple_of(2));
    let up = match tail.cmp(half.as_str()) {
        std::cmp::Ordering::Equal => x.fract() != 0.0 || !even,
        order => order.is_gt(),
    };
    let head = Int::parse_decimal(head).add_small(i64::from(up));
    format!("{head}e{cut}").parse::<f64>().unwrap_or(0.0).copysign(x)
}

/// `x.is_integer()`
pub fn is_integer(x: f64) -> bool {
    x.is_finite() && x.fract() == 0.0
}

/// `x.as_integer_ratio()` and `float.hex` need the exact parts: mantissa and exponent, `x == mantissa * 2**exponent`.
pub(crate) fn parts(x: f64) -> (i64, i32) {
    let bits = x.to_bits();
    let exponent = (bits >> 52 & 0x7ff) as i32;
    let fraction = (bits & ((1 << 52) - 1)) as i64;
    let (mantissa, exponent) =
        if exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent - 1075) };
    (if x < 0.0 { -mantissa } else { mantissa }, exponent)
}

fallible! {
    /// `x.as_integer_ratio()`
    fn as_integer_ratio / try_as_integer_ratio [N: Integer](x: f64) -> (N, N) {
        if x.is_nan() {
            return Err(value_error("cannot convert NaN to integer ratio"));
        }
        if x.is_infinite() {
            return Err(overflow_error("cannot convert Infinity to integer ratio"));
        }
        let (mut mantissa, mut exponent) = parts(x);
        while exponent < 0 && mantissa % 2 == 0 && mantissa != 0 {
            mantissa /= 2;
            exponent += 1;
        }
        if mantissa == 0 {
            exponent = 0;
        }
        let (top, bottom) = (exponent.max(0) as usize, (-exponent).max(0) as usize);
        Ok((N::from_int(Int::new(mantissa).shift_left(top)), N::from_int(Int::new(1).shift_left(bottom))))
    }

    /// `float.fromhex(text)`
    fn fromhex / try_fromhex [](text: &str) -> f64 {
        let wrong = || value_error("invalid hexadecimal floating-point string");
        let body = text.trim().to_ascii_lowercase();
        let (negative, body) = match body.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, body.strip_prefix('+').unwrap_or(&body)),
        };
        if let Some(value @ (f64::INFINITY | f64::NEG_INFINITY)) = parse_text(text) {
            return Ok(value);
        }
        let body = body.strip_prefix("0x").unwrap_or(body);
        let (digits, exponent) = body.split_once('p').unwrap_or((body, "0"));
        let exponent: i32 = exponent.parse().map_err(|_| wrong())?;
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let value = u64::from_str_radix(&format!("{whole}{fraction}"), 16).map_err(|_| wrong())?;
        let value = value as f64 * 2f64.powi(exponent - 4 * fraction.len() as i32);
        Ok(if negative { -value } else { value })
    }
}

/// `x.hex()`
pub fn hex(x: f64) -> String {
    if !x.is_finite() {
        return repr(x);
    }
    let sign = if x.is_sign_negative() { "-" } else { "" };
    let bits = x.to_bits();
    let (exponent, fraction) = ((bits >> 52 & 0x7ff) as i32, bits & ((1 << 52) - 1));
    match (exponent, fraction) {
        (0, 0) => format!("{sign}0x0.0p+0"),
        (0, fraction) => format!("{sign}0x0.{fraction:013x}p-1022"),
        (exponent, fraction) => format!("{sign}0x1.{fraction:013x}p{:+}", exponent - 1023),
    }
}

/// `float(x)` of a float
pub fn same(x: f64) -> f64 {
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repr_has_the_interpreters_layout() {
        let cases = [
            (0.1, "0.1"),
            (-0.0, "-0.0"),
            (1e16, "1e+16"),
            (123456789012345680.0, "1.2345678901234568e+17"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (1234.5, "1234.5"),
            (5e-324, "5e-324"),
            (9999999999999998.0, "9999999999999998.0"),
            (1.5e300, "1.5e+300"),
        ];
        for (value, text) in cases {
            assert_eq!(repr(value), text);
        }
    }

    #[test]
    fn rounding_is_correct_in_decimal() {
        assert_eq!(round_to(2.675, 2i64), 2.67);
        assert_eq!(round_to(1234.5, -2i64), 1200.0);
        assert_eq!(round_to(50.0, -2i64), 0.0);
        assert_eq!(round_to(150.0, -2i64), 200.0);
        assert_eq!(round::<i64>(2.5), 2);
        assert_eq!(floor_mod(-7.5, 2.0), 0.5);
        assert_eq!(floor_div(-7.5, 2.0), -4.0);
    }

    #[test]
    fn parsing_takes_what_float_takes() {
        assert_eq!(parse(" 1_0.5e1 "), 105.0);
        assert!(try_parse("1__0").is_err() && try_parse("").is_err() && try_parse("+-1").is_err());
        assert_eq!(parse("-inf"), f64::NEG_INFINITY);
    }
}
