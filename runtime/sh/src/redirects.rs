//! Redirections of a command as they are written down.

use crate::words::Words;
use nix::fcntl::OFlag;
use std::os::fd::RawFd;

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
one_path!(Vec<u8>, &Vec<u8>, &[u8], &str, &String);

impl From<&Path> for Path {
    fn from(path: &Path) -> Path {
        path.clone()
    }
}

impl<const N: usize> From<&[u8; N]> for Path {
    fn from(text: &[u8; N]) -> Path {
        Path::One(text.to_vec())
    }
}

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Open(Path, OFlag),
    Clobber(Path),
    Both(Path, bool),
    Here(Vec<u8>),
    Copy(Vec<u8>, bool),
}

/// The one field of an unquoted target; with none or several, the redirection fails. `source` is its text for the message.
pub fn target(words: impl Into<Vec<Vec<u8>>>, source: impl AsRef<[u8]>) -> Path {
    let mut fields = words.into();
    match fields.len() {
        1 => Path::One(fields.remove(0)),
        _ => Path::Ambiguous(source.as_ref().to_vec()),
    }
}

/// `>&2`
pub fn err(line: u32) -> Redirects {
    Redirects::new(line).dup_out(1, "2")
}

/// Redirections of one command, in order.
#[derive(Clone, Debug, Default)]
pub struct Redirects {
    pub(crate) line: u32,
    pub(crate) list: Vec<(Target, Kind)>,
    /// A word of them could not be expanded.
    pub(crate) lost: bool,
    variable: Option<Vec<u8>>,
}

#[derive(Clone, Debug)]
pub(crate) enum Target {
    Descriptor(RawFd),
    Variable(Vec<u8>),
}

impl Redirects {
    /// None yet; `line` is for messages.
    pub fn new(line: u32) -> Redirects {
        Redirects { line, ..Redirects::default() }
    }

    /// The line of the command.
    pub fn line(&self) -> u32 {
        self.line
    }

    fn push(mut self, fd: RawFd, kind: Kind) -> Redirects {
        let target = match self.variable.take() {
            Some(name) => Target::Variable(name),
            None => Target::Descriptor(fd),
        };
        self.list.push((target, kind));
        self
    }

    /// `{name}` in front of the next entry.
    pub fn variable(mut self, name: impl AsRef<[u8]>) -> Redirects {
        self.variable = Some(name.as_ref().to_vec());
        self
    }

    /// `fd<path`
    pub fn read(self, fd: i32, path: impl Into<Path>) -> Redirects {
        self.push(fd, Kind::Open(path.into(), OFlag::O_RDONLY))
    }

    /// `fd>path`
    pub fn write(self, fd: i32, path: impl Into<Path>) -> Redirects {
        self.push(fd, Kind::Open(path.into(), OFlag::O_WRONLY | OFlag::O_CREAT | OFlag::O_TRUNC))
    }

    /// `fd>|path`
    pub fn clobber(self, fd: i32, path: impl Into<Path>) -> Redirects {
        self.push(fd, Kind::Clobber(path.into()))
    }

    /// `fd>>path`
    pub fn append(self, fd: i32, path: impl Into<Path>) -> Redirects {
        self.push(fd, Kind::Open(path.into(), OFlag::O_WRONLY | OFlag::O_CREAT | OFlag::O_APPEND))
    }

    /// `fd<>path`
    pub fn read_write(self, fd: i32, path: impl Into<Path>) -> Redirects {
        self.push(fd, Kind::Open(path.into(), OFlag::O_RDWR | OFlag::O_CREAT))
    }

    /// `&>path`
    pub fn both(self, path: impl Into<Path>) -> Redirects {
        self.push(1, Kind::Both(path.into(), false))
    }

    /// `&>>path`
    pub fn both_append(self, path: impl Into<Path>) -> Redirects {
        self.push(1, Kind::Both(path.into(), true))
    }

    /// A here-document (its text) or here-string (with its newline).
    pub fn here(self, fd: i32, text: impl AsRef<[u8]>) -> Redirects {
        self.push(fd, Kind::Here(text.as_ref().to_vec()))
    }

    /// `fd<&word`: a descriptor, `-`, `n-`.
    pub fn dup_in(self, fd: i32, word: impl Into<Path>) -> Redirects {
        let word = match word.into() {
            Path::One(word) => word,
            Path::Ambiguous(source) => [&source[..], b" "].concat(),
        };
        self.push(fd, Kind::Copy(word, true))
    }

    /// `fd>&word`: a descriptor, `-`, `n-`; a file name (then both 1 and 2) for 1.
    pub fn dup_out(self, fd: i32, word: impl Into<Path>) -> Redirects {
        let word = match word.into() {
            Path::One(word) => word,
            Path::Ambiguous(source) => [&source[..], b" "].concat(),
        };
        self.push(fd, Kind::Copy(word, false))
    }

    /// `fd>&-`
    pub fn close(self, fd: i32) -> Redirects {
        self.push(fd, Kind::Copy(b"-".to_vec(), false))
    }
}
