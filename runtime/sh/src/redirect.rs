//! Redirections, made in order and undone after the command.

use crate::descriptors::{Saved, close, copy_high, copy_to};
use crate::shell::Shell;
use crate::status::{Checked, Status};
use crate::words::Words;
use nix::fcntl::{OFlag, open};
use nix::sys::stat::Mode;
use std::ffi::OsStr;
use std::os::fd::RawFd;
use std::os::unix::ffi::OsStrExt as _;

/// Where a redirection leads, when a file: one path, or none after an ambiguous expansion.
#[derive(Clone, Debug)]
pub enum Path {
    /// One path.
    One(Vec<u8>),
    /// The word became no field or several; its text for the message.
    Ambiguous(Vec<u8>),
}

impl From<Words> for Path {
    fn from(words: Words) -> Path {
        let mut fields = words.into_vec();
        match fields.len() {
            1 => Path::One(fields.remove(0)),
            _ => Path::Ambiguous(fields.join(&b' ')),
        }
    }
}

macro_rules! one_path {
    ($($type:ty),*) => { $(
        impl From<$type> for Path {
            fn from(text: $type) -> Path {
                Path::One(AsRef::<[u8]>::as_ref(&text).to_vec())
            }
        }
    )* };
}
one_path!(Vec<u8>, &Vec<u8>, &[u8], &str);

impl<const N: usize> From<&[u8; N]> for Path {
    fn from(text: &[u8; N]) -> Path {
        Path::One(text.to_vec())
    }
}

#[derive(Clone, Debug)]
enum Kind {
    Open(Path, OFlag),
    Clobber(Path),
    Both(Path, bool),
    Here(Vec<u8>),
    Copy(Vec<u8>, bool),
}

/// Redirections of one command, in order.
#[derive(Clone, Debug, Default)]
pub struct Redirects {
    line: u32,
    list: Vec<(Target, Kind)>,
    variable: Option<Vec<u8>>,
    ambiguous: Option<Vec<u8>>,
}

#[derive(Clone, Debug)]
enum Target {
    Descriptor(RawFd),
    Variable(Vec<u8>),
}

impl Redirects {
    /// None yet; `line` is for messages.
    pub fn new(line: u32) -> Redirects {
        Redirects { line, ..Redirects::default() }
    }

    fn push(&mut self, fd: RawFd, kind: Kind) -> &mut Redirects {
        let target = match self.variable.take() {
            Some(name) => Target::Variable(name),
            None => Target::Descriptor(fd),
        };
        self.list.push((target, kind));
        self
    }

    /// `{name}` in front of the next entry.
    pub fn variable(&mut self, name: impl AsRef<[u8]>) -> &mut Redirects {
        self.variable = Some(name.as_ref().to_vec());
        self
    }

    /// The one field of an unquoted target; with none or several, the entry that takes it fails.
    pub fn target(&mut self, words: Words, source: impl AsRef<[u8]>) -> Vec<u8> {
        let mut fields = words.into_vec();
        if fields.len() == 1 {
            return fields.remove(0);
        }
        self.ambiguous = Some(source.as_ref().to_vec());
        Vec::new()
    }

    fn path(&mut self, path: impl Into<Path>) -> Path {
        match self.ambiguous.take() {
            Some(source) => Path::Ambiguous(source),
            None => path.into(),
        }
    }

    /// `fd<path`
    pub fn read(&mut self, fd: i32, path: impl Into<Path>) -> &mut Redirects {
        let path = self.path(path);
        self.push(fd, Kind::Open(path, OFlag::O_RDONLY))
    }

    /// `fd>path`
    pub fn write(&mut self, fd: i32, path: impl Into<Path>) -> &mut Redirects {
        let path = self.path(path);
        self.push(fd, Kind::Open(path, OFlag::O_WRONLY | OFlag::O_CREAT | OFlag::O_TRUNC))
    }

    /// `fd>|path`
    pub fn clobber(&mut self, fd: i32, path: impl Into<Path>) -> &mut Redirects {
        let path = self.path(path);
        self.push(fd, Kind::Clobber(path))
    }

    /// `fd>>path`
    pub fn append(&mut self, fd: i32, path: impl Into<Path>) -> &mut Redirects {
        let path = self.path(path);
        self.push(fd, Kind::Open(path, OFlag::O_WRONLY | OFlag::O_CREAT | OFlag::O_APPEND))
    }

    /// `fd<>path`
    pub fn read_write(&mut self, fd: i32, path: impl Into<Path>) -> &mut Redirects {
        let path = self.path(path);
        self.push(fd, Kind::Open(path, OFlag::O_RDWR | OFlag::O_CREAT))
    }

    /// `&>path`
    pub fn both(&mut self, path: impl Into<Path>) -> &mut Redirects {
        let path = self.path(path);
        self.push(1, Kind::Both(path, false))
    }

    /// `&>>path`
    pub fn both_append(&mut self, path: impl Into<Path>) -> &mut Redirects {
        let path = self.path(path);
        self.push(1, Kind::Both(path, true))
    }

    /// A here-document (its text) or here-string (with its newline).
    pub fn here(&mut self, fd: i32, text: impl AsRef<[u8]>) -> &mut Redirects {
        self.push(fd, Kind::Here(text.as_ref().to_vec()))
    }

    /// `fd<&word`: a descriptor, `-`, `n-`.
    pub fn dup_in(&mut self, fd: i32, word: impl AsRef<[u8]>) -> &mut Redirects {
        let word = self
            .ambiguous
            .take()
            .map_or_else(|| word.as_ref().to_vec(), |source| [&source[..], b" "].concat());
        self.push(fd, Kind::Copy(word, true))
    }

    /// `fd>&word`: a descriptor, `-`, `n-`; a file name (then both 1 and 2) for 1.
    pub fn dup_out(&mut self, fd: i32, word: impl AsRef<[u8]>) -> &mut Redirects {
        let word = self
            .ambiguous
            .take()
            .map_or_else(|| word.as_ref().to_vec(), |source| [&source[..], b" "].concat());
        self.push(fd, Kind::Copy(word, false))
    }

    /// `fd>&-`
    pub fn close(&mut self, fd: i32) -> &mut Redirects {
        self.push(fd, Kind::Copy(b"-".to_vec(), false))
    }
}

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
        let mut saved = Vec::new();
        let made = redirects
            .list
            .iter()
            .try_for_each(|(target, kind)| self.make(target, kind, &mut saved));
        let result = match made {
            Ok(()) => body(self),
            Err(Failed) => Ok(Status(1)),
        };
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
            Err(Failed) => self.finish(Status(1)),
        }
    }

    /// `exec` with redirections only: they stay.
    pub fn exec_redirect(&mut self, redirects: Redirects) -> Checked<Status> {
        self.line = redirects.line;
        let mut saved = Vec::new();
        let made = redirects
            .list
            .iter()
            .try_for_each(|(target, kind)| self.make(target, kind, &mut saved));
        if made.is_err() {
            for saved in saved.into_iter().rev() {
                self.restore_descriptor(saved);
            }
            return self.finish(Status(1));
        }
        match self.undo.last_mut() {
            Some(undo) => undo.descriptors.append(&mut saved),
            None => saved.into_iter().for_each(Saved::forget),
        }
        self.finish(Status::OK)
    }

    fn make(&mut self, target: &Target, kind: &Kind, saved: &mut Vec<Saved>) -> Result<(), Failed> {
        let fd = match target {
            Target::Descriptor(fd) => *fd,
            Target::Variable(name) => {
                if let Kind::Copy(word, _) = kind
                    && word == b"-"
                {
                    let fd = self.find(&crate::params::param(name)).unwrap_or_default();
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
                let _ = self.set_int(name, i64::from(fd));
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
        match open(OsStr::from_bytes(path), flags | OFlag::O_CLOEXEC, mode) {
            Ok(file) => {
                // The new file may have taken the very number that is to be saved as closed.
                let file = if file == fd || file < 10 { high(file) } else { file };
                saved.push(self.save_descriptor(fd));
                self.out.set_memory(fd, None);
                let _ = copy_to(file, fd);
                close(file);
                Ok(())
            }
            Err(error) => {
                self.error([path, b": ", error.desc().as_bytes()].concat());
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

fn high(fd: RawFd) -> RawFd {
    match copy_high(fd) {
        Ok(copy) => {
            close(fd);
            copy
        }
        Err(_) => fd,
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
    Ok(if file < 10 { high(file) } else { file })
}
