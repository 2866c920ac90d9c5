//! `repr` of values whose Rust type does not tell the Python type: a tuple of any length is stored as a list, a frozenset as a set, a Counter as a dict.
//!
//! A shape is a text: `.` anything that shows itself, `l` list, `t` tuple of any length, `s` set, `f` frozenset, `q` deque, each before the shape of its
//! items; `d` dict, `c` Counter, `o` OrderedDict before the shapes of key and value; `D(name)` defaultdict of a factory; `?` before what may be None;
//! `(…)` a tuple with the shapes of its items; `N(Name,field,…)` before them for a named tuple.

use std::cell::RefCell;
use std::fmt::{self, Formatter};
use std::rc::Rc;

use crate::show::{Repr, Shown};

/// What a container is.
pub(crate) enum Shape {
    Leaf,
    Option(Rc<Shape>),
    List(Rc<Shape>),
    Tuple(Rc<Shape>),
    Set(Rc<Shape>),
    FrozenSet(Rc<Shape>),
    Deque(Rc<Shape>),
    Dict(Rc<Shape>, Rc<Shape>),
    Counter(Rc<Shape>, Rc<Shape>),
    OrderedDict(Rc<Shape>, Rc<Shape>),
    DefaultDict(String, Rc<Shape>, Rc<Shape>),
    Fixed(Vec<Rc<Shape>>),
    Named(Vec<String>, Vec<Rc<Shape>>),
}

thread_local! {
    /// The shape of the value that is shown next.
    static NEXT: RefCell<Option<Rc<Shape>>> = const { RefCell::new(None) };
}

/// The shape of this value; its items are told theirs by `with`.
pub(crate) fn take() -> Option<Rc<Shape>> {
    NEXT.with_borrow_mut(Option::take)
}

/// Shows an item of a known shape.
pub(crate) fn with<T: Repr + ?Sized>(
    shape: &Rc<Shape>,
    item: &T,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    let own = match &**shape {
        Shape::Leaf => None,
        Shape::Option(inner) => Some(Rc::clone(inner)),
        _ => Some(Rc::clone(shape)),
    };
    NEXT.set(own);
    let outcome = item.fmt_repr(f);
    NEXT.set(None);
    outcome
}

/// Shows items of one shape between brackets.
pub(crate) fn items<'a, T: Repr + 'a>(
    shape: &Rc<Shape>,
    values: impl Iterator<Item = &'a T>,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    let (open, close, inner) = match &**shape {
        Shape::Tuple(inner) => ("(", ")", inner),
        Shape::Set(inner) => ("{", "}", inner),
        Shape::FrozenSet(inner) => ("frozenset({", "})", inner),
        Shape::Deque(inner) => ("deque([", "])", inner),
        Shape::List(inner) => ("[", "]", inner),
        _ => ("[", "]", shape),
    };
    let mut count = 0;
    for value in values {
        f.write_str(if count == 0 { open } else { ", " })?;
        with(inner, value, f)?;
        count += 1;
    }
    match (count, &**shape) {
        (0, Shape::Set(_)) => f.write_str("set()"),
        (0, Shape::FrozenSet(_)) => f.write_str("frozenset()"),
        (0, _) => write!(f, "{open}{close}"),
        (1, Shape::Tuple(_)) => f.write_str(",)"),
        _ => f.write_str(close),
    }
}

/// Shows the entries of a dict of any kind.
pub(crate) fn entries<'a, K: Repr + 'a, V: Repr + 'a>(
    shape: &Rc<Shape>,
    pairs: impl Iterator<Item = (&'a K, &'a V)>,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    let leaf = Rc::new(Shape::Leaf);
    let (key, value) = match &**shape {
        Shape::Dict(key, value)
        | Shape::Counter(key, value)
        | Shape::OrderedDict(key, value)
        | Shape::DefaultDict(_, key, value) => (key, value),
        _ => (&leaf, &leaf),
    };
    let mut pairs: Vec<(&K, &V)> = pairs.collect();
    if matches!(&**shape, Shape::Counter(..)) {
        // the most common first
        pairs.sort_by_key(|(_, count)| {
            std::cmp::Reverse(crate::show::to_repr(*count).parse::<i128>().unwrap_or(0))
        });
    }
    let ordered = matches!(&**shape, Shape::OrderedDict(..));
    match &**shape {
        Shape::Counter(..) if pairs.is_empty() => return f.write_str("Counter()"),
        Shape::OrderedDict(..) if pairs.is_empty() => return f.write_str("OrderedDict()"),
        Shape::Counter(..) => f.write_str("Counter({")?,
        Shape::OrderedDict(..) => f.write_str("OrderedDict([")?,
        Shape::DefaultDict(factory, ..) => write!(f, "defaultdict({factory}, {{")?,
        _ => f.write_str("{")?,
    }
    for (i, (k, v)) in pairs.into_iter().enumerate() {
        f.write_str(if i > 0 { ", " } else { "" })?;
        f.write_str(if ordered { "(" } else { "" })?;
        with(key, k, f)?;
        f.write_str(if ordered { ", " } else { ": " })?;
        with(value, v, f)?;
        f.write_str(if ordered { ")" } else { "" })?;
    }
    f.write_str(match &**shape {
        Shape::Counter(..) | Shape::DefaultDict(..) => "})",
        Shape::OrderedDict(..) => "])",
        _ => "}",
    })
}

/// Shows the items of a tuple of fixed length.
pub(crate) fn fixed(shape: &Rc<Shape>, values: &[&dyn Repr], f: &mut Formatter<'_>) -> fmt::Result {
    let leaf = Rc::new(Shape::Leaf);
    let (names, shapes): (&[String], &[Rc<Shape>]) = match &**shape {
        Shape::Named(names, shapes) => (names, shapes),
        Shape::Fixed(shapes) => (&[], shapes),
        _ => (&[], &[]),
    };
    write!(f, "{}(", names.first().map_or("", String::as_str))?;
    for (i, value) in values.iter().enumerate() {
        f.write_str(if i > 0 { ", " } else { "" })?;
        if let Some(name) = names.get(i + 1) {
            write!(f, "{name}=")?;
        }
        with(shapes.get(i).unwrap_or(&leaf), *value, f)?;
    }
    f.write_str(if values.len() == 1 && names.is_empty() { ",)" } else { ")" })
}

struct Reader<'a>(std::str::Chars<'a>);

impl Reader<'_> {
    fn name(&mut self) -> String {
        self.0.by_ref().skip_while(|c| *c == '(').take_while(|c| *c != ')').collect()
    }

    fn shape(&mut self) -> Rc<Shape> {
        let kind = self.0.next();
        Rc::new(match kind {
            Some('?') => Shape::Option(self.shape()),
            Some('l') => Shape::List(self.shape()),
            Some('t') => Shape::Tuple(self.shape()),
            Some('s') => Shape::Set(self.shape()),
            Some('f') => Shape::FrozenSet(self.shape()),
            Some('q') => Shape::Deque(self.shape()),
            Some('d') => Shape::Dict(self.shape(), self.shape()),
            Some('c') => Shape::Counter(self.shape(), self.shape()),
            Some('o') => Shape::OrderedDict(self.shape(), self.shape()),
            Some('D') => Shape::DefaultDict(self.name(), self.shape(), self.shape()),
            Some('(') => Shape::Fixed(self.rest()),
            Some('N') => {
                let names: Vec<String> = self.name().split(',').map(str::to_owned).collect();
                let shapes = (1..names.len()).map(|_| self.shape()).collect();
                Shape::Named(names, shapes)
            }
            _ => Shape::Leaf,
        })
    }

    fn rest(&mut self) -> Vec<Rc<Shape>> {
        let mut shapes = Vec::new();
        while !self.0.as_str().is_empty() && !self.0.as_str().starts_with(')') {
            shapes.push(self.shape());
        }
        self.0.next();
        shapes
    }
}

/// `repr(value)` of a value of the given shape.
pub fn shaped<T: Repr + ?Sized>(value: &T, shape: &str) -> String {
    let shape = Reader(shape.chars()).shape();
    Shown(move |f: &mut Formatter<'_>| with(&shape, value, f)).to_string()
}

/// `repr(value)` of a tuple of any length.
pub fn tuple_repr<T: Repr>(value: &[T]) -> String {
    shaped(value, "t.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dict, Set};

    #[test]
    fn shows_what_the_shape_says() {
        let rows = vec![vec![1i64, 2], vec![3]];
        assert_eq!(shaped(&rows, "lt."), "[(1, 2), (3,)]");
        assert_eq!(tuple_repr::<i64>(&[]), "()");
        let counts = Dict::from([("a".to_owned(), 2i64)]);
        assert_eq!(shaped(&counts, "c.."), "Counter({'a': 2})");
        assert_eq!(shaped(&(counts, 1i64), "(d..?.)"), "({'a': 2}, 1)");
        let set: Set<i64> = [1].into_iter().collect();
        assert_eq!(shaped(&Some(set), "?f."), "frozenset({1})");
        assert_eq!(shaped(&(1i64, 2i64), "N(Point,x,y).."), "Point(x=1, y=2)");
        let grouped = Dict::from([(1i64, vec![2i64])]);
        assert_eq!(
            shaped(&grouped, "D(<class 'list'>).l.").to_string(),
            "defaultdict(<class 'list'>, {1: [2]})"
        );
    }
}
