//! Character classes of the C locale. A class test gives the bit of glibc's table, as its functions do.

const fn within(c: i32, test: bool, bit: i32) -> i32 {
    if c >= 0 && c < 128 && test { bit } else { 0 }
}

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident, $bit:expr, $test:ident;)*) => {
        $(
            $(#[$doc])*
            #[inline]
            pub const fn $name(c: i32) -> i32 {
                within(c, (c as u8).$test(), $bit)
            }
        )*
    };
}

classes! {
    /// A letter?
    isalpha, 1024, is_ascii_alphabetic;
    /// A decimal digit?
    isdigit, 2048, is_ascii_digit;
    /// A letter or digit?
    isalnum, 8, is_ascii_alphanumeric;
    /// A capital letter?
    isupper, 256, is_ascii_uppercase;
    /// A small letter?
    islower, 512, is_ascii_lowercase;
    /// A sign that is no letter, digit or space?
    ispunct, 4, is_ascii_punctuation;
    /// Visible?
    isgraph, 32768, is_ascii_graphic;
    /// A control character?
    iscntrl, 2, is_ascii_control;
    /// A hexadecimal digit?
    isxdigit, 4096, is_ascii_hexdigit;
}

/// Space, or one of tab, newline, vertical tab, form feed, carriage return?
#[inline]
pub const fn isspace(c: i32) -> i32 {
    if c == 32 || (c >= 9 && c <= 13) { 8192 } else { 0 }
}

/// Visible or a space?
#[inline]
pub const fn isprint(c: i32) -> i32 {
    if c >= 32 && c < 127 { 16384 } else { 0 }
}

/// Space or tab?
#[inline]
pub const fn isblank(c: i32) -> i32 {
    if c == 32 || c == 9 { 1 } else { 0 }
}

/// The capital letter of a small one.
#[inline]
pub const fn toupper(c: i32) -> i32 {
    if c >= 97 && c <= 122 { c - 32 } else { c }
}

/// The small letter of a capital one.
#[inline]
pub const fn tolower(c: i32) -> i32 {
    if c >= 65 && c <= 90 { c + 32 } else { c }
}
