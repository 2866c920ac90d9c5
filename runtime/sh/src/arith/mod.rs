//! Arithmetic on text that is known only at run time, and on numbers.

mod eval;
mod operand;
mod operators;

use crate::params::Param;
use crate::shell::Shell;
use crate::status::{Checked, Status};
pub(crate) use operand::simple;
pub use operators::{shl, shr};

/// Why an expression has no value: the message without place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A message to print.
    Message(Vec<u8>),
    /// Said already, or a control flow of its own.
    Flow(crate::status::Flow),
}

impl Shell {
    /// The value of an expression; a fault gives up the complete command.
    pub fn arith(&mut self, text: impl AsRef<[u8]>) -> Checked<i64> {
        let text = text.as_ref();
        if let Some(number) = operand::simple(text).or_else(|| operand::of_two(text)) {
            return Ok(number);
        }
        match self.try_arith(text) {
            Ok(number) => Ok(number),
            Err(Fault::Message(message)) => {
                self.arith_error(message);
                self.misread = true;
                Err(self.abandon())
            }
            Err(Fault::Flow(flow)) => Err(flow),
        }
    }

    /// The same for a builtin that declares an integer, whose messages name it.
    pub fn arith_of(&mut self, builtin: &'static str, text: impl AsRef<[u8]>) -> Checked<i64> {
        let outer = self.builtin.replace(builtin);
        let value = self.arith(text);
        self.builtin = outer;
        value
    }

    /// The value of an expression, or why there is none.
    pub(crate) fn try_arith(&mut self, text: &[u8]) -> Result<i64, Fault> {
        eval::evaluate(self, text, 0)
    }

    /// The variable as a number.
    pub fn int(&mut self, name: impl AsRef<[u8]>) -> Checked<i64> {
        let name = name.as_ref();
        if let Some(variable) = self.state.variables.get(name)
            && let crate::variables::Value::Text(text) = &variable.value
            && !variable.attributes.has(crate::variables::Attributes::NAMEREF)
            && !self.is_dynamic(name)
            && let Some(number) = operand::simple(text)
        {
            return Ok(number);
        }
        self.int_in(&crate::params::param(name))
    }

    /// What a variable of that text is in an expression.
    pub fn number(&mut self, text: impl AsRef<[u8]>) -> Checked<i64> {
        match operand::simple(text.as_ref()) {
            Some(number) => Ok(number),
            None => self.arith(text),
        }
    }

    /// The parameter as a number.
    pub fn int_in(&mut self, param: &Param) -> Checked<i64> {
        if let Some(Some(text)) = self.plain_item(param)
            && let Some(number) = operand::simple(text)
        {
            return Ok(number);
        }
        let text = self.operand(param)?;
        self.arith(text)
    }

    /// `(( … ))`: 0 when the value is not zero; a fault is status 1.
    pub fn arith_command<T: Truth>(
        &mut self,
        line: u32,
        value: impl FnOnce(&mut Shell) -> Checked<T>,
    ) -> Checked<Status> {
        self.begin(line);
        let outer = self.builtin.replace("((");
        let value = value(self);
        self.builtin = outer;
        let status = match value {
            Ok(value) => Status::from(value.holds()),
            Err(crate::status::Flow::Abandon(status)) => status,
            Err(flow) => return Err(flow),
        };
        self.finish(status)
    }

    /// `(( … ))` as a condition.
    pub fn arith_test<T: Truth>(
        &mut self,
        line: u32,
        value: impl FnOnce(&mut Shell) -> Checked<T>,
    ) -> Checked<bool> {
        self.arith_command(line, value).map(Status::ok)
    }

    /// `(( text ))`.
    pub fn arith_text_command(&mut self, line: u32, text: impl AsRef<[u8]>) -> Checked<Status> {
        let text = text.as_ref();
        self.arith_command(line, |sh| sh.arith(text))
    }
}

/// What `(( … ))` answers with: a number, or a comparison.
pub trait Truth {
    /// Is it other than 0?
    fn holds(self) -> bool;
}

impl Truth for i64 {
    fn holds(self) -> bool {
        self != 0
    }
}

impl Truth for bool {
    fn holds(self) -> bool {
        self
    }
}

/// `a / b`; `text` is the expression and `token` its rest from the divisor on, for the message.
pub fn div(sh: &mut Shell, a: i64, b: i64, text: &str, token: &str) -> Checked<i64> {
    if b != 0 { Ok(a.wrapping_div(b)) } else { Err(sh.faulty(text, "division by 0", token)) }
}

/// `a % b`.
pub fn rem(sh: &mut Shell, a: i64, b: i64, text: &str, token: &str) -> Checked<i64> {
    if b != 0 { Ok(a.wrapping_rem(b)) } else { Err(sh.faulty(text, "division by 0", token)) }
}

/// `a ** b`.
pub fn pow(sh: &mut Shell, a: i64, b: i64, text: &str, token: &str) -> Checked<i64> {
    operators::pow(a, b).ok_or_else(|| sh.faulty(text, "exponent less than 0", token))
}

impl Shell {
    /// Says what is wrong with an expression and gives up the command.
    fn faulty(&mut self, text: &str, what: &str, token: &str) -> crate::status::Flow {
        self.arith_error(format!("{text}: {what} (error token is \"{token}\")").into_bytes());
        self.misread = true;
        self.abandon()
    }

    fn arith_error(&mut self, message: Vec<u8>) {
        match self.builtin {
            Some(builtin @ ("((" | "[[" | "let" | "local" | "declare" | "typeset")) => {
                self.builtin_error(builtin, message);
            }
            _ => self.error(message),
        }
    }
}
