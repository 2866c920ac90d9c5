//! `text % values`: conversions as C's printf writes them.

use super::{Template, Value};
use crate::exception::{Exception, Result, type_error, value_error};
use crate::float;
use crate::int::Int;
use crate::integer::Integer;

fallible! {
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
