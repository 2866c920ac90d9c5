//! Numbers that came out of an array (`numpy.float64`).

use std::fmt::{self, Formatter};

use super::element::{Element, Kind};
use crate::complex;
use crate::exception::Result;
use crate::fmt::{Format, Spec};
use crate::key::Key;
use crate::show::{Repr, Str};
use crate::truth::Truth;

/// One number as it comes out of an array: it is shown with its type.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scalar<T>(pub T);

impl<T: PartialOrd> PartialOrd for Scalar<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        self.0.partial_cmp(&other.0)
    }
}

impl<T: Element> Repr for Scalar<T> {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match T::kind() {
            Kind::Bool => write!(f, "np.{}_", self.0.text()),
            Kind::Complex => {
                let text = self.0.text();
                write!(f, "np.{}({})", T::NAME, text.trim_start_matches('(').trim_end_matches(')'))
            }
            _ => write!(f, "np.{}({})", T::NAME, self.0.text()),
        }
    }
}

impl<T: Element> Str for Scalar<T> {
    fn fmt_str(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.text())
    }
}

impl<T: Element> Truth for Scalar<T> {
    fn test(&self) -> bool {
        self.0.holds()
    }
}

impl<T: Element> Format for Scalar<T> {
    fn format(&self, spec: &Spec) -> Result<String> {
        match T::kind() {
            Kind::Bool if spec.is_empty() => Ok(self.0.text()),
            Kind::Bool | Kind::Integer => self.0.whole().format(spec),
            Kind::Single | Kind::Double if spec.is_empty() => Ok(self.0.text()),
            Kind::Single | Kind::Double => self.0.parts().0.format(spec),
            Kind::Complex => {
                let (re, im) = self.0.parts();
                complex::new(re, im).format(spec)
            }
        }
    }
}

impl<T: Element> Key for Scalar<T> {
    fn __hash__(&self) -> i64 {
        match T::kind() {
            Kind::Bool | Kind::Integer => self.0.whole().__hash__(),
            _ => self.0.parts().0.__hash__(),
        }
    }

    fn same(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

/// The number without its type.
#[inline]
pub fn value<T>(number: Scalar<T>) -> T {
    number.0
}

/// A number with its type.
#[inline]
pub fn scalar<T>(number: T) -> Scalar<T> {
    Scalar(number)
}

impl<T: Element> crate::copy::Copied for Scalar<T> {
    fn shallow(&self) -> Self {
        *self
    }

    fn deep(&self) -> Self {
        *self
    }
}

macro_rules! numbers {
    ($($kind:ident)*) => {$(
        impl crate::union::AsNumber for Scalar<$kind> {
            fn number(&self) -> crate::union::Number {
                match <$kind>::kind() {
                    Kind::Bool | Kind::Integer => crate::union::Number::Int(crate::Int::new(self.0.whole())),
                    _ => crate::union::Number::Float(self.0.parts().0),
                }
            }
        }
    )*};
}

numbers! { bool i8 i16 i32 i64 u8 u16 u32 f32 f64 }
