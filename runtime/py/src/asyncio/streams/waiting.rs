//! What waits for a connection: reading, draining, closing, connecting.

use rustix::io::Errno;

use super::*;
use crate::exception::{Arg, value_error};

impl Stream {
    /// Waits until `enough` holds of what has been read, or nothing more comes.
    async fn until(
        &self,
        out: &Output<()>,
        resumed: impl Fn(),
        mut enough: impl FnMut(&[u8]) -> bool,
        what: &str,
    ) -> bool {
        loop {
            if enough(&self.0.input.borrow()[self.0.start.get()..]) {
                return true;
            }
            crate::unwrap(self.check());
            if self.0.ended.get() {
                return false;
            }
            if self.0.reader.borrow().is_some() {
                let text = format!(
                    "{what}() called while another coroutine is already waiting for incoming data"
                );
                runtime_error(text).unwind();
            }
            if self.0.paused.replace(false) {
                self.begin();
            }
            self.0.reader.replace(Some(waker()));
            out.give(()).await;
            self.0.reader.take();
            resumed();
        }
    }
}

/// `reader.read(n)`: all that comes where `n` is negative.
pub fn read(stream: &Stream, n: impl Integer) -> Awaitable<Vec<u8>> {
    let (stream, n) = (stream.clone(), small(n));
    awaitable(move |out, channel| async move {
        crate::unwrap(stream.check());
        let again = || resumed(&channel);
        let taken = if n < 0 {
            let mut all = Vec::new();
            loop {
                let more = stream.until(&out, again, |input| !input.is_empty(), "read").await;
                all.append(&mut stream.take(usize::MAX >> 1));
                if !more {
                    break;
                }
            }
            all
        } else if n == 0 {
            Vec::new()
        } else {
            stream.until(&out, again, |input| !input.is_empty(), "read").await;
            stream.take(n as usize)
        };
        finish(&channel, taken);
    })
}

/// The bytes of `reader.readexactly(n)`, fewer where nothing more comes.
pub fn read_up_to(stream: &Stream, n: impl Integer) -> Awaitable<Vec<u8>> {
    let (stream, n) = (stream.clone(), small(n));
    awaitable(move |out, channel| async move {
        crate::unwrap(stream.check());
        if n < 0 {
            value_error("readexactly size can not be less than zero").unwind();
        }
        let wanted = n as usize;
        stream
            .until(&out, || resumed(&channel), |input| input.len() >= wanted, "readexactly")
            .await;
        finish(&channel, stream.take(wanted));
    })
}

/// The bytes up to a separator, with it, or all that come where there is none; `None` where more than the limit lies before it.
pub fn read_until(stream: &Stream, separator: &[u8], caller: &str) -> Awaitable<Option<Vec<u8>>> {
    let (stream, separator, caller) = (stream.clone(), separator.to_vec(), caller.to_owned());
    awaitable(move |out, channel| async move {
        crate::unwrap(stream.check());
        if separator.is_empty() {
            value_error("Separator should be at least one-byte string").unwind();
        }
        let (mut seen, mut end, limit) = (0, 0, stream.0.limit);
        let found = |input: &[u8]| {
            match crate::bytes::find(&input[seen..], &separator) {
                -1 => seen = (input.len() + 1).saturating_sub(separator.len()).max(seen),
                place => end = seen + place as usize + separator.len(),
            }
            end > 0 || seen > limit
        };
        let whole = stream.until(&out, || resumed(&channel), found, &caller).await;
        let taken = if !whole {
            Some(stream.take(usize::MAX >> 1))
        } else if end == 0 || end - separator.len() > limit {
            None
        } else {
            Some(stream.take(end))
        };
        finish(&channel, taken);
    })
}

/// Where a separator stands in what has been read ahead, or -1.
pub fn place_of(stream: &Stream, separator: &[u8]) -> i64 {
    crate::bytes::find(&stream.0.input.borrow()[stream.0.start.get()..], separator)
}

/// Takes away `count` bytes.
pub fn discard(stream: &Stream, count: impl Integer) {
    stream.take(size(count));
}

/// How many bytes have been read ahead.
#[must_use]
pub fn ahead(stream: &Stream) -> i64 {
    stream.buffered() as i64
}

/// `writer.drain()`
pub fn drain(stream: &Stream) -> Awaitable<()> {
    let stream = stream.clone();
    awaitable(move |out, channel| async move {
        crate::unwrap(stream.check());
        if stream.0.closing.get() {
            waker().wake();
            out.give(()).await;
            resumed(&channel);
        }
        if stream.0.socket.borrow().is_none() {
            Exception::new("ConnectionResetError", "Connection lost").unwind();
        }
        while stream.0.full.get() {
            stream.0.drains.borrow_mut().push(waker());
            out.give(()).await;
            resumed(&channel);
            if stream.0.lost.get() {
                crate::unwrap(stream.check());
                break;
            }
        }
        finish(&channel, ());
    })
}

/// `writer.wait_closed()`
pub fn wait_closed(stream: &Stream) -> Awaitable<()> {
    let stream = stream.clone();
    awaitable(move |out, channel| async move {
        while stream.0.socket.borrow().is_some() {
            stream.0.closes.borrow_mut().push(waker());
            out.give(()).await;
            resumed(&channel);
        }
        crate::unwrap(stream.check());
        finish(&channel, ());
    })
}

/// A connection to an address.
pub fn connect(host: Option<String>, port: impl Integer, limit: impl Integer) -> Awaitable<Stream> {
    let (port, limit) = (small(port), size(limit));
    awaitable(move |out, channel| async move {
        let host = host.unwrap_or_else(|| "127.0.0.1".to_owned());
        let address = crate::unwrap(net::resolve(&host, port));
        let socket = Rc::new(crate::unwrap(net::stream_socket(&address)));
        let outcome = match rustix::net::connect(&*socket, &address) {
            Err(Errno::INPROGRESS | Errno::AGAIN) => {
                let waker = waker();
                net::watch(&socket, Direction::Write, move || waker.clone().wake());
                out.give(()).await;
                net::unwatch(&socket, Direction::Write, None);
                resumed(&channel);
                rustix::net::sockopt::socket_error(&*socket).and_then(|outcome| outcome)
            }
            outcome => outcome,
        };
        if let Err(error) = outcome {
            let (number, shown) = (error.raw_os_error(), crate::show::to_repr(host.as_str()));
            let reason = format!("Connect call failed ({shown}, {port})");
            let class = net::failed(error).full_class_name().to_owned();
            let text = format!("[Errno {number}] {reason}");
            let args = vec![Arg::Int(i64::from(number)), Arg::Str(reason)];
            Exception::with_text(class, args, text).unwind();
        }
        let _ = rustix::net::sockopt::set_tcp_nodelay(&*socket, true);
        finish(&channel, Stream::new(socket, limit));
    })
}
