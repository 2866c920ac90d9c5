//! The dynamic object: values whose type is known at run time only. Containers and instances are shared, so aliases and identity hold: what
//! becomes dynamic holds dynamic items from the start, and is taken back as the same object.

use std::rc::Rc;

use crate::dict::Dict;
use crate::exception::{Exception, Result, attribute_error, type_error};
use crate::generator::Iter;
use crate::int::Int;
use crate::integer::Integer;
use crate::range::Range;
use crate::set::Set;
use crate::shared::{List, SharedDict, SharedSet};

mod comparison;
mod convert;
mod copying;
mod function;
mod native;
mod object;
mod operators;
mod sorting;
mod subscript;
mod traits;

pub use comparison::*;
pub use convert::{FromAny, cast};
pub use function::*;
pub use native::*;
pub use object::Object;
pub use operators::*;
pub use sorting::*;
pub use subscript::*;

/// Any value.
#[derive(Clone, Default)]
pub enum Any {
    /// `None`
    #[default]
    None,
    /// A bool.
    Bool(bool),
    /// An int.
    Int(Int),
    /// A float.
    Float(f64),
    /// A str.
    Str(Rc<str>),
    /// Bytes.
    Bytes(Rc<[u8]>),
    /// A tuple.
    Tuple(Rc<[Any]>),
    /// A list.
    List(List<Any>),
    /// A dict.
    Dict(SharedDict<Any, Any>),
    /// A set.
    Set(SharedSet<Any>),
    /// A frozenset.
    FrozenSet(Rc<Set<Any>>),
    /// A range.
    Range(Range),
    /// An iterator.
    Iter(Iter<Any>),
    /// A function.
    Function(Rc<Function>),
    /// An instance of a class of the program.
    Object(Rc<dyn Object>),
    /// An exception.
    Exception(Exception),
    /// A value of a type of the runtime.
    Native(Rc<dyn Native>),
}

pub(crate) fn no_attribute_error(class: &str, name: &str) -> Exception {
    attribute_error(format!("'{class}' object has no attribute '{name}'"))
}

impl Any {
    /// A list of any items.
    pub fn list(items: Vec<Any>) -> Self {
        Self::List(List::new(items))
    }

    /// A dict of any keys and values.
    pub fn dict(entries: Dict<Any, Any>) -> Self {
        Self::Dict(SharedDict::new(entries))
    }

    /// `type(self).__name__`
    pub fn type_name(&self) -> &str {
        match self {
            Self::None => "NoneType",
            Self::Bool(_) => "bool",
            Self::Int(_) => "int",
            Self::Float(_) => "float",
            Self::Str(_) => "str",
            Self::Bytes(_) => "bytes",
            Self::Tuple(_) => "tuple",
            Self::List(_) => "list",
            Self::Dict(_) => "dict",
            Self::Set(_) => "set",
            Self::FrozenSet(_) => "frozenset",
            Self::Range(_) => "range",
            Self::Iter(_) => "generator",
            Self::Function(function) => function.kind(),
            Self::Object(object) => object.class(),
            Self::Exception(error) => error.class_name(),
            Self::Native(native) => native.class(),
        }
    }

    /// An integer, or a bool as one.
    pub(crate) fn as_int(&self) -> Option<Int> {
        match self {
            Self::Int(value) => Some(value.clone()),
            Self::Bool(value) => Some(Int::from(*value)),
            _ => None,
        }
    }

    /// A number as a float.
    pub(crate) fn as_float(&self) -> Option<f64> {
        match self {
            Self::Float(value) => Some(*value),
            other => other.as_int().map(|value| value.to_f64()),
        }
    }

    /// The items of anything that can be iterated.
    pub(crate) fn items(&self) -> Result<Vec<Any>> {
        match self {
            Self::Tuple(items) => Ok(items.to_vec()),
            Self::List(list) => Ok(list.to_value()),
            other => Ok(walk(other)?.collect()),
        }
    }
}

/// The items one by one.
fn walk(value: &Any) -> Result<Box<dyn Iterator<Item = Any>>> {
    Ok(match value {
        Any::Tuple(items) => {
            let items = Rc::clone(items);
            Box::new((0..items.len()).map(move |i| items[i].clone()))
        }
        Any::List(list) => Box::new(list.each()),
        Any::Dict(dict) => Box::new(dict.each()),
        Any::Set(set) => Box::new(set.each()),
        Any::FrozenSet(set) => Box::new(set.iter().cloned().collect::<Vec<_>>().into_iter()),
        Any::Str(text) => Box::new(
            text.chars()
                .map(|c| Any::Str(Rc::from(&*c.encode_utf8(&mut [0; 4]))))
                .collect::<Vec<_>>()
                .into_iter(),
        ),
        Any::Bytes(bytes) => {
            let bytes = Rc::clone(bytes);
            Box::new((0..bytes.len()).map(move |i| Any::from(i64::from(bytes[i]))))
        }
        Any::Range(range) => Box::new(range.into_iter().map(Any::from)),
        Any::Iter(items) => Box::new(items.clone()),
        other => {
            return Err(type_error(format!("'{}' object is not iterable", other.type_name())));
        }
    })
}

fallible! {
    /// `for item in self`
    fn iter / try_iter [](value: &Any) -> Iter<Any> {
        walk(value).map(Iter::new)
    }

    /// `getattr(object, name)` of an object of a class without the attribute
    fn missing_attribute / try_missing_attribute [](class: &str, name: &str) -> Any {
        Err(no_attribute_error(class, name))
    }

    /// `separator.join(items)`
    fn join / try_join [](separator: &str, items: impl IntoIterator<Item = Any>) -> String {
        let mut text = String::new();
        for (i, item) in items.into_iter().enumerate() {
            let Any::Str(part) = &item else {
                let class = item.type_name();
                return Err(type_error(format!("sequence item {i}: expected str instance, {class} found")));
            };
            if i > 0 {
                text.push_str(separator);
            }
            text.push_str(part);
        }
        Ok(text)
    }

    /// An argument that a function does not take; `{}` in the message is the name of its type
    fn wrong_type / try_wrong_type [](value: &Any, message: &str) -> Any {
        Err(type_error(message.replace("{}", value.type_name())))
    }

    /// `self.name` of a value that does not have it
    fn no_attribute / try_no_attribute [](value: &Any, name: &str) -> Any {
        Err(no_attribute_error(value.type_name(), name))
    }
}

/// `value is None`
pub fn is_none(value: &Any) -> bool {
    matches!(value, Any::None)
}

/// Is it of this builtin type, by its name?
pub fn is_kind(value: &Any, name: &str) -> bool {
    match value {
        Any::Object(_) | Any::Native(_) => false,
        Any::Exception(_) => name == "exception",
        Any::Function(function) => name == "function" && function.kind() != "type",
        other => other.type_name() == name,
    }
}

/// Is it an object of this class of the program?
pub fn is_object(value: &Any, class: impl Integer) -> bool {
    matches!(value, Any::Object(object) if object.id() == class.clamp_i64())
}

/// `type(value).__name__`
pub fn type_name(value: &Any) -> String {
    value.type_name().to_owned()
}

/// `type(a) is type(b)`
pub fn same_type(a: &Any, b: &Any) -> bool {
    match (a, b) {
        (Any::Object(a), Any::Object(b)) => a.id() == b.id(),
        (Any::Native(a), Any::Native(b)) => a.id() == b.id(),
        (Any::Object(_), _) | (_, Any::Object(_)) => false,
        _ => a.type_name() == b.type_name(),
    }
}

/// Is it something that can be called?
pub fn is_callable(value: &Any) -> bool {
    matches!(value, Any::Function(_))
}

/// A tuple of these items.
pub fn of_tuple(items: &[Any]) -> Any {
    Any::Tuple(items.into())
}

/// A frozenset of these items.
pub fn of_frozenset(items: &Set<Any>) -> Any {
    Any::FrozenSet(Rc::new(items.clone()))
}

/// An iterator over these items.
pub fn of_iter(items: impl IntoIterator<Item = Any, IntoIter: 'static>) -> Any {
    Any::Iter(Iter::new(items.into_iter()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::show::to_repr;

    #[test]
    fn containers_stay_the_same_object() {
        let list = List::new(vec![Any::from(1i64)]);
        let any = Any::from(list.clone());
        list.borrow_mut().push(any.clone());
        let back: List<Any> = cast(&any, "TypeError: no list");
        assert!(List::ptr_eq(&back, &list) && identical(&any, &Any::from(list)));
        assert_eq!(crate::builtins::len(&any), 2);
    }

    #[test]
    fn operators_choose_at_run_time() {
        let sum = add(&Any::from(1i64), &Any::from(0.5));
        assert_eq!(to_repr(&sum), "1.5");
        assert_eq!(to_repr(&add(&Any::from("a"), &Any::from("b"))), "'ab'");
        assert_eq!(
            try_add(&Any::from(1i64), &Any::from("b")).unwrap_err().message(),
            "unsupported operand type(s) for +: 'int' and 'str'"
        );
        assert!(
            Any::from(1i64) == Any::from(1.0)
                && try_less(&Any::from(1i64), &Any::from("a")).is_err()
        );
    }

    #[test]
    fn messages_are_those_of_the_interpreter() {
        let message = |result: Result<Any>| result.unwrap_err().message().to_owned();
        let (text, list) = (Any::from("a"), Any::list(vec![Any::None]));
        assert_eq!(
            message(try_add(&text, &Any::from(1i64))),
            "can only concatenate str (not \"int\") to str"
        );
        assert_eq!(
            message(try_index(&list, &text)),
            "list indices must be integers or slices, not str"
        );
        assert_eq!(message(try_index(&Any::None, &text)), "'NoneType' object is not subscriptable");
        assert_eq!(message(try_no_attribute(&list, "foo")), "'list' object has no attribute 'foo'");
    }
}
