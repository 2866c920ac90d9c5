//! The tokens of an expression.

use super::{beyond, syntax_error};
use crate::any::Any;
use crate::exception::Result;

#[derive(Clone, Debug)]
pub(super) enum Token {
    /// A number, a text or bytes.
    Value(Any),
    Name(String),
    Sign(&'static str),
    End,
}

/// Signs, the longer ones first.
const SIGNS: [&str; 39] = [
    "**=", "//=", "<<=", ">>=", "...", "**", "//", "<<", ">>", "<=", ">=", "==", "!=", "->", ":=",
    "+=", "-=", "*=", "/=", "%=", "(", ")", "[", "]", "{", "}", ",", ":", ".", "+", "-", "*", "/",
    "%", "@", "&", "|", "^", "~",
];

const REST: [&str; 4] = ["<", ">", "=", ";"];

/// All tokens of a text.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>> {
    let mut found = Vec::new();
    let mut open: Vec<char> = Vec::new();
    let mut rest = text.trim_start_matches([' ', '\t']);
    loop {
        let blanks: &[char] =
            if open.is_empty() { &[' ', '\t', '\x0c'] } else { &[' ', '\t', '\x0c', '\n', '\r'] };
        rest = rest.trim_start_matches(blanks);
        let Some(first) = rest.chars().next() else { break };
        if first == '\n' || first == '\r' {
            if rest.trim_start().is_empty() {
                break;
            }
            return Err(syntax_error("invalid syntax"));
        }
        if first == '#' {
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
            continue;
        }
        if first.is_ascii_digit()
            || (first == '.' && rest[1..].starts_with(|c: char| c.is_ascii_digit()))
        {
            let (value, length) = number(rest)?;
            found.push(Token::Value(value));
            rest = &rest[length..];
            continue;
        }
        if let Some((prefix, quote)) = quoted(rest) {
            let (value, length) = literal(&rest[prefix.len()..], prefix, quote)?;
            found.push(Token::Value(value));
            rest = &rest[prefix.len() + length..];
            continue;
        }
        if first == '_' || first.is_alphabetic() {
            let end = rest.find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(rest.len());
            found.push(Token::Name(rest[..end].to_owned()));
            rest = &rest[end..];
            continue;
        }
        let Some(sign) = SIGNS.iter().chain(&REST).find(|sign| rest.starts_with(**sign)) else {
            return Err(syntax_error("invalid syntax"));
        };
        match *sign {
            "(" | "[" | "{" => open.push(first),
            ")" | "]" | "}" => match open.pop() {
                None => return Err(syntax_error(&format!("unmatched '{first}'"))),
                Some(before)
                    if !matches!((before, first), ('(', ')') | ('[', ']') | ('{', '}')) =>
                {
                    return Err(syntax_error(&format!(
                        "closing parenthesis '{first}' does not match opening parenthesis '{before}'"
                    )));
                }
                Some(_) => {}
            },
            _ => {}
        }
        found.push(Token::Sign(sign));
        rest = &rest[sign.len()..];
    }
    if let Some(left) = open.last() {
        return Err(syntax_error(&format!("'{left}' was never closed")));
    }
    found.push(Token::End);
    Ok(found)
}

/// A number, and how long it is.
fn number(text: &str) -> Result<(Any, usize)> {
    let word = |from: usize| {
        text[from..]
            .find(|c: char| c != '_' && !c.is_ascii_alphanumeric())
            .map_or(text.len(), |end| from + end)
    };
    if text.starts_with('0') && text[1..].starts_with(['x', 'X', 'o', 'O', 'b', 'B']) {
        let end = word(0);
        let value = crate::integer::try_parse(&text[..end], 0_i64)
            .map_err(|_| syntax_error("invalid syntax"))?;
        return Ok((Any::Int(value), end));
    }
    let digits = |from: usize| {
        text[from..]
            .find(|c: char| c != '_' && !c.is_ascii_digit())
            .map_or(text.len(), |end| from + end)
    };
    let whole = digits(0);
    let mut end = whole;
    if text[end..].starts_with('.') {
        end = digits(end + 1);
    }
    if text[end..].starts_with(['e', 'E']) {
        let from = end + 1 + usize::from(text[end + 1..].starts_with(['+', '-']));
        if text[from..].starts_with(|c: char| c.is_ascii_digit()) {
            end = digits(from);
        }
    }
    if text[end..].starts_with(['j', 'J']) {
        beyond("a complex number");
    }
    if text[end..].starts_with(|c: char| c == '_' || c.is_alphabetic())
        && !KEYWORDS.contains(&&text[end..word(end)])
    {
        return Err(syntax_error("invalid decimal literal"));
    }
    let plain = text[..end].replace('_', "");
    if end > whole {
        return Ok((Any::Float(crate::float::try_parse(&plain)?), end));
    }
    if plain.len() > 1 && plain.starts_with('0') && plain.bytes().any(|digit| digit != b'0') {
        return Err(syntax_error(
            "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers",
        ));
    }
    Ok((Any::Int(crate::integer::try_parse(&plain, 10_i64)?), end))
}

/// Words that may stand right behind a number.
const KEYWORDS: [&str; 7] = ["if", "else", "and", "or", "in", "is", "not"];

/// The prefix and the quotes of a text that begins here.
fn quoted(text: &str) -> Option<(&str, &'static str)> {
    let prefix = text.find(['"', '\'']).map(|end| &text[..end])?;
    if !matches!(
        prefix.to_ascii_lowercase().as_str(),
        "" | "r" | "b" | "u" | "f" | "br" | "rb" | "fr" | "rf"
    ) {
        return None;
    }
    let quote = ["\"\"\"", "'''", "\"", "'"]
        .into_iter()
        .find(|quote| text[prefix.len()..].starts_with(quote))?;
    Some((prefix, quote))
}

/// A text or bytes, and how long it is from its quotes on.
fn literal(text: &str, prefix: &str, quote: &str) -> Result<(Any, usize)> {
    let has = |letter: char| prefix.to_ascii_lowercase().contains(letter);
    if has('f') {
        beyond("a formatted text");
    }
    let (raw, bytes) = (has('r'), has('b'));
    let mut made = String::new();
    let mut at = quote.len();
    loop {
        if text[at..].starts_with(quote) {
            break;
        }
        let Some(c) = text[at..].chars().next().filter(|c| *c != '\n' || quote.len() == 3) else {
            return Err(syntax_error(if quote.len() == 3 {
                "unterminated triple-quoted string literal (detected at line 1)"
            } else {
                "unterminated string literal (detected at line 1)"
            }));
        };
        at += c.len_utf8();
        if bytes && !c.is_ascii() {
            return Err(syntax_error("bytes can only contain ASCII literal characters"));
        }
        if c != '\\' {
            made.push(c);
            continue;
        }
        let Some(escape) = text[at..].chars().next() else { continue };
        at += escape.len_utf8();
        if raw {
            made.extend(['\\', escape]);
            continue;
        }
        match escape {
            '\n' => {}
            'n' => made.push('\n'),
            't' => made.push('\t'),
            'r' => made.push('\r'),
            'a' => made.push('\x07'),
            'b' => made.push('\x08'),
            'f' => made.push('\x0c'),
            'v' => made.push('\x0b'),
            '\\' | '\'' | '"' => made.push(escape),
            '0'..='7' => {
                let end = at
                    + text[at..]
                        .bytes()
                        .take(2)
                        .take_while(|digit| (b'0'..=b'7').contains(digit))
                        .count();
                made.extend(
                    u32::from_str_radix(&text[at - 1..end], 8).ok().and_then(char::from_u32),
                );
                at = end;
            }
            'x' | 'u' | 'U' if escape == 'x' || !bytes => {
                let length = match escape {
                    'x' => 2,
                    'u' => 4,
                    _ => 8,
                };
                let code = text
                    .get(at..at + length)
                    .and_then(|digits| u32::from_str_radix(digits, 16).ok());
                let Some(c) = code.and_then(char::from_u32) else {
                    return Err(syntax_error(&format!(
                        "(unicode error) truncated \\{escape} escape"
                    )));
                };
                made.push(c);
                at += length;
            }
            'N' if !bytes => beyond("a character that is named"),
            _ => made.extend(['\\', escape]),
        }
    }
    let length = at + quote.len();
    if !bytes {
        return Ok((Any::from(made), length));
    }
    let data: Vec<u8> = made.chars().map(|c| c as u32 as u8).collect();
    Ok((Any::Bytes(data.into()), length))
}
