//! Expressions out of their tokens.

use super::lexer::{Token, tokens};
use super::{Node, beyond, syntax_error};
use crate::any::Any;
use crate::exception::{Exception, Result};

struct Parser {
    tokens: Vec<Token>,
    at: usize,
}

/// Operators of one precedence, the loosest first.
const LEVELS: [&[&str]; 6] =
    [&["|"], &["^"], &["&"], &["<<", ">>"], &["+", "-"], &["*", "/", "//", "%", "@"]];

/// The words that are no names.
const WORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

fn wrong() -> Exception {
    syntax_error("invalid syntax")
}

/// The expression that a text is.
pub(super) fn parse(text: &str) -> Result<Node> {
    let mut parser = Parser { tokens: tokens(text)?, at: 0 };
    if matches!(parser.tokens[0], Token::End) {
        return Err(Exception::new(
            "SyntaxError Exception",
            "invalid syntax (<string>, line 0)".to_owned(),
        ));
    }
    let found = parser.listed(None)?;
    match parser.tokens[parser.at] {
        Token::End => Ok(found),
        _ => Err(wrong()),
    }
}

impl Parser {
    fn is_sign(&self, sign: &str) -> bool {
        matches!(&self.tokens[self.at], Token::Sign(found) if *found == sign)
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(&self.tokens[self.at], Token::Name(found) if found == word)
    }

    fn takes(&mut self, sign: &str) -> bool {
        let found = self.is_sign(sign);
        self.at += usize::from(found);
        found
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        self.at += usize::from(found);
        found
    }

    fn needs(&mut self, sign: &str) -> Result<()> {
        if self.takes(sign) { Ok(()) } else { Err(wrong()) }
    }

    /// Expressions with commas between them: a tuple, or the one that stands alone.
    fn listed(&mut self, end: Option<&str>) -> Result<Node> {
        let first = self.expression()?;
        if !self.is_sign(",") {
            return Ok(first);
        }
        let mut items = vec![first];
        while self.takes(",") {
            if end.is_some_and(|end| self.is_sign(end))
                || matches!(self.tokens[self.at], Token::End)
            {
                break;
            }
            items.push(self.expression()?);
        }
        Ok(Node::Tuple(items))
    }

    fn expression(&mut self) -> Result<Node> {
        if self.is_word("lambda") {
            beyond("a lambda");
        }
        if self.is_sign("*") || self.is_sign("**") {
            beyond("unpacked values");
        }
        let value = self.either()?;
        if self.takes_word("if") {
            let test = self.either()?;
            if !self.takes_word("else") {
                return Err(syntax_error("expected 'else' after 'if' expression"));
            }
            let other = self.expression()?;
            return Ok(Node::If(Box::new([test, value, other])));
        }
        if self.is_word("for") || self.is_word("async") {
            beyond("a comprehension");
        }
        if self.is_sign(":=") {
            beyond("an assignment");
        }
        Ok(value)
    }

    fn either(&mut self) -> Result<Node> {
        let mut parts = vec![self.both()?];
        while self.takes_word("or") {
            parts.push(self.both()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Node::Or(parts) })
    }

    fn both(&mut self) -> Result<Node> {
        let mut parts = vec![self.negated()?];
        while self.takes_word("and") {
            parts.push(self.negated()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Node::And(parts) })
    }

    fn negated(&mut self) -> Result<Node> {
        if self.takes_word("not") {
            return Ok(Node::Unary("not", Box::new(self.negated()?)));
        }
        let first = self.operation(0)?;
        let mut others = Vec::new();
        while let Some(sign) = self.comparison() {
            others.push((sign, self.operation(0)?));
        }
        Ok(if others.is_empty() { first } else { Node::Compare(Box::new(first), others) })
    }

    fn comparison(&mut self) -> Option<&'static str> {
        let known = ["<", ">", "<=", ">=", "==", "!="].into_iter().find(|sign| self.is_sign(sign));
        if known.is_some() {
            self.at += 1;
            return known;
        }
        if self.takes_word("in") {
            return Some("in");
        }
        if self.takes_word("is") {
            return Some(if self.takes_word("not") { "is not" } else { "is" });
        }
        let before = self.at;
        if self.takes_word("not") {
            if self.takes_word("in") {
                return Some("not in");
            }
            self.at = before;
        }
        None
    }

    fn operation(&mut self, level: usize) -> Result<Node> {
        let Some(signs) = LEVELS.get(level) else { return self.factor() };
        let mut left = self.operation(level + 1)?;
        while let Some(sign) = signs.iter().find(|sign| self.is_sign(sign)) {
            self.at += 1;
            left = Node::Binary(sign, Box::new(left), Box::new(self.operation(level + 1)?));
        }
        Ok(left)
    }

    fn factor(&mut self) -> Result<Node> {
        if let Some(sign) = ["-", "+", "~"].into_iter().find(|sign| self.is_sign(sign)) {
            self.at += 1;
            return Ok(Node::Unary(sign, Box::new(self.factor()?)));
        }
        let base = self.primary()?;
        if self.takes("**") {
            return Ok(Node::Binary("**", Box::new(base), Box::new(self.factor()?)));
        }
        Ok(base)
    }

    fn primary(&mut self) -> Result<Node> {
        let mut value = self.atom()?;
        loop {
            value = if self.takes("(") {
                Node::Call(Box::new(value), self.arguments()?)
            } else if self.takes("[") {
                self.subscript(value)?
            } else if self.takes(".") {
                let Token::Name(_) = self.tokens[self.at] else { return Err(wrong()) };
                self.at += 1;
                Node::Attribute
            } else {
                return Ok(value);
            };
        }
    }

    fn arguments(&mut self) -> Result<Vec<Node>> {
        let mut found = Vec::new();
        while !self.takes(")") {
            found.push(self.expression()?);
            if self.is_sign("=") {
                beyond("an argument by name");
            }
            if !self.takes(",") {
                self.needs(")")?;
                break;
            }
        }
        Ok(found)
    }

    fn subscript(&mut self, value: Node) -> Result<Node> {
        let mut parts = [None, None, None];
        let mut count = 0;
        loop {
            if !self.is_sign(":") && !self.is_sign("]") {
                parts[count] = Some(self.listed(Some("]"))?);
            }
            if count == 2 || !self.takes(":") {
                break;
            }
            count += 1;
        }
        self.needs("]")?;
        match parts {
            [Some(index), None, None] if count == 0 => {
                Ok(Node::Index(Box::new(value), Box::new(index)))
            }
            [None, ..] if count == 0 => Err(wrong()),
            parts => Ok(Node::Slice(Box::new(value), Box::new(parts))),
        }
    }

    fn atom(&mut self) -> Result<Node> {
        let token = self.tokens[self.at].clone();
        self.at += 1;
        match token {
            Token::Value(value) => self.joined(value),
            Token::Name(word) => match word.as_str() {
                "None" => Ok(Node::Value(Any::None)),
                "True" => Ok(Node::Value(Any::Bool(true))),
                "False" => Ok(Node::Value(Any::Bool(false))),
                word if WORDS.contains(&word) => Err(wrong()),
                _ => Ok(Node::Name(word)),
            },
            Token::Sign("(") => {
                if self.takes(")") {
                    return Ok(Node::Tuple(Vec::new()));
                }
                let inner = self.listed(Some(")"))?;
                self.needs(")")?;
                Ok(inner)
            }
            Token::Sign("[") => Ok(Node::List(self.items("]")?)),
            Token::Sign("{") => self.braces(),
            Token::Sign("...") => beyond("`...`"),
            Token::Sign(_) | Token::End => Err(wrong()),
        }
    }

    /// Texts side by side are one.
    fn joined(&mut self, first: Any) -> Result<Node> {
        let mut value = first;
        while let (
            Any::Str(_) | Any::Bytes(_),
            Token::Value(next @ (Any::Str(_) | Any::Bytes(_))),
        ) = (&value, &self.tokens[self.at])
        {
            value = crate::any::try_add(&value, next)
                .map_err(|_| syntax_error("cannot mix bytes and nonbytes literals"))?;
            self.at += 1;
        }
        Ok(Node::Value(value))
    }

    fn items(&mut self, end: &str) -> Result<Vec<Node>> {
        let mut found = Vec::new();
        while !self.takes(end) {
            found.push(self.expression()?);
            if !self.takes(",") {
                self.needs(end)?;
                break;
            }
        }
        Ok(found)
    }

    fn braces(&mut self) -> Result<Node> {
        if self.takes("}") {
            return Ok(Node::Dict(Vec::new()));
        }
        let first = self.expression()?;
        if !self.takes(":") {
            let mut items = vec![first];
            if self.takes(",") {
                items.extend(self.items("}")?);
            } else {
                self.needs("}")?;
            }
            return Ok(Node::Set(items));
        }
        let mut entries = vec![(first, self.expression()?)];
        while self.takes(",") && !self.is_sign("}") {
            let key = self.expression()?;
            self.needs(":")?;
            entries.push((key, self.expression()?));
        }
        self.needs("}")?;
        Ok(Node::Dict(entries))
    }
}
