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
one_path!(Vec<u8>, &Vec<u8>, &[u8], &str);

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

/// Redirections of one command, in order.
#[derive(Clone, Debug, Default)]
pub struct Redirects {
    pub(crate) line: u32,
    pub(crate) list: Vec<(Target, Kind)>,
    variable: Option<Vec<u8>>,
    ambiguous: Option<Vec<u8>>,
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
