//! `math`

use crate::exception::{Exception, Result, overflow_error, value_error};
use crate::float;
use crate::int::Int;
use crate::integer::Integer;

mod erf;
mod integers;
mod parts;
mod special;
pub use erf::*;
pub use integers::*;
pub use parts::*;
use special::{lanczos, log_lanczos, product, round_partials};

#[cold]
fn domain() -> Exception {
    value_error("math domain error")
}

fallible! {
    /// `math.sqrt(x)`
    fn sqrt / try_sqrt [](x: f64) -> f64 {
        if x < 0.0 { Err(domain()) } else { Ok(x.sqrt()) }
    }
}

/// The result of a function of the C library, checked as the interpreter checks it.
#[inline]
fn checked(result: f64, finite: bool) -> Result<f64> {
    if result.is_nan() && finite {
        return Err(domain());
    }
    if result.is_infinite() && finite {
        return Err(overflow_error("math range error"));
    }
    Ok(result)
}

macro_rules! functions {
    ($($name:ident $try_name:ident $doc:literal |$x:ident| $result:expr;)*) => {
        fallible! {
            $(
                #[doc = concat!("`math.", $doc, "`")]
                fn $name / $try_name []($x: f64) -> f64 {
                    let finite = $x.is_finite();
                    let infinite = $x.is_infinite();
                    let result: f64 = $result;
                    if infinite && result.is_nan() {
                        return Err(domain());
                    }
                    checked(result, finite)
                }
            )*
        }
    };
}

functions! {
    exp try_exp "exp(x)" |x| x.exp();
    exp2 try_exp2 "exp2(x)" |x| x.exp2();
    expm1 try_expm1 "expm1(x)" |x| x.exp_m1();
    sin try_sin "sin(x)" |x| x.sin();
    cos try_cos "cos(x)" |x| x.cos();
    tan try_tan "tan(x)" |x| x.tan();
    asin try_asin "asin(x)" |x| x.asin();
    acos try_acos "acos(x)" |x| x.acos();
    sinh try_sinh "sinh(x)" |x| x.sinh();
    cosh try_cosh "cosh(x)" |x| x.cosh();
    acosh try_acosh "acosh(x)" |x| x.acosh();
}

/// The logarithm of an integer of any size to a base, by its leading bits.
fn log_int(value: &Int, log: fn(f64) -> f64) -> Result<f64> {
    if value.is_negative() || value.is_zero() {
        return Err(domain());
    }
    let x = value.to_f64();
    if x.is_finite() {
        return Ok(log(x));
    }
    let bits = value.to_big().bits() as usize;
    let shift = bits - 64;
    Ok(log(value.shift_right(shift).to_f64()) + log(2.0) * shift as f64)
}

fn log_float(x: f64, log: fn(f64) -> f64) -> Result<f64> {
    if x <= 0.0 { Err(domain()) } else { Ok(log(x)) }
}

fallible! {
    /// `math.log(x)`
    fn log / try_log [](x: f64) -> f64 {
        log_float(x, f64::ln)
    }

    /// `math.log(n)` of an integer
    fn log_of_int / try_log_of_int [](n: impl Integer) -> f64 {
        log_int(&n.into_int(), f64::ln)
    }

    /// `math.log(x, base)`
    fn log_base / try_log_base [](x: f64, base: f64) -> f64 {
        let (top, bottom) = (log_float(x, f64::ln)?, log_float(base, f64::ln)?);
        float::try_div(top, bottom)
    }

    /// `math.log2(x)`
    fn log2 / try_log2 [](x: f64) -> f64 {
        log_float(x, f64::log2)
    }

    /// `math.log2(n)` of an integer
    fn log2_of_int / try_log2_of_int [](n: impl Integer) -> f64 {
        log_int(&n.into_int(), f64::log2)
    }

    /// `math.log10(x)`
    fn log10 / try_log10 [](x: f64) -> f64 {
        log_float(x, f64::log10)
    }

    /// `math.log10(n)` of an integer
    fn log10_of_int / try_log10_of_int [](n: impl Integer) -> f64 {
        log_int(&n.into_int(), f64::log10)
    }

    /// `math.log1p(x)`
    fn log1p / try_log1p [](x: f64) -> f64 {
        if x <= -1.0 { Err(domain()) } else { Ok(x.ln_1p()) }
    }

    /// `math.atanh(x)`
    fn atanh / try_atanh [](x: f64) -> f64 {
        if x.abs() >= 1.0 { Err(domain()) } else { Ok(x.atanh()) }
    }

    /// `math.pow(x, y)`
    fn pow / try_pow [](x: f64, y: f64) -> f64 {
        if x == 0.0 && y < 0.0 {
            return Err(domain());
        }
        checked(crate::float::power(x, y), x.is_finite() && y.is_finite())
    }

    /// `math.fmod(x, y)`
    fn fmod / try_fmod [](x: f64, y: f64) -> f64 {
        if (y == 0.0 || x.is_infinite()) && !x.is_nan() && !y.is_nan() {
            return Err(domain());
        }
        Ok(x % y)
    }

    /// `math.remainder(x, y)`
    fn remainder / try_remainder [](x: f64, y: f64) -> f64 {
        if (y == 0.0 || x.is_infinite()) && !x.is_nan() && !y.is_nan() {
            return Err(domain());
        }
        if y.is_infinite() {
            return Ok(x);
        }
        let y = y.abs();
        let m = x.abs() % y;
        let c = y - m;
        let r = match m.partial_cmp(&c) {
            Some(std::cmp::Ordering::Less) => m,
            Some(std::cmp::Ordering::Greater) => -c,
            _ => m - 2.0 * ((0.5 * (x.abs() - m)) % y),
        };
        Ok(1f64.copysign(x) * r)
    }

    /// `math.factorial(n)`
    fn factorial / try_factorial [N: Integer](n: impl Integer) -> N {
        let Some(n) = n.to_i64().filter(|n| *n >= 0) else {
            return Err(value_error("factorial() not defined for negative values"));
        };
        Ok(N::from_int(product(1, n)))
    }

    /// `math.isqrt(n)`
    fn isqrt / try_isqrt [N: Integer](n: impl Integer) -> N {
        if n.is_negative() {
            return Err(value_error("isqrt() argument must be nonnegative"));
        }
        Ok(match n.to_i64() {
            Some(n) => N::from_i64(n.isqrt()),
            None => N::from_int(Int::from_big(n.into_int().to_big().sqrt())),
        })
    }

    /// `math.comb(n, k)`
    fn comb / try_comb [N: Integer](n: impl Integer, k: impl Integer) -> N {
        if n.is_negative() {
            return Err(value_error("n must be a non-negative integer"));
        }
        if k.is_negative() {
            return Err(value_error("k must be a non-negative integer"));
        }
        let (n, k) = (n.clamp_i64(), k.clamp_i64());
        if k > n {
            return Ok(N::default());
        }
        let k = k.min(n - k);
        let mut result = Int::new(1);
        for i in 0..k {
            result = (result * (n - i)).div_mod_floor(&Int::new(i + 1)).0;
        }
        Ok(N::from_int(result))
    }

    /// `math.perm(n, k)`
    fn perm / try_perm [N: Integer](n: impl Integer, k: impl Integer) -> N {
        if n.is_negative() {
            return Err(value_error("n must be a non-negative integer"));
        }
        if k.is_negative() {
            return Err(value_error("k must be a non-negative integer"));
        }
        let (n, k) = (n.clamp_i64(), k.clamp_i64());
        Ok(if k > n { N::default() } else { N::from_int(product(n - k + 1, n)) })
    }

    /// `math.fsum(items)`: rounded once
    fn fsum / try_fsum [](items: impl IntoIterator<Item = f64>) -> f64 {
        let mut partials: Vec<f64> = Vec::new();
        let (mut infinite, mut special) = (0.0, 0.0);
        for item in items {
            let mut x = item;
            let mut kept = 0;
            for j in 0..partials.len() {
                let mut y = partials[j];
                if x.abs() < y.abs() {
                    (x, y) = (y, x);
                }
                let high = x + y;
                let low = y - (high - x);
                if low != 0.0 {
                    partials[kept] = low;
                    kept += 1;
                }
                x = high;
            }
            partials.truncate(kept);
            if x != 0.0 {
                if !x.is_finite() {
                    if item.is_finite() {
                        return Err(overflow_error("intermediate overflow in fsum"));
                    }
                    if item.is_infinite() {
                        infinite += item;
                    }
                    special += item;
                    partials.clear();
                } else {
                    partials.push(x);
                }
            }
        }
        if special != 0.0 {
            return if infinite.is_nan() { Err(value_error("-inf + inf in fsum")) } else { Ok(special) };
        }
        Ok(round_partials(&partials))
    }

    /// `math.ldexp(x, exponent)`
    fn ldexp / try_ldexp [](x: f64, exponent: impl Integer) -> f64 {
        let mut exponent = exponent.clamp_i64().clamp(-5000, 5000) as i32;
        let mut result = x;
        while exponent != 0 {
            let step = exponent.clamp(-1000, 1000);
            result *= 2f64.powi(step);
            exponent -= step;
        }
        checked(result, x.is_finite())
    }

    /// `math.gamma(x)`
    fn gamma / try_gamma [](x: f64) -> f64 {
        if x == f64::NEG_INFINITY || x <= 0.0 && x.fract() == 0.0 {
            return Err(domain());
        }
        if x.fract() == 0.0 && x <= 23.0 {
            return Ok((1..x as i64).map(|i| i as f64).product());
        }
        if x.abs() < 1e-20 {
            return checked(1.0 / x, true);
        }
        checked(lanczos(x), x.is_finite())
    }

    /// `math.lgamma(x)`
    fn lgamma / try_lgamma [](x: f64) -> f64 {
        if x <= 2.0 && x.is_finite() && x.fract() == 0.0 {
            return if x <= 0.0 { Err(domain()) } else { Ok(0.0) };
        }
        checked(log_lanczos(x), x.is_finite())
    }

    /// `math.dist(p, q)`
    fn dist / try_dist [P: IntoIterator<Item = f64>, Q: IntoIterator<Item = f64>](p: P, q: Q) -> f64 {
        let (p, q): (Vec<f64>, Vec<f64>) = (p.into_iter().collect(), q.into_iter().collect());
        if p.len() != q.len() {
            return Err(value_error("both points must have the same number of dimensions"));
        }
        Ok(norm(p.iter().zip(&q).map(|(a, b)| a - b)))
    }
}

fn norm(parts: impl Iterator<Item = f64>) -> f64 {
    let parts: Vec<f64> = parts.map(f64::abs).collect();
    if parts.iter().any(|x| x.is_infinite()) {
        return f64::INFINITY;
    }
    if let [a, b] = parts[..] {
        return a.hypot(b);
    }
    let largest = parts.iter().copied().fold(0.0, f64::max);
    if largest == 0.0 {
        return 0.0;
    }
    largest * parts.iter().map(|x| (x / largest) * (x / largest)).sum::<f64>().sqrt()
}

/// `math.hypot(*items)`
pub fn hypot(items: impl IntoIterator<Item = f64>) -> f64 {
    norm(items.into_iter())
}

/// `math.prod(items)` of floats
pub fn prod_floats(items: impl IntoIterator<Item = f64>, start: f64) -> f64 {
    items.into_iter().fold(start, |product, item| product * item)
}

macro_rules! plain {
    ($($name:ident $doc:literal |$x:ident| $result:expr;)*) => {
        $(
            #[doc = concat!("`math.", $doc, "`")]
            pub fn $name($x: f64) -> f64 {
                $result
            }
        )*
    };
}

plain! {
    atan "atan(x)" |x| x.atan();
    asinh "asinh(x)" |x| x.asinh();
    tanh "tanh(x)" |x| x.tanh();
    cbrt "cbrt(x)" |x| x.cbrt();
    fabs "fabs(x)" |x| x.abs();
    degrees "degrees(x)" |x| x * (180.0 / std::f64::consts::PI);
    radians "radians(x)" |x| x * (std::f64::consts::PI / 180.0);
}

/// `math.atan2(y, x)`
pub fn atan2(y: f64, x: f64) -> f64 {
    y.atan2(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fails_as_the_interpreter_does() {
        assert_eq!(try_sqrt(-1.0).unwrap_err().message(), "math domain error");
        assert_eq!(try_exp(1000.0).unwrap_err().message(), "math range error");
        assert_eq!(try_log(0.0).unwrap_err().message(), "math domain error");
        assert_eq!(factorial::<Int>(25i64).to_string(), "15511210043330985984000000");
        assert_eq!(comb::<i64>(10i64, 3i64), 120);
        assert_eq!((gcd(12, -18), lcm::<i64>(4, 6), isqrt::<i64>(99)), (6, 12, 9));
        assert_eq!(fsum([0.1; 10]), 1.0);
        assert_eq!(remainder(5.0, 3.0), -1.0);
        assert_eq!(gamma(0.5), 1.7724538509055159);
        assert_eq!(
            (erf(-0.7), erfc(2.9), lgamma(100.25)),
            (-0.6778011938374184, 4.109787809945886e-5, 360.2845596377643)
        );
    }
}
