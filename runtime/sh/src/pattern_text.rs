//! Reading the text of a pattern.

use crate::pattern::{Part, Set, character};

/// The parts of a pattern text; backslash quotes.
pub(crate) fn read(text: &[u8], extended: bool) -> Vec<Part> {
    Reader { text, at: 0, extended }.parts(false)
}

struct Reader<'a> {
    text: &'a [u8],
    at: usize,
    extended: bool,
}

impl Reader<'_> {
    /// Parts up to the end, or up to `|` or `)` inside a list.
    fn parts(&mut self, nested: bool) -> Vec<Part> {
        let mut parts = Vec::new();
        while let Some(&byte) = self.text.get(self.at) {
            if nested && matches!(byte, b'|' | b')') {
                break;
            }
            let opens = self.extended && self.text.get(self.at + 1) == Some(&b'(');
            if opens && matches!(byte, b'?' | b'*' | b'+' | b'@' | b'!') {
                let from = self.at;
                self.at += 2;
                if let Some(list) = self.list() {
                    parts.push(Part::Extended(byte, list));
                    continue;
                }
                self.at = from;
            }
            self.at += 1;
            match byte {
                b'*' => {
                    if !matches!(parts.last(), Some(Part::Star)) {
                        parts.push(Part::Star);
                    }
                }
                b'?' => parts.push(Part::Any),
                b'[' => match self.set() {
                    Some(set) => parts.push(Part::Set(set)),
                    None => parts.push(Part::Byte(b'[')),
                },
                b'\\' => {
                    parts.push(Part::Byte(*self.text.get(self.at).unwrap_or(&b'\\')));
                    self.at += 1;
                }
                byte => parts.push(Part::Byte(byte)),
            }
        }
        parts
    }

    /// `a|b)`.
    fn list(&mut self) -> Option<Vec<Vec<Part>>> {
        let mut list = Vec::new();
        loop {
            list.push(self.parts(true));
            match self.text.get(self.at)? {
                b'|' => self.at += 1,
                _ => {
                    self.at += 1;
                    return Some(list);
                }
            }
        }
    }

    /// The set after `[`; `None` when it does not end.
    fn set(&mut self) -> Option<Set> {
        let from = self.at;
        let mut set = Set::default();
        if matches!(self.text.get(self.at), Some(b'!' | b'^')) {
            set.negated = true;
            self.at += 1;
        }
        let mut first = true;
        loop {
            let Some(&byte) = self.text.get(self.at) else {
                self.at = from;
                return None;
            };
            if byte == b']' && !first {
                self.at += 1;
                return Some(set);
            }
            first = false;
            if byte == b'[' && self.text.get(self.at + 1) == Some(&b':') {
                let name = &self.text[self.at + 2..];
                if let Some(end) = name.windows(2).position(|pair| pair == b":]") {
                    set.classes.push(name[..end].to_vec());
                    self.at += end + 4;
                    continue;
                }
            }
            let low = self.member();
            let dash = self.text.get(self.at) == Some(&b'-');
            if dash && !matches!(self.text.get(self.at + 1), None | Some(b']')) {
                self.at += 1;
                let high = self.member();
                set.ranges.push((low, high));
            } else {
                set.singles.push(low);
            }
        }
    }

    fn member(&mut self) -> u32 {
        let rest = &self.text[self.at..];
        if rest.len() > 4 && (rest.starts_with(b"[.") || rest.starts_with(b"[=")) {
            let close = [rest[1], b']'];
            if let Some(end) = rest[2..].windows(2).position(|pair| pair == close) {
                let (code, _) = character(&rest[2..2 + end.max(1)], true);
                self.at += end + 4;
                return code;
            }
        }
        if self.text[self.at] == b'\\' && self.at + 1 < self.text.len() {
            self.at += 1;
        }
        let (code, length) = character(&self.text[self.at..], true);
        self.at += length;
        code
    }
}
