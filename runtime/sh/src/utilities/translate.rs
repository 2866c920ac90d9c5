//! `tr`.

use super::arguments;
use super::input::sources;
use crate::shell::Shell;
use crate::status::Status;

/// The bytes of a set; `None` for what only the real tool does (`[x*n]`, `[=c=]`).
fn set(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes: Vec<(u8, bool)> = Vec::new();
    let mut at = 0;
    let mut result = Vec::new();
    // Escapes first; an escaped byte is never part of a range sign or class.
    while at < text.len() {
        if text[at] != b'\\' {
            bytes.push((text[at], false));
            at += 1;
            continue;
        }
        let digits =
            text[at + 1..].iter().take(3).take_while(|byte| (b'0'..=b'7').contains(*byte)).count();
        if digits > 0 {
            let value = text[at + 1..at + 1 + digits]
                .iter()
                .fold(0_u32, |value, byte| value * 8 + u32::from(byte - b'0'));
            bytes.push((u8::try_from(value).ok()?, true));
            at += 1 + digits;
            continue;
        }
        let byte = match text.get(at + 1)? {
            b'a' => 7,
            b'b' => 8,
            b'f' => 12,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'v' => 11,
            other => *other,
        };
        bytes.push((byte, true));
        at += 2;
    }
    at = 0;
    while at < bytes.len() {
        let plain = |at: usize, byte: u8| bytes.get(at) == Some(&(byte, false));
        if plain(at, b'[') && plain(at + 1, b':') {
            let end = (at + 2..bytes.len()).find(|end| plain(*end, b':') && plain(end + 1, b']'));
            if let Some(end) = end {
                let name: Vec<u8> = bytes[at + 2..end].iter().map(|(byte, _)| *byte).collect();
                let known = [
                    &b"alpha"[..],
                    b"digit",
                    b"alnum",
                    b"upper",
                    b"lower",
                    b"space",
                    b"blank",
                    b"punct",
                    b"cntrl",
                    b"print",
                    b"graph",
                    b"xdigit",
                ];
                if !known.contains(&&name[..]) {
                    return None;
                }
                result.extend(
                    (0..128_u8).filter(|byte| crate::locale::in_class(&name, u32::from(*byte))),
                );
                at = end + 2;
                continue;
            }
        }
        if plain(at, b'[') && (plain(at + 1, b'=') || plain(at + 2, b'*')) {
            return None;
        }
        if plain(at + 1, b'-') && at + 2 < bytes.len() {
            let (low, high) = (bytes[at].0, bytes[at + 2].0);
            if low > high {
                return None;
            }
            result.extend(low..=high);
            at += 3;
            continue;
        }
        result.push(bytes[at].0);
        at += 1;
    }
    Some(result)
}

/// `tr [-cCdst] set1 [set2]`.
pub fn tr(sh: &mut Shell, words: &[Vec<u8>]) -> Option<Status> {
    let args = arguments(words, "cCdst")?;
    let (delete, squeeze) = (args.has(b'd'), args.has(b's'));
    let complement = args.has(b'c') || args.has(b'C');
    let (first, second) = match args.operands.as_slice() {
        [first] if delete != squeeze => (first, None),
        [first, second] if !delete || squeeze => (first, Some(second)),
        _ => return None,
    };
    let mut from = set(first)?;
    if complement {
        let inner = from.clone();
        from = (0..=255).filter(|byte| !inner.contains(byte)).collect();
    }
    let to = match second {
        Some(text) => Some(set(text)?),
        None => None,
    };
    let mut map: [u8; 256] = std::array::from_fn(|at| at as u8);
    let mut gone = [false; 256];
    let mut once = [false; 256];
    let mut squeezed: &[u8] = &from;
    if delete {
        from.iter().for_each(|byte| gone[usize::from(*byte)] = true);
        squeezed = to.as_deref().unwrap_or(&from);
    } else if let Some(to) = &to {
        let last = *to.last()?;
        if args.has(b't') {
            from.truncate(to.len());
        }
        for (at, byte) in from.iter().enumerate() {
            map[usize::from(*byte)] = to.get(at).copied().unwrap_or(last);
        }
        squeezed = to;
    }
    if squeeze {
        squeezed.iter().for_each(|byte| once[usize::from(*byte)] = true);
    }
    let mut before = None;
    for mut source in sources(sh, &[])? {
        while let Some(text) = source.chunk() {
            let mut result = Vec::with_capacity(text.len());
            for byte in text {
                if gone[usize::from(*byte)] {
                    continue;
                }
                let byte = map[usize::from(*byte)];
                if once[usize::from(byte)] && before == Some(byte) {
                    continue;
                }
                before = Some(byte);
                result.push(byte);
            }
            sh.write(&result);
            if sh.out.failed.is_some() {
                return Some(Status(1));
            }
        }
    }
    Some(Status::OK)
}
