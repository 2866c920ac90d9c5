//! Runtime of programs translated from C. What the C library does, it does itself: it is called as it is.

pub mod array;
pub mod atomic;
pub mod bits;
pub mod cells;
pub mod ctype;
pub mod file;
pub mod float;
pub mod frame;
pub mod heap;
pub mod int;
pub mod jump;
pub mod pointer;
pub mod raw;
pub mod scan;
pub mod sort;
pub mod spell;
pub mod start;
pub mod stdio;
pub mod stdlib;
pub mod string;
pub mod text;
pub mod token;
pub mod va;
pub mod variant;
