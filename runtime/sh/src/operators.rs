//! Operators of parameter expansion on texts and lists.

use crate::params::Param;
use crate::pattern::{How, Pattern};
use crate::shell::Shell;
use crate::status::Checked;
use crate::variables::Value;
use crate::words::{Pat, PatternText};

/// `#`, `##`, `%`, `%%`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trim {
    ShortPrefix,
    LongPrefix,
    ShortSuffix,
    LongSuffix,
}

/// `/`, `//`, `/#`, `/%`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replace {
    First,
    All,
    Prefix,
    Suffix,
}

/// `^`, `^^`, `,`, `,,`, `~`, `~~`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    UpperFirst,
    UpperAll,
    LowerFirst,
    LowerAll,
    ToggleFirst,
    ToggleAll,
}

impl From<&str> for Trim {
    /// As bash writes it.
    fn from(operator: &str) -> Trim {
        match operator {
            "#" => Trim::ShortPrefix,
            "##" => Trim::LongPrefix,
            "%" => Trim::ShortSuffix,
            _ => Trim::LongSuffix,
        }
    }
}

impl From<&str> for Replace {
    /// As bash writes it.
    fn from(operator: &str) -> Replace {
        match operator {
            "/" => Replace::First,
            "//" => Replace::All,
            "/#" => Replace::Prefix,
            _ => Replace::Suffix,
        }
    }
}

impl From<&str> for Case {
    /// As bash writes it.
    fn from(operator: &str) -> Case {
        match operator {
            "^" => Case::UpperFirst,
            "^^" => Case::UpperAll,
            "," => Case::LowerFirst,
            ",," => Case::LowerAll,
            "~" => Case::ToggleFirst,
            _ => Case::ToggleAll,
        }
    }
}

/// What replaces a match.
#[derive(Clone, Debug, Default)]
pub struct Replacement {
    /// Texts between the places where the match goes.
    parts: Vec<Vec<u8>>,
}

impl From<&str> for Replacement {
    fn from(text: &str) -> Replacement {
        Replacement::new().lit(text)
    }
}

impl From<&String> for Replacement {
    fn from(text: &String) -> Replacement {
        Replacement::new().lit(text)
    }
}

impl From<&Replacement> for Replacement {
    fn from(with: &Replacement) -> Replacement {
        with.clone()
    }
}

impl Replacement {
    /// Empty.
    pub fn new() -> Replacement {
        Replacement { parts: vec![Vec::new()] }
    }

    /// One plain text.
    pub fn plain(text: impl AsRef<[u8]>) -> Replacement {
        Replacement { parts: vec![text.as_ref().to_vec()] }
    }

    /// Text in which `&` is nothing special.
    pub fn quoted(mut self, text: impl AsRef<[u8]>) -> Replacement {
        self.parts.last_mut().expect("one").extend_from_slice(text.as_ref());
        self
    }

    /// Text in which `&` is the match and `\&` an ampersand.
    pub fn lit(mut self, text: impl AsRef<[u8]>) -> Replacement {
        let mut bytes = text.as_ref().iter().peekable();
        while let Some(&byte) = bytes.next() {
            match byte {
                b'&' => self.parts.push(Vec::new()),
                b'\\' if matches!(bytes.peek(), Some(b'&' | b'\\')) => {
                    self.parts.last_mut().expect("one").push(*bytes.next().expect("peeked"));
                }
                byte => self.parts.last_mut().expect("one").push(byte),
            }
        }
        self
    }

    fn put(&self, found: &[u8], result: &mut Vec<u8>) {
        for (at, part) in self.parts.iter().enumerate() {
            if at > 0 {
                result.extend_from_slice(found);
            }
            result.extend_from_slice(part);
        }
    }
}

impl Shell {
    /// `${x#pattern}` and its kin.
    pub fn trim(
        &self,
        text: impl AsRef<[u8]>,
        pattern: &(impl PatternText + ?Sized),
        trim: impl Into<Trim>,
    ) -> Vec<u8> {
        let (pattern, how) = (self.pattern_of(pattern), self.how());
        trimmed_by(text.as_ref(), &pattern, trim.into(), how)
    }

    /// The same on every element.
    pub fn trim_all(
        &self,
        list: &[Vec<u8>],
        pattern: &(impl PatternText + ?Sized),
        trim: impl Into<Trim>,
    ) -> Vec<Vec<u8>> {
        let trim = trim.into();
        let (pattern, how) = (self.pattern_of(pattern), self.how());
        list.iter().map(|text| trimmed_by(text, &pattern, trim, how)).collect()
    }

    /// `${x/pattern/with}` and its kin.
    pub fn replace(
        &self,
        text: impl AsRef<[u8]>,
        pattern: &(impl PatternText + ?Sized),
        with: impl Into<Replacement>,
        mode: impl Into<Replace>,
    ) -> Vec<u8> {
        let (mode, with) = (mode.into(), with.into());
        let text = text.as_ref();
        if is_never_found(pattern.pattern_text()) {
            return text.to_vec();
        }
        let (pattern, mut how) = (self.pattern_of(pattern), self.how());
        how.fold = self.state.options.shopt("nocasematch");
        replaced_by(text, &pattern, &with, mode, how)
    }

    /// The same on every element.
    pub fn replace_all(
        &self,
        list: &[Vec<u8>],
        pattern: &(impl PatternText + ?Sized),
        with: impl Into<Replacement>,
        mode: impl Into<Replace>,
    ) -> Vec<Vec<u8>> {
        let (mode, with) = (mode.into(), with.into());
        if is_never_found(pattern.pattern_text()) {
            return list.to_vec();
        }
        let (pattern, mut how) = (self.pattern_of(pattern), self.how());
        how.fold = self.state.options.shopt("nocasematch");
        list.iter().map(|text| replaced_by(text, &pattern, &with, mode, how)).collect()
    }

    /// `${x^pattern}` and its kin; without a pattern every character fits.
    pub fn case_change(
        &self,
        text: impl AsRef<[u8]>,
        case: impl Into<Case>,
        pattern: Option<Pat>,
    ) -> Vec<u8> {
        let case = case.into();
        let text = text.as_ref();
        let pattern = pattern.as_ref().filter(|pattern| !pattern.text.is_empty());
        let compiled = pattern.map(|pattern| self.pattern_of(pattern));
        case_changed_by(text, case, compiled.as_ref(), self.how())
    }

    /// The same on every element.
    pub fn case_change_all(
        &self,
        list: &[Vec<u8>],
        case: impl Into<Case>,
        pattern: Option<Pat>,
    ) -> Vec<Vec<u8>> {
        let case = case.into();
        list.iter().map(|text| self.case_change(text, case, pattern.clone())).collect()
    }

    /// `${x:offset:length}` of a text.
    pub fn slice(
        &mut self,
        text: impl AsRef<[u8]>,
        offset: i64,
        length: Option<i64>,
    ) -> Checked<Vec<u8>> {
        let text = text.as_ref();
        let count = self.characters(text) as i64;
        let from = if offset < 0 { count + offset } else { offset };
        if from < 0 || from > count {
            return Ok(Vec::new());
        }
        let to = match length {
            None => count,
            Some(length) if length < 0 => {
                if count + length < from {
                    self.error(format!("{length}: substring expression < 0"));
                    return Err(self.abandon());
                }
                count + length
            }
            Some(length) => from.saturating_add(length).min(count),
        };
        let (from, to) = (self.offset_of(text, from as usize), self.offset_of(text, to as usize));
        Ok(text[from..to].to_vec())
    }

    /// `${@:offset:length}`, `${a[@]:offset:length}`.
    pub fn slice_list(
        &mut self,
        param: &Param,
        offset: i64,
        length: Option<i64>,
    ) -> Checked<Vec<Vec<u8>>> {
        if !matches!(self.target(param), Param::All(_) | Param::Star(_)) {
            // What `${!ref[@]:…}` refers to may be one text.
            let text = self.value(param)?;
            return Ok(vec![self.slice(text, offset, length)?]);
        }
        if let Some(length) = length
            && length < 0
        {
            self.error(format!("{length}: substring expression < 0"));
            return Err(self.abandon());
        }
        let target = self.target(param);
        let most = length.unwrap_or(i64::MAX) as usize;
        if target.name() == b"@" {
            let mut list = vec![self.name.as_ref().clone()];
            list.extend(self.state.positional.iter().cloned());
            let count = list.len() as i64;
            let from = if offset < 0 { count + offset } else { offset };
            if from < 0 || from > count {
                return Ok(Vec::new());
            }
            return Ok(list.into_iter().skip(from as usize).take(most).collect());
        }
        let name = target.name();
        if let Some(Value::Indexed(array)) = self.variable(name).map(|variable| &variable.value) {
            let end = array.end();
            let from = if offset < 0 { end + offset } else { offset };
            if from < 0 {
                return Ok(Vec::new());
            }
            let list = array.iter().skip_while(|(at, _)| *at < from).take(most);
            return Ok(list.map(|(_, text)| text.clone()).collect());
        }
        let list = self.list(&target);
        let count = list.len() as i64;
        let assoc = self.variable(name).is_some_and(|variable| variable.is_assoc());
        let from = match offset {
            offset if offset < 0 => count + offset,
            // Associative arrays count from 1, as `@` does.
            offset if assoc => (offset - 1).max(0),
            offset => offset,
        };
        if from < 0 {
            return Ok(Vec::new());
        }
        Ok(list.into_iter().skip(from as usize).take(most).collect())
    }
}

/// bash takes a set that begins with `^]` for longer than one character, so that a pattern of a fixed length with it fits nothing
/// where it is replaced.
fn is_never_found(pattern: &[u8]) -> bool {
    let starts = |pair: &[u8]| pattern.windows(3).any(|window| window == pair);
    (starts(b"[^]") || starts(b"[!]")) && !pattern.iter().any(|byte| matches!(byte, b'*' | b'('))
}

fn case_changed_by(text: &[u8], case: Case, pattern: Option<&Pattern>, how: How) -> Vec<u8> {
    let first_only = matches!(case, Case::UpperFirst | Case::LowerFirst | Case::ToggleFirst);
    let (mut changed, mut at) = (Vec::with_capacity(text.len()), 0);
    while at < text.len() {
        let length = if how.utf8 { crate::locale::sequence(&text[at..]) } else { 1 };
        let one = &text[at..at + length];
        let fits = pattern.is_none_or(|pattern| pattern.matches(one, how));
        if fits && !(first_only && at > 0) {
            change_one(one, case, &mut changed);
        } else {
            changed.extend_from_slice(one);
        }
        at += length;
    }
    changed
}

/// `${x#pattern}` and its kin where no option is set, in the locale that the program starts in.
pub fn trimmed(
    text: impl AsRef<[u8]>,
    pattern: impl PatternText,
    trim: impl Into<Trim>,
) -> Vec<u8> {
    let pattern = Pattern::new(pattern.pattern_text(), false);
    trimmed_by(text.as_ref(), &pattern, trim.into(), How::at_start())
}

/// `${x/pattern/with}` and its kin, there.
pub fn replaced(
    text: impl AsRef<[u8]>,
    pattern: impl PatternText,
    with: impl Into<Replacement>,
    mode: impl Into<Replace>,
) -> Vec<u8> {
    let text = text.as_ref();
    if is_never_found(pattern.pattern_text()) {
        return text.to_vec();
    }
    let pattern = Pattern::new(pattern.pattern_text(), false);
    replaced_by(text, &pattern, &with.into(), mode.into(), How::at_start())
}

/// `${x^pattern}` and its kin, there.
pub fn case_changed(
    text: impl AsRef<[u8]>,
    case: impl Into<Case>,
    pattern: Option<Pat>,
) -> Vec<u8> {
    let pattern = pattern.filter(|pattern| !pattern.text.is_empty());
    let pattern = pattern.map(|pattern| Pattern::new(&pattern.text, false));
    case_changed_by(text.as_ref(), case.into(), pattern.as_ref(), How::at_start())
}

/// `${x,,}`, there.
pub fn lower(text: impl AsRef<[u8]>) -> Vec<u8> {
    case_changed(text, Case::LowerAll, None)
}

/// `${x^^}`, there.
pub fn upper(text: impl AsRef<[u8]>) -> Vec<u8> {
    case_changed(text, Case::UpperAll, None)
}

/// `${x^}`, there.
pub fn capitalize(text: impl AsRef<[u8]>) -> Vec<u8> {
    case_changed(text, Case::UpperFirst, None)
}

/// Does a pattern match the whole text (`[[ == ]]`), there?
pub fn matched(text: impl AsRef<[u8]>, pattern: impl PatternText) -> bool {
    Pattern::new(pattern.pattern_text(), true).matches(text.as_ref(), How::at_start())
}

fn change_one(one: &[u8], case: Case, changed: &mut Vec<u8>) {
    let Some(char) = std::str::from_utf8(one).ok().and_then(|text| text.chars().next()) else {
        changed.extend_from_slice(one);
        return;
    };
    let upper = match case {
        Case::UpperFirst | Case::UpperAll => true,
        Case::LowerFirst | Case::LowerAll => false,
        Case::ToggleFirst | Case::ToggleAll => !char.is_uppercase(),
    };
    // Characters whose other case is several characters stay.
    let single = |mut chars: &mut dyn Iterator<Item = char>| {
        let first = (&mut chars).next();
        first.filter(|_| chars.next().is_none()).unwrap_or(char)
    };
    let other =
        if upper { single(&mut char.to_uppercase()) } else { single(&mut char.to_lowercase()) };
    changed.extend_from_slice(other.encode_utf8(&mut [0; 4]).as_bytes());
}

fn trimmed_by(text: &[u8], pattern: &Pattern, trim: Trim, how: How) -> Vec<u8> {
    let kept = match trim {
        Trim::ShortPrefix => pattern.prefix(text, false, how).map(|length| &text[length..]),
        Trim::LongPrefix => pattern.prefix(text, true, how).map(|length| &text[length..]),
        Trim::ShortSuffix => pattern.suffix(text, false, how).map(|at| &text[..at]),
        Trim::LongSuffix => pattern.suffix(text, true, how).map(|at| &text[..at]),
    };
    kept.unwrap_or(text).to_vec()
}

fn replaced_by(
    text: &[u8],
    pattern: &Pattern,
    with: &Replacement,
    mode: Replace,
    how: How,
) -> Vec<u8> {
    let mut result = Vec::with_capacity(text.len());
    match mode {
        Replace::Prefix => {
            let length = pattern.prefix(text, true, how);
            if let Some(length) = length {
                with.put(&text[..length], &mut result);
            }
            result.extend_from_slice(&text[length.unwrap_or(0)..]);
        }
        Replace::Suffix => {
            let at = pattern.suffix(text, true, how);
            result.extend_from_slice(&text[..at.unwrap_or(text.len())]);
            if let Some(at) = at {
                with.put(&text[at..], &mut result);
            }
        }
        Replace::First | Replace::All => {
            let mut at = 0;
            while at < text.len() {
                let step = if how.utf8 { crate::locale::sequence(&text[at..]) } else { 1 };
                match pattern.prefix(&text[at..], true, how) {
                    Some(length) if length > 0 => {
                        with.put(&text[at..at + length], &mut result);
                        at += length;
                        if mode == Replace::First {
                            break;
                        }
                    }
                    _ => {
                        result.extend_from_slice(&text[at..at + step]);
                        at += step;
                    }
                }
            }
            result.extend_from_slice(&text[at..]);
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needs_no_shell() {
        assert_eq!(
            (trimmed("a.b.c", ".*", "%"), trimmed("  x", "[! ]*", "%%")),
            (b"a.b".to_vec(), b"  ".to_vec())
        );
        assert_eq!(
            (replaced("a-b-c", "-", "_", "//"), replaced("abc", "[bc]", "[&]", "/")),
            (b"a_b_c".to_vec(), b"a[b]c".to_vec())
        );
        assert_eq!(
            (lower("aBC"), upper("aBc"), capitalize("abc")),
            (b"abc".to_vec(), b"ABC".to_vec(), b"Abc".to_vec())
        );
        assert!(matched("a.c", "*.[ch]") && !matched("a.o", "*.[ch]"));
    }
}
