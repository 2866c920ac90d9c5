//! `set`, `shift`, `shopt`, `unset`.

use crate::options::{SET_OPTIONS, SHOPT_OPTIONS};
use crate::shell::Shell;
use crate::status::{Checked, Flow, Status};
use crate::variables::{Attributes, Value, is_name};
use std::rc::Rc;

fn option_list(sh: &mut Shell, as_commands: bool) {
    if sh.dash {
        return dash_option_list(sh, as_commands);
    }
    let mut text = String::new();
    for (name, _) in SET_OPTIONS {
        let on = sh.state.options.get(name) == Some(true);
        if as_commands {
            text.push_str(&format!("set {}o {name}\n", if on { '-' } else { '+' }));
        } else {
            text.push_str(&format!("{name:<15}\t{}\n", if on { "on" } else { "off" }));
        }
    }
    sh.write(text.as_bytes());
}

/// dash's options, in its order.
fn dash_option_list(sh: &mut Shell, as_commands: bool) {
    const NAMES: &[&str] = &[
        "errexit",
        "noglob",
        "ignoreeof",
        "interactive",
        "monitor",
        "noexec",
        "stdin",
        "xtrace",
        "verbose",
        "vi",
        "emacs",
        "noclobber",
        "allexport",
        "notify",
        "nounset",
        "nolog",
        "debug",
    ];
    let mut text = String::from(if as_commands { "" } else { "Current option settings\n" });
    for name in NAMES {
        let on = sh.state.options.get(name) == Some(true);
        if as_commands {
            text.push_str(&format!("set {}o {name}\n", if on { '-' } else { '+' }));
        } else {
            text.push_str(&format!("{name:<16}{}\n", if on { "on" } else { "off" }));
        }
    }
    sh.write(text.as_bytes());
}

/// `set`.
pub fn set(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    if args.is_empty() {
        let mut text = Vec::new();
        for name in sh.variable_names(false) {
            if let Some(variable) = &sh.described(&name)
                && !matches!(variable.value, Value::Unset)
            {
                match &variable.value {
                    Value::Text(value) if sh.dash => {
                        let value = crate::quote::single(value);
                        text.extend_from_slice(&[&name[..], b"=", &value, b"\n"].concat());
                    }
                    _ => text.extend_from_slice(&super::listing::plain(&name, variable)),
                }
            }
        }
        if !sh.state.options.posix() && !sh.dash {
            for name in sh.state.functions.keys() {
                text.extend_from_slice(&sh.function_text(name));
            }
        }
        sh.write(&text);
        return Ok(Status::OK);
    }
    let mut at = 0;
    while let Some(word) = args.get(at) {
        match word.as_slice() {
            b"--" => {
                sh.set_positional(args[at + 1..].to_vec());
                return Ok(Status::OK);
            }
            b"-" => {
                sh.state.options.put("xtrace", false);
                sh.state.options.put("verbose", false);
                if at + 1 < args.len() {
                    sh.set_positional(args[at + 1..].to_vec());
                }
                return Ok(Status::OK);
            }
            b"+" if !sh.dash => at += 1,
            [sign @ (b'-' | b'+'), letters @ ..] if !letters.is_empty() => {
                let on = *sign == b'-';
                for letter in letters {
                    if *letter == b'o' {
                        at += 1;
                        let Some(name) = args.get(at) else {
                            option_list(sh, !on);
                            return Ok(Status::OK);
                        };
                        let name = String::from_utf8_lossy(name).into_owned();
                        if !sh.state.options.put(&name, on) {
                            sh.builtin_error("set", format!("{name}: invalid option name"));
                            return Ok(Status(2));
                        }
                        continue;
                    }
                    let known =
                        SET_OPTIONS.iter().find(|(_, other)| other == letter && *letter != 0);
                    match known {
                        // Nothing more is run.
                        Some(("noexec", _)) if on => return Err(Flow::Exit(Status::OK)),
                        Some((name, _)) => {
                            sh.state.options.put(name, on);
                        }
                        None => {
                            sh.builtin_error(
                                "set",
                                format!("{}{}: invalid option", *sign as char, *letter as char),
                            );
                            if sh.dash {
                                return Ok(Status(2));
                            }
                            sh.write_error(b"set: usage: set [-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]\n");
                            return Ok(Status(2));
                        }
                    }
                }
                at += 1;
            }
            _ => {
                sh.set_positional(args[at..].to_vec());
                return Ok(Status::OK);
            }
        }
    }
    Ok(Status::OK)
}

/// `shift [n]`.
pub fn shift(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let args = if args.first().is_some_and(|word| word == b"--") { &args[1..] } else { args };
    if args.len() > 1 {
        sh.builtin_error("shift", "too many arguments");
        return Ok(Status(1));
    }
    let count = match args.first() {
        None => 1,
        Some(text) => match super::integer(text) {
            None => {
                sh.builtin_error("shift", [&text[..], b": numeric argument required"].concat());
                return Ok(Status(1));
            }
            Some(count) if count < 0 => {
                sh.builtin_error("shift", [&text[..], b": shift count out of range"].concat());
                return Ok(Status(1));
            }
            Some(count) => count as usize,
        },
    };
    if count > sh.state.positional.len() {
        if sh.dash {
            sh.builtin_error("shift", "can't shift that many");
        } else if sh.state.options.shopt("shift_verbose") {
            sh.builtin_error("shift", format!("{count}: shift count out of range"));
        }
        return Ok(Status(1));
    }
    Rc::make_mut(&mut sh.state.positional).drain(..count);
    Ok(Status::OK)
}

/// `shopt [-pqsu] [-o] [names]`.
pub fn shopt(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let options = match super::letters(sh, args, "pqsuo", "shopt [-pqsu] [-o] [optname ...]") {
        Ok(options) => options,
        Err(status) => return Ok(status),
    };
    let (on, off) = (options.has(b's'), options.has(b'u'));
    let (of_set, quiet, commands) = (options.has(b'o'), options.has(b'q'), options.has(b'p'));
    if on && off {
        sh.builtin_error("shopt", "cannot set and unset shell options simultaneously");
        return Ok(Status(1));
    }
    let names: Vec<String> = args[options.taken..]
        .iter()
        .map(|name| String::from_utf8_lossy(name).into_owned())
        .collect();
    let all: Vec<&str> = if of_set {
        SET_OPTIONS.iter().map(|(name, _)| *name).collect()
    } else {
        SHOPT_OPTIONS.iter().map(|(name, _)| *name).collect()
    };
    let get = |sh: &Shell, name: &str| {
        if of_set { sh.state.options.get(name) } else { sh.state.options.get_shopt(name) }
    };
    let line = |name: &str, value: bool| match (commands, of_set) {
        (true, true) => format!("set {}o {name}\n", if value { '-' } else { '+' }),
        (true, false) => format!("shopt -{} {name}\n", if value { 's' } else { 'u' }),
        (false, true) => format!("{name:<15}\t{}\n", if value { "on" } else { "off" }),
        (false, false) => format!("{name:<15}\t{}\n", if value { "on" } else { "off" }),
    };
    if names.is_empty() {
        let mut text = String::new();
        for name in all {
            let value = get(sh, name).unwrap_or(false);
            if !(on || off) || value == on {
                text.push_str(&line(name, value));
            }
        }
        if !quiet {
            sh.write(text.as_bytes());
        }
        return Ok(Status::OK);
    }
    let mut status = Status::OK;
    for name in names {
        let Some(value) = get(sh, &name) else {
            let what = if of_set { "invalid option name" } else { "invalid shell option name" };
            sh.builtin_error("shopt", format!("{name}: {what}"));
            status = Status(1);
            continue;
        };
        if on || off {
            if name == "extdebug" && !of_set {
                sh.state.options.put("functrace", on);
                sh.state.options.put("errtrace", on);
            }
            let _ = if of_set {
                sh.state.options.put(&name, on)
            } else {
                sh.state.options.put_shopt(&name, on)
            };
            continue;
        }
        if !value {
            status = Status(1);
        }
        if !quiet {
            sh.write(line(&name, value).as_bytes());
        }
    }
    Ok(status)
}

/// `unset [-fvn] names`.
pub fn unset(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let options = match super::letters(sh, args, "fvn", "unset [-f] [-v] [-n] [name ...]") {
        Ok(options) => options,
        Err(status) => return Ok(status),
    };
    if options.has(b'f') && options.has(b'v') {
        let message = "cannot simultaneously unset a function and a variable";
        return Ok(sh.builtin_error("unset", message));
    }
    let mut status = Status::OK;
    for word in &args[options.taken..] {
        if options.has(b'n') && !sh.is_nameref(word) {
            // Only a reference itself is meant.
            let fixed = sh
                .variable(word)
                .is_some_and(|variable| variable.attributes.has(Attributes::READONLY));
            if !fixed {
                continue;
            }
        }
        let is_function = sh.state.functions.contains_key(word);
        let of_function =
            options.has(b'f') || is_function && !options.has(b'v') && sh.variable(word).is_none();
        if of_function && is_function && sh.state.fixed_functions.contains(word) {
            let what = b": cannot unset: readonly function";
            status = sh.builtin_error("unset", [&word[..], what].concat());
            continue;
        }
        if options.has(b'f') {
            remove_function(sh, word);
            continue;
        }
        let (name, subscript) = match word.iter().position(|&byte| byte == b'[') {
            Some(at) if word.ends_with(b"]") => {
                (word[..at].to_vec(), Some(sh.expand_plain(&word[at + 1..word.len() - 1])))
            }
            _ => (word.clone(), None),
        };
        if !is_name(&name) {
            if !options.has(b'v') && !sh.dash {
                // Names of functions may be any text.
                remove_function(sh, word);
                continue;
            }
            sh.builtin_error("unset", [b"`", &word[..], b"': not a valid identifier"].concat());
            status = Status(1);
            continue;
        }
        let (name, subscript) = if options.has(b'n') {
            (name, subscript)
        } else {
            match sh.resolve(&name) {
                (target, None) => (target, subscript),
                (target, inner) => (target, subscript.or(inner)),
            }
        };
        let Some(variable) = sh.variable(&name) else {
            if !options.has(b'v') && subscript.is_none() {
                remove_function(sh, &name);
            }
            continue;
        };
        if variable.attributes.has(Attributes::READONLY) {
            sh.builtin_error("unset", [&name[..], b": cannot unset: readonly variable"].concat());
            status = Status(1);
            continue;
        }
        match subscript {
            None => sh.remove_variable(&name),
            Some(subscript) => {
                if !remove_element(sh, &name, &subscript)? {
                    status = Status(1);
                }
            }
        }
    }
    Ok(status)
}

fn remove_function(sh: &mut Shell, name: &[u8]) {
    if sh.state.functions.contains_key(name) {
        Rc::make_mut(&mut sh.state.functions).remove(name);
        Rc::make_mut(&mut sh.state.function_texts).remove(name);
        Rc::make_mut(&mut sh.state.exported_functions).remove(name);
    }
}

fn remove_element(sh: &mut Shell, name: &[u8], subscript: &[u8]) -> Checked<bool> {
    let is_assoc = sh.variable(name).is_some_and(|variable| variable.is_assoc());
    if is_assoc {
        if let Value::Assoc(array) = &mut sh.variable_entry(name).value {
            Rc::make_mut(array).remove(subscript);
        }
        return Ok(true);
    }
    if subscript == b"@" || subscript == b"*" {
        let variable = sh.variable_entry(name);
        if matches!(variable.value, Value::Indexed(_)) {
            variable.value = Value::Indexed(Rc::default());
        } else {
            sh.remove_variable(name);
        }
        return Ok(true);
    }
    let index = sh.arith(subscript)?;
    match &mut sh.variable_entry(name).value {
        Value::Indexed(array) => {
            let array = Rc::make_mut(array);
            let end = array.end();
            let at = if index < 0 { end + index } else { index };
            if at < 0 {
                sh.builtin_error("unset", [b"[", subscript, b"]: bad array subscript"].concat());
                return Ok(false);
            }
            array.remove(at);
            Ok(true)
        }
        Value::Text(_) if index == 0 => {
            sh.remove_variable(name);
            Ok(true)
        }
        Value::Text(_) => {
            sh.builtin_error("unset", [name, b": not an array variable"].concat());
            Ok(false)
        }
        _ => Ok(true),
    }
}
