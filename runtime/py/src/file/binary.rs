//! Files in binary mode.

use super::*;

/// A file opened in binary mode.
#[derive(Clone, PartialEq)]
pub struct Binary(pub(super) File);

fallible! {
    /// `self.read()`
    fn read_bytes / try_read_bytes [](file: &Binary) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut state = file.0.0.borrow_mut();
        state.reader()?.read_to_end(&mut bytes).map_err(|error| os_error(&error, None))?;
        Ok(bytes)
    }

    /// `self.read(count)`
    fn read_bytes_count / try_read_bytes_count [](file: &Binary, count: impl Integer) -> Vec<u8> {
        let Ok(count) = u64::try_from(count.clamp_i64()) else { return try_read_bytes(file) };
        let mut bytes = Vec::new();
        let mut state = file.0.0.borrow_mut();
        state.reader()?.take(count).read_to_end(&mut bytes).map_err(|error| os_error(&error, None))?;
        Ok(bytes)
    }

    /// `self.readline()`
    fn read_bytes_line / try_read_bytes_line [](file: &Binary) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut state = file.0.0.borrow_mut();
        state.reader()?.read_until(b'\n', &mut bytes).map_err(|error| os_error(&error, None))?;
        Ok(bytes)
    }

    /// `self.write(data)`
    fn write_bytes / try_write_bytes [](file: &Binary, data: &[u8]) -> i64 {
        let mut state = file.0.0.borrow_mut();
        state.writer()?.write_all(data).map_err(|error| os_error(&error, None))?;
        Ok(data.len() as i64)
    }

    /// `self.seek(place, whence)`
    fn seek_binary / try_seek_binary [](file: &Binary, place: impl Integer, whence: impl Integer) -> i64 {
        let place = place.clamp_i64();
        let target = match whence.clamp_i64() {
            1 => SeekFrom::Current(place),
            2 => SeekFrom::End(place),
            _ => SeekFrom::Start(u64::try_from(place).map_err(|_| value_error(format!("negative seek value {place}")))?),
        };
        file.0.0.borrow_mut().go_to(target)
    }

    /// `self.tell()`
    fn tell_binary / try_tell_binary [](file: &Binary) -> i64 {
        let mut state = file.0.0.borrow_mut();
        let place = match state.stream()? {
            Stream::Read(reader) => reader.stream_position(),
            Stream::Write(writer) => writer.stream_position(),
        };
        place.map(|place| place as i64).map_err(|error| os_error(&error, None))
    }

    /// `self.readlines()`
    fn read_bytes_lines / try_read_bytes_lines [](file: &Binary) -> Vec<Vec<u8>> {
        let mut lines = Vec::new();
        loop {
            let line = try_read_bytes_line(file)?;
            if line.is_empty() {
                return Ok(lines);
            }
            lines.push(line);
        }
    }

    /// `self.flush()`
    fn flush_binary / try_flush_binary [](file: &Binary) -> () {
        super::try_flush(&file.0)
    }

    /// `self.close()`
    fn close_binary / try_close_binary [](file: &Binary) -> () {
        try_close(&file.0)
    }
}

/// `with file`: the file itself
pub fn enter_binary(file: &Binary) -> Binary {
    file.clone()
}
