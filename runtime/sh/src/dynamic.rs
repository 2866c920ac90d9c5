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

    /// The expansions in a text as inside double quotes, as far as they can be made without the interpreter.
    pub(crate) fn expand_text(&mut self, text: &[u8]) -> Vec<u8> {
        text.to_vec()
    }

    /// Without the interpreter commands in a text cannot run.
    pub(crate) fn expand_commands(&mut self, _text: &[u8]) -> Option<Vec<u8>> {
        None
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
    pub fn source_text(
        &mut self,
        line: u32,
        path: impl AsRef<[u8]>,
        args: Vec<Vec<u8>>,
    ) -> Checked<Status> {
        let mut words = vec![path.as_ref().to_vec()];
        words.extend(args);
        self.builtin(line, "source", words)
    }
}

#[cfg(feature = "interpreter")]
impl Shell {
    /// Runs text as commands.
    pub(crate) fn eval_text(&mut self, text: &[u8]) -> Checked<Status> {
        self.deeper(|sh| crate::interpreter::eval(sh, sh.line, text))
    }

    /// The expansions in a text as inside double quotes; the text itself when it has a mistake.
    pub(crate) fn expand_text(&mut self, text: &[u8]) -> Vec<u8> {
        crate::interpreter::expand(self, text).unwrap_or_else(|| text.to_vec())
    }

    /// A subscript with all its expansions made and its quotes taken off.
    pub(crate) fn expand_commands(&mut self, text: &[u8]) -> Option<Vec<u8>> {
        let mut text = crate::interpreter::expand(self, text)?;
        text.retain(|byte| !matches!(byte, b'"' | b'\''));
        Some(text)
    }

    /// Runs a file as commands.
    pub(crate) fn source_file(&mut self, path: &[u8], args: Vec<Vec<u8>>) -> Checked<Status> {
        use std::os::unix::ffi::OsStrExt as _;
        let found = self.find_source(path);
        let name = self.builtin.unwrap_or("source");
        let text = match std::fs::read(std::ffi::OsStr::from_bytes(&found)) {
            Ok(text) => text,
            Err(error) => {
                let errno = nix::errno::Errno::from_i32(error.raw_os_error().unwrap_or(2));
                if self.dash {
                    let message = if path.contains(&b'/') {
                        crate::dash::cannot(path, false, errno)
                    } else {
                        [path, b": not found"].concat()
                    };
                    self.builtin_error(".", message);
                    return Ok(Status(2));
                }
                let message = if errno == nix::errno::Errno::EISDIR {
                    [name.as_bytes(), b": ", path, b": is a directory"].concat()
                } else {
                    [path, b": ", errno.desc().as_bytes()].concat()
                };
                self.error(message);
                if self.state.options.posix() {
                    return Err(crate::status::Flow::Exit(Status(1)));
                }
                return Ok(Status(1));
            }
        };
        let outer = self.builtin.take();
        let result = self.sourced(path, args, |sh| crate::interpreter::eval(sh, 1, &text));
        self.builtin = outer;
        result
    }

    /// A name without slash is looked up in PATH, then here.
    fn find_source(&self, path: &[u8]) -> Vec<u8> {
        use std::os::unix::ffi::OsStrExt as _;
        if path.contains(&b'/') || !self.state.options.shopt("sourcepath") {
            return path.to_vec();
        }
        let list = self
            .variable(b"PATH")
            .and_then(|variable| variable.scalar().cloned())
            .unwrap_or_default();
        let candidates =
            list.split(|byte| *byte == b':').map(|folder| [folder, b"/", path].concat());
        let file = |path: &Vec<u8>| {
            std::fs::metadata(std::ffi::OsStr::from_bytes(path)).is_ok_and(|data| data.is_file())
        };
        candidates.filter(|path| path.len() > 1).find(file).unwrap_or_else(|| path.to_vec())
    }
}

#[cfg(feature = "interpreter")]
impl Shell {
    /// Runs a whole script as text.
    pub fn run_text(&mut self, text: &[u8]) -> Checked<Status> {
        self.top(|sh| crate::interpreter::eval(sh, 1, text))
    }
}
