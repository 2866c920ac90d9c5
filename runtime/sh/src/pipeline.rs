//! Pipelines: the output of each stage is the next one's input. Stages run as processes of their own, but for the last, and for
//! those in front that end by themselves after some text: they run here, one after the other.

use crate::descriptors::{Exposed, Saved, close, copy_to, pipe};
use crate::output::{Memory, write_all};
use crate::shell::Shell;
use crate::status::{Checked, Status};
use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::unistd::Pid;
use std::os::fd::RawFd;

/// A stage that has started.
enum Stage {
    Child(Option<Pid>),
    /// It has ended; the process that writes the rest of its text, when a pipe did not hold it.
    Done(Status, Option<Pid>),
    /// The last one with `lastpipe`: what leaves it leaves the pipeline.
    Here(Checked<Status>),
}

/// How much a builtin writes at once.
const WRITE: usize = 4096;

/// The status of a process that a closed pipe has ended.
const CLOSED: Status = Status(128 + nix::sys::signal::Signal::SIGPIPE as u8);

/// What a stage runs.
type Body<'a> = Box<dyn FnOnce(&mut Shell) -> Checked<Status> + 'a>;

/// How a stage runs.
enum Kind {
    /// It ends by itself, whoever reads what it writes; all stages before it are such.
    Text,
    /// It is not the last.
    Process,
    /// The last one, as a subshell of this process or (with `lastpipe`) in this shell.
    Last,
    /// The last one, in a process of its own: for what a process has only one of.
    LastProcess,
}

/// A pipeline: its stages in order, and then `run`.
#[derive(Default)]
pub struct Pipeline<'a> {
    stages: Vec<(Kind, Body<'a>)>,
}

impl<'a> Pipeline<'a> {
    /// No stages yet.
    pub fn new() -> Pipeline<'a> {
        Pipeline::default()
    }

    fn and(
        mut self,
        kind: Kind,
        body: impl FnOnce(&mut Shell) -> Checked<Status> + 'a,
    ) -> Pipeline<'a> {
        self.stages.push((kind, Box::new(body)));
        self
    }

    /// A stage that ends by itself, whoever reads what it writes; all stages before it are such.
    pub fn text(self, body: impl FnOnce(&mut Shell) -> Checked<Status> + 'a) -> Pipeline<'a> {
        self.and(Kind::Text, body)
    }

    /// A stage that is not the last.
    pub fn stage(self, body: impl FnOnce(&mut Shell) -> Checked<Status> + 'a) -> Pipeline<'a> {
        self.and(Kind::Process, body)
    }

    /// The last stage: a subshell of this process or (with `lastpipe`) this shell.
    pub fn last(self, body: impl FnOnce(&mut Shell) -> Checked<Status> + 'a) -> Pipeline<'a> {
        self.and(Kind::Last, body)
    }

    /// The last stage in a process of its own: for what a process has only one of.
    pub fn last_fork(self, body: impl FnOnce(&mut Shell) -> Checked<Status> + 'a) -> Pipeline<'a> {
        self.and(Kind::LastProcess, body)
    }

    /// Runs all stages; the status is the last one's, with `pipefail` the last that failed.
    pub fn run(self, sh: &mut Shell, line: u32) -> Checked<Status> {
        self.started(sh).end(sh, line, false)
    }

    /// The same where the last stage is `( … )`: the shell takes it for a command of its own, so an ERR trap runs for it
    /// too.
    pub fn run_subshell(self, sh: &mut Shell, line: u32) -> Checked<Status> {
        self.started(sh).end(sh, line, true)
    }

    fn started(self, sh: &mut Shell) -> Running {
        let mut running = Running::default();
        for (kind, body) in self.stages {
            match kind {
                Kind::Text => running.text(sh, body),
                Kind::Process => running.stage(sh, body),
                Kind::Last => running.stage_last(sh, body),
                Kind::LastProcess => running.stage_last_fork(sh, body),
            }
        }
        running
    }
}

/// A pipeline that is being started, stage by stage.
#[derive(Default)]
struct Running {
    input: Option<RawFd>,
    /// What the stages that have run leave for the next.
    text: Option<Vec<u8>>,
    stages: Vec<Stage>,
    exposed: Vec<Exposed>,
}

impl Running {
    /// Runs a stage that ends by itself, whoever reads what it writes; all stages before it were such.
    fn text(&mut self, sh: &mut Shell, body: Body<'_>) {
        let saved = self.connect(sh);
        let memory = Memory::default();
        let status = sh.inside(Some(Memory::clone(&memory)), body);
        disconnect(sh, saved);
        self.stages.push(Stage::Done(status, None));
        self.text = Some(memory.take());
    }

    /// Starts a stage that is not the last.
    fn stage(&mut self, sh: &mut Shell, body: Body<'_>) {
        let Ok((read, write)) = pipe() else {
            sh.error("pipe error");
            self.stages.push(Stage::Child(None));
            return;
        };
        self.start(sh, Some((read, write)), body);
        close(write);
        self.input = Some(read);
    }

    fn start(&mut self, sh: &mut Shell, output: Option<(RawFd, RawFd)>, body: Body<'_>) {
        let input = self.take_input(sh);
        let mut exposed = sh.expose();
        let pid = sh.fork(|sh| {
            if let Some(input) = input {
                let _ = copy_to(input, 0);
                close(input);
            }
            if let Some((read, write)) = output {
                let _ = copy_to(write, 1);
                close(read);
                close(write);
            }
            body(sh)
        });
        sh.conceal(&mut exposed);
        self.exposed.push(exposed);
        if let Some(input) = input {
            close(input);
        }
        self.stages.push(Stage::Child(pid));
    }

    /// Runs the last stage, as a subshell of this process or (with `lastpipe`) in this shell.
    fn stage_last(&mut self, sh: &mut Shell, body: Body<'_>) {
        let stays = sh.state.options.shopt("lastpipe") && !sh.state.options.monitor();
        // Other stages may write into the memory of a substitution: somebody has to read that meanwhile.
        let alone = sh.out.memory.iter().all(|(fd, _)| *fd == 1);
        if !stays && !alone {
            return self.start(sh, None, body);
        }
        let size = self.text.as_ref().map_or(0, Vec::len);
        let saved = self.connect(sh);
        let stage = if stays {
            Stage::Here(sh.ignored(body))
        } else {
            Stage::Done(sh.inside(None, body), None)
        };
        // A process that still writes is told by the closed pipe.
        if size > WRITE
            && saved.is_some()
            && matches!(self.stages.last(), Some(Stage::Done(_, None)))
        {
            sh.input.sync_all();
            let mut rest = Vec::new();
            crate::descriptors::read_all(0, &mut rest);
            // Nobody has read: a process that wrote more than once would have found the pipe closed.
            if let Some(Stage::Done(status, None)) = self.stages.last_mut()
                && rest.len() == size
                && status.ok()
                && sh.dies_of_closed_pipes()
            {
                *status = CLOSED;
            }
        }
        disconnect(sh, saved);
        self.stages.push(stage);
    }

    /// The same in a process of its own: for what a process has only one of.
    fn stage_last_fork(&mut self, sh: &mut Shell, body: Body<'_>) {
        if sh.state.options.shopt("lastpipe") {
            return self.stage_last(sh, body);
        }
        self.start(sh, None, body);
    }

    /// Makes descriptor 0 what the next stage reads.
    fn connect(&mut self, sh: &mut Shell) -> Option<Saved> {
        let input = self.take_input(sh)?;
        let saved = sh.save_descriptor(0);
        let _ = copy_to(input, 0);
        close(input);
        sh.out.set_memory(0, None);
        Some(saved)
    }

    /// The pipe that the next stage reads; a text is put into one.
    fn take_input(&mut self, sh: &mut Shell) -> Option<RawFd> {
        let Some(text) = self.text.take() else { return self.input.take() };
        let Ok((read, write)) = pipe() else {
            sh.error("pipe error");
            return None;
        };
        let rest = fill(write, &text);
        if !rest.is_empty() {
            let writer = sh.fork(|sh| {
                close(read);
                if write_all(write, rest).is_ok() {
                    return Ok(Status::OK);
                }
                Ok(if sh.dies_of_closed_pipes() { CLOSED } else { Status(1) })
            });
            if let Some(Stage::Done(_, slot)) = self.stages.last_mut() {
                *slot = writer;
            }
        }
        close(write);
        Some(read)
    }

    /// Waits for all stages.
    fn end(self, sh: &mut Shell, line: u32, subshell: bool) -> Checked<Status> {
        sh.line = line;
        for exposed in self.exposed {
            sh.drain(exposed);
        }
        let mut statuses = Vec::with_capacity(self.stages.len());
        for stage in self.stages {
            statuses.push(match stage {
                Stage::Child(pid) => pid.map_or(Status(254), |pid| sh.wait_for(pid)),
                Stage::Done(status, None) => status,
                Stage::Done(status, Some(writer)) => {
                    let written = sh.wait_for(writer);
                    if status.ok() { written } else { status }
                }
                Stage::Here(result) => result?,
            });
        }
        let mut status = statuses.last().copied().unwrap_or_default();
        if subshell {
            sh.fault(status)?;
        }
        if sh.state.options.pipefail() {
            status = statuses.iter().rev().find(|status| !status.ok()).copied().unwrap_or_default();
        }
        sh.finish_with(status, statuses)
    }
}

/// Puts descriptor 0 back.
fn disconnect(sh: &mut Shell, saved: Option<Saved>) {
    if let Some(saved) = saved {
        sh.restore_descriptor(saved);
    }
}

/// Writes as much of a text as the pipe holds; gives the rest.
fn fill(write: RawFd, mut text: &[u8]) -> &[u8] {
    if fcntl(write, FcntlArg::F_SETFL(OFlag::O_NONBLOCK)).is_err() {
        return text;
    }
    while !text.is_empty() {
        match nix::unistd::write(write, text) {
            Ok(count) => text = &text[count..],
            Err(nix::errno::Errno::EINTR) => {}
            Err(_) => break,
        }
    }
    let _ = fcntl(write, FcntlArg::F_SETFL(OFlag::empty()));
    text
}
