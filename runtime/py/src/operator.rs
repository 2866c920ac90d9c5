//! `operator`: the operators as functions.

use crate::integer::Integer;

/// `a + b` of integers
pub fn add<N: Integer>(a: impl Integer, b: impl Integer) -> N {
    N::from_int(a.into_int() + b.into_int())
}

/// `a - b` of integers
pub fn sub<N: Integer>(a: impl Integer, b: impl Integer) -> N {
    N::from_int(a.into_int() - b.into_int())
}

/// `a * b` of integers
pub fn mul<N: Integer>(a: impl Integer, b: impl Integer) -> N {
    N::from_int(a.into_int() * b.into_int())
}

/// `a & b` of integers
pub fn and<N: Integer>(a: impl Integer, b: impl Integer) -> N {
    N::from_int(a.into_int() & b.into_int())
}

/// `a | b` of integers
pub fn or<N: Integer>(a: impl Integer, b: impl Integer) -> N {
    N::from_int(a.into_int() | b.into_int())
}

/// `a ^ b` of integers
pub fn xor<N: Integer>(a: impl Integer, b: impl Integer) -> N {
    N::from_int(a.into_int() ^ b.into_int())
}

/// `-a` of an integer
pub fn neg<N: Integer>(a: impl Integer) -> N {
    N::from_int(-a.into_int())
}

/// `a + b` of floats
pub fn add_floats(a: f64, b: f64) -> f64 {
    a + b
}

/// `a - b` of floats
pub fn sub_floats(a: f64, b: f64) -> f64 {
    a - b
}

/// `a * b` of floats
pub fn mul_floats(a: f64, b: f64) -> f64 {
    a * b
}

/// `-a` of a float
pub fn neg_float(a: f64) -> f64 {
    -a
}

/// `a == b`
pub fn eq<T: PartialEq>(a: T, b: T) -> bool {
    a == b
}

/// `a != b`
pub fn ne<T: PartialEq>(a: T, b: T) -> bool {
    a != b
}

/// `a < b`
pub fn lt<T: PartialOrd>(a: T, b: T) -> bool {
    a < b
}

/// `a <= b`
pub fn le<T: PartialOrd>(a: T, b: T) -> bool {
    a <= b
}

/// `a > b`
pub fn gt<T: PartialOrd>(a: T, b: T) -> bool {
    a > b
}

/// `a >= b`
pub fn ge<T: PartialOrd>(a: T, b: T) -> bool {
    a >= b
}
