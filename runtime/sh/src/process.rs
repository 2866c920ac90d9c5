//! Processes: forks of this one, programs, their statuses.

use crate::descriptors::{close, copy_to};
use crate::shell::Shell;
use crate::status::{Checked, Flow, Status};
use crate::sys;
use crate::variables::{Attributes, Value};
use nix::errno::Errno;
use nix::sys::signal::Signal;
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::os::unix::process::CommandExt as _;
use std::process::Command;

impl Shell {
    /// Makes a child that runs `body` as a subshell; its pid, or `None` after a message.
    pub(crate) fn fork(&mut self, body: impl FnOnce(&mut Shell) -> Checked<Status>) -> Option<Pid> {
        self.out.flush();
        self.input.sync_all();
        // Only the parent can learn which of its jobs have ended.
        self.jobs.reap();
        match sys::fork() {
            Ok(Some(pid)) => Some(pid),
            Ok(None) => {
                self.become_child();
                let status = self.run_to_end(body);
                std::process::exit(i32::from(status.0));
            }
            Err(error) => {
                self.error(format!("fork: {}", error.desc()));
                None
            }
        }
    }

    fn become_child(&mut self) {
        self.out.forked();
        self.before_trap = None;
        self.late.clear();
        self.undo.clear();
        self.inside = 0;
        self.subshells += 1;
        let jobs = std::mem::take(&mut self.jobs);
        self.jobs.inherit(&jobs);
        let traps = self.state.traps.clone();
        self.state.enter_subshell();
        self.loops = 0;
        self.reinstall_traps(&traps);
    }

    /// Runs a shell body to its very end: EXIT trap and flush.
    pub(crate) fn run_to_end(
        &mut self,
        body: impl FnOnce(&mut Shell) -> Checked<Status>,
    ) -> Status {
        let status = match body(self) {
            Ok(status) | Err(Flow::Exit(status) | Flow::Return(status) | Flow::Abandon(status)) => {
                status
            }
            Err(Flow::Break(_) | Flow::Continue(_)) => self.status,
        };
        let status = self.exit_trap(status);
        self.out.flush();
        self.input.sync_all();
        status
    }

    /// Waits for a child in the foreground.
    pub(crate) fn wait_for(&mut self, pid: Pid) -> Status {
        loop {
            match waitpid(pid, None) {
                Ok(status) => {
                    if let Some(status) = status_of(&status) {
                        return status;
                    }
                }
                Err(Errno::EINTR) => {}
                Err(_) => return Status(127),
            }
        }
    }

    /// Waits for a child in the foreground and says by which signal it died; `text` is the command.
    pub(crate) fn wait_in_foreground(&mut self, pid: Pid, text: &[u8]) -> Status {
        let signal = loop {
            match waitpid(pid, None) {
                Ok(WaitStatus::Signaled(_, signal, _)) => break signal,
                Ok(status) => {
                    if let Some(status) = status_of(&status) {
                        return status;
                    }
                }
                Err(Errno::EINTR) => {}
                Err(_) => return Status(127),
            }
        };
        let quiet = [Signal::SIGINT, Signal::SIGPIPE].contains(&signal);
        // The command of a substitution takes the place of its shell, which nobody waits for.
        if !quiet && self.out.memory_of(1).is_none() {
            let name = crate::traps::description(signal);
            let trapped = self.state.traps.list.contains_key(&(signal as i32));
            if self.dash || signal == Signal::SIGTERM || trapped {
                self.write_error(format!("{name}\n").as_bytes());
            } else {
                self.error([format!("{pid:>5} {name:<24}").as_bytes(), text].concat());
            }
        }
        Status(128 + signal as u8)
    }

    /// The environment of a child.
    fn environment(&self) -> Vec<(OsString, OsString)> {
        let exported = self
            .state
            .variables
            .iter()
            .filter(|(_, variable)| variable.attributes.has(Attributes::EXPORT))
            // An array is no text that a program could be given.
            .filter(|(_, variable)| matches!(variable.value, Value::Text(_)));
        let mut list: Vec<_> = exported
            .filter_map(|(name, variable)| {
                let text = variable.scalar()?;
                Some((OsString::from_vec(name.clone()), OsString::from_vec(text.clone())))
            })
            .collect();
        for name in self.state.exported_functions.iter() {
            // bash reads a function out of a text that starts just so.
            let Some(text) = self.state.function_texts.get(name) else { continue };
            let Some(body) = text.iter().position(|byte| *byte == b'{') else { continue };
            let key = [b"BASH_FUNC_", &name[..], b"%%"].concat();
            let value = [b"() ", &text[body..]].concat();
            list.push((OsString::from_vec(key), OsString::from_vec(value)));
        }
        list.push(("_".into(), OsString::new()));
        list
    }

    fn program(&self, path: &[u8], words: &[Vec<u8>]) -> Command {
        let (program, rest) = match crate::project::translated(path, words) {
            Some((program, used)) => (program.into_os_string(), &words[used..]),
            None => (OsString::from_vec(path.to_vec()), &words[1..]),
        };
        let mut command = Command::new(program);
        command.arg0(OsStr::from_bytes(&words[0]));
        command.args(rest.iter().map(|word| OsStr::from_bytes(word)));
        command.env_clear();
        command.envs(self.environment());
        command.env("_", OsStr::from_bytes(path));
        command
    }

    /// A script without `#!`: run by the shell, as bash does itself.
    fn script(&self, path: &[u8], words: &[Vec<u8>]) -> Command {
        let mut command = Command::new("/bin/bash");
        command.arg(OsStr::from_bytes(path));
        command.args(words[1..].iter().map(|word| OsStr::from_bytes(word)));
        command.env_clear();
        command.envs(self.environment());
        command
    }

    /// Before a command of a background process with which it ends: its program takes the place of the process.
    pub fn last(&mut self) -> &mut Shell {
        self.ends = true;
        self
    }

    /// Runs a program that was found at `path` and waits for it.
    pub(crate) fn spawn(&mut self, path: &[u8], words: &[Vec<u8>]) -> Status {
        if std::mem::take(&mut self.ends)
            && self.out.memory.is_empty()
            && self.state.traps.list.is_empty()
        {
            return self.become_program(path, words, false);
        }
        self.jobs.reap();
        let mut exposed = self.expose();
        let mut child = self.program(path, words).spawn();
        if child.as_ref().is_err_and(|error| error.raw_os_error() == Some(Errno::ENOEXEC as i32)) {
            child = self.script(path, words).spawn();
        }
        self.conceal(&mut exposed);
        match child {
            Ok(child) => {
                self.drain(exposed);
                let text = words.join(&b' ');
                self.wait_in_foreground(Pid::from_raw(child.id() as i32), &text)
            }
            Err(error) => {
                self.drain(exposed);
                self.exec_failed(path, words, &error)
            }
        }
    }

    fn exec_failed(&mut self, path: &[u8], words: &[Vec<u8>], error: &std::io::Error) -> Status {
        let error = Errno::from_i32(error.raw_os_error().unwrap_or(0));
        if error == Errno::ENOENT {
            // The file is there: its interpreter is not.
            let first = std::fs::read(OsStr::from_bytes(path)).unwrap_or_default();
            if let Some(rest) = first.strip_prefix(b"#!") {
                let line =
                    rest.split(|byte| *byte == b'\n').next().unwrap_or_default().trim_ascii();
                let name = line.split(|byte| *byte == b' ').next().unwrap_or_default();
                self.error(
                    [path, b": ", name, b": bad interpreter: No such file or directory"].concat(),
                );
                return Status(126);
            }
            self.error([path, b": No such file or directory"].concat());
            return Status(127);
        }
        let name = if path.is_empty() { &words[0] } else { path };
        self.error([name, b": ", error.desc().as_bytes()].concat());
        Status(126)
    }

    /// `exec program`: this process becomes it. Returns only when it cannot.
    pub(crate) fn become_program(&mut self, path: &[u8], words: &[Vec<u8>], clear: bool) -> Status {
        self.out.flush();
        self.input.sync_all();
        let mut command = self.program(path, words);
        if clear {
            command.env_clear();
        }
        let mut error = command.exec();
        if error.raw_os_error() == Some(Errno::ENOEXEC as i32) {
            error = self.script(path, words).exec();
        }
        self.exec_failed(path, words, &error)
    }

    /// Makes a child for `… &` and remembers it as a job.
    pub fn background(
        &mut self,
        line: u32,
        text: impl AsRef<[u8]>,
        body: impl FnOnce(&mut Shell) -> Checked<Status>,
    ) -> Checked<Status> {
        self.begin(line);
        let mut exposed = self.expose();
        let forked = self.fork(|sh| {
            // Without job control a background command reads nothing and is not interrupted.
            if let Ok(null) = nix::fcntl::open(
                "/dev/null",
                nix::fcntl::OFlag::O_RDONLY,
                nix::sys::stat::Mode::empty(),
            ) {
                let _ = copy_to(null, 0);
                if null != 0 {
                    close(null);
                }
            }
            sys::dispose(nix::sys::signal::Signal::SIGINT, sys::Disposition::Ignore);
            sys::dispose(nix::sys::signal::Signal::SIGQUIT, sys::Disposition::Ignore);
            sh.unattended = true;
            sh.ignoring = 0;
            body(sh)
        });
        self.conceal(&mut exposed);
        self.late.append(&mut exposed.drains);
        let status = match forked {
            Some(pid) => {
                self.jobs.add(pid.as_raw(), text.as_ref().to_vec());
                Status::OK
            }
            None => Status(254),
        };
        self.statuses = vec![status];
        self.status = status;
        Ok(status)
    }

    /// `<( … )`: the path of a pipe that the body writes.
    pub fn process_in(
        &mut self,
        body: impl FnOnce(&mut Shell) -> Checked<Status>,
    ) -> Checked<Vec<u8>> {
        self.process_substitution(1, body)
    }

    /// `>( … )`: the path of a pipe that the body reads.
    pub fn process_out(
        &mut self,
        body: impl FnOnce(&mut Shell) -> Checked<Status>,
    ) -> Checked<Vec<u8>> {
        self.process_substitution(0, body)
    }

    fn process_substitution(
        &mut self,
        fd: i32,
        body: impl FnOnce(&mut Shell) -> Checked<Status>,
    ) -> Checked<Vec<u8>> {
        let Ok((read, write)) = crate::descriptors::pipe() else {
            self.error("cannot make pipe for process substitution");
            return Err(self.abandon());
        };
        let (ours, theirs) = if fd == 1 { (read, write) } else { (write, read) };
        let mut exposed = self.expose();
        let forked = self.fork(|sh| {
            let _ = copy_to(theirs, fd);
            close(ours);
            close(theirs);
            sh.ignoring = 0;
            sh.traced_depth += 1;
            body(sh)
        });
        self.conceal(&mut exposed);
        self.late.append(&mut exposed.drains);
        close(theirs);
        if let Some(pid) = forked {
            self.jobs.note_substitution(pid.as_raw());
        }
        // Programs are to get it: a number from 63 downwards, as bash gives them.
        let free = (10..=63)
            .rev()
            .find(|fd| nix::fcntl::fcntl(*fd, nix::fcntl::FcntlArg::F_GETFD).is_err());
        let place = free.unwrap_or(63);
        let _ = copy_to(ours, place);
        close(ours);
        self.substitutions.push(place);
        Ok(format!("/dev/fd/{place}").into_bytes())
    }
}

/// The shell's status for what `waitpid` gives; `None`: not ended.
pub(crate) fn status_of(status: &WaitStatus) -> Option<Status> {
    match status {
        WaitStatus::Exited(_, code) => Some(Status(*code as u8)),
        WaitStatus::Signaled(_, signal, _) => Some(Status(128 + *signal as u8)),
        _ => None,
    }
}

/// Has the child ended? Its status if so.
pub(crate) fn poll_child(pid: i32) -> Option<Status> {
    match waitpid(Pid::from_raw(pid), Some(WaitPidFlag::WNOHANG)) {
        Ok(status) => status_of(&status),
        Err(Errno::EINTR) => None,
        Err(_) => Some(Status(127)),
    }
}
