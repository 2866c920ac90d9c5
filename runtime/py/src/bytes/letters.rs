//! Letters of `bytes`: their case, and which kinds a text is made of.

use super::is_space;

/// `self.swapcase()`
pub fn swapcase(bytes: &[u8]) -> Vec<u8> {
    let swap = |byte: &u8| {
        if byte.is_ascii_lowercase() {
            byte.to_ascii_uppercase()
        } else {
            byte.to_ascii_lowercase()
        }
    };
    bytes.iter().map(swap).collect()
}

/// `self.capitalize()`
pub fn capitalize(bytes: &[u8]) -> Vec<u8> {
    let mut result = bytes.to_ascii_lowercase();
    if let Some(first) = result.first_mut() {
        first.make_ascii_uppercase();
    }
    result
}

/// `self.title()`
pub fn title(bytes: &[u8]) -> Vec<u8> {
    let mut inside = false;
    let turn = |byte: &u8| {
        let turned = if inside { byte.to_ascii_lowercase() } else { byte.to_ascii_uppercase() };
        inside = byte.is_ascii_alphabetic();
        turned
    };
    bytes.iter().map(turn).collect()
}

fn all(bytes: &[u8], test: impl Fn(&u8) -> bool) -> bool {
    !bytes.is_empty() && bytes.iter().all(test)
}

/// `self.isalpha()`
pub fn isalpha(bytes: &[u8]) -> bool {
    all(bytes, u8::is_ascii_alphabetic)
}

/// `self.isdigit()`
pub fn isdigit(bytes: &[u8]) -> bool {
    all(bytes, u8::is_ascii_digit)
}

/// `self.isalnum()`
pub fn isalnum(bytes: &[u8]) -> bool {
    all(bytes, u8::is_ascii_alphanumeric)
}

/// `self.isspace()`
pub fn isspace(bytes: &[u8]) -> bool {
    all(bytes, |byte| is_space(*byte))
}

/// `self.isascii()`
pub fn isascii(bytes: &[u8]) -> bool {
    bytes.is_ascii()
}

/// `self.islower()`
pub fn islower(bytes: &[u8]) -> bool {
    bytes.iter().any(u8::is_ascii_lowercase) && !bytes.iter().any(u8::is_ascii_uppercase)
}

/// `self.isupper()`
pub fn isupper(bytes: &[u8]) -> bool {
    bytes.iter().any(u8::is_ascii_uppercase) && !bytes.iter().any(u8::is_ascii_lowercase)
}

/// `self.istitle()`
pub fn istitle(bytes: &[u8]) -> bool {
    bytes.iter().any(u8::is_ascii_alphabetic) && title(bytes) == bytes
}
