//! `complex` and `cmath`: the formulas of the original, so that results are equal to the last bit.

use std::fmt::{self, Formatter};

use crate::exception::{Result, overflow_error, value_error, zero_division};
use crate::fmt::{Format, Spec};
use crate::key::Key;
use crate::show::{Repr, Str};

mod functions;
pub use functions::*;

/// A complex number.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Complex {
    re: f64,
    im: f64,
}

/// 1 as a complex number.
#[cfg(feature = "numpy")]
pub(crate) const ONE: Complex = Complex { re: 1.0, im: 0.0 };

/// `complex(re, im)`
pub fn new(re: f64, im: f64) -> Complex {
    Complex { re, im }
}

/// `complex(re)`
pub fn of_real(re: f64) -> Complex {
    Complex { re, im: 0.0 }
}

/// `complex(re, im)` of parts that are complex themselves
pub fn of_parts(re: Complex, im: Complex) -> Complex {
    new(re.re - im.im, re.im + im.re)
}

/// `complex(z)`
pub fn same(z: Complex) -> Complex {
    z
}

/// `z.real`
pub fn real(z: Complex) -> f64 {
    z.re
}

/// `z.imag`
pub fn imag(z: Complex) -> f64 {
    z.im
}

/// `z.conjugate()`
pub fn conjugate(z: Complex) -> Complex {
    new(z.re, -z.im)
}

/// `a + b`
pub fn add(a: Complex, b: Complex) -> Complex {
    new(a.re + b.re, a.im + b.im)
}

/// `a - b`
pub fn sub(a: Complex, b: Complex) -> Complex {
    new(a.re - b.re, a.im - b.im)
}

/// `a * b`
pub fn mul(a: Complex, b: Complex) -> Complex {
    new(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re)
}

/// `-z`
pub fn neg(z: Complex) -> Complex {
    new(-z.re, -z.im)
}

/// `a == b`
pub fn eq(a: Complex, b: Complex) -> bool {
    a == b
}

/// `bool(z)`
pub fn truth(z: Complex) -> bool {
    z.re != 0.0 || z.im != 0.0
}

fallible! {
    /// `a / b`
    fn div / try_div [](a: Complex, b: Complex) -> Complex {
        if b.re == 0.0 && b.im == 0.0 {
            return Err(zero_division("complex division by zero"));
        }
        if b.re.abs() >= b.im.abs() {
            let ratio = b.im / b.re;
            let under = b.re + b.im * ratio;
            Ok(new((a.re + a.im * ratio) / under, (a.im - a.re * ratio) / under))
        } else {
            let ratio = b.re / b.im;
            let under = b.re * ratio + b.im;
            Ok(new((a.re * ratio + a.im) / under, (a.im * ratio - a.re) / under))
        }
    }

    /// `a ** b`
    fn pow / try_pow [](a: Complex, b: Complex) -> Complex {
        let result = if b.im == 0.0 && b.re == b.re.floor() && b.re.abs() <= 100.0 {
            let n = b.re as i64;
            let mut result = of_real(1.0);
            let (mut power, mut mask) = (a, 1u64);
            while mask <= n.unsigned_abs() && mask > 0 {
                if n.unsigned_abs() & mask != 0 {
                    result = mul(result, power);
                }
                mask <<= 1;
                power = mul(power, power);
            }
            if n >= 0 { result } else {
                try_div(of_real(1.0), result).map_err(|_| zero_division("0.0 to a negative or complex power"))?
            }
        } else if b.re == 0.0 && b.im == 0.0 {
            of_real(1.0)
        } else if a.re == 0.0 && a.im == 0.0 {
            if b.im != 0.0 || b.re < 0.0 {
                return Err(zero_division("0.0 to a negative or complex power"));
            }
            of_real(0.0)
        } else {
            let size = a.re.hypot(a.im);
            let mut length = size.powf(b.re);
            let angle = a.im.atan2(a.re);
            let mut phase = angle * b.re;
            if b.im != 0.0 {
                length /= (angle * b.im).exp();
                phase += b.im * size.ln();
            }
            new(length * phase.cos(), length * phase.sin())
        };
        if !(result.re.is_finite() && result.im.is_finite()) && a.re.is_finite() && a.im.is_finite() {
            return Err(overflow_error("complex exponentiation"));
        }
        Ok(result)
    }

    /// `abs(z)`
    fn abs / try_abs [](z: Complex) -> f64 {
        let size = z.re.hypot(z.im);
        if size.is_infinite() && z.re.is_finite() && z.im.is_finite() {
            return Err(overflow_error("absolute value too large"));
        }
        Ok(size)
    }

    /// `complex(text)`
    fn parse / try_parse [](text: &str) -> Complex {
        read(text.trim()).ok_or_else(|| value_error("complex() arg is a malformed string"))
    }

    /// `cmath.log(z)`
    fn log / try_log [](z: Complex) -> Complex {
        if z.re == 0.0 && z.im == 0.0 {
            return Err(value_error("math domain error"));
        }
        let size = z.re.hypot(z.im);
        let re = if (0.71..=1.73).contains(&size) {
            let (large, small) = (z.re.abs().max(z.im.abs()), z.re.abs().min(z.im.abs()));
            ((large - 1.0) * (large + 1.0) + small * small).ln_1p() / 2.0
        } else {
            size.ln()
        };
        Ok(new(re, z.im.atan2(z.re)))
    }

    /// `cmath.log(z, base)`
    fn log_base / try_log_base [](z: Complex, base: Complex) -> Complex {
        try_div(try_log(z)?, try_log(base)?)
    }

    /// `cmath.log10(z)`
    fn log10 / try_log10 [](z: Complex) -> Complex {
        let log = try_log(z)?;
        Ok(new(log.re / std::f64::consts::LN_10, log.im / std::f64::consts::LN_10))
    }

    /// `cmath.exp(z)`
    fn exp / try_exp [](z: Complex) -> Complex {
        let size = z.re.exp();
        let result = if z.im == 0.0 { new(size, z.im) } else { new(size * z.im.cos(), size * z.im.sin()) };
        if size.is_infinite() && z.re.is_finite() {
            return Err(overflow_error("math range error"));
        }
        Ok(result)
    }
}

/// A text such as `1+2j`, perhaps in parentheses.
fn read(text: &str) -> Option<Complex> {
    let text =
        text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).map_or(text, str::trim);
    let Some(body) = text.strip_suffix(['j', 'J']) else {
        return crate::float::parse_text(text).map(of_real);
    };
    let bytes = body.as_bytes();
    let cut = (1..bytes.len())
        .rev()
        .find(|i| matches!(bytes[*i], b'+' | b'-') && !matches!(bytes[i - 1], b'e' | b'E'));
    let (re, im) = body.split_at(cut.unwrap_or(0));
    let im = match im {
        "" | "+" => 1.0,
        "-" => -1.0,
        text => crate::float::parse_text(text)?,
    };
    Some(new(if re.is_empty() { 0.0 } else { crate::float::parse_text(re)? }, im))
}

/// A part as it is shown: without the `.0` of whole numbers.
fn part(x: f64) -> String {
    let text = crate::show::to_repr(&x);
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// The imaginary part with its sign.
fn signed(x: f64) -> String {
    let text = part(x);
    if text.starts_with('-') { text } else { format!("+{text}") }
}

impl Repr for Complex {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.re == 0.0 && self.re.is_sign_positive() {
            return write!(f, "{}j", part(self.im));
        }
        write!(f, "({}{}j)", part(self.re), signed(self.im))
    }
}

impl Str for Complex {
    fn fmt_str(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.fmt_repr(f)
    }
}

impl Format for Complex {
    fn format(&self, spec: &Spec) -> Result<String> {
        if spec.is_empty() {
            return Ok(crate::show::to_str(self));
        }
        let plain = spec.number_only();
        let text = if spec.has_kind() {
            format!("{}{}j", self.re.format(&plain)?, self.im.format(&plain.with_sign('+'))?)
        } else if spec.precision_given().is_none() {
            crate::show::to_str(self)
        } else if self.re == 0.0 && self.re.is_sign_positive() {
            format!("{}j", self.im.format(&plain.with_kind('g'))?)
        } else {
            let plain = plain.with_kind('g');
            format!("({}{}j)", self.re.format(&plain)?, self.im.format(&plain.with_sign('+'))?)
        };
        Ok(spec.padded(&text, '>'))
    }
}

impl crate::truth::Truth for Complex {
    fn test(&self) -> bool {
        truth(*self)
    }
}

impl crate::copy::Copied for Complex {
    fn shallow(&self) -> Self {
        *self
    }

    fn deep(&self) -> Self {
        *self
    }
}

impl Key for Complex {
    fn __hash__(&self) -> i64 {
        let hash = self.re.__hash__().wrapping_add(1_000_003i64.wrapping_mul(self.im.__hash__()));
        crate::key::not_minus_one(hash)
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::show::to_repr;

    #[test]
    fn computes_as_the_original() {
        assert_eq!(to_repr(&mul(new(1.0, 2.0), new(3.0, -1.0))), "(5+5j)");
        assert_eq!(to_repr(&div(of_real(1.0), new(0.0, 1.0))), "-1j");
        assert_eq!(to_repr(&sqrt(of_real(-2.0))), "1.4142135623730951j");
        assert_eq!(to_repr(&pow(new(1.0, 1.0), of_real(3.0))), "(-2+2j)");
        assert_eq!(to_repr(&parse("(1e2-3.5j)")), "(100-3.5j)");
        assert_eq!(crate::fmt::format(&new(1.0, -2.0), ".2f"), "1.00-2.00j");
        assert_eq!(new(1.0, 2.0).__hash__(), 2_000_007);
    }
}
