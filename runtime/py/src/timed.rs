//! What is to be done at some time: the earliest first, of several at one time the one that was asked for first.

use std::cmp::Ordering;
use std::time::Instant;

/// Something of a `BinaryHeap`, whose greatest is the one that comes first.
pub(crate) struct Timed<T> {
    pub(crate) when: Instant,
    pub(crate) order: u64,
    pub(crate) what: T,
}

impl<T> PartialEq for Timed<T> {
    fn eq(&self, other: &Self) -> bool {
        (self.when, self.order) == (other.when, other.order)
    }
}

impl<T> Eq for Timed<T> {}

impl<T> PartialOrd for Timed<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Timed<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        (other.when, other.order).cmp(&(self.when, self.order))
    }
}
