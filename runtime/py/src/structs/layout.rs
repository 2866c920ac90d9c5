//! Formats: the items that lie one after the other, and where.

use super::error;
use crate::exception::Result;

/// One item of a format: its letter, how often it comes (the width of a text), where it lies.
pub struct Item {
    pub code: char,
    pub count: usize,
    pub size: usize,
    pub at: usize,
}

/// Where the items of a format lie.
pub struct Layout {
    pub items: Vec<Item>,
    pub size: usize,
    pub big: bool,
}

/// The size of an item; native sizes are those of 64-bit systems.
fn size_of(code: char, native: bool) -> Option<usize> {
    Some(match code {
        'x' | 'c' | 'b' | 'B' | '?' | 's' | 'p' => 1,
        'h' | 'H' | 'e' => 2,
        'i' | 'I' | 'f' => 4,
        'l' | 'L' => {
            if native {
                8
            } else {
                4
            }
        }
        'q' | 'Q' | 'd' => 8,
        'n' | 'N' | 'P' if native => 8,
        _ => return None,
    })
}

/// Reads a format.
pub fn layout(format: &str) -> Result<Layout> {
    let (native, big, rest) = match format.chars().next() {
        Some('@') => (true, false, &format[1..]),
        Some('=' | '<') => (false, false, &format[1..]),
        Some('>' | '!') => (false, true, &format[1..]),
        _ => (true, false, format),
    };
    let (mut items, mut size, mut digits) = (Vec::new(), 0_usize, String::new());
    for code in rest.chars() {
        if code.is_ascii_digit() {
            digits.push(code);
            continue;
        }
        if code.is_ascii_whitespace() && digits.is_empty() {
            continue;
        }
        let Some(width) = size_of(code, native) else {
            return Err(error("bad char in struct format"));
        };
        let count = if digits.is_empty() { 1 } else { digits.parse().unwrap_or(usize::MAX) };
        digits.clear();
        if native {
            size = size.next_multiple_of(width);
        }
        items.push(Item { code, count, size: width, at: size });
        size += count.saturating_mul(width);
    }
    if digits.is_empty() {
        Ok(Layout { items, size, big })
    } else {
        Err(error("repeat count given without format specifier"))
    }
}

impl Layout {
    /// How many values go in or come out.
    pub fn values(&self) -> usize {
        let one = |item: &Item| match item.code {
            'x' => 0,
            's' | 'p' => 1,
            _ => item.count,
        };
        self.items.iter().map(one).sum()
    }
}
