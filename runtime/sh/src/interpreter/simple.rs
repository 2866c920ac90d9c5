//! Simple commands: words, assignments, redirections.

use super::ast::{Argument, Assigned, Assignment, Command, Element, Redirect, Word};
use super::expand::{add_argument, assigned_text, fields, text};
use super::word::constant_text;
use crate::arguments::{Assigns, DeclArgs, Elements};
use crate::params::elem;
use crate::redirects::Redirects;
use crate::shell::Shell;
use crate::status::{Checked, Status};
use crate::words::Words;

const DECLARATIONS: [&[u8]; 5] = [b"declare", b"typeset", b"local", b"export", b"readonly"];

/// Runs assignments, or a command of words.
pub fn simple(
    sh: &mut Shell,
    command: &Command,
    assignments: &[Assignment],
    words: &[Argument],
) -> Checked<Status> {
    let line = command.line;
    sh.begin(line);
    if let [Argument::Word(first), rest @ ..] = words
        && let Some(name) = constant_text(first, true)
        && DECLARATIONS.contains(&name.as_slice())
    {
        let args = declared(sh, rest)?;
        let name = String::from_utf8_lossy(&name).into_owned();
        return redirected(sh, command, |sh| sh.declare(line, &name, args));
    }
    let mut found = Words::new();
    for argument in words {
        match argument {
            Argument::Word(word) => {
                for word in super::braces::words(sh, word) {
                    add_argument(sh, &mut found, &word)?;
                }
            }
            Argument::Assignment(assignment) => {
                let text = assignment_text(sh, assignment)?;
                found.word(text);
            }
        }
    }
    let found = found.into_vec();
    if found.is_empty() {
        return redirected(sh, command, |sh| {
            for assignment in assignments {
                assign(sh, assignment)?;
            }
            sh.forget_word();
            sh.assignments(line)
        });
    }
    if found == [b"exec"] && assignments.is_empty() && !command.redirects.is_empty() {
        let redirects = redirects(sh, line, &command.redirects)?;
        return sh.exec_redirect(redirects);
    }
    sh.trace_first();
    if assignments.is_empty() {
        return redirected(sh, command, |sh| sh.command(line, found));
    }
    let redirects = redirects(sh, line, &command.redirects)?;
    let mut assigns = Assigns::new();
    // Each sees those before it.
    let several = assignments.len() > 1;
    if several {
        sh.push_scope(true);
    }
    let filled = temporaries(sh, assignments, &mut assigns, several);
    if several {
        sh.pop_scope();
    }
    filled?;
    if command.redirects.is_empty() {
        return sh.command_with(line, assigns, found);
    }
    sh.redirect(redirects, |sh| sh.command_with(line, assigns, found))
}

/// The assignments before a command; `seen`: the next ones see them.
fn temporaries(
    sh: &mut Shell,
    assignments: &[Assignment],
    assigns: &mut Assigns,
    seen: bool,
) -> Checked<()> {
    for assignment in assignments {
        let text = match &assignment.value {
            Assigned::Text(word) => assigned_text(sh, word)?,
            // The list is only its text.
            Assigned::Array(list) => {
                let mut texts = Vec::new();
                for element in list {
                    texts.push(assigned_text(sh, &element.value)?);
                }
                [b"(", &texts.join(&b' ')[..], b")"].concat()
            }
        };
        let name = match &assignment.subscript {
            Some(subscript) => {
                [&assignment.name[..], b"[", &super::expand::text(sh, subscript)?, b"]"].concat()
            }
            None => assignment.name.clone(),
        };
        if assignment.append {
            assigns.append(&name, text);
            continue;
        }
        if seen && assignment.subscript.is_none() {
            sh.hide(&name, true);
            sh.put_variable(&name, crate::variables::Variable::text(text.clone()));
        }
        assigns.set(&name, text);
    }
    Ok(())
}

fn redirected(
    sh: &mut Shell,
    command: &Command,
    body: impl FnOnce(&mut Shell) -> Checked<Status>,
) -> Checked<Status> {
    if command.redirects.is_empty() {
        return body(sh);
    }
    let redirects = redirects(sh, command.line, &command.redirects)?;
    sh.redirect(redirects, body)
}

/// `name=text` as one word, for `name=value` after a command that takes it as a plain argument.
fn assignment_text(sh: &mut Shell, assignment: &Assignment) -> Checked<Vec<u8>> {
    let mut out = assignment.name.clone();
    if let Some(subscript) = &assignment.subscript {
        out.push(b'[');
        out.extend(text(sh, subscript)?);
        out.push(b']');
    }
    out.extend_from_slice(if assignment.append { b"+=" } else { b"=" });
    if let Assigned::Text(word) = &assignment.value {
        out.extend(assigned_text(sh, word)?);
    }
    Ok(out)
}

fn declared(sh: &mut Shell, arguments: &[Argument]) -> Checked<DeclArgs> {
    let mut args = DeclArgs::new();
    for argument in arguments {
        match argument {
            Argument::Word(word) => {
                args.words(fields(sh, std::slice::from_ref(word))?.into_vec());
            }
            Argument::Assignment(assignment) => match &assignment.value {
                Assigned::Array(list) => {
                    let elements = elements(sh, list)?;
                    let name = String::from_utf8_lossy(&assignment.name).into_owned();
                    args.array(&name, elements, assignment.append);
                }
                Assigned::Text(_) => {
                    let text = assignment_text(sh, assignment)?;
                    args.word(text);
                }
            },
        }
    }
    Ok(args)
}

fn elements(sh: &mut Shell, list: &[Element]) -> Checked<Elements> {
    let mut found = Elements::new();
    for element in list {
        match &element.key {
            Some(key) => {
                let key = text(sh, key)?;
                let value = assigned_text(sh, &element.value)?;
                found.keyed(key, value, element.append);
            }
            None => {
                found.words(fields(sh, std::slice::from_ref(&element.value))?.into_vec());
            }
        }
    }
    Ok(found)
}

fn assign(sh: &mut Shell, assignment: &Assignment) -> Checked<()> {
    let name = &assignment.name;
    let word = match &assignment.value {
        Assigned::Array(list) => {
            let elements = elements(sh, list)?;
            sh.trace_text(&assignment.text);
            return sh.assign_array(name, elements, assignment.append);
        }
        Assigned::Text(word) => word,
    };
    let subscript = assignment.subscript.as_ref().map(|word| text(sh, word)).transpose()?;
    let value = assigned_text(sh, word)?;
    let end = assignment.text.iter().position(|byte| *byte == b'=').unwrap_or(0);
    sh.trace_assignment(&assignment.text[..end], &value);
    match (subscript, assignment.append) {
        (Some(at), true) => sh.append_to(&elem(name, at), value),
        (Some(at), false) => sh.assign_to(&elem(name, at), value),
        (None, true) => sh.append(name, value),
        (None, false) => sh.assign(name, value),
    }
}

/// The redirections of a command, expanded in order.
pub fn redirects(sh: &mut Shell, line: u32, list: &[Redirect]) -> Checked<Redirects> {
    let mut found = Redirects::new(line);
    let empty = Word::default();
    for redirect in list {
        let word = redirect.word.get().unwrap_or(&empty);
        if let Some(name) = &redirect.variable {
            found = found.variable(name);
        }
        let input = matches!(redirect.operator, "<" | "<>" | "<&" | "<<" | "<<<");
        let fd = redirect.fd.unwrap_or(i32::from(!input));
        found = match redirect.operator {
            "<<" => found.here(fd, text(sh, word)?),
            "<<<" => {
                let mut body = text(sh, word)?;
                body.push(b'\n');
                found.here(fd, body)
            }
            "<&" => found.dup_in(fd, text(sh, word)?),
            ">&" => found.dup_out(fd, text(sh, word)?),
            operator => {
                let path = fields(sh, std::slice::from_ref(word))?;
                match operator {
                    "<" => found.read(fd, path),
                    ">" => found.write(fd, path),
                    ">|" => found.clobber(fd, path),
                    ">>" => found.append(fd, path),
                    "<>" => found.read_write(fd, path),
                    "&>" => found.both(path),
                    _ => found.both_append(path),
                }
            }
        };
    }
    Ok(found)
}
