//! `operator`: the operators as functions.

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
