//! The network: addresses, sockets that never wait themselves, and the one place where the program waits for them.

use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::os::fd::OwnedFd;
use std::rc::Rc;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::io::Errno;
use rustix::net::{AddressFamily, SocketAddrAny, SocketFlags, SocketType};

use crate::exception::{Arg, Exception, Result};
use crate::file::os_error;
use crate::threads;

mod date;
mod poll;
mod reader;
mod socket;

pub use date::*;
pub use reader::*;
pub use socket::*;

pub(crate) use poll::{Direction, any_watched, unwatch, unwatch_all, wait, watch};

/// An open socket; what watches it holds it, too.
pub(crate) type Descriptor = Rc<OwnedFd>;

/// The exception of a failed system call.
pub(crate) fn failed(error: Errno) -> Exception {
    os_error(&error.into(), None)
}

/// A host and a port, as Python shows an address.
pub type Address = (String, i64);

/// An address in its two parts.
pub(crate) fn address(of: Option<SocketAddrAny>) -> Address {
    match of.and_then(|address| SocketAddr::try_from(address).ok()) {
        Some(address) => (address.ip().to_string(), i64::from(address.port())),
        None => (String::new(), 0),
    }
}

/// The address that a host and a port mean; without a host all interfaces. Of a name's addresses those of the fourth version go first.
pub(crate) fn resolve(host: &str, port: i64) -> Result<SocketAddr> {
    let Ok(port) = u16::try_from(port) else {
        return Err(Exception::new("OverflowError", "getsockaddrarg: port must be 0-65535."));
    };
    if host.is_empty() {
        return Ok(SocketAddr::from(([0, 0, 0, 0], port)));
    }
    if let Ok(ip) = host.parse::<IpAddr>() {
        return Ok(SocketAddr::new(ip, port));
    }
    let all: Vec<SocketAddr> =
        (host, port).to_socket_addrs().map(Iterator::collect).unwrap_or_default();
    match all.iter().find(|address| address.is_ipv4()).or(all.first()) {
        Some(address) => Ok(*address),
        None => {
            let reason = "Name or service not known".to_owned();
            let shown = format!("[Errno -2] {reason}");
            Err(Exception::with_text(
                "socket.gaierror OSError",
                vec![Arg::Int(-2), Arg::Str(reason)],
                shown,
            ))
        }
    }
}

/// A new socket for connections to or from an address.
pub(crate) fn stream_socket(address: &SocketAddr) -> Result<OwnedFd> {
    let family = if address.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
    let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
    rustix::net::socket_with(family, SocketType::STREAM, flags, None).map_err(failed)
}

/// How many connections may wait to be accepted. Threads of the program take turns, so more of them come before the one that accepts has its turn
/// than under CPython, and the system leaves who finds no place waiting for a second.
pub(crate) fn backlog(wanted: i64) -> i32 {
    wanted.clamp(1024, 65535) as i32
}

/// Binds to an address that may have been in use a moment ago, and listens.
pub(crate) fn listening(host: &str, port: i64, backlog: i64) -> Result<OwnedFd> {
    let address = resolve(host, port)?;
    let socket = stream_socket(&address)?;
    rustix::net::sockopt::set_socket_reuseaddr(&socket, true).map_err(failed)?;
    rustix::net::bind(&socket, &address).map_err(failed)?;
    rustix::net::listen(&socket, self::backlog(backlog)).map_err(failed)?;
    Ok(socket)
}

/// A connection that waits at a listening socket; none where nobody has called.
pub(crate) fn accepted(listener: &OwnedFd) -> Result<Option<OwnedFd>> {
    match rustix::net::accept_with(listener, SocketFlags::CLOEXEC | SocketFlags::NONBLOCK) {
        Ok(connection) => Ok(Some(connection)),
        Err(Errno::AGAIN | Errno::INTR | Errno::CONNABORTED) => Ok(None),
        Err(error) => Err(failed(error)),
    }
}

/// Waits until a socket is ready, or for some time at most: is it? Other threads run meanwhile.
pub(crate) fn until_ready(
    socket: &Descriptor,
    direction: Direction,
    longest: Option<Duration>,
) -> bool {
    if !threads::alone() {
        let thread = threads::current();
        let watched = watch(socket, direction, move || {
            thread.rouse(true);
        });
        let ready = threads::park(longest.map(|time| time.as_secs_f64()));
        unwatch(socket, direction, Some(&watched));
        return ready;
    }
    crate::stdout::flush_if_terminal();
    let wanted = if direction == Direction::Read { PollFlags::IN } else { PollFlags::OUT };
    let longest = longest.map(|time| Timespec {
        tv_sec: time.as_secs().min(1 << 31) as i64,
        tv_nsec: i64::from(time.subsec_nanos()) as _,
    });
    rustix::event::poll(&mut [PollFd::new(&**socket, wanted)], longest.as_ref())
        .is_ok_and(|ready| ready > 0)
}
