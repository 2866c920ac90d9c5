//! `sys`

use std::cell::RefCell;

use crate::exception::{Arg, Exception};
use crate::integer::Integer;
use crate::show::{Repr, Str, to_str};

pub use crate::run::{recursion_limit, set_recursion_limit};

thread_local! {
    /// The name of the original program, where the generated `main` has set it.
    static SOURCE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Names the original program for `sys.argv[0]` and `__file__`.
pub fn set_source(path: &str) {
    SOURCE.set(Some(path.to_owned()));
}

/// `__file__`: the original, below `$TRANSPILE_SOURCE_ROOT`
pub fn source() -> String {
    let path = SOURCE.with_borrow(Clone::clone);
    let own = || std::env::args().next().unwrap_or_default();
    let path = path.unwrap_or_else(own);
    match std::env::var("TRANSPILE_SOURCE_ROOT") {
        Ok(root) if !path.starts_with('/') => format!("{root}/{path}"),
        _ => path,
    }
}

/// `sys.argv`
pub fn argv() -> Vec<String> {
    std::iter::once(source()).chain(std::env::args().skip(1)).collect()
}

/// `sys.exit()`
pub fn exit() -> ! {
    Exception::with_args("SystemExit", Vec::new()).unwind()
}

/// `sys.exit(status)`
pub fn exit_with(status: impl Integer) -> ! {
    Exception::with_args("SystemExit", vec![Arg::Int(status.clamp_i64())]).unwind()
}

/// `sys.exit(bool)`
pub fn exit_if(failed: bool) -> ! {
    exit_with(i64::from(failed))
}

/// `sys.exit(message)`
pub fn exit_saying<T: Str + Repr + ?Sized>(message: &T) -> ! {
    Exception::with_args("SystemExit", vec![Arg::Str(to_str(message))]).unwind()
}

/// `sys.stdout.write(text)`
pub fn write(text: &str) -> i64 {
    crate::stdout::write_str(text);
    crate::str::len(text)
}

/// `sys.stderr.write(text)`
pub fn write_error(text: &str) -> i64 {
    crate::stdout::write_error(format_args!("{text}"));
    crate::str::len(text)
}

/// `sys.maxsize`
pub fn maxsize() -> i64 {
    i64::MAX
}

/// `sys.setrecursionlimit(limit)`
pub fn setrecursionlimit(limit: impl Integer) {
    set_recursion_limit(limit.clamp_i64());
}

/// `sys.intern(text)`
pub fn intern(text: &str) -> String {
    text.to_owned()
}
