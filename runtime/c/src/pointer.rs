//! Pointers to constants.

/// A pointer to elements that live as long as the program; nobody writes them.
pub const fn literal<T, const N: usize>(elements: &'static [T; N]) -> *mut T {
    elements.as_ptr().cast_mut()
}
