//! Items and slices of `Any`, and membership.

use super::Any;
use crate::exception::{Exception, Result, index_error, key_error, type_error};
use crate::integer::Integer;
use crate::list::place;
use crate::slice::Bound;

fn not_subscriptable(value: &Any) -> Exception {
    type_error(format!("'{}' object is not subscriptable", value.type_name()))
}

/// The key as a place in a sequence of this many items.
fn place_of(value: &Any, key: &Any, length: usize, what: &str) -> Result<usize> {
    let Some(at) = key.as_int() else {
        let (class, key) = (value.type_name(), key.type_name());
        return Err(type_error(if class == "str" {
            format!("string indices must be integers, not '{key}'")
        } else {
            format!("{class} indices must be integers or slices, not {key}")
        }));
    };
    place(at.clamp_i64(), length).ok_or_else(|| index_error(format!("{what} index out of range")))
}

fallible! {
    /// `self[key]`
    fn index / try_index [](value: &Any, key: &Any) -> Any {
        match value {
            Any::Dict(dict) => dict.borrow().get(key).cloned().ok_or_else(|| key_error(key)),
            Any::List(list) => {
                let list = list.borrow();
                Ok(list[place_of(value, key, list.len(), "list")?].clone())
            }
            Any::Tuple(items) => Ok(items[place_of(value, key, items.len(), "tuple")?].clone()),
            Any::Str(text) => {
                let at = place_of(value, key, crate::str::length(text), "string")?;
                Ok(Any::from(crate::str::slice(text, at as i64, at as i64 + 1)))
            }
            Any::Bytes(bytes) => Ok(Any::from(i64::from(bytes[place_of(value, key, bytes.len(), "index")?]))),
            Any::Range(range) => {
                let items: Vec<i64> = range.into_iter().collect();
                Ok(Any::from(items[place_of(value, key, items.len(), "range object")?]))
            }
            other => Err(not_subscriptable(other)),
        }
    }

    /// `self[start:stop]`
    fn slice / try_slice [](value: &Any, start: impl Bound, stop: impl Bound) -> Any {
        Ok(match value {
            Any::List(list) => Any::list(crate::list::slice(&list.borrow(), start, stop)),
            Any::Tuple(items) => Any::Tuple(crate::list::slice(items, start, stop).into()),
            Any::Str(text) => Any::from(crate::str::slice(text, start, stop)),
            Any::Bytes(bytes) => Any::Bytes(crate::bytes::slice(bytes, start, stop).into()),
            Any::Dict(_) | Any::Set(_) => return Err(type_error("unhashable type: 'slice'")),
            other => return Err(not_subscriptable(other)),
        })
    }

    /// `self[start:stop:step]`
    fn slice_step / try_slice_step [](value: &Any, start: impl Bound, stop: impl Bound, step: impl Integer) -> Any {
        Ok(match value {
            Any::List(list) => Any::list(crate::list::try_slice_step(&list.borrow(), start, stop, step)?),
            Any::Tuple(items) => Any::Tuple(crate::list::try_slice_step(items, start, stop, step)?.into()),
            Any::Str(text) => Any::from(crate::str::try_slice_step(text, start, stop, step)?),
            Any::Bytes(bytes) => Any::Bytes(crate::bytes::try_slice_step(bytes, start, stop, step)?.into()),
            Any::Dict(_) | Any::Set(_) => return Err(type_error("unhashable type: 'slice'")),
            other => return Err(not_subscriptable(other)),
        })
    }

    /// `self[key] = item`
    fn set_index / try_set_index [](value: &Any, key: &Any, item: &Any) -> () {
        match value {
            Any::Dict(dict) => {
                // A key may raise while it is hashed.
                let _ = crate::key::Key::__hash__(key);
                dict.borrow_mut().insert(key.clone(), item.clone());
                Ok(())
            }
            Any::List(list) => {
                let length = list.borrow().len();
                let at = place_of(value, key, length, "list assignment")?;
                list.borrow_mut()[at] = item.clone();
                Ok(())
            }
            _ => Err(type_error(format!("'{}' object does not support item assignment", value.type_name()))),
        }
    }

    /// `del self[key]`
    fn delete_index / try_delete_index [](value: &Any, key: &Any) -> () {
        match value {
            Any::Dict(dict) => {
                let gone = dict.borrow_mut().remove(key);
                gone.map(drop).ok_or_else(|| key_error(key))
            }
            Any::List(list) => {
                let length = list.borrow().len();
                let at = place_of(value, key, length, "list assignment")?;
                list.borrow_mut().remove(at);
                Ok(())
            }
            _ => Err(type_error(format!("'{}' object doesn't support item deletion", value.type_name()))),
        }
    }

    /// `item in self`
    fn contains / try_contains [](value: &Any, item: &Any) -> bool {
        match value {
            Any::Str(text) => match item {
                Any::Str(other) => Ok(text.contains(&**other)),
                other => Err(type_error(format!(
                    "'in <string>' requires string as left operand, not {}",
                    other.type_name()
                ))),
            },
            Any::Dict(dict) => Ok(dict.borrow().get(item).is_some()),
            Any::Set(set) => Ok(set.borrow().contains(item)),
            Any::FrozenSet(set) => Ok(set.contains(item)),
            Any::None | Any::Bool(_) | Any::Int(_) | Any::Float(_) | Any::Function(_) | Any::Object(_) | Any::Exception(_) => {
                Err(type_error(format!("argument of type '{}' is not iterable", value.type_name())))
            }
            other => Ok(other.items()?.contains(item)),
        }
    }
}
