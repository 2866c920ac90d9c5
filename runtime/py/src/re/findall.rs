//! `findall`, by the number of groups of the pattern.

use super::*;

fallible! {
    /// `pattern.findall(text)` of a pattern with at most one group
    fn findall / try_findall [](pattern: &Pattern, text: &str) -> Vec<String> {
        let group = match pattern.0.names.len() {
            1 => 0,
            2 => 1,
            _ => return Err(type_error("findall of a pattern with several groups gives tuples")),
        };
        Ok(pattern.all(text).map(|found| found.text_of(group).unwrap_or_default()).collect())
    }

    /// `pattern.findall(text)` of a pattern with two groups
    fn findall_pairs / try_findall_pairs [](pattern: &Pattern, text: &str) -> Vec<(String, String)> {
        if pattern.0.names.len() != 3 {
            return Err(type_error("the pattern does not have two groups"));
        }
        let group = |found: &Match, i| found.text_of(i).unwrap_or_default();
        Ok(pattern.all(text).map(|found| (group(&found, 1), group(&found, 2))).collect())
    }

    /// `pattern.findall(text)` of a pattern with three groups
    fn findall_triples / try_findall_triples [](pattern: &Pattern, text: &str) -> Vec<(String, String, String)> {
        if pattern.0.names.len() != 4 {
            return Err(type_error("the pattern does not have three groups"));
        }
        let group = |found: &Match, i| found.text_of(i).unwrap_or_default();
        Ok(pattern.all(text).map(|found| (group(&found, 1), group(&found, 2), group(&found, 3))).collect())
    }

    /// `pattern.findall(text)` of a pattern with several groups
    fn findall_rows / try_findall_rows [](pattern: &Pattern, text: &str) -> Vec<Vec<String>> {
        let groups = pattern.0.names.len();
        Ok(pattern
            .all(text)
            .map(|found| (1..groups).map(|i| found.text_of(i).unwrap_or_default()).collect())
            .collect())
    }
}
