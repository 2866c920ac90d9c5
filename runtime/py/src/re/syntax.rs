//! Python's regular expression syntax as the engine's.

use super::{ASCII, DOTALL, IGNORECASE, MULTILINE, VERBOSE, wrong};
use crate::exception::Result;

/// The pattern for the engine, its flags in front.
pub(super) fn translate(pattern: &str, flags: i64) -> Result<String> {
    let mut reader = Reader { chars: pattern.chars().collect(), at: 0, out: String::new(), flags };
    reader.global_flags();
    let mut head = String::new();
    for (flag, letter) in [(IGNORECASE, 'i'), (MULTILINE, 'm'), (DOTALL, 's'), (VERBOSE, 'x')] {
        if reader.flags & flag != 0 {
            head.push(letter);
        }
    }
    reader.pattern()?;
    Ok(if head.is_empty() { reader.out } else { format!("(?{head}){}", reader.out) })
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    out: String,
    flags: i64,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn starts(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(i, c)| self.chars.get(self.at + i) == Some(&c))
    }

    /// `(?im)` at the start.
    fn global_flags(&mut self) {
        if !self.starts("(?") {
            return;
        }
        let Some(length) = self.chars[2..].iter().position(|c| *c == ')') else { return };
        let letters = &self.chars[2..2 + length];
        if letters.is_empty() || !letters.iter().all(|c| "imsxua".contains(*c)) {
            return;
        }
        for letter in letters {
            self.flags |= match letter {
                'i' => IGNORECASE,
                'm' => MULTILINE,
                's' => DOTALL,
                'x' => VERBOSE,
                'a' => ASCII,
                _ => 0,
            };
        }
        self.at = 3 + length;
    }

    fn pattern(&mut self) -> Result<()> {
        while let Some(c) = self.peek() {
            match c {
                '\\' => self.escape(false)?,
                '[' => self.class()?,
                '(' if self.starts("(?#") => {
                    while self.peek().is_some_and(|c| c != ')') {
                        self.at += 1;
                    }
                    self.at += 1;
                }
                '$' if self.flags & MULTILINE == 0 => {
                    self.out.push_str(r"(?=\n?\z)");
                    self.at += 1;
                }
                '{' => self.repeat(),
                '#' if self.flags & VERBOSE != 0 => {
                    while self.peek().is_some_and(|c| c != '\n') {
                        self.at += 1;
                    }
                }
                c => {
                    self.out.push(c);
                    self.at += 1;
                }
            }
        }
        Ok(())
    }

    /// `{m,n}`, or a brace that stands for itself.
    fn repeat(&mut self) {
        let rest = &self.chars[self.at + 1..];
        let length = rest.iter().position(|c| *c == '}').unwrap_or(usize::MAX);
        let body: String = rest.iter().take(length.min(rest.len())).collect();
        let (low, high) = body.split_once(',').unwrap_or((&body, "0"));
        let number = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        let is_repeat =
            length != usize::MAX && !body.is_empty() && body != "," && number(low) && number(high);
        if !is_repeat {
            self.out.push_str(r"\{");
            self.at += 1;
            return;
        }
        self.out.push('{');
        if low.is_empty() {
            self.out.push('0');
        }
        self.out.push_str(&body);
        self.out.push('}');
        self.at += length + 2;
    }

    fn escape(&mut self, in_class: bool) -> Result<()> {
        let Some(&c) = self.chars.get(self.at + 1) else {
            return Err(wrong("bad escape (end of pattern)"));
        };
        self.at += 2;
        let ascii = self.flags & ASCII != 0;
        match c {
            'd' if ascii => self.out.push_str(if in_class { "0-9" } else { "[0-9]" }),
            'w' if ascii => self.out.push_str(if in_class { "a-zA-Z0-9_" } else { "[a-zA-Z0-9_]" }),
            's' if ascii => {
                self.out.push_str(if in_class { r" \t\n\r\x0c\x0b" } else { r"[ \t\n\r\x0c\x0b]" })
            }
            'Z' if !in_class => self.out.push_str(r"\z"),
            'b' if in_class => self.out.push_str(r"\x08"),
            's' => self.out.push_str(if in_class { r"\s\x1c-\x1f" } else { r"[\s\x1c-\x1f]" }),
            'S' if !in_class => self.out.push_str(r"[^\s\x1c-\x1f]"),
            'a' => self.out.push_str(r"\x07"),
            'v' => self.out.push_str(r"\x0b"),
            'f' => self.out.push_str(r"\x0c"),
            '0' => {
                let digits: String = self.chars[self.at..]
                    .iter()
                    .take(2)
                    .take_while(|c| ('0'..='7').contains(*c))
                    .collect();
                self.at += digits.len();
                let code = u32::from_str_radix(&format!("0{digits}"), 8).unwrap_or(0);
                self.out.push_str(&format!(r"\x{{{code:x}}}"));
            }
            'u' | 'U' => {
                let width = if c == 'u' { 4 } else { 8 };
                let digits: String = self.chars[self.at..].iter().take(width).collect();
                self.at += digits.len();
                self.out.push_str(&format!(r"\x{{{digits}}}"));
            }
            'd' | 'D' | 'w' | 'W' | 'S' | 'b' | 'B' | 'A' | 'n' | 'r' | 't' | 'x' | '1'..='9' => {
                self.out.push('\\');
                self.out.push(c);
            }
            c if c.is_ascii_alphabetic() => {
                return Err(wrong(&format!("bad escape \\{c} at position {}", self.at - 2)));
            }
            c => self.literal(c),
        }
        Ok(())
    }

    fn literal(&mut self, c: char) {
        if c.is_ascii_punctuation()
            && !matches!(
                c,
                '<' | '>' | '_' | '\'' | '"' | '/' | '%' | ',' | ':' | ';' | '=' | '@' | '`' | '!'
            )
        {
            self.out.push('\\');
        }
        if c == ' ' && self.flags & VERBOSE != 0 {
            self.out.push('\\');
        }
        self.out.push(c);
    }

    fn class(&mut self) -> Result<()> {
        self.out.push('[');
        self.at += 1;
        if self.peek() == Some('^') {
            self.out.push('^');
            self.at += 1;
        }
        let mut first = true;
        loop {
            match self.peek() {
                None => return Err(wrong("unterminated character set")),
                Some(']') if !first => break,
                Some('\\') => self.escape(true)?,
                Some(c) => {
                    // what the engine reads as set operations or nested classes stands for itself
                    if matches!(c, '[' | ']' | '&' | '~' | '^')
                        || (c == ' ' || c == '#') && self.flags & VERBOSE != 0
                    {
                        self.out.push('\\');
                    }
                    if c == '-' && self.chars.get(self.at + 1) == Some(&'-') {
                        self.out.push('\\');
                    }
                    self.out.push(c);
                    self.at += 1;
                }
            }
            first = false;
        }
        self.out.push(']');
        self.at += 1;
        Ok(())
    }
}
