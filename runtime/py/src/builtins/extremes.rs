//! `max` and `min`.

use crate::exception::value_error;

/// The first item that none compares better with.
fn best<T: PartialOrd>(
    items: impl IntoIterator<Item = T>,
    better: impl Fn(&T, &T) -> bool,
) -> Option<T> {
    let mut items = items.into_iter();
    let first = items.next()?;
    Some(items.fold(first, |best, item| if better(&item, &best) { item } else { best }))
}

/// `max(items, default=default)`
pub fn max_or<T: PartialOrd>(items: impl IntoIterator<Item = T>, default: T) -> T {
    best(items, PartialOrd::gt).unwrap_or(default)
}

/// `min(items, default=default)`
pub fn min_or<T: PartialOrd>(items: impl IntoIterator<Item = T>, default: T) -> T {
    best(items, PartialOrd::lt).unwrap_or(default)
}

/// `max(a, b)`
pub fn max_of<T: PartialOrd>(a: T, b: T) -> T {
    if b > a { b } else { a }
}

/// `min(a, b)`
pub fn min_of<T: PartialOrd>(a: T, b: T) -> T {
    if b < a { b } else { a }
}

/// The best item by a key, the first of equals.
fn best_by<T: Clone, K: PartialOrd>(
    items: impl IntoIterator<Item = T>,
    mut key: impl FnMut(T) -> K,
    better: impl Fn(&K, &K) -> bool,
) -> Option<T> {
    let mut best: Option<(K, T)> = None;
    for item in items {
        let key = key(item.clone());
        if best.as_ref().is_none_or(|(known, _)| better(&key, known)) {
            best = Some((key, item));
        }
    }
    best.map(|(_, item)| item)
}

fallible! {
    /// `max(items)`: the first of equals
    fn max / try_max [T: PartialOrd](items: impl IntoIterator<Item = T>) -> T {
        best(items, PartialOrd::gt).ok_or_else(|| value_error("max() arg is an empty sequence"))
    }

    /// `min(items)`: the first of equals
    fn min / try_min [T: PartialOrd](items: impl IntoIterator<Item = T>) -> T {
        best(items, PartialOrd::lt).ok_or_else(|| value_error("min() arg is an empty sequence"))
    }

    /// `max(items, key=key)`
    fn max_by_key / try_max_by_key [T: Clone, K: PartialOrd](items: impl IntoIterator<Item = T>, key: impl FnMut(T) -> K) -> T {
        best_by(items, key, PartialOrd::gt).ok_or_else(|| value_error("max() arg is an empty sequence"))
    }

    /// `min(items, key=key)`
    fn min_by_key / try_min_by_key [T: Clone, K: PartialOrd](items: impl IntoIterator<Item = T>, key: impl FnMut(T) -> K) -> T {
        best_by(items, key, PartialOrd::lt).ok_or_else(|| value_error("min() arg is an empty sequence"))
    }
}

/// `max(items, key=key, default=default)`
pub fn max_by_key_or<T: Clone, K: PartialOrd>(
    items: impl IntoIterator<Item = T>,
    key: impl FnMut(T) -> K,
    default: T,
) -> T {
    best_by(items, key, PartialOrd::gt).unwrap_or(default)
}

/// `min(items, key=key, default=default)`
pub fn min_by_key_or<T: Clone, K: PartialOrd>(
    items: impl IntoIterator<Item = T>,
    key: impl FnMut(T) -> K,
    default: T,
) -> T {
    best_by(items, key, PartialOrd::lt).unwrap_or(default)
}

/// `max(items, default=None)`
pub fn max_or_none<T: PartialOrd>(items: impl IntoIterator<Item = T>, (): ()) -> Option<T> {
    best(items, PartialOrd::gt)
}

/// `min(items, default=None)`
pub fn min_or_none<T: PartialOrd>(items: impl IntoIterator<Item = T>, (): ()) -> Option<T> {
    best(items, PartialOrd::lt)
}
