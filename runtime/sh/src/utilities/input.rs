//! What utilities read: files in turn, or descriptor 0.

use crate::descriptors::close;
use crate::shell::Shell;
use nix::fcntl::{OFlag, open};
use nix::sys::stat::Mode;
use std::ffi::OsStr;
use std::os::fd::RawFd;
use std::os::unix::ffi::OsStrExt as _;

/// An open source with what was read of it.
pub struct Source {
    fd: RawFd,
    own: bool,
    buffer: Vec<u8>,
    at: usize,
    ended: bool,
}

/// Opens the files (`-` and none: descriptor 0); `None` when one cannot be opened or is a folder.
pub fn sources(sh: &mut Shell, files: &[Vec<u8>]) -> Option<Vec<Source>> {
    sh.out.flush();
    sh.input.sync_all();
    let mut list = Vec::new();
    if files.is_empty() {
        list.push(Source::new(0, false));
    }
    for file in files {
        if file == b"-" {
            list.push(Source::new(0, false));
            continue;
        }
        let path = OsStr::from_bytes(file);
        if !std::fs::metadata(path).is_ok_and(|data| !data.is_dir()) {
            return None;
        }
        let fd = open(path, OFlag::O_RDONLY | OFlag::O_CLOEXEC, Mode::empty()).ok()?;
        list.push(Source::new(fd, true));
    }
    Some(list)
}

impl Source {
    fn new(fd: RawFd, own: bool) -> Source {
        Source { fd, own, buffer: Vec::new(), at: 0, ended: false }
    }

    /// Reads more; `false` at the end.
    fn fill(&mut self) -> bool {
        if self.ended {
            return false;
        }
        if self.at > 0 {
            self.buffer.drain(..self.at);
            self.at = 0;
        }
        let from = self.buffer.len();
        self.buffer.resize(from + (1 << 16), 0);
        loop {
            match nix::unistd::read(self.fd, &mut self.buffer[from..]) {
                Ok(count) => {
                    self.buffer.truncate(from + count);
                    self.ended = count == 0;
                    return count > 0;
                }
                Err(nix::errno::Errno::EINTR) => {}
                Err(_) => {
                    self.buffer.truncate(from);
                    self.ended = true;
                    return false;
                }
            }
        }
    }

    /// The next part of the text, as it comes; `None` at the end.
    pub fn chunk(&mut self) -> Option<&[u8]> {
        if self.at >= self.buffer.len() && !self.fill() {
            return None;
        }
        let from = std::mem::replace(&mut self.at, self.buffer.len());
        Some(&self.buffer[from..])
    }

    /// The next line, with its newline if it has one; `None` at the end.
    pub fn line(&mut self) -> Option<&[u8]> {
        let mut searched = self.at;
        loop {
            if let Some(end) = memchr::memchr(b'\n', &self.buffer[searched..]) {
                let from = self.at;
                self.at = searched + end + 1;
                return Some(&self.buffer[from..self.at]);
            }
            let left = self.buffer.len() - self.at;
            if !self.fill() {
                if left == 0 {
                    return None;
                }
                let from = std::mem::replace(&mut self.at, self.buffer.len());
                return Some(&self.buffer[from..]);
            }
            searched = self.at + left;
        }
    }

    /// The next lines, whole ones but at the end of a text without a last newline; `None` at the end.
    pub fn block(&mut self) -> Option<&[u8]> {
        loop {
            if let Some(end) = memchr::memrchr(b'\n', &self.buffer[self.at..]) {
                let from = self.at;
                self.at = from + end + 1;
                return Some(&self.buffer[from..self.at]);
            }
            if !self.fill() {
                let from = std::mem::replace(&mut self.at, self.buffer.len());
                return (from < self.buffer.len()).then(|| &self.buffer[from..]);
            }
        }
    }

    /// All that is left.
    pub fn rest(&mut self) -> Vec<u8> {
        while self.fill() {}
        if self.at == 0 {
            return std::mem::take(&mut self.buffer);
        }
        let rest = self.buffer.split_off(self.at);
        self.buffer.clear();
        self.at = 0;
        rest
    }

    /// Gives back what was read too far, where that is possible.
    pub fn put_back(&mut self) {
        let rest = self.buffer.len() - self.at;
        if rest > 0 && !self.own {
            let _ = nix::unistd::lseek(self.fd, -(rest as i64), nix::unistd::Whence::SeekCur);
        }
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        if self.own {
            close(self.fd);
        }
    }
}

/// All text of all sources.
pub fn all(sources: &mut [Source]) -> Vec<u8> {
    let mut text = Vec::new();
    for source in sources {
        text.append(&mut source.rest());
    }
    text
}

/// The lines of a text, without their newlines.
pub fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let body = text.strip_suffix(b"\n").unwrap_or(text);
    let none = text.is_empty();
    let mut ends = memchr::memchr_iter(b'\n', body);
    let mut from = 0;
    let mut over = none;
    std::iter::from_fn(move || {
        if over {
            return None;
        }
        let end = ends.next().unwrap_or(body.len());
        over = end == body.len();
        let line = &body[from..end];
        from = end + 1;
        Some(line)
    })
}
