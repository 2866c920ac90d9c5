//! Simple commands: function, builtin, utility or program.

use crate::arguments::Assigns;
use crate::builtins;
use crate::shell::{Frame, Function, Shell};
use crate::status::{Checked, Flow, Status};
use crate::variables::Attributes;
use std::rc::Rc;

/// Which kinds of commands a name may mean.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Among {
    All,
    /// `command name`.
    NoFunctions,
}

impl Shell {
    /// Runs a command by its words.
    pub fn command(&mut self, line: u32, words: impl Into<Vec<Vec<u8>>>) -> Checked<Status> {
        self.line = line;
        let words = words.into();
        if words.is_empty() {
            return self.assignments(line);
        }
        let mine = std::mem::take(&mut self.substitutions);
        let status = self.dispatch(words, Among::All);
        self.after(mine, status)
    }

    /// Runs a command with assignments in front of it.
    pub fn command_with(
        &mut self,
        line: u32,
        assigns: Assigns,
        words: impl Into<Vec<Vec<u8>>>,
    ) -> Checked<Status> {
        self.line = line;
        let words = words.into();
        if words.is_empty() {
            for (name, text, append) in &assigns.list {
                self.trace_temporary(name, text, *append);
                if *append { self.append(name, text)? } else { self.assign(name, text)? }
            }
            return self.assignments(line);
        }
        let mine = std::mem::take(&mut self.substitutions);
        let words = match self.read_with(&assigns, words)? {
            Ok(status) => return self.after(mine, Ok(status)),
            Err(words) => words,
        };
        let stays = self.state.options.posix() && builtins::is_special(&words[0]);
        if !stays {
            self.push_scope(true);
        }
        let depth = self.state.scopes.len();
        let mut fine = true;
        for (name, text, append) in &assigns.list {
            // A reference stands for what it refers to.
            let target = self.is_nameref(name).then(|| self.resolve(name).0);
            let name = target.as_ref().unwrap_or(name);
            self.trace_temporary(name, text, *append);
            if !crate::variables::is_name(name) {
                // An element cannot be assigned for one command.
                self.error([b"`", &name[..], b"': not a valid identifier"].concat());
                continue;
            }
            if self
                .variable(name)
                .is_some_and(|variable| variable.attributes.has(Attributes::READONLY))
            {
                self.refuse_readonly(name);
                if self.dash || self.state.options.posix() {
                    fine = false;
                    break;
                }
                // bash runs the command all the same.
                continue;
            }
            if stays {
                if *append {
                    self.append(name, text)?
                } else {
                    self.assign(name, text)?
                }
                continue;
            }
            let old = self.variable(name).cloned();
            self.hide(name, true);
            let mut variable = crate::variables::Variable::unset();
            if let Some(old) = old {
                let keep = Attributes::INTEGER.with(Attributes::UPPER).with(Attributes::LOWER);
                if old.attributes.any(keep) {
                    variable.attributes = old.attributes;
                }
                if *append {
                    variable.value = old.value;
                }
            }
            variable.attributes = variable.attributes.with(Attributes::EXPORT);
            self.put_variable(name, variable);
            if *append { self.append(name, text)? } else { self.assign(name, text)? }
        }
        let result = if fine { self.dispatch(words, Among::All) } else { Ok(Status(1)) };
        if !stays {
            while self.state.scopes.len() >= depth && !self.state.scopes.is_empty() {
                self.pop_scope();
            }
        }
        self.after(mine, result)
    }

    fn trace_temporary(&mut self, name: &[u8], text: &[u8], append: bool) {
        if self.state.options.xtrace() {
            let name = if append { [name, b"+"].concat() } else { name.to_vec() };
            self.trace_assignment(name, text);
        }
    }

    /// `IFS=… read …`: the value is changed for the moment. Gives the words back when it is another command.
    fn read_with(
        &mut self,
        assigns: &Assigns,
        words: Vec<Vec<u8>>,
    ) -> Checked<Result<Status, Vec<Vec<u8>>>> {
        let [(name, text, false)] = assigns.list.as_slice() else { return Ok(Err(words)) };
        let special = self.state.options.xtrace()
            || name.as_slice() != b"IFS"
            || words[0] != b"read"
            || words.iter().any(|word| word == b"IFS")
            || self.state.functions.contains_key(&words[0])
            || !self.state.disabled.is_empty();
        if special {
            return Ok(Err(words));
        }
        let Some(variable) = self.variable_mut(b"IFS") else { return Ok(Err(words)) };
        if variable.attributes != Attributes::NONE {
            return Ok(Err(words));
        }
        let value = crate::variables::Value::Text(text.clone());
        let old = std::mem::replace(&mut variable.value, value);
        let result = self.dispatch(words, Among::NoFunctions);
        self.variable_entry(b"IFS").value = old;
        result.map(Ok)
    }

    pub(crate) fn after(&mut self, mine: Vec<i32>, status: Checked<Status>) -> Checked<Status> {
        mine.into_iter().for_each(crate::descriptors::close);
        self.finish(status?)
    }

    /// Finds what a command is and runs it.
    pub(crate) fn dispatch(&mut self, mut words: Vec<Vec<u8>>, among: Among) -> Checked<Status> {
        if self.state.options.xtrace() {
            self.trace(&words);
        }
        let name = words[0].as_slice();
        let ends = std::mem::take(&mut self.ends);
        if let Some(function) = self.function_for(name, among) {
            let name = words.remove(0);
            let args = Rc::new(words);
            let result = self.call(&name, &function, Rc::clone(&args));
            self.last_word = match Rc::try_unwrap(args) {
                Ok(mut args) => args.pop(),
                Err(args) => args.last().cloned(),
            }
            .unwrap_or(name);
            return result;
        }
        // `%1` is `fg %1`.
        let found = if name.starts_with(b"%") && !self.dash { b"fg" } else { name };
        let result = if let Some(builtin) =
            builtins::find(found).filter(|_| !self.state.disabled.iter().any(|other| other == name))
        {
            self.call_builtin(builtin, &words[1..])
        } else {
            self.ends = ends;
            Ok(self.run_program(&words))
        };
        self.last_word = words.pop().unwrap_or_default();
        result
    }

    fn function_for(&self, name: &[u8], among: Among) -> Option<Function> {
        if among == Among::NoFunctions || self.state.functions.is_empty() {
            return None;
        }
        let function = self.state.functions.get(name)?;
        let hidden = self.state.options.posix() && !self.dash && builtins::is_special(name);
        (!hidden).then(|| function.clone())
    }

    /// A builtin by its name, whatever functions there are; `args` without the name.
    pub fn builtin(
        &mut self,
        line: u32,
        name: impl AsRef<[u8]>,
        args: impl Into<Vec<Vec<u8>>>,
    ) -> Checked<Status> {
        self.line = line;
        let args = args.into();
        let mut words = vec![name.as_ref().to_vec()];
        words.extend(args);
        let mine = std::mem::take(&mut self.substitutions);
        let status = self.dispatch(words, Among::NoFunctions);
        self.after(mine, status)
    }

    pub(crate) fn call_builtin(
        &mut self,
        builtin: builtins::Builtin,
        args: &[Vec<u8>],
    ) -> Checked<Status> {
        self.writer = builtin.name;
        let outer = self.builtin.replace(builtin.name);
        let erred = std::mem::take(&mut self.erred);
        let result = (builtin.run)(self, args);
        self.builtin = outer;
        let result = if self.dash { self.dash_outcome(builtin.name, result) } else { result };
        self.erred = erred;
        if builtin.name == "help" {
            // It does not look at what became of its text.
            self.out.failed = None;
        }
        if self.out.failed.is_some() {
            return Ok(self.written(builtin.name));
        }
        result
    }

    /// Calls a function of the script.
    pub fn call_function(
        &mut self,
        name: &[u8],
        function: &Function,
        args: Vec<Vec<u8>>,
    ) -> Checked<Status> {
        self.call(name, function, Rc::new(args))
    }

    fn call(
        &mut self,
        name: &[u8],
        function: &Function,
        args: Rc<Vec<Vec<u8>>>,
    ) -> Checked<Status> {
        let limit = self
            .variable(b"FUNCNEST")
            .and_then(|variable| std::str::from_utf8(variable.scalar()?).ok()?.parse::<u32>().ok());
        if let Some(limit) = limit.filter(|limit| *limit > 0 && self.calls >= *limit) {
            self.error(
                [name, format!(": maximum function nesting level exceeded ({limit})").as_bytes()]
                    .concat(),
            );
            return Err(self.abandon());
        }
        let positional = std::mem::replace(&mut self.state.positional, Rc::clone(&args));
        let file = self.state.function_files.get(name).unwrap_or(&self.name);
        let file = std::mem::replace(&mut self.source, Rc::clone(file));
        // Arguments are remembered for a debugger only.
        let frame = Frame {
            args: if self.state.options.extdebug() { args } else { Rc::default() },
            name: name.to_vec(),
            line: self.line,
            source: Rc::clone(&self.source),
            function: true,
        };
        Rc::make_mut(&mut self.state.frames).push(frame);
        self.push_scope(false);
        let depth = self.state.scopes.len();
        let (loops, ignoring, outer) =
            (std::mem::take(&mut self.loops), self.ignoring, self.builtin.take());
        let getopts = self.state.getopts;
        let traps = self.hide_traps();
        let line = self.line;
        self.calls += 1;
        // A traced function stops once more before its first command.
        let entered = self.state.traps.list.is_empty() || self.debug_trap()?;
        // The RETURN trap sees the status of the command before `return`.
        let result = match if entered { function(self) } else { Ok(self.status) } {
            Err(Flow::Return(status)) => Ok(status),
            Err(Flow::Break(_) | Flow::Continue(_)) => Ok(self.status),
            Ok(status) => {
                self.status = status;
                Ok(status)
            }
            result => result,
        };
        let result = match (result, self.return_trap()) {
            (Ok(_), Err(flow)) => Err(flow),
            (result, _) => result,
        };
        self.show_traps(traps);
        (self.line, self.source) = (line, file);
        self.calls -= 1;
        (self.loops, self.ignoring, self.builtin) = (loops, ignoring, outer);
        if self.exits_here(&result) {
            return result;
        }
        // Where the function has an OPTIND of its own, so was the place in a word.
        if self.dash
            || self
                .state
                .scopes
                .get(depth - 1)
                .is_some_and(|own| own.hidden.contains_key(&b"OPTIND"[..]))
        {
            self.state.getopts = getopts;
        }
        while self.state.scopes.len() >= depth && !self.state.scopes.is_empty() {
            self.pop_scope();
        }
        Rc::make_mut(&mut self.state.frames).pop();
        self.state.positional = positional;
        result
    }

    /// `source path arguments` of a file that was translated to `body`.
    pub fn source_body(
        &mut self,
        line: u32,
        path: impl AsRef<[u8]>,
        body: impl FnOnce(&mut Shell) -> Checked<Status>,
        args: impl Into<Vec<Vec<u8>>>,
    ) -> Checked<Status> {
        self.line = line;
        let args: Vec<Vec<u8>> = args.into();
        let last = args.last().cloned().unwrap_or_else(|| path.as_ref().to_vec());
        let status = self.sourced(path.as_ref(), args, body)?;
        self.last_word = last;
        self.finish(status)
    }

    /// Runs the commands of a file: `return` ends it, arguments are its positional parameters.
    pub(crate) fn sourced(
        &mut self,
        path: &[u8],
        args: Vec<Vec<u8>>,
        body: impl FnOnce(&mut Shell) -> Checked<Status>,
    ) -> Checked<Status> {
        let given = !args.is_empty();
        let positional = Rc::clone(&self.state.positional);
        let args = Rc::new(if given { args } else { vec![path.to_vec()] });
        if given {
            self.state.positional = Rc::clone(&args);
        }
        let inner = Rc::new(path.to_vec());
        let outer = std::mem::replace(&mut self.source, Rc::clone(&inner));
        let frame = Frame {
            name: b"source".to_vec(),
            line: self.line,
            source: inner,
            function: false,
            args,
        };
        Rc::make_mut(&mut self.state.frames).push(frame);
        let result = match self.deeper(body) {
            Err(Flow::Return(status)) => Ok(status),
            result => result,
        };
        let result = match (result, self.return_trap()) {
            (Ok(_), Err(flow)) => Err(flow),
            (result, _) => result,
        };
        Rc::make_mut(&mut self.state.frames).pop();
        self.source = outer;
        if given {
            self.state.positional = positional;
        }
        result
    }

    /// Runs a program found through PATH.
    pub(crate) fn run_program(&mut self, words: &[Vec<u8>]) -> Status {
        let name = words[0].clone();
        if let Some(status) = crate::utilities::run(self, words) {
            self.count_run(&name);
            return status;
        }
        if !name.contains(&b'/')
            && !self.dash
            && let Some(handler) =
                self.state.functions.get(&b"command_not_found_handle"[..]).cloned()
            && self.look_up_program(&name).is_none()
        {
            // It runs in a shell of its own.
            return self.inside(None, |sh| {
                sh.call_function(b"command_not_found_handle", &handler, words.to_vec())
            });
        }
        match self.find_program(&name) {
            Ok(path) => {
                self.count_run(&name);
                self.spawn(&path, words)
            }
            Err(status) => status,
        }
    }
}
