//! Streams of the C library. A [`File`] is a `FILE *`: it is copied freely, and what is done with one that was closed fails as it does at the
//! end of a file. The library's own stream stays behind it, so that its buffers and its order are the library's.

use crate::heap::{View, null};
use crate::string::{Fill, c_string};
use crate::text::before_nul;
use std::cell::{Cell, RefCell};
use std::ffi::{c_char, c_int, c_long, c_void};
use std::fmt;

mod names;
pub mod raw;

use names::path;
pub use names::{remove, remove_view, rename, rename_view};

mod library {
    use super::*;
    unsafe extern "C" {
        pub static stdin: *mut c_void;
        pub static stdout: *mut c_void;
        pub static stderr: *mut c_void;
        pub fn fopen(path: *const c_char, mode: *const c_char) -> *mut c_void;
        pub fn freopen(path: *const c_char, mode: *const c_char, file: *mut c_void) -> *mut c_void;
        pub fn popen(command: *const c_char, mode: *const c_char) -> *mut c_void;
        pub fn fdopen(number: c_int, mode: *const c_char) -> *mut c_void;
        pub safe fn tmpfile() -> *mut c_void;
        pub fn remove(path: *const c_char) -> c_int;
        pub fn rename(from: *const c_char, to: *const c_char) -> c_int;
        pub fn perror(what: *const c_char);
        pub fn fclose(file: *mut c_void) -> c_int;
        pub fn pclose(file: *mut c_void) -> c_int;
        pub fn fgetc(file: *mut c_void) -> c_int;
        pub fn fputc(c: c_int, file: *mut c_void) -> c_int;
        pub fn ungetc(c: c_int, file: *mut c_void) -> c_int;
        pub fn fgets(to: *mut c_char, size: c_int, file: *mut c_void) -> *mut c_char;
        pub fn fread(to: *mut c_void, size: usize, count: usize, file: *mut c_void) -> usize;
        pub fn fwrite(from: *const c_void, size: usize, count: usize, file: *mut c_void) -> usize;
        pub fn feof(file: *mut c_void) -> c_int;
        pub fn ferror(file: *mut c_void) -> c_int;
        pub fn clearerr(file: *mut c_void);
        pub fn fflush(file: *mut c_void) -> c_int;
        pub fn fileno(file: *mut c_void) -> c_int;
        pub fn rewind(file: *mut c_void);
        pub fn fseek(file: *mut c_void, offset: c_long, from: c_int) -> c_int;
        pub fn ftell(file: *mut c_void) -> c_long;
    }
}

/// What stands for a stream of the library; its address is NULL once the stream is closed.
pub struct Stream(Cell<*mut c_void>);

thread_local! {
    /// Those whose streams are open.
    static OPEN: RefCell<Vec<&'static Stream>> = const { RefCell::new(Vec::new()) };
    /// Those that wait for another stream.
    static CLOSED: RefCell<Vec<&'static Stream>> = const { RefCell::new(Vec::new()) };
}

/// `FILE *`
#[derive(Clone, Copy, Default)]
#[repr(transparent)]
pub struct File(Option<&'static Stream>);

impl PartialEq for File {
    fn eq(&self, other: &Self) -> bool {
        self.0.map(std::ptr::from_ref) == other.0.map(std::ptr::from_ref)
    }
}

impl Eq for File {}

impl File {
    /// NULL
    pub const fn null() -> Self {
        File(None)
    }

    /// Is it NULL?
    pub const fn is_null(self) -> bool {
        self.0.is_none()
    }

    /// The library's stream.
    pub fn as_mut_ptr(self) -> *mut c_void {
        self.0.map_or(std::ptr::null_mut(), |stream| stream.0.get())
    }

    /// A stream that came another way.
    ///
    /// # Safety
    /// It is null, or a stream of the library that only closes by `fclose` and `pclose` of this module as long as the result is used.
    pub unsafe fn from_ptr<F>(stream: *mut F) -> Self {
        Self::of(stream.cast())
    }

    /// The handle of a stream that the library made.
    fn of(stream: *mut c_void) -> Self {
        if stream.is_null() {
            return Self::null();
        }
        OPEN.with_borrow_mut(|open| {
            let known = open.iter().copied().find(|each| each.0.get() == stream);
            File(Some(known.unwrap_or_else(|| {
                let spare = CLOSED.with_borrow_mut(Vec::pop);
                let made = spare.unwrap_or_else(|| Box::leak(Box::new(Stream(Cell::new(stream)))));
                made.0.set(stream);
                open.push(made);
                made
            })))
        })
    }

    /// The stream where it is open; a program that uses NULL ends as it does in C.
    #[inline]
    pub(crate) fn stream(self) -> Option<*mut c_void> {
        let Some(stream) = self.0 else { null() };
        Some(stream.0.get()).filter(|at| !at.is_null())
    }

    /// Takes the stream away.
    fn take(self) -> Option<*mut c_void> {
        let stream = self.stream()?;
        if let Some(each) = self.0 {
            each.0.set(std::ptr::null_mut());
            OPEN.with_borrow_mut(|open| open.retain(|other| !std::ptr::eq(*other, each)));
            CLOSED.with_borrow_mut(|closed| closed.push(each));
        }
        Some(stream)
    }
}

/// The result where the stream is closed.
const EOF: c_int = -1;

/// `stdin`
pub fn stdin() -> File {
    // SAFETY: the library's own variable.
    File::of(unsafe { library::stdin })
}

/// `stdout`
pub fn stdout() -> File {
    // SAFETY: as above.
    File::of(unsafe { library::stdout })
}

/// `stderr`
pub fn stderr() -> File {
    // SAFETY: as above.
    File::of(unsafe { library::stderr })
}

pub fn fopen(name: &[i8], mode: &[i8]) -> File {
    // SAFETY: C strings, here and below.
    File::of(unsafe { library::fopen(path(name).as_ptr(), c_string(mode).as_ptr()) })
}

/// The stream stays where it is, or is closed.
pub fn freopen(name: &[i8], mode: &[i8], file: File) -> File {
    let Some(stream) = file.stream() else { return File::null() };
    // SAFETY: a stream that is open.
    let again =
        unsafe { library::freopen(c_string(name).as_ptr(), c_string(mode).as_ptr(), stream) };
    if again.is_null() {
        file.take();
        return File::null();
    }
    file
}

pub fn popen(command: &[i8], mode: &[i8]) -> File {
    // SAFETY: C strings.
    File::of(unsafe { library::popen(c_string(command).as_ptr(), c_string(mode).as_ptr()) })
}

pub fn fdopen(number: i32, mode: &[i8]) -> File {
    // SAFETY: a C string.
    File::of(unsafe { library::fdopen(number, c_string(mode).as_ptr()) })
}

pub fn tmpfile() -> File {
    File::of(library::tmpfile())
}

/// The library's functions on a stream that is open, and their results where it is not.
macro_rules! on_stream {
    ($($name:ident($($arg:ident: $type:ty),*) -> $result:ty = $closed:expr;)*) => { $(
        #[inline]
        pub fn $name($($arg: $type,)* file: File) -> $result {
            match file.stream() {
                // SAFETY: a stream that is open.
                Some(stream) => unsafe { library::$name($($arg,)* stream) },
                None => $closed,
            }
        }
    )* };
}
on_stream! {
    fgetc() -> i32 = EOF;
    fputc(c: i32) -> i32 = EOF;
    ungetc(c: i32) -> i32 = EOF;
    feof() -> i32 = 0;
    ferror() -> i32 = 1;
    clearerr() -> () = ();
    fileno() -> i32 = EOF;
    rewind() -> () = ();
    ftell() -> i64 = -1;
}

/// `fflush`; of NULL all streams are flushed.
pub fn fflush(file: File) -> i32 {
    let stream = if file.is_null() { Some(std::ptr::null_mut()) } else { file.stream() };
    // SAFETY: a stream that is open, or NULL.
    stream.map_or(EOF, |stream| unsafe { library::fflush(stream) })
}

pub fn fseek(file: File, offset: i64, from: i32) -> i32 {
    // SAFETY: a stream that is open.
    file.stream().map_or(EOF, |stream| unsafe { library::fseek(stream, offset, from) })
}

pub fn fclose(file: File) -> i32 {
    // SAFETY: a stream that was open, and that no handle leads to any more.
    file.take().map_or(EOF, |stream| unsafe { library::fclose(stream) })
}

pub fn pclose(file: File) -> i32 {
    // SAFETY: as above.
    file.take().map_or(EOF, |stream| unsafe { library::pclose(stream) })
}

/// `fgets`: was there a line?
pub fn fgets(to: &mut [i8], size: i32, file: File) -> bool {
    let room = size.min(i32::try_from(to.len()).unwrap_or(i32::MAX));
    // SAFETY: a stream that is open, and room for that many characters.
    file.stream()
        .is_some_and(|stream| unsafe { !library::fgets(to.as_mut_ptr(), room, stream).is_null() })
}

/// As `fgets`, into characters that others may look at.
pub fn fgets_view(to: &[Cell<i8>], size: i32, file: File) -> bool {
    let room = size.min(i32::try_from(to.len()).unwrap_or(i32::MAX));
    let start = to.as_ptr().cast::<i8>().cast_mut();
    // SAFETY: as above; characters lie where their cells lie.
    file.stream().is_some_and(|stream| unsafe { !library::fgets(start, room, stream).is_null() })
}

/// Holds what the call is to move against what there is.
fn check(size: u64, count: u64, room: usize) {
    let bytes = size.checked_mul(count).and_then(|bytes| usize::try_from(bytes).ok());
    assert!(bytes.is_some_and(|bytes| bytes <= room), "{count} items of {size} bytes do not fit");
}

pub fn fread<T: Fill>(to: &mut [T], size: u64, count: u64, file: File) -> u64 {
    check(size, count, size_of_val(to));
    // SAFETY: a stream that is open; there is room, and any bytes are a value.
    file.stream().map_or(0, |stream| unsafe {
        library::fread(to.as_mut_ptr().cast(), size as usize, count as usize, stream) as u64
    })
}

/// As `fread`, into items that others may look at.
pub fn fread_view<T: Fill>(to: &[Cell<T>], size: u64, count: u64, file: File) -> u64 {
    check(size, count, size_of_val(to));
    let start = to.as_ptr().cast_mut().cast();
    // SAFETY: as above; items lie where their cells lie.
    file.stream().map_or(0, |stream| unsafe {
        library::fread(start, size as usize, count as usize, stream) as u64
    })
}

pub fn fwrite<T: Fill>(from: &[T], size: u64, count: u64, file: File) -> u64 {
    check(size, count, size_of_val(from));
    // SAFETY: a stream that is open, and all bytes are there.
    file.stream().map_or(0, |stream| unsafe {
        library::fwrite(from.as_ptr().cast(), size as usize, count as usize, stream) as u64
    })
}

/// As `fwrite`, of items that others may change.
pub fn fwrite_view<T: Fill>(from: View<'_, T>, size: u64, count: u64, file: File) -> u64 {
    fwrite(from.items(), size, count, file)
}

pub fn fputs(text: &[i8], file: File) -> i32 {
    let bytes = before_nul(text);
    let whole = fwrite(bytes, 1, bytes.len() as u64, file) == bytes.len() as u64;
    if whole { 1 } else { EOF }
}

/// `fprintf` with a compiled format.
pub fn print(file: File, args: fmt::Arguments<'_>) -> i32 {
    // SAFETY: a stream that is open.
    file.stream().map_or(EOF, |stream| unsafe { crate::stdio::write_to(stream, args) })
}

#[macro_export]
macro_rules! fprint {
    ($file:expr, $($arg:tt)*) => { $crate::file::print($file, ::std::format_args!($($arg)*)) };
}

/// What the last error was, behind a text of the program.
pub fn perror(what: &[i8]) {
    let error = crate::stdlib::errno();
    let what = c_string(what);
    crate::stdlib::set_errno(error);
    // SAFETY: a C string.
    unsafe { library::perror(what.as_ptr()) }
}

pub fn perror_view(what: View<'_, i8>) {
    perror(what.items());
}

pub fn fopen_view(name: View<'_, i8>, mode: View<'_, i8>) -> File {
    fopen(name.items(), mode.items())
}

pub fn freopen_view(name: View<'_, i8>, mode: View<'_, i8>, file: File) -> File {
    freopen(name.items(), mode.items(), file)
}

pub fn popen_view(command: View<'_, i8>, mode: View<'_, i8>) -> File {
    popen(command.items(), mode.items())
}

pub fn fdopen_view(number: i32, mode: View<'_, i8>) -> File {
    fdopen(number, mode.items())
}

pub fn fputs_view(text: View<'_, i8>, file: File) -> i32 {
    fputs(text.items(), file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::literal;

    #[test]
    fn nothing_is_the_name_of_no_file() {
        assert!(fopen(&[], literal(c"rb")).is_null());
        assert_eq!((remove(&[]), rename(&[], &[])), (-1, -1));
    }

    #[test]
    fn what_was_written_is_read() {
        let file = tmpfile();
        assert_eq!((fputs(literal(c"one\n"), file), crate::fprint!(file, "{}\n", 2)), (1, 2));
        assert_eq!(fwrite(&[1_i32, 2], 4, 2, file), 2);
        rewind(file);
        let mut line = [9_i8; 8];
        assert!(fgets(&mut line, 8, file));
        assert_eq!(line[..5], [111, 110, 101, 10, 0]);
        assert_eq!((fgetc(file), fgetc(file), ftell(file)), (50, 10, 6));
        let numbers = [0_i32; 3].map(Cell::new);
        assert_eq!(fread_view(&numbers, 4, 3, file), 2);
        assert_eq!((numbers[1].get(), feof(file)), (2, 1));
        assert_eq!(fclose(file), 0);
    }

    #[test]
    fn a_closed_stream_gives_nothing() {
        let file = tmpfile();
        let again = file;
        fclose(file);
        assert_eq!((fgetc(again), fputc(65, again), fclose(again)), (EOF, EOF, EOF));
        assert!(again == file && !again.is_null() && again.as_mut_ptr().is_null());
        assert!(fopen(literal(c"/nonexistent/file"), literal(c"r")).is_null());
        assert!(stdout() == stdout() && stdout() != stderr() && stdin() != File::null());
    }

    #[test]
    fn names_of_files() {
        assert_eq!(remove(literal(c"/nonexistent/file")), -1);
        assert_eq!(rename(literal(c"/nonexistent/file"), literal(c"/nonexistent/other")), -1);
    }

    #[test]
    #[should_panic(expected = "do not fit")]
    fn more_than_there_is_room_for() {
        fread(&mut [0_u8; 2], 1, 3, stdin());
    }
}
