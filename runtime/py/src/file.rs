//! Files: what `open` returns.

use std::io;

use crate::exception::{Arg, Exception, Result};
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

fn read_line(from: &mut impl io::BufRead) -> Result<String> {
    let mut line = Vec::new();
    from.read_until(b'\n', &mut line).map_err(|error| os_error(&error, None))?;
    crate::bytes::try_decode(&line, "utf-8")
}

fallible! {
    /// `sys.stdin.readline()`
    fn stdin_readline / try_stdin_readline []() -> String {
        read_line(&mut io::stdin().lock())
    }

    /// `sys.stdin.read()`
    fn stdin_read / try_stdin_read []() -> String {
        let mut bytes = Vec::new();
        io::Read::read_to_end(&mut io::stdin().lock(), &mut bytes).map_err(|error| os_error(&error, None))?;
        crate::bytes::try_decode(&bytes, "utf-8")
    }

    /// `sys.stdin.readlines()`
    fn stdin_readlines / try_stdin_readlines []() -> Vec<String> {
        Ok(try_stdin_read()?.split_inclusive('\n').map(str::to_owned).collect())
    }
}

/// `for line in sys.stdin`
pub fn stdin_iter() -> impl Iterator<Item = String> {
    std::iter::from_fn(|| Some(stdin_readline()).filter(|line| !line.is_empty()))
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
