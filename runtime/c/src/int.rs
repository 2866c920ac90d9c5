//! Integer functions that std has not.

/// One plus the index of the lowest set bit; 0 for 0.
pub const fn ffs(value: i64) -> i32 {
    if value == 0 { 0 } else { value.trailing_zeros() as i32 + 1 }
}
