//! Blocks of items that the program allocates, and pointers into them.

use std::any::TypeId;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::{Link, null};
use crate::raw;

/// A pointer into a block of items that the program allocated, or NULL.
pub struct Slice<T: 'static> {
    all: Option<&'static [Cell<T>]>,
    at: isize,
}

impl<T> Clone for Slice<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Slice<T> {}

impl<T> PartialEq for Slice<T> {
    fn eq(&self, other: &Self) -> bool {
        self.as_ptr() == other.as_ptr()
    }
}

impl<T> Eq for Slice<T> {}

impl<T> Default for Slice<T> {
    fn default() -> Self {
        Self::null()
    }
}

impl<T> Slice<T> {
    /// NULL
    pub const fn null() -> Self {
        Slice { all: None, at: 0 }
    }

    /// A pointer to the first of these items, which are never given back.
    pub const fn of(items: &'static [Cell<T>]) -> Self {
        Slice { all: Some(items), at: 0 }
    }

    /// Is it NULL?
    #[inline]
    pub fn is_null(self) -> bool {
        self.all.is_none()
    }

    /// `p + by`
    #[inline]
    pub fn offset(self, by: isize) -> Self {
        Slice { at: self.at.wrapping_add(by), ..self }
    }

    /// `p - from`, of pointers into one block.
    #[inline]
    pub fn distance(self, from: Self) -> isize {
        self.at.wrapping_sub(from.at)
    }

    /// The address.
    #[inline]
    pub fn as_ptr(self) -> *const T {
        self.as_mut_ptr()
    }

    /// As `as_ptr`, for a place that C may change.
    #[inline]
    pub fn as_mut_ptr(self) -> *mut T {
        self.all.map_or(std::ptr::null_mut(), |all| {
            all.as_ptr().cast::<T>().cast_mut().wrapping_offset(self.at)
        })
    }

    /// The items from here to the end of the block, to be lent; of NULL there are none.
    #[inline]
    pub fn cells(self) -> &'static [Cell<T>] {
        self.all.map_or(&[], |all| &all[self.at as usize..])
    }

    /// As `cells`; nothing for NULL.
    #[inline]
    pub fn get(self) -> Option<&'static [Cell<T>]> {
        self.all.map(|_| self.cells())
    }

    /// `p[index]` as a place.
    #[inline]
    pub fn cell(self, index: isize) -> &'static Cell<T> {
        &self.all.unwrap_or_else(null)[self.at.wrapping_add(index) as usize]
    }
}

impl<T: Copy> Slice<T> {
    /// `p[index]`
    #[inline]
    pub fn at(self, index: isize) -> T {
        self.cell(index).get()
    }
}

/// Items of which a block of zero bytes makes valid ones.
///
/// # Safety
/// All bytes zero are a value of the type.
pub unsafe trait Zeroed: Copy + 'static {
    /// The size that C takes it to have.
    const SIZE: usize = size_of::<Self>();
}

macro_rules! zeroed {
    ($($name:ty),*) => { $(
        // SAFETY: zero is a number.
        unsafe impl Zeroed for $name {}
    )* };
}
zeroed!(i8, i16, i32, i64, i128, u8, u16, u32, u64, u128, isize, usize, f32, f64, bool);
// SAFETY: NULL.
unsafe impl<T: 'static> Zeroed for *mut T {}
// SAFETY: NULL.
unsafe impl<T: 'static> Zeroed for *const T {}
// SAFETY: NULL is the absence of a reference.
unsafe impl<T: 'static> Zeroed for Link<T> {}
// SAFETY: as above; its place is zero.
unsafe impl<T: 'static> Zeroed for Slice<T> {
    const SIZE: usize = 8;
}
// SAFETY: as above.
unsafe impl Zeroed for crate::text::Text {
    const SIZE: usize = 8;
}

/// Structs of which a block of zero bytes makes valid ones, with the size that C takes them to have: members that are numbers and pointers, as those
/// of C are.
#[macro_export]
macro_rules! zeroed {
    ($name:ident, $size:literal) => {
        // SAFETY: all of its members may be zero, as they are in C's static storage.
        unsafe impl $crate::heap::Zeroed for $name {
            const SIZE: usize = $size;
        }
    };
}

/// Types and sizes are spread well enough by one multiplication.
#[derive(Default)]
struct Mixer(u64);

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(23) ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn write_usize(&mut self, value: usize) {
        self.write_u64(value as u64);
    }
}

type Mixed = BuildHasherDefault<Mixer>;

thread_local! {
    /// Blocks that were given back, by the type of their items and how many there is room for.
    static BLOCKS: RefCell<HashMap<(TypeId, usize), Vec<*mut u8>, Mixed>> =
        RefCell::new(HashMap::default());
}

/// How many bytes the C library really gives for so many: programs get away with using them.
const fn usable(bytes: usize) -> usize {
    let usable = (bytes + 23) / 16 * 16 - 8;
    if usable < 24 { 24 } else { usable }
}

/// Room for a text of so many bytes: one that is a character too long does no harm to most programs.
pub const fn room(bytes: usize) -> usize {
    usable(bytes) + 8
}

/// Room for so many items, in steps that let blocks be used again.
const fn rounded(items: usize) -> usize {
    if items <= 64 {
        return items;
    }
    let step = items.next_power_of_two() / 8;
    items.div_ceil(step) * step
}

/// `malloc(bytes)`: a block of zero items.
pub fn allocate<T: Zeroed>(bytes: u64) -> Slice<T> {
    let Ok(bytes) = usize::try_from(bytes) else {
        return Slice::null();
    };
    if bytes > isize::MAX as usize / 4 {
        return Slice::null();
    }
    let items = if T::SIZE == 1 { room(bytes) } else { usable(bytes) / T::SIZE };
    let room = rounded(items);
    let key = (TypeId::of::<T>(), room);
    let free = BLOCKS.with(|blocks| blocks.borrow_mut().get_mut(&key).and_then(Vec::pop));
    // SAFETY: a block of the C library of that many items, all zero, which the trait says are valid; it is never given back to the library.
    unsafe {
        let start = match free {
            Some(start) => {
                std::ptr::write_bytes(start, 0, room * size_of::<T>());
                start.cast::<Cell<T>>()
            }
            None => raw::calloc(room.max(1) as u64, size_of::<T>() as u64).cast::<Cell<T>>(),
        };
        if start.is_null() {
            return Slice::null();
        }
        Slice { all: Some(std::slice::from_raw_parts(start, items)), at: 0 }
    }
}

impl<T: Zeroed> Slice<T> {
    /// `realloc(p, bytes)`
    pub fn resize(self, bytes: u64) -> Self {
        let made = allocate::<T>(bytes);
        if let (Some(old), Some(new)) = (self.all, made.all) {
            for (to, from) in new.iter().zip(old) {
                to.set(from.get());
            }
            self.free();
        }
        made
    }

    /// `free(p)`
    pub fn free(self) {
        if let Some(all) = self.all {
            let key = (TypeId::of::<T>(), rounded(all.len()));
            let start = all.as_ptr().cast::<u8>().cast_mut();
            BLOCKS.with(|blocks| blocks.borrow_mut().entry(key).or_default().push(start));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_share_their_block() {
        let a = allocate::<i32>(12);
        let b = a.offset(1);
        b.cell(1).set(5);
        assert_eq!((a.at(2), b.at(-1), a == b.offset(-1)), (5, 0, true));
        let longer = a.resize(400);
        longer.cell(99).set(1);
        assert_eq!((longer.at(2), longer.at(99)), (5, 1));
        longer.free();
        assert!(Slice::<i32>::null().is_null() && allocate::<f64>(u64::MAX).is_null());
    }
}
