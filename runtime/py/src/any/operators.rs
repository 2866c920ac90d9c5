//! Operators of `Any`.

use std::rc::Rc;

use super::Any;
use crate::exception::{Exception, Result, type_error};
use crate::int::Int;
use crate::integer::Integer;
use crate::set::Set;
use crate::shared::Shared;
use crate::{float, integer};

fn unsupported(sign: &str, a: &Any, b: &Any) -> Exception {
    type_error(format!(
        "unsupported operand type(s) for {sign}: '{}' and '{}'",
        a.type_name(),
        b.type_name()
    ))
}

/// The operation on two numbers.
fn numeric(
    a: &Any,
    b: &Any,
    ints: impl FnOnce(Int, Int) -> Result<Any>,
    floats: impl FnOnce(f64, f64) -> Result<f64>,
) -> Option<Result<Any>> {
    if let (Some(a), Some(b)) = (a.as_int(), b.as_int()) {
        return Some(ints(a, b));
    }
    let (a, b) = (a.as_float()?, b.as_float()?);
    Some(floats(a, b).map(Any::Float))
}

fn times(items: &Any, count: &Any) -> Option<Any> {
    let count = usize::try_from(count.as_int()?.clamp_i64()).unwrap_or(0);
    match items {
        Any::Str(text) => Some(Any::Str(text.repeat(count).into())),
        Any::Bytes(bytes) => Some(Any::Bytes(bytes.repeat(count).into())),
        Any::Tuple(items) => Some(Any::Tuple(vec![items.to_vec(); count].concat().into())),
        Any::List(list) => Some(Any::list(vec![list.to_value(); count].concat())),
        _ => None,
    }
}

/// Why `a + b` is not defined.
fn not_added(a: &Any, b: &Any) -> Exception {
    let (class, other) = (a.type_name(), b.type_name());
    match a {
        Any::Str(_) | Any::List(_) | Any::Tuple(_) => {
            type_error(format!("can only concatenate {class} (not \"{other}\") to {class}"))
        }
        Any::Bytes(_) => type_error(format!("can't concat {other} to bytes")),
        _ => unsupported("+", a, b),
    }
}

/// Why `a * b` is not defined.
fn not_multiplied(a: &Any, b: &Any) -> Exception {
    let sequence =
        |x: &Any| matches!(x, Any::Str(_) | Any::List(_) | Any::Tuple(_) | Any::Bytes(_));
    match (sequence(a), sequence(b)) {
        (true, _) => {
            type_error(format!("can't multiply sequence by non-int of type '{}'", b.type_name()))
        }
        (_, true) => {
            type_error(format!("can't multiply sequence by non-int of type '{}'", a.type_name()))
        }
        _ => unsupported("*", a, b),
    }
}

/// The items of a set of either kind.
pub(super) fn set_of(value: &Any) -> Option<Set<Any>> {
    match value {
        Any::Set(set) => Some(set.to_value()),
        Any::FrozenSet(set) => Some((**set).clone()),
        _ => None,
    }
}

/// An operation of sets; the left one decides what it gives.
fn sets(
    a: &Any,
    b: &Any,
    make: impl FnOnce(&Set<Any>, &Set<Any>) -> Set<Any>,
) -> Option<Result<Any>> {
    let made = make(&set_of(a)?, &set_of(b)?);
    Some(Ok(if matches!(a, Any::Set(_)) {
        Any::Set(Shared::new(made))
    } else {
        Any::FrozenSet(Rc::new(made))
    }))
}

/// An operation on bits: two bools give a bool.
fn bits(a: &Any, b: &Any, make: impl FnOnce(Int, Int) -> Int) -> Option<Result<Any>> {
    let made = make(a.as_int()?, b.as_int()?);
    let both = matches!((a, b), (Any::Bool(_), Any::Bool(_)));
    Some(Ok(if both { Any::Bool(!made.is_zero()) } else { Any::Int(made) }))
}

/// A container takes over the items of what an operator made of it.
fn changed(a: &Any, made: Any) -> Result<Any> {
    match (a, &made) {
        (Any::Set(set), Any::Set(new)) => *set.borrow_mut() = new.to_value(),
        (Any::Dict(dict), Any::Dict(new)) => *dict.borrow_mut() = new.to_value(),
        _ => return Ok(made),
    }
    Ok(a.clone())
}

fallible! {
    /// `a + b`
    fn add / try_add [](a: &Any, b: &Any) -> Any {
        match (a, b) {
            (Any::Str(x), Any::Str(y)) => Ok(Any::Str([&**x, &**y].concat().into())),
            (Any::Bytes(x), Any::Bytes(y)) => Ok(Any::Bytes([&**x, &**y].concat().into())),
            (Any::Tuple(x), Any::Tuple(y)) => Ok(Any::Tuple([&**x, &**y].concat().into())),
            (Any::List(x), Any::List(y)) => Ok(Any::list([x.to_value(), y.to_value()].concat())),
            _ => numeric(a, b, |x, y| Ok(Any::Int(x + y)), |x, y| Ok(x + y))
                .unwrap_or_else(|| Err(not_added(a, b))),
        }
    }

    /// `a += b`: a list grows in place
    fn add_in_place / try_add_in_place [](a: &Any, b: &Any) -> Any {
        match a {
            Any::List(list) => {
                let items = b.items()?;
                list.borrow_mut().extend(items);
                Ok(a.clone())
            }
            _ => try_add(a, b),
        }
    }

    /// `a -= b`: a set changes in place
    fn sub_in_place / try_sub_in_place [](a: &Any, b: &Any) -> Any {
        changed(a, try_sub(a, b)?)
    }

    /// `a &= b`
    fn and_in_place / try_and_in_place [](a: &Any, b: &Any) -> Any {
        changed(a, try_and(a, b)?)
    }

    /// `a |= b`: a set or dict changes in place
    fn or_in_place / try_or_in_place [](a: &Any, b: &Any) -> Any {
        changed(a, try_or(a, b)?)
    }

    /// `a ^= b`
    fn xor_in_place / try_xor_in_place [](a: &Any, b: &Any) -> Any {
        changed(a, try_xor(a, b)?)
    }

    /// `a - b`
    fn sub / try_sub [](a: &Any, b: &Any) -> Any {
        numeric(a, b, |x, y| Ok(Any::Int(x - y)), |x, y| Ok(x - y))
            .or_else(|| sets(a, b, crate::set::difference))
            .unwrap_or_else(|| Err(unsupported("-", a, b)))
    }

    /// `a * b`
    fn mul / try_mul [](a: &Any, b: &Any) -> Any {
        numeric(a, b, |x, y| Ok(Any::Int(x * y)), |x, y| Ok(x * y))
            .or_else(|| times(a, b).or_else(|| times(b, a)).map(Ok))
            .unwrap_or_else(|| Err(not_multiplied(a, b)))
    }

    /// `a / b`
    fn truediv / try_truediv [](a: &Any, b: &Any) -> Any {
        numeric(a, b, |x, y| float::try_int_div(x, y).map(Any::Float), float::try_div)
            .unwrap_or_else(|| Err(unsupported("/", a, b)))
    }

    /// `a // b`
    fn floordiv / try_floordiv [](a: &Any, b: &Any) -> Any {
        numeric(a, b, |x, y| integer::try_floor_div(x, y).map(Any::Int), float::try_floor_div)
            .unwrap_or_else(|| Err(unsupported("//", a, b)))
    }

    /// `a % b`
    fn modulo / try_modulo [](a: &Any, b: &Any) -> Any {
        numeric(a, b, |x, y| integer::try_floor_mod(x, y).map(Any::Int), float::try_floor_mod)
            .unwrap_or_else(|| Err(unsupported("%", a, b)))
    }

    /// `a ** b`
    fn pow / try_pow [](a: &Any, b: &Any) -> Any {
        let ints = |x: Int, y: Int| {
            if y.is_negative() {
                return integer::try_pow_float(x, y).map(Any::Float);
            }
            integer::try_pow(x, y).map(Any::Int)
        };
        numeric(a, b, ints, float::try_pow).unwrap_or_else(|| Err(unsupported("** or pow()", a, b)))
    }

    /// `a & b`
    fn and / try_and [](a: &Any, b: &Any) -> Any {
        bits(a, b, |x, y| x & y)
            .or_else(|| sets(a, b, crate::set::intersection))
            .unwrap_or_else(|| Err(unsupported("&", a, b)))
    }

    /// `a | b`
    fn or / try_or [](a: &Any, b: &Any) -> Any {
        if let (Any::Dict(x), Any::Dict(y)) = (a, b) {
            let mut all = x.to_value();
            all.extend(y.to_value());
            return Ok(Any::dict(all));
        }
        bits(a, b, |x, y| x | y)
            .or_else(|| sets(a, b, crate::set::union))
            .unwrap_or_else(|| Err(unsupported("|", a, b)))
    }

    /// `a ^ b`
    fn xor / try_xor [](a: &Any, b: &Any) -> Any {
        bits(a, b, |x, y| x ^ y)
            .or_else(|| sets(a, b, crate::set::symmetric_difference))
            .unwrap_or_else(|| Err(unsupported("^", a, b)))
    }

    /// `a << b`
    fn shl / try_shl [](a: &Any, b: &Any) -> Any {
        match (a.as_int(), b.as_int()) {
            (Some(x), Some(y)) => integer::try_shl(x, y).map(Any::Int),
            _ => Err(unsupported("<<", a, b)),
        }
    }

    /// `a >> b`
    fn shr / try_shr [](a: &Any, b: &Any) -> Any {
        match (a.as_int(), b.as_int()) {
            (Some(x), Some(y)) => integer::try_shr(x, y).map(Any::Int),
            _ => Err(unsupported(">>", a, b)),
        }
    }

    /// `-a`
    fn neg / try_neg [](a: &Any) -> Any {
        match (a, a.as_int()) {
            (_, Some(value)) => Ok(Any::Int(-value)),
            (Any::Float(value), _) => Ok(Any::Float(-value)),
            _ => Err(type_error(format!("bad operand type for unary -: '{}'", a.type_name()))),
        }
    }

    /// `+a`
    fn pos / try_pos [](a: &Any) -> Any {
        match (a, a.as_int()) {
            (_, Some(value)) => Ok(Any::Int(value)),
            (Any::Float(_), _) => Ok(a.clone()),
            _ => Err(type_error(format!("bad operand type for unary +: '{}'", a.type_name()))),
        }
    }

    /// `~a`
    fn invert / try_invert [](a: &Any) -> Any {
        match a.as_int() {
            Some(value) => Ok(Any::Int(-value - Int::new(1))),
            _ => Err(type_error(format!("bad operand type for unary ~: '{}'", a.type_name()))),
        }
    }

    /// `abs(a)`
    fn abs / try_abs [](a: &Any) -> Any {
        match (a, a.as_int()) {
            (_, Some(value)) => Ok(Any::Int(if value.is_negative() { -value } else { value })),
            (Any::Float(value), _) => Ok(Any::Float(value.abs())),
            _ => Err(type_error(format!("bad operand type for abs(): '{}'", a.type_name()))),
        }
    }

    /// `sum(items, start)`
    fn sum / try_sum [](items: impl IntoIterator<Item = Any>, start: &Any) -> Any {
        items.into_iter().try_fold(start.clone(), |all, item| try_add(&all, &item))
    }
}
