//! What depends on the locale: characters of UTF-8, or bytes in the C locale.

use crate::shell::Shell;

/// The length of the UTF-8 sequence at the start of a text; 1 for a byte that starts none.
pub fn sequence(text: &[u8]) -> usize {
    let length = match text.first() {
        Some(0xc2..=0xdf) => 2,
        Some(0xe0..=0xef) => 3,
        Some(0xf0..=0xf4) => 4,
        _ => return 1,
    };
    if text.len() >= length && text[1..length].iter().all(|byte| byte & 0xc0 == 0x80) {
        length
    } else {
        1
    }
}

/// Is a character in a class such as `alpha`?
pub fn in_class(class: &[u8], code: u32) -> bool {
    let Some(char) = char::from_u32(code) else { return false };
    let ascii = code < 0x80;
    match class {
        b"alpha" => char.is_alphabetic(),
        b"digit" => char.is_ascii_digit(),
        b"alnum" => char.is_alphanumeric(),
        b"upper" => char.is_uppercase(),
        b"lower" => char.is_lowercase(),
        b"space" => matches!(code, 9..=13 | 32) || !ascii && char.is_whitespace(),
        b"blank" => matches!(code, 9 | 32),
        b"punct" => {
            char.is_ascii_punctuation()
                || !ascii && !char.is_alphanumeric() && !char.is_whitespace() && !char.is_control()
        }
        b"cntrl" => char.is_control(),
        b"print" => !char.is_control(),
        b"graph" => !char.is_control() && !char.is_whitespace(),
        b"xdigit" => char.is_ascii_hexdigit(),
        b"word" => char.is_alphanumeric() || char == '_',
        b"ascii" => ascii,
        _ => false,
    }
}

impl Shell {
    /// Are characters UTF-8 sequences?
    pub fn is_utf8(&self) -> bool {
        self.locale().0
    }

    /// Does the locale order texts otherwise than by their bytes?
    pub fn collates(&self) -> bool {
        self.locale().1
    }

    fn locale(&self) -> (bool, bool) {
        if let Some(known) = self.locale.get() {
            return known;
        }
        let known = (self.find_utf8(), self.find_collation());
        self.locale.set(Some(known));
        known
    }

    fn find_utf8(&self) -> bool {
        for name in [&b"LC_ALL"[..], b"LC_CTYPE", b"LANG"] {
            if let Some(text) = self.variable(name).and_then(|variable| variable.scalar())
                && !text.is_empty()
            {
                let text = text.to_ascii_lowercase();
                return text.ends_with(b"utf-8") || text.ends_with(b"utf8");
            }
        }
        false
    }

    fn find_collation(&self) -> bool {
        for name in [&b"LC_ALL"[..], b"LC_COLLATE", b"LANG"] {
            if let Some(text) = self.variable(name).and_then(|variable| variable.scalar())
                && !text.is_empty()
            {
                return !(text == b"C" || text == b"POSIX" || text.starts_with(b"C."));
            }
        }
        false
    }

    /// `${#x}` of a text.
    pub fn text_length(&self, text: impl AsRef<[u8]>) -> i64 {
        self.characters(text.as_ref()) as i64
    }

    /// How many characters a text has.
    pub fn characters(&self, text: &[u8]) -> usize {
        if text.is_ascii() || !self.is_utf8() {
            return text.len();
        }
        let (mut at, mut count) = (0, 0);
        while at < text.len() {
            at += sequence(&text[at..]);
            count += 1;
        }
        count
    }

    /// The byte offset of the n-th character; the length when there are fewer.
    pub fn offset_of(&self, text: &[u8], characters: usize) -> usize {
        if text.is_ascii() || !self.is_utf8() {
            return characters.min(text.len());
        }
        let mut at = 0;
        for _ in 0..characters {
            if at >= text.len() {
                break;
            }
            at += sequence(&text[at..]);
        }
        at
    }
}
