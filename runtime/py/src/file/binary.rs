//! Files in binary mode.

use super::*;

/// A file opened in binary mode.
#[derive(Clone)]
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

    /// `self.close()`
    fn close_binary / try_close_binary [](file: &Binary) -> () {
        try_close(&file.0)
    }
}

/// `with file`: the file itself
pub fn enter_binary(file: &Binary) -> Binary {
    file.clone()
}
