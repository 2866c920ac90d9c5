//! Lists and dicts behind `Any`: typed storage stays typed, and the same object.

use std::any::Any as Anything;

use super::{Any, FromAny};
use crate::dict::Dict;
use crate::exception::{Result, type_error};
use crate::key::Key;
use crate::shared::Shared;
use crate::show::Repr;

/// A list of items of any one Rust type.
pub trait ListObject: Repr {
    /// `len(self)`
    fn length(&self) -> usize;
    /// The item at a place.
    fn get(&self, place: usize) -> Option<Any>;
    /// Replaces the items from `start` to `stop`.
    fn splice(&self, start: usize, stop: usize, items: Vec<Any>) -> Result<()>;
    /// Reorders: the new list has the items of these places.
    fn reorder(&self, places: &[usize]);
    /// What tells objects apart.
    fn address(&self) -> usize;
    /// The object itself, to take it back with its type.
    fn itself(&self) -> &dyn Anything;
}

fn typed<T: FromAny>(value: &Any) -> Result<T> {
    T::from_any(value).ok_or_else(|| {
        type_error(format!(
            "a container of one type cannot hold a value of type '{}'",
            value.type_name()
        ))
    })
}

impl<T: Clone + Into<Any> + FromAny + Repr + 'static> ListObject for Shared<Vec<T>> {
    fn length(&self) -> usize {
        self.borrow().len()
    }

    fn get(&self, place: usize) -> Option<Any> {
        self.borrow().get(place).cloned().map(Into::into)
    }

    fn splice(&self, start: usize, stop: usize, items: Vec<Any>) -> Result<()> {
        let items = items.iter().map(typed).collect::<Result<Vec<T>>>()?;
        self.borrow_mut().splice(start..stop, items);
        Ok(())
    }

    fn reorder(&self, places: &[usize]) {
        let mut list = self.borrow_mut();
        let items = places.iter().map(|place| list[*place].clone()).collect();
        *list = items;
    }

    fn address(&self) -> usize {
        self.id() as usize
    }

    fn itself(&self) -> &dyn Anything {
        self
    }
}

/// A dict of keys and values of any one Rust type each.
pub trait DictObject: Repr {
    /// `len(self)`
    fn length(&self) -> usize;
    /// `self.get(key)`
    fn get(&self, key: &Any) -> Option<Any>;
    /// `self[key] = value`
    fn set(&self, key: &Any, value: &Any) -> Result<()>;
    /// Takes an entry out.
    fn remove(&self, key: &Any) -> Option<Any>;
    /// All entries in order.
    fn entries(&self) -> Vec<(Any, Any)>;
    /// `self.clear()`
    fn clear(&self);
    /// What tells objects apart.
    fn address(&self) -> usize;
    /// The object itself, to take it back with its type.
    fn itself(&self) -> &dyn Anything;
}

impl<K, V> DictObject for Shared<Dict<K, V>>
where
    K: Key + Clone + Into<Any> + FromAny + Repr + 'static,
    V: Clone + Into<Any> + FromAny + Repr + 'static,
{
    fn length(&self) -> usize {
        self.borrow().len()
    }

    fn get(&self, key: &Any) -> Option<Any> {
        let key = K::from_any(key)?;
        self.borrow().get(&key).cloned().map(Into::into)
    }

    fn set(&self, key: &Any, value: &Any) -> Result<()> {
        let (key, value) = (typed(key)?, typed(value)?);
        self.borrow_mut().insert(key, value);
        Ok(())
    }

    fn remove(&self, key: &Any) -> Option<Any> {
        let key = K::from_any(key)?;
        self.borrow_mut().remove(&key).map(Into::into)
    }

    fn entries(&self) -> Vec<(Any, Any)> {
        self.borrow()
            .iter()
            .map(|(key, value)| (key.clone().into(), value.clone().into()))
            .collect()
    }

    fn clear(&self) {
        self.borrow_mut().clear();
    }

    fn address(&self) -> usize {
        self.id() as usize
    }

    fn itself(&self) -> &dyn Anything {
        self
    }
}
