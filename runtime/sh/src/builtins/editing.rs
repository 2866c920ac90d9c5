//! `bind`, `fc`, `history`: what they do in a shell that nobody types into.

use crate::shell::Shell;
use crate::status::{Checked, Status};

/// `bind`: there is no line to edit.
pub fn bind(sh: &mut Shell, _: &[Vec<u8>]) -> Checked<Status> {
    sh.builtin_error("bind", "warning: line editing not enabled");
    Ok(Status::OK)
}

/// `history`: nothing is remembered.
pub fn history(_: &mut Shell, _: &[Vec<u8>]) -> Checked<Status> {
    Ok(Status::OK)
}

/// `fc`: there is nothing to list or to run again.
pub fn fc(_: &mut Shell, _: &[Vec<u8>]) -> Checked<Status> {
    Ok(Status::OK)
}
