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

/// `sys.version_info`: of the interpreter whose behaviour this is
pub fn version_info() -> (i64, i64, i64, String, i64) {
    (3, 11, 2, "final".to_owned(), 0)
}

/// `sys.platform`
pub fn platform() -> String {
    "linux".to_owned()
}

/// `sys.byteorder`
pub fn byteorder() -> String {
    if cfg!(target_endian = "little") { "little" } else { "big" }.to_owned()
}

/// `sys.maxunicode`
pub fn maxunicode() -> i64 {
    0x10_ffff
}

/// `sys.float_info`
#[derive(Clone, Copy, Debug)]
pub struct FloatInfo;

/// `sys.float_info`
pub fn float_info() -> FloatInfo {
    FloatInfo
}

macro_rules! float_facts {
    ($($name:ident $kind:ty, $value:expr;)*) => {
        $(
            #[doc = concat!("`sys.float_info.", stringify!($name), "`")]
            pub fn $name(_: FloatInfo) -> $kind {
                $value
            }
        )*
    };
}

float_facts! {
    epsilon f64, f64::EPSILON;
    float_max f64, f64::MAX;
    float_min f64, f64::MIN_POSITIVE;
    digits i64, i64::from(f64::DIGITS);
    mantissa_digits i64, i64::from(f64::MANTISSA_DIGITS);
}

/// `sys.set_int_max_str_digits(limit)`
#[track_caller]
pub fn set_int_max_str_digits(limit: impl Integer) {
    crate::integer::set_max_digits(limit.clamp_i64());
}

/// `sys.get_int_max_str_digits()`
pub fn int_max_str_digits() -> i64 {
    crate::integer::max_digits()
}

/// `sys.setrecursionlimit(limit)`
pub fn setrecursionlimit(limit: impl Integer) {
    set_recursion_limit(limit.clamp_i64());
}

/// `sys.intern(text)`
pub fn intern(text: &str) -> String {
    text.to_owned()
}

/// `sys.getdefaultencoding()`
pub fn default_encoding() -> String {
    "utf-8".to_owned()
}
