//! `qsort` by a function of the program: glibc's merge sort, which asks for the same comparisons in the same order, and keeps what is equal in order.

use std::cell::Cell;

/// Sorts the items; `spare` is as long.
fn merge_sort<T: Copy>(items: &mut [T], spare: &mut [T], compare: &impl Fn(T, T) -> i32) {
    let count = items.len();
    if count <= 1 {
        return;
    }
    let half = count / 2;
    let (low, high) = items.split_at_mut(half);
    merge_sort(low, &mut spare[..half], compare);
    merge_sort(high, &mut spare[half..], compare);
    let (mut i, mut j, mut at) = (0, 0, 0);
    while i < low.len() && j < high.len() {
        if compare(low[i], high[j]) <= 0 {
            spare[at] = low[i];
            i += 1;
        } else {
            spare[at] = high[j];
            j += 1;
        }
        at += 1;
    }
    // what is left of the second half lies where it belongs
    let rest = low.len() - i;
    spare[at..at + rest].copy_from_slice(&low[i..]);
    items[..at + rest].copy_from_slice(&spare[..at + rest]);
}

/// `qsort(items, count, sizeof *items, compare)`
pub fn qsort<T: Copy>(items: &mut [T], count: u64, compare: impl Fn(T, T) -> i32) {
    let items = &mut items[..count as usize];
    let mut spare = items.to_vec();
    merge_sort(items, &mut spare, &compare);
}

/// As `qsort`, of items that others may look at.
pub fn qsort_cells<T: Copy>(items: &[Cell<T>], count: u64, compare: impl Fn(T, T) -> i32) {
    let items = &items[..count as usize];
    let mut sorted: Vec<T> = items.iter().map(Cell::get).collect();
    qsort(&mut sorted, count, compare);
    for (item, value) in items.iter().zip(sorted) {
        item.set(value);
    }
}

/// As `qsort`, of what a pointer leads to.
///
/// # Safety
/// So many items lie there.
pub unsafe fn qsort_raw<T: Copy>(items: *mut T, count: u64, compare: impl Fn(T, T) -> i32) {
    if count > 0 {
        // SAFETY: as the caller promises.
        qsort(unsafe { std::slice::from_raw_parts_mut(items, count as usize) }, count, compare);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_equal_stays_in_order() {
        let mut items = [(3, 'a'), (1, 'b'), (3, 'c'), (2, 'd'), (1, 'e'), (9, 'f')];
        qsort(&mut items, 5, |a, b| a.0 - b.0);
        assert_eq!(items.map(|item| item.1), ['b', 'e', 'd', 'a', 'c', 'f']);
        let cells = [3, 1, 2].map(Cell::new);
        qsort_cells(&cells, 3, |a, b| b - a);
        assert_eq!(cells.map(|cell| cell.get()), [3, 2, 1]);
    }
}
