//! `word!` and `argv!`: texts made of pieces.

use crate::status::Status;

/// Something that can stand in `word!`.
pub trait Piece {
    /// Appends itself.
    fn put(&self, word: &mut Vec<u8>);
}

macro_rules! bytes_pieces {
    ($($type:ty),*) => { $(
        impl Piece for $type {
            fn put(&self, word: &mut Vec<u8>) {
                word.extend_from_slice(self.as_ref());
            }
        }
    )* };
}
bytes_pieces!([u8], Vec<u8>, str, String);

impl<const N: usize> Piece for [u8; N] {
    fn put(&self, word: &mut Vec<u8>) {
        word.extend_from_slice(self);
    }
}

macro_rules! shown_pieces {
    ($($type:ty),*) => { $(
        impl Piece for $type {
            fn put(&self, word: &mut Vec<u8>) {
                word.extend_from_slice(self.to_string().as_bytes());
            }
        }
    )* };
}
shown_pieces!(i64, usize, u8, i32, u32);

impl Piece for Status {
    fn put(&self, word: &mut Vec<u8>) {
        self.0.put(word);
    }
}

impl<T: Piece + ?Sized> Piece for &T {
    fn put(&self, word: &mut Vec<u8>) {
        (**self).put(word);
    }
}

/// Concatenates pieces to one text.
#[macro_export]
macro_rules! word {
    ($($piece:expr),* $(,)?) => {{
        #[allow(unused_mut)]
        let mut word = Vec::<u8>::new();
        $($crate::Piece::put(&$piece, &mut word);)*
        word
    }};
}

/// Lists words that are one text each.
#[macro_export]
macro_rules! argv {
    ($($piece:expr),* $(,)?) => { vec![$($crate::word!($piece)),*] as Vec<Vec<u8>> };
}
