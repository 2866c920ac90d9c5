//! `textwrap`, with the options that the functions have by default.

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
pub fn wrap(text: &str, width: impl Integer) -> Vec<String> {
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

/// `fill(text, width)`
pub fn fill(text: &str, width: impl Integer) -> String {
    wrap(text, width).join("\n")
}

/// `shorten(text, width, placeholder=placeholder)`
pub fn shorten(text: &str, width: impl Integer, placeholder: &str) -> String {
    let width = usize::try_from(width.clamp_i64()).unwrap_or(0);
    let words = crate::str::split(text);
    let whole = words.join(" ");
    if length(&whole) <= width {
        return whole;
    }
    let fits = |count: &usize| length(&words[..*count].join(" ")) + length(placeholder) <= width;
    match (1..words.len()).rev().find(fits) {
        Some(count) => words[..count].join(" ") + placeholder,
        None => placeholder.trim_start().to_owned(),
    }
}

/// `dedent(text)`
pub fn dedent(text: &str) -> String {
    let blank = |line: &str| line.trim_matches([' ', '\t']).is_empty();
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let mut margin: Option<&str> = None;
    for line in text.split('\n').filter(|line| !blank(line)) {
        let own = &line[..indent(line)];
        margin = Some(match margin {
            None => own,
            Some(margin) => {
                let common = margin.bytes().zip(own.bytes()).take_while(|(a, b)| a == b).count();
                &margin[..common]
            }
        });
    }
    let cut = margin.map_or(0, str::len);
    let lines = text.split('\n').map(|line| if blank(line) { "" } else { &line[cut..] });
    lines.collect::<Vec<_>>().join("\n")
}

/// `indent(text, prefix)`: lines that are not blank
pub fn indent(text: &str, prefix: &str) -> String {
    text.split_inclusive('\n')
        .map(
            |line| if line.trim().is_empty() { line.to_owned() } else { format!("{prefix}{line}") },
        )
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_at_words() {
        assert_eq!(wrap("the quick brown fox", 10), ["the quick", "brown fox"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(dedent("  a\n    b\n\n  c"), "a\n  b\n\nc");
        assert_eq!(shorten("Hello  world!", 11, " [...]"), "Hello [...]");
    }
}
