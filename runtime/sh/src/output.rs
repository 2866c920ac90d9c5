//! What a script writes: buffered on descriptor 1, direct on others, and into memory for `$(…)`.

use crate::shell::Shell;
use std::cell::RefCell;
use std::os::fd::RawFd;
use std::rc::Rc;

/// Text that a command substitution collects.
pub type Memory = Rc<RefCell<Vec<u8>>>;

/// The output side of the descriptor table.
#[derive(Default)]
pub struct Output {
    /// Text for the real descriptor 1.
    pending: Vec<u8>,
    /// Descriptors that are memory in this process, not files.
    pub(crate) memory: Vec<(RawFd, Memory)>,
    /// A write of this command failed.
    pub(crate) failed: Option<nix::errno::Errno>,
}

const LIMIT: usize = 1 << 16;

impl Output {
    /// The memory behind a descriptor.
    pub(crate) fn memory_of(&self, fd: RawFd) -> Option<&Memory> {
        self.memory.iter().find(|(at, _)| *at == fd).map(|(_, memory)| memory)
    }

    /// Makes a descriptor memory, or a file again. Returns what it was.
    pub(crate) fn set_memory(&mut self, fd: RawFd, memory: Option<Memory>) -> Option<Memory> {
        let at = self.memory.iter().position(|(other, _)| *other == fd);
        let old = at.map(|at| self.memory.remove(at).1);
        if let Some(memory) = memory {
            self.memory.push((fd, memory));
        }
        old
    }

    /// Writes on descriptor 1.
    pub fn put(&mut self, text: &[u8]) {
        if !self.memory.is_empty()
            && let Some(memory) = self.memory_of(1)
        {
            memory.borrow_mut().extend_from_slice(text);
            return;
        }
        self.pending.extend_from_slice(text);
        if self.pending.len() >= LIMIT {
            self.flush();
        }
    }

    /// Sends what is buffered.
    pub fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let pending = std::mem::take(&mut self.pending);
        if let Err(error) = write_all(1, &pending) {
            self.failed = Some(error);
        }
        self.pending = pending;
        self.pending.clear();
    }

    /// Writes on any descriptor.
    pub fn put_on(&mut self, fd: RawFd, text: &[u8]) {
        if fd == 1 {
            return self.put(text);
        }
        if let Some(memory) = self.memory_of(fd) {
            memory.borrow_mut().extend_from_slice(text);
            return;
        }
        self.flush();
        let _ = write_all(fd, text);
    }

    /// In a new process: what the parent has buffered is the parent's.
    pub(crate) fn forked(&mut self) {
        self.pending.clear();
        self.memory.clear();
    }
}

/// What a function writes to that needs nothing else of the shell.
pub trait Out {
    /// The line of the command that comes.
    fn begin(&mut self, line: u32);
    /// `echo` of one word.
    fn echo(&mut self, line: u32, word: Vec<u8>);
    /// `echo` or `printf` with its words.
    fn command(&mut self, line: u32, words: Vec<Vec<u8>>);
}

impl Out for Shell {
    fn begin(&mut self, line: u32) {
        Shell::begin(self, line);
    }

    fn echo(&mut self, line: u32, word: Vec<u8>) {
        let _ = Shell::echo(self, line, word);
    }

    fn command(&mut self, line: u32, words: Vec<Vec<u8>>) {
        let _ = Shell::command(self, line, words);
    }
}

/// Writes all of a text to a descriptor.
pub fn write_all(fd: RawFd, mut text: &[u8]) -> nix::Result<()> {
    while !text.is_empty() {
        match nix::unistd::write(fd, text) {
            Ok(count) => text = &text[count..],
            Err(nix::errno::Errno::EINTR) => {}
            Err(nix::errno::Errno::EAGAIN) => std::thread::yield_now(),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

impl Shell {
    /// Writes on descriptor 1.
    pub fn write(&mut self, text: &[u8]) {
        self.out.put(text);
    }

    /// What was written is in its file.
    pub fn flush(&mut self) {
        self.out.flush();
    }

    /// Writes on descriptor 2, after what descriptor 1 has.
    pub fn write_error(&mut self, text: &[u8]) {
        self.out.put_on(2, text);
    }

    /// Ends a builtin that wrote: 1 and a message when a write failed.
    pub fn written(&mut self, builtin: &str) -> Status {
        // A shell that outlives closed pipes has to see which write failed.
        if !self.state.traps.list.is_empty() && !self.dies_of_closed_pipes() {
            self.out.flush();
        }
        // Output to another descriptor than the script's own is sent at once, so that the failure has the right line.
        match self.out.failed.take() {
            None => Status::OK,
            Some(error) => {
                self.builtin_error(builtin, format!("write error: {}", error.desc()));
                Status(1)
            }
        }
    }
}

use crate::status::Status;
