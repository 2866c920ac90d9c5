//! `setjmp` and `longjmp`: an unwind that carries the buffer it goes to.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

struct Jump {
    buffer: usize,
    value: i32,
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
