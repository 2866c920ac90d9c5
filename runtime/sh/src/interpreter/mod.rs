//! Text that is known only at run time: `eval`, `source`, the texts of traps. A parser of bash's language and an evaluator over the
//! same state and expansion code that translated scripts use.

mod ansi;
mod ast;
mod braces;
mod command;
mod compound;
mod cursor;
mod expand;
mod here;
mod parameter;
mod run;
mod test;
mod word;

use crate::shell::Shell;
use crate::status::{Checked, Status};

/// Runs a text as `eval` does; `line` is the line of its first line. A syntax error is said, status 2.
pub fn eval(sh: &mut Shell, line: u32, text: &[u8]) -> Checked<Status> {
    run::eval(sh, line, text)
}

/// Is the text a script that bash can read? The line and the message of the first mistake otherwise.
pub fn parses(text: &[u8]) -> Result<(), (u32, String)> {
    let mut cursor = cursor::Cursor::new(text, 1);
    match command::list_until(&mut cursor, None) {
        Ok(_) => Ok(()),
        Err(error) => Err((error.line, error.message)),
    }
}
