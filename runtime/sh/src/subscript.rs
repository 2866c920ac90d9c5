//! Subscripts in texts that builtins read: `test -v 'a[$k]'`, `unset 'a[$k]'`, arithmetic at run time.

use crate::arguments::Elements;
use crate::params::Param;
use crate::shell::Shell;
use crate::words::Words;

impl Shell {
    /// The parameter with `$name`, `${name}` and quotes in its subscript expanded.
    pub(crate) fn with_expanded_subscript(&mut self, param: Param) -> Param {
        match param {
            Param::Element(name, subscript) => {
                let subscript = self.expand_plain(&subscript);
                Param::Element(name, subscript.into())
            }
            param => param,
        }
    }

    /// A text with its plain expansions made and its quotes taken off.
    pub(crate) fn expand_plain(&mut self, text: &[u8]) -> Vec<u8> {
        if !text.iter().any(|byte| matches!(byte, b'$' | b'"' | b'\'' | b'\\' | b'`')) {
            return text.to_vec();
        }
        let commands = text.contains(&b'`')
            || text.windows(2).any(|pair| pair == b"$(" || pair == b"${" || pair == b"$[");
        if commands && let Some(text) = self.expand_commands(text) {
            return text;
        }
        let (mut result, mut at, mut double) = (Vec::new(), 0, false);
        while at < text.len() {
            let byte = text[at];
            at += 1;
            match byte {
                b'\'' if !double => {
                    let end = text[at..]
                        .iter()
                        .position(|byte| *byte == b'\'')
                        .unwrap_or(text.len() - at);
                    result.extend_from_slice(&text[at..at + end]);
                    at += end + 1;
                }
                b'"' => double = !double,
                b'\\' if at < text.len() => {
                    result.push(text[at]);
                    at += 1;
                }
                b'$' => at = self.expand_one(text, at, &mut result),
                byte => result.push(byte),
            }
        }
        result
    }

    /// The parameter after a `$` at `at`; where it ends.
    fn expand_one(&mut self, text: &[u8], at: usize, result: &mut Vec<u8>) -> usize {
        let rest = &text[at..];
        let (name, end) = if rest.first() == Some(&b'{') {
            let Some(close) = rest.iter().position(|byte| *byte == b'}') else {
                result.push(b'$');
                return at;
            };
            (&rest[1..close], at + close + 1)
        } else {
            let length = rest
                .iter()
                .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_')
                .count();
            let length = match rest.first() {
                Some(byte) if byte.is_ascii_digit() || b"?#$!-@*".contains(byte) => 1,
                _ => length,
            };
            (&rest[..length], at + length)
        };
        match Param::parse(name) {
            Some(param) => result.extend_from_slice(&self.find(&param).unwrap_or_default()),
            None => {
                result.push(b'$');
                return at;
            }
        }
        end
    }

    /// The elements in the text of an array: words with quotes and plain expansions, `[subscript]=text`.
    pub(crate) fn compound_text(&mut self, text: &[u8]) -> Elements {
        let mut elements = Elements::new();
        let mut at = 0;
        while at < text.len() {
            if text[at].is_ascii_whitespace() {
                at += 1;
                continue;
            }
            let end = at + word_length(&text[at..]);
            let word = &text[at..end];
            at = end;
            let close = word.iter().position(|byte| *byte == b']').filter(|_| word[0] == b'[');
            let keyed = close.and_then(|close| {
                let (rest, append) = match &word[close + 1..] {
                    [b'+', b'=', rest @ ..] => (rest, true),
                    [b'=', rest @ ..] => (rest, false),
                    _ => return None,
                };
                Some((&word[1..close], rest, append))
            });
            match keyed {
                Some((key, rest, append)) => {
                    let (key, rest) = (self.expand_plain(key), self.expand_plain(rest));
                    elements.keyed(key, rest, append);
                }
                None => {
                    let quoted = word.iter().any(|byte| matches!(byte, b'"' | b'\'' | b'\\'));
                    let expanded = self.expand_plain(word);
                    if quoted {
                        elements.word(expanded);
                    } else {
                        let mut words = Words::new();
                        words.split(self, expanded);
                        words.end_plain();
                        elements.words(words);
                    }
                }
            }
        }
        elements
    }
}

/// How long the word at the start of a text is, quotes seen.
fn word_length(text: &[u8]) -> usize {
    let (mut at, mut quote) = (0, None);
    while at < text.len() {
        match (text[at], quote) {
            (b'\\', None | Some(b'"')) => at += 1,
            (byte @ (b'"' | b'\''), None) => quote = Some(byte),
            (byte, Some(open)) if byte == open => quote = None,
            (byte, None) if byte.is_ascii_whitespace() => return at,
            _ => {}
        }
        at += 1;
    }
    text.len()
}
