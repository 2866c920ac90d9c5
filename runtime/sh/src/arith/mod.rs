//! Arithmetic on text that is known only at run time, and on numbers.

mod eval;
mod operators;

use crate::params::Param;
use crate::shell::Shell;
use crate::status::{Checked, Status};
pub use operators::{pow, shl, shr};

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
        if let Some(number) = eval::simple(text) {
            return Ok(number);
        }
        match self.try_arith(text) {
            Ok(number) => Ok(number),
            Err(Fault::Message(message)) => {
                let message = match self.builtin {
                    Some(builtin) if builtin == "((" || builtin == "[[" || builtin == "let" => {
                        [builtin.as_bytes(), b": ", &message].concat()
                    }
                    _ => message,
                };
                self.error(message);
                Err(self.abandon())
            }
            Err(Fault::Flow(flow)) => Err(flow),
        }
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
            && let Some(number) = eval::simple(text)
        {
            return Ok(number);
        }
        self.int_at(&crate::params::param(name))
    }

    /// The parameter as a number.
    pub fn int_at(&mut self, param: &Param) -> Checked<i64> {
        let text = self.value(param)?;
        self.arith(text)
    }

    /// `(( … ))`: 0 when the value is not zero; a fault is status 1.
    pub fn arith_command(
        &mut self,
        line: u32,
        value: impl FnOnce(&mut Shell) -> Checked<i64>,
    ) -> Checked<Status> {
        self.begin(line);
        self.debug_trap()?;
        let outer = self.builtin.replace("((");
        let value = value(self);
        self.builtin = outer;
        let status = match value {
            Ok(value) => Status::from(value != 0),
            Err(crate::status::Flow::Abandon(status)) => status,
            Err(flow) => return Err(flow),
        };
        self.finish(status)
    }

    /// `(( text ))`.
    pub fn arith_text_command(&mut self, line: u32, text: impl AsRef<[u8]>) -> Checked<Status> {
        let text = text.as_ref();
        self.arith_command(line, |sh| sh.arith(text))
    }
}

/// `a / b`; `text` is the expression for the message.
pub fn div(sh: &mut Shell, a: i64, b: i64) -> Checked<i64> {
    divided(sh, a, b, i64::wrapping_div)
}

/// `a % b`.
pub fn rem(sh: &mut Shell, a: i64, b: i64) -> Checked<i64> {
    divided(sh, a, b, i64::wrapping_rem)
}

fn divided(sh: &mut Shell, a: i64, b: i64, op: fn(i64, i64) -> i64) -> Checked<i64> {
    if b != 0 {
        return Ok(op(a, b));
    }
    sh.error(format!("{a} / {b}: division by 0 (error token is \"{b}\")"));
    Err(sh.abandon())
}
