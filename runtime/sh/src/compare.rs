//! `[ left -lt right ]` as a condition.

use crate::shell::Shell;
use crate::status::Checked;
use crate::words::Words;

/// What stands on a side of a comparison: a number, or a text that should be one.
pub trait Operand {
    /// The number, where that is plain to see.
    fn number(&self) -> Option<i64>;
    /// The same as expressions read it: nothing is 0, and a zero in front says that it is no decimal number.
    fn term(&self) -> Option<i64>;
    /// The text.
    fn text(&self) -> Vec<u8>;
}

impl Operand for i64 {
    fn number(&self) -> Option<i64> {
        Some(*self)
    }

    fn term(&self) -> Option<i64> {
        Some(*self)
    }

    fn text(&self) -> Vec<u8> {
        self.to_string().into_bytes()
    }
}

impl<T: Operand + ?Sized> Operand for &T {
    fn number(&self) -> Option<i64> {
        (**self).number()
    }

    fn term(&self) -> Option<i64> {
        (**self).term()
    }

    fn text(&self) -> Vec<u8> {
        (**self).text()
    }
}

macro_rules! texts {
    ($($type:ty),*) => { $(
        impl Operand for $type {
            fn number(&self) -> Option<i64> {
                plain(self.as_ref())
            }

            fn term(&self) -> Option<i64> {
                crate::arith::simple(self.as_ref())
            }

            fn text(&self) -> Vec<u8> {
                AsRef::<[u8]>::as_ref(self).to_vec()
            }
        }
    )* };
}
texts!([u8], Vec<u8>, str, String);

/// A text of up to 18 digits, with a sign or without.
fn plain(text: &[u8]) -> Option<i64> {
    let (digits, negative) = match text {
        [b'-', digits @ ..] => (digits, true),
        digits => (digits, false),
    };
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let mut number = 0;
    for byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + i64::from(digit);
    }
    Some(if negative { -number } else { number })
}

impl Shell {
    /// Is `[[ left operator right ]]` true? Both sides are expressions.
    pub fn terms(
        &mut self,
        line: u32,
        left: &(impl Operand + ?Sized),
        operator: &str,
        right: &(impl Operand + ?Sized),
    ) -> Checked<bool> {
        if let (Some(a), Some(b)) = (left.term(), right.term()) {
            return Ok(crate::tests_of::compare(operator.as_bytes(), a, b));
        }
        self.line = line;
        let outer = self.builtin.replace("[[");
        let answer = self.test_binary(operator, left.text(), right.text());
        self.builtin = outer;
        answer
    }

    /// Is `[ left operator right ]` true? What is no number is the builtin's to judge.
    pub fn compare(
        &mut self,
        line: u32,
        left: &(impl Operand + ?Sized),
        operator: &str,
        right: &(impl Operand + ?Sized),
    ) -> Checked<bool> {
        if let (Some(a), Some(b)) = (left.number(), right.number()) {
            return Ok(crate::tests_of::compare(operator.as_bytes(), a, b));
        }
        let words = vec![
            b"[".to_vec(),
            left.text(),
            operator.as_bytes().to_vec(),
            right.text(),
            b"]".to_vec(),
        ];
        self.judged(line, words)
    }

    /// What the builtin says; nobody asks for its status.
    fn judged(&mut self, line: u32, words: impl Into<Vec<Vec<u8>>>) -> Checked<bool> {
        let status = self.status;
        let result = self.condition(|sh| sh.command(line, words));
        self.status = status;
        result
    }

    /// The same with sides that were not quoted (`split`): numbers are one field, other texts any number.
    pub fn compare_fields(
        &mut self,
        line: u32,
        left: &(impl Operand + ?Sized),
        split_left: bool,
        operator: &str,
        right: &(impl Operand + ?Sized),
        split_right: bool,
    ) -> Checked<bool> {
        if left.number().is_some() && right.number().is_some() {
            return self.compare(line, left, operator, right);
        }
        let mut words = Words::new();
        words.word("[");
        let mut add = |text: Vec<u8>, split: bool| {
            let _ = if split { words.split(self, text) } else { words.quoted(text) };
            words.end(self)
        };
        add(left.text(), split_left)?;
        add(operator.as_bytes().to_vec(), false)?;
        add(right.text(), split_right)?;
        words.word("]");
        self.judged(line, words)
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn plain_numbers() {
        assert_eq!(plain(b"-017"), Some(-17));
        assert_eq!(plain(b"123456789012345678"), Some(123_456_789_012_345_678));
        for text in [&b""[..], b"-", b"+1", b" 1", b"1a", b"1234567890123456789"] {
            assert_eq!(plain(text), None);
        }
    }
}
