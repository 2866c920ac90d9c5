//! Pointers to constants.

/// A pointer to elements that live as long as the program.
pub fn literal<T: Copy, const N: usize>(elements: [T; N]) -> *mut T {
    Box::leak(Box::new(elements)).as_mut_ptr()
}
