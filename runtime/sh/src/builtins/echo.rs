//! `echo`.

use crate::shell::Shell;
use crate::status::{Checked, Status};

/// `echo [-neE] words`; dash's for `#!/bin/sh`.
pub fn echo(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let mut newline = true;
    let mut escapes = sh.dash || sh.state.options.shopt("xpg_echo");
    let mut at = 0;
    while let Some(word) = args.get(at) {
        let Some(letters) = word.strip_prefix(b"-").filter(|rest| !rest.is_empty()) else { break };
        let known: &[u8] = if sh.dash { b"n" } else { b"neE" };
        if !letters.iter().all(|letter| known.contains(letter)) {
            break;
        }
        for letter in letters {
            match letter {
                b'n' => newline = false,
                b'e' => escapes = true,
                _ => escapes = false,
            }
        }
        at += 1;
        if sh.dash {
            break;
        }
    }
    for (index, word) in args[at..].iter().enumerate() {
        if index > 0 {
            sh.write(b" ");
        }
        if escapes && word.contains(&b'\\') {
            let mut text = Vec::new();
            let ended = if sh.dash {
                unescape_b(word, &mut text)
            } else {
                unescape(word, Style::Echo, &mut text)
            };
            sh.write(&text);
            if ended {
                return Ok(Status::OK);
            }
        } else {
            sh.write(word);
        }
    }
    if newline {
        sh.write(b"\n");
    }
    Ok(Status::OK)
}

impl Shell {
    /// `echo` of one word, where no function has that name.
    pub fn echo(&mut self, line: u32, word: Vec<u8>) -> Checked<Status> {
        if !self.state.disabled.is_empty() || self.state.options.xtrace() {
            return self.command(line, vec![b"echo".to_vec(), word]);
        }
        self.line = line;
        let mine = std::mem::take(&mut self.substitutions);
        let words = [word];
        let builtin = super::Builtin { name: "echo", run: echo };
        let status = self.call_builtin(builtin, &words);
        let [word] = words;
        self.last_word = word;
        self.after(mine, status)
    }
}

/// Which escapes there are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `echo -e`, `%b`: `\0nnn`.
    Echo,
    /// The format of `printf`: `\nnn`.
    Format,
}

/// Copies a text; `take` replaces each backslash that something follows, and says how long the escape is, or that the text ends there: then `true`.
pub fn replace_escapes(
    text: &[u8],
    result: &mut Vec<u8>,
    mut take: impl FnMut(&[u8], &mut Vec<u8>) -> Option<usize>,
) -> bool {
    let mut at = 0;
    while at < text.len() {
        if text[at] != b'\\' || at + 1 == text.len() {
            result.push(text[at]);
            at += 1;
            continue;
        }
        let Some(taken) = take(&text[at..], result) else { return true };
        at += taken;
    }
    false
}

/// Replaces escapes; `true`: `\c` ended the output.
pub fn unescape(text: &[u8], style: Style, result: &mut Vec<u8>) -> bool {
    replace_escapes(text, result, |rest, result| escape(rest, style, result))
}

/// One escape at the start of a text: how long it is; `None` for `\c`.
pub fn escape(text: &[u8], style: Style, result: &mut Vec<u8>) -> Option<usize> {
    let number = |from: usize, most: usize, base: u32| {
        let digits = text[from..]
            .iter()
            .take(most)
            .take_while(|byte| (**byte as char).is_digit(base))
            .count();
        let value = text[from..from + digits].iter().fold(0_u32, |value, byte| {
            value.wrapping_mul(base) + (*byte as char).to_digit(base).unwrap_or(0)
        });
        (value, digits)
    };
    let simple = match text[1] {
        b'a' => 7,
        b'b' => 8,
        b'e' | b'E' => 27,
        b'f' => 12,
        b'n' => 10,
        b'r' => 13,
        b't' => 9,
        b'v' => 11,
        b'\\' => b'\\',
        b'"' if style == Style::Format => b'"',
        b'\'' if style == Style::Format => b'\'',
        b'c' => {
            if style == Style::Echo {
                return None;
            }
            result.extend_from_slice(b"\\c");
            return Some(2);
        }
        b'x' => {
            let (value, digits) = number(2, 2, 16);
            if digits == 0 {
                result.extend_from_slice(b"\\x");
            } else {
                result.push(value as u8);
            }
            return Some(2 + digits);
        }
        letter @ (b'u' | b'U') => {
            let (value, digits) = number(2, if letter == b'u' { 4 } else { 8 }, 16);
            match char::from_u32(value).filter(|_| digits > 0) {
                Some(char) => result.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes()),
                None => result.extend_from_slice(&text[..2 + digits]),
            }
            return Some(2 + digits);
        }
        b'0' if style == Style::Echo => {
            let (value, digits) = number(2, 3, 8);
            result.push(value as u8);
            return Some(2 + digits);
        }
        b'0'..=b'7' if style != Style::Echo => {
            let (value, digits) = number(1, 3, 8);
            result.push(value as u8);
            return Some(1 + digits);
        }
        other => {
            result.extend_from_slice(&[b'\\', other]);
            return Some(2);
        }
    };
    result.push(simple);
    Some(2)
}

/// `%b`: escapes of `echo -e`, and `\nnn`.
pub fn unescape_b(text: &[u8], result: &mut Vec<u8>) -> bool {
    let mut at = 0;
    while at < text.len() {
        if text[at] == b'\\' && matches!(text.get(at + 1), Some(b'1'..=b'7')) {
            at += escape(&text[at..], Style::Format, result).unwrap_or(2);
        } else if text[at] == b'\\' {
            let end = text.len().min(at + 12);
            let mut one = Vec::new();
            if at + 1 == text.len() {
                result.push(b'\\');
                return false;
            }
            match escape(&text[at..end], Style::Echo, &mut one) {
                Some(taken) => at += taken,
                None => return true,
            }
            result.append(&mut one);
        } else {
            result.push(text[at]);
            at += 1;
        }
    }
    false
}
