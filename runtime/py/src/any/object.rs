//! Instances of the program's classes behind `Any`.

use std::cmp::Ordering;
use std::rc::Rc;

use super::Any;
use crate::exception::{Result, type_error};

/// An instance of a class of the program, behind `Any`: `object!` implements it for a class.
pub trait Object: std::any::Any {
    /// Which class of the program it is.
    fn id(&self) -> i64;

    /// The names of its class and of those that it is derived from, in their order.
    fn names(&self) -> &'static [&'static str];

    /// `type(self).__name__`
    fn class(&self) -> &'static str {
        self.names()[0]
    }

    /// `repr(self)`
    fn repr(self: Rc<Self>) -> String;

    /// `str(self)`
    fn str(self: Rc<Self>) -> String;

    /// `self == other`
    fn equal(self: Rc<Self>, other: &Any) -> bool;

    /// `hash(self)`
    fn hash(self: Rc<Self>) -> Result<i64> {
        Err(type_error(format!("unhashable type: '{}'", self.class())))
    }

    /// How it compares with another object; none where there is no order.
    fn compare(self: Rc<Self>, other: &Any) -> Option<Option<Ordering>> {
        let _ = other;
        None
    }

    /// `copy.copy(self)`; none where the class has no copies.
    fn shallow(self: Rc<Self>) -> Option<Any> {
        None
    }

    /// `copy.deepcopy(self)`
    fn deep(self: Rc<Self>) -> Option<Any> {
        None
    }
}

/// `object! { Name 3 ["Name" "Base"] Key Order }`: objects of a class of the program behind `Any`.
#[macro_export]
macro_rules! object {
    ($class:ident $id:literal [$($name:literal)*] $($which:ident)*) => {
        impl $crate::any::Object for $class {
            fn id(&self) -> i64 {
                $id
            }

            fn names(&self) -> &'static [&'static str] {
                &[$($name),*]
            }

            fn repr(self: ::std::rc::Rc<Self>) -> String {
                $crate::show::to_repr(&self)
            }

            fn str(self: ::std::rc::Rc<Self>) -> String {
                $crate::show::to_str(&self)
            }

            fn equal(self: ::std::rc::Rc<Self>, other: &$crate::any::Any) -> bool {
                <::std::rc::Rc<Self> as $crate::any::FromAny>::from_any(other)
                    .is_some_and(|other| *self == *other)
            }

            $($crate::object_part! { $which })*
        }
    };
}

/// One part of `object!`.
#[doc(hidden)]
#[macro_export]
macro_rules! object_part {
    (Key) => {
        fn hash(self: ::std::rc::Rc<Self>) -> ::std::result::Result<i64, $crate::Exception> {
            Ok($crate::Key::__hash__(&*self))
        }
    };
    (Copy) => {
        fn shallow(self: ::std::rc::Rc<Self>) -> ::std::option::Option<$crate::any::Any> {
            Some($crate::any::Any::from(<::std::rc::Rc<Self> as $crate::copy::Copied>::shallow(
                &self,
            )))
        }

        fn deep(self: ::std::rc::Rc<Self>) -> ::std::option::Option<$crate::any::Any> {
            Some($crate::any::Any::from(<::std::rc::Rc<Self> as $crate::copy::Copied>::deep(&self)))
        }
    };
    (Order) => {
        fn compare(
            self: ::std::rc::Rc<Self>,
            other: &$crate::any::Any,
        ) -> ::std::option::Option<::std::option::Option<::std::cmp::Ordering>> {
            let other = <::std::rc::Rc<Self> as $crate::any::FromAny>::from_any(other)?;
            Some(::std::cmp::PartialOrd::partial_cmp(&*self, &*other))
        }
    };
}
