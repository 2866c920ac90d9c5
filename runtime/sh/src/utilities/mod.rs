//! Utilities that run in this process when every flag is understood; the real tool otherwise.

pub mod numbers;

use crate::shell::Shell;
use crate::status::Status;

/// Runs a utility in this process; `None` when it is none of ours, or asks for what ours does not do.
pub fn run(_sh: &mut Shell, _words: &[Vec<u8>]) -> Option<Status> {
    None
}
