//! Runtime of shell programs translated to Rust.
