//! `itertools`: lazy, as the originals; what needs all items first collects them.

mod selections;
pub use selections::*;

use crate::integer::Integer;
use crate::slice::Bound;

/// `count(start, step)`
pub fn count<N: Integer>(start: impl Integer, step: impl Integer) -> impl Iterator<Item = N> {
    let step = N::from_int(step.into_int());
    std::iter::successors(Some(N::from_int(start.into_int())), move |value| Some(value.plus(&step)))
}

/// `count(start, step)` of floats
pub fn count_floats(start: f64, step: f64) -> impl Iterator<Item = f64> {
    std::iter::successors(Some(start), move |value| Some(value + step))
}

/// `cycle(items)`
pub fn cycle<T: Clone>(items: impl IntoIterator<Item = T>) -> impl Iterator<Item = T> {
    let mut items = items.into_iter();
    let mut seen: Vec<T> = Vec::new();
    let mut next = 0;
    std::iter::from_fn(move || {
        if let Some(item) = items.next() {
            seen.push(item.clone());
            return Some(item);
        }
        let item = seen.get(next)?.clone();
        next = (next + 1) % seen.len();
        Some(item)
    })
}

/// `repeat(item)`
pub fn repeat<T: Clone>(item: T) -> impl Iterator<Item = T> {
    std::iter::repeat(item)
}

/// `repeat(item, times)`
pub fn repeat_times<T: Clone>(item: T, times: impl Integer) -> impl Iterator<Item = T> {
    std::iter::repeat_n(item, usize::try_from(times.clamp_i64()).unwrap_or(0))
}

/// `chain(a, b)`
pub fn chain<T>(
    a: impl IntoIterator<Item = T>,
    b: impl IntoIterator<Item = T>,
) -> impl Iterator<Item = T> {
    a.into_iter().chain(b)
}

/// `chain(a, b, c)`
pub fn chain3<T>(
    a: impl IntoIterator<Item = T>,
    b: impl IntoIterator<Item = T>,
    c: impl IntoIterator<Item = T>,
) -> impl Iterator<Item = T> {
    a.into_iter().chain(b).chain(c)
}

/// `chain.from_iterable(rows)`
pub fn flatten<T, R: IntoIterator<Item = T>>(
    rows: impl IntoIterator<Item = R>,
) -> impl Iterator<Item = T> {
    rows.into_iter().flatten()
}

/// `islice(items, stop)`
pub fn islice_to<T>(
    items: impl IntoIterator<Item = T>,
    stop: impl Integer,
) -> impl Iterator<Item = T> {
    items.into_iter().take(usize::try_from(stop.clamp_i64()).unwrap_or(0))
}

/// `islice(items, start, stop, step)`
pub fn islice<T>(
    items: impl IntoIterator<Item = T>,
    start: impl Bound,
    stop: impl Bound,
    step: impl Bound,
) -> impl Iterator<Item = T> {
    let place = |bound: Option<i64>, otherwise: usize| {
        bound.and_then(|i| usize::try_from(i).ok()).unwrap_or(otherwise)
    };
    let start = place(start.bound(), 0);
    let stop = place(stop.bound(), usize::MAX);
    let step = place(step.bound(), 1).max(1);
    items.into_iter().take(stop).skip(start).step_by(step)
}

/// `takewhile(test, items)`
pub fn takewhile<T: Clone>(
    mut test: impl FnMut(T) -> bool,
    items: impl IntoIterator<Item = T>,
) -> impl Iterator<Item = T> {
    items.into_iter().take_while(move |item| test(item.clone()))
}

/// `dropwhile(test, items)`
pub fn dropwhile<T: Clone>(
    mut test: impl FnMut(T) -> bool,
    items: impl IntoIterator<Item = T>,
) -> impl Iterator<Item = T> {
    items.into_iter().skip_while(move |item| test(item.clone()))
}

/// `filterfalse(test, items)`
pub fn filterfalse<T: Clone>(
    mut test: impl FnMut(T) -> bool,
    items: impl IntoIterator<Item = T>,
) -> impl Iterator<Item = T> {
    items.into_iter().filter(move |item| !test(item.clone()))
}

/// `starmap(function, pairs)`
pub fn starmap<A, B, R>(
    mut function: impl FnMut(A, B) -> R,
    items: impl IntoIterator<Item = (A, B)>,
) -> impl Iterator<Item = R> {
    items.into_iter().map(move |(a, b)| function(a, b))
}

/// `compress(items, selectors)`
pub fn compress<T>(
    items: impl IntoIterator<Item = T>,
    selectors: impl IntoIterator<Item = bool>,
) -> impl Iterator<Item = T> {
    items.into_iter().zip(selectors).filter_map(|(item, keep)| keep.then_some(item))
}

/// `accumulate(items)` of integers
pub fn accumulate<N: Integer>(
    items: impl IntoIterator<Item = impl Integer>,
) -> impl Iterator<Item = N> {
    items.into_iter().scan(N::default(), |sum, item| {
        *sum = sum.plus(&N::from_int(item.into_int()));
        Some(sum.clone())
    })
}

/// `accumulate(items)` of floats
pub fn accumulate_floats(items: impl IntoIterator<Item = f64>) -> impl Iterator<Item = f64> {
    accumulate_by(items, |a, b| a + b)
}

/// `accumulate(items, function)`
pub fn accumulate_by<T: Clone>(
    items: impl IntoIterator<Item = T>,
    mut function: impl FnMut(T, T) -> T,
) -> impl Iterator<Item = T> {
    let mut last: Option<T> = None;
    items.into_iter().map(move |item| {
        let next = match last.take() {
            Some(sum) => function(sum, item),
            None => item,
        };
        last = Some(next.clone());
        next
    })
}

/// `accumulate(items, function, initial=initial)`
pub fn accumulate_from<T: Clone>(
    items: impl IntoIterator<Item = T>,
    function: impl FnMut(T, T) -> T,
    initial: T,
) -> impl Iterator<Item = T> {
    accumulate_by(std::iter::once(initial).chain(items), function)
}

/// `pairwise(items)`
pub fn pairwise<T: Clone>(items: impl IntoIterator<Item = T>) -> impl Iterator<Item = (T, T)> {
    let mut items = items.into_iter();
    let mut last = items.next();
    items.filter_map(move |item| {
        let before = last.replace(item.clone())?;
        Some((before, item))
    })
}

/// `groupby(items)`; each group is a list
pub fn groupby<T: Clone + PartialEq>(
    items: impl IntoIterator<Item = T>,
) -> impl Iterator<Item = (T, Vec<T>)> {
    groupby_key(items, |item| item)
}

/// `groupby(items, key)`; each group is a list
pub fn groupby_key<T: Clone, K: PartialEq>(
    items: impl IntoIterator<Item = T>,
    mut key: impl FnMut(T) -> K,
) -> impl Iterator<Item = (K, Vec<T>)> {
    let mut items = items.into_iter();
    let mut ahead: Option<(K, T)> = None;
    std::iter::from_fn(move || {
        let (group, first) = match ahead.take() {
            Some(pair) => pair,
            None => {
                let item = items.next()?;
                (key(item.clone()), item)
            }
        };
        let mut members = vec![first];
        for item in items.by_ref() {
            let other = key(item.clone());
            if other != group {
                ahead = Some((other, item));
                break;
            }
            members.push(item);
        }
        Some((group, members))
    })
}

/// `zip_longest(a, b)`
pub fn zip_longest<A, B>(
    a: impl IntoIterator<Item = A>,
    b: impl IntoIterator<Item = B>,
    (): (),
) -> impl Iterator<Item = (Option<A>, Option<B>)> {
    let (mut a, mut b) = (a.into_iter(), b.into_iter());
    std::iter::from_fn(move || match (a.next(), b.next()) {
        (None, None) => None,
        pair => Some(pair),
    })
}

/// `zip_longest(*rows)`: one iterator may stand for several rows.
pub fn zip_longest_rows<R: IntoIterator>(
    rows: impl IntoIterator<Item = R>,
    (): (),
) -> impl Iterator<Item = Vec<Option<R::Item>>> {
    let mut rows: Vec<Option<R::IntoIter>> =
        rows.into_iter().map(|row| Some(row.into_iter())).collect();
    std::iter::from_fn(move || {
        let items: Vec<Option<R::Item>> = rows
            .iter_mut()
            .map(|row| {
                let item = row.as_mut().and_then(Iterator::next);
                if item.is_none() {
                    *row = None;
                }
                item
            })
            .collect();
        items.iter().any(Option::is_some).then_some(items)
    })
}

/// `zip_longest(*rows, fillvalue=fill)`
pub fn zip_longest_rows_with<T: Clone, R: IntoIterator<Item = T>>(
    rows: impl IntoIterator<Item = R>,
    fill: T,
) -> impl Iterator<Item = Vec<T>> {
    zip_longest_rows(rows, ()).map(move |items| {
        items.into_iter().map(|item| item.unwrap_or_else(|| fill.clone())).collect()
    })
}

/// `zip_longest(a, b, fillvalue=fill)`
pub fn zip_longest_with<T: Clone>(
    a: impl IntoIterator<Item = T>,
    b: impl IntoIterator<Item = T>,
    fill: T,
) -> impl Iterator<Item = (T, T)> {
    zip_longest(a, b, ()).map(move |(a, b)| (a.unwrap_or(fill.clone()), b.unwrap_or(fill.clone())))
}

/// `compress(items, selectors)` of integers
pub fn compress_ints<T, N: Integer>(
    items: impl IntoIterator<Item = T>,
    selectors: impl IntoIterator<Item = N>,
) -> impl Iterator<Item = T> {
    items
        .into_iter()
        .zip(selectors)
        .filter_map(|(item, keep)| (keep.clamp_i64() != 0).then_some(item))
}

/// `accumulate(items, initial=first)`
pub fn accumulate_after<N: Integer>(
    items: impl IntoIterator<Item = impl Integer>,
    first: impl Integer,
) -> impl Iterator<Item = N> {
    let mut total = first.into_int();
    let start = N::from_int(total.clone());
    std::iter::once(start).chain(items.into_iter().map(move |item| {
        total += item.into_int();
        N::from_int(total.clone())
    }))
}

/// `zip_longest(a, b, c)`
pub fn zip_longest3<A, B, C>(
    a: impl IntoIterator<Item = A>,
    b: impl IntoIterator<Item = B>,
    c: impl IntoIterator<Item = C>,
    (): (),
) -> impl Iterator<Item = (Option<A>, Option<B>, Option<C>)> {
    zip_longest(zip_longest(a, b, ()), c, ()).map(|(pair, c)| {
        let (a, b) = pair.unwrap_or((None, None));
        (a, b, c)
    })
}

/// `zip_longest(a, b, c, fillvalue=fill)`
pub fn zip_longest3_with<T: Clone>(
    a: impl IntoIterator<Item = T>,
    b: impl IntoIterator<Item = T>,
    c: impl IntoIterator<Item = T>,
    fill: T,
) -> impl Iterator<Item = (T, T, T)> {
    let (mut a, mut b, mut c) = (a.into_iter(), b.into_iter(), c.into_iter());
    std::iter::from_fn(move || {
        let row = (a.next(), b.next(), c.next());
        if row.0.is_none() && row.1.is_none() && row.2.is_none() {
            return None;
        }
        let or_fill = |item: Option<T>| item.unwrap_or_else(|| fill.clone());
        Some((or_fill(row.0), or_fill(row.1), or_fill(row.2)))
    })
}

/// `tee(items)`
pub fn tee<T: Clone + 'static>(
    items: impl IntoIterator<Item = T>,
) -> (crate::Iter<T>, crate::Iter<T>) {
    let all: Vec<T> = items.into_iter().collect();
    (crate::Iter::new(all.clone().into_iter()), crate::Iter::new(all.into_iter()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_the_originals() {
        let texts =
            |rows: Vec<Vec<char>>| rows.into_iter().map(String::from_iter).collect::<Vec<_>>();
        assert_eq!(
            texts(permutations_of("abc".chars(), 2i64).collect()),
            ["ab", "ac", "ba", "bc", "ca", "cb"]
        );
        assert_eq!(
            texts(combinations("abcd".chars(), 3i64).collect()),
            ["abc", "abd", "acd", "bcd"]
        );
        assert_eq!(texts(product_repeat("ab".chars(), 2i64).collect()), ["aa", "ab", "ba", "bb"]);
        assert_eq!(
            texts(combinations_with_replacement("ab".chars(), 2i64).collect()),
            ["aa", "ab", "bb"]
        );
        assert_eq!(permutations([0i64; 0]).count(), 1);
        assert_eq!(combinations([1i64], 2i64).count(), 0);
        assert!(islice(count::<i64>(0, 1), 2, 9, 3).eq([2, 5, 8]));
        assert!(groupby("aab".chars()).map(|(_, group)| group.len()).eq([2, 1]));
        assert!(pairwise([1i64, 2, 3]).eq([(1, 2), (2, 3)]));
    }
}
