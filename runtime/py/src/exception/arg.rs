//! The arguments of exceptions.

use crate::show::{self, Repr, Str};

/// One argument of an exception, as `str` and `repr` show it.
#[derive(Clone, PartialEq)]
pub enum Arg {
    /// A text.
    Str(String),
    /// An integer.
    Int(i64),
    /// `None`.
    None,
    /// A value that the program may take out again.
    Kept(crate::any::Any),
    /// Any other value.
    Shown {
        /// `str(value)`
        str: String,
        /// `repr(value)`
        repr: String,
    },
}

impl Arg {
    /// Any value as an argument.
    pub fn of<T: Str + Repr + ?Sized>(value: &T) -> Self {
        Self::Shown { str: show::to_str(value), repr: show::to_repr(value) }
    }

    /// `str(arg)`
    pub fn str(&self) -> String {
        match self {
            Self::Str(text) => text.clone(),
            Self::Int(value) => value.to_string(),
            Self::None => "None".to_owned(),
            Self::Kept(value) => show::to_str(value),
            Self::Shown { str, .. } => str.clone(),
        }
    }

    /// `repr(arg)`
    pub fn repr(&self) -> String {
        match self {
            Self::Str(text) => show::to_repr(text),
            Self::Int(value) => value.to_string(),
            Self::None => "None".to_owned(),
            Self::Kept(value) => show::to_repr(value),
            Self::Shown { repr, .. } => repr.clone(),
        }
    }

    /// The value itself, as far as it is known.
    pub fn value(&self) -> crate::any::Any {
        match self {
            Self::Kept(value) => value.clone(),
            Self::Int(value) => crate::any::Any::from(*value),
            Self::None => crate::any::Any::None,
            Self::Shown { str, repr } if str == repr => match repr.parse::<i64>() {
                Ok(value) => crate::any::Any::from(value),
                Err(_) => crate::any::Any::from(str.as_str()),
            },
            Self::Str(text) | Self::Shown { str: text, .. } => crate::any::Any::from(text.as_str()),
        }
    }
}
