//! Going over a set, in the order of its table.

use super::{Set, Slot};

impl<T> IntoIterator for Set<T> {
    type Item = T;
    type IntoIter = IntoIter<T>;

    fn into_iter(self) -> IntoIter<T> {
        IntoIter(self.table.into_iter())
    }
}

/// The elements of a set that is used up.
pub struct IntoIter<T>(std::vec::IntoIter<Slot<T>>);

impl<T> Iterator for IntoIter<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.0.find_map(|slot| match slot {
            Slot::Full(_, item) => Some(item),
            _ => None,
        })
    }
}

impl<'a, T> IntoIterator for &'a Set<T> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        Iter(self.table.iter())
    }
}

/// The elements of a set, by reference.
#[derive(Clone)]
pub struct Iter<'a, T>(pub(super) std::slice::Iter<'a, Slot<T>>);

impl<'a, T> Iterator for Iter<'a, T> {
    type Item = &'a T;

    fn next(&mut self) -> Option<&'a T> {
        self.0.find_map(full)
    }
}

impl<T> DoubleEndedIterator for Iter<'_, T> {
    fn next_back(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = full(self.0.next_back()?) {
                return Some(item);
            }
        }
    }
}

fn full<T>(slot: &Slot<T>) -> Option<&T> {
    match slot {
        Slot::Full(_, item) => Some(item),
        _ => None,
    }
}
