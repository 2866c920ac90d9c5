//! Reading descriptors as the shell must: never more than is taken, unless it can be put back.

use crate::shell::Shell;
use crate::status::{Checked, Status};
use nix::errno::Errno;
use nix::unistd::{Whence, lseek, read};
use std::os::fd::RawFd;

/// How more can be read than is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// A file: what was too much is put back by moving its position.
    Seek,
    /// A pipe: its text is copied, and taken from it once it is used.
    Copy,
    /// Neither: byte by byte.
    Bytes,
    /// No descriptor at all: a text.
    Text,
}

/// Text read ahead from a descriptor, as far as its kind allows.
#[derive(Debug, Default)]
pub struct Input {
    fd: RawFd,
    buffer: Vec<u8>,
    at: usize,
    /// How much of the buffer was taken from the pipe that it is a copy of.
    taken: usize,
    /// How `fd` is read, once asked.
    way: Option<Way>,
    /// A pipe of our own to copy through.
    through: Option<(RawFd, RawFd)>,
}

impl Input {
    /// A text in place of descriptor 0.
    fn of_text(text: Vec<u8>) -> Input {
        Input { buffer: text, way: Some(Way::Text), ..Input::default() }
    }

    /// The next byte; `None` at the end.
    pub fn byte(&mut self, fd: RawFd) -> Result<Option<u8>, Errno> {
        if self.fd != fd {
            self.sync_all();
            self.fd = fd;
        }
        if self.at >= self.buffer.len() {
            let mut one = [0];
            match self.way() {
                Way::Seek => self.fill()?,
                Way::Copy => self.copy()?,
                Way::Text => return Ok(None),
                Way::Bytes => {
                    return match read(fd, &mut one)? {
                        0 => Ok(None),
                        _ => Ok(Some(one[0])),
                    };
                }
            }
        }
        let byte = self.buffer.get(self.at).copied();
        if byte.is_some() {
            self.at += 1;
            self.release();
        }
        Ok(byte)
    }

    fn way(&mut self) -> Way {
        let fd = self.fd;
        *self.way.get_or_insert_with(|| {
            if lseek(fd, 0, Whence::SeekCur).is_ok() {
                return Way::Seek;
            }
            let pipe =
                nix::sys::stat::fstat(fd).is_ok_and(|data| data.st_mode & 0o170_000 == 0o010_000);
            if pipe { Way::Copy } else { Way::Bytes }
        })
    }

    fn fill(&mut self) -> Result<(), Errno> {
        self.buffer.resize(4096, 0);
        self.at = 0;
        let count = read(self.fd, &mut self.buffer);
        self.buffer.truncate(*count.as_ref().unwrap_or(&0));
        count.map(drop)
    }

    /// Copies what is in the pipe without taking it; waits for the first of it.
    fn copy(&mut self) -> Result<(), Errno> {
        const MOST: usize = 1 << 16;
        let (out, into) = match self.through {
            Some(ends) => ends,
            None => *self.through.insert(crate::descriptors::pipe()?),
        };
        self.buffer.clear();
        (self.at, self.taken) = (0, 0);
        let count = nix::fcntl::tee(self.fd, into, MOST, nix::fcntl::SpliceFFlags::empty())?;
        self.buffer.resize(count, 0);
        let mut have = 0;
        while have < count {
            have += read(out, &mut self.buffer[have..])?;
        }
        Ok(())
    }

    /// Once all that was copied is used, takes it from the pipe.
    fn release(&mut self) {
        if self.at == self.buffer.len() && self.way == Some(Way::Copy) {
            self.settle();
        }
    }

    /// Takes what is used from the pipe.
    fn settle(&mut self) {
        let mut scratch = vec![0; self.at - self.taken];
        let mut done = 0;
        while done < scratch.len() {
            match read(self.fd, &mut scratch[done..]) {
                Ok(count) if count > 0 => done += count,
                Err(Errno::EINTR) => {}
                _ => break,
            }
        }
        self.taken = self.at;
    }

    /// What is read ahead of a line, taken up to and with the delimiter; for callers that want no byte loop.
    pub fn ahead(&mut self, fd: RawFd, delimiter: u8) -> Option<&[u8]> {
        if self.fd != fd || self.at >= self.buffer.len() {
            return None;
        }
        let rest = &self.buffer[self.at..];
        let end = memchr::memchr(delimiter, rest)?;
        let line = self.at..self.at + end;
        self.at += end + 1;
        self.release();
        Some(&self.buffer[line])
    }

    /// Puts back what was read ahead of a descriptor that is about to change.
    pub fn sync(&mut self, fd: RawFd) {
        if self.fd == fd {
            self.sync_all();
        }
    }

    /// Puts back what was read ahead: others read next.
    pub fn sync_all(&mut self) {
        if self.way == Some(Way::Text) {
            return;
        }
        let rest = self.buffer.len() - self.at;
        if self.way == Some(Way::Copy) {
            self.settle();
        } else if rest > 0 {
            let _ = lseek(self.fd, -(rest as i64), Whence::SeekCur);
        }
        self.buffer.clear();
        (self.at, self.taken) = (0, 0);
        self.way = None;
    }
}

impl Shell {
    /// Runs a builtin that reads a here-document and lets nobody else read it: no file is made.
    pub fn feed(
        &mut self,
        text: impl AsRef<[u8]>,
        body: impl FnOnce(&mut Shell) -> Checked<Status>,
    ) -> Checked<Status> {
        self.input.sync_all();
        let outer = std::mem::replace(&mut self.input, Input::of_text(text.as_ref().to_vec()));
        let result = body(self);
        self.input = outer;
        result
    }
}
