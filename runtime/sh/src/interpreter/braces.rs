//! Brace expansion: `a{b,c}d`, `{1..9..2}`, `{a..e}`; the first of all expansions, on the parts of a word.

use super::ast::{Part, Word};
use crate::shell::Shell;

#[derive(Clone)]
enum Unit {
    Byte(u8),
    Part(Part),
}

/// The words that a word stands for where braces are on: not in dash.
pub fn words(sh: &Shell, word: &Word) -> Vec<Word> {
    if sh.state.options.get("braceexpand") == Some(true) {
        return expand(word);
    }
    vec![word.clone()]
}

/// The words that a word stands for; itself when it has no braces.
fn expand(word: &Word) -> Vec<Word> {
    let braced =
        word.parts.iter().any(|part| matches!(part, Part::Literal(text) if text.contains(&b'{')));
    if !braced {
        return vec![word.clone()];
    }
    let mut units = Vec::new();
    for part in &word.parts {
        match part {
            Part::Literal(text) => units.extend(text.iter().map(|&byte| Unit::Byte(byte))),
            part => units.push(Unit::Part(part.clone())),
        }
    }
    alternatives(&units).into_iter().map(join).collect()
}

fn join(units: Vec<Unit>) -> Word {
    let mut parts: Vec<Part> = Vec::new();
    for unit in units {
        match (unit, parts.last_mut()) {
            (Unit::Byte(byte), Some(Part::Literal(text))) => text.push(byte),
            (Unit::Byte(byte), _) => parts.push(Part::Literal(vec![byte])),
            (Unit::Part(part), _) => parts.push(part),
        }
    }
    Word { parts }
}

fn is_byte(unit: &Unit, byte: u8) -> bool {
    matches!(unit, Unit::Byte(found) if *found == byte)
}

fn alternatives(units: &[Unit]) -> Vec<Vec<Unit>> {
    for (open, unit) in units.iter().enumerate() {
        if !is_byte(unit, b'{') {
            continue;
        }
        let Some((close, commas)) = matching(units, open) else { continue };
        let inner = &units[open + 1..close];
        let choices: Vec<Vec<Unit>> = if commas.is_empty() {
            match sequence(inner) {
                Some(items) => items,
                None => continue,
            }
        } else {
            let mut edges = vec![open];
            edges.extend(commas);
            edges.push(close);
            edges.windows(2).flat_map(|edge| alternatives(&units[edge[0] + 1..edge[1]])).collect()
        };
        let tails = alternatives(&units[close + 1..]);
        let mut all = Vec::new();
        for choice in &choices {
            for tail in &tails {
                all.push([&units[..open], choice, tail].concat());
            }
        }
        return all;
    }
    vec![units.to_vec()]
}

/// The `}` for a `{`, and the commas between them on the same level.
fn matching(units: &[Unit], open: usize) -> Option<(usize, Vec<usize>)> {
    let mut depth = 0;
    let mut commas = Vec::new();
    for (at, unit) in units.iter().enumerate().skip(open + 1) {
        match unit {
            Unit::Byte(b'{') => depth += 1,
            Unit::Byte(b'}') if depth == 0 => return Some((at, commas)),
            Unit::Byte(b'}') => depth -= 1,
            Unit::Byte(b',') if depth == 0 => commas.push(at),
            _ => {}
        }
    }
    None
}

/// `1..9`, `a..e`, with a step after another `..`.
fn sequence(inner: &[Unit]) -> Option<Vec<Vec<Unit>>> {
    let mut text = String::new();
    for unit in inner {
        match unit {
            Unit::Byte(byte) if byte.is_ascii() => text.push(char::from(*byte)),
            _ => return None,
        }
    }
    let mut pieces = text.split("..");
    let (first, last, step) = (pieces.next()?, pieces.next()?, pieces.next());
    if pieces.next().is_some() {
        return None;
    }
    let step = step.map_or(Some(1), |step| step.parse::<i64>().ok())?.unsigned_abs().max(1);
    let items: Vec<String> = match (first.parse::<i64>(), last.parse::<i64>()) {
        (Ok(from), Ok(to)) => {
            let padded = |text: &str| {
                text.trim_start_matches('-').starts_with('0')
                    && text.trim_start_matches('-').len() > 1
            };
            let width = if padded(first) || padded(last) { first.len().max(last.len()) } else { 0 };
            range(from, to, step).into_iter().map(|n| format!("{n:0width$}")).collect()
        }
        _ => {
            let letter = |text: &str| match text.as_bytes() {
                [byte] if byte.is_ascii_alphabetic() => Some(i64::from(*byte)),
                _ => None,
            };
            let codes = range(letter(first)?, letter(last)?, step);
            codes
                .into_iter()
                .filter_map(|code| u8::try_from(code).ok().map(|byte| char::from(byte).to_string()))
                .collect()
        }
    };
    Some(items.into_iter().map(|item| item.bytes().map(Unit::Byte).collect()).collect())
}

fn range(from: i64, to: i64, step: u64) -> Vec<i64> {
    let count = from.abs_diff(to) / step;
    let step = i64::try_from(step).unwrap_or(i64::MAX);
    (0..=count)
        .map_while(|i| i64::try_from(i).ok()?.checked_mul(step))
        .map(|distance| if to >= from { from + distance } else { from - distance })
        .collect()
}
