//! Listings of variables and functions; `caller`, `enable`.

use crate::quote;
use crate::shell::Shell;
use crate::status::{Checked, Status};
use crate::variables::{Value, Variable};
use std::rc::Rc;

/// The elements of an array as `declare -p` writes them.
fn elements(variable: &Variable) -> Option<Vec<u8>> {
    let mut text = b"(".to_vec();
    match &variable.value {
        Value::Indexed(array) => {
            for (at, (key, value)) in array.iter().enumerate() {
                if at > 0 {
                    text.push(b' ');
                }
                text.extend_from_slice(format!("[{key}]=").as_bytes());
                text.extend_from_slice(&quote::double(value));
            }
        }
        Value::Assoc(array) => {
            for (key, value) in array.iter() {
                text.push(b'[');
                text.extend_from_slice(&quote::key(key));
                text.extend_from_slice(b"]=");
                text.extend_from_slice(&quote::double(value));
                text.push(b' ');
            }
        }
        _ => return None,
    }
    text.push(b')');
    Some(text)
}

/// A line of `declare -p`.
pub fn declaration(name: &[u8], variable: &Variable) -> Vec<u8> {
    let letters = variable.letters();
    let flags = if letters.is_empty() { "-".to_string() } else { letters };
    let mut text = [b"declare -", flags.as_bytes(), b" ", name].concat();
    if let Some(elements) = elements(variable) {
        text.push(b'=');
        text.extend_from_slice(&elements);
    } else if let Value::Text(value) = &variable.value {
        text.push(b'=');
        text.extend_from_slice(&quote::double(value));
    }
    text.push(b'\n');
    text
}

/// A line of `set` and `declare`.
pub fn plain(name: &[u8], variable: &Variable) -> Vec<u8> {
    let mut text = [name, b"="].concat();
    match (elements(variable), &variable.value) {
        (Some(elements), _) => text.extend_from_slice(&elements),
        (None, Value::Text(value)) => text.extend_from_slice(&quote::listed(value)),
        _ => {}
    }
    text.push(b'\n');
    text
}

impl Shell {
    /// A function as `declare -f` writes it.
    pub(crate) fn function_text(&self, name: &[u8]) -> Vec<u8> {
        match self.state.function_texts.get(name) {
            Some(text) => [&text[..], b"\n"].concat(),
            None => [name, b" () \n{ \n    :\n}\n"].concat(),
        }
    }
}

/// `caller [n]`.
pub fn caller(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let frames = sh.state.frames.clone();
    let depth = match args.first() {
        Some(text) => match super::integer(text).and_then(|depth| usize::try_from(depth).ok()) {
            Some(depth) => depth,
            None => {
                sh.builtin_error("caller", [&text[..], b": invalid number"].concat());
                return Ok(Status(2));
            }
        },
        None => 0,
    };
    if frames.is_empty() && args.is_empty() {
        sh.write(b"0 NULL\n");
        return Ok(Status::OK);
    }
    let Some(at) = frames.len().checked_sub(depth + 1) else { return Ok(Status(1)) };
    let line = frames[at].line;
    let (name, source) = match at.checked_sub(1).map(|at| &frames[at]) {
        Some(frame) => (frame.name.clone(), frame.source.as_ref().clone()),
        None => (b"main".to_vec(), sh.name.as_ref().clone()),
    };
    let text = if args.is_empty() {
        [line.to_string().as_bytes(), b" ", &source, b"\n"].concat()
    } else {
        [line.to_string().as_bytes(), b" ", &name, b" ", &source, b"\n"].concat()
    };
    sh.write(&text);
    Ok(Status::OK)
}

/// `enable [-n] [-a] [names]`.
pub fn enable(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let options =
        match super::letters(sh, args, "adf:nps", "enable [-a] [-dnps] [-f filename] [name ...]") {
            Ok(options) => options,
            Err(status) => return Ok(status),
        };
    let names = &args[options.taken..];
    let off = options.has(b'n');
    if names.is_empty() {
        let mut text = Vec::new();
        for entry in super::TABLE {
            let disabled = sh.state.disabled.iter().any(|name| name == entry.name.as_bytes());
            let word: &[u8] = if disabled { b"enable -n " } else { b"enable " };
            if options.has(b's') && !super::is_special(entry.name.as_bytes()) {
                continue;
            }
            if options.has(b'a') || disabled == off {
                text.extend_from_slice(&[word, entry.name.as_bytes(), b"\n"].concat());
            }
        }
        sh.write(&text);
        return Ok(Status::OK);
    }
    let mut status = Status::OK;
    for name in names {
        if super::find(name).is_none() {
            status = sh.builtin_error("enable", [&name[..], b": not a shell builtin"].concat());
            continue;
        }
        let list = Rc::make_mut(&mut sh.state.disabled);
        list.retain(|other| other != name);
        if off {
            list.push(name.clone());
        }
    }
    Ok(status)
}
