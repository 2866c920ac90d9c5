//! Lists, pipelines and simple commands.

use super::ast::{Argument, Assigned, Assignment, Command, Element, Item, Kind, List, Word};
use super::compound::compound;
use super::cursor::{Cursor, Parsed};
use super::here::read_heres;
use super::parameter::subscript_word;
use super::redirection::redirection;
use super::word::{PLAIN, constant_text, next_word, word};
use std::rc::Rc;

/// Blank lines and comments, with the bodies of here-documents that start after a line.
pub fn newlines(c: &mut Cursor) -> Parsed<bool> {
    let mut any = false;
    loop {
        c.blanks();
        if c.peek(0) != Some(b'\n') {
            return Ok(any);
        }
        c.at += 1;
        any = true;
        if !c.pending.is_empty() {
            read_heres(c)?;
        }
    }
}

const RESERVED: [&[u8]; 19] = [
    b"if",
    b"then",
    b"elif",
    b"else",
    b"fi",
    b"while",
    b"until",
    b"do",
    b"done",
    b"for",
    b"case",
    b"esac",
    b"select",
    b"function",
    b"in",
    b"time",
    b"{",
    b"}",
    b"[[",
];

/// The reserved word at the position of a command, without taking it; empty when there is none.
pub fn reserved(c: &Cursor) -> &'static [u8] {
    let rest = c.rest();
    let ends = |length: usize| rest.get(length).is_none_or(|byte| b" \t\n;&|()<>".contains(byte));
    if rest.first() == Some(&b'!') && ends(1) {
        return b"!";
    }
    RESERVED.into_iter().find(|token| rest.starts_with(token) && ends(token.len())).unwrap_or(b"")
}

fn is_closer(token: &[u8]) -> bool {
    matches!(token, b"then" | b"elif" | b"else" | b"fi" | b"do" | b"done" | b"esac" | b"}")
}

/// Commands up to one of the closing tokens; none is taken. An empty list is allowed where `empty`.
pub fn list(c: &mut Cursor, closers: &[&[u8]], empty: bool) -> Parsed<List> {
    c.nested(|c| {
        let mut items = Vec::new();
        newlines(c)?;
        while !c.is_over() && !closes(c, closers)? {
            items.push(item(c, closers)?.0);
        }
        if items.is_empty() && !empty {
            return c.unexpected();
        }
        Ok(List { items })
    })
}

/// The commands up to the end of a line (and of all that is open there); `None` at the end of the text.
pub fn complete_command(c: &mut Cursor) -> Parsed<Option<List>> {
    newlines(c)?;
    let mut items = Vec::new();
    while !c.is_over() && !closes(c, &[])? {
        let (item, at_newline) = item(c, &[])?;
        items.push(item);
        if at_newline {
            break;
        }
    }
    Ok((!items.is_empty()).then_some(List { items }))
}

/// One command of a list with what ends it, and whether a newline came after it.
fn item(c: &mut Cursor, closers: &[&[u8]]) -> Parsed<(Item, bool)> {
    let start = c.at;
    let command = Rc::new(and_or(c)?);
    let text = c.text[start..c.at].trim_ascii().to_vec();
    c.blanks();
    let background = c.peek(0) == Some(b'&') && c.peek(1) != Some(b'&');
    let ended = background || c.peek(0) == Some(b';') && !matches!(c.peek(1), Some(b';' | b'&'));
    if ended {
        c.at += 1;
    }
    let at_newline = newlines(c)?;
    if !ended && !at_newline && !c.is_over() && !closes(c, closers)? {
        return c.unexpected();
    }
    Ok((Item { command, background, text }, at_newline))
}

fn closes(c: &mut Cursor, closers: &[&[u8]]) -> Parsed<bool> {
    c.expand_aliases();
    let token: &[u8] = match c.peek(0) {
        Some(b')') => b")",
        Some(b';') => b";;",
        _ => reserved(c),
    };
    if token != b")" && token != b";;" && !is_closer(token) {
        return Ok(false);
    }
    let wanted =
        closers.contains(&token) && (token != b";;" || matches!(c.peek(1), Some(b';' | b'&')));
    if wanted { Ok(true) } else { c.unexpected() }
}

/// A list up to `close` (taken) or the end of the text.
pub fn list_until(c: &mut Cursor, close: Option<u8>) -> Parsed<List> {
    let outer = std::mem::take(&mut c.pending);
    let found = if close.is_some() { list(c, &[b")"], true)? } else { list(c, &[], true)? };
    if close.is_some() && !c.take(b")") {
        return c.unclosed(")");
    }
    if close.is_none() && !c.pending.is_empty() {
        read_heres(c)?;
    }
    let inner = std::mem::replace(&mut c.pending, outer);
    c.pending.extend(inner);
    Ok(found)
}

fn and_or(c: &mut Cursor) -> Parsed<Command> {
    let mut left = pipeline(c)?;
    loop {
        c.blanks();
        let and = c.rest().starts_with(b"&&");
        if !and && !c.rest().starts_with(b"||") {
            return Ok(left);
        }
        c.at += 2;
        newlines(c)?;
        let right = Rc::new(pipeline(c)?);
        let line = left.line;
        let first = Rc::new(left);
        let kind = if and { Kind::And(first, right) } else { Kind::Or(first, right) };
        left = Command { kind, line, redirects: Vec::new() };
    }
}

fn pipeline(c: &mut Cursor) -> Parsed<Command> {
    let (mut negated, mut time, mut marked) = (false, None, false);
    loop {
        c.blanks();
        c.expand_aliases();
        if reserved(c) == b"!" || c.rest().starts_with(b"!(") {
            c.at += 1;
            negated = !negated;
        } else if reserved(c) == b"time" {
            c.at += 4;
            c.blanks();
            time = Some(c.take(b"-p"));
            c.blanks();
        } else {
            break;
        }
        marked = true;
    }
    let start = c.at;
    let line = c.line_of(start);
    if marked && c.peek(0).is_none_or(|byte| b"\n;&)|".contains(&byte)) {
        let kind = Kind::Simple { assignments: Vec::new(), words: Vec::new(), text: Vec::new() };
        let nothing = Rc::new(Command { kind, line, redirects: Vec::new() });
        let kind = Kind::Pipeline { stages: vec![nothing], stderr: vec![false], negated, time };
        return Ok(Command { kind, line, redirects: Vec::new() });
    }
    let first = command(c)?;
    let line = first.line;
    let mut stages = vec![first];
    let mut stderr = Vec::new();
    loop {
        c.blanks();
        if c.peek(0) != Some(b'|') || c.peek(1) == Some(b'|') {
            break;
        }
        c.at += 1;
        stderr.push(c.take(b"&"));
        newlines(c)?;
        stages.push(command(c)?);
    }
    if stages.len() == 1 && !marked {
        return Ok(stages.remove(0));
    }
    stderr.push(false);
    let stages = stages.into_iter().map(Rc::new).collect();
    Ok(Command {
        kind: Kind::Pipeline { stages, stderr, negated, time },
        line,
        redirects: Vec::new(),
    })
}

pub fn command(c: &mut Cursor) -> Parsed<Command> {
    c.blanks();
    c.expand_aliases();
    if c.is_over() {
        return c.unexpected();
    }
    let Some(mut found) = c.nested(compound)? else { return simple(c) };
    loop {
        c.blanks();
        match redirection(c)? {
            Some(redirect) => found.redirects.push(redirect),
            None => return Ok(found),
        }
    }
}

fn is_declaration(word: &Word) -> bool {
    const NAMES: [&[u8]; 5] = [b"declare", b"typeset", b"local", b"export", b"readonly"];
    constant_text(word, false).is_some_and(|text| NAMES.contains(&text.as_slice()))
}

fn simple(c: &mut Cursor) -> Parsed<Command> {
    let start = c.at;
    let mut line = c.line_of(start);
    let mut assignments = Vec::new();
    let mut words: Vec<Argument> = Vec::new();
    let mut redirects = Vec::new();
    let mut declaration = false;
    loop {
        c.blanks();
        if let Some(redirect) = redirection(c)? {
            redirects.push(redirect);
            continue;
        }
        if !words.is_empty() {
            c.expand_next_word();
        } else if !assignments.is_empty() || !redirects.is_empty() {
            c.expand_aliases();
        }
        if (words.is_empty() || declaration)
            && let Some(found) = assignment(c)?
        {
            if words.is_empty() {
                assignments.push(found);
            } else {
                words.push(Argument::Assignment(found));
            }
            continue;
        }
        let before = c.at;
        let Some(next) = next_word(c)? else { break };
        if words.is_empty() {
            declaration = is_declaration(&next);
            if assignments.is_empty()
                && redirects.is_empty()
                && let Some(name) = constant_text(&next, false)
                && opening(c)
            {
                return function_body(c, name, before);
            }
        }
        if words.len() <= 1 && assignments.is_empty() && redirects.is_empty() {
            // bash counts the line once it has seen what follows the first word.
            line = c.line_of(c.at);
        }
        words.push(Argument::Word(next));
    }
    if assignments.is_empty() && words.is_empty() && redirects.is_empty() || c.peek(0) == Some(b'(')
    {
        return c.unexpected();
    }
    let text = c.text[start..c.at].trim_ascii().to_vec();
    Ok(Command { kind: Kind::Simple { assignments, words, text }, line, redirects })
}

/// Takes `( )` after the name of a function.
pub fn opening(c: &mut Cursor) -> bool {
    let start = c.at;
    c.blanks();
    if c.take(b"(") {
        c.blanks();
        if c.take(b")") {
            return true;
        }
    }
    c.at = start;
    false
}

/// After `name ()` or `function name`: the body, with its redirections.
pub fn function_body(c: &mut Cursor, name: Vec<u8>, start: usize) -> Parsed<Command> {
    let line = c.line_of(start);
    newlines(c)?;
    let from = c.at;
    let body = Rc::new(command(c)?);
    if matches!(body.kind, Kind::Simple { .. } | Kind::Pipeline { .. } | Kind::Function { .. }) {
        return c.unexpected();
    }
    let text = c.text[from..c.at].trim_ascii().to_vec();
    Ok(Command { kind: Kind::Function { name, body, text }, line, redirects: Vec::new() })
}

/// `name=value`, `name[subscript]+=value`, `name=( … )` at the position of an assignment.
fn assignment(c: &mut Cursor) -> Parsed<Option<Assignment>> {
    let start = c.at;
    let length = c.name_length(0);
    if length == 0 {
        return Ok(None);
    }
    let name = c.rest()[..length].to_vec();
    c.at += length;
    let mut subscript = None;
    if c.take(b"[") {
        match subscript_word(c) {
            Ok(word) => subscript = Some(word),
            Err(_) => {
                c.at = start;
                return Ok(None);
            }
        }
    }
    let append = c.take(b"+=");
    if !append && !c.take(b"=") {
        c.at = start;
        return Ok(None);
    }
    let value = if subscript.is_none() && c.take(b"(") {
        Assigned::Array(elements(c)?)
    } else {
        Assigned::Text(word(c, PLAIN)?)
    };
    let text = c.text[start..c.at].to_vec();
    Ok(Some(Assignment { text, name, subscript, append, value }))
}

fn elements(c: &mut Cursor) -> Parsed<Vec<Element>> {
    let mut found = Vec::new();
    loop {
        newlines(c)?;
        if c.take(b")") {
            return Ok(found);
        }
        let start = c.at;
        if c.take(b"[")
            && let Ok(key) = subscript_word(c)
        {
            let append = c.take(b"+=");
            if append || c.take(b"=") {
                found.push(Element { key: Some(key), append, value: word(c, PLAIN)? });
                continue;
            }
        }
        c.at = start;
        match next_word(c)? {
            Some(value) => found.push(Element { key: None, append: false, value }),
            None if c.is_over() => return c.unclosed(")"),
            None => return c.unexpected(),
        }
    }
}
