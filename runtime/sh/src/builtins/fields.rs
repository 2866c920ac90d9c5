//! The fields of a line that `read` has read, and `read` into variables that are no entries of the shell's.

use super::read::{Limits, Line, take};
use crate::shell::Shell;
use crate::status::{Checked, Status};
use std::ops::Range;

/// What each of `count` variables gets of a line.
pub(super) fn fields(ifs: &[u8], line: &Line, count: usize, exact: bool) -> Vec<Vec<u8>> {
    let mut fields = Vec::with_capacity(count);
    if exact {
        fields.push(line.text.clone());
        fields.resize(count, Vec::new());
        return fields;
    }
    let mut splitter = Splitter { line, at: 0, ifs };
    for _ in 1..count {
        fields.push(splitter.field().unwrap_or_default());
    }
    fields.push(line.text[splitter.rest()].to_vec());
    fields
}

impl Shell {
    /// `read` whose variables are no entries of the shell's: its fields are kept for `field`.
    pub fn read_fields(&mut self, line: u32, words: impl Into<Vec<Vec<u8>>>) -> Checked<Status> {
        self.keeps_fields = true;
        self.fields.clear();
        let status = self.command(line, words);
        self.keeps_fields = false;
        self.fields.reverse();
        status
    }

    /// The same with assignments in front.
    pub fn read_fields_with(
        &mut self,
        line: u32,
        assigns: crate::arguments::Assigns,
        words: impl Into<Vec<Vec<u8>>>,
    ) -> Checked<Status> {
        self.keeps_fields = true;
        self.fields.clear();
        let status = self.command_with(line, assigns, words);
        self.keeps_fields = false;
        self.fields.reverse();
        status
    }

    /// Assigns the next field that was read; without one the variable stays what it is.
    pub fn field(&mut self, variable: &mut Vec<u8>) {
        if let Some(field) = self.fields.pop() {
            *variable = field;
        }
    }

    /// Passes over a field.
    pub fn skip_field(&mut self) {
        self.fields.pop();
    }

    /// `read [-r] names`: a line, split between the variables.
    pub fn read_into(
        &mut self,
        line: u32,
        raw: bool,
        variables: &mut [&mut Vec<u8>],
    ) -> Checked<Status> {
        self.line = line;
        let ifs = self.ifs().to_vec();
        self.read_between(raw, &ifs, variables)
    }

    /// `IFS=ifs read [-r] names`.
    pub fn read_into_by(
        &mut self,
        line: u32,
        raw: bool,
        ifs: impl AsRef<[u8]>,
        variables: &mut [&mut Vec<u8>],
    ) -> Checked<Status> {
        self.line = line;
        self.read_between(raw, ifs.as_ref(), variables)
    }

    fn read_between(
        &mut self,
        raw: bool,
        ifs: &[u8],
        variables: &mut [&mut Vec<u8>],
    ) -> Checked<Status> {
        let mine = std::mem::take(&mut self.substitutions);
        let outer = self.builtin.replace("read");
        let limits = Limits { fd: 0, raw, delimiter: b'\n', most: None, until: None };
        let line = take(self, &limits);
        self.builtin = outer;
        let line = line?;
        let mut splitter = Splitter { line: &line, at: 0, ifs };
        let last = variables.len().saturating_sub(1);
        for (at, variable) in variables.iter_mut().enumerate() {
            let span = if at == last { splitter.rest() } else { splitter.span().unwrap_or(0..0) };
            variable.clear();
            variable.extend_from_slice(&line.text[span]);
        }
        self.after(mine, Ok(Status::from(!line.ended)))
    }
}

pub(super) struct Splitter<'a> {
    pub(super) line: &'a Line,
    pub(super) at: usize,
    pub(super) ifs: &'a [u8],
}

impl Splitter<'_> {
    fn separates(&self, at: usize) -> bool {
        !self.line.kept.get(at).copied().unwrap_or(false) && self.ifs.contains(&self.line.text[at])
    }

    fn white(&self, at: usize) -> bool {
        self.separates(at) && matches!(self.line.text[at], b' ' | b'\t' | b'\n')
    }

    fn skip_white(&mut self) {
        while self.at < self.line.text.len() && self.white(self.at) {
            self.at += 1;
        }
    }

    /// The next field; `None` when there is none.
    pub(super) fn field(&mut self) -> Option<Vec<u8>> {
        self.span().map(|span| self.line.text[span].to_vec())
    }

    /// Where the next field is.
    fn span(&mut self) -> Option<Range<usize>> {
        self.skip_white();
        let end = self.line.text.len();
        if self.at >= end {
            return None;
        }
        let from = self.at;
        while self.at < end && !self.separates(self.at) {
            self.at += 1;
        }
        let span = from..self.at;
        self.skip_white();
        if self.at < end && self.separates(self.at) {
            self.at += 1;
            self.skip_white();
        }
        Some(span)
    }

    /// All that is left: separators in it stay, white space around it and one lone separator at its end go.
    fn rest(&mut self) -> Range<usize> {
        self.skip_white();
        let from = self.at;
        let mut probe = Splitter { line: self.line, at: from, ifs: self.ifs };
        let first = probe.span();
        if probe.at >= self.line.text.len() {
            return first.unwrap_or(from..from);
        }
        let mut end = self.line.text.len();
        while end > from && self.white(end - 1) {
            end -= 1;
        }
        from..end
    }
}
