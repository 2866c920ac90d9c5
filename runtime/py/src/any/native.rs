//! Values of the runtime's own types behind `Any`: dates, named tuples, deques, counters. Their storage stays typed, and containers the same object.

use std::any::Any as Anything;
use std::cell::OnceCell;
use std::cmp::Ordering;
use std::rc::Rc;

use super::Any;
use crate::exception::{Result, type_error};
use crate::key::Key;
use crate::shape::shaped;
use crate::show::{Repr, Str, to_repr, to_str};
use crate::union::{AsNumber, Number};

/// A value of one type of the program that is no class.
pub trait Native: Anything {
    /// Which type of the program it is.
    fn id(&self) -> i64;

    /// `type(self).__name__`
    fn class(&self) -> &str;

    /// `repr(self)`
    fn repr(&self) -> String;

    /// `str(self)`
    fn str(&self) -> String;

    /// `self == other`
    fn equal(&self, other: &Any) -> bool;

    /// How it compares with another value of its type; none where there is no order.
    fn compare(&self, other: &Any) -> Option<Option<Ordering>>;

    /// The number that it is.
    fn number(&self) -> Option<Number>;

    /// `hash(self)`
    fn hash(&self) -> Result<i64>;

    /// The tuple that a named one is equal to, the dict that a counter is equal to.
    fn plain(&self) -> Option<Any>;

    /// Notes that tuple.
    fn set_plain(&self, plain: Any);
}

/// The class of dicts whose order tells them apart.
const ORDERED: &str = "OrderedDict";

struct Held<T> {
    value: T,
    id: i64,
    class: String,
    /// How it is shown where its Rust type does not tell: see `shape`.
    shape: String,
    hash: Option<fn(&T) -> i64>,
    plain: OnceCell<Any>,
    dict: Option<fn(&T) -> Any>,
    order: Option<fn(&T, &T) -> Option<Ordering>>,
    number: Option<fn(&T) -> Number>,
}

impl<T: Repr + Str + PartialEq + 'static> Native for Held<T> {
    fn id(&self) -> i64 {
        self.id
    }

    fn class(&self) -> &str {
        &self.class
    }

    fn repr(&self) -> String {
        if self.shape.is_empty() { to_repr(&self.value) } else { shaped(&self.value, &self.shape) }
    }

    fn str(&self) -> String {
        if self.shape.is_empty() { to_str(&self.value) } else { shaped(&self.value, &self.shape) }
    }

    fn equal(&self, other: &Any) -> bool {
        match other {
            Any::Native(other) => match (self.plain(), other.plain()) {
                (Some(Any::Dict(a)), Some(Any::Dict(b)))
                    if self.class == ORDERED && other.class() == ORDERED =>
                {
                    let (a, b) = (a.borrow(), b.borrow());
                    a.iter().eq(b.iter())
                }
                (Some(a), Some(b)) => a == b,
                _ => taken::<T>(other).is_some_and(|other| other.value == self.value),
            },
            other => self.plain().is_some_and(|plain| plain == *other),
        }
    }

    fn compare(&self, other: &Any) -> Option<Option<Ordering>> {
        let Any::Native(other) = other else { return None };
        Some(self.order?(&self.value, &taken::<T>(other)?.value))
    }

    fn number(&self) -> Option<Number> {
        self.number.map(|number| number(&self.value))
    }

    fn hash(&self) -> Result<i64> {
        match self.hash {
            Some(hash) => Ok(hash(&self.value)),
            // A named tuple has the hash of the tuple that it is.
            None if matches!(self.plain.get(), Some(Any::Tuple(_))) => {
                Ok(self.plain.get().map_or(0, Key::__hash__))
            }
            None => Err(type_error(format!("unhashable type: '{}'", self.class))),
        }
    }

    fn plain(&self) -> Option<Any> {
        self.dict.map_or_else(|| self.plain.get().cloned(), |dict| Some(dict(&self.value)))
    }

    fn set_plain(&self, plain: Any) {
        let _ = self.plain.set(plain);
    }
}

fn taken<T: 'static>(native: &Rc<dyn Native>) -> Option<Rc<Held<T>>> {
    let native: Rc<dyn Anything> = Rc::clone(native) as Rc<dyn Anything>;
    native.downcast().ok()
}

/// A value that has nothing of what only some types have.
fn held<T: Repr + Str + PartialEq + 'static>(
    value: T,
    id: i64,
    class: &str,
    shape: &str,
) -> Held<T> {
    let (class, shape) = (class.to_owned(), shape.to_owned());
    let plain = OnceCell::new();
    Held { value, id, class, shape, hash: None, plain, dict: None, order: None, number: None }
}

fn shared<T: Repr + Str + PartialEq + 'static>(held: Held<T>) -> Any {
    Any::Native(Rc::new(held))
}

/// A value of the runtime as a dynamic one.
pub fn of_native<T: Repr + Str + PartialEq + 'static>(
    value: T,
    id: i64,
    class: &str,
    shape: &str,
) -> Any {
    shared(held(value, id, class, shape))
}

/// The same for a type whose values are keys.
pub fn of_key<T: Repr + Str + PartialEq + Key + 'static>(
    value: T,
    id: i64,
    class: &str,
    shape: &str,
) -> Any {
    shared(Held { hash: Some(T::__hash__), ..held(value, id, class, shape) })
}

/// The same for a type whose values have an order, too.
pub fn of_ordered<T: Repr + Str + PartialOrd + Key + 'static>(
    value: T,
    id: i64,
    class: &str,
    shape: &str,
) -> Any {
    let order = Some(T::partial_cmp as fn(&T, &T) -> Option<Ordering>);
    shared(Held { hash: Some(T::__hash__), order, ..held(value, id, class, shape) })
}

/// The same for numbers, which compare with numbers of other types.
pub fn of_number<T: Repr + Str + PartialOrd + Key + AsNumber + 'static>(
    value: T,
    id: i64,
    class: &str,
    shape: &str,
) -> Any {
    let number = Some(T::number as fn(&T) -> Number);
    let order = Some(T::partial_cmp as fn(&T, &T) -> Option<Ordering>);
    shared(Held { hash: Some(T::__hash__), order, number, ..held(value, id, class, shape) })
}

/// The same for a dict of its own kind.
pub fn of_mapping<T: Repr + Str + PartialEq + Clone + Into<Any> + 'static>(
    value: T,
    id: i64,
    class: &str,
    shape: &str,
) -> Any {
    shared(Held { dict: Some(|value: &T| value.clone().into()), ..held(value, id, class, shape) })
}

/// The value that it was; another type raises what the message says.
pub fn native<T: Clone + 'static>(value: &Any, message: &str) -> T {
    match value {
        Any::Native(native) => taken::<T>(native).map(|held| held.value.clone()),
        _ => None,
    }
    .unwrap_or_else(|| crate::missing(message))
}

/// A named tuple with the tuple that it is equal to.
pub fn named(value: Any, plain: Any) -> Any {
    if let Any::Native(native) = &value {
        native.set_plain(plain);
    }
    value
}

/// Is it a value of this type of the program?
pub fn is_native(value: &Any, id: i64) -> bool {
    matches!(value, Any::Native(native) if native.id() == id)
}
