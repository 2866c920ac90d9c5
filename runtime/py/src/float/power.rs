//! `a ** b` of floats, bit for bit as the C library has it.

use std::hint::black_box;

/// Squares whose logarithm is at most 46: `pow` is more exact there.
const ORDINARY: std::ops::Range<f64> = 1e-20..1e20;

/// `pow(a, b)` of the C library. LLVM writes `a * a`, `sqrt`, `exp2` or `exp10` where a constant allows it, each of which rounds otherwise in
/// about one of a thousand cases: it is not shown the constants.
#[inline]
pub fn power(a: f64, b: f64) -> f64 {
    if b == 2.0
        && let Some(product) = square(a)
    {
        return product;
    }
    library(a, b)
}

/// Called, so that what stands around a square stays small.
#[inline(never)]
fn library(a: f64, b: f64) -> f64 {
    black_box(a).powf(black_box(b))
}

/// `a * a`, where the library's `pow` cannot but round as it does. Before rounding, its result is off by at most 0.011 units of the last place, and by
/// `46 * 1.5 / 2^15` more for squares within [`ORDINARY`] (`710 * 1.5 / 2^15` for all), as the comment of its source has it. Only what lies closer to
/// the middle of two floats is left open. The rounding error is Dekker's.
#[inline]
fn square(a: f64) -> Option<f64> {
    let product = a * a;
    if a == 0.0 {
        return Some(0.0);
    }
    if !(1e-250..1e250).contains(&product) {
        return None;
    }
    let wide = a * 134_217_729.0;
    let high = wide - (wide - a);
    let low = a - high;
    let error = ((high * high - product) + 2.0 * high * low) + low * low;
    let unit = f64::from_bits((product.to_bits() & (0x7ff << 52)) - (52 << 52));
    let clear = if ORDINARY.contains(&product) { 0.48 } else { 0.45 };
    (error.abs() < clear * unit).then_some(product)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squares_as_the_library_does() {
        let mut state = 88_172_645_463_325_252_u64;
        let mut known = 0;
        for _ in 0..200_000 {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            let a = (state >> 11) as f64 / 9_007_199_254_740_992.0 * 100.0 - 50.0;
            assert_eq!(power(a, 2.0), black_box(a).powf(black_box(2.0)), "{a:?}");
            known += usize::from(square(a).is_some());
        }
        assert!(known > 185_000, "{known}");
        assert_eq!(power(-0.0, 2.0), 0.0);
        assert_eq!(power(1e200, 2.0), f64::INFINITY);
    }
}
