//! Types of elements as values of the program.

use std::fmt::{self, Formatter};

use crate::show::{Repr, Str};
use crate::truth::Truth;

/// `a.dtype`
#[derive(Clone, Debug, PartialEq)]
pub struct DType(String);

/// The type of a name.
pub fn dtype(name: &str) -> DType {
    DType(name.to_owned())
}

impl Repr for DType {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "dtype('{}')", self.0)
    }
}

impl Str for DType {
    fn fmt_str(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Truth for DType {
    fn test(&self) -> bool {
        true
    }
}
