//! The help's texts in lines, as `textwrap.wrap` breaks them.

use crate::integer::Integer;
use crate::str::length;

/// Words and the white space between them; a word may break after a hyphen between letters.
fn chunks(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let letter = |i: usize| chars.get(i).is_some_and(|c| c.is_alphabetic());
    let mut chunks: Vec<String> = Vec::new();
    let mut chunk = String::new();
    for (i, &c) in chars.iter().enumerate() {
        if let Some(last) = chunk.chars().last()
            && (last == ' ') != (c == ' ')
        {
            chunks.push(std::mem::take(&mut chunk));
        }
        chunk.push(c);
        if c == '-' && i >= 2 && letter(i - 1) && letter(i - 2) && letter(i + 1) && letter(i + 2) {
            chunks.push(std::mem::take(&mut chunk));
        }
    }
    if !chunk.is_empty() {
        chunks.push(chunk);
    }
    chunks
}

/// `wrap(text, width)`
pub(super) fn wrap(text: &str, width: impl Integer) -> Vec<String> {
    let width = usize::try_from(width.clamp_i64()).unwrap_or(0).max(1);
    let text = crate::str::expandtabs(text, 8i64).replace(['\n', '\r', '\x0b', '\x0c'], " ");
    let mut rest: Vec<String> = chunks(&text);
    rest.reverse();
    let mut lines: Vec<String> = Vec::new();
    while !rest.is_empty() {
        if !lines.is_empty() && rest.last().is_some_and(|chunk| chunk.trim().is_empty()) {
            rest.pop();
        }
        let mut line: Vec<String> = Vec::new();
        let mut used = 0;
        while let Some(chunk) = rest.last() {
            let size = length(chunk);
            if used + size > width {
                break;
            }
            used += size;
            line.extend(rest.pop());
        }
        if let Some(chunk) = rest.last()
            && length(chunk) > width
        {
            // a word longer than a line is cut
            let room = (width - used).max(1);
            let (head, tail) = chunk.split_at(crate::str::offset(chunk, room));
            let tail = tail.to_owned();
            line.push(head.to_owned());
            rest.pop();
            rest.push(tail);
        }
        if line.last().is_some_and(|chunk| chunk.trim().is_empty()) {
            line.pop();
        }
        if !line.is_empty() {
            lines.push(line.concat());
        }
    }
    lines
}
