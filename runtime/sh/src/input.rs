//! Reading descriptors as the shell must: never more than is taken, unless it can be put back.

use nix::errno::Errno;
use nix::unistd::{Whence, lseek, read};
use std::os::fd::RawFd;

/// Text read ahead from a descriptor that can seek.
#[derive(Debug, Default)]
pub struct Input {
    fd: RawFd,
    buffer: Vec<u8>,
    at: usize,
    /// Whether `fd` can seek, once asked.
    seeks: Option<bool>,
}

impl Input {
    /// The next byte; `None` at the end.
    pub fn byte(&mut self, fd: RawFd) -> Result<Option<u8>, Errno> {
        if self.fd != fd {
            self.sync_all();
            self.fd = fd;
        }
        if let Some(byte) = self.buffer.get(self.at) {
            self.at += 1;
            return Ok(Some(*byte));
        }
        let seeks = *self.seeks.get_or_insert_with(|| lseek(fd, 0, Whence::SeekCur).is_ok());
        let mut one = [0];
        if !seeks {
            return match read(fd, &mut one)? {
                0 => Ok(None),
                _ => Ok(Some(one[0])),
            };
        }
        self.buffer.resize(4096, 0);
        self.at = 0;
        let count = read(fd, &mut self.buffer);
        self.buffer.truncate(*count.as_ref().unwrap_or(&0));
        count?;
        match self.buffer.first() {
            None => Ok(None),
            Some(byte) => {
                self.at = 1;
                Ok(Some(*byte))
            }
        }
    }

    /// What is read ahead of a line, taken up to and with the delimiter; for callers that want no byte loop.
    pub fn ahead(&mut self, fd: RawFd, delimiter: u8) -> Option<&[u8]> {
        if self.fd != fd || self.at >= self.buffer.len() {
            return None;
        }
        let rest = &self.buffer[self.at..];
        let end = rest.iter().position(|&byte| byte == delimiter)?;
        let from = self.at;
        self.at += end + 1;
        Some(&self.buffer[from..from + end])
    }

    /// Puts back what was read ahead of a descriptor that is about to change.
    pub fn sync(&mut self, fd: RawFd) {
        if self.fd == fd {
            self.sync_all();
        }
    }

    /// Puts back what was read ahead: others read next.
    pub fn sync_all(&mut self) {
        let rest = self.buffer.len() - self.at;
        if rest > 0 {
            let _ = lseek(self.fd, -(rest as i64), Whence::SeekCur);
        }
        self.buffer.clear();
        self.at = 0;
        self.seeks = None;
    }
}
