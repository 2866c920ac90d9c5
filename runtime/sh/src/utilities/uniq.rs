//! `uniq`.

use super::arguments;
use super::input::sources;
use crate::shell::Shell;
use crate::status::Status;

/// `uniq [-cdui] [-f N] [-s N] [input]`.
pub fn uniq(sh: &mut Shell, words: &[Vec<u8>]) -> Option<Status> {
    let args = arguments(words, "cduif:s:")?;
    if args.operands.len() > 1 {
        return None;
    }
    let number = |letter: u8| match args.value(letter) {
        None => Some(0),
        Some(text) => std::str::from_utf8(text).ok()?.parse::<usize>().ok(),
    };
    let (fields, characters) = (number(b'f')?, number(b's')?);
    let key = |line: &[u8]| -> usize {
        let mut at = 0;
        for _ in 0..fields {
            at += line[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            at += line[at..].iter().take_while(|byte| !matches!(byte, b' ' | b'\t')).count();
        }
        (at + characters).min(line.len())
    };
    let fold = args.has(b'i');
    let same = |a: &[u8], b: &[u8]| {
        let (a, b) = (&a[key(a)..], &b[key(b)..]);
        if fold { a.eq_ignore_ascii_case(b) } else { a == b }
    };
    let show = |sh: &mut Shell, line: &[u8], count: usize| {
        let wanted = match (args.has(b'd'), args.has(b'u')) {
            (true, true) => false,
            (true, false) => count > 1,
            (false, true) => count == 1,
            (false, false) => true,
        };
        if wanted {
            if args.has(b'c') {
                sh.write(format!("{count:7} ").as_bytes());
            }
            sh.write(line);
            sh.write(b"\n");
        }
    };
    let mut group: Option<(Vec<u8>, usize)> = None;
    for mut source in sources(sh, &args.operands)? {
        while let Some(line) = source.line() {
            let line = line.strip_suffix(b"\n").unwrap_or(line);
            match &mut group {
                Some((first, count)) if same(first, line) => *count += 1,
                _ => {
                    if sh.out.failed.is_some() {
                        return Some(Status(1));
                    }
                    let mut first = Vec::new();
                    if let Some((line, count)) = group.take() {
                        show(sh, &line, count);
                        first = line;
                    }
                    first.clear();
                    first.extend_from_slice(line);
                    group = Some((first, 1));
                }
            }
        }
    }
    if let Some((line, count)) = group {
        show(sh, &line, count);
    }
    Some(Status::OK)
}
