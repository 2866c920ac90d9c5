//! Into `Any` and back.

use std::any::Any as Anything;
use std::rc::Rc;

use super::{Any, Object};
use crate::dict::Dict;
use crate::exception::Exception;
use crate::generator::Iter;
use crate::int::Int;
use crate::key::Key;
use crate::range::Range;
use crate::set::Set;
use crate::shared::Shared;

macro_rules! into {
    ($($kind:ty, $value:ident => $made:expr;)*) => {
        $(impl From<$kind> for Any {
            fn from($value: $kind) -> Self {
                $made
            }
        })*
    };
}

into! {
    (), _x => Any::None;
    bool, x => Any::Bool(x);
    i64, x => Any::Int(Int::new(x));
    Int, x => Any::Int(x);
    f64, x => Any::Float(x);
    &str, x => Any::Str(x.into());
    String, x => Any::Str(x.into());
    Exception, x => Any::Exception(x);
    Range, x => Any::Range(x);
    Rc<str>, x => Any::Str(x);
    Vec<u8>, x => Any::Bytes(x.into());
    Iter<Any>, x => Any::Iter(x);
}

impl<T: Into<Any>> From<Option<T>> for Any {
    fn from(value: Option<T>) -> Self {
        value.map_or(Any::None, Into::into)
    }
}

impl<T: Into<Any>> From<Vec<T>> for Any {
    fn from(items: Vec<T>) -> Self {
        Any::list(items.into_iter().map(Into::into).collect())
    }
}

/// The container itself where it holds dynamic items, as all do that become dynamic; what is only looked at is copied.
fn itself<C: 'static, D: Clone + 'static>(
    container: &Shared<C>,
    copy: impl FnOnce() -> D,
) -> Shared<D> {
    (container as &dyn Anything)
        .downcast_ref::<Shared<D>>()
        .cloned()
        .unwrap_or_else(|| Shared::new(copy()))
}

impl<T: Clone + Into<Any> + 'static> From<Shared<Vec<T>>> for Any {
    fn from(list: Shared<Vec<T>>) -> Self {
        Any::List(itself(&list, || list.borrow().iter().cloned().map(Into::into).collect()))
    }
}

impl<K: Into<Any> + 'static, V: Into<Any> + 'static> From<Dict<K, V>> for Any {
    fn from(dict: Dict<K, V>) -> Self {
        Any::dict(dict.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }
}

impl<K, V> From<Shared<Dict<K, V>>> for Any
where
    K: Clone + Into<Any> + 'static,
    V: Clone + Into<Any> + 'static,
{
    fn from(dict: Shared<Dict<K, V>>) -> Self {
        Any::Dict(itself(&dict, || {
            dict.to_value().into_iter().map(|(key, value)| (key.into(), value.into())).collect()
        }))
    }
}

impl<T: Clone + Into<Any>> From<Set<T>> for Any {
    fn from(set: Set<T>) -> Self {
        Any::Set(set.iter().cloned().map(Into::into).collect())
    }
}

impl<T: Clone + Into<Any> + 'static> From<Shared<Set<T>>> for Any {
    fn from(set: Shared<Set<T>>) -> Self {
        Any::Set(itself(&set, || set.borrow().iter().cloned().map(Into::into).collect()))
    }
}

impl<T: Object> From<Rc<T>> for Any {
    fn from(object: Rc<T>) -> Self {
        Any::Object(object)
    }
}

/// Types that come back out of `Any`.
pub trait FromAny: Sized {
    /// The value, if it has the type.
    fn from_any(value: &Any) -> Option<Self>;
}

macro_rules! from {
    ($($kind:ty, $pattern:pat => $made:expr;)*) => {
        $(impl FromAny for $kind {
            fn from_any(value: &Any) -> Option<Self> {
                match value {
                    $pattern => $made,
                    _ => None,
                }
            }
        })*
    };
}

from! {
    (), Any::None => Some(());
    bool, Any::Bool(x) => Some(*x);
    String, Any::Str(x) => Some(x.to_string());
    Exception, Any::Exception(x) => Some(x.clone());
    Range, Any::Range(x) => Some(*x);
}

/// A number: typed code takes whole ones as floats where it asks for floats.
impl FromAny for f64 {
    fn from_any(value: &Any) -> Option<Self> {
        value.as_float()
    }
}

impl FromAny for Any {
    fn from_any(value: &Any) -> Option<Self> {
        Some(value.clone())
    }
}

/// A byte of `bytes`.
impl FromAny for u8 {
    fn from_any(value: &Any) -> Option<Self> {
        u8::try_from(value.as_int()?.to_i64()?).ok()
    }
}

impl FromAny for i64 {
    fn from_any(value: &Any) -> Option<Self> {
        value.as_int()?.to_i64()
    }
}

impl FromAny for Int {
    fn from_any(value: &Any) -> Option<Self> {
        value.as_int()
    }
}

impl<T: FromAny> FromAny for Option<T> {
    fn from_any(value: &Any) -> Option<Self> {
        match value {
            Any::None => Some(None),
            other => T::from_any(other).map(Some),
        }
    }
}

impl<T: FromAny> FromAny for Vec<T> {
    fn from_any(value: &Any) -> Option<Self> {
        match value {
            Any::List(_) | Any::Tuple(_) | Any::Bytes(_) => {
                value.items().ok()?.iter().map(T::from_any).collect()
            }
            _ => None,
        }
    }
}

impl<K: Key + FromAny, V: FromAny> FromAny for Dict<K, V> {
    fn from_any(value: &Any) -> Option<Self> {
        match value {
            Any::Dict(dict) => dict
                .borrow()
                .iter()
                .map(|(key, value)| Some((K::from_any(key)?, V::from_any(value)?)))
                .collect(),
            _ => None,
        }
    }
}

impl<T: Key + FromAny> FromAny for Set<T> {
    fn from_any(value: &Any) -> Option<Self> {
        match value {
            Any::Set(set) => set.borrow().iter().map(T::from_any).collect(),
            Any::FrozenSet(set) => set.iter().map(T::from_any).collect(),
            _ => None,
        }
    }
}

/// The same object, which holds dynamic items.
impl<C: 'static> FromAny for Shared<C> {
    fn from_any(value: &Any) -> Option<Self> {
        let container: &dyn Anything = match value {
            Any::List(list) => list,
            Any::Dict(dict) => dict,
            Any::Set(set) => set,
            _ => &(),
        };
        container.downcast_ref::<Self>().cloned()
    }
}

impl<T: FromAny + 'static> FromAny for Iter<T> {
    fn from_any(value: &Any) -> Option<Self> {
        match value {
            Any::Iter(items) => Some(Iter::new(items.clone().map_while(|item| T::from_any(&item)))),
            _ => None,
        }
    }
}

impl<T: Object> FromAny for Rc<T> {
    fn from_any(value: &Any) -> Option<Self> {
        match value {
            Any::Object(object) => {
                let object: Rc<dyn std::any::Any> = Rc::clone(object) as Rc<dyn std::any::Any>;
                object.downcast().ok()
            }
            _ => None,
        }
    }
}

macro_rules! tuples {
    ($(($($name:ident $index:tt)*) $count:literal)*) => {
        $(
            impl<$($name: Into<Any>),*> From<($($name,)*)> for Any {
                fn from(value: ($($name,)*)) -> Self {
                    Any::Tuple(Rc::new([$(value.$index.into()),*]))
                }
            }

            impl<$($name: FromAny),*> FromAny for ($($name,)*) {
                fn from_any(value: &Any) -> Option<Self> {
                    match value {
                        Any::Tuple(items) if items.len() == $count => Some(($($name::from_any(&items[$index])?,)*)),
                        _ => None,
                    }
                }
            }
        )*
    };
}

tuples! {
    (A 0) 1
    (A 0 B 1) 2
    (A 0 B 1 C 2) 3
    (A 0 B 1 C 2 D 3) 4
    (A 0 B 1 C 2 D 3 E 4) 5
    (A 0 B 1 C 2 D 3 E 4 F 5) 6
}

/// The value as a `T`; another type raises what the message says.
pub fn cast<T: FromAny>(value: &Any, message: &str) -> T {
    T::from_any(value).unwrap_or_else(|| crate::missing(message))
}
