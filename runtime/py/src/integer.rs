//! The functions on integers of either form.

use std::fmt;

use crate::exception::{Exception, Result, overflow_error, value_error, zero_division};
use crate::int::Int;
use crate::show::{Repr, same_str, to_repr};

mod digits;
mod form;
mod text;
pub(crate) use digits::check_digits;
pub use digits::{max_digits, set_max_digits};
pub use form::Integer;
pub(crate) use text::parse_text;

impl Repr for Int {
    fn fmt_repr(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

same_str! { [] Int; }

/// The result of a pure function: that of the fast run, or of a second run that is exact.
pub fn exact<N: Integer>(fast: Option<i64>, again: impl FnOnce() -> Option<Int>) -> N {
    match fast {
        Some(value) => N::from_i64(value),
        None => N::from_int(again().unwrap_or_default()),
    }
}

fn zero() -> Exception {
    zero_division("integer division or modulo by zero")
}

fallible! {
    /// `a // b`
    fn floor_div / try_floor_div [A: Integer](a: A, b: A) -> A {
        match (a.to_i64(), b.to_i64()) {
            (_, Some(0)) => Err(zero()),
            (Some(a), Some(b)) if a != i64::MIN => {
                Ok(A::from_i64(a / b - i64::from(a % b != 0 && (a < 0) != (b < 0))))
            }
            _ => Ok(A::from_int(a.into_int().div_mod_floor(&b.into_int()).0)),
        }
    }

    /// `a % b`
    fn floor_mod / try_floor_mod [A: Integer](a: A, b: A) -> A {
        match (a.to_i64(), b.to_i64()) {
            (_, Some(0)) => Err(zero_division("integer modulo by zero")),
            (_, Some(-1)) => Ok(A::default()),
            (Some(a), Some(b)) => {
                let rest = a % b;
                Ok(A::from_i64(if rest != 0 && (rest < 0) != (b < 0) { rest + b } else { rest }))
            }
            _ => Ok(A::from_int(a.into_int().div_mod_floor(&b.into_int()).1)),
        }
    }

    /// `divmod(a, b)`
    fn divmod / try_divmod [A: Integer](a: A, b: A) -> (A, A) {
        let quotient = try_floor_div(a.clone(), b.clone()).map_err(|_| zero())?;
        Ok((quotient, try_floor_mod(a, b)?))
    }

    /// `divmod(a, b)`: the remainder is smaller than `b`
    fn divmod_by / try_divmod_by [](a: Int, b: i64) -> (Int, i64) {
        let (quotient, rest) = try_divmod(a, Int::from(b))?;
        Ok((quotient, rest.to_i64().unwrap_or_default()))
    }

    /// `a ** b` for `b >= 0`
    fn pow / try_pow [N: Integer](a: impl Integer, b: impl Integer) -> N {
        let Some(exponent) = b.to_i64().and_then(|b| u32::try_from(b).ok()) else {
            assert!(!b.is_negative(), "a negative exponent makes a float where the types of the program have an integer");
            return match a.to_i64() {
                Some(base @ (0 | 1)) => Ok(N::from_i64(base)),
                Some(-1) => Ok(N::from_i64(if b.into_int().shift_right(0).to_base(2).ends_with('1') { -1 } else { 1 })),
                _ => Err(Exception::with_args("MemoryError", Vec::new())),
            };
        };
        if let Some(power) = a.to_i64().and_then(|a| a.checked_pow(exponent)) {
            return Ok(N::from_i64(power));
        }
        Ok(N::from_int(a.into_int().power(exponent)))
    }

    /// `a ** b` for `b < 0`: a float
    fn pow_float / try_pow_float [](a: impl Integer, b: impl Integer) -> f64 {
        let (base, exponent) = (crate::float::try_of_int(a)?, crate::float::try_of_int(b)?);
        if base == 0.0 && exponent < 0.0 {
            return Err(zero_division("0.0 cannot be raised to a negative power"));
        }
        crate::float::try_pow(base, exponent)
    }

    /// `pow(base, exponent, modulus)`
    fn pow_mod / try_pow_mod [N: Integer](base: impl Integer, exponent: impl Integer, modulus: impl Integer) -> N {
        let modulus = modulus.into_int();
        if modulus.is_zero() {
            return Err(value_error("pow() 3rd argument cannot be 0"));
        }
        let (mut base, mut exponent) = (base.into_int(), exponent.into_int());
        if exponent.is_negative() {
            base = invert(&base, &modulus)?;
            exponent = -exponent;
        }
        let size = modulus.to_big().magnitude().clone().into();
        let rest = base.div_mod_floor(&modulus).1.to_big();
        let rest = if rest < num_bigint::BigInt::ZERO { rest + &size } else { rest };
        let power = Int::from_big(rest.modpow(&exponent.to_big(), &size));
        Ok(N::from_int(power.div_mod_floor(&modulus).1))
    }

    /// `a << b`
    fn shl / try_shl [N: Integer](a: impl Integer, b: impl Integer) -> N {
        if b.is_negative() {
            return Err(value_error("negative shift count"));
        }
        match usize::try_from(b.clamp_i64()) {
            _ if a.to_i64() == Some(0) => Ok(N::default()),
            Ok(places) if places < 1 << 36 => Ok(N::from_int(a.into_int().shift_left(places))),
            _ => Err(overflow_error("too many digits in integer")),
        }
    }

    /// `a >> b`
    fn shr / try_shr [A: Integer](a: A, b: impl Integer) -> A {
        if b.is_negative() {
            return Err(value_error("negative shift count"));
        }
        let places = usize::try_from(b.clamp_i64()).unwrap_or(usize::MAX);
        match a.to_i64() {
            Some(value) => Ok(A::from_i64(value >> places.min(63))),
            None => Ok(A::from_int(a.into_int().shift_right(places))),
        }
    }

    /// `int(text, base)`
    fn parse / try_parse [N: Integer](text: &str, base: impl Integer) -> N {
        let base = base.clamp_i64();
        if base != 0 && !(2..=36).contains(&base) {
            return Err(value_error("int() base must be >= 2 and <= 36, or 0"));
        }
        if text.len() > 640 && !matches!(base, 2 | 4 | 8 | 16 | 32) {
            check_digits(text.bytes().filter(u8::is_ascii_alphanumeric).count(), true)?;
        }
        parse_text(text, base as u32).map(N::from_int).ok_or_else(|| {
            value_error(format!("invalid literal for int() with base {base}: {}", to_repr(text)))
        })
    }

    /// `int(data, base)` of bytes
    fn parse_bytes / try_parse_bytes [N: Integer](data: &[u8], base: impl Integer) -> N {
        let text = String::from_utf8_lossy(data);
        let shown = base.clamp_i64();
        try_parse(&text, base).map_err(|_| {
            value_error(format!("invalid literal for int() with base {shown}: {}", crate::bytes::repr(data)))
        })
    }

    /// `chr(code)`
    fn chr / try_chr [](code: impl Integer) -> String {
        match code.to_i64() {
            Some(code @ 0..=0x10_ffff) => match char::from_u32(code as u32) {
                Some(c) => Ok(c.to_string()),
                None => Err(value_error("chr() of a surrogate is not supported")),
            },
            Some(_) => Err(value_error("chr() arg not in range(0x110000)")),
            None => Err(overflow_error("Python int too large to convert to C int")),
        }
    }

    /// A position or count that must fit the machine's word.
    fn index / try_index [](value: impl Integer) -> i64 {
        value.to_i64().ok_or_else(|| crate::exception::index_error("cannot fit 'int' into an index-sized integer"))
    }

    /// `value.to_bytes(length, order, signed=signed)`
    fn to_bytes / try_to_bytes [](value: impl Integer, length: impl Integer, order: &str, signed: bool) -> Vec<u8> {
        if value.is_negative() && !signed {
            return Err(overflow_error("can't convert negative int to unsigned"));
        }
        let length = usize::try_from(length.clamp_i64()).map_err(|_| value_error("length argument must be non-negative"))?;
        let big = value.into_int().to_big();
        let fill = if big.sign() == num_bigint::Sign::Minus { 0xff } else { 0 };
        let mut bytes = if signed { big.to_signed_bytes_le() } else { big.magnitude().to_bytes_le() };
        if bytes == [0] {
            bytes.clear();
        }
        if bytes.len() > length {
            return Err(overflow_error("int too big to convert"));
        }
        bytes.resize(length, fill);
        if order == "big" {
            bytes.reverse();
        }
        Ok(bytes)
    }
}

/// The inverse of `base` modulo `modulus`.
fn invert(base: &Int, modulus: &Int) -> Result<Int> {
    let (mut a, mut b) = (base.div_mod_floor(modulus).1, modulus.clone());
    let (mut x, mut y) = (Int::new(1), Int::ZERO);
    while !b.is_zero() {
        let (quotient, rest) = a.div_mod_floor(&b);
        (a, b) = (b, rest);
        let next = &x - &(&quotient * &y);
        (x, y) = (y, next);
    }
    match a.to_i64() {
        Some(1) => Ok(x),
        Some(-1) => Ok(-x),
        _ => Err(value_error("base is not invertible for the given modulus")),
    }
}

/// `abs(x)`
#[track_caller]
pub fn abs<A: Integer>(value: A) -> A {
    if !value.is_negative() {
        return value;
    }
    A::from_int(-value.into_int())
}

/// `x.bit_length()`
pub fn bit_length(value: impl Integer) -> i64 {
    match value.to_i64() {
        Some(value) => 64 - i64::from(value.unsigned_abs().leading_zeros()),
        None => value.into_int().to_big().bits() as i64,
    }
}

/// `x.bit_count()`
pub fn bit_count(value: impl Integer) -> i64 {
    match value.to_i64() {
        Some(value) => i64::from(value.unsigned_abs().count_ones()),
        None => value
            .into_int()
            .to_big()
            .magnitude()
            .iter_u64_digits()
            .map(|d| i64::from(d.count_ones()))
            .sum(),
    }
}

/// `int.from_bytes(bytes, order, signed=signed)`
pub fn from_bytes<N: Integer>(bytes: &[u8], order: &str, signed: bool) -> N {
    use num_bigint::{BigInt, Sign};
    N::from_int(Int::from_big(match (order, signed) {
        ("big", true) => BigInt::from_signed_bytes_be(bytes),
        ("big", false) => BigInt::from_bytes_be(Sign::Plus, bytes),
        (_, true) => BigInt::from_signed_bytes_le(bytes),
        (_, false) => BigInt::from_bytes_le(Sign::Plus, bytes),
    }))
}

fallible! {
    /// `int.from_bytes(items, order, signed=signed)` of numbers
    fn from_items / try_from_items [N: Integer](items: impl IntoIterator<Item = impl Integer>, order: &str, signed: bool) -> N {
        crate::bytes::try_of_items(items).map(|bytes| from_bytes(&bytes, order, signed))
    }
}

/// `round(n, digits)` of an integer: half to even
pub fn round_to<N: Integer>(value: impl Integer, digits: impl Integer) -> N {
    let digits = digits.clamp_i64();
    if digits >= 0 {
        return N::from_int(value.into_int());
    }
    let unit = Int::new(10).power(u32::try_from(-digits).unwrap_or(u32::MAX).min(100_000));
    let (quotient, rest) = value.into_int().div_mod_floor(&unit);
    let odd = !quotient.div_mod_floor(&Int::new(2)).1.is_zero();
    let up = match (&rest * 2).cmp(&unit) {
        std::cmp::Ordering::Equal => odd,
        order => order.is_gt(),
    };
    N::from_int((quotient + i64::from(up)) * unit)
}

/// Digits with a prefix, the sign first.
fn prefixed(value: impl Integer, base: u32, prefix: &str) -> String {
    let text = value.into_int().to_base(base);
    match text.strip_prefix('-') {
        Some(digits) => format!("-{prefix}{digits}"),
        None => format!("{prefix}{text}"),
    }
}

/// `bin(n)`
pub fn bin(value: impl Integer) -> String {
    prefixed(value, 2, "0b")
}

/// `oct(n)`
pub fn oct(value: impl Integer) -> String {
    prefixed(value, 8, "0o")
}

/// `hex(n)`
pub fn hex(value: impl Integer) -> String {
    prefixed(value, 16, "0x")
}

/// `int(x)` of a bool
pub fn of_bool(value: bool) -> i64 {
    i64::from(value)
}

/// `int(x)` of an integer
pub fn same<A: Integer>(value: A) -> A {
    value
}

/// `round(n)` of an integer
pub fn round_whole<A: Integer>(value: A) -> A {
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn division_has_the_divisors_sign() {
        assert_eq!((floor_div(-7, 2), floor_mod(-7, 2)), (-4, 1));
        assert_eq!((floor_div(7, -2), floor_mod(7, -2)), (-4, -1));
        assert_eq!(
            try_floor_div(1i64, 0).unwrap_err().message(),
            "integer division or modulo by zero"
        );
        assert_eq!(pow_mod::<i64>(3, -1, 11), 4);
    }

    #[test]
    fn literals_are_those_that_int_takes() {
        assert_eq!(parse::<i64>(" -1_000 ", 10), -1000);
        assert_eq!(parse::<i64>("0xFf", 16), 255);
        assert_eq!(parse::<i64>("0b101", 0), 5);
        assert_eq!(
            try_parse::<i64>("1.5", 10).unwrap_err().message(),
            "invalid literal for int() with base 10: '1.5'"
        );
        assert_eq!(hex(-255), "-0xff");
        assert_eq!(round_to::<i64>(1250, -2), 1200);
    }
}
