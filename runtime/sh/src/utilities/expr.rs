//! `expr`.

use crate::shell::Shell;
use crate::status::Status;

/// A value: a text, read as a number where one is wanted.
type Value = Vec<u8>;

struct Reader<'a> {
    words: &'a [Vec<u8>],
    at: usize,
}

fn number(text: &[u8]) -> Option<i64> {
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(text).ok()?.parse().ok()
}

fn is_null(text: &[u8]) -> bool {
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    text.is_empty() || !digits.is_empty() && digits.iter().all(|byte| *byte == b'0')
}

fn truth(value: bool) -> Value {
    if value { b"1".to_vec() } else { b"0".to_vec() }
}

/// Each level gives nothing where only the real tool knows what to do: errors, expressions to match, overflow.
impl Reader<'_> {
    fn take(&mut self, among: &[&[u8]]) -> Option<Vec<u8>> {
        let word = self.words.get(self.at).filter(|word| among.contains(&word.as_slice()))?;
        self.at += 1;
        Some(word.clone())
    }

    fn or(&mut self) -> Option<Value> {
        let mut value = self.and()?;
        while self.take(&[b"|"]).is_some() {
            let right = self.and()?;
            if is_null(&value) {
                value = if is_null(&right) { b"0".to_vec() } else { right };
            }
        }
        Some(value)
    }

    fn and(&mut self) -> Option<Value> {
        let mut value = self.compare()?;
        while self.take(&[b"&"]).is_some() {
            let right = self.compare()?;
            if is_null(&value) || is_null(&right) {
                value = b"0".to_vec();
            }
        }
        Some(value)
    }

    fn compare(&mut self) -> Option<Value> {
        let mut value = self.sum()?;
        while let Some(operator) = self.take(&[b"<", b"<=", b"=", b"==", b"!=", b">=", b">"]) {
            let right = self.sum()?;
            let order = match (number(&value), number(&right)) {
                (Some(a), Some(b)) => a.cmp(&b),
                _ => value.cmp(&right),
            };
            value = truth(match operator.as_slice() {
                b"<" => order.is_lt(),
                b"<=" => order.is_le(),
                b"=" | b"==" => order.is_eq(),
                b"!=" => order.is_ne(),
                b">=" => order.is_ge(),
                _ => order.is_gt(),
            });
        }
        Some(value)
    }

    fn sum(&mut self) -> Option<Value> {
        let mut value = self.product()?;
        while let Some(operator) = self.take(&[b"+", b"-"]) {
            let right = self.product()?;
            let (a, b) = (number(&value)?, number(&right)?);
            let result = if operator == b"+" { a.checked_add(b)? } else { a.checked_sub(b)? };
            value = result.to_string().into_bytes();
        }
        Some(value)
    }

    fn product(&mut self) -> Option<Value> {
        let mut value = self.primary()?;
        while let Some(operator) = self.take(&[b"*", b"/", b"%"]) {
            let right = self.primary()?;
            let (a, b) = (number(&value)?, number(&right)?);
            let result = match operator.as_slice() {
                b"*" => a.checked_mul(b)?,
                b"/" => a.checked_div(b)?,
                _ => a.checked_rem(b)?,
            };
            value = result.to_string().into_bytes();
        }
        Some(value)
    }

    fn primary(&mut self) -> Option<Value> {
        let word = self.words.get(self.at)?.clone();
        self.at += 1;
        match word.as_slice() {
            b"(" => {
                let value = self.or()?;
                self.take(&[b")"])?;
                Some(value)
            }
            b"+" | b"match" | b"substr" | b"index" | b"length" | b")" => None,
            _ => Some(word),
        }
    }
}

/// `expr` of numbers and comparisons.
pub fn expr(sh: &mut Shell, words: &[Vec<u8>]) -> Option<Status> {
    let words = if words.first().is_some_and(|word| word == b"--") { &words[1..] } else { words };
    if words.iter().any(|word| word == b":") || sh.collates() {
        return None;
    }
    let mut reader = Reader { words, at: 0 };
    let value = reader.or()?;
    if reader.at < words.len() {
        return None;
    }
    let null = is_null(&value);
    sh.write(&[&value[..], b"\n"].concat());
    Some(Status::from(!null))
}
