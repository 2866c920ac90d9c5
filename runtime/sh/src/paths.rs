//! Finding programs through PATH, and the working directory.

use crate::shell::Shell;
use crate::status::Status;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::PermissionsExt as _;

/// Is the path a file that can be executed?
pub(crate) fn is_executable(path: &[u8]) -> bool {
    let path = OsStr::from_bytes(path);
    std::fs::metadata(path)
        .is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
        && nix::unistd::access(path, nix::unistd::AccessFlags::X_OK).is_ok()
}

fn is_number(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(u8::is_ascii_digit)
}

impl Shell {
    /// PATH changed: places of programs are looked up again.
    pub(crate) fn forget_paths(&mut self) {
        self.paths.clear();
    }

    /// The folders of PATH.
    fn path_folders(&self) -> Vec<Vec<u8>> {
        let path = self
            .variable(b"PATH")
            .and_then(|variable| variable.scalar().cloned())
            .unwrap_or_default();
        path.split(|&byte| byte == b':')
            .map(|folder| if folder.is_empty() { b".".to_vec() } else { folder.to_vec() })
            .collect()
    }

    /// All files that a command name means, in the order of PATH.
    pub(crate) fn all_programs(&self, name: &[u8]) -> Vec<Vec<u8>> {
        if name.contains(&b'/') {
            return if is_executable(name) { vec![name.to_vec()] } else { Vec::new() };
        }
        if name.is_empty() {
            return Vec::new();
        }
        let paths = self.path_folders().into_iter().map(|folder| {
            if folder.ends_with(b"/") {
                [&folder[..], name].concat()
            } else {
                [&folder[..], b"/", name].concat()
            }
        });
        paths.filter(|path| is_executable(path)).collect()
    }

    /// The file of a command name; `None` when there is none.
    pub(crate) fn look_up_program(&mut self, name: &[u8]) -> Option<Vec<u8>> {
        if let Some((path, _)) = self.paths.get(name) {
            // What is remembered is not looked up again, unless asked for.
            if is_executable(path) || !self.dash && !self.state.options.shopt("checkhash") {
                return Some(path.clone());
            }
            self.paths.remove(name);
        }
        let path = self.all_programs(name).into_iter().next()?;
        if !name.contains(&b'/') {
            self.paths.insert(name.to_vec(), (path.clone(), 0));
        }
        Some(path)
    }

    /// The first file of that name in PATH, whether it can be executed or not.
    pub(crate) fn plain_file(&self, name: &[u8]) -> Option<Vec<u8>> {
        if name.is_empty() || name.contains(&b'/') {
            return None;
        }
        let folders = self.path_folders();
        folders.iter().map(|folder| [&folder[..], b"/", name].concat()).find(|path| {
            std::fs::metadata(OsStr::from_bytes(path)).is_ok_and(|data| data.is_file())
        })
    }

    /// A program has run once more.
    pub(crate) fn count_run(&mut self, name: &[u8]) {
        if let Some((_, runs)) = self.paths.get_mut(name) {
            *runs += 1;
        }
    }

    /// The file of a command name, or the status after bash's message.
    pub(crate) fn find_program(&mut self, name: &[u8]) -> Result<Vec<u8>, Status> {
        if let Some(path) = self.look_up_program(name) {
            return Ok(path);
        }
        if !name.contains(&b'/') {
            // A file of that name that cannot be executed is named with its place.
            if let Some(path) = self.plain_file(name) {
                self.error([&path[..], b": Permission denied"].concat());
                return Err(Status(126));
            }
            if self.dash && self.builtin == Some("exec") {
                self.builtin_error("exec", [name, b": not found"].concat());
            } else {
                let shown = if !self.dash && crate::quote::needs_ansi(name) {
                    crate::quote::ansi(name)
                } else {
                    name.to_vec()
                };
                self.error([&shown[..], b": command not found"].concat());
            }
            return Err(Status(127));
        }
        match std::fs::metadata(OsStr::from_bytes(name)) {
            Ok(data) if data.is_dir() => {
                self.error([name, b": Is a directory"].concat());
                Err(Status(126))
            }
            Ok(_) => {
                self.error([name, b": Permission denied"].concat());
                Err(Status(126))
            }
            Err(error) => {
                let code = error.raw_os_error().unwrap_or(0);
                let errno = nix::errno::Errno::from_i32(code);
                self.error([name, b": ", errno.desc().as_bytes()].concat());
                Err(Status(
                    if errno == nix::errno::Errno::ENOENT || errno == nix::errno::Errno::ENOTDIR {
                        127
                    } else {
                        126
                    },
                ))
            }
        }
    }

    /// The working directory as the shell names it.
    pub(crate) fn directory(&self) -> Vec<u8> {
        use std::os::unix::ffi::OsStringExt as _;
        if self.state.here.is_empty() {
            let here = std::env::current_dir().map(|path| path.into_os_string().into_vec());
            return here.unwrap_or_default();
        }
        self.state.here.to_vec()
    }

    /// `~`, `~user`, `~+`, `~-`: what the prefix stands for; itself when for nothing.
    pub fn tilde(&self, prefix: impl AsRef<[u8]>) -> Vec<u8> {
        let prefix = prefix.as_ref();
        let variable = |sh: &Shell, name: &str| {
            sh.variable(name.as_bytes()).and_then(|variable| variable.scalar().cloned())
        };
        let found = match prefix {
            b"~" => variable(self, "HOME").or_else(|| {
                let user = nix::unistd::User::from_uid(nix::unistd::getuid()).ok()??;
                Some(user.dir.as_os_str().as_bytes().to_vec())
            }),
            b"~+" => Some(self.directory()),
            b"~-" => variable(self, "OLDPWD"),
            [b'~', sign @ (b'+' | b'-'), digits @ ..] if is_number(digits) => {
                self.stacked(*sign == b'-', digits)
            }
            [b'~', digits @ ..] if is_number(digits) => self.stacked(false, digits),
            _ => {
                let name = String::from_utf8_lossy(&prefix[1..]).into_owned();
                let user = nix::unistd::User::from_name(&name).ok().flatten();
                user.map(|user| user.dir.as_os_str().as_bytes().to_vec())
            }
        };
        found.unwrap_or_else(|| prefix.to_vec())
    }

    /// An entry of the directory stack, counted from its start or its end.
    fn stacked(&self, from_end: bool, digits: &[u8]) -> Option<Vec<u8>> {
        let number: usize = std::str::from_utf8(digits).ok()?.parse().ok()?;
        let count = self.state.directories.len() + 1;
        let at = if from_end { count.checked_sub(number + 1)? } else { number };
        if at == 0 { Some(self.directory()) } else { self.state.directories.get(at - 1).cloned() }
    }
}
