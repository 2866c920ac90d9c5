//! Classes of floating numbers.

/// Is one of them not a number?
pub const fn is_unordered(a: f64, b: f64) -> bool {
    a.is_nan() || b.is_nan()
}

/// `<` or `>`?
pub fn is_less_or_greater(a: f64, b: f64) -> bool {
    a.partial_cmp(&b).is_some_and(std::cmp::Ordering::is_ne)
}

/// One of the five given numbers, by the class of the value.
pub const fn classify(
    nan: i32,
    infinite: i32,
    normal: i32,
    subnormal: i32,
    zero: i32,
    value: f64,
) -> i32 {
    match value.classify() {
        std::num::FpCategory::Nan => nan,
        std::num::FpCategory::Infinite => infinite,
        std::num::FpCategory::Normal => normal,
        std::num::FpCategory::Subnormal => subnormal,
        std::num::FpCategory::Zero => zero,
    }
}

/// The whole part as a number of 32 bits, as the processor has it: of one that does not fit, and of none, the least.
#[inline]
pub const fn int(value: f64) -> i32 {
    let whole = value as i64;
    if whole as i32 as i64 == whole && !value.is_nan() { whole as i32 } else { i32::MIN }
}

/// The whole part as a number of 64 bits, likewise.
#[inline]
pub const fn long(value: f64) -> i64 {
    if value < (1_u64 << 63) as f64 { value as i64 } else { i64::MIN }
}

/// The whole part as a number of 64 bits without a sign, as the processor has it: one that is negative wraps around.
#[inline]
pub const fn unsigned(value: f64) -> u64 {
    const HALF: f64 = (1_u64 << 63) as f64;
    if value < HALF {
        value as i64 as u64
    } else if value < 2.0 * HALF {
        value as u64
    } else if value.is_nan() {
        1 << 63
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn negative_numbers_wrap_around() {
        let cut = [-5.7, 3.9, 1e19, 1e20, -1e30, f64::NAN].map(unsigned);
        assert_eq!(
            [-5.7, 3e9, -2147483648.9, f64::NAN].map(int),
            [-5, i32::MIN, i32::MIN, i32::MIN]
        );
        assert_eq!(
            [-5.7, 3e9, 1e30, -1e30, f64::NAN].map(long),
            [-5, 3_000_000_000, i64::MIN, i64::MIN, i64::MIN]
        );
        assert_eq!(cut, [-5_i64 as u64, 3, 10_000_000_000_000_000_000, 0, 1 << 63, 1 << 63]);
    }
}
