//! The C library's own functions, for pointers that could not be lifted.

use crate::stdio::Chars;
use crate::string;
use crate::text::chars_of;
use std::ffi::{CStr, c_char, c_double, c_int, c_long, c_void};

unsafe extern "C" {
    pub fn strlen(text: *const c_char) -> u64;
    pub fn strcmp(a: *const c_char, b: *const c_char) -> c_int;
    pub fn strncmp(a: *const c_char, b: *const c_char, most: u64) -> c_int;
    pub fn strcasecmp(a: *const c_char, b: *const c_char) -> c_int;
    pub fn strncasecmp(a: *const c_char, b: *const c_char, most: u64) -> c_int;
    pub fn memcmp(a: *const c_void, b: *const c_void, bytes: u64) -> c_int;
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
    pub fn atoll(text: *const c_char) -> c_long;
    pub fn strchr(text: *const c_char, c: c_int) -> *mut c_char;
    pub fn strrchr(text: *const c_char, c: c_int) -> *mut c_char;
    pub fn strstr(text: *const c_char, part: *const c_char) -> *mut c_char;
    pub fn strpbrk(text: *const c_char, set: *const c_char) -> *mut c_char;
    pub fn strtok(text: *mut c_char, set: *const c_char) -> *mut c_char;
    pub fn strdup(text: *const c_char) -> *mut c_char;
    pub fn strspn(text: *const c_char, set: *const c_char) -> u64;
    pub fn strcspn(text: *const c_char, set: *const c_char) -> u64;
    pub fn strtol(text: *const c_char, end: *mut *mut c_char, base: c_int) -> c_long;
    pub fn strtoul(text: *const c_char, end: *mut *mut c_char, base: c_int) -> u64;
    pub fn strtod(text: *const c_char, end: *mut *mut c_char) -> c_double;
    pub fn puts(text: *const c_char) -> c_int;
    pub fn malloc(bytes: u64) -> *mut c_void;
    pub fn calloc(count: u64, bytes: u64) -> *mut c_void;
    pub fn free(block: *mut c_void);
    pub fn scanf(format: *const c_char, ...) -> c_int;
    pub fn fscanf(file: *mut c_void, format: *const c_char, ...) -> c_int;
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

/// The characters of a C string, and its NUL.
unsafe fn chars<'a>(text: *const c_char) -> &'a [i8] {
    // SAFETY: as the caller promises.
    chars_of(unsafe { CStr::from_ptr(text) }.to_bytes_with_nul())
}

/// Does `strchr` find the character?
///
/// # Safety
/// The pointer is that of a C string.
pub unsafe fn holds(text: *const c_char, c: c_int) -> bool {
    // SAFETY: as the caller promises.
    string::holds(unsafe { chars(text) }, c)
}

/// A copy of the text as a vector.
///
/// # Safety
/// The pointer is that of a C string.
pub unsafe fn to_vec(text: *const c_char) -> Vec<c_char> {
    // SAFETY: as the caller promises.
    string::to_vec(chars_of(unsafe { CStr::from_ptr(text) }.to_bytes_with_nul()))
}

/// `strtok(NULL, set)`: the next part of the text that was cut last.
///
/// # Safety
/// The set ends with a NUL, and the text that was cut last is still there.
pub unsafe fn strtok_on(_text: *mut c_char, set: *const c_char) -> *mut c_char {
    // SAFETY: as the caller promises.
    unsafe { strtok(std::ptr::null_mut(), set) }
}

/// Does `strpbrk` find a character of the set?
///
/// # Safety
/// The pointers are those of C strings.
pub unsafe fn holds_any(text: *const c_char, set: *const c_char) -> bool {
    // SAFETY: as the caller promises.
    unsafe { string::holds_any(chars(text), chars(set)) }
}

/// Does `strstr` find the part?
///
/// # Safety
/// The pointers are those of C strings.
pub unsafe fn contains(text: *const c_char, part: *const c_char) -> bool {
    // SAFETY: as the caller promises.
    unsafe { string::contains(chars(text), chars(part)) }
}

/// `strtol(text, NULL, base)`
///
/// # Safety
/// The pointer is that of a C string.
pub unsafe fn strtol_whole(text: *const c_char, base: c_int) -> i64 {
    // SAFETY: as the caller promises.
    unsafe { strtol(text, std::ptr::null_mut(), base) }
}

/// `strtoul(text, NULL, base)`
///
/// # Safety
/// The pointer is that of a C string.
pub unsafe fn strtoul_whole(text: *const c_char, base: c_int) -> u64 {
    // SAFETY: as the caller promises.
    unsafe { strtoul(text, std::ptr::null_mut(), base) }
}

/// `strtod(text, NULL)`
///
/// # Safety
/// The pointer is that of a C string.
pub unsafe fn strtod_whole(text: *const c_char) -> f64 {
    // SAFETY: as the caller promises.
    unsafe { strtod(text, std::ptr::null_mut()) }
}

/// How many characters of the text `strtol` reads.
///
/// # Safety
/// The pointer is that of a C string.
pub unsafe fn strtol_length(text: *const c_char, base: c_int) -> u64 {
    let mut end = std::ptr::null_mut();
    // SAFETY: as the caller promises; the end lies in the text.
    unsafe {
        strtol(text, &raw mut end, base);
        end.cast_const().offset_from(text) as u64
    }
}

/// How many characters of the text `strtod` reads.
///
/// # Safety
/// The pointer is that of a C string.
pub unsafe fn strtod_length(text: *const c_char) -> u64 {
    let mut end = std::ptr::null_mut();
    // SAFETY: as above.
    unsafe {
        strtod(text, &raw mut end);
        end.cast_const().offset_from(text) as u64
    }
}

/// `fgets(to, size, stdin)`: was there a line?
///
/// # Safety
/// There is room for so many characters.
pub unsafe fn read_line(to: *mut c_char, size: c_int) -> bool {
    // SAFETY: as the caller promises.
    unsafe { !crate::stdio::fgets(to, size).is_null() }
}

/// `snprintf` with a compiled format.
///
/// # Safety
/// There is room for so many characters, or for the text and its NUL.
pub unsafe fn snprint(to: *mut c_char, size: u64, text: String) -> i32 {
    let bytes = crate::stdio::plain(&text);
    if size > 0 {
        let count = bytes.len().min(size as usize - 1);
        // SAFETY: as the caller promises.
        unsafe {
            std::ptr::copy_nonoverlapping(bytes.as_ptr().cast(), to, count);
            *to.add(count) = 0;
        }
    }
    bytes.len() as i32
}
