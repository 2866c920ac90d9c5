//! `functools`

use std::cell::RefCell;

use crate::dict::Dict;
use crate::exception::type_error;
use crate::key::Key;

fallible! {
    /// `reduce(function, items)`
    fn reduce / try_reduce [T](function: impl FnMut(T, T) -> T, items: impl IntoIterator<Item = T>) -> T {
        items
            .into_iter()
            .reduce(function)
            .ok_or_else(|| type_error("reduce() of empty iterable with no initial value"))
    }
}

/// `reduce(function, items, initial)`
pub fn reduce_from<A, T>(
    function: impl FnMut(A, T) -> A,
    items: impl IntoIterator<Item = T>,
    initial: A,
) -> A {
    items.into_iter().fold(initial, function)
}

/// `sorted(items, key=cmp_to_key(compare), reverse=reverse)`
pub fn sorted_by_compare<T: Clone, N: crate::integer::Integer>(
    items: impl IntoIterator<Item = T>,
    compare: impl Fn(T, T) -> N,
    reverse: bool,
) -> Vec<T> {
    let mut list: Vec<T> = items.into_iter().collect();
    crate::list::sort_by_compare(&mut list, compare, reverse);
    list
}

/// What `@cache` and `@lru_cache` remember.
pub struct Cache<K, V>(RefCell<Dict<K, V>>);

impl<K, V> Default for Cache<K, V> {
    fn default() -> Self {
        Self(RefCell::new(Dict::new()))
    }
}

impl<K: Key + Clone, V: Clone> Cache<K, V> {
    /// An empty cache.
    pub fn new() -> Self {
        Self::default()
    }

    /// The remembered result for these arguments, or a new one.
    pub fn get(&self, key: K, make: impl FnOnce() -> V) -> V {
        let known = self.0.borrow().get(&key).cloned();
        if let Some(value) = known {
            return value;
        }
        let value = make();
        self.0.borrow_mut().insert(key, value.clone());
        value
    }

    /// `function.cache_clear()`
    pub fn clear(&self) {
        self.0.borrow_mut().clear();
    }
}
