//! `str()` and `repr()`: the traits behind them and their implementations for the builtin types.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt::{self, Formatter, Write};
use std::rc::Rc;

use crate::{float, shape};

mod sequences;
pub(crate) use sequences::fmt_items;

/// `repr(x)`. A class of the program implements `__repr__`; builtin types write straight to the formatter.
pub trait Repr {
    /// `repr(self)` as a text.
    fn __repr__(&self) -> String {
        Shown(|f: &mut Formatter<'_>| self.fmt_repr(f)).to_string()
    }

    /// Writes a run of items as Python shows what holds them: a list, or `bytes`.
    fn fmt_slice(items: &[Self], f: &mut Formatter<'_>) -> fmt::Result
    where
        Self: Sized,
    {
        f.write_char('[')?;
        fmt_items(items, f)?;
        f.write_char(']')
    }

    /// `repr(self)` of an object whose method needs its handle.
    fn __shared_repr__(_: &Rc<Self>) -> Option<String>
    where
        Self: Sized,
    {
        None
    }

    /// Where the object lies.
    fn place(&self) -> *const () {
        std::ptr::from_ref(self).cast()
    }

    /// Writes `repr(self)`.
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.__repr__())
    }
}

/// `str(x)`. A class of the program implements `__str__`, or nothing where it has only `__repr__`.
pub trait Str: Repr {
    /// `str(self)` as a text, for classes.
    fn __str__(&self) -> String {
        self.__repr__()
    }

    /// `str(self)` of an object whose method needs its handle.
    fn __shared_str__(this: &Rc<Self>) -> Option<String>
    where
        Self: Sized,
    {
        Self::__shared_repr__(this)
    }

    /// Writes `str(self)`.
    fn fmt_str(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.__str__())
    }
}

/// A closure that writes, as something to display.
pub struct Shown<F>(pub F);

impl<F: Fn(&mut Formatter<'_>) -> fmt::Result> fmt::Display for Shown<F> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if f.width().is_none() && f.precision().is_none() {
            return (self.0)(f);
        }
        f.pad(&Plain(&self.0).to_string())
    }
}

/// The same without regard to a width.
struct Plain<'a>(&'a dyn Fn(&mut Formatter<'_>) -> fmt::Result);

impl fmt::Display for Plain<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        (self.0)(f)
    }
}

/// `str(value)` inside a format: writes without an intermediate text.
pub fn str<T: Str + ?Sized>(value: &T) -> impl fmt::Display + '_ {
    Shown(move |f: &mut Formatter<'_>| value.fmt_str(f))
}

/// `repr(value)` inside a format.
pub fn repr<T: Repr + ?Sized>(value: &T) -> impl fmt::Display + '_ {
    Shown(move |f: &mut Formatter<'_>| value.fmt_repr(f))
}

/// `print(repr(value))`
pub fn print_repr<T: Repr + ?Sized>(value: &T) {
    crate::println!("{}", repr(value));
}

/// `print(value)`
pub fn print_str<T: Str + ?Sized>(value: &T) {
    crate::println!("{}", str(value));
}

/// `ascii(value)`
pub fn ascii<T: Repr + ?Sized>(value: &T) -> String {
    let mut text = String::new();
    for c in to_repr(value).chars() {
        if c.is_ascii() {
            text.push(c);
        } else {
            let _ = escape(&mut text, c);
        }
    }
    text
}

/// `str(value)`
pub fn to_str<T: Str + ?Sized>(value: &T) -> String {
    str(value).to_string()
}

/// `repr(value)`
pub fn to_repr<T: Repr + ?Sized>(value: &T) -> String {
    repr(value).to_string()
}

/// The text of an object whose class has none of its own.
pub fn object_repr<T>(object: &T, class: &str) -> String {
    format!("<{class} object at {object:p}>")
}

/// `id(object)`
pub fn address<T: Repr>(object: &T) -> i64 {
    object.place().addr() as i64
}

thread_local! {
    /// The objects whose texts are being made: their addresses, and their types, for a field may lie where its object begins.
    static SHOWN: RefCell<Vec<(*const (), &'static str)>> = const { RefCell::new(Vec::new()) };
}

/// Begins the text of an object that may hold itself; false inside of its own text.
pub fn enter<T: Repr>(object: &T) -> bool {
    let this = (object.place(), std::any::type_name::<T>());
    SHOWN.with_borrow_mut(|shown| {
        let new = !shown.contains(&this);
        if new {
            shown.push(this);
        }
        new
    })
}

/// Ends the text of the object that was entered last.
pub fn leave(text: String) -> String {
    SHOWN.with_borrow_mut(Vec::pop);
    text
}

fn escape(f: &mut impl Write, c: char) -> fmt::Result {
    match c as u32 {
        code @ 0..=0xff => write!(f, "\\x{code:02x}"),
        code @ 0x100..=0xffff => write!(f, "\\u{code:04x}"),
        code => write!(f, "\\U{code:08x}"),
    }
}

/// Does `repr` show the character as it is?
pub(crate) fn is_printable(c: char) -> bool {
    match c {
        ' '..='~' => true,
        '\0'..='\u{a0}' | '\u{ad}' => false,
        // Rust's own escape leaves printable characters alone; it also escapes combining marks, which Python shows
        _ => {
            let mut shown = c.escape_debug();
            shown.next() == Some(c) || is_mark(c)
        }
    }
}

/// Combining marks that `escape_debug` escapes (grapheme extenders).
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{902}' | '\u{93a}' | '\u{93c}' | '\u{93e}'..='\u{94f}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20f0}' | '\u{302a}'..='\u{302f}' | '\u{3099}' | '\u{309a}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}')
}

impl Repr for str {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let quote = if self.contains('\'') && !self.contains('"') { '"' } else { '\'' };
        f.write_char(quote)?;
        for c in self.chars() {
            match c {
                '\n' => f.write_str("\\n")?,
                '\t' => f.write_str("\\t")?,
                '\r' => f.write_str("\\r")?,
                '\\' => f.write_str("\\\\")?,
                c if c == quote => write!(f, "\\{c}")?,
                c if is_printable(c) => f.write_char(c)?,
                c => escape(f, c)?,
            }
        }
        f.write_char(quote)
    }
}

impl Str for str {
    fn fmt_str(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl Repr for String {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.as_str().fmt_repr(f)
    }
}

impl Str for String {
    fn fmt_str(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

/// Writes `b'…'`.
pub(crate) fn fmt_bytes(bytes: &[u8], f: &mut Formatter<'_>) -> fmt::Result {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { b'"' } else { b'\'' };
    write!(f, "b{}", char::from(quote))?;
    for &byte in bytes {
        match byte {
            b'\n' => f.write_str("\\n")?,
            b'\t' => f.write_str("\\t")?,
            b'\r' => f.write_str("\\r")?,
            b'\\' => f.write_str("\\\\")?,
            _ if byte == quote => write!(f, "\\{}", char::from(quote))?,
            b' '..=b'~' => f.write_char(char::from(byte))?,
            _ => write!(f, "\\x{byte:02x}")?,
        }
    }
    f.write_char(char::from(quote))
}

/// Types whose `str` is their `repr`.
macro_rules! same_str {
    ($([$($generics:tt)*] $kind:ty;)*) => {
        $(impl<$($generics)*> $crate::show::Str for $kind {
            fn fmt_str(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::show::Repr::fmt_repr(self, f)
            }
        })*
    };
}
pub(crate) use same_str;

same_str! {
    [] i64;
    [] f64;
    [] bool;
    [] ();
    [] u8;
    [T: Repr] [T];
    [T: Repr, const N: usize] [T; N];
    [T: Repr] Vec<T>;
    [T: Repr] VecDeque<T>;
}

/// An element of `bytes`: the integers of a list are wider.
impl Repr for u8 {
    fn fmt_slice(items: &[Self], f: &mut Formatter<'_>) -> fmt::Result {
        fmt_bytes(items, f)
    }

    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Repr for i64 {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Repr for f64 {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        float::fmt_repr(*self, f)
    }
}

impl Repr for bool {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(if *self { "True" } else { "False" })
    }
}

/// `None` of a function without a result.
impl Repr for () {
    /// `None`, or the empty tuple where a shape says so.
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(if crate::shape::take().is_some() { "()" } else { "None" })
    }
}

impl<T: Repr> Repr for Option<T> {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Some(value) => value.fmt_repr(f),
            None => f.write_str("None"),
        }
    }
}

impl<T: Str> Str for Option<T> {
    fn fmt_str(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Some(value) => value.fmt_str(f),
            None => f.write_str("None"),
        }
    }
}

/// Handles show what they point to.
macro_rules! handles {
    ($($handle:ty)*) => {
        $(
            impl<T: Repr + ?Sized> Repr for $handle {
                fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
                    (**self).fmt_repr(f)
                }
            }

            impl<T: Str + ?Sized> Str for $handle {
                fn fmt_str(&self, f: &mut Formatter<'_>) -> fmt::Result {
                    (**self).fmt_str(f)
                }
            }
        )*
    };
}

handles! { &T &mut T Box<T> std::cell::Ref<'_, T> std::cell::RefMut<'_, T> }

impl<T: Repr> Repr for Rc<T> {
    fn place(&self) -> *const () {
        Rc::as_ptr(self).cast()
    }

    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match T::__shared_repr__(self) {
            Some(text) => f.write_str(&text),
            None => (**self).fmt_repr(f),
        }
    }
}

impl<T: Str> Str for Rc<T> {
    fn fmt_str(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match T::__shared_str__(self) {
            Some(text) => f.write_str(&text),
            None => (**self).fmt_str(f),
        }
    }
}

impl Repr for Rc<str> {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        (**self).fmt_repr(f)
    }
}

impl Str for Rc<str> {
    fn fmt_str(&self, f: &mut Formatter<'_>) -> fmt::Result {
        (**self).fmt_str(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reprs_are_those_of_the_interpreter() {
        assert_eq!(to_repr(&vec![1i64, 2]), "[1, 2]");
        assert_eq!(to_repr(&("a'b", 1.0, true, None::<i64>)), "(\"a'b\", 1.0, True, None)");
        assert_eq!(to_repr(&(1i64,)), "(1,)");
        assert_eq!(to_repr("\u{e9}\n\u{7f}\u{200b}"), "'\u{e9}\\n\\x7f\\u200b'");
        assert_eq!(to_str("a"), "a");
        assert_eq!(format!("{:>5}|", str(&true)), " True|");
    }
}
