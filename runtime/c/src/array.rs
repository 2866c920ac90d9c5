//! Arrays of characters from literals.

/// The bytes of a literal as `char`s, which are signed.
pub const fn chars<const N: usize>(bytes: &[u8; N]) -> [i8; N] {
    let mut out = [0; N];
    let mut i = 0;
    while i < N {
        out[i] = bytes[i] as i8;
        i += 1;
    }
    out
}

/// The bytes of a literal.
pub const fn bytes<const N: usize>(bytes: &[u8; N]) -> [u8; N] {
    *bytes
}

/// As `chars`, with zeros behind.
pub const fn chars_padded<const M: usize, const N: usize>(bytes: &[u8; M]) -> [i8; N] {
    let mut out = [0; N];
    let mut i = 0;
    while i < M && i < N {
        out[i] = bytes[i] as i8;
        i += 1;
    }
    out
}

/// As `bytes`, with zeros behind.
pub const fn bytes_padded<const M: usize, const N: usize>(bytes: &[u8; M]) -> [u8; N] {
    let mut out = [0; N];
    let mut i = 0;
    while i < M && i < N {
        out[i] = bytes[i];
        i += 1;
    }
    out
}

/// A variable-length array, with room for an item that lies a little too far, as the stack has.
pub fn variable<T: Copy>(zero: T, length: usize) -> Vec<T> {
    let size = size_of::<T>();
    vec![
        zero;
        if size == 1 {
            crate::heap::room(length)
        } else {
            length + 16_usize.checked_div(size).map_or(0, |items| items.max(1))
        }
    ]
}
