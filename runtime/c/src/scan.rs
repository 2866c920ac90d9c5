//! `scanf` and `sscanf` into borrowed values. The C library does the work, so its buffer of `stdin` stays the only one.

use crate::file::File;
use crate::heap::{Lone, View};
use crate::text::before_nul;
use std::cell::Cell;
use std::ffi::{CStr, CString, c_char, c_int, c_void};

/// A value that a directive fills.
pub enum Target<'a> {
    /// Its bytes: their number must be what the directive writes.
    Value { at: &'a mut [u8], float: bool },
    /// Text: `%s`, `%[…]`, `%5c`; the directive may write as far as the slice goes.
    Text(&'a mut [i8]),
}

/// Numbers as their bytes.
macro_rules! targets {
    ($($t:ty: $float:literal)*) => { $(impl<'a> From<&'a mut $t> for Target<'a> {
        fn from(value: &'a mut $t) -> Self {
            // SAFETY: any bytes are a value of the type, and the borrow goes on.
            let at = unsafe { std::slice::from_raw_parts_mut(std::ptr::from_mut(value).cast(), size_of::<$t>()) };
            Target::Value { at, float: $float }
        }
    }
    impl From<&'static Lone<Cell<$t>>> for Target<'static> {
        fn from(cell: &'static Lone<Cell<$t>>) -> Self {
            Target::from(cell.all())
        }
    }
    impl<'a> From<&'a Cell<$t>> for Target<'a> {
        fn from(cell: &'a Cell<$t>) -> Self {
            // SAFETY: as above; nothing else looks at the cell before the scan is done.
            let at = unsafe { std::slice::from_raw_parts_mut(cell.as_ptr().cast(), size_of::<$t>()) };
            Target::Value { at, float: $float }
        }
    })* };
}
targets!(i8: false u8: false i16: false u16: false i32: false u32: false i64: false u64: false f32: true f64: true);

/// Texts, of either sign.
macro_rules! texts {
    ($($t:ty)*) => { $(impl<'a> From<&'a [Cell<$t>]> for Target<'a> {
        fn from(text: &'a [Cell<$t>]) -> Self {
            // SAFETY: as above.
            Target::Text(unsafe { std::slice::from_raw_parts_mut(text.as_ptr().cast::<i8>().cast_mut(), text.len()) })
        }
    }
    impl<'a> From<&'a mut [$t]> for Target<'a> {
        fn from(text: &'a mut [$t]) -> Self {
            Target::from(Cell::from_mut(text).as_slice_of_cells())
        }
    }
    impl<'a, const N: usize> From<&'a mut [$t; N]> for Target<'a> {
        fn from(text: &'a mut [$t; N]) -> Self {
            Target::from(text.as_mut_slice())
        }
    }
    impl<'a> From<&'a mut Vec<$t>> for Target<'a> {
        fn from(text: &'a mut Vec<$t>) -> Self {
            Target::from(text.as_mut_slice())
        }
    })* }
}
texts!(i8 u8);

/// One directive: the bytes that it writes, and whether as a floating number; text has a width.
fn directives(format: &[u8]) -> Vec<(usize, bool, Option<usize>)> {
    let mut out = Vec::new();
    let mut rest = format.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            continue;
        }
        let skipped = rest.next_if_eq(&b'*').is_some();
        let mut width = None;
        while let Some(digit) = rest.next_if(u8::is_ascii_digit) {
            width = Some(width.unwrap_or(0) * 10 + usize::from(digit - b'0'));
        }
        let mut length = Vec::new();
        while let Some(letter) = rest.next_if(|letter| b"hlzjt".contains(letter)) {
            length.push(letter);
        }
        let wide = matches!(length.as_slice(), b"l" | b"ll" | b"z" | b"j" | b"t");
        let directive = match rest.next() {
            Some(b'd' | b'i' | b'u' | b'o' | b'x' | b'X') => {
                let size = match length.as_slice() {
                    b"hh" => 1,
                    b"h" => 2,
                    _ if wide => 8,
                    _ => 4,
                };
                (size, false, None)
            }
            Some(b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'a' | b'A') => {
                (if wide { 8 } else { 4 }, true, None)
            }
            Some(b'c') => (1, false, width),
            Some(b's') => (0, false, Some(width.map_or(usize::MAX, |w| w + 1))),
            Some(b'[') => {
                let _ = rest.next_if_eq(&b'^');
                let _ = rest.next_if_eq(&b']');
                for inner in rest.by_ref() {
                    if inner == b']' {
                        break;
                    }
                }
                (0, false, Some(width.map_or(usize::MAX, |w| w + 1)))
            }
            _ => continue,
        };
        if !skipped {
            out.push(directive);
        }
    }
    out
}

/// Where the C library writes, after each directive was held against its target. Text without a width goes through a buffer of its own.
fn places(
    format: &CStr,
    targets: &mut [Target<'_>],
    spare: &mut [Vec<i8>],
    room: usize,
) -> Vec<*mut c_void> {
    let wanted = directives(format.to_bytes());
    assert_eq!(wanted.len(), targets.len(), "directives and targets of a scan");
    let mut out = Vec::new();
    for (i, target) in targets.iter_mut().enumerate() {
        let (size, is_float, width) = wanted[i];
        out.push(match target {
            Target::Value { at, float } => {
                assert!(
                    at.len() == size && *float == is_float && width.is_none(),
                    "the directive of a scanned value"
                );
                at.as_mut_ptr().cast()
            }
            Target::Text(text) => match width {
                Some(width) if width <= text.len() => text.as_mut_ptr().cast(),
                Some(_) => {
                    spare[i] = vec![0; room];
                    spare[i].as_mut_ptr().cast()
                }
                None => panic!("the directive of a scanned text"),
            },
        });
    }
    out
}

/// Gives texts from their spare buffers to their targets.
fn settle(targets: &mut [Target<'_>], spare: &[Vec<i8>], done: i32) {
    for (i, target) in targets.iter_mut().enumerate() {
        if let (Target::Text(text), true) = (target, !spare[i].is_empty() && (i as i32) < done) {
            crate::string::strcpy(text, &spare[i]);
        }
    }
}

mod library {
    use super::*;
    unsafe extern "C" {
        pub fn scanf(format: *const c_char, ...) -> c_int;
        pub fn fscanf(file: *mut c_void, format: *const c_char, ...) -> c_int;
        pub fn sscanf(text: *const c_char, format: *const c_char, ...) -> c_int;
    }
}

/// Values of one call, at most.
const MOST: usize = 32;

/// Calls a function of the library with as many places as one scan may have; those behind the last directive are not looked at.
macro_rules! spread {
    ($function:expr, $places:expr, $($first:expr),+) => {{
        let to = &$places;
        assert!(to.len() <= MOST, "a scan of more than {MOST} values");
        let at = |i: usize| to.get(i).copied().unwrap_or(std::ptr::null_mut());
        $function(
            $($first,)+ at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7), at(8), at(9), at(10), at(11), at(12), at(13), at(14), at(15),
            at(16), at(17), at(18), at(19), at(20), at(21), at(22), at(23), at(24), at(25), at(26), at(27), at(28), at(29), at(30), at(31),
        )
    }};
}

/// Longest text that a directive without a width may read.
const ROOM: usize = 1 << 16;

/// `scanf`
pub fn scan(format: &CStr, targets: &mut [Target<'_>]) -> i32 {
    let mut spare = vec![Vec::new(); targets.len()];
    let to = places(format, targets, &mut spare, ROOM);
    // SAFETY: each directive was held against what its pointer leads to; those behind the last directive are not looked at.
    let done = unsafe { spread!(library::scanf, to, format.as_ptr()) };
    settle(targets, &spare, done);
    done
}

/// `fscanf`
pub fn scan_file(file: File, format: &CStr, targets: &mut [Target<'_>]) -> i32 {
    let Some(stream) = file.stream() else { return -1 };
    let mut spare = vec![Vec::new(); targets.len()];
    let to = places(format, targets, &mut spare, ROOM);
    // SAFETY: as above; the stream is open.
    let done = unsafe { spread!(library::fscanf, to, stream, format.as_ptr()) };
    settle(targets, &spare, done);
    done
}

/// `sscanf`
pub fn scan_text(text: &[i8], format: &CStr, targets: &mut [Target<'_>]) -> i32 {
    let text = CString::new(before_nul(text)).unwrap_or_default();
    let mut spare = vec![Vec::new(); targets.len()];
    let to = places(format, targets, &mut spare, text.as_bytes().len() + 1);
    // SAFETY: as above; the text ends with a NUL.
    let done = unsafe { spread!(library::sscanf, to, text.as_ptr(), format.as_ptr()) };
    settle(targets, &spare, done);
    done
}

/// `sscanf` of a text that may change.
pub fn scan_view(text: View<'_, i8>, format: &CStr, targets: &mut [Target<'_>]) -> i32 {
    scan_text(text.items(), format, targets)
}

#[macro_export]
macro_rules! scan {
    ($format:expr $(, $target:expr)*) => {
        $crate::scan::scan($format, &mut [$($crate::scan::Target::from($target)),*])
    };
}

#[macro_export]
macro_rules! scan_file {
    ($file:expr, $format:expr $(, $target:expr)*) => {
        $crate::scan::scan_file($file, $format, &mut [$($crate::scan::Target::from($target)),*])
    };
}

#[macro_export]
macro_rules! scan_text {
    ($text:expr, $format:expr $(, $target:expr)*) => {
        $crate::scan::scan_text($text, $format, &mut [$($crate::scan::Target::from($target)),*])
    };
}

/// As `scan_text!` of a text that may change.
#[macro_export]
macro_rules! scan_view {
    ($text:expr, $format:expr $(, $target:expr)*) => {
        $crate::scan::scan_view($text, $format, &mut [$($crate::scan::Target::from($target)),*])
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::literal;

    #[test]
    fn values_and_text() {
        let (mut number, mut real) = (0_i32, 0.0_f64);
        let mut word = [0_i8; 8];
        let done = scan_text(
            literal(c"12 abc 2.5"),
            c"%d %7s %lf",
            &mut [(&mut number).into(), (&mut word).into(), (&mut real).into()],
        );
        assert_eq!((done, number, real), (3, 12, 2.5));
        assert_eq!(word[..4], [97, 98, 99, 0]);
        let done = crate::scan_text!(literal(c"x"), c"%d", &mut number);
        assert_eq!((done, number), (0, 12));
        let done = crate::scan_text!(literal(c"xy"), c"%s", &mut word);
        assert_eq!((done, word[..3].to_vec()), (1, vec![120, 121, 0]));
    }

    #[test]
    #[should_panic(expected = "directive")]
    fn a_directive_of_another_size() {
        let mut number = 0_i64;
        crate::scan_text!(literal(c"1"), c"%d", &mut number);
    }
}
