//! The end of a shell: its EXIT trap, and where that runs.

use crate::shell::Shell;
use crate::status::{Checked, Flow, Status};
use crate::traps::EXIT;
use std::rc::Rc;

impl Shell {
    /// Runs the EXIT trap, once; the status that the shell ends with.
    pub(crate) fn exit_trap(&mut self, status: Status) -> Status {
        self.status = status;
        let Some(trap) = self.state.traps.active(EXIT).cloned() else { return status };
        Rc::make_mut(&mut self.state.traps.list).remove(&EXIT);
        match self.run_trap(EXIT, &trap) {
            Err(Flow::Exit(status)) => status,
            _ => status,
        }
    }

    /// Does a function end by `exit` whose trap sees its locals and parameters? A command that fails (`set -e`) unwinds the main shell first.
    pub(crate) fn exits_here(&self, result: &Checked<Status>) -> bool {
        matches!(result, Err(Flow::Exit(_)))
            && !self.dash
            && !self.unwinds
            && self.state.traps.active(EXIT).is_some()
    }
}
