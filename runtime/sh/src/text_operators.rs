//! Operators of parameter expansion on one text, for which no shell is asked.

use crate::operators::{Case, Replace, Replacement, Trim};
use crate::pattern::{How, Pattern};
use crate::words::{Pat, PatternText};

/// bash takes a set that begins with `^]` for longer than one character, so that a pattern of a fixed length with it fits nothing
/// where it is replaced.
pub(crate) fn is_never_found(pattern: &[u8]) -> bool {
    let starts = |pair: &[u8]| pattern.windows(3).any(|window| window == pair);
    (starts(b"[^]") || starts(b"[!]")) && !pattern.iter().any(|byte| matches!(byte, b'*' | b'('))
}

/// `${x^pattern}` by what the shell says of its patterns.
pub(crate) fn case_changed_by(
    text: &[u8],
    case: Case,
    pattern: Option<&Pattern>,
    how: How,
) -> Vec<u8> {
    let first_only = matches!(case, Case::UpperFirst | Case::LowerFirst | Case::ToggleFirst);
    let (mut changed, mut at) = (Vec::with_capacity(text.len()), 0);
    while at < text.len() {
        let length = if how.utf8 { crate::locale::sequence(&text[at..]) } else { 1 };
        let one = &text[at..at + length];
        let fits = pattern.is_none_or(|pattern| pattern.matches(one, how));
        if fits && !(first_only && at > 0) {
            change_one(one, case, &mut changed);
        } else {
            changed.extend_from_slice(one);
        }
        at += length;
    }
    changed
}

/// `${x#pattern}` and its kin where no option is set, in the locale that the program starts in.
pub fn trimmed(
    text: impl AsRef<[u8]>,
    pattern: impl PatternText,
    trim: impl Into<Trim>,
) -> Vec<u8> {
    let pattern = Pattern::new(pattern.pattern_text(), false);
    trimmed_by(text.as_ref(), &pattern, trim.into(), How::at_start())
}

/// `${x/pattern/with}` and its kin, there.
pub fn replaced(
    text: impl AsRef<[u8]>,
    pattern: impl PatternText,
    with: impl Into<Replacement>,
    mode: impl Into<Replace>,
) -> Vec<u8> {
    let text = text.as_ref();
    if is_never_found(pattern.pattern_text()) {
        return text.to_vec();
    }
    let pattern = Pattern::new(pattern.pattern_text(), false);
    replaced_by(text, &pattern, &with.into(), mode.into(), How::at_start())
}

/// `${x^pattern}` and its kin, there.
pub fn case_changed(
    text: impl AsRef<[u8]>,
    case: impl Into<Case>,
    pattern: Option<Pat>,
) -> Vec<u8> {
    let pattern = pattern.filter(|pattern| !pattern.text.is_empty());
    let pattern = pattern.map(|pattern| Pattern::new(&pattern.text, false));
    case_changed_by(text.as_ref(), case.into(), pattern.as_ref(), How::at_start())
}

/// `${x,,}`, there.
pub fn lower(text: impl AsRef<[u8]>) -> Vec<u8> {
    case_changed(text, Case::LowerAll, None)
}

/// `${x^^}`, there.
pub fn upper(text: impl AsRef<[u8]>) -> Vec<u8> {
    case_changed(text, Case::UpperAll, None)
}

/// `${x^}`, there.
pub fn capitalize(text: impl AsRef<[u8]>) -> Vec<u8> {
    case_changed(text, Case::UpperFirst, None)
}

/// Does a pattern match the whole text (`[[ == ]]`), there?
pub fn matched(text: impl AsRef<[u8]>, pattern: impl PatternText) -> bool {
    Pattern::new(pattern.pattern_text(), true).matches(text.as_ref(), How::at_start())
}

fn change_one(one: &[u8], case: Case, changed: &mut Vec<u8>) {
    let Some(char) = std::str::from_utf8(one).ok().and_then(|text| text.chars().next()) else {
        changed.extend_from_slice(one);
        return;
    };
    let upper = match case {
        Case::UpperFirst | Case::UpperAll => true,
        Case::LowerFirst | Case::LowerAll => false,
        Case::ToggleFirst | Case::ToggleAll => !char.is_uppercase(),
    };
    // Characters whose other case is several characters stay.
    let single = |mut chars: &mut dyn Iterator<Item = char>| {
        let first = (&mut chars).next();
        first.filter(|_| chars.next().is_none()).unwrap_or(char)
    };
    let other =
        if upper { single(&mut char.to_uppercase()) } else { single(&mut char.to_lowercase()) };
    changed.extend_from_slice(other.encode_utf8(&mut [0; 4]).as_bytes());
}

/// `${x#pattern}`, likewise.
pub(crate) fn trimmed_by(text: &[u8], pattern: &Pattern, trim: Trim, how: How) -> Vec<u8> {
    let kept = match trim {
        Trim::ShortPrefix => pattern.prefix(text, false, how).map(|length| &text[length..]),
        Trim::LongPrefix => pattern.prefix(text, true, how).map(|length| &text[length..]),
        Trim::ShortSuffix => pattern.suffix(text, false, how).map(|at| &text[..at]),
        Trim::LongSuffix => pattern.suffix(text, true, how).map(|at| &text[..at]),
    };
    kept.unwrap_or(text).to_vec()
}

/// `${x/pattern/with}`, likewise.
pub(crate) fn replaced_by(
    text: &[u8],
    pattern: &Pattern,
    with: &Replacement,
    mode: Replace,
    how: How,
) -> Vec<u8> {
    let mut result = Vec::with_capacity(text.len());
    match mode {
        Replace::Prefix => {
            let length = pattern.prefix(text, true, how);
            if let Some(length) = length {
                with.put(&text[..length], &mut result);
            }
            result.extend_from_slice(&text[length.unwrap_or(0)..]);
        }
        Replace::Suffix => {
            let at = pattern.suffix(text, true, how);
            result.extend_from_slice(&text[..at.unwrap_or(text.len())]);
            if let Some(at) = at {
                with.put(&text[at..], &mut result);
            }
        }
        Replace::First | Replace::All => {
            let mut at = 0;
            while at < text.len() {
                let step = if how.utf8 { crate::locale::sequence(&text[at..]) } else { 1 };
                match pattern.prefix(&text[at..], true, how) {
                    Some(length) if length > 0 => {
                        with.put(&text[at..at + length], &mut result);
                        at += length;
                        if mode == Replace::First {
                            break;
                        }
                    }
                    _ => {
                        result.extend_from_slice(&text[at..at + step]);
                        at += step;
                    }
                }
            }
            result.extend_from_slice(&text[at..]);
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needs_no_shell() {
        assert_eq!(
            (trimmed("a.b.c", ".*", "%"), trimmed("  x", "[! ]*", "%%")),
            (b"a.b".to_vec(), b"  ".to_vec())
        );
        assert_eq!(
            (replaced("a-b-c", "-", "_", "//"), replaced("abc", "[bc]", "[&]", "/")),
            (b"a_b_c".to_vec(), b"a[b]c".to_vec())
        );
        assert_eq!(
            (lower("aBC"), upper("aBc"), capitalize("abc")),
            (b"abc".to_vec(), b"ABC".to_vec(), b"Abc".to_vec())
        );
        assert!(matched("a.c", "*.[ch]") && !matched("a.o", "*.[ch]"));
    }
}
