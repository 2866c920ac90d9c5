//! The runtime of translated Python programs: what the language and its library mean, as plain Rust functions.
//!
//! A function that can fail has two forms: `name` raises by unwinding, `try_name` returns a `Result`.

#![forbid(unsafe_code)]

#[macro_use]
mod macros;

pub mod any;
#[cfg(feature = "argparse")]
pub mod argparse;
pub mod asyncio;
pub mod bisect;
pub mod builtins;
pub mod bytearray;
pub mod bytes;
#[cfg(feature = "datetime")]
pub mod calendar;
pub mod codec;
pub mod complex;
pub mod copy;
pub mod counter;
pub mod csv;
#[cfg(feature = "datetime")]
pub mod datetime;
#[cfg(feature = "decimal")]
pub mod decimal;
pub mod deque;
pub mod dict;
pub mod doctest;
pub mod evaluate;
pub mod exception;
pub mod file;
pub mod float;
pub mod fmt;
pub mod fractions;
pub mod functools;
pub mod generator;
pub mod hashlib;
pub mod heapq;
pub mod int;
pub mod integer;
pub mod io;
pub mod itertools;
pub mod json;
pub mod key;
pub mod list;
pub mod math;
#[cfg(feature = "net")]
pub mod net;
#[cfg(feature = "numpy")]
pub mod numpy;
pub mod operator;
pub mod order;
pub mod os;
pub mod random;
pub mod range;
#[cfg(feature = "regex")]
pub mod re;
pub mod run;
pub mod set;
pub mod shape;
pub mod shared;
pub mod show;
pub mod slice;
pub mod sort;
pub mod statistics;
pub mod stdout;
pub mod str;
pub mod string;
pub mod structs;
pub mod sys;
pub mod template;
pub mod threads;
pub mod time;
mod timed;
pub mod truth;
mod unicode;
#[cfg(any(feature = "unicode", feature = "unicode_names"))]
pub mod unicodedata;
pub mod union;
pub mod unittest;

pub use crate::assert_holds as assert;
pub use any::Any;
pub use builtins::identical;
pub use dict::Dict;
pub use exception::{
    Exception, Flow, attribute, catch, catch_async, except, missing, present, raise, raises,
    try_except, try_raises, unbound, unwrap,
};
pub use fmt::{Format, grouped, real};
pub use generator::{Iter, generator};
pub use int::Int;
pub use integer::{Integer, exact};
pub use key::Key;
pub use range::range;
pub use run::{frame, main, run};
pub use set::Set;
pub use shared::{List, Shared, global};
pub use show::{Repr, Str, print_repr, print_str, repr, str};
pub use truth::Truth;
