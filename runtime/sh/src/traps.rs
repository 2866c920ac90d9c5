//! Traps: EXIT, ERR, DEBUG, RETURN and signals, run at safe points.

use crate::shell::{Function, Shell};
use crate::status::{Checked, Flow, Status};
use crate::sys::{self, Disposition};
use nix::sys::signal::Signal;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Numbers of the conditions that are no signals.
pub const EXIT: i32 = 0;
pub const DEBUG: i32 = 65;
pub const ERR: i32 = 66;
pub const RETURN: i32 = 67;

/// What a trap does.
#[derive(Clone)]
pub struct Trap {
    /// The text, for listings; empty: the signal is ignored.
    pub text: Vec<u8>,
    /// The compiled text, if there is one.
    pub handler: Option<Function>,
    /// Set by a parent shell: listed, never run.
    pub inherited: bool,
}

/// All traps of a shell.
#[derive(Clone, Default)]
pub struct Traps {
    pub(crate) list: Rc<BTreeMap<i32, Trap>>,
}

impl Traps {
    pub(crate) fn active(&self, signal: i32) -> Option<&Trap> {
        self.list.get(&signal).filter(|trap| !trap.inherited)
    }
}

impl crate::shell::State {
    /// A subshell lists its parent's traps but does not run them; ignored signals stay ignored.
    pub(crate) fn enter_subshell(&mut self) {
        if self.traps.list.is_empty() {
            return;
        }
        let options = self.options;
        for (number, trap) in Rc::make_mut(&mut self.traps.list) {
            let kept = match *number {
                ERR => options.errtrace(),
                DEBUG | RETURN => options.functrace(),
                _ => false,
            };
            if !trap.text.is_empty() && !kept {
                trap.inherited = true;
            }
        }
    }
}

/// The number of a signal or condition: `INT`, `SIGINT`, `2`, `EXIT`.
pub fn signal_number(name: &[u8]) -> Option<i32> {
    let text = std::str::from_utf8(name).ok()?.to_ascii_uppercase();
    if let Ok(number) = text.parse::<i32>() {
        return (0..=64).contains(&number).then_some(number);
    }
    let text = text.strip_prefix("SIG").unwrap_or(&text);
    match text {
        "EXIT" => Some(EXIT),
        "DEBUG" => Some(DEBUG),
        "ERR" => Some(ERR),
        "RETURN" => Some(RETURN),
        _ => format!("SIG{text}").parse::<Signal>().ok().map(|signal| signal as i32),
    }
}

/// The name as `trap -p` writes it.
pub fn signal_name(number: i32) -> String {
    match number {
        EXIT => "EXIT".into(),
        DEBUG => "DEBUG".into(),
        ERR => "ERR".into(),
        RETURN => "RETURN".into(),
        34 => "SIGRTMIN".into(),
        35..=49 => format!("SIGRTMIN+{}", number - 34),
        50..=63 => format!("SIGRTMAX-{}", 64 - number),
        64 => "SIGRTMAX".into(),
        _ => Signal::try_from(number)
            .map_or_else(|_| format!("SIG{number}"), |signal| signal.as_str().to_string()),
    }
}

impl Shell {
    /// `trap text signal`, the text compiled to `handler`.
    pub fn trap(
        &mut self,
        signal: impl AsRef<[u8]>,
        text: impl AsRef<[u8]>,
        handler: impl Fn(&mut Shell) -> Checked<Status> + 'static,
    ) -> Checked<Status> {
        let Some(number) = signal_number(signal.as_ref()) else {
            let message = [signal.as_ref(), b": invalid signal specification"].concat();
            let status = self.builtin_error("trap", message);
            return self.finish(status);
        };
        self.set_trap(number, text.as_ref(), Some(Rc::new(handler)));
        self.finish(Status::OK)
    }

    /// `trap text signals`, the text compiled to `handler`.
    pub fn trap_all(
        &mut self,
        line: u32,
        signals: impl Into<Vec<Vec<u8>>>,
        text: impl AsRef<[u8]>,
        handler: impl Fn(&mut Shell) -> Checked<Status> + 'static,
    ) -> Checked<Status> {
        self.line = line;
        let handler: Function = Rc::new(handler);
        let mut status = Status::OK;
        for signal in signals.into() {
            match signal_number(&signal) {
                Some(number) => self.set_trap(number, text.as_ref(), Some(Rc::clone(&handler))),
                None => {
                    status = self.builtin_error(
                        "trap",
                        [&signal[..], b": invalid signal specification"].concat(),
                    )
                }
            }
        }
        self.finish(status)
    }

    /// Sets a trap; an empty text ignores the signal.
    pub(crate) fn set_trap(&mut self, number: i32, text: &[u8], handler: Option<Function>) {
        let trap = Trap { text: text.to_vec(), handler, inherited: false };
        Rc::make_mut(&mut self.state.traps.list).insert(number, trap);
        self.install(number);
    }

    /// `trap - signal`.
    pub(crate) fn clear_trap(&mut self, number: i32) {
        Rc::make_mut(&mut self.state.traps.list).remove(&number);
        self.install(number);
    }

    fn install(&mut self, number: i32) {
        if number == EXIT {
            // Deadly signals must let the EXIT trap run first.
            for signal in [Signal::SIGHUP, Signal::SIGINT, Signal::SIGTERM] {
                self.install(signal as i32);
            }
            return;
        }
        let Ok(signal) = Signal::try_from(number) else { return };
        let deadly = matches!(signal, Signal::SIGHUP | Signal::SIGINT | Signal::SIGTERM);
        let disposition = match self.state.traps.list.get(&number) {
            Some(trap) if trap.text.is_empty() => Disposition::Ignore,
            Some(trap) if !trap.inherited => Disposition::Note,
            _ if self.unattended && matches!(signal, Signal::SIGINT | Signal::SIGQUIT) => {
                Disposition::Ignore
            }
            _ if deadly && self.state.traps.active(EXIT).is_some() => Disposition::Note,
            _ => Disposition::Default,
        };
        sys::dispose(signal, disposition);
    }

    /// Has SIGPIPE no trap?
    pub(crate) fn dies_of_closed_pipes(&self) -> bool {
        !self.state.traps.list.contains_key(&(Signal::SIGPIPE as i32))
    }

    /// Signals do again what the present traps say, where `old` said something else.
    pub(crate) fn reinstall_traps(&mut self, old: &Traps) {
        if Rc::ptr_eq(&old.list, &self.state.traps.list) {
            return;
        }
        let mut numbers: Vec<i32> =
            old.list.keys().chain(self.state.traps.list.keys()).copied().collect();
        numbers.dedup();
        for number in numbers {
            self.install(number);
        }
    }

    /// A noted signal that has a trap, left noted for `run_traps`.
    pub(crate) fn trapped_signal(&mut self) -> Option<i32> {
        if !sys::any_pending() {
            return None;
        }
        let signals = sys::take_pending();
        let first = signals.first().copied();
        self.noted.extend(signals);
        first
    }

    /// Runs the traps of signals that have arrived.
    pub fn run_traps(&mut self) -> Checked<()> {
        if !sys::any_pending() && self.noted.is_empty() {
            return Ok(());
        }
        let mut signals = std::mem::take(&mut self.noted);
        signals.extend(sys::take_pending());
        for signal in signals {
            let parents = self.state.traps.list.get(&signal).is_some_and(|trap| trap.inherited);
            if parents && self.inside > 0 {
                // Sent to this process, which is the parent's: its turn comes after the subshell.
                self.noted.push(signal);
                continue;
            }
            match self.state.traps.active(signal).cloned() {
                Some(trap) => {
                    let status = self.status;
                    self.run_trap(signal, &trap)?;
                    self.status = status;
                }
                // What is no reason to die: a child, a window, urgent data.
                None if [Signal::SIGURG, Signal::SIGCHLD, Signal::SIGWINCH, Signal::SIGCONT]
                    .iter()
                    .any(|quiet| *quiet as i32 == signal) => {}
                None => self.die_of(signal),
            }
        }
        Ok(())
    }

    /// A deadly signal without trap: EXIT trap first, then the default.
    fn die_of(&mut self, signal: i32) {
        self.exit_trap(Status(128 + signal as u8));
        self.out.flush();
        if let Ok(signal) = Signal::try_from(signal) {
            sys::dispose(signal, Disposition::Default);
            let _ = nix::sys::signal::kill(nix::unistd::Pid::this(), signal);
        }
        std::process::exit(128 + signal);
    }

    pub(crate) fn run_trap(&mut self, number: i32, trap: &Trap) -> Checked<Status> {
        if trap.text.is_empty() {
            return Ok(self.status);
        }
        let (line, statuses) = (self.line, self.statuses.clone());
        let base = std::mem::replace(&mut self.trap_base, if number >= DEBUG { line } else { 1 });
        let before = (number != DEBUG && !self.dash).then_some(self.status);
        let before = std::mem::replace(&mut self.before_trap, before);
        self.in_traps.push(number);
        let result = match &trap.handler {
            Some(handler) => self.deeper(&**handler),
            None => {
                self.line = self.trap_base;
                self.eval_text(&trap.text)
            }
        };
        self.in_traps.pop();
        self.line = line;
        self.trap_base = base;
        self.before_trap = before;
        self.statuses = statuses;
        result
    }

    /// The status of `exit` and `return` without a number: inside a trap the one before it.
    pub fn parting_status(&self) -> Status {
        self.before_trap.unwrap_or(self.status)
    }

    /// A line of a handler: DEBUG, ERR and RETURN traps count from the line where they run.
    pub fn trap_line(&self, after: u32) -> u32 {
        self.trap_base.saturating_add(after)
    }

    /// Runs the trap of a condition, unless it is running.
    fn condition_trap(&mut self, number: i32) -> Checked<Status> {
        if self.state.traps.list.is_empty() || self.in_traps.contains(&number) {
            return Ok(Status::OK);
        }
        let Some(trap) = self.state.traps.active(number).cloned() else { return Ok(Status::OK) };
        let status = self.status;
        let result = self.run_trap(number, &trap);
        self.status = status;
        result
    }

    /// `BASH_COMMAND` of the command that comes.
    pub fn about(&mut self, text: &'static (impl AsRef<[u8]> + ?Sized)) {
        if self.in_traps.is_empty() {
            self.command_text = std::borrow::Cow::Borrowed(text.as_ref());
        }
    }

    /// Before a command: the DEBUG trap. False: `extdebug` has it skipped.
    pub fn stop(&mut self, line: u32, text: &'static (impl AsRef<[u8]> + ?Sized)) -> Checked<bool> {
        self.about(text);
        self.line = line;
        self.debug_trap()
    }

    /// Before a command of run-time text.
    #[cfg(feature = "interpreter")]
    pub(crate) fn stop_at(&mut self, line: u32, text: &[u8]) -> Checked<bool> {
        if self.state.traps.list.is_empty() {
            return Ok(true);
        }
        if self.in_traps.is_empty() {
            self.command_text = std::borrow::Cow::Owned(text.to_vec());
        }
        self.line = line;
        self.debug_trap()
    }

    /// False: the command is to be skipped.
    pub(crate) fn debug_trap(&mut self) -> Checked<bool> {
        if self.state.traps.list.is_empty() {
            return Ok(true);
        }
        let status = match self.condition_trap(DEBUG) {
            Err(Flow::Return(status)) => status,
            result => result?,
        };
        if status.ok() || !self.state.options.shopt("extdebug") {
            return Ok(true);
        }
        if status == Status(2) && self.in_function() {
            return Err(Flow::Return(self.status));
        }
        Ok(false)
    }

    /// After a command that failed.
    pub(crate) fn err_trap(&mut self) -> Checked<()> {
        if self.untrapped == Some(self.state.frames.len()) {
            return Ok(());
        }
        self.condition_trap(ERR).map(drop)
    }

    /// A simple command of a pipeline: its failure runs no ERR trap, what a function in it runs does.
    pub fn untrapped(
        &mut self,
        body: impl FnOnce(&mut Shell) -> Checked<Status>,
    ) -> Checked<Status> {
        let outer = self.untrapped.replace(self.state.frames.len());
        let result = body(self);
        self.untrapped = outer;
        result
    }

    /// When a function or sourced file ends.
    pub(crate) fn return_trap(&mut self) -> Checked<()> {
        self.condition_trap(RETURN).map(drop)
    }

    /// A function does not inherit DEBUG, RETURN and ERR traps unless told so: takes them away.
    pub(crate) fn hide_traps(&mut self) -> Vec<(i32, Trap)> {
        let options = self.state.options;
        if self.state.traps.list.is_empty() {
            return Vec::new();
        }
        let mut hidden = Vec::new();
        for number in [DEBUG, RETURN, ERR] {
            let kept = if number == ERR { options.errtrace() } else { options.functrace() };
            if !kept && self.state.traps.list.contains_key(&number) {
                let trap = Rc::make_mut(&mut self.state.traps.list).remove(&number);
                hidden.extend(trap.map(|trap| (number, trap)));
            }
        }
        hidden
    }

    /// Gives hidden traps back, unless the function has set its own.
    pub(crate) fn show_traps(&mut self, hidden: Vec<(i32, Trap)>) {
        for (number, trap) in hidden {
            Rc::make_mut(&mut self.state.traps.list).entry(number).or_insert(trap);
        }
    }
}

/// What a shell calls a signal that ended a command.
pub(crate) fn description(signal: Signal) -> &'static str {
    match signal {
        Signal::SIGHUP => "Hangup",
        Signal::SIGQUIT => "Quit",
        Signal::SIGILL => "Illegal instruction",
        Signal::SIGTRAP => "Trace/breakpoint trap",
        Signal::SIGABRT => "Aborted",
        Signal::SIGBUS => "Bus error",
        Signal::SIGFPE => "Floating point exception",
        Signal::SIGKILL => "Killed",
        Signal::SIGUSR1 => "User defined signal 1",
        Signal::SIGSEGV => "Segmentation fault",
        Signal::SIGUSR2 => "User defined signal 2",
        Signal::SIGALRM => "Alarm clock",
        Signal::SIGTERM => "Terminated",
        Signal::SIGXCPU => "CPU time limit exceeded",
        Signal::SIGXFSZ => "File size limit exceeded",
        _ => "Terminated by a signal",
    }
}
