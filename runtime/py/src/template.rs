//! Formats that are only known at run time: `text.format(…)` and `text % values`.

use crate::any::Any;
use crate::exception::{Exception, Result, index_error, type_error, value_error};
use crate::float;
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

    /// `text % values`
    fn percent / try_percent [](template: Template) -> String {
        let mut out = String::new();
        let mut next = 0;
        let mut named = false;
        let mut rest = template.text.as_str();
        while let Some(start) = rest.find('%') {
            out.push_str(&rest[..start]);
            rest = &rest[start + 1..];
            if let Some(after) = rest.strip_prefix('%') {
                out.push('%');
                rest = after;
                continue;
            }
            let mut name = "";
            if let Some((inside, after)) = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
                (name, rest, named) = (inside, after, true);
            }
            let end = rest.find(|c: char| !"-+ #0".contains(c)).unwrap_or(rest.len());
            let flags = &rest[..end];
            rest = &rest[end..];
            let width = amount(&template, &mut rest, &mut next)?;
            let precision = match rest.strip_prefix('.') {
                Some(after) => {
                    rest = after;
                    Some(amount(&template, &mut rest, &mut next)?.unwrap_or(0))
                }
                None => None,
            };
            let Some(kind) = rest.chars().next() else { return Err(value_error("incomplete format")) };
            rest = &rest[kind.len_utf8()..];
            if named && !template.mapping {
                return Err(type_error("format requires a mapping"));
            }
            let value = if name.is_empty() { take(&template, &mut next)? } else { template.find(name, &mut 0)? };
            out.push_str(&one(value, kind, flags, width, precision)?);
        }
        if !template.mapping && !named && next < template.values.len() {
            return Err(type_error("not all arguments converted during string formatting"));
        }
        Ok(out + rest)
    }
}

fn take<'a>(template: &'a Template, next: &mut usize) -> Result<&'a Value> {
    *next += 1;
    let value = template.values.get(*next - 1).map(|value| &value.1);
    value.ok_or_else(|| type_error("not enough arguments for format string"))
}

/// A width or precision: digits, or `*` for a value.
fn amount(template: &Template, rest: &mut &str, next: &mut usize) -> Result<Option<i64>> {
    if let Some(after) = rest.strip_prefix('*') {
        *rest = after;
        return match take(template, next)? {
            Value::Int(n) => Ok(Some(n.clamp_i64())),
            _ => Err(type_error("* wants int")),
        };
    }
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let digits = &rest[..end];
    *rest = &rest[end..];
    Ok(digits.parse().ok())
}

fn wrong(kind: char, value: &Value, wanted: &str) -> Exception {
    let class = match value {
        Value::Text(_) => "str",
        Value::Float(_) => "float",
        Value::Any(value) => value.type_name(),
        _ => "object",
    };
    type_error(format!("%{kind} format: {wanted} is required, not {class}"))
}

/// One value as a conversion shows it.
fn one(
    value: &Value,
    kind: char,
    flags: &str,
    width: Option<i64>,
    precision: Option<i64>,
) -> Result<String> {
    let left = flags.contains('-') || width.is_some_and(|width| width < 0);
    let size = width.map(i64::unsigned_abs);
    let shown_width = size.map(|size| size.to_string()).unwrap_or_default();
    let places = precision.map(|digits| format!(".{digits}")).unwrap_or_default();
    let sign = if flags.contains('+') {
        "+"
    } else if flags.contains(' ') {
        " "
    } else {
        ""
    };
    let alternate = if flags.contains('#') { "#" } else { "" };
    let zero = if flags.contains('0') && !left { "0" } else { "" };
    let side = if left { "<" } else { "" };
    let number = |kind: char, places: &str| {
        format!("{side}{sign}{alternate}{zero}{shown_width}{places}{kind}")
    };
    match kind {
        's' | 'r' | 'a' => {
            let text = if kind == 's' { value.str() } else { value.repr() };
            Value::Text(text)
                .format(&format!("{}{shown_width}{places}", if left { "<" } else { ">" }))
        }
        'c' => {
            let text = match value {
                Value::Int(n) => crate::integer::try_chr(n.clone())?,
                Value::Text(text) if text.chars().nth(1).is_none() && !text.is_empty() => {
                    text.clone()
                }
                _ => return Err(type_error("%c requires int or char")),
            };
            Value::Text(text).format(&format!("{}{shown_width}", if left { "<" } else { ">" }))
        }
        'd' | 'i' | 'u' | 'x' | 'X' | 'o' => {
            let whole = match value {
                Value::Int(n) => n.clone(),
                Value::Bool(b) => Int::from(*b),
                Value::Float(x) if "diu".contains(kind) => float::try_to_int(*x)?,
                other => {
                    let wanted = if "diu".contains(kind) { "a real number" } else { "an integer" };
                    return Err(wrong(kind, other, wanted));
                }
            };
            let kind = if "iu".contains(kind) { 'd' } else { kind };
            let Some(digits) = precision else {
                return Value::Int(whole).format(&number(kind, ""));
            };
            let text = Value::Int(whole).format(&format!("{sign}{alternate}{kind}"))?;
            let head = text.find(|c: char| c.is_ascii_hexdigit()).unwrap_or(0);
            let head = if alternate.is_empty() || kind == 'd' { head } else { head + 2 };
            let wanted = if zero.is_empty() { 0 } else { size.unwrap_or(0) as usize };
            let wanted = wanted.saturating_sub(head).max(digits.unsigned_abs() as usize);
            let text = format!("{}{:0>wanted$}", &text[..head], &text[head..]);
            Value::Text(text).format(&format!("{}{shown_width}", if left { "<" } else { ">" }))
        }
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
            let x = match value {
                Value::Int(n) => n.to_f64(),
                Value::Bool(b) => f64::from(u8::from(*b)),
                Value::Float(x) => *x,
                Value::Any(value) => {
                    return Err(type_error(format!(
                        "must be real number, not {}",
                        value.type_name()
                    )));
                }
                _ => return Err(type_error("must be real number, not str")),
            };
            Value::Float(x).format(&number(kind, &places))
        }
        other => Err(value_error(format!(
            "unsupported format character '{other}' ({:#x})",
            u32::from(other)
        ))),
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
