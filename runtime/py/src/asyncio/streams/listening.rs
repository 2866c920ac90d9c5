//! Listening sockets, and the connections that come.

use super::*;
use crate::exception::Arg;

/// A listening socket; cloning makes a further handle.
#[derive(Clone)]
pub struct Listener(Rc<Listening>);

struct Listening {
    socket: RefCell<Option<Descriptor>>,
    name: Address,
    limit: usize,
    /// Connections that nobody has taken yet.
    come: RefCell<Vec<Stream>>,
    waiting: Waiters,
}

impl Listener {
    /// `socket.getsockname()[0]`
    #[must_use]
    pub fn host(&self) -> String {
        self.0.name.0.clone()
    }

    /// `socket.getsockname()[1]`
    #[must_use]
    pub fn port(&self) -> i64 {
        self.0.name.1
    }

    /// Is it open?
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.0.socket.borrow().is_some()
    }

    /// Takes no more connections.
    pub fn close(&self) {
        if let Some(socket) = self.0.socket.take() {
            net::unwatch(&socket, Direction::Read, None);
        }
        self.0.waiting.wake_all();
    }

    /// Begins to take connections.
    pub fn begin(&self) {
        let Some(socket) = self.0.socket.borrow().clone() else { return };
        let listener = self.clone();
        net::watch(&socket, Direction::Read, move || listener.accept());
    }

    fn accept(&self) {
        let Some(socket) = self.0.socket.borrow().clone() else { return };
        while let Ok(Some(connection)) = net::accepted(&socket) {
            let _ = rustix::net::sockopt::set_tcp_nodelay(&connection, true);
            self.0.come.borrow_mut().push(Stream::new(Rc::new(connection), self.0.limit));
        }
        self.0.waiting.wake();
    }
}

fallible! {
    /// A socket that listens at an address; `limit` is how much its connections read ahead.
    fn listen / try_listen [](host: Option<String>, port: impl Integer, backlog: impl Integer, limit: impl Integer) -> Listener {
        let (host, port) = (host.unwrap_or_default(), small(port));
        let socket = net::listening(&host, port, small(backlog)).map_err(|error| match error.args() {
            [Arg::Int(number), Arg::Str(reason)] if *number > 0 => {
                let reason = format!(
                    "error while attempting to bind on address ('{host}', {port}): {}", reason.to_lowercase()
                );
                let shown = format!("[Errno {number}] {reason}");
                Exception::with_text("OSError", vec![Arg::Int(*number), Arg::Str(reason)], shown)
            }
            _ => error,
        })?;
        Ok(Listener(Rc::new(Listening {
            name: net::address(rustix::net::getsockname(&socket).ok()),
            socket: RefCell::new(Some(Rc::new(socket))),
            limit: size(limit),
            come: RefCell::default(),
            waiting: Waiters::new(),
        })))
    }
}

/// The connections that have come, when some have; none when the socket was closed.
pub fn connections(listener: &Listener) -> Awaitable<Vec<Stream>> {
    let listener = listener.clone();
    awaitable(move |out, channel| async move {
        while listener.is_open() && listener.0.come.borrow().is_empty() {
            let waiting = listener.0.waiting.wait();
            crate::generator::until_given_up(&out, &waiting).await;
        }
        finish(&channel, listener.0.come.take());
    })
}

/// `asyncio.create_task` for what belongs to the loop itself.
pub fn in_background(coroutine: &Awaitable<()>) {
    hidden_task(coroutine, 0);
}
