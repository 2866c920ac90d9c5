//! Text that is known only at run time: the interpreter, when the crate carries it.

use crate::shell::Shell;
use crate::status::{Checked, Status};

#[cfg(not(feature = "interpreter"))]
impl Shell {
    /// Runs text as commands.
    pub(crate) fn eval_text(&mut self, _text: &[u8]) -> Checked<Status> {
        self.error("this program was translated without the interpreter of run-time text");
        Err(crate::status::Flow::Exit(Status(70)))
    }

    /// Runs a file as commands.
    pub(crate) fn source_file(&mut self, _path: &[u8], _args: Vec<Vec<u8>>) -> Checked<Status> {
        self.eval_text(b"")
    }
}

impl Shell {
    /// `eval text`.
    pub fn eval(&mut self, line: u32, text: impl AsRef<[u8]>) -> Checked<Status> {
        self.builtin(line, "eval", vec![text.as_ref().to_vec()])
    }

    /// `source path arguments`.
    pub fn source_text(&mut self, line: u32, path: impl AsRef<[u8]>, args: Vec<Vec<u8>>) -> Checked<Status> {
        let mut words = vec![path.as_ref().to_vec()];
        words.extend(args);
        self.builtin(line, "source", words)
    }
}
