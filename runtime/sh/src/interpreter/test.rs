//! `[[ … ]]`.

use super::ast::{Test, Word};
use super::command::newlines;
use super::cursor::{Cursor, Parsed};
use super::word::{Mode, constant_text, next_word, word};

/// After `[[`: the expression, and takes the `]]`.
pub fn test_command(c: &mut Cursor) -> Parsed<Test> {
    let expression = or(c)?;
    newlines(c)?;
    if at_end(c) {
        c.at += 2;
        return Ok(expression);
    }
    let found = sign(c).map(|sign| format!(": unexpected token `{sign}'")).unwrap_or_default();
    mistaken(c, format!("syntax error in conditional expression{found}"))
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

/// A mistake in `[[ … ]]`.
fn mistaken<T>(c: &mut Cursor, message: String) -> Parsed<T> {
    c.fail(message)
}

/// The token that is next as messages name it; `None` for a word.
fn sign(c: &Cursor) -> Option<String> {
    if at_end(c) {
        return Some("]]".into());
    }
    if c.is_over() {
        return Some("newline".into());
    }
    const SIGNS: [&str; 21] = [
        "\n", ";;&", ";;", ";&", "&&", "||", "|&", "&>>", "&>", "<<<", "<<", ">>", "<&", ">&",
        "<>", ">|", ";", "&", "|", "(", ")",
    ];
    let found = SIGNS.iter().chain(&["<", ">"]).find(|sign| c.rest().starts_with(sign.as_bytes()));
    found.map(|sign| if *sign == "\n" { "newline".into() } else { (*sign).to_string() })
}

/// Is `]]` next?
fn at_end(c: &Cursor) -> bool {
    let rest = c.rest();
    rest.starts_with(b"]]") && rest.get(2).is_none_or(|byte| b" \t\n;&|)<>".contains(byte))
}

/// The operand of a test; `None`: something else is next.
fn operand(c: &mut Cursor) -> Parsed<Option<Word>> {
    c.blanks();
    if at_end(c) { Ok(None) } else { next_word(c) }
}

/// The right side of a comparison.
fn compared(c: &mut Cursor) -> Parsed<Word> {
    if let Some(word) = operand(c)? {
        return Ok(word);
    }
    let message = format!(
        "unexpected argument `{}' to conditional binary operator",
        sign(c).unwrap_or_default()
    );
    mistaken(c, message)
}

/// Is a term over?
fn ends(c: &Cursor) -> bool {
    let rest = c.rest();
    rest.first().is_some_and(|byte| *byte == b'\n' || *byte == b')')
        || rest.starts_with(b"&&")
        || rest.starts_with(b"||")
        || at_end(c)
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
        if c.take(b")") {
            return Ok(inner);
        }
        let found = sign(c).map(|sign| format!("unexpected token `{sign}', ")).unwrap_or_default();
        return mistaken(c, format!("{found}expected `)'"));
    }
    if at_end(c) {
        return mistaken(c, String::new());
    }
    let Some(first) = operand(c)? else {
        let message =
            format!("unexpected token `{}' in conditional command", sign(c).unwrap_or_default());
        return mistaken(c, message);
    };
    let text = constant_text(&first, false);
    if let Some(operator) = text.filter(|text| is_unary(text)) {
        if let Some(second) = operand(c)? {
            return Ok(Test::Unary(operator, second));
        }
        let message = format!(
            "unexpected argument `{}' to conditional unary operator",
            sign(c).unwrap_or_default()
        );
        return mistaken(c, message);
    }
    c.blanks();
    if c.peek(0) != Some(b'\n') && ends(c) {
        return Ok(Test::Word(first));
    }
    if let Some(sign @ (b'<' | b'>')) = c.peek(0) {
        c.at += 1;
        return Ok(Test::Binary(vec![sign], first, compared(c)?));
    }
    let Some(operator) = operand(c)? else {
        let message = format!(
            "unexpected token `{}', conditional binary operator expected",
            sign(c).unwrap_or_default()
        );
        return mistaken(c, message);
    };
    let Some(operator) = constant_text(&operator, false).filter(|text| is_binary(text)) else {
        return mistaken(c, "conditional binary operator expected".into());
    };
    c.blanks();
    if operator == b"=~" && !at_end(c) {
        let right = word(c, Mode { stop: b" \t\n&;)<>", regex: true, ..Mode::default() })?;
        if !right.parts.is_empty() {
            return Ok(Test::Binary(operator, first, right));
        }
    }
    Ok(Test::Binary(operator, first, compared(c)?))
}
