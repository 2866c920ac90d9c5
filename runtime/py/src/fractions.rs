//! `fractions.Fraction`

use std::cmp::Ordering;
use std::fmt::{self, Formatter};

use crate::exception::{Exception, Result, value_error, zero_division};
use crate::float;
use crate::int::Int;
use crate::integer::Integer;
use crate::key::Key;
use crate::math::gcd;
use crate::show::{Repr, Str, to_repr};
use crate::truth::Truth;

mod mixed;
pub use mixed::*;

/// A rational number in lowest terms; the denominator is above 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fraction {
    top: Int,
    bottom: Int,
}

impl Default for Fraction {
    fn default() -> Self {
        Fraction { top: Int::from(0), bottom: Int::from(1) }
    }
}

fn reduced(top: Int, bottom: Int) -> Fraction {
    let gcd = gcd(top.clone(), bottom.clone());
    let sign = if bottom.is_negative() { -gcd } else { gcd };
    Fraction { top: top.div_mod_floor(&sign).0, bottom: bottom.div_mod_floor(&sign).0 }
}

fn by_zero(top: &Int) -> Exception {
    zero_division(format!("Fraction({top}, 0)"))
}

fallible! {
    /// `Fraction(top, bottom)`
    fn new / try_new [](top: impl Integer, bottom: impl Integer) -> Fraction {
        let (top, bottom) = (top.into_int(), bottom.into_int());
        if bottom.is_zero() { Err(by_zero(&top)) } else { Ok(reduced(top, bottom)) }
    }

    /// `Fraction(text)`
    fn parse / try_parse [](text: &str) -> Fraction {
        let wrong = || value_error(format!("Invalid literal for Fraction: {}", to_repr(text)));
        let body = text.trim();
        let number = |text: &str| crate::integer::parse_text(text, 10).ok_or_else(wrong);
        if let Some((top, bottom)) = body.split_once('/') {
            return try_new(number(top)?, number(bottom)?);
        }
        let (mantissa, exponent) = body.split_once(['e', 'E']).unwrap_or((body, "0"));
        let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let top = number(&format!("{whole}{decimals}"))?;
        let exponent = exponent.parse::<i64>().map_err(|_| wrong())? - decimals.len() as i64;
        let scale = Int::new(10).power(exponent.unsigned_abs() as u32);
        Ok(if exponent < 0 { reduced(top, scale) } else { reduced(top * scale, Int::new(1)) })
    }

    /// `Fraction(x)` of a float
    fn of_float / try_of_float [](x: f64) -> Fraction {
        let (top, bottom): (Int, Int) = float::try_as_integer_ratio(x)?;
        Ok(reduced(top, bottom))
    }

    /// `a / b`
    fn div / try_div [](a: &Fraction, b: &Fraction) -> Fraction {
        if b.top.is_zero() {
            return Err(by_zero(&(&a.top * &b.bottom)));
        }
        Ok(reduced(&a.top * &b.bottom, &a.bottom * &b.top))
    }

    /// `a // b`
    fn floor_div / try_floor_div [N: Integer](a: &Fraction, b: &Fraction) -> N {
        let quotient = try_div(a, b)?;
        Ok(N::from_int(quotient.top.div_mod_floor(&quotient.bottom).0))
    }

    /// `a % b`
    fn modulo / try_modulo [](a: &Fraction, b: &Fraction) -> Fraction {
        let times: Int = try_floor_div(a, b)?;
        Ok(sub(a, &mul(b, &of_int(times))))
    }

    /// `divmod(a, b)`
    fn divmod / try_divmod [N: Integer](a: &Fraction, b: &Fraction) -> (N, Fraction) {
        let times: Int = try_floor_div(a, b)?;
        let rest = sub(a, &mul(b, &of_int(times.clone())));
        Ok((N::from_int(times), rest))
    }

    /// `a ** n`
    fn pow / try_pow [](a: &Fraction, n: impl Integer) -> Fraction {
        let size = u32::try_from(n.clamp_i64().unsigned_abs()).unwrap_or(u32::MAX);
        let (top, bottom) = (a.top.power(size), a.bottom.power(size));
        if n.is_negative() { try_new(bottom, top) } else { Ok(Fraction { top, bottom }) }
    }

    /// `float(a)`
    fn to_float / try_to_float [](a: &Fraction) -> f64 {
        a.top.true_div(&a.bottom)
    }

    /// `a.limit_denominator(most)`
    fn limit_denominator / try_limit_denominator [](a: &Fraction, most: impl Integer) -> Fraction {
        let most = most.into_int();
        if most < Int::new(1) {
            return Err(value_error("max_denominator should be at least 1"));
        }
        if a.bottom <= most {
            return Ok(a.clone());
        }
        let (mut p0, mut q0, mut p1, mut q1) = (Int::ZERO, Int::new(1), Int::new(1), Int::ZERO);
        let (mut n, mut d) = (a.top.clone(), a.bottom.clone());
        loop {
            let (step, rest) = n.div_mod_floor(&d);
            let q2 = &q0 + &(&step * &q1);
            if q2 > most {
                break;
            }
            let p2 = &p0 + &(&step * &p1);
            (p0, q0, p1, q1) = (p1, q1, p2, q2);
            (n, d) = (d, rest);
        }
        let k = (&most - &q0).div_mod_floor(&q1).0;
        let one = reduced(&p0 + &(&k * &p1), &q0 + &(&k * &q1));
        let two = reduced(p1, q1);
        Ok(if abs(&sub(&two, a)) <= abs(&sub(&one, a)) { two } else { one })
    }
}

/// `Fraction(n)`
pub fn of_int(n: impl Integer) -> Fraction {
    Fraction { top: n.into_int(), bottom: Int::new(1) }
}

/// `Fraction(other)`
pub fn copy(other: &Fraction) -> Fraction {
    other.clone()
}

/// `a + b`
pub fn add(a: &Fraction, b: &Fraction) -> Fraction {
    reduced(&a.top * &b.bottom + &b.top * &a.bottom, &a.bottom * &b.bottom)
}

/// `a - b`
pub fn sub(a: &Fraction, b: &Fraction) -> Fraction {
    reduced(&a.top * &b.bottom - &b.top * &a.bottom, &a.bottom * &b.bottom)
}

/// `a * b`
pub fn mul(a: &Fraction, b: &Fraction) -> Fraction {
    reduced(&a.top * &b.top, &a.bottom * &b.bottom)
}

/// `-a`
pub fn neg(a: &Fraction) -> Fraction {
    Fraction { top: -&a.top, bottom: a.bottom.clone() }
}

/// `abs(a)`
pub fn abs(a: &Fraction) -> Fraction {
    if a.top.is_negative() { neg(a) } else { a.clone() }
}

/// `a.numerator`
pub fn numerator<N: Integer>(a: &Fraction) -> N {
    N::from_int(a.top.clone())
}

/// `Fraction()`
pub fn zero() -> Fraction {
    of_int(0_i64)
}

/// Is it a whole number?
pub fn is_integer(a: &Fraction) -> bool {
    a.bottom == Int::new(1)
}

/// `a.denominator`
pub fn denominator<N: Integer>(a: &Fraction) -> N {
    N::from_int(a.bottom.clone())
}

/// `int(a)`
pub fn to_int<N: Integer>(a: &Fraction) -> N {
    let size = abs(a);
    let whole = size.top.div_mod_floor(&size.bottom).0;
    N::from_int(if a.top.is_negative() { -whole } else { whole })
}

/// `math.floor(a)`
pub fn floor<N: Integer>(a: &Fraction) -> N {
    N::from_int(a.top.div_mod_floor(&a.bottom).0)
}

/// `math.ceil(a)`
pub fn ceil<N: Integer>(a: &Fraction) -> N {
    N::from_int(-(-&a.top).div_mod_floor(&a.bottom).0)
}

fn rounded(a: &Fraction) -> Int {
    let (whole, rest) = a.top.div_mod_floor(&a.bottom);
    let twice = &rest + &rest;
    let up = match twice.cmp(&a.bottom) {
        Ordering::Less => false,
        Ordering::Greater => true,
        Ordering::Equal => whole.div_mod_floor(&Int::new(2)).1 != Int::ZERO,
    };
    if up { whole + Int::new(1) } else { whole }
}

/// `round(a)`
pub fn round<N: Integer>(a: &Fraction) -> N {
    N::from_int(rounded(a))
}

/// `round(a, digits)`
pub fn round_to(a: &Fraction, digits: impl Integer) -> Fraction {
    let digits = digits.clamp_i64();
    let shift = Int::new(10).power(u32::try_from(digits.unsigned_abs()).unwrap_or(u32::MAX));
    if digits > 0 {
        let scaled = rounded(&mul(a, &of_int(shift.clone())));
        reduced(scaled, shift)
    } else {
        let scaled = rounded(&reduced(a.top.clone(), &a.bottom * &shift));
        of_int(scaled * shift)
    }
}

/// `a.as_integer_ratio()`
pub fn as_integer_ratio<N: Integer>(a: &Fraction) -> (N, N) {
    (numerator(a), denominator(a))
}

/// `a == b`
pub fn eq(a: &Fraction, b: &Fraction) -> bool {
    a == b
}

/// `a < b`
pub fn lt(a: &Fraction, b: &Fraction) -> bool {
    a < b
}

/// `a > b`
pub fn gt(a: &Fraction, b: &Fraction) -> bool {
    a > b
}

/// `a <= b`
pub fn le(a: &Fraction, b: &Fraction) -> bool {
    a <= b
}

/// `a >= b`
pub fn ge(a: &Fraction, b: &Fraction) -> bool {
    a >= b
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        (&self.top * &other.bottom).cmp(&(&other.top * &self.bottom))
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Repr for Fraction {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "Fraction({}, {})", self.top, self.bottom)
    }
}

impl Str for Fraction {
    fn fmt_str(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.top)?;
        if self.bottom == Int::new(1) { Ok(()) } else { write!(f, "/{}", self.bottom) }
    }
}

impl crate::copy::Copied for Fraction {
    fn shallow(&self) -> Self {
        self.clone()
    }

    fn deep(&self) -> Self {
        self.clone()
    }
}

impl crate::union::AsNumber for Fraction {
    fn number(&self) -> crate::union::Number {
        crate::union::Number::Ratio(self.top.clone(), self.bottom.clone())
    }
}

impl Truth for Fraction {
    fn test(&self) -> bool {
        !self.top.is_zero()
    }
}

impl Key for Fraction {
    fn __hash__(&self) -> i64 {
        if self.bottom == Int::new(1) {
            return self.top.__hash__();
        }
        let modulus = Int::new((1 << 61) - 1);
        let inverse: Result<Int> =
            crate::integer::try_pow_mod(self.bottom.clone(), &modulus - 2, modulus.clone());
        let size = if self.top.is_negative() { -&self.top } else { self.top.clone() };
        let hash = inverse.map_or(314_159, |inverse| {
            (size.div_mod_floor(&modulus).1 * inverse)
                .div_mod_floor(&modulus)
                .1
                .to_i64()
                .unwrap_or(0)
        });
        let hash = if self.top.is_negative() { -hash } else { hash };
        crate::key::not_minus_one(hash)
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stays_in_lowest_terms() {
        let half = new(3, -6);
        assert_eq!(to_repr(&half), "Fraction(-1, 2)");
        assert_eq!(crate::show::to_str(&add_int(&half, 2)), "3/2");
        assert_eq!(parse("1.25"), new(5, 4));
        assert_eq!(
            try_new(1, 0).err().map(|error| error.message()).as_deref(),
            Some("Fraction(1, 0)")
        );
        assert_eq!(limit_denominator(&of_float(std::f64::consts::PI), 1000), new(355, 113));
        assert_eq!(floor_div::<i64>(&new(7, 2), &new(1, 1)), 3);
        assert_eq!(new(1, 2).__hash__(), 0.5.__hash__());
    }
}
