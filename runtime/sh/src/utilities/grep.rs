//! `grep`.

use super::input::sources;
use super::{Args, arguments};
use crate::shell::Shell;
use crate::status::Status;

/// What is looked for in a line.
enum Needle {
    /// Plain texts.
    Fixed(Vec<Vec<u8>>),
    /// Expressions, one of which has to match.
    #[cfg(feature = "regex")]
    Regex(Box<regex::bytes::Regex>),
}

struct Finder {
    needle: Needle,
    fold: bool,
    whole: bool,
    word: bool,
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

impl Finder {
    /// The first match at or after `from`: the longest that starts first.
    fn find(&self, line: &[u8], from: usize) -> Option<(usize, usize)> {
        match &self.needle {
            Needle::Fixed(texts) => {
                let hits = texts.iter().filter_map(|text| self.fixed(line, text, from));
                hits.min_by_key(|(at, end)| (*at, std::cmp::Reverse(*end)))
            }
            #[cfg(feature = "regex")]
            Needle::Regex(regex) => {
                let mut at = from;
                loop {
                    let found = regex.find_at(line, at)?;
                    if self.fits(line, found.start(), found.end()) {
                        return Some((found.start(), found.end()));
                    }
                    at = found.start() + 1;
                    if at > line.len() {
                        return None;
                    }
                }
            }
        }
    }

    fn fixed(&self, line: &[u8], text: &[u8], from: usize) -> Option<(usize, usize)> {
        let equal = |at: usize| {
            let part = &line[at..at + text.len()];
            if self.fold { part.eq_ignore_ascii_case(text) } else { part == text }
        };
        let last = line.len().checked_sub(text.len())?;
        (from..=last)
            .find(|at| equal(*at) && self.fits(line, *at, at + text.len()))
            .map(|at| (at, at + text.len()))
    }

    fn fits(&self, line: &[u8], from: usize, to: usize) -> bool {
        if self.whole {
            return from == 0 && to == line.len();
        }
        let before = from.checked_sub(1).and_then(|at| line.get(at));
        !self.word
            || !before.is_some_and(|b| is_word(*b)) && !line.get(to).is_some_and(|b| is_word(*b))
    }
}

/// Has the text no character that a basic (or extended) expression gives a meaning to?
pub(super) fn is_plain(text: &[u8]) -> bool {
    !text.iter().any(|byte| b"\\[]*.^$+?(){}|".contains(byte))
}

#[cfg(feature = "regex")]
fn expression(patterns: &[Vec<u8>], args: &Args, utf8: bool) -> Option<Needle> {
    let mut whole = String::new();
    for (at, pattern) in patterns.iter().enumerate() {
        let translated = if args.has(b'E') {
            crate::regular::extended(pattern)
        } else if args.has(b'F') {
            regex::escape(std::str::from_utf8(pattern).ok()?)
        } else {
            crate::regular::extended(&crate::regular::basic(pattern)?)
        };
        if at > 0 {
            whole.push('|');
        }
        let anchored = if args.has(b'x') {
            format!("^(?:{translated})$")
        } else {
            format!("(?:{translated})")
        };
        whole.push_str(&anchored);
    }
    let source = if utf8 { whole } else { format!("(?-u){whole}") };
    let regex =
        regex::bytes::RegexBuilder::new(&source).case_insensitive(args.has(b'i')).build().ok()?;
    Some(Needle::Regex(Box::new(regex)))
}

#[cfg(not(feature = "regex"))]
fn expression(_: &[Vec<u8>], _: &Args, _: bool) -> Option<Needle> {
    None
}

/// `grep [-EFivcnlqoxwhHs] [-m N] [-e pattern] [pattern] [files]`.
pub fn grep(sh: &mut Shell, words: &[Vec<u8>]) -> Option<Status> {
    let mut args = arguments(words, "EFivcnlqoxwhHsm:e:")?;
    let given: Vec<Vec<u8>> = args
        .options
        .iter()
        .filter(|(letter, _)| *letter == b'e')
        .map(|(_, text)| text.clone())
        .collect();
    let given = if !given.is_empty() {
        given
    } else if args.operands.is_empty() {
        return None;
    } else {
        vec![args.operands.remove(0)]
    };
    let patterns: Vec<Vec<u8>> = given
        .iter()
        .flat_map(|text| text.split(|byte| *byte == b'\n'))
        .map(<[u8]>::to_vec)
        .collect();
    let ascii = patterns.iter().all(|pattern| pattern.is_ascii());
    if args.has(b'E') && args.has(b'F') || args.has(b'i') && !ascii {
        return None;
    }
    let most = match args.value(b'm') {
        None => usize::MAX,
        Some(text) => std::str::from_utf8(text).ok()?.parse().ok()?,
    };
    // A backslash in brackets is itself there, other than in the words of the shell.
    if patterns.iter().any(|pattern| pattern.contains(&b'[') && pattern.contains(&b'\\')) {
        return None;
    }
    if let Some(status) = super::grep_lines::plain(sh, &patterns, &args) {
        return status;
    }
    let needle = if args.has(b'F') || patterns.iter().all(|pattern| is_plain(pattern)) {
        Needle::Fixed(patterns)
    } else {
        expression(&patterns, &args, sh.is_utf8())?
    };
    let finder =
        Finder { needle, fold: args.has(b'i'), whole: args.has(b'x'), word: args.has(b'w') };
    let titled = (args.operands.len() > 1 || args.has(b'H')) && !args.has(b'h');
    let mut any = false;
    for (at, mut source) in sources(sh, &args.operands)?.into_iter().enumerate() {
        let name = args.operands.get(at).map_or(&b"(standard input)"[..], |name| {
            if name == b"-" { b"(standard input)" } else { name }
        });
        let prefix = if titled { [name, b":"].concat() } else { Vec::new() };
        let (mut count, mut number, mut text) = (0_usize, 0_usize, Vec::new());
        let mut binary = false;
        while count < most {
            let Some(line) = source.line() else { break };
            number += 1;
            let line = line.strip_suffix(b"\n").unwrap_or(line);
            binary |= line.contains(&0);
            if finder.find(line, 0).is_some() == args.has(b'v') {
                continue;
            }
            count += 1;
            any = true;
            if args.has(b'q') {
                return Some(Status::OK);
            }
            if args.has(b'l') {
                break;
            }
            if args.has(b'c') {
                continue;
            }
            if binary {
                sh.write(&text);
                text.clear();
                sh.write_error(&[b"grep: ", name, b": binary file matches\n"].concat());
                break;
            }
            let mut put = |part: &[u8]| {
                text.extend_from_slice(&prefix);
                if args.has(b'n') {
                    text.extend_from_slice(format!("{number}:").as_bytes());
                }
                text.extend_from_slice(part);
                text.push(b'\n');
            };
            if args.has(b'o') {
                let mut at = 0;
                while !args.has(b'v')
                    && let Some((from, to)) = finder.find(line, at)
                {
                    if to > from {
                        put(&line[from..to]);
                    }
                    at = to.max(from + 1);
                    if at > line.len() {
                        break;
                    }
                }
            } else {
                put(line);
            }
            if text.len() > 1 << 16 {
                sh.write(&text);
                text.clear();
                if sh.out.failed.is_some() {
                    return Some(Status(1));
                }
            }
        }
        if args.has(b'l') {
            if count > 0 {
                text = [name, b"\n"].concat();
            }
        } else if args.has(b'c') {
            text = [&prefix[..], count.to_string().as_bytes(), b"\n"].concat();
        }
        sh.write(&text);
    }
    Some(Status::from(any))
}
