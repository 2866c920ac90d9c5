//! Truth: what `if x` asks.

use std::cell::Ref;
use std::collections::VecDeque;
use std::rc::Rc;

use crate::dict::Dict;
use crate::int::Int;
use crate::range::Range;
use crate::set::Set;
use crate::shared::Shared;

/// A value that can be tested. A class implements it by `__bool__` or `__len__`; others are true.
pub trait Truth {
    /// `bool(self)`
    fn test(&self) -> bool {
        true
    }
}

/// `bool(value)`
pub fn test<T: Truth + ?Sized>(value: &T) -> bool {
    value.test()
}

macro_rules! truths {
    ($([$($generics:tt)*] $kind:ty, $value:ident => $test:expr;)*) => {
        $(impl<$($generics)*> Truth for $kind {
            fn test(&self) -> bool {
                let $value = self;
                $test
            }
        })*
    };
}

truths! {
    [] bool, x => *x;
    [] i64, x => *x != 0;
    [] u8, x => *x != 0;
    [] Int, x => !x.is_zero();
    [] f64, x => *x != 0.0;
    [] str, x => !x.is_empty();
    [] String, x => !x.is_empty();
    [] (), _x => false;
    [] Range, x => !x.is_empty();
    [T] [T], x => !x.is_empty();
    [T] Vec<T>, x => !x.is_empty();
    [T] VecDeque<T>, x => !x.is_empty();
    [T] Set<T>, x => !x.is_empty();
    [K, V] Dict<K, V>, x => !x.is_empty();
    [T: Truth] Option<T>, x => x.as_ref().is_some_and(Truth::test);
    [C: Truth] Shared<C>, x => x.borrow().test();
    [T: Truth + ?Sized] &T, x => (**x).test();
    [T: Truth + ?Sized] Rc<T>, x => (**x).test();
    [T: Truth + ?Sized] Box<T>, x => (**x).test();
    [T: Truth + ?Sized] Ref<'_, T>, x => (**x).test();
    [A] (A,), _x => true;
    [A, B] (A, B), _x => true;
    [A, B, C] (A, B, C), _x => true;
    [A, B, C, D] (A, B, C, D), _x => true;
    [A, B, C, D, E] (A, B, C, D, E), _x => true;
    [A, B, C, D, E, F] (A, B, C, D, E, F), _x => true;
}
