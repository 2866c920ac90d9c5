//! Text of literals as the characters that C sees: signed, with a NUL behind.

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
pub(crate) const fn chars_of(bytes: &[u8]) -> &[i8] {
    // SAFETY: `u8` and `i8` have one layout, and every value of one is a value of the other.
    unsafe { std::slice::from_raw_parts(bytes.as_ptr().cast(), bytes.len()) }
}

/// Characters as bytes.
pub(crate) const fn bytes_of(chars: &[i8]) -> &[u8] {
    // SAFETY: as above.
    unsafe { std::slice::from_raw_parts(chars.as_ptr().cast(), chars.len()) }
}

/// The text before the NUL.
///
/// # Panics
/// When there is none: the original would read on behind the end.
pub(crate) fn before_nul(chars: &[i8]) -> &[u8] {
    let bytes = bytes_of(chars);
    match bytes.iter().position(|&byte| byte == 0) {
        Some(end) => &bytes[..end],
        None => panic!("a string of {} characters has no NUL", bytes.len()),
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
    #[should_panic(expected = "no NUL")]
    fn text_without_end() {
        before_nul(&[1, 2]);
    }
}
