//! `sys.stdout` and `sys.stderr`: one buffer for the program, as the interpreter keeps it.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::rc::Rc;

use crate::exception::{Exception, Result};
use crate::file::os_error;

/// The interpreter's buffer size.
const SIZE: usize = 8192;

struct Output {
    buffer: Vec<u8>,
    /// A terminal gets each line when it ends.
    by_line: bool,
    /// Where output goes instead, while a test or `redirect_stdout` captures it.
    captures: Vec<Capture>,
}

enum Capture {
    Kept(String),
    Sent(Rc<dyn Fn(&str)>),
}

thread_local! {
    static SCRATCH: Cell<String> = const { Cell::new(String::new()) };
    static OUTPUT: RefCell<Output> = RefCell::new(Output {
        buffer: Vec::with_capacity(SIZE),
        by_line: io::stdout().is_terminal(),
        captures: Vec::new(),
    });
}

impl Output {
    fn write(&mut self, text: &str) -> io::Result<()> {
        if let Some(Capture::Kept(capture)) = self.captures.last_mut() {
            capture.push_str(text);
            return Ok(());
        }
        self.write_bytes(text.as_bytes())
    }

    fn write_bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.buffer.len() + bytes.len() > SIZE {
            self.flush()?;
        }
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() > SIZE || self.by_line && bytes.contains(&b'\n') {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut out = io::stdout().lock();
        let outcome = out.write_all(&self.buffer).and_then(|()| out.flush());
        self.buffer.clear();
        outcome
    }
}

fn checked(outcome: io::Result<()>) {
    if let Err(error) = outcome {
        os_error(&error, None).unwind();
    }
}

/// Writes formatted text to standard output.
pub fn write_fmt(arguments: fmt::Arguments<'_>) {
    if let Some(text) = arguments.as_str() {
        return write_str(text);
    }
    write_with(arguments, "");
}

/// Writes formatted text and a line feed to standard output.
pub fn write_line(arguments: fmt::Arguments<'_>) {
    write_with(arguments, "\n");
}

fn write_with(arguments: fmt::Arguments<'_>, end: &str) {
    // formatted first: a `__str__` of the program may print
    let mut text = SCRATCH.take();
    let _ = fmt::Write::write_fmt(&mut text, arguments);
    text.push_str(end);
    write_str(&text);
    text.clear();
    SCRATCH.set(text);
}

/// Writes text to standard output.
pub fn write_str(text: &str) {
    let sent = OUTPUT.with_borrow(|output| match output.captures.last() {
        Some(Capture::Sent(send)) => Some(Rc::clone(send)),
        _ => None,
    });
    if let Some(send) = sent {
        return send(text);
    }
    checked(OUTPUT.with_borrow_mut(|output| output.write(text)));
}

/// `sys.stdout.buffer.write(bytes)`
pub fn write_bytes(bytes: &[u8]) {
    checked(OUTPUT.with_borrow_mut(|output| output.write_bytes(bytes)));
}

/// Writes formatted text to standard error, which has no buffer.
pub fn write_error(arguments: fmt::Arguments<'_>) {
    let text = arguments.to_string();
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Writes formatted text and a line feed to standard error.
pub fn write_error_line(arguments: fmt::Arguments<'_>) {
    write_error(format_args!("{arguments}\n"));
}

/// `sys.stdout.flush()`
pub fn flush() {
    checked(OUTPUT.with_borrow_mut(Output::flush));
}

/// The flush at the end of the program.
pub(crate) fn finish() -> Result<(), Exception> {
    OUTPUT.with_borrow_mut(Output::flush).map_err(|error| os_error(&error, None))
}

/// Starts to capture standard output.
pub fn capture() {
    OUTPUT.with_borrow_mut(|output| output.captures.push(Capture::Kept(String::new())));
}

/// Ends the capture; returns what was written.
pub fn captured() -> String {
    match OUTPUT.with_borrow_mut(|output| output.captures.pop()) {
        Some(Capture::Kept(text)) => text,
        _ => String::new(),
    }
}

/// Sends what is written from here on somewhere else.
pub(crate) fn redirect(send: impl Fn(&str) + 'static) {
    OUTPUT.with_borrow_mut(|output| output.captures.push(Capture::Sent(Rc::new(send))));
}

/// Ends the innermost redirection.
pub fn unredirect() {
    OUTPUT.with_borrow_mut(|output| output.captures.pop());
}

/// Ends all redirections.
pub(crate) fn reset() {
    OUTPUT
        .with_borrow_mut(|output| output.captures.retain(|each| matches!(each, Capture::Kept(_))));
}

/// What a terminal should show before the program waits.
pub fn flush_if_terminal() {
    if OUTPUT.with_borrow(|output| output.by_line) {
        flush();
    }
}
