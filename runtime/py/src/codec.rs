//! `base64`, `binascii` and the checksums of `zlib`.

use crate::exception::{Exception, value_error};
use crate::integer::Integer;

fn wrong(message: &str) -> Exception {
    Exception::new("binascii.Error ValueError", message)
}

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL_SAFE: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Groups of bits as letters: `bits` a letter, `unit` letters a group.
fn encode(data: &[u8], alphabet: &[u8], bits: usize, unit: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len() * 8 / bits + unit);
    let (mut held, mut count) = (0u32, 0);
    for byte in data {
        held = held << 8 | u32::from(*byte);
        count += 8;
        while count >= bits {
            count -= bits;
            out.push(alphabet[(held >> count) as usize & (alphabet.len() - 1)]);
        }
        held &= (1 << count) - 1;
    }
    if count > 0 {
        out.push(alphabet[(held << (bits - count)) as usize & (alphabet.len() - 1)]);
    }
    while !out.len().is_multiple_of(unit) {
        out.push(b'=');
    }
    out
}

fn decode64(data: &[u8]) -> Result<Vec<u8>, Exception> {
    let mut out = Vec::new();
    let (mut held, mut letters, mut pads) = (0u32, 0usize, 0usize);
    for byte in data {
        if *byte == b'=' {
            pads += 1;
            if letters % 4 + pads >= 4 && letters % 4 >= 2 {
                return Ok(out);
            }
            continue;
        }
        let Some(value) = STANDARD.iter().position(|letter| letter == byte) else { continue };
        pads = 0;
        held = held << 6 | value as u32;
        letters += 1;
        if letters % 4 != 1 {
            let left = [0, 0, 4, 2][letters % 4];
            out.push((held >> left) as u8);
            held &= (1 << left) - 1;
        }
    }
    match letters % 4 {
        0 => Ok(out),
        1 => Err(wrong(&format!(
            "Invalid base64-encoded string: number of data characters ({letters}) cannot be 1 more than a multiple of 4"
        ))),
        _ => Err(wrong("Incorrect padding")),
    }
}

/// The two letters that stand for the last ones of the alphabet.
fn two(others: &[u8]) -> Result<[u8; 2], Exception> {
    others.try_into().map_err(|_| Exception::new("AssertionError", crate::bytes::repr(others)))
}

/// Nothing but letters, and the padding that they need.
fn check64(data: &[u8]) -> Result<(), Exception> {
    if data.first() == Some(&b'=') {
        return Err(wrong("Leading padding not allowed"));
    }
    let (mut letters, mut pads) = (0usize, 0usize);
    for (place, byte) in data.iter().enumerate() {
        if *byte == b'=' {
            pads += 1;
            if letters % 4 >= 2 && letters % 4 + pads >= 4 {
                let ends = place + 1 == data.len();
                return if ends { Ok(()) } else { Err(wrong("Excess data after padding")) };
            }
        } else if !STANDARD.contains(byte) {
            return Err(wrong("Only base64 data is allowed"));
        } else if pads > 0 {
            return Err(wrong("Discontinuous padding not allowed"));
        } else {
            letters += 1;
        }
    }
    Ok(())
}

fallible! {
    /// `b64decode(data)`
    fn b64decode / try_b64decode [](data: &[u8]) -> Vec<u8> {
        decode64(data)
    }

    /// `b64decode(data, altchars, validate)`
    fn b64decode_by / try_b64decode_by [](data: &[u8], others: &[u8], validate: bool) -> Vec<u8> {
        let [plus, slash] = two(others)?;
        let standard = |byte: &u8| match *byte {
            byte if byte == plus => b'+',
            byte if byte == slash => b'/',
            byte => byte,
        };
        try_b64decode_strict(&data.iter().map(standard).collect::<Vec<_>>(), validate)
    }

    /// `b64decode(data, validate=validate)`, `a2b_base64(data, strict_mode=validate)`
    fn b64decode_strict / try_b64decode_strict [](data: &[u8], validate: bool) -> Vec<u8> {
        if validate {
            check64(data)?;
        }
        decode64(data)
    }

    /// `b64encode(data, altchars)`
    fn b64encode_by / try_b64encode_by [](data: &[u8], others: &[u8]) -> Vec<u8> {
        let mut alphabet = *STANDARD;
        alphabet[62..].copy_from_slice(&two(others)?);
        Ok(encode(data, &alphabet, 6, 4))
    }

    /// `hexlify(data, sep, bytes_per_sep)`
    fn hexlify_by / try_hexlify_by [](data: &[u8], sep: &str, group: impl Integer) -> Vec<u8> {
        if crate::str::length(sep) != 1 {
            return Err(value_error("sep must be length 1."));
        }
        Ok(crate::bytes::hex_with(data, sep, group).into_bytes())
    }

    /// `hexlify(data, sep, bytes_per_sep)`
    fn hexlify_by_bytes / try_hexlify_by_bytes [](data: &[u8], sep: &[u8], group: impl Integer) -> Vec<u8> {
        try_hexlify_by(data, &String::from_utf8_lossy(sep), group)
    }

    /// `b64decode(text)`
    fn b64decode_text / try_b64decode_text [](text: &str) -> Vec<u8> {
        decode64(text.as_bytes())
    }

    /// `urlsafe_b64decode(data)`
    fn urlsafe_b64decode / try_urlsafe_b64decode [](data: &[u8]) -> Vec<u8> {
        try_b64decode_by(data, b"-_", false)
    }

    /// `urlsafe_b64decode(text)`
    fn urlsafe_b64decode_text / try_urlsafe_b64decode_text [](text: &str) -> Vec<u8> {
        try_urlsafe_b64decode(text.as_bytes())
    }

    /// `b32decode(data)`
    fn b32decode / try_b32decode [](data: &[u8]) -> Vec<u8> {
        if !data.len().is_multiple_of(8) {
            return Err(wrong("Incorrect padding"));
        }
        let mut out = Vec::new();
        let (mut held, mut count) = (0u64, 0);
        for byte in data.iter().filter(|byte| **byte != b'=') {
            let value = BASE32.iter().position(|letter| letter == byte);
            held = held << 5 | value.ok_or_else(|| wrong("Non-base32 digit found"))? as u64;
            count += 5;
            if count >= 8 {
                count -= 8;
                out.push((held >> count) as u8);
            }
            held &= (1 << count) - 1;
        }
        Ok(out)
    }

    /// `b32decode(text)`
    fn b32decode_text / try_b32decode_text [](text: &str) -> Vec<u8> {
        try_b32decode(text.as_bytes())
    }

    /// `unhexlify(data)`
    fn unhexlify / try_unhexlify [](data: &[u8]) -> Vec<u8> {
        if !data.len().is_multiple_of(2) {
            return Err(wrong("Odd-length string"));
        }
        let digit = |byte: u8| char::from(byte).to_digit(16).ok_or_else(|| wrong("Non-hexadecimal digit found"));
        data.chunks(2).map(|pair| Ok((digit(pair[0])? * 16 + digit(pair[1])?) as u8)).collect()
    }

    /// `unhexlify(text)`
    fn unhexlify_text / try_unhexlify_text [](text: &str) -> Vec<u8> {
        if !text.is_ascii() {
            return Err(value_error("string argument should contain only ASCII characters"));
        }
        try_unhexlify(text.as_bytes())
    }
}

/// `b64encode(data)`
pub fn b64encode(data: &[u8]) -> Vec<u8> {
    encode(data, STANDARD, 6, 4)
}

/// `urlsafe_b64encode(data)`
pub fn urlsafe_b64encode(data: &[u8]) -> Vec<u8> {
    encode(data, URL_SAFE, 6, 4)
}

/// `b32encode(data)`
pub fn b32encode(data: &[u8]) -> Vec<u8> {
    encode(data, BASE32, 5, 8)
}

/// `b16encode(data)`
pub fn b16encode(data: &[u8]) -> Vec<u8> {
    hexlify(data).to_ascii_uppercase()
}

/// `binascii.b2a_base64(data)`
pub fn b2a_base64(data: &[u8]) -> Vec<u8> {
    let mut line = b64encode(data);
    line.push(b'\n');
    line
}

/// `b2a_base64(data, newline=newline)`
pub fn b2a_base64_line(data: &[u8], newline: bool) -> Vec<u8> {
    if newline { b2a_base64(data) } else { b64encode(data) }
}

/// `hexlify(data)`
pub fn hexlify(data: &[u8]) -> Vec<u8> {
    crate::bytes::hex(data).into_bytes()
}

/// `crc32(data, start)`
pub fn crc32(data: &[u8], start: impl Integer) -> i64 {
    let mut crc = !(start.clamp_i64() as u32);
    for byte in data {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    i64::from(!crc)
}

/// `crc_hqx(data, start)`
pub fn crc_hqx(data: &[u8], start: impl Integer) -> i64 {
    let mut crc = start.clamp_i64() as u16;
    for byte in data {
        crc ^= u16::from(*byte) << 8;
        for _ in 0..8 {
            crc = if crc & 0x8000 == 0 { crc << 1 } else { crc << 1 ^ 0x1021 };
        }
    }
    i64::from(crc)
}

/// `adler32(data, start)`
pub fn adler32(data: &[u8], start: impl Integer) -> i64 {
    let start = start.clamp_i64();
    let (mut a, mut b) = (start & 0xffff, start >> 16 & 0xffff);
    for byte in data {
        a = (a + i64::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    b << 16 | a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodes_and_checks() {
        assert_eq!(b64encode(b"any carnal pleas"), b"YW55IGNhcm5hbCBwbGVhcw==");
        assert_eq!(b64decode(b"YW55IGNhcm5hbCBwbGVhcw=="), b"any carnal pleas");
        assert_eq!(try_b64decode(b"YW55I").unwrap_err().class_name(), "Error");
        assert_eq!(b32decode(&b32encode(b"foobar")), b"foobar");
        assert_eq!(crc32(b"The quick brown fox jumps over the lazy dog", 0), 0x414f_a339);
        assert_eq!(adler32(b"Wikipedia", 1), 0x11e6_0398);
    }
}
