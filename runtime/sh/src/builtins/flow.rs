//! `exit`, `return`, `break`, `continue`, `exec`, `true`, `false`, `let`.

use crate::arith;
use crate::shell::Shell;
use crate::status::{Checked, Flow, Status};

/// `true`, `:`.
pub fn always(_: &mut Shell, _: &[Vec<u8>]) -> Checked<Status> {
    Ok(Status::OK)
}

/// `false`.
pub fn never(_: &mut Shell, _: &[Vec<u8>]) -> Checked<Status> {
    Ok(Status(1))
}

/// The status argument of `exit` and `return`.
fn argument(sh: &mut Shell, args: &[Vec<u8>]) -> Result<Status, Status> {
    let args = if args.first().is_some_and(|word| word == b"--") { &args[1..] } else { args };
    let Some(text) = args.first() else { return Ok(sh.parting_status()) };
    let name = sh.builtin.unwrap_or("exit");
    let Some(number) = super::integer(text) else {
        sh.builtin_error(name, [&text[..], b": numeric argument required"].concat());
        return Ok(Status(2));
    };
    if args.len() > 1 {
        sh.builtin_error(name, "too many arguments");
        return Err(Status(1));
    }
    Ok(Status(number as u8))
}

/// `exit [n]`.
pub fn exit(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    match argument(sh, args) {
        Ok(status) => Err(Flow::Exit(status)),
        Err(status) => Ok(status),
    }
}

/// `return [n]`.
pub fn give_back(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    if sh.dash && sh.state.frames.is_empty() {
        return exit(sh, args);
    }
    if sh.state.frames.is_empty() {
        sh.builtin_error("return", "can only `return' from a function or sourced script");
        return Ok(Status(2));
    }
    match argument(sh, args) {
        Ok(status) | Err(status) => Err(Flow::Return(status)),
    }
}

fn levels(sh: &mut Shell, name: &'static str, args: &[Vec<u8>]) -> Checked<Result<u32, Status>> {
    let illegal = |text: &Vec<u8>| super::integer(text).is_none_or(|number| number <= 0);
    if sh.dash
        && let Some(text) = args.first().filter(|text| illegal(text))
    {
        sh.builtin_error(name, [&text[..], b": numeric argument required"].concat());
        return Err(Flow::Exit(Status(2)));
    }
    if sh.loops == 0 {
        if !sh.dash {
            sh.builtin_error(name, "only meaningful in a `for', `while', or `until' loop");
        }
        return Ok(Err(Status::OK));
    }
    let args = if args.first().is_some_and(|word| word == b"--") { &args[1..] } else { args };
    let Some(text) = args.first() else { return Ok(Ok(1)) };
    let Some(number) = super::integer(text) else {
        sh.builtin_error(name, [&text[..], b": numeric argument required"].concat());
        return Err(Flow::Exit(Status(128)));
    };
    if args.len() > 1 {
        sh.builtin_error(name, "too many arguments");
        return Err(Flow::Abandon(Status(1)));
    }
    if number <= 0 {
        sh.builtin_error(name, [&text[..], b": loop count out of range"].concat());
        // The loops are left all the same.
        sh.set_status(Status(1));
        return Err(Flow::Break(sh.loops));
    }
    Ok(Ok((number.min(i64::from(sh.loops))) as u32))
}

/// `break [n]`.
pub fn leave(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    match levels(sh, "break", args)? {
        Ok(count) => {
            sh.set_status(Status::OK);
            Err(Flow::Break(count))
        }
        Err(status) => Ok(status),
    }
}

/// `continue [n]`.
pub fn next(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    match levels(sh, "continue", args)? {
        Ok(count) => {
            sh.set_status(Status::OK);
            Err(Flow::Continue(count))
        }
        Err(status) => Ok(status),
    }
}

/// `exec [-cl] [-a name] [command …]`.
pub fn exec(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let options = match super::letters(
        sh,
        args,
        "cla:",
        "exec [-cl] [-a name] [command [argument ...]] [redirection ...]",
    ) {
        Ok(options) => options,
        Err(status) => return Ok(status),
    };
    let mut words = args[options.taken..].to_vec();
    let Some(name) = words.first().cloned() else { return Ok(Status::OK) };
    let path = match sh.find_program(&name) {
        Ok(path) => path,
        Err(status) => return Err(Flow::Exit(status)),
    };
    if let Some(zero) = options.value(b'a') {
        words[0].clone_from(zero);
    }
    if options.has(b'l') {
        words[0].insert(0, b'-');
    }
    if sh.inside > 0 {
        // This process is more than the subshell: the program runs beside it and the subshell ends.
        let status = sh.spawn(&path, &words);
        sh.state.traps = Default::default();
        return Err(Flow::Exit(status));
    }
    let status = sh.become_program(&path, &words, options.has(b'c'));
    Err(Flow::Exit(status))
}

/// `let expression …`.
pub fn calculate(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let args = if args.first().is_some_and(|word| word == b"--") { &args[1..] } else { args };
    if args.is_empty() {
        sh.builtin_error("let", "expression expected");
        return Ok(Status(1));
    }
    let mut last = 0;
    for text in args {
        match sh.try_arith(text) {
            Ok(value) => last = value,
            Err(arith::Fault::Message(message)) => {
                sh.builtin_error("let", message);
                return Ok(Status(1));
            }
            Err(arith::Fault::Flow(flow)) => return Err(flow),
        }
    }
    Ok(Status::from(last != 0))
}
