//! Methods that `bytes` shares with `str`: searching from a place, stripping, padding, tests, case.

use super::{find, is_space};
use crate::exception::{Result, type_error, value_error};
use crate::integer::Integer;
use crate::slice::{Bound, bounds};

/// Where `other` is found last.
fn last(bytes: &[u8], other: &[u8]) -> Option<usize> {
    if other.is_empty() {
        return Some(bytes.len());
    }
    bytes.windows(other.len()).rposition(|window| window == other)
}

/// The part to search in and where it starts; `None` where it starts behind the end.
fn part(bytes: &[u8], start: impl Bound, stop: impl Bound) -> Option<(&[u8], usize)> {
    let start = start.bound();
    let behind = start.is_some_and(|start| start > bytes.len() as i64);
    let (start, stop) = bounds(start, stop, bytes.len());
    (!behind).then(|| (&bytes[start..stop], start))
}

/// `self.rfind(other)`
pub fn rfind(bytes: &[u8], other: &[u8]) -> i64 {
    last(bytes, other).map_or(-1, |place| place as i64)
}

/// `self.find(other, start, stop)`
pub fn find_in(bytes: &[u8], other: &[u8], start: impl Bound, stop: impl Bound) -> i64 {
    match part(bytes, start, stop) {
        Some((part, start)) => match find(part, other) {
            -1 => -1,
            place => place + start as i64,
        },
        None => -1,
    }
}

/// `self.rfind(other, start, stop)`
pub fn rfind_in(bytes: &[u8], other: &[u8], start: impl Bound, stop: impl Bound) -> i64 {
    part(bytes, start, stop)
        .and_then(|(part, start)| last(part, other).map(|place| (place + start) as i64))
        .unwrap_or(-1)
}

/// `self.count(other, start, stop)`
pub fn count_in(bytes: &[u8], other: &[u8], start: impl Bound, stop: impl Bound) -> i64 {
    part(bytes, start, stop).map_or(0, |(part, _)| super::count(part, other))
}

/// A number that is searched for, as the bytes that it is.
fn one_byte(byte: impl Integer) -> Result<[u8; 1]> {
    match u8::try_from(byte.clamp_i64()) {
        Ok(byte) => Ok([byte]),
        Err(_) => Err(value_error("byte must be in range(0, 256)")),
    }
}

fn found(place: i64) -> Result<i64> {
    if place < 0 { Err(value_error("subsection not found")) } else { Ok(place) }
}

fn fill_byte(fill: &[u8], name: &str) -> Result<u8> {
    match fill {
        [byte] => Ok(*byte),
        _ => Err(type_error(format!(
            "{name}() argument 2 must be a byte string of length 1, not bytes"
        ))),
    }
}

fn padded(bytes: &[u8], left: usize, right: usize, fill: u8) -> Vec<u8> {
    let mut result = vec![fill; left];
    result.extend_from_slice(bytes);
    result.resize(left + bytes.len() + right, fill);
    result
}

fn missing(bytes: &[u8], width: &impl Integer) -> usize {
    usize::try_from(width.clamp_i64()).unwrap_or(0).saturating_sub(bytes.len())
}

fallible! {
    /// `self.index(other, start, stop)`
    fn index_of_in / try_index_of_in [](bytes: &[u8], other: &[u8], start: impl Bound, stop: impl Bound) -> i64 {
        found(find_in(bytes, other, start, stop))
    }

    /// `self.rindex(other)`
    fn rindex_of / try_rindex_of [](bytes: &[u8], other: &[u8]) -> i64 {
        found(rfind(bytes, other))
    }

    /// `self.rindex(other, start, stop)`
    fn rindex_of_in / try_rindex_of_in [](bytes: &[u8], other: &[u8], start: impl Bound, stop: impl Bound) -> i64 {
        found(rfind_in(bytes, other, start, stop))
    }

    /// `self.find(number, start, stop)`
    fn find_byte / try_find_byte [](bytes: &[u8], byte: impl Integer, start: impl Bound, stop: impl Bound) -> i64 {
        Ok(find_in(bytes, &one_byte(byte)?, start, stop))
    }

    /// `self.rfind(number, start, stop)`
    fn rfind_byte / try_rfind_byte [](bytes: &[u8], byte: impl Integer, start: impl Bound, stop: impl Bound) -> i64 {
        Ok(rfind_in(bytes, &one_byte(byte)?, start, stop))
    }

    /// `self.count(number, start, stop)`
    fn count_byte / try_count_byte [](bytes: &[u8], byte: impl Integer, start: impl Bound, stop: impl Bound) -> i64 {
        Ok(count_in(bytes, &one_byte(byte)?, start, stop))
    }

    /// `self.index(number, start, stop)`
    fn index_of_byte / try_index_of_byte [](bytes: &[u8], byte: impl Integer, start: impl Bound, stop: impl Bound) -> i64 {
        found(find_in(bytes, &one_byte(byte)?, start, stop))
    }

    /// `self.rindex(number, start, stop)`
    fn rindex_of_byte / try_rindex_of_byte [](bytes: &[u8], byte: impl Integer, start: impl Bound, stop: impl Bound) -> i64 {
        found(rfind_in(bytes, &one_byte(byte)?, start, stop))
    }

    /// `self.ljust(width, fill)`
    fn ljust / try_ljust [](bytes: &[u8], width: impl Integer, fill: &[u8]) -> Vec<u8> {
        Ok(padded(bytes, 0, missing(bytes, &width), fill_byte(fill, "ljust")?))
    }

    /// `self.rjust(width, fill)`
    fn rjust / try_rjust [](bytes: &[u8], width: impl Integer, fill: &[u8]) -> Vec<u8> {
        Ok(padded(bytes, missing(bytes, &width), 0, fill_byte(fill, "rjust")?))
    }

    /// `self.center(width, fill)`
    fn center / try_center [](bytes: &[u8], width: impl Integer, fill: &[u8]) -> Vec<u8> {
        let missing = missing(bytes, &width);
        let left = missing / 2 + (missing & 1 & (width.clamp_i64() & 1) as usize);
        Ok(padded(bytes, left, missing - left, fill_byte(fill, "center")?))
    }

    /// `self.partition(sep)`
    fn partition / try_partition [](bytes: &[u8], sep: &[u8]) -> (Vec<u8>, Vec<u8>, Vec<u8>) {
        if sep.is_empty() {
            return Err(value_error("empty separator"));
        }
        Ok(match find(bytes, sep) {
            -1 => (bytes.to_vec(), Vec::new(), Vec::new()),
            place => {
                let place = place as usize;
                (bytes[..place].to_vec(), sep.to_vec(), bytes[place + sep.len()..].to_vec())
            }
        })
    }

    /// `self.rpartition(sep)`
    fn rpartition / try_rpartition [](bytes: &[u8], sep: &[u8]) -> (Vec<u8>, Vec<u8>, Vec<u8>) {
        if sep.is_empty() {
            return Err(value_error("empty separator"));
        }
        Ok(match last(bytes, sep) {
            None => (Vec::new(), Vec::new(), bytes.to_vec()),
            Some(place) => (bytes[..place].to_vec(), sep.to_vec(), bytes[place + sep.len()..].to_vec()),
        })
    }

    /// `self.split(sep, maxsplit)`
    fn split_by_most / try_split_by_most [](bytes: &[u8], sep: &[u8], most: impl Integer) -> Vec<Vec<u8>> {
        if sep.is_empty() {
            return Err(value_error("empty separator"));
        }
        let (mut parts, mut rest, most) = (Vec::new(), bytes, most.clamp_i64());
        while most < 0 || (parts.len() as i64) < most {
            let Ok(place) = usize::try_from(find(rest, sep)) else { break };
            parts.push(rest[..place].to_vec());
            rest = &rest[place + sep.len()..];
        }
        parts.push(rest.to_vec());
        Ok(parts)
    }

    /// `self.rsplit(sep, maxsplit)`
    fn rsplit_by_most / try_rsplit_by_most [](bytes: &[u8], sep: &[u8], most: impl Integer) -> Vec<Vec<u8>> {
        if sep.is_empty() {
            return Err(value_error("empty separator"));
        }
        let (mut parts, mut rest, most) = (Vec::new(), bytes, most.clamp_i64());
        while most < 0 || (parts.len() as i64) < most {
            let Some(place) = last(rest, sep) else { break };
            parts.push(rest[place + sep.len()..].to_vec());
            rest = &rest[..place];
        }
        parts.push(rest.to_vec());
        parts.reverse();
        Ok(parts)
    }

    /// `self.translate(table)`
    fn translate / try_translate [](bytes: &[u8], table: &[u8]) -> Vec<u8> {
        if table.len() != 256 {
            return Err(value_error("translation table must be 256 characters long"));
        }
        Ok(bytes.iter().map(|byte| table[usize::from(*byte)]).collect())
    }

    /// `self.translate(table, delete)`
    fn translate_without / try_translate_without [](bytes: &[u8], table: &[u8], delete: &[u8]) -> Vec<u8> {
        try_translate(&without(bytes, (), delete), table)
    }

    /// `bytes.maketrans(from, to)`
    fn maketrans / try_maketrans [](from: &[u8], to: &[u8]) -> Vec<u8> {
        if from.len() != to.len() {
            return Err(value_error("maketrans arguments must have same length"));
        }
        let mut table: Vec<u8> = (0..=255).collect();
        for (from, to) in from.iter().zip(to) {
            table[usize::from(*from)] = *to;
        }
        Ok(table)
    }
}

/// `bytes()`
pub fn empty() -> Vec<u8> {
    Vec::new()
}

/// `self.translate(None, gone)`
pub fn without(bytes: &[u8], (): (), gone: &[u8]) -> Vec<u8> {
    bytes.iter().copied().filter(|byte| !gone.contains(byte)).collect()
}

/// `self.startswith(prefixes)`
pub fn startswith_any(bytes: &[u8], prefixes: &[Vec<u8>]) -> bool {
    prefixes.iter().any(|prefix| bytes.starts_with(prefix))
}

/// `self.endswith(suffixes)`
pub fn endswith_any(bytes: &[u8], suffixes: &[Vec<u8>]) -> bool {
    suffixes.iter().any(|suffix| bytes.ends_with(suffix))
}

/// `self.removeprefix(prefix)`
pub fn removeprefix(bytes: &[u8], prefix: &[u8]) -> Vec<u8> {
    bytes.strip_prefix(prefix).unwrap_or(bytes).to_vec()
}

/// `self.removesuffix(suffix)`
pub fn removesuffix(bytes: &[u8], suffix: &[u8]) -> Vec<u8> {
    bytes.strip_suffix(suffix).unwrap_or(bytes).to_vec()
}

fn trimmed(bytes: &[u8], left: bool, right: bool, gone: impl Fn(u8) -> bool) -> Vec<u8> {
    let start = if left { bytes.iter().position(|byte| !gone(*byte)) } else { Some(0) };
    let start = start.unwrap_or(bytes.len());
    let end = if right {
        bytes.iter().rposition(|byte| !gone(*byte)).map_or(start, |place| place + 1)
    } else {
        bytes.len()
    };
    bytes[start..end.max(start)].to_vec()
}

/// `self.lstrip()`
pub fn lstrip(bytes: &[u8]) -> Vec<u8> {
    trimmed(bytes, true, false, is_space)
}

/// `self.rstrip()`
pub fn rstrip(bytes: &[u8]) -> Vec<u8> {
    trimmed(bytes, false, true, is_space)
}

/// `self.strip(chars)`
pub fn strip_chars(bytes: &[u8], chars: &[u8]) -> Vec<u8> {
    trimmed(bytes, true, true, |byte| chars.contains(&byte))
}

/// `self.lstrip(chars)`
pub fn lstrip_chars(bytes: &[u8], chars: &[u8]) -> Vec<u8> {
    trimmed(bytes, true, false, |byte| chars.contains(&byte))
}

/// `self.rstrip(chars)`
pub fn rstrip_chars(bytes: &[u8], chars: &[u8]) -> Vec<u8> {
    trimmed(bytes, false, true, |byte| chars.contains(&byte))
}

/// `self.splitlines(keepends)`
pub fn splitlines(bytes: &[u8], keepends: bool) -> Vec<Vec<u8>> {
    let (mut lines, mut rest) = (Vec::new(), bytes);
    while !rest.is_empty() {
        let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
        let width =
            if rest[end..].starts_with(b"\r\n") { 2 } else { usize::from(end < rest.len()) };
        lines.push(rest[..if keepends { end + width } else { end }].to_vec());
        rest = &rest[end + width..];
    }
    lines
}

/// `self.replace(old, new, count)`
pub fn replace_most(bytes: &[u8], old: &[u8], new: &[u8], most: impl Integer) -> Vec<u8> {
    let most = usize::try_from(most.clamp_i64()).unwrap_or(usize::MAX);
    let mut result = Vec::with_capacity(bytes.len());
    let (mut at, mut count) = (0, 0);
    while count < most && at <= bytes.len() {
        let Ok(place) = usize::try_from(find(&bytes[at..], old)) else { break };
        result.extend_from_slice(&bytes[at..at + place]);
        result.extend_from_slice(new);
        at += place + old.len();
        count += 1;
        if old.is_empty() {
            result.extend(bytes.get(at));
            at += 1;
        }
    }
    result.extend_from_slice(bytes.get(at..).unwrap_or_default());
    result
}

/// `self.zfill(width)`
pub fn zfill(bytes: &[u8], width: impl Integer) -> Vec<u8> {
    let missing = missing(bytes, &width);
    let sign = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let mut result = bytes[..sign].to_vec();
    result.resize(sign + missing, b'0');
    result.extend_from_slice(&bytes[sign..]);
    result
}

/// `self.expandtabs(tabsize)`
pub fn expandtabs(bytes: &[u8], tabsize: impl Integer) -> Vec<u8> {
    let size = usize::try_from(tabsize.clamp_i64()).unwrap_or(0);
    let (mut result, mut column) = (Vec::with_capacity(bytes.len()), 0);
    for byte in bytes {
        match byte {
            b'\t' => {
                let width = if size == 0 { 0 } else { size - column % size };
                result.resize(result.len() + width, b' ');
                column += width;
            }
            b'\n' | b'\r' => {
                result.push(*byte);
                column = 0;
            }
            _ => {
                result.push(*byte);
                column += 1;
            }
        }
    }
    result
}

/// `self.hex(sep, bytes_per_sep)`
pub fn hex_with(bytes: &[u8], sep: &str, group: impl Integer) -> String {
    let group = group.clamp_i64();
    let size = group.unsigned_abs() as usize;
    let mut text = String::with_capacity(bytes.len() * 3);
    for (i, byte) in bytes.iter().enumerate() {
        let before = if group < 0 { i } else { bytes.len() - i };
        if i > 0 && size > 0 && before.is_multiple_of(size) {
            text.push_str(sep);
        }
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::title;

    #[test]
    fn methods_do_what_those_of_str_do() {
        assert_eq!(replace_most(b"abc", b"", b"-", -1i64), b"-a-b-c-");
        assert_eq!(rsplit_by_most(b"a,b,c", b",", 1i64), [b"a,b".to_vec(), b"c".to_vec()]);
        assert_eq!(find_in(b"abcabc", b"c", Some(3i64), ()), 5);
        assert_eq!(title(b"hello wORLD"), b"Hello World");
        assert_eq!(hex_with(b"\x01\x02\x03", "-", 2i64), "01-0203");
        assert_eq!(zfill(b"-5", 4i64), b"-005");
        assert_eq!(splitlines(b"a\r\nb\n\nc", false).len(), 4);
    }
}
