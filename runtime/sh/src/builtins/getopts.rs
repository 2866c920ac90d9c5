//! `getopts`.

use crate::params::param;
use crate::shell::Shell;
use crate::status::{Checked, Status};

/// `getopts letters name [words]`.
pub fn getopts(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let args = if args.first().is_some_and(|word| word == b"--") { &args[1..] } else { args };
    if args.len() < 2 {
        sh.write_error(b"getopts: usage: getopts optstring name [arg ...]\n");
        return Ok(Status(2));
    }
    let (letters, name) = (args[0].clone(), args[1].clone());
    let words = if args.len() > 2 { args[2..].to_vec() } else { sh.positional().to_vec() };
    let silent = letters.first() == Some(&b':');
    let index = sh.find(&param("OPTIND")).and_then(|text| super::integer(&text)).unwrap_or(1).max(1)
        as usize;
    let index = if index > words.len() + 1 { 1 } else { index };
    // Inside a cluster only when OPTIND has not been set since.
    let mut inside = if sh.state.getopts.0 == index { sh.state.getopts.1 } else { 0 };
    let mut at = index - 1;
    let word = words.get(at).cloned().unwrap_or_default();
    if inside == 0 {
        let option = word.len() > 1 && word[0] == b'-';
        if !option || word == b"--" {
            if word == b"--" {
                at += 1;
            }
            return finish(sh, &name, b"?", None, at + 1, 0, Status(1));
        }
        inside = 1;
    }
    let Some(&letter) = word.get(inside) else {
        return finish(sh, &name, b"?", None, at + 1, 0, Status(1));
    };
    inside += 1;
    let place = letters.iter().position(|&other| other == letter && letter != b':');
    let next =
        |at: usize, inside: usize| if inside >= word.len() { (at + 1, 0) } else { (at, inside) };
    let Some(place) = place else {
        let (at, inside) = next(at, inside);
        complain(sh, silent, "illegal option", letter);
        let value = silent.then(|| vec![letter]);
        return finish(sh, &name, b"?", value, at + 1, inside, Status::OK);
    };
    if letters.get(place + 1) != Some(&b':') {
        let (at, inside) = next(at, inside);
        return finish(sh, &name, &[letter], None, at + 1, inside, Status::OK);
    }
    if inside < word.len() {
        let value = word[inside..].to_vec();
        return finish(sh, &name, &[letter], Some(value), at + 2, 0, Status::OK);
    }
    match words.get(at + 1) {
        Some(value) => {
            let value = value.clone();
            finish(sh, &name, &[letter], Some(value), at + 3, 0, Status::OK)
        }
        None => {
            complain(sh, silent, "option requires an argument", letter);
            let (shown, value): (&[u8], _) =
                if silent { (b":", Some(vec![letter])) } else { (b"?", None) };
            finish(sh, &name, shown, value, at + 2, 0, Status::OK)
        }
    }
}

fn complain(sh: &mut Shell, silent: bool, what: &str, letter: u8) {
    let quiet = sh.find(&param("OPTERR")).is_some_and(|text| text == b"0");
    if !silent && !quiet && sh.dash {
        let letter = char::from(letter);
        let text = match what {
            "illegal option" => format!("Illegal option -{letter}\n"),
            _ => format!("No arg for -{letter} option\n"),
        };
        sh.write_error(text.as_bytes());
    } else if !silent && !quiet {
        let text = [&sh.name[..], b": ", what.as_bytes(), b" -- ", &[letter], b"\n"].concat();
        sh.write_error(&text);
    }
}

fn finish(
    sh: &mut Shell,
    name: &[u8],
    option: &[u8],
    value: Option<Vec<u8>>,
    index: usize,
    inside: usize,
    status: Status,
) -> Checked<Status> {
    sh.assign("OPTIND", index.to_string())?;
    sh.state.getopts = (index, inside);
    match value {
        Some(value) => sh.assign("OPTARG", value)?,
        None => sh.remove_variable(b"OPTARG"),
    }
    if !crate::variables::is_name(name) {
        sh.builtin_error("getopts", [b"`", name, b"': not a valid identifier"].concat());
        return Ok(Status(1));
    }
    let fine = sh.try_assign(name, option)?;
    Ok(if fine { status } else { Status(1) })
}
