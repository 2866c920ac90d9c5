//! The expansion of words: parts to the steps that translated scripts take.

use super::ast::{Operation, Parameter, Part, Subscript, Word};
use super::{braces, run};
use crate::operators::Replacement;
use crate::params::{Param, all, elem, param, star};
use crate::shell::Shell;
use crate::status::Checked;
use crate::words::{Pat, Words};
use std::rc::Rc;

/// What a parameter expansion gives.
enum Value<'a> {
    Text(Vec<u8>),
    List(Vec<Vec<u8>>, bool),
    /// The word of `${x:-word}`, which keeps its own quoting.
    Word(&'a Word),
    Nothing,
}

/// The fields of words, braces first.
pub fn fields(sh: &mut Shell, list: &[Word]) -> Checked<Words> {
    let mut words = Words::new();
    for word in list {
        for word in braces::words(sh, word) {
            add_word(sh, &mut words, &word)?;
        }
    }
    Ok(words)
}

/// Adds the fields of one word.
pub fn add_word(sh: &mut Shell, words: &mut Words, word: &Word) -> Checked<()> {
    let word = &tilde(sh, word, false);
    add_parts(sh, words, &word.parts, false)?;
    words.end(sh)
}

/// A word of a command: where it looks like an assignment, tildes count behind `=` and `:`.
pub fn add_argument(sh: &mut Shell, words: &mut Words, word: &Word) -> Checked<()> {
    if let Some(Part::Literal(text)) = word.parts.first()
        && let Some(at) = text.iter().position(|byte| *byte == b'=')
        && crate::variables::is_name(text[..at].strip_suffix(b"+").unwrap_or(&text[..at]))
    {
        let mut parts = word.parts.clone();
        parts[0] = Part::Literal(text[at + 1..].to_vec());
        let mut word = tilde(sh, &Word { parts }, true);
        word.parts.insert(0, Part::Literal(text[..=at].to_vec()));
        add_parts(sh, words, &word.parts, false)?;
        return words.end(sh);
    }
    add_word(sh, words, word)
}

/// Replaces `~` at the start of a word (and after `:` in an assignment) by the directory, quoted.
fn tilde(sh: &Shell, word: &Word, assignment: bool) -> Word {
    let has = word.parts.iter().enumerate().any(|(at, part)| match part {
        Part::Literal(text) => {
            at == 0 && text.starts_with(b"~") || assignment && text.contains(&b'~')
        }
        _ => false,
    });
    if !has {
        return word.clone();
    }
    let mut parts = Vec::new();
    for (at, part) in word.parts.iter().enumerate() {
        let Part::Literal(text) = part else {
            parts.push(part.clone());
            continue;
        };
        let followed = at + 1 < word.parts.len();
        let mut rest: &[u8] = text;
        let mut open = at == 0;
        while !rest.is_empty() {
            let stop = |byte: &u8| *byte == b'/' || assignment && *byte == b':';
            if open && rest[0] == b'~' {
                let end = rest.iter().position(stop).unwrap_or(rest.len());
                if end < rest.len() || !followed {
                    parts.push(Part::Quoted(sh.tilde(&rest[..end])));
                    rest = &rest[end..];
                    open = false;
                    continue;
                }
            }
            let end = if assignment {
                rest.iter().position(|&byte| byte == b':').map(|at| at + 1)
            } else {
                None
            };
            let (now, later) = rest.split_at(end.unwrap_or(rest.len()));
            parts.push(Part::Literal(now.to_vec()));
            open = end.is_some();
            rest = later;
        }
    }
    Word { parts }
}

fn add_parts(sh: &mut Shell, words: &mut Words, parts: &[Part], quoted: bool) -> Checked<()> {
    for part in parts {
        match part {
            Part::Literal(text) if !quoted => {
                words.lit(text);
            }
            Part::Literal(text) | Part::Quoted(text) => {
                words.quoted(text);
            }
            Part::Double(parts) if parts.is_empty() => {
                words.quoted(b"");
            }
            Part::Double(parts) => add_parts(sh, words, parts, true)?,
            Part::Parameter(parameter) => {
                let value = value_of(sh, parameter)?;
                add_value(sh, words, value, quoted)?;
            }
            Part::Command(_) | Part::Arithmetic(_) => {
                let text = simple_part(sh, part)?;
                if quoted {
                    words.quoted(text);
                } else {
                    words.split(sh, text);
                }
            }
            Part::Process(..) => {
                let path = simple_part(sh, part)?;
                words.quoted(path);
            }
        }
    }
    Ok(())
}

fn add_value(sh: &mut Shell, words: &mut Words, value: Value, quoted: bool) -> Checked<()> {
    match value {
        Value::Text(text) if quoted => {
            words.quoted(text);
        }
        Value::Text(text) => {
            words.split(sh, text);
        }
        Value::List(list, true) if quoted => {
            words.quoted(sh.join(&list, true));
        }
        Value::List(list, _) if quoted => {
            words.each(&list);
        }
        Value::List(list, _) => {
            words.split_each(sh, &list);
        }
        Value::Word(word) if quoted => {
            // A list without elements leaves an empty field.
            words.quoted(b"");
            add_parts(sh, words, &word.parts, true)?;
        }
        Value::Word(word) => add_parts(sh, words, &word.parts, quoted)?,
        Value::Nothing if quoted => {
            words.quoted(b"");
        }
        Value::Nothing => {}
    }
    Ok(())
}

/// The text of a part that is neither quoted text nor a parameter.
fn simple_part(sh: &mut Shell, part: &Part) -> Checked<Vec<u8>> {
    match part {
        Part::Command(body) => sh.capture(|sh| run::list(sh, body)),
        Part::Arithmetic(word) => Ok(arith(sh, word)?.to_string().into_bytes()),
        Part::Process(input, body) => {
            let body = Rc::clone(body);
            if *input {
                sh.process_in(move |sh| run::list(sh, &body))
            } else {
                sh.process_out(move |sh| run::list(sh, &body))
            }
        }
        _ => Ok(Vec::new()),
    }
}

/// A word as an arithmetic expression.
pub fn arith(sh: &mut Shell, word: &Word) -> Checked<i64> {
    let text = text(sh, word)?;
    sh.arith(text)
}

/// A word where nothing is split or globbed: subjects, here-documents, subscripts.
pub fn text(sh: &mut Shell, word: &Word) -> Checked<Vec<u8>> {
    let word = &tilde(sh, word, false);
    let mut out = Vec::new();
    add_text(sh, &word.parts, &mut out)?;
    Ok(out)
}

/// The right side of an assignment: tildes count after each `:` too.
pub fn assigned_text(sh: &mut Shell, word: &Word) -> Checked<Vec<u8>> {
    let word = &tilde(sh, word, true);
    let mut out = Vec::new();
    add_text(sh, &word.parts, &mut out)?;
    Ok(out)
}

fn add_text(sh: &mut Shell, parts: &[Part], out: &mut Vec<u8>) -> Checked<()> {
    for part in parts {
        match part {
            Part::Literal(text) | Part::Quoted(text) => out.extend_from_slice(text),
            Part::Double(parts) => add_text(sh, parts, out)?,
            Part::Parameter(parameter) => match value_of(sh, parameter)? {
                Value::Text(text) => out.extend(text),
                Value::List(list, star) => out.extend(sh.join(&list, star)),
                Value::Word(word) => add_text(sh, &word.parts, out)?,
                Value::Nothing => {}
            },
            _ => out.extend(simple_part(sh, part)?),
        }
    }
    Ok(())
}

/// A word as a pattern: quoted parts stand for themselves.
pub fn pattern(sh: &mut Shell, word: &Word) -> Checked<Pat> {
    let word = &tilde(sh, word, false);
    let mut pat = Pat::new();
    for part in &word.parts {
        pat = match part {
            Part::Literal(text) => pat.lit(text),
            Part::Quoted(text) => pat.quoted(text),
            Part::Double(parts) => {
                let mut text = Vec::new();
                add_text(sh, parts, &mut text)?;
                pat.quoted(text)
            }
            Part::Parameter(parameter) => match value_of(sh, parameter)? {
                Value::Word(word) => pat.lit(pattern(sh, word)?.text),
                value => pat.lit(flat(sh, value)),
            },
            part => pat.lit(simple_part(sh, part)?),
        };
    }
    Ok(pat)
}

fn flat(sh: &Shell, value: Value) -> Vec<u8> {
    match value {
        Value::Text(text) => text,
        Value::List(list, star) => sh.join(&list, star),
        Value::Word(_) | Value::Nothing => Vec::new(),
    }
}

fn replacement(sh: &mut Shell, word: &Word) -> Checked<Replacement> {
    let mut with = Replacement::new();
    for part in &word.parts {
        let mut text = Vec::new();
        add_text(sh, std::slice::from_ref(part), &mut text)?;
        with = match part {
            Part::Quoted(_) | Part::Double(_) => with.quoted(text),
            _ => with.lit(text),
        };
    }
    Ok(with)
}

fn target(sh: &mut Shell, parameter: &Parameter) -> Checked<Param> {
    let name = &parameter.name;
    let base = match &parameter.subscript {
        None => param(name),
        Some(Subscript::All) => all(name),
        Some(Subscript::Star) => star(name),
        Some(Subscript::Text(word)) => elem(name, text(sh, word)?),
    };
    if parameter.indirect { sh.indirect(&base) } else { Ok(base) }
}

fn value_of<'a>(sh: &mut Shell, parameter: &'a Parameter) -> Checked<Value<'a>> {
    match &parameter.operation {
        Some(Operation::Bad(source)) => return sh.bad_substitution(source).map(Value::Text),
        Some(Operation::Keys { star }) => return Ok(Value::List(sh.keys(&parameter.name), *star)),
        Some(Operation::Names { star }) => {
            return Ok(Value::List(sh.prefixed(&parameter.name), *star));
        }
        _ => {}
    }
    let target = target(sh, parameter)?;
    match &parameter.operation {
        Some(Operation::Length) => Ok(Value::Text(sh.length(&target)?.to_string().into_bytes())),
        Some(Operation::Default { operator, colon, word }) => {
            default(sh, &target, *operator, *colon, word)
        }
        Some(operation) => operated(sh, &target, operation),
        None => plain(sh, &target),
    }
}

fn plain<'a>(sh: &mut Shell, target: &Param) -> Checked<Value<'a>> {
    Ok(match target {
        Param::All(_) => Value::List(sh.values(target)?, false),
        Param::Star(_) => Value::List(sh.values(target)?, true),
        _ => Value::Text(sh.value(target)?),
    })
}

fn default<'a>(
    sh: &mut Shell,
    target: &Param,
    operator: u8,
    colon: bool,
    word: &'a Word,
) -> Checked<Value<'a>> {
    let present = sh.present(target, colon);
    match operator {
        b'+' if present => Ok(Value::Word(word)),
        b'+' if matches!(target, Param::All(_)) => Ok(Value::List(Vec::new(), false)),
        b'+' => Ok(Value::Nothing),
        _ if present => plain(sh, target),
        b'-' => Ok(Value::Word(word)),
        b'=' => {
            let text = text(sh, word)?;
            Ok(Value::Text(sh.assign_default(target, text)?))
        }
        _ => {
            let message = if word.parts.is_empty() { None } else { Some(text(sh, word)?) };
            Err(sh.required(target, colon, message))
        }
    }
}

/// The operators that work on each element of a list.
fn operated<'a>(sh: &mut Shell, target: &Param, operation: &Operation) -> Checked<Value<'a>> {
    if let Operation::Slice { offset, length } = operation {
        let offset = arith(sh, offset)?;
        let length = length.as_ref().map(|word| arith(sh, word)).transpose()?;
        if matches!(target, Param::All(_) | Param::Star(_)) {
            let star = matches!(target, Param::Star(_));
            return Ok(Value::List(sh.slice_list(target, offset, length)?, star));
        }
        let text = sh.value(target)?;
        return Ok(Value::Text(sh.slice(text, offset, length)?));
    }
    if let Operation::Transform(operator) = operation {
        let operator = char::from(*operator).to_string();
        let mut list = sh.transform(target, &operator)?;
        return Ok(match target {
            Param::All(_) => Value::List(list, false),
            Param::Star(_) => Value::List(list, true),
            _ => Value::Text(list.pop().unwrap_or_default()),
        });
    }
    let value = plain(sh, target)?;
    Ok(match operation {
        Operation::Trim { operator, pattern: word } => {
            let pat = pattern(sh, word)?;
            match value {
                Value::List(list, star) => Value::List(sh.trim_all(&list, &pat, *operator), star),
                value => Value::Text(sh.trim(flat(sh, value), &pat, *operator)),
            }
        }
        Operation::Replace { operator, pattern: word, with } => {
            let pat = pattern(sh, word)?;
            let with = match with {
                Some(word) => replacement(sh, word)?,
                None => Replacement::new(),
            };
            match value {
                Value::List(list, star) => {
                    Value::List(sh.replace_all(&list, &pat, &with, *operator), star)
                }
                value => Value::Text(sh.replace(flat(sh, value), &pat, &with, *operator)),
            }
        }
        Operation::Case { operator, pattern: word } => {
            let pat = word.as_ref().map(|word| pattern(sh, word)).transpose()?;
            match value {
                Value::List(list, star) => {
                    Value::List(sh.case_change_all(&list, *operator, pat), star)
                }
                value => Value::Text(sh.case_change(flat(sh, value), *operator, pat)),
            }
        }
        _ => value,
    })
}
