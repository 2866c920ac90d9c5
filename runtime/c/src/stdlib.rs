//! Functions of `<stdlib.h>`, `<time.h>` and `<assert.h>`.

use std::ffi::{CString, c_char, c_int, c_long, c_uint};

mod library {
    use super::*;
    unsafe extern "C" {
        pub safe fn rand() -> c_int;
        pub safe fn srand(seed: c_uint);
        pub safe fn clock() -> c_long;
        pub safe fn raise(signal: c_int) -> c_int;
        pub safe fn __errno_location() -> *mut c_int;
        pub fn time(at: *mut c_long) -> c_long;
        pub fn __assert_fail(
            test: *const c_char,
            file: *const c_char,
            line: c_uint,
            function: *const c_char,
        ) -> !;
    }
}

pub(crate) use library::raise;
pub use library::{clock, rand, srand};

/// `errno`
pub fn errno() -> i32 {
    // SAFETY: the library's own variable of this thread.
    unsafe { *library::__errno_location() }
}

/// `errno = value`
pub fn set_errno(value: i32) {
    // SAFETY: as above.
    unsafe { *library::__errno_location() = value }
}

/// `time(NULL)`
pub fn time() -> i64 {
    // SAFETY: a null pointer is allowed.
    unsafe { library::time(std::ptr::null_mut()) }
}

/// `__builtin_trap()`: an instruction that no processor has.
pub fn trap() -> ! {
    const SIGILL: c_int = 4;
    library::raise(SIGILL);
    std::process::abort()
}

/// What a failed `assert` does: its message on stderr, and the end of the program.
pub fn assert_fail(test: &str, file: &str, line: u32, function: &str) -> ! {
    let text = |text: &str| CString::new(text).unwrap_or_default();
    let (test, file, function) = (text(test), text(file), text(function));
    // SAFETY: C strings that live as long as the call.
    unsafe { library::__assert_fail(test.as_ptr(), file.as_ptr(), line, function.as_ptr()) }
}
