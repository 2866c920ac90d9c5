//! Text in blocks: literals, copies, and places in it.

use std::ffi::{CStr, c_char};

use super::{Slice, allocate};
use crate::text::{before_nul, chars_of};

/// A literal as characters in a block of its own. The program starts no thread.
#[macro_export]
macro_rules! chars {
    ($text:literal) => {{
        const TEXT: &[u8] = $text;
        // SAFETY: programs that start threads have no such blocks.
        static CELLS: $crate::heap::Lone<[::std::cell::Cell<i8>; TEXT.len()]> =
            unsafe { $crate::heap::Lone::new($crate::heap::letters(TEXT)) };
        $crate::heap::Slice::of(CELLS.all())
    }};
}

/// The characters of a literal as cells.
pub const fn letters<const N: usize>(text: &[u8]) -> [std::cell::Cell<i8>; N] {
    let mut cells = [const { std::cell::Cell::new(0) }; N];
    let mut at = 0;
    while at < N {
        cells[at] = std::cell::Cell::new(text[at] as i8);
        at += 1;
    }
    cells
}

/// `strdup`
pub fn copy(text: &[i8]) -> Slice<i8> {
    let text = before_nul(text);
    let made = allocate::<i8>(text.len() as u64 + 1);
    for (cell, &c) in made.cells().iter().zip(chars_of(text)) {
        cell.set(c);
    }
    made
}

/// `strdup` of what a pointer leads to.
///
/// # Safety
/// It is that of a C string.
pub unsafe fn copy_raw(text: *const c_char) -> Slice<i8> {
    // SAFETY: as the caller promises.
    copy(chars_of(unsafe { CStr::from_ptr(text) }.to_bytes_with_nul()))
}

impl Slice<i8> {
    /// The bytes up to the NUL, for a function that changes nothing before it is done with them.
    fn bytes(&self) -> &[u8] {
        let cells = self.cells();
        // SAFETY: a cell lies where its value lies; this module's functions write to none of them meanwhile.
        before_nul(unsafe { std::slice::from_raw_parts(cells.as_ptr().cast(), cells.len()) })
    }

    /// `strchr`
    pub fn find(self, c: i32) -> Self {
        let bytes = self.bytes();
        match bytes.iter().chain(&[0]).position(|&byte| byte == c as u8) {
            Some(at) => self.offset(at as isize),
            None => Slice::null(),
        }
    }

    /// `strrchr`
    pub fn find_last(self, c: i32) -> Self {
        let bytes = self.bytes();
        if c as u8 == 0 {
            return self.offset(bytes.len() as isize);
        }
        match bytes.iter().rposition(|&byte| byte == c as u8) {
            Some(at) => self.offset(at as isize),
            None => Slice::null(),
        }
    }
}

/// `strstr`
pub fn strstr(text: Slice<i8>, part: &[i8]) -> Slice<i8> {
    let part = before_nul(part);
    let bytes = text.bytes();
    if part.is_empty() {
        return text;
    }
    match bytes.windows(part.len()).position(|window| window == part) {
        Some(at) => text.offset(at as isize),
        None => Slice::null(),
    }
}

/// `strstr` of what a pointer leads to.
///
/// # Safety
/// It is that of a C string.
pub unsafe fn strstr_raw(text: Slice<i8>, part: *const c_char) -> Slice<i8> {
    // SAFETY: as the caller promises.
    strstr(text, chars_of(unsafe { CStr::from_ptr(part) }.to_bytes_with_nul()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::literal;

    #[test]
    fn literals_and_copies() {
        let text = crate::chars!(b"a-b-c\0");
        assert_eq!((text.at(2), text.find(45).at(1), text.find_last(45).at(1)), (98, 98, 99));
        assert!(
            text.find(0) == text.offset(5)
                && text.find(120).is_null()
                && text.find_last(0) == text.offset(5)
        );
        assert_eq!(strstr(text, literal(c"b-")).at(2), 99);
        assert!(strstr(text, literal(c"x")).is_null() && strstr(text, literal(c"")) == text);
        let copied = copy(literal(c"ab"));
        copied.cell(0).set(120);
        assert_eq!((copied.at(0), copied.at(1), copied.at(2)), (120, 98, 0));
    }
}
