//! `list`: the methods, indexing and slices. Slices of any step live in `slice`, sorting in `sort`.

use std::cmp::Ordering;

use crate::exception::{Result, index_error, type_error, value_error};
use crate::integer::Integer;
use crate::show::{Repr, to_repr};

pub use crate::slice::*;
pub use crate::sort::*;

/// The place of an index that may count from the end.
#[inline]
pub(crate) fn place(index: i64, length: usize) -> Option<usize> {
    // what stays negative is beyond any length
    let place = if index < 0 { index.wrapping_add(length as i64) } else { index } as usize;
    (place < length).then_some(place)
}

fallible! {
    /// `self[index]`
    fn index / try_index ['a, T](list: &'a [T], index: impl Integer) -> &'a T {
        place(index.clamp_i64(), list.len())
            .and_then(|place| list.get(place))
            .ok_or_else(|| index_error("list index out of range"))
    }

    /// `self[index]` of a tuple
    fn tuple_item / try_tuple_item ['a, T](list: &'a [T], index: impl Integer) -> &'a T {
        try_index(list, index).map_err(|_| index_error("tuple index out of range"))
    }

    /// `self[index]` as a place
    fn index_mut / try_index_mut ['a, T](list: &'a mut [T], index: impl Integer) -> &'a mut T {
        place(index.clamp_i64(), list.len())
            .and_then(|place| list.get_mut(place))
            .ok_or_else(|| index_error("list index out of range"))
    }

    /// `self[index] = value`
    fn set / try_set [T](list: &mut [T], index: impl Integer, value: T) -> () {
        match place(index.clamp_i64(), list.len()) {
            Some(place) => list[place] = value,
            None => return Err(index_error("list assignment index out of range")),
        }
        Ok(())
    }

    /// `self[i], self[j] = self[j], self[i]`
    fn swap / try_swap [T](list: &mut [T], i: impl Integer, j: impl Integer) -> () {
        match (place(i.clamp_i64(), list.len()), place(j.clamp_i64(), list.len())) {
            (Some(i), Some(j)) => list.swap(i, j),
            _ => return Err(index_error("list index out of range")),
        }
        Ok(())
    }

    /// `del self[index]`
    fn delete / try_delete [T](list: &mut Vec<T>, index: impl Integer) -> () {
        match place(index.clamp_i64(), list.len()) {
            Some(place) => drop(list.remove(place)),
            None => return Err(index_error("list assignment index out of range")),
        }
        Ok(())
    }

    /// `self.pop()`
    fn pop / try_pop [T](list: &mut Vec<T>) -> T {
        list.pop().ok_or_else(|| index_error("pop from empty list"))
    }

    /// `self.pop(index)`
    fn pop_at / try_pop_at [T](list: &mut Vec<T>, index: impl Integer) -> T {
        if list.is_empty() {
            return Err(index_error("pop from empty list"));
        }
        match place(index.clamp_i64(), list.len()) {
            Some(place) => Ok(list.remove(place)),
            None => Err(index_error("pop index out of range")),
        }
    }

    /// `self.remove(item)`
    fn remove / try_remove [T: PartialEq<U>, U: ?Sized](list: &mut Vec<T>, item: &U) -> () {
        match list.iter().position(|other| other == item) {
            Some(place) => drop(list.remove(place)),
            None => return Err(value_error("list.remove(x): x not in list")),
        }
        Ok(())
    }

    /// `self.index(item)`
    fn find / try_find [T: PartialEq<U>, U: Repr + ?Sized](list: &[T], item: &U) -> i64 {
        find_between(list, item, 0, i64::MAX)
    }

    /// `self.index(item, start, stop)`
    fn find_in / try_find_in [T: PartialEq<U>, U: Repr + ?Sized](list: &[T], item: &U, start: impl Integer, stop: impl Integer) -> i64 {
        find_between(list, item, start.clamp_i64(), stop.clamp_i64())
    }

    /// `a, b = items`: are there exactly as many?
    fn unpack / try_unpack [T, const N: usize](items: impl IntoIterator<Item = T>) -> [T; N] {
        let items: Vec<T> = items.into_iter().take(N + 1).collect();
        let got = items.len();
        items.try_into().map_err(|_| {
            value_error(if got > N {
                format!("too many values to unpack (expected {N})")
            } else {
                format!("not enough values to unpack (expected {N}, got {got})")
            })
        })
    }

    /// `a, *rest, b = items`: the items before, the rest, the items after
    fn unpack_starred / try_unpack_starred [T, const N: usize, const M: usize](items: impl IntoIterator<Item = T>) -> ([T; N], Vec<T>, [T; M]) {
        let mut items: Vec<T> = items.into_iter().collect();
        if items.len() < N + M {
            return Err(value_error(format!(
                "not enough values to unpack (expected at least {}, got {})",
                N + M,
                items.len()
            )));
        }
        let after = items.split_off(items.len() - M);
        let rest = items.split_off(N);
        match (items.try_into(), after.try_into()) {
            (Ok(before), Ok(after)) => Ok((before, rest, after)),
            _ => unreachable!("the parts have their lengths"),
        }
    }
}

fn find_between<T: PartialEq<U>, U: Repr + ?Sized>(
    list: &[T],
    item: &U,
    start: i64,
    stop: i64,
) -> Result<i64> {
    let (start, stop) = crate::slice::clamp(start, stop, list.len());
    match list[start..stop].iter().position(|other| other == item) {
        Some(place) => Ok((start + place) as i64),
        None => Err(value_error(format!("{} is not in list", to_repr(item)))),
    }
}

fallible! {
    /// `self.index(item)` of a tuple
    fn tuple_index / try_tuple_index [T: PartialEq<U>, U: Repr + ?Sized](list: &[T], item: &U) -> i64 {
        try_tuple_index_in(list, item, 0_i64, i64::MAX)
    }

    /// `self.index(item, start, stop)` of a tuple
    fn tuple_index_in / try_tuple_index_in [T: PartialEq<U>, U: Repr + ?Sized](list: &[T], item: &U, start: impl Integer, stop: impl Integer) -> i64 {
        find_between(list, item, start.clamp_i64(), stop.clamp_i64())
            .map_err(|_| value_error("tuple.index(x): x not in tuple"))
    }
}

/// `self.append(item)`
pub fn append<T>(list: &mut Vec<T>, item: T) {
    list.push(item);
}

/// `self.extend(items)`
pub fn extend<T>(list: &mut Vec<T>, items: impl IntoIterator<Item = T>) {
    list.extend(items);
}

/// `self.insert(index, item)`: any index is right
pub fn insert<T>(list: &mut Vec<T>, index: impl Integer, item: T) {
    let index = index.clamp_i64();
    let length = list.len() as i64;
    let place = if index < 0 { (index + length).max(0) } else { index.min(length) };
    list.insert(place as usize, item);
}

/// `self.count(item)`
pub fn count<T: PartialEq<U>, U: ?Sized>(list: &[T], item: &U) -> i64 {
    list.iter().filter(|other| *other == item).count() as i64
}

/// `item in self`
pub fn contains<T: PartialEq<U>, U: ?Sized>(list: &[T], item: &U) -> bool {
    list.iter().any(|other| other == item)
}

/// `self.copy()`
pub fn copy<T: Clone>(list: &[T]) -> Vec<T> {
    list.to_vec()
}

/// `self.clear()`
pub fn clear<T>(list: &mut Vec<T>) {
    list.clear();
}

/// `self.reverse()`
pub fn reverse<T>(list: &mut [T]) {
    list.reverse();
}

/// `a + b`
pub fn concat<T: Clone>(a: &[T], b: &[T]) -> Vec<T> {
    [a, b].concat()
}

/// `self[:count] = self[count - 1::-1]`
pub fn reverse_front<T: Clone>(list: &mut Vec<T>, count: impl Integer) {
    let count = count.clamp_i64();
    match usize::try_from(count) {
        Ok(count) if count > 0 => {
            let end = count.min(list.len());
            list[..end].reverse();
        }
        _ => {
            let items = slice_step(list, count - 1, (), -1_i64);
            set_slice(list, (), count, items);
        }
    }
}

/// `self * times`
pub fn repeat<T: Clone>(list: &[T], times: impl Integer) -> Vec<T> {
    let times = usize::try_from(times.clamp_i64()).unwrap_or(0);
    let mut result = Vec::with_capacity(list.len() * times);
    for _ in 0..times {
        result.extend_from_slice(list);
    }
    result
}

/// `self *= times`
pub fn repeat_in_place<T: Clone>(list: &mut Vec<T>, times: impl Integer) {
    let times = usize::try_from(times.clamp_i64()).unwrap_or(0);
    let length = list.len();
    list.truncate(length * times.min(1));
    for _ in 1..times {
        list.extend_from_within(..length);
    }
}

/// `iter(self)`
pub fn iter<T: Clone>(
    list: &[T],
) -> impl DoubleEndedIterator<Item = T> + ExactSizeIterator + Clone {
    list.iter().cloned()
}

/// `list(items)`
pub fn of_items<T>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    items.into_iter().collect()
}

fn wrong_count(got: usize, wanted: i64, at_least: &str) -> crate::Exception {
    value_error(if got as i64 > wanted {
        format!("too many values to unpack (expected {wanted})")
    } else {
        format!("not enough values to unpack (expected {at_least}{wanted}, got {got})")
    })
}

fallible! {
    /// `a, b = items`: the items, when there are exactly `count`
    fn unpack_exact / try_unpack_exact [T](items: impl IntoIterator<Item = T>, count: impl Integer) -> Vec<T> {
        let count = count.clamp_i64();
        let items: Vec<T> = items.into_iter().take(count as usize + 1).collect();
        if items.len() as i64 == count { Ok(items) } else { Err(wrong_count(items.len(), count, "")) }
    }

    /// `function(*items)` behind `given` arguments: the items, when they fill the parameters `names`; a method is called `C.f self`.
    fn spread / try_spread [T](items: impl IntoIterator<Item = T>, function: &str, given: impl Integer, names: &str) -> Vec<T> {
        let items: Vec<T> = items.into_iter().collect();
        let (function, own) = function.strip_suffix(" self").map_or((function, 0), |name| (name, 1));
        let names: Vec<&str> = names.split(',').filter(|name| !name.is_empty()).collect();
        let count = items.len() + usize::try_from(given.clamp_i64()).unwrap_or(0);
        match count.cmp(&names.len()) {
            Ordering::Equal => Ok(items),
            Ordering::Greater => {
                let (takes, has) = (names.len() + own, count + own);
                let (s, was) = (if takes == 1 { "" } else { "s" }, if has == 1 { "was" } else { "were" });
                Err(type_error(format!("{function}() takes {takes} positional argument{s} but {has} {was} given")))
            }
            Ordering::Less => Err(type_error(missing(function, &names[count..]))),
        }
    }

    /// `a, *rest = items`: the items, when there are at least `least`
    fn unpack_least / try_unpack_least [T](items: impl IntoIterator<Item = T>, least: impl Integer) -> Vec<T> {
        let least = least.clamp_i64();
        let items: Vec<T> = items.into_iter().collect();
        if items.len() as i64 >= least { Ok(items) } else { Err(wrong_count(items.len(), least, "at least ")) }
    }
}

/// `f() missing 2 required positional arguments: 'a' and 'b'`
fn missing(function: &str, names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
    let listed = match quoted.as_slice() {
        [one] => one.clone(),
        [first, second] => format!("{first} and {second}"),
        [first @ .., last] => format!("{}, and {last}", first.join(", ")),
        [] => String::new(),
    };
    let s = if names.len() == 1 { "" } else { "s" };
    format!("{function}() missing {} required positional argument{s}: {listed}", names.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indexes_count_from_both_ends() {
        let mut list = vec![1i64, 2, 3];
        assert_eq!((*index(&list, -1), *index(&list, 0)), (3, 1));
        assert_eq!(try_index(&list, 3).unwrap_err().message(), "list index out of range");
        insert(&mut list, -1, 9);
        insert(&mut list, 100, 7);
        assert_eq!(list, [1, 2, 9, 3, 7]);
        assert_eq!(pop_at(&mut list, -2), 3);
        assert_eq!(try_find(&list, &4).unwrap_err().message(), "4 is not in list");
        let ([first], rest, [last]) = unpack_starred(list);
        assert_eq!((first, rest, last), (1, vec![2, 9], 7));
    }
}
