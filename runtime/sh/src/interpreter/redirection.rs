//! Redirections: operators, descriptors, targets.

use super::ast::Redirect;
use super::cursor::{Cursor, Parsed, PendingHere};
use super::here::here_delimiter;
use super::word::next_word;
use std::cell::OnceCell;
use std::rc::Rc;

const REDIRECTIONS: [&str; 13] =
    ["&>>", "&>", "<<<", "<<-", "<<", ">>", "<&", ">&", "<>", ">|", "<", ">", ""];

/// A redirection, if one is next.
pub fn redirection(c: &mut Cursor) -> Parsed<Option<Redirect>> {
    let rest = c.rest();
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut prefix = digits;
    let mut variable = None;
    if rest.first() == Some(&b'{') {
        let length = c.name_length(1);
        if length > 0 && rest.get(length + 1) == Some(&b'}') {
            variable = Some(rest[1..=length].to_vec());
            prefix = length + 2;
        }
    }
    let after = &rest[prefix..];
    let operator = REDIRECTIONS
        .into_iter()
        .find(|operator| after.starts_with(operator.as_bytes()))
        .unwrap_or("");
    let process = operator.len() == 1 && after.get(1) == Some(&b'(');
    if operator.is_empty() || process || operator.starts_with('&') && prefix > 0 {
        return Ok(None);
    }
    let fd = std::str::from_utf8(&rest[..digits]).ok().and_then(|text| text.parse().ok());
    c.at += prefix + operator.len();
    c.blanks();
    let cell = Rc::new(OnceCell::new());
    if operator == "<<" || operator == "<<-" {
        let (delimiter, quoted) = here_delimiter(c)?;
        let word = Rc::clone(&cell);
        c.pending.push(PendingHere { delimiter, quoted, strip: operator == "<<-", word });
        return Ok(Some(Redirect { operator: "<<", fd, variable, word: cell }));
    }
    let Some(target) = next_word(c)? else { return c.unexpected() };
    let _ = cell.set(target);
    Ok(Some(Redirect { operator, fd, variable, word: cell }))
}
