//! Operators that have no Rust counterpart of the same meaning.

/// `a ** b`; `None` for a negative exponent.
pub fn pow(mut base: i64, exponent: i64) -> Option<i64> {
    let mut exponent = u64::try_from(exponent).ok()?;
    let mut result = 1_i64;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result.wrapping_mul(base);
        }
        base = base.wrapping_mul(base);
        exponent >>= 1;
    }
    Some(result)
}

/// `a << b`: the count is taken modulo 64.
pub fn shl(a: i64, b: i64) -> i64 {
    a.wrapping_shl(b as u32)
}

/// `a >> b`: the count is taken modulo 64.
pub fn shr(a: i64, b: i64) -> i64 {
    a.wrapping_shr(b as u32)
}
