//! The builtin functions that no type owns.

use crate::exception::{stop_iteration, value_error};
use crate::integer::Integer;
use crate::key::Key;
use crate::truth::Truth;

mod extremes;
pub use extremes::*;

pub use crate::key::hash;
pub use crate::show::{ascii, to_repr as repr, to_str as str};

/// What `len` measures.
pub trait Len {
    /// The number of items.
    fn length(&self) -> usize;
}

#[cfg(feature = "numpy")]
impl<T: crate::numpy::Element> Len for crate::numpy::Array<T> {
    fn length(&self) -> usize {
        crate::numpy::len(self) as usize
    }
}

impl<T> Len for [T] {
    fn length(&self) -> usize {
        self.len()
    }
}

impl<T> Len for Vec<T> {
    fn length(&self) -> usize {
        self.len()
    }
}

impl<T> Len for std::collections::VecDeque<T> {
    fn length(&self) -> usize {
        self.len()
    }
}

impl<T> Len for crate::set::Set<T> {
    fn length(&self) -> usize {
        self.len()
    }
}

impl<T> Len for crate::deque::Bounded<T> {
    fn length(&self) -> usize {
        self.items().len()
    }
}

impl<K, V> Len for crate::dict::Dict<K, V> {
    fn length(&self) -> usize {
        self.len()
    }
}

impl Len for str {
    fn length(&self) -> usize {
        crate::str::length(self)
    }
}

impl<T: Len + ?Sized> Len for std::cell::Ref<'_, T> {
    fn length(&self) -> usize {
        (**self).length()
    }
}

impl<T: Len + ?Sized> Len for &T {
    fn length(&self) -> usize {
        (**self).length()
    }
}

impl<C: Len> Len for crate::shared::Shared<C> {
    fn length(&self) -> usize {
        self.borrow().length()
    }
}

impl Len for String {
    fn length(&self) -> usize {
        crate::str::length(self)
    }
}

impl Len for crate::range::Range {
    fn length(&self) -> usize {
        self.len()
    }
}

/// `del name` of what does something when it goes
pub fn dropped<T>(_: T) {}

/// `len(value)`
pub fn len<T: Len + ?Sized>(value: &T) -> i64 {
    value.length() as i64
}

fallible! {
    /// `next(items)`
    fn next / try_next [T](items: &mut (impl Iterator<Item = T> + ?Sized)) -> T {
        items.next().ok_or_else(stop_iteration)
    }

    /// `zip(a, b, strict=True)`
    fn zip_strict / try_zip_strict [A, B](a: impl IntoIterator<Item = A>, b: impl IntoIterator<Item = B>) -> Vec<(A, B)> {
        let (mut a, mut b) = (a.into_iter(), b.into_iter());
        let mut pairs = Vec::new();
        loop {
            match (a.next(), b.next()) {
                (Some(x), Some(y)) => pairs.push((x, y)),
                (None, None) => return Ok(pairs),
                (Some(_), None) => return Err(value_error("zip() argument 2 is shorter than argument 1")),
                (None, Some(_)) => return Err(value_error("zip() argument 2 is longer than argument 1")),
            }
        }
    }
}

/// `next(items, default)`
pub fn next_or<T>(items: &mut (impl Iterator<Item = T> + ?Sized), default: T) -> T {
    items.next().unwrap_or(default)
}

/// `sum(items, start)` of integers
#[track_caller]
pub fn sum<N: Integer>(items: impl IntoIterator<Item = impl Integer>, start: impl Integer) -> N {
    let mut small = 0i64;
    let mut big = start.into_int();
    for item in items {
        match item.to_i64().and_then(|value| small.checked_add(value)) {
            Some(sum) => small = sum,
            None => {
                big += small;
                big += &item.into_int();
                small = 0;
            }
        }
    }
    N::from_int(big + small)
}

/// `sum(items)` of bools: how many are true
pub fn sum_bools(items: impl IntoIterator<Item = bool>) -> i64 {
    items.into_iter().filter(|item| *item).count() as i64
}

/// `sum(items, start)` of floats, left to right
pub fn sum_floats(items: impl IntoIterator<Item = f64>, start: f64) -> f64 {
    items.into_iter().fold(start, |sum, item| sum + item)
}

/// `sum(items)` of floats: `-0.0` where there are none, which stands for the integer 0
pub fn sum_or_zero(items: impl IntoIterator<Item = f64>) -> f64 {
    let mut items = items.into_iter();
    match items.next() {
        Some(first) => items.fold(0.0 + first, |sum, item| sum + item),
        None => -0.0,
    }
}

/// The text of what `sum_or_zero` gives
pub fn sum_text(sum: f64) -> String {
    if sum == 0.0 && sum.is_sign_negative() { "0".to_owned() } else { str(&sum) }
}

/// `sum(lists, [])`
pub fn sum_lists<T>(
    items: impl IntoIterator<Item: IntoIterator<Item = T>>,
    start: Vec<T>,
) -> Vec<T> {
    items.into_iter().fold(start, |mut all, items| {
        all.extend(items);
        all
    })
}

/// `any(items)`
pub fn any(items: impl IntoIterator<Item = bool>) -> bool {
    items.into_iter().any(|item| item)
}

/// `all(items)`
pub fn all(items: impl IntoIterator<Item = bool>) -> bool {
    items.into_iter().all(|item| item)
}

/// `sorted(items)`
pub fn sorted<T: PartialOrd>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut list: Vec<T> = items.into_iter().collect();
    crate::sort::sort(&mut list);
    list
}

/// `sorted(items, reverse=True)`
pub fn sorted_reversed<T: PartialOrd>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut list: Vec<T> = items.into_iter().collect();
    crate::sort::reverse_sort(&mut list);
    list
}

/// `sorted(items, reverse=reverse)`
pub fn sorted_in<T: PartialOrd>(items: impl IntoIterator<Item = T>, reverse: bool) -> Vec<T> {
    if reverse { sorted_reversed(items) } else { sorted(items) }
}

/// `sorted(items, key=key, reverse=reverse)`
pub fn sorted_by_key<T: Clone, K: PartialOrd>(
    items: impl IntoIterator<Item = T>,
    key: impl FnMut(T) -> K,
    reverse: bool,
) -> Vec<T> {
    let mut list: Vec<T> = items.into_iter().collect();
    if reverse {
        crate::sort::sort_by_key_reversed(&mut list, key);
    } else {
        crate::sort::sort_by_key(&mut list, key);
    }
    list
}

/// `reversed(items)`
pub fn reversed<T, I: IntoIterator<Item = T>>(items: I) -> impl Iterator<Item = T> + use<T, I>
where
    I::IntoIter: DoubleEndedIterator,
{
    items.into_iter().rev()
}

/// `enumerate(items, start)`
pub fn enumerate<N: Integer, T, I: IntoIterator<Item = T>>(
    items: I,
    start: impl Integer,
) -> impl Iterator<Item = (N, T)> {
    let start = start.clamp_i64();
    items.into_iter().enumerate().map(move |(i, item)| (N::from_i64(start + i as i64), item))
}

/// `zip(a, b)`
pub fn zip<A, B>(
    a: impl IntoIterator<Item = A>,
    b: impl IntoIterator<Item = B>,
) -> impl Iterator<Item = (A, B)> {
    a.into_iter().zip(b)
}

/// `zip(a)`
pub fn zip1<A>(a: impl IntoIterator<Item = A>) -> impl Iterator<Item = (A,)> {
    a.into_iter().map(|a| (a,))
}

/// `zip(a, b, c)`
pub fn zip3<A, B, C>(
    a: impl IntoIterator<Item = A>,
    b: impl IntoIterator<Item = B>,
    c: impl IntoIterator<Item = C>,
) -> impl Iterator<Item = (A, B, C)> {
    a.into_iter().zip(b).zip(c).map(|((a, b), c)| (a, b, c))
}

/// `zip(a, b, c, d)`
pub fn zip4<A, B, C, D>(
    a: impl IntoIterator<Item = A>,
    b: impl IntoIterator<Item = B>,
    c: impl IntoIterator<Item = C>,
    d: impl IntoIterator<Item = D>,
) -> impl Iterator<Item = (A, B, C, D)> {
    zip3(a, b, c).zip(d).map(|((a, b, c), d)| (a, b, c, d))
}

/// `zip(*rows)` of lists of one type
pub fn zip_rows<R: IntoIterator>(
    rows: impl IntoIterator<Item = R>,
) -> impl Iterator<Item = Vec<R::Item>> {
    let mut rows: Vec<R::IntoIter> = rows.into_iter().map(R::into_iter).collect();
    // One iterator may stand for several rows.
    std::iter::from_fn(move || {
        if rows.is_empty() { None } else { rows.iter_mut().map(Iterator::next).collect() }
    })
}

/// `map(function, items)`
pub fn map<T, R>(
    function: impl FnMut(T) -> R,
    items: impl IntoIterator<Item = T>,
) -> impl Iterator<Item = R> {
    items.into_iter().map(function)
}

/// `map(function, a, b)`
pub fn map2<A, B, R>(
    mut function: impl FnMut(A, B) -> R,
    a: impl IntoIterator<Item = A>,
    b: impl IntoIterator<Item = B>,
) -> impl Iterator<Item = R> {
    a.into_iter().zip(b).map(move |(a, b)| function(a, b))
}

/// `map(function, a, b, c)`
pub fn map3<A, B, C, R>(
    mut function: impl FnMut(A, B, C) -> R,
    a: impl IntoIterator<Item = A>,
    b: impl IntoIterator<Item = B>,
    c: impl IntoIterator<Item = C>,
) -> impl Iterator<Item = R> {
    a.into_iter().zip(b).zip(c).map(move |((a, b), c)| function(a, b, c))
}

/// `filter(function, items)`
pub fn filter<T: Clone>(
    mut function: impl FnMut(T) -> bool,
    items: impl IntoIterator<Item = T>,
) -> impl Iterator<Item = T> {
    items.into_iter().filter(move |item| function(item.clone()))
}

/// `abs(x)` of a float
pub fn abs_float(x: f64) -> f64 {
    x.abs()
}

/// `id(value)` of a value that is told apart by what it is
pub fn id<T: Key + ?Sized>(value: &T) -> i64 {
    value.quick() as i64 & i64::MAX
}

/// `iter(items)`
pub fn iter<T, I: IntoIterator<Item = T>>(items: I) -> I::IntoIter {
    items.into_iter()
}

/// `iter(function, sentinel)`
pub fn iter_until<T: PartialEq>(
    mut function: impl FnMut() -> T,
    sentinel: T,
) -> impl Iterator<Item = T> {
    std::iter::from_fn(move || Some(function()).filter(|item| *item != sentinel))
}

/// `a is b` of values that are told apart by what they are
pub fn identical<T: PartialEq + ?Sized>(a: &T, b: &T) -> bool {
    std::ptr::eq(a, b) || a == b
}

/// `sorted(items, key=None, reverse=reverse)`
pub fn sorted_in_order<T: PartialOrd>(
    items: impl IntoIterator<Item = T>,
    (): (),
    reverse: bool,
) -> Vec<T> {
    sorted_in(items, reverse)
}

/// `next(items, None)`
pub fn next_or_none<T>(items: &mut (impl Iterator<Item = T> + ?Sized), (): ()) -> Option<T> {
    items.next()
}

/// `filter(None, items)`
pub fn filter_true<T: Truth>(
    (): (),
    items: impl IntoIterator<Item = T>,
) -> impl Iterator<Item = T> {
    items.into_iter().filter(Truth::test)
}

fallible! {
    /// `zip(a, b, strict=strict)`
    fn zip_strict_if / try_zip_strict_if [A, B](a: impl IntoIterator<Item = A>, b: impl IntoIterator<Item = B>, strict: bool) -> Vec<(A, B)> {
        if strict { try_zip_strict(a, b) } else { Ok(a.into_iter().zip(b).collect()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Int;

    #[test]
    fn sums_are_exact() {
        assert_eq!(sum::<Int>([i64::MAX, 1, 1], 0).to_string(), "9223372036854775809");
        assert_eq!(sum::<i64>([i64::MAX, 1, -5], 0), i64::MAX - 4);
        assert_eq!(
            try_max(Vec::<i64>::new()).unwrap_err().message(),
            "max() arg is an empty sequence"
        );
        assert_eq!(max_by_key(["bb", "aa", "c"], |s| s.len()), "bb");
        assert_eq!(sorted_by_key([3, 1, 2], |x| -x, false), [3, 2, 1]);
    }
}
