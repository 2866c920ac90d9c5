//! Searching and replacing in `str`.

use super::{length, offset, part, position};
use crate::exception::value_error;
use crate::integer::Integer;
use crate::slice::{Bound, bounds};

/// One prefix or several: the argument of `startswith` and `endswith`.
pub trait Affixes {
    /// Does the test hold for any of them?
    fn any(&self, test: impl Fn(&str) -> bool) -> bool;
}

impl Affixes for &str {
    fn any(&self, test: impl Fn(&str) -> bool) -> bool {
        test(self)
    }
}

impl Affixes for &String {
    fn any(&self, test: impl Fn(&str) -> bool) -> bool {
        test(self)
    }
}

impl<S: AsRef<str>> Affixes for &[S] {
    fn any(&self, test: impl Fn(&str) -> bool) -> bool {
        self.iter().any(|affix| test(affix.as_ref()))
    }
}

impl<S: AsRef<str>> Affixes for &Vec<S> {
    fn any(&self, test: impl Fn(&str) -> bool) -> bool {
        self.iter().any(|affix| test(affix.as_ref()))
    }
}

macro_rules! tuples {
    ($(($($name:ident $index:tt)*))*) => {
        $(impl<$($name: AsRef<str>),*> Affixes for &($($name,)*) {
            fn any(&self, test: impl Fn(&str) -> bool) -> bool {
                $(test(self.$index.as_ref()))||*
            }
        })*
    };
}

tuples! {
    (A 0) (A 0 B 1) (A 0 B 1 C 2) (A 0 B 1 C 2 D 3) (A 0 B 1 C 2 D 3 E 4) (A 0 B 1 C 2 D 3 E 4 F 5)
    (A 0 B 1 C 2 D 3 E 4 F 5 G 6) (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7)
}

/// `self.startswith(prefix)`
pub fn startswith(text: &str, prefix: impl Affixes) -> bool {
    prefix.any(|prefix| text.starts_with(prefix))
}

/// `self.endswith(suffix)`
pub fn endswith(text: &str, suffix: impl Affixes) -> bool {
    suffix.any(|suffix| text.ends_with(suffix))
}

/// The part that `start` and `stop` leave, and the character that it starts at; nothing when `start` is beyond the end.
fn window(text: &str, start: impl Bound, stop: impl Bound) -> Option<(&str, i64)> {
    let count = length(text);
    let start = start.bound().unwrap_or(0);
    if start > count as i64 {
        return None;
    }
    let stop = stop.bound();
    if stop.is_some_and(|stop| (if stop < 0 { stop + count as i64 } else { stop }) < start) {
        return None;
    }
    let (start, stop) = bounds(start, stop, count);
    Some((part(text, start, stop), start as i64))
}

/// `self.startswith(prefix, start, stop)`
pub fn startswith_in(
    text: &str,
    prefix: impl Affixes,
    start: impl Bound,
    stop: impl Bound,
) -> bool {
    window(text, start, stop).is_some_and(|(text, _)| startswith(text, prefix))
}

/// `self.endswith(suffix, start, stop)`
pub fn endswith_in(text: &str, suffix: impl Affixes, start: impl Bound, stop: impl Bound) -> bool {
    window(text, start, stop).is_some_and(|(text, _)| endswith(text, suffix))
}

/// `self.find(other)`
pub fn find(text: &str, other: &str) -> i64 {
    text.find(other).map_or(-1, |place| position(text, place))
}

/// `self.rfind(other)`
pub fn rfind(text: &str, other: &str) -> i64 {
    text.rfind(other).map_or(-1, |place| position(text, place))
}

/// `self.find(other, start, stop)`
pub fn find_in(text: &str, other: &str, start: impl Bound, stop: impl Bound) -> i64 {
    window(text, start, stop).map_or(-1, |(part, start)| match find(part, other) {
        -1 => -1,
        place => place + start,
    })
}

/// `self.rfind(other, start, stop)`
pub fn rfind_in(text: &str, other: &str, start: impl Bound, stop: impl Bound) -> i64 {
    window(text, start, stop).map_or(-1, |(part, start)| match rfind(part, other) {
        -1 => -1,
        place => place + start,
    })
}

/// The place, or the failure of `index`.
fn found(place: i64) -> crate::exception::Result<i64> {
    if place < 0 { Err(value_error("substring not found")) } else { Ok(place) }
}

fallible! {
    /// `self.index(other)`
    fn index_of / try_index_of [](text: &str, other: &str) -> i64 {
        found(find(text, other))
    }

    /// `self.rindex(other)`
    fn rindex_of / try_rindex_of [](text: &str, other: &str) -> i64 {
        found(rfind(text, other))
    }

    /// `self.index(other, start, stop)`
    fn index_of_in / try_index_of_in [](text: &str, other: &str, start: impl Bound, stop: impl Bound) -> i64 {
        found(find_in(text, other, start, stop))
    }
}

/// `self.count(other)`
pub fn count(text: &str, other: &str) -> i64 {
    if other.is_empty() { super::len(text) + 1 } else { text.matches(other).count() as i64 }
}

/// `self.count(other, start, stop)`
pub fn count_in(text: &str, other: &str, start: impl Bound, stop: impl Bound) -> i64 {
    window(text, start, stop).map_or(0, |(part, _)| count(part, other))
}

/// `self.replace(old, new)`
pub fn replace(text: &str, old: &str, new: &str) -> String {
    text.replace(old, new)
}

/// `self.replace(old, new, most)`
pub fn replace_most(text: &str, old: &str, new: &str, most: impl Integer) -> String {
    match usize::try_from(most.clamp_i64()) {
        Ok(most) => text.replacen(old, new, most),
        Err(_) => text.replace(old, new),
    }
}

/// `self.expandtabs(size)`
pub fn expandtabs(text: &str, size: impl Integer) -> String {
    let size = usize::try_from(size.clamp_i64()).unwrap_or(0);
    let mut result = String::with_capacity(text.len());
    let mut column = 0;
    for c in text.chars() {
        match c {
            '\t' if size > 0 => {
                let spaces = size - column % size;
                result.extend(std::iter::repeat_n(' ', spaces));
                column += spaces;
            }
            '\t' => {}
            c => {
                result.push(c);
                column = if matches!(c, '\n' | '\r') { 0 } else { column + 1 };
            }
        }
    }
    result
}

/// The text up to a place: `self[:place]` for a place that is not negative.
pub fn head(text: &str, place: usize) -> &str {
    &text[..offset(text, place)]
}

fallible! {
    /// `self.rindex(other, start, stop)`
    fn rindex_of_in / try_rindex_of_in [](text: &str, other: &str, start: impl Bound, stop: impl Bound) -> i64 {
        found(rfind_in(text, other, start, stop))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_by_characters() {
        assert_eq!(find("\u{e9}ab", "b"), 2);
        assert_eq!(find_in("abcabc", "a", 1, ()), 3);
        assert_eq!(find_in("abc", "", 4, ()), -1);
        assert_eq!(rfind("abcabc", "b"), 4);
        assert_eq!(count("aaaa", "aa"), 2);
        assert_eq!(count("abc", ""), 4);
        assert!(startswith("hello", &("x", "he")) && endswith("hello", "lo"));
        assert_eq!(replace_most("aaa", "a", "b", 2), "bba");
        assert_eq!(expandtabs("a\tb", 4), "a   b");
        assert_eq!(try_index_of("a", "b").unwrap_err().message(), "substring not found");
    }
}
