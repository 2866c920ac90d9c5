//! `sys.stdin.buffer`: standard input as bytes.

use super::standard::open_stdin;
use super::*;

/// `sys.stdin.buffer` as an object.
#[derive(Clone, Copy, PartialEq)]
pub struct StdinBytes;

/// `sys.stdin.buffer`
pub fn stdin_buffer(_: &Stdin) -> StdinBytes {
    StdinBytes
}

fallible! {
    /// `sys.stdin.buffer.read()`
    fn stdin_bytes / try_stdin_bytes [](_input: &StdinBytes) -> Vec<u8> {
        let mut bytes = Vec::new();
        open_stdin()?.read_to_end(&mut bytes).map_err(|error| os_error(&error, None))?;
        Ok(bytes)
    }

    /// `sys.stdin.buffer.readline()`
    fn stdin_bytes_line / try_stdin_bytes_line [](_input: &StdinBytes) -> Vec<u8> {
        let mut line = Vec::new();
        open_stdin()?.read_until(b'\n', &mut line).map_err(|error| os_error(&error, None))?;
        Ok(line)
    }

    /// `sys.stdin.buffer.readlines()`
    fn stdin_bytes_lines / try_stdin_bytes_lines [](input: &StdinBytes) -> Vec<Vec<u8>> {
        Ok(try_stdin_bytes(input)?.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect())
    }
}

/// `for line in sys.stdin.buffer`
pub fn stdin_bytes_iter(input: &StdinBytes) -> impl Iterator<Item = Vec<u8>> + use<> {
    let input = *input;
    std::iter::from_fn(move || Some(stdin_bytes_line(&input)).filter(|line| !line.is_empty()))
}
