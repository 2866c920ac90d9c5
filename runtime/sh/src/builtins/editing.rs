//! `bind`, `fc`, `history`: what they do in a shell that nobody types into.

use crate::shell::Shell;
use crate::status::{Checked, Status};

/// `bind`: there is no line to edit.
pub fn bind(sh: &mut Shell, _: &[Vec<u8>]) -> Checked<Status> {
    sh.builtin_error("bind", "warning: line editing not enabled");
    Ok(Status::OK)
}

/// `history`: nothing is remembered.
pub fn history(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let usage =
        "history [-c] [-d offset] [n] or history -anrw [filename] or history -ps arg [arg...]";
    let options = match super::letters(sh, args, "acd:npsrw", usage) {
        Ok(options) => options,
        Err(status) => return Ok(status),
    };
    let rest = &args[options.taken..];
    match rest.first() {
        Some(_) if rest.len() > 1 && options.given.is_empty() => {
            Ok(sh.builtin_error("history", "too many arguments"))
        }
        Some(text) if options.given.is_empty() && super::integer(text).is_none() => {
            Ok(sh.builtin_error("history", [&text[..], b": numeric argument required"].concat()))
        }
        _ => Ok(Status::OK),
    }
}

/// `fc`: there is nothing to list or to run again.
pub fn fc(_: &mut Shell, _: &[Vec<u8>]) -> Checked<Status> {
    Ok(Status::OK)
}
