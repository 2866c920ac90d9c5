//! `deque(…, maxlen=n)`: what does not fit falls out at the other end.

use std::borrow::Borrow;
use std::cell::{Ref, RefCell};
use std::cmp::Ordering;
use std::collections::VecDeque;
use std::fmt::{self, Formatter};
use std::rc::Rc;

use crate::exception::{index_error, value_error};
use crate::integer::Integer;
use crate::show::{Repr, Str};
use crate::truth::Truth;

/// A deque that holds a number of items at the most. Cloning makes a further handle to the same deque.
pub struct Bounded<T>(Rc<Content<T>>);

struct Content<T> {
    items: RefCell<VecDeque<T>>,
    most: usize,
}

impl<T> Clone for Bounded<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> Bounded<T> {
    fn of(items: VecDeque<T>, most: usize) -> Self {
        Self(Rc::new(Content { items: RefCell::new(items), most }))
    }

    /// The items.
    pub fn items(&self) -> Ref<'_, VecDeque<T>> {
        self.0.items.borrow()
    }
}

fallible! {
    /// `deque(items, most)`
    fn bounded / try_bounded [T](items: impl IntoIterator<Item = T>, most: impl Integer) -> Bounded<T> {
        let Ok(size) = usize::try_from(most.clamp_i64()) else {
            return Err(value_error("maxlen must be non-negative"));
        };
        Ok(Bounded::of(super::last_items(items, most), size))
    }

    /// `self[index]`
    fn bounded_index / try_bounded_index [T: Clone](deque: &Bounded<T>, index: impl Integer) -> T {
        super::try_index(&deque.items(), index).cloned()
    }

    /// `self[index] = value`
    fn bounded_set / try_bounded_set [T](deque: &Bounded<T>, index: impl Integer, value: T) -> () {
        super::try_set(&mut deque.0.items.borrow_mut(), index, value)
    }

    /// `self.pop()`
    fn bounded_pop / try_bounded_pop [T](deque: &Bounded<T>) -> T {
        super::try_pop(&mut deque.0.items.borrow_mut())
    }

    /// `self.popleft()`
    fn bounded_popleft / try_bounded_popleft [T](deque: &Bounded<T>) -> T {
        super::try_popleft(&mut deque.0.items.borrow_mut())
    }

    /// `self.remove(item)`
    fn bounded_remove / try_bounded_remove [T: PartialEq + Repr](deque: &Bounded<T>, item: &T) -> () {
        super::try_remove(&mut deque.0.items.borrow_mut(), item)
    }

    /// `self.index(item)`
    fn bounded_find / try_bounded_find [T: PartialEq + Repr](deque: &Bounded<T>, item: &T) -> i64 {
        super::try_find(&deque.items(), item)
    }

    /// `self.insert(index, item)`
    fn bounded_insert / try_bounded_insert [T](deque: &Bounded<T>, index: impl Integer, item: T) -> () {
        let mut items = deque.0.items.borrow_mut();
        if items.len() >= deque.0.most {
            return Err(index_error("deque already at its maximum size"));
        }
        super::insert(&mut items, index, item);
        Ok(())
    }
}

/// `len(self)`
pub fn bounded_len<T>(deque: &Bounded<T>) -> i64 {
    deque.items().len() as i64
}

/// `self.maxlen`
pub fn maxlen<T>(deque: &Bounded<T>) -> i64 {
    deque.0.most as i64
}

/// `self.append(item)`
pub fn bounded_append<T>(deque: &Bounded<T>, item: T) {
    let mut items = deque.0.items.borrow_mut();
    items.push_back(item);
    if items.len() > deque.0.most {
        items.pop_front();
    }
}

/// `self.appendleft(item)`
pub fn bounded_appendleft<T>(deque: &Bounded<T>, item: T) {
    let mut items = deque.0.items.borrow_mut();
    items.push_front(item);
    if items.len() > deque.0.most {
        items.pop_back();
    }
}

/// `self.extend(items)`
pub fn bounded_extend<T>(deque: &Bounded<T>, items: impl IntoIterator<Item = T>) {
    for item in items {
        bounded_append(deque, item);
    }
}

/// `self.extendleft(items)`
pub fn bounded_extendleft<T>(deque: &Bounded<T>, items: impl IntoIterator<Item = T>) {
    for item in items {
        bounded_appendleft(deque, item);
    }
}

/// `self.clear()`
pub fn bounded_clear<T>(deque: &Bounded<T>) {
    deque.0.items.borrow_mut().clear();
}

/// `self.rotate(steps)`
pub fn bounded_rotate<T>(deque: &Bounded<T>, steps: impl Integer) {
    super::rotate(&mut deque.0.items.borrow_mut(), steps);
}

/// `self.reverse()`
pub fn bounded_reverse<T>(deque: &Bounded<T>) {
    super::reverse(&mut deque.0.items.borrow_mut());
}

/// `self.copy()`
pub fn bounded_copy<T: Clone>(deque: &Bounded<T>) -> Bounded<T> {
    Bounded::of(deque.items().clone(), deque.0.most)
}

/// `self.count(item)`
pub fn bounded_count<T: PartialEq>(deque: &Bounded<T>, item: &T) -> i64 {
    super::count(&deque.items(), item)
}

/// `item in self`
pub fn bounded_contains<T: Borrow<Q>, Q: PartialEq + ?Sized>(deque: &Bounded<T>, item: &Q) -> bool {
    deque.items().iter().any(|each| each.borrow() == item)
}

/// `iter(self)`: the items that are there now
pub fn bounded_iter<T: Clone>(
    deque: &Bounded<T>,
) -> impl DoubleEndedIterator<Item = T> + ExactSizeIterator + use<T> {
    deque.items().clone().into_iter()
}

/// `a == b`
pub fn bounded_eq<T: PartialEq>(a: &Bounded<T>, b: &Bounded<T>) -> bool {
    a == b
}

impl<T: PartialEq> PartialEq for Bounded<T> {
    fn eq(&self, other: &Self) -> bool {
        *self.items() == *other.items()
    }
}

impl<T: PartialOrd> PartialOrd for Bounded<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.items().partial_cmp(&*other.items())
    }
}

impl<T: Repr> Repr for Bounded<T> {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let items: Vec<String> = self.items().iter().map(crate::show::to_repr).collect();
        write!(f, "deque([{}], maxlen={})", items.join(", "), self.0.most)
    }
}

impl<T: Repr> Str for Bounded<T> {
    fn fmt_str(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.fmt_repr(f)
    }
}

impl<T> Truth for Bounded<T> {
    fn test(&self) -> bool {
        !self.items().is_empty()
    }
}

impl<T: crate::copy::Copied + Clone> crate::copy::Copied for Bounded<T> {
    fn shallow(&self) -> Self {
        bounded_copy(self)
    }

    fn deep(&self) -> Self {
        Bounded::of(self.items().iter().map(crate::copy::Copied::deep).collect(), self.0.most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drops_what_does_not_fit() {
        let deque = bounded([1i64, 2, 3], 2);
        bounded_append(&deque, 4);
        bounded_appendleft(&deque, 9);
        assert_eq!(crate::show::to_repr(&deque), "deque([9, 3], maxlen=2)");
        let full = try_bounded_insert(&deque, 0, 1).unwrap_err();
        assert_eq!(full.message(), "deque already at its maximum size");
    }
}
