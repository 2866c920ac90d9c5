//! Items that are read while others may change them.

use std::cell::Cell;
use std::marker::PhantomData;

use super::null;

/// Items of a slice, or of cells: what is asked for is copied out.
pub struct View<'a, T> {
    start: *const T,
    len: usize,
    of: PhantomData<&'a [Cell<T>]>,
}

impl<T> Clone for View<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for View<'_, T> {}

impl<T> Default for View<'_, T> {
    /// No items, as of NULL.
    fn default() -> Self {
        View { start: std::ptr::null(), len: 0, of: PhantomData }
    }
}

impl<'a, T> From<&'a [T]> for View<'a, T> {
    #[inline]
    fn from(items: &'a [T]) -> Self {
        View { start: items.as_ptr(), len: items.len(), of: PhantomData }
    }
}

impl<'a, T, const N: usize> From<&'a [T; N]> for View<'a, T> {
    #[inline]
    fn from(items: &'a [T; N]) -> Self {
        View::from(items.as_slice())
    }
}

impl<'a, T> From<&'a Vec<T>> for View<'a, T> {
    #[inline]
    fn from(items: &'a Vec<T>) -> Self {
        View::from(items.as_slice())
    }
}

impl<'a, T> From<&'a [Cell<T>]> for View<'a, T> {
    #[inline]
    fn from(cells: &'a [Cell<T>]) -> Self {
        View { start: cells.as_ptr().cast(), len: cells.len(), of: PhantomData }
    }
}

impl<'a, T: Copy> View<'a, T> {
    /// The item at an index.
    #[inline]
    pub fn at(self, index: usize) -> T {
        if index >= self.len {
            outside(index, self.len);
        }
        // SAFETY: an item lies there as long as the items are borrowed, and it is copied.
        unsafe { self.start.add(index).read() }
    }

    /// The items from an index on.
    #[inline]
    pub fn skip(self, index: usize) -> Self {
        assert!(index <= self.len, "index {index} of {} items", self.len);
        View { start: self.start.wrapping_add(index), len: self.len - index, of: PhantomData }
    }

    /// The items, for a function that changes nothing before it is done with them.
    pub(crate) fn items(&self) -> &[T] {
        // SAFETY: that many items lie there; this crate's functions write to none of them while they look at these.
        unsafe { std::slice::from_raw_parts(self.start, self.len) }
    }

    /// The address of the first item.
    pub const fn as_ptr(self) -> *const T {
        self.start
    }
}

/// Of NULL no items are lent.
#[cold]
#[inline(never)]
fn outside(index: usize, len: usize) -> ! {
    if len == 0 {
        null()
    }
    panic!("index {index} of {len} items")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn views_see_changes() {
        let cells = [Cell::new(1), Cell::new(2), Cell::new(3)];
        let view = View::from(cells.as_slice());
        cells[1].set(7);
        assert_eq!((view.at(1), view.skip(2).at(0), View::from(&[4, 5]).at(1)), (7, 3, 5));
        assert_eq!(view.items(), [1, 7, 3]);
    }

    #[test]
    #[should_panic(expected = "index 2 of 2")]
    fn behind_the_end() {
        View::from(&[1, 2]).at(2);
    }
}
