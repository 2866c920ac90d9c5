//! How many digits integers may have as text: `sys.set_int_max_str_digits`.

use std::cell::Cell;

use crate::exception::{Exception, value_error};

thread_local! {
    static LIMIT: Cell<usize> = const { Cell::new(4300) };
}

/// A limit below this one cannot be set.
const LEAST: i64 = 640;

/// `sys.get_int_max_str_digits()`
pub fn max_digits() -> i64 {
    LIMIT.get() as i64
}

/// `sys.set_int_max_str_digits(limit)`
#[track_caller]
pub fn set_max_digits(limit: i64) {
    if limit != 0 && limit < LEAST {
        value_error("maxdigits must be 0 or larger than 640").unwind()
    }
    LIMIT.set(limit as usize);
}

/// Fails for a text of more digits than are allowed, which is to be written, or to be read.
pub(crate) fn check_digits(digits: usize, reading: bool) -> Result<(), Exception> {
    let limit = LIMIT.get();
    if limit == 0 || digits <= limit {
        return Ok(());
    }
    let found = if reading { format!(": value has {digits} digits") } else { String::new() };
    Err(value_error(format!(
        "Exceeds the limit ({limit} digits) for integer string conversion{found}; use sys.set_int_max_str_digits() to increase the limit"
    )))
}
