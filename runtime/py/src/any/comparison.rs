//! Comparison of `Any`.

use std::cmp::Ordering;
use std::rc::Rc;

use super::Any;
use super::operators::set_of;
use crate::exception::{Result, type_error};
use crate::float;
use crate::shared::Shared;
use crate::union::Number;

fallible! {
    /// `a < b`
    fn less / try_less [](a: &Any, b: &Any) -> bool {
        Ok(order(a, b, "<")? == Some(Ordering::Less))
    }

    /// `a <= b`
    fn less_equal / try_less_equal [](a: &Any, b: &Any) -> bool {
        Ok(matches!(order(a, b, "<=")?, Some(Ordering::Less | Ordering::Equal)))
    }

    /// `a > b`
    fn greater / try_greater [](a: &Any, b: &Any) -> bool {
        Ok(order(a, b, ">")? == Some(Ordering::Greater))
    }

    /// `a >= b`
    fn greater_equal / try_greater_equal [](a: &Any, b: &Any) -> bool {
        Ok(matches!(order(a, b, ">=")?, Some(Ordering::Greater | Ordering::Equal)))
    }
}

/// `a is b`
pub fn identical(a: &Any, b: &Any) -> bool {
    match (a, b) {
        (Any::List(x), Any::List(y)) => Shared::ptr_eq(x, y),
        (Any::Dict(x), Any::Dict(y)) => Shared::ptr_eq(x, y),
        (Any::Set(x), Any::Set(y)) => Shared::ptr_eq(x, y),
        (Any::Object(x), Any::Object(y)) => Rc::ptr_eq(x, y),
        (Any::Native(x), Any::Native(y)) => Rc::ptr_eq(x, y),
        (Any::Bool(_), Any::Int(_) | Any::Float(_))
        | (Any::Int(_) | Any::Float(_), Any::Bool(_)) => false,
        _ => a == b,
    }
}

/// How two values compare; types that have no order between them fail.
fn order(a: &Any, b: &Any, sign: &str) -> Result<Option<Ordering>> {
    if let Any::Native(native) = a
        && let Some(plain @ Any::Tuple(_)) = native.plain()
    {
        return order(&plain, b, sign);
    }
    if let (Any::Tuple(_), Any::Native(native)) = (a, b)
        && let Some(plain) = native.plain()
    {
        return order(a, &plain, sign);
    }
    if let (Some(x), Some(y)) = (a.as_int(), b.as_int()) {
        return Ok(Some(x.cmp(&y)));
    }
    if let (Some(x), Some(y)) = (a.as_float(), b.as_float()) {
        return Ok(x.partial_cmp(&y));
    }
    match (a, b) {
        (Any::Native(x), _) if x.compare(b).is_some() => Ok(x.compare(b).flatten()),
        (Any::Native(_), _) | (_, Any::Native(_))
            if number_of(a).is_some() && number_of(b).is_some() =>
        {
            Ok(compared(a, b).flatten())
        }
        (Any::Str(x), Any::Str(y)) => Ok(Some(x.cmp(y))),
        (Any::Bytes(x), Any::Bytes(y)) => Ok(Some(x.cmp(y))),
        (Any::Tuple(_), Any::Tuple(_)) | (Any::List(_), Any::List(_)) => {
            let (x, y) = (a.items()?, b.items()?);
            match x.iter().zip(&y).find(|(x, y)| x != y) {
                Some((x, y)) => order(x, y, sign),
                None => Ok(Some(x.len().cmp(&y.len()))),
            }
        }
        (Any::Object(x), other) if Rc::clone(x).compare(other).is_some() => {
            Ok(Rc::clone(x).compare(other).flatten())
        }
        _ => Err(type_error(format!(
            "'{sign}' not supported between instances of '{}' and '{}'",
            a.type_name(),
            b.type_name()
        ))),
    }
}

/// The number that a value is.
fn number_of(value: &Any) -> Option<Number> {
    match value {
        Any::Float(x) => Some(Number::Float(*x)),
        Any::Native(native) => native.number(),
        other => other.as_int().map(Number::Int),
    }
}

/// How two numbers compare; none where one is none.
fn compared(a: &Any, b: &Any) -> Option<Option<Ordering>> {
    Some(number_of(a)?.compare(&number_of(b)?))
}

impl PartialEq for Any {
    fn eq(&self, other: &Self) -> bool {
        if let (Some(x), Some(y)) = (self.as_int(), other.as_int()) {
            return x == y;
        }
        match (self, other) {
            (Any::None, Any::None) => true,
            (Any::Native(x), _) | (_, Any::Native(x)) if x.number().is_some() => {
                compared(self, other).flatten() == Some(Ordering::Equal)
            }
            (Any::Float(x), Any::Float(y)) => x == y,
            (Any::Float(x), number) | (number, Any::Float(x)) => {
                number.as_int().is_some_and(|number| float::int_eq(number, *x))
            }
            (Any::Str(x), Any::Str(y)) => x == y,
            (Any::Bytes(x), Any::Bytes(y)) => x == y,
            (Any::Tuple(x), Any::Tuple(y)) => x == y,
            (Any::List(x), Any::List(y)) => x == y,
            (Any::Dict(x), Any::Dict(y)) => x == y,
            (Any::Set(_) | Any::FrozenSet(_), Any::Set(_) | Any::FrozenSet(_)) => {
                set_of(self) == set_of(other)
            }
            (Any::Range(x), Any::Range(y)) => x == y,
            (Any::Function(x), Any::Function(y)) => super::Function::same(x, y),
            (Any::Exception(x), Any::Exception(y)) => x == y,
            (Any::Native(x), other @ (Any::Native(_) | Any::Tuple(_) | Any::Dict(_)))
            | (other @ (Any::Tuple(_) | Any::Dict(_)), Any::Native(x)) => x.equal(other),
            (Any::Object(x), other) => Rc::clone(x).equal(other),
            (other, Any::Object(x)) => Rc::clone(x).equal(other),
            _ => false,
        }
    }
}

impl PartialOrd for Any {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        // Inside of tuples and lists equal items are passed over.
        if self == other {
            return Some(Ordering::Equal);
        }
        crate::unwrap(order(self, other, "<"))
    }

    // What fails names the operator.
    fn gt(&self, other: &Self) -> bool {
        self != other && crate::unwrap(order(self, other, ">")) == Some(Ordering::Greater)
    }
}
