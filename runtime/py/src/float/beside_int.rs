//! Integers beside floats: how they compare, exactly.

use crate::int::Int;
use crate::integer::Integer;

/// Compares an integer with a float exactly.
pub fn compare_int(a: impl Integer, b: f64) -> Option<std::cmp::Ordering> {
    if b.is_nan() {
        return None;
    }
    if b.is_infinite() {
        return 0.0.partial_cmp(&b);
    }
    if let Some(small) = a.to_i64().filter(|small| small.unsigned_abs() <= 1 << 53) {
        return (small as f64).partial_cmp(&b);
    }
    let floor = Int::from_f64(b.floor());
    Some(a.into_int().cmp(&floor).then(if b.fract() == 0.0 {
        std::cmp::Ordering::Equal
    } else {
        std::cmp::Ordering::Less
    }))
}

macro_rules! comparisons {
    ($($name:ident $sign:literal $test:ident)*) => {
        $(
            #[doc = concat!("`a ", $sign, " b` of an integer and a float, exactly")]
            pub fn $name(a: impl Integer, b: f64) -> bool {
                compare_int(a, b).is_some_and(std::cmp::Ordering::$test)
            }
        )*
    };
}

comparisons! {
    int_lt "<" is_lt
    int_le "<=" is_le
    int_gt ">" is_gt
    int_ge ">=" is_ge
    int_eq "==" is_eq
}
