//! Bytes that are mostly few: names and subscripts, kept without memory of their own.

use std::fmt;

const ROOM: usize = 22;

/// A byte text; short ones lie in the value itself.
#[derive(Clone)]
pub struct Short(Kind);

#[derive(Clone)]
enum Kind {
    Here(u8, [u8; ROOM]),
    There(Vec<u8>),
}

impl Short {
    /// The bytes.
    pub fn as_slice(&self) -> &[u8] {
        match &self.0 {
            Kind::Here(length, bytes) => &bytes[..usize::from(*length)],
            Kind::There(bytes) => bytes,
        }
    }
}

impl std::ops::Deref for Short {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.as_slice()
    }
}

impl From<&[u8]> for Short {
    fn from(text: &[u8]) -> Short {
        if text.len() > ROOM {
            return Short(Kind::There(text.to_vec()));
        }
        let mut bytes = [0; ROOM];
        bytes[..text.len()].copy_from_slice(text);
        Short(Kind::Here(text.len() as u8, bytes))
    }
}

impl From<Vec<u8>> for Short {
    fn from(text: Vec<u8>) -> Short {
        if text.len() > ROOM { Short(Kind::There(text)) } else { Short::from(&text[..]) }
    }
}

impl AsRef<[u8]> for Short {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl PartialEq for Short {
    fn eq(&self, other: &Short) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl Eq for Short {}

impl<const N: usize> PartialEq<[u8; N]> for Short {
    fn eq(&self, other: &[u8; N]) -> bool {
        self.as_slice() == other
    }
}

impl<const N: usize> PartialEq<&[u8; N]> for Short {
    fn eq(&self, other: &&[u8; N]) -> bool {
        self.as_slice() == *other
    }
}

impl fmt::Debug for Short {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&String::from_utf8_lossy(self), to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_short_and_long_texts() {
        for length in [0, 1, ROOM, ROOM + 1, 100] {
            let text = vec![b'x'; length];
            assert_eq!(Short::from(&text[..]).as_slice(), text);
            assert_eq!(Short::from(text.clone()), Short::from(&text[..]));
        }
        let name = Short::from(&b"ab"[..]);
        assert!(name == b"ab");
    }
}
