//! Patterns that are plain texts but for a star at an end.

/// Are the texts the same?
pub fn same(text: impl AsRef<[u8]>, other: impl AsRef<[u8]>) -> bool {
    text.as_ref() == other.as_ref()
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
}
