//! Files by their names: what needs no stream.

use super::library;
use crate::heap::View;
use crate::string::c_string;
use std::ffi::CString;

/// A name as the library takes it: NULL was no text, and names no file, as "" does.
pub(super) fn path(name: &[i8]) -> CString {
    if name.is_empty() { CString::default() } else { c_string(name) }
}

pub fn remove(name: &[i8]) -> i32 {
    // SAFETY: C strings, here and below.
    unsafe { library::remove(path(name).as_ptr()) }
}

pub fn rename(from: &[i8], to: &[i8]) -> i32 {
    // SAFETY: as above.
    unsafe { library::rename(path(from).as_ptr(), path(to).as_ptr()) }
}

pub fn remove_view(name: View<'_, i8>) -> i32 {
    remove(name.items())
}

pub fn rename_view(from: View<'_, i8>, to: View<'_, i8>) -> i32 {
    rename(from.items(), to.items())
}
