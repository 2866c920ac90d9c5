//! Words of several parts that are known by their kinds.

use crate::shell::Shell;
use crate::status::Checked;
use crate::words::Words;

/// A part of a word.
#[derive(Clone, Debug)]
pub enum Bit {
    /// Unquoted literal text.
    Lit(Vec<u8>),
    /// Text from quotes.
    Quoted(Vec<u8>),
    /// An unquoted expansion.
    Split(Vec<u8>),
    /// `"$@"`
    Each(Vec<Vec<u8>>),
    /// `$@`
    SplitEach(Vec<Vec<u8>>),
}

/// Unquoted literal text.
pub fn lit(text: impl AsRef<[u8]>) -> Bit {
    Bit::Lit(text.as_ref().to_vec())
}

/// Text from quotes, or an expansion in them.
pub fn quoted(text: impl AsRef<[u8]>) -> Bit {
    Bit::Quoted(text.as_ref().to_vec())
}

/// An unquoted expansion.
pub fn split(text: impl AsRef<[u8]>) -> Bit {
    Bit::Split(text.as_ref().to_vec())
}

/// A list in quotes.
pub fn each(list: impl AsRef<[Vec<u8>]>) -> Bit {
    Bit::Each(list.as_ref().to_vec())
}

/// An unquoted list.
pub fn split_each(list: impl AsRef<[Vec<u8>]>) -> Bit {
    Bit::SplitEach(list.as_ref().to_vec())
}

/// Text as it is written.
impl From<&str> for Bit {
    fn from(text: &str) -> Bit {
        lit(text)
    }
}

impl From<&String> for Bit {
    fn from(text: &String) -> Bit {
        lit(text)
    }
}

impl Shell {
    /// The fields of a word that consists of parts.
    pub fn fields_of_bits(&mut self, bits: impl IntoIterator<Item = Bit>) -> Checked<Vec<Vec<u8>>> {
        let mut words = Words::new();
        for bit in bits {
            match bit {
                Bit::Lit(text) => words.lit(text),
                Bit::Quoted(text) => words.quoted(text),
                Bit::Split(text) => words.split(self, text),
                Bit::Each(list) => words.each(list),
                Bit::SplitEach(list) => words.split_each(self, list),
            };
        }
        words.end(self)?;
        Ok(words.into_vec())
    }
}

/// A word of several parts, split and globbed.
#[macro_export]
macro_rules! bits {
    ($shell:expr, $($bit:expr),+ $(,)?) => {{
        let bits = [$($crate::Bit::from($bit)),+];
        $shell.fields_of_bits(bits)
    }};
}
