//! The functions of files on pointers that could not be lifted.

use super::*;

pub use library::{perror, remove, rename};

/// # Safety
/// The pointers are those of C strings.
pub unsafe fn fopen(name: *const c_char, mode: *const c_char) -> File {
    // SAFETY: as the caller promises, here and below.
    File::of(unsafe { library::fopen(name, mode) })
}

/// # Safety
/// As for `fopen`.
pub unsafe fn freopen(name: *const c_char, mode: *const c_char, file: File) -> File {
    let Some(stream) = file.stream() else { return File::null() };
    // SAFETY: as above.
    if unsafe { library::freopen(name, mode, stream) }.is_null() {
        file.take();
        return File::null();
    }
    file
}

/// # Safety
/// As for `fopen`.
pub unsafe fn popen(command: *const c_char, mode: *const c_char) -> File {
    // SAFETY: as above.
    File::of(unsafe { library::popen(command, mode) })
}

/// # Safety
/// As for `fopen`.
pub unsafe fn fdopen(number: c_int, mode: *const c_char) -> File {
    // SAFETY: as above.
    File::of(unsafe { library::fdopen(number, mode) })
}

/// `fgets`: was there a line?
///
/// # Safety
/// There is room for so many characters.
pub unsafe fn fgets(to: *mut c_char, size: c_int, file: File) -> bool {
    // SAFETY: as above.
    file.stream().is_some_and(|stream| unsafe { !library::fgets(to, size, stream).is_null() })
}

/// # Safety
/// There is room for so many items.
pub unsafe fn fread(to: *mut c_void, size: u64, count: u64, file: File) -> u64 {
    // SAFETY: as above.
    file.stream().map_or(0, |stream| unsafe {
        library::fread(to, size as usize, count as usize, stream) as u64
    })
}

/// # Safety
/// That many items lie there.
pub unsafe fn fwrite(from: *const c_void, size: u64, count: u64, file: File) -> u64 {
    // SAFETY: as above.
    file.stream().map_or(0, |stream| unsafe {
        library::fwrite(from, size as usize, count as usize, stream) as u64
    })
}

/// # Safety
/// The pointer is that of a C string.
pub unsafe fn fputs(text: *const c_char, file: File) -> i32 {
    // SAFETY: as above.
    let text = unsafe { std::ffi::CStr::from_ptr(text) };
    super::fputs(crate::text::chars_of(text.to_bytes_with_nul()), file)
}
