//! `head`, `tail`.

use super::arguments;
use super::input::{Source, sources};
use crate::shell::Shell;
use crate::status::Status;

/// What to show: so many lines or bytes.
struct Amount {
    count: usize,
    bytes: bool,
    /// `-n -N` of head, `-n +N` of tail.
    inverted: bool,
}

/// Reads `-n N`, `-c N`, `-N`; quiet and verbose headers.
fn amount(words: &[Vec<u8>], sign: u8) -> Option<(Amount, super::Args)> {
    // The old form `-5` and `+5`.
    let mut words = words.to_vec();
    if let Some(first) = words.first_mut()
        && first.len() > 1
        && first[0] == b'-'
        && first[1..].iter().all(u8::is_ascii_digit)
    {
        *first = [b"-n", &first[1..]].concat();
    }
    let args = arguments(&words, "n:c:qv")?;
    let chosen = args.options.iter().rev().find(|(letter, _)| matches!(letter, b'n' | b'c'));
    let mut amount = Amount { count: 10, bytes: false, inverted: false };
    if let Some((letter, text)) = chosen {
        amount.bytes = *letter == b'c';
        let text = match text.split_first() {
            Some((first, rest)) if *first == sign => {
                amount.inverted = true;
                rest
            }
            Some((b'-' | b'+', rest)) => rest,
            _ => text,
        };
        amount.count = std::str::from_utf8(text).ok()?.parse().ok()?;
    }
    Some((amount, args))
}

fn header(sh: &mut Shell, name: &[u8], first: bool) {
    let name = if name == b"-" { b"standard input" } else { name };
    let gap: &[u8] = if first { b"" } else { b"\n" };
    sh.write(&[gap, b"==> ", name, b" <==\n"].concat());
}

fn each(
    sh: &mut Shell,
    args: &super::Args,
    mut show: impl FnMut(&mut Shell, &mut Source),
) -> Option<Status> {
    let titled = (args.operands.len() > 1 || args.has(b'v')) && !args.has(b'q');
    for (at, mut source) in sources(sh, &args.operands)?.into_iter().enumerate() {
        if titled {
            header(sh, args.operands.get(at).map_or(b"-", |name| name), at == 0);
        }
        show(sh, &mut source);
    }
    Some(Status::OK)
}

/// `head [-n N] [-c N] [-qv] [files]`.
pub fn head(sh: &mut Shell, words: &[Vec<u8>]) -> Option<Status> {
    let (amount, args) = amount(words, b'-')?;
    each(sh, &args, |sh, source| {
        if amount.inverted {
            let text = source.rest();
            let end = if amount.bytes {
                text.len().saturating_sub(amount.count)
            } else {
                last_lines(&text, amount.count)
            };
            sh.write(&text[..end]);
            return;
        }
        let mut left = amount.count;
        while left > 0 {
            if amount.bytes {
                let Some(text) = source.chunk() else { break };
                let taken = text.len().min(left);
                sh.write(&text[..taken]);
                left -= taken;
            } else {
                let Some(line) = source.line() else { break };
                sh.write(line);
                left -= 1;
            }
        }
        source.put_back();
    })
}

/// Where the last lines of a text start.
fn last_lines(text: &[u8], count: usize) -> usize {
    if count == 0 {
        return text.len();
    }
    let body = text.strip_suffix(b"\n").unwrap_or(text);
    body.iter()
        .enumerate()
        .rev()
        .filter(|(_, byte)| **byte == b'\n')
        .nth(count - 1)
        .map_or(0, |(at, _)| at + 1)
}

/// `tail [-n N] [-c N] [-qv] [files]`.
pub fn tail(sh: &mut Shell, words: &[Vec<u8>]) -> Option<Status> {
    let (amount, args) = amount(words, b'+')?;
    each(sh, &args, |sh, source| {
        let text = source.rest();
        let from = match (amount.inverted, amount.bytes) {
            (false, true) => text.len().saturating_sub(amount.count),
            (false, false) => last_lines(&text, amount.count),
            (true, true) => amount.count.saturating_sub(1).min(text.len()),
            (true, false) => {
                let skipped = amount.count.saturating_sub(1);
                text.split_inclusive(|byte| *byte == b'\n').take(skipped).map(<[u8]>::len).sum()
            }
        };
        sh.write(&text[from..]);
    })
}
