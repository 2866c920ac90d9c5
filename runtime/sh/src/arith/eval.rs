//! The evaluator: reads and computes in one go, as bash does.

use super::Fault;
use super::operand::{number as number_of, simple};
use super::operators::{pow, shl, shr};
use crate::params::Param;
use crate::shell::Shell;

type Value = Result<i64, Fault>;

/// What an operand is, until its value is needed.
enum Operand {
    Value(i64),
    Place(Param),
}

struct Reader<'a> {
    sh: &'a mut Shell,
    text: &'a [u8],
    at: usize,
    /// Where the last token started, for messages.
    token: usize,
    depth: u32,
    /// Skipping a part that is not evaluated (`&&`, `||`, `?:`).
    skip: u32,
}

/// Evaluates a text; `depth` counts variables whose value is an expression.
pub fn evaluate(sh: &mut Shell, text: &[u8], depth: u32) -> Value {
    let mut reader = Reader { sh, text, at: 0, token: 0, depth, skip: 0 };
    reader.blanks();
    if reader.at == text.len() {
        return Ok(0);
    }
    let value = reader.comma()?;
    reader.blanks();
    if reader.at < text.len() {
        reader.token = reader.at;
        // Two operands in a row, or something that starts none.
        let byte = text[reader.at];
        let operator = !(byte.is_ascii_alphanumeric() || byte == b'_');
        let what = if operator {
            "syntax error: invalid arithmetic operator"
        } else {
            "syntax error in expression"
        };
        return Err(reader.fault(what));
    }
    Ok(value)
}

/// An operator, and longer ones that start with it.
type Operator = (&'static [u8], &'static [&'static [u8]]);

const ASSIGNING: &[&[u8]] =
    &[b"<<=", b">>=", b"*=", b"/=", b"%=", b"+=", b"-=", b"&=", b"^=", b"|="];

impl Reader<'_> {
    fn blanks(&mut self) {
        while self.text.get(self.at).is_some_and(|byte| b" \t\n".contains(byte)) {
            self.at += 1;
        }
    }

    fn fault(&self, what: &str) -> Fault {
        let start = self.text.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(0);
        let mut message = self.text[start..].to_vec();
        message.extend_from_slice(format!(": {what} (error token is \"").as_bytes());
        message.extend_from_slice(&self.text[self.token.min(self.text.len())..]);
        message.extend_from_slice(b"\")");
        Fault::Message(message)
    }

    fn peek(&mut self, operator: &[u8]) -> bool {
        self.blanks();
        self.text[self.at..].starts_with(operator)
    }

    /// Takes an operator unless a longer one stands there.
    fn take(&mut self, operator: &[u8], not: &[&[u8]]) -> bool {
        if !self.peek(operator) || not.iter().any(|longer| self.text[self.at..].starts_with(longer))
        {
            return false;
        }
        self.token = self.at;
        self.at += operator.len();
        true
    }

    fn comma(&mut self) -> Value {
        let mut value = self.assignment()?;
        while self.take(b",", &[]) {
            value = self.assignment()?;
        }
        Ok(value)
    }

    fn assignment(&mut self) -> Value {
        self.blanks();
        let from = self.at;
        if let Some(place) = self.place()? {
            self.blanks();
            let after = self.at;
            if self.take(b"=", &[b"=="]) {
                let value = self.assignment()?;
                self.followed()?;
                return self.store(&place, value);
            }
            for operator in ASSIGNING {
                if self.take(operator, &[]) {
                    let old = self.load(&place)?;
                    let right = self.assignment()?;
                    let value = self.binary(&operator[..operator.len() - 1], old, right)?;
                    self.followed()?;
                    return self.store(&place, value);
                }
            }
            self.at = after;
        }
        self.at = from;
        self.conditional()
    }

    /// The token behind a value is read before the value is stored: it must be one.
    fn followed(&mut self) -> Result<(), Fault> {
        self.blanks();
        match self.text.get(self.at) {
            Some(byte)
                if !byte.is_ascii_alphanumeric() && !b"_=!<>+-*/%&|^~?:,()".contains(byte) =>
            {
                self.token = self.at;
                Err(self.fault("syntax error: invalid arithmetic operator"))
            }
            _ => Ok(()),
        }
    }

    fn conditional(&mut self) -> Value {
        let test = self.logical_or()?;
        if !self.take(b"?", &[]) {
            return Ok(test);
        }
        let yes = test != 0;
        self.skip += u32::from(!yes);
        let first = self.comma();
        self.skip -= u32::from(!yes);
        let first = first?;
        if !self.take(b":", &[]) {
            self.token = self.at;
            return Err(self.fault("`:' expected for conditional expression"));
        }
        self.skip += u32::from(yes);
        let second = self.assignment_free();
        self.skip -= u32::from(yes);
        let second = second?;
        Ok(if yes { first } else { second })
    }

    fn assignment_free(&mut self) -> Value {
        self.conditional()
    }

    fn logical_or(&mut self) -> Value {
        let mut value = self.logical_and()?;
        while self.take(b"||", &[]) {
            let known = value != 0;
            self.skip += u32::from(known);
            let right = self.logical_and();
            self.skip -= u32::from(known);
            value = i64::from(right? != 0 || known);
        }
        Ok(value)
    }

    fn logical_and(&mut self) -> Value {
        let mut value = self.level(0)?;
        while self.take(b"&&", &[]) {
            let known = value == 0;
            self.skip += u32::from(known);
            let right = self.level(0);
            self.skip -= u32::from(known);
            value = i64::from(right? != 0 && !known);
        }
        Ok(value)
    }

    /// Binary operators from `|` down to `*`, by level.
    fn level(&mut self, level: usize) -> Value {
        const LEVELS: &[&[Operator]] = &[
            &[(b"|", &[b"||", b"|="])],
            &[(b"^", &[b"^="])],
            &[(b"&", &[b"&&", b"&="])],
            &[(b"==", &[]), (b"!=", &[])],
            &[(b"<=", &[]), (b">=", &[]), (b"<", &[b"<<"]), (b">", &[b">>"])],
            &[(b"<<", &[b"<<="]), (b">>", &[b">>="])],
            &[(b"+", &[b"+="]), (b"-", &[b"-="])],
            &[(b"*", &[b"**", b"*="]), (b"/", &[b"/="]), (b"%", &[b"%="])],
        ];
        let Some(operators) = LEVELS.get(level) else { return self.power() };
        let mut value = self.level(level + 1)?;
        'more: loop {
            for (operator, not) in *operators {
                if self.take(operator, not) {
                    let right = self.level(level + 1)?;
                    value = self.binary(operator, value, right)?;
                    continue 'more;
                }
            }
            return Ok(value);
        }
    }

    fn power(&mut self) -> Value {
        let base = self.unary()?;
        if !self.take(b"**", &[]) {
            return Ok(base);
        }
        let exponent = self.power()?;
        match pow(base, exponent) {
            Some(value) => Ok(value),
            None if self.skip > 0 => Ok(0),
            None => Err(self.fault("exponent less than 0")),
        }
    }

    fn binary(&mut self, operator: &[u8], a: i64, b: i64) -> Value {
        Ok(match operator {
            b"|" => a | b,
            b"^" => a ^ b,
            b"&" => a & b,
            b"==" => i64::from(a == b),
            b"!=" => i64::from(a != b),
            b"<=" => i64::from(a <= b),
            b">=" => i64::from(a >= b),
            b"<" => i64::from(a < b),
            b">" => i64::from(a > b),
            b"<<" => shl(a, b),
            b">>" => shr(a, b),
            b"+" => a.wrapping_add(b),
            b"-" => a.wrapping_sub(b),
            b"*" => a.wrapping_mul(b),
            _ if b == 0 => {
                if self.skip > 0 {
                    return Ok(0);
                }
                return Err(self.fault("division by 0"));
            }
            b"/" => a.wrapping_div(b),
            _ => a.wrapping_rem(b),
        })
    }

    fn unary(&mut self) -> Value {
        self.blanks();
        if self.peek(b"++") || self.peek(b"--") {
            let step = if self.text[self.at] == b'+' { 1 } else { -1 };
            let from = self.at;
            self.at += 2;
            self.blanks();
            if let Some(place) = self.place()? {
                let value = self.load(&place)?.wrapping_add(step);
                return self.store(&place, value);
            }
            self.at = from;
        }
        if self.take(b"!", &[]) {
            return Ok(i64::from(self.unary()? == 0));
        }
        if self.take(b"~", &[]) {
            return Ok(!self.unary()?);
        }
        if self.take(b"-", &[]) {
            return Ok(self.unary()?.wrapping_neg());
        }
        if self.take(b"+", &[]) {
            return self.unary();
        }
        let operand = self.primary()?;
        let Operand::Place(place) = operand else {
            let Operand::Value(value) = operand else { unreachable!() };
            return Ok(value);
        };
        let value = self.load(&place)?;
        for (operator, step) in [(b"++", 1), (b"--", -1)] {
            if self.peek(operator) {
                self.at += 2;
                self.store(&place, value.wrapping_add(step))?;
                return Ok(value);
            }
        }
        Ok(value)
    }

    fn primary(&mut self) -> Result<Operand, Fault> {
        self.blanks();
        if self.take(b"(", &[]) {
            let value = self.comma()?;
            if !self.take(b")", &[]) {
                self.token = self.at.saturating_sub(1);
                return Err(self.fault("missing `)'"));
            }
            return Ok(Operand::Value(value));
        }
        if let Some(place) = self.place()? {
            return Ok(Operand::Place(place));
        }
        let from = self.at;
        while self
            .text
            .get(self.at)
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'#' | b'_' | b'@'))
        {
            self.at += 1;
        }
        if self.at == from {
            // The message shows the operator before the missing operand.
            if self.at < self.text.len() {
                self.token = self.at;
            }
            return Err(self.fault("syntax error: operand expected"));
        }
        let number = self.text[from..self.at].to_vec();
        self.token = from;
        number_of(&number).map(Operand::Value).map_err(|what| self.fault(what))
    }

    /// A variable or element, if one starts here.
    fn place(&mut self) -> Result<Option<Param>, Fault> {
        self.blanks();
        let from = self.at;
        let mut at = from;
        while self.text.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_') {
            at += 1;
        }
        if at == from || self.text[from].is_ascii_digit() {
            return Ok(None);
        }
        self.token = from;
        let name = self.text[from..at].to_vec();
        self.at = at;
        if self.text.get(at) != Some(&b'[') {
            return Ok(Some(Param::Name(name.into())));
        }
        let (mut depth, mut end) = (0, at);
        loop {
            match self.text.get(end) {
                None => {
                    return Err(Fault::Message([&name, &b": bad array subscript"[..]].concat()));
                }
                Some(b'[') => depth += 1,
                Some(b']') => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                _ => {}
            }
            end += 1;
        }
        self.at = end + 1;
        let subscript = self.text[at + 1..end].to_vec();
        Ok(Some(Param::Element(name.into(), self.sh.expand_plain(&subscript).into())))
    }

    fn load(&mut self, place: &Param) -> Value {
        if self.skip > 0 {
            return Ok(0);
        }
        let text = self.sh.operand(place).map_err(Fault::Flow)?;
        if let Some(number) = simple(&text) {
            return Ok(number);
        }
        if self.depth > 1000 {
            let message = [
                &text[..],
                b": expression recursion level exceeded (error token is \"",
                &text,
                b"\")",
            ]
            .concat();
            return Err(Fault::Message(message));
        }
        evaluate(self.sh, &text, self.depth + 1)
    }

    fn store(&mut self, place: &Param, value: i64) -> Value {
        if self.skip > 0 {
            return Ok(value);
        }
        match self.sh.store(place, value.to_string().as_bytes(), false) {
            Ok(true) => Ok(value),
            Ok(false) => Err(Fault::Flow(self.sh.abandon())),
            Err(flow) => Err(Fault::Flow(flow)),
        }
    }
}
