//! `collections.Counter`: a dict of counts.

use crate::dict::Dict;
use crate::integer::Integer;
use crate::key::Key;

/// `Counter()`
pub fn empty<K: Key, N: Integer>() -> Dict<K, N> {
    Dict::new()
}

/// `Counter(items)`
pub fn of_items<K: Key, N: Integer>(items: impl IntoIterator<Item = K>) -> Dict<K, N> {
    let mut counter = Dict::new();
    count_more(&mut counter, items);
    counter
}

/// `self[key]`: 0 for a key that is not there
pub fn index<K: Key + std::borrow::Borrow<Q>, Q: Key + ?Sized, N: Clone + From<i64>>(
    counter: &Dict<K, N>,
    key: &Q,
) -> N {
    counter.get(key).cloned().unwrap_or_else(|| N::from(0))
}

/// `self.update(items)`
pub fn count_more<K: Key, N: Integer>(
    counter: &mut Dict<K, N>,
    items: impl IntoIterator<Item = K>,
) {
    let one = N::from_i64(1);
    for item in items {
        let count = counter.entry(item, N::default);
        *count = count.plus(&one);
    }
}

/// `self.subtract(items)`
pub fn count_less<K: Key, N: Integer>(
    counter: &mut Dict<K, N>,
    items: impl IntoIterator<Item = K>,
) {
    let one = N::from_i64(-1);
    for item in items {
        let count = counter.entry(item, N::default);
        *count = count.plus(&one);
    }
}

fn combine<K: Key + Clone, N: Integer>(counter: &mut Dict<K, N>, other: &Dict<K, N>, sign: i64) {
    for (key, value) in other.iter() {
        let value = if sign < 0 { N::from_int(-value.clone().into_int()) } else { value.clone() };
        let count = counter.entry(key.clone(), N::default);
        *count = count.plus(&value);
    }
}

/// `self.update(other)`
pub fn add_all<K: Key + Clone, N: Integer>(counter: &mut Dict<K, N>, other: &Dict<K, N>) {
    combine(counter, other, 1);
}

/// `self.subtract(other)`
pub fn subtract_all<K: Key + Clone, N: Integer>(counter: &mut Dict<K, N>, other: &Dict<K, N>) {
    combine(counter, other, -1);
}

/// `self.most_common()`: largest first, equal ones in order of insertion
pub fn most_common<K: Clone, N: Integer>(counter: &Dict<K, N>) -> Vec<(K, N)> {
    let mut pairs: Vec<(K, N)> =
        counter.iter().map(|(key, count)| (key.clone(), count.clone())).collect();
    pairs.sort_by(|a, b| b.1.cmp(&a.1));
    pairs
}

/// `self.most_common(count)`
pub fn most_common_first<K: Clone, N: Integer>(
    counter: &Dict<K, N>,
    count: impl Integer,
) -> Vec<(K, N)> {
    let mut pairs = most_common(counter);
    pairs.truncate(usize::try_from(count.clamp_i64()).unwrap_or(0));
    pairs
}

/// `self.elements()`
pub fn elements<K: Clone, N: Integer>(counter: &Dict<K, N>) -> impl Iterator<Item = K> {
    counter.iter().flat_map(|(key, count)| {
        std::iter::repeat_n(key.clone(), usize::try_from(count.clamp_i64()).unwrap_or(0))
    })
}

/// `self.total()`
pub fn total<K, N: Integer>(counter: &Dict<K, N>) -> N {
    counter.values().fold(N::default(), |sum, count| sum.plus(count))
}

/// `a <= b`: no key has a greater count in `a`, where a key that is not there counts 0.
pub fn within<K: Key, N: Integer>(a: &Dict<K, N>, b: &Dict<K, N>) -> bool {
    let zero = N::default();
    a.iter().all(|(key, count)| count <= b.get(key).unwrap_or(&zero))
        && b.iter().all(|(key, count)| a.contains_key(key) || *count >= zero)
}

/// `a >= b`
pub fn holds<K: Key, N: Integer>(a: &Dict<K, N>, b: &Dict<K, N>) -> bool {
    within(b, a)
}

/// `a == b`
pub fn equal<K: Key, N: Integer>(a: &Dict<K, N>, b: &Dict<K, N>) -> bool {
    within(a, b) && within(b, a)
}

/// `a < b`
pub fn strictly_within<K: Key, N: Integer>(a: &Dict<K, N>, b: &Dict<K, N>) -> bool {
    within(a, b) && !within(b, a)
}

/// `a > b`
pub fn strictly_holds<K: Key, N: Integer>(a: &Dict<K, N>, b: &Dict<K, N>) -> bool {
    strictly_within(b, a)
}

/// Both counts of each key of either counter, combined; only positive results stay.
fn merged<K: Key + Clone, N: Integer>(
    a: &Dict<K, N>,
    b: &Dict<K, N>,
    combine: impl Fn(&N, &N) -> N,
) -> Dict<K, N> {
    let zero = N::default();
    let only_b = b.iter().filter(|(key, _)| !a.contains_key(*key));
    let pairs = a
        .iter()
        .map(|(key, count)| (key, combine(count, b.get(key).unwrap_or(&zero))))
        .chain(only_b.map(|(key, count)| (key, combine(&zero, count))));
    pairs.filter(|(_, count)| *count > zero).map(|(key, count)| (key.clone(), count)).collect()
}

/// `a + b`
pub fn plus<K: Key + Clone, N: Integer>(a: &Dict<K, N>, b: &Dict<K, N>) -> Dict<K, N> {
    merged(a, b, N::plus)
}

/// `a - b`
pub fn minus<K: Key + Clone, N: Integer>(a: &Dict<K, N>, b: &Dict<K, N>) -> Dict<K, N> {
    merged(a, b, |x, y| N::from_int(x.clone().into_int() - y.clone().into_int()))
}

/// `a & b`
pub fn lower<K: Key + Clone, N: Integer>(a: &Dict<K, N>, b: &Dict<K, N>) -> Dict<K, N> {
    merged(a, b, |x, y| x.min(y).clone())
}

/// `a | b`
pub fn upper<K: Key + Clone, N: Integer>(a: &Dict<K, N>, b: &Dict<K, N>) -> Dict<K, N> {
    merged(a, b, |x, y| x.max(y).clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts() {
        let counter: Dict<u8, i64> = of_items("abracadabra".bytes());
        assert_eq!(most_common_first(&counter, 2), [(b'a', 5), (b'b', 2)]);
        assert_eq!(total(&counter), 11);
        let other = of_items(*b"aab");
        assert_eq!(minus(&counter, &other).get(&b'a'), Some(&3));
    }
}
