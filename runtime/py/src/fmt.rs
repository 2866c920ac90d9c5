//! `format(value, spec)`: the format mini-language of f-strings and `str.format`, and `%`.

use std::cell::Ref;
use std::fmt::{self, Formatter};

use crate::dict::Dict;
use crate::exception::{Result, type_error, value_error};
use crate::int::Int;
use crate::set::Set;
use crate::show::{Repr, to_str};

mod numbers;
mod spec;

#[cfg(feature = "decimal")]
pub(crate) use numbers::assembled;
pub use spec::Spec;

use spec::pad;

/// A value that can be formatted by a spec.
pub trait Format {
    /// `format(self, spec)`
    fn format(&self, spec: &Spec) -> Result<String>;
}

fallible! {
    /// `format(value, spec)`
    fn format / try_format [T: Format + ?Sized](value: &T, spec: &str) -> String {
        value.format(&Spec::parse(spec)?)
    }
}

impl Format for str {
    fn format(&self, spec: &Spec) -> Result<String> {
        spec.only("s", "str")?;
        if spec.sign.is_some() {
            return Err(value_error("Sign not allowed in string format specifier"));
        }
        if spec.alternate {
            return Err(value_error("Alternate form (#) not allowed in string format specifier"));
        }
        if let Some(comma) = spec.grouping {
            return Err(value_error(format!("Cannot specify '{comma}' with 's'.")));
        }
        if spec.align == Some('=') && !spec.zero {
            return Err(value_error("'=' alignment not allowed in string format specifier"));
        }
        let text = match spec.precision {
            Some(most) => crate::str::head(self, most),
            None => self,
        };
        let align = spec.align.filter(|align| *align != '=').unwrap_or('<');
        Ok(pad(text, spec.width, align, spec.fill))
    }
}

impl Format for String {
    fn format(&self, spec: &Spec) -> Result<String> {
        self.as_str().format(spec)
    }
}

impl Format for i64 {
    fn format(&self, spec: &Spec) -> Result<String> {
        numbers::format_int(&Int::new(*self), spec, "int")
    }
}

impl Format for Int {
    fn format(&self, spec: &Spec) -> Result<String> {
        numbers::format_int(self, spec, "int")
    }
}

impl Format for bool {
    fn format(&self, spec: &Spec) -> Result<String> {
        if spec.is_empty() {
            return Ok(to_str(self));
        }
        numbers::format_int(&Int::from(*self), spec, "bool")
    }
}

impl Format for f64 {
    fn format(&self, spec: &Spec) -> Result<String> {
        numbers::format_float(*self, spec)
    }
}

impl<T: Format + ?Sized> Format for &T {
    fn format(&self, spec: &Spec) -> Result<String> {
        (**self).format(spec)
    }
}

impl<T: Format + ?Sized> Format for std::cell::Ref<'_, T> {
    fn format(&self, spec: &Spec) -> Result<String> {
        (**self).format(spec)
    }
}

/// Types that take no spec.
macro_rules! plain {
    ($([$($generics:tt)*] $kind:ty, $name:literal;)*) => {
        $(impl<$($generics)*> Format for $kind {
            fn format(&self, spec: &Spec) -> Result<String> {
                if spec.is_empty() {
                    return Ok(to_str(self));
                }
                Err(type_error(concat!("unsupported format string passed to ", $name, ".__format__")))
            }
        })*
    };
}

plain! {
    [T: Repr] Vec<T>, "list";
    [T: Repr] Set<T>, "set";
    [K: Repr, V: Repr] Dict<K, V>, "dict";
    [] (), "NoneType";
    [A: Repr] (A,), "tuple";
    [A: Repr, B: Repr] (A, B), "tuple";
    [A: Repr, B: Repr, C: Repr] (A, B, C), "tuple";
    [A: Repr, B: Repr, C: Repr, D: Repr] (A, B, C, D), "tuple";
    [C: crate::show::Str] crate::shared::Shared<C>, "list";
    [] crate::exception::Exception, "Exception";
}

impl<T: Format> Format for Option<T> {
    fn format(&self, spec: &Spec) -> Result<String> {
        match self {
            Some(value) => value.format(spec),
            None => ().format(spec),
        }
    }
}

/// A number that follows the format's specification itself.
struct Number<F>(F);

impl<F: Fn(&mut Formatter<'_>) -> fmt::Result> fmt::Display for Number<F> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        (self.0)(f)
    }
}

/// A number inside a compiled format that is not finite.
fn not_finite(x: f64, f: &mut Formatter<'_>) -> fmt::Result {
    f.pad_integral(x >= 0.0 || x.is_nan(), "", if x.is_nan() { "nan" } else { "inf" })
}

/// `{x:.2f}` inside a compiled format: sign, width and precision are the format's.
pub fn real(x: f64) -> impl fmt::Display {
    Number(
        move |f: &mut Formatter<'_>| {
            if x.is_finite() { fmt::Display::fmt(&x, f) } else { not_finite(x, f) }
        },
    )
}

/// A number whose digits are written in groups of three.
pub trait Grouped {
    /// The digits without a sign, and whether there is one.
    fn digits(&self, precision: Option<usize>) -> (String, bool);
}

impl Grouped for i64 {
    fn digits(&self, _precision: Option<usize>) -> (String, bool) {
        (self.unsigned_abs().to_string(), *self < 0)
    }
}

impl Grouped for Int {
    fn digits(&self, _precision: Option<usize>) -> (String, bool) {
        let text = self.to_string();
        match text.strip_prefix('-') {
            Some(digits) => (digits.to_owned(), true),
            None => (text, false),
        }
    }
}

impl<T: Grouped> Grouped for Ref<'_, T> {
    fn digits(&self, precision: Option<usize>) -> (String, bool) {
        (**self).digits(precision)
    }
}

impl Grouped for f64 {
    fn digits(&self, precision: Option<usize>) -> (String, bool) {
        (format!("{:.*}", precision.unwrap_or(6), self.abs()), self.is_sign_negative())
    }
}

/// `{n:,}` inside a compiled format: sign, width and precision are the format's.
pub fn grouped<T: Grouped>(number: &T) -> impl fmt::Display {
    Number(move |f: &mut Formatter<'_>| {
        let (digits, negative) = number.digits(f.precision());
        let whole = digits.find('.').unwrap_or(digits.len());
        let mut text = String::with_capacity(digits.len() + whole / 3);
        for (i, digit) in digits.char_indices() {
            if i > 0 && i < whole && (whole - i).is_multiple_of(3) && digit.is_ascii_digit() {
                text.push(',');
            }
            text.push(digit);
        }
        match digits.as_str() {
            "NaN" => not_finite(f64::NAN, f),
            "inf" => not_finite(if negative { f64::NEG_INFINITY } else { f64::INFINITY }, f),
            _ => f.pad_integral(!negative, "", &text),
        }
    })
}

/// `'%d' % x` of a float: the whole part
#[track_caller]
pub fn percent_whole(x: f64) -> Int {
    crate::float::to_int(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_the_specification_of_a_compiled_format() {
        assert_eq!(
            format!("{:8.2}|{:<8.1}|{:+.0}", real(3.12345), real(-0.0), real(2.5)),
            "    3.12|-0.0    |+2"
        );
        assert_eq!(
            format!(
                "{:06.1}|{:.2}|{:>5.1}",
                real(f64::INFINITY),
                real(f64::NAN),
                real(f64::NEG_INFINITY)
            ),
            "000inf|nan| -inf"
        );
        assert_eq!(
            format!("{}|{:>10}|{}", grouped(&-1234567), grouped(&999), grouped(&100)),
            "-1,234,567|       999|100"
        );
        assert_eq!(
            format!(
                "{:.2}|{:12.1}|{:.0}",
                grouped(&1234.5),
                grouped(&-98765.43),
                grouped(&f64::NAN)
            ),
            "1,234.50|   -98,765.4|nan"
        );
    }

    #[test]
    fn formats_by_spec() {
        let cases: [(&dyn Format, &str, &str); 22] = [
            (&1234567i64, ",", "1,234,567"),
            (&-42i64, "06d", "-00042"),
            (&255i64, "#x", "0xff"),
            (&255i64, "#010b", "0b11111111"),
            (&5i64, "^5", "  5  "),
            (&5i64, "*<4", "5***"),
            (&5i64, "+d", "+5"),
            (&1234i64, "08,", "0,001,234"),
            (&3.24159, ".2f", "3.24"),
            (&3.24159, "8.3f", "   3.242"),
            (&1e10, "g", "1e+10"),
            (&123456.0, "g", "123456"),
            (&1234567.0, "g", "1.23457e+06"),
            (&0.5, "%", "50.000000%"),
            (&0.125, ".1%", "12.5%"),
            (&1234.5, ",.2f", "1,234.50"),
            (&3.0, ".3", "3.0"),
            (&12345.678, ".2e", "1.23e+04"),
            (&f64::NAN, "05", "00nan"),
            (&"abc", ">6.2", "    ab"),
            (&true, "", "True"),
            (&true, "3", "  1"),
        ];
        for (value, spec, text) in cases {
            assert_eq!(try_format(value, spec).unwrap(), text, "{spec}");
        }
        assert_eq!(
            try_format("a", "d").unwrap_err().message(),
            "Unknown format code 'd' for object of type 'str'"
        );
    }
}
