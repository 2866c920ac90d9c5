//! `[[ … ]]`.

use super::ast::{Test, Word};
use super::command::newlines;
use super::cursor::{Cursor, Parsed};
use super::word::{Mode, constant_text, next_word, word};

/// After `[[`: the expression, and takes the `]]`.
pub fn test_command(c: &mut Cursor) -> Parsed<Test> {
    let expression = or(c)?;
    newlines(c)?;
    if !c.take(b"]]") {
        return c.unexpected();
    }
    Ok(expression)
}

fn or(c: &mut Cursor) -> Parsed<Test> {
    let mut left = and(c)?;
    loop {
        newlines(c)?;
        if !c.take(b"||") {
            return Ok(left);
        }
        left = Test::Or(Box::new(left), Box::new(and(c)?));
    }
}

fn and(c: &mut Cursor) -> Parsed<Test> {
    let mut left = term(c)?;
    loop {
        newlines(c)?;
        if !c.take(b"&&") {
            return Ok(left);
        }
        left = Test::And(Box::new(left), Box::new(term(c)?));
    }
}

fn is_unary(text: &[u8]) -> bool {
    text.len() == 2 && text[0] == b'-' && b"abcdefghknoprstuvwxzGLNORS".contains(&text[1])
}

fn is_binary(text: &[u8]) -> bool {
    const OPERATORS: [&[u8]; 13] = [
        b"=", b"==", b"!=", b"=~", b"-nt", b"-ot", b"-ef", b"-eq", b"-ne", b"-lt", b"-le", b"-gt",
        b"-ge",
    ];
    OPERATORS.contains(&text)
}

fn operand(c: &mut Cursor) -> Parsed<Word> {
    match next_word(c)? {
        Some(word) => Ok(word),
        None => c.unexpected(),
    }
}

/// Is a term over?
fn ends(c: &Cursor) -> bool {
    let rest = c.rest();
    rest.first().is_none_or(|byte| *byte == b'\n' || *byte == b')')
        || rest.starts_with(b"&&")
        || rest.starts_with(b"||")
        || rest.starts_with(b"]]") && rest.get(2).is_none_or(|byte| b" \t\n;&|)<>".contains(byte))
}

fn term(c: &mut Cursor) -> Parsed<Test> {
    newlines(c)?;
    if c.peek(0) == Some(b'!') && c.peek(1).is_some_and(|byte| b" \t\n(".contains(&byte)) {
        c.at += 1;
        return Ok(Test::Not(Box::new(term(c)?)));
    }
    if c.take(b"(") {
        let inner = or(c)?;
        newlines(c)?;
        return if c.take(b")") { Ok(inner) } else { c.unexpected() };
    }
    let first = operand(c)?;
    let text = constant_text(&first, false);
    if text.as_deref() == Some(b"]]") {
        return c.fail("syntax error near `]]'");
    }
    c.blanks();
    if let Some(operator) = text.filter(|text| is_unary(text))
        && !ends(c)
    {
        let before = c.at;
        let second = operand(c)?;
        c.blanks();
        // `-f = x` compares; `-f x` tests.
        let compares =
            constant_text(&second, false).is_some_and(|text| is_binary(&text)) && !ends(c);
        if !compares {
            return Ok(Test::Unary(operator, second));
        }
        c.at = before;
    }
    if ends(c) {
        return Ok(Test::Word(first));
    }
    if let Some(sign @ (b'<' | b'>')) = c.peek(0) {
        c.at += 1;
        c.blanks();
        return Ok(Test::Binary(vec![sign], first, operand(c)?));
    }
    let operator = operand(c)?;
    let Some(operator) = constant_text(&operator, false).filter(|text| is_binary(text)) else {
        return c.fail("conditional binary operator expected");
    };
    c.blanks();
    if operator == b"=~" {
        let right = word(c, Mode { stop: b" \t\n&;)<>", regex: true, ..Mode::default() })?;
        if right.parts.is_empty() {
            return c.unexpected();
        }
        return Ok(Test::Binary(operator, first, right));
    }
    Ok(Test::Binary(operator, first, operand(c)?))
}
