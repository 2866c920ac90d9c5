//! `getopts`.

use crate::params::param;
use crate::shell::Shell;
use crate::status::{Checked, Status};

/// `getopts letters name [words]`.
pub fn getopts(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let usage = "getopts optstring name [arg ...]";
    let args = match super::letters(sh, args, "", usage) {
        Ok(options) => &args[options.taken..],
        Err(status) => return Ok(status),
    };
    if args.len() < 2 {
        sh.write_error(format!("getopts: usage: {usage}\n").as_bytes());
        return Ok(Status(2));
    }
    let (letters, name) = (args[0].clone(), args[1].clone());
    let words = if args.len() > 2 { args[2..].to_vec() } else { sh.positional().to_vec() };
    let silent = letters.first() == Some(&b':');
    let index = sh.find(&param("OPTIND")).and_then(|text| super::integer(&text)).unwrap_or(1).max(1)
        as usize;
    // A word that is read in part goes on, wherever OPTIND is, unless that has been set to 1.
    let (current, mut inside) = sh.state.getopts;
    let mut at = index.min(words.len() + 1) - 1;
    let mut word = words.get(current).cloned().unwrap_or_default();
    let mut current = current;
    if at >= words.len() || inside == 0 || inside >= word.len() {
        (current, inside) = (at, 1);
        word = words.get(at).cloned().unwrap_or_default();
        if word.len() < 2 || word[0] != b'-' || word == b"--" {
            at += usize::from(word == b"--");
            return finish(sh, &name, b"?", None, at + 1, (0, 0), Status(1));
        }
    }
    let letter = word[inside];
    inside += 1;
    let inside = (current, inside % word.len());
    if inside.1 == 0 {
        at += 1;
    }
    let place = letters.iter().position(|&other| other == letter && letter != b':');
    let Some(place) = place else {
        complain(sh, silent, "illegal option", letter);
        let value = silent.then(|| vec![letter]);
        return finish(sh, &name, b"?", value, at + 1, inside, Status::OK);
    };
    if letters.get(place + 1) != Some(&b':') {
        return finish(sh, &name, &[letter], None, at + 1, inside, Status::OK);
    }
    if inside.1 > 0 {
        let value = word[inside.1..].to_vec();
        return finish(sh, &name, &[letter], Some(value), at + 2, (0, 0), Status::OK);
    }
    match words.get(at) {
        Some(value) => {
            let value = value.clone();
            finish(sh, &name, &[letter], Some(value), at + 2, (0, 0), Status::OK)
        }
        None => {
            complain(sh, silent, "option requires an argument", letter);
            let (shown, value): (&[u8], _) =
                if silent { (b":", Some(vec![letter])) } else { (b"?", None) };
            finish(sh, &name, shown, value, at + 1, (0, 0), Status::OK)
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
    inside: (usize, usize),
    status: Status,
) -> Checked<Status> {
    sh.assign("OPTIND", index.to_string())?;
    sh.state.getopts = inside;
    match value {
        Some(value) => sh.assign("OPTARG", value)?,
        None => sh.remove_variable(b"OPTARG"),
    }
    if !crate::variables::is_name(name) {
        sh.builtin_error("getopts", [b"`", name, b"': not a valid identifier"].concat());
        return Ok(Status(1));
    }
    let fine = sh.try_assign(name, option)?;
    Ok(if fine { status } else { Status(2) })
}
