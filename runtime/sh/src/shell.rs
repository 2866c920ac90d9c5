//! The state of a shell.

use crate::hash::Names;
use crate::jobs::Jobs;
use crate::options::Options;
use crate::output::Output;
use crate::status::{Checked, Status};
use crate::traps::Traps;
use crate::variables::{Scope, Variable};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// A function of the script.
pub type Function = Rc<dyn Fn(&mut Shell) -> Checked<Status>>;

/// A running function or sourced file.
#[derive(Clone, Debug)]
pub struct Frame {
    /// `FUNCNAME`; `source` for a sourced file.
    pub name: Vec<u8>,
    /// The line of the call.
    pub line: u32,
    /// `BASH_SOURCE`.
    pub source: Rc<Vec<u8>>,
    /// `BASH_ARGV`, the other way round.
    pub args: Rc<Vec<Vec<u8>>>,
    /// Is it a function, which `return` and `local` look for?
    pub function: bool,
}

/// What a subshell has a copy of. Cloning is cheap; the first change after it copies.
#[derive(Clone)]
pub struct State {
    pub variables: Rc<Names<Variable>>,
    pub scopes: Rc<Vec<Scope>>,
    pub functions: Rc<BTreeMap<Vec<u8>, Function>>,
    /// The source text of functions, for `declare -f`; and those that are exported or read-only.
    pub function_texts: Rc<BTreeMap<Vec<u8>, Vec<u8>>>,
    /// The lines of functions, where somebody asks for them.
    pub function_lines: Rc<BTreeMap<Vec<u8>, u32>>,
    /// The files of functions that were not defined by the script itself.
    pub function_files: Rc<BTreeMap<Vec<u8>, Rc<Vec<u8>>>>,
    /// Functions that children inherit (`export -f`).
    pub exported_functions: Rc<std::collections::BTreeSet<Vec<u8>>>,
    /// Functions that stay as they are (`readonly -f`).
    pub fixed_functions: Rc<std::collections::BTreeSet<Vec<u8>>>,
    pub positional: Rc<Vec<Vec<u8>>>,
    pub frames: Rc<Vec<Frame>>,
    pub options: Options,
    pub traps: Traps,
    pub aliases: Rc<BTreeMap<Vec<u8>, Vec<u8>>>,
    pub directories: Rc<Vec<Vec<u8>>>,
    /// The working directory as the shell came to it, whatever PWD says.
    pub here: Rc<Vec<u8>>,
    /// What `complete` remembers: the options as `complete -p` writes them.
    pub completions: Rc<BTreeMap<Vec<u8>, Vec<u8>>>,
    /// The word that `getopts` reads, counted from 0, and the place in it; 0: at the start of one.
    pub getopts: (usize, usize),
    pub disabled: Rc<Vec<Vec<u8>>>,
}

/// A shell: what the functions of a translated script work on.
pub struct Shell {
    pub state: State,
    pub out: Output,
    /// `$0`.
    pub name: Rc<Vec<u8>>,
    /// `BASH_SOURCE` of what runs now.
    pub source: Rc<Vec<u8>>,
    /// The line of the running command.
    pub line: u32,
    pub(crate) status: Status,
    /// Status of the newest `$(…)` of this command.
    pub(crate) substituted: Option<Status>,
    pub(crate) statuses: Vec<Status>,
    /// Depth of contexts in which `set -e` is ignored.
    pub(crate) ignoring: u32,
    /// How deep the simple command of a pipeline stands, whose failure runs no ERR trap.
    pub(crate) untrapped: Option<usize>,
    /// Depth of loops of this function, for `break` outside of one.
    pub(crate) loops: u32,
    pub(crate) jobs: Jobs,
    pub(crate) pid: u32,
    /// Subshells around (`BASH_SUBSHELL`).
    pub(crate) subshells: u32,
    /// Of them, those that run in this process.
    pub(crate) inside: u32,
    pub(crate) random: u32,
    pub(crate) last_random: u32,
    pub(crate) started: std::time::Instant,
    pub(crate) seconds_offset: i64,
    /// Where programs were found, and how often they ran.
    pub(crate) paths: HashMap<Vec<u8>, (Vec<u8>, u32)>,
    pub(crate) calls: u32,
    /// Whether characters are UTF-8 and whether texts collate, once asked.
    pub(crate) locale: std::cell::Cell<Option<(bool, bool)>>,
    /// A `select` has shown its menu.
    pub(crate) selecting: bool,
    /// `BASH_COMMAND`.
    pub(crate) command_text: std::borrow::Cow<'static, [u8]>,
    /// The line that a handler's first line is.
    pub(crate) trap_base: u32,
    /// BASH_ARGC and BASH_ARGV were asked for outside of functions.
    pub(crate) arguments_known: bool,
    /// Where `set -x` writes, if not on descriptor 2.
    pub(crate) tracing: Option<i32>,
    /// How many substitutions, evaluated texts and files are around.
    pub(crate) traced_depth: u32,
    /// The next redirections are of a simple command, whose trace does not go by them.
    pub(crate) trace_ahead: bool,
    /// Descriptor 2 as it was before such redirections.
    pub(crate) traced_before: Option<i32>,
    /// The traps whose handlers run now, the innermost last.
    pub(crate) in_traps: Vec<i32>,
    /// `$?` before the trap that runs, which `exit` and `return` without a number mean.
    pub(crate) before_trap: Option<Status>,
    /// A background process: what interrupts from the keyboard is ignored, whatever traps say.
    pub(crate) unattended: bool,
    /// The command that comes is the last of this process, which becomes its program.
    pub(crate) ends: bool,
    /// What ends the shell is a mistake, not `exit`: functions are left before the EXIT trap runs.
    pub(crate) unwinds: bool,
    /// Pipes of background commands that write into a `$(…)` of this process.
    pub(crate) late: Vec<(i32, crate::output::Memory)>,
    /// `#!/bin/sh`: dash's builtins.
    pub(crate) dash: bool,
    /// An expression was at fault.
    pub(crate) misread: bool,
    /// A builtin has said what is wrong (dash only).
    pub(crate) erred: bool,
    /// Signals taken but not yet handled.
    pub(crate) noted: Vec<i32>,
    /// What each subshell of this process has to put back.
    pub(crate) undo: Vec<crate::subshell::Undo>,
    /// What is substituted as `$_`.
    pub(crate) last_word: Vec<u8>,
    /// The next `read` keeps its fields instead of assigning them.
    pub(crate) keeps_fields: bool,
    /// Fields that were read, the last one first.
    pub(crate) fields: Vec<Vec<u8>>,
    /// Read ahead on descriptor 0, when nobody else can read it.
    pub(crate) input: crate::input::Input,
    /// Paths of process substitutions to close after the command.
    pub(crate) substitutions: Vec<i32>,
    /// The builtin that ran last, for a write that fails later.
    pub(crate) writer: &'static str,
    /// Regular expressions that were used, with the locale and the case that they were made for.
    #[cfg(feature = "regex")]
    pub(crate) regexes: crate::regular::Regexes,
    /// Name of the builtin that runs, for messages.
    pub(crate) builtin: Option<&'static str>,
}

impl Shell {
    /// A shell with the process's environment and arguments.
    pub fn new(name: Vec<u8>, arguments: Vec<Vec<u8>>) -> Shell {
        let name = Rc::new(name);
        let mut shell = Shell {
            state: State {
                variables: Rc::default(),
                scopes: Rc::default(),
                functions: Rc::default(),
                function_texts: Rc::default(),
                function_files: Rc::default(),
                function_lines: Rc::default(),
                exported_functions: Rc::default(),
                fixed_functions: Rc::default(),
                positional: Rc::new(arguments),
                frames: Rc::default(),
                options: Options::default(),
                traps: Traps::default(),
                aliases: Rc::default(),
                directories: Rc::default(),
                here: Rc::default(),
                completions: Rc::default(),
                getopts: (0, 0),
                disabled: Rc::default(),
            },
            out: Output::default(),
            source: Rc::clone(&name),
            name,
            line: 0,
            status: Status::OK,
            substituted: None,
            statuses: Vec::new(),
            ignoring: 0,
            untrapped: None,
            loops: 0,
            jobs: Jobs::default(),
            pid: std::process::id(),
            subshells: 0,
            inside: 0,
            random: 0,
            last_random: 0,
            started: std::time::Instant::now(),
            seconds_offset: 0,
            paths: HashMap::new(),
            calls: 0,
            locale: std::cell::Cell::new(None),
            selecting: false,
            command_text: std::borrow::Cow::Borrowed(b""),
            trap_base: 1,
            arguments_known: false,
            tracing: None,
            traced_depth: 0,
            trace_ahead: false,
            traced_before: None,
            in_traps: Vec::new(),
            before_trap: None,
            unattended: false,
            ends: false,
            unwinds: false,
            late: Vec::new(),
            dash: false,
            misread: false,
            erred: false,
            noted: Vec::new(),
            undo: Vec::new(),
            last_word: Vec::new(),
            keeps_fields: false,
            fields: Vec::new(),
            input: crate::input::Input::default(),
            substitutions: Vec::new(),
            writer: "echo",
            #[cfg(feature = "regex")]
            regexes: crate::regular::Regexes::new(),
            builtin: None,
        };
        shell.initial_variables();
        shell
    }

    /// `$?`.
    pub fn status(&self) -> Status {
        self.status
    }

    /// `$?` as a number.
    pub fn status_number(&self) -> i64 {
        i64::from(self.status.0)
    }

    /// `$#` as a number.
    pub fn arg_count(&self) -> i64 {
        self.state.positional.len() as i64
    }

    /// Sets `$?`.
    pub fn set_status(&mut self, status: impl Into<Status>) -> Status {
        self.status = status.into();
        self.status
    }

    /// `! command`, once it has ended.
    pub fn negate(&mut self, status: Status) -> Status {
        self.set_status(status.inverted())
    }

    /// `$@`.
    pub fn positional(&self) -> &[Vec<u8>] {
        &self.state.positional
    }

    /// `set -- …`.
    pub fn set_positional(&mut self, list: Vec<Vec<u8>>) {
        if self.dash {
            // New parameters are read from the first option on.
            self.state.getopts = (0, 0);
            self.put_variable(b"OPTIND", crate::variables::Variable::text(b"1".to_vec()));
        }
        self.state.positional = Rc::new(list);
    }

    /// Starts a command: its line, and no `$(…)` has run in it yet.
    pub fn begin(&mut self, line: u32) {
        self.line = line;
        self.substituted = None;
        self.ends = false;
    }

    /// Says something on descriptor 2 the way bash does: `name: line N: message`.
    pub fn error(&mut self, message: impl AsRef<[u8]>) {
        if self.dash {
            let message = crate::dash::general(message.as_ref());
            return self.say("", &message);
        }
        self.say("", message.as_ref());
    }

    /// The same of a text that a builtin reads, named between the script and the line.
    #[cfg(feature = "interpreter")]
    pub(crate) fn complain(&mut self, of: &str, message: impl AsRef<[u8]>) {
        self.say(of, message.as_ref());
    }

    /// A message behind the script's name and line.
    fn say(&mut self, of: &str, message: &[u8]) {
        let mut text = self.name.as_ref().clone();
        if let Some(frame) = self.state.frames.last() {
            text.clone_from(&frame.source);
        }
        let word = if self.dash { "" } else { "line " };
        text.extend_from_slice(format!(": {of}{word}{}: ", self.line).as_bytes());
        text.extend_from_slice(message);
        text.push(b'\n');
        self.write_error(&text);
    }

    /// The same for a builtin: `name: line N: builtin: message`.
    pub fn builtin_error(&mut self, builtin: &str, message: impl AsRef<[u8]>) -> Status {
        let message = message.as_ref();
        if self.dash {
            self.erred = true;
            let (message, named) = crate::dash::of_builtin(builtin, message);
            if named {
                self.say("", &[builtin.as_bytes(), b": ", &message].concat());
            } else {
                self.write_error(&[&message[..], b"\n"].concat());
            }
            return Status(1);
        }
        self.say("", &[builtin.as_bytes(), b": ", message].concat());
        Status(1)
    }

    /// Defines a function.
    pub fn define(
        &mut self,
        name: impl AsRef<[u8]>,
        body: impl Fn(&mut Shell) -> Checked<Status> + 'static,
    ) {
        let name = name.as_ref();
        if self.state.fixed_functions.contains(name) {
            self.error([name, b": readonly function"].concat());
            self.status = Status(1);
            return;
        }
        Rc::make_mut(&mut self.state.functions).insert(name.to_vec(), Rc::new(body));
        if !Rc::ptr_eq(&self.source, &self.name) {
            let file = Rc::clone(&self.source);
            Rc::make_mut(&mut self.state.function_files).insert(name.to_vec(), file);
        } else if !self.state.function_files.is_empty() {
            Rc::make_mut(&mut self.state.function_files).remove(name);
        }
        if self.state.options.allexport() {
            Rc::make_mut(&mut self.state.exported_functions).insert(name.to_vec());
        }
        self.status = Status::OK;
    }

    /// Where a function stands, for `declare -F`.
    pub fn define_line(&mut self, name: impl AsRef<[u8]>, line: u32) {
        Rc::make_mut(&mut self.state.function_lines).insert(name.as_ref().to_vec(), line);
    }

    /// Remembers the source text of a function for `declare -f` and `type`.
    pub fn define_text(&mut self, name: impl AsRef<[u8]>, text: impl AsRef<[u8]>) {
        Rc::make_mut(&mut self.state.function_texts)
            .insert(name.as_ref().to_vec(), text.as_ref().to_vec());
    }
}
