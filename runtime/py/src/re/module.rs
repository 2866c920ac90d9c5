//! The functions of `re` that take the pattern's text.

use super::*;

fallible! {
    /// `re.search` with the pattern's text
    fn search_text / try_search_text [](pattern: &str, text: &str, flags: impl Integer) -> Option<Match> {
        Ok(search(&try_compile(pattern, flags)?, text))
    }

    /// `re.match_start` with the pattern's text
    fn match_start_text / try_match_start_text [](pattern: &str, text: &str, flags: impl Integer) -> Option<Match> {
        Ok(match_start(&try_compile(pattern, flags)?, text))
    }

    /// `re.fullmatch` with the pattern's text
    fn fullmatch_text / try_fullmatch_text [](pattern: &str, text: &str, flags: impl Integer) -> Option<Match> {
        Ok(fullmatch(&try_compile(pattern, flags)?, text))
    }

    /// `re.finditer` with the pattern's text
    fn finditer_text / try_finditer_text [](pattern: &str, text: &str, flags: impl Integer) -> crate::Iter<Match> {
        Ok(crate::Iter::new(finditer(&try_compile(pattern, flags)?, text)))
    }

    /// `re.findall` with the pattern's text
    fn findall_text / try_findall_text [](pattern: &str, text: &str, flags: impl Integer) -> Vec<String> {
        try_findall(&try_compile(pattern, flags)?, text)
    }

    /// `re.findall_pairs` with the pattern's text
    fn findall_pairs_text / try_findall_pairs_text [](pattern: &str, text: &str, flags: impl Integer) -> Vec<(String, String)> {
        try_findall_pairs(&try_compile(pattern, flags)?, text)
    }

    /// `re.findall_triples` with the pattern's text
    fn findall_triples_text / try_findall_triples_text [](pattern: &str, text: &str, flags: impl Integer) -> Vec<(String, String, String)> {
        try_findall_triples(&try_compile(pattern, flags)?, text)
    }

    /// `re.split` with the pattern's text
    fn split_text / try_split_text [](pattern: &str, text: &str, most: impl Integer, flags: impl Integer) -> Vec<String> {
        Ok(split(&try_compile(pattern, flags)?, text, most))
    }

    /// `re.sub` with the pattern's text
    fn sub_text / try_sub_text [](pattern: &str, template: &str, text: &str, count: impl Integer, flags: impl Integer) -> String {
        try_sub(&try_compile(pattern, flags)?, template, text, count)
    }

    /// `re.sub_by` with the pattern's text
    fn sub_by_text / try_sub_by_text [](pattern: &str, function: impl FnMut(Match) -> String, text: &str, count: impl Integer, flags: impl Integer) -> String {
        Ok(sub_by(&try_compile(pattern, flags)?, function, text, count))
    }

    /// `re.subn` with the pattern's text
    fn subn_text / try_subn_text [](pattern: &str, template: &str, text: &str, count: impl Integer, flags: impl Integer) -> (String, i64) {
        try_subn(&try_compile(pattern, flags)?, template, text, count)
    }
}
