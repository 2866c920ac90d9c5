//! Who waits for which socket: the kernel is asked once for all of them.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, OwnedFd, RawFd};
use std::rc::Rc;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, epoll};

use super::Descriptor;

/// What one waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Direction {
    /// Something to read, or a connection to accept.
    Read,
    /// Room to write, or the end of connecting.
    Write,
}

/// What is done when a socket is ready; it may have been taken back meanwhile.
pub(crate) struct Watch {
    call: Box<dyn Fn()>,
    off: Cell<bool>,
}

impl Watch {
    /// Does it, unless it was taken back.
    pub(crate) fn run(&self) {
        if !self.off.get() {
            (self.call)();
        }
    }
}

#[derive(Default)]
struct Watched {
    socket: Option<Descriptor>,
    read: Vec<Rc<Watch>>,
    write: Vec<Rc<Watch>>,
}

impl Watched {
    fn flags(&self) -> epoll::EventFlags {
        let mut flags = epoll::EventFlags::empty();
        flags.set(epoll::EventFlags::IN, !self.read.is_empty());
        flags.set(epoll::EventFlags::OUT, !self.write.is_empty());
        flags
    }

    fn side(&mut self, direction: Direction) -> &mut Vec<Rc<Watch>> {
        match direction {
            Direction::Read => &mut self.read,
            Direction::Write => &mut self.write,
        }
    }
}

#[derive(Default)]
struct Poller {
    epoll: Option<OwnedFd>,
    watched: HashMap<RawFd, Watched>,
}

thread_local! {
    static POLLER: RefCell<Poller> = RefCell::default();
}

impl Poller {
    /// Tells the kernel what is wanted of a socket now, when `before` was wanted.
    fn tell(&mut self, key: RawFd, before: epoll::EventFlags) {
        let epoll = self.epoll.get_or_insert_with(|| {
            epoll::create(epoll::CreateFlags::CLOEXEC)
                .expect("the system has no room for another descriptor")
        });
        let Some(watched) = self.watched.get(&key) else { return };
        let (Some(socket), flags) = (&watched.socket, watched.flags()) else { return };
        let data = epoll::EventData::new_u64(key as u64);
        let told = if before.is_empty() {
            epoll::add(epoll, socket, data, flags)
        } else if flags.is_empty() {
            epoll::delete(epoll, socket)
        } else {
            epoll::modify(epoll, socket, data, flags)
        };
        told.expect("an open socket can be waited for");
        if flags.is_empty() {
            self.watched.remove(&key);
        }
    }
}

/// Does `call` whenever the socket is ready, until that is taken back; beside what others have done then.
pub(crate) fn watch(
    socket: &Descriptor,
    direction: Direction,
    call: impl Fn() + 'static,
) -> Rc<Watch> {
    let added = Rc::new(Watch { call: Box::new(call), off: Cell::new(false) });
    POLLER.with_borrow_mut(|poller| {
        let key = socket.as_raw_fd();
        let watched = poller.watched.entry(key).or_default();
        let before = watched.flags();
        watched.socket = Some(Rc::clone(socket));
        watched.side(direction).push(Rc::clone(&added));
        if watched.flags() != before {
            poller.tell(key, before);
        }
    });
    added
}

/// Takes back what is done when the socket is ready: one thing, or all.
pub(crate) fn unwatch(socket: &Descriptor, direction: Direction, only: Option<&Rc<Watch>>) {
    POLLER.with_borrow_mut(|poller| {
        let key = socket.as_raw_fd();
        let Some(watched) = poller.watched.get_mut(&key) else { return };
        let before = watched.flags();
        watched.side(direction).retain(|watch| {
            let off = only.is_none_or(|only| Rc::ptr_eq(only, watch));
            watch.off.set(watch.off.get() || off);
            !off
        });
        if watched.flags() != before {
            poller.tell(key, before);
        }
    });
}

/// Forgets all sockets.
pub(crate) fn unwatch_all() {
    let forgotten = POLLER.take();
    drop(forgotten);
}

/// Is there anything to wait for?
pub(crate) fn any_watched() -> bool {
    POLLER.with_borrow(|poller| !poller.watched.is_empty())
}

/// Waits until a socket is ready or the time is over, and gives what is to be done, in the order in which the sockets became ready.
pub(crate) fn wait(longest: Option<Duration>) -> Vec<Rc<Watch>> {
    const MOST: usize = 256;
    let mut room = [MaybeUninit::<epoll::Event>::uninit(); MOST];
    POLLER.with_borrow_mut(|poller| {
        let Some(epoll) = &poller.epoll else { return Vec::new() };
        let mut longest = longest.map(|time| Timespec {
            tv_sec: time.as_secs().min(1 << 20) as i64,
            tv_nsec: i64::from(time.subsec_nanos()) as _,
        });
        // `epoll_wait` counts milliseconds: what is shorter is waited for by `ppoll`.
        if let Some(time) = &mut longest
            && time.tv_sec == 0
            && time.tv_nsec > 0
            && time.tv_nsec < 10_000_000
        {
            let _ = rustix::event::poll(&mut [PollFd::new(epoll, PollFlags::IN)], Some(time));
            time.tv_nsec = 0;
        }
        let Ok((ready, _)) = epoll::wait(epoll, &mut room, longest.as_ref()) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for event in ready {
            let (data, flags) = (event.data.u64(), event.flags);
            let Some(watched) = poller.watched.get(&(data as RawFd)) else { continue };
            if flags.intersects(!epoll::EventFlags::OUT) {
                found.extend(watched.read.iter().cloned());
            }
            if flags.intersects(!epoll::EventFlags::IN) {
                found.extend(watched.write.iter().cloned());
            }
        }
        found
    })
}

#[cfg(test)]
mod tests {
    use super::super::{accepted, listening};
    use super::*;

    #[test]
    fn tells_of_connections() {
        let listener = Rc::new(listening("127.0.0.1", 0, 5).unwrap());
        let address: std::net::SocketAddr =
            rustix::net::getsockname(&*listener).unwrap().try_into().unwrap();
        let count = Rc::new(Cell::new(0));
        let (seen, waiting) = (Rc::clone(&count), Rc::clone(&listener));
        watch(&listener, Direction::Read, move || {
            while let Ok(Some(_)) = accepted(&waiting) {
                seen.set(seen.get() + 1);
            }
        });
        assert!(wait(Some(Duration::ZERO)).is_empty());
        let _client = std::net::TcpStream::connect(address).unwrap();
        wait(None).iter().for_each(|ready| ready.run());
        assert_eq!(count.get(), 1);
        unwatch(&listener, Direction::Read, None);
        assert!(!any_watched());
    }
}
