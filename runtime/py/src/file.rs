//! Files: what `open` returns.

use std::io;

use crate::exception::{Arg, Exception};
use crate::show::to_repr;

/// The exception of a failed system call.
pub(crate) fn os_error(error: &io::Error, path: Option<&str>) -> Exception {
    let number = i64::from(error.raw_os_error().unwrap_or(5));
    let text = error.to_string();
    let reason = text.split(" (os error").next().unwrap_or_default().to_owned();
    let class = match number {
        1 | 13 => "PermissionError",
        2 => "FileNotFoundError",
        4 => "InterruptedError",
        10 => "ChildProcessError",
        17 => "FileExistsError",
        20 => "NotADirectoryError",
        21 => "IsADirectoryError",
        32 => "BrokenPipeError",
        _ => "OSError",
    };
    let mut shown = format!("[Errno {number}] {reason}");
    if let Some(path) = path {
        shown.push_str(": ");
        shown.push_str(&to_repr(path));
    }
    Exception::with_text(class, vec![Arg::Int(number), Arg::Str(reason)], shown)
}

fallible! {
    /// `input()`
    fn input / try_input [] () -> String {
        crate::stdout::flush();
        let mut line = Vec::new();
        let read = io::BufRead::read_until(&mut io::stdin().lock(), b'\n', &mut line);
        match read {
            Err(error) => Err(os_error(&error, None)),
            Ok(0) => Err(Exception::new("EOFError", "EOF when reading a line")),
            Ok(_) => {
                if line.last() == Some(&b'\n') {
                    line.pop();
                }
                crate::bytes::try_decode(&line, "utf-8")
            }
        }
    }

    /// `input(prompt)`
    fn input_with / try_input_with [T: crate::show::Str + ?Sized](prompt: &T) -> String {
        crate::stdout::write_str(&crate::show::to_str(prompt));
        try_input()
    }
}
