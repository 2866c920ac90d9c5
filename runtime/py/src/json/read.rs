//! `json.loads`.

use super::*;

fallible! {
    /// `json.loads(text)`
    fn loads / try_loads [](text: &str) -> Any {
        let mut reader = Reader { text, at: 0 };
        reader.space();
        let value = reader.value()?;
        reader.space();
        if reader.at < text.len() { Err(reader.wrong("Extra data", reader.at)) } else { Ok(value) }
    }

    /// `json.loads(bytes)`
    fn loads_bytes / try_loads_bytes [](data: &[u8]) -> Any {
        let data = data.strip_prefix(b"\xef\xbb\xbf").unwrap_or(data);
        try_loads(&crate::bytes::try_decode(data, "utf-8")?)
    }
}

pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

impl Reader<'_> {
    pub(super) fn wrong(&self, what: &str, at: usize) -> Exception {
        let before = &self.text[..at];
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let place = crate::str::len(before);
        let column = crate::str::len(&before[start..]) + 1;
        let message = format!("{what}: line {line} column {column} (char {place})");
        Exception::new("json.decoder.JSONDecodeError ValueError", message)
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    pub(super) fn space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    fn takes(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    pub(super) fn value(&mut self) -> Result<Any> {
        let words = [
            ("null", Any::None),
            ("true", Any::Bool(true)),
            ("false", Any::Bool(false)),
            ("NaN", Any::Float(f64::NAN)),
        ];
        for (word, value) in words {
            if self.takes(word) {
                return Ok(value);
            }
        }
        let start = self.at;
        match self.rest().bytes().next() {
            Some(b'"') => {
                self.at += 1;
                self.string(start).map(Any::from)
            }
            Some(b'[') => self.list(),
            Some(b'{') => self.object(),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => Err(self.wrong("Expecting value", start)),
        }
    }

    fn number(&mut self) -> Result<Any> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let digits = |mut at: usize| {
            while bytes.get(at).is_some_and(u8::is_ascii_digit) {
                at += 1;
            }
            at
        };
        let whole = start + usize::from(bytes[start] == b'-');
        let mut end = if bytes.get(whole) == Some(&b'0') { whole + 1 } else { digits(whole) };
        if end == whole {
            return Err(self.wrong("Expecting value", start));
        }
        let integer = end;
        if bytes.get(end) == Some(&b'.') && digits(end + 1) > end + 1 {
            end = digits(end + 1);
        }
        if matches!(bytes.get(end), Some(b'e' | b'E')) {
            let sign = end + 1 + usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
            if digits(sign) > sign {
                end = digits(sign);
            }
        }
        self.at = end;
        let text = &self.text[start..end];
        if end == integer {
            return crate::integer::parse_text(text, 10)
                .map(Any::Int)
                .ok_or_else(|| value_error("no number"));
        }
        Ok(Any::Float(text.parse().unwrap_or(0.0)))
    }

    fn string(&mut self, start: usize) -> Result<String> {
        let mut text = String::new();
        let mut high: Option<u32> = None;
        loop {
            let at = self.at;
            let Some(c) = self.rest().chars().next() else {
                return Err(self.wrong("Unterminated string starting at", start));
            };
            self.at += c.len_utf8();
            match c {
                '"' => return Ok(text),
                '\\' => {
                    let Some(escape) = self.rest().chars().next() else {
                        return Err(self.wrong("Unterminated string starting at", start));
                    };
                    self.at += escape.len_utf8();
                    match escape {
                        'n' => text.push('\n'),
                        't' => text.push('\t'),
                        'r' => text.push('\r'),
                        'b' => text.push('\x08'),
                        'f' => text.push('\x0c'),
                        '"' | '\\' | '/' => text.push(escape),
                        'u' => {
                            let digits = self
                                .rest()
                                .get(..4)
                                .and_then(|digits| u32::from_str_radix(digits, 16).ok());
                            let Some(code) = digits else {
                                return Err(self.wrong("Invalid \\uXXXX escape", at + 1));
                            };
                            self.at += 4;
                            let whole = match (high.take(), code) {
                                (_, 0xd800..=0xdbff) => {
                                    high = Some(code);
                                    continue;
                                }
                                (Some(high), 0xdc00..=0xdfff) => {
                                    0x10000 + ((high - 0xd800) << 10) + (code - 0xdc00)
                                }
                                _ => code,
                            };
                            text.extend(char::from_u32(whole));
                        }
                        _ => return Err(self.wrong("Invalid \\escape", at)),
                    }
                }
                c if c < ' ' => return Err(self.wrong("Invalid control character at", at)),
                c => text.push(c),
            }
        }
    }

    fn list(&mut self) -> Result<Any> {
        self.at += 1;
        let mut items = Vec::new();
        self.space();
        if self.takes("]") {
            return Ok(Any::list(items));
        }
        loop {
            self.space();
            items.push(self.value()?);
            self.space();
            if self.takes("]") {
                return Ok(Any::list(items));
            }
            if !self.takes(",") {
                return Err(self.wrong("Expecting ',' delimiter", self.at));
            }
        }
    }

    fn object(&mut self) -> Result<Any> {
        self.at += 1;
        let mut entries = Dict::new();
        self.space();
        if self.takes("}") {
            return Ok(Any::dict(entries));
        }
        loop {
            self.space();
            let start = self.at;
            if !self.takes("\"") {
                return Err(self.wrong("Expecting property name enclosed in double quotes", start));
            }
            let key = self.string(start)?;
            self.space();
            if !self.takes(":") {
                return Err(self.wrong("Expecting ':' delimiter", self.at));
            }
            self.space();
            let value = self.value()?;
            entries.insert(Any::from(key), value);
            self.space();
            if self.takes("}") {
                return Ok(Any::dict(entries));
            }
            if !self.takes(",") {
                return Err(self.wrong("Expecting ',' delimiter", self.at));
            }
        }
    }
}
