//! What bash finds wrong with the text of a script when it gets there.

use crate::params::Param;
use crate::shell::Shell;
use crate::status::{Checked, Flow, Status};

impl Shell {
    /// A mistake of syntax: says so, a line of `message` after the other, and ends the script (or the sourced file). One in `[[ … ]]`
    /// leaves `$?` as it was.
    pub fn syntax_error(&mut self, line: u32, message: &str, conditional: bool) -> Checked<Status> {
        self.line = line;
        for part in message.split('\n').filter(|part| !part.is_empty()) {
            self.error(part);
        }
        // Quotes that do not end leave a failure what it is.
        let unfinished = message.starts_with("unexpected EOF while looking for matching")
            && !message.ends_with("`)'")
            && self.status.0 != 0;
        let status = if conditional || unfinished { self.status } else { Status(2) };
        self.status = status;
        let sourced = self.state.frames.last().is_some_and(|frame| !frame.function);
        Err(if sourced { Flow::Return(status) } else { Flow::Exit(status) })
    }

    /// `for i.j in …`: the variable of a loop has no name.
    pub fn misnamed(&mut self, line: u32, name: impl AsRef<[u8]>) -> Checked<Status> {
        self.line = line;
        self.error([b"`", name.as_ref(), b"': not a valid identifier"].concat());
        self.finish(Status(1))
    }

    /// `${…}` that is no expansion.
    pub fn bad_substitution(&mut self, text: impl AsRef<[u8]>) -> Checked<Vec<u8>> {
        self.error([text.as_ref(), b": bad substitution"].concat());
        Err(self.abandon())
    }

    /// `a[0]=( … )`.
    pub fn assign_member(&mut self, param: &Param) -> Checked<()> {
        self.error([&param.text()[..], b": cannot assign list to array member"].concat());
        Err(self.abandon())
    }
}
