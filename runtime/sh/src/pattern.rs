//! Patterns: `*`, `?`, `[…]`, extended globs; matched on bytes or, in a UTF-8 locale, characters.

use crate::shell::Shell;
use crate::words::PatternText;

/// A compiled pattern.
#[derive(Clone, Debug)]
pub struct Pattern {
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
pub(crate) enum Part {
    Byte(u8),
    Any,
    Star,
    Set(Set),
    /// `?(…)`, `*(…)`, `+(…)`, `@(…)`, `!(…)`.
    Extended(u8, Vec<Vec<Part>>),
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Set {
    pub(crate) negated: bool,
    pub(crate) singles: Vec<u32>,
    pub(crate) ranges: Vec<(u32, u32)>,
    pub(crate) classes: Vec<Vec<u8>>,
}

/// How a text is compared.
#[derive(Clone, Copy, Debug, Default)]
pub struct How {
    /// Letters match in either case.
    pub fold: bool,
    /// A character is a UTF-8 sequence.
    pub utf8: bool,
    /// `/` is matched by nothing but itself (file names).
    pub path: bool,
}

impl How {
    /// In the locale that the program starts in.
    pub(crate) fn at_start() -> How {
        How { utf8: crate::locale::starts_utf8(), ..How::default() }
    }
}

/// Quotes every character that a pattern gives a meaning to.
pub fn escape(text: &[u8]) -> Vec<u8> {
    let mut escaped = Vec::with_capacity(text.len());
    for &byte in text {
        if b"*?[]\\()|+@!-^.${}".contains(&byte) {
            escaped.push(b'\\');
        }
        escaped.push(byte);
    }
    escaped
}

/// A quoted pattern text without its quotes.
pub fn unescape(text: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(text.len());
    let mut bytes = text.iter();
    while let Some(&byte) = bytes.next() {
        match (byte, byte == b'\\') {
            (_, true) => plain.push(*bytes.next().unwrap_or(&b'\\')),
            _ => plain.push(byte),
        }
    }
    plain
}

/// The character at the start of a text: its code and length.
pub(crate) fn character(text: &[u8], utf8: bool) -> (u32, usize) {
    let first = text[0];
    if !utf8 || first < 0x80 {
        return (u32::from(first), 1);
    }
    let length = crate::locale::sequence(text);
    match std::str::from_utf8(&text[..length]).ok().and_then(|text| text.chars().next()) {
        Some(char) => (char as u32, length),
        None => (u32::from(first), 1),
    }
}

impl Pattern {
    /// Compiles a pattern text; backslash quotes.
    pub fn new(text: &[u8], extended: bool) -> Pattern {
        Pattern { parts: crate::pattern_text::read(text, extended) }
    }

    /// Does it match the whole text?
    pub fn matches(&self, text: &[u8], how: How) -> bool {
        matches(&self.parts, text, how, &mut |rest| rest.is_empty())
    }

    /// The length of the shortest or longest start of the text that it matches.
    pub fn prefix(&self, text: &[u8], longest: bool, how: How) -> Option<usize> {
        if let Some(length) = self.plain_length() {
            return (length <= text.len() && self.matches(&text[..length], how)).then_some(length);
        }
        let mut found = None;
        matches(&self.parts, text, how, &mut |rest| {
            let length = text.len() - rest.len();
            if found.is_none_or(|old| if longest { length > old } else { length < old }) {
                found = Some(length);
            }
            // The longest possible (or shortest) ends the search.
            length == if longest { text.len() } else { 0 }
        });
        found
    }

    /// Where the shortest or longest end of the text that it matches starts.
    pub fn suffix(&self, text: &[u8], longest: bool, how: How) -> Option<usize> {
        if let Some(length) = self.plain_length() {
            let at = text.len().checked_sub(length)?;
            return self.matches(&text[at..], how).then_some(at);
        }
        let mut starts: Vec<usize> = Vec::with_capacity(text.len() + 1);
        let mut at = 0;
        while at < text.len() {
            starts.push(at);
            at += character(&text[at..], how.utf8).1;
        }
        starts.push(text.len());
        let fits = |at: &usize| self.matches(&text[*at..], how);
        if longest { starts.into_iter().find(fits) } else { starts.into_iter().rev().find(fits) }
    }

    /// Its length when it is only bytes.
    fn plain_length(&self) -> Option<usize> {
        self.parts.iter().all(|part| matches!(part, Part::Byte(_))).then_some(self.parts.len())
    }

    /// Does it start with a literal dot?
    pub fn starts_with_dot(&self) -> bool {
        starts_with_dot(&self.parts)
    }
}

fn starts_with_dot(parts: &[Part]) -> bool {
    match parts.first() {
        Some(Part::Byte(b'.')) => true,
        Some(Part::Extended(b'@' | b'+' | b'?' | b'*', list)) => {
            list.iter().any(|parts| starts_with_dot(parts))
        }
        _ => false,
    }
}

fn fold(code: u32) -> u32 {
    char::from_u32(code).map_or(code, |char| char.to_lowercase().next().unwrap_or(char) as u32)
}

/// Tries to match; `done` judges what is left of the text and says whether that ends the search.
fn matches(parts: &[Part], text: &[u8], how: How, done: &mut dyn FnMut(&[u8]) -> bool) -> bool {
    let Some((part, rest)) = parts.split_first() else { return done(text) };
    match part {
        Part::Byte(byte) => match text.split_first() {
            Some((first, text))
                if first == byte || how.fold && first.eq_ignore_ascii_case(byte) =>
            {
                matches(rest, text, how, done)
            }
            _ => false,
        },
        Part::Any | Part::Set(_) => {
            if text.is_empty() {
                return false;
            }
            let (code, length) = character(text, how.utf8);
            let fits = match part {
                Part::Set(set) => set.has(code, how),
                _ => true,
            };
            fits && !(how.path && code == u32::from(b'/'))
                && matches(rest, &text[length..], how, done)
        }
        Part::Star => star(rest, text, how, done),
        Part::Extended(kind, list) => extended(*kind, list, rest, text, how, done),
    }
}

fn star(rest: &[Part], text: &[u8], how: How, done: &mut dyn FnMut(&[u8]) -> bool) -> bool {
    let mut at = 0;
    // What follows is often a literal byte: look for it instead of trying everywhere.
    let wanted = match rest.first() {
        Some(Part::Byte(byte)) if !how.fold => Some(*byte),
        _ => None,
    };
    // A later star makes backtracking into this one useless once it was reached.
    let simple = rest.iter().any(|part| matches!(part, Part::Star))
        && rest.iter().all(|part| !matches!(part, Part::Extended(..)));
    loop {
        if wanted.is_none_or(|byte| text.get(at) == Some(&byte)) {
            if simple {
                let until =
                    rest.iter().position(|part| matches!(part, Part::Star)).unwrap_or(rest.len());
                let mut after = None;
                matches(&rest[..until], &text[at..], how, &mut |left| {
                    after = Some(text.len() - left.len());
                    true
                });
                if let Some(after) = after {
                    return star(&rest[until + 1..], &text[after..], how, done);
                }
            } else if matches(rest, &text[at..], how, done) {
                return true;
            }
        }
        if at >= text.len() || how.path && text[at] == b'/' {
            return false;
        }
        at += character(&text[at..], how.utf8).1;
    }
}

fn extended(
    kind: u8,
    list: &[Vec<Part>],
    rest: &[Part],
    text: &[u8],
    how: How,
    done: &mut dyn FnMut(&[u8]) -> bool,
) -> bool {
    match kind {
        b'@' | b'?' => {
            if kind == b'?' && matches(rest, text, how, done) {
                return true;
            }
            list.iter()
                .any(|parts| matches(parts, text, how, &mut |left| matches(rest, left, how, done)))
        }
        b'*' => repeat(list, rest, text, how, done, true),
        b'+' => repeat(list, rest, text, how, done, false),
        _ => {
            let mut at = 0;
            loop {
                let head = &text[..at];
                let hit =
                    list.iter().any(|parts| matches(parts, head, how, &mut |left| left.is_empty()));
                if !hit && matches(rest, &text[at..], how, done) {
                    return true;
                }
                if at >= text.len() || how.path && text[at] == b'/' {
                    return false;
                }
                at += character(&text[at..], how.utf8).1;
            }
        }
    }
}

fn repeat(
    list: &[Vec<Part>],
    rest: &[Part],
    text: &[u8],
    how: How,
    done: &mut dyn FnMut(&[u8]) -> bool,
    none: bool,
) -> bool {
    if none && matches(rest, text, how, done) {
        return true;
    }
    list.iter().any(|parts| {
        matches(parts, text, how, &mut |left| {
            if left.len() == text.len() {
                return !none && matches(rest, left, how, done);
            }
            repeat(list, rest, left, how, done, true)
        })
    })
}

impl Set {
    fn has(&self, code: u32, how: How) -> bool {
        let one = |code: u32| {
            self.singles.contains(&code)
                || self.ranges.iter().any(|(low, high)| (*low..=*high).contains(&code))
                || self.classes.iter().any(|class| crate::locale::in_class(class, code))
        };
        let hit = one(code)
            || how.fold && {
                let upper = char::from_u32(code).and_then(|char| char.to_uppercase().next());
                one(fold(code)) || upper.is_some_and(|upper| one(upper as u32))
            };
        hit != self.negated
    }
}

impl Shell {
    /// Does a pattern of `case` match the whole text? Extended globs count only with `extglob`.
    pub fn case_matches(
        &self,
        text: impl AsRef<[u8]>,
        pattern: &(impl PatternText + ?Sized),
    ) -> bool {
        let how = How { fold: self.state.options.shopt("nocasematch"), ..self.how() };
        self.pattern_of(pattern).matches(text.as_ref(), how)
    }

    /// The pattern with the options that are set.
    pub(crate) fn pattern_of(&self, pattern: &(impl PatternText + ?Sized)) -> Pattern {
        let text = pattern.pattern_text();
        let extended = text.contains(&b'(') && self.state.options.shopt("extglob");
        Pattern::new(text, extended)
    }

    /// Does the pattern match the whole text (`[[ == ]]`)?
    pub fn matches(&self, text: impl AsRef<[u8]>, pattern: &(impl PatternText + ?Sized)) -> bool {
        let how = How { fold: self.state.options.shopt("nocasematch"), ..self.how() };
        Pattern::new(pattern.pattern_text(), true).matches(text.as_ref(), how)
    }

    /// How patterns compare in this locale.
    pub(crate) fn how(&self) -> How {
        How { utf8: self.is_utf8(), ..How::default() }
    }
}
