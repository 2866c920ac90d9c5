//! Operators, comparison, subscripts, attributes and methods of `Any`.

use std::cmp::Ordering;
use std::rc::Rc;

use super::{Any, no_attribute};
use crate::exception::{Exception, Result, index_error, key_error, type_error};
use crate::int::Int;
use crate::list::place;
use crate::{float, integer};

fn unsupported(sign: &str, a: &Any, b: &Any) -> Exception {
    type_error(format!(
        "unsupported operand type(s) for {sign}: '{}' and '{}'",
        a.type_name(),
        b.type_name()
    ))
}

/// The operator's method of either operand that is an instance.
fn overloaded(a: &Any, b: &Any, name: &str) -> Option<Result<Any>> {
    if let Any::Object(object) = a
        && let Some(result) =
            Rc::clone(object).call(&format!("__{name}__"), std::slice::from_ref(b))
    {
        return Some(result);
    }
    match b {
        Any::Object(object) => {
            Rc::clone(object).call(&format!("__r{name}__"), std::slice::from_ref(a))
        }
        _ => None,
    }
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
    let count = usize::try_from(count.as_int()?.to_i64().unwrap_or(i64::MAX)).unwrap_or(0);
    match items {
        Any::Str(text) => Some(Any::Str(text.repeat(count).into())),
        Any::Tuple(items) => Some(Any::Tuple(vec![items.to_vec(); count].concat().into())),
        Any::List(_) => Some(Any::list(vec![items.items().ok()?; count].concat())),
        _ => None,
    }
}

fallible! {
    /// `a + b`
    fn add / try_add [](a: &Any, b: &Any) -> Any {
        match (a, b) {
            (Any::Str(x), Any::Str(y)) => Ok(Any::Str([&**x, &**y].concat().into())),
            (Any::Tuple(x), Any::Tuple(y)) => Ok(Any::Tuple([&**x, &**y].concat().into())),
            (Any::List(_), Any::List(_)) => Ok(Any::list([a.items()?, b.items()?].concat())),
            _ => numeric(a, b, |x, y| Ok(Any::Int(x + y)), |x, y| Ok(x + y))
                .or_else(|| overloaded(a, b, "add"))
                .unwrap_or_else(|| Err(unsupported("+", a, b))),
        }
    }

    /// `a - b`
    fn sub / try_sub [](a: &Any, b: &Any) -> Any {
        numeric(a, b, |x, y| Ok(Any::Int(x - y)), |x, y| Ok(x - y))
            .or_else(|| overloaded(a, b, "sub"))
            .unwrap_or_else(|| Err(unsupported("-", a, b)))
    }

    /// `a * b`
    fn mul / try_mul [](a: &Any, b: &Any) -> Any {
        numeric(a, b, |x, y| Ok(Any::Int(x * y)), |x, y| Ok(x * y))
            .or_else(|| times(a, b).or_else(|| times(b, a)).map(Ok))
            .or_else(|| overloaded(a, b, "mul"))
            .unwrap_or_else(|| Err(unsupported("*", a, b)))
    }

    /// `a / b`
    fn truediv / try_truediv [](a: &Any, b: &Any) -> Any {
        numeric(a, b, |x, y| float::try_int_div(x, y).map(Any::Float), float::try_div)
            .or_else(|| overloaded(a, b, "truediv"))
            .unwrap_or_else(|| Err(unsupported("/", a, b)))
    }

    /// `a // b`
    fn floordiv / try_floordiv [](a: &Any, b: &Any) -> Any {
        numeric(a, b, |x, y| integer::try_floor_div(x, y).map(Any::Int), float::try_floor_div)
            .or_else(|| overloaded(a, b, "floordiv"))
            .unwrap_or_else(|| Err(unsupported("//", a, b)))
    }

    /// `a % b`
    fn modulo / try_modulo [](a: &Any, b: &Any) -> Any {
        numeric(a, b, |x, y| integer::try_floor_mod(x, y).map(Any::Int), float::try_floor_mod)
            .or_else(|| overloaded(a, b, "mod"))
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
        numeric(a, b, ints, float::try_pow)
            .or_else(|| overloaded(a, b, "pow"))
            .unwrap_or_else(|| Err(unsupported("** or pow()", a, b)))
    }

    /// `-a`
    fn neg / try_neg [](a: &Any) -> Any {
        match (a, a.as_int()) {
            (_, Some(value)) => Ok(Any::Int(-value)),
            (Any::Float(value), _) => Ok(Any::Float(-value)),
            _ => Err(type_error(format!("bad operand type for unary -: '{}'", a.type_name()))),
        }
    }

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

    /// `self[key]`
    fn index / try_index [](value: &Any, key: &Any) -> Any {
        if let Any::Dict(dict) = value {
            return dict.get(key).ok_or_else(|| key_error(key));
        }
        if let Any::Object(object) = value
            && let Some(result) = Rc::clone(object).call("__getitem__", std::slice::from_ref(key))
        {
            return result;
        }
        let class = value.type_name();
        if !matches!(value, Any::List(_) | Any::Tuple(_) | Any::Str(_) | Any::Bytes(_)) {
            return Err(type_error(format!("'{class}' object is not subscriptable")));
        }
        let Some(at) = key.as_int() else {
            return Err(type_error(format!("{class} indices must be integers or slices, not {}", key.type_name())));
        };
        let at = crate::Integer::clamp_i64(&at);
        let what = if class == "str" { "string" } else { class };
        let out = || index_error(format!("{what} index out of range"));
        match value {
            Any::List(list) => place(at, list.length()).and_then(|at| list.get(at)).ok_or_else(out),
            Any::Str(text) => crate::str::char_at(text, at).map(|c| Any::Str(c.to_string().into())).ok_or_else(out),
            other => {
                let items = other.items()?;
                place(at, items.len()).map(|at| items[at].clone()).ok_or_else(out)
            }
        }
    }

    /// `self[key] = item`
    fn set_index / try_set_index [](value: &Any, key: &Any, item: &Any) -> () {
        match (value, key.as_int()) {
            (Any::Dict(dict), _) => dict.set(key, item),
            (Any::List(list), Some(at)) => match place(crate::Integer::clamp_i64(&at), list.length()) {
                Some(at) => list.splice(at, at + 1, vec![item.clone()]),
                None => Err(index_error("list assignment index out of range")),
            },
            _ => Err(type_error(format!("'{}' object does not support item assignment", value.type_name()))),
        }
    }

    /// `item in self`
    fn contains / try_contains [](value: &Any, item: &Any) -> bool {
        match (value, item) {
            (Any::Str(text), Any::Str(other)) => Ok(text.contains(&**other)),
            (Any::Dict(dict), key) => Ok(dict.get(key).is_some()),
            (Any::Set(set), item) => Ok(set.borrow().contains(item)),
            _ => Ok(value.items()?.contains(item)),
        }
    }

    /// `self.name`
    fn attribute / try_attribute [](value: &Any, name: &str) -> Any {
        let found = match value {
            Any::Object(object) => Rc::clone(object).attribute(name),
            _ => None,
        };
        found.ok_or_else(|| no_attribute(value.type_name(), name))
    }

    /// `self.name = item`
    fn set_attribute / try_set_attribute [](value: &Any, name: &str, item: &Any) -> () {
        match value {
            Any::Object(object) => Rc::clone(object).set_attribute(name, item.clone()),
            _ => Err(no_attribute(value.type_name(), name)),
        }
    }

    /// `self(*args)`
    fn call / try_call [](value: &Any, args: &[Any]) -> Any {
        match value {
            Any::Function(function) => Ok(function(args)),
            Any::Object(object) => Rc::clone(object).call("__call__", args).unwrap_or_else(|| {
                Err(type_error(format!("'{}' object is not callable", value.type_name())))
            }),
            _ => Err(type_error(format!("'{}' object is not callable", value.type_name()))),
        }
    }

    /// `self.name(*args)`
    fn method / try_method [](value: &Any, name: &str, args: &[Any]) -> Any {
        let known = match value {
            Any::Object(object) => Rc::clone(object).call(name, args),
            Any::List(list) => list_method(&**list, name, args),
            Any::Dict(dict) => dict_method(&**dict, name, args),
            Any::Str(text) => text_method(text, name, args),
            _ => None,
        };
        known.unwrap_or_else(|| Err(no_attribute(value.type_name(), name)))
    }
}

fn list_method(list: &dyn super::ListObject, name: &str, args: &[Any]) -> Option<Result<Any>> {
    let end = list.length();
    Some(match (name, args) {
        ("append", [item]) => list.splice(end, end, vec![item.clone()]).map(Any::from),
        ("extend", [items]) => {
            items.items().and_then(|items| list.splice(end, end, items)).map(Any::from)
        }
        ("clear", []) => list.splice(0, end, Vec::new()).map(Any::from),
        ("reverse", []) => {
            list.reorder(&(0..end).rev().collect::<Vec<_>>());
            Ok(Any::None)
        }
        ("pop", []) => match end.checked_sub(1).and_then(|last| list.get(last)) {
            Some(item) => list.splice(end - 1, end, Vec::new()).map(|()| item),
            None => Err(index_error("pop from empty list")),
        },
        ("copy", []) => Ok(Any::list((0..end).filter_map(|i| list.get(i)).collect())),
        ("count", [item]) => {
            let count = (0..end).filter(|i| list.get(*i).as_ref() == Some(item)).count();
            Ok(Any::from(count as i64))
        }
        _ => return None,
    })
}

fn dict_method(dict: &dyn super::DictObject, name: &str, args: &[Any]) -> Option<Result<Any>> {
    let entries = || dict.entries().into_iter();
    Some(match (name, args) {
        ("get", [key]) => Ok(dict.get(key).unwrap_or_default()),
        ("get", [key, default]) => Ok(dict.get(key).unwrap_or_else(|| default.clone())),
        ("keys", []) => Ok(Any::list(entries().map(|(key, _)| key).collect())),
        ("values", []) => Ok(Any::list(entries().map(|(_, value)| value).collect())),
        ("items", []) => Ok(Any::list(entries().map(Any::from).collect())),
        ("pop", [key]) => dict.remove(key).ok_or_else(|| key_error(key)),
        ("pop", [key, default]) => Ok(dict.remove(key).unwrap_or_else(|| default.clone())),
        ("clear", []) => {
            dict.clear();
            Ok(Any::None)
        }
        _ => return None,
    })
}

fn text_method(text: &str, name: &str, args: &[Any]) -> Option<Result<Any>> {
    let made = match (name, args) {
        ("upper", []) => text.to_uppercase(),
        ("lower", []) => text.to_lowercase(),
        ("strip", []) => crate::str::strip(text),
        ("title", []) => crate::str::title(text),
        ("split", []) => {
            return Some(Ok(Any::list(
                crate::str::split(text).into_iter().map(Any::from).collect(),
            )));
        }
        ("startswith", [Any::Str(prefix)]) => {
            return Some(Ok(Any::Bool(text.starts_with(&**prefix))));
        }
        ("endswith", [Any::Str(suffix)]) => return Some(Ok(Any::Bool(text.ends_with(&**suffix)))),
        ("replace", [Any::Str(old), Any::Str(new)]) => text.replace(&**old, new),
        ("join", [items]) => {
            let parts = items
                .items()
                .map(|items| items.iter().map(crate::show::to_str).collect::<Vec<_>>());
            return Some(parts.map(|parts| Any::from(parts.join(text))));
        }
        _ => return None,
    };
    Some(Ok(Any::from(made)))
}

/// `isinstance(value, type)` of a builtin type, by its name
pub fn is_type(value: &Any, name: &str) -> bool {
    value.type_name() == name || name == "object" || name == "int" && matches!(value, Any::Bool(_))
}

/// `a is b`
pub fn identical(a: &Any, b: &Any) -> bool {
    match (a, b) {
        (Any::List(x), Any::List(y)) => x.address() == y.address(),
        (Any::Dict(x), Any::Dict(y)) => x.address() == y.address(),
        (Any::Object(x), Any::Object(y)) => Rc::ptr_eq(x, y),
        (Any::Bool(_), Any::Int(_) | Any::Float(_))
        | (Any::Int(_) | Any::Float(_), Any::Bool(_)) => false,
        _ => a == b,
    }
}

/// How two values compare; types that have no order between them fail.
fn order(a: &Any, b: &Any, sign: &str) -> Result<Option<Ordering>> {
    if let (Some(x), Some(y)) = (a.as_int(), b.as_int()) {
        return Ok(Some(x.cmp(&y)));
    }
    if let (Some(x), Some(y)) = (a.as_float(), b.as_float()) {
        return Ok(x.partial_cmp(&y));
    }
    match (a, b) {
        (Any::Str(x), Any::Str(y)) => Ok(Some(x.cmp(y))),
        (Any::Bytes(x), Any::Bytes(y)) => Ok(Some(x.cmp(y))),
        (Any::Tuple(_), Any::Tuple(_)) | (Any::List(_), Any::List(_)) => {
            let (x, y) = (a.items()?, b.items()?);
            match x.iter().zip(&y).find(|(x, y)| x != y) {
                Some((x, y)) => order(x, y, sign),
                None => Ok(Some(x.len().cmp(&y.len()))),
            }
        }
        _ => Err(type_error(format!(
            "'{sign}' not supported between instances of '{}' and '{}'",
            a.type_name(),
            b.type_name()
        ))),
    }
}

impl PartialEq for Any {
    fn eq(&self, other: &Self) -> bool {
        if let (Some(x), Some(y)) = (self.as_int(), other.as_int()) {
            return x == y;
        }
        match (self, other) {
            (Any::None, Any::None) => true,
            (Any::Float(x), Any::Float(y)) => x == y,
            (Any::Float(x), number) | (number, Any::Float(x)) => {
                number.as_int().is_some_and(|number| float::int_eq(number, *x))
            }
            (Any::Str(x), Any::Str(y)) => x == y,
            (Any::Bytes(x), Any::Bytes(y)) => x == y,
            (Any::Tuple(x), Any::Tuple(y)) => x == y,
            (Any::List(x), Any::List(y)) => {
                x.address() == y.address()
                    || x.length() == y.length() && (0..x.length()).all(|i| x.get(i) == y.get(i))
            }
            (Any::Dict(x), Any::Dict(y)) => {
                x.length() == y.length()
                    && x.entries().iter().all(|(key, value)| y.get(key).as_ref() == Some(value))
            }
            (Any::Set(x), Any::Set(y)) => x == y,
            (Any::Exception(x), Any::Exception(y)) => x == y,
            (Any::Object(x), other) => {
                match Rc::clone(x).call("__eq__", std::slice::from_ref(other)) {
                    Some(result) => crate::truth::test(&crate::unwrap(result)),
                    None => matches!(other, Any::Object(y) if Rc::ptr_eq(x, y)),
                }
            }
            _ => false,
        }
    }
}

impl PartialOrd for Any {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        crate::unwrap(order(self, other, "<"))
    }
}
