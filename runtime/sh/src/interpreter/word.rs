//! Words: quoting, and what may stand inside a word.

use super::ast::{Part, Word};
use super::command::list_until;
use super::cursor::{Cursor, Parsed};
use super::parameter::braced;
use std::rc::Rc;

/// Where a word stands, which decides what ends it and how quotes are read.
#[derive(Clone, Copy, Default)]
pub struct Mode {
    /// Bytes that end it when unquoted.
    pub stop: &'static [u8],
    /// Inside double quotes: single quotes are text, a backslash quotes only some bytes.
    pub double: bool,
    /// A here-document's body: as `double`, with `"` as text.
    pub here: bool,
    /// `<(` and `>(` are process substitutions.
    pub process: bool,
    /// Parentheses group and may hold blanks (the right side of `=~`).
    pub regex: bool,
    /// `[` … `]` nests, `(` … `)` nests.
    pub brackets: bool,
    pub parens: bool,
    pub extglob: bool,
    /// `?` … `:` belong together.
    pub ternary: bool,
    /// Double quotes inside of double quotes: a backslash quotes every byte.
    pub twice: bool,
}

pub const PLAIN: Mode = Mode {
    stop: b" \t\n|&;()<>",
    process: true,
    extglob: true,
    double: false,
    here: false,
    regex: false,
    brackets: false,
    parens: false,
    twice: false,
    ternary: false,
};

/// A word in a mode.
pub fn word(c: &mut Cursor, mode: Mode) -> Parsed<Word> {
    Ok(Word { parts: parts_of(c, mode)? })
}

/// Blanks, then a word of a command; `None` when an operator or the end of the line is next.
pub fn next_word(c: &mut Cursor) -> Parsed<Option<Word>> {
    c.blanks();
    let Some(first) = c.peek(0) else { return Ok(None) };
    let process = (first == b'<' || first == b'>') && c.peek(1) == Some(b'(');
    if PLAIN.stop.contains(&first) && !process {
        return Ok(None);
    }
    word(c, PLAIN).map(Some)
}

struct Collected {
    out: Vec<Part>,
    run: Vec<u8>,
    quoted: bool,
}

impl Collected {
    fn flush(&mut self) {
        if !self.run.is_empty() {
            let run = std::mem::take(&mut self.run);
            self.out.push(if self.quoted { Part::Quoted(run) } else { Part::Literal(run) });
        }
    }

    fn push(&mut self, part: Part) {
        self.flush();
        self.out.push(part);
    }
}

/// Parts up to a stop byte of the mode (not taken) or the end of the text.
pub fn parts_of(c: &mut Cursor, mode: Mode) -> Parsed<Vec<Part>> {
    let quoting = mode.double || mode.here;
    let in_braces = mode.stop.contains(&b'}');
    let mut found = Collected { out: Vec::new(), run: Vec::new(), quoted: quoting };
    let (mut brackets, mut parens, mut questions) = (0, 0, 0);
    while let Some(byte) = c.peek(0) {
        let next = c.peek(1);
        match byte {
            b'[' if mode.brackets => brackets += 1,
            b']' if mode.brackets && brackets > 0 => {
                brackets -= 1;
                found.run.push(byte);
                c.at += 1;
                continue;
            }
            b'(' if mode.parens => parens += 1,
            b')' if mode.parens && parens > 0 => {
                parens -= 1;
                found.run.push(byte);
                c.at += 1;
                continue;
            }
            b'<' | b'>' if mode.process && next == Some(b'(') => {
                c.at += 2;
                let body = list_until(c, Some(b')'))?;
                found.push(Part::Process(byte == b'<', Rc::new(body)));
                continue;
            }
            _ => {}
        }
        if mode.ternary && byte == b'?' {
            questions += 1;
        } else if mode.ternary && byte == b':' && questions > 0 {
            questions -= 1;
            found.run.push(byte);
            c.at += 1;
            continue;
        }
        if mode.stop.contains(&byte) && parens == 0 {
            break;
        }
        match byte {
            b'\\' => {
                backslash(c, &mut found, quoting && !mode.twice, mode.here && !in_braces, in_braces)
            }
            // In `"${x-'}'}"` the quotes are text, but the brace between them closes nothing.
            b'\'' if quoting && in_braces && braced_in_quotes(c).is_some() => {
                let length = braced_in_quotes(c).unwrap_or(1);
                found.run.extend_from_slice(&c.rest()[..length]);
                c.at += length;
            }
            b'\'' if !quoting => {
                let text = single_quoted(c)?;
                found.push(Part::Quoted(text));
            }
            b'"' if !mode.here || in_braces => {
                let part = double_quoted(c, quoting)?;
                found.push(part);
            }
            // `$"3"` in an expression.
            b'$' if mode.parens && mode.double && next == Some(b'"') => c.at += 1,
            b'$' => match dollar(c, quoting)? {
                Some(part) => found.push(part),
                None => {
                    found.run.push(b'$');
                    c.at += 1;
                }
            },
            b'`' => {
                let part = back_quoted(c, mode.double)?;
                found.push(part);
            }
            b'(' if mode.regex => {
                group(c, &mut found, Mode { stop: b")", regex: true, ..Mode::default() })?
            }
            b'?' | b'*' | b'+' | b'@' | b'!' if mode.extglob && next == Some(b'(') => {
                found.run.push(byte);
                c.at += 1;
                // In `${…}` the brace ends whatever its pattern has begun.
                let stop: &[u8] = if mode.stop.contains(&b'}') { b")}" } else { b")" };
                group(c, &mut found, Mode { stop, extglob: true, ..Mode::default() })?;
            }
            _ => {
                found.run.push(byte);
                c.at += 1;
            }
        }
    }
    found.flush();
    Ok(found.out)
}

/// At a single quote: the length up to the next one, when plain text with a brace stands between them.
fn braced_in_quotes(c: &Cursor) -> Option<usize> {
    let inner = &c.rest()[1..];
    let end = inner.iter().position(|byte| *byte == b'\'')?;
    let plain = !inner[..end].iter().any(|byte| b"\"\n$`\\".contains(byte));
    (plain && inner[..end].contains(&b'}')).then_some(end + 2)
}

/// `( … )` inside a pattern: its text stays, its parts are read.
fn group(c: &mut Cursor, found: &mut Collected, mode: Mode) -> Parsed<()> {
    found.run.push(b'(');
    c.at += 1;
    found.flush();
    let braced = mode.stop.contains(&b'}');
    let inner = c.nested(|c| parts_of(c, mode))?;
    found.out.extend(inner);
    if braced && c.peek(0) == Some(b'}') {
        return Ok(());
    }
    if !c.take(b")") {
        return c.unclosed(")");
    }
    found.run.push(b')');
    Ok(())
}

fn backslash(c: &mut Cursor, found: &mut Collected, quoting: bool, here: bool, in_braces: bool) {
    match c.peek(1) {
        Some(b'\n') => c.at += 2,
        None => {
            found.run.push(b'\\');
            c.at += 1;
        }
        Some(next) if quoting => {
            let special: &[u8] = if here {
                b"$`\\"
            } else if in_braces {
                b"$`\"\\}"
            } else {
                b"$`\"\\"
            };
            if !special.contains(&next) {
                found.run.push(b'\\');
            }
            found.run.push(next);
            c.at += 2;
        }
        Some(next) => {
            found.push(Part::Quoted(vec![next]));
            c.at += 2;
        }
    }
}

fn single_quoted(c: &mut Cursor) -> Parsed<Vec<u8>> {
    let inner = &c.rest()[1..];
    let Some(length) = inner.iter().position(|&byte| byte == b'\'') else {
        return c.unclosed("'");
    };
    c.at += length + 2;
    Ok(inner[..length].to_vec())
}

/// `twice`: the quotes stand inside of others.
fn double_quoted(c: &mut Cursor, twice: bool) -> Parsed<Part> {
    c.at += 1;
    let parts = parts_of(c, Mode { stop: b"\"", double: true, twice, ..Mode::default() })?;
    if !c.take(b"\"") {
        return c.unclosed("\"");
    }
    Ok(Part::Double(parts))
}

/// What a `$` starts; `None` (nothing taken) when it is a plain dollar sign.
fn dollar(c: &mut Cursor, quoted: bool) -> Parsed<Option<Part>> {
    // A joined line may stand between the dollar sign and what it expands.
    let start = c.at;
    while c.text[c.at + 1..].starts_with(b"\\\n") {
        c.at += 2;
    }
    let found = dollar_here(c, quoted)?;
    if found.is_none() {
        c.at = start;
    }
    Ok(found)
}

fn dollar_here(c: &mut Cursor, quoted: bool) -> Parsed<Option<Part>> {
    let Some(next) = c.peek(1) else { return Ok(None) };
    match next {
        b'(' => {
            if c.peek(2) == Some(b'(')
                && let Some(part) = arithmetic_part(c)?
            {
                return Ok(Some(part));
            }
            c.at += 2;
            let body = c.nested(|c| list_until(c, Some(b')')))?;
            return Ok(Some(Part::Command(Rc::new(body))));
        }
        b'{' => return c.nested(|c| braced(c, quoted)).map(Some),
        b'[' => {
            c.at += 2;
            let expression =
                word(c, Mode { stop: b"]", double: true, brackets: true, ..Mode::default() })?;
            if !c.take(b"]") {
                return c.unclosed("]");
            }
            return Ok(Some(Part::Arithmetic(expression)));
        }
        b'\'' if !quoted => {
            c.at += 2;
            let Some(text) = super::ansi::ansi_quoted(c) else {
                return c.unclosed("'");
            };
            return Ok(Some(Part::Quoted(text)));
        }
        b'"' if !quoted => {
            c.at += 1;
            return double_quoted(c, false).map(Some);
        }
        _ => {}
    }
    let length = match c.name_length(1) {
        0 if next.is_ascii_digit() || b"@*#?$!-".contains(&next) => 1,
        0 => return Ok(None),
        length => length,
    };
    let name = c.rest()[1..=length].to_vec();
    c.at += 1 + length;
    let parameter =
        super::ast::Parameter { name, subscript: None, indirect: false, operation: None };
    Ok(Some(Part::Parameter(Box::new(parameter))))
}

/// `$((…))`; `None` when the parentheses turn out to be `$( (…) … )`.
fn arithmetic_part(c: &mut Cursor) -> Parsed<Option<Part>> {
    let start = c.at;
    c.at += 3;
    if closes_twice(c) {
        let expression = arithmetic_word(c, b")")?;
        if c.take(b"))") {
            return Ok(Some(Part::Arithmetic(expression)));
        }
    }
    c.at = start;
    Ok(None)
}

/// An arithmetic expression up to a stop byte outside parentheses.
pub fn arithmetic_word(c: &mut Cursor, stop: &'static [u8]) -> Parsed<Word> {
    word(c, Mode { stop, double: true, parens: true, ..Mode::default() })
}

/// Does the parenthesis that is open twice close with `))`? Looks ahead over quotes.
pub fn closes_twice(c: &Cursor) -> bool {
    let text = c.rest();
    let mut depth = 0;
    let mut i = 0;
    while i < text.len() {
        match text[i] {
            b'\\' => i += 1,
            b'\'' => match text[i + 1..].iter().position(|&byte| byte == b'\'') {
                Some(length) => i += length + 1,
                None => return false,
            },
            b'"' => {
                i += 1;
                while i < text.len() && text[i] != b'"' {
                    i += 1 + usize::from(text[i] == b'\\');
                }
            }
            b'(' => depth += 1,
            b')' if depth == 0 => return text.get(i + 1) == Some(&b')'),
            b')' => depth -= 1,
            _ => {}
        }
        i += 1;
    }
    false
}

/// `` `…` ``: backslashes before `` ` ``, `\`, `$` (and `"` inside double quotes) go, the rest is parsed as commands.
fn back_quoted(c: &mut Cursor, double: bool) -> Parsed<Part> {
    let start = c.at;
    c.at += 1;
    let mut inner = Vec::new();
    loop {
        match c.peek(0) {
            None => return c.unclosed("`"),
            Some(b'`') => break,
            Some(b'\\') => {
                let next = c.peek(1).unwrap_or(b'\\');
                if !(b"`\\$".contains(&next) || double && next == b'"') {
                    inner.push(b'\\');
                }
                inner.push(next);
                c.at += 2;
            }
            Some(byte) => {
                inner.push(byte);
                c.at += 1;
            }
        }
    }
    c.at += 1;
    let line = c.line_of(start);
    let mut sub = Cursor::new(&inner, line);
    let body = list_until(&mut sub, None)?;
    Ok(Part::Command(Rc::new(body)))
}

/// The text of a word without any expansion; `None` when it has one (or quotes, unless they are allowed).
pub fn constant_text(word: &Word, quotes: bool) -> Option<Vec<u8>> {
    fn add(parts: &[Part], quotes: bool, out: &mut Vec<u8>) -> Option<()> {
        for part in parts {
            match part {
                Part::Literal(text) => out.extend_from_slice(text),
                Part::Quoted(text) if quotes => out.extend_from_slice(text),
                Part::Double(parts) if quotes => add(parts, quotes, out)?,
                _ => return None,
            }
        }
        Some(())
    }
    let mut out = Vec::new();
    add(&word.parts, quotes, &mut out)?;
    Some(out)
}
