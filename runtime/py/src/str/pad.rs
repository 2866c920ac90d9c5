//! Padding of `str`.

use super::length;
use crate::exception::{Result, type_error};
use crate::integer::Integer;

/// The fill character.
fn single(fill: &str) -> Result<char> {
    let mut chars = fill.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => Ok(c),
        _ => Err(type_error("The fill character must be exactly one character long")),
    }
}

/// How many characters are missing to a width.
fn missing(text: &str, width: impl Integer) -> usize {
    usize::try_from(width.clamp_i64()).unwrap_or(0).saturating_sub(length(text))
}

/// Text between fillings.
pub(crate) fn padded(text: &str, left: usize, right: usize, fill: char) -> String {
    let mut result = String::with_capacity(text.len() + left + right);
    result.extend(std::iter::repeat_n(fill, left));
    result.push_str(text);
    result.extend(std::iter::repeat_n(fill, right));
    result
}

fallible! {
    /// `self.ljust(width, fill)`
    fn ljust / try_ljust [](text: &str, width: impl Integer, fill: &str) -> String {
        Ok(padded(text, 0, missing(text, width), single(fill)?))
    }

    /// `self.rjust(width, fill)`
    fn rjust / try_rjust [](text: &str, width: impl Integer, fill: &str) -> String {
        Ok(padded(text, missing(text, width), 0, single(fill)?))
    }

    /// `self.center(width, fill)`
    fn center / try_center [](text: &str, width: impl Integer, fill: &str) -> String {
        let odd = width.clamp_i64() & 1;
        let missing = missing(text, width);
        let left = missing / 2 + (missing & 1 & odd as usize);
        Ok(padded(text, left, missing - left, single(fill)?))
    }
}

/// `self.zfill(width)`
pub fn zfill(text: &str, width: impl Integer) -> String {
    let missing = missing(text, width);
    match text.strip_prefix(['+', '-']) {
        Some(rest) => format!("{}{}", &text[..1], padded(rest, missing, 0, '0')),
        None => padded(text, missing, 0, '0'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pads_by_characters() {
        assert_eq!(center("ab", 5, "*"), "**ab*");
        assert_eq!(center("abc", 6, " "), " abc  ");
        assert_eq!(zfill("-5", 4), "-005");
        assert_eq!(rjust("\u{e9}", 3, "."), "..\u{e9}");
    }
}
