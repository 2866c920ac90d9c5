//! Files of sockets: readers that read ahead.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::socket::{Socket, State, small, try_recv};
use crate::exception::Result;
use crate::integer::Integer;

impl Socket {
    /// Reads ahead from it, for as long as the reader lives.
    #[must_use]
    pub fn reader(&self) -> Reader {
        Reader(Rc::new(Ahead {
            socket: Self(Rc::new(State {
                descriptor: RefCell::new(self.0.descriptor.borrow().clone()),
                timeout: Cell::new(None),
                sender: RefCell::default(),
            })),
            timeouts: Rc::clone(&self.0),
            bytes: RefCell::default(),
            start: Cell::new(0),
        }))
    }
}

/// A reader of a socket that reads ahead; cloning makes a further handle.
#[derive(Clone)]
pub struct Reader(Rc<Ahead>);

struct Ahead {
    socket: Socket,
    /// Whose timeout counts.
    timeouts: Rc<State>,
    bytes: RefCell<Vec<u8>>,
    start: Cell<usize>,
}

impl Reader {
    fn ahead(&self) -> usize {
        self.0.bytes.borrow().len() - self.0.start.get()
    }

    /// Reads more; false at the end.
    fn more(&self, wanted: usize) -> Result<bool> {
        self.0.socket.settimeout(self.0.timeouts.timeout.get());
        let more = try_recv(&self.0.socket, wanted.max(8192) as i64)?;
        if self.ahead() == 0 {
            self.0.bytes.borrow_mut().clear();
            self.0.start.set(0);
        }
        self.0.bytes.borrow_mut().extend_from_slice(&more);
        Ok(!more.is_empty())
    }

    fn take(&self, count: usize) -> Vec<u8> {
        let (bytes, start) = (self.0.bytes.borrow(), self.0.start.get());
        let end = start.saturating_add(count).min(bytes.len());
        self.0.start.set(end);
        bytes[start..end].to_vec()
    }

    /// `file.close()`
    pub fn close(&self) {
        self.0.socket.close();
    }
}

fallible! {
    /// `file.read(size)`: all that comes where `size` is negative
    fn read / try_read [](reader: &Reader, size: impl Integer) -> Vec<u8> {
        let size = usize::try_from(small(size)).unwrap_or(usize::MAX >> 1);
        while reader.ahead() < size && reader.more(size - reader.ahead())? {}
        Ok(reader.take(size))
    }

    /// `file.read1(size)`
    fn read_some / try_read_some [](reader: &Reader, size: impl Integer) -> Vec<u8> {
        let size = usize::try_from(small(size)).unwrap_or(usize::MAX >> 1);
        if reader.ahead() == 0 && size > 0 {
            reader.more(1)?;
        }
        Ok(reader.take(size))
    }

    /// `file.readline(limit)`
    fn readline / try_readline [](reader: &Reader, limit: impl Integer) -> Vec<u8> {
        let limit = usize::try_from(small(limit)).unwrap_or(usize::MAX >> 1);
        let mut seen = 0;
        loop {
            let place = reader.0.bytes.borrow()[reader.0.start.get() + seen..].iter().position(|byte| *byte == b'\n');
            if let Some(place) = place {
                return Ok(reader.take(limit.min(seen + place + 1)));
            }
            seen = reader.ahead();
            if seen >= limit || !reader.more(1)? {
                return Ok(reader.take(limit));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{pair, sendall, shutdown};
    use super::*;

    #[test]
    fn lines_and_the_rest() {
        let (one, other) = pair();
        sendall(&one, b"first\nsecond\nrest");
        shutdown(&one, 1);
        let reader = other.reader();
        other.close();
        assert_eq!(readline(&reader, -1), b"first\n");
        assert_eq!(readline(&reader, 3), b"sec");
        assert_eq!(readline(&reader, -1), b"ond\n");
        assert_eq!(read(&reader, -1), b"rest");
        assert_eq!(read(&reader, 5), b"");
    }
}
