//! Parameters: what `$x`, `${a[i]}`, `${a[@]}` refer to.

use crate::short::Short;
use crate::variables::is_name;

/// What a parameter expansion refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Param {
    /// A variable, positional or special parameter.
    Name(Short),
    /// An element; the subscript is expanded text.
    Element(Short, Short),
    /// An element of an indexed array by its number.
    Item(Short, i64),
    /// `name[@]`, `$@` (with the name `@`).
    All(Short),
    /// `name[*]`, `$*`.
    Star(Short),
    /// No parameter but a text: what `${!ref}` of a nameref is.
    Text(Short),
}

/// `x`, `1`, `?`, `@` …
pub fn param(name: impl AsRef<[u8]>) -> Param {
    match name.as_ref() {
        b"@" => Param::All(Short::from(&b"@"[..])),
        b"*" => Param::Star(Short::from(&b"@"[..])),
        name => Param::Name(name.into()),
    }
}

/// A text in place of a parameter: a variable of the program's own, which `${!name}` looks through.
pub fn text(value: impl AsRef<[u8]>) -> Param {
    Param::Text(value.as_ref().into())
}

/// `name[subscript]`.
pub fn elem(name: impl AsRef<[u8]>, subscript: impl AsRef<[u8]>) -> Param {
    Param::Element(name.as_ref().into(), subscript.as_ref().into())
}

/// `name[number]`.
pub fn item(name: impl AsRef<[u8]>, index: i64) -> Param {
    Param::Item(name.as_ref().into(), index)
}

/// What a subscript can be: a text, or a number of an indexed array.
pub trait Subscript {
    /// The element of that name.
    fn of(self, name: &[u8]) -> Param;
}

impl Subscript for i64 {
    fn of(self, name: &[u8]) -> Param {
        item(name, self)
    }
}

macro_rules! texts {
    ($($type:ty),*) => { $(
        impl Subscript for $type {
            fn of(self, name: &[u8]) -> Param {
                elem(name, self)
            }
        }
    )* };
}
texts!(Vec<u8>, &Vec<u8>, &[u8], &str);

/// `name[subscript]` of either kind.
pub fn element(name: impl AsRef<[u8]>, subscript: impl Subscript) -> Param {
    subscript.of(name.as_ref())
}

/// `name[@]`.
pub fn all(name: impl AsRef<[u8]>) -> Param {
    Param::All(name.as_ref().into())
}

/// `name[*]`.
pub fn star(name: impl AsRef<[u8]>) -> Param {
    Param::Star(name.as_ref().into())
}

impl Param {
    /// The name without subscript.
    pub fn name(&self) -> &[u8] {
        match self {
            Param::Name(name)
            | Param::Element(name, _)
            | Param::Item(name, _)
            | Param::All(name)
            | Param::Star(name)
            | Param::Text(name) => name,
        }
    }

    /// Reads `x`, `x[i]`, `x[@]`, `1`, `@` as indirection and `-v` do.
    pub fn parse(text: &[u8]) -> Option<Param> {
        if let Some(at) = text.iter().position(|&b| b == b'[') {
            let name = &text[..at];
            if !text.ends_with(b"]") || !is_name(name) {
                return None;
            }
            return Some(match &text[at + 1..text.len() - 1] {
                b"@" => all(name),
                b"*" => star(name),
                subscript => elem(name, subscript),
            });
        }
        let special = text.len() == 1 && b"@*?#$!-0_".contains(&text[0]);
        let digits = !text.is_empty() && text.iter().all(u8::is_ascii_digit);
        (special || digits || is_name(text)).then(|| param(text))
    }

    /// The parameter as it is written.
    pub fn text(&self) -> Vec<u8> {
        match self {
            Param::Name(name) | Param::Text(name) => name.to_vec(),
            Param::All(name) | Param::Star(name) if name == b"@" => b"@".to_vec(),
            Param::All(name) => [name, &b"[@]"[..]].concat(),
            Param::Star(name) => [name, &b"[*]"[..]].concat(),
            Param::Element(name, subscript) => [name, &b"["[..], subscript, b"]"].concat(),
            Param::Item(name, index) => [name, format!("[{index}]").as_bytes()].concat(),
        }
    }

    /// With its number as the text of a subscript.
    pub(super) fn spelled(&self) -> Param {
        match self {
            Param::Item(name, index) => elem(name, index.to_string()),
            param => param.clone(),
        }
    }
}
