//! `collections.deque`

use std::collections::VecDeque;

use crate::exception::{Result, index_error, value_error};
use crate::integer::Integer;
use crate::list::place;
use crate::show::{Repr, to_repr};

mod bounded;
pub use bounded::*;

fn spot<T>(deque: &VecDeque<T>, index: impl Integer) -> Result<usize> {
    place(index.clamp_i64(), deque.len()).ok_or_else(|| index_error("deque index out of range"))
}

fallible! {
    /// `self[index]`
    fn index / try_index ['a, T](deque: &'a VecDeque<T>, index: impl Integer) -> &'a T {
        Ok(&deque[spot(deque, index)?])
    }

    /// `self[index]` as a place
    fn index_mut / try_index_mut ['a, T](deque: &'a mut VecDeque<T>, index: impl Integer) -> &'a mut T {
        let place = spot(deque, index)?;
        Ok(&mut deque[place])
    }

    /// `self[index] = value`
    fn set / try_set [T](deque: &mut VecDeque<T>, index: impl Integer, value: T) -> () {
        let place = spot(deque, index)?;
        deque[place] = value;
        Ok(())
    }

    /// `del self[index]`
    fn delete / try_delete [T](deque: &mut VecDeque<T>, index: impl Integer) -> () {
        let place = spot(deque, index)?;
        deque.remove(place);
        Ok(())
    }

    /// `self.pop()`
    fn pop / try_pop [T](deque: &mut VecDeque<T>) -> T {
        deque.pop_back().ok_or_else(|| index_error("pop from an empty deque"))
    }

    /// `self.popleft()`
    fn popleft / try_popleft [T](deque: &mut VecDeque<T>) -> T {
        deque.pop_front().ok_or_else(|| index_error("pop from an empty deque"))
    }

    /// `self.remove(item)`
    fn remove / try_remove [T: PartialEq + Repr](deque: &mut VecDeque<T>, item: &T) -> () {
        let place = try_find(deque, item)?;
        deque.remove(place as usize);
        Ok(())
    }

    /// `self.index(item, start, stop)`
    fn find_in / try_find_in [T: PartialEq + Repr](deque: &VecDeque<T>, item: &T, start: impl Integer, stop: impl Integer) -> i64 {
        let length = deque.len() as i64;
        let bound = |n: i64| if n < 0 { (n + length).max(0) } else { n.min(length) };
        let (start, stop) = (bound(start.clamp_i64()), bound(stop.clamp_i64()));
        (start..stop)
            .find(|place| deque[*place as usize] == *item)
            .ok_or_else(|| value_error(format!("{} is not in deque", to_repr(item))))
    }

    /// `self.index(item)`
    fn find / try_find [T: PartialEq + Repr](deque: &VecDeque<T>, item: &T) -> i64 {
        match deque.iter().position(|other| other == item) {
            Some(place) => Ok(place as i64),
            None => Err(value_error(format!("{} is not in deque", to_repr(item)))),
        }
    }
}

/// `item in self`
pub fn contains<T: PartialEq>(deque: &VecDeque<T>, item: &T) -> bool {
    deque.contains(item)
}

/// `iter(self)`
pub fn iter<T: Clone>(
    deque: &VecDeque<T>,
) -> impl DoubleEndedIterator<Item = T> + ExactSizeIterator + Clone {
    deque.iter().cloned()
}

/// `reversed(self)`
pub fn reversed<T: Clone>(deque: &VecDeque<T>) -> impl DoubleEndedIterator<Item = T> + Clone {
    deque.iter().rev().cloned()
}

/// `deque()`
pub fn empty<T>() -> VecDeque<T> {
    VecDeque::new()
}

/// `deque(items)`
pub fn of_items<T>(items: impl IntoIterator<Item = T>) -> VecDeque<T> {
    items.into_iter().collect()
}

/// `deque(items, maxlen)`: the last ones
pub fn last_items<T>(items: impl IntoIterator<Item = T>, most: impl Integer) -> VecDeque<T> {
    let most = usize::try_from(most.clamp_i64()).unwrap_or(0);
    let mut deque = VecDeque::new();
    for item in items {
        deque.push_back(item);
        if deque.len() > most {
            deque.pop_front();
        }
    }
    deque
}

/// `self += items`
pub fn extend<T>(deque: &mut VecDeque<T>, items: impl IntoIterator<Item = T>) {
    deque.extend(items);
}

/// `self.extendleft(items)`: the last one comes first
pub fn extendleft<T>(deque: &mut VecDeque<T>, items: impl IntoIterator<Item = T>) {
    for item in items {
        deque.push_front(item);
    }
}

/// `self.insert(index, item)`
pub fn insert<T>(deque: &mut VecDeque<T>, index: impl Integer, item: T) {
    let (index, length) = (index.clamp_i64(), deque.len() as i64);
    let place = if index < 0 { (index + length).max(0) } else { index.min(length) };
    deque.insert(place as usize, item);
}

/// `a + b`
pub fn concat<T: Clone>(a: &VecDeque<T>, b: &VecDeque<T>) -> VecDeque<T> {
    a.iter().chain(b).cloned().collect()
}

/// `self * times`
pub fn repeat<T: Clone>(deque: &VecDeque<T>, times: impl Integer) -> VecDeque<T> {
    let times = usize::try_from(times.clamp_i64()).unwrap_or(0);
    deque.iter().cycle().take(deque.len() * times).cloned().collect()
}

/// `self.count(item)`
pub fn count<T: PartialEq>(deque: &VecDeque<T>, item: &T) -> i64 {
    deque.iter().filter(|other| *other == item).count() as i64
}

/// `self.copy()`
pub fn copy<T: Clone>(deque: &VecDeque<T>) -> VecDeque<T> {
    deque.clone()
}

/// `self.reverse()`
pub fn reverse<T>(deque: &mut VecDeque<T>) {
    deque.make_contiguous().reverse();
}

/// `self.rotate(steps)`
pub fn rotate<T>(deque: &mut VecDeque<T>, steps: impl Integer) {
    if !deque.is_empty() {
        let steps = steps.clamp_i64().rem_euclid(deque.len() as i64);
        deque.rotate_right(steps as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn works_at_both_ends() {
        let mut deque = of_items([1i64, 2, 3]);
        rotate(&mut deque, -1);
        assert_eq!(deque, [2, 3, 1]);
        extendleft(&mut deque, [8, 9]);
        assert_eq!((popleft(&mut deque), *index(&deque, -1)), (9, 1));
        assert_eq!(
            try_popleft(&mut VecDeque::<i64>::new()).unwrap_err().message(),
            "pop from an empty deque"
        );
    }
}
