//! `setjmp` and `longjmp`: an unwind that carries the buffer it goes to.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// A jump under way: the address of the buffer that it goes to, and the value that `setjmp` gives there.
#[derive(Clone, Copy, Debug)]
pub struct Jump {
    buffer: usize,
    value: i32,
}

impl Jump {
    /// 0 when there was no jump.
    pub fn buffer(self) -> usize {
        self.buffer
    }

    pub fn value(self) -> i32 {
        self.value
    }
}

/// Runs the states of a function that calls `setjmp`. The jump that came out of it, to whatever buffer.
pub fn attempt(body: impl FnOnce()) -> Jump {
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(()) => Jump { buffer: 0, value: 0 },
        Err(payload) => match payload.downcast::<Jump>() {
            Ok(jump) => *jump,
            Err(other) => resume_unwind(other),
        },
    }
}

/// Runs what `setjmp` guards. The value of a jump to this buffer, 0 when there was none.
pub fn protect(buffer: usize, body: impl FnOnce()) -> i32 {
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(()) => 0,
        Err(payload) => match payload.downcast::<Jump>() {
            Ok(jump) if jump.buffer == buffer => jump.value,
            Ok(jump) => resume_unwind(jump),
            Err(other) => resume_unwind(other),
        },
    }
}

/// `longjmp`: 0 becomes 1.
pub fn raise(buffer: usize, value: i32) -> ! {
    resume_unwind(Box::new(Jump { buffer, value: if value == 0 { 1 } else { value } }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jump_comes_out_where_it_goes_to() {
        let jump = attempt(|| assert_eq!(protect(1, || raise(2, 0)), 0));
        assert_eq!((jump.buffer(), jump.value()), (2, 1));
        assert_eq!(attempt(|| {}).buffer(), 0);
        assert_eq!(protect(3, || raise(3, 7)), 7);
    }
}
