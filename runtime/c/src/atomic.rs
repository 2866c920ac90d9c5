//! Atomic operations on integers behind pointers, in the strictest order.

use std::sync::atomic::Ordering::SeqCst;

/// An integer with an atomic twin.
pub trait Word: Copy + Eq {
    /// # Safety
    /// The place is one of an object of this type, aligned, and changed by atomic operations only while others reach it.
    unsafe fn load(place: *mut Self) -> Self;
    /// # Safety
    /// As for `load`.
    unsafe fn store(place: *mut Self, value: Self);
    /// # Safety
    /// As for `load`.
    unsafe fn swap(place: *mut Self, value: Self) -> Self;
    /// The value that was there: `Ok` when it was replaced.
    ///
    /// # Safety
    /// As for `load`.
    unsafe fn replace(place: *mut Self, old: Self, new: Self) -> Result<Self, Self>;
    /// # Safety
    /// As for `load`.
    unsafe fn change(place: *mut Self, change: impl Fn(Self) -> Self) -> Self;
    fn wrapping_add(self, other: Self) -> Self;
    fn wrapping_sub(self, other: Self) -> Self;
    fn and(self, other: Self) -> Self;
    fn or(self, other: Self) -> Self;
    fn xor(self, other: Self) -> Self;
    fn not(self) -> Self;
}

macro_rules! words {
    ($($int:ident $atomic:ident)*) => { $(
        impl Word for $int {
            unsafe fn load(place: *mut $int) -> $int {
                // SAFETY: the caller's promise.
                unsafe { std::sync::atomic::$atomic::from_ptr(place) }.load(SeqCst)
            }
            unsafe fn store(place: *mut $int, value: $int) {
                // SAFETY: the caller's promise.
                unsafe { std::sync::atomic::$atomic::from_ptr(place) }.store(value, SeqCst);
            }
            unsafe fn swap(place: *mut $int, value: $int) -> $int {
                // SAFETY: the caller's promise.
                unsafe { std::sync::atomic::$atomic::from_ptr(place) }.swap(value, SeqCst)
            }
            unsafe fn replace(place: *mut $int, old: $int, new: $int) -> Result<$int, $int> {
                // SAFETY: the caller's promise.
                unsafe { std::sync::atomic::$atomic::from_ptr(place) }.compare_exchange(old, new, SeqCst, SeqCst)
            }
            unsafe fn change(place: *mut $int, change: impl Fn($int) -> $int) -> $int {
                // SAFETY: the caller's promise.
                let atomic = unsafe { std::sync::atomic::$atomic::from_ptr(place) };
                let mut old = atomic.load(SeqCst);
                while let Err(now) = atomic.compare_exchange_weak(old, change(old), SeqCst, SeqCst) {
                    old = now;
                }
                old
            }
            fn wrapping_add(self, other: $int) -> $int {
                <$int>::wrapping_add(self, other)
            }
            fn wrapping_sub(self, other: $int) -> $int {
                <$int>::wrapping_sub(self, other)
            }
            fn and(self, other: $int) -> $int {
                self & other
            }
            fn or(self, other: $int) -> $int {
                self | other
            }
            fn xor(self, other: $int) -> $int {
                self ^ other
            }
            fn not(self) -> $int {
                !self
            }
        }
    )* };
}
words!(i8 AtomicI8 u8 AtomicU8 i16 AtomicI16 u16 AtomicU16 i32 AtomicI32 u32 AtomicU32 i64 AtomicI64 u64 AtomicU64);

/// `__atomic_load_n`
///
/// # Safety
/// As for `Word::load`; so for all of these.
pub unsafe fn load<T: Word>(place: *mut T) -> T {
    // SAFETY: the caller's promise.
    unsafe { T::load(place) }
}

/// `__atomic_store_n`
///
/// # Safety
/// As for `load`.
pub unsafe fn store<T: Word>(place: *mut T, value: T) {
    // SAFETY: the caller's promise.
    unsafe { T::store(place, value) }
}

/// `__atomic_exchange_n`
///
/// # Safety
/// As for `load`.
pub unsafe fn exchange<T: Word>(place: *mut T, value: T) -> T {
    // SAFETY: the caller's promise.
    unsafe { T::swap(place, value) }
}

/// `__atomic_compare_exchange_n`: what was there goes to `expected` when it was something else.
///
/// # Safety
/// As for `load`; `expected` is a place of the caller's own.
pub unsafe fn compare<T: Word>(place: *mut T, expected: *mut T, new: T) -> bool {
    // SAFETY: the caller's promise.
    unsafe {
        match T::replace(place, expected.read(), new) {
            Ok(_) => true,
            Err(now) => {
                expected.write(now);
                false
            }
        }
    }
}

/// `__sync_bool_compare_and_swap`
///
/// # Safety
/// As for `load`.
pub unsafe fn sync_compare<T: Word>(place: *mut T, old: T, new: T) -> bool {
    // SAFETY: the caller's promise.
    unsafe { T::replace(place, old, new) }.is_ok()
}

/// `__sync_val_compare_and_swap`
///
/// # Safety
/// As for `load`.
pub unsafe fn sync_swap<T: Word>(place: *mut T, old: T, new: T) -> T {
    // SAFETY: the caller's promise.
    let (Ok(was) | Err(was)) = unsafe { T::replace(place, old, new) };
    was
}

macro_rules! fetches {
    ($($(#[$doc:meta])* $name:ident: $change:expr;)*) => { $(
        $(#[$doc])*
        ///
        /// # Safety
        /// As for `load`.
        pub unsafe fn $name<T: Word>(place: *mut T, value: T) -> T {
            let change: fn(T, T) -> T = $change;
            // SAFETY: the caller's promise.
            unsafe { T::change(place, |old| change(old, value)) }
        }
    )* };
}
fetches! {
    /// The old value; the sum is stored.
    fetch_add: T::wrapping_add;
    /// The old value; the difference is stored.
    fetch_sub: T::wrapping_sub;
    /// The old value.
    fetch_and: T::and;
    /// The old value.
    fetch_or: T::or;
    /// The old value.
    fetch_xor: T::xor;
    /// The old value; the complement of the conjunction is stored.
    fetch_nand: |a, b| a.and(b).not();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_changed_in_place() {
        let mut word = 5_i32;
        let place = &raw mut word;
        let mut expected = 4;
        // SAFETY: the places are locals.
        unsafe {
            assert_eq!(fetch_add(place, i32::MAX), 5);
            assert_eq!(exchange(place, 6), i32::MIN + 4);
            assert!(!compare(place, &raw mut expected, 9));
            assert_eq!(expected, 6);
            assert!(compare(place, &raw mut expected, 9));
            assert!(sync_compare(place, 9, 12));
            assert_eq!(sync_swap(place, 1, 2), 12);
            assert_eq!(fetch_nand(place, 4), 12);
            assert_eq!(load(place), !4);
            store(place, 3);
            assert_eq!(load(place), 3);
        }
    }
}
