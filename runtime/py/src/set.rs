//! `set` and `frozenset`: the interpreter's table and probe sequence, so that iteration has the same order.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt::{self, Formatter};

use crate::key::Key;
use crate::show::{Repr, fmt_items, same_str};

/// Neighbours that are tried before the next jump.
const LINEAR_PROBES: usize = 9;

/// A set.
#[derive(Clone)]
pub struct Set<T> {
    /// A power of two long, at least 8.
    pub(super) table: Vec<Slot<T>>,
    /// Slots in use or once used.
    pub(super) fill: usize,
    pub(super) used: usize,
    /// Where `pop` goes on.
    finger: usize,
}

#[derive(Clone)]
pub(super) enum Slot<T> {
    Free,
    Gone,
    Full(i64, T),
}

/// The slots in the order in which a hash tries them.
struct Probe {
    mask: usize,
    perturb: u64,
    base: usize,
    offset: usize,
    last: usize,
}

impl Probe {
    fn new(hash: i64, mask: usize) -> Self {
        let base = hash as usize & mask;
        Self { mask, perturb: hash as u64, base, offset: 0, last: Self::neighbours(base, mask) }
    }

    fn neighbours(base: usize, mask: usize) -> usize {
        if base + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 }
    }

    fn slot(&self) -> usize {
        self.base + self.offset
    }

    fn advance(&mut self) {
        if self.offset < self.last {
            self.offset += 1;
            return;
        }
        self.perturb >>= 5;
        let next = (self.base as u64).wrapping_mul(5).wrapping_add(1).wrapping_add(self.perturb);
        self.base = next as usize & self.mask;
        self.offset = 0;
        self.last = Self::neighbours(self.base, self.mask);
    }
}

fn empty_table<T>(size: usize) -> Vec<Slot<T>> {
    std::iter::repeat_with(|| Slot::Free).take(size).collect()
}

impl<T> Default for Set<T> {
    fn default() -> Self {
        Self { table: Vec::new(), fill: 0, used: 0, finger: 0 }
    }
}

impl<T> Set<T> {
    /// `set()`
    pub fn new() -> Self {
        Self::default()
    }

    /// `len(self)`
    pub fn len(&self) -> usize {
        self.used
    }

    /// `not self`
    pub fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// `self.clear()`
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    pub(super) fn mask(&self) -> usize {
        self.table.len().max(8) - 1
    }

    /// The elements in the interpreter's order.
    pub fn iter(&self) -> Iter<'_, T> {
        Iter(self.table.iter())
    }

    fn insert_clean(table: &mut [Slot<T>], hash: i64, item: T) {
        let mut probe = Probe::new(hash, table.len() - 1);
        while !matches!(table[probe.slot()], Slot::Free) {
            probe.advance();
        }
        table[probe.slot()] = Slot::Full(hash, item);
    }

    /// Moves to a table with more than `least` slots.
    pub(super) fn resize(&mut self, least: usize) {
        let mut size = 8;
        while size <= least {
            size <<= 1;
        }
        let mut table = empty_table(size);
        for slot in std::mem::take(&mut self.table) {
            if let Slot::Full(hash, item) = slot {
                Self::insert_clean(&mut table, hash, item);
            }
        }
        self.table = table;
        self.fill = self.used;
    }

    pub(super) fn grown(used: usize) -> usize {
        if used > 50_000 { used * 2 } else { used * 4 }
    }

    /// Takes any element out: the first one from where the last call stopped.
    pub fn pop_any(&mut self) -> Option<T> {
        if self.used == 0 {
            return None;
        }
        let mask = self.mask();
        let mut place = self.finger & mask;
        while !matches!(self.table[place], Slot::Full(..)) {
            place = (place + 1) & mask;
        }
        self.finger = place + 1;
        self.take(place)
    }

    fn take(&mut self, place: usize) -> Option<T> {
        match std::mem::replace(&mut self.table[place], Slot::Gone) {
            Slot::Full(_, item) => {
                self.used -= 1;
                Some(item)
            }
            _ => None,
        }
    }

    /// The element at a slot, for loops that change the set meanwhile: the next one at or after `place`, and the place after it.
    pub fn item_at(&self, place: usize) -> Option<(usize, &T)> {
        let rest = self.table.get(place..)?;
        rest.iter().enumerate().find_map(|(i, slot)| match slot {
            Slot::Full(_, item) => Some((place + i + 1, item)),
            _ => None,
        })
    }
}

impl<T: Key> Set<T> {
    pub(super) fn find<Q: Key + ?Sized>(&self, hash: i64, item: &Q) -> Option<usize>
    where
        T: Borrow<Q>,
    {
        if self.used == 0 {
            return None;
        }
        let mut probe = Probe::new(hash, self.mask());
        loop {
            match &self.table[probe.slot()] {
                Slot::Free => return None,
                Slot::Full(known, other) if *known == hash && other.borrow().same(item) => {
                    return Some(probe.slot());
                }
                _ => probe.advance(),
            }
        }
    }

    /// `item in self`
    pub fn contains<Q: Key + ?Sized>(&self, item: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.used > 0 && self.find(item.__hash__(), item).is_some()
    }

    /// Adds an element; was it new?
    pub fn insert(&mut self, item: T) -> bool {
        self.insert_hashed(item.__hash__(), item)
    }

    pub(super) fn insert_hashed(&mut self, hash: i64, item: T) -> bool {
        if self.table.is_empty() {
            self.table = empty_table(8);
        }
        let mask = self.mask();
        let mut probe = Probe::new(hash, mask);
        let mut gone = None;
        loop {
            match &self.table[probe.slot()] {
                Slot::Free => break,
                Slot::Full(known, other) if *known == hash && other.same(&item) => return false,
                Slot::Gone => gone = Some(probe.slot()),
                Slot::Full(..) => {}
            }
            probe.advance();
        }
        if let Some(place) = gone {
            self.table[place] = Slot::Full(hash, item);
            self.used += 1;
            return true;
        }
        self.table[probe.slot()] = Slot::Full(hash, item);
        self.fill += 1;
        self.used += 1;
        if self.fill * 5 >= mask * 3 {
            self.resize(Self::grown(self.used));
        }
        true
    }

    /// Takes an element out; was it there?
    pub fn remove<Q: Key + ?Sized>(&mut self, item: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        match self.find(item.__hash__(), item) {
            Some(place) => self.take(place).is_some(),
            None => false,
        }
    }

    /// Adds all elements of another set, in the interpreter's way.
    pub fn merge(&mut self, other: &Self)
    where
        T: Clone,
    {
        if other.used == 0 {
            return;
        }
        if (self.fill + other.used) * 5 >= self.mask() * 3 {
            self.resize((self.used + other.used) * 2);
        } else if self.table.is_empty() {
            self.table = empty_table(8);
        }
        if self.fill == 0 {
            if self.mask() == other.mask() && other.fill == other.used {
                self.table = other.table.clone();
            } else {
                for slot in &other.table {
                    if let Slot::Full(hash, item) = slot {
                        Self::insert_clean(&mut self.table, *hash, item.clone());
                    }
                }
            }
            self.fill = other.used;
            self.used = other.used;
            return;
        }
        for slot in &other.table {
            if let Slot::Full(hash, item) = slot {
                self.insert_hashed(*hash, item.clone());
            }
        }
    }
}

impl<T: Key> Set<T> {
    /// `items = {item for item in items if keep(item)}`: a set that is made anew, so that its order is that of one.
    pub fn retain(&mut self, keep: impl FnMut(&T) -> bool) {
        *self = std::mem::take(self).into_iter().filter(keep).collect();
    }
}

impl<T: Key> FromIterator<T> for Set<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut set = Self::default();
        set.extend(items);
        set
    }
}

impl<T: Key> Extend<T> for Set<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        for item in items {
            self.insert(item);
        }
    }
}

/// A literal. From three constants on, the interpreter merges a ready-made set.
impl<T: Key + Clone, const N: usize> From<[T; N]> for Set<T> {
    fn from(items: [T; N]) -> Self {
        let ready: Self = items.into_iter().collect();
        if N < 3 {
            return ready;
        }
        let mut set = Self::default();
        set.merge(&ready);
        set
    }
}

impl<T: Key> PartialEq for Set<T> {
    fn eq(&self, other: &Self) -> bool {
        self.used == other.used && self.iter().all(|item| other.contains(item))
    }
}

/// `<` is "proper subset".
impl<T: Key> PartialOrd for Set<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        let within = |a: &Self, b: &Self| a.iter().all(|item| b.contains(item));
        match self.used.cmp(&other.used) {
            Ordering::Less if within(self, other) => Some(Ordering::Less),
            Ordering::Greater if within(other, self) => Some(Ordering::Greater),
            Ordering::Equal if within(self, other) => Some(Ordering::Equal),
            _ => None,
        }
    }
}

/// A frozenset as a key.
impl<T: Key> Key for Set<T> {
    fn __hash__(&self) -> i64 {
        let shuffle = |hash: u64| (hash ^ 89_869_747 ^ hash << 16).wrapping_mul(3_644_798_167);
        let mut hash = self.iter().fold(0, |sum, item| sum ^ shuffle(item.__hash__() as u64));
        // free slots count as 0 and removed ones as -1, which cancels out but for parity
        hash ^= (self.used as u64 + 1).wrapping_mul(1_927_868_237);
        hash ^= hash >> 11 ^ hash >> 25;
        hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
        if hash == u64::MAX { 590_923_713 } else { hash as i64 }
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl<T: Repr> Repr for Set<T> {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(shape) = crate::shape::take() {
            return crate::shape::items(&shape, self.iter(), f);
        }
        if self.is_empty() {
            return f.write_str("set()");
        }
        f.write_str("{")?;
        fmt_items(self.iter(), f)?;
        f.write_str("}")
    }
}

same_str! { [T: Repr] Set<T>; }

mod iter;
pub use iter::{IntoIter, Iter};

mod methods;
pub use methods::*;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::show::to_repr;

    #[test]
    fn has_the_interpreters_order() {
        let mut set: Set<i64> = [100, 3, 50, 8, 16, 24, 1].into_iter().collect();
        assert_eq!(to_repr(&set), "{1, 3, 100, 8, 16, 50, 24}");
        set.remove(&100);
        set.insert(-5);
        assert_eq!(set.len(), 7);
        assert_eq!(Set::from([1i64, 2, 3]).__hash__(), -272_375_401_224_217_160);
    }
}
