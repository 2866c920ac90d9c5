//! What a pattern matched: its groups, with their places as characters.

use std::rc::Rc;

use super::Pattern;
use crate::exception::index_error;
use crate::integer::Integer;
use crate::show::{Repr, to_repr};

/// What a pattern matched.
#[derive(Clone)]
pub struct Match {
    pub(super) text: Rc<str>,
    pub(super) groups: Vec<Option<(usize, usize)>>,
    pub(super) pattern: Pattern,
}

impl Match {
    pub(super) fn text_of(&self, group: usize) -> Option<String> {
        self.groups
            .get(group)
            .copied()
            .flatten()
            .map(|(start, end)| self.text[start..end].to_owned())
    }
}

fallible! {
    /// `match.group(index)`
    fn group / try_group [](found: &Match, index: impl Integer) -> Option<String> {
        let place = usize::try_from(index.clamp_i64()).ok().filter(|place| *place < found.groups.len());
        place.map(|place| found.text_of(place)).ok_or_else(|| index_error("no such group"))
    }

    /// `match.group(name)`
    fn group_named / try_group_named [](found: &Match, name: &str) -> Option<String> {
        found.pattern.group_index(name).map(|place| found.text_of(place)).ok_or_else(|| index_error("no such group"))
    }

    /// `match.start(index)`
    fn start_of / try_start_of [](found: &Match, index: impl Integer) -> i64 {
        Ok(try_span_of(found, index)?.0)
    }

    /// `match.end(index)`
    fn end_of / try_end_of [](found: &Match, index: impl Integer) -> i64 {
        Ok(try_span_of(found, index)?.1)
    }

    /// `match.span(index)`
    fn span_of / try_span_of [](found: &Match, index: impl Integer) -> (i64, i64) {
        let place = usize::try_from(index.clamp_i64()).unwrap_or(usize::MAX);
        match found.groups.get(place) {
            Some(Some((start, end))) => {
                Ok((crate::str::position(&found.text, *start), crate::str::position(&found.text, *end)))
            }
            Some(None) => Ok((-1, -1)),
            None => Err(index_error("no such group")),
        }
    }

    /// `match.start(name)`
    fn start_named / try_start_named [](found: &Match, name: &str) -> i64 {
        Ok(try_span_named(found, name)?.0)
    }

    /// `match.end(name)`
    fn end_named / try_end_named [](found: &Match, name: &str) -> i64 {
        Ok(try_span_named(found, name)?.1)
    }

    /// `match.span(name)`
    fn span_named / try_span_named [](found: &Match, name: &str) -> (i64, i64) {
        let place = found.pattern.group_index(name).ok_or_else(|| index_error("no such group"))?;
        try_span_of(found, place as i64)
    }
}

/// `match.group()`
pub fn group_all(found: &Match) -> String {
    found.text_of(0).unwrap_or_default()
}

/// `match.groups()`
pub fn groups(found: &Match) -> Vec<Option<String>> {
    (1..found.groups.len()).map(|group| found.text_of(group)).collect()
}

/// `match.groupdict()`
pub fn groupdict(found: &Match) -> crate::Dict<String, Option<String>> {
    let names = found.pattern.0.names.iter().enumerate();
    names.filter_map(|(i, name)| Some((name.clone()?, found.text_of(i)))).collect()
}

/// `match.start()`
pub fn start(found: &Match) -> i64 {
    start_of(found, 0)
}

/// `match.end()`
pub fn end(found: &Match) -> i64 {
    end_of(found, 0)
}

/// `match.span()`
pub fn span(found: &Match) -> (i64, i64) {
    span_of(found, 0)
}

/// `match.string`
pub fn string(found: &Match) -> String {
    found.text.to_string()
}

impl Repr for Match {
    fn fmt_repr(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (start, end) = span(self);
        write!(f, "<re.Match object; span=({start}, {end}), match={}>", to_repr(&group_all(self)))
    }
}
