//! `asyncio`: connections as streams of bytes. A connection reads ahead into its buffer, and writes what the system does not take at once when it does.

use super::*;
use crate::exception::Result;
use crate::integer::Integer;
use crate::net::{self, Address, Descriptor, Direction};
use rustix::io::Errno;
use rustix::net::{RecvFlags, SendFlags, Shutdown};

mod listening;
mod waiting;

pub use listening::*;
pub use waiting::*;

/// How much is written ahead before `drain` waits, and down to where it waits then.
const HIGH: usize = 64 << 10;
const LOW: usize = 16 << 10;
/// How much is read at once.
const MOST: usize = 256 << 10;

/// An integer that no system has room for more than.
fn small(value: impl Integer) -> i64 {
    value.to_i64().unwrap_or(if value.is_negative() { i64::MIN } else { i64::MAX })
}

/// A number of bytes.
fn size(value: impl Integer) -> usize {
    usize::try_from(small(value)).unwrap_or(0).min(usize::MAX >> 1)
}

/// A connection; cloning makes a further handle.
#[derive(Clone)]
pub struct Stream(Rc<Connection>);

struct Connection {
    socket: RefCell<Option<Descriptor>>,
    name: Address,
    peer: Address,
    limit: usize,
    /// What has been read, from `start` on.
    input: RefCell<Vec<u8>>,
    start: Cell<usize>,
    ended: Cell<bool>,
    /// Too much has been read ahead.
    paused: Cell<bool>,
    failure: RefCell<Option<Exception>>,
    reader: RefCell<Option<Waker>>,
    output: RefCell<VecDeque<u8>>,
    /// Too much has been written ahead: who drains waits.
    full: Cell<bool>,
    closing: Cell<bool>,
    no_more: Cell<bool>,
    lost: Cell<bool>,
    drains: RefCell<Vec<Waker>>,
    closes: RefCell<Vec<Waker>>,
}

impl Stream {
    fn new(socket: Descriptor, limit: usize) -> Self {
        Self(Rc::new(Connection {
            name: net::address(rustix::net::getsockname(&*socket).ok()),
            peer: net::address(rustix::net::getpeername(&*socket).ok().flatten()),
            socket: RefCell::new(Some(socket)),
            limit,
            input: RefCell::default(),
            start: Cell::new(0),
            ended: Cell::new(false),
            paused: Cell::new(false),
            failure: RefCell::new(None),
            reader: RefCell::new(None),
            output: RefCell::default(),
            full: Cell::new(false),
            closing: Cell::new(false),
            no_more: Cell::new(false),
            lost: Cell::new(false),
            drains: RefCell::default(),
            closes: RefCell::default(),
        }))
    }

    /// Begins to read.
    pub fn begin(&self) {
        if let (Some(socket), false) = (self.socket(), self.0.closing.get()) {
            let stream = self.clone();
            net::unwatch(&socket, Direction::Read, None);
            net::watch(&socket, Direction::Read, move || stream.receive());
        }
    }

    fn socket(&self) -> Option<Descriptor> {
        self.0.socket.borrow().clone()
    }

    fn unwatch(&self, direction: Direction) {
        if let Some(socket) = self.socket() {
            net::unwatch(&socket, direction, None);
        }
    }

    fn wake_reader(&self) {
        if let Some(waker) = self.0.reader.take() {
            waker.wake();
        }
    }

    /// Reads what has come.
    fn receive(&self) {
        thread_local! {
            static ROOM: RefCell<Vec<u8>> = RefCell::new(vec![0; MOST]);
        }
        let (Some(socket), false) = (self.socket(), self.0.lost.get()) else { return };
        let received = ROOM.with_borrow_mut(|room| {
            let (count, _) = rustix::net::recv(&*socket, room.as_mut_slice(), RecvFlags::empty())?;
            self.0.input.borrow_mut().extend_from_slice(&room[..count]);
            Ok(count)
        });
        match received {
            Err(Errno::AGAIN | Errno::INTR) => {}
            Err(error) => self.fail(net::failed(error)),
            Ok(0) => {
                self.0.ended.set(true);
                self.unwatch(Direction::Read);
                self.wake_reader();
            }
            Ok(_) => {
                self.wake_reader();
                if self.buffered() > 2 * self.0.limit {
                    self.0.paused.set(true);
                    self.unwatch(Direction::Read);
                }
            }
        }
    }

    fn buffered(&self) -> usize {
        self.0.input.borrow().len() - self.0.start.get()
    }

    /// Goes on reading when enough has been taken.
    fn resume(&self) {
        if self.0.paused.get() && self.buffered() <= self.0.limit {
            self.0.paused.set(false);
            if !self.0.ended.get() {
                self.begin();
            }
        }
    }

    /// What has been read, up to `count` bytes.
    fn take(&self, count: usize) -> Vec<u8> {
        let mut input = self.0.input.borrow_mut();
        let start = self.0.start.get();
        let end = (start + count).min(input.len());
        let taken = if start == 0 && end == input.len() {
            self.0.start.set(0);
            std::mem::take(&mut *input)
        } else {
            let taken = input[start..end].to_vec();
            if end == input.len() {
                input.clear();
                self.0.start.set(0);
            } else if end > MOST {
                input.drain(..end);
                self.0.start.set(0);
            } else {
                self.0.start.set(end);
            }
            taken
        };
        drop(input);
        self.resume();
        taken
    }

    /// A failure of the connection: all who wait are told.
    fn fail(&self, error: Exception) {
        if self.0.lost.replace(true) {
            return;
        }
        self.0.output.borrow_mut().clear();
        self.unwatch(Direction::Write);
        self.unwatch(Direction::Read);
        self.0.closing.set(true);
        let stream = self.clone();
        call_soon(move || stream.lose(Some(error)));
    }

    /// The end of the connection.
    fn lose(&self, error: Option<Exception>) {
        self.0.lost.set(true);
        match error {
            Some(error) => {
                self.0.failure.replace(Some(error));
            }
            None => self.0.ended.set(true),
        }
        self.wake_reader();
        for waker in self.0.drains.take().into_iter().chain(self.0.closes.take()) {
            waker.wake();
        }
        drop(self.0.socket.take());
    }

    /// Writes what the system takes; false when it takes no more now.
    fn send(&self, socket: &Descriptor, bytes: &[u8]) -> std::result::Result<usize, Exception> {
        match rustix::net::send(&**socket, bytes, SendFlags::NOSIGNAL) {
            Ok(count) => Ok(count),
            Err(Errno::AGAIN | Errno::INTR) => Ok(0),
            Err(error) => Err(net::failed(error)),
        }
    }

    /// Writes what has been kept.
    fn flush(&self) {
        let Some(socket) = self.socket() else { return };
        let sent = {
            let mut output = self.0.output.borrow_mut();
            self.send(&socket, output.make_contiguous()).map(|count| drop(output.drain(..count)))
        };
        if let Err(error) = sent {
            return self.fail(error);
        }
        let left = self.0.output.borrow().len();
        if self.0.full.get() && left <= LOW {
            self.0.full.set(false);
            self.0.drains.take().into_iter().for_each(Waker::wake);
        }
        if left == 0 {
            self.unwatch(Direction::Write);
            if self.0.closing.get() {
                self.lose(None);
            } else if self.0.no_more.get() {
                let _ = rustix::net::shutdown(&*socket, Shutdown::Write);
            }
        }
    }

    /// `writer.close()`
    pub fn close(&self) {
        if self.0.closing.replace(true) {
            return;
        }
        self.unwatch(Direction::Read);
        if self.0.output.borrow().is_empty() {
            self.0.lost.set(true);
            let stream = self.clone();
            call_soon(move || stream.lose(None));
        }
    }

    /// `transport.abort()`
    pub fn abort(&self) {
        if self.0.lost.replace(true) {
            return;
        }
        self.0.closing.set(true);
        self.0.output.borrow_mut().clear();
        self.unwatch(Direction::Write);
        self.unwatch(Direction::Read);
        let stream = self.clone();
        call_soon(move || stream.lose(None));
    }

    /// `writer.is_closing()`
    #[must_use]
    pub fn is_closing(&self) -> bool {
        self.0.closing.get()
    }

    /// `reader.at_eof()`
    #[must_use]
    pub fn at_eof(&self) -> bool {
        self.0.ended.get() && self.buffered() == 0
    }

    /// `get_extra_info("sockname")[0]`
    #[must_use]
    pub fn host(&self) -> String {
        self.0.name.0.clone()
    }

    /// `get_extra_info("sockname")[1]`
    #[must_use]
    pub fn port(&self) -> i64 {
        self.0.name.1
    }

    /// `get_extra_info("peername")[0]`
    #[must_use]
    pub fn peer_host(&self) -> String {
        self.0.peer.0.clone()
    }

    /// `get_extra_info("peername")[1]`
    #[must_use]
    pub fn peer_port(&self) -> i64 {
        self.0.peer.1
    }

    fn check(&self) -> Result<()> {
        match &*self.0.failure.borrow() {
            Some(error) => Err(error.clone()),
            None => Ok(()),
        }
    }
}

fallible! {
    /// `writer.write(bytes)`
    fn write / try_write [](stream: &Stream, bytes: &[u8]) -> () {
        let connection = &stream.0;
        if connection.no_more.get() {
            return Err(runtime_error("Cannot call write() after write_eof()"));
        }
        if bytes.is_empty() || connection.lost.get() {
            return Ok(());
        }
        let Some(socket) = stream.socket() else { return Ok(()) };
        let mut rest = bytes;
        if connection.output.borrow().is_empty() {
            match stream.send(&socket, bytes) {
                Ok(count) => rest = &bytes[count..],
                Err(error) => {
                    stream.fail(error);
                    return Ok(());
                }
            }
            if rest.is_empty() {
                return Ok(());
            }
            let sender = stream.clone();
            net::watch(&socket, Direction::Write, move || sender.flush());
        }
        connection.output.borrow_mut().extend(rest);
        if connection.output.borrow().len() > HIGH {
            connection.full.set(true);
        }
        Ok(())
    }
}

/// `writer.write_eof()`
pub fn write_eof(stream: &Stream) {
    let connection = &stream.0;
    if connection.closing.get() || connection.no_more.replace(true) {
        return;
    }
    if let (Some(socket), true) = (stream.socket(), connection.output.borrow().is_empty()) {
        let _ = rustix::net::shutdown(&*socket, Shutdown::Write);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_back() {
        let listener = listen(Some("127.0.0.1".to_owned()), 0, 5, 100);
        listener.begin();
        let (port, server) = (listener.port(), listener.clone());
        in_background(&awaitable(move |out, channel| async move {
            let come = crate::generator::until_given_up(&out, &connections(&server)).await;
            come[0].begin();
            let line = read_until(&come[0], b"\n", "readline");
            let line = crate::generator::until_given_up(&out, &line).await.unwrap_or_default();
            write(&come[0], &line.to_ascii_uppercase());
            come[0].close();
            finish(&channel, ());
        }));
        let talk = awaitable(move |out, channel| async move {
            let connecting = connect(Some("127.0.0.1".to_owned()), port, 100);
            let stream = crate::generator::until_given_up(&out, &connecting).await;
            stream.begin();
            write(&stream, b"abc\nd");
            let all = crate::generator::until_given_up(&out, &read(&stream, -1)).await;
            stream.close();
            crate::generator::until_given_up(&out, &wait_closed(&stream)).await;
            listener.close();
            finish(&channel, all);
        });
        assert_eq!(run(&talk), b"ABC\n");
    }
}
