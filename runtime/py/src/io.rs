//! `io`: files in memory.

mod bytes;
pub use bytes::*;

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use crate::exception::value_error;
use crate::integer::Integer;
use crate::show::{Repr, same_str};

/// `io.StringIO`: the text, the place in it and its length, both in characters. Cloning makes a further handle to the same text.
#[derive(Clone, Default)]
pub struct StringIO(Rc<RefCell<(String, usize, usize)>>);

/// Told apart by what they are, not by what they hold.
impl PartialEq for StringIO {
    fn eq(&self, other: &StringIO) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// `<_io.StringIO object at 0x…>`
impl Repr for StringIO {
    fn fmt_repr(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<_io.StringIO object at {:p}>", self.0)
    }
}

same_str! {
    [] StringIO;
}

/// `StringIO()`
pub fn string_io() -> StringIO {
    StringIO::default()
}

/// `StringIO(text)`
pub fn string_io_of(text: &str) -> StringIO {
    StringIO(Rc::new(RefCell::new((text.to_owned(), 0, crate::str::length(text)))))
}

/// `self.write(text)`: over what is there; behind the end, after NUL characters up to the place.
pub fn write(file: &StringIO, text: &str) -> i64 {
    let (content, place, length) = &mut *file.0.borrow_mut();
    let count = crate::str::length(text);
    if *place < *length {
        let start = crate::str::offset(content, *place);
        let end = start + crate::str::offset(&content[start..], count);
        content.replace_range(start..end, text);
    } else if count > 0 {
        content.extend(std::iter::repeat_n('\0', *place - *length));
        content.push_str(text);
    }
    *place += count;
    if count > 0 {
        *length = (*length).max(*place);
    }
    count as i64
}

/// `redirect_stdout(self)`
pub fn redirect(file: &StringIO) {
    let file = file.clone();
    crate::stdout::redirect(move |text| {
        write(&file, text);
    });
}

/// `sys.stdout = self`
pub fn set_stdout(file: &StringIO) {
    crate::stdout::reset();
    redirect(file);
}

/// `self.getvalue()`
pub fn getvalue(file: &StringIO) -> String {
    file.0.borrow().0.clone()
}

/// `self.read()`
pub fn read(file: &StringIO) -> String {
    let (content, place, _) = &mut *file.0.borrow_mut();
    let text = content[crate::str::offset(content, *place)..].to_owned();
    *place += crate::str::length(&text);
    text
}

/// `self.read(count)`
pub fn read_count(file: &StringIO, count: impl Integer) -> String {
    let Ok(count) = usize::try_from(count.clamp_i64()) else { return read(file) };
    let (content, place, _) = &mut *file.0.borrow_mut();
    let rest = &content[crate::str::offset(content, *place)..];
    let text = rest[..crate::str::offset(rest, count)].to_owned();
    *place += crate::str::length(&text);
    text
}

/// `self.writelines(lines)`
pub fn writelines(file: &StringIO, lines: impl IntoIterator<Item = String>) {
    for line in lines {
        write(file, &line);
    }
}

/// `self.readline()`
pub fn readline(file: &StringIO) -> String {
    let (content, place, _) = &mut *file.0.borrow_mut();
    let rest = &content[crate::str::offset(content, *place)..];
    let end = rest.find('\n').map_or(rest.len(), |end| end + 1);
    let line = rest[..end].to_owned();
    *place += crate::str::length(&line);
    line
}

/// `for line in self`
pub fn iter(file: &StringIO) -> impl Iterator<Item = String> + use<> {
    let file = file.clone();
    std::iter::from_fn(move || Some(readline(&file)).filter(|line| !line.is_empty()))
}

/// `self.readlines()`
pub fn readlines(file: &StringIO) -> Vec<String> {
    iter(file).collect()
}

/// `self.seek(place)`
pub fn seek(file: &StringIO, place: impl Integer) -> i64 {
    let place = place.clamp_i64().max(0);
    file.0.borrow_mut().1 = place as usize;
    place
}

fallible! {
    /// `self.seek(place, whence)`: from here or the end only by nothing
    fn seek_from / try_seek_from [](file: &StringIO, place: impl Integer, whence: impl Integer) -> i64 {
        match (whence.clamp_i64(), place.clamp_i64()) {
            (0, place) => Ok(seek(file, place)),
            (1, 0) => Ok(tell(file)),
            (2, 0) => {
                let end = file.0.borrow().2;
                Ok(seek(file, end as i64))
            }
            (1 | 2, _) => Err(crate::exception::Exception::new("OSError", "Can't do nonzero cur-relative seeks")),
            (whence, _) => Err(value_error(format!("Invalid whence ({whence}, should be 0, 1 or 2)"))),
        }
    }
}

/// `self.truncate()`
pub fn truncate_here(file: &StringIO) -> i64 {
    let place = tell(file);
    truncate(file, place)
}

/// `self.tell()`
pub fn tell(file: &StringIO) -> i64 {
    file.0.borrow().1 as i64
}

/// `self.truncate(size)`
pub fn truncate(file: &StringIO, size: impl Integer) -> i64 {
    let size = size.clamp_i64().max(0);
    let (content, _, length) = &mut *file.0.borrow_mut();
    let end = crate::str::offset(content, size as usize);
    content.truncate(end);
    *length = (*length).min(size as usize);
    size
}

/// `self.readable()` and the like
pub fn always(_: &StringIO) -> bool {
    true
}

/// `self.isatty()`
pub fn never(_: &StringIO) -> bool {
    false
}

/// `self.close()`, `self.flush()`
pub fn close(_: &StringIO) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_and_reads() {
        let file = string_io();
        write(&file, "one\ntwo\n");
        assert_eq!(read(&file), "");
        seek(&file, 0);
        assert_eq!(readlines(&file), ["one\n", "two\n"]);
        assert_eq!(getvalue(&file), "one\ntwo\n");
        seek(&file, 10);
        assert_eq!(write(&file, "ü"), 1);
        seek(&file, 8);
        assert_eq!(read(&file), "\0\0ü");
    }
}
