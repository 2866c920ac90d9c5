//! A view of a text that is asked for its characters by index.

use std::rc::Rc;

use crate::exception::index_error;
use crate::integer::Integer;
use crate::slice::{Bound, bounds};

/// A text whose characters are found without counting from its start. Cloning makes a further handle.
#[derive(Clone)]
pub struct Characters(Rc<Table>);

struct Table {
    text: String,
    /// Where each character begins, and the end; empty where each is one byte.
    starts: Vec<u32>,
}

impl Characters {
    fn len(&self) -> usize {
        let Table { text, starts } = &*self.0;
        if starts.is_empty() { text.len() } else { starts.len() - 1 }
    }

    fn part(&self, from: usize, to: usize) -> &str {
        let Table { text, starts } = &*self.0;
        if starts.is_empty() {
            &text[from..to]
        } else {
            &text[starts[from] as usize..starts[to] as usize]
        }
    }
}

/// The view of a text.
pub fn characters(text: &str) -> Characters {
    let starts = if text.is_ascii() {
        Vec::new()
    } else {
        text.char_indices().map(|(at, _)| at as u32).chain([text.len() as u32]).collect()
    };
    Characters(Rc::new(Table { text: text.to_owned(), starts }))
}

/// `len(self)`
pub fn characters_len(view: &Characters) -> i64 {
    view.len() as i64
}

/// `self[start:stop]`
pub fn part_of(view: &Characters, start: impl Bound, stop: impl Bound) -> String {
    let (start, stop) = bounds(start, stop, view.len());
    view.part(start, stop.max(start)).to_owned()
}

fallible! {
    /// `self[index]`
    fn at / try_at [](view: &Characters, index: impl Integer) -> String {
        let index = index.clamp_i64();
        let size = view.len();
        let place = if index < 0 { index + size as i64 } else { index };
        match usize::try_from(place) {
            Ok(place) if place < size => Ok(view.part(place, place + 1).to_owned()),
            _ => Err(index_error("string index out of range")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_those_of_the_text() {
        for text in ["abc", "aé€x"] {
            let view = characters(text);
            let all: Vec<String> = text.chars().map(String::from).collect();
            assert_eq!(characters_len(&view), all.len() as i64);
            for (i, c) in all.iter().enumerate() {
                assert_eq!(at(&view, i as i64), *c);
                assert_eq!(at(&view, i as i64 - all.len() as i64), *c);
            }
            assert_eq!(part_of(&view, 1_i64, -1_i64), all[1..all.len() - 1].concat());
            assert!(try_at(&view, all.len() as i64).is_err());
        }
    }
}
