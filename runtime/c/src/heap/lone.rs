//! Static objects.

use std::ops::{Deref, DerefMut};

use super::Link;

/// A static object of a program that starts no thread.
#[repr(transparent)]
pub struct Lone<T>(T);

// SAFETY: by the promise to `Lone::new` there is no second thread to share it with.
unsafe impl<T> Sync for Lone<T> {}

impl<T> Lone<T> {
    /// The object.
    ///
    /// # Safety
    /// Only one thread ever uses it.
    pub const unsafe fn new(value: T) -> Self {
        Lone(value)
    }

    /// The object, for as long as the program lives.
    pub const fn all(&'static self) -> &'static T {
        &self.0
    }

    /// `&object`
    pub const fn link(&'static self) -> Link<T> {
        Link(Some(&self.0))
    }
}

impl<T> Deref for Lone<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.0
    }
}

/// A static array of characters in which other objects are laid, aligned as compilers align it.
#[repr(C, align(32))]
pub struct Aligned<T>(pub T);

impl<T> Deref for Aligned<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Aligned<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}
