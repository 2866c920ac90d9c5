//! The standard streams as objects.

use std::sync::atomic::{AtomicBool, Ordering};

use super::*;

/// Has the program closed `sys.stdin`?
static CLOSED: AtomicBool = AtomicBool::new(false);

/// `sys.stdin` as an object.
#[derive(Clone, Copy, PartialEq)]
pub struct Stdin;

/// `sys.stdout` as an object.
#[derive(Clone, Copy, PartialEq)]
pub struct Stdout;

/// `sys.stderr` as an object.
#[derive(Clone, Copy, PartialEq)]
pub struct Stderr;

/// Standard input, where it is still open.
pub(super) fn open_stdin() -> Result<io::StdinLock<'static>> {
    if CLOSED.load(Ordering::Relaxed) {
        return Err(value_error("I/O operation on closed file."));
    }
    Ok(io::stdin().lock())
}

fn read_line(from: &mut impl io::BufRead) -> Result<String> {
    let mut line = Vec::new();
    from.read_until(b'\n', &mut line).map_err(|error| os_error(&error, None))?;
    crate::bytes::try_decode(&line, "utf-8")
}

fallible! {
    /// `sys.stdin.readline()`
    fn stdin_readline / try_stdin_readline []() -> String {
        read_line(&mut open_stdin()?)
    }

    /// `sys.stdin.read()`
    fn stdin_read / try_stdin_read []() -> String {
        let mut bytes = Vec::new();
        io::Read::read_to_end(&mut open_stdin()?, &mut bytes).map_err(|error| os_error(&error, None))?;
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
        let read = io::BufRead::read_until(&mut open_stdin()?, b'\n', &mut line);
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

fallible! {
    /// `open(path, mode, encoding=encoding, newline=newline)`
    fn open_with / try_open_with [](path: &str, mode: &str, encoding: &str, newline: &str) -> File {
        let name = encoding.to_ascii_lowercase().replace('_', "-");
        if !matches!(name.as_str(), "utf-8" | "utf8" | "ascii" | "us-ascii") || !newline.is_empty() {
            return Err(value_error("only UTF-8 text with translated line ends is supported"));
        }
        try_open(path, mode)
    }

    /// `sys.stdin.read()`
    fn stdin_all / try_stdin_all [](_input: &Stdin) -> String {
        try_stdin_read()
    }

    /// `sys.stdin.read(count)`
    fn stdin_count / try_stdin_count [](_input: &Stdin, count: impl Integer) -> String {
        let Ok(count) = usize::try_from(count.clamp_i64()) else { return try_stdin_read() };
        let mut from = open_stdin()?;
        let mut bytes = Vec::new();
        // A character goes on until the next byte that starts one.
        for _ in 0..count {
            let length = io::BufRead::fill_buf(&mut from).map_err(|error| os_error(&error, None))?.first().map_or(0, |first| match first {
                0xf0.. => 4,
                0xe0.. => 3,
                0xc0.. => 2,
                _ => 1,
            });
            if length == 0 {
                break;
            }
            io::Read::read_to_end(&mut io::Read::take(&mut from, length), &mut bytes).map_err(|error| os_error(&error, None))?;
        }
        crate::bytes::try_decode(&bytes, "utf-8")
    }

    /// `sys.stdin.readline()`
    fn stdin_line / try_stdin_line [](_input: &Stdin) -> String {
        try_stdin_readline()
    }

    /// `sys.stdin.readlines()`
    fn stdin_all_lines / try_stdin_all_lines [](_input: &Stdin) -> Vec<String> {
        try_stdin_readlines()
    }
}

/// `for line in sys.stdin`
pub fn stdin_lines(_: &Stdin) -> impl Iterator<Item = String> + use<> {
    stdin_iter()
}

/// `sys.stdin.isatty()`
pub fn stdin_isatty(_: &Stdin) -> bool {
    io::stdin().is_terminal()
}

/// `sys.stdout.isatty()`
pub fn stdout_isatty(_: &Stdout) -> bool {
    io::stdout().is_terminal()
}

/// `sys.stderr.isatty()`
pub fn stderr_isatty(_: &Stderr) -> bool {
    io::stderr().is_terminal()
}

/// `sys.stderr.writelines(lines)`
pub fn stderr_writelines(to: &Stderr, lines: impl IntoIterator<Item = String>) {
    for line in lines {
        stderr_write(to, &line);
    }
}

/// `sys.stdin.close()`
pub fn stdin_close(_: &Stdin) {
    CLOSED.store(true, Ordering::Relaxed);
}

/// `sys.stdin`
pub fn stdin() -> Stdin {
    Stdin
}

/// `sys.stdout`
pub fn stdout() -> Stdout {
    Stdout
}

/// `sys.stderr`
pub fn stderr() -> Stderr {
    Stderr
}

/// `sys.stdout.write(text)`
pub fn stdout_write(_: &Stdout, text: &str) -> i64 {
    crate::sys::write(text)
}

/// `redirect_stdout(file)`
pub fn redirect(file: &super::File) {
    let file = file.clone();
    crate::stdout::redirect(move |text| {
        super::write(&file, text);
    });
}

/// `redirect_stdout(sys.stderr)`
pub fn redirect_to_error(_: &Stderr) {
    crate::stdout::redirect(|text| crate::stdout::write_error(format_args!("{text}")));
}

/// `redirect_stdout(None)`
pub fn redirect_nowhere(_: ()) {
    crate::stdout::redirect(|_| {});
}

/// `sys.stdout = file`
pub fn set_stdout(file: &super::File) {
    crate::stdout::reset();
    redirect(file);
}

/// `sys.stdout = sys.stderr`
pub fn set_stdout_to_error(file: &Stderr) {
    crate::stdout::reset();
    redirect_to_error(file);
}

/// `sys.stdout = sys.__stdout__`
pub fn reset_stdout(_: &Stdout) {
    crate::stdout::reset();
}

/// `sys.stdout.writelines(lines)`
pub fn stdout_writelines(_: &Stdout, lines: impl IntoIterator<Item = String>) {
    lines.into_iter().for_each(|line| crate::stdout::write_str(&line));
}

/// `sys.stdout.flush()`
pub fn stdout_flush(_: &Stdout) {
    crate::stdout::flush();
}

/// `sys.stdout.close()`: what is written from here on fails.
pub fn stdout_close(_: &Stdout) {
    crate::stdout::flush();
    crate::stdout::redirect(|_| value_error("I/O operation on closed file.").unwind());
}

/// `sys.stderr.write(text)`
pub fn stderr_write(_: &Stderr, text: &str) -> i64 {
    crate::sys::write_error(text)
}

/// `sys.stderr.flush()`
pub fn stderr_flush(_: &Stderr) {}
