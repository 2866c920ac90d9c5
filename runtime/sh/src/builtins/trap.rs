//! `trap`.

use crate::quote;
use crate::shell::Shell;
use crate::status::{Checked, Status};
use crate::traps::{signal_name, signal_number};

/// `trap [-lp] [text signals]`.
pub fn trap(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let args = match args.first().map(Vec::as_slice) {
        Some(b"--") => &args[1..],
        Some(b"-l") => {
            let list = super::find(b"kill").map(|kill| (kill.run)(sh, &[b"-l".to_vec()]));
            return list.unwrap_or(Ok(Status::OK));
        }
        Some(b"-p") => {
            let mut status = Status::OK;
            for name in &args[1..] {
                match signal_number(name) {
                    Some(number) => show(sh, |other| other == number),
                    None => status = invalid(sh, name),
                }
            }
            if args.len() == 1 {
                show(sh, |_| true);
            }
            return Ok(status);
        }
        Some([b'-', letter, ..]) => {
            let letter = *letter as char;
            sh.builtin_error("trap", format!("-{letter}: invalid option"));
            sh.write_error(b"trap: usage: trap [-lp] [[arg] signal_spec ...]\n");
            return Ok(Status(2));
        }
        _ => args,
    };
    let Some((text, names)) = args.split_first() else {
        show(sh, |_| true);
        return Ok(Status::OK);
    };
    let (text, names) = (text.clone(), names.to_vec());
    if names.is_empty() {
        // One argument: the signal goes back to its default.
        return match signal_number(&text) {
            Some(number) => {
                sh.clear_trap(number);
                Ok(Status::OK)
            }
            None => {
                sh.write_error(b"trap: usage: trap [-lp] [[arg] signal_spec ...]\n");
                Ok(Status(2))
            }
        };
    }
    let reset = text == b"-" || text.iter().all(u8::is_ascii_digit) && !text.is_empty();
    let names =
        if text.iter().all(u8::is_ascii_digit) && !text.is_empty() { args.to_vec() } else { names };
    let mut status = Status::OK;
    for name in &names {
        match signal_number(name) {
            None => status = invalid(sh, name),
            Some(number) if reset => sh.clear_trap(number),
            Some(number) => sh.set_trap(number, &text, None),
        }
    }
    Ok(status)
}

fn invalid(sh: &mut Shell, name: &[u8]) -> Status {
    sh.builtin_error("trap", [name, b": invalid signal specification"].concat())
}

fn show(sh: &mut Shell, wanted: impl Fn(i32) -> bool) {
    let mut text = Vec::new();
    for (number, trap) in sh.state.traps.list.iter().filter(|(number, _)| wanted(**number)) {
        text.extend_from_slice(b"trap -- ");
        text.extend_from_slice(&quote::single(&trap.text));
        text.extend_from_slice(format!(" {}\n", signal_name(*number)).as_bytes());
    }
    sh.write(&text);
}
