//! The order of objects.

use std::cmp::Ordering;

use crate::exception::{Exception, raise};

/// `a < b` of two objects of a class that has no order. An object beside itself (a sort asks whether its items have a total order) has none.
pub fn unordered<T>(a: &T, b: &T, class: &str) -> Option<Ordering> {
    if std::ptr::eq(a, b) {
        return None;
    }
    raise(Exception::new(
        "TypeError",
        format!("'<' not supported between instances of '{class}' and '{class}'"),
    ))
}
