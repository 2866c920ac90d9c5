//! `$'…'`: escapes are decoded while the text is read.

use super::cursor::Cursor;

/// After `$'`: the decoded text, and takes the closing quote; `None` when there is none. A NUL ends the text.
pub fn ansi_quoted(c: &mut Cursor) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut cut = false;
    loop {
        let byte = c.peek(0)?;
        c.at += 1;
        let mut decoded = Vec::new();
        match byte {
            b'\'' => return Some(out),
            b'\\' => escape(c, &mut decoded),
            _ => decoded.push(byte),
        }
        cut |= decoded.first() == Some(&0);
        if !cut {
            out.extend_from_slice(&decoded);
        }
    }
}

/// The value of up to `most` digits of a base.
fn number(c: &mut Cursor, base: u32, most: usize) -> Option<u32> {
    let digits =
        c.rest().iter().take(most).take_while(|byte| char::from(**byte).is_digit(base)).count();
    if digits == 0 {
        return None;
    }
    let text = std::str::from_utf8(&c.rest()[..digits]).ok()?;
    let value = u32::from_str_radix(text, base).ok()?;
    c.at += digits;
    Some(value)
}

fn unicode(code: u32, out: &mut Vec<u8>) {
    let sign = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
    out.extend_from_slice(sign.encode_utf8(&mut [0; 4]).as_bytes());
}

/// After a backslash.
fn escape(c: &mut Cursor, out: &mut Vec<u8>) {
    if let Some(code) = number(c, 8, 3) {
        out.push((code & 255) as u8);
        return;
    }
    let Some(sign) = c.peek(0) else {
        out.push(b'\\');
        return;
    };
    let simple = match sign {
        b'n' => b'\n',
        b't' => b'\t',
        b'r' => b'\r',
        b'a' => 7,
        b'b' => 8,
        b'e' | b'E' => 27,
        b'f' => 12,
        b'v' => 11,
        b'\\' | b'\'' | b'"' | b'?' => sign,
        _ => 0,
    };
    c.at += 1;
    if simple != 0 {
        out.push(simple);
        return;
    }
    let decoded = match sign {
        b'x' => {
            let code = if c.take(b"{") {
                // As many digits as there are: the last two count, and none is a NUL.
                let mut code = 0;
                while let Some(digit) = number(c, 16, 1) {
                    code = code << 4 & 255 | digit;
                }
                c.take(b"}");
                Some(code)
            } else {
                number(c, 16, 2)
            };
            code.map(|code| out.push((code & 255) as u8))
        }
        b'u' => number(c, 16, 4).map(|code| unicode(code, out)),
        b'U' => number(c, 16, 8).map(|code| unicode(code, out)),
        b'c' => c.peek(0).map(|control| {
            c.at += 1;
            out.push(if control == b'?' { 127 } else { control & 31 });
        }),
        _ => None,
    };
    if decoded.is_none() {
        out.push(b'\\');
        out.push(sign);
    }
}
