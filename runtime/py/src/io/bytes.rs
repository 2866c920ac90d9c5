//! `io.BytesIO`

use std::cell::RefCell;
use std::rc::Rc;

use crate::exception::value_error;
use crate::integer::Integer;

/// Bytes with a place. Cloning makes a further handle to the same ones.
#[derive(Clone, Default)]
pub struct BytesIO(Rc<RefCell<(Vec<u8>, usize)>>);

/// `BytesIO()`
pub fn bytes_io() -> BytesIO {
    BytesIO::default()
}

/// `BytesIO(data)`
pub fn bytes_io_of(data: &[u8]) -> BytesIO {
    BytesIO(Rc::new(RefCell::new((data.to_vec(), 0))))
}

/// `self.write(data)`
pub fn write_bytes(file: &BytesIO, data: &[u8]) -> i64 {
    let (content, place) = &mut *file.0.borrow_mut();
    if content.len() < *place {
        content.resize(*place, 0);
    }
    let end = (*place + data.len()).min(content.len());
    content.splice(*place..end, data.iter().copied());
    *place += data.len();
    data.len() as i64
}

/// `self.read()`
pub fn read_bytes(file: &BytesIO) -> Vec<u8> {
    read_bytes_count(file, -1)
}

/// `self.read(count)`
pub fn read_bytes_count(file: &BytesIO, count: impl Integer) -> Vec<u8> {
    let (content, place) = &mut *file.0.borrow_mut();
    let start = (*place).min(content.len());
    let size = usize::try_from(count.clamp_i64()).unwrap_or(usize::MAX).min(content.len() - start);
    *place += size;
    content[start..start + size].to_vec()
}

/// `self.readline()`
pub fn read_bytes_line(file: &BytesIO) -> Vec<u8> {
    let size = {
        let (content, place) = &*file.0.borrow();
        let rest = content.get(*place..).unwrap_or(&[]);
        rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |end| end + 1)
    };
    read_bytes_count(file, size as i64)
}

/// `self.getvalue()`
pub fn bytes_value(file: &BytesIO) -> Vec<u8> {
    file.0.borrow().0.clone()
}

/// `self.tell()`
pub fn bytes_place(file: &BytesIO) -> i64 {
    file.0.borrow().1 as i64
}

/// `self.seek(place)`
pub fn seek_bytes(file: &BytesIO, place: impl Integer) -> i64 {
    let place = place.clamp_i64().max(0);
    file.0.borrow_mut().1 = place as usize;
    place
}

fallible! {
    /// `self.seek(place, whence)`
    fn seek_bytes_from / try_seek_bytes_from [](file: &BytesIO, place: impl Integer, whence: impl Integer) -> i64 {
        let start = match whence.clamp_i64() {
            0 => 0,
            1 => bytes_place(file),
            2 => file.0.borrow().0.len() as i64,
            whence => return Err(value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)"))),
        };
        Ok(seek_bytes(file, start.saturating_add(place.clamp_i64())))
    }
}

/// `self.readlines()`
pub fn read_bytes_lines(file: &BytesIO) -> Vec<Vec<u8>> {
    bytes_lines(file).collect()
}

/// `for line in self`
pub fn bytes_lines(file: &BytesIO) -> impl Iterator<Item = Vec<u8>> + use<> {
    let file = file.clone();
    std::iter::from_fn(move || Some(read_bytes_line(&file)).filter(|line| !line.is_empty()))
}

/// `self.truncate(size)`
pub fn truncate_bytes(file: &BytesIO, size: impl Integer) -> i64 {
    let size = size.clamp_i64().max(0);
    file.0.borrow_mut().0.truncate(size as usize);
    size
}

/// `self.truncate()`
pub fn truncate_bytes_here(file: &BytesIO) -> i64 {
    let place = bytes_place(file);
    truncate_bytes(file, place)
}

/// `self.close()`, `self.flush()`
pub fn close_bytes(_: &BytesIO) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_in_place() {
        let file = bytes_io_of(b"abc\nd");
        assert_eq!(read_bytes_line(&file), b"abc\n");
        write_bytes(&file, b"xyz");
        assert_eq!((bytes_value(&file), bytes_place(&file)), (b"abc\nxyz".to_vec(), 7));
        seek_bytes(&file, 0);
        assert_eq!(read_bytes_count(&file, 2), b"ab");
    }
}
