//! `copy`

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

use crate::dict::Dict;
use crate::int::Int;
use crate::key::Key;
use crate::set::Set;
use crate::shared::Shared;

/// Values that can be copied. Shared containers and objects are copied themselves, not their handles.
pub trait Copied: Sized {
    /// `copy.copy(self)`
    fn shallow(&self) -> Self;

    /// `copy.deepcopy(self)`
    fn deep(&self) -> Self;
}

/// `copy.copy(value)`
pub fn copy<T: Copied>(value: T) -> T {
    value.shallow()
}

/// `copy.deepcopy(value)`: what occurs twice inside is copied once
pub fn deepcopy<T: Copied>(value: T) -> T {
    let outermost = DEPTH.replace(DEPTH.get() + 1) == 0;
    let result = value.deep();
    DEPTH.set(DEPTH.get() - 1);
    if outermost {
        COPIES.with_borrow_mut(HashMap::clear);
    }
    result
}

thread_local! {
    static DEPTH: Cell<usize> = const { Cell::new(0) };
    /// What has been copied already, by its address.
    static COPIES: RefCell<HashMap<usize, Box<dyn Any>>> = RefCell::default();
}

/// The copy of the object at an address, made at the first time.
pub fn remembered<T: Clone + 'static>(place: usize, make: impl FnOnce() -> T) -> T {
    let known = COPIES.with_borrow(|copies| {
        copies.get(&place).and_then(|copy| copy.downcast_ref::<T>().cloned())
    });
    if let Some(copy) = known {
        return copy;
    }
    let copy = make();
    COPIES.with_borrow_mut(|copies| copies.insert(place, Box::new(copy.clone())));
    copy
}

macro_rules! plain {
    ($($kind:ty)*) => {
        $(impl Copied for $kind {
            fn shallow(&self) -> Self {
                self.clone()
            }

            fn deep(&self) -> Self {
                self.clone()
            }
        })*
    };
}

plain! { () i64 f64 bool u8 &'static str String Int crate::range::Range crate::Exception }

macro_rules! containers {
    ($([$($generics:tt)*] $kind:ty, $value:ident => $deep:expr;)*) => {
        $(impl<$($generics)*> Copied for $kind {
            fn shallow(&self) -> Self {
                self.clone()
            }

            fn deep(&self) -> Self {
                let $value = self;
                $deep
            }
        })*
    };
}

containers! {
    [T: Copied + Clone] Vec<T>, x => x.iter().map(Copied::deep).collect();
    [T: Copied + Clone] VecDeque<T>, x => x.iter().map(Copied::deep).collect();
    [T: Copied + Clone] Option<T>, x => x.as_ref().map(Copied::deep);
    [T: Copied + Clone + Key] Set<T>, x => x.iter().map(Copied::deep).collect();
    [K: Copied + Clone + Key, V: Copied + Clone] Dict<K, V>, x => x.iter().map(|(k, v)| (k.deep(), v.deep())).collect();
    [A: Copied + Clone] (A,), x => (x.0.deep(),);
    [A: Copied + Clone, B: Copied + Clone] (A, B), x => (x.0.deep(), x.1.deep());
    [A: Copied + Clone, B: Copied + Clone, C: Copied + Clone] (A, B, C), x => (x.0.deep(), x.1.deep(), x.2.deep());
    [A: Copied + Clone, B: Copied + Clone, C: Copied + Clone, D: Copied + Clone] (A, B, C, D), x =>
        (x.0.deep(), x.1.deep(), x.2.deep(), x.3.deep());
    [A: Copied + Clone, B: Copied + Clone, C: Copied + Clone, D: Copied + Clone, E: Copied + Clone] (A, B, C, D, E), x =>
        (x.0.deep(), x.1.deep(), x.2.deep(), x.3.deep(), x.4.deep());
    [A: Copied + Clone, B: Copied + Clone, C: Copied + Clone, D: Copied + Clone, E: Copied + Clone, F: Copied + Clone] (A, B, C, D, E, F), x =>
        (x.0.deep(), x.1.deep(), x.2.deep(), x.3.deep(), x.4.deep(), x.5.deep());
    [A: Copied + Clone, B: Copied + Clone, C: Copied + Clone, D: Copied + Clone, E: Copied + Clone, F: Copied + Clone, G: Copied + Clone] (A, B, C, D, E, F, G), x =>
        (x.0.deep(), x.1.deep(), x.2.deep(), x.3.deep(), x.4.deep(), x.5.deep(), x.6.deep());
    [A: Copied + Clone, B: Copied + Clone, C: Copied + Clone, D: Copied + Clone, E: Copied + Clone, F: Copied + Clone, G: Copied + Clone, H: Copied + Clone] (A, B, C, D, E, F, G, H), x =>
        (x.0.deep(), x.1.deep(), x.2.deep(), x.3.deep(), x.4.deep(), x.5.deep(), x.6.deep(), x.7.deep());
}

impl<C: Copied + Clone + Default + 'static> Copied for Shared<C> {
    fn shallow(&self) -> Self {
        Shared::new(self.borrow().clone())
    }

    fn deep(&self) -> Self {
        let place = self.id() as usize;
        let known = COPIES.with_borrow(|copies| {
            copies.get(&place).and_then(|copy| copy.downcast_ref::<Self>().cloned())
        });
        if let Some(copy) = known {
            return copy;
        }
        // remembered before it is filled: it may contain itself
        let copy = Self::default();
        COPIES.with_borrow_mut(|copies| copies.insert(place, Box::new(copy.clone())));
        let content = self.borrow().deep();
        *copy.borrow_mut() = content;
        copy
    }
}

impl<T: Copied + Copy> Copied for Cell<T> {
    fn shallow(&self) -> Self {
        self.clone()
    }

    fn deep(&self) -> Self {
        Cell::new(self.get().deep())
    }
}

impl<T: Copied + Clone> Copied for RefCell<T> {
    fn shallow(&self) -> Self {
        self.clone()
    }

    fn deep(&self) -> Self {
        RefCell::new(self.borrow().deep())
    }
}

impl<T: Copied + 'static> Copied for Rc<T> {
    fn shallow(&self) -> Self {
        Rc::new((**self).shallow())
    }

    fn deep(&self) -> Self {
        remembered(Rc::as_ptr(self) as usize, || Rc::new((**self).deep()))
    }
}

macro_rules! functions {
    ($([$($arg:ident)*])*) => {
        /// A function is its own copy.
        $(impl<R, $($arg),*> Copied for Rc<dyn Fn($($arg),*) -> R> {
            fn shallow(&self) -> Self {
                self.clone()
            }

            fn deep(&self) -> Self {
                self.clone()
            }
        })*
    };
}

functions! { [] [A] [A B] [A B C] [A B C D] [A B C D E] [A B C D E F] }

#[cfg(test)]
mod tests {
    use super::*;
    use crate::List;

    #[test]
    fn deep_copies_keep_aliases() {
        let row = List::new(vec![1i64]);
        let grid = List::new(vec![row.clone(), row.clone()]);
        let copied = deepcopy(grid.clone());
        row.borrow_mut().push(2);
        let first = copied.borrow()[0].clone();
        assert_eq!(first.borrow().len(), 1);
        assert!(Shared::ptr_eq(&first, &copied.borrow()[1]));
        assert!(Shared::ptr_eq(&copy(grid).borrow()[0], &row));
        let doubled: Rc<dyn Fn(i64) -> i64> = Rc::new(|x| 2 * x);
        assert!(Rc::ptr_eq(&deepcopy(Rc::clone(&doubled)), &doubled));
    }
}
