//! Directives of `printf` that the C library spells, each with its one value. `starred`: a width and a precision come first, as many as there
//! are `*` in the directive.

use crate::heap::View;
use crate::stdio::spelled_text;
use std::ffi::{CStr, c_char, c_int};

mod library {
    use super::*;
    unsafe extern "C" {
        pub fn snprintf(to: *mut c_char, size: usize, format: *const c_char, ...) -> c_int;
    }
}

/// Makes the text: the call is told where to put it, and how much room there is.
fn made(call: impl Fn(*mut c_char, usize) -> c_int) -> String {
    let mut bytes = vec![0_u8; 128];
    let length = usize::try_from(call(bytes.as_mut_ptr().cast(), bytes.len())).unwrap_or(0);
    if length >= bytes.len() {
        bytes.resize(length + 1, 0);
        call(bytes.as_mut_ptr().cast(), bytes.len());
    }
    spelled_text(&bytes[..length])
}

/// How many arguments come before the value.
fn stars(format: &CStr) -> usize {
    format.to_bytes().iter().filter(|&&byte| byte == b'*').count()
}

macro_rules! spell {
    ($name:ident, $starred:ident, $type:ty, $letters:literal) => {
        pub fn $name(format: &CStr, value: $type) -> String {
            check(format, $letters, 0);
            // SAFETY: the directive takes one value of the type.
            made(|to, size| unsafe { library::snprintf(to, size, format.as_ptr(), value) })
        }

        pub fn $starred(format: &CStr, first: i32, second: i32, value: $type) -> String {
            let stars = stars(format);
            check(format, $letters, stars);
            // SAFETY: the directive takes so many numbers, and one value of the type.
            made(|to, size| unsafe {
                match stars {
                    1 => library::snprintf(to, size, format.as_ptr(), first, value),
                    _ => library::snprintf(to, size, format.as_ptr(), first, second, value),
                }
            })
        }
    };
}
spell!(signed, signed_starred, i64, b"dic");
spell!(unsigned, unsigned_starred, u64, b"uxXo");
spell!(float, float_starred, f64, b"eEfFgGaA");

/// Is it one directive, with one of these letters, for so many numbers before its value?
fn check(format: &CStr, letters: &[u8], wanted: usize) {
    let bytes = format.to_bytes();
    let plain = bytes.first() == Some(&b'%')
        && bytes.last().is_some_and(|letter| letters.contains(letter))
        && bytes[1..bytes.len() - 1].iter().all(|byte| b"-+ #0123456789.*hl".contains(byte));
    assert!(plain && stars(format) == wanted && wanted < 3, "a directive of its own");
}

/// A text with its NUL: what has none ends where it ends, as a precision may say.
fn ended(text: &[i8]) -> Vec<i8> {
    let end = text.iter().position(|&c| c == 0).unwrap_or(text.len());
    let mut copy = text[..end].to_vec();
    copy.push(0);
    copy
}

pub fn text(format: &CStr, text: &[i8]) -> String {
    check(format, b"s", 0);
    // SAFETY: the directive takes one text, which ends with a NUL.
    unsafe { text_raw(format.as_ptr(), ended(text).as_ptr()) }
}

pub fn text_starred(format: &CStr, first: i32, second: i32, text: &[i8]) -> String {
    check(format, b"s", stars(format));
    // SAFETY: as above.
    unsafe { text_starred_raw(format.as_ptr(), first, second, ended(text).as_ptr()) }
}

pub fn text_view(format: &CStr, chars: View<'_, i8>) -> String {
    text(format, chars.items())
}

pub fn text_starred_view(format: &CStr, first: i32, second: i32, chars: View<'_, i8>) -> String {
    text_starred(format, first, second, chars.items())
}

/// As `text`, of what a pointer leads to.
///
/// # Safety
/// The format is a C string; the other pointer is that of as many characters as the directive reads.
pub unsafe fn text_raw(format: *const c_char, chars: *const c_char) -> String {
    // SAFETY: as the caller promises.
    made(|to, size| unsafe { library::snprintf(to, size, format, chars) })
}

/// As `text_starred`, of what a pointer leads to.
///
/// # Safety
/// As for `text_raw`.
pub unsafe fn text_starred_raw(
    format: *const c_char,
    first: i32,
    second: i32,
    chars: *const c_char,
) -> String {
    // SAFETY: as the caller promises.
    let stars = stars(unsafe { CStr::from_ptr(format) });
    // SAFETY: as the caller promises.
    made(|to, size| unsafe {
        match stars {
            1 => library::snprintf(to, size, format, first, chars),
            _ => library::snprintf(to, size, format, first, second, chars),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::literal;

    #[test]
    fn directives() {
        assert_eq!(signed(c"% 5lld", 42), "   42");
        assert_eq!(signed_starred(c"%-*.*lld", 6, 3, 7), "007   ");
        assert_eq!(unsigned(c"%#llx", 255), "0xff");
        assert_eq!(float(c"%+.2e", 1.5), "+1.50e+00");
        assert_eq!(text(c"%.3s", literal(c"abcdef")), "abc");
        assert_eq!(text_starred(c"%*s", 5, 0, &[97, 98]), "   ab");
    }

    #[test]
    #[should_panic(expected = "directive")]
    fn another_value() {
        float(c"%s", 1.0);
    }
}
