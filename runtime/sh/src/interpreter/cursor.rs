//! The position of the parser in a text, and what every part of it needs: lines, blanks, errors.

use super::ast::Word;
use std::cell::OnceCell;
use std::rc::Rc;

/// A mistake in the text: the line, and bash's message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    pub line: u32,
    pub message: String,
}

/// A node, or a mistake.
pub type Parsed<T> = Result<T, SyntaxError>;

/// A here-document whose lines have not come yet.
pub struct PendingHere {
    pub delimiter: Vec<u8>,
    pub quoted: bool,
    pub strip: bool,
    pub word: Rc<OnceCell<Word>>,
}

/// The state of the parser.
pub struct Cursor<'a> {
    pub text: &'a [u8],
    pub at: usize,
    first_line: u32,
    line_at: usize,
    line_number: u32,
    pub pending: Vec<PendingHere>,
    depth: u32,
    pub aliases: super::alias::Aliases,
}

const DEEPEST: u32 = 300;

impl<'a> Cursor<'a> {
    pub fn new(text: &'a [u8], first_line: u32) -> Cursor<'a> {
        Cursor {
            text,
            at: 0,
            first_line,
            line_at: 0,
            line_number: first_line,
            pending: Vec::new(),
            depth: 0,
            aliases: super::alias::Aliases::default(),
        }
    }

    /// The byte so many places ahead.
    pub fn peek(&self, ahead: usize) -> Option<u8> {
        self.text.get(self.at + ahead).copied()
    }

    pub fn rest(&self) -> &'a [u8] {
        &self.text[self.at.min(self.text.len())..]
    }

    pub fn is_over(&self) -> bool {
        self.at >= self.text.len()
    }

    /// Takes `token` if it is next.
    pub fn take(&mut self, token: &[u8]) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    /// The line of an offset; cheap when offsets mostly grow.
    pub fn line_of(&mut self, at: usize) -> u32 {
        let at = at.min(self.text.len());
        if at < self.line_at {
            self.line_at = 0;
            self.line_number = self.first_line;
        }
        let newlines = self.text[self.line_at..at].iter().filter(|&&byte| byte == b'\n').count();
        self.line_number += u32::try_from(newlines).unwrap_or(0);
        self.line_at = at;
        self.line_number
    }

    pub fn fail<T>(&mut self, message: impl Into<String>) -> Parsed<T> {
        self.fail_at(self.at, message)
    }

    pub fn fail_at<T>(&mut self, at: usize, message: impl Into<String>) -> Parsed<T> {
        Err(SyntaxError { line: self.line_of(at), message: message.into() })
    }

    /// `unexpected EOF while looking for matching …`
    pub fn unclosed<T>(&mut self, sign: &str) -> Parsed<T> {
        self.fail(format!("unexpected EOF while looking for matching `{sign}'"))
    }

    /// bash's message for a token that does not belong here.
    pub fn unexpected<T>(&mut self) -> Parsed<T> {
        if self.is_over() {
            return self.fail("syntax error: unexpected end of file");
        }
        const TOKENS: [&[u8]; 14] = [
            b";;&", b";;", b";&", b"&&", b"||", b"|&", b"<<<", b"<<", b">>", b"<&", b">&", b"<>",
            b">|", b"&>",
        ];
        let rest = self.rest();
        let token = if rest[0] == b'\n' {
            b"newline"
        } else if let Some(token) = TOKENS.iter().find(|token| rest.starts_with(token)) {
            token
        } else if b";&|()<>".contains(&rest[0]) {
            &rest[..1]
        } else {
            let end = rest.iter().position(|byte| b" \t\n;&|()<>".contains(byte));
            &rest[..end.unwrap_or(rest.len()).max(1)]
        };
        let token = String::from_utf8_lossy(token).into_owned();
        self.fail(format!("syntax error near unexpected token `{token}'"))
    }

    /// Guards against hostile nesting.
    pub fn nested<T>(&mut self, run: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return self.fail("commands nested too deeply");
        }
        let result = run(self);
        self.depth -= 1;
        result
    }

    /// Skips blanks, joined lines and, at the start of a token, a comment.
    pub fn blanks(&mut self) {
        loop {
            match self.peek(0) {
                Some(b' ' | b'\t') => self.at += 1,
                Some(b'\\') if self.peek(1) == Some(b'\n') => self.at += 2,
                Some(b'#') if self.at == 0 || b" \t\n;&|()<>".contains(&self.text[self.at - 1]) => {
                    while self.peek(0).is_some_and(|byte| byte != b'\n') {
                        self.at += 1;
                    }
                }
                _ => return,
            }
        }
    }

    /// The length of the name that starts so many places ahead.
    pub fn name_length(&self, ahead: usize) -> usize {
        let rest = self.text.get(self.at + ahead..).unwrap_or_default();
        if !rest.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_') {
            return 0;
        }
        rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count()
    }
}
