//! Arguments behind `...`, and the printf family over them.

use std::ffi::{CStr, c_char, c_int, c_void};

/// One argument, promoted as C does.
#[derive(Clone, Copy, Debug)]
pub enum Arg {
    Int(i64),
    Double(f64),
    Pointer(*mut c_void),
}

/// The arguments that are not read yet.
#[derive(Clone, Copy, Debug, Default)]
pub struct List<'a> {
    rest: &'a [Arg],
}

impl<'a> List<'a> {
    pub const ZERO: List<'static> = List { rest: &[] };

    pub const fn new(args: &'a [Arg]) -> List<'a> {
        List { rest: args }
    }

    fn next(&mut self) -> Option<Arg> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    /// The next argument as an integer; reading past the end gives 0.
    pub fn next_int(&mut self) -> i64 {
        match self.next() {
            Some(Arg::Int(value)) => value,
            Some(Arg::Double(value)) => value.to_bits() as i64,
            Some(Arg::Pointer(value)) => value.expose_provenance() as i64,
            None => 0,
        }
    }

    /// The next argument as a floating number.
    pub fn next_double(&mut self) -> f64 {
        match self.next() {
            Some(Arg::Double(value)) => value,
            Some(Arg::Int(value)) => f64::from_bits(value as u64),
            _ => 0.0,
        }
    }

    /// The next argument as a pointer.
    pub fn next_pointer(&mut self) -> *mut c_void {
        match self.next() {
            Some(Arg::Pointer(value)) => value,
            Some(Arg::Int(value)) => std::ptr::with_exposed_provenance_mut(value as usize),
            _ => std::ptr::null_mut(),
        }
    }
}

unsafe extern "C" {
    fn snprintf(to: *mut c_char, size: usize, format: *const c_char, ...) -> c_int;
    fn fwrite(from: *const c_void, size: usize, count: usize, file: *mut c_void) -> usize;
    fn write(descriptor: c_int, from: *const c_void, count: usize) -> isize;
    static stdout: *mut c_void;
}

/// One conversion: from `%` to its letter.
struct Directive<'a> {
    text: &'a [u8],
    /// `*` as width, as precision.
    stars: usize,
    letter: u8,
    /// `l`, `ll`, `h` and so on.
    length: &'a [u8],
}

/// The directive at the head of `rest`, which begins with `%`.
fn directive(rest: &[u8]) -> Directive<'_> {
    let mut i = 1;
    let mut stars = 0;
    while i < rest.len() && b"-+ #0'".contains(&rest[i]) {
        i += 1;
    }
    while i < rest.len() && (rest[i].is_ascii_digit() || b".*".contains(&rest[i])) {
        stars += usize::from(rest[i] == b'*');
        i += 1;
    }
    let length = i;
    while i < rest.len() && b"hlLqjzt".contains(&rest[i]) {
        i += 1;
    }
    let end = (i + 1).min(rest.len());
    Directive {
        text: &rest[..end],
        stars,
        letter: *rest.get(i).unwrap_or(&0),
        length: &rest[length..i],
    }
}

/// What the C library prints for one directive.
///
/// # Safety
/// The argument fits the directive, as for printf itself.
unsafe fn one(part: &Directive<'_>, stars: &[c_int], list: &mut List<'_>, out: &mut Vec<u8>) {
    let mut format: Vec<u8> = part
        .text
        .iter()
        .copied()
        .filter(|c| {
            !(part.letter == b'f' || part.letter == b'g' || part.letter == b'e') || *c != b'L'
        })
        .collect();
    format.push(0);
    let format = format.as_ptr().cast::<c_char>();
    let call = |to: *mut c_char, size: usize, arg: Arg| -> c_int {
        // SAFETY: the buffer has `size` bytes and the format ends with NUL; the rest is the caller's promise.
        unsafe {
            match (arg, stars) {
                (Arg::Int(v), []) => snprintf(to, size, format, v),
                (Arg::Int(v), [a]) => snprintf(to, size, format, *a, v),
                (Arg::Int(v), [a, b, ..]) => snprintf(to, size, format, *a, *b, v),
                (Arg::Double(v), []) => snprintf(to, size, format, v),
                (Arg::Double(v), [a]) => snprintf(to, size, format, *a, v),
                (Arg::Double(v), [a, b, ..]) => snprintf(to, size, format, *a, *b, v),
                (Arg::Pointer(v), []) => snprintf(to, size, format, v),
                (Arg::Pointer(v), [a]) => snprintf(to, size, format, *a, v),
                (Arg::Pointer(v), [a, b, ..]) => snprintf(to, size, format, *a, *b, v),
            }
        }
    };
    let arg = match part.letter {
        b'a' | b'A' | b'e' | b'E' | b'f' | b'F' | b'g' | b'G' => Arg::Double(list.next_double()),
        b's' | b'p' => Arg::Pointer(list.next_pointer()),
        _ => Arg::Int(list.next_int()),
    };
    let length = call(std::ptr::null_mut(), 0, arg).max(0) as usize;
    let from = out.len();
    out.resize(from + length + 1, 0);
    call(out[from..].as_mut_ptr().cast(), length + 1, arg);
    out.pop();
}

/// The text that `vprintf` makes.
///
/// # Safety
/// `format` is a C string, and the arguments fit it.
unsafe fn text(format: *const c_char, mut list: List<'_>) -> Vec<u8> {
    // SAFETY: the caller's promise.
    let format = unsafe { CStr::from_ptr(format) }.to_bytes();
    let mut out = Vec::with_capacity(format.len() + 32);
    let mut i = 0;
    while i < format.len() {
        if format[i] != b'%' {
            out.push(format[i]);
            i += 1;
            continue;
        }
        let part = directive(&format[i..]);
        i += part.text.len();
        match part.letter {
            b'%' => out.push(b'%'),
            b'n' => {
                let to = list.next_pointer();
                let count = out.len();
                // SAFETY: `%n` takes a pointer to an integer of the given length.
                unsafe {
                    match part.length {
                        b"hh" => to.cast::<i8>().write(count as i8),
                        b"h" => to.cast::<i16>().write(count as i16),
                        b"l" | b"ll" | b"j" | b"z" | b"t" => to.cast::<i64>().write(count as i64),
                        _ => to.cast::<i32>().write(count as i32),
                    }
                }
            }
            b'm' | 0 => out.extend_from_slice(part.text),
            _ => {
                let stars: Vec<c_int> = (0..part.stars).map(|_| list.next_int() as c_int).collect();
                // SAFETY: the caller's promise.
                unsafe { one(&part, &stars, &mut list, &mut out) };
            }
        }
    }
    out
}

/// `vprintf`
///
/// # Safety
/// As for printf.
pub unsafe fn vprintf(format: *const c_char, list: List<'_>) -> c_int {
    // SAFETY: the caller's promise; stdout is the library's own.
    unsafe { vfprintf(stdout, format, list) }
}

/// `vfprintf`
///
/// # Safety
/// As for fprintf.
pub unsafe fn vfprintf<F>(file: *mut F, format: *const c_char, list: List<'_>) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let bytes = text(format, list);
        if fwrite(bytes.as_ptr().cast(), 1, bytes.len(), file.cast()) < bytes.len() {
            -1
        } else {
            bytes.len() as c_int
        }
    }
}

/// `vdprintf`
///
/// # Safety
/// As for printf.
pub unsafe fn vdprintf(descriptor: c_int, format: *const c_char, list: List<'_>) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let bytes = text(format, list);
        write(descriptor, bytes.as_ptr().cast(), bytes.len()) as c_int
    }
}

/// `vsprintf`
///
/// # Safety
/// As for sprintf: the text fits.
pub unsafe fn vsprintf(to: *mut c_char, format: *const c_char, list: List<'_>) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { vsnprintf(to, usize::MAX as u64, format, list) }
}

/// `vsnprintf`
///
/// # Safety
/// As for snprintf.
pub unsafe fn vsnprintf(
    to: *mut c_char,
    size: u64,
    format: *const c_char,
    list: List<'_>,
) -> c_int {
    // SAFETY: the caller's promise.
    let bytes = unsafe { text(format, list) };
    if size > 0 {
        let kept = bytes.len().min(size as usize - 1);
        // SAFETY: at most `size` bytes are written.
        unsafe {
            std::ptr::copy_nonoverlapping(bytes.as_ptr().cast(), to, kept);
            to.add(kept).write(0);
        }
    }
    bytes.len() as c_int
}

/// `vasprintf`
///
/// # Safety
/// As for asprintf.
pub unsafe fn vasprintf(to: *mut *mut c_char, format: *const c_char, list: List<'_>) -> c_int {
    // SAFETY: the caller's promise; the memory is the library's, to be freed by it.
    unsafe {
        let bytes = text(format, list);
        let memory = crate::raw::malloc(bytes.len() as u64 + 1).cast::<c_char>();
        if memory.is_null() {
            return -1;
        }
        std::ptr::copy_nonoverlapping(bytes.as_ptr().cast(), memory, bytes.len());
        memory.add(bytes.len()).write(0);
        to.write(memory);
        bytes.len() as c_int
    }
}
