//! `sort`.

use super::arguments;
use super::input::{all, lines, sources};
use crate::shell::Shell;
use crate::status::Status;
use std::cmp::Ordering;

/// How keys compare.
#[derive(Clone, Copy, Default)]
struct How {
    numeric: bool,
    reverse: bool,
    fold: bool,
    blanks: bool,
    dictionary: bool,
}

/// `-k F[.C][opts][,F[.C][opts]]`.
struct Key {
    from: (usize, usize),
    to: Option<(usize, usize)>,
    how: Option<How>,
}

fn modifiers(text: &[u8], how: &mut How) -> Option<bool> {
    for letter in text {
        match letter {
            b'n' => how.numeric = true,
            b'r' => how.reverse = true,
            b'f' => how.fold = true,
            b'b' => how.blanks = true,
            b'd' => how.dictionary = true,
            _ => return None,
        }
    }
    Some(!text.is_empty())
}

fn position(text: &[u8]) -> Option<((usize, usize), &[u8])> {
    let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let number = |text: &[u8]| std::str::from_utf8(text).ok()?.parse::<usize>().ok();
    let end = digits(text);
    let field = number(&text[..end])?;
    let mut rest = &text[end..];
    let mut character = 0;
    if let Some(after) = rest.strip_prefix(b".") {
        let end = digits(after);
        character = number(&after[..end])?;
        rest = &after[end..];
    }
    (field > 0).then_some(((field, character), rest))
}

fn key(text: &[u8]) -> Option<Key> {
    let (first, second) = match text.iter().position(|byte| *byte == b',') {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let mut how = How::default();
    let (from, rest) = position(first)?;
    let mut own = modifiers(rest, &mut how)?;
    let to = match second {
        None => None,
        Some(text) => {
            let (to, rest) = position(text)?;
            own |= modifiers(rest, &mut how)?;
            Some(to)
        }
    };
    Some(Key { from, to, how: own.then_some(how) })
}

struct Sorter {
    keys: Vec<Key>,
    global: How,
    separator: Option<u8>,
    stable: bool,
    unique: bool,
}

/// A line without the blanks at its start.
fn unindented(line: &[u8]) -> &[u8] {
    &line[line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()..]
}

impl Sorter {
    /// Where a field starts and ends in a line (from 0).
    fn field(&self, line: &[u8], field: usize) -> (usize, usize) {
        let mut at = 0;
        for index in 0.. {
            let from = at;
            match self.separator {
                Some(separator) => {
                    at = line[at..]
                        .iter()
                        .position(|byte| *byte == separator)
                        .map_or(line.len(), |end| at + end);
                }
                None => {
                    let blank = |byte: &u8| matches!(byte, b' ' | b'\t');
                    at += line[at..].iter().take_while(|byte| blank(byte)).count();
                    at += line[at..].iter().take_while(|byte| !blank(byte)).count();
                }
            }
            if index == field {
                return (from, at);
            }
            if at >= line.len() {
                return (line.len(), line.len());
            }
            at += usize::from(self.separator.is_some());
        }
        (line.len(), line.len())
    }

    fn part<'a>(&self, line: &'a [u8], key: &Key, how: How) -> &'a [u8] {
        let skip = |from: usize, to: usize| {
            if how.blanks {
                from + line[from..to].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
            } else {
                from
            }
        };
        let (from, end) = self.field(line, key.from.0 - 1);
        let from = (skip(from, end.max(from)) + key.from.1.saturating_sub(1)).min(line.len());
        let to = match key.to {
            None => line.len(),
            Some((field, character)) => {
                let (start, end) = self.field(line, field - 1);
                if character == 0 { end } else { (skip(start, end) + character).min(line.len()) }
            }
        };
        if from < to { &line[from..to] } else { b"" }
    }

    fn compare(&self, a: &[u8], b: &[u8]) -> Ordering {
        let mut order = Ordering::Equal;
        if self.keys.is_empty() {
            let (a, b) = if self.global.blanks { (unindented(a), unindented(b)) } else { (a, b) };
            order = compare(a, b, self.global);
        }
        for key in &self.keys {
            let how = key.how.unwrap_or(self.global);
            order = compare(self.part(a, key, how), self.part(b, key, how), how);
            if order != Ordering::Equal {
                break;
            }
        }
        order
    }

    /// How the first key compares.
    fn first(&self) -> How {
        self.keys.first().and_then(|key| key.how).unwrap_or(self.global)
    }

    /// The lines with the number of their first key; `None` unless all are whole numbers of a machine word.
    fn ranks<'a>(&self, list: &[&'a [u8]]) -> Option<Vec<(i64, &'a [u8])>> {
        let how = self.first();
        if !how.numeric {
            return None;
        }
        let mut ranked = Vec::with_capacity(list.len());
        for line in list {
            let text = match self.keys.first() {
                Some(key) => self.part(line, key, how),
                None => line,
            };
            ranked.push((whole_number(text)?, *line));
        }
        Some(ranked)
    }

    /// With the last resort: all bytes.
    fn full(&self, a: &[u8], b: &[u8]) -> Ordering {
        let order = self.compare(a, b);
        if order != Ordering::Equal || self.stable || self.unique {
            return order;
        }
        if self.global.reverse { b.cmp(a) } else { a.cmp(b) }
    }
}

fn compare(a: &[u8], b: &[u8], how: How) -> Ordering {
    let order = if how.numeric {
        numeric(a, b)
    } else if how.fold || how.dictionary {
        let kept = |byte: &&u8| {
            !how.dictionary || byte.is_ascii_alphanumeric() || matches!(**byte, b' ' | b'\t')
        };
        let shown = |byte: &u8| if how.fold { byte.to_ascii_uppercase() } else { *byte };
        a.iter().filter(kept).map(shown).cmp(b.iter().filter(kept).map(shown))
    } else {
        a.cmp(b)
    };
    if how.reverse { order.reverse() } else { order }
}

/// The number at the start of a text, 0 when there is none; `None` when it has decimals or is long.
fn whole_number(text: &[u8]) -> Option<i64> {
    let text = text.trim_ascii_start();
    let (negative, body) = match text.strip_prefix(b"-") {
        Some(body) => (true, body),
        None => (false, text),
    };
    let digits = body.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if digits > 17 || body.get(digits) == Some(&b'.') {
        return None;
    }
    let value = body[..digits].iter().fold(0, |value, byte| value * 10 + i64::from(byte - b'0'));
    Some(if negative { -value } else { value })
}

/// Numbers of any length: sign, whole digits, decimals.
fn numeric(a: &[u8], b: &[u8]) -> Ordering {
    fn parse(text: &[u8]) -> (bool, &[u8], &[u8]) {
        let text: &[u8] = text.trim_ascii_start();
        let (negative, body) = match text.strip_prefix(b"-") {
            Some(body) => (true, body),
            None => (false, text),
        };
        let whole = body.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let decimals = match body.get(whole) {
            Some(b'.') => body[whole + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count(),
            _ => 0,
        };
        let zeros = body[..whole].iter().take_while(|byte| **byte == b'0').count();
        let part: &[u8] = if decimals > 0 { &body[whole + 1..whole + 1 + decimals] } else { b"" };
        let end = part.iter().rposition(|byte| *byte != b'0').map_or(0, |at| at + 1);
        let (whole, part) = (&body[zeros..whole], &part[..end]);
        let zero = whole.is_empty() && part.is_empty();
        (negative && !zero, whole, part)
    }
    let (a, b) = (parse(a), parse(b));
    let size = |a: &(bool, &[u8], &[u8]), b: &(bool, &[u8], &[u8])| {
        a.1.len().cmp(&b.1.len()).then_with(|| a.1.cmp(b.1)).then_with(|| a.2.cmp(b.2))
    };
    match (a.0, b.0) {
        (false, false) => size(&a, &b),
        (true, true) => size(&b, &a),
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
    }
}

/// `sort [-nrufbds] [-t c] [-k key] [-o file] [files]`.
pub fn sort(sh: &mut Shell, words: &[Vec<u8>]) -> Option<Status> {
    let args = arguments(words, "nrufbdst:k:")?;
    if sh.collates() {
        return None;
    }
    let keys: Option<Vec<Key>> = args
        .options
        .iter()
        .filter(|(letter, _)| *letter == b'k')
        .map(|(_, text)| key(text))
        .collect();
    let separator = match args.value(b't') {
        None => None,
        Some([byte]) => Some(*byte),
        Some(_) => return None,
    };
    let has = |letter| args.has(letter);
    let global = How {
        numeric: has(b'n'),
        reverse: has(b'r'),
        fold: has(b'f'),
        blanks: has(b'b'),
        dictionary: has(b'd'),
    };
    let sorter = Sorter { keys: keys?, global, separator, stable: has(b's'), unique: has(b'u') };
    if sorter.global.numeric && sorter.global.dictionary {
        return None;
    }
    let text = all(&mut sources(sh, &args.operands)?);
    let mut list: Vec<&[u8]> = lines(&text).collect();
    match sorter.ranks(&list) {
        Some(mut ranked) => {
            // Numbers that fit a machine word are read once, not at each comparison.
            let reverse = sorter.first().reverse;
            ranked.sort_by(|(a, line), (b, other)| {
                let order = if reverse { b.cmp(a) } else { a.cmp(b) };
                order.then_with(|| sorter.full(line, other))
            });
            list = ranked.into_iter().map(|(_, line)| line).collect();
        }
        None => list.sort_by(|a, b| sorter.full(a, b)),
    }
    if sorter.unique {
        list.dedup_by(|a, b| sorter.compare(a, b) == Ordering::Equal);
    }
    let mut result = Vec::with_capacity(text.len() + 1);
    for line in list {
        result.extend_from_slice(line);
        result.push(b'\n');
    }
    sh.write(&result);
    Some(Status::OK)
}
