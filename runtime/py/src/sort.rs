//! `sort` and `sorted`: stable, by `<` alone, without a panic on orders that are not total (NaN).

use crate::integer::Integer;
use std::cmp::Ordering;

/// Sorts by a partial order. An order that has gaps goes to a merge sort that asks `<` only.
fn sort_with<T>(list: &mut Vec<T>, total: bool, order: impl Fn(&T, &T) -> Option<Ordering>) {
    if total {
        list.sort_by(|a, b| order(a, b).unwrap_or(Ordering::Equal));
    } else {
        let items = list.drain(..).map(Some).collect::<Vec<_>>();
        let mut places: Vec<usize> = (0..items.len()).collect();
        merge_sort(&mut places, &|a, b| match (&items[a], &items[b]) {
            (Some(a), Some(b)) => order(a, b) == Some(Ordering::Less),
            _ => false,
        });
        let mut items = items;
        list.extend(places.into_iter().filter_map(|place| items[place].take()));
    }
}

/// A run and binary insertion for what is short, as in the interpreter; merging above.
fn merge_sort(places: &mut [usize], less: &impl Fn(usize, usize) -> bool) {
    if places.len() < 64 {
        for i in run(places, less)..places.len() {
            let item = places[i];
            let spot = places[..i].partition_point(|other| !less(item, *other));
            places[spot..=i].rotate_right(1);
        }
        return;
    }
    let middle = places.len() / 2;
    merge_sort(&mut places[..middle], less);
    merge_sort(&mut places[middle..], less);
    let (left, right) = (places[..middle].to_vec(), places[middle..].to_vec());
    let (mut i, mut j) = (0, 0);
    for place in places.iter_mut() {
        let take_right = j < right.len() && (i == left.len() || less(right[j], left[i]));
        *place = if take_right { right[j] } else { left[i] };
        if take_right {
            j += 1;
        } else {
            i += 1;
        }
    }
}

/// The length of the run that the places start with; a descending one is turned round.
fn run(places: &mut [usize], less: &impl Fn(usize, usize) -> bool) -> usize {
    if places.len() < 2 {
        return places.len();
    }
    let descending = less(places[1], places[0]);
    let mut end = 2;
    while end < places.len() && less(places[end], places[end - 1]) == descending {
        end += 1;
    }
    if descending {
        places[..end].reverse();
    }
    end
}

fn is_total<T: PartialOrd>(items: &[T]) -> bool {
    // an order that a program made may say that a thing is less than itself
    items.iter().all(|item| item.partial_cmp(item) == Some(Ordering::Equal))
}

/// `self.sort()`
pub fn sort<T: PartialOrd>(list: &mut Vec<T>) {
    let total = is_total(list);
    sort_with(list, total, T::partial_cmp);
}

/// `self.sort(reverse=True)`: equal items keep their order
pub fn reverse_sort<T: PartialOrd>(list: &mut Vec<T>) {
    let total = is_total(list);
    sort_with(list, total, |a, b| b.partial_cmp(a));
}

fn sort_keyed<T, K: PartialOrd>(list: &mut Vec<T>, keys: Vec<K>, reverse: bool) {
    let total = is_total(&keys);
    let mut pairs: Vec<(K, T)> = keys.into_iter().zip(list.drain(..)).collect();
    if reverse {
        sort_with(&mut pairs, total, |a, b| b.0.partial_cmp(&a.0));
    } else {
        sort_with(&mut pairs, total, |a, b| a.0.partial_cmp(&b.0));
    }
    list.extend(pairs.into_iter().map(|(_, item)| item));
}

/// `self.sort(key=key)`: the key is made once for each item
pub fn sort_by_key<T: Clone, K: PartialOrd>(list: &mut Vec<T>, mut key: impl FnMut(T) -> K) {
    let keys = list.iter().map(|item| key(item.clone())).collect();
    sort_keyed(list, keys, false);
}

/// `self.sort(key=key, reverse=True)`
pub fn sort_by_key_reversed<T: Clone, K: PartialOrd>(
    list: &mut Vec<T>,
    mut key: impl FnMut(T) -> K,
) {
    let keys = list.iter().map(|item| key(item.clone())).collect();
    sort_keyed(list, keys, true);
}

/// `self.sort(reverse=reverse)`
pub fn sort_in<T: PartialOrd>(list: &mut Vec<T>, reverse: bool) {
    if reverse {
        reverse_sort(list);
    } else {
        sort(list);
    }
}

/// `self.sort(key=key, reverse=reverse)`
pub fn sort_by_key_in<T: Clone, K: PartialOrd>(
    list: &mut Vec<T>,
    mut key: impl FnMut(T) -> K,
    reverse: bool,
) {
    let keys = list.iter().map(|item| key(item.clone())).collect();
    sort_keyed(list, keys, reverse);
}

/// `functools.cmp_to_key(compare)` as a sort
pub fn sort_by_compare<T: Clone, N: Integer>(
    list: &mut Vec<T>,
    compare: impl Fn(T, T) -> N,
    reverse: bool,
) {
    sort_with(list, false, |a, b| {
        let order =
            if reverse { compare(b.clone(), a.clone()) } else { compare(a.clone(), b.clone()) };
        Some(order.clamp_i64().cmp(&0))
    });
}

/// `self.sort(key=None, reverse=reverse)`
pub fn sort_in_order<T: PartialOrd>(list: &mut Vec<T>, (): (), reverse: bool) {
    sort_in(list, reverse);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_stable_and_takes_nan() {
        let mut list: Vec<i64> = (0..100).map(|i| i * 37 % 100).collect();
        sort_by_key_reversed(&mut list, |x| x / 50);
        assert!(list[..50].iter().all(|x| *x >= 50));
        sort(&mut list);
        assert!(list.iter().copied().eq(0..100));
        let mut floats = vec![3.0, f64::NAN, 1.0, 2.0];
        sort(&mut floats);
        assert!(floats[0] == 3.0 && floats[3] == 2.0);
    }
}
