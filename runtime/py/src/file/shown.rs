//! What files look like in text.

use std::fmt;

use super::*;
use crate::show::{Repr, same_str};

/// The encoding that a text file has here.
const ENCODING: &str = "UTF-8";

impl Repr for File {
    fn fmt_repr(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.0.borrow();
        let (name, mode) = (to_repr(state.path.as_str()), to_repr(state.mode.as_str()));
        write!(f, "<_io.TextIOWrapper name={name} mode={mode} encoding='{ENCODING}'>")
    }
}

impl Repr for Binary {
    fn fmt_repr(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.0.0.borrow();
        let class = match state.mode.as_str() {
            mode if mode.contains('+') => "BufferedRandom",
            mode if mode.contains('r') => "BufferedReader",
            _ => "BufferedWriter",
        };
        write!(f, "<_io.{class} name={}>", to_repr(state.path.as_str()))
    }
}

same_str! {
    [] File;
    [] Binary;
}
