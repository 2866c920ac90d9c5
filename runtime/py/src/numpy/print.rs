//! `str(a)` and `repr(a)`: columns as wide as the widest number, the middle of large arrays left out.

use std::cell::Cell;
use std::fmt::{self, Formatter};

use crate::show::{Repr, Str};
use crate::slice::Bound;
use crate::truth::Truth;

use super::walk::Dims;
use super::{Array, Element, Kind};

/// What `numpy.set_printoptions` sets.
#[derive(Clone, Copy)]
struct Options {
    precision: usize,
    threshold: usize,
    edge: usize,
    width: usize,
    suppress: bool,
}

thread_local! {
    static OPTIONS: Cell<Options> = const {
        Cell::new(Options { precision: 8, threshold: 1000, edge: 3, width: 75, suppress: false })
    };
}

/// `numpy.set_printoptions`: what is left out stays.
pub fn set_printoptions(
    precision: impl Bound,
    threshold: impl Bound,
    edgeitems: impl Bound,
    linewidth: impl Bound,
    suppress: impl Bound,
) {
    let mut options = OPTIONS.get();
    let take = |place: &mut usize, given: Option<i64>| {
        if let Some(given) = given {
            *place = given.max(0) as usize;
        }
    };
    take(&mut options.precision, precision.bound());
    take(&mut options.threshold, threshold.bound());
    take(&mut options.edge, edgeitems.bound());
    take(&mut options.width, linewidth.bound());
    options.suppress = suppress.bound().map_or(options.suppress, |given| given != 0);
    OPTIONS.set(options);
}

/// The digits that tell a number from all others of its type, with the exponent of the first one.
fn shortest(x: f64, kind: Kind) -> (String, i32) {
    if kind == Kind::Single {
        let text = format!("{:e}", x as f32);
        let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        return (digits.replace(['.', '-'], ""), exponent.parse().unwrap_or(0));
    }
    let text = format!("{x:e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    (digits.replace(['.', '-'], ""), exponent.parse().unwrap_or(0))
}

/// `str` of one float.
pub(super) fn float_text(x: f64, kind: Kind) -> String {
    if kind == Kind::Double || !x.is_finite() || x == 0.0 {
        return crate::show::to_str(&x);
    }
    if (1e-4..1e16).contains(&x.abs()) {
        let (whole, part) = positional(x, kind, usize::MAX);
        let part = if part.is_empty() { "0".to_owned() } else { part };
        return format!("{whole}.{part}");
    }
    let (digits, exponent) = shortest(x, kind);
    let sign = if x < 0.0 { "-" } else { "" };
    let (first, rest) = digits.split_at(1);
    let point = if rest.is_empty() { "" } else { "." };
    format!(
        "{sign}{first}{point}{rest}e{}{:02}",
        if exponent < 0 { '-' } else { '+' },
        exponent.abs()
    )
}

/// The digits before and behind the point, of these as many as are needed and no more than are asked for.
fn positional(x: f64, kind: Kind, precision: usize) -> (String, String) {
    let (digits, exponent) = shortest(x, kind);
    let places = (digits.len() as i32 - 1 - exponent).max(0) as usize;
    let text = if places > precision {
        format!("{x:.precision$}")
    } else {
        let sign = if x.is_sign_negative() { "-" } else { "" };
        let point = exponent + 1;
        let mut all = digits.clone();
        while (all.len() as i32) < point {
            all.push('0');
        }
        if point <= 0 {
            format!("{sign}0.{}{all}", "0".repeat(-point as usize))
        } else {
            let (whole, part) = all.split_at(point as usize);
            format!("{sign}{whole}.{part}")
        }
    };
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    (whole.to_owned(), part.trim_end_matches('0').to_owned())
}

/// The same with an exponent: first digit, digits behind the point, exponent.
fn scientific(x: f64, kind: Kind, precision: usize) -> (String, String, i32) {
    let (digits, exponent) = shortest(x, kind);
    let text = if digits.len() - 1 > precision {
        format!("{x:.precision$e}")
    } else {
        let sign = if x.is_sign_negative() { "-" } else { "" };
        format!("{sign}{}.{}e{exponent}", &digits[..1], &digits[1..])
    };
    let (number, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    (whole.to_owned(), part.trim_end_matches('0').to_owned(), exponent.parse().unwrap_or(0))
}

/// How the floats of one array are written.
struct Floats {
    kind: Kind,
    exponents: Option<usize>,
    precision: usize,
    left: usize,
    right: usize,
    plus: bool,
}

impl Floats {
    fn of(numbers: &[f64], kind: Kind, plus: bool, options: Options) -> Self {
        let finite: Vec<f64> = numbers.iter().copied().filter(|x| x.is_finite()).collect();
        let sizes = || finite.iter().map(|x| x.abs()).filter(|x| *x != 0.0);
        let (most, least) = (sizes().fold(0.0, f64::max), sizes().fold(f64::INFINITY, f64::min));
        let cutoff = if kind == Kind::Single { 1e6 } else { 1e8 };
        let ratio =
            if kind == Kind::Single { f64::from(most as f32 / least as f32) } else { most / least };
        let scientific_form = most > 0.0
            && (most >= cutoff || !options.suppress && (least < 0.0001 || ratio > 1000.0));
        let signed = |text: &str| text.len() + usize::from(plus && !text.starts_with('-'));
        let mut made =
            Self { kind, exponents: None, precision: options.precision, left: 0, right: 0, plus };
        if finite.is_empty() {
        } else if scientific_form {
            let parts: Vec<_> =
                finite.iter().map(|x| scientific(*x, kind, options.precision)).collect();
            let digits =
                parts.iter().map(|(_, _, e)| e.abs().to_string().len().max(2)).max().unwrap_or(2);
            made.precision = parts.iter().map(|(_, part, _)| part.len()).max().unwrap_or(0);
            made.left = parts.iter().map(|(whole, _, _)| signed(whole)).max().unwrap_or(0);
            made.exponents = Some(digits);
            made.right = digits + 2 + made.precision;
        } else {
            let parts: Vec<_> =
                finite.iter().map(|x| positional(*x, kind, options.precision)).collect();
            made.left = parts.iter().map(|(whole, _)| signed(whole)).max().unwrap_or(0);
            made.right = parts.iter().map(|(_, part)| part.len()).max().unwrap_or(0);
        }
        if finite.len() < numbers.len() {
            let negative = plus || numbers.contains(&f64::NEG_INFINITY);
            made.left = made
                .left
                .max(3usize.saturating_sub(made.right + 1))
                .max((3 + usize::from(negative)).saturating_sub(made.right + 1));
        }
        made
    }

    fn text(&self, x: f64) -> String {
        let plus = if self.plus && !x.is_sign_negative() { "+" } else { "" };
        if x.is_nan() {
            let plus = if self.plus { "+" } else { "" };
            return format!("{:>width$}", format!("{plus}nan"), width = self.left + self.right + 1);
        }
        if x.is_infinite() {
            let sign = if x < 0.0 { "-" } else { plus };
            return format!("{:>width$}", format!("{sign}inf"), width = self.left + self.right + 1);
        }
        if let Some(size) = self.exponents {
            let (whole, part, exponent) = scientific(x, self.kind, self.precision);
            let sign = if exponent < 0 { '-' } else { '+' };
            return format!(
                "{:>left$}.{part:0<precision$}e{sign}{:0>size$}",
                format!("{plus}{whole}"),
                exponent.abs(),
                left = self.left,
                precision = self.precision
            );
        }
        let (whole, part) = positional(x, self.kind, self.precision);
        format!(
            "{:>left$}.{part:<right$}",
            format!("{plus}{whole}"),
            left = self.left,
            right = self.right
        )
    }
}

/// The texts of the numbers of an array, all of one width.
fn words<T: Element>(numbers: &[T], options: Options) -> Vec<String> {
    match T::kind() {
        Kind::Bool => {
            numbers.iter().map(|x| format!("{:>5}", x.text()).replace(" False", "False")).collect()
        }
        Kind::Integer => {
            let all: Vec<String> = numbers.iter().map(|x| x.text()).collect();
            let width = all.iter().map(String::len).max().unwrap_or(0);
            all.into_iter().map(|text| format!("{text:>width$}")).collect()
        }
        Kind::Single | Kind::Double => {
            let all: Vec<f64> = numbers.iter().map(|x| x.parts().0).collect();
            let form = Floats::of(&all, T::kind(), false, options);
            all.into_iter().map(|x| form.text(x)).collect()
        }
        Kind::Complex => {
            let (re, im): (Vec<f64>, Vec<f64>) = numbers.iter().map(|x| x.parts()).unzip();
            let forms = (
                Floats::of(&re, Kind::Double, false, options),
                Floats::of(&im, Kind::Double, true, options),
            );
            re.into_iter()
                .zip(im)
                .map(|(x, y)| {
                    let imaginary = forms.1.text(y);
                    let digits = imaginary.trim_end().len();
                    format!("{}{}j{}", forms.0.text(x), &imaginary[..digits], &imaginary[digits..])
                })
                .collect()
        }
    }
}

/// An array that is being written.
struct Page {
    words: Vec<String>,
    shape: Dims<usize>,
    /// The whole array's shape.
    full: Dims<usize>,
    summary: bool,
    edge: usize,
    separator: &'static str,
}

impl Page {
    fn extend(text: &mut String, line: &mut String, word: &str, width: usize, indent: &str) {
        if line.len() + word.len() > width && line.len() > indent.len() {
            text.push_str(line.trim_end());
            text.push('\n');
            indent.clone_into(line);
        }
        line.push_str(word);
    }

    /// The part of the array from a place on, along an axis.
    fn part(&self, axis: usize, from: usize, indent: &str, width: usize) -> String {
        if axis == self.shape.len() {
            return self.words[from].clone();
        }
        let inner = format!("{indent} ");
        let step: usize = self.shape[axis + 1..].iter().product();
        let left_out = self.summary && 2 * self.edge < self.full[axis];
        let count = self.shape[axis];
        let mut text = String::new();
        if axis + 1 == self.shape.len() {
            let room = width.saturating_sub(self.separator.trim_end().len().max(1));
            let mut line = indent.to_owned();
            for i in 0..count {
                if left_out && i == self.edge {
                    Self::extend(&mut text, &mut line, "...", room, indent);
                    line.push_str(self.separator);
                }
                Self::extend(&mut text, &mut line, &self.words[from + i], room, indent);
                if i + 1 < count {
                    line.push_str(self.separator);
                }
            }
            text.push_str(&line);
        } else {
            let end = format!(
                "{}{}",
                self.separator.trim_end(),
                "\n".repeat(self.shape.len() - axis - 1)
            );
            for i in 0..count {
                if left_out && i == self.edge {
                    text.push_str(indent);
                    text.push_str("...");
                    text.push_str(&end);
                }
                text.push_str(indent);
                text.push_str(&self.part(
                    axis + 1,
                    from + i * step,
                    &inner,
                    width.saturating_sub(1),
                ));
                if i + 1 < count {
                    text.push_str(&end);
                }
            }
        }
        format!("[{}]", text.get(indent.len()..).unwrap_or(""))
    }
}

/// An array as text.
fn text<T: Element>(a: &Array<T>, separator: &'static str, prefix: usize, suffix: usize) -> String {
    let options = OPTIONS.get();
    if a.count() == 0 {
        return "[]".to_owned();
    }
    let summary = a.count() > options.threshold;
    let shown = if summary { edges(a, options.edge) } else { a.clone() };
    if a.shape.is_empty() {
        return words(&shown.to_vec(), options)[0].trim().to_owned();
    }
    let page = Page {
        words: words(&shown.to_vec(), options),
        shape: shown.shape,
        full: a.shape,
        summary,
        edge: options.edge,
        separator,
    };
    page.part(0, 0, &" ".repeat(prefix + 1), options.width.saturating_sub(suffix))
}

/// The first and last numbers along each axis.
fn edges<T: Element>(a: &Array<T>, edge: usize) -> Array<T> {
    (0..a.shape.len()).fold(a.clone(), |a, axis| {
        let size = a.shape[axis];
        if size <= 2 * edge {
            return a;
        }
        let shape = a.shape.with(axis, edge);
        let behind = a.at.wrapping_add_signed(a.strides[axis] * (size - edge) as isize);
        super::concatenate(
            &[a.view(a.at, shape, a.strides), a.view(behind, shape, a.strides)],
            axis as i64,
        )
    })
}

impl<T: Element> Repr for Array<T> {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut shown = format!("array({}", text(self, ", ", 6, 1));
        let mut more = Vec::new();
        let shape = || {
            let all: Vec<String> = self.shape.iter().map(usize::to_string).collect();
            if all.len() == 1 {
                format!("shape=({},)", all[0])
            } else {
                format!("shape=({})", all.join(", "))
            }
        };
        if self.count() == 0 && *self.shape != [0] || self.count() > OPTIONS.get().threshold {
            more.push(shape());
        }
        if !["float64", "int64", "bool", "complex128"].contains(&T::NAME) || self.count() == 0 {
            more.push(format!("dtype={}", T::NAME));
        }
        if more.is_empty() {
            return write!(f, "{shown})");
        }
        shown.push(',');
        let more = more.join(", ") + ")";
        let last = shown.len() - shown.rfind('\n').map_or(0, |at| at + 1);
        let spacer = if last + more.len() + 1 > OPTIONS.get().width { "\n      " } else { " " };
        f.write_str(&shown)?;
        f.write_str(spacer)?;
        f.write_str(&more)
    }
}

impl<T: Element> Str for Array<T> {
    fn fmt_str(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.shape.is_empty() {
            return f.write_str(&self.only().text());
        }
        f.write_str(&text(self, " ", 0, 0))
    }
}

impl<T: Element> Truth for Array<T> {
    fn test(&self) -> bool {
        super::truth(self)
    }
}

/// `numpy.array2string(a, separator=…)`, with the array's own columns
pub fn array2string<T: Element>(a: &Array<T>, separator: &str) -> String {
    text(a, if separator == ", " { ", " } else { " " }, 0, 0)
}
