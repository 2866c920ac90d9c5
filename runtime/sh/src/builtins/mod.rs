//! The builtins, a table from name to function.

mod compgen;
mod complete;
mod declare;
mod directories;
mod echo;
mod editing;
mod fields;
mod flow;
mod getopts;
mod help;
mod jobs;
mod listing;
mod local;
mod mapfile;
mod names;
mod printf;
mod read;
mod set;
mod show;
mod system;
mod text;
mod trap;

use crate::shell::Shell;
use crate::status::{Checked, Status};

/// A builtin: its arguments come without its name.
pub type Run = fn(&mut Shell, &[Vec<u8>]) -> Checked<Status>;

/// An entry of the table.
#[derive(Clone, Copy)]
pub struct Builtin {
    pub name: &'static str,
    pub run: Run,
}

macro_rules! table {
    ($($name:literal => $run:path,)*) => {
        /// All builtins, sorted.
        pub const TABLE: &[Builtin] = &[$(Builtin { name: $name, run: $run },)*];
    };
}

table! {
    "." => text::source,
    ":" => flow::always,
    "[" => crate::tests_of::bracket,
    "alias" => names::alias,
    "bg" => jobs::no_control,
    "bind" => editing::bind,
    "break" => flow::leave,
    "builtin" => names::builtin,
    "caller" => listing::caller,
    "cd" => directories::cd,
    "command" => names::command,
    "compgen" => compgen::compgen,
    "complete" => complete::complete,
    "compopt" => complete::compopt,
    "continue" => flow::next,
    "declare" => declare::declare,
    "dirs" => directories::dirs,
    "disown" => jobs::disown,
    "echo" => echo::echo,
    "enable" => listing::enable,
    "eval" => text::eval,
    "exec" => flow::exec,
    "exit" => flow::exit,
    "export" => declare::export,
    "false" => flow::never,
    "fc" => editing::fc,
    "fg" => jobs::no_control,
    "getopts" => getopts::getopts,
    "hash" => names::hash,
    "help" => help::help,
    "history" => editing::history,
    "jobs" => jobs::jobs,
    "kill" => jobs::kill,
    "let" => flow::calculate,
    "local" => declare::local,
    "logout" => flow::exit,
    "mapfile" => mapfile::mapfile,
    "popd" => directories::popd,
    "printf" => printf::printf,
    "pushd" => directories::pushd,
    "pwd" => directories::pwd,
    "read" => read::read,
    "readarray" => mapfile::mapfile,
    "readonly" => declare::readonly,
    "return" => flow::give_back,
    "set" => set::set,
    "shift" => set::shift,
    "shopt" => set::shopt,
    "source" => text::source,
    "suspend" => jobs::suspend,
    "test" => crate::tests_of::test,
    "times" => system::times,
    "trap" => trap::trap,
    "true" => flow::always,
    "type" => names::type_of,
    "typeset" => declare::declare,
    "ulimit" => system::ulimit,
    "umask" => system::umask,
    "unalias" => names::unalias,
    "unset" => set::unset,
    "wait" => jobs::wait,
}

/// By the first byte of a name: where the builtins stand in the table that begin with it.
const STARTS: [(u8, u8); 128] = {
    let mut starts = [(0, 0); 128];
    let mut at = 0;
    while at < TABLE.len() {
        let (first, end) = &mut starts[TABLE[at].name.as_bytes()[0] as usize];
        if *end == 0 {
            *first = at as u8;
        }
        *end = at as u8 + 1;
        at += 1;
    }
    starts
};

/// The builtin of a name.
pub fn find(name: &[u8]) -> Option<Builtin> {
    let (first, end) = *STARTS.get(usize::from(*name.first()?))?;
    let among = &TABLE[usize::from(first)..usize::from(end)];
    among.iter().find(|entry| entry.name.as_bytes() == name).copied()
}

/// Is it one of POSIX's special builtins?
pub fn is_special(name: &[u8]) -> bool {
    const SPECIAL: &[&str] = &[
        ".", ":", "break", "continue", "eval", "exec", "exit", "export", "readonly", "return",
        "set", "shift", "source", "times", "trap", "unset",
    ];
    SPECIAL.iter().any(|special| special.as_bytes() == name)
}

/// Options of a builtin: letters, those with a value marked by `:` after them.
pub(crate) struct Letters {
    /// The letters that were given, with their values.
    pub given: Vec<(u8, Vec<u8>)>,
    /// How many arguments they took.
    pub taken: usize,
}

impl Letters {
    /// Was a letter given?
    pub fn has(&self, letter: u8) -> bool {
        self.given.iter().any(|(other, _)| *other == letter)
    }

    /// The value of a letter, the last if it was given twice.
    pub fn value(&self, letter: u8) -> Option<&Vec<u8>> {
        self.given.iter().rev().find(|(other, _)| *other == letter).map(|(_, value)| value)
    }
}

/// Reads the options of a builtin; on a bad one says so and gives status 2.
pub(crate) fn letters(
    sh: &mut Shell,
    args: &[Vec<u8>],
    known: &str,
    usage: &str,
) -> Result<Letters, Status> {
    let mut found = Letters { given: Vec::new(), taken: 0 };
    let known = known.as_bytes();
    while let Some(word) = args.get(found.taken) {
        if word == b"--" {
            found.taken += 1;
            break;
        }
        let Some(cluster) = word.strip_prefix(b"-").filter(|rest| !rest.is_empty()) else { break };
        found.taken += 1;
        let mut at = 0;
        while at < cluster.len() {
            let letter = cluster[at];
            at += 1;
            let place = known.iter().position(|&other| other == letter && letter != b':');
            let name = sh.builtin.unwrap_or("");
            let Some(place) = place else {
                let message = [b"-", &[letter][..], b": invalid option"].concat();
                sh.builtin_error(name, message);
                if !usage.is_empty() && !sh.dash {
                    sh.write_error(format!("{name}: usage: {usage}\n").as_bytes());
                }
                return Err(Status(2));
            };
            if known.get(place + 1) != Some(&b':') {
                found.given.push((letter, Vec::new()));
                continue;
            }
            let value = if at < cluster.len() {
                cluster[at..].to_vec()
            } else if let Some(value) = args.get(found.taken) {
                found.taken += 1;
                value.clone()
            } else {
                let message = [b"-", &[letter][..], b": option requires an argument"].concat();
                sh.builtin_error(name, message);
                if !usage.is_empty() && !sh.dash {
                    sh.write_error(format!("{name}: usage: {usage}\n").as_bytes());
                }
                return Err(Status(2));
            };
            found.given.push((letter, value));
            break;
        }
    }
    Ok(found)
}

/// A decimal integer with optional sign and blanks around it.
pub(crate) fn integer(text: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(text)
        .ok()?
        .trim_start_matches([' ', '\t', '\n'])
        .trim_end_matches([' ', '\t']);
    text.strip_prefix('+').filter(|rest| !rest.starts_with('-')).unwrap_or(text).parse().ok()
}

pub(crate) use echo::{Style, escape, replace_escapes};
pub(crate) use listing::declaration;

/// Escapes of `$'…'`.
pub(crate) fn unescape_ansi(text: &[u8], result: &mut Vec<u8>) {
    replace_escapes(text, result, |rest, result| match rest[1] {
        b'c' if rest.len() > 2 => {
            result.push(rest[2].to_ascii_uppercase() ^ 0x40);
            Some(3)
        }
        b'?' => {
            result.push(b'?');
            Some(2)
        }
        _ => Some(escape(rest, Style::Format, result).unwrap_or(2)),
    });
}
