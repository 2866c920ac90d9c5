//! `heapq`: the interpreter's sift order, so that equal items leave as they do there.

use crate::exception::index_error;
use crate::integer::Integer;

/// Moves the item at `place` up towards `start`.
fn up<T: PartialOrd>(heap: &mut [T], start: usize, mut place: usize) {
    while place > start {
        let parent = (place - 1) >> 1;
        if heap[place] < heap[parent] {
            heap.swap(place, parent);
            place = parent;
        } else {
            break;
        }
    }
}

/// Moves the item at `start` down to a leaf along the smaller children, then up again.
fn down<T: PartialOrd>(heap: &mut [T], start: usize) {
    let end = heap.len();
    let mut place = start;
    loop {
        let mut child = 2 * place + 1;
        if child >= end {
            break;
        }
        let other = child + 1;
        let right_is_smaller = other < end
            && !matches!(heap[child].partial_cmp(&heap[other]), Some(std::cmp::Ordering::Less));
        if right_is_smaller {
            child = other;
        }
        heap.swap(place, child);
        place = child;
    }
    up(heap, start, place);
}

/// The least item, if there is one.
pub fn pop_least<T: PartialOrd>(heap: &mut Vec<T>) -> Option<T> {
    let last = heap.pop()?;
    if heap.is_empty() {
        return Some(last);
    }
    let first = std::mem::replace(&mut heap[0], last);
    down(heap, 0);
    Some(first)
}

/// `heapify(heap)`
pub fn heapify<T: PartialOrd>(heap: &mut [T]) {
    for place in (0..heap.len() / 2).rev() {
        down(heap, place);
    }
}

/// `heappush(heap, item)`
pub fn push<T: PartialOrd>(heap: &mut Vec<T>, item: T) {
    heap.push(item);
    let last = heap.len() - 1;
    up(heap, 0, last);
}

fallible! {
    /// `heappop(heap)`
    fn pop / try_pop [T: PartialOrd](heap: &mut Vec<T>) -> T {
        pop_least(heap).ok_or_else(|| index_error("index out of range"))
    }

    /// `heapreplace(heap, item)`
    fn replace / try_replace [T: PartialOrd](heap: &mut [T], item: T) -> T {
        let Some(first) = heap.first_mut() else { return Err(index_error("index out of range")) };
        let first = std::mem::replace(first, item);
        down(heap, 0);
        Ok(first)
    }
}

/// `heappushpop(heap, item)`
pub fn pushpop<T: PartialOrd>(heap: &mut [T], item: T) -> T {
    match heap.first_mut() {
        Some(first) if *first < item => {
            let first = std::mem::replace(first, item);
            down(heap, 0);
            first
        }
        _ => item,
    }
}

fn count(n: impl Integer) -> usize {
    usize::try_from(n.clamp_i64()).unwrap_or(0)
}

/// `nlargest(n, items)`
pub fn nlargest<T: PartialOrd>(n: impl Integer, items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut all = crate::builtins::sorted_reversed(items);
    all.truncate(count(n));
    all
}

/// `nlargest(n, items, key)`
pub fn nlargest_by_key<T: Clone, K: PartialOrd>(
    n: impl Integer,
    items: impl IntoIterator<Item = T>,
    key: impl FnMut(T) -> K,
) -> Vec<T> {
    let mut all = crate::builtins::sorted_by_key(items, key, true);
    all.truncate(count(n));
    all
}

/// `nsmallest(n, items)`
pub fn nsmallest<T: PartialOrd>(n: impl Integer, items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut all = crate::builtins::sorted(items);
    all.truncate(count(n));
    all
}

/// `nsmallest(n, items, key)`
pub fn nsmallest_by_key<T: Clone, K: PartialOrd>(
    n: impl Integer,
    items: impl IntoIterator<Item = T>,
    key: impl FnMut(T) -> K,
) -> Vec<T> {
    let mut all = crate::builtins::sorted_by_key(items, key, false);
    all.truncate(count(n));
    all
}

/// `merge(a, b)` of sorted ones
pub fn merge<T: PartialOrd>(
    a: impl IntoIterator<Item = T>,
    b: impl IntoIterator<Item = T>,
) -> impl Iterator<Item = T> {
    let (mut a, mut b) = (a.into_iter().peekable(), b.into_iter().peekable());
    std::iter::from_fn(move || match (a.peek(), b.peek()) {
        (Some(x), Some(y)) if y < x => b.next(),
        (Some(_), _) => a.next(),
        _ => b.next(),
    })
}

/// `merge(*rows)`
pub fn merge_rows<T: PartialOrd>(
    rows: impl IntoIterator<Item = impl IntoIterator<Item = T>>,
) -> impl Iterator<Item = T> {
    let mut rows: Vec<_> = rows.into_iter().map(|row| row.into_iter().peekable()).collect();
    std::iter::from_fn(move || {
        let mut least: Option<usize> = None;
        for place in 0..rows.len() {
            let (before, here) = rows.split_at_mut(place);
            let Some(item) = here[0].peek() else { continue };
            if least.is_none_or(|other| before[other].peek().is_some_and(|other| item < other)) {
                least = Some(place);
            }
        }
        rows[least?].next()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pops_in_order() {
        let mut heap = vec![5i64, 3, 8, 1];
        heapify(&mut heap);
        push(&mut heap, 2);
        let mut order = Vec::new();
        while let Ok(item) = try_pop(&mut heap) {
            order.push(item);
        }
        assert_eq!(order, [1, 2, 3, 5, 8]);
    }
}
