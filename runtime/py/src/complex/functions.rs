//! `cmath`: roots, trigonometric and hyperbolic functions, polar form and tests.

use super::{Complex, neg, new, sub};

/// `cmath.sqrt(z)`
pub fn sqrt(z: Complex) -> Complex {
    if z.re == 0.0 && z.im == 0.0 {
        return new(0.0, z.im);
    }
    let (x, y) = (z.re.abs(), z.im.abs());
    let size = if x < f64::MIN_POSITIVE && y < f64::MIN_POSITIVE {
        let up = 2f64.powi(54);
        let (x, y) = (x * up, y * up);
        (x + x.hypot(y)).sqrt() * 2f64.powi(-27) / 2f64.sqrt()
    } else {
        let x = x / 8.0;
        2.0 * (x + x.hypot(y / 8.0)).sqrt()
    };
    let other = y / (2.0 * size);
    if z.re >= 0.0 { new(size, other.copysign(z.im)) } else { new(other, size.copysign(z.im)) }
}

/// `cmath.sinh(z)`
pub fn sinh(z: Complex) -> Complex {
    new(z.im.cos() * z.re.sinh(), z.im.sin() * z.re.cosh())
}

/// `cmath.cosh(z)`
pub fn cosh(z: Complex) -> Complex {
    new(z.im.cos() * z.re.cosh(), z.im.sin() * z.re.sinh())
}

/// `cmath.tanh(z)`
pub fn tanh(z: Complex) -> Complex {
    let (tx, ty, cx) = (z.re.tanh(), z.im.tan(), 1.0 / z.re.cosh());
    let product = tx * ty;
    let under = 1.0 + product * product;
    new(tx * (1.0 + ty * ty) / under, ((ty / under) * cx) * cx)
}

/// `f(z)` as `-i g(i z)`.
fn turned(z: Complex, function: fn(Complex) -> Complex) -> Complex {
    let result = function(new(-z.im, z.re));
    new(result.im, -result.re)
}

/// `cmath.sin(z)`
pub fn sin(z: Complex) -> Complex {
    turned(z, sinh)
}

/// `cmath.cos(z)`
pub fn cos(z: Complex) -> Complex {
    cosh(new(-z.im, z.re))
}

/// `cmath.tan(z)`
pub fn tan(z: Complex) -> Complex {
    turned(z, tanh)
}

/// `cmath.acos(z)`
pub fn acos(z: Complex) -> Complex {
    let (a, b) = (sqrt(new(1.0 - z.re, -z.im)), sqrt(new(1.0 + z.re, z.im)));
    new(2.0 * a.re.atan2(b.re), (b.re * a.im - b.im * a.re).asinh())
}

/// `cmath.acosh(z)`
pub fn acosh(z: Complex) -> Complex {
    let (a, b) = (sqrt(new(z.re - 1.0, z.im)), sqrt(new(z.re + 1.0, z.im)));
    new((a.re * b.re + a.im * b.im).asinh(), 2.0 * a.im.atan2(b.re))
}

/// `cmath.asinh(z)`
pub fn asinh(z: Complex) -> Complex {
    let (a, b) = (sqrt(new(1.0 + z.im, -z.re)), sqrt(new(1.0 - z.im, z.re)));
    new((a.re * b.im - b.re * a.im).asinh(), z.im.atan2(a.re * b.re - a.im * b.im))
}

/// `cmath.asin(z)`
pub fn asin(z: Complex) -> Complex {
    turned(z, asinh)
}

/// `cmath.atanh(z)`
pub fn atanh(z: Complex) -> Complex {
    if z.re < 0.0 || z.re == 0.0 && z.re.is_sign_negative() {
        return neg(atanh(neg(z)));
    }
    let y = z.im.abs();
    let re = (4.0 * z.re / ((1.0 - z.re) * (1.0 - z.re) + y * y)).ln_1p() / 4.0;
    let im = -(-2.0 * z.im).atan2((1.0 - z.re) * (1.0 + z.re) - y * y) / 2.0;
    new(re, im)
}

/// `cmath.atan(z)`
pub fn atan(z: Complex) -> Complex {
    turned(z, atanh)
}

/// `cmath.phase(z)`
pub fn phase(z: Complex) -> f64 {
    z.im.atan2(z.re)
}

/// `cmath.polar(z)`
pub fn polar(z: Complex) -> (f64, f64) {
    (z.re.hypot(z.im), phase(z))
}

/// `cmath.rect(r, phi)`
pub fn rect(r: f64, phi: f64) -> Complex {
    if phi == 0.0 { new(r, r * phi) } else { new(r * phi.cos(), r * phi.sin()) }
}

/// `cmath.isclose(a, b)`
pub fn isclose(a: Complex, b: Complex, rel_tol: f64, abs_tol: f64) -> bool {
    if a == b {
        return true;
    }
    let size = |z: Complex| z.re.hypot(z.im);
    let distance = size(sub(a, b));
    distance.is_finite()
        && (distance <= rel_tol * size(b) || distance <= rel_tol * size(a) || distance <= abs_tol)
}

/// `cmath.isnan(z)`
pub fn isnan(z: Complex) -> bool {
    z.re.is_nan() || z.im.is_nan()
}

/// `cmath.isinf(z)`
pub fn isinf(z: Complex) -> bool {
    z.re.is_infinite() || z.im.is_infinite()
}

/// `cmath.isfinite(z)`
pub fn isfinite(z: Complex) -> bool {
    z.re.is_finite() && z.im.is_finite()
}
