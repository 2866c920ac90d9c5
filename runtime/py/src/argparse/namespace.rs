//! What `parse_args` returns: reading and setting values by name.

use std::fmt::{self, Formatter};

use super::{Namespace, Value};
use crate::int::Int;
use crate::integer::Integer;
use crate::show::{Repr, same_str};

pub(super) fn value(namespace: &Namespace, name: &str) -> Value {
    match namespace.0.borrow().get(name) {
        Some(value) => value.clone(),
        None => crate::exception::Exception::new(
            "AttributeError",
            format!("'Namespace' object has no attribute '{name}'"),
        )
        .unwind(),
    }
}

/// `hasattr(self, name)`
pub fn has(namespace: &Namespace, name: &str) -> bool {
    namespace.0.borrow().get(name).is_some()
}

/// Is `self.name` of a kind? `kind` is `none`, `bool`, `int`, `float`, `str`, `list` or `object`.
pub fn is_kind(namespace: &Namespace, name: &str, kind: &str) -> bool {
    match value(namespace, name) {
        Value::None => kind == "none",
        Value::Bool(_) => kind == "bool",
        Value::Int(_) => kind == "int",
        Value::Float(_) => kind == "float",
        Value::Text(_) => kind == "str",
        Value::List(_) => kind == "list",
        Value::Object(_) => kind == "object",
    }
}

/// `self.name`, a text
pub fn text(namespace: &Namespace, name: &str) -> String {
    value(namespace, name).str()
}

/// `self.name`, an integer
pub fn int<N: Integer>(namespace: &Namespace, name: &str) -> N {
    N::from_int(int_of(value(namespace, name)))
}

pub(super) fn int_of(value: Value) -> Int {
    match value {
        Value::Int(n) => n,
        Value::Bool(value) => Int::from(value),
        _ => Int::ZERO,
    }
}

/// `self.name`, a float
pub fn float(namespace: &Namespace, name: &str) -> f64 {
    float_of(value(namespace, name))
}

fn float_of(value: Value) -> f64 {
    match value {
        Value::Float(x) => x,
        other => int_of(other).to_f64(),
    }
}

/// `self.name`, a truth value
pub fn flag(namespace: &Namespace, name: &str) -> bool {
    matches!(value(namespace, name), Value::Bool(true))
}

pub(super) fn items(namespace: &Namespace, name: &str) -> Vec<Value> {
    match value(namespace, name) {
        Value::List(items) => items,
        _ => Vec::new(),
    }
}

/// `self.name`, a list of texts
pub fn texts(namespace: &Namespace, name: &str) -> Vec<String> {
    items(namespace, name).iter().map(Value::str).collect()
}

/// `self.name`, a list of integers
pub fn ints<N: Integer>(namespace: &Namespace, name: &str) -> Vec<N> {
    items(namespace, name).into_iter().map(|item| N::from_int(int_of(item))).collect()
}

/// `self.name`, a list of floats
pub fn floats(namespace: &Namespace, name: &str) -> Vec<f64> {
    items(namespace, name).into_iter().map(float_of).collect()
}

/// `self.name = value` of a text
pub fn set_text(namespace: &Namespace, name: &str, text: &str) {
    namespace.0.borrow_mut().insert(name.to_owned(), Value::Text(text.to_owned()));
}

/// `self.name = value` of an integer
pub fn set_int(namespace: &Namespace, name: &str, n: impl Integer) {
    namespace.0.borrow_mut().insert(name.to_owned(), Value::Int(n.into_int()));
}

/// `self.name = value` of a float
pub fn set_float(namespace: &Namespace, name: &str, x: f64) {
    namespace.0.borrow_mut().insert(name.to_owned(), Value::Float(x));
}

/// `self.name = value` of a truth value
pub fn set_flag(namespace: &Namespace, name: &str, value: bool) {
    namespace.0.borrow_mut().insert(name.to_owned(), Value::Bool(value));
}

impl Repr for Value {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Value::None => ().fmt_repr(f),
            Value::Bool(value) => value.fmt_repr(f),
            Value::Int(value) => value.fmt_repr(f),
            Value::Float(value) => value.fmt_repr(f),
            Value::Text(value) => value.fmt_repr(f),
            Value::List(values) => values.fmt_repr(f),
            Value::Object(_) => f.write_str("..."),
        }
    }
}

/// `Namespace(name='value', …)`, in the order of the parser's arguments.
impl Repr for Namespace {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("Namespace(")?;
        for (i, (name, value)) in self.0.borrow().iter().enumerate() {
            write!(f, "{}{name}=", if i > 0 { ", " } else { "" })?;
            value.fmt_repr(f)?;
        }
        f.write_str(")")
    }
}

same_str! { [] Namespace; }
