//! Containers with several owners.

use std::cell::{Ref, RefCell, RefMut};
use std::cmp::Ordering;
use std::collections::VecDeque;
use std::fmt::{self, Formatter};
use std::rc::Rc;
use std::thread::LocalKey;

use crate::dict::Dict;
use crate::exception::runtime_error;
use crate::key::Key;
use crate::set::Set;
use crate::show::{Repr, Str};

/// A container that several places refer to. Cloning makes a further reference to the same container.
pub struct Shared<C>(Rc<RefCell<C>>);

/// What a variable of a module holds, which is assigned before it is read.
pub fn global<T: Clone>(variable: &'static LocalKey<RefCell<Option<T>>>) -> T {
    match variable.with_borrow(Clone::clone) {
        Some(value) => value,
        None => unreachable!("a variable that is read before it is assigned"),
    }
}

/// A list with several owners.
pub type List<T> = Shared<Vec<T>>;
/// A dict with several owners.
pub type SharedDict<K, V> = Shared<Dict<K, V>>;
/// A set with several owners.
pub type SharedSet<T> = Shared<Set<T>>;

impl<C> Shared<C> {
    /// A new container.
    pub fn new(container: C) -> Self {
        Self(Rc::new(RefCell::new(container)))
    }

    /// The container, to read.
    #[track_caller]
    pub fn borrow(&self) -> Ref<'_, C> {
        self.0.borrow()
    }

    /// The container, to change.
    #[track_caller]
    pub fn borrow_mut(&self) -> RefMut<'_, C> {
        self.0.borrow_mut()
    }

    /// `a is b`
    pub fn ptr_eq(a: &Self, b: &Self) -> bool {
        Rc::ptr_eq(&a.0, &b.0)
    }

    /// A copy of the container itself.
    pub fn to_value(&self) -> C
    where
        C: Clone,
    {
        self.borrow().clone()
    }

    /// A number that tells objects apart: `id(self)`.
    pub fn id(&self) -> i64 {
        Rc::as_ptr(&self.0) as *const () as usize as i64
    }
}

impl<C> Clone for Shared<C> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<C: Default> Default for Shared<C> {
    fn default() -> Self {
        Self::new(C::default())
    }
}

impl<C> From<C> for Shared<C> {
    fn from(container: C) -> Self {
        Self::new(container)
    }
}

impl<A, C: FromIterator<A>> FromIterator<A> for Shared<C> {
    fn from_iter<I: IntoIterator<Item = A>>(items: I) -> Self {
        Self::new(items.into_iter().collect())
    }
}

impl<C: PartialEq> PartialEq for Shared<C> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0) || *self.borrow() == *other.borrow()
    }
}

/// What lies behind a handle beside what lies behind none, at any depth.
impl<T: PartialEq<U>, U> PartialEq<Vec<U>> for Shared<Vec<T>> {
    fn eq(&self, other: &Vec<U>) -> bool {
        *self.borrow() == *other
    }
}

impl<T: PartialEq<U>, U> PartialEq<Shared<Vec<U>>> for Vec<T> {
    fn eq(&self, other: &Shared<Vec<U>>) -> bool {
        *self == *other.borrow()
    }
}

impl<C: PartialOrd> PartialOrd for Shared<C> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.borrow().partial_cmp(&*other.borrow())
    }
}

impl<C: Key> Key for Shared<C> {
    fn __hash__(&self) -> i64 {
        self.borrow().__hash__()
    }

    fn same(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0) || self.borrow().same(&other.borrow())
    }
}

/// A container that is walked while it may change: by place, as the interpreter does.
pub trait Walk {
    /// What iteration gives: for a dict its keys.
    type Item;

    /// The first item at or after a place, and the place after it.
    fn at(&self, place: usize) -> Option<(usize, Self::Item)>;

    /// How many places there are.
    fn end(&self) -> usize;

    /// The number of items, where a change of it ends the walk with an exception of this kind of container.
    fn watched(&self) -> Option<(usize, &'static str)> {
        None
    }
}

/// A container that is also walked from its end: `end` is one place behind its last item.
pub trait WalkBack: Walk {}

impl<T: Clone> WalkBack for Vec<T> {}

impl<T: Clone> WalkBack for VecDeque<T> {}

impl<T: Clone> Walk for Vec<T> {
    type Item = T;

    fn end(&self) -> usize {
        self.len()
    }

    fn at(&self, place: usize) -> Option<(usize, T)> {
        self.get(place).map(|item| (place + 1, item.clone()))
    }
}

impl<T: Clone> Walk for VecDeque<T> {
    type Item = T;

    fn end(&self) -> usize {
        self.len()
    }

    fn at(&self, place: usize) -> Option<(usize, T)> {
        self.get(place).map(|item| (place + 1, item.clone()))
    }

    fn watched(&self) -> Option<(usize, &'static str)> {
        Some((self.len(), "deque mutated during iteration"))
    }
}

impl<T: Clone> Walk for Set<T> {
    type Item = T;

    fn end(&self) -> usize {
        self.len()
    }

    fn at(&self, place: usize) -> Option<(usize, T)> {
        self.item_at(place).map(|(next, item)| (next, item.clone()))
    }

    fn watched(&self) -> Option<(usize, &'static str)> {
        Some((self.len(), "Set changed size during iteration"))
    }
}

impl<K: Clone, V> Walk for Dict<K, V> {
    type Item = K;

    fn end(&self) -> usize {
        self.len()
    }

    fn at(&self, place: usize) -> Option<(usize, K)> {
        self.entry_at(place).map(|(next, key, _)| (next, key.clone()))
    }

    fn watched(&self) -> Option<(usize, &'static str)> {
        Some((self.len(), "dictionary changed size during iteration"))
    }
}

impl<C: Walk> Shared<C> {
    /// The items, one at a time: no borrow is held between them.
    pub fn each(&self) -> Walker<C> {
        let watched = self.borrow().watched();
        Walker { container: self.clone(), next: 0, back: self.borrow().end(), watched }
    }
}

impl<C: Walk> IntoIterator for Shared<C> {
    type Item = C::Item;
    type IntoIter = Walker<C>;

    fn into_iter(self) -> Walker<C> {
        self.each()
    }
}

/// The items of a shared container.
pub struct Walker<C> {
    container: Shared<C>,
    next: usize,
    /// One place behind the next item from the end.
    back: usize,
    watched: Option<(usize, &'static str)>,
}

impl<C: Walk> Walker<C> {
    /// Raises when the container has another size than at the start, where that is an error.
    fn watch(&self, container: Ref<'_, C>) {
        if let (Some((before, message)), Some((now, _))) = (self.watched, container.watched())
            && before != now
        {
            drop(container);
            runtime_error(message).unwind();
        }
    }
}

impl<C: Walk> Iterator for Walker<C> {
    type Item = C::Item;

    fn next(&mut self) -> Option<C::Item> {
        self.watch(self.container.borrow());
        let (next, item) = self.container.borrow().at(self.next)?;
        self.next = next;
        Some(item)
    }
}

impl<C: WalkBack> DoubleEndedIterator for Walker<C> {
    fn next_back(&mut self) -> Option<C::Item> {
        self.watch(self.container.borrow());
        self.back = self.back.checked_sub(1)?;
        self.container.borrow().at(self.back).map(|(_, item)| item)
    }
}

thread_local! {
    /// Containers that are being shown: one that contains itself is shown as an ellipsis.
    static SHOWN: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

impl<C> Shared<C> {
    fn guarded(
        &self,
        f: &mut Formatter<'_>,
        show: impl FnOnce(&mut Formatter<'_>) -> fmt::Result,
    ) -> fmt::Result {
        let place = self.id() as usize;
        if SHOWN.with_borrow(|shown| shown.contains(&place)) {
            return f.write_str(if std::any::type_name::<C>().contains("Vec<") {
                "[...]"
            } else {
                "{...}"
            });
        }
        SHOWN.with_borrow_mut(|shown| shown.push(place));
        let outcome = show(f);
        SHOWN.with_borrow_mut(Vec::pop);
        outcome
    }
}

impl<C: Repr> Repr for Shared<C> {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.guarded(f, |f| self.borrow().fmt_repr(f))
    }
}

impl<C: Str> Str for Shared<C> {
    fn fmt_str(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.guarded(f, |f| self.borrow().fmt_str(f))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::show::to_repr;

    #[test]
    fn clones_are_the_same_container() {
        let list = List::new(vec![1i64]);
        let other = list.clone();
        other.borrow_mut().push(2);
        assert_eq!(to_repr(&list), "[1, 2]");
        assert!(Shared::ptr_eq(&list, &other) && list != List::new(vec![]));
    }

    #[test]
    fn walks_see_changes() {
        let list = List::new(vec![1i64, 2]);
        let (mut forth, mut back) = (list.each(), list.each().rev());
        list.borrow_mut().push(3);
        assert!(forth.by_ref().eq([1, 2, 3]) && back.next() == Some(2));
        list.borrow_mut().clear();
        assert!(back.next().is_none());
    }
}
