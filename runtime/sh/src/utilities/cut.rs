//! `cut`.

use super::arguments;
use super::input::sources;
use crate::shell::Shell;
use crate::status::Status;

/// `1,3-5,7-`: ranges of positions from 1, sorted and joined.
fn ranges(text: &[u8]) -> Option<Vec<(usize, usize)>> {
    let mut list = Vec::new();
    for part in text.split(|byte| *byte == b',') {
        let number = |digits: &[u8]| {
            std::str::from_utf8(digits).ok()?.parse::<usize>().ok().filter(|at| *at > 0)
        };
        let range = match part.iter().position(|byte| *byte == b'-') {
            None => {
                let at = number(part)?;
                (at, at)
            }
            Some(at) => {
                let (low, high) = (&part[..at], &part[at + 1..]);
                if low.is_empty() && high.is_empty() {
                    return None;
                }
                let low = if low.is_empty() { 1 } else { number(low)? };
                let high = if high.is_empty() { usize::MAX } else { number(high)? };
                if high < low {
                    return None;
                }
                (low, high)
            }
        };
        list.push(range);
    }
    list.sort_unstable();
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for (low, high) in list {
        match joined.last_mut() {
            Some(last) if low <= last.1 => last.1 = last.1.max(high),
            _ => joined.push((low, high)),
        }
    }
    Some(joined)
}

/// `cut -f list [-d c] [-s]`, `cut -c list`, `cut -b list`.
pub fn cut(sh: &mut Shell, words: &[Vec<u8>]) -> Option<Status> {
    let args = arguments(words, "f:d:c:b:s")?;
    let kinds = b"fcb".iter().filter(|letter| args.has(**letter)).count();
    if kinds != 1 || args.options.iter().filter(|(letter, _)| b"fcb".contains(letter)).count() != 1
    {
        return None;
    }
    let fields = args.value(b'f');
    let list = ranges(fields.or(args.value(b'c')).or(args.value(b'b'))?)?;
    let delimiter = match args.value(b'd') {
        None => b'\t',
        Some([byte]) if fields.is_some() => *byte,
        Some(_) => return None,
    };
    if args.has(b's') && fields.is_none() {
        return None;
    }
    let mut text = Vec::new();
    for mut source in sources(sh, &args.operands)? {
        while let Some(line) = source.line() {
            let line = line.strip_suffix(b"\n").unwrap_or(line);
            if fields.is_some() {
                if memchr::memchr(delimiter, line).is_none() {
                    if !args.has(b's') {
                        text.extend_from_slice(line);
                        text.push(b'\n');
                    }
                    continue;
                }
                let mut first = true;
                let mut wanted = list.iter().peekable();
                for (at, field) in line.split(|byte| *byte == delimiter).enumerate() {
                    while wanted.peek().is_some_and(|(_, high)| *high < at + 1) {
                        wanted.next();
                    }
                    let Some((low, _)) = wanted.peek() else { break };
                    if at + 1 >= *low {
                        if !first {
                            text.push(delimiter);
                        }
                        first = false;
                        text.extend_from_slice(field);
                    }
                }
            } else {
                for (low, high) in &list {
                    let (from, to) = ((low - 1).min(line.len()), (*high).min(line.len()));
                    text.extend_from_slice(&line[from..to]);
                }
            }
            text.push(b'\n');
            if text.len() > 1 << 16 {
                sh.write(&text);
                text.clear();
                if sh.out.failed.is_some() {
                    return Some(Status(1));
                }
            }
        }
    }
    sh.write(&text);
    Some(Status::OK)
}
