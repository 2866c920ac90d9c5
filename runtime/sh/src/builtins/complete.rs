//! `compgen`, and `complete` and `compopt`, which nobody asks in a shell that nobody types into: they are remembered and listed.

use super::Letters;
use crate::quote;
use crate::shell::Shell;
use crate::status::{Checked, Status};
use crate::variables::Attributes;
use std::path::Path;
use std::rc::Rc;

const LETTERS: &str = "abcdefgjksuvo:A:G:W:F:C:X:P:S:";
const USAGE: &str = "compgen [-abcdefgjksuv] [-o option] [-A action] [-G globpat] [-W wordlist] [-F function] [-C command] [-X filterpat] [-P prefix] [-S suffix] [word]";
const COMPLETE: &str = "prDEIabcdefgjksuvo:A:G:W:F:C:X:P:S:";
const COMPLETE_USAGE: &str = "complete [-abcdefgjksuv] [-pr] [-DEI] [-o option] [-A action] [-G globpat] [-W wordlist] [-F function] [-C command] [-X filterpat] [-P prefix] [-S suffix] [name ...]";
const OPTIONS: &[&str] = &[
    "bashdefault",
    "default",
    "dirnames",
    "filenames",
    "noquote",
    "nosort",
    "nospace",
    "plusdirs",
];

/// The action that a letter stands for.
fn action(letter: u8) -> Option<&'static str> {
    Some(match letter {
        b'a' => "alias",
        b'b' => "builtin",
        b'c' => "command",
        b'd' => "directory",
        b'e' => "export",
        b'f' => "file",
        b'g' => "group",
        b'j' => "job",
        b'k' => "keyword",
        b's' => "service",
        b'u' => "user",
        b'v' => "variable",
        _ => return None,
    })
}

/// `compgen`: names of builtins, functions, variables, files, words.
pub fn compgen(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let options = match super::letters(sh, args, LETTERS, USAGE) {
        Ok(options) => options,
        Err(status) => return Ok(status),
    };
    if let Some(status) = wrong_option(sh, "compgen", &options) {
        return Ok(status);
    }
    let word = args.get(options.taken).cloned().unwrap_or_default();
    let mut found: Vec<Vec<u8>> = Vec::new();
    for (letter, value) in &options.given {
        let name = match letter {
            b'A' => value.as_slice(),
            letter => action(*letter).unwrap_or("").as_bytes(),
        };
        let mut names = named(sh, name, &word);
        names.sort();
        names.dedup();
        found.append(&mut names);
    }
    if let Some(pattern) = options.value(b'G') {
        found.extend(crate::glob::names(sh, pattern));
    }
    if let Some(list) = options.value(b'W') {
        found.extend(listed(sh, list)?);
    }
    found.retain(|name| name.starts_with(&word));
    if let Some(function) = options.value(b'F') {
        found.extend(replies(sh, function, &word)?);
    }
    if let Some(filter) = options.value(b'X') {
        let (negated, filter) = match filter.strip_prefix(b"!") {
            Some(rest) => (true, rest),
            None => (false, &filter[..]),
        };
        let pattern = crate::pattern::Pattern::new(filter, true);
        found.retain(|name| pattern.matches(name, sh.how()) == negated);
    }
    let prefix = options.value(b'P').cloned().unwrap_or_default();
    let suffix = options.value(b'S').cloned().unwrap_or_default();
    let mut found: Vec<Vec<u8>> =
        found.iter().map(|name| [&prefix[..], name, &suffix].concat()).collect();
    let asked =
        |name: &[u8]| options.given.iter().any(|(key, value)| *key == b'o' && value == name);
    if found.is_empty() && asked(b"dirnames") {
        found = named(sh, b"directory", &word);
    } else if found.is_empty() && (asked(b"default") || asked(b"bashdefault")) {
        found = named(sh, b"file", &word);
    }
    if asked(b"plusdirs") {
        found.extend(named(sh, b"directory", &word));
    }
    let text: Vec<u8> = found.iter().flat_map(|name| [&name[..], b"\n"].concat()).collect();
    sh.write(&text);
    Ok(Status::from(!found.is_empty()))
}

/// The names of an action that may start with `word`.
fn named(sh: &mut Shell, action: &[u8], word: &[u8]) -> Vec<Vec<u8>> {
    let state = &sh.state;
    match action {
        b"builtin" => super::TABLE.iter().map(|entry| entry.name.as_bytes().to_vec()).collect(),
        b"function" => state.functions.keys().cloned().collect(),
        b"variable" => sh.prefixed(b""),
        b"export" | b"arrayvar" => {
            let wanted = |variable: &crate::variables::Variable| match action {
                b"export" => variable.attributes.has(Attributes::EXPORT),
                _ => variable.is_array(),
            };
            let all = state.variables.iter();
            all.filter(|(_, variable)| wanted(variable)).map(|(name, _)| name.clone()).collect()
        }
        b"alias" => state.aliases.keys().cloned().collect(),
        b"keyword" => super::names::KEYWORDS.iter().map(|name| name.as_bytes().to_vec()).collect(),
        b"setopt" => crate::options::SET_OPTIONS.iter().map(|(name, _)| (*name).into()).collect(),
        b"shopt" => crate::options::SHOPT_OPTIONS.iter().map(|(name, _)| (*name).into()).collect(),
        b"signal" => (1..=64).map(|at| crate::traps::signal_name(at).into_bytes()).collect(),
        b"command" => {
            let mut all = named(sh, b"builtin", word);
            for kind in [&b"function"[..], b"alias", b"keyword"] {
                all.extend(named(sh, kind, word));
            }
            all.extend(programs(sh));
            all
        }
        b"file" | b"directory" => files(sh, word, action == b"directory"),
        b"user" | b"group" => {
            let file = if action == b"user" { "/etc/passwd" } else { "/etc/group" };
            let text = std::fs::read(file).unwrap_or_default();
            let lines = text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
            let first = |line: &[u8]| line.split(|byte| *byte == b':').next().map(<[u8]>::to_vec);
            lines.filter_map(first).collect()
        }
        _ => Vec::new(),
    }
}

/// The names of the programs in PATH.
fn programs(sh: &mut Shell) -> Vec<Vec<u8>> {
    use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
    use std::os::unix::fs::PermissionsExt as _;
    let path = sh.find(&crate::params::param("PATH")).unwrap_or_default();
    let folders = path.split(|byte| *byte == b':').filter(|folder| !folder.is_empty());
    let mut found = Vec::new();
    for folder in folders {
        let Ok(list) = std::fs::read_dir(std::ffi::OsStr::from_bytes(folder)) else { continue };
        for entry in list.flatten() {
            let data = std::fs::metadata(entry.path());
            if data.is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0) {
                found.push(entry.file_name().into_vec());
            }
        }
    }
    found
}

/// The files (or folders) whose path starts with `word`; those with a leading dot too.
fn files(sh: &mut Shell, word: &[u8], folders: bool) -> Vec<Vec<u8>> {
    use std::os::unix::ffi::OsStrExt as _;
    let word = match word.strip_prefix(b"~") {
        Some(rest) if rest.is_empty() || rest[0] == b'/' => [&sh.tilde("~")[..], rest].concat(),
        _ => word.to_vec(),
    };
    let start = word.iter().rposition(|byte| *byte == b'/').map_or(0, |at| at + 1);
    let (folder, first) = word.split_at(start);
    let place: &[u8] = if folder.is_empty() { b"." } else { folder };
    let Ok(list) = std::fs::read_dir(std::ffi::OsStr::from_bytes(place)) else { return Vec::new() };
    let mut found: Vec<Vec<u8>> = list
        .flatten()
        .map(|entry| [folder, entry.file_name().as_bytes()].concat())
        .filter(|path| path[start..].starts_with(first))
        .filter(|path| !folders || Path::new(std::ffi::OsStr::from_bytes(path)).is_dir())
        .collect();
    found.sort();
    found
}

/// The words of `-W`: expanded and split.
fn listed(sh: &mut Shell, list: &[u8]) -> Checked<Vec<Vec<u8>>> {
    if !list.iter().any(|byte| b"$`'\"\\".contains(byte)) {
        let mut words = crate::words::Words::new();
        words.split(sh, list);
        words.end_plain();
        return Ok(words.into_vec());
    }
    filled(sh, |sh| sh.eval_text(&[b"COMPREPLY=(", list, b"\n)"].concat()).map(drop))
}

/// What a completion function leaves in COMPREPLY.
fn replies(sh: &mut Shell, function: &[u8], word: &[u8]) -> Checked<Vec<Vec<u8>>> {
    let Some(body) = sh.state.functions.get(function).cloned() else { return Ok(Vec::new()) };
    let args = vec![b"compgen".to_vec(), word.to_vec(), Vec::new()];
    filled(sh, |sh| sh.call_function(function, &body, args).map(drop))
}

/// The elements of COMPREPLY after `fill`; the variable is as it was afterwards.
fn filled(sh: &mut Shell, fill: impl FnOnce(&mut Shell) -> Checked<()>) -> Checked<Vec<Vec<u8>>> {
    const REPLY: &[u8] = b"COMPREPLY";
    let before = sh.variable(REPLY).cloned();
    sh.remove_variable(REPLY);
    let result = fill(sh);
    let found = sh.values(&crate::params::all("COMPREPLY"))?;
    match before {
        Some(variable) => sh.put_variable(REPLY, variable),
        None => sh.remove_variable(REPLY),
    }
    result.map(|()| found)
}

fn wrong_option(sh: &mut Shell, builtin: &str, options: &Letters) -> Option<Status> {
    let known = |value: &[u8]| OPTIONS.iter().any(|option| option.as_bytes() == value);
    let wrong = options.given.iter().find(|(letter, value)| *letter == b'o' && !known(value))?;
    sh.builtin_error(builtin, [&wrong.1[..], b": invalid option name"].concat());
    Some(Status(2))
}

/// `complete`: remembers, lists (`-p`) and forgets (`-r`) how commands are completed.
pub fn complete(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let options = match super::letters(sh, args, COMPLETE, COMPLETE_USAGE) {
        Ok(options) => options,
        Err(status) => return Ok(status),
    };
    if let Some(status) = wrong_option(sh, "complete", &options) {
        return Ok(status);
    }
    let mut names: Vec<Vec<u8>> = args[options.taken..].to_vec();
    for letter in [b'D', b'E', b'I'] {
        if options.has(letter) {
            names = vec![vec![b'-', letter]];
        }
    }
    if options.has(b'r') {
        if names.is_empty() {
            sh.state.completions = Rc::default();
        }
        for name in names {
            Rc::make_mut(&mut sh.state.completions).remove(&name);
        }
        return Ok(Status::OK);
    }
    if options.has(b'p') || args.is_empty() {
        return Ok(list(sh, names));
    }
    if names.is_empty() {
        sh.write_error(format!("complete: usage: {COMPLETE_USAGE}\n").as_bytes());
        return Ok(Status(2));
    }
    let text = written(&options);
    for name in names {
        Rc::make_mut(&mut sh.state.completions).insert(name, text.clone());
    }
    Ok(Status::OK)
}

/// `complete -p`.
fn list(sh: &mut Shell, names: Vec<Vec<u8>>) -> Status {
    let all = Rc::clone(&sh.state.completions);
    let names = if names.is_empty() { all.keys().cloned().collect() } else { names };
    let mut status = Status::OK;
    for name in names {
        match all.get(&name) {
            Some(text) => sh.write(&[b"complete ", &text[..], &name, b"\n"].concat()),
            None => {
                let message = [&name[..], b": no completion specification"].concat();
                status = sh.builtin_error("complete", message);
            }
        }
    }
    status
}

/// The options in the order of `complete -p`, each with a blank behind it.
fn written(options: &Letters) -> Vec<u8> {
    let mut text = Vec::new();
    let mut given: Vec<&[u8]> = options
        .given
        .iter()
        .filter(|(letter, _)| *letter == b'o')
        .map(|(_, value)| value.as_slice())
        .collect();
    given.sort_unstable();
    given.dedup();
    given.iter().for_each(|value| text.extend_from_slice(&[b"-o ", *value, b" "].concat()));
    for (letter, value) in &options.given {
        match letter {
            b'A' => text.extend_from_slice(&[b"-A ", &value[..], b" "].concat()),
            letter if action(*letter).is_some() => text.extend_from_slice(&[b'-', *letter, b' ']),
            _ => {}
        }
    }
    for letter in *b"GWPSXFC" {
        let Some(value) = options.value(letter) else { continue };
        let value = if letter == b'F' { value.clone() } else { quote::single(value) };
        text.extend_from_slice(&[&[b'-', letter, b' '][..], &value, b" "].concat());
    }
    text
}

/// `compopt`: changes the options of what is remembered.
pub fn compopt(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let names: Vec<&Vec<u8>> = args.iter().filter(|arg| !arg.starts_with(b"-")).collect();
    if names.is_empty() {
        return Ok(sh.builtin_error("compopt", "not currently executing completion function"));
    }
    Ok(Status::OK)
}
