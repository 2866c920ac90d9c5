//! Macros of the crate: pairs of fallible functions, and printing.

/// Defines `name`, which unwinds on failure, and `try_name`, which returns `Result`, from one body.
///
/// Generics stand in square brackets: `fn get / try_get [T: Clone] (xs: &[T], index: i64) -> T { … }`.
/// Several functions may follow one another; the body's type is `Result<T>`.
macro_rules! fallible {
    ($($(#[$meta:meta])* fn $name:ident / $try_name:ident [$($generics:tt)*] ($($arg:ident: $kind:ty),* $(,)?) -> $result:ty $body:block)*) => {
        $(
            $(#[$meta])*
            #[inline]
            #[track_caller]
            pub fn $name<$($generics)*>($($arg: $kind),*) -> $result {
                match $try_name($($arg),*) {
                    Ok(value) => value,
                    Err(error) => error.unwind(),
                }
            }

            /// The same; a failure is the `Err`.
            #[inline]
            #[allow(clippy::missing_errors_doc)]
            pub fn $try_name<$($generics)*>($($arg: $kind),*) -> $crate::exception::Result<$result> $body
        )*
    };
}

/// `assert test` and `assert test, message`: raises unless the test holds; the second argument is the exception.
#[macro_export]
#[doc(hidden)]
macro_rules! assert_holds {
    ($test:expr $(,)?) => {
        $crate::assert_holds!($test, $crate::exception::make("AssertionError"))
    };
    ($test:expr, $error:expr $(,)?) => {
        if !$test {
            $crate::raise($error);
        }
    };
}

/// `print(…, end="")`: a Rust format string and its arguments.
#[macro_export]
macro_rules! print {
    ($($arg:tt)*) => { $crate::stdout::write_fmt(::std::format_args!($($arg)*)) };
}

/// `print(…)`: a Rust format string and its arguments, then a line feed.
#[macro_export]
macro_rules! println {
    () => { $crate::stdout::write_str("\n") };
    ($($arg:tt)*) => { $crate::stdout::write_line(::std::format_args!($($arg)*)) };
}

/// `print(…, end="", file=sys.stderr)`.
#[macro_export]
macro_rules! eprint {
    ($($arg:tt)*) => { $crate::stdout::write_error(::std::format_args!($($arg)*)) };
}

/// `print(…, file=sys.stderr)`.
#[macro_export]
macro_rules! eprintln {
    () => { $crate::stdout::write_error(::std::format_args!("\n")) };
    ($($arg:tt)*) => { $crate::stdout::write_error_line(::std::format_args!($($arg)*)) };
}
