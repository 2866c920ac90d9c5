//! `unicodedata`

#[cfg(feature = "unicode_names")]
mod names;
#[cfg(feature = "unicode_names")]
pub use names::*;
#[cfg(feature = "unicode")]
mod properties;
#[cfg(feature = "unicode")]
pub use properties::*;

use crate::exception::{Exception, Result, type_error};

/// The character that a text is.
fn character(function: &str, text: &str) -> Result<char> {
    let mut all = text.chars();
    match (all.next(), all.next()) {
        (Some(c), None) => Ok(c),
        _ => Err(not_a_character(function)),
    }
}

#[cold]
fn not_a_character(function: &str) -> Exception {
    type_error(format!("{function}() argument must be a unicode character, not str"))
}
