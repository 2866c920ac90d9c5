//! `findall`, by the number of groups of the pattern.

use super::*;

/// All matches as texts of the whole: groups need not be found for that.
fn wholes(pattern: &Pattern, text: &str) -> Vec<String> {
    let regex = &pattern.0.anywhere;
    let mut cursor = Cursor::default();
    let mut found = Vec::new();
    while let Some(whole) = cursor.next(
        text,
        |place| regex.find_from_pos(text, place).ok()?,
        |whole| Some((whole.start(), whole.end())),
    ) {
        found.push(whole.as_str().to_owned());
    }
    found
}

/// What `row` makes of the groups of each match; a group that took no part is an empty text.
fn rows<T>(pattern: &Pattern, text: &str, row: impl Fn(&dyn Fn(usize) -> String) -> T) -> Vec<T> {
    let mut cursor = Cursor::default();
    let mut found = Vec::new();
    while let Some(captures) = cursor.next_captures(&pattern.0.anywhere, text) {
        found.push(row(&|group| {
            captures.get(group).map_or_else(String::new, |part| part.as_str().to_owned())
        }));
    }
    found
}

fallible! {
    /// `pattern.findall(text)` of a pattern with at most one group
    fn findall / try_findall [](pattern: &Pattern, text: &str) -> Vec<String> {
        match pattern.0.names.len() {
            1 => Ok(wholes(pattern, text)),
            2 => Ok(rows(pattern, text, |group| group(1))),
            _ => Err(type_error("findall of a pattern with several groups gives tuples")),
        }
    }

    /// `pattern.findall(text)` of a pattern with two groups
    fn findall_pairs / try_findall_pairs [](pattern: &Pattern, text: &str) -> Vec<(String, String)> {
        if pattern.0.names.len() != 3 {
            return Err(type_error("the pattern does not have two groups"));
        }
        Ok(rows(pattern, text, |group| (group(1), group(2))))
    }

    /// `pattern.findall(text)` of a pattern with three groups
    fn findall_triples / try_findall_triples [](pattern: &Pattern, text: &str) -> Vec<(String, String, String)> {
        if pattern.0.names.len() != 4 {
            return Err(type_error("the pattern does not have three groups"));
        }
        Ok(rows(pattern, text, |group| (group(1), group(2), group(3))))
    }

    /// `pattern.findall(text)` of a pattern with several groups
    fn findall_rows / try_findall_rows [](pattern: &Pattern, text: &str) -> Vec<Vec<String>> {
        let groups = pattern.0.names.len();
        Ok(rows(pattern, text, |group| (1..groups).map(group).collect()))
    }
}
