//! Background commands.

use crate::process::poll_child;
use crate::shell::Shell;
use crate::status::Status;

/// A background command.
#[derive(Clone, Debug)]
pub struct Job {
    pub number: usize,
    pub pid: i32,
    pub text: Vec<u8>,
    /// Its status, once it has ended.
    pub status: Option<Status>,
    /// The script has been told its status: `wait -n` is about others.
    pub told: bool,
}

/// The background commands of a shell.
#[derive(Debug, Default)]
pub struct Jobs {
    list: Vec<Job>,
    last: Option<i32>,
    substitutions: Vec<i32>,
    /// Statuses of jobs that are forgotten.
    pub ended: std::collections::BTreeMap<i32, Status>,
    /// Those of the shell around, which a pipeline and `$(jobs)` list.
    parents: Vec<Job>,
}

impl Jobs {
    /// `$!`.
    pub fn last_background(&self) -> Option<i32> {
        self.last
    }

    /// What a subshell knows of its parent's jobs: `$!`, and their names.
    pub fn inherit(&mut self, parent: &Jobs) {
        self.last = parent.last;
        self.parents.clone_from(if parent.list.is_empty() {
            &parent.parents
        } else {
            &parent.list
        });
    }

    /// `( … )` has no jobs but its own.
    pub fn forget_parents(&mut self) {
        self.parents.clear();
    }

    /// The jobs that `jobs` shows: nobody was told how they ended.
    pub fn shown(&self) -> Vec<Job> {
        let list = if self.list.is_empty() { &self.parents } else { &self.list };
        let open = |job: &&Job| !job.told && job.status.is_none_or(|status| status.0 <= 128);
        list.iter().filter(open).cloned().collect()
    }

    /// Takes over the children of a subshell that ran in this process.
    pub fn adopt(&mut self, inner: Jobs) {
        self.substitutions
            .extend(inner.list.iter().filter(|job| job.status.is_none()).map(|job| job.pid));
        self.substitutions.extend(inner.substitutions);
    }

    /// A new background command.
    pub fn add(&mut self, pid: i32, text: Vec<u8>) {
        let number = self
            .list
            .iter()
            .filter(|job| job.status.is_none())
            .map(|job| job.number)
            .max()
            .unwrap_or(0)
            + 1;
        self.list.push(Job { number, pid, text, status: None, told: false });
        self.last = Some(pid);
    }

    /// A process substitution: `$!` until the next background command.
    pub fn note_substitution(&mut self, pid: i32) {
        self.substitutions.push(pid);
        self.last = Some(pid);
    }

    /// Children that nobody waits for by name.
    pub fn reap(&mut self) {
        self.substitutions.retain(|pid| poll_child(*pid).is_none());
        for job in &mut self.list {
            if job.status.is_none() {
                job.status = poll_child(job.pid);
            }
        }
    }

    /// All jobs.
    pub fn list(&self) -> &[Job] {
        &self.list
    }

    /// The job of a pid.
    pub fn by_pid(&mut self, pid: i32) -> Option<&mut Job> {
        self.list.iter_mut().rev().find(|job| job.pid == pid)
    }

    /// The job that `%n`, `%%`, `%+`, `%-`, `%text` means.
    pub fn by_spec(&self, spec: &[u8]) -> Option<&Job> {
        let spec = spec.strip_prefix(b"%").unwrap_or(spec);
        let active: Vec<&Job> = self.list.iter().filter(|job| !job.told).collect();
        match spec {
            b"" | b"%" | b"+" => active.last().copied(),
            b"-" => active.iter().rev().nth(1).or(active.last()).copied(),
            _ => match std::str::from_utf8(spec).ok().and_then(|text| text.parse::<usize>().ok()) {
                Some(number) => active.iter().rev().find(|job| job.number == number).copied(),
                None => active.iter().rev().find(|job| job.text.starts_with(spec)).copied(),
            },
        }
    }

    /// Forgets a job.
    pub fn remove(&mut self, pid: i32) {
        self.list.retain(|job| job.pid != pid);
    }

    /// Forgets all jobs that have ended.
    pub fn forget_ended(&mut self) {
        // `wait` for one of them still knows its status.
        let known = self.list.iter().filter_map(|job| Some((job.pid, job.status?)));
        self.ended.extend(known);
        self.list.retain(|job| job.status.is_none());
    }
}

impl Shell {
    /// Waits for a background command, or until a trapped signal arrives (its status then: 128 + n).
    pub(crate) fn wait_job(&mut self, pid: i32) -> Status {
        use nix::sys::wait::waitpid;
        if let Some(status) = self.jobs.by_pid(pid).and_then(|job| job.status) {
            return status;
        }
        self.out.flush();
        loop {
            if let Some(signal) = self.trapped_signal() {
                return Status(128 + signal as u8);
            }
            match waitpid(nix::unistd::Pid::from_raw(pid), None) {
                Ok(status) => {
                    if let Some(status) = crate::process::status_of(&status) {
                        if let Some(job) = self.jobs.by_pid(pid) {
                            job.status = Some(status);
                        }
                        return status;
                    }
                }
                Err(nix::errno::Errno::EINTR) => {}
                Err(_) => return Status(127),
            }
        }
    }
}
