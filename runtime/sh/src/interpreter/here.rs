//! Here-documents: delimiters where they are written, bodies after the end of the line.

use super::ast::{Part, Word};
use super::cursor::{Cursor, Parsed};
use super::word::{Mode, constant_text, next_word, word};

/// The delimiter after `<<`: its text, and whether any of it was quoted.
pub fn here_delimiter(c: &mut Cursor) -> Parsed<(Vec<u8>, bool)> {
    let start = c.at;
    let Some(found) = next_word(c)? else { return c.unexpected() };
    let quoted = found.parts.iter().any(|part| matches!(part, Part::Quoted(_) | Part::Double(_)));
    let source = c.text[start..c.at].trim_ascii().to_vec();
    Ok((constant_text(&found, true).unwrap_or(source), quoted))
}

/// One line without its end, and moves on; tabs in front go where `strip`.
fn line(c: &mut Cursor, strip: bool) -> Vec<u8> {
    let rest = c.rest();
    let length = rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
    c.at = (c.at + length + 1).min(c.text.len());
    let tabs =
        if strip { rest.iter().take_while(|byte| **byte == b'\t').count().min(length) } else { 0 };
    rest[tabs..length].to_vec()
}

/// At the start of the line after the operators: takes the bodies that wait.
pub fn read_heres(c: &mut Cursor) -> Parsed<()> {
    for here in std::mem::take(&mut c.pending) {
        let first = c.at;
        let mut body = Vec::new();
        // An end of the text ends a here-document too.
        while !c.is_over() {
            let mut text = line(c, here.strip);
            if text == here.delimiter {
                break;
            }
            while !here.quoted && joins(&text) && !c.is_over() {
                text.pop();
                text.extend(line(c, here.strip));
            }
            body.extend_from_slice(&text);
            if c.text[..c.at].ends_with(b"\n") {
                body.push(b'\n');
            }
        }
        let found = if here.quoted {
            Word { parts: vec![Part::Quoted(body)] }
        } else {
            let mut sub = Cursor::new(&body, c.line_of(first));
            word(&mut sub, Mode { here: true, ..Mode::default() })?
        };
        let _ = here.word.set(found);
    }
    Ok(())
}

/// Does the line end in a backslash that is not quoted itself?
fn joins(text: &[u8]) -> bool {
    text.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}
