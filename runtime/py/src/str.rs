//! `str`: text by code points. Positions are counted in characters; for ASCII text they are bytes.

use crate::exception::{Exception, Result, index_error, type_error, value_error};
use crate::integer::Integer;
use crate::slice::{Bound, bounds, places};

mod case;
mod characters;
mod pad;
mod search;
mod split;

pub use case::*;
pub use characters::*;
pub use pad::*;
pub use search::*;
pub use split::*;

/// `c.isspace()`: Unicode's white space and the four separators.
pub fn is_space_char(c: char) -> bool {
    c.is_whitespace() || ('\x1c'..='\x1f').contains(&c)
}

/// The number of code points.
pub(crate) fn length(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().count() }
}

/// `len(self)`
pub fn len(text: &str) -> i64 {
    length(text) as i64
}

/// The byte at which the character at `place` starts.
pub(crate) fn offset(text: &str, place: usize) -> usize {
    if text.is_ascii() {
        return place.min(text.len());
    }
    text.char_indices().nth(place).map_or(text.len(), |(offset, _)| offset)
}

/// The character that starts at a byte, counted.
pub(crate) fn position(text: &str, offset: usize) -> i64 {
    len(&text[..offset])
}

/// The part between two places.
pub(crate) fn part(text: &str, start: usize, stop: usize) -> &str {
    if text.is_ascii() {
        return &text[start..stop];
    }
    let start_offset = offset(text, start);
    let rest = &text[start_offset..];
    &rest[..offset(rest, stop - start)]
}

/// The character at an index.
pub(crate) fn char_at(text: &str, index: i64) -> Option<char> {
    // Where all bytes up to it are ASCII, each is a character.
    let bytes = text.as_bytes();
    if let Ok(place) = usize::try_from(index) {
        return match bytes.get(..=place) {
            Some(before) if before.is_ascii() => Some(char::from(bytes[place])),
            _ => text.chars().nth(place),
        };
    }
    let back = usize::try_from(-(index + 1)).ok()?;
    let place = bytes.len().checked_sub(back)?.checked_sub(1)?;
    if bytes[place..].is_ascii() {
        return Some(char::from(bytes[place]));
    }
    text.chars().rev().nth(back)
}

/// `text[start:stop]` where it is enough to look at the bytes up to an end that counts from the start, or from one that counts from the end.
fn near_part(text: &str, start: Option<i64>, stop: Option<i64>) -> Option<&str> {
    let bytes = text.as_bytes();
    let place = |index: i64| -> Option<usize> {
        if let Ok(place) = usize::try_from(index) {
            return match bytes.get(..place) {
                Some(before) => before.is_ascii().then_some(place),
                None => Some(bytes.len()),
            };
        }
        let place = bytes.len().checked_sub(usize::try_from(index.unsigned_abs()).ok()?)?;
        bytes[place..].is_ascii().then_some(place)
    };
    let from = place(start.unwrap_or(0))?;
    let to = stop.map_or(Some(bytes.len()), place)?;
    Some(&text[from..to.max(from)])
}

fallible! {
    /// `self[index]`
    fn index / try_index [](text: &str, index: impl Integer) -> String {
        char_at(text, index.clamp_i64())
            .map(String::from)
            .ok_or_else(|| index_error("string index out of range"))
    }

    /// `self[start:stop:step]`
    fn slice_step / try_slice_step [](text: &str, start: impl Bound, stop: impl Bound, step: impl Integer) -> String {
        if text.is_ascii() {
            let bytes = text.as_bytes();
            let places = places(start.bound(), stop.bound(), step.clamp_i64(), bytes.len())?;
            return Ok(places.map(|place| char::from(bytes[place])).collect());
        }
        let chars: Vec<char> = text.chars().collect();
        Ok(places(start.bound(), stop.bound(), step.clamp_i64(), chars.len())?.map(|place| chars[place]).collect())
    }

    /// `ord(self)`
    fn ord / try_ord [](text: &str) -> i64 {
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => Ok(i64::from(u32::from(c))),
            _ => Err(type_error(format!("ord() expected a character, but string of length {} found", len(text)))),
        }
    }

    /// `self.encode(encoding)`
    fn encode / try_encode [](text: &str, encoding: &str) -> Vec<u8> {
        let name = encoding.to_ascii_lowercase().replace(['-', '_'], "");
        match name.as_str() {
            "utf8" => Ok(text.as_bytes().to_vec()),
            "ascii" | "usascii" => encode_narrow(text, "ascii", 128),
            "latin1" | "iso88591" => encode_narrow(text, "latin-1", 256),
            "utf16le" => Ok(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            "utf16be" => Ok(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
            "utf16" => Ok([0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()),
            "utf32le" => Ok(text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect()),
            _ => Err(Exception::new("LookupError", format!("unknown encoding: {encoding}"))),
        }
    }
}

fn encode_narrow(text: &str, name: &str, limit: u32) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    for (place, c) in text.chars().enumerate() {
        let code = u32::from(c);
        if code >= limit {
            let shown = crate::show::ascii(c.to_string().as_str());
            let next = text.chars().nth(place + 1).is_some_and(|c| u32::from(c) >= limit);
            let last =
                text.chars().skip(place).take_while(|c| u32::from(*c) >= limit).count() + place - 1;
            let what = if next {
                format!("characters in position {place}-{last}")
            } else {
                format!("character {shown} in position {place}")
            };
            return Err(Exception::new(
                "UnicodeEncodeError",
                format!("'{name}' codec can't encode {what}: ordinal not in range({limit})"),
            ));
        }
        bytes.push(code as u8);
    }
    Ok(bytes)
}

/// `self[start:stop]`
pub fn slice(text: &str, start: impl Bound, stop: impl Bound) -> String {
    let (start, stop) = (start.bound(), stop.bound());
    if let Some(part) = near_part(text, start, stop) {
        return part.to_owned();
    }
    let (start, stop) = bounds(start, stop, length(text));
    part(text, start, stop).to_owned()
}

/// `iter(self)`: each character as a text
pub fn iter(text: &str) -> impl DoubleEndedIterator<Item = String> + Clone {
    text.chars().map(String::from)
}

/// The characters of a text, for loops
pub fn chars(text: &str) -> impl DoubleEndedIterator<Item = String> + Clone {
    iter(text)
}

/// The characters of an owned text, for iterators that outlive it.
pub fn into_iter(text: String) -> impl DoubleEndedIterator<Item = String> {
    text.chars().map(String::from).collect::<Vec<_>>().into_iter()
}

/// `a + b`
pub fn concat(a: &str, b: &str) -> String {
    [a, b].concat()
}

/// `self * times`
pub fn repeat(text: &str, times: impl Integer) -> String {
    text.repeat(usize::try_from(times.clamp_i64()).unwrap_or(0))
}

/// `self.join(items)`
pub fn join<S: AsRef<str>>(separator: &str, items: impl IntoIterator<Item = S>) -> String {
    let mut items = items.into_iter();
    let mut text = items.next().map(|item| item.as_ref().to_owned()).unwrap_or_default();
    for item in items {
        text.push_str(separator);
        text.push_str(item.as_ref());
    }
    text
}

/// `other in self`
pub fn contains(text: &str, other: &str) -> bool {
    text.contains(other)
}

/// What a translation table maps a character to.
pub trait Replacement {
    /// The text that stands for the character.
    fn push_to(&self, text: &mut String);
}

impl Replacement for String {
    fn push_to(&self, text: &mut String) {
        text.push_str(self);
    }
}

impl Replacement for &str {
    fn push_to(&self, text: &mut String) {
        text.push_str(self);
    }
}

impl Replacement for i64 {
    fn push_to(&self, text: &mut String) {
        text.extend(u32::try_from(*self).ok().and_then(char::from_u32));
    }
}

impl Replacement for crate::Int {
    fn push_to(&self, text: &mut String) {
        self.clamp_i64().push_to(text);
    }
}

/// `None`: the character is dropped.
impl Replacement for () {
    fn push_to(&self, _: &mut String) {}
}

/// `None`: the character is dropped.
impl<T: Replacement> Replacement for Option<T> {
    fn push_to(&self, text: &mut String) {
        if let Some(value) = self {
            value.push_to(text);
        }
    }
}

/// `self.translate(table)`
pub fn translate<N: Integer, R: Replacement>(
    text: &str,
    table: &crate::dict::Dict<N, R>,
) -> String {
    let mut result = String::with_capacity(text.len());
    for c in text.chars() {
        match table.get(&N::from_i64(i64::from(u32::from(c)))) {
            Some(replacement) => replacement.push_to(&mut result),
            None => result.push(c),
        }
    }
    result
}

fallible! {
    /// `str.maketrans(from, to)`
    fn maketrans / try_maketrans [N: Integer](from: &str, to: &str) -> crate::dict::Dict<N, N> {
        if len(from) != len(to) {
            return Err(value_error("the first two maketrans arguments must have equal length"));
        }
        let code = |c: char| N::from_i64(i64::from(u32::from(c)));
        Ok(from.chars().map(code).zip(to.chars().map(code)).collect())
    }

    /// `str.maketrans(from, to, gone)`
    fn maketrans_without / try_maketrans_without [N: Integer](from: &str, to: &str, gone: &str) -> crate::dict::Dict<N, Option<N>> {
        let code = |c: char| N::from_i64(i64::from(u32::from(c)));
        let mut table: crate::dict::Dict<N, Option<N>> =
            try_maketrans::<N>(from, to)?.into_iter().map(|(key, value)| (key, Some(value))).collect();
        table.extend(gone.chars().map(|c| (code(c), None)));
        Ok(table)
    }
}

/// `str.maketrans(table)` of characters
pub fn maketrans_of<N: Integer, V: Clone>(
    table: &crate::dict::Dict<String, V>,
) -> crate::dict::Dict<N, V> {
    let code = |key: &String| key.chars().next().map_or(0, |c| i64::from(u32::from(c)));
    table.iter().map(|(key, value)| (N::from_i64(code(key)), value.clone())).collect()
}

/// `str()`
pub fn empty() -> String {
    String::new()
}

fallible! {
    /// `self.encode(encoding, errors)`
    fn encode_with / try_encode_with [](text: &str, encoding: &str, errors: &str) -> Vec<u8> {
        let whole = try_encode(text, encoding);
        if errors == "strict" || whole.is_ok() {
            return whole;
        }
        let mut bytes = Vec::new();
        for c in text.chars() {
            match (try_encode(c.encode_utf8(&mut [0; 4]), encoding), errors) {
                (Ok(part), _) => bytes.extend(part),
                (Err(_), "ignore") => {}
                (Err(_), "replace") => bytes.push(b'?'),
                (Err(_), "backslashreplace") => bytes.extend(crate::show::ascii(c.to_string().as_str()).trim_matches('\'').bytes()),
                (Err(_), "xmlcharrefreplace") => bytes.extend(format!("&#{};", u32::from(c)).bytes()),
                (Err(error), _) => return Err(error),
            }
        }
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_near_ends_as_by_code_points() {
        for text in
            ["", "a", "abc", "\u{e9}", "ab\u{e9}", "\u{e9}ab", "a\u{e9}b\u{1f600}c", "ab\u{e9}cd"]
        {
            let chars: Vec<char> = text.chars().collect();
            for start in -7_i64..8 {
                let place = if start < 0 { start + chars.len() as i64 } else { start };
                let want = usize::try_from(place).ok().and_then(|place| chars.get(place).copied());
                assert_eq!(char_at(text, start), want, "{text:?}[{start}]");
                for stop in -7_i64..8 {
                    let (from, to) = bounds(start, stop, chars.len());
                    let want: String = chars[from..to].iter().collect();
                    assert_eq!(slice(text, start, stop), want, "{text:?}[{start}:{stop}]");
                }
                let (from, to) = bounds(start, (), chars.len());
                assert_eq!(slice(text, start, ()), chars[from..to].iter().collect::<String>());
                let (from, to) = bounds((), start, chars.len());
                assert_eq!(slice(text, (), start), chars[from..to].iter().collect::<String>());
            }
        }
    }

    #[test]
    fn counts_code_points() {
        let text = "a\u{e9}\u{1f600}z";
        assert_eq!(len(text), 4);
        assert_eq!(index(text, -2), "\u{1f600}");
        assert_eq!(slice(text, 1, -1), "\u{e9}\u{1f600}");
        assert_eq!(slice_step(text, (), (), -1), "z\u{1f600}\u{e9}a");
        assert_eq!(slice("hello", -3, ()), "llo");
        assert_eq!(join(", ", ["a", "b"]), "a, b");
        assert_eq!(
            try_ord("ab").unwrap_err().message(),
            "ord() expected a character, but string of length 2 found"
        );
        assert_eq!(translate("abc", &maketrans_without::<i64>("a", "x", "c")), "xb");
    }
}
