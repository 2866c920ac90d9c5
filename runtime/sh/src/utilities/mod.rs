//! Utilities that run in this process when every flag is understood; the real tool otherwise.
//!
//! Each is a function from its arguments to a status, or to nothing when the real tool must run. It decides that before it
//! reads or writes anything: unknown flags, files that cannot be opened (the tool words the message), other locales.

mod copy;
mod count;
mod cut;
mod ends;
mod expr;
mod grep;
mod grep_lines;
mod input;
mod names;
pub mod numbers;
mod seq;
mod sort;
mod translate;
mod uniq;

use crate::shell::Shell;
use crate::status::Status;
use crate::sys::{self, Disposition};
use nix::sys::signal::Signal;

/// A utility: arguments without the name.
type Utility = fn(&mut Shell, &[Vec<u8>]) -> Option<Status>;

fn find(name: &[u8]) -> Option<Utility> {
    Some(match name {
        b"basename" => names::basename,
        b"cat" => copy::cat,
        b"cut" => cut::cut,
        b"dirname" => names::dirname,
        b"expr" => expr::expr,
        b"grep" => grep::grep,
        b"head" => ends::head,
        b"rev" => copy::rev,
        b"seq" => seq::seq,
        b"sleep" => names::sleep,
        b"sort" => sort::sort,
        b"tac" => copy::tac,
        b"tail" => ends::tail,
        b"tee" => copy::tee,
        b"tr" => translate::tr,
        b"uniq" => uniq::uniq,
        b"wc" => count::wc,
        _ => return None,
    })
}

/// Runs a utility in this process; `None` when it is none of ours, or asks for what ours does not do.
pub fn run(sh: &mut Shell, words: &[Vec<u8>]) -> Option<Status> {
    let utility = find(&words[0])?;
    // The command that PATH means must be the system's own.
    let path = sh.look_up_program(&words[0])?;
    let own = path.strip_suffix(&words[0][..])?;
    if !matches!(own, b"/bin/" | b"/usr/bin/") {
        return None;
    }
    if sh.out.memory_of(1).is_some() {
        return utility(sh, &words[1..]);
    }
    // A closed pipe ends the tool, not the shell: what the shell has written goes first, the tool's output at its end.
    sh.out.flush();
    let dies = sh.dies_of_closed_pipes();
    if dies {
        sys::dispose(Signal::SIGPIPE, Disposition::Ignore);
    }
    let status = utility(sh, &words[1..]);
    sh.out.flush();
    if dies {
        sys::dispose(Signal::SIGPIPE, Disposition::Default);
    }
    let status = status?;
    if let Some(error) = sh.out.failed.take() {
        if dies && error == nix::errno::Errno::EPIPE {
            return Some(Status(128 + Signal::SIGPIPE as u8));
        }
        let text = [&words[0][..], b": write error: ", error.desc().as_bytes(), b"\n"].concat();
        sh.write_error(&text);
        return Some(Status(1));
    }
    Some(status)
}

/// Options and operands of a utility, options anywhere before `--`.
pub(crate) struct Args {
    pub options: Vec<(u8, Vec<u8>)>,
    pub operands: Vec<Vec<u8>>,
}

impl Args {
    /// Was the option given?
    pub fn has(&self, letter: u8) -> bool {
        self.options.iter().any(|(other, _)| *other == letter)
    }

    /// The value of an option, the last if given twice.
    pub fn value(&self, letter: u8) -> Option<&[u8]> {
        self.options
            .iter()
            .rev()
            .find(|(other, _)| *other == letter)
            .map(|(_, value)| value.as_slice())
    }
}

/// Reads short options (`:` after those with a value); `None` for any other.
pub(crate) fn arguments(words: &[Vec<u8>], known: &str) -> Option<Args> {
    let known = known.as_bytes();
    let mut args = Args { options: Vec::new(), operands: Vec::new() };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if word == b"--" {
            args.operands.extend(words.cloned());
            break;
        }
        if word.len() < 2 || word[0] != b'-' {
            args.operands.push(word.clone());
            continue;
        }
        let mut at = 1;
        while at < word.len() {
            let letter = word[at];
            at += 1;
            let place = known.iter().position(|other| *other == letter && letter != b':')?;
            if known.get(place + 1) != Some(&b':') {
                args.options.push((letter, Vec::new()));
                continue;
            }
            let value = if at < word.len() { word[at..].to_vec() } else { words.next()?.clone() };
            args.options.push((letter, value));
            break;
        }
    }
    Some(args)
}
