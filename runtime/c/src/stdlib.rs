//! Functions of the C library that take and give numbers only.

use std::ffi::{c_int, c_long, c_uint};

mod library {
    use super::*;
    unsafe extern "C" {
        pub safe fn rand() -> c_int;
        pub safe fn srand(seed: c_uint);
        pub safe fn clock() -> c_long;
    }
}

pub use library::{clock, rand, srand};
