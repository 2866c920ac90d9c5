//! Special parameters and variables whose value is made when read.

use crate::shell::Shell;
use crate::variables::{Attributes, Value, Variable};
use std::os::unix::ffi::OsStringExt as _;
use std::rc::Rc;

/// Variables that are computed when read, unless unset.
const DYNAMIC: &[&[u8]] = &[
    b"RANDOM",
    b"SECONDS",
    b"LINENO",
    b"BASHPID",
    b"EPOCHSECONDS",
    b"EPOCHREALTIME",
    b"SRANDOM",
    b"BASH_SUBSHELL",
    b"SHELLOPTS",
    b"BASHOPTS",
    b"BASH_COMMAND",
    b"HISTCMD",
    b"BASH_ARGV0",
    b"COMP_WORDBREAKS",
    b"BASH_ALIASES",
    b"BASH_CMDS",
];

const LOADABLES: &str =
    "/usr/local/lib/bash:/usr/lib/bash:/opt/local/lib/bash:/usr/pkg/lib/bash:/opt/pkg/lib/bash:.";

/// Does a change of the variable change how the shell works?
pub(crate) fn steers(name: &[u8]) -> bool {
    match name.first() {
        Some(b'L' | b'P' | b'O' | b'R' | b'S' | b'B' | b'E' | b'G' | b'H' | b'C') => {
            matches!(
                name,
                b"PATH"
                    | b"GLOBIGNORE"
                    | b"BASH_XTRACEFD"
                    | b"OPTIND"
                    | b"LANG"
                    | b"LC_ALL"
                    | b"LC_CTYPE"
                    | b"LC_COLLATE"
            ) || DYNAMIC.contains(&name)
        }
        _ => false,
    }
}

impl Shell {
    /// Takes notice of a changed variable.
    pub(crate) fn steer(&mut self, name: &[u8]) {
        match name {
            b"PATH" => self.forget_paths(),
            b"BASH_XTRACEFD" => self.steer_trace(),
            b"BASH_ARGV0" => {
                if let Some(text) = self.variable(name).and_then(|variable| variable.scalar()) {
                    self.name = Rc::new(text.clone());
                }
            }
            b"GLOBIGNORE" => {
                if self
                    .variable(name)
                    .and_then(|variable| variable.scalar())
                    .is_some_and(|text| !text.is_empty())
                {
                    self.state.options.put_shopt("dotglob", true);
                }
            }
            b"OPTIND" => {
                let index = self.variable(name).and_then(|variable| {
                    std::str::from_utf8(variable.scalar()?).ok()?.trim().parse::<i64>().ok()
                });
                if index.is_none_or(|index| index <= 1) {
                    self.state.getopts = (0, 0);
                }
            }
            _ => self.locale.set(None),
        }
    }

    /// Variables at start: the environment and what bash sets.
    pub(crate) fn initial_variables(&mut self) {
        for (name, value) in std::env::vars_os() {
            let name = name.into_vec();
            if name == b"_" {
                self.last_word = value.into_vec();
                continue;
            }
            if crate::variables::is_name(&name) {
                let attributes = Attributes::EXPORT;
                self.put_variable(
                    &name,
                    Variable { value: Value::Text(value.into_vec()), attributes },
                );
            }
        }
        let mut plain = |name: &str, value: &str| {
            self.put_variable(name.as_bytes(), Variable::text(value.as_bytes().to_vec()));
        };
        plain("IFS", " \t\n");
        plain("OPTERR", "1");
        plain("PS4", "+ ");
        plain("BASH", "/bin/bash");
        plain("BASH_LOADABLES_PATH", LOADABLES);
        plain("BASH_VERSION", "5.2.15(1)-release");
        plain("HOSTTYPE", std::env::consts::ARCH);
        plain("OSTYPE", "linux-gnu");
        plain("MACHTYPE", &format!("{}-pc-linux-gnu", std::env::consts::ARCH));
        let version = ["5", "2", "15", "1", "release", "x86_64-pc-linux-gnu"];
        let array: crate::items::Items = version
            .iter()
            .enumerate()
            .map(|(at, text)| (at as i64, text.as_bytes().to_vec()))
            .collect();
        let value = Value::Indexed(Rc::new(array));
        self.put_variable(b"BASH_VERSINFO", Variable { value, attributes: Attributes::READONLY });
        for name in [
            "LINENO",
            "EPOCHSECONDS",
            "EPOCHREALTIME",
            "BASH_COMMAND",
            "BASH_SUBSHELL",
            "BASH_ARGV0",
            "COMP_WORDBREAKS",
        ] {
            self.put_variable(name.as_bytes(), Variable::unset());
        }
        self.put_variable(b"SECONDS", Variable::unset());
        for name in ["RANDOM", "BASHPID", "SRANDOM", "HISTCMD"] {
            let (value, attributes) = (Value::Unset, Attributes::INTEGER);
            self.put_variable(name.as_bytes(), Variable { value, attributes });
        }
        let (value, attributes) = (Value::Text(b"1".to_vec()), Attributes::INTEGER);
        self.put_variable(b"OPTIND", Variable { value, attributes });
        for name in ["BASH_ALIASES", "BASH_CMDS"] {
            self.show_table(name.as_bytes());
        }
        let constants = [
            ("UID", nix::unistd::getuid().to_string()),
            ("EUID", nix::unistd::geteuid().to_string()),
            ("PPID", nix::unistd::getppid().to_string()),
        ];
        for (name, value) in constants {
            let attributes = Attributes::READONLY.with(Attributes::INTEGER);
            let value = Value::Text(value.into_bytes());
            self.put_variable(name.as_bytes(), Variable { value, attributes });
        }
        for name in ["SHELLOPTS", "BASHOPTS"] {
            let variable =
                Variable { value: Value::Text(Vec::new()), attributes: Attributes::READONLY };
            self.put_variable(name.as_bytes(), variable);
        }
        if let Ok(host) = nix::unistd::gethostname() {
            self.put_variable(b"HOSTNAME", Variable::text(host.into_vec()));
        }
        let level = self.find(&crate::params::param("SHLVL")).unwrap_or_default();
        let level: i64 =
            std::str::from_utf8(&level).ok().and_then(|text| text.parse().ok()).unwrap_or(0);
        let exported =
            |text: Vec<u8>| Variable { value: Value::Text(text), attributes: Attributes::EXPORT };
        self.put_variable(b"SHLVL", exported((level + 1).to_string().into_bytes()));
        if let Ok(here) = std::env::current_dir() {
            let here =
                self.believable_directory().unwrap_or_else(|| here.into_os_string().into_vec());
            self.state.here = Rc::new(here.clone());
            self.put_variable(b"PWD", exported(here));
        }
        use std::os::unix::ffi::OsStrExt as _;
        let old = self.variable(b"OLDPWD").and_then(|variable| variable.scalar());
        if !old.is_some_and(|path| std::path::Path::new(std::ffi::OsStr::from_bytes(path)).is_dir())
        {
            self.put_variable(
                b"OLDPWD",
                Variable { value: Value::Unset, attributes: Attributes::EXPORT },
            );
        }
        for (name, value) in [("SHELL", "/bin/bash"), ("TERM", "dumb")] {
            if self.variable(name.as_bytes()).is_none() {
                self.put_variable(name.as_bytes(), Variable::text(value.into()));
            }
        }
        if self.variable(b"PATH").is_none() {
            let path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
            self.put_variable(b"PATH", Variable::text(path.into()));
        }
        self.random = std::process::id().wrapping_mul(2_654_435_761) & 0x7fff_ffff;
    }

    /// The inherited PWD when it is this directory.
    fn believable_directory(&self) -> Option<Vec<u8>> {
        use std::os::unix::ffi::OsStrExt as _;
        use std::os::unix::fs::MetadataExt as _;
        let text = self.variable(b"PWD")?.scalar()?.clone();
        let there = std::fs::metadata(std::ffi::OsStr::from_bytes(&text)).ok()?;
        let here = std::fs::metadata(".").ok()?;
        (text.first() == Some(&b'/') && there.ino() == here.ino() && there.dev() == here.dev())
            .then_some(text)
    }

    /// Is the name a variable that is computed when read?
    pub(crate) fn is_dynamic(&self, name: &[u8]) -> bool {
        !self.dash
            && matches!(name.first(), Some(b'R' | b'S' | b'L' | b'B' | b'E' | b'H' | b'C'))
            && DYNAMIC.contains(&name)
    }

    /// Stores the present value of a computed variable; `false` when it is unset.
    pub(crate) fn refresh(&mut self, name: &[u8]) -> bool {
        if crate::tables::is_table(name) {
            self.show_table(name);
            return true;
        }
        let Some(value) = self.computed(name) else { return false };
        if let Some(variable) = self.variable_mut(name) {
            variable.value = Value::Text(value);
        }
        true
    }

    /// Arrays that describe the running functions.
    pub(crate) fn is_dynamic_array(&self, name: &[u8]) -> bool {
        !self.dash
            && matches!(
                name,
                b"FUNCNAME"
                    | b"BASH_SOURCE"
                    | b"BASH_LINENO"
                    | b"PIPESTATUS"
                    | b"DIRSTACK"
                    | b"GROUPS"
                    | b"BASH_ARGV"
                    | b"BASH_ARGC"
            )
    }

    /// Their elements.
    pub(crate) fn dynamic_array(&mut self, name: &[u8]) -> Vec<Vec<u8>> {
        let frames = &self.state.frames;
        match name {
            b"PIPESTATUS" => {
                self.statuses.iter().map(|status| status.0.to_string().into_bytes()).collect()
            }
            b"FUNCNAME" => {
                if !frames.iter().any(|frame| frame.function) {
                    return Vec::new();
                }
                let mut names: Vec<_> =
                    frames.iter().rev().map(|frame| frame.name.clone()).collect();
                names.push(b"main".to_vec());
                names
            }
            b"BASH_SOURCE" => {
                let mut names: Vec<Vec<u8>> =
                    frames.iter().rev().map(|frame| frame.source.as_ref().clone()).collect();
                names.push(self.name.as_ref().clone());
                names
            }
            b"BASH_LINENO" => {
                let mut lines: Vec<_> =
                    frames.iter().rev().map(|frame| frame.line.to_string().into_bytes()).collect();
                lines.push(b"0".to_vec());
                lines
            }
            b"BASH_ARGV" | b"BASH_ARGC" => {
                let all = self.state.options.shopt("extdebug");
                let running = frames.iter().any(|frame| frame.function);
                if running && !all && !self.arguments_known {
                    return Vec::new();
                }
                // Who asks outside of functions has them there too.
                self.arguments_known |= !running;
                let frames = &self.state.frames;
                let shown = frames.iter().rev().filter(|frame| all || !frame.function);
                let mut lists: Vec<_> = shown.map(|frame| Rc::clone(&frame.args)).collect();
                lists.push(Rc::new(Vec::new()));
                if name == b"BASH_ARGV" {
                    return lists.iter().flat_map(|list| list.iter().rev().cloned()).collect();
                }
                lists.iter().map(|list| list.len().to_string().into_bytes()).collect()
            }
            b"DIRSTACK" => {
                let mut list = vec![self.directory()];
                list.extend(self.state.directories.iter().cloned());
                list
            }
            b"GROUPS" => {
                let mut groups = nix::unistd::getgroups().unwrap_or_default();
                if groups.is_empty() {
                    groups.push(nix::unistd::getegid());
                }
                groups.iter().map(|group| group.to_string().into_bytes()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// A positional or special parameter, or a computed variable.
    pub(crate) fn special(&mut self, name: &[u8]) -> Option<Vec<u8>> {
        if name.first().is_some_and(u8::is_ascii_digit) {
            let at: usize = std::str::from_utf8(name).ok()?.parse().ok()?;
            return match at {
                0 => Some(self.name.as_ref().clone()),
                at => self.state.positional.get(at - 1).cloned(),
            };
        }
        let number = |number: i64| Some(number.to_string().into_bytes());
        match name {
            b"?" => number(i64::from(self.status.0)),
            b"#" => number(self.state.positional.len() as i64),
            b"$" => number(i64::from(self.pid)),
            b"!" => self.jobs.last_background().map(|pid| pid.to_string().into_bytes()),
            b"-" => Some(self.state.options.letters()),
            b"_" => Some(self.last_word.clone()),
            b"@" | b"*" => {
                let list = self.state.positional.as_ref().clone();
                (!list.is_empty()).then(|| self.join(&list, name == b"*"))
            }
            b"BASH_SUBSHELL" | b"SHELLOPTS" | b"BASHOPTS" if !self.dash => self.computed(name),
            _ if self.is_dynamic_array(name) => self.dynamic_array(name).into_iter().next(),
            _ if self.is_dynamic(name) && self.variable(name).is_some() => self.computed(name),
            _ => None,
        }
    }

    fn computed(&mut self, name: &[u8]) -> Option<Vec<u8>> {
        if let Some(variable) = self.state.variables.get(name)
            && matches!(variable.value, Value::Unset)
            && name != b"HISTCMD"
        {
            // From now on listings have it.
            let start: &[u8] = if name == b"COMP_WORDBREAKS" { b" \t\n\"'@><=;|&(:" } else { b"" };
            let variable = self.variable_entry(name);
            variable.value = Value::Text(start.to_vec());
            if name == b"SECONDS" {
                variable.attributes = variable.attributes.with(Attributes::INTEGER);
            }
        }
        let now = || {
            std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default()
        };
        let text = match name {
            b"RANDOM" => self.next_random().to_string(),
            b"SRANDOM" => {
                let mix = now().as_nanos() as u64 ^ u64::from(self.next_random()) << 17;
                (mix.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32).to_string()
            }
            b"SECONDS" => {
                (self.started.elapsed().as_secs() as i64 + self.seconds_offset).to_string()
            }
            b"LINENO" => self.line.to_string(),
            b"BASH_ARGV0" => return Some(self.name.to_vec()),
            b"HISTCMD" => "0".to_string(),
            b"BASH_COMMAND" => return Some(self.command_text.to_vec()),
            b"BASHPID" => std::process::id().to_string(),
            b"EPOCHSECONDS" => now().as_secs().to_string(),
            b"EPOCHREALTIME" => format!("{}.{:06}", now().as_secs(), now().subsec_micros()),
            b"BASH_SUBSHELL" => self.subshells.to_string(),
            b"SHELLOPTS" => self.state.options.set_list(),
            b"BASHOPTS" => self.state.options.shopt_list(),
            _ => return self.variable(name).and_then(|variable| variable.scalar().cloned()),
        };
        Some(text.into_bytes())
    }

    /// `RANDOM=n`, `SECONDS=n`.
    pub(crate) fn assign_dynamic(&mut self, name: &[u8], text: &[u8]) {
        let number: i64 =
            std::str::from_utf8(text).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0);
        match name {
            b"RANDOM" => {
                self.random = number as u32;
                self.last_random = 0;
            }
            b"SECONDS" => {
                self.started = std::time::Instant::now();
                self.seconds_offset = number;
            }
            _ => {}
        }
    }

    /// bash's generator: Park and Miller's, both halves folded to 15 bits.
    fn next_random(&mut self) -> u32 {
        loop {
            let mut seed = self.random as i32;
            if seed == 0 {
                seed = 123_459_876;
            }
            let (high, low) = (seed / 127_773, seed % 127_773);
            let next = 16_807_i32.wrapping_mul(low).wrapping_sub(2_836_i32.wrapping_mul(high));
            self.random = if next < 0 { next.wrapping_add(0x7fff_ffff) } else { next } as u32;
            let value = ((self.random >> 16) ^ (self.random & 0xffff)) & 0x7fff;
            if value != self.last_random {
                self.last_random = value;
                return value;
            }
        }
    }
}
