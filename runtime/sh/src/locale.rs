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

/// Are characters UTF-8 sequences in the locale that the process was started in?
pub(crate) fn starts_utf8() -> bool {
    static UTF8: std::sync::OnceLock<bool> = std::sync::OnceLock::new();
    *UTF8.get_or_init(|| {
        let names = ["LC_ALL", "LC_CTYPE", "LANG"];
        let set = names.iter().filter_map(std::env::var_os).find(|value| !value.is_empty());
        set.is_some_and(|value| names_utf8(std::os::unix::ffi::OsStrExt::as_bytes(&*value)))
    })
}

/// How many characters a text has in that locale.
pub fn characters(text: impl AsRef<[u8]>) -> i64 {
    let text = text.as_ref();
    (if text.is_ascii() || !starts_utf8() { text.len() } else { count(text) }) as i64
}

/// `${x:offset:length}` of a text in that locale; nothing where the length ends before the offset.
pub fn slice(text: impl AsRef<[u8]>, offset: i64, length: Option<i64>) -> Vec<u8> {
    let text = text.as_ref();
    let count = characters(text);
    let from = if offset < 0 { count + offset } else { offset };
    if from < 0 || from > count {
        return Vec::new();
    }
    let to = match length {
        None => count,
        Some(length) if length < 0 => count + length,
        Some(length) => from.saturating_add(length).min(count),
    };
    let plain = text.len() as i64 == count;
    let place =
        |characters: i64| if plain { characters as usize } else { place_of(text, characters) };
    if to < from { Vec::new() } else { text[place(from)..place(to)].to_vec() }
}

/// The byte offset of a character.
fn place_of(text: &[u8], characters: i64) -> usize {
    let mut at = 0;
    for _ in 0..characters {
        if at >= text.len() {
            break;
        }
        at += sequence(&text[at..]);
    }
    at
}

/// Does a locale of that name have UTF-8?
fn names_utf8(name: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with(b"utf-8") || name.ends_with(b"utf8")
}

/// The UTF-8 sequences of a text.
fn count(text: &[u8]) -> usize {
    let (mut at, mut count) = (0, 0);
    while at < text.len() {
        at += sequence(&text[at..]);
        count += 1;
    }
    count
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
                return names_utf8(text);
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
        count(text)
    }

    /// The byte offset of the n-th character; the length when there are fewer.
    pub fn offset_of(&self, text: &[u8], characters: usize) -> usize {
        if text.is_ascii() || !self.is_utf8() {
            return characters.min(text.len());
        }
        place_of(text, characters as i64)
    }
}
