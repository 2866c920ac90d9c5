//! `${…}` in full.

use super::ast::{Operation, Parameter, Part, Subscript, Word};
use super::cursor::{Cursor, Parsed};
use super::word::{Mode, word};

fn name(c: &mut Cursor) -> Option<Vec<u8>> {
    let length = match c.name_length(0) {
        0 => match c.peek(0)? {
            byte if byte.is_ascii_digit() => {
                c.rest().iter().take_while(|byte| byte.is_ascii_digit()).count()
            }
            byte if b"@*#?$!-".contains(&byte) => 1,
            _ => return None,
        },
        length => length,
    };
    let found = c.rest()[..length].to_vec();
    c.at += length;
    Some(found)
}

const BAD: &str = "bad substitution";

fn bad<T>(c: &mut Cursor, start: usize) -> Parsed<T> {
    c.fail_at(start, BAD)
}

/// At `${`; takes up to and with the closing brace. `quoted`: inside double quotes or a here-document.
pub fn braced(c: &mut Cursor, quoted: bool) -> Parsed<Part> {
    let start = c.at;
    match parameter(c, quoted) {
        Err(error) if error.message == BAD => {
            c.at = start;
            skip_braces(c)?;
            Ok(Part::Parameter(Box::new(Parameter {
                name: Vec::new(),
                subscript: None,
                indirect: false,
                operation: Some(Operation::Bad(c.text[start..c.at].to_vec())),
            })))
        }
        found => found,
    }
}

/// At `${`: past the brace that closes it.
fn skip_braces(c: &mut Cursor) -> Parsed<()> {
    let mut depth = 0;
    while let Some(byte) = c.peek(0) {
        c.at += 1;
        match byte {
            b'\\' => c.at += 1,
            b'\'' => {
                if let Some(length) = c.rest().iter().position(|&byte| byte == b'\'') {
                    c.at += length + 1;
                }
            }
            b'{' => depth += 1,
            b'}' if depth == 1 => return Ok(()),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    c.unclosed("}")
}

fn parameter(c: &mut Cursor, quoted: bool) -> Parsed<Part> {
    let start = c.at;
    c.at += 2;
    let next = c.peek(1);
    let closes = c.peek(2) == Some(b'}');
    let length_of = next.is_some_and(|byte| {
        byte.is_ascii_alphanumeric() || b"_@*$!".contains(&byte) || b"-?#".contains(&byte) && closes
    });
    if c.peek(0) == Some(b'#') && length_of {
        c.at += 1;
        let Some(name) = name(c) else { return bad(c, start) };
        let subscript = subscript_of(c)?;
        if !c.take(b"}") {
            return bad(c, start);
        }
        let operation = Some(Operation::Length);
        return Ok(Part::Parameter(Box::new(Parameter {
            name,
            subscript,
            indirect: false,
            operation,
        })));
    }
    let mut indirect = c.peek(0) == Some(b'!')
        && next.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"_@*#?".contains(&byte));
    if indirect {
        c.at += 1;
    }
    let Some(name) = name(c) else { return bad(c, start) };
    let subscript = subscript_of(c)?;
    let operation;
    let ends = c.peek(1) == Some(b'}');
    match (indirect, &subscript, c.peek(0)) {
        (true, None, Some(sign @ (b'@' | b'*'))) if ends => {
            c.at += 1;
            operation = Some(Operation::Names { star: sign == b'*' });
            indirect = false;
        }
        (true, Some(list @ (Subscript::All | Subscript::Star)), Some(b'}')) => {
            operation = Some(Operation::Keys { star: matches!(list, Subscript::Star) });
            indirect = false;
        }
        _ => operation = operation_of(c, quoted, start)?,
    }
    if !c.take(b"}") {
        return if c.is_over() { c.unclosed("}") } else { bad(c, start) };
    }
    Ok(Part::Parameter(Box::new(Parameter { name, subscript, indirect, operation })))
}

fn subscript_of(c: &mut Cursor) -> Parsed<Option<Subscript>> {
    if !c.take(b"[") {
        return Ok(None);
    }
    if c.take(b"@]") {
        return Ok(Some(Subscript::All));
    }
    if c.take(b"*]") {
        return Ok(Some(Subscript::Star));
    }
    subscript_word(c).map(|word| Some(Subscript::Text(word)))
}

/// After `[`: the subscript, and takes the `]`.
pub fn subscript_word(c: &mut Cursor) -> Parsed<Word> {
    let inner = word(c, Mode { stop: b"]", brackets: true, ..Mode::default() })?;
    if !c.take(b"]") {
        return c.unclosed("]");
    }
    Ok(inner)
}

fn operation_of(c: &mut Cursor, quoted: bool, start: usize) -> Parsed<Option<Operation>> {
    let operand = Mode { stop: b"}", double: quoted, ..Mode::default() };
    let pattern = Mode { stop: b"}", extglob: true, ..Mode::default() };
    let next = c.peek(1);
    Ok(Some(match c.peek(0) {
        None | Some(b'}') => return Ok(None),
        Some(b':') => match next {
            Some(operator) if b"-=?+".contains(&operator) => {
                c.at += 2;
                Operation::Default { operator, colon: true, word: word(c, operand)? }
            }
            _ => slice(c)?,
        },
        Some(operator) if b"-=?+".contains(&operator) => {
            c.at += 1;
            Operation::Default { operator, colon: false, word: word(c, operand)? }
        }
        Some(sign @ (b'#' | b'%')) => {
            let operator = match (sign, next == Some(sign)) {
                (b'#', false) => "#",
                (b'#', true) => "##",
                (_, false) => "%",
                (_, true) => "%%",
            };
            c.at += operator.len();
            Operation::Trim { operator, pattern: word(c, pattern)? }
        }
        Some(b'/') => {
            let operator = match next {
                Some(b'/') => "//",
                Some(b'#') => "/#",
                Some(b'%') => "/%",
                _ => "/",
            };
            c.at += operator.len();
            // A slash at the start of the pattern is itself.
            let slash = operator == "//" && c.take(b"/");
            let mut what = word(c, Mode { stop: b"/}", extglob: true, ..Mode::default() })?;
            if slash {
                what.parts.insert(0, Part::Literal(b"/".to_vec()));
            }
            let with = if c.take(b"/") {
                Some(word(c, Mode { stop: b"}", ..Mode::default() })?)
            } else {
                None
            };
            Operation::Replace { operator, pattern: what, with }
        }
        Some(sign @ (b'^' | b',' | b'~')) => {
            let operator = match (sign, next == Some(sign)) {
                (b'^', false) => "^",
                (b'^', true) => "^^",
                (b',', false) => ",",
                (b',', true) => ",,",
                (_, false) => "~",
                (_, true) => "~~",
            };
            c.at += operator.len();
            let pattern = if c.peek(0) == Some(b'}') { None } else { Some(word(c, pattern)?) };
            Operation::Case { operator, pattern }
        }
        Some(b'@') => match next {
            Some(operator) if b"QEPAaKkUuL".contains(&operator) => {
                c.at += 2;
                Operation::Transform(operator)
            }
            _ => return bad(c, start),
        },
        _ => return bad(c, start),
    }))
}

/// `${x:offset:length}`: both are arithmetic.
fn slice(c: &mut Cursor) -> Parsed<Operation> {
    c.at += 1;
    let part = |c: &mut Cursor, stop: &'static [u8]| {
        let ternary = stop == b":}";
        word(
            c,
            Mode { stop, double: true, parens: true, brackets: true, ternary, ..Mode::default() },
        )
    };
    let offset = part(c, b":}")?;
    let length = if c.take(b":") { Some(part(c, b"}")?) } else { None };
    Ok(Operation::Slice { offset, length })
}
