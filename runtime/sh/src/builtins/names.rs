//! `type`, `command`, `builtin`, `hash`, `alias`, `unalias`.

use crate::command::Among;
use crate::quote;
use crate::shell::Shell;
use crate::status::{Checked, Status};
use std::rc::Rc;

/// Reserved words.
pub const KEYWORDS: &[&str] = &[
    "!", "[[", "]]", "case", "coproc", "do", "done", "elif", "else", "esac", "fi", "for",
    "function", "if", "in", "select", "then", "time", "until", "while", "{", "}",
];

fn is_keyword(name: &[u8]) -> bool {
    KEYWORDS.iter().any(|word| word.as_bytes() == name)
}

/// What a name means, all meanings in order: word of `type -t` and text of `type`.
fn meanings(
    sh: &mut Shell,
    name: &[u8],
    functions: bool,
    paths_only: bool,
) -> Vec<(&'static str, Vec<u8>)> {
    let mut found = Vec::new();
    if !paths_only {
        if (sh.dash || sh.state.options.shopt("expand_aliases"))
            && let Some(text) = sh.state.aliases.get(name)
        {
            if sh.dash {
                return vec![("alias", [name, b" is an alias for ", text, b"\n"].concat())];
            }
            found.push(("alias", [name, b" is aliased to `", text, b"'\n"].concat()));
        }
        if is_keyword(name) {
            found.push(("keyword", [name, b" is a shell keyword\n"].concat()));
        }
        if functions && sh.state.functions.contains_key(name) {
            if sh.dash {
                return vec![("function", [name, b" is a shell function\n"].concat())];
            }
            let text = sh.function_text(name);
            found.push(("function", [name, b" is a function\n", &text].concat()));
        }
        if super::find(name).is_some() && !sh.state.disabled.iter().any(|other| other == name) {
            let special = (sh.dash || sh.state.options.posix()) && super::is_special(name);
            let what: &[u8] =
                if special { b" is a special shell builtin\n" } else { b" is a shell builtin\n" };
            found.push(("builtin", [name, what].concat()));
        }
    }
    if let Some((path, _)) = sh.paths.get(name) {
        found.push(("file", path.clone()));
    }
    for path in sh.all_programs(name) {
        found.push(("file", path));
    }
    if found.is_empty() && !sh.dash {
        found.extend(sh.plain_file(name).map(|path| ("file", path)));
    }
    found
}

/// `type [-aftpP] names`.
pub fn type_of(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let options = match super::letters(sh, args, "aftpP", "type [-afptP] name [name ...]") {
        Ok(options) => options,
        Err(status) => return Ok(status),
    };
    let mut status = Status::OK;
    for name in &args[options.taken..] {
        let mut found = meanings(sh, name, !options.has(b'f'), options.has(b'P'));
        if options.has(b'a') && options.has(b'P') && sh.paths.contains_key(name) {
            found.truncate(1);
        } else if options.has(b'a') && sh.paths.contains_key(name) {
            // The remembered place is one of those in PATH.
            if let Some(at) = found.iter().position(|(kind, _)| *kind == "file") {
                found.remove(at);
            }
        }
        if options.has(b'a') {
            let hashed = sh.paths.get(name).map(|(path, _)| path.clone());
            found.retain(|(kind, path)| {
                *kind != "file"
                    || hashed.as_ref() == Some(path)
                    || crate::paths::is_executable(path)
            });
        }
        if found.is_empty() {
            if !options.has(b't') && !options.has(b'p') && !options.has(b'P') {
                if sh.dash {
                    sh.write(&[&name[..], b": not found\n"].concat());
                } else {
                    sh.builtin_error("type", [&name[..], b": not found"].concat());
                }
            }
            status = Status(if sh.dash { 127 } else { 1 });
            continue;
        }
        if !options.has(b'a') {
            found.truncate(1);
        }
        for (kind, text) in found {
            let line = if options.has(b't') {
                [kind.as_bytes(), b"\n"].concat()
            } else if kind == "file" {
                if options.has(b'p') || options.has(b'P') {
                    [&text[..], b"\n"].concat()
                } else if sh.dash && sh.paths.contains_key(name) {
                    [&name[..], b" is a tracked alias for ", &text, b"\n"].concat()
                } else if sh.paths.contains_key(name) && !options.has(b'a') {
                    [&name[..], b" is hashed (", &text, b")\n"].concat()
                } else {
                    [&name[..], b" is ", &text, b"\n"].concat()
                }
            } else if options.has(b'p') || options.has(b'P') {
                continue;
            } else {
                text
            };
            sh.write(&line);
        }
    }
    Ok(status)
}

/// `command [-pVv] name …`.
pub fn command(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let options = match super::letters(sh, args, "pVv", "command [-pVv] command [arg ...]") {
        Ok(options) => options,
        Err(status) => return Ok(status),
    };
    let words = args[options.taken..].to_vec();
    if words.is_empty() {
        return Ok(Status::OK);
    }
    if !options.has(b'v') && !options.has(b'V') {
        let outer = sh.builtin.take();
        let traced = sh.state.options;
        sh.state.options.put("xtrace", false);
        let searched = options.has(b'p').then(|| sh.variable(b"PATH").cloned());
        if searched.is_some() {
            let path = crate::variables::Variable::text(b"/bin:/usr/bin".to_vec());
            sh.put_variable(b"PATH", path);
            sh.forget_paths();
        }
        let result = {
            let on = traced.xtrace();
            let result = sh.dispatch(words, Among::NoFunctions);
            if on {
                sh.state.options.put("xtrace", true);
            }
            result
        };
        if let Some(path) = searched {
            match path {
                Some(path) => sh.put_variable(b"PATH", path),
                None => sh.remove_variable(b"PATH"),
            }
            sh.forget_paths();
        }
        sh.builtin = outer;
        return result;
    }
    let mut status = Status(if sh.dash { 127 } else { 1 });
    // dash looks at the first name only.
    for name in words.iter().take(if sh.dash { 1 } else { words.len() }) {
        let standard = options.has(b'p').then(|| sh.variable(b"PATH").cloned());
        if standard.is_some() {
            let path = crate::variables::Variable::text(b"/bin:/usr/bin".to_vec());
            sh.put_variable(b"PATH", path);
        }
        let meaning = meanings(sh, name, true, false).into_iter().next();
        match standard {
            Some(Some(path)) => sh.put_variable(b"PATH", path),
            Some(None) => sh.remove_variable(b"PATH"),
            None => {}
        }
        let Some((kind, text)) = meaning else {
            if options.has(b'V') && sh.dash {
                sh.write(&[&name[..], b": not found\n"].concat());
            } else if options.has(b'V') {
                sh.builtin_error("command", [&name[..], b": not found"].concat());
            }
            continue;
        };
        status = Status::OK;
        let line = match (options.has(b'V'), kind) {
            (false, "alias") => {
                let value = sh.state.aliases.get(name).cloned().unwrap_or_default();
                [b"alias ", &name[..], b"=", &quote::single(&value), b"\n"].concat()
            }
            (false, "file") => [&text[..], b"\n"].concat(),
            (false, _) => [&name[..], b"\n"].concat(),
            (true, "file") if sh.paths.contains_key(name) => {
                [&name[..], b" is hashed (", &text, b")\n"].concat()
            }
            (true, "file") => [&name[..], b" is ", &text, b"\n"].concat(),
            (true, _) => text,
        };
        sh.write(&line);
    }
    Ok(status)
}

/// `builtin name …`.
pub fn builtin(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let args = if args.first().is_some_and(|word| word == b"--") { &args[1..] } else { args };
    let Some((name, rest)) = args.split_first() else { return Ok(Status::OK) };
    match super::find(name).filter(|_| !sh.state.disabled.contains(name)) {
        Some(builtin) => sh.call_builtin(builtin, rest),
        None => {
            sh.builtin_error("builtin", [&name[..], b": not a shell builtin"].concat());
            Ok(Status(1))
        }
    }
}

/// `hash [-r] [-d] [-t] [names]`.
pub fn hash(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let options =
        match super::letters(sh, args, "lrp:dt", "hash [-lr] [-p pathname] [-dt] [name ...]") {
            Ok(options) => options,
            Err(status) => return Ok(status),
        };
    let names = args[options.taken..].to_vec();
    if names.is_empty() && !sh.dash && (options.has(b'd') || options.has(b't')) {
        let letter = if options.has(b'd') { "-d" } else { "-t" };
        sh.builtin_error("hash", format!("{letter}: option requires an argument"));
        return Ok(Status(1));
    }
    if options.has(b'r') {
        sh.paths.clear();
    }
    if names.is_empty() {
        if !options.has(b'r') {
            list_hashed(sh, options.has(b'l'));
        }
        return Ok(Status::OK);
    }
    let mut status = Status::OK;
    for name in &names {
        if let Some(path) = options.value(b'p') {
            sh.paths.insert(name.clone(), (path.clone(), 0));
        } else if options.has(b'd') {
            if sh.paths.remove(name).is_none() {
                status = sh.builtin_error("hash", [&name[..], b": not found"].concat());
            }
        } else if options.has(b't') {
            let path = sh.paths.get(name).map(|(path, _)| path.clone());
            match path {
                Some(path) if options.has(b'l') => {
                    sh.write(&[b"builtin hash -p ", &path[..], b" ", name, b"\n"].concat());
                }
                Some(path) if names.len() > 1 => {
                    sh.write(&[&name[..], b"\t", &path, b"\n"].concat());
                }
                Some(path) => sh.write(&[&path[..], b"\n"].concat()),
                None => status = sh.builtin_error("hash", [&name[..], b": not found"].concat()),
            }
        } else if !name.contains(&b'/')
            && super::find(name).is_none()
            && !sh.state.functions.contains_key(name)
        {
            sh.paths.remove(name);
            if sh.look_up_program(name).is_none() {
                status = sh.builtin_error("hash", [&name[..], b": not found"].concat());
            }
        }
    }
    Ok(status)
}

/// The programs that were looked up: how often each ran, or as commands that say so again.
fn list_hashed(sh: &mut Shell, commands: bool) {
    if sh.dash {
        let paths: std::collections::BTreeSet<_> =
            sh.paths.values().map(|(path, _)| path).collect();
        let lines: Vec<_> = paths.iter().map(|path| [path, &b"\n"[..]].concat()).collect();
        return sh.write(&lines.concat());
    }
    if sh.paths.is_empty() {
        return sh.write(b"hash: hash table empty\n");
    }
    let mut names: Vec<_> = sh.paths.keys().cloned().collect();
    names.sort_by_key(|name| (crate::assoc::bucket(name, 256), name.clone()));
    let mut text = if commands { Vec::new() } else { b"hits\tcommand\n".to_vec() };
    for name in names {
        let (path, hits) = &sh.paths[&name];
        if commands {
            text.extend_from_slice(&[b"builtin hash -p ", &path[..], b" ", &name, b"\n"].concat());
        } else {
            text.extend_from_slice(format!("{hits:4}\t").as_bytes());
            text.extend_from_slice(&[&path[..], b"\n"].concat());
        }
    }
    sh.write(&text);
}

/// `alias [-p] [name[=text] …]`.
pub fn alias(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let options = match super::letters(sh, args, "p", "alias [-p] [name[=value] ... ]") {
        Ok(options) => options,
        Err(status) => return Ok(status),
    };
    let word: &[u8] = if sh.dash { b"" } else { b"alias " };
    let show = |name: &[u8], text: &[u8]| [word, name, b"=", &quote::single(text), b"\n"].concat();
    let names = &args[options.taken..];
    if names.is_empty() || options.has(b'p') {
        let text: Vec<u8> =
            sh.state.aliases.iter().flat_map(|(name, text)| show(name, text)).collect();
        sh.write(&text);
    }
    let mut status = Status::OK;
    for word in names {
        match word.iter().position(|&byte| byte == b'=').filter(|at| *at > 0) {
            Some(at)
                if !sh.dash
                    && word[..at].iter().any(|byte| b" \t\n/$`'\"\\&;()|<>".contains(byte)) =>
            {
                let message = [b"`", &word[..at], b"': invalid alias name"].concat();
                status = sh.builtin_error("alias", message);
            }
            Some(at) => {
                Rc::make_mut(&mut sh.state.aliases)
                    .insert(word[..at].to_vec(), word[at + 1..].to_vec());
            }
            None => match sh.state.aliases.get(word).cloned() {
                Some(text) => {
                    let line = show(word, &text);
                    sh.write(&line);
                }
                None => status = sh.builtin_error("alias", [&word[..], b": not found"].concat()),
            },
        }
    }
    Ok(status)
}

/// `unalias [-a] names`.
pub fn unalias(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let options = match super::letters(sh, args, "a", "unalias [-a] name [name ...]") {
        Ok(options) => options,
        Err(status) => return Ok(status),
    };
    if options.has(b'a') {
        sh.state.aliases = Rc::default();
        return Ok(Status::OK);
    }
    if args.len() == options.taken && !sh.dash {
        sh.write_error(b"unalias: usage: unalias [-a] name [name ...]\n");
        return Ok(Status(2));
    }
    let mut status = Status::OK;
    for name in &args[options.taken..] {
        if Rc::make_mut(&mut sh.state.aliases).remove(name).is_none() {
            status = sh.builtin_error("unalias", [&name[..], b": not found"].concat());
        }
    }
    Ok(status)
}
