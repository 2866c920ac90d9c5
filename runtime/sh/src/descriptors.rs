//! The descriptor table: real descriptors of the process, some of them covered by memory.

use crate::output::Memory;
use crate::shell::Shell;
use nix::errno::Errno;
use nix::fcntl::{FcntlArg, OFlag, fcntl};
use std::os::fd::RawFd;

/// What a descriptor was before a redirection.
#[derive(Debug)]
pub struct Saved {
    fd: RawFd,
    /// A copy of the real descriptor; `None`: it was closed.
    copy: Option<RawFd>,
    memory: Option<Memory>,
}

impl Saved {
    /// The copy, if it is of descriptor 2.
    pub(crate) fn of_errors(&self) -> Option<RawFd> {
        self.copy.filter(|_| self.fd == 2 && self.memory.is_none())
    }

    /// The copy of the real descriptor.
    pub(crate) fn into_copy(self) -> Option<RawFd> {
        self.copy
    }
}

/// A copy of a descriptor at 10 or above that children do not get.
pub(crate) fn copy_high(fd: RawFd) -> nix::Result<RawFd> {
    fcntl(fd, FcntlArg::F_DUPFD_CLOEXEC(10))
}

/// Makes `to` the same as `from` and closes nothing else.
pub(crate) fn copy_to(from: RawFd, to: RawFd) -> nix::Result<()> {
    if from == to {
        // Children are to get it.
        return fcntl(to, FcntlArg::F_SETFD(nix::fcntl::FdFlag::empty())).map(drop);
    }
    nix::unistd::dup2(from, to).map(drop)
}

/// A pipe whose ends children do not get: (read, write).
pub(crate) fn pipe() -> nix::Result<(RawFd, RawFd)> {
    let (read, write) = nix::unistd::pipe2(OFlag::O_CLOEXEC)?;
    // Low descriptors are the script's.
    let high = |fd: RawFd| {
        if fd >= 10 {
            return Ok(fd);
        }
        let copy = copy_high(fd);
        let _ = nix::unistd::close(fd);
        copy
    };
    Ok((high(read)?, high(write)?))
}

/// Closes a descriptor; one that is closed already is fine.
pub(crate) fn close(fd: RawFd) {
    let _ = nix::unistd::close(fd);
}

impl Shell {
    /// Remembers a descriptor before it is changed.
    pub(crate) fn save_descriptor(&mut self, fd: RawFd) -> Saved {
        if fd == 1 {
            self.out.flush();
        }
        self.input.sync(fd);
        let memory = self.out.memory_of(fd).cloned();
        Saved { fd, copy: copy_high(fd).ok(), memory }
    }

    /// Puts a descriptor back.
    pub(crate) fn restore_descriptor(&mut self, saved: Saved) {
        if saved.fd == 1 {
            self.out.flush();
        }
        self.input.sync(saved.fd);
        self.out.set_memory(saved.fd, saved.memory);
        match saved.copy {
            Some(copy) => {
                let _ = nix::unistd::dup2(copy, saved.fd);
                close(copy);
            }
            None => close(saved.fd),
        }
    }

    /// Makes `fd` what `from` is, memory or file.
    pub(crate) fn duplicate(&mut self, from: RawFd, fd: RawFd) -> Result<(), Errno> {
        if from == 1 || fd == 1 {
            self.out.flush();
        }
        if let Some(memory) = self.out.memory_of(from).cloned() {
            self.out.set_memory(fd, Some(memory));
            return Ok(());
        }
        copy_to(from, fd)?;
        self.out.set_memory(fd, None);
        Ok(())
    }

    /// Gives descriptors that are memory a real pipe for children. Returns what `conceal` needs.
    pub(crate) fn expose(&mut self) -> Exposed {
        self.out.flush();
        self.input.sync_all();
        let mut exposed = Exposed { drains: Vec::new(), saved: Vec::new() };
        if self.out.memory.is_empty() {
            return exposed;
        }
        let covered = self.out.memory.clone();
        let mut writers: Vec<(Memory, RawFd)> = Vec::new();
        for (fd, memory) in covered {
            let known = writers
                .iter()
                .find(|(other, _)| std::rc::Rc::ptr_eq(other, &memory))
                .map(|(_, fd)| *fd);
            let writer = match known {
                Some(writer) => writer,
                None => {
                    let Ok((read, write)) = pipe() else { continue };
                    exposed.drains.push((read, memory.clone()));
                    writers.push((memory, write));
                    write
                }
            };
            exposed.saved.push((fd, copy_high(fd).ok()));
            let _ = copy_to(writer, fd);
        }
        for (_, writer) in writers {
            close(writer);
        }
        exposed
    }

    /// Takes the real pipes back from covered descriptors; what children write is read by `drain`.
    pub(crate) fn conceal(&mut self, exposed: &mut Exposed) {
        for (fd, copy) in exposed.saved.drain(..) {
            match copy {
                Some(copy) => {
                    let _ = nix::unistd::dup2(copy, fd);
                    close(copy);
                }
                None => close(fd),
            }
        }
    }

    /// Reads what children write until all of them are done.
    pub(crate) fn drain(&mut self, exposed: Exposed) {
        let mut open = exposed.drains;
        if let [(fd, memory)] = open.as_slice() {
            read_all(*fd, &mut memory.borrow_mut());
            close(*fd);
            return;
        }
        let mut buffer = vec![0; 1 << 16];
        while !open.is_empty() {
            use nix::poll::{PollFd, PollFlags, poll};
            let mut polled: Vec<_> =
                open.iter().map(|(fd, _)| PollFd::new(*fd, PollFlags::POLLIN)).collect();
            let _ = poll(&mut polled, -1);
            let ready: Vec<bool> = polled.iter().map(|fd| fd.any().unwrap_or(false)).collect();
            let mut at = 0;
            open.retain(|(fd, memory)| {
                at += 1;
                if !ready[at - 1] {
                    return true;
                }
                match nix::unistd::read(*fd, &mut buffer) {
                    Ok(0) => {
                        close(*fd);
                        false
                    }
                    Ok(count) => {
                        memory.borrow_mut().extend_from_slice(&buffer[..count]);
                        true
                    }
                    Err(_) => true,
                }
            });
        }
    }
}

/// Pipes that stand for memory while children run.
pub(crate) struct Exposed {
    pub(crate) drains: Vec<(RawFd, Memory)>,
    saved: Vec<(RawFd, Option<RawFd>)>,
}

impl Exposed {
    /// Pipes that are only left to be read.
    pub(crate) fn of(drains: Vec<(RawFd, Memory)>) -> Exposed {
        Exposed { drains, saved: Vec::new() }
    }
}

/// Reads a descriptor to its end.
pub(crate) fn read_all(fd: RawFd, text: &mut Vec<u8>) {
    let mut buffer = vec![0; 1 << 16];
    loop {
        match nix::unistd::read(fd, &mut buffer) {
            Ok(0) => return,
            Ok(count) => text.extend_from_slice(&buffer[..count]),
            Err(Errno::EINTR) => {}
            Err(_) => return,
        }
    }
}
