//! Case and character classes of `str`.

use crate::unicode;

/// `self.upper()`
pub fn upper(text: &str) -> String {
    text.to_uppercase()
}

/// `self.lower()`
pub fn lower(text: &str) -> String {
    text.to_lowercase()
}

/// `self.casefold()`: lower case, with the usual full foldings
pub fn casefold(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{df}' | '\u{1e9e}' => result.push_str("ss"),
            '\u{3c2}' => result.push('\u{3c3}'),
            '\u{17f}' => result.push('s'),
            '\u{fb00}' => result.push_str("ff"),
            '\u{fb01}' => result.push_str("fi"),
            '\u{fb02}' => result.push_str("fl"),
            c => result.extend(c.to_lowercase()),
        }
    }
    result
}

/// `self.swapcase()`
pub fn swapcase(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_uppercase() {
            result.extend(c.to_lowercase());
        } else {
            result.extend(c.to_uppercase());
        }
    }
    result
}

/// The character in title case.
fn push_title(result: &mut String, c: char) {
    match c {
        '\u{df}' => result.push_str("Ss"),
        '\u{1c4}'..='\u{1c6}' => result.push('\u{1c5}'),
        '\u{1c7}'..='\u{1c9}' => result.push('\u{1c8}'),
        '\u{1ca}'..='\u{1cc}' => result.push('\u{1cb}'),
        '\u{fb01}' => result.push_str("Fi"),
        '\u{fb02}' => result.push_str("Fl"),
        c => result.extend(c.to_uppercase()),
    }
}

/// `self.capitalize()`
pub fn capitalize(text: &str) -> String {
    let mut chars = text.chars();
    let mut result = String::with_capacity(text.len());
    if let Some(first) = chars.next() {
        push_title(&mut result, first);
        result.push_str(&chars.as_str().to_lowercase());
    }
    result
}

/// `self.title()`
pub fn title(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut inside = false;
    for c in text.chars() {
        if inside {
            result.extend(c.to_lowercase());
        } else {
            push_title(&mut result, c);
        }
        inside = is_cased(c);
    }
    result
}

fn is_cased(c: char) -> bool {
    c.is_uppercase() || c.is_lowercase()
}

fn all(text: &str, test: impl Fn(char) -> bool) -> bool {
    !text.is_empty() && text.chars().all(test)
}

/// `self.isalpha()`
pub fn isalpha(text: &str) -> bool {
    all(text, unicode::is_letter)
}

/// `self.isdigit()`
pub fn isdigit(text: &str) -> bool {
    all(text, |c| unicode::decimal(c).is_some() || unicode::is_other_digit(c))
}

/// `self.isdecimal()`
pub fn isdecimal(text: &str) -> bool {
    all(text, |c| unicode::decimal(c).is_some())
}

/// `self.isnumeric()`
pub fn isnumeric(text: &str) -> bool {
    all(text, |c| c.is_numeric() || unicode::is_other_digit(c))
}

/// `self.isalnum()`
pub fn isalnum(text: &str) -> bool {
    all(text, |c| unicode::is_letter(c) || c.is_numeric())
}

/// `self.isspace()`
pub fn isspace(text: &str) -> bool {
    all(text, super::is_space_char)
}

/// `self.isascii()`
pub fn isascii(text: &str) -> bool {
    text.is_ascii()
}

/// `self.isprintable()`
pub fn isprintable(text: &str) -> bool {
    text.chars().all(crate::show::is_printable)
}

/// `self.isidentifier()`
pub fn isidentifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c == '_' || unicode::is_letter(c))
        && chars.all(|c| c == '_' || c.is_alphanumeric())
}

/// `self.isupper()`
pub fn isupper(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

/// `self.islower()`
pub fn islower(text: &str) -> bool {
    text.chars().any(char::is_lowercase) && !text.chars().any(char::is_uppercase)
}

/// `self.istitle()`
pub fn istitle(text: &str) -> bool {
    let (mut inside, mut seen) = (false, false);
    for c in text.chars() {
        if c.is_uppercase() {
            if inside {
                return false;
            }
            (inside, seen) = (true, true);
        } else if c.is_lowercase() {
            if !inside {
                return false;
            }
        } else {
            inside = false;
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_and_classes() {
        assert_eq!(title("they're bill's"), "They'Re Bill'S");
        assert_eq!(capitalize("hELLO wORLD"), "Hello world");
        assert_eq!(swapcase("aB\u{df}"), "AbSS");
        assert!(isdigit("12\u{b2}") && !isdecimal("\u{b2}") && isnumeric("\u{bd}"));
        assert!(istitle("Hello World") && !istitle("Hello world"));
        assert!(isupper("A1") && !isupper("1") && isalpha("\u{e9}") && !isalpha("a1"));
    }
}
