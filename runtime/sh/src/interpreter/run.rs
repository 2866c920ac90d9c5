//! The evaluator: commands to the calls that translated scripts make.

use super::ast::{CaseClause, CaseEnd, Command, Kind, List, Part, Test, Word};
use super::command::complete_command;
use super::cursor::Cursor;
use super::expand::{fields, pattern, text};
use super::simple::{redirects, simple};
use crate::pipeline::Pipeline;
use crate::redirects::Redirects;
use crate::shell::Shell;
use crate::status::{Checked, Flow, Status};
use std::rc::Rc;

/// Runs a text, one complete command after the other.
pub fn eval(sh: &mut Shell, line: u32, text: &[u8]) -> Checked<Status> {
    let mut cursor = Cursor::new(text, line.max(1));
    let mut status = Status::OK;
    loop {
        if sh.dash || sh.state.options.shopt("expand_aliases") {
            cursor.aliases.values = Rc::clone(&sh.state.aliases);
        }
        match complete_command(&mut cursor) {
            Ok(None) => return Ok(status),
            Ok(Some(found)) => {
                let before = (sh.ignoring, sh.state.scopes.len(), sh.state.frames.len());
                status = match list(sh, &found) {
                    // The command is given up; the text goes on, unless a subshell ends.
                    Err(Flow::Abandon(status)) if sh.subshells == 0 => {
                        sh.ignoring = before.0;
                        while sh.state.scopes.len() > before.1 {
                            sh.pop_scope();
                        }
                        Rc::make_mut(&mut sh.state.frames).truncate(before.2);
                        sh.builtin = None;
                        sh.set_status(status)
                    }
                    result => result?,
                };
            }
            Err(error) => {
                sh.line = error.line;
                // `eval` names itself, and shows the line in which a token is too much.
                let of = if sh.builtin == Some("eval") && !sh.dash { "eval: " } else { "" };
                let shown = error.message.contains("near unexpected token");
                if !error.message.is_empty() {
                    sh.complain(of, &error.message);
                }
                if shown && !sh.dash {
                    let at = (error.line.saturating_sub(line.max(1))) as usize;
                    let excerpt = text.split(|byte| *byte == b'\n').nth(at).unwrap_or_default();
                    sh.complain(of, [b"`", excerpt, b"'"].concat());
                }
                sh.set_status(Status(2));
                return Ok(Status(2));
            }
        }
    }
}

/// Runs commands in sequence; the status is that of the last.
pub fn list(sh: &mut Shell, list: &List) -> Checked<Status> {
    let mut status = Status::OK;
    for item in &list.items {
        status = if item.background {
            let command = Rc::clone(&item.command);
            let shown = String::from_utf8_lossy(&item.text).into_owned();
            sh.background(item.command.line, &shown, move |sh| run(sh, &command))?
        } else {
            run(sh, &item.command)?
        };
    }
    if list.items.is_empty() {
        sh.set_status(status);
    }
    Ok(status)
}

/// Runs a command with its redirections.
pub fn run(sh: &mut Shell, command: &Command) -> Checked<Status> {
    if let Kind::Simple { assignments, words, text } = &command.kind {
        if !sh.stop_at(command.line, text)? {
            return Ok(sh.status());
        }
        return simple(sh, command, assignments, words);
    }
    if command.redirects.is_empty() {
        return compound(sh, command);
    }
    sh.begin(command.line);
    let redirects = redirects(sh, command.line, &command.redirects)?;
    sh.redirect(redirects, |sh| compound(sh, command))
}

fn compound(sh: &mut Shell, command: &Command) -> Checked<Status> {
    let line = command.line;
    match &command.kind {
        Kind::Simple { .. } => Ok(sh.status()),
        Kind::Pipeline { stages, stderr, negated, time } => match time {
            Some(posix) => sh.time(*posix, |sh| pipeline(sh, line, stages, stderr, *negated)),
            None => pipeline(sh, line, stages, stderr, *negated),
        },
        Kind::And(left, right) => {
            if sh.condition(|sh| run(sh, left))? {
                run(sh, right)
            } else {
                Ok(sh.status())
            }
        }
        Kind::Or(left, right) => {
            if sh.condition(|sh| run(sh, left))? {
                Ok(sh.status())
            } else {
                run(sh, right)
            }
        }
        Kind::Subshell(body) => sh.subshell(|sh| list(sh, body)),
        Kind::Group(body) => list(sh, body),
        Kind::If { arms, or_else } => {
            for (test, body) in arms {
                if sh.condition(|sh| list(sh, test))? {
                    return list(sh, body);
                }
            }
            list(sh, or_else.as_deref().unwrap_or(&List::default()))
        }
        Kind::While { until, test, body } => {
            if *until {
                sh.until_loop(|sh| list(sh, test), |sh| list(sh, body))
            } else {
                sh.while_loop(|sh| list(sh, test), |sh| list(sh, body))
            }
        }
        Kind::For { head, name, words, body } => {
            sh.begin(line);
            let items = items(sh, words.as_deref())?;
            sh.for_loop(line, name, items, |sh| {
                sh.stop_at(line, b"for")?;
                sh.trace_text(head);
                list(sh, body)
            })
        }
        Kind::Select { head, name, words, body } => {
            sh.begin(line);
            sh.trace_text(head);
            let items = items(sh, words.as_deref())?;
            let name = String::from_utf8_lossy(name).into_owned();
            let mut status = Status::OK;
            while sh.select(line, &name, &items)? {
                if !round(sh, body, &mut status)? {
                    break;
                }
            }
            Ok(status)
        }
        Kind::ArithmeticFor { init, test, step, body } => {
            arithmetic_for(sh, line, [init, test, step], body)
        }
        Kind::Case { head, subject, clauses } => {
            sh.stop_at(line, b"case")?;
            sh.begin(line);
            sh.trace_text(head);
            case(sh, subject, clauses)
        }
        Kind::Function { name, body, text } => {
            let body = Rc::clone(body);
            let name = String::from_utf8_lossy(name).into_owned();
            sh.define(&name, move |sh: &mut Shell| run(sh, &body));
            sh.define_text(&name, text);
            sh.define_line(&name, line);
            Ok(sh.status())
        }
        Kind::Test(expression) => {
            sh.stop_at(line, b"[[")?;
            sh.cond(line, |sh| test(sh, expression, false))
        }
        Kind::Arithmetic(word) => {
            sh.stop_at(line, b"((")?;
            sh.arith_command(line, |sh| traced_arith(sh, word))
        }
    }
}

/// One round of a loop; false: the loop ends.
fn round(sh: &mut Shell, body: &List, status: &mut Status) -> Checked<bool> {
    let jump = sh.jump(|sh| {
        *status = list(sh, body)?;
        Ok(*status)
    })?;
    match u32::try_from(jump.unsigned_abs()).unwrap_or(u32::MAX) {
        0 => Ok(true),
        1 => {
            *status = sh.status();
            Ok(jump < 0)
        }
        more if jump > 0 => Err(Flow::Break(more - 1)),
        more => Err(Flow::Continue(more - 1)),
    }
}

fn items(sh: &mut Shell, words: Option<&[Word]>) -> Checked<Vec<Vec<u8>>> {
    match words {
        Some(words) => Ok(fields(sh, words)?.into_vec()),
        None => Ok(sh.positional().to_vec()),
    }
}

fn arithmetic_for(
    sh: &mut Shell,
    line: u32,
    parts: [&Option<Word>; 3],
    body: &List,
) -> Checked<Status> {
    let evaluate = |sh: &mut Shell, word: &Option<Word>| match word {
        Some(word) => {
            sh.begin(line);
            let text = text(sh, word)?;
            sh.trace_arith(text.trim_ascii_start());
            sh.arith(text)
        }
        None => {
            sh.trace_arith("1");
            Ok(1)
        }
    };
    evaluate(sh, parts[0])?;
    let mut status = Status::OK;
    while evaluate(sh, parts[1])? != 0 {
        if !round(sh, body, &mut status)? {
            break;
        }
        evaluate(sh, parts[2])?;
    }
    sh.set_status(status);
    Ok(status)
}

/// An expression of `((…))`.
fn traced_arith(sh: &mut Shell, word: &Word) -> Checked<i64> {
    let text = text(sh, word)?;
    sh.trace_arith(&text);
    sh.arith(text)
}

fn case(sh: &mut Shell, subject: &Word, clauses: &[CaseClause]) -> Checked<Status> {
    let subject = text(sh, subject)?;
    let mut status = Status::OK;
    let mut falls = false;
    for clause in clauses {
        let mut matched = falls;
        for word in &clause.patterns {
            if matched {
                break;
            }
            let pat = pattern(sh, word)?;
            matched = sh.case_matches(&subject, &pat);
        }
        if !matched {
            continue;
        }
        status = list(sh, &clause.body)?;
        match clause.end {
            CaseEnd::Leave => return Ok(status),
            CaseEnd::Fall => falls = true,
            CaseEnd::Test => falls = false,
        }
    }
    sh.set_status(status);
    Ok(status)
}

fn pipeline(
    sh: &mut Shell,
    line: u32,
    stages: &[Rc<Command>],
    stderr: &[bool],
    negated: bool,
) -> Checked<Status> {
    if negated {
        sh.condition(|sh| pipeline(sh, line, stages, stderr, false))?;
        let status = sh.status();
        return Ok(sh.negate(status));
    }
    if let [only] = stages {
        return run(sh, only);
    }
    let mut pipes = Pipeline::new();
    for (at, (stage, both)) in stages.iter().zip(stderr).enumerate() {
        let (stage, both) = (Rc::clone(stage), *both);
        let body = move |sh: &mut Shell| {
            if !both {
                return run(sh, &stage);
            }
            let redirects = Redirects::new(stage.line).dup_out(2, b"1");
            sh.redirect(redirects, |sh| run(sh, &stage))
        };
        pipes = if at + 1 == stages.len() { pipes.last_fork(body) } else { pipes.stage(body) };
    }
    if matches!(stages.last().map(|last| &last.kind), Some(Kind::Subshell(_))) {
        return pipes.run_subshell(sh, line);
    }
    pipes.run(sh, line)
}

/// A test; `negated`: behind a `!`, for traces.
fn test(sh: &mut Shell, expression: &Test, negated: bool) -> Checked<bool> {
    match expression {
        Test::Word(word) => {
            let text = text(sh, word)?;
            sh.trace_test(negated, &text, "-n", None);
            Ok(!text.is_empty())
        }
        Test::Not(operand) => Ok(!test(sh, operand, true)?),
        Test::And(left, right) => Ok(test(sh, left, false)? && test(sh, right, false)?),
        Test::Or(left, right) => Ok(test(sh, left, false)? || test(sh, right, false)?),
        Test::Unary(operator, operand) => {
            let operand = text(sh, operand)?;
            sh.trace_test(negated, &operand, &String::from_utf8_lossy(operator), None);
            sh.test_unary(operator, operand)
        }
        Test::Binary(operator, left, right) => {
            let left = text(sh, left)?;
            let shown = String::from_utf8_lossy(operator);
            match operator.as_slice() {
                b"=" | b"==" | b"!=" | b"=~" => {
                    let pat = pattern(sh, right)?;
                    let known = if operator == b"=~" { None } else { spelled(&right.parts) };
                    sh.trace_test(negated, &left, &shown, Some(&known.unwrap_or(pat.text.clone())));
                    if operator == b"=~" {
                        return sh.regex(left, &pat);
                    }
                    Ok(sh.matches(left, &pat) == (operator != b"!="))
                }
                _ => {
                    let right = text(sh, right)?;
                    sh.trace_test(negated, &left, &shown, Some(&right));
                    sh.test_binary(operator, left, right)
                }
            }
        }
    }
}

/// A pattern without expansions as a trace shows it: what is quoted stands behind backslashes.
fn spelled(parts: &[Part]) -> Option<Vec<u8>> {
    let mut shown = Vec::new();
    for part in parts {
        match part {
            Part::Literal(text) => shown.extend_from_slice(text),
            Part::Quoted(text) => shown.extend(text.iter().flat_map(|byte| [b'\\', *byte])),
            Part::Double(parts) => shown.extend(spelled(parts)?),
            _ => return None,
        }
    }
    Some(shown)
}
