//! What `declare` and its kin list.

use super::declare::Wish;
use crate::arguments::DeclArg;
use crate::shell::Shell;
use crate::status::Status;
use crate::variables::{Attributes, Value};
use std::rc::Rc;

/// `declare -p name`; `false` after a message when there is none.
pub fn print_one(sh: &mut Shell, builtin: &str, arg: &DeclArg) -> bool {
    let (DeclArg::Word(name) | DeclArg::Array(name, ..)) = arg;
    if builtin == "local" && !sh.local_names().contains(name) {
        sh.builtin_error(builtin, [&name[..], b": not found"].concat());
        return false;
    }
    if sh.is_dynamic(name) {
        sh.refresh(name);
    }
    match sh.described(name) {
        Some(variable) => {
            let text = super::listing::declaration(name, &variable);
            sh.write(&text);
            true
        }
        None => {
            sh.builtin_error(builtin, [&name[..], b": not found"].concat());
            false
        }
    }
}

/// `declare -f`, `declare -F`.
pub fn functions(sh: &mut Shell, builtin: &str, wish: &Wish, args: &[DeclArg]) -> Status {
    let mut status = Status::OK;
    let names: Vec<Vec<u8>> = if args.is_empty() {
        sh.state.functions.keys().cloned().collect()
    } else {
        args.iter()
            .map(|arg| {
                let (DeclArg::Word(name) | DeclArg::Array(name, ..)) = arg;
                name.clone()
            })
            .collect()
    };
    for name in names {
        if !sh.state.functions.contains_key(&name) {
            if matches!(builtin, "export" | "readonly") {
                sh.builtin_error(builtin, [&name[..], b": not a function"].concat());
            }
            status = Status(1);
            continue;
        }
        if wish.on.has(Attributes::EXPORT) && !wish.print {
            let exported = Rc::make_mut(&mut sh.state.exported_functions);
            if wish.remove {
                exported.remove(&name)
            } else {
                exported.insert(name)
            };
            continue;
        }
        if wish.on.has(Attributes::READONLY) && !wish.print {
            Rc::make_mut(&mut sh.state.fixed_functions).insert(name);
            continue;
        }
        let text = if !wish.names_only {
            let mut text = sh.function_text(&name);
            if sh.state.exported_functions.contains(&name) && args.is_empty() {
                text.extend_from_slice(&[b"declare -fx ", &name[..], b"\n"].concat());
            }
            text
        } else if args.is_empty() || wish.print {
            let exported = sh.state.exported_functions.contains(&name);
            let letters: &[u8] = if exported { b"declare -fx " } else { b"declare -f " };
            [letters, &name[..], b"\n"].concat()
        } else if sh.state.options.shopt("extdebug") {
            let line = sh.state.function_lines.get(&name).map_or(0, |line| *line);
            let file = sh.state.function_files.get(&name).unwrap_or(&sh.name);
            [&name[..], format!(" {line} ").as_bytes(), file, b"\n"].concat()
        } else {
            [&name[..], b"\n"].concat()
        };
        sh.write(&text);
    }
    status
}

/// All variables, or those with the wished attributes.
pub fn list(sh: &mut Shell, builtin: &str, wish: &Wish) {
    let mut names: Vec<Vec<u8>> =
        if builtin == "local" { sh.local_names() } else { sh.variable_names(true) };
    names.sort();
    let mut text = Vec::new();
    for name in names {
        let Some(variable) = sh.described(&name) else { continue };
        // `-a` and `-A` choose among those that any of the other letters is for.
        let arrays = Attributes::ARRAY.with(Attributes::ASSOC);
        let any = wish.on.without(arrays);
        let fits = (any == Attributes::NONE || variable.attributes.any(any))
            && !(wish.on.has(Attributes::ARRAY) && (!variable.is_array() || variable.is_assoc()))
            && (!wish.on.has(Attributes::ASSOC) || variable.is_assoc());
        if !fits && builtin != "local" {
            continue;
        }
        if sh.dash {
            text.extend_from_slice(&[builtin.as_bytes(), b" ", &name[..]].concat());
            if let Value::Text(value) = &variable.value {
                text.push(b'=');
                text.extend_from_slice(&crate::quote::single(value));
            }
            text.push(b'\n');
            continue;
        }
        if wish.on == Attributes::NONE && !wish.print && builtin != "local" {
            if !matches!(variable.value, Value::Unset) {
                text.extend_from_slice(&super::listing::plain(&name, &variable));
            }
        } else {
            text.extend_from_slice(&super::listing::declaration(&name, &variable));
        }
    }
    if wish.on == Attributes::NONE
        && !wish.print
        && matches!(builtin, "declare" | "typeset")
        && !sh.state.options.posix()
    {
        for name in sh.state.functions.keys() {
            text.extend_from_slice(&sh.function_text(name));
        }
    }
    sh.write(&text);
}
