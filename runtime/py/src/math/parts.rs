//! What a float is made of: its parts, its kind, its neighbours.

use crate::float;

/// `math.isclose(a, b, rel_tol=rel_tol, abs_tol=abs_tol)`
pub fn isclose(a: f64, b: f64, rel_tol: f64, abs_tol: f64) -> bool {
    if a == b {
        return true;
    }
    if a.is_infinite() || b.is_infinite() {
        return false;
    }
    let distance = (b - a).abs();
    distance <= (rel_tol * b).abs() || distance <= (rel_tol * a).abs() || distance <= abs_tol
}

/// `math.modf(x)`
pub fn modf(x: f64) -> (f64, f64) {
    if x.is_infinite() {
        return (0f64.copysign(x), x);
    }
    (x.fract().copysign(x), x.trunc())
}

/// `math.frexp(x)`
pub fn frexp(x: f64) -> (f64, i64) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    let (mantissa, exponent) = float::parts(x);
    let bits = 64 - i64::from(mantissa.unsigned_abs().leading_zeros());
    (mantissa as f64 / 2f64.powi(bits as i32), i64::from(exponent) + bits)
}

/// `math.copysign(x, y)`
pub fn copysign(x: f64, y: f64) -> f64 {
    x.copysign(y)
}

/// `math.isnan(x)`
pub fn isnan(x: f64) -> bool {
    x.is_nan()
}

/// `math.isinf(x)`
pub fn isinf(x: f64) -> bool {
    x.is_infinite()
}

/// `math.isfinite(x)`
pub fn isfinite(x: f64) -> bool {
    x.is_finite()
}

/// `math.ulp(x)`
pub fn ulp(x: f64) -> f64 {
    let x = x.abs();
    if !x.is_finite() { x } else { x.next_up() - x }
}
