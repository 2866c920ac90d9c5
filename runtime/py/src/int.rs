//! `int` of any size: an `i64` while it fits, a big integer beyond.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{
    Add, AddAssign, BitAnd, BitAndAssign, BitOr, BitOrAssign, BitXor, BitXorAssign, Mul, MulAssign,
    Neg, Not, Sub, SubAssign,
};

use num_bigint::{BigInt, Sign};

use crate::exception::{Result, overflow_error, zero_division};

mod operators;

/// An integer of any size.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Int(Size);

/// `Big` holds only what does not fit `Small`.
#[derive(Eq)]
enum Size {
    Small(i64),
    Big(Box<BigInt>),
}

impl Clone for Size {
    #[inline]
    fn clone(&self) -> Self {
        match self {
            Size::Small(value) => Size::Small(*value),
            Size::Big(value) => again(value),
        }
    }
}

/// Apart from the code of small integers.
#[cold]
fn again(value: &BigInt) -> Size {
    Size::Big(Box::new(value.clone()))
}

impl PartialEq for Size {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Size::Small(a), Size::Small(b)) => a == b,
            (Size::Big(a), Size::Big(b)) => alike(a, b),
            _ => false,
        }
    }
}

impl Hash for Size {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Size::Small(value) => value.hash(state),
            Size::Big(value) => value.hash(state),
        }
    }
}

#[cold]
fn alike(a: &BigInt, b: &BigInt) -> bool {
    a == b
}

impl Int {
    /// The integer 0.
    pub const ZERO: Int = Int(Size::Small(0));

    /// An integer that fits 64 bits, usable in constants.
    pub const fn new(value: i64) -> Self {
        Self(Size::Small(value))
    }

    /// From a big integer, made small when it fits.
    pub fn from_big(value: BigInt) -> Self {
        match i64::try_from(&value) {
            Ok(small) => Self(Size::Small(small)),
            Err(_) => Self(Size::Big(Box::new(value))),
        }
    }

    /// As a big integer.
    pub fn to_big(&self) -> BigInt {
        match &self.0 {
            Size::Small(value) => BigInt::from(*value),
            Size::Big(value) => (**value).clone(),
        }
    }

    /// The value, if it fits 64 bits.
    pub fn to_i64(&self) -> Option<i64> {
        match self.0 {
            Size::Small(value) => Some(value),
            Size::Big(_) => None,
        }
    }

    /// Is it below zero?
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Size::Small(value) => *value < 0,
            Size::Big(value) => value.sign() == Sign::Minus,
        }
    }

    /// Is it zero?
    pub fn is_zero(&self) -> bool {
        matches!(self.0, Size::Small(0))
    }

    /// The whole number that a float without fraction is.
    pub(crate) fn from_f64(x: f64) -> Self {
        if x.abs() < 9e18 {
            return Self::new(x as i64);
        }
        let (mantissa, exponent) = crate::float::parts(x);
        Self::from_big(BigInt::from(mantissa) << exponent.max(0) as usize)
    }

    /// Digits only; empty is 0.
    pub(crate) fn parse_decimal(digits: &str) -> Self {
        match digits.parse::<i64>() {
            Ok(value) => Self::new(value),
            Err(_) => digits.parse::<BigInt>().map(Self::from_big).unwrap_or(Self::ZERO),
        }
    }

    pub(crate) fn add_small(&self, value: i64) -> Self {
        self + &Self::new(value)
    }

    /// Correctly rounded to a float; infinite when too large.
    pub fn to_f64(&self) -> f64 {
        let value = match &self.0 {
            Size::Small(value) => return *value as f64,
            Size::Big(value) => value,
        };
        let (sign, digits) = (value.sign(), value.magnitude());
        let shift = digits.bits() as usize - 64;
        if shift > 1000 {
            return if sign == Sign::Minus { f64::NEG_INFINITY } else { f64::INFINITY };
        }
        let top = digits >> shift;
        let sticky = (&top << shift) != *digits;
        // 64 bits whose lowest stands for all that were cut round to 53 as the whole would
        let top = u64::try_from(&top).unwrap_or(u64::MAX) | u64::from(sticky);
        let float = top as f64 * 2f64.powi(shift as i32);
        if sign == Sign::Minus { -float } else { float }
    }

    /// Correctly rounded quotient as a float.
    pub(crate) fn true_div(&self, other: &Self) -> Result<f64> {
        if other.is_zero() {
            return Err(zero_division("division by zero"));
        }
        let (a, b) = (self.to_big(), other.to_big());
        let (a_size, b_size) = (a.magnitude().clone(), b.magnitude().clone());
        if a_size.bits() == 0 {
            return Ok(0.0);
        }
        // scale so that the quotient has at least 66 bits, but no more precision than a subnormal has
        let shift = (66 + b_size.bits() as i64 - a_size.bits() as i64).min(1076);
        let (a_size, b_size) = if shift >= 0 {
            (a_size << shift as usize, b_size)
        } else {
            (a_size, b_size << -shift as usize)
        };
        let quotient = &a_size / &b_size;
        let sticky = &quotient * &b_size != a_size;
        let bits = quotient.bits() as i64;
        // cut to the bits that the float keeps, and one more for rounding, the rest sticky
        let keep = (bits + 1074 - shift + 2).clamp(2, 64).min(64);
        let cut = (bits - keep).max(0) as usize;
        let top = &quotient >> cut;
        let sticky = sticky || (&top << cut) != quotient;
        let top = u64::try_from(&top).unwrap_or(u64::MAX) | u64::from(sticky);
        let exponent = cut as i64 - shift;
        let float = if exponent < -1000 {
            (top as f64 * 2f64.powi(-1000)) * 2f64.powi((exponent + 1000) as i32)
        } else {
            top as f64
                * 2f64.powi(exponent.min(1023) as i32)
                * 2f64.powi((exponent - exponent.min(1023)) as i32)
        };
        if float.is_infinite() {
            return Err(overflow_error("integer division result too large for a float"));
        }
        Ok(if (a.sign() == Sign::Minus) != (b.sign() == Sign::Minus) { -float } else { float })
    }

    /// `divmod(a, b)` for `b != 0`
    pub(crate) fn div_mod_floor(&self, other: &Self) -> (Self, Self) {
        if let (Size::Small(a), Size::Small(b)) = (&self.0, &other.0)
            && let (Some(quotient), Some(rest)) = (a.checked_div(*b), a.checked_rem(*b))
        {
            let fix = rest != 0 && (rest < 0) != (*b < 0);
            let rest = if fix { rest + b } else { rest };
            return (Self::new(quotient - i64::from(fix)), Self::new(rest));
        }
        let (a, b) = (self.to_big(), other.to_big());
        let (mut quotient, mut rest) = (&a / &b, &a % &b);
        if rest.sign() != Sign::NoSign && (rest.sign() == Sign::Minus) != (b.sign() == Sign::Minus)
        {
            rest += b;
            quotient -= 1;
        }
        (Self::from_big(quotient), Self::from_big(rest))
    }

    /// `self ** exponent`
    pub(crate) fn power(&self, exponent: u32) -> Self {
        if let Some(small) = self.to_i64().and_then(|base| base.checked_pow(exponent)) {
            return Self::new(small);
        }
        Self::from_big(self.to_big().pow(exponent))
    }

    /// `self << places`
    pub(crate) fn shift_left(&self, places: usize) -> Self {
        if let Size::Small(value) = self.0
            && places < 63
            && (value << places) >> places == value
        {
            return Self::new(value << places);
        }
        Self::from_big(self.to_big() << places)
    }

    /// `self >> places`
    pub(crate) fn shift_right(&self, places: usize) -> Self {
        match &self.0 {
            Size::Small(value) => Self::new(value >> places.min(63)),
            Size::Big(value) => Self::from_big(&**value >> places),
        }
    }

    /// Text in a base from 2 to 36, with sign.
    pub(crate) fn to_base(&self, base: u32) -> String {
        match &self.0 {
            Size::Small(value) if base == 10 => value.to_string(),
            Size::Small(value) => BigInt::from(*value).to_str_radix(base),
            Size::Big(value) => value.to_str_radix(base),
        }
    }
}

/// A literal beyond 64 bits, in decimal digits.
pub fn literal(digits: &str) -> Int {
    match digits.strip_prefix('-') {
        Some(digits) => -Int::parse_decimal(digits),
        None => Int::parse_decimal(digits),
    }
}

impl From<i64> for Int {
    fn from(value: i64) -> Self {
        Self::new(value)
    }
}

impl From<bool> for Int {
    fn from(value: bool) -> Self {
        Self::new(i64::from(value))
    }
}

impl Default for Int {
    fn default() -> Self {
        Self::ZERO
    }
}

impl Ord for Int {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Size::Small(a), Size::Small(b)) => a.cmp(b),
            _ => self.cmp_big(other),
        }
    }
}

impl Int {
    #[cold]
    fn cmp_big(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Size::Small(a), Size::Small(b)) => a.cmp(b),
            (Size::Small(_), Size::Big(b)) => {
                if b.sign() == Sign::Minus {
                    Ordering::Greater
                } else {
                    Ordering::Less
                }
            }
            (Size::Big(a), Size::Small(_)) => {
                if a.sign() == Sign::Minus {
                    Ordering::Less
                } else {
                    Ordering::Greater
                }
            }
            (Size::Big(a), Size::Big(b)) => a.cmp(b),
        }
    }
}

impl PartialOrd for Int {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Int {
    /// The digits of the number without its sign, however many there are.
    #[cfg(feature = "decimal")]
    pub(crate) fn digits(&self) -> String {
        match &self.0 {
            Size::Small(value) => value.unsigned_abs().to_string(),
            Size::Big(value) => value.magnitude().to_string(),
        }
    }
}

impl fmt::Display for Int {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Size::Small(value) => value.fmt(f),
            Size::Big(value) => {
                let digits = value.magnitude().to_string();
                if let Err(error) = crate::integer::check_digits(digits.len(), false) {
                    error.unwind()
                }
                f.pad_integral(value.sign() != Sign::Minus, "", &digits)
            }
        }
    }
}

impl fmt::Debug for Int {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grows_and_shrinks() {
        let big = &Int::new(i64::MAX) + 1;
        assert_eq!(big.to_string(), "9223372036854775808");
        assert_eq!((big - 1).to_i64(), Some(i64::MAX));
        assert_eq!(Int::new(2).power(100).to_string(), "1267650600228229401496703205376");
        assert_eq!(Int::new(2).power(100).to_f64(), 2f64.powi(100));
        let mut x = Int::new(3);
        x *= 5;
        x += &Int::new(1);
        assert_eq!(x, Int::new(16));
    }

    #[test]
    fn division_is_correctly_rounded() {
        let a = Int::new(10).power(400);
        let b = Int::new(3) * Int::new(10).power(399);
        assert_eq!(a.true_div(&b).unwrap(), 10.0 / 3.0);
        assert_eq!(Int::new(1).true_div(&Int::new(10).power(320)).unwrap(), 1e-320);
        assert_eq!(Int::new(-7).div_mod_floor(&Int::new(2)), (Int::new(-4), Int::new(1)));
    }
}
