//! Quoting text so that a shell reads it back.

/// `'text'`, as `declare -p`, `alias` and `${x@Q}` write plain text.
pub fn single(text: &[u8]) -> Vec<u8> {
    if text == b"'" {
        return b"\\'".to_vec();
    }
    let mut quoted = vec![b'\''];
    for &byte in text {
        match byte {
            b'\'' => quoted.extend_from_slice(b"'\\''"),
            byte => quoted.push(byte),
        }
    }
    quoted.push(b'\'');
    quoted
}

/// Has the text a control character (or one that is no UTF-8), so that it must be written `$'…'`?
pub fn needs_ansi(text: &[u8]) -> bool {
    text.iter().any(|byte| *byte < 0x20 || *byte == 0x7f) || std::str::from_utf8(text).is_err()
}

/// `$'text'`.
pub fn ansi(text: &[u8]) -> Vec<u8> {
    let mut quoted = b"$'".to_vec();
    let mut at = 0;
    while at < text.len() {
        let byte = text[at];
        let length = crate::locale::sequence(&text[at..]);
        if length > 1 {
            quoted.extend_from_slice(&text[at..at + length]);
            at += length;
            continue;
        }
        match byte {
            b'\n' => quoted.extend_from_slice(b"\\n"),
            b'\t' => quoted.extend_from_slice(b"\\t"),
            b'\r' => quoted.extend_from_slice(b"\\r"),
            7 => quoted.extend_from_slice(b"\\a"),
            8 => quoted.extend_from_slice(b"\\b"),
            11 => quoted.extend_from_slice(b"\\v"),
            12 => quoted.extend_from_slice(b"\\f"),
            27 => quoted.extend_from_slice(b"\\E"),
            b'\\' => quoted.extend_from_slice(b"\\\\"),
            b'\'' => quoted.extend_from_slice(b"\\'"),
            byte if !(0x20..0x7f).contains(&byte) => {
                quoted.extend_from_slice(format!("\\{byte:03o}").as_bytes());
            }
            byte => quoted.push(byte),
        }
        at += 1;
    }
    quoted.push(b'\'');
    quoted
}

/// `${x@Q}`.
pub fn reusable(text: &[u8]) -> Vec<u8> {
    if needs_ansi(text) { ansi(text) } else { single(text) }
}

/// `"text"`, as `declare -p` writes values.
pub fn double(text: &[u8]) -> Vec<u8> {
    if needs_ansi(text) {
        return ansi(text);
    }
    let mut quoted = vec![b'"'];
    for &byte in text {
        if matches!(byte, b'"' | b'\\' | b'$' | b'`') {
            quoted.push(b'\\');
        }
        quoted.push(byte);
    }
    quoted.push(b'"');
    quoted
}

/// A key as `declare -p` writes it: quoted only where needed.
pub fn key(text: &[u8]) -> Vec<u8> {
    if needs_ansi(text) {
        return ansi(text);
    }
    let special = |byte: &u8| b" \t\n\"'\\$`|&;()<>*?[]{}!^~#,=%+@".contains(byte);
    let plain =
        |byte: &u8| byte.is_ascii_alphanumeric() || b"_-./:%+,=@^".contains(byte) || *byte >= 0x80;
    if text == b"@"
        || text == b"*"
        || text.is_empty()
        || text.iter().any(|byte| special(byte) && !plain(byte))
    {
        return double(text);
    }
    text.to_vec()
}

/// A value as `set` lists it: quoted only where needed.
pub fn listed(text: &[u8]) -> Vec<u8> {
    if needs_ansi(text) {
        return ansi(text);
    }
    if text.iter().any(|byte| b" \t\n\"'\\$`|&;()<>*?[]{}!^".contains(byte))
        || matches!(text.first(), Some(b'~' | b'#'))
    {
        return single(text);
    }
    text.to_vec()
}

/// `printf %q`.
pub fn backslash(text: &[u8]) -> Vec<u8> {
    if text.is_empty() {
        return b"''".to_vec();
    }
    if needs_ansi(text) {
        return ansi(text);
    }
    let mut quoted = Vec::with_capacity(text.len());
    for (at, &byte) in text.iter().enumerate() {
        let special = b" \t\n\"'\\$`|&;()<>*?[]{}!^,".contains(&byte);
        if special || at == 0 && matches!(byte, b'~' | b'#') {
            quoted.push(b'\\');
        }
        quoted.push(byte);
    }
    quoted
}
