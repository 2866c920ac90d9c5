//! `socket`: a socket that waits as its timeout says.

use std::cell::{Cell, RefCell};
use std::os::fd::{AsRawFd, OwnedFd};
use std::rc::Rc;
use std::time::{Duration, Instant};

use rustix::io::Errno;
use rustix::net::{
    AddressFamily, RecvFlags, SendFlags, Shutdown, SocketFlags, SocketType, sockopt,
};

use super::{Address, Descriptor, Direction, address, failed, resolve};
use crate::exception::{Exception, Result};
use crate::integer::Integer;

/// A socket; cloning makes a further handle to the same one.
#[derive(Clone)]
pub struct Socket(pub(super) Rc<State>);

pub(super) struct State {
    pub(super) descriptor: RefCell<Option<Descriptor>>,
    /// Seconds that it waits; `None`: for good.
    pub(super) timeout: Cell<Option<f64>>,
    /// Who sent what was received last.
    pub(super) sender: RefCell<Address>,
}

/// Integers of the interface, which are small.
pub(super) fn small(value: impl Integer) -> i64 {
    value.to_i64().unwrap_or(i64::MAX)
}

fn timed_out() -> Exception {
    Exception::new("TimeoutError", "timed out")
}

/// Does what the system cannot do yet when it can.
fn waiting<R>(
    descriptor: &Descriptor,
    direction: Direction,
    timeout: Option<f64>,
    mut attempt: impl FnMut(&OwnedFd) -> std::result::Result<R, Errno>,
) -> Result<R> {
    let mut until = None;
    loop {
        match attempt(descriptor) {
            Ok(value) => return Ok(value),
            Err(Errno::INTR) => {}
            Err(error @ Errno::AGAIN) => {
                let left = match timeout {
                    None => None,
                    Some(0.0) => return Err(failed(error)),
                    Some(seconds) => {
                        let now = Instant::now();
                        let end =
                            *until.get_or_insert(now + Duration::from_secs_f64(seconds.min(1e9)));
                        if end <= now {
                            return Err(timed_out());
                        }
                        Some(end - now)
                    }
                };
                super::until_ready(descriptor, direction, left);
            }
            Err(error) => return Err(failed(error)),
        }
    }
}

impl Socket {
    fn of(descriptor: OwnedFd) -> Self {
        Self(Rc::new(State {
            descriptor: RefCell::new(Some(Rc::new(descriptor))),
            timeout: Cell::new(None),
            sender: RefCell::default(),
        }))
    }

    fn open(&self) -> Result<Descriptor> {
        self.0.descriptor.borrow().clone().ok_or_else(|| failed(Errno::BADF))
    }

    fn waiting<R>(
        &self,
        direction: Direction,
        attempt: impl FnMut(&OwnedFd) -> std::result::Result<R, Errno>,
    ) -> Result<R> {
        waiting(&self.open()?, direction, self.0.timeout.get(), attempt)
    }

    /// `sock.close()`: readers of it stay open.
    pub fn close(&self) {
        self.0.descriptor.take();
    }

    /// `sock.fileno()`
    #[must_use]
    pub fn fileno(&self) -> i64 {
        self.0
            .descriptor
            .borrow()
            .as_ref()
            .map_or(-1, |descriptor| i64::from(descriptor.as_raw_fd()))
    }

    /// `sock.settimeout(seconds)`
    pub fn settimeout(&self, seconds: Option<f64>) {
        self.0.timeout.set(seconds);
    }

    /// `sock.gettimeout()`
    #[must_use]
    pub fn gettimeout(&self) -> Option<f64> {
        self.0.timeout.get()
    }

    /// Who sent what was received last.
    #[must_use]
    pub fn sender_host(&self) -> String {
        self.0.sender.borrow().0.clone()
    }

    /// The port of who sent what was received last.
    #[must_use]
    pub fn sender_port(&self) -> i64 {
        self.0.sender.borrow().1
    }

    /// Waits until there is something to read or to accept; false when `seconds` are over before.
    #[must_use]
    pub fn readable(&self, seconds: f64) -> bool {
        let Ok(descriptor) = self.open() else { return true };
        super::until_ready(
            &descriptor,
            Direction::Read,
            Some(Duration::from_secs_f64(seconds.clamp(0.0, 1e9))),
        )
    }
}

fallible! {
    /// `socket.socket(family, kind)`: streams, or datagrams; of the sixth version, or the fourth
    fn new / try_new [](datagrams: bool, sixth: bool) -> Socket {
        let family = if sixth { AddressFamily::INET6 } else { AddressFamily::INET };
        let kind = if datagrams { SocketType::DGRAM } else { SocketType::STREAM };
        let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
        rustix::net::socket_with(family, kind, flags, None).map(Socket::of).map_err(failed)
    }

    /// `socket.socketpair()`
    fn pair / try_pair [] () -> (Socket, Socket) {
        let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
        let made = rustix::net::socketpair(AddressFamily::UNIX, SocketType::STREAM, flags, None);
        made.map(|(one, other)| (Socket::of(one), Socket::of(other))).map_err(failed)
    }

    /// `sock.bind((host, port))`
    fn bind / try_bind [](socket: &Socket, host: &str, port: impl Integer) -> () {
        rustix::net::bind(&*socket.open()?, &resolve(host, small(port))?).map_err(failed)
    }

    /// `sock.listen(backlog)`
    fn listen / try_listen [](socket: &Socket, backlog: impl Integer) -> () {
        rustix::net::listen(&*socket.open()?, super::backlog(small(backlog))).map_err(failed)
    }

    /// `sock.accept()[0]`
    fn accept / try_accept [](socket: &Socket) -> Socket {
        let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
        socket.waiting(Direction::Read, |listener| rustix::net::accept_with(listener, flags)).map(Socket::of)
    }

    /// `sock.connect((host, port))`
    fn connect / try_connect [](socket: &Socket, host: &str, port: impl Integer) -> () {
        let (descriptor, address) = (socket.open()?, resolve(host, small(port))?);
        match rustix::net::connect(&*descriptor, &address) {
            Ok(()) => return Ok(()),
            Err(Errno::INPROGRESS) if socket.gettimeout() != Some(0.0) => {}
            Err(error) => return Err(failed(error)),
        }
        let longest = socket.gettimeout().map(|seconds| Duration::from_secs_f64(seconds.clamp(0.0, 1e9)));
        if !super::until_ready(&descriptor, Direction::Write, longest) {
            return Err(timed_out());
        }
        sockopt::socket_error(&*descriptor).and_then(|outcome| outcome).map_err(failed)
    }

    /// `sock.recv(size)`
    fn recv / try_recv [](socket: &Socket, size: impl Integer) -> Vec<u8> {
        let size = small(size);
        if size < 0 {
            return Err(crate::exception::value_error("negative buffersize in recv"));
        }
        let mut bytes = vec![0; size.min(1 << 20) as usize];
        let count = socket.waiting(Direction::Read, |from| {
            rustix::net::recv(from, bytes.as_mut_slice(), RecvFlags::empty()).map(|(count, _)| count)
        })?;
        bytes.truncate(count);
        Ok(bytes)
    }

    /// `sock.recvfrom(size)[0]`
    fn recvfrom / try_recvfrom [](socket: &Socket, size: impl Integer) -> Vec<u8> {
        let mut bytes = vec![0; small(size).clamp(0, 1 << 20) as usize];
        let (count, sender) = socket.waiting(Direction::Read, |from| {
            let (count, _, sender) = rustix::net::recvfrom(from, bytes.as_mut_slice(), RecvFlags::empty())?;
            Ok((count, sender))
        })?;
        socket.0.sender.replace(address(sender));
        bytes.truncate(count);
        Ok(bytes)
    }

    /// `sock.send(data)`
    fn send / try_send [](socket: &Socket, data: &[u8]) -> i64 {
        socket
            .waiting(Direction::Write, |to| rustix::net::send(to, data, SendFlags::NOSIGNAL))
            .map(|count| count as i64)
    }

    /// `sock.sendto(data, (host, port))`
    fn sendto / try_sendto [](socket: &Socket, data: &[u8], host: &str, port: impl Integer) -> i64 {
        let address = resolve(host, small(port))?;
        socket
            .waiting(Direction::Write, |to| rustix::net::sendto(to, data, SendFlags::NOSIGNAL, &address))
            .map(|count| count as i64)
    }

    /// `sock.sendall(data)`
    fn sendall / try_sendall [](socket: &Socket, data: &[u8]) -> () {
        let mut sent = 0;
        while sent < data.len() {
            sent += socket.waiting(Direction::Write, |to| {
                rustix::net::send(to, &data[sent..], SendFlags::NOSIGNAL)
            })?;
        }
        Ok(())
    }

    /// `sock.shutdown(how)`: 0 no more reading, 1 writing, 2 both
    fn shutdown / try_shutdown [](socket: &Socket, how: impl Integer) -> () {
        let how = match small(how) {
            0 => Shutdown::Read,
            1 => Shutdown::Write,
            _ => Shutdown::Both,
        };
        rustix::net::shutdown(&*socket.open()?, how).map_err(failed)
    }

    /// `sock.setsockopt(level, option, value)` of the options that change what a program sees; the others are the system's own affair.
    fn set_option / try_set_option [](socket: &Socket, level: impl Integer, option: impl Integer, value: impl Integer) -> () {
        let (descriptor, on) = (socket.open()?, small(value) != 0);
        match (small(level), small(option)) {
            (1, 2) => sockopt::set_socket_reuseaddr(&*descriptor, on),
            (1, 6) => sockopt::set_socket_broadcast(&*descriptor, on),
            (1, 9) => sockopt::set_socket_keepalive(&*descriptor, on),
            (1, 15) => sockopt::set_socket_reuseport(&*descriptor, on),
            (6, 1) => sockopt::set_tcp_nodelay(&*descriptor, on),
            _ => Ok(()),
        }
        .map_err(failed)
    }

    /// `sock.getsockname()[0]`
    fn host / try_host [](socket: &Socket) -> String {
        Ok(own_address(socket)?.0)
    }

    /// `sock.getsockname()[1]`
    fn port / try_port [](socket: &Socket) -> i64 {
        Ok(own_address(socket)?.1)
    }

    /// `sock.getpeername()[0]`
    fn peer_host / try_peer_host [](socket: &Socket) -> String {
        Ok(peer_address(socket)?.0)
    }

    /// `sock.getpeername()[1]`
    fn peer_port / try_peer_port [](socket: &Socket) -> i64 {
        Ok(peer_address(socket)?.1)
    }

    /// The address of a name, as text.
    fn address_of / try_address_of [](host: &str) -> String {
        Ok(resolve(host, 0)?.ip().to_string())
    }
}

fn own_address(socket: &Socket) -> Result<Address> {
    rustix::net::getsockname(&*socket.open()?).map(|found| address(Some(found))).map_err(failed)
}

fn peer_address(socket: &Socket) -> Result<Address> {
    rustix::net::getpeername(&*socket.open()?).map(address).map_err(failed)
}

/// `socket.gethostname()`
#[must_use]
pub fn hostname() -> String {
    std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_no_longer_than_told() {
        let (one, _other) = pair();
        one.settimeout(Some(0.01));
        assert_eq!(try_recv(&one, 10).unwrap_err().summary(), "TimeoutError: timed out");
        assert!(!one.readable(0.0));
    }
}
