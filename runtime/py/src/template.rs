//! Formats that are only known at run time: `text.format(…)` and (`percent.rs`) `text % values`.

mod percent;

pub use percent::{percent, try_percent};

use crate::any::Any;
use crate::exception::{Result, index_error, type_error, value_error};
use crate::fmt::{Format, Spec};
use crate::int::Int;
use crate::integer::Integer;
use crate::show::{to_repr, to_str};

#[derive(Clone)]
enum Value {
    Int(Int),
    Float(f64),
    Bool(bool),
    Text(String),
    /// Any other value, as `str` and `repr` show it.
    Shown(String, String),
    Any(Any),
}

impl Value {
    fn str(&self) -> String {
        match self {
            Self::Int(n) => to_str(n),
            Self::Float(x) => to_str(x),
            Self::Bool(b) => to_str(b),
            Self::Text(text) | Self::Shown(text, _) => text.clone(),
            Self::Any(value) => to_str(value),
        }
    }

    fn repr(&self) -> String {
        match self {
            Self::Text(text) => to_repr(text),
            Self::Shown(_, repr) => repr.clone(),
            Self::Any(value) => to_repr(value),
            other => other.str(),
        }
    }

    fn format(&self, spec: &str) -> Result<String> {
        let parsed = Spec::parse(spec)?;
        match self {
            Self::Int(n) => n.format(&parsed),
            Self::Float(x) => x.format(&parsed),
            Self::Bool(b) => b.format(&parsed),
            Self::Text(text) => text.format(&parsed),
            Self::Any(value) => value.format(&parsed),
            Self::Shown(text, _) if spec.is_empty() => Ok(text.clone()),
            Self::Shown(..) => {
                Err(type_error("unsupported format string passed to object.__format__"))
            }
        }
    }
}

/// A format with the values that it is given.
#[derive(Clone)]
pub struct Template {
    text: String,
    values: Vec<(String, Value)>,
    mapping: bool,
}

impl From<&Any> for Value {
    fn from(value: &Any) -> Self {
        match value {
            Any::Int(n) => Self::Int(n.clone()),
            Any::Float(x) => Self::Float(*x),
            Any::Bool(b) => Self::Bool(*b),
            Any::Str(text) => Self::Text(text.to_string()),
            other => Self::Any(other.clone()),
        }
    }
}

/// A format that gets its values one by one.
pub fn template(text: &str) -> Template {
    Template { text: text.to_owned(), values: Vec::new(), mapping: false }
}

impl Template {
    fn with(mut self, name: &str, value: Value) -> Self {
        self.values.push((name.to_owned(), value));
        self
    }

    /// An integer; values without a name are counted.
    #[must_use]
    pub fn int(self, name: &str, n: impl Integer) -> Self {
        self.with(name, Value::Int(n.into_int()))
    }

    /// A float.
    #[must_use]
    pub fn float(self, name: &str, x: f64) -> Self {
        self.with(name, Value::Float(x))
    }

    /// A truth value.
    #[must_use]
    pub fn bool(self, name: &str, value: bool) -> Self {
        self.with(name, Value::Bool(value))
    }

    /// A text.
    #[must_use]
    pub fn text(self, name: &str, text: &str) -> Self {
        self.with(name, Value::Text(text.to_owned()))
    }

    /// Any other value, as `str` and `repr` show it.
    #[must_use]
    pub fn shown(self, name: &str, str: &str, repr: &str) -> Self {
        self.with(name, Value::Shown(str.to_owned(), repr.to_owned()))
    }

    /// A value whose type is only known at run time.
    #[must_use]
    pub fn dynamic(self, name: &str, value: &Any) -> Self {
        self.with(name, value.into())
    }

    /// The values so far are followed by the entries of a mapping.
    #[must_use]
    pub fn mapping(mut self) -> Self {
        self.mapping = true;
        self
    }

    /// What stands right of `%`: the items of a tuple, one value; of a dict its entries, too.
    #[must_use]
    pub fn operand(self, value: &Any) -> Self {
        match value {
            Any::Tuple(items) => items.iter().fold(self, |so, item| so.dynamic("", item)),
            Any::Dict(entries) => {
                let so = self.dynamic("", value).mapping();
                let entries = entries.borrow();
                entries.iter().fold(so, |so, (key, item)| so.dynamic(&to_str(key), item))
            }
            other => self.dynamic("", other),
        }
    }

    fn find(&self, name: &str, next: &mut usize) -> Result<&Value> {
        let place = if name.is_empty() {
            *next += 1;
            *next - 1
        } else if let Ok(place) = name.parse::<usize>() {
            place
        } else {
            let found = self.values.iter().find(|value| value.0 == name);
            return found.map(|value| &value.1).ok_or_else(|| crate::exception::key_error(name));
        };
        let mut unnamed = self.values.iter().filter(|value| value.0.is_empty());
        unnamed.nth(place).map(|value| &value.1).ok_or_else(|| {
            index_error(format!("Replacement index {place} out of range for positional args tuple"))
        })
    }

    fn fill(&self, text: &str, next: &mut usize) -> Result<String> {
        let mut out = String::new();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '{' | '}' if chars.peek() == Some(&c) => {
                    chars.next();
                    out.push(c);
                }
                '}' => return Err(value_error("Single '}' encountered in format string")),
                '{' => {
                    let mut field = String::new();
                    let mut depth = 1;
                    for inner in chars.by_ref() {
                        match inner {
                            '{' => depth += 1,
                            '}' => depth -= 1,
                            _ => {}
                        }
                        if depth == 0 {
                            break;
                        }
                        field.push(inner);
                    }
                    if depth > 0 {
                        return Err(value_error(if field.is_empty() {
                            "Single '{' encountered in format string"
                        } else {
                            "expected '}' before end of string"
                        }));
                    }
                    let (head, spec) = field.split_once(':').unwrap_or((&field, ""));
                    let (name, conversion) = head.split_once('!').unwrap_or((head, ""));
                    if name.contains(['.', '[']) {
                        return Err(value_error("fields of fields are not known at run time"));
                    }
                    let value = self.find(name, next)?;
                    let spec =
                        if spec.contains('{') { self.fill(spec, next)? } else { spec.to_owned() };
                    out.push_str(&match conversion {
                        "r" | "a" => Value::Text(value.repr()).format(&spec)?,
                        "s" => Value::Text(value.str()).format(&spec)?,
                        _ => value.format(&spec)?,
                    });
                }
                c => out.push(c),
            }
        }
        Ok(out)
    }
}

fallible! {
    /// `text.format(…)`
    fn filled / try_filled [](template: Template) -> String {
        template.fill(&template.text, &mut 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_and_converts() {
        let made = template("{} {1:>4} {name!r} {{}}").int("", 1).text("", "ab").text("name", "x");
        assert_eq!(filled(made), "1   ab 'x' {}");
        let made = template("%05.1f|%-4d|%s|%*d%%")
            .float("", 2.25)
            .int("", 7)
            .text("", "t")
            .int("", 3)
            .int("", 9);
        assert_eq!(percent(made), "002.2|7   |t|  9%");
        assert!(try_filled(template("{}")).is_err());
        assert_eq!(
            percent(template("%(a)s-%(b)03d").mapping().text("a", "x").int("b", 7)),
            "x-007"
        );
        assert!(try_percent(template("%(a)s").int("", 1)).is_err());
        let made = template("%.3d|%6.3i|%06.3d|%#.4x|%-5.2d|")
            .int("", -7)
            .int("", 7)
            .int("", 7)
            .int("", 255)
            .float("", 3.9);
        assert_eq!(percent(made), "-007|   007|000007|0x00ff|03   |");
    }
}
