//! `complete` and `compopt`, which nobody asks in a shell that nobody types into: they are remembered and listed.

use super::Letters;
use crate::quote;
use crate::shell::Shell;
use crate::status::{Checked, Status};
use std::rc::Rc;

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
pub(super) fn action(letter: u8) -> Option<&'static str> {
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

/// What `-A` may name.
const ACTIONS: &[&str] = &[
    "alias",
    "arrayvar",
    "binding",
    "builtin",
    "command",
    "directory",
    "disabled",
    "enabled",
    "export",
    "file",
    "function",
    "group",
    "helptopic",
    "hostname",
    "job",
    "keyword",
    "running",
    "service",
    "setopt",
    "shopt",
    "signal",
    "stopped",
    "user",
    "variable",
];

/// A word behind `-o` or `-A` that is none of theirs: status 2 after a message.
pub(super) fn wrong_option(sh: &mut Shell, builtin: &str, options: &Letters) -> Option<Status> {
    let unknown = |value: &[u8]| !ACTIONS.iter().any(|action| action.as_bytes() == value);
    if let Some((_, value)) =
        options.given.iter().find(|(letter, value)| *letter == b'A' && unknown(value))
    {
        sh.builtin_error(builtin, [&value[..], b": invalid action name"].concat());
        return Some(Status(2));
    }
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
    for (letter, name) in PLACES {
        if options.has(*letter) {
            names = vec![name.as_bytes().to_vec()];
        }
    }
    if options.has(b'r') {
        let mut status = Status::OK;
        // Where nothing was ever remembered, nothing is missing.
        if names.is_empty() || sh.state.completions.is_empty() {
            sh.state.completions = Rc::default();
            return Ok(status);
        }
        for name in names {
            if Rc::make_mut(&mut sh.state.completions).remove(&name).is_none() {
                status = none(sh, "complete", &name);
            }
        }
        return Ok(status);
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

/// What `-D`, `-E` and `-I` are remembered by.
const PLACES: &[(u8, &str)] =
    &[(b'D', "_DefaultCmD_"), (b'E', "_EmptycmD_"), (b'I', "_InitialWorD_")];

fn none(sh: &mut Shell, builtin: &str, name: &[u8]) -> Status {
    sh.builtin_error(builtin, [name, b": no completion specification"].concat())
}

/// A name as `complete -p` writes it.
fn shown(name: &[u8]) -> Vec<u8> {
    match PLACES.iter().find(|(_, place)| place.as_bytes() == name) {
        Some((letter, _)) => vec![b'-', *letter],
        None if name.is_empty() => b"''".to_vec(),
        None => name.to_vec(),
    }
}

/// `complete -p`.
fn list(sh: &mut Shell, names: Vec<Vec<u8>>) -> Status {
    let all = Rc::clone(&sh.state.completions);
    let mut status = Status::OK;
    let names = if names.is_empty() {
        let mut names: Vec<_> = all.keys().cloned().collect();
        names.sort_by_key(|name| crate::assoc::bucket(name, 512));
        names
    } else {
        names
    };
    for name in names {
        match all.get(&name) {
            Some(text) => sh.write(&[b"complete ", &text[..], &shown(&name), b"\n"].concat()),
            None => status = none(sh, "complete", &name),
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
    let mut actions: Vec<(bool, &str)> = Vec::new();
    for (letter, value) in &options.given {
        let name = match letter {
            b'A' => ACTIONS.iter().find(|action| action.as_bytes() == value.as_slice()).copied(),
            letter => action(*letter),
        };
        actions.extend(name.map(|name| (letter_of(name).is_none(), name)));
    }
    actions.sort_unstable_by_key(|(long, name)| (*long, letter_of(name), *name));
    actions.dedup();
    for (_, name) in actions {
        match letter_of(name) {
            Some(letter) => text.extend_from_slice(&[b'-', letter, b' ']),
            None => text.extend_from_slice(format!("-A {name} ").as_bytes()),
        }
    }
    for letter in *b"GWPSXFC" {
        let Some(value) = options.value(letter) else { continue };
        let value = if letter == b'F' { value.clone() } else { quote::single(value) };
        text.extend_from_slice(&[&[b'-', letter, b' '][..], &value, b" "].concat());
    }
    text
}

/// The letter of an action that has one.
fn letter_of(name: &str) -> Option<u8> {
    (b'a'..=b'z').find(|letter| action(*letter) == Some(name))
}

/// `compopt`: changes the options of what is remembered, or shows them.
pub fn compopt(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let mut changes: Vec<(bool, Vec<u8>)> = Vec::new();
    let mut names: Vec<Vec<u8>> = Vec::new();
    let mut at = 0;
    while let Some(word) = args.get(at) {
        at += 1;
        match word.as_slice() {
            b"-o" | b"+o" => {
                let value = args.get(at).cloned().unwrap_or_default();
                at += 1;
                if !OPTIONS.iter().any(|option| option.as_bytes() == value) {
                    sh.builtin_error("compopt", [&value[..], b": invalid option name"].concat());
                    return Ok(Status(2));
                }
                changes.push((word[0] == b'-', value));
            }
            [b'-', letter] if PLACES.iter().any(|(known, _)| known == letter) => {
                let place = PLACES.iter().find(|(known, _)| known == letter);
                names.extend(place.map(|(_, name)| name.as_bytes().to_vec()));
            }
            [b'-', letter, ..] if *letter != b'-' => {
                let letter = *letter as char;
                sh.builtin_error("compopt", format!("-{letter}: invalid option"));
                sh.write_error(b"compopt: usage: compopt [-o|+o option] [-DEI] [name ...]\n");
                return Ok(Status(2));
            }
            b"--" => {}
            _ => names.push(word.clone()),
        }
    }
    if names.is_empty() {
        return Ok(sh.builtin_error("compopt", "not currently executing completion function"));
    }
    let mut status = Status::OK;
    for name in names {
        let Some(text) = sh.state.completions.get(&name).cloned() else {
            status = none(sh, "compopt", &name);
            continue;
        };
        let mut text = String::from_utf8_lossy(&text).into_owned();
        if changes.is_empty() {
            let on = |option: &&&str| text.contains(&format!("-o {option} "));
            let list: Vec<String> = OPTIONS
                .iter()
                .map(|option| format!("{}o {option}", if on(&option) { '-' } else { '+' }))
                .collect();
            sh.write(format!("compopt {} ", list.join(" ")).as_bytes());
            sh.write(&[&shown(&name)[..], b"\n"].concat());
            continue;
        }
        for (on, option) in &changes {
            let part = format!("-o {} ", String::from_utf8_lossy(option));
            text = text.replace(&part, "");
            if *on {
                text.insert_str(0, &part);
            }
        }
        Rc::make_mut(&mut sh.state.completions).insert(name, text.into_bytes());
    }
    Ok(status)
}
