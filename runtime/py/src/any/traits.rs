//! What every dynamic value can do: text, truth, length, hash, formats.

use std::fmt::{self, Formatter};
use std::rc::Rc;

use super::Any;
use crate::exception::{Result, type_error};
use crate::key::{Key, hash_items};
use crate::show::{Repr, Str, to_repr};
use crate::truth::Truth;

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
            Self::FrozenSet(set) if set.is_empty() => f.write_str("frozenset()"),
            Self::FrozenSet(set) => {
                f.write_str("frozenset(")?;
                set.fmt_repr(f)?;
                f.write_str(")")
            }
            Self::Range(range) => range.fmt_repr(f),
            Self::Iter(_) => write!(f, "<generator object at {self:p}>"),
            Self::Function(function) => f.write_str(&function.text()),
            Self::Object(object) => f.write_str(&Rc::clone(object).repr()),
            Self::Exception(error) => error.fmt_repr(f),
            Self::Native(native) => f.write_str(&native.repr()),
        }
    }
}

impl Str for Any {
    fn fmt_str(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Str(text) => f.write_str(text),
            Self::Object(object) => f.write_str(&Rc::clone(object).str()),
            Self::Exception(error) => error.fmt_str(f),
            Self::Native(native) => f.write_str(&native.str()),
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
            Self::List(list) => !list.borrow().is_empty(),
            Self::Dict(dict) => !dict.borrow().is_empty(),
            Self::Set(set) => !set.borrow().is_empty(),
            Self::FrozenSet(set) => !set.is_empty(),
            Self::Range(range) => !range.is_empty(),
            Self::Iter(_)
            | Self::Function(_)
            | Self::Object(_)
            | Self::Exception(_)
            | Self::Native(_) => true,
        }
    }
}

impl crate::builtins::Len for Any {
    fn length(&self) -> usize {
        match self {
            Self::Str(text) => crate::str::length(text),
            Self::Bytes(bytes) => bytes.len(),
            Self::Tuple(items) => items.len(),
            Self::List(list) => list.borrow().len(),
            Self::Dict(dict) => dict.borrow().len(),
            Self::Set(set) => set.borrow().len(),
            Self::FrozenSet(set) => set.len(),
            Self::Range(range) => crate::builtins::Len::length(range),
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
            Self::FrozenSet(set) => set.__hash__(),
            Self::Function(function) => super::Function::hash(function),
            Self::Object(object) => crate::unwrap(Rc::clone(object).hash()),
            Self::Native(native) => crate::unwrap(native.hash()),
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

impl fmt::Debug for Any {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&to_repr(self))
    }
}
