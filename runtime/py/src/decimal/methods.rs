//! Making numbers, and the methods that do no arithmetic.

use std::cmp::Ordering;

use super::{Decimal, Kind, Rounding, SETTINGS, count, invalid, rounding_of, ten};
use crate::exception::{Result, overflow_error, value_error};
use crate::int::Int;
use crate::integer::Integer;
use crate::key::Key;

/// `Decimal()`
pub fn zero() -> Decimal {
    of_int(0)
}

/// `Decimal(n)`
pub fn of_int(n: impl Integer) -> Decimal {
    let n = n.into_int();
    let negative = n.is_negative();
    Decimal::finite(negative, if negative { -n } else { n }, 0)
}

/// `Decimal(x)` of a float: its exact value
pub fn of_float(x: f64) -> Decimal {
    if x.is_nan() {
        return Decimal::nan();
    }
    if x.is_infinite() {
        return Decimal::infinite(x < 0.0);
    }
    if x == 0.0 {
        return Decimal::finite(x.is_sign_negative(), Int::ZERO, 0);
    }
    let (top, bottom): (Int, Int) = crate::float::as_integer_ratio(x);
    // the denominator is a power of two: 1 / 2**k is 5**k / 10**k
    let places = crate::integer::bit_length(bottom) - 1;
    let five = Int::new(5).power(u32::try_from(places).unwrap_or(0));
    let negative = top.is_negative();
    Decimal::finite(negative, (if negative { -top } else { top }) * five, -places)
}

/// `Decimal(other)`
pub fn copy(other: &Decimal) -> Decimal {
    other.clone()
}

fallible! {
    /// `self.quantize(exp)`
    fn quantize / try_quantize [](x: &Decimal, exp: &Decimal) -> Decimal {
        quantized(x, exp, SETTINGS.get().rounding)
    }

    /// `self.quantize(exp, rounding=name)`
    fn quantize_by / try_quantize_by [](x: &Decimal, exp: &Decimal, rounding: &str) -> Decimal {
        quantized(x, exp, rounding_of(rounding)?)
    }

    /// `self.to_integral_value(rounding=name)`
    fn to_integral_by / try_to_integral_by [](x: &Decimal, rounding: &str) -> Decimal {
        Ok(integral(x, rounding_of(rounding)?))
    }

    /// `self.normalize()`
    fn normalize / try_normalize [](x: &Decimal) -> Decimal {
        let mut result = x.clone().fixed()?;
        if !result.is_finite() {
            return Ok(result);
        }
        if result.digits.is_zero() {
            return Ok(Decimal::finite(result.negative, Int::ZERO, 0));
        }
        loop {
            let (less, last) = result.digits.div_mod_floor(&Int::new(10));
            if !last.is_zero() {
                return Ok(result);
            }
            result.digits = less;
            result.exponent += 1;
        }
    }

    /// `int(self)`
    fn to_int / try_to_int [N: Integer](x: &Decimal) -> N {
        whole(x, Rounding::Down)
    }

    /// `math.floor(self)`
    fn floor / try_floor [N: Integer](x: &Decimal) -> N {
        whole(x, Rounding::Floor)
    }

    /// `math.ceil(self)`
    fn ceil / try_ceil [N: Integer](x: &Decimal) -> N {
        whole(x, Rounding::Ceiling)
    }

    /// `round(self)`
    fn round / try_round [N: Integer](x: &Decimal) -> N {
        whole(x, Rounding::HalfEven)
    }

    /// `round(self, places)`
    fn round_to / try_round_to [](x: &Decimal, places: impl Integer) -> Decimal {
        quantized(x, &Decimal::finite(false, Int::new(1), -places.clamp_i64()), Rounding::HalfEven)
    }

    /// `self.compare(other)`
    fn compare / try_compare [](a: &Decimal, b: &Decimal) -> Decimal {
        Ok(a.compare_value(b).map_or_else(Decimal::nan, |order| of_int(order as i64)))
    }

    /// `self.scaleb(places)`
    fn scaleb / try_scaleb [](x: &Decimal, places: impl Integer) -> Decimal {
        Decimal { exponent: x.exponent + places.clamp_i64(), ..x.clone() }.fixed()
    }

    /// `self.max(other)`
    fn max / try_max [](a: &Decimal, b: &Decimal) -> Decimal {
        if a.compare_value(b) == Some(Ordering::Less) { b.clone() } else { a.clone() }.fixed()
    }

    /// `self.min(other)`
    fn min / try_min [](a: &Decimal, b: &Decimal) -> Decimal {
        if a.compare_value(b) == Some(Ordering::Greater) { b.clone() } else { a.clone() }.fixed()
    }
}

fn quantized(x: &Decimal, exp: &Decimal, rounding: Rounding) -> Result<Decimal> {
    if x.kind == Kind::Nan || exp.kind == Kind::Nan {
        return Ok(Decimal::nan());
    }
    if x.kind != exp.kind {
        return Err(invalid("InvalidOperation"));
    }
    if !x.is_finite() {
        return Ok(x.clone());
    }
    let result = x.scaled_to(exp.exponent, rounding);
    if count(&result.digits) > SETTINGS.get().precision {
        return Err(invalid("InvalidOperation"));
    }
    Ok(result)
}

fn integral(x: &Decimal, rounding: Rounding) -> Decimal {
    if x.exponent >= 0 { x.clone() } else { x.scaled_to(0, rounding) }
}

fn whole<N: Integer>(x: &Decimal, rounding: Rounding) -> Result<N> {
    match x.kind {
        Kind::Nan => return Err(value_error("cannot convert NaN to integer")),
        Kind::Infinite => return Err(overflow_error("cannot convert Infinity to integer")),
        Kind::Finite => {}
    }
    let scaled = x.scaled_to(0, rounding);
    Ok(N::from_int(if x.negative { -scaled.digits } else { scaled.digits }))
}

/// `self.to_integral_value()`
pub fn to_integral(x: &Decimal) -> Decimal {
    integral(x, SETTINGS.get().rounding)
}

/// `float(self)`
pub fn to_float(x: &Decimal) -> f64 {
    crate::float::parse_text(&super::plain_text(x)).unwrap_or(f64::NAN)
}

/// `self.as_tuple()`
pub fn as_tuple(x: &Decimal) -> (i64, Vec<i64>, i64) {
    let digits = x.digits.digits().bytes().map(|b| i64::from(b - b'0')).collect();
    (i64::from(x.negative), digits, x.exponent)
}

/// `self.as_integer_ratio()`
pub fn as_integer_ratio<N: Integer>(x: &Decimal) -> (N, N) {
    let signed = if x.negative { -&x.digits } else { x.digits.clone() };
    let (top, bottom) = if x.exponent >= 0 {
        (signed * ten(x.exponent), Int::new(1))
    } else {
        (signed, ten(-x.exponent))
    };
    let common = crate::math::gcd(top.clone(), bottom.clone());
    (N::from_int(top.div_mod_floor(&common).0), N::from_int(bottom.div_mod_floor(&common).0))
}

/// `self.adjusted()`
pub fn adjusted(x: &Decimal) -> i64 {
    if x.is_finite() { x.adjusted_exponent() } else { 0 }
}

/// `self.copy_abs()`
pub fn copy_abs(x: &Decimal) -> Decimal {
    Decimal { negative: false, ..x.clone() }
}

/// `self.copy_negate()`
pub fn copy_negate(x: &Decimal) -> Decimal {
    Decimal { negative: !x.negative, ..x.clone() }
}

/// `self.copy_sign(other)`
pub fn copy_sign(x: &Decimal, other: &Decimal) -> Decimal {
    Decimal { negative: other.negative, ..x.clone() }
}

/// `self.is_nan()`
pub fn is_nan(x: &Decimal) -> bool {
    x.kind == Kind::Nan
}

/// `self.is_infinite()`
pub fn is_infinite(x: &Decimal) -> bool {
    x.kind == Kind::Infinite
}

/// `self.is_finite()`
pub fn is_finite(x: &Decimal) -> bool {
    x.is_finite()
}

/// `self.is_zero()`
pub fn is_zero(x: &Decimal) -> bool {
    x.is_zero_value()
}

/// `self.is_signed()`
pub fn is_signed(x: &Decimal) -> bool {
    x.negative
}

macro_rules! compared {
    ($($name:ident $method:ident;)*) => {
        $(
            #[doc = concat!("`x.__", stringify!($method), "__(y)` of a float")]
            pub fn $name(x: &Decimal, y: f64) -> bool {
                x.$method(&of_float(y))
            }
        )*
    };
}

compared! {
    eq_float eq;
    lt_float lt;
    le_float le;
    gt_float gt;
    ge_float ge;
}

impl crate::truth::Truth for Decimal {
    fn test(&self) -> bool {
        !self.is_zero_value()
    }
}

impl crate::union::AsNumber for Decimal {
    fn number(&self) -> crate::union::Number {
        if self.is_finite() {
            let (top, bottom) = as_integer_ratio(self);
            return crate::union::Number::Ratio(top, bottom);
        }
        let infinite = if self.negative { f64::NEG_INFINITY } else { f64::INFINITY };
        crate::union::Number::Float(if is_infinite(self) { infinite } else { f64::NAN })
    }
}

impl crate::copy::Copied for Decimal {
    fn shallow(&self) -> Self {
        self.clone()
    }

    fn deep(&self) -> Self {
        self.clone()
    }
}

impl Key for Decimal {
    fn __hash__(&self) -> i64 {
        if !self.is_finite() {
            return if self.negative { -314_159 } else { 314_159 };
        }
        let modulus = Int::new((1 << 61) - 1);
        let power =
            crate::integer::pow_mod(Int::new(10), Int::new(self.exponent.abs()), modulus.clone());
        let power: Int = if self.exponent >= 0 {
            power
        } else {
            crate::integer::pow_mod(power, &modulus - 2, modulus.clone())
        };
        let hash = (&self.digits * &power).div_mod_floor(&modulus).1.to_i64().unwrap_or(0);
        let hash = if self.negative { -hash } else { hash };
        crate::key::not_minus_one(hash)
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}
