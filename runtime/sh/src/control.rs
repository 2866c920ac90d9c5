//! Lists, loops and conditions.

use crate::shell::Shell;
use crate::status::{Checked, Flow, Status, Step};

impl Shell {
    /// Ends a command: `$?`, ERR trap, `set -e`, traps of signals.
    pub fn finish(&mut self, status: Status) -> Checked<Status> {
        self.statuses.clear();
        self.statuses.push(status);
        self.judge(status)
    }

    pub(crate) fn finish_with(&mut self, status: Status, statuses: Vec<Status>) -> Checked<Status> {
        self.statuses = statuses;
        self.judge(status)
    }

    fn judge(&mut self, status: Status) -> Checked<Status> {
        self.status = status;
        self.run_traps()?;
        self.fault(status)?;
        Ok(status)
    }

    /// A failure that nobody looks at: ERR trap, `set -e`.
    pub fn fault(&mut self, status: Status) -> Checked<()> {
        if status.ok() || self.ignoring > 0 {
            return Ok(());
        }
        self.status = status;
        self.err_trap()?;
        self.status = status;
        if !self.state.options.errexit() {
            return Ok(());
        }
        self.unwinds = self.subshells == 0;
        Err(Flow::Exit(status))
    }

    /// Runs `body` where `set -e` is ignored.
    pub(crate) fn ignored<T>(&mut self, body: impl FnOnce(&mut Shell) -> Checked<T>) -> Checked<T> {
        self.ignoring += 1;
        let result = body(self);
        self.ignoring -= 1;
        result
    }

    /// A condition: is its status 0? `set -e` does not look at it.
    pub fn condition(&mut self, body: impl FnOnce(&mut Shell) -> Checked<Status>) -> Checked<bool> {
        self.ignored(body).map(Status::ok)
    }

    /// `! command`.
    pub fn not(&mut self, body: impl FnOnce(&mut Shell) -> Checked<Status>) -> Checked<Status> {
        let status = self.ignored(body)?.inverted();
        self.status = status;
        Ok(status)
    }

    /// `first && second`.
    pub fn and(
        &mut self,
        first: impl FnOnce(&mut Shell) -> Checked<Status>,
        second: impl FnOnce(&mut Shell) -> Checked<Status>,
    ) -> Checked<Status> {
        let status = self.ignored(first)?;
        if status.ok() { second(self) } else { Ok(status) }
    }

    /// `first || second`.
    pub fn or(
        &mut self,
        first: impl FnOnce(&mut Shell) -> Checked<Status>,
        second: impl FnOnce(&mut Shell) -> Checked<Status>,
    ) -> Checked<Status> {
        let status = self.ignored(first)?;
        if status.ok() { Ok(status) } else { second(self) }
    }

    /// One complete command at top level: a failed expansion ends here, the script goes on.
    pub fn top(&mut self, body: impl FnOnce(&mut Shell) -> Checked<Status>) -> Checked<Status> {
        self.misread = false;
        match body(self) {
            Err(Flow::Abandon(status)) if self.subshells == 0 => {
                self.ignoring = 0;
                self.status = status;
                self.builtin = None;
                while !self.state.scopes.is_empty() {
                    self.pop_scope();
                }
                if !self.state.frames.is_empty() {
                    self.state.frames = Default::default();
                }
                // `set -e` ends the script, unless an expression was at fault.
                if self.state.options.errexit() && !self.misread {
                    return Err(Flow::Exit(status));
                }
                Ok(status)
            }
            // Nothing around to leave.
            Err(Flow::Break(_) | Flow::Continue(_)) => Ok(self.status),
            result => result,
        }
    }

    /// A complete command at top level that makes a value for a variable: none when an expansion failed.
    pub fn attempt<T: Default>(
        &mut self,
        line: u32,
        body: impl FnOnce(&mut Shell) -> Checked<T>,
    ) -> Checked<T> {
        let mut value = T::default();
        self.top(|sh| {
            sh.begin(line);
            value = body(sh)?;
            Ok(sh.status)
        })?;
        Ok(value)
    }

    /// What a loop does after a round that ended so.
    pub fn looped(&mut self, round: Checked<Status>) -> Checked<Step> {
        match round {
            Ok(_) => Ok(Step::On),
            Err(Flow::Break(levels)) if levels > 1 => Err(Flow::Break(levels - 1)),
            Err(Flow::Continue(levels)) if levels > 1 => Err(Flow::Continue(levels - 1)),
            Err(Flow::Break(_)) => Ok(Step::Break),
            Err(Flow::Continue(_)) => Ok(Step::Continue),
            Err(flow) => Err(flow),
        }
    }

    /// Runs a loop; `round` says after each round whether to go on.
    pub(crate) fn rounds(
        &mut self,
        mut round: impl FnMut(&mut Shell) -> Checked<Option<Status>>,
    ) -> Checked<Status> {
        self.loops += 1;
        let ignoring = self.ignoring;
        let mut last = Status::OK;
        let result = loop {
            match round(self) {
                Ok(Some(status)) => last = status,
                Ok(None) => break Ok(last),
                Err(flow) => match self.looped(Err(flow)) {
                    Ok(Step::Break) => {
                        self.ignoring = ignoring;
                        break Ok(self.status);
                    }
                    Ok(_) => {
                        self.ignoring = ignoring;
                        last = self.status;
                    }
                    Err(flow) => break Err(flow),
                },
            }
        };
        self.loops -= 1;
        if result.is_ok() {
            self.status = last_of(&result);
        }
        result
    }

    /// `while test; do body; done`.
    pub fn while_loop(
        &mut self,
        mut test: impl FnMut(&mut Shell) -> Checked<Status>,
        mut body: impl FnMut(&mut Shell) -> Checked<Status>,
    ) -> Checked<Status> {
        self.rounds(|sh| if sh.ignored(&mut test)?.ok() { body(sh).map(Some) } else { Ok(None) })
    }

    /// `until test; do body; done`.
    pub fn until_loop(
        &mut self,
        mut test: impl FnMut(&mut Shell) -> Checked<Status>,
        mut body: impl FnMut(&mut Shell) -> Checked<Status>,
    ) -> Checked<Status> {
        self.rounds(|sh| if sh.ignored(&mut test)?.ok() { Ok(None) } else { body(sh).map(Some) })
    }

    /// `for name in words; do body; done`.
    pub fn for_loop(
        &mut self,
        line: u32,
        name: impl AsRef<[u8]>,
        words: impl Into<Vec<Vec<u8>>>,
        mut body: impl FnMut(&mut Shell) -> Checked<Status>,
    ) -> Checked<Status> {
        let mut words = words.into().into_iter();
        let name = name.as_ref();
        if !crate::variables::is_name(name) {
            self.line = line;
            self.error([b"`", name, b"': not a valid identifier"].concat());
            return self.finish(Status(1));
        }
        self.rounds(|sh| match words.next() {
            None => Ok(None),
            Some(word) => {
                sh.line = line;
                if sh.is_nameref(name) {
                    // The loop variable of a nameref changes what it refers to.
                    sh.variable_entry(name).value = crate::variables::Value::Text(word);
                } else if !sh.try_assign(name, &word)? {
                    sh.status = Status(1);
                    return Err(Flow::Break(1));
                }
                body(sh).map(Some)
            }
        })
    }

    /// `for ((init; test; step)); do body; done`.
    pub fn arith_for(
        &mut self,
        line: u32,
        init: impl FnOnce(&mut Shell) -> Checked<i64>,
        mut test: impl FnMut(&mut Shell) -> Checked<i64>,
        mut step: impl FnMut(&mut Shell) -> Checked<i64>,
        mut body: impl FnMut(&mut Shell) -> Checked<Status>,
    ) -> Checked<Status> {
        self.line = line;
        let ended = |sh: &mut Shell, flow: Flow| match flow {
            Flow::Abandon(status) => sh.finish(status),
            flow => Err(flow),
        };
        if let Err(flow) = self.arith_in(line, init) {
            return ended(self, flow);
        }
        let mut first = true;
        let result = self.rounds(|sh| {
            if !std::mem::take(&mut first) {
                sh.arith_in(line, &mut step)?;
            }
            if sh.arith_in(line, &mut test)? == 0 {
                return Ok(None);
            }
            match body(sh) {
                Ok(status) => Ok(Some(status)),
                Err(flow) => Err(flow),
            }
        });
        match result {
            Err(flow) => ended(self, flow),
            result => result,
        }
    }

    fn arith_in(
        &mut self,
        line: u32,
        value: impl FnOnce(&mut Shell) -> Checked<i64>,
    ) -> Checked<i64> {
        self.line = line;
        let outer = self.builtin.replace("((");
        let value = value(self);
        self.builtin = outer;
        value
    }

    /// The body of a native loop: 0 when it ends normally, n after `break n`, -n after `continue n`.
    pub fn jump(&mut self, body: impl FnOnce(&mut Shell) -> Checked<Status>) -> Checked<i64> {
        let (loops, ignoring) = (self.loops, self.ignoring);
        self.loops += 1;
        let result = body(self);
        self.loops = loops;
        match result {
            Ok(_) => Ok(0),
            Err(Flow::Break(levels)) => {
                self.ignoring = ignoring;
                Ok(i64::from(levels))
            }
            Err(Flow::Continue(levels)) => {
                self.ignoring = ignoring;
                Ok(-i64::from(levels))
            }
            Err(flow) => Err(flow),
        }
    }

    /// The operand of `break` and `continue`, known at run time only.
    pub fn levels(&mut self, line: u32, builtin: &str, text: impl AsRef<[u8]>) -> Checked<i64> {
        self.line = line;
        let text = text.as_ref();
        match crate::builtins::integer(text) {
            Some(levels) if levels > 0 => {
                self.status = Status::OK;
                Ok(levels)
            }
            Some(_) => {
                self.builtin_error(builtin, [text, b": loop count out of range"].concat());
                self.status = Status(1);
                Ok(i64::from(u32::MAX))
            }
            None => {
                self.builtin_error(builtin, [text, b": numeric argument required"].concat());
                Err(Flow::Exit(Status(128)))
            }
        }
    }

    /// `[[ … ]]`.
    pub fn cond(
        &mut self,
        line: u32,
        test: impl FnOnce(&mut Shell) -> Checked<bool>,
    ) -> Checked<Status> {
        self.begin(line);
        let outer = self.builtin.replace("[[");
        let value = test(self);
        self.builtin = outer;
        let status = match value {
            Ok(value) => Status::from(value),
            Err(Flow::Abandon(status)) => status,
            Err(flow) => return Err(flow),
        };
        self.finish(status)
    }

    /// `[[ … ]]` as a condition.
    pub fn test(
        &mut self,
        line: u32,
        test: impl FnOnce(&mut Shell) -> Checked<bool>,
    ) -> Checked<bool> {
        self.cond(line, test).map(Status::ok)
    }

    /// `time command`: what it took, on descriptor 2.
    pub fn time(
        &mut self,
        posix: bool,
        body: impl FnOnce(&mut Shell) -> Checked<Status>,
    ) -> Checked<Status> {
        let (wall, before) = (std::time::Instant::now(), cpu());
        let result = body(self);
        let (real, after) = (wall.elapsed().as_secs_f64(), cpu());
        let (user, system) = (after.0 - before.0, after.1 - before.1);
        let text = if posix {
            format!("real {real:.2}\nuser {user:.2}\nsys {system:.2}\n")
        } else {
            let show = |seconds: f64| format!("{}m{:.3}s", (seconds / 60.0) as u64, seconds % 60.0);
            format!("\nreal\t{}\nuser\t{}\nsys\t{}\n", show(real), show(user), show(system))
        };
        self.write_error(text.as_bytes());
        result
    }
}

fn last_of(result: &Checked<Status>) -> Status {
    result.unwrap_or_default()
}

/// User and system seconds of this process and its children.
fn cpu() -> (f64, f64) {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike as _;
    let mut sum = (0.0, 0.0);
    for who in [UsageWho::RUSAGE_SELF, UsageWho::RUSAGE_CHILDREN] {
        if let Ok(usage) = getrusage(who) {
            sum.0 += usage.user_time().num_microseconds() as f64 / 1e6;
            sum.1 += usage.system_time().num_microseconds() as f64 / 1e6;
        }
    }
    sum
}
