//! Pipelines: each stage a process, its output the next one's input.

use crate::descriptors::{Exposed, close, copy_to, pipe};
use crate::shell::Shell;
use crate::status::{Checked, Status};
use nix::unistd::Pid;
use std::os::fd::RawFd;

/// A pipeline that is being started, stage by stage.
#[derive(Default)]
pub struct Pipeline {
    input: Option<RawFd>,
    children: Vec<Option<Pid>>,
    /// The last stage's, when it ran in this process (`lastpipe`).
    last: Option<Checked<Status>>,
    exposed: Vec<Exposed>,
}

impl Pipeline {
    /// No stages yet.
    pub fn new() -> Pipeline {
        Pipeline::default()
    }

    /// Starts a stage that is not the last.
    pub fn stage(&mut self, sh: &mut Shell, body: impl FnOnce(&mut Shell) -> Checked<Status>) {
        let made = pipe();
        let Ok((read, write)) = made else {
            sh.error("pipe error");
            self.children.push(None);
            return;
        };
        self.start(sh, Some((read, write)), body);
        close(write);
        self.input = Some(read);
    }

    fn start(
        &mut self,
        sh: &mut Shell,
        output: Option<(RawFd, RawFd)>,
        body: impl FnOnce(&mut Shell) -> Checked<Status>,
    ) {
        let input = self.input.take();
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
        self.children.push(pid);
    }

    /// Starts (with `lastpipe`: runs) the last stage.
    pub fn stage_last(&mut self, sh: &mut Shell, body: impl FnOnce(&mut Shell) -> Checked<Status>) {
        if !sh.state.options.shopt("lastpipe") || sh.state.options.monitor() {
            return self.start(sh, None, body);
        }
        let saved = sh.save_descriptor(0);
        if let Some(input) = self.input.take() {
            let _ = copy_to(input, 0);
            close(input);
        }
        sh.out.set_memory(0, None);
        let result = sh.ignored(body);
        sh.restore_descriptor(saved);
        self.last = Some(result);
    }

    /// Waits for all stages; the status is the last one's, with `pipefail` the last that failed.
    pub fn run(self, sh: &mut Shell, line: u32) -> Checked<Status> {
        sh.line = line;
        for exposed in self.exposed {
            sh.drain(exposed);
        }
        let mut statuses: Vec<Status> = self
            .children
            .into_iter()
            .map(|pid| pid.map_or(Status(254), |pid| sh.wait_for(pid)))
            .collect();
        if let Some(result) = self.last {
            statuses.push(result?);
        }
        let mut status = statuses.last().copied().unwrap_or_default();
        if sh.state.options.pipefail() {
            status = statuses.iter().rev().find(|status| !status.ok()).copied().unwrap_or_default();
        }
        sh.finish_with(status, statuses)
    }
}
