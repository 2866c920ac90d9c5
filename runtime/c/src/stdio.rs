//! Formatted output to the C library's own streams, so that it keeps its order with what the library prints itself.

use crate::heap::View;
use crate::text::{before_nul, chars_of};
use std::ffi::{c_char, c_int, c_void};
use std::fmt::{self, Display, Formatter, Write};

mod library {
    use super::*;
    unsafe extern "C" {
        pub static stdin: *mut c_void;
        pub static stdout: *mut c_void;
        pub static stderr: *mut c_void;
        pub fn fwrite(from: *const c_void, size: usize, count: usize, file: *mut c_void) -> usize;
        pub fn fgets(to: *mut c_char, size: c_int, file: *mut c_void) -> *mut c_char;
        pub fn fflush(file: *mut c_void) -> c_int;
        pub fn snprintf(to: *mut c_char, size: usize, format: *const c_char, ...) -> c_int;
        pub safe fn putchar(c: c_int) -> c_int;
        pub safe fn getchar() -> c_int;
    }
}

pub use library::{getchar, putchar};

/// Bytes that are no text travel through `fmt` as characters of a private plane, from here on.
const BYTES: u32 = 0x0010_FF00;

/// Bytes, with those of the private plane put back.
struct Buffer(Vec<u8>);

impl Write for Buffer {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if text.as_bytes().contains(&0xf4) {
            for c in text.chars() {
                match u32::from(c).checked_sub(BYTES) {
                    Some(byte) if byte < 256 => self.0.push(byte as u8),
                    _ => self.0.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
                }
            }
        } else {
            self.0.extend_from_slice(text.as_bytes());
        }
        Ok(())
    }
}

thread_local! {
    static SPARE: std::cell::Cell<Vec<u8>> = const { std::cell::Cell::new(Vec::new()) };
}

/// Makes the text and hands it to one of the library's streams; the number of bytes.
fn write(error: bool, args: fmt::Arguments<'_>) -> i32 {
    // SAFETY: the streams are the library's.
    unsafe { write_to(if error { library::stderr } else { library::stdout }, args) }
}

/// As `write`.
///
/// # Safety
/// The stream is open.
pub(crate) unsafe fn write_to(file: *mut c_void, args: fmt::Arguments<'_>) -> i32 {
    // Functions that run at the end of the program find no spare buffer any more.
    let mut buffer = Buffer(SPARE.try_with(std::cell::Cell::take).unwrap_or_default());
    buffer.0.clear();
    if let Some(text) = args.as_str() {
        buffer.0.extend_from_slice(text.as_bytes());
    } else if buffer.write_fmt(args).is_err() {
        return -1;
    }
    let bytes = buffer.0;
    // SAFETY: the caller's promise, and the bytes are all there.
    let written = unsafe { library::fwrite(bytes.as_ptr().cast(), 1, bytes.len(), file) };
    let result = if written < bytes.len() { -1 } else { bytes.len() as i32 };
    let _ = SPARE.try_with(|spare| spare.set(bytes));
    result
}

/// `printf` with a compiled format.
pub fn print(args: fmt::Arguments<'_>) -> i32 {
    write(false, args)
}

/// `fprintf(stderr, …)` with a compiled format.
pub fn eprint(args: fmt::Arguments<'_>) -> i32 {
    write(true, args)
}

/// `snprintf` with a compiled format.
pub fn snprint(to: &mut [i8], size: u64, text: String) -> i32 {
    let bytes = plain(&text);
    if size > 0 {
        let count = bytes.len().min(size as usize - 1);
        to[..count].copy_from_slice(chars_of(&bytes[..count]));
        to[count] = 0;
    }
    bytes.len() as i32
}

/// The bytes of compiled text.
pub(crate) fn plain(text: &str) -> Vec<u8> {
    let mut buffer = Buffer(Vec::with_capacity(text.len()));
    let _ = buffer.write_str(text);
    buffer.0
}

/// `fgets(to, size, stdin)`: was there a line?
pub fn read_line(to: &mut [i8], size: i32) -> bool {
    let room = size.min(i32::try_from(to.len()).unwrap_or(i32::MAX));
    // SAFETY: there is room for that many characters.
    unsafe { !fgets(to.as_mut_ptr(), room).is_null() }
}

/// The library's function on its own stream.
pub(crate) unsafe fn fgets(to: *mut c_char, size: c_int) -> *mut c_char {
    // SAFETY: as the caller promises.
    unsafe { library::fgets(to, size, library::stdin) }
}

/// `fflush(stdout)`
pub fn flush() -> i32 {
    // SAFETY: the stream is the library's.
    unsafe { library::fflush(library::stdout) }
}

#[macro_export]
macro_rules! print {
    ($($arg:tt)*) => { $crate::stdio::print(::std::format_args!($($arg)*)) };
}

#[macro_export]
macro_rules! eprint {
    ($($arg:tt)*) => { $crate::stdio::eprint(::std::format_args!($($arg)*)) };
}

/// `%c`: one byte.
#[derive(Clone, Copy)]
pub struct Byte(pub i32);

impl Display for Byte {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let byte = self.0 as u8;
        let c = if byte < 128 {
            char::from(byte)
        } else {
            char::from_u32(BYTES + u32::from(byte)).unwrap_or('?')
        };
        f.pad(c.encode_utf8(&mut [0; 4]))
    }
}

/// `%s`: bytes up to the NUL, as they are when they are printed.
#[derive(Clone, Copy)]
pub enum Chars<'a> {
    Bytes(&'a [u8]),
    View(View<'a, i8>),
}

impl<'a> Chars<'a> {
    pub const fn of(bytes: &'a [u8]) -> Self {
        Chars::Bytes(bytes)
    }
}

impl<'a> From<View<'a, i8>> for Chars<'a> {
    fn from(view: View<'a, i8>) -> Self {
        Chars::View(view)
    }
}

/// A string to be printed.
pub fn text(chars: &[i8]) -> Chars<'_> {
    Chars::Bytes(if chars.is_empty() { b"(null)" } else { before_nul(chars) })
}

impl Display for Chars<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let bytes: &[u8] = match self {
            Chars::Bytes(bytes) => bytes,
            // of NULL no characters are lent
            Chars::View(view) if view.items().is_empty() => b"(null)",
            Chars::View(view) => before_nul(view.items()),
        };
        if f.width().is_none() {
            return spell(bytes, f);
        }
        let mut text = String::new();
        spell(bytes, &mut text)?;
        f.pad(&text)
    }
}

/// Bytes as a text to be printed.
pub(crate) fn spelled_text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    let _ = spell(bytes, &mut text);
    text
}

/// Bytes as text: those of ASCII are themselves, the others travel in the private plane.
fn spell(bytes: &[u8], out: &mut impl Write) -> fmt::Result {
    let mut rest = bytes;
    while !rest.is_empty() {
        let plain = rest.iter().position(|byte| *byte >= 128).unwrap_or(rest.len());
        if let Ok(text) = std::str::from_utf8(&rest[..plain]) {
            out.write_str(text)?;
        }
        rest = &rest[plain..];
        if let [byte, more @ ..] = rest {
            out.write_char(char::from_u32(BYTES + u32::from(*byte)).unwrap_or('?'))?;
            rest = more;
        }
    }
    Ok(())
}

/// `puts`
pub fn puts(chars: &[i8]) -> i32 {
    print(format_args!("{}\n", text(chars)))
}

/// `%f`: infinities and NaN as C writes them.
#[derive(Clone, Copy)]
pub struct Float(pub f64);

impl Display for Float {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.0.is_finite() {
            return self.0.fmt(f);
        }
        let sign = if self.0.is_sign_negative() {
            "-"
        } else if f.sign_plus() {
            "+"
        } else {
            ""
        };
        let text = format!("{sign}{}", if self.0.is_nan() { "nan" } else { "inf" });
        let width = f.width().unwrap_or(0);
        if matches!(f.align(), Some(fmt::Alignment::Left)) {
            write!(f, "{text:<width$}")
        } else {
            write!(f, "{text:>width$}")
        }
    }
}

/// What the library's `snprintf` makes of a number.
fn formatted(format: &std::ffi::CStr, precision: i32, value: f64) -> String {
    let mut bytes = vec![0_u8; usize::try_from(precision).unwrap_or(0) + 64];
    // SAFETY: the format is one of ours: it takes a precision and a double; the buffer's size is told.
    let length = unsafe {
        library::snprintf(bytes.as_mut_ptr().cast(), bytes.len(), format.as_ptr(), precision, value)
    };
    bytes.truncate(usize::try_from(length).unwrap_or(0));
    String::from_utf8(bytes).unwrap_or_default()
}

/// `%.*e`
pub fn exponent(value: f64, precision: i32) -> String {
    formatted(c"%.*e", precision, value)
}

/// `%.*g`
pub fn general(value: f64, precision: i32) -> String {
    formatted(c"%.*g", precision, value)
}

/// One of two texts.
pub fn choose(test: bool, then: &'static str, or_else: &'static str) -> Text {
    if test { then } else { or_else }
}

/// A text of the program.
pub type Text = &'static str;
