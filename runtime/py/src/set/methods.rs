//! The methods of `set` and `frozenset`.

use std::borrow::Borrow;

use super::Set;
use crate::exception::{Arg, Exception, key_error};
use crate::key::Key;
use crate::show::Repr;

fallible! {
    /// `self.remove(item)`
    fn remove / try_remove [T: Key + Borrow<Q>, Q: Key + Repr + ?Sized](set: &mut Set<T>, item: &Q) -> () {
        if set.remove(item) { Ok(()) } else { Err(key_error(item)) }
    }

    /// `self.pop()`
    fn pop / try_pop [T](set: &mut Set<T>) -> T {
        set.pop_any().ok_or_else(|| {
            Exception::with_args("KeyError", vec![Arg::Str("pop from an empty set".to_owned())])
        })
    }
}

/// `self.add(item)`
pub fn add<T: Key>(set: &mut Set<T>, item: T) {
    set.insert(item);
}

/// `self.discard(item)`
pub fn discard<T: Key + Borrow<Q>, Q: Key + ?Sized>(set: &mut Set<T>, item: &Q) {
    set.remove(item);
}

/// `item in self`
pub fn contains<T: Key + Borrow<Q>, Q: Key + ?Sized>(set: &Set<T>, item: &Q) -> bool {
    set.contains(item)
}

/// `iter(self)`
pub fn iter<T: Clone>(set: &Set<T>) -> impl DoubleEndedIterator<Item = T> + Clone {
    set.iter().cloned()
}

/// `set(items)`
pub fn of_items<T: Key>(items: impl IntoIterator<Item = T>) -> Set<T> {
    items.into_iter().collect()
}

/// `self.copy()`, `set(self)`
pub fn copy<T: Key + Clone>(set: &Set<T>) -> Set<T> {
    let mut result = Set::new();
    result.merge(set);
    result
}

/// `a | b`
pub fn union<T: Key + Clone>(a: &Set<T>, b: &Set<T>) -> Set<T> {
    let mut result = copy(a);
    result.merge(b);
    result
}

/// `self.union(items)`
pub fn union_items<T: Key + Clone>(set: &Set<T>, items: impl IntoIterator<Item = T>) -> Set<T> {
    let mut result = copy(set);
    result.extend(items);
    result
}

/// `a & b`: walks the smaller one
pub fn intersection<T: Key + Clone>(a: &Set<T>, b: &Set<T>) -> Set<T> {
    let (walked, asked) = if b.len() > a.len() { (a, b) } else { (b, a) };
    walked.iter().filter(|item| asked.contains(*item)).cloned().collect()
}

/// `self.intersection(items)`
pub fn intersection_items<T: Key>(set: &Set<T>, items: impl IntoIterator<Item = T>) -> Set<T> {
    items.into_iter().filter(|item| set.contains(item)).collect()
}

/// `a - b`
pub fn difference<T: Key + Clone>(a: &Set<T>, b: &Set<T>) -> Set<T> {
    if a.len() >> 2 > b.len() {
        let mut result = copy(a);
        difference_update(&mut result, b);
        return result;
    }
    a.iter().filter(|item| !b.contains(*item)).cloned().collect()
}

/// `self.difference(items)`
pub fn difference_items<T: Key + Clone>(
    set: &Set<T>,
    items: impl IntoIterator<Item = T>,
) -> Set<T> {
    let mut result = copy(set);
    difference_update_items(&mut result, items);
    result
}

/// `a ^ b`
pub fn symmetric_difference<T: Key + Clone>(a: &Set<T>, b: &Set<T>) -> Set<T> {
    let mut result = copy(b);
    symmetric_difference_update(&mut result, a);
    result
}

/// `self |= other`
pub fn update<T: Key + Clone>(set: &mut Set<T>, other: &Set<T>) {
    set.merge(other);
}

/// `self.update(items)`
pub fn update_items<T: Key>(set: &mut Set<T>, items: impl IntoIterator<Item = T>) {
    set.extend(items);
}

/// `self &= other`
pub fn intersection_update<T: Key + Clone>(set: &mut Set<T>, other: &Set<T>) {
    *set = intersection(set, other);
}

/// `self -= other`
pub fn difference_update<T: Key>(set: &mut Set<T>, other: &Set<T>) {
    for item in other.iter() {
        set.remove(item);
    }
    set.tidy();
}

/// `self.difference_update(items)`
pub fn difference_update_items<T: Key>(set: &mut Set<T>, items: impl IntoIterator<Item = T>) {
    for item in items {
        set.remove(&item);
    }
    set.tidy();
}

/// `self ^= other`
pub fn symmetric_difference_update<T: Key + Clone>(set: &mut Set<T>, other: &Set<T>) {
    for item in other.iter() {
        if !set.remove(item) {
            set.insert(item.clone());
        }
    }
}

/// `self.issubset(other)`
pub fn issubset<T: Key>(set: &Set<T>, other: &Set<T>) -> bool {
    set.len() <= other.len() && set.iter().all(|item| other.contains(item))
}

/// `self.issuperset(other)`
pub fn issuperset<T: Key>(set: &Set<T>, other: &Set<T>) -> bool {
    issubset(other, set)
}

/// `self.isdisjoint(other)`
pub fn isdisjoint<T: Key>(set: &Set<T>, other: &Set<T>) -> bool {
    !set.iter().any(|item| other.contains(item))
}

/// `self.symmetric_difference(items)`
pub fn symmetric_difference_items<T: Key + Clone>(
    set: &Set<T>,
    items: impl IntoIterator<Item = T>,
) -> Set<T> {
    symmetric_difference(set, &of_items(items))
}

/// `self.intersection_update(items)`
pub fn intersection_update_items<T: Key>(set: &mut Set<T>, items: impl IntoIterator<Item = T>) {
    *set = intersection_items(set, items);
}

/// `self.symmetric_difference_update(items)`
pub fn symmetric_difference_update_items<T: Key + Clone>(
    set: &mut Set<T>,
    items: impl IntoIterator<Item = T>,
) {
    symmetric_difference_update(set, &of_items(items));
}

/// `self.issubset(items)`
pub fn issubset_items<T: Key>(set: &Set<T>, items: impl IntoIterator<Item = T>) -> bool {
    issubset(set, &of_items(items))
}

/// `self.issuperset(items)`
pub fn issuperset_items<T: Key>(set: &Set<T>, items: impl IntoIterator<Item = T>) -> bool {
    items.into_iter().all(|item| set.contains(&item))
}

/// `self.isdisjoint(items)`
pub fn isdisjoint_items<T: Key>(set: &Set<T>, items: impl IntoIterator<Item = T>) -> bool {
    !items.into_iter().any(|item| set.contains(&item))
}

/// `self < other`
pub fn is_proper_subset<T: Key>(set: &Set<T>, other: &Set<T>) -> bool {
    set.len() < other.len() && issubset(set, other)
}

/// `self > other`
pub fn is_proper_superset<T: Key>(set: &Set<T>, other: &Set<T>) -> bool {
    is_proper_subset(other, set)
}

impl<T> Set<T> {
    /// Drops the marks of removed elements when they are many.
    fn tidy(&mut self) {
        if self.fill - self.used > self.mask() / 4 {
            self.resize(Self::grown(self.used));
        }
    }
}
