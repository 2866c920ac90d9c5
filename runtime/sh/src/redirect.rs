//! Redirections, made in order and undone after the command.

use crate::descriptors::{Saved, close, copy_high, copy_to};
use crate::redirects::{Kind, Path, Redirects, Target};
use crate::shell::Shell;
use crate::status::{Checked, Flow, Status};
use nix::fcntl::{OFlag, open};
use nix::sys::stat::Mode;
use std::ffi::OsStr;
use std::os::fd::RawFd;
use std::os::unix::ffi::OsStrExt as _;

/// A redirection could not be made, after its message.
struct Failed;

impl Shell {
    /// Runs `body` under redirections. When one fails, says so, and `body` does not run: status 1.
    pub fn redirect(
        &mut self,
        redirects: Redirects,
        body: impl FnOnce(&mut Shell) -> Checked<Status>,
    ) -> Checked<Status> {
        if redirects.line > 0 {
            self.line = redirects.line;
        }
        if redirects.lost {
            return self.finish(self.redirect_failure());
        }
        let mut saved = Vec::new();
        let made = redirects
            .list
            .iter()
            .try_for_each(|(target, kind)| self.make(target, kind, &mut saved));
        if std::mem::take(&mut self.trace_ahead) {
            self.traced_before = saved.iter().rev().find_map(Saved::of_errors);
        }
        let result = match made {
            Ok(()) => body(self),
            Err(Failed) => Ok(Status(1)),
        };
        self.traced_before = None;
        // A write that fails is the failure of the builtin that wrote.
        self.out.flush();
        let result = if self.out.failed.is_some() && result.is_ok() {
            let status = self.written(self.writer);
            self.finish(status)
        } else {
            result
        };
        for saved in saved.into_iter().rev() {
            self.restore_descriptor(saved);
        }
        match made {
            Ok(()) => result,
            Err(Failed) => self.finish(self.redirect_failure()),
        }
    }

    /// `cat` of a here-document.
    pub fn cat(&mut self, line: u32, text: impl AsRef<[u8]>) -> Checked<Status> {
        self.redirect(Redirects::new(line).here(0, text), |sh| {
            sh.command(line, vec![b"cat".to_vec()])
        })
    }

    /// The redirections of a program, whose process expands their words: what cannot be expanded ends that one alone.
    pub fn redirects_apart(
        &mut self,
        line: u32,
        expand: impl FnOnce(&mut Shell) -> Checked<Redirects>,
    ) -> Checked<Redirects> {
        match expand(self) {
            Err(Flow::Exit(_) | Flow::Abandon(_)) => {
                self.unwinds = false;
                let mut redirects = Redirects::new(line);
                redirects.lost = true;
                Ok(redirects)
            }
            made => made,
        }
    }

    /// `exec` with redirections only: they stay.
    pub fn exec_redirect(&mut self, redirects: Redirects) -> Checked<Status> {
        self.line = redirects.line;
        self.last_word = b"exec".to_vec();
        self.trace_text("exec");
        let mut saved = Vec::new();
        let made = redirects
            .list
            .iter()
            .try_for_each(|(target, kind)| self.make(target, kind, &mut saved));
        if made.is_err() {
            for saved in saved.into_iter().rev() {
                self.restore_descriptor(saved);
            }
            if self.dash {
                return Err(self.fatal(Status(2)));
            }
            return self.finish(Status(1));
        }
        match self.undo.last_mut() {
            Some(undo) => undo.descriptors.append(&mut saved),
            None => saved.into_iter().for_each(Saved::forget),
        }
        self.finish(Status::OK)
    }

    /// The status of a command whose redirection fails.
    fn redirect_failure(&self) -> Status {
        Status(if self.dash { 2 } else { 1 })
    }

    fn make(&mut self, target: &Target, kind: &Kind, saved: &mut Vec<Saved>) -> Result<(), Failed> {
        let fd = match target {
            Target::Descriptor(fd) => *fd,
            Target::Variable(name) => {
                if let Kind::Copy(word, _) = kind
                    && word == b"-"
                {
                    let param = crate::params::Param::parse(name)
                        .unwrap_or_else(|| crate::params::param(name));
                    let fd = self.find(&param).unwrap_or_default();
                    if let Some(fd) = number(&fd) {
                        self.out.set_memory(fd, None);
                        close(fd);
                    }
                    return Ok(());
                }
                let free = (10..256)
                    .find(|fd| nix::fcntl::fcntl(*fd, nix::fcntl::FcntlArg::F_GETFD).is_err());
                let fd = free.unwrap_or(255);
                self.make_on(fd, kind, &mut Vec::new())?;
                let param =
                    crate::params::Param::parse(name).unwrap_or_else(|| crate::params::param(name));
                let _ = self.set_int_in(&param, i64::from(fd));
                return Ok(());
            }
        };
        self.make_on(fd, kind, saved)
    }

    fn make_on(&mut self, fd: RawFd, kind: &Kind, saved: &mut Vec<Saved>) -> Result<(), Failed> {
        match kind {
            Kind::Open(path, flags) => {
                let path = self.one_path(path)?;
                self.open_on(fd, &path, *flags, false, saved)
            }
            Kind::Clobber(path) => {
                let path = self.one_path(path)?;
                self.open_on(
                    fd,
                    &path,
                    OFlag::O_WRONLY | OFlag::O_CREAT | OFlag::O_TRUNC,
                    true,
                    saved,
                )
            }
            Kind::Both(path, append) => {
                let path = self.one_path(path)?;
                let way = if *append { OFlag::O_APPEND } else { OFlag::O_TRUNC };
                self.open_on(1, &path, OFlag::O_WRONLY | OFlag::O_CREAT | way, false, saved)?;
                saved.push(self.save_descriptor(2));
                let _ = self.duplicate(1, 2);
                Ok(())
            }
            Kind::Here(text) => {
                saved.push(self.save_descriptor(fd));
                let made = here_file(text).and_then(|file| {
                    copy_to(file, fd)?;
                    if file != fd {
                        close(file);
                    }
                    Ok(())
                });
                self.out.set_memory(fd, None);
                made.map_err(|error| {
                    self.error(format!(
                        "cannot create temp file for here-document: {}",
                        error.desc()
                    ));
                    Failed
                })
            }
            Kind::Copy(word, input) => self.copy_on(fd, word, *input, saved),
        }
    }

    fn one_path(&mut self, path: &Path) -> Result<Vec<u8>, Failed> {
        match path {
            Path::One(path) => Ok(path.clone()),
            Path::Ambiguous(text) => {
                self.error([&text[..], b": ambiguous redirect"].concat());
                Err(Failed)
            }
        }
    }

    fn open_on(
        &mut self,
        fd: RawFd,
        path: &[u8],
        mut flags: OFlag,
        clobber: bool,
        saved: &mut Vec<Saved>,
    ) -> Result<(), Failed> {
        if self.state.options.noclobber() && !clobber && flags.contains(OFlag::O_TRUNC) {
            match std::fs::metadata(OsStr::from_bytes(path)) {
                Ok(data) if data.is_file() => {
                    self.error([path, b": cannot overwrite existing file"].concat());
                    return Err(Failed);
                }
                Ok(_) => {}
                Err(_) => flags |= OFlag::O_EXCL,
            }
        }
        // What is buffered comes first, also in the file that is opened.
        self.out.flush();
        let mode = Mode::from_bits_truncate(0o666);
        // Saved before, since the new file may take the very number.
        let before = self.save_descriptor(fd);
        match open(OsStr::from_bytes(path), flags | OFlag::O_CLOEXEC, mode) {
            Ok(file) => {
                saved.push(before);
                self.out.set_memory(fd, None);
                let _ = copy_to(file, fd);
                if file != fd {
                    close(file);
                }
                Ok(())
            }
            Err(error) => {
                self.restore_descriptor(before);
                if self.dash {
                    let creates = flags.contains(OFlag::O_CREAT);
                    self.error(crate::dash::cannot(path, creates, error));
                } else {
                    self.error([path, b": ", error.desc().as_bytes()].concat());
                }
                Err(Failed)
            }
        }
    }

    fn copy_on(
        &mut self,
        fd: RawFd,
        word: &[u8],
        input: bool,
        saved: &mut Vec<Saved>,
    ) -> Result<(), Failed> {
        if word == b"-" {
            saved.push(self.save_descriptor(fd));
            self.out.set_memory(fd, None);
            close(fd);
            return Ok(());
        }
        let (digits, moves) = match word {
            [digits @ .., b'-'] => (digits, true),
            digits => (digits, false),
        };
        let Some(from) = number(digits) else {
            if !input && fd == 1 && !word.is_empty() {
                return self.make_on(1, &Kind::Both(Path::One(word.to_vec()), false), saved);
            }
            self.error([word, b": ambiguous redirect"].concat());
            return Err(Failed);
        };
        let open = self.out.memory_of(from).is_some()
            || nix::fcntl::fcntl(from, nix::fcntl::FcntlArg::F_GETFD).is_ok();
        if !open {
            self.error([digits, b": Bad file descriptor"].concat());
            return Err(Failed);
        }
        if from == fd {
            return Ok(());
        }
        self.input.sync(from);
        saved.push(self.save_descriptor(fd));
        let _ = self.duplicate(from, fd);
        if moves {
            saved.push(self.save_descriptor(from));
            self.out.set_memory(from, None);
            close(from);
        }
        Ok(())
    }
}

impl Saved {
    /// The descriptor stays as it is now.
    fn forget(self) {
        if let Some(copy) = self.into_copy() {
            close(copy);
        }
    }
}

fn number(text: &[u8]) -> Option<RawFd> {
    std::str::from_utf8(text).ok()?.parse().ok().filter(|fd| *fd >= 0)
}

/// A file in memory that holds a text, at its start.
fn here_file(text: &[u8]) -> nix::Result<RawFd> {
    use nix::sys::memfd::{MemFdCreateFlag, memfd_create};
    let file = memfd_create(c"here", MemFdCreateFlag::MFD_CLOEXEC)?;
    crate::output::write_all(file, text)?;
    nix::unistd::lseek(file, 0, nix::unistd::Whence::SeekSet)?;
    // Low descriptors are the script's.
    if file >= 10 {
        return Ok(file);
    }
    let copy = copy_high(file)?;
    close(file);
    Ok(copy)
}
