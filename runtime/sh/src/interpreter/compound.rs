//! Compound commands, by the token that starts them.

use super::ast::{CaseClause, CaseEnd, Command, Kind, List, Word};
use super::command::{function_body, list, list_until, newlines, opening, reserved};
use super::cursor::{Cursor, Parsed};
use super::test::test_command;
use super::word::{arithmetic_word, closes_twice, constant_text, next_word};
use std::rc::Rc;

/// A compound command, if one starts here.
pub fn compound(c: &mut Cursor) -> Parsed<Option<Command>> {
    let start = c.at;
    let line = c.line_of(start);
    let plain = |kind| Ok(Some(Command { kind, line, redirects: Vec::new() }));
    if c.peek(0) == Some(b'(') {
        if c.take(b"((") && closes_twice(c) {
            let expression = arithmetic_word(c, b")")?;
            if c.take(b"))") {
                return plain(Kind::Arithmetic(expression));
            }
        }
        c.at = start + 1;
        let body = list_until(c, Some(b')'))?;
        if body.items.is_empty() {
            return c.fail_at(c.at - 1, "syntax error near unexpected token `)'");
        }
        return plain(Kind::Subshell(Rc::new(body)));
    }
    let token = reserved(c);
    c.at += token.len();
    let kind = match token {
        b"if" => if_command(c)?,
        b"while" | b"until" => {
            let test = Rc::new(list(c, &[b"do"], false)?);
            let body = do_body(c)?;
            Kind::While { until: token == b"until", test, body }
        }
        b"for" => {
            c.blanks();
            if c.rest().starts_with(b"((") { arithmetic_for(c)? } else { for_words(c, false)? }
        }
        b"select" => for_words(c, true)?,
        b"case" => case_command(c)?,
        b"function" => {
            let Some(name) = next_word(c)?.and_then(|word| constant_text(&word, true)) else {
                return c.unexpected();
            };
            opening(c);
            return function_body(c, name, start).map(Some);
        }
        b"{" => {
            let body = list(c, &[b"}"], false)?;
            expect(c, b"}")?;
            Kind::Group(Rc::new(body))
        }
        b"[[" => Kind::Test(test_command(c)?),
        b"" | b"in" | b"!" | b"time" => {
            c.at = start;
            return Ok(None);
        }
        _ => {
            c.at = start;
            return c.unexpected();
        }
    };
    plain(kind)
}

/// Takes a reserved word, or says that something else stands there.
fn expect(c: &mut Cursor, token: &[u8]) -> Parsed<()> {
    c.blanks();
    if reserved(c) != token {
        return c.unexpected();
    }
    c.at += token.len();
    Ok(())
}

fn if_command(c: &mut Cursor) -> Parsed<Kind> {
    let mut arms = Vec::new();
    let mut or_else = None;
    loop {
        let test = Rc::new(list(c, &[b"then"], false)?);
        expect(c, b"then")?;
        let body = Rc::new(list(c, &[b"elif", b"else", b"fi"], false)?);
        arms.push((test, body));
        match reserved(c) {
            b"elif" => {
                c.at += 4;
                continue;
            }
            b"else" => {
                c.at += 4;
                or_else = Some(Rc::new(list(c, &[b"fi"], false)?));
            }
            _ => {}
        }
        expect(c, b"fi")?;
        return Ok(Kind::If { arms, or_else });
    }
}

fn do_body(c: &mut Cursor) -> Parsed<Rc<List>> {
    newlines(c)?;
    let (open, close): (&[u8], &[u8]) =
        if reserved(c) == b"{" { (b"{", b"}") } else { (b"do", b"done") };
    expect(c, open)?;
    let body = list(c, &[close], false)?;
    expect(c, close)?;
    Ok(Rc::new(body))
}

fn arithmetic_for(c: &mut Cursor) -> Parsed<Kind> {
    c.at += 2;
    let mut piece = |stop: &'static [u8], token: &[u8]| {
        let start = c.at;
        let expression = arithmetic_word(c, stop)?;
        let blank = c.text[start..c.at].trim_ascii().is_empty();
        if !c.take(token) {
            return c.unexpected();
        }
        Ok((!blank).then_some(expression))
    };
    let init = piece(b";", b";")?;
    let test = piece(b";", b";")?;
    let step = piece(b")", b"))")?;
    c.blanks();
    c.take(b";");
    Ok(Kind::ArithmeticFor { init, test, step, body: do_body(c)? })
}

fn for_words(c: &mut Cursor, select: bool) -> Parsed<Kind> {
    let Some(name) = next_word(c)?.and_then(|word| constant_text(&word, false)) else {
        return c.unexpected();
    };
    if !crate::variables::is_name(&name) {
        return c.fail(format!("`{}': not a valid identifier", String::from_utf8_lossy(&name)));
    }
    let mut words = None;
    let mut head = b"\"$@\"".to_vec();
    newlines(c)?;
    if reserved(c) == b"in" {
        c.at += 2;
        let mut list: Vec<Word> = Vec::new();
        let start = c.at;
        while let Some(next) = next_word(c)? {
            list.push(next);
        }
        head = c.text[start..c.at].trim_ascii().to_vec();
        words = Some(list);
        c.blanks();
        if !matches!(c.peek(0), Some(b';' | b'\n')) {
            return c.unexpected();
        }
    } else {
        c.blanks();
    }
    c.take(b";");
    let body = do_body(c)?;
    let keyword: &[u8] = if select { b"select " } else { b"for " };
    let head = [keyword, &name, b" in ", &head].concat();
    Ok(if select {
        Kind::Select { head, name, words, body }
    } else {
        Kind::For { head, name, words, body }
    })
}

fn case_command(c: &mut Cursor) -> Parsed<Kind> {
    c.blanks();
    let start = c.at;
    let Some(subject) = next_word(c)? else { return c.unexpected() };
    let head = [b"case ", &c.text[start..c.at], b" in"].concat();
    newlines(c)?;
    expect(c, b"in")?;
    let mut clauses = Vec::new();
    loop {
        newlines(c)?;
        if reserved(c) == b"esac" {
            break;
        }
        c.take(b"(");
        let mut patterns = Vec::new();
        loop {
            let Some(pattern) = next_word(c)? else { return c.unexpected() };
            patterns.push(pattern);
            c.blanks();
            if !c.take(b"|") {
                break;
            }
        }
        if !c.take(b")") {
            return c.unexpected();
        }
        let body = Rc::new(list(c, &[b";;", b"esac"], true)?);
        let ended = if c.take(b";;&") {
            Some(CaseEnd::Test)
        } else if c.take(b";&") {
            Some(CaseEnd::Fall)
        } else if c.take(b";;") {
            Some(CaseEnd::Leave)
        } else {
            None
        };
        clauses.push(CaseClause { patterns, body, end: ended.unwrap_or(CaseEnd::Leave) });
        if ended.is_none() {
            break;
        }
    }
    newlines(c)?;
    expect(c, b"esac")?;
    Ok(Kind::Case { head, subject, clauses })
}
