//! The runtime of translated Python programs: what the language and its library mean, as plain Rust functions.
//!
//! A function that can fail has two forms: `name` raises by unwinding, `try_name` returns a `Result`.

#![forbid(unsafe_code)]

#[macro_use]
mod macros;

pub mod builtins;
pub mod bytes;
pub mod counter;
pub mod deque;
pub mod dict;
pub mod exception;
pub mod file;
pub mod float;
pub mod int;
pub mod integer;
pub mod key;
pub mod list;
pub mod range;
pub mod run;
pub mod set;
pub mod shared;
pub mod show;
pub mod slice;
pub mod sort;
pub mod stdout;
pub mod str;
pub mod truth;
mod unicode;

pub use dict::Dict;
pub use exception::{Exception, catch, raise};
pub use int::Int;
pub use integer::{Integer, exact};
pub use key::Key;
pub use run::{frame, main, try_frame};
pub use set::Set;
pub use shared::{List, Shared};
pub use show::{Repr, Str, repr, str};
pub use truth::Truth;

/// A lazy iterator that is stored or returned.
pub type Iter<'a, T> = Box<dyn Iterator<Item = T> + 'a>;
