//! Replacement templates: `\1`, `\g<name>`, `\n`.

use super::{Match, wrong};
use crate::exception::Result;

pub(super) enum Part {
    Text(String),
    Group(usize),
}

/// The parts of a template.
pub(super) fn parse(template: &str, names: &[Option<String>]) -> Result<Vec<Part>> {
    let mut parts = Vec::new();
    let mut text = String::new();
    let mut chars = template.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        let group = match chars.next() {
            None => return Err(wrong("bad escape (end of pattern)")),
            Some('g') => {
                if chars.next() != Some('<') {
                    return Err(wrong("missing <"));
                }
                let name: String = chars.by_ref().take_while(|c| *c != '>').collect();
                let index = name
                    .parse()
                    .ok()
                    .or_else(|| names.iter().position(|known| known.as_deref() == Some(&name)));
                let Some(index) = index else {
                    return Err(crate::exception::index_error(format!(
                        "unknown group name {}",
                        crate::show::to_repr(&name)
                    )));
                };
                index
            }
            Some(digit @ '1'..='9') => {
                let mut index = digit.to_digit(10).unwrap_or(0) as usize;
                if let Some(second) = chars.peek().and_then(|c| c.to_digit(10)) {
                    index = index * 10 + second as usize;
                    chars.next();
                }
                index
            }
            Some(other) => {
                match other {
                    'n' => text.push('\n'),
                    't' => text.push('\t'),
                    'r' => text.push('\r'),
                    'a' => text.push('\x07'),
                    'f' => text.push('\x0c'),
                    'v' => text.push('\x0b'),
                    '0' => text.push('\0'),
                    '\\' => text.push('\\'),
                    c if c.is_ascii_alphabetic() => {
                        return Err(wrong(&format!("bad escape \\{c}")));
                    }
                    c => text.extend(['\\', c]),
                }
                continue;
            }
        };
        if group >= names.len() {
            return Err(wrong(&format!("invalid group reference {group}")));
        }
        parts.push(Part::Text(std::mem::take(&mut text)));
        parts.push(Part::Group(group));
    }
    parts.push(Part::Text(text));
    Ok(parts)
}

/// The text of a template for a match.
pub(super) fn expand(parts: &[Part], found: &Match) -> String {
    parts
        .iter()
        .map(|part| match part {
            Part::Text(text) => text.clone(),
            Part::Group(group) => found.text_of(*group).unwrap_or_default(),
        })
        .collect()
}
