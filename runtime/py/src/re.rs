//! `re`: the original's syntax translated for a backtracking engine. What a pattern matched is in `matches.rs`.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use fancy_regex::{Captures, Regex};

use crate::exception::{Exception, Result, type_error};
use crate::integer::Integer;
use crate::show::{Repr, same_str, to_repr};

mod syntax;
mod template;

mod findall;
mod last;
mod matches;
mod module;
pub use findall::*;
pub use last::*;
pub use matches::*;
pub use module::*;

/// `re.IGNORECASE`
pub const IGNORECASE: i64 = 2;
/// `re.MULTILINE`
pub const MULTILINE: i64 = 8;
/// `re.DOTALL`
pub const DOTALL: i64 = 16;
/// `re.VERBOSE`
pub const VERBOSE: i64 = 64;
/// `re.ASCII`
pub const ASCII: i64 = 256;

/// A compiled pattern. Cloning makes a further handle.
#[derive(Clone)]
pub struct Pattern(Rc<Compiled>);

struct Compiled {
    source: String,
    flags: i64,
    translated: String,
    anywhere: Regex,
    at_start: OnceCell<Regex>,
    whole: OnceCell<Regex>,
    names: Vec<Option<String>>,
}

fn wrong(message: &str) -> Exception {
    Exception::new("re.error Exception", message)
}

fn regex(source: &str) -> Result<Regex> {
    Regex::new(source).map_err(|error| wrong(&error.to_string()))
}

thread_local! {
    /// Patterns that have been compiled, by text and flags.
    static KNOWN: RefCell<HashMap<(String, i64), Pattern>> = RefCell::default();
}

fallible! {
    /// `re.compile(pattern, flags)`
    fn compile / try_compile [](pattern: &str, flags: impl Integer) -> Pattern {
        let flags = flags.clamp_i64();
        let key = (pattern.to_owned(), flags);
        if let Some(known) = KNOWN.with_borrow(|known| known.get(&key).cloned()) {
            return Ok(known);
        }
        let translated = syntax::translate(pattern, flags)?;
        let anywhere = regex(&translated)?;
        let names = anywhere.capture_names().map(|name| name.map(str::to_owned)).collect();
        let compiled = Pattern(Rc::new(Compiled {
            source: pattern.to_owned(),
            flags,
            translated,
            anywhere,
            at_start: OnceCell::new(),
            whole: OnceCell::new(),
            names,
        }));
        KNOWN.with_borrow_mut(|known| known.insert(key, compiled.clone()));
        Ok(compiled)
    }

    /// `pattern.sub(template, text, count)`
    fn sub / try_sub [](pattern: &Pattern, template: &str, text: &str, count: impl Integer) -> String {
        Ok(try_subn(pattern, template, text, count)?.0)
    }

    /// `pattern.subn(template, text, count)`
    fn subn / try_subn [](pattern: &Pattern, template: &str, text: &str, count: impl Integer) -> (String, i64) {
        let parts = template::parse(template, &pattern.0.names)?;
        Ok(pattern.replace(text, count.clamp_i64(), |found| template::expand(&parts, found)))
    }
}

/// Goes over the matches of a text from left to right; an empty one directly after another match counts, as in the original.
#[derive(Default)]
struct Cursor {
    place: usize,
    last: Option<(usize, usize)>,
}

impl Cursor {
    /// The next match: `find` looks for one from a place on.
    fn next<M>(
        &mut self,
        text: &str,
        find: impl Fn(usize) -> Option<M>,
        span: impl Fn(&M) -> Option<(usize, usize)>,
    ) -> Option<M> {
        let after = |place: usize| place + text[place..].chars().next().map_or(1, char::len_utf8);
        while self.place <= text.len() {
            let found = find(self.place)?;
            let (start, end) = span(&found)?;
            if start == end && self.last == Some((start, end)) {
                self.place = after(self.place);
                continue;
            }
            self.place = if start == end { after(end) } else { end };
            self.last = Some((start, end));
            return Some(found);
        }
        None
    }

    /// The next match with its groups.
    fn next_captures<'t>(&mut self, regex: &Regex, text: &'t str) -> Option<Captures<'t, str>> {
        self.next(
            text,
            |place| regex.captures_from_pos(text, place).ok()?,
            |captures| captures.get(0).map(|whole| (whole.start(), whole.end())),
        )
    }
}

impl Pattern {
    fn found(&self, text: &Rc<str>, captures: &Captures<'_, str>) -> Match {
        let groups =
            captures.iter().map(|group| group.map(|group| (group.start(), group.end()))).collect();
        Match { text: Rc::clone(text), groups, pattern: self.clone() }
    }

    fn run(&self, regex: &Regex, text: &str) -> Option<Match> {
        let captures = regex.captures(text).ok()??;
        Some(self.found(&Rc::from(text), &captures))
    }

    fn anchored<'a>(
        &self,
        cell: &'a OnceCell<Regex>,
        end: &str,
        otherwise: &'a Regex,
    ) -> &'a Regex {
        let source = format!(r"\A(?:{}){end}", self.0.translated);
        cell.get_or_init(|| regex(&source).unwrap_or_else(|_| otherwise.clone()))
    }

    /// All matches from left to right.
    fn all(&self, text: &str) -> impl Iterator<Item = Match> + use<> {
        let pattern = self.clone();
        let text: Rc<str> = Rc::from(text);
        let mut cursor = Cursor::default();
        std::iter::from_fn(move || {
            let captures = cursor.next_captures(&pattern.0.anywhere, &text)?;
            Some(pattern.found(&text, &captures))
        })
    }

    fn replace(
        &self,
        text: &str,
        count: i64,
        mut with: impl FnMut(&Match) -> String,
    ) -> (String, i64) {
        let mut result = String::with_capacity(text.len());
        let (mut end, mut done) = (0, 0);
        for found in self.all(text) {
            if count > 0 && done == count {
                break;
            }
            let (start, stop) = found.groups[0].unwrap_or((0, 0));
            result.push_str(&text[end..start]);
            result.push_str(&with(&found));
            end = stop;
            done += 1;
        }
        result.push_str(&text[end..]);
        (result, done)
    }

    fn group_index(&self, name: &str) -> Option<usize> {
        self.0.names.iter().position(|known| known.as_deref() == Some(name))
    }
}

/// `pattern.search(text)`
pub fn search(pattern: &Pattern, text: &str) -> Option<Match> {
    pattern.run(&pattern.0.anywhere, text)
}

/// `pattern.match(text)`
pub fn match_start(pattern: &Pattern, text: &str) -> Option<Match> {
    pattern.run(pattern.anchored(&pattern.0.at_start, "", &pattern.0.anywhere), text)
}

/// `pattern.search(text, pos)`
pub fn search_at(pattern: &Pattern, text: &str, pos: impl Integer) -> Option<Match> {
    let place = crate::str::offset(text, usize::try_from(pos.clamp_i64()).unwrap_or(0));
    let captures = pattern.0.anywhere.captures_from_pos(text, place).ok()??;
    Some(pattern.found(&Rc::from(text), &captures))
}

/// `pattern.match(text, pos)`
pub fn match_at(pattern: &Pattern, text: &str, pos: impl Integer) -> Option<Match> {
    let place = crate::str::offset(text, usize::try_from(pos.clamp_i64()).unwrap_or(0));
    let found = search_at(pattern, text, pos)?;
    (found.groups[0]?.0 == place).then_some(found)
}

/// `pattern.fullmatch(text)`
pub fn fullmatch(pattern: &Pattern, text: &str) -> Option<Match> {
    pattern.run(pattern.anchored(&pattern.0.whole, r"\z", &pattern.0.anywhere), text)
}

/// `pattern.finditer(text)`
pub fn finditer(pattern: &Pattern, text: &str) -> impl Iterator<Item = Match> + use<> {
    pattern.all(text)
}

/// `pattern.sub(function, text, count)`
pub fn sub_by(
    pattern: &Pattern,
    mut function: impl FnMut(Match) -> String,
    text: &str,
    count: impl Integer,
) -> String {
    pattern.replace(text, count.clamp_i64(), |found| function(found.clone())).0
}

/// `pattern.split(text, most)`: groups are among the parts
pub fn split(pattern: &Pattern, text: &str, most: impl Integer) -> Vec<String> {
    let most = most.clamp_i64();
    let mut parts = Vec::new();
    let mut end = 0;
    for (done, found) in pattern.all(text).enumerate() {
        if most > 0 && done as i64 == most {
            break;
        }
        let (start, stop) = found.groups[0].unwrap_or((0, 0));
        parts.push(text[end..start].to_owned());
        parts.extend((1..found.groups.len()).map(|group| found.text_of(group).unwrap_or_default()));
        end = stop;
    }
    parts.push(text[end..].to_owned());
    parts
}

/// `pattern.pattern`
pub fn source(pattern: &Pattern) -> String {
    pattern.0.source.clone()
}

/// `re.escape(text)`
pub fn escape(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for c in text.chars() {
        if "()[]{}?*+-|^$\\.&~# \t\n\r\x0b\x0c".contains(c) {
            result.push('\\');
        }
        result.push(c);
    }
    result
}

impl Repr for Pattern {
    fn fmt_repr(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = [
            (IGNORECASE, "re.IGNORECASE"),
            (MULTILINE, "re.MULTILINE"),
            (DOTALL, "re.DOTALL"),
            (VERBOSE, "re.VERBOSE"),
        ];
        let flags: Vec<&str> = names
            .iter()
            .filter(|(flag, _)| self.0.flags & flag != 0)
            .map(|(_, name)| *name)
            .collect();
        let flags = if flags.is_empty() { String::new() } else { format!(", {}", flags.join("|")) };
        write!(f, "re.compile({}{flags})", to_repr(&self.0.source))
    }
}

same_str! {
    [] Match;
    [] Pattern;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(source: &str) -> Pattern {
        compile(source, 0)
    }

    #[test]
    fn matches_as_the_original_does() {
        let found = match_start(&pattern(r"(?P<key>\w+)=(\d+)?"), "size= x").unwrap();
        assert_eq!(group_named(&found, "key").as_deref(), Some("size"));
        assert_eq!(groups(&found), [Some("size".to_owned()), None]);
        assert_eq!(span(&found), (0, 5));
        assert!(fullmatch(&pattern("a|ab"), "ab").is_some());
        assert!(
            search(&pattern("b$"), "ab\n").is_some() && search(&pattern(r"b\Z"), "ab\n").is_none()
        );
        assert_eq!(findall(&pattern("x*"), "axb"), ["", "x", "", ""]);
        assert_eq!(sub(&pattern(r"(\w)(\d)"), r"\2\g<1>-", "a1 b2", 0), "1a- 2b-");
        assert_eq!(sub(&pattern("x*"), "-", "abxd", 0), "-a-b--d-");
        assert_eq!(split(&pattern(r"(,)\s*"), "a, b,c", 0), ["a", ",", "b", ",", "c"]);
        assert_eq!(findall(&pattern(r"[[\]&&]+"), "[]&x"), ["[]&"]);
        assert_eq!(findall(&pattern(r"(\w)\1"), "aab bb"), ["a", "b"]);
        assert_eq!(start(&search(&pattern("z"), "\u{e9}\u{e9}z").unwrap()), 2);
        assert!(try_compile("(", 0).is_err());
        assert!(search(&compile("(?<=a)B", IGNORECASE), "xab").is_some());
    }
}
