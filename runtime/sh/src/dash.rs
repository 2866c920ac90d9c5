//! What dash says and does in another way than bash: scripts that start with `#!/bin/sh`.

use crate::shell::Shell;
use crate::status::{Checked, Flow, Status};
use crate::variables::Variable;
use nix::errno::Errno;
use std::os::unix::ffi::OsStringExt as _;

/// Variables that bash has at the start and dash has not.
const BASH_ONLY: &[&str] = &[
    "OPTERR",
    "SHELL",
    "BASH_ARGV0",
    "TERM",
    "HISTCMD",
    "BASH_SUBSHELL",
    "BASH_LOADABLES_PATH",
    "BASH_ALIASES",
    "BASH_CMDS",
    "COMP_WORDBREAKS",
    "BASH",
    "BASH_VERSION",
    "BASH_VERSINFO",
    "BASH_COMMAND",
    "BASHPID",
    "BASHOPTS",
    "SHELLOPTS",
    "HOSTTYPE",
    "OSTYPE",
    "MACHTYPE",
    "HOSTNAME",
    "RANDOM",
    "SRANDOM",
    "SECONDS",
    "LINENO",
    "EPOCHSECONDS",
    "EPOCHREALTIME",
    "UID",
    "EUID",
    "SHLVL",
];

/// Builtins whose errors leave the status that the builtin itself gives.
const KEEPS_STATUS: &[&str] = &[
    "printf", "kill", "wait", "unalias", "alias", "command", "type", "trap", "getopts", "echo",
    "test", "[",
];

impl Shell {
    /// From here on the shell is dash.
    pub(crate) fn become_dash(&mut self) {
        self.dash = true;
        for name in ["braceexpand", "hashall", "interactive-comments"] {
            self.state.options.put(name, false);
        }
        let ppid = nix::unistd::getppid().to_string().into_bytes();
        self.put_variable(b"PPID", Variable::text(ppid));
        self.put_variable(b"OPTIND", Variable::text(b"1".to_vec()));
        for name in BASH_ONLY {
            let inherited = std::env::var_os(name);
            self.remove_variable(name.as_bytes());
            if let Some(value) = inherited {
                let mut variable = Variable::text(value.into_vec());
                variable.attributes = crate::variables::Attributes::EXPORT;
                self.put_variable(name.as_bytes(), variable);
            }
        }
    }

    /// What an error makes of a builtin's result: a special builtin ends the script, others have status 2.
    pub(crate) fn dash_outcome(
        &mut self,
        builtin: &str,
        result: Checked<Status>,
    ) -> Checked<Status> {
        if !std::mem::take(&mut self.erred) || KEEPS_STATUS.contains(&builtin) {
            return result;
        }
        if crate::builtins::is_special(builtin.as_bytes()) {
            return Err(match result {
                Err(flow) => flow,
                Ok(_) => Flow::Exit(Status(2)),
            });
        }
        result.map(|_| Status(2))
    }
}

/// The message of a file that cannot be opened.
pub(crate) fn cannot(path: &[u8], creates: bool, error: Errno) -> Vec<u8> {
    let missing = matches!(error, Errno::ENOENT | Errno::ENOTDIR);
    let why = match (creates, missing) {
        (true, true) => "Directory nonexistent",
        (false, true) => "No such file",
        _ => error.desc(),
    };
    let what: &[u8] = if creates { b"cannot create " } else { b"cannot open " };
    [what, path, b": ", why.as_bytes()].concat()
}

/// A message of the shell itself in dash's words.
pub(crate) fn general(message: &[u8]) -> Vec<u8> {
    const ENDS: &[(&[u8], &[u8])] = &[
        (b": command not found", b": not found"),
        (b": No such file or directory", b": not found"),
        (b": unbound variable", b": parameter not set"),
        (b": parameter null or not set", b": parameter not set or null"),
        (b": readonly variable", b": is read only"),
        (b": Is a directory", b": Permission denied"),
    ];
    for (bash, dash) in ENDS {
        if let Some(start) = message.strip_suffix(*bash)
            && !start.starts_with(b"cannot ")
        {
            return [start, *dash].concat();
        }
    }
    if message.ends_with(b": bad substitution") {
        return b"Bad substitution".to_vec();
    }
    if let Some(start) = message.strip_prefix(b"syntax error near unexpected token `") {
        let token = start.strip_suffix(b"'").unwrap_or(start);
        return [b"Syntax error: ", &quoted(token)[..], b" unexpected"].concat();
    }
    if message == b"syntax error: unexpected end of file" {
        return b"Syntax error: end of file unexpected".to_vec();
    }
    let text = String::from_utf8_lossy(message);
    let (Some(what), true) = (text.find(": "), text.contains(" (error token is \"")) else {
        return message.to_vec();
    };
    let (expression, rest) = (text[..what].trim_end(), &text[what..]);
    let why = if rest.starts_with(": division by 0") {
        "division by zero"
    } else if rest.contains("operand expected") {
        "expecting primary"
    } else {
        "expecting EOF"
    };
    format!("arithmetic expression: {why}: \"{expression}\"").into_bytes()
}

fn quoted(token: &[u8]) -> Vec<u8> {
    if token == b"newline" { token.to_vec() } else { [b"\"", token, b"\""].concat() }
}

/// A message of a builtin in dash's words; whether the name of the script stands before it.
pub(crate) fn of_builtin(builtin: &str, message: &[u8]) -> (Vec<u8>, bool) {
    let illegal = |text: &[u8]| [b"Illegal number: ", text].concat();
    const NUMBERS: &[&[u8]] = &[
        b": integer expression expected",
        b": numeric argument required",
        b": octal number out of range",
        b": loop count out of range",
    ];
    for end in NUMBERS {
        if let Some(text) = message.strip_suffix(*end) {
            return (illegal(text), true);
        }
    }
    let strip = |end: &[u8]| message.strip_suffix(end);
    let made = match builtin {
        "cd" => match message.iter().rposition(|byte| *byte == b':') {
            Some(at) => [b"can't cd to ", &message[..at]].concat(),
            None => message.to_vec(),
        },
        "printf" => match strip(b": invalid number") {
            Some(text) => [text, b": expected numeric value"].concat(),
            None => message.to_vec(),
        },
        "trap" => match strip(b": invalid signal specification") {
            Some(text) => return ([b"trap: ", text, b": bad trap"].concat(), false),
            None => message.to_vec(),
        },
        "unalias" => match strip(b": not found") {
            Some(text) => return ([b"unalias: ", text, b" not found"].concat(), false),
            None => message.to_vec(),
        },
        "kill" => match message.windows(4).position(|part| part == b") - ") {
            Some(at) => [&message[at + 4..], b"\n"].concat(),
            None => message.to_vec(),
        },
        "set" => match strip(b": invalid option name") {
            Some(text) => [b"Illegal option -o ", text].concat(),
            None => message.to_vec(),
        },
        _ => message.to_vec(),
    };
    if let Some(text) = made.strip_suffix(b": invalid option") {
        return ([b"Illegal option ", text].concat(), true);
    }
    if let Some(text) = made.strip_suffix(b"': not a valid identifier") {
        let name = text.strip_prefix(b"`").unwrap_or(text);
        let name = name.split(|byte| *byte == b'=').next().unwrap_or_default();
        return ([name, b": bad variable name"].concat(), true);
    }
    if let Some(text) = made.strip_suffix(b": cannot unset: readonly variable") {
        return ([text, b": is read only"].concat(), true);
    }
    if let Some(text) = made.strip_suffix(b": readonly variable") {
        return ([text, b": is read only"].concat(), true);
    }
    (made, true)
}
