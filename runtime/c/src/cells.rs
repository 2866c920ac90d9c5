//! The functions of `string` and `stdio` on characters and items that others may change meanwhile: what is read is a
//! [`View`], what is written are cells. The two may overlap.

use std::cell::Cell;

use crate::heap::{self, Slice, View};
use crate::stdio::{self, Chars};
use crate::string::{self, Fill};
use crate::text::before_nul;

/// The length of the text in cells.
fn length(cells: &[Cell<i8>]) -> usize {
    before_nul(View::from(cells).items()).len()
}

pub fn strlen(text: View<'_, i8>) -> u64 {
    string::strlen(text.items())
}

pub fn strcmp(a: View<'_, i8>, b: View<'_, i8>) -> i32 {
    string::strcmp(a.items(), b.items())
}

pub fn strncmp(a: View<'_, i8>, b: View<'_, i8>, most: u64) -> i32 {
    string::strncmp(a.items(), b.items(), most)
}

pub fn strcasecmp(a: View<'_, i8>, b: View<'_, i8>) -> i32 {
    string::strcasecmp(a.items(), b.items())
}

pub fn strncasecmp(a: View<'_, i8>, b: View<'_, i8>, most: u64) -> i32 {
    string::strncasecmp(a.items(), b.items(), most)
}

pub fn memcmp<T: Fill>(a: View<'_, T>, b: View<'_, T>, bytes: u64) -> i32 {
    string::memcmp(a.items(), b.items(), bytes)
}

pub fn strspn(text: View<'_, i8>, set: View<'_, i8>) -> u64 {
    string::strspn(text.items(), set.items())
}

pub fn strcspn(text: View<'_, i8>, set: View<'_, i8>) -> u64 {
    string::strcspn(text.items(), set.items())
}

pub fn strtol(text: View<'_, i8>, base: i32) -> i64 {
    string::strtol(text.items(), base)
}

pub fn strtol_length(text: View<'_, i8>, base: i32) -> u64 {
    string::strtol_length(text.items(), base)
}

pub fn strtod_length(text: View<'_, i8>) -> u64 {
    string::strtod_length(text.items())
}

pub fn strtoul(text: View<'_, i8>, base: i32) -> u64 {
    string::strtoul(text.items(), base)
}

pub fn strtod(text: View<'_, i8>) -> f64 {
    string::strtod(text.items())
}

pub fn atol(text: View<'_, i8>) -> i64 {
    string::atol(text.items())
}

pub fn atoi(text: View<'_, i8>) -> i32 {
    string::atoi(text.items())
}

pub fn atof(text: View<'_, i8>) -> f64 {
    string::atof(text.items())
}

pub fn strcpy(to: &[Cell<i8>], from: View<'_, i8>) {
    strncat_at(to, 0, from, usize::MAX);
}

pub fn strcat(to: &[Cell<i8>], from: View<'_, i8>) {
    strncat_at(to, length(to), from, usize::MAX);
}

pub fn strncat(to: &[Cell<i8>], from: View<'_, i8>, count: u64) {
    strncat_at(to, length(to), from, count as usize);
}

/// Copies up to the NUL, or so many characters, and puts a NUL behind them.
fn strncat_at(to: &[Cell<i8>], at: usize, from: View<'_, i8>, most: usize) {
    let count = from.items().iter().take(most).position(|&c| c == 0).unwrap_or_else(|| {
        // without a NUL so many have to be there
        assert!(
            most <= from.items().len(),
            "a string of {} characters has no NUL",
            from.items().len()
        );
        most
    });
    copy(&to[at..], from, count);
    to[at + count].set(0);
}

pub fn strncpy(to: &[Cell<i8>], from: View<'_, i8>, count: u64) {
    let count = count as usize;
    let used = from.items().iter().take(count).position(|&c| c == 0).unwrap_or(count);
    copy(to, from, used);
    for cell in &to[used..count] {
        cell.set(0);
    }
}

/// Copies items, as `memmove` does.
fn copy<T: Copy>(to: &[Cell<T>], from: View<'_, T>, count: usize) {
    assert!(count <= to.len() && count <= from.items().len(), "{count} items do not fit");
    // SAFETY: that many lie there, and that many fit; an item lies where its cell lies.
    unsafe { std::ptr::copy(from.as_ptr(), to.as_ptr().cast::<T>().cast_mut(), count) }
}

/// `memcpy` and `memmove`
pub fn memcpy<T: Copy>(to: &[Cell<T>], from: View<'_, T>, bytes: u64) {
    copy(to, from, string::elements::<T>(bytes));
}

pub fn memset<T: Fill>(to: &[Cell<T>], byte: i32, bytes: u64) {
    let (whole, rest) = string::parts::<T>(bytes);
    for cell in &to[..whole] {
        cell.set(T::filled(byte as u8));
    }
    if rest > 0 {
        to[whole].set(to[whole].get().begun(byte as u8, rest));
    }
}

/// As in `string`.
pub fn strchr(text: View<'_, i8>, from: usize, c: i32) -> Option<usize> {
    string::strchr(text.items(), from, c)
}

/// As in `string`.
pub fn strrchr(text: View<'_, i8>, from: usize, c: i32) -> Option<usize> {
    string::strrchr(text.items(), from, c)
}

/// As in `string`.
pub fn to_vec(text: View<'_, i8>) -> Vec<i8> {
    string::to_vec(text.items())
}

/// As in `string`.
pub fn strdup(text: View<'_, i8>) -> *mut i8 {
    string::strdup(text.items())
}

/// As in `string`.
pub fn strpbrk(text: View<'_, i8>, from: usize, set: View<'_, i8>) -> Option<usize> {
    string::strpbrk(text.items(), from, set.items())
}

/// As in `string`.
pub fn strstr(text: View<'_, i8>, from: usize, part: View<'_, i8>) -> Option<usize> {
    string::strstr(text.items(), from, part.items())
}

/// As in `string`.
pub fn holds(text: View<'_, i8>, c: i32) -> bool {
    string::holds(text.items(), c)
}

/// As in `string`.
pub fn holds_any(text: View<'_, i8>, set: View<'_, i8>) -> bool {
    string::holds_any(text.items(), set.items())
}

/// As in `string`.
pub fn contains(text: View<'_, i8>, part: View<'_, i8>) -> bool {
    string::contains(text.items(), part.items())
}

/// `strstr`
pub fn strstr_slice(text: Slice<i8>, part: View<'_, i8>) -> Slice<i8> {
    heap::strstr(text, part.items())
}

/// `strdup`
pub fn copied(text: View<'_, i8>) -> Slice<i8> {
    heap::copy(text.items())
}

pub fn puts(text: View<'_, i8>) -> i32 {
    stdio::print(format_args!("{}\n", Chars::from(text)))
}

/// A string to be printed.
pub fn text(text: View<'_, i8>) -> Chars<'_> {
    Chars::from(text)
}

/// `fgets(to, size, stdin)`: was there a line?
pub fn read_line(to: &[Cell<i8>], size: i32) -> bool {
    let room = size.min(i32::try_from(to.len()).unwrap_or(i32::MAX));
    // SAFETY: there is room for that many characters.
    unsafe { !stdio::fgets(to.as_ptr().cast::<i8>().cast_mut(), room).is_null() }
}

/// `snprintf` with a compiled format.
pub fn snprint(to: &[Cell<i8>], size: u64, text: String) -> i32 {
    let bytes = stdio::plain(&text);
    if size > 0 {
        let count = bytes.len().min(size as usize - 1);
        for (cell, &byte) in to[..count].iter().zip(&bytes) {
            cell.set(byte as i8);
        }
        to[count].set(0);
    }
    bytes.len() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &std::ffi::CStr) -> &[i8] {
        crate::text::chars_of(text.to_bytes_with_nul())
    }

    #[test]
    fn copying_within_one_block() {
        let cells = [9_i8; 8].map(Cell::new);
        strcpy(&cells, View::from(chars(c"abcd")));
        strcpy(&cells, View::from(&cells[1..]));
        assert_eq!((strlen(View::from(&cells[..])), cells[3].get(), cells[5].get()), (3, 0, 9));
        strcat(&cells, View::from(chars(c"xy")));
        strncat(&cells, View::from(chars(c"zzz")), 1);
        assert_eq!(strcmp(View::from(&cells[..]), View::from(chars(c"bcdxyz"))), 0);
        strncpy(&cells, View::from(chars(c"q")), 3);
        assert_eq!(cells.each_ref().map(Cell::get)[..4], [113, 0, 0, 120]);
    }

    #[test]
    fn memory_and_text() {
        let numbers = [1_i32, 2, 3].map(Cell::new);
        memcpy(&numbers[1..], View::from(&numbers[..2]), 8);
        memset(&numbers[..1], 0, 4);
        assert_eq!(numbers.each_ref().map(Cell::get), [0, 1, 2]);
        let buffer = [0_i8; 4].map(Cell::new);
        assert_eq!(snprint(&buffer, 4, "12345".to_owned()), 5);
        assert_eq!(text(View::from(&buffer[..])).to_string(), "123");
        assert_eq!(atoi(View::from(&buffer[1..])), 23);
    }
}
