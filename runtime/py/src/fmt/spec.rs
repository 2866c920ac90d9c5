//! The parts of a format spec.

use crate::exception::{Result, value_error};

/// `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`
#[derive(Clone, Default)]
pub struct Spec {
    pub(super) fill: char,
    pub(super) align: Option<char>,
    pub(super) sign: Option<char>,
    pub(super) no_minus_zero: bool,
    pub(super) alternate: bool,
    pub(super) zero: bool,
    pub(super) width: usize,
    pub(super) grouping: Option<char>,
    pub(super) precision: Option<usize>,
    pub(super) kind: Option<char>,
    empty: bool,
}

impl Spec {
    /// Reads a spec.
    #[allow(clippy::missing_errors_doc)]
    pub fn parse(text: &str) -> Result<Self> {
        let mut spec = Self { fill: ' ', empty: text.is_empty(), ..Self::default() };
        let chars: Vec<char> = text.chars().collect();
        let is_align = |c: Option<&char>| c.is_some_and(|c| "<>=^".contains(*c));
        let mut at = 0;
        if is_align(chars.get(1)) {
            spec.fill = chars[0];
            spec.align = Some(chars[1]);
            at = 2;
        } else if is_align(chars.first()) {
            spec.align = Some(chars[0]);
            at = 1;
        }
        let filled = at == 2;
        if let Some(sign @ ('+' | '-' | ' ')) = chars.get(at) {
            spec.sign = Some(*sign);
            at += 1;
        }
        if chars.get(at) == Some(&'z') {
            spec.no_minus_zero = true;
            at += 1;
        }
        if chars.get(at) == Some(&'#') {
            spec.alternate = true;
            at += 1;
        }
        if chars.get(at) == Some(&'0') && !filled {
            spec.fill = '0';
            spec.zero = true;
            spec.align = spec.align.or(Some('='));
            at += 1;
        }
        let number = |at: &mut usize| {
            let start = *at;
            while chars.get(*at).is_some_and(char::is_ascii_digit) {
                *at += 1;
            }
            chars[start..*at].iter().collect::<String>()
        };
        let too_many = || value_error("Too many decimal digits in format string");
        let width = number(&mut at);
        if !width.is_empty() {
            spec.width = width.parse().map_err(|_| too_many())?;
        }
        if let Some(grouping @ (',' | '_')) = chars.get(at) {
            spec.grouping = Some(*grouping);
            at += 1;
            if let Some(other @ (',' | '_')) = chars.get(at) {
                return Err(if grouping == other {
                    value_error(format!("Cannot specify '{grouping}' with '{other}'."))
                } else {
                    value_error("Cannot specify both ',' and '_'.")
                });
            }
        }
        if chars.get(at) == Some(&'.') {
            at += 1;
            let precision = number(&mut at);
            if precision.is_empty() {
                return Err(value_error("Format specifier missing precision"));
            }
            spec.precision = Some(precision.parse().map_err(|_| too_many())?);
        }
        if chars.len() > at + 1 {
            return Err(value_error("Invalid format specifier"));
        }
        spec.kind = chars.get(at).copied();
        Ok(spec)
    }

    /// Is nothing asked for?
    pub(crate) fn is_empty(&self) -> bool {
        self.empty
    }

    #[cfg(feature = "decimal")]
    /// The type code, or another one where there is none.
    pub(crate) fn kind_or(&self, other: char) -> char {
        self.kind.unwrap_or(other)
    }

    /// Is there a type code?
    pub(crate) fn has_kind(&self) -> bool {
        self.kind.is_some()
    }

    /// The precision that is asked for.
    pub(crate) fn precision_given(&self) -> Option<usize> {
        self.precision
    }

    /// The same without a width.
    pub(crate) fn number_only(&self) -> Self {
        Self { width: 0, align: None, fill: ' ', zero: false, ..self.clone() }
    }

    /// The same with a sign rule.
    pub(crate) fn with_sign(&self, sign: char) -> Self {
        Self { sign: Some(sign), ..self.clone() }
    }

    /// The same with a type code.
    pub(crate) fn with_kind(&self, kind: char) -> Self {
        Self { kind: Some(kind), ..self.clone() }
    }

    /// Text filled to the width, on the side that the alignment or `usual` leaves free.
    pub(crate) fn padded(&self, text: &str, usual: char) -> String {
        pad(text, self.width, self.align.unwrap_or(usual), self.fill)
    }

    /// Fails for a type code that is not one of `codes`.
    pub(crate) fn only(&self, codes: &str, class: &str) -> Result<()> {
        match self.kind {
            Some(kind) if !codes.contains(kind) => Err(value_error(format!(
                "Unknown format code '{kind}' for object of type '{class}'"
            ))),
            _ => Ok(()),
        }
    }
}

/// Text with fillings on the sides that the alignment leaves free.
pub(super) fn pad(text: &str, width: usize, align: char, fill: char) -> String {
    let missing = width.saturating_sub(crate::str::length(text));
    let left = match align {
        '<' => 0,
        '^' => missing / 2,
        _ => missing,
    };
    if missing == 0 {
        text.to_owned()
    } else {
        crate::str::padded(text, left, missing - left, fill)
    }
}
