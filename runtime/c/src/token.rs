//! `strtok`: where the library would keep a pointer, the index is kept at which the search goes on.

use std::cell::Cell;

use crate::heap::View;
use crate::text::before_nul;

thread_local! {
    static NEXT: Cell<usize> = const { Cell::new(0) };
}

/// `strtok(text, set)` from an index on: where the first part begins; what stands behind it becomes a NUL.
pub fn strtok(text: &mut [i8], from: usize, set: &[i8]) -> Option<usize> {
    cut(Cell::from_mut(text).as_slice_of_cells(), from, before_nul(set))
}

/// `strtok(NULL, set)`: the next part of the text that was cut last.
pub fn strtok_on(text: &mut [i8], _from: usize, set: &[i8]) -> Option<usize> {
    strtok(text, NEXT.get(), set)
}

/// As `strtok`, of characters that others may change.
pub fn strtok_cells(text: &[Cell<i8>], from: usize, set: View<'_, i8>) -> Option<usize> {
    cut(text, from, before_nul(set.items()))
}

/// As `strtok_on`, of characters that others may change.
pub fn strtok_on_cells(text: &[Cell<i8>], _from: usize, set: View<'_, i8>) -> Option<usize> {
    strtok_cells(text, NEXT.get(), set)
}

fn cut(text: &[Cell<i8>], from: usize, set: &[u8]) -> Option<usize> {
    let ends = |at: usize| text.get(at).is_none_or(|cell| cell.get() == 0);
    let cuts = |at: usize| set.contains(&(text[at].get() as u8));
    let begin = (from..).find(|&at| ends(at) || !cuts(at))?;
    if ends(begin) {
        NEXT.set(begin);
        return None;
    }
    let end = (begin..).find(|&at| ends(at) || cuts(at))?;
    if ends(end) {
        NEXT.set(end);
    } else {
        text[end].set(0);
        NEXT.set(end + 1);
    }
    Some(begin)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::literal;

    #[test]
    fn texts_are_cut_at_each_set() {
        let text = &mut crate::array::chars(b"a, b;c\0");
        let comma = literal(c" ,");
        assert_eq!((strtok(text, 0, comma), text[1]), (Some(0), 0));
        assert_eq!((strtok_on(text, 0, literal(c" ;")), text[4]), (Some(3), 0));
        assert_eq!((strtok_on(text, 0, comma), strtok_on(text, 0, comma)), (Some(5), None));
    }
}
