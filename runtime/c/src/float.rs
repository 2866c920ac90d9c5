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
