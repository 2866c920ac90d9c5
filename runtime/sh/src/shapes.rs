//! Patterns that are plain texts but for a star at an end, and what needs no shell to be told of a text.

use crate::pattern::{How, Pattern};

/// `text+=more`
pub fn extend(text: &mut Vec<u8>, more: impl AsRef<[u8]>) {
    text.extend_from_slice(more.as_ref());
}

/// Are the texts the same?
pub fn same(text: impl AsRef<[u8]>, other: impl AsRef<[u8]>) -> bool {
    text.as_ref() == other.as_ref()
}

/// Does a pattern of plain text, `*`, `?` and sets of ASCII characters match, byte by byte?
pub fn glob(text: impl AsRef<[u8]>, pattern: &str) -> bool {
    Pattern::new(pattern.as_bytes(), false).matches(text.as_ref(), How::default())
}

/// What `$(echo "$x")` is: nothing when `x` is an option of `echo`.
pub fn echoed(text: impl AsRef<[u8]>) -> Vec<u8> {
    let text = text.as_ref();
    match text.strip_prefix(b"-") {
        Some(letters) if !letters.is_empty() && letters.iter().all(|one| b"neE".contains(one)) => {
            Vec::new()
        }
        _ => chomped(text),
    }
}

/// The text without the newlines at its end.
pub fn chomped(text: impl AsRef<[u8]>) -> Vec<u8> {
    let text = text.as_ref();
    let length = text.iter().rposition(|&byte| byte != b'\n').map_or(0, |at| at + 1);
    text[..length].to_vec()
}

/// `other*`.
pub fn starts(text: impl AsRef<[u8]>, other: impl AsRef<[u8]>) -> bool {
    text.as_ref().starts_with(other.as_ref())
}

/// `*other`.
pub fn ends(text: impl AsRef<[u8]>, other: impl AsRef<[u8]>) -> bool {
    text.as_ref().ends_with(other.as_ref())
}

/// `*other*`.
pub fn contains(text: impl AsRef<[u8]>, other: impl AsRef<[u8]>) -> bool {
    memchr::memmem::find(text.as_ref(), other.as_ref()).is_some()
}

/// `${text##*mark}`.
pub fn after_last(text: impl AsRef<[u8]>, mark: impl AsRef<[u8]>) -> Vec<u8> {
    let (text, mark) = (text.as_ref(), mark.as_ref());
    memchr::memmem::rfind(text, mark).map_or(text, |at| &text[at + mark.len()..]).to_vec()
}

/// `${text#*mark}`.
pub fn after_first(text: impl AsRef<[u8]>, mark: impl AsRef<[u8]>) -> Vec<u8> {
    let (text, mark) = (text.as_ref(), mark.as_ref());
    memchr::memmem::find(text, mark).map_or(text, |at| &text[at + mark.len()..]).to_vec()
}

/// `${text%mark*}`.
pub fn before_last(text: impl AsRef<[u8]>, mark: impl AsRef<[u8]>) -> Vec<u8> {
    let text = text.as_ref();
    memchr::memmem::rfind(text, mark.as_ref()).map_or(text, |at| &text[..at]).to_vec()
}

/// `${text%%mark*}`.
pub fn before_first(text: impl AsRef<[u8]>, mark: impl AsRef<[u8]>) -> Vec<u8> {
    let text = text.as_ref();
    memchr::memmem::find(text, mark.as_ref()).map_or(text, |at| &text[..at]).to_vec()
}

/// `${text#start}`.
pub fn without_start(text: impl AsRef<[u8]>, start: impl AsRef<[u8]>) -> Vec<u8> {
    let text = text.as_ref();
    text.strip_prefix(start.as_ref()).unwrap_or(text).to_vec()
}

/// `${text%end}`.
pub fn without_end(text: impl AsRef<[u8]>, end: impl AsRef<[u8]>) -> Vec<u8> {
    let text = text.as_ref();
    text.strip_suffix(end.as_ref()).unwrap_or(text).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares() {
        assert!(same("a", b"a") && !same("a", "b"));
        assert!(starts("-x", "-") && !starts("x", "-"));
        assert!(ends("a.c", ".c") && !ends("a.h", ".c"));
        assert!(contains("abc", "b") && !contains("abc", "d"));
    }

    #[test]
    fn matches_and_echoes() {
        assert!(
            glob("07-x", "[0-9][0-9]-*") && !glob("7-x", "[0-9][0-9]-*") && glob("a.c", "*.[ch]")
        );
        assert_eq!(
            (echoed("-nE"), echoed("-x\n\n"), echoed("-")),
            (vec![], b"-x".to_vec(), b"-".to_vec())
        );
        assert_eq!((chomped("a\n\nb\n\n"), chomped("\n")), (b"a\n\nb".to_vec(), vec![]));
    }

    #[test]
    fn trims() {
        assert_eq!(
            (after_last("a/b/c", "/"), after_first("a/b/c", "/")),
            (b"c".to_vec(), b"b/c".to_vec())
        );
        assert_eq!(
            (before_last("a/b/c", "/"), before_first("a/b/c", "/")),
            (b"a/b".to_vec(), b"a".to_vec())
        );
        assert_eq!(
            (without_start("abc", "a"), without_end("abc", "b")),
            (b"bc".to_vec(), b"abc".to_vec())
        );
    }
}
