//! `bytes`

mod letters;
mod methods;

pub use letters::*;
pub use methods::*;

use crate::exception::{Exception, Result, index_error, type_error, value_error};
use crate::integer::Integer;
use crate::list::place;
use crate::show::{Shown, fmt_bytes};
use crate::slice::{Bound, bounds, places};

fallible! {
    /// `self[index]`
    fn index / try_index [](bytes: &[u8], index: impl Integer) -> i64 {
        place(index.clamp_i64(), bytes.len())
            .map(|place| i64::from(bytes[place]))
            .ok_or_else(|| index_error("index out of range"))
    }

    /// `self[start:stop:step]`
    fn slice_step / try_slice_step [](bytes: &[u8], start: impl Bound, stop: impl Bound, step: impl Integer) -> Vec<u8> {
        Ok(places(start.bound(), stop.bound(), step.clamp_i64(), bytes.len())?.map(|place| bytes[place]).collect())
    }

    /// `ord(self)`
    fn ord / try_ord [](bytes: &[u8]) -> i64 {
        match bytes {
            [byte] => Ok(i64::from(*byte)),
            _ => Err(type_error(format!("ord() expected a character, but string of length {} found", bytes.len()))),
        }
    }

    /// `self.decode(encoding)`
    fn decode / try_decode [](bytes: &[u8], encoding: &str) -> String {
        let name = encoding.to_ascii_lowercase().replace(['-', '_'], "");
        match name.as_str() {
            "utf8" => match std::str::from_utf8(bytes) {
                Ok(text) => Ok(text.to_owned()),
                Err(error) => Err(undecodable(bytes, &error)),
            },
            "ascii" | "usascii" => match bytes.iter().position(|byte| *byte >= 128) {
                None => Ok(bytes.iter().copied().map(char::from).collect()),
                Some(place) => Err(Exception::new("UnicodeDecodeError", format!(
                    "'ascii' codec can't decode byte {:#04x} in position {place}: ordinal not in range(128)", bytes[place]
                ))),
            },
            "latin1" | "iso88591" => Ok(bytes.iter().copied().map(char::from).collect()),
            _ => Err(Exception::new("LookupError", format!("unknown encoding: {encoding}"))),
        }
    }

    /// `self.decode(encoding, errors)`
    fn decode_with / try_decode_with [](bytes: &[u8], encoding: &str, errors: &str) -> String {
        match errors {
            "replace" => Ok(String::from_utf8_lossy(bytes).into_owned()),
            "ignore" => Ok(bytes.utf8_chunks().map(|chunk| chunk.valid()).collect()),
            _ => try_decode(bytes, encoding),
        }
    }

    /// `bytes(items)`
    fn of_items / try_of_items [](items: impl IntoIterator<Item = impl Integer>) -> Vec<u8> {
        items.into_iter().map(|item| {
            u8::try_from(item.clamp_i64()).map_err(|_| value_error("bytes must be in range(0, 256)"))
        }).collect()
    }

    /// `bytes(count)`
    fn zeros / try_zeros [](count: impl Integer) -> Vec<u8> {
        match usize::try_from(count.clamp_i64()) {
            Ok(count) => Ok(vec![0; count]),
            Err(_) => Err(value_error("negative count")),
        }
    }

    /// `self.index(other)`
    fn index_of / try_index_of [](bytes: &[u8], other: &[u8]) -> i64 {
        match find(bytes, other) {
            -1 => Err(value_error("subsection not found")),
            place => Ok(place),
        }
    }

    /// `bytes.fromhex(text)`
    fn fromhex / try_fromhex [](text: &str) -> Vec<u8> {
        let digits: Vec<char> = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
        digits.chunks(2).map(|pair| {
            let pair: String = pair.iter().collect();
            u8::from_str_radix(&pair, 16).ok().filter(|_| pair.len() == 2).ok_or_else(|| {
                let place = text.chars().position(|c| !c.is_ascii_hexdigit() && !c.is_ascii_whitespace()).unwrap_or(text.len());
                value_error(format!("non-hexadecimal number found in fromhex() arg at position {place}"))
            })
        }).collect()
    }
}

fn undecodable(bytes: &[u8], error: &std::str::Utf8Error) -> Exception {
    let place = error.valid_up_to();
    let why = match (bytes[place], error.error_len()) {
        (_, None) => "unexpected end of data",
        (0xc2..=0xf4, Some(_)) => "invalid continuation byte",
        _ => "invalid start byte",
    };
    Exception::new(
        "UnicodeDecodeError",
        format!("'utf-8' codec can't decode byte {:#04x} in position {place}: {why}", bytes[place]),
    )
}

/// `repr(self)`
pub fn repr(bytes: &[u8]) -> String {
    Shown(|f: &mut std::fmt::Formatter<'_>| fmt_bytes(bytes, f)).to_string()
}

/// `self[start:stop]`
pub fn slice(bytes: &[u8], start: impl Bound, stop: impl Bound) -> Vec<u8> {
    let (start, stop) = bounds(start, stop, bytes.len());
    bytes[start..stop].to_vec()
}

/// `iter(self)`
pub fn iter<N: Integer>(
    bytes: &[u8],
) -> impl DoubleEndedIterator<Item = N> + ExactSizeIterator + Clone {
    bytes.iter().map(|byte| N::from_i64(i64::from(*byte)))
}

/// `bytes(other)`
pub fn copy(bytes: &[u8]) -> Vec<u8> {
    bytes.to_vec()
}

/// `a + b`
pub fn concat(a: &[u8], b: &[u8]) -> Vec<u8> {
    [a, b].concat()
}

/// `self * times`
pub fn repeat(bytes: &[u8], times: impl Integer) -> Vec<u8> {
    bytes.repeat(usize::try_from(times.clamp_i64()).unwrap_or(0))
}

/// `self.find(other)`
pub fn find(bytes: &[u8], other: &[u8]) -> i64 {
    if other.is_empty() {
        return 0;
    }
    bytes.windows(other.len()).position(|window| window == other).map_or(-1, |place| place as i64)
}

/// `self.count(other)`
pub fn count(bytes: &[u8], other: &[u8]) -> i64 {
    if other.is_empty() {
        return bytes.len() as i64 + 1;
    }
    let (mut rest, mut count) = (bytes, 0);
    while let place @ 0.. = find(rest, other) {
        rest = &rest[place as usize + other.len()..];
        count += 1;
    }
    count
}

/// `other in self`
pub fn contains(bytes: &[u8], other: &[u8]) -> bool {
    find(bytes, other) >= 0
}

/// `number in self`
pub fn contains_byte(bytes: &[u8], byte: impl Integer) -> bool {
    bytes.iter().any(|other| i64::from(*other) == byte.clamp_i64())
}

/// `self.startswith(prefix)`
pub fn startswith(bytes: &[u8], prefix: &[u8]) -> bool {
    bytes.starts_with(prefix)
}

/// `self.endswith(suffix)`
pub fn endswith(bytes: &[u8], suffix: &[u8]) -> bool {
    bytes.ends_with(suffix)
}

/// `self.hex()`
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `self.join(items)`
pub fn join(separator: &[u8], items: impl IntoIterator<Item = Vec<u8>>) -> Vec<u8> {
    items.into_iter().collect::<Vec<_>>().join(separator)
}

/// `self.replace(old, new)`
pub fn replace(bytes: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let mut result = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    if old.is_empty() {
        return replace_most(bytes, old, new, -1_i64);
    }
    while let place @ 0.. = find(rest, old) {
        result.extend_from_slice(&rest[..place as usize]);
        result.extend_from_slice(new);
        rest = &rest[place as usize + old.len()..];
    }
    result.extend_from_slice(rest);
    result
}

/// `self.split(separator)`
#[allow(clippy::missing_errors_doc)]
pub fn try_split_by(bytes: &[u8], separator: &[u8]) -> Result<Vec<Vec<u8>>> {
    if separator.is_empty() {
        return Err(value_error("empty separator"));
    }
    let (mut parts, mut rest) = (Vec::new(), bytes);
    while let place @ 0.. = find(rest, separator) {
        parts.push(rest[..place as usize].to_vec());
        rest = &rest[place as usize + separator.len()..];
    }
    parts.push(rest.to_vec());
    Ok(parts)
}

/// The same; a failure unwinds.
pub fn split_by(bytes: &[u8], separator: &[u8]) -> Vec<Vec<u8>> {
    try_split_by(bytes, separator).unwrap_or_else(|error| error.unwind())
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// `self.split()`
pub fn split(bytes: &[u8]) -> Vec<Vec<u8>> {
    bytes
        .split(|byte| is_space(*byte))
        .filter(|part| !part.is_empty())
        .map(<[u8]>::to_vec)
        .collect()
}

/// `self.strip()`
pub fn strip(bytes: &[u8]) -> Vec<u8> {
    let start = bytes.iter().position(|byte| !is_space(*byte)).unwrap_or(bytes.len());
    let end = bytes.iter().rposition(|byte| !is_space(*byte)).map_or(start, |place| place + 1);
    bytes[start..end].to_vec()
}

/// `self.upper()`
pub fn upper(bytes: &[u8]) -> Vec<u8> {
    bytes.to_ascii_uppercase()
}

/// `self.lower()`
pub fn lower(bytes: &[u8]) -> Vec<u8> {
    bytes.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searches_and_decodes() {
        assert_eq!(repr(b"a'\x00\n"), "b\"a'\\x00\\n\"");
        assert_eq!(split_by(b"a,b,,c", b",").len(), 4);
        assert_eq!(replace(b"aXbX", b"X", b"--"), b"a--b--");
        assert_eq!(
            try_decode(b"a\xff", "utf-8").unwrap_err().message(),
            "'utf-8' codec can't decode byte 0xff in position 1: invalid start byte"
        );
        assert_eq!(of_items([65i64, 66]), b"AB");
        assert_eq!(strip(b" a b\n"), b"a b");
    }
}
