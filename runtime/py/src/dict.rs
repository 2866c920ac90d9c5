//! `dict`: keeps insertion order. Entries lie in a row; a table of positions finds them, as in the interpreter, so that removal
//! neither moves entries nor costs more than a look-up.

use std::borrow::Borrow;
use std::fmt::{self, Formatter};

use crate::key::Key;
use crate::show::{Repr, same_str};

/// A dict.
#[derive(Clone)]
pub struct Dict<K, V> {
    /// Positions in `entries`, or `FREE`, or `GONE`; a power of two long. Empty while there are few entries: those are looked through.
    table: Vec<u32>,
    entries: Vec<Entry<K, V>>,
    live: usize,
    /// Slots of the table that are not `FREE`.
    filled: usize,
}

#[derive(Clone)]
struct Entry<K, V> {
    hash: u32,
    /// `None` after removal.
    pair: Option<(K, V)>,
}

/// So many entries need no table.
const FEW: usize = 8;

const FREE: u32 = u32::MAX;
const GONE: u32 = u32::MAX - 1;

impl<K, V> Default for Dict<K, V> {
    fn default() -> Self {
        Self { table: Vec::new(), entries: Vec::new(), live: 0, filled: 0 }
    }
}

impl<K, V> Dict<K, V> {
    /// `{}`
    pub fn new() -> Self {
        Self::default()
    }

    /// `len(self)`
    pub fn len(&self) -> usize {
        self.live
    }

    /// `not self`
    pub fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// `self.clear()`
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Keys and values in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&K, &V)> + Clone {
        self.entries.iter().filter_map(|entry| entry.pair.as_ref().map(|(key, value)| (key, value)))
    }

    /// Keys and values in order; values can be changed.
    pub fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = (&K, &mut V)> {
        self.entries
            .iter_mut()
            .filter_map(|entry| entry.pair.as_mut().map(|(key, value)| (&*key, value)))
    }

    /// Keys in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &K> + Clone {
        self.iter().map(|(key, _)| key)
    }

    /// Keys in order, taken out.
    pub fn into_keys(self) -> impl Iterator<Item = K>
    where
        K: 'static,
        V: 'static,
    {
        self.into_iter().map(|(key, _)| key)
    }

    /// Values in order.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> + Clone {
        self.iter().map(|(_, value)| value)
    }

    /// Values in order, to change.
    pub fn values_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut V> {
        self.iter_mut().map(|(_, value)| value)
    }

    /// The entry at a place, for loops that change the dict meanwhile: the next live one at or after `place`, and the place after it.
    pub fn entry_at(&self, place: usize) -> Option<(usize, &K, &V)> {
        let rest = self.entries.get(place..)?;
        rest.iter().enumerate().find_map(|(i, entry)| {
            entry.pair.as_ref().map(|(key, value)| (place + i + 1, key, value))
        })
    }

    fn free_slot(table: &[u32], hash: u32) -> usize {
        let mask = table.len() - 1;
        let mut slot = hash as usize & mask;
        let mut step = 0;
        while table[slot] < GONE {
            step += 1;
            slot = (slot + step) & mask;
        }
        slot
    }

    /// Rebuilds the table, where one is needed, for at least `room` more entries, without the removed ones.
    fn rebuild(&mut self, room: usize) {
        self.entries.retain(|entry| entry.pair.is_some());
        if self.table.is_empty() && self.entries.len() <= FEW / 2 {
            return;
        }
        let wanted = (self.entries.len() + room).max(5) * 3 / 2 + 1;
        let mut table = vec![FREE; wanted.next_power_of_two()];
        for (place, entry) in self.entries.iter().enumerate() {
            let slot = Self::free_slot(&table, entry.hash);
            table[slot] = place as u32;
        }
        self.table = table;
        self.filled = self.entries.len();
    }
}

impl<K: Key, V> Dict<K, V> {
    fn hash<Q: Key + ?Sized>(key: &Q) -> u32 {
        let hash = key.quick();
        (hash ^ hash >> 32) as u32
    }

    /// The slot in the table, if there is one, and the place among the entries.
    fn find<Q: Key + ?Sized>(&self, hash: u32, key: &Q) -> Option<(usize, usize)>
    where
        K: Borrow<Q>,
    {
        if self.table.is_empty() {
            let is_it = |entry: &Entry<K, V>| {
                entry.hash == hash
                    && entry.pair.as_ref().is_some_and(|(known, _)| known.borrow().same(key))
            };
            return self.entries.iter().position(is_it).map(|place| (0, place));
        }
        let mask = self.table.len() - 1;
        let mut slot = hash as usize & mask;
        let mut step = 0;
        loop {
            match self.table[slot] {
                FREE => return None,
                GONE => {}
                place => {
                    let entry = &self.entries[place as usize];
                    if entry.hash == hash
                        && let Some((known, _)) = &entry.pair
                        && known.borrow().same(key)
                    {
                        return Some((slot, place as usize));
                    }
                }
            }
            step += 1;
            slot = (slot + step) & mask;
        }
    }

    fn push(&mut self, hash: u32, key: K, value: V) -> usize {
        if self.table.is_empty() {
            if self.entries.len() >= FEW {
                self.rebuild(self.live + 1);
            }
        } else if (self.filled.max(self.entries.len()) + 1) * 3 > self.table.len() * 2 {
            self.rebuild(self.live + 1);
        }
        let place = self.entries.len();
        if !self.table.is_empty() {
            let slot = Self::free_slot(&self.table, hash);
            self.filled += usize::from(self.table[slot] == FREE);
            self.table[slot] = place as u32;
        }
        self.entries.push(Entry { hash, pair: Some((key, value)) });
        self.live += 1;
        place
    }

    fn value_at(&mut self, place: usize) -> &mut V {
        match &mut self.entries[place].pair {
            Some((_, value)) => value,
            None => unreachable!("a found entry is live"),
        }
    }

    /// `self.get(key)`
    pub fn get<Q: Key + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let (_, place) = self.find(Self::hash(key), key)?;
        self.entries[place].pair.as_ref().map(|(_, value)| value)
    }

    /// The value of a key, to change.
    pub fn get_mut<Q: Key + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let (_, place) = self.find(Self::hash(key), key)?;
        self.entries[place].pair.as_mut().map(|(_, value)| value)
    }

    /// `key in self`
    pub fn contains_key<Q: Key + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.find(Self::hash(key), key).is_some()
    }

    /// `self[key] = value`; a known key keeps its place. Returns the value that it had.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let hash = Self::hash(&key);
        if let Some((_, place)) = self.find(hash, &key) {
            return Some(std::mem::replace(self.value_at(place), value));
        }
        self.push(hash, key, value);
        None
    }

    /// The value of a key, made first if it is missing.
    pub fn entry(&mut self, key: K, make: impl FnOnce() -> V) -> &mut V {
        let hash = Self::hash(&key);
        let place = match self.find(hash, &key) {
            Some((_, place)) => place,
            None => self.push(hash, key, make()),
        };
        self.value_at(place)
    }

    /// The value of a borrowed key, made first if it is missing; the key is copied only then.
    pub fn or_insert_with<Q>(&mut self, key: &Q, make: impl FnOnce() -> V) -> &mut V
    where
        K: Borrow<Q>,
        Q: Key + ToOwned<Owned = K> + ?Sized,
    {
        let hash = Self::hash(key);
        let place = match self.find(hash, key) {
            Some((_, place)) => place,
            None => self.push(hash, key.to_owned(), make()),
        };
        self.value_at(place)
    }

    /// Takes an entry out; the order of the others stays.
    pub fn remove_entry<Q: Key + ?Sized>(&mut self, key: &Q) -> Option<(K, V)>
    where
        K: Borrow<Q>,
    {
        let (slot, place) = self.find(Self::hash(key), key)?;
        if let Some(slot) = self.table.get_mut(slot) {
            *slot = GONE;
        }
        self.live -= 1;
        let pair = self.entries[place].pair.take();
        while self.entries.last().is_some_and(|entry| entry.pair.is_none()) {
            self.entries.pop();
        }
        pair
    }

    /// Takes a key's value out.
    pub fn remove<Q: Key + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.remove_entry(key).map(|(_, value)| value)
    }

    /// Takes the last entry out.
    pub fn pop_last(&mut self) -> Option<(K, V)>
    where
        K: Clone,
    {
        let key = self.keys().next_back()?.clone();
        self.remove_entry(&key)
    }
}

impl<K: Key, V> FromIterator<(K, V)> for Dict<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let mut dict = Self::default();
        dict.extend(pairs);
        dict
    }
}

impl<K: Key, V, const N: usize> From<[(K, V); N]> for Dict<K, V> {
    fn from(pairs: [(K, V); N]) -> Self {
        pairs.into_iter().collect()
    }
}

impl<K: Key, V> Extend<(K, V)> for Dict<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, pairs: I) {
        let pairs = pairs.into_iter();
        self.entries.reserve(pairs.size_hint().0);
        for (key, value) in pairs {
            self.insert(key, value);
        }
    }
}

impl<K: 'static, V: 'static> IntoIterator for Dict<K, V> {
    type Item = (K, V);
    type IntoIter = IntoIter<K, V>;

    fn into_iter(self) -> IntoIter<K, V> {
        IntoIter(self.entries.into_iter())
    }
}

/// Keys and values of a dict that is used up.
pub struct IntoIter<K, V>(std::vec::IntoIter<Entry<K, V>>);

impl<K, V> Iterator for IntoIter<K, V> {
    type Item = (K, V);

    fn next(&mut self) -> Option<(K, V)> {
        self.0.find_map(|entry| entry.pair)
    }
}

impl<K: Key, V: PartialEq> PartialEq for Dict<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.live == other.live && self.iter().all(|(key, value)| other.get(key) == Some(value))
    }
}

impl<K: Repr, V: Repr> Repr for Dict<K, V> {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(shape) = crate::shape::take() {
            return crate::shape::entries(&shape, self.iter(), f);
        }
        f.write_str("{")?;
        for (i, (key, value)) in self.iter().enumerate() {
            if i > 0 {
                f.write_str(", ")?;
            }
            key.fmt_repr(f)?;
            f.write_str(": ")?;
            value.fmt_repr(f)?;
        }
        f.write_str("}")
    }
}

same_str! { [K: Repr, V: Repr] Dict<K, V>; }

mod methods;
mod view;
pub use methods::*;
pub use view::*;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::show::to_repr;

    #[test]
    fn keeps_the_order_of_insertion() {
        let mut dict: Dict<String, i64> = Dict::new();
        for i in 0..1000 {
            dict.insert(format!("k{i}"), i);
        }
        for i in (0..1000).filter(|i| i % 3 != 0) {
            assert_eq!(dict.remove(format!("k{i}").as_str()), Some(i));
        }
        dict.insert("k3".to_owned(), -3);
        dict.insert("k1".to_owned(), -1);
        assert_eq!(dict.len(), 335);
        assert!(dict.values().take(3).eq(&[0, -3, 6]));
        assert_eq!(dict.keys().next_back().map(String::as_str), Some("k1"));
        *dict.or_insert_with("n", || 0) += 1;
        assert_eq!(dict.get("n"), Some(&1));
    }

    #[test]
    fn shows_as_a_literal() {
        let dict = Dict::from([("a".to_owned(), 1i64)]);
        assert_eq!(to_repr(&dict), "{'a': 1}");
    }
}
