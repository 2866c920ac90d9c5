//! Text of literals as the characters that C sees: signed, with a NUL behind.

use crate::heap::null;
use std::ffi::CStr;

/// The characters of a literal and their NUL.
pub const fn literal(text: &'static CStr) -> &'static [i8] {
    chars_of(text.to_bytes_with_nul())
}

/// As `literal`, for text with a NUL inside.
pub const fn chars(bytes: &'static [u8]) -> &'static [i8] {
    chars_of(bytes)
}

/// Bytes as characters.
pub const fn chars_of(bytes: &[u8]) -> &[i8] {
    // SAFETY: `u8` and `i8` have one layout, and every value of one is a value of the other.
    unsafe { std::slice::from_raw_parts(bytes.as_ptr().cast(), bytes.len()) }
}

/// Characters as bytes.
pub const fn bytes_of(chars: &[i8]) -> &[u8] {
    // SAFETY: as above.
    unsafe { std::slice::from_raw_parts(chars.as_ptr().cast(), chars.len()) }
}

/// Bytes as characters that may be written.
pub const fn chars_of_mut(bytes: &mut [u8]) -> &mut [i8] {
    // SAFETY: as above.
    unsafe { std::slice::from_raw_parts_mut(bytes.as_mut_ptr().cast(), bytes.len()) }
}

/// Characters as bytes that may be written.
pub const fn bytes_of_mut(chars: &mut [i8]) -> &mut [u8] {
    // SAFETY: as above.
    unsafe { std::slice::from_raw_parts_mut(chars.as_mut_ptr().cast(), chars.len()) }
}

/// The text before the NUL.
///
/// # Panics
/// When there is none: the original would read on behind the end.
pub(crate) fn before_nul(chars: &[i8]) -> &[u8] {
    let bytes = bytes_of(chars);
    match bytes.iter().position(|&byte| byte == 0) {
        Some(end) => &bytes[..end],
        // of NULL no characters are lent
        None if bytes.is_empty() => null(),
        None => panic!("a string of {} characters has no NUL", bytes.len()),
    }
}

/// A pointer to constant text, or NULL.
#[derive(Clone, Copy, Default)]
pub struct Text {
    all: Option<&'static [i8]>,
    at: isize,
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.as_ptr() == other.as_ptr()
    }
}

impl Eq for Text {}

impl Text {
    /// A pointer to the first of these characters.
    pub const fn new(all: &'static [i8]) -> Self {
        Text { all: Some(all), at: 0 }
    }

    /// NULL
    pub const fn null() -> Self {
        Text { all: None, at: 0 }
    }

    /// Is it NULL?
    #[inline]
    pub fn is_null(self) -> bool {
        self.all.is_none()
    }

    /// `p + by`
    #[inline]
    pub const fn offset(self, by: isize) -> Self {
        Text { at: self.at.wrapping_add(by), ..self }
    }

    /// `*p`
    #[inline]
    pub fn first(self) -> i8 {
        self.at(0)
    }

    /// `p[index]`
    #[inline]
    pub fn at(self, index: isize) -> i8 {
        self.all.unwrap_or_else(null)[self.at.wrapping_add(index) as usize]
    }

    /// The characters from here to the end.
    #[inline]
    pub fn chars(self) -> &'static [i8] {
        self.all.map_or(&[], |all| &all[self.at as usize..])
    }

    /// As `chars`; nothing for NULL.
    #[inline]
    pub fn get(self) -> Option<&'static [i8]> {
        self.all.map(|_| self.chars())
    }

    /// `strchr`
    pub fn find(self, c: i32) -> Self {
        let bytes = before_nul(self.chars());
        let found = bytes.iter().chain(&[0]).position(|&byte| byte == c as u8);
        found.map_or(Text::null(), |at| self.offset(at as isize))
    }

    /// `strrchr`
    pub fn find_last(self, c: i32) -> Self {
        let bytes = before_nul(self.chars());
        let end = (c as u8 == 0).then_some(bytes.len());
        let found = end.or_else(|| bytes.iter().rposition(|&byte| byte == c as u8));
        found.map_or(Text::null(), |at| self.offset(at as isize))
    }

    /// The address.
    #[inline]
    pub const fn as_ptr(self) -> *const i8 {
        self.as_mut_ptr()
    }

    /// As `as_ptr`, for a place that C may change.
    #[inline]
    pub const fn as_mut_ptr(self) -> *mut i8 {
        match self.all {
            Some(all) => all.as_ptr().cast_mut().wrapping_offset(self.at),
            None => std::ptr::null_mut(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_keep_their_nul() {
        assert_eq!(literal(c"ab"), [97, 98, 0]);
        assert_eq!(chars(b"a\0b\0"), [97, 0, 98, 0]);
        assert_eq!(before_nul(literal(c"ab")), b"ab");
    }

    #[test]
    fn bytes_are_characters() {
        let mut bytes = [255_u8, 1];
        chars_of_mut(&mut bytes)[1] = -2;
        assert_eq!((chars_of(&bytes), bytes), (&[-1, -2][..], [255, 254]));
        let mut chars = [-1_i8, 1];
        bytes_of_mut(&mut chars)[1] = 128;
        assert_eq!((bytes_of(&chars), chars), (&[255, 128][..], [-1, -128]));
    }

    #[test]
    fn texts_move() {
        let text = Text::new(literal(c"abc"));
        let next = text.offset(1);
        assert_eq!(
            (next.first(), next.at(-1), next.chars(), text == next.offset(-1)),
            (98, 97, &[98, 99, 0][..], true)
        );
        assert!(
            Text::null().is_null()
                && Text::null().get().is_none()
                && Text::null().as_ptr().is_null()
        );
    }

    #[test]
    fn characters_are_found_in_texts() {
        let text = Text::new(literal(c"a/b/c"));
        assert!(text.find(47) == text.offset(1) && text.find_last(47) == text.offset(3));
        assert!(text.find(0) == text.offset(5) && text.find_last(0) == text.find(0));
        assert!(text.find(120).is_null() && text.find_last(120).is_null());
    }

    #[test]
    #[should_panic(expected = "no NUL")]
    fn text_without_end() {
        before_nul(&[1, 2]);
    }
}
