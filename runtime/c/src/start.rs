//! The start of a program: signals as a C program finds them, arguments as C strings, the status from `main`.

use crate::heap::Slice;
use crate::raw;
use crate::text::{Text, chars_of};
use std::cell::Cell;
use std::ffi::{CString, c_int};
use std::os::unix::ffi::OsStringExt;
use std::sync::OnceLock;

unsafe extern "C" {
    fn signal(number: c_int, handler: usize) -> usize;
    fn atexit(run: unsafe extern "C-unwind" fn()) -> c_int;
}

/// Rust ignores SIGPIPE and watches SIGSEGV and SIGBUS for stack overflows; C leaves them alone.
fn reset_signals() {
    for number in [13, 11, 7] {
        // SAFETY: setting the default action of a signal before the program starts touches nothing else.
        unsafe { signal(number, 0) };
    }
}

/// Strings that live as long as the program, with a null pointer behind the last.
fn c_strings(texts: impl Iterator<Item = Vec<u8>>) -> &'static mut [*mut i8] {
    let mut all: Vec<*mut i8> = texts
        .filter_map(|text| CString::new(text).ok())
        .map(|text| text.into_raw().cast())
        .collect();
    all.push(std::ptr::null_mut());
    all.leak()
}

fn arguments() -> &'static mut [*mut i8] {
    let all = c_strings(std::env::args_os().map(OsStringExt::into_vec));
    let (start, count) = (all.as_mut_ptr(), all.len());
    ARGUMENTS.set((start, count));
    all
}

thread_local! {
    /// Where the pointers to the arguments lie, and how many there are with the NULL behind them.
    static ARGUMENTS: Cell<(*mut *mut i8, usize)> = const { Cell::new((std::ptr::null_mut(), 0)) };
}

/// `argv[index]`, where the program keeps it.
pub fn argument_cells(index: isize) -> Slice<i8> {
    let (start, count) = ARGUMENTS.get();
    let Some(at) = usize::try_from(index).ok().filter(|&at| at < count) else {
        return Slice::null();
    };
    // SAFETY: so many pointers lie there, each NULL or that of a text that is never given back.
    unsafe {
        let text = start.add(at).read();
        if text.is_null() {
            return Slice::null();
        }
        let length = raw::strlen(text) as usize + 1;
        Slice::of(std::slice::from_raw_parts(text.cast::<Cell<i8>>(), length))
    }
}

/// `argv[index]`, where the program only reads its arguments.
pub fn argument(index: isize) -> Text {
    static ALL: OnceLock<Vec<Text>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let texts = std::env::args_os().map(OsStringExt::into_vec);
        let with_nul = texts.filter_map(|text| CString::new(text).ok());
        with_nul.map(|text| Text::new(chars_of(text.into_bytes_with_nul().leak()))).collect()
    });
    usize::try_from(index).ok().and_then(|index| all.get(index).copied()).unwrap_or(Text::null())
}

/// `int main(void)`
pub fn main(run: unsafe fn() -> i32) -> ! {
    reset_signals();
    // SAFETY: the translated program is as sound as its original.
    std::process::exit(unsafe { run() })
}

/// `int main(int argc, char **argv)`
pub fn main_args(run: unsafe fn(i32, *mut *mut i8) -> i32) -> ! {
    reset_signals();
    let args = arguments();
    // SAFETY: the arguments are C strings that are never freed.
    std::process::exit(unsafe { run(args.len() as i32 - 1, args.as_mut_ptr()) })
}

/// `int main(int argc, char **argv, char **envp)`
pub fn main_env(run: unsafe fn(i32, *mut *mut i8, *mut *mut i8) -> i32) -> ! {
    reset_signals();
    let args = arguments();
    let env = c_strings(std::env::vars_os().map(|(key, value)| {
        let mut text = key.into_vec();
        text.push(b'=');
        text.extend(value.into_vec());
        text
    }));
    // SAFETY: as above.
    std::process::exit(unsafe { run(args.len() as i32 - 1, args.as_mut_ptr(), env.as_mut_ptr()) })
}

/// Has a function run when the program ends, behind those that are registered later.
pub fn at_exit(run: Option<unsafe extern "C-unwind" fn()>) -> i32 {
    // SAFETY: the function lives as long as the program.
    run.map_or(-1, |run| unsafe { atexit(run) })
}
