//! `<string.h>` and number conversions on slices. A slice that is too short ends the program, where the original would go on behind its end.

use crate::text::{before_nul, bytes_of, chars_of};
use std::ffi::CString;

/// The bytes that a call names, in elements of `T`.
///
/// # Panics
/// When they are no whole number of elements.
pub(crate) fn elements<T>(bytes: u64) -> usize {
    let size = size_of::<T>().max(1);
    let bytes = bytes as usize;
    assert!(bytes.is_multiple_of(size), "{bytes} bytes of elements of {size}");
    bytes / size
}

/// The bytes that a call names, as elements and the bytes of one more.
pub(crate) fn parts<T>(bytes: u64) -> (usize, usize) {
    let size = size_of::<T>().max(1);
    (bytes as usize / size, bytes as usize % size)
}

pub fn strlen(text: &[i8]) -> u64 {
    before_nul(text).len() as u64
}

/// The difference of the first bytes that are not the same, up to the NUL, and no further: what is compared need not end where the slice does.
fn compare(a: &[i8], b: &[i8], most: usize, fold: fn(u8) -> u8) -> i32 {
    let (a, b) = (bytes_of(a), bytes_of(b));
    for i in 0..most {
        let (x, y) = (fold(a[i]), fold(b[i]));
        if x != y || x == 0 {
            return i32::from(x) - i32::from(y);
        }
    }
    0
}

pub fn strcmp(a: &[i8], b: &[i8]) -> i32 {
    compare(a, b, usize::MAX, |byte| byte)
}

pub fn strncmp(a: &[i8], b: &[i8], most: u64) -> i32 {
    compare(a, b, most as usize, |byte| byte)
}

pub fn strcasecmp(a: &[i8], b: &[i8]) -> i32 {
    compare(a, b, usize::MAX, |byte| byte.to_ascii_lowercase())
}

pub fn strncasecmp(a: &[i8], b: &[i8], most: u64) -> i32 {
    compare(a, b, most as usize, |byte| byte.to_ascii_lowercase())
}

/// NULL is handed over as no elements: it ends the program where some are wanted.
fn not_null<T>(items: &[T], wanted: usize) {
    if items.is_empty() && wanted > 0 {
        crate::heap::null()
    }
}

/// The difference of the first bytes that are not the same.
pub fn memcmp<T: Fill>(a: &[T], b: &[T], bytes: u64) -> i32 {
    let bytes = bytes as usize;
    not_null(a, bytes);
    not_null(b, bytes);
    assert!(bytes <= size_of_val(a) && bytes <= size_of_val(b), "{bytes} bytes of shorter objects");
    // SAFETY: numbers of as many bytes lie there.
    let (a, b) = unsafe {
        (
            std::slice::from_raw_parts(a.as_ptr().cast::<u8>(), bytes),
            std::slice::from_raw_parts(b.as_ptr().cast::<u8>(), bytes),
        )
    };
    let other = a.iter().zip(b).find(|(x, y)| x != y);
    other.map_or(0, |(x, y)| i32::from(*x) - i32::from(*y))
}

/// How many characters at the start are among others.
pub fn strspn(text: &[i8], set: &[i8]) -> u64 {
    let set = before_nul(set);
    before_nul(text).iter().take_while(|byte| set.contains(byte)).count() as u64
}

/// How many characters at the start are not among others.
pub fn strcspn(text: &[i8], set: &[i8]) -> u64 {
    let set = before_nul(set);
    before_nul(text).iter().take_while(|byte| !set.contains(byte)).count() as u64
}

/// `strtol(text, NULL, base)`
pub fn strtol(text: &[i8], base: i32) -> i64 {
    before_nul(text);
    // SAFETY: the text ends with a NUL.
    unsafe { crate::raw::strtol(text.as_ptr(), std::ptr::null_mut(), base) }
}

/// `strtoul(text, NULL, base)`
pub fn strtoul(text: &[i8], base: i32) -> u64 {
    before_nul(text);
    // SAFETY: as above.
    unsafe { crate::raw::strtoul(text.as_ptr(), std::ptr::null_mut(), base) }
}

/// `strtod(text, NULL)`
pub fn strtod(text: &[i8]) -> f64 {
    before_nul(text);
    // SAFETY: as above.
    unsafe { crate::raw::strtod(text.as_ptr(), std::ptr::null_mut()) }
}

/// How many characters of the text `strtol` reads.
pub fn strtol_length(text: &[i8], base: i32) -> u64 {
    before_nul(text);
    // SAFETY: as above.
    unsafe { crate::raw::strtol_length(text.as_ptr(), base) }
}

/// How many characters of the text `strtod` reads.
pub fn strtod_length(text: &[i8]) -> u64 {
    before_nul(text);
    // SAFETY: as above.
    unsafe { crate::raw::strtod_length(text.as_ptr()) }
}

pub fn strcpy(to: &mut [i8], from: &[i8]) {
    let text = before_nul(from);
    to[..text.len()].copy_from_slice(chars_of(text));
    to[text.len()] = 0;
}

/// Copies up to `count` characters and fills the rest with NUL.
pub fn strncpy(to: &mut [i8], from: &[i8], count: u64) {
    let count = count as usize;
    let used = from.iter().take(count).position(|&c| c == 0).unwrap_or(count);
    to[..used].copy_from_slice(&from[..used]);
    to[used..count].fill(0);
}

pub fn strcat(to: &mut [i8], from: &[i8]) {
    let end = before_nul(to).len();
    strcpy(&mut to[end..], from);
}

pub fn strncat(to: &mut [i8], from: &[i8], count: u64) {
    let end = before_nul(to).len();
    let count = count as usize;
    let used = from.iter().take(count).position(|&c| c == 0).unwrap_or(count);
    to[end..end + used].copy_from_slice(&from[..used]);
    to[end + used] = 0;
}

/// `memcpy` and `memmove` between objects that are not one.
pub fn memcpy<T: Copy>(to: &mut [T], from: &[T], bytes: u64) {
    let count = elements::<T>(bytes);
    not_null(to, count);
    not_null(from, count);
    to[..count].copy_from_slice(&from[..count]);
}

/// A C string of the characters before the NUL.
pub(crate) fn c_string(text: &[i8]) -> CString {
    CString::new(before_nul(text)).unwrap_or_default()
}

/// Numbers that a repeated byte makes.
pub trait Fill: Copy {
    fn filled(byte: u8) -> Self;

    /// The number with the first of its bytes replaced.
    fn begun(self, byte: u8, bytes: usize) -> Self;
}

macro_rules! fill {
    ($($t:ty)*) => { $(impl Fill for $t {
        fn filled(byte: u8) -> Self {
            <$t>::from_ne_bytes([byte; size_of::<$t>()])
        }

        fn begun(self, byte: u8, bytes: usize) -> Self {
            let mut all = self.to_ne_bytes();
            all[..bytes].fill(byte);
            <$t>::from_ne_bytes(all)
        }
    })* };
}
fill!(i8 u8 i16 u16 i32 u32 i64 u64 isize usize f32 f64);

impl<T: Fill, const N: usize> Fill for [T; N] {
    fn filled(byte: u8) -> Self {
        [T::filled(byte); N]
    }

    fn begun(mut self, byte: u8, bytes: usize) -> Self {
        memset(&mut self, i32::from(byte), bytes as u64);
        self
    }
}

pub fn memset<T: Fill>(to: &mut [T], byte: i32, bytes: u64) {
    let (whole, rest) = parts::<T>(bytes);
    not_null(to, whole + rest);
    to[..whole].fill(T::filled(byte as u8));
    if rest > 0 {
        to[whole] = to[whole].begun(byte as u8, rest);
    }
}

/// Where the character is, from an index on; the NUL is one, too.
pub fn strchr(text: &[i8], from: usize, c: i32) -> Option<usize> {
    let bytes = before_nul(&text[from..]);
    let end = (c as u8 == 0).then_some(bytes.len());
    end.or_else(|| bytes.iter().position(|&byte| byte == c as u8)).map(|at| from + at)
}

/// As `strchr`, the last one.
pub fn strrchr(text: &[i8], from: usize, c: i32) -> Option<usize> {
    let bytes = before_nul(&text[from..]);
    let end = (c as u8 == 0).then_some(bytes.len());
    end.or_else(|| bytes.iter().rposition(|&byte| byte == c as u8)).map(|at| from + at)
}

/// Where the part is, from an index on.
pub fn strstr(text: &[i8], from: usize, part: &[i8]) -> Option<usize> {
    let (bytes, part) = (before_nul(&text[from..]), before_nul(part));
    if part.is_empty() {
        return Some(from);
    }
    bytes.windows(part.len()).position(|window| window == part).map(|at| from + at)
}

/// Where a character of the set is, from an index on.
pub fn strpbrk(text: &[i8], from: usize, set: &[i8]) -> Option<usize> {
    let set = before_nul(set);
    let bytes = before_nul(&text[from..]);
    bytes.iter().position(|byte| set.contains(byte)).map(|at| from + at)
}

/// A copy of the text, with the room that the C library would have given it.
pub fn to_vec(text: &[i8]) -> Vec<i8> {
    let text = before_nul(text);
    let mut copy = chars_of(text).to_vec();
    copy.resize(crate::heap::room(text.len() + 1), 0);
    copy
}

/// `strdup`, for a program that keeps the pointer.
pub fn strdup(text: &[i8]) -> *mut i8 {
    before_nul(text);
    // SAFETY: the text ends with a NUL.
    unsafe { crate::raw::strdup(text.as_ptr()) }
}

/// Does `strchr` find the character? The NUL is one, too.
pub fn holds(text: &[i8], c: i32) -> bool {
    c as u8 == 0 || before_nul(text).contains(&(c as u8))
}

/// Does `strpbrk` find a character of the set?
pub fn holds_any(text: &[i8], set: &[i8]) -> bool {
    let set = before_nul(set);
    before_nul(text).iter().any(|byte| set.contains(byte))
}

/// Does `strstr` find the part?
pub fn contains(text: &[i8], part: &[i8]) -> bool {
    let (text, part) = (before_nul(text), before_nul(part));
    part.is_empty() || text.windows(part.len()).any(|window| window == part)
}

/// The digits at the start of a text, as `strtol` with base 10 reads them; ends of the range stop it.
pub fn atol(text: &[i8]) -> i64 {
    let mut rest = bytes_of(text);
    while let [b' ' | b'\t'..=b'\r', more @ ..] = rest {
        rest = more;
    }
    let negative = rest.first() == Some(&b'-');
    if let [b'-' | b'+', more @ ..] = rest {
        rest = more;
    }
    let mut value: i64 = 0;
    while let [digit @ b'0'..=b'9', more @ ..] = rest {
        let digit = i64::from(digit - b'0');
        value = value.saturating_mul(10).saturating_add(if negative { -digit } else { digit });
        rest = more;
    }
    value
}

pub fn atoi(text: &[i8]) -> i32 {
    atol(text) as i32
}

pub fn atof(text: &[i8]) -> f64 {
    let copy = std::ffi::CString::new(before_nul(text)).unwrap_or_default();
    // SAFETY: the copy ends with a NUL.
    unsafe { crate::raw::atof(copy.as_ptr().cast()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::literal;

    #[test]
    fn finding() {
        let text = literal(c"abc");
        assert!(holds(text, 98) && holds(text, 0) && !holds(text, 120));
        assert!(holds_any(text, literal(c"xc")) && !holds_any(text, literal(c"")));
        assert!(
            contains(text, literal(c"bc"))
                && contains(text, literal(c""))
                && !contains(text, literal(c"cb"))
        );
    }

    #[test]
    fn places() {
        let text = literal(c"abcabc");
        assert_eq!(
            (strchr(text, 0, 98), strchr(text, 2, 98), strchr(text, 5, 98)),
            (Some(1), Some(4), None)
        );
        assert_eq!(
            (strrchr(text, 0, 97), strrchr(text, 4, 97), strrchr(text, 2, 0)),
            (Some(3), None, Some(6))
        );
        assert_eq!(
            (strstr(text, 1, literal(c"ab")), strstr(text, 2, literal(c""))),
            (Some(3), Some(2))
        );
        assert_eq!(
            (strpbrk(text, 1, literal(c"xa")), strpbrk(text, 0, literal(c""))),
            (Some(3), None)
        );
    }

    #[test]
    fn ends_of_numbers() {
        assert_eq!((strtol(literal(c" -12x"), 10), strtol_length(literal(c" -12x"), 10)), (-12, 4));
        assert_eq!((strtol_length(literal(c"x"), 10), strtol_length(literal(c"0x1fg"), 0)), (0, 4));
        assert_eq!((strtod_length(literal(c"1.5e2,")), strtod_length(literal(c""))), (5, 0));
    }

    #[test]
    fn comparing() {
        assert_eq!(strcmp(literal(c"ab"), literal(c"ab")), 0);
        assert_eq!(strcmp(literal(c"ab"), literal(c"abc")), -99);
        assert_eq!(strncmp(literal(c"abx"), literal(c"aby"), 2), 0);
        assert_eq!(strcasecmp(literal(c"AbC"), literal(c"aBc")), 0);
        // only as far as they are equal
        assert_eq!(strcmp(&[1, 2], &[1, 3]), -1);
    }

    #[test]
    fn copying() {
        let mut buffer = [9_i8; 8];
        strcpy(&mut buffer, literal(c"ab"));
        strcat(&mut buffer, literal(c"cd"));
        assert_eq!(buffer, [97, 98, 99, 100, 0, 9, 9, 9]);
        strncpy(&mut buffer, literal(c"x"), 3);
        assert_eq!(buffer[..4], [120, 0, 0, 100]);
        strncat(&mut buffer, literal(c"yz"), 1);
        assert_eq!(buffer[..3], [120, 121, 0]);
        assert_eq!(strlen(&buffer), 2);
    }

    #[test]
    fn memory() {
        let mut numbers = [1_i32, 2, 3];
        memset(&mut numbers, 0, 8);
        assert_eq!(numbers, [0, 0, 3]);
        memcpy(&mut numbers, &[7, 8], 8);
        assert_eq!(numbers, [7, 8, 3]);
    }

    #[test]
    fn numbers() {
        assert_eq!(atoi(literal(c"  -42x")), -42);
        assert_eq!(atol(literal(c"+7")), 7);
        assert_eq!(atoi(literal(c"x")), 0);
        assert_eq!(atof(literal(c"2.5e1")), 25.0);
    }
}
