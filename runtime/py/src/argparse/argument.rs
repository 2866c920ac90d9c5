//! `add_argument`: what is said of one argument.

use super::{Action, Argument, Count, Kind, Spec, Value};
use crate::integer::Integer;

/// The name under which the value is kept: the first long flag, or the first one.
pub(super) fn dest_of(flags: &[String]) -> String {
    let named = flags.iter().find(|flag| flag.starts_with("--")).or(flags.first());
    let name = named.map(|flag| flag.trim_start_matches('-')).unwrap_or_default();
    if flags.iter().any(|flag| flag.starts_with('-')) {
        name.replace('-', "_")
    } else {
        name.to_owned()
    }
}

impl Argument {
    fn change(self, change: impl FnOnce(&mut Spec)) -> Self {
        change(&mut self.state.borrow_mut().specs[self.index]);
        self
    }

    /// A further name.
    #[must_use]
    pub fn alias(self, name: &str) -> Self {
        self.change(|spec| {
            spec.flags.push(name.to_owned());
            spec.dest = dest_of(&spec.flags);
        })
    }

    /// `action=`
    #[must_use]
    pub fn action(self, name: &str) -> Self {
        self.change(|spec| match name {
            "store_true" | "store_false" => {
                spec.action = Action::Const;
                spec.constant = Value::Bool(name == "store_true");
                spec.default = Value::Bool(name == "store_false");
            }
            "store_const" => spec.action = Action::Const,
            "append" => spec.action = Action::Append,
            "count" => spec.action = Action::Count,
            "help" => spec.action = Action::Help,
            "version" => spec.action = Action::Version,
            _ => {}
        })
    }

    /// `nargs="?"` and so on
    #[must_use]
    pub fn nargs(self, count: &str) -> Self {
        self.change(|spec| {
            spec.count = match count {
                "?" => Count::Optional,
                "*" => Count::Any,
                "..." => Count::Rest,
                _ => Count::Some,
            };
            if spec.flags.is_empty() {
                spec.required = count == "+";
            }
        })
    }

    /// `nargs=n`
    #[must_use]
    pub fn times(self, count: impl Integer) -> Self {
        self.change(|spec| {
            spec.count = Count::Exactly(usize::try_from(count.clamp_i64()).unwrap_or(0));
        })
    }

    /// `type=int` or `type=float`
    #[must_use]
    pub fn kind(self, name: &str) -> Self {
        self.change(|spec| {
            spec.kind = match name {
                "int" => Kind::Int,
                "float" => Kind::Float,
                _ => Kind::Text,
            };
        })
    }

    /// `dest=`
    #[must_use]
    pub fn dest(self, name: &str) -> Self {
        self.change(|spec| spec.dest = name.to_owned())
    }

    /// `metavar=`
    #[must_use]
    pub fn metavar(self, name: &str) -> Self {
        self.change(|spec| spec.metavar.push(name.to_owned()))
    }

    /// `help=`
    #[must_use]
    pub fn help(self, text: &str) -> Self {
        self.change(|spec| spec.help = Some(text.to_owned()))
    }

    /// `version=`
    #[must_use]
    pub fn version(self, text: &str) -> Self {
        self.change(|spec| {
            spec.version = text.to_owned();
            spec.help.get_or_insert_with(|| "show program's version number and exit".to_owned());
        })
    }

    /// `required=`
    #[must_use]
    pub fn required(self, required: bool) -> Self {
        self.change(|spec| spec.required = required)
    }

    /// `choices=` of texts
    #[must_use]
    pub fn choices(self, choices: impl IntoIterator<Item = String>) -> Self {
        let choices = choices.into_iter().map(Value::Text).collect();
        self.change(|spec| spec.choices = Some(choices))
    }

    /// `choices=` of integers
    #[must_use]
    pub fn choices_int<N: Integer>(self, choices: impl IntoIterator<Item = N>) -> Self {
        let choices = choices.into_iter().map(|n| Value::Int(n.into_int())).collect();
        self.change(|spec| spec.choices = Some(choices))
    }

    /// `default=` of a text
    #[must_use]
    pub fn default_text(self, text: &str) -> Self {
        self.change(|spec| spec.default = Value::Text(text.to_owned()))
    }

    /// `default=` of an integer
    #[must_use]
    pub fn default_int(self, n: impl Integer) -> Self {
        self.change(|spec| spec.default = Value::Int(n.into_int()))
    }

    /// `default=` of a float
    #[must_use]
    pub fn default_float(self, x: f64) -> Self {
        self.change(|spec| spec.default = Value::Float(x))
    }

    /// `default=` of a truth value
    #[must_use]
    pub fn default_bool(self, value: bool) -> Self {
        self.change(|spec| spec.default = Value::Bool(value))
    }

    /// `default=` of texts
    #[must_use]
    pub fn default_texts(self, items: impl IntoIterator<Item = String>) -> Self {
        let items = items.into_iter().map(Value::Text).collect();
        self.change(|spec| spec.default = Value::List(items))
    }

    /// `default=` of integers
    #[must_use]
    pub fn default_ints<N: Integer>(self, items: impl IntoIterator<Item = N>) -> Self {
        let items = items.into_iter().map(|n| Value::Int(n.into_int())).collect();
        self.change(|spec| spec.default = Value::List(items))
    }

    /// `const=` of a text
    #[must_use]
    pub fn const_text(self, text: &str) -> Self {
        self.change(|spec| spec.constant = Value::Text(text.to_owned()))
    }

    /// `const=` of an integer
    #[must_use]
    pub fn const_int(self, n: impl Integer) -> Self {
        self.change(|spec| spec.constant = Value::Int(n.into_int()))
    }

    /// `const=` of a float
    #[must_use]
    pub fn const_float(self, x: f64) -> Self {
        self.change(|spec| spec.constant = Value::Float(x))
    }

    /// `const=` of a truth value
    #[must_use]
    pub fn const_bool(self, value: bool) -> Self {
        self.change(|spec| spec.constant = Value::Bool(value))
    }

    /// The statement's end.
    pub fn done(self) {}
}
