//! `( … )` and `$( … )`: in this process with everything put back, or in a process of their own.

use crate::descriptors::{Exposed, Saved, close};
use crate::output::Memory;
use crate::shell::Shell;
use crate::status::{Checked, Flow, Status};
use nix::sys::stat::Mode;
use std::os::fd::RawFd;
use std::rc::Rc;

/// What a subshell of this process changed outside of its state.
#[derive(Debug, Default)]
pub struct Undo {
    pub(crate) descriptors: Vec<Saved>,
    pub(crate) directory: Option<RawFd>,
    pub(crate) mask: Option<Mode>,
}

impl Shell {
    /// `( … )` in this process.
    pub fn subshell(
        &mut self,
        body: impl FnOnce(&mut Shell) -> Checked<Status>,
    ) -> Checked<Status> {
        let status = self.inside(None, body);
        self.finish(status)
    }

    /// The same, of which a trap is told the line of the parenthesis that closes it.
    pub fn subshell_to(
        &mut self,
        line: u32,
        body: impl FnOnce(&mut Shell) -> Checked<Status>,
    ) -> Checked<Status> {
        let status = self.inside(None, body);
        self.line = line;
        self.finish(status)
    }

    /// `( … )` in a process of its own.
    pub fn subshell_fork(
        &mut self,
        body: impl FnOnce(&mut Shell) -> Checked<Status>,
    ) -> Checked<Status> {
        let mut exposed = self.expose();
        let forked = self.fork(|sh| {
            sh.jobs.forget_parents();
            body(sh)
        });
        self.conceal(&mut exposed);
        self.drain(exposed);
        let status = match forked {
            Some(pid) => self.wait_in_foreground(pid, b"( ... )"),
            None => Status(254),
        };
        self.finish(status)
    }

    /// A command that assigns `$( … )` to a variable of the program's own: its text, and the status of the command.
    pub fn captured(
        &mut self,
        line: u32,
        body: impl FnOnce(&mut Shell) -> Checked<Status>,
    ) -> Checked<Vec<u8>> {
        self.begin(line);
        let text = self.capture(body)?;
        self.assignments(line)?;
        Ok(text)
    }

    /// `name=$( … )`.
    pub fn assign_output(
        &mut self,
        name: impl AsRef<[u8]>,
        body: impl FnOnce(&mut Shell) -> Checked<Status>,
    ) -> Checked<()> {
        let text = self.capture(body)?;
        self.assign(name, text)
    }

    /// The same as a command of its own, with its status.
    pub fn assigned_output(
        &mut self,
        line: u32,
        name: impl AsRef<[u8]>,
        body: impl FnOnce(&mut Shell) -> Checked<Status>,
    ) -> Checked<Status> {
        self.begin(line);
        self.assign_output(name, body)?;
        self.assignments(line)
    }

    /// `local name=$( … )`.
    pub fn local_output(
        &mut self,
        line: u32,
        name: &str,
        body: impl FnOnce(&mut Shell) -> Checked<Status>,
    ) -> Checked<Status> {
        self.begin(line);
        let text = self.capture(body)?;
        self.local(line, name, text)
    }

    /// `$( … )` in this process.
    pub fn capture(
        &mut self,
        body: impl FnOnce(&mut Shell) -> Checked<Status>,
    ) -> Checked<Vec<u8>> {
        let memory = Memory::default();
        let status = self.deeper(|sh| {
            sh.inside(Some(Rc::clone(&memory)), |sh| {
                sh.drop_errexit();
                body(sh)
            })
        });
        let text = std::mem::take(&mut *memory.borrow_mut());
        self.substitute(status, text)
    }

    /// `$( … )` in a process of its own.
    pub fn capture_fork(
        &mut self,
        body: impl FnOnce(&mut Shell) -> Checked<Status>,
    ) -> Checked<Vec<u8>> {
        let memory = Memory::default();
        self.out.flush();
        let outer = self.out.set_memory(1, Some(Rc::clone(&memory)));
        let mut exposed = self.expose();
        let forked = self.fork(|sh| {
            sh.traced_depth += 1;
            sh.drop_errexit();
            body(sh)
        });
        self.conceal(&mut exposed);
        self.out.set_memory(1, outer);
        self.drain(exposed);
        let status = match forked {
            Some(pid) => self.wait_for(pid),
            None => Status(254),
        };
        let text = std::mem::take(&mut *memory.borrow_mut());
        self.substitute(status, text)
    }

    /// `$(…)` is not under `set -e` unless asked for.
    fn drop_errexit(&mut self) {
        if !self.state.options.shopt("inherit_errexit") && !self.state.options.posix() {
            self.state.options.put("errexit", false);
        }
    }

    fn substitute(&mut self, status: Status, mut text: Vec<u8>) -> Checked<Vec<u8>> {
        self.substituted = Some(status);
        self.status = status;
        while text.last() == Some(&b'\n') {
            text.pop();
        }
        text.retain(|byte| *byte != 0);
        Ok(text)
    }

    /// `$(< path)`.
    pub fn capture_file(&mut self, path: impl Into<crate::redirects::Path>) -> Checked<Vec<u8>> {
        let mut text = Vec::new();
        let redirects = crate::redirects::Redirects::new(self.line).read(0, path);
        let ignoring = std::mem::replace(&mut self.ignoring, 1);
        let status = self.redirect(redirects, |_| {
            crate::descriptors::read_all(0, &mut text);
            Ok(Status::OK)
        });
        self.ignoring = ignoring;
        self.substitute(status?, text)
    }

    /// Runs `body` as a subshell of this process and puts everything back; gives its status.
    pub(crate) fn inside(
        &mut self,
        memory: Option<Memory>,
        body: impl FnOnce(&mut Shell) -> Checked<Status>,
    ) -> Status {
        let state = self.state.clone();
        let covered = self.out.memory.clone();
        let late = self.late.len();
        let captures = memory.is_some();
        if let Some(memory) = memory {
            self.out.set_memory(1, Some(memory));
        }
        // `exit` in it means the status of its own commands, even in a trap.
        let before_trap = self.before_trap;
        if !captures {
            self.before_trap = None;
        }
        let kept = (self.line, self.ignoring, self.loops, self.statuses.clone());
        let substitutions = std::mem::take(&mut self.substitutions);
        self.loops = 0;
        self.jobs.reap();
        let jobs = std::mem::take(&mut self.jobs);
        self.jobs.inherit(&jobs);
        if !captures {
            self.jobs.forget_parents();
        }
        let (words, status_before) = (self.last_word.clone(), self.status);
        self.undo.push(Undo::default());
        self.subshells += 1;
        self.inside += 1;
        self.state.enter_subshell();

        let status = match body(self) {
            Ok(status) | Err(Flow::Exit(status) | Flow::Return(status) | Flow::Abandon(status)) => {
                status
            }
            Err(Flow::Break(_) | Flow::Continue(_)) => self.status,
        };
        let status = self.exit_trap(status);
        self.unwinds = false;

        let jobs_inside = std::mem::replace(&mut self.jobs, jobs);
        self.jobs.adopt(jobs_inside);
        self.inside -= 1;
        self.subshells -= 1;
        let undo = self.undo.pop().unwrap_or_default();
        self.undo_all(undo);
        self.locale.set(None);
        self.out.memory = covered;
        let late = self.late.split_off(late.min(self.late.len()));
        if !late.is_empty() {
            self.drain(Exposed::of(late));
        }
        let traps = std::mem::replace(&mut self.state, state).traps;
        self.reinstall_traps(&traps);
        (self.line, self.ignoring, self.loops, self.statuses) = kept;
        self.before_trap = before_trap;
        self.substitutions = substitutions;
        self.last_word = words;
        self.status = status_before;
        status
    }

    fn undo_all(&mut self, undo: Undo) {
        for saved in undo.descriptors.into_iter().rev() {
            self.restore_descriptor(saved);
        }
        if let Some(directory) = undo.directory {
            let _ = nix::unistd::fchdir(directory);
            close(directory);
        }
        if let Some(mask) = undo.mask {
            nix::sys::stat::umask(mask);
        }
    }

    /// Before the directory changes: a subshell of this process remembers it.
    pub(crate) fn note_directory(&mut self) {
        if let Some(undo) = self.undo.last_mut()
            && undo.directory.is_none()
        {
            use nix::fcntl::{OFlag, open};
            let flags = OFlag::O_RDONLY | OFlag::O_DIRECTORY | OFlag::O_CLOEXEC;
            undo.directory = open(".", flags, Mode::empty()).ok().map(|fd| {
                let copy = crate::descriptors::copy_high(fd);
                close(fd);
                copy.unwrap_or(fd)
            });
        }
    }

    /// Before the umask changes: a subshell of this process remembers it.
    pub(crate) fn note_mask(&mut self, mask: Mode) {
        if let Some(undo) = self.undo.last_mut() {
            undo.mask.get_or_insert(mask);
        }
    }
}
