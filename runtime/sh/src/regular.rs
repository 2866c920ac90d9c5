//! `=~`: POSIX extended regular expressions by way of the `regex` crate.

use crate::arguments::Elements;
use crate::shell::Shell;
use crate::status::{Checked, Flow};
use crate::words::PatternText;
use regex::bytes::{Captures, Regex};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

const CLASSES: [&[u8]; 13] = [
    b"alpha", b"digit", b"alnum", b"upper", b"lower", b"space", b"blank", b"punct", b"print",
    b"graph", b"cntrl", b"xdigit", b"word",
];

/// An expression that is none.
const WRONG: &str = "(";

/// A POSIX expression (backslash quotes) in the crate's syntax.
pub(crate) fn extended(text: &[u8]) -> String {
    let mut result = String::new();
    let literal = |byte: u8, result: &mut String| {
        if byte >= 0x80 {
            result.push_str(&format!("\\x{byte:02X}"));
        } else if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b' ' | b'\n' | b'\t') {
            result.push(byte as char);
        } else {
            result.push_str(&format!("\\x{byte:02X}"));
        }
    };
    let (mut at, mut depth) = (0, 0_usize);
    // Where a repetition has nothing to repeat.
    let mut fresh = true;
    while at < text.len() {
        let byte = text[at];
        at += 1;
        let was_fresh = std::mem::replace(&mut fresh, matches!(byte, b'(' | b'|' | b'^'));
        match byte {
            b'\\' if at == text.len() => return WRONG.into(),
            b'*' | b'+' | b'?' if was_fresh => return WRONG.into(),
            b'(' => {
                depth += 1;
                result.push('(');
            }
            b')' if depth == 0 => result.push_str("\\)"),
            b')' => {
                depth -= 1;
                result.push(')');
            }
            b'\\' => {
                let next = text[at];
                at += 1;
                // GNU's extensions.
                match next {
                    b'b' | b'B' | b'w' | b'W' | b's' | b'S' => {
                        result.push_str(&format!("\\{}", next as char))
                    }
                    b'<' => result.push_str("\\b{start}"),
                    b'>' => result.push_str("\\b{end}"),
                    _ => literal(next, &mut result),
                }
            }
            b'[' => at = bracket(text, at, &mut result),
            b'{' => {
                let end = text[at..].iter().position(|&other| other == b'}');
                let inner = end.map(|end| &text[at..at + end]);
                let counts = inner.filter(|inner| {
                    inner.first().is_some_and(u8::is_ascii_digit) || inner.first() == Some(&b',')
                });
                match counts {
                    Some(counts) => {
                        let counts = String::from_utf8_lossy(counts);
                        let counts = counts
                            .strip_prefix(',')
                            .map_or(counts.to_string(), |rest| format!("0,{rest}"));
                        result.push_str(&format!("{{{counts}}}"));
                        at += inner.map_or(0, <[u8]>::len) + 1;
                    }
                    None => return WRONG.into(),
                }
            }
            b'.' | b'*' | b'+' | b'?' | b'|' | b'^' | b'$' => result.push(byte as char),
            byte => literal(byte, &mut result),
        }
    }
    result
}

/// A basic expression as an extended one; `None` for back references.
pub(crate) fn basic(text: &[u8]) -> Option<Vec<u8>> {
    let mut result = Vec::new();
    let mut at = 0;
    let mut fresh = true;
    while at < text.len() {
        let byte = text[at];
        at += 1;
        let was_fresh = std::mem::take(&mut fresh);
        match byte {
            b'\\' => {
                let next = *text.get(at)?;
                at += 1;
                match next {
                    b'1'..=b'9' => return None,
                    b'(' | b'|' => {
                        result.push(next);
                        fresh = true;
                    }
                    b')' | b'{' | b'}' | b'+' | b'?' => result.push(next),
                    next => result.extend_from_slice(&[b'\\', next]),
                }
            }
            b'[' => {
                let end = bracket(text, at, &mut String::new());
                result.push(b'[');
                result.extend_from_slice(&text[at..end]);
                at = end;
            }
            b'*' if was_fresh => result.extend_from_slice(b"\\*"),
            b'^' if !was_fresh => result.extend_from_slice(b"\\^"),
            b'$' if at < text.len()
                && !text[at..].starts_with(b"\\)")
                && !text[at..].starts_with(b"\\|") =>
            {
                result.extend_from_slice(b"\\$");
            }
            b'^' => {
                result.push(byte);
                fresh = true;
            }
            b'(' | b')' | b'{' | b'}' | b'|' | b'+' | b'?' => {
                result.extend_from_slice(&[b'\\', byte])
            }
            byte => result.push(byte),
        }
    }
    Some(result)
}

/// A bracket expression after its `[`; where it ends.
fn bracket(text: &[u8], mut at: usize, result: &mut String) -> usize {
    let from = at;
    let mut inner = String::from("[");
    if text.get(at) == Some(&b'^') {
        inner.push('^');
        at += 1;
    }
    let mut first = true;
    loop {
        let Some(&byte) = text.get(at) else {
            result.push_str(WRONG);
            return from;
        };
        at += 1;
        match byte {
            b']' if !first => {
                inner.push(']');
                result.push_str(&inner);
                return at;
            }
            b'[' if text.get(at) == Some(&b':') => {
                match text[at..].windows(2).position(|pair| pair == b":]") {
                    Some(end) if !CLASSES.contains(&&text[at + 1..at + end]) => {
                        result.push_str(WRONG);
                        return text.len();
                    }
                    Some(end) => {
                        inner.push_str(&format!(
                            "[{}]",
                            String::from_utf8_lossy(&text[at..at + end + 1])
                        ));
                        at += end + 2;
                    }
                    None => inner.push_str("\\["),
                }
            }
            b'[' if matches!(text.get(at), Some(b'.' | b'=')) && text.len() > at + 3 => {
                inner.push_str(&format!("\\x{:02X}", text[at + 1]));
                at += 4;
            }
            b'-' if !first && text.get(at) != Some(&b']') => inner.push('-'),
            // A quoted `-` is a range all the same.
            b'\\' if text.get(at) == Some(&b'-') && !first && text.get(at + 1) != Some(&b']') => {
                inner.push('-');
                at += 1;
            }
            // The quoting of the word, not of the expression.
            b'\\' if text.get(at).is_some_and(|next| !next.is_ascii_alphanumeric()) => {
                inner.push_str(&format!("\\x{:02X}", text[at]));
                at += 1;
            }
            byte if byte >= 0x80 => {
                let length = crate::locale::sequence(&text[at - 1..]);
                match std::str::from_utf8(&text[at - 1..at - 1 + length]) {
                    Ok(char) if length > 1 => inner.push_str(char),
                    _ => inner.push_str(&format!("\\x{byte:02X}")),
                }
                at += length - 1;
            }
            byte => inner.push_str(&format!("\\x{byte:02X}")),
        }
        first = false;
    }
}

impl Shell {
    /// `text =~ expression`: sets BASH_REMATCH; an invalid expression is status 2 of `[[`.
    pub fn regex(
        &mut self,
        text: impl AsRef<[u8]>,
        expression: &(impl PatternText + ?Sized),
    ) -> Checked<bool> {
        let text = text.as_ref();
        let Some(compiled) = self.compiled(expression.pattern_text()) else {
            return Err(Flow::Abandon(crate::status::Status(2)));
        };
        let found = compiled.captures(text);
        let mut elements = Elements::new();
        let hit = found.is_some();
        if let Some(found) = found {
            for group in found.iter() {
                elements.word(group.map_or(&b""[..], |group| group.as_bytes()));
            }
        }
        self.try_assign_array(b"BASH_REMATCH", elements, false)?;
        Ok(hit)
    }

    /// The expression in the crate's form; the last ones are remembered. `None`: it is not valid.
    fn compiled(&mut self, text: &[u8]) -> Option<Rc<Compiled>> {
        let utf8 = self.is_utf8();
        let fold = self.state.options.shopt("nocasematch");
        if let Some((key, compiled)) = self.regexes.get(text)
            && *key == (utf8, fold)
        {
            return Some(Rc::clone(compiled));
        }
        let compiled = Rc::new(Compiled::new(text, utf8, fold)?);
        if self.regexes.len() >= REMEMBERED {
            self.regexes.clear();
        }
        self.regexes.insert(text.to_vec(), ((utf8, fold), Rc::clone(&compiled)));
        Some(compiled)
    }
}

/// `text =~ expression` of a valid expression, where nobody asks what matched and no option is set, in the locale that the
/// program starts in.
pub fn is_match(text: impl AsRef<[u8]>, expression: &'static str) -> bool {
    thread_local! {
        static KNOWN: RefCell<HashMap<&'static str, Option<Compiled>>> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| {
        let compiled = known.entry(expression).or_insert_with(|| {
            Compiled::new(expression.as_bytes(), crate::locale::starts_utf8(), false)
        });
        compiled.as_ref().is_some_and(|compiled| compiled.regex.is_match(text.as_ref()))
    })
}

/// By the text of the expression: whether characters and case count, and the expression.
pub(crate) type Regexes = HashMap<Vec<u8>, ((bool, bool), Rc<Compiled>)>;

const REMEMBERED: usize = 64;

/// An expression that was translated.
pub(crate) struct Compiled {
    regex: Regex,
    /// Of an expression with alternatives: the same for a whole text, since POSIX takes the longest match.
    whole: Option<Regex>,
}

impl Compiled {
    fn new(text: &[u8], utf8: bool, fold: bool) -> Option<Compiled> {
        let translated = extended(text);
        let unicode =
            |source: &str| if utf8 { source.to_string() } else { format!("(?-u){source}") };
        let build = |source: &str| {
            regex::bytes::RegexBuilder::new(source)
                .case_insensitive(fold)
                .dot_matches_new_line(true)
                .build()
        };
        let regex = build(&unicode(&translated)).or_else(|_| build(&translated)).ok()?;
        let chooses = text.contains(&b'|') && !text[..text.len() - 1].contains(&b'$');
        let whole = format!("\\A(?:{translated})\\z");
        let whole = chooses.then(|| build(&unicode(&whole)).or_else(|_| build(&whole)).ok());
        Some(Compiled { regex, whole: whole.flatten() })
    }

    fn captures<'a>(&self, text: &'a [u8]) -> Option<Captures<'a>> {
        let found = self.regex.captures(text)?;
        let first = found.get(0)?;
        if let Some(whole) = &self.whole {
            let longer = (first.end() + 1..=text.len()).rev();
            for end in longer.take(LONGEST) {
                if let Some(found) = whole.captures(&text[first.start()..end]) {
                    return Some(found);
                }
            }
        }
        Some(found)
    }
}

/// How many longer matches are tried.
const LONGEST: usize = 4096;
