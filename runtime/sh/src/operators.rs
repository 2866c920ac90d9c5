//! Operators of parameter expansion on texts and lists.

use crate::params::Param;
use crate::shell::Shell;
use crate::status::Checked;
use crate::text_operators::{case_changed_by, is_never_found, replaced_by, trimmed_by};
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

    pub(crate) fn put(&self, found: &[u8], result: &mut Vec<u8>) {
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
