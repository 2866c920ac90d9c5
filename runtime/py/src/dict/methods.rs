//! The methods of `dict`.

use std::borrow::Borrow;

use super::Dict;
use crate::exception::{Arg, Exception, key_error, value_error};
use crate::integer::Integer;
use crate::key::Key;
use crate::show::Repr;

/// `sorted(self.items())`: the keys decide, since no two of them are equal
pub fn sorted_items<K: PartialOrd, V>(items: impl IntoIterator<Item = (K, V)>) -> Vec<(K, V)> {
    let mut items: Vec<(K, V)> = items.into_iter().collect();
    items.sort_by(|a, b| a.0.partial_cmp(&b.0).unwrap_or(std::cmp::Ordering::Equal));
    items
}

fallible! {
    /// `self[key]`
    fn index / try_index ['a, K: Key + Borrow<Q>, V, Q: Key + Repr + ?Sized](dict: &'a Dict<K, V>, key: &Q) -> &'a V {
        dict.get(key).ok_or_else(|| key_error(key))
    }

    /// `self[key]` as a place
    fn index_mut / try_index_mut ['a, K: Key + Borrow<Q>, V, Q: Key + Repr + ?Sized](dict: &'a mut Dict<K, V>, key: &Q) -> &'a mut V {
        dict.get_mut(key).ok_or_else(|| key_error(key))
    }

    /// `del self[key]`
    fn delete / try_delete [K: Key + Borrow<Q>, V, Q: Key + Repr + ?Sized](dict: &mut Dict<K, V>, key: &Q) -> () {
        dict.remove(key).map(drop).ok_or_else(|| key_error(key))
    }

    /// `self.pop(key)`
    fn pop / try_pop [K: Key + Borrow<Q>, V, Q: Key + Repr + ?Sized](dict: &mut Dict<K, V>, key: &Q) -> V {
        dict.remove(key).ok_or_else(|| key_error(key))
    }

    /// `self.move_to_end(key, last)` of an OrderedDict
    fn move_to_end / try_move_to_end [K: Key + Borrow<Q>, V, Q: Key + Repr + ?Sized](dict: &mut Dict<K, V>, key: &Q, last: bool) -> () {
        let (key, value) = dict.remove_entry(key).ok_or_else(|| key_error(key))?;
        if last {
            dict.insert(key, value);
            return Ok(());
        }
        let rest = std::mem::take(dict);
        dict.insert(key, value);
        for entry in rest.entries {
            dict.extend(entry.pair);
        }
        Ok(())
    }

    /// `self.popitem()`
    fn popitem / try_popitem [K: Key + Clone, V](dict: &mut Dict<K, V>) -> (K, V) {
        dict.pop_last().ok_or_else(|| {
            Exception::with_args("KeyError", vec![Arg::Str("popitem(): dictionary is empty".to_owned())])
        })
    }
}

/// `self[key] = value`
pub fn set<K: Key, V>(dict: &mut Dict<K, V>, key: K, value: V) {
    dict.insert(key, value);
}

/// `key in self`
pub fn contains<K: Key + Borrow<Q>, V, Q: Key + ?Sized>(dict: &Dict<K, V>, key: &Q) -> bool {
    dict.contains_key(key)
}

/// `self.get(key)`
pub fn get_or_none<K: Key + Borrow<Q>, V: Clone, Q: Key + ?Sized>(
    dict: &Dict<K, V>,
    key: &Q,
) -> Option<V> {
    dict.get(key).cloned()
}

/// `self.get(key, default)`
pub fn get_or<K: Key + Borrow<Q>, V: Clone, Q: Key + ?Sized>(
    dict: &Dict<K, V>,
    key: &Q,
    default: V,
) -> V {
    dict.get(key).cloned().unwrap_or(default)
}

/// `self.setdefault(key, default)`
pub fn setdefault<K: Key, V: Clone>(dict: &mut Dict<K, V>, key: K, default: V) -> V {
    dict.entry(key, || default).clone()
}

/// `self.setdefault(key, default)` as a place
pub fn setdefault_mut<K: Key, V>(dict: &mut Dict<K, V>, key: K, default: V) -> &mut V {
    dict.entry(key, || default)
}

/// `self.pop(key, default)`
pub fn pop_or<K: Key + Borrow<Q>, V, Q: Key + ?Sized>(
    dict: &mut Dict<K, V>,
    key: &Q,
    default: V,
) -> V {
    dict.remove(key).unwrap_or(default)
}

/// `self.pop(key, None)`
pub fn pop_or_none<K: Key + Borrow<Q>, V, Q: Key + ?Sized>(
    dict: &mut Dict<K, V>,
    key: &Q,
) -> Option<V> {
    dict.remove(key)
}

/// `self.update(other)`
pub fn update<K: Key + Clone, V: Clone>(dict: &mut Dict<K, V>, other: &Dict<K, V>) {
    dict.extend(other.iter().map(|(key, value)| (key.clone(), value.clone())));
}

/// `self.update(pairs)`
pub fn update_pairs<K: Key, V>(dict: &mut Dict<K, V>, pairs: impl IntoIterator<Item = (K, V)>) {
    dict.extend(pairs);
}

/// `a | b`
pub fn union<K: Key + Clone, V: Clone>(a: &Dict<K, V>, b: &Dict<K, V>) -> Dict<K, V> {
    let mut result = a.clone();
    update(&mut result, b);
    result
}

/// `dict(pairs)`
pub fn of_pairs<K: Key, V>(pairs: impl IntoIterator<Item = (K, V)>) -> Dict<K, V> {
    pairs.into_iter().collect()
}

fallible! {
    /// The two items of one of the pairs that `dict` is given, behind `done` others.
    fn pair / try_pair [T](items: impl IntoIterator<Item = T>, done: impl Integer) -> Vec<T> {
        let items: Vec<T> = items.into_iter().collect();
        if items.len() == 2 {
            return Ok(items);
        }
        let (done, length) = (done.into_int(), items.len());
        Err(value_error(format!("dictionary update sequence element #{done} has length {length}; 2 is required")))
    }
}

/// `dict.fromkeys(keys, value)`
pub fn fromkeys<K: Key, V: Clone>(keys: impl IntoIterator<Item = K>, value: V) -> Dict<K, V> {
    keys.into_iter().map(|key| (key, value.clone())).collect()
}

/// `iter(self)`: the keys
pub fn iter<K: Clone, V>(dict: &Dict<K, V>) -> impl DoubleEndedIterator<Item = K> + Clone {
    dict.keys().cloned()
}

/// `self.values()`
pub fn values<K, V: Clone>(dict: &Dict<K, V>) -> impl DoubleEndedIterator<Item = V> + Clone {
    dict.values().cloned()
}

/// `self.items()`
pub fn items<K: Clone, V: Clone>(
    dict: &Dict<K, V>,
) -> impl DoubleEndedIterator<Item = (K, V)> + Clone {
    dict.iter().map(|(key, value)| (key.clone(), value.clone()))
}

/// `reversed(self)`
pub fn reversed<K: Clone, V>(dict: &Dict<K, V>) -> impl DoubleEndedIterator<Item = K> + Clone {
    dict.keys().rev().cloned()
}

/// `self.get(key, None)`
pub fn get_default_none<K: Key + Borrow<Q>, V: Clone, Q: Key + ?Sized>(
    dict: &Dict<K, V>,
    key: &Q,
    (): (),
) -> Option<V> {
    dict.get(key).cloned()
}

/// `self.pop(key, None)`
pub fn pop_default_none<K: Key + Borrow<Q>, V, Q: Key + ?Sized>(
    dict: &mut Dict<K, V>,
    key: &Q,
    (): (),
) -> Option<V> {
    dict.remove(key)
}

/// `self == other` of two `OrderedDict`s
pub fn equal_in_order<K: PartialEq, V: PartialEq>(dict: &Dict<K, V>, other: &Dict<K, V>) -> bool {
    dict.iter().eq(other.iter())
}

/// `self.copy()`, `dict(self)`
pub fn copy<K: Clone, V: Clone>(dict: &Dict<K, V>) -> Dict<K, V> {
    dict.clone()
}

/// `self[key]` of a defaultdict: made first if it is missing
pub fn index_or_make<K: Key, V>(dict: &mut Dict<K, V>, key: K, make: impl FnOnce() -> V) -> &mut V {
    dict.entry(key, make)
}

fallible! {
    /// `self.popitem(last=last)` of an OrderedDict
    fn popitem_at / try_popitem_at [K: Key + Clone, V](dict: &mut Dict<K, V>, last: bool) -> (K, V) {
        let key = if last { dict.keys().next_back() } else { dict.keys().next() };
        key.cloned().and_then(|key| dict.remove_entry(&key)).ok_or_else(|| {
            Exception::with_args("KeyError", vec![Arg::Str("dictionary is empty".to_owned())])
        })
    }
}
