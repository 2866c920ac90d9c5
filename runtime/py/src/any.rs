//! The dynamic object: values whose type is known at run time only. Containers and instances are shared, so aliases and identity hold.

use std::fmt::{self, Formatter};
use std::rc::Rc;

use crate::dict::Dict;
use crate::exception::{Exception, Result, type_error};
use crate::int::Int;
use crate::key::{Key, hash_items};
use crate::set::Set;
use crate::shared::Shared;
use crate::show::{Repr, Str, same_str, to_repr};
use crate::truth::Truth;

mod convert;
mod operators;
mod storage;

pub use convert::{FromAny, cast};
pub use operators::*;
pub use storage::{DictObject, ListObject};

/// A function behind `Any`.
pub type Callable = Rc<dyn Fn(&[Any]) -> Any>;

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
    /// A list, of any items or of items of one type.
    List(Rc<dyn ListObject>),
    /// A dict, of any or of one type.
    Dict(Rc<dyn DictObject>),
    /// A set.
    Set(Shared<Set<Any>>),
    /// A function.
    Function(Callable),
    /// An instance of a class of the program.
    Object(Rc<dyn Object>),
    /// An exception.
    Exception(Exception),
}

/// An instance of a class of the program, behind `Any`.
pub trait Object: std::any::Any {
    /// `type(self).__name__`
    fn class_name(&self) -> &'static str;

    /// `self.name`
    fn attribute(self: Rc<Self>, name: &str) -> Option<Any>;

    /// `self.name = value`
    fn set_attribute(self: Rc<Self>, name: &str, value: Any) -> Result<()> {
        let _ = value;
        Err(no_attribute(self.class_name(), name))
    }

    /// `self.name(*args)`
    fn call(self: Rc<Self>, name: &str, args: &[Any]) -> Option<Result<Any>> {
        let _ = (name, args);
        None
    }

    /// `repr(self)`
    fn repr(self: Rc<Self>) -> String {
        format!("<{} object>", self.class_name())
    }

    /// `str(self)`
    fn str(self: Rc<Self>) -> String {
        self.repr()
    }
}

pub(crate) fn no_attribute(class: &str, name: &str) -> Exception {
    crate::exception::attribute_error(format!("'{class}' object has no attribute '{name}'"))
}

impl Any {
    /// A list of any items.
    pub fn list(items: Vec<Any>) -> Self {
        Self::List(Rc::new(Shared::new(items)))
    }

    /// A dict of any keys and values.
    pub fn dict(entries: Dict<Any, Any>) -> Self {
        Self::Dict(Rc::new(Shared::new(entries)))
    }

    /// `type(self).__name__`
    pub fn type_name(&self) -> &'static str {
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
            Self::Function(_) => "function",
            Self::Object(object) => object.class_name(),
            Self::Exception(_) => "Exception",
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
            Self::List(list) => Ok((0..).map_while(|i| list.get(i)).collect()),
            Self::Dict(dict) => Ok(dict.entries().into_iter().map(|(key, _)| key).collect()),
            Self::Set(set) => Ok(set.borrow().iter().cloned().collect()),
            Self::Str(text) => Ok(text.chars().map(|c| Any::Str(c.to_string().into())).collect()),
            Self::Bytes(bytes) => {
                Ok(bytes.iter().map(|byte| Any::Int(Int::new(i64::from(*byte)))).collect())
            }
            other => Err(type_error(format!("'{}' object is not iterable", other.type_name()))),
        }
    }
}

impl Repr for Any {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::Bool(value) => value.fmt_repr(f),
            Self::Int(value) => value.fmt_repr(f),
            Self::Float(value) => value.fmt_repr(f),
            Self::Str(value) => value.fmt_repr(f),
            Self::Bytes(value) => crate::show::fmt_bytes(value, f),
            Self::Tuple(items) => {
                f.write_str("(")?;
                crate::show::fmt_items(items.iter(), f)?;
                f.write_str(if items.len() == 1 { ",)" } else { ")" })
            }
            Self::List(list) => list.fmt_repr(f),
            Self::Dict(dict) => dict.fmt_repr(f),
            Self::Set(set) => set.fmt_repr(f),
            Self::Function(_) => f.write_str("<function>"),
            Self::Object(object) => f.write_str(&Rc::clone(object).repr()),
            Self::Exception(error) => error.fmt_repr(f),
        }
    }
}

impl Str for Any {
    fn fmt_str(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Str(text) => f.write_str(text),
            Self::Object(object) => f.write_str(&Rc::clone(object).str()),
            Self::Exception(error) => error.fmt_str(f),
            other => other.fmt_repr(f),
        }
    }
}

impl Truth for Any {
    fn test(&self) -> bool {
        match self {
            Self::None => false,
            Self::Bool(value) => *value,
            Self::Int(value) => !value.is_zero(),
            Self::Float(value) => *value != 0.0,
            Self::Str(text) => !text.is_empty(),
            Self::Bytes(bytes) => !bytes.is_empty(),
            Self::Tuple(items) => !items.is_empty(),
            Self::List(list) => list.length() > 0,
            Self::Dict(dict) => dict.length() > 0,
            Self::Set(set) => !set.borrow().is_empty(),
            Self::Function(_) | Self::Exception(_) => true,
            Self::Object(object) => {
                let told = ["__bool__", "__len__"]
                    .iter()
                    .find_map(|name| Rc::clone(object).call(name, &[]));
                told.is_none_or(|told| crate::unwrap(told).test())
            }
        }
    }
}

impl crate::builtins::Len for Any {
    fn length(&self) -> usize {
        match self {
            Self::Str(text) => crate::str::length(text),
            Self::Bytes(bytes) => bytes.len(),
            Self::Tuple(items) => items.len(),
            Self::List(list) => list.length(),
            Self::Dict(dict) => dict.length(),
            Self::Set(set) => set.borrow().len(),
            Self::Object(object) => match Rc::clone(object).call("__len__", &[]) {
                Some(count) => crate::unwrap(count)
                    .as_int()
                    .and_then(|count| count.to_i64())
                    .map_or(0, |count| count as usize),
                None => type_error(format!("object of type '{}' has no len()", self.type_name()))
                    .unwind(),
            },
            other => {
                type_error(format!("object of type '{}' has no len()", other.type_name())).unwind()
            }
        }
    }
}

impl Key for Any {
    fn __hash__(&self) -> i64 {
        match self {
            Self::None => ().__hash__(),
            Self::Bool(value) => value.__hash__(),
            Self::Int(value) => value.__hash__(),
            Self::Float(value) => value.__hash__(),
            Self::Str(text) => text.__hash__(),
            Self::Bytes(bytes) => bytes.__hash__(),
            Self::Tuple(items) => hash_items(items.iter().map(Key::__hash__)),
            Self::Set(set) => set.borrow().__hash__(),
            Self::Object(object) => match Rc::clone(object).call("__hash__", &[]) {
                Some(hash) => crate::unwrap(hash).as_int().map_or(0, |hash| hash.__hash__()),
                None => Rc::as_ptr(object).cast::<u8>() as usize as i64,
            },
            other => type_error(format!("unhashable type: '{}'", other.type_name())).unwind(),
        }
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl crate::fmt::Format for Any {
    fn format(&self, spec: &crate::fmt::Spec) -> Result<String> {
        match self {
            Self::Bool(value) => value.format(spec),
            Self::Int(value) => value.format(spec),
            Self::Float(value) => value.format(spec),
            Self::Str(value) => value.as_ref().format(spec),
            other if spec.is_empty() => Ok(crate::show::to_str(other)),
            other => Err(type_error(format!(
                "unsupported format string passed to {}.__format__",
                other.type_name()
            ))),
        }
    }
}

same_str! {
    [] dyn ListObject;
    [] dyn DictObject;
}

/// `for item in self`
pub fn iter(value: &Any) -> std::vec::IntoIter<Any> {
    match value {
        Any::Object(object) => match Rc::clone(object).call("__iter__", &[]) {
            Some(items) => iter(&crate::unwrap(items)),
            None => type_error(format!("'{}' object is not iterable", value.type_name())).unwind(),
        },
        other => crate::unwrap(other.items()).into_iter(),
    }
}

impl fmt::Debug for Any {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&to_repr(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::List;

    #[test]
    fn typed_lists_stay_the_same_object() {
        let typed = List::new(vec![1i64]);
        let any = Any::from(typed.clone());
        crate::unwrap(try_method(&any, "append", &[Any::from(2i64)]));
        assert_eq!(to_repr(&typed), "[1, 2]");
        assert!(try_method(&any, "append", &[Any::from("x")]).is_err());
        let back: List<i64> = cast(&any, "TypeError: no list");
        assert!(Shared::ptr_eq(&back, &typed));
        assert_eq!(to_repr(&any), "[1, 2]");
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
}
