//! Splitting, joining and stripping of `str`.

use super::is_space_char;
use crate::exception::{Result, value_error};
use crate::integer::Integer;

/// How many splits a `maxsplit` argument allows.
fn limit(most: impl Integer) -> usize {
    usize::try_from(most.clamp_i64()).unwrap_or(usize::MAX)
}

/// `self.split()`
pub fn split(text: &str) -> Vec<String> {
    text.split(is_space_char).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// `self.split(None, most)`
pub fn split_most(text: &str, most: impl Integer) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text.trim_start_matches(is_space_char);
    let most = limit(most);
    while !rest.is_empty() {
        if words.len() == most {
            words.push(rest.to_owned());
            break;
        }
        let end = rest.find(is_space_char).unwrap_or(rest.len());
        words.push(rest[..end].to_owned());
        rest = rest[end..].trim_start_matches(is_space_char);
    }
    words
}

/// `self.rsplit(None, most)`
pub fn rsplit_most(text: &str, most: impl Integer) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text.trim_end_matches(is_space_char);
    let most = limit(most);
    while !rest.is_empty() {
        if words.len() == most {
            words.push(rest.to_owned());
            break;
        }
        let start = rest
            .char_indices()
            .rev()
            .find(|(_, c)| is_space_char(*c))
            .map_or(0, |(i, c)| i + c.len_utf8());
        words.push(rest[start..].to_owned());
        rest = rest[..start].trim_end_matches(is_space_char);
    }
    words.reverse();
    words
}

fn separated(separator: &str) -> Result<()> {
    if separator.is_empty() { Err(value_error("empty separator")) } else { Ok(()) }
}

fallible! {
    /// `self.split(separator)`
    fn split_by / try_split_by [](text: &str, separator: &str) -> Vec<String> {
        separated(separator)?;
        Ok(text.split(separator).map(str::to_owned).collect())
    }

    /// `self.split(separator, most)`
    fn split_by_most / try_split_by_most [](text: &str, separator: &str, most: impl Integer) -> Vec<String> {
        separated(separator)?;
        Ok(text.splitn(limit(most).saturating_add(1), separator).map(str::to_owned).collect())
    }

    /// `self.rsplit(separator, most)`
    fn rsplit_by_most / try_rsplit_by_most [](text: &str, separator: &str, most: impl Integer) -> Vec<String> {
        separated(separator)?;
        let mut parts: Vec<String> =
            text.rsplitn(limit(most).saturating_add(1), separator).map(str::to_owned).collect();
        parts.reverse();
        Ok(parts)
    }

    /// `self.partition(separator)`
    fn partition / try_partition [](text: &str, separator: &str) -> (String, String, String) {
        separated(separator)?;
        Ok(match text.split_once(separator) {
            Some((before, after)) => (before.to_owned(), separator.to_owned(), after.to_owned()),
            None => (text.to_owned(), String::new(), String::new()),
        })
    }

    /// `self.rpartition(separator)`
    fn rpartition / try_rpartition [](text: &str, separator: &str) -> (String, String, String) {
        separated(separator)?;
        Ok(match text.rsplit_once(separator) {
            Some((before, after)) => (before.to_owned(), separator.to_owned(), after.to_owned()),
            None => (String::new(), String::new(), text.to_owned()),
        })
    }
}

/// Does the character end a line for `splitlines`?
fn ends_line(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\x0b' | '\x0c' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// `self.splitlines(keep)`
pub fn splitlines(text: &str, keep: bool) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (end, width) = match rest.char_indices().find(|(_, c)| ends_line(*c)) {
            Some((end, '\r')) if rest[end + 1..].starts_with('\n') => (end, 2),
            Some((end, c)) => (end, c.len_utf8()),
            None => (rest.len(), 0),
        };
        lines.push(rest[..if keep { end + width } else { end }].to_owned());
        rest = &rest[end + width..];
    }
    lines
}

/// `self.strip()`
pub fn strip(text: &str) -> String {
    text.trim_matches(is_space_char).to_owned()
}

/// `self.lstrip()`
pub fn lstrip(text: &str) -> String {
    text.trim_start_matches(is_space_char).to_owned()
}

/// `self.rstrip()`
pub fn rstrip(text: &str) -> String {
    text.trim_end_matches(is_space_char).to_owned()
}

/// `self.strip(chars)`
pub fn strip_chars(text: &str, chars: &str) -> String {
    text.trim_matches(|c| chars.contains(c)).to_owned()
}

/// `self.lstrip(chars)`
pub fn lstrip_chars(text: &str, chars: &str) -> String {
    text.trim_start_matches(|c| chars.contains(c)).to_owned()
}

/// `self.rstrip(chars)`
pub fn rstrip_chars(text: &str, chars: &str) -> String {
    text.trim_end_matches(|c| chars.contains(c)).to_owned()
}

/// `self.removeprefix(prefix)`
pub fn removeprefix(text: &str, prefix: &str) -> String {
    text.strip_prefix(prefix).unwrap_or(text).to_owned()
}

/// `self.removesuffix(suffix)`
pub fn removesuffix(text: &str, suffix: &str) -> String {
    text.strip_suffix(suffix).unwrap_or(text).to_owned()
}

/// `self.split(None, most)`
pub fn split_space(text: &str, (): (), most: impl Integer) -> Vec<String> {
    split_most(text, most)
}

/// `self.rsplit(None, most)`
pub fn rsplit_space(text: &str, (): (), most: impl Integer) -> Vec<String> {
    rsplit_most(text, most)
}

/// `self.strip(None)`
pub fn strip_space(text: &str, (): ()) -> String {
    strip(text)
}

/// `self.lstrip(None)`
pub fn lstrip_space(text: &str, (): ()) -> String {
    lstrip(text)
}

/// `self.rstrip(None)`
pub fn rstrip_space(text: &str, (): ()) -> String {
    rstrip(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_as_the_interpreter_does() {
        assert_eq!(split(" a\x1cb \n"), ["a", "b"]);
        assert_eq!(split_most(" a  b  c ", 1), ["a", "b  c "]);
        assert_eq!(rsplit_most(" a  b  c ", 1), [" a  b", "c"]);
        assert_eq!(split_by("a,,b", ","), ["a", "", "b"]);
        assert_eq!(rsplit_by_most("a.b.c", ".", 1), ["a.b", "c"]);
        assert_eq!(splitlines("a\r\nb\n\nc", false), ["a", "b", "", "c"]);
        assert_eq!(splitlines("a\n", true), ["a\n"]);
        assert_eq!(rpartition("a.b.c", ".").0, "a.b");
        assert!(try_split_by("a", "").is_err());
    }
}
