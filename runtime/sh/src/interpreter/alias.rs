//! Aliases in a text that is evaluated: the first word of a command is replaced before it is read.

use super::cursor::Cursor;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What the reader knows of aliases.
#[derive(Default)]
pub struct Aliases {
    pub values: Rc<BTreeMap<Vec<u8>, Vec<u8>>>,
    /// Texts that are being read, up to their end: an alias is not expanded in its own.
    active: Vec<(Vec<u8>, usize)>,
    /// The word after this offset is looked at too.
    next: Option<usize>,
}

const ENDS: &[u8] = b" \t\n;&|()<>";

impl Cursor<'_> {
    /// Replaces the word here by its alias's text, as often as that starts with another.
    pub fn expand_aliases(&mut self) {
        if self.aliases.values.is_empty() {
            return;
        }
        loop {
            self.blanks();
            let rest = self.rest();
            let length = rest.iter().position(|byte| ENDS.contains(byte)).unwrap_or(rest.len());
            let name = rest[..length].to_vec();
            let at = self.at;
            self.aliases.active.retain(|(_, end)| *end > at);
            if self.aliases.active.iter().any(|(other, _)| *other == name) {
                return;
            }
            let Some(value) = self.aliases.values.get(&name).cloned() else { return };
            let text = [&self.text[..at], &value, &self.text[at + length..]].concat();
            // Nodes do not borrow from the text, but the reader does while it reads: the few texts with aliases stay.
            self.text = Vec::leak(text);
            for (_, end) in &mut self.aliases.active {
                *end = *end + value.len() - length;
            }
            self.aliases.active.push((name, at + value.len()));
            if value.ends_with(b" ") || value.ends_with(b"\t") {
                self.aliases.next = Some(at + value.len());
            }
        }
    }

    /// Before the next word of a command: is it the one after an alias that ends in a blank?
    pub fn expand_next_word(&mut self) {
        let Some(next) = self.aliases.next.filter(|next| *next <= self.at) else { return };
        self.aliases.next = None;
        if self.text[next..self.at].iter().all(|byte| matches!(byte, b' ' | b'\t')) {
            self.expand_aliases();
        }
    }
}
