//! `json`

use std::borrow::Cow;
use std::fmt::Write;

use crate::any::Any;
use crate::dict::Dict;
use crate::exception::{Exception, Result, type_error, value_error};
use crate::int::Int;
use crate::integer::Integer;
use crate::shared::Shared;

mod read;
pub use read::*;

/// How `dumps` lays out.
pub struct Style {
    indent: Option<String>,
    sort_keys: bool,
    ascii: bool,
    /// Between items, and behind keys.
    between: String,
    after_key: String,
}

impl Style {
    fn plain(sort_keys: bool, ascii: bool) -> Self {
        Self {
            indent: None,
            sort_keys,
            ascii,
            between: ", ".to_owned(),
            after_key: ": ".to_owned(),
        }
    }
}

/// Values that `dumps` takes.
pub trait Json {
    /// Writes the value at a depth.
    fn write(&self, out: &mut String, style: &Style, depth: usize) -> Result<()>;

    /// The value as the key of an object.
    fn key(&self) -> Result<Cow<'_, str>> {
        Err(type_error("keys must be str, int, float, bool or None"))
    }

    /// Where a key that is a number stands among others.
    fn rank(&self) -> Option<f64> {
        None
    }
}

fn write_text(text: &str, out: &mut String, style: &Style) {
    out.push('"');
    let mut rest = text;
    let special = |c: char| c < ' ' || c == '"' || c == '\\' || style.ascii && c > '~';
    while let Some(at) = rest.find(special) {
        let (before, behind) = rest.split_at(at);
        out.push_str(before);
        let mut chars = behind.chars();
        match chars.next().unwrap_or_default() {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\x08' => out.push_str("\\b"),
            '\x0c' => out.push_str("\\f"),
            c => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

/// Writes what stands between brackets: one item a line where there is an indent.
fn write_block<I>(
    out: &mut String,
    style: &Style,
    depth: usize,
    brackets: [char; 2],
    items: impl Iterator<Item = I>,
    mut write: impl FnMut(I, &mut String) -> Result<()>,
) -> Result<()> {
    out.push(brackets[0]);
    let line = |out: &mut String, depth: usize| {
        if let Some(indent) = &style.indent {
            out.push('\n');
            out.push_str(&indent.repeat(depth));
        }
    };
    let mut empty = true;
    for item in items {
        if !empty {
            out.push_str(&style.between);
        }
        empty = false;
        line(out, depth + 1);
        write(item, out)?;
    }
    if !empty {
        line(out, depth);
    }
    out.push(brackets[1]);
    Ok(())
}

fn write_list<'a, T: Json + 'a>(
    items: impl IntoIterator<Item = &'a T>,
    out: &mut String,
    style: &Style,
    depth: usize,
) -> Result<()> {
    write_block(out, style, depth, ['[', ']'], items.into_iter(), |item, out| {
        item.write(out, style, depth + 1)
    })
}

fn write_object<K: Json, V: Json>(
    dict: &Dict<K, V>,
    out: &mut String,
    style: &Style,
    depth: usize,
) -> Result<()> {
    let write = |(key, value): (&K, &V), out: &mut String| {
        write_text(&key.key()?, out, style);
        out.push_str(&style.after_key);
        value.write(out, style, depth + 1)
    };
    if style.sort_keys {
        write_block(out, style, depth, ['{', '}'], sorted(dict)?.into_iter(), write)
    } else {
        write_block(out, style, depth, ['{', '}'], dict.iter(), write)
    }
}

/// The entries by their keys: numbers by value, texts by their characters.
fn sorted<K: Json, V>(dict: &Dict<K, V>) -> Result<Vec<(&K, &V)>> {
    let mut ranked = Vec::new();
    for (key, value) in dict.iter() {
        ranked.push((key.rank(), key.key()?, key, value));
    }
    // What the interpreter's sort compares first.
    if let Some(pair) = ranked.windows(2).find(|pair| pair[0].0.is_some() != pair[1].0.is_some()) {
        let [first, second] =
            [&pair[0], &pair[1]].map(|each| if each.0.is_some() { "int" } else { "str" });
        return Err(type_error(format!(
            "'<' not supported between instances of '{second}' and '{first}'"
        )));
    }
    ranked.sort_by(|a, b| {
        a.0.partial_cmp(&b.0).unwrap_or(std::cmp::Ordering::Equal).then_with(|| a.1.cmp(&b.1))
    });
    Ok(ranked.into_iter().map(|(_, _, key, value)| (key, value)).collect())
}

macro_rules! plain {
    ($($kind:ty, $value:ident => $text:expr, $rank:expr;)*) => {
        $(impl Json for $kind {
            fn write(&self, out: &mut String, _: &Style, _: usize) -> Result<()> {
                out.push_str(&self.key()?);
                Ok(())
            }

            fn key(&self) -> Result<Cow<'_, str>> {
                let $value = self;
                Ok(Cow::from($text))
            }

            fn rank(&self) -> Option<f64> {
                let $value = self;
                $rank
            }
        })*
    };
}

plain! {
    (), _x => "null", None;
    bool, x => if *x { "true" } else { "false" }, Some(f64::from(u8::from(*x)));
    i64, x => x.to_string(), Some(*x as f64);
    Int, x => x.to_string(), Some(x.to_f64());
    f64, x => match x {
        x if x.is_nan() => "NaN".to_owned(),
        x if x.is_infinite() => if *x > 0.0 { "Infinity" } else { "-Infinity" }.to_owned(),
        x => crate::float::repr(*x),
    }, Some(*x);
}

impl Json for str {
    fn write(&self, out: &mut String, style: &Style, _: usize) -> Result<()> {
        write_text(self, out, style);
        Ok(())
    }

    fn key(&self) -> Result<Cow<'_, str>> {
        Ok(Cow::from(self))
    }
}

macro_rules! nested {
    ($([$($generics:tt)*] $kind:ty, |$value:ident, $out:ident, $style:ident, $depth:ident| $write:expr;)*) => {
        $(impl<$($generics)*> Json for $kind {
            fn write(&self, $out: &mut String, $style: &Style, $depth: usize) -> Result<()> {
                let $value = self;
                $write
            }
        })*
    };
}

nested! {
    [T: Json] Vec<T>, |x, out, style, depth| write_list(x, out, style, depth);
    [T: Json] [T], |x, out, style, depth| write_list(x, out, style, depth);
    [K: Json, V: Json] Dict<K, V>, |x, out, style, depth| write_object(x, out, style, depth);
    [C: Json] Shared<C>, |x, out, style, depth| x.borrow().write(out, style, depth);
    [C: Json + ?Sized] std::cell::Ref<'_, C>, |x, out, style, depth| (**x).write(out, style, depth);
}

macro_rules! tuples {
    ($(($($part:ident $index:tt)*))*) => {
        $(impl<$($part: Json),*> Json for ($($part,)*) {
            fn write(&self, out: &mut String, style: &Style, depth: usize) -> Result<()> {
                write_list::<&dyn Json>(&[$(&self.$index as &dyn Json),*], out, style, depth)
            }
        })*
    };
}

tuples! {
    (A 0)
    (A 0 B 1)
    (A 0 B 1 C 2)
    (A 0 B 1 C 2 D 3)
    (A 0 B 1 C 2 D 3 E 4)
    (A 0 B 1 C 2 D 3 E 4 F 5)
    (A 0 B 1 C 2 D 3 E 4 F 5 G 6)
    (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7)
}

impl<T: Json> Json for Option<T> {
    fn write(&self, out: &mut String, style: &Style, depth: usize) -> Result<()> {
        match self {
            Some(value) => value.write(out, style, depth),
            None => ().write(out, style, depth),
        }
    }

    fn key(&self) -> Result<Cow<'_, str>> {
        self.as_ref().map_or_else(|| ().key(), Json::key)
    }

    fn rank(&self) -> Option<f64> {
        self.as_ref().and_then(Json::rank)
    }
}

impl Json for String {
    fn write(&self, out: &mut String, style: &Style, depth: usize) -> Result<()> {
        self.as_str().write(out, style, depth)
    }

    fn key(&self) -> Result<Cow<'_, str>> {
        Ok(Cow::from(self))
    }
}

impl<T: Json + ?Sized> Json for &T {
    fn write(&self, out: &mut String, style: &Style, depth: usize) -> Result<()> {
        (**self).write(out, style, depth)
    }

    fn key(&self) -> Result<Cow<'_, str>> {
        (**self).key()
    }

    fn rank(&self) -> Option<f64> {
        (**self).rank()
    }
}

impl Json for Any {
    fn write(&self, out: &mut String, style: &Style, depth: usize) -> Result<()> {
        match self {
            Any::Str(text) => text.write(out, style, depth),
            Any::List(items) => write_list(&*items.borrow(), out, style, depth),
            Any::Tuple(items) => write_list(&**items, out, style, depth),
            Any::Dict(dict) => write_object(&*dict.borrow(), out, style, depth),
            Any::None | Any::Bool(_) | Any::Int(_) | Any::Float(_) => {
                out.push_str(&self.key()?);
                Ok(())
            }
            other => Err(type_error(format!(
                "Object of type {} is not JSON serializable",
                other.type_name()
            ))),
        }
    }

    fn key(&self) -> Result<Cow<'_, str>> {
        match self {
            Any::None => ().key(),
            Any::Bool(value) => value.key(),
            Any::Int(value) => value.key(),
            Any::Float(value) => value.key(),
            Any::Str(text) => text.key(),
            other => Err(type_error(format!(
                "keys must be str, int, float, bool or None, not {}",
                other.type_name()
            ))),
        }
    }

    fn rank(&self) -> Option<f64> {
        match self {
            Any::Bool(value) => value.rank(),
            Any::Int(value) => value.rank(),
            Any::Float(value) => value.rank(),
            _ => None,
        }
    }
}

fn dump<T: Json + ?Sized>(value: &T, style: &Style) -> Result<String> {
    let mut out = String::new();
    value.write(&mut out, style, 0)?;
    Ok(out)
}

/// The value with what `default` gives in place of values that have no form of their own.
pub fn encoded<F: Fn(Any) -> Any>(value: &Any, default: F) -> Any {
    encoded_by(value, &default)
}

fn encoded_by(value: &Any, default: &impl Fn(Any) -> Any) -> Any {
    match value {
        Any::None | Any::Bool(_) | Any::Int(_) | Any::Float(_) | Any::Str(_) => value.clone(),
        Any::List(items) => {
            Any::list(items.borrow().iter().map(|item| encoded_by(item, default)).collect())
        }
        Any::Tuple(items) => {
            Any::list(items.iter().map(|item| encoded_by(item, default)).collect())
        }
        Any::Dict(entries) => Any::dict(
            entries
                .borrow()
                .iter()
                .map(|(key, item)| (key.clone(), encoded_by(item, default)))
                .collect(),
        ),
        other => encoded_by(&default(other.clone()), default),
    }
}

fallible! {
    /// `json.dumps(value, sort_keys=sort_keys, ensure_ascii=ascii)`
    fn dumps / try_dumps [T: Json + ?Sized](value: &T, sort_keys: bool, ascii: bool) -> String {
        dump(value, &Style::plain(sort_keys, ascii))
    }

    /// `json.dumps(value, indent=indent, sort_keys=sort_keys, ensure_ascii=ascii)`
    fn dumps_indented / try_dumps_indented [T: Json + ?Sized](value: &T, indent: impl Integer, sort_keys: bool, ascii: bool) -> String {
        let indent = Some(" ".repeat(usize::try_from(indent.clamp_i64()).unwrap_or(0)));
        dump(value, &Style { indent, between: ",".to_owned(), ..Style::plain(sort_keys, ascii) })
    }

    /// `json.dumps` with separators of its own; `indent` is the text of one level where `lines` says so
    fn dumps_styled / try_dumps_styled [T: Json + ?Sized](value: &T, lines: bool, indent: &str, between: &str, after_key: &str, sort_keys: bool, ascii: bool) -> String {
        let indent = lines.then(|| indent.to_owned());
        let (between, after_key) = (between.to_owned(), after_key.to_owned());
        dump(value, &Style { indent, sort_keys, ascii, between, after_key })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::show::to_repr;

    #[test]
    fn goes_there_and_back() {
        let value = loads(r#" {"a": [1, 2.5, null], "b": "\u00e9\n"} "#);
        assert_eq!(to_repr(&value), "{'a': [1, 2.5, None], 'b': '\u{e9}\\n'}");
        assert_eq!(dumps(&value, false, true), r#"{"a": [1, 2.5, null], "b": "\u00e9\n"}"#);
        assert_eq!(dumps_indented(&vec![1i64, 2], 2, false, true), "[\n  1,\n  2\n]");
        assert_eq!(dumps(&("x", true), false, true), r#"["x", true]"#);
        let wrong = |text| try_loads(text).err().map(|error| error.message()).unwrap_or_default();
        assert_eq!(wrong("[1,"), "Expecting value: line 1 column 4 (char 3)");
        assert_eq!(wrong("1 2"), "Extra data: line 1 column 3 (char 2)");
    }
}
