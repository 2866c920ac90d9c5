//! Runtime of shell programs translated to Rust. README.md lists the calls by purpose.
#![deny(unsafe_code)]
#![warn(missing_docs)]
#![allow(missing_docs, reason = "fields and variants that say what they are")]

mod arguments;
pub mod arith;
mod array;
mod arrays;
mod assign;
mod assoc;
mod bits;
mod builtins;
mod command;
mod compare;
mod control;
mod coproc;
mod dash;
mod descriptors;
mod dynamic;
mod exit;
mod glob;
mod hash;
mod input;
#[cfg(feature = "interpreter")]
mod interpreter;
mod items;
mod jobs;
mod locale;
mod loose;
mod mistakes;
mod named;
mod operators;
mod options;
mod output;
mod params;
mod paths;
mod pattern;
mod pattern_text;
mod pieces;
mod pipeline;
mod process;
mod project;
mod prompt;
mod quote;
mod redirect;
mod redirects;
mod referred;
#[cfg(feature = "regex")]
mod regular;
mod select;
mod shapes;
mod shell;
mod short;
mod special;
mod start;
mod status;
mod subscript;
mod subshell;
mod sys;
mod tables;
mod tests_of;
mod text_operators;
mod trace;
mod transform;
mod traps;
mod utilities;
mod variables;
mod visible;
mod words;

pub use arguments::{Assigns, DeclArgs, Elements};
pub use array::Array;
pub use bits::{Bit, each, lit, quoted, split, split_each};
pub use compare::Operand;
pub use locale::{characters, slice};
pub use operators::{Case, Replace, Replacement, Trim};
pub use output::Out;
pub use params::{Param, Subscript, all, elem, element, item, param, star, text};
pub use pieces::{Arguments, Piece, words};
pub use pipeline::Pipeline;
pub use redirects::{Path, Redirects, err, target};
#[cfg(feature = "regex")]
pub use regular::is_match;
pub use shapes::{
    after_first, after_last, before_first, before_last, chomped, contains, echoed, ends, extend,
    glob, same, starts, without_end, without_start,
};
pub use shell::{Function, Shell};
pub use start::{main, main_posix};
pub use status::{Checked, Flow, Status, Step, exit_with, leave, next, return_with};
pub use tests_of::test_file;
pub use text_operators::{capitalize, case_changed, lower, matched, replaced, trimmed, upper};
pub use words::{Argv, Pat, PatternText, Words, one};
