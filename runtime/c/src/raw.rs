//! The C library's own functions, for pointers that could not be lifted.

use crate::stdio::Chars;
use std::ffi::{CStr, c_char, c_double, c_int, c_long, c_void};

unsafe extern "C" {
    pub fn strlen(text: *const c_char) -> u64;
    pub fn strcmp(a: *const c_char, b: *const c_char) -> c_int;
    pub fn strncmp(a: *const c_char, b: *const c_char, most: u64) -> c_int;
    pub fn strcasecmp(a: *const c_char, b: *const c_char) -> c_int;
    pub fn strcpy(to: *mut c_char, from: *const c_char) -> *mut c_char;
    pub fn strncpy(to: *mut c_char, from: *const c_char, count: u64) -> *mut c_char;
    pub fn strcat(to: *mut c_char, from: *const c_char) -> *mut c_char;
    pub fn strncat(to: *mut c_char, from: *const c_char, count: u64) -> *mut c_char;
    pub fn memcpy(to: *mut c_void, from: *const c_void, bytes: u64) -> *mut c_void;
    pub fn memmove(to: *mut c_void, from: *const c_void, bytes: u64) -> *mut c_void;
    pub fn memset(to: *mut c_void, byte: c_int, bytes: u64) -> *mut c_void;
    pub fn atoi(text: *const c_char) -> c_int;
    pub fn atol(text: *const c_char) -> c_long;
    pub fn atof(text: *const c_char) -> c_double;
    pub fn puts(text: *const c_char) -> c_int;
    pub fn malloc(bytes: u64) -> *mut c_void;
    pub fn calloc(count: u64, bytes: u64) -> *mut c_void;
    pub fn free(block: *mut c_void);
    pub fn scanf(format: *const c_char, ...) -> c_int;
    pub fn sscanf(text: *const c_char, format: *const c_char, ...) -> c_int;
}

/// The text behind a pointer, to be printed; the C library shows NULL as `(null)`.
///
/// # Safety
/// The pointer is NULL or that of a C string, which nothing changes while the result is used.
pub unsafe fn text(text: *const c_char) -> Chars<'static> {
    if text.is_null() {
        return Chars::of(b"(null)");
    }
    // SAFETY: as the caller promises.
    Chars::of(unsafe { CStr::from_ptr(text) }.to_bytes())
}
