//! `os` and `os.path`

mod environ;
mod spawn;
mod tree;
pub use environ::*;
pub use spawn::{spawn, spawn_place, try_spawn};
pub use tree::*;

use std::env;
use std::fs;

use crate::exception::{Result, value_error};
use crate::file::os_error;
use crate::integer::Integer;

fn done(outcome: std::io::Result<()>, path: &str) -> Result<()> {
    outcome.map_err(|error| os_error(&error, Some(path)))
}

fallible! {
    /// `os.getcwd()`
    fn getcwd / try_getcwd []() -> String {
        env::current_dir().map(|path| path.to_string_lossy().into_owned()).map_err(|error| os_error(&error, None))
    }

    /// `os.chdir(path)`
    fn chdir / try_chdir [](path: &str) -> () {
        done(env::set_current_dir(path), path)
    }

    /// `os.listdir(path)`
    fn listdir / try_listdir [](path: &str) -> Vec<String> {
        let entries = fs::read_dir(path).map_err(|error| os_error(&error, Some(path)))?;
        Ok(entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect())
    }

    /// `os.listdir()`
    fn list_here / try_list_here []() -> Vec<String> {
        try_listdir(".")
    }

    /// `os.mkdir(path)`
    fn mkdir / try_mkdir [](path: &str) -> () {
        done(fs::create_dir(path), path)
    }

    /// `os.makedirs(path, exist_ok=exist_ok)`
    fn makedirs / try_makedirs [](path: &str, exist_ok: bool) -> () {
        if !exist_ok && exists(path) {
            return done(Err(std::io::Error::from_raw_os_error(17)), path);
        }
        done(fs::create_dir_all(path), path)
    }

    /// `os.remove(path)`
    fn remove / try_remove [](path: &str) -> () {
        done(fs::remove_file(path), path)
    }

    /// `os.rmdir(path)`
    fn rmdir / try_rmdir [](path: &str) -> () {
        done(fs::remove_dir(path), path)
    }

    /// `os.rename(from, to)`
    fn rename / try_rename [](from: &str, to: &str) -> () {
        done(fs::rename(from, to), from)
    }

    /// `os.path.getsize(path)`
    fn getsize / try_getsize [](path: &str) -> i64 {
        fs::metadata(path).map(|data| data.len() as i64).map_err(|error| os_error(&error, Some(path)))
    }

    /// `os.path.getmtime(path)`
    fn getmtime / try_getmtime [](path: &str) -> f64 {
        let changed = fs::metadata(path).and_then(|data| data.modified());
        let since = changed.map(|time| time.duration_since(std::time::UNIX_EPOCH).unwrap_or_default());
        since.map(|time| time.as_secs_f64()).map_err(|error| os_error(&error, Some(path)))
    }

    /// `os.path.commonpath(paths)`
    fn commonpath / try_commonpath [](paths: impl IntoIterator<Item = String>) -> String {
        let paths: Vec<String> = paths.into_iter().collect();
        let Some(first) = paths.first() else {
            return Err(value_error("commonpath() arg is an empty sequence"));
        };
        if paths.iter().any(|path| isabs(path) != isabs(first)) {
            return Err(value_error("Can't mix absolute and relative paths"));
        }
        let split = |path: &str| -> Vec<String> {
            path.split('/').filter(|part| !part.is_empty() && *part != ".").map(str::to_owned).collect()
        };
        let mut common = split(first);
        for path in &paths[1..] {
            let same = common.iter().zip(split(path)).take_while(|(a, b)| *a == b).count();
            common.truncate(same);
        }
        Ok(format!("{}{}", if isabs(first) { "/" } else { "" }, common.join("/")))
    }
}

/// `os.access(path, mode)`
pub fn access(path: &str, mode: impl Integer) -> bool {
    use std::os::unix::fs::MetadataExt;
    let Ok(meta) = fs::metadata(path) else { return false };
    let mode = mode.clamp_i64() as u32 & 7;
    let own = fs::metadata("/proc/self").map(|of| (of.uid(), of.gid()));
    let bits = match own {
        Ok((0, _)) => 6 | (meta.mode() & 0o111 != 0 || meta.is_dir()) as u32,
        Ok((user, _)) if user == meta.uid() => meta.mode() >> 6 & 7,
        Ok((_, group)) if group == meta.gid() => meta.mode() >> 3 & 7,
        _ => meta.mode() & 7,
    };
    bits & mode == mode
}

/// `os.urandom(size)`
pub fn urandom(size: impl Integer) -> Vec<u8> {
    use std::io::Read;
    let mut bytes = vec![0; usize::try_from(size.clamp_i64()).unwrap_or(0)];
    if let Ok(mut source) = fs::File::open("/dev/urandom") {
        let _ = source.read_exact(&mut bytes);
    }
    bytes
}

/// `os.system(command)`: the status as `wait` gives it
pub fn system(command: &str) -> i64 {
    use std::os::unix::process::ExitStatusExt;
    crate::stdout::flush();
    let mut shell = std::process::Command::new("/bin/sh");
    hand_over(&mut shell);
    let status = shell.arg("-c").arg(command).status();
    status.map_or(-1, |status| i64::from(status.into_raw()))
}

/// `os.getpid()`
pub fn getpid() -> i64 {
    i64::from(std::process::id())
}

/// `os.cpu_count()`
pub fn cpu_count() -> i64 {
    std::thread::available_parallelism().map_or(1, |count| count.get() as i64)
}

/// `os.path.exists(path)`
pub fn exists(path: &str) -> bool {
    fs::metadata(path).is_ok()
}

/// `os.path.islink(path)`
pub fn islink(path: &str) -> bool {
    fs::symlink_metadata(path).is_ok_and(|data| data.is_symlink())
}

/// `os.path.expandvars(path)`: `$name` and `${name}` of variables that are set
pub fn expandvars(path: &str) -> String {
    let mut text = String::new();
    let mut rest = path;
    while let Some(at) = rest.find('$') {
        text.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let (name, length) = match after.strip_prefix('{') {
            Some(inner) => inner.find('}').map_or(("", 0), |end| (&inner[..end], end + 2)),
            None => {
                let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
                let end = end.unwrap_or(after.len());
                (&after[..end], end)
            }
        };
        match getenv(name) {
            Some(value) if !name.is_empty() => text.push_str(&value),
            _ => text.push_str(&rest[at..at + 1 + length]),
        }
        rest = &after[length..];
    }
    text + rest
}

/// `os.path.isfile(path)`
pub fn isfile(path: &str) -> bool {
    fs::metadata(path).is_ok_and(|data| data.is_file())
}

/// `os.path.isdir(path)`
pub fn isdir(path: &str) -> bool {
    fs::metadata(path).is_ok_and(|data| data.is_dir())
}

/// `os.path.join(a, b)`
pub fn join(a: &str, b: &str) -> String {
    if b.starts_with('/') || a.is_empty() {
        b.to_owned()
    } else if a.ends_with('/') {
        format!("{a}{b}")
    } else {
        format!("{a}/{b}")
    }
}

/// `os.path.join(a, b, c)`
pub fn join3(a: &str, b: &str, c: &str) -> String {
    join(&join(a, b), c)
}

/// `os.path.join(a, b, c, d)`
pub fn join4(a: &str, b: &str, c: &str, d: &str) -> String {
    join(&join3(a, b, c), d)
}

/// `os.path.join(*parts)`
pub fn join_all(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().reduce(|path, part| join(&path, &part)).unwrap_or_default()
}

/// `os.path.split(path)`
pub fn split(path: &str) -> (String, String) {
    let cut = path.rfind('/').map_or(0, |cut| cut + 1);
    let (head, tail) = path.split_at(cut);
    let kept = head.trim_end_matches('/');
    (if kept.is_empty() { head } else { kept }.to_owned(), tail.to_owned())
}

/// `os.path.basename(path)`
pub fn basename(path: &str) -> String {
    split(path).1
}

/// `os.path.dirname(path)`
pub fn dirname(path: &str) -> String {
    split(path).0
}

/// `os.path.splitext(path)`
pub fn splitext(path: &str) -> (String, String) {
    let name = path.rfind('/').map_or(0, |cut| cut + 1);
    let stem = path[name..].trim_start_matches('.');
    match stem.rfind('.') {
        Some(dot) => {
            let cut = path.len() - stem.len() + dot;
            (path[..cut].to_owned(), path[cut..].to_owned())
        }
        None => (path.to_owned(), String::new()),
    }
}

/// `os.path.isabs(path)`
pub fn isabs(path: &str) -> bool {
    path.starts_with('/')
}

/// `os.path.normpath(path)`
pub fn normpath(path: &str) -> String {
    let slashes = if path.starts_with("//") && !path.starts_with("///") {
        "//"
    } else if isabs(path) {
        "/"
    } else {
        ""
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').filter(|part| !part.is_empty() && *part != ".") {
        let up = part == ".." && parts.last().is_some_and(|last| *last != "..");
        if up {
            parts.pop();
        } else if part != ".." || slashes.is_empty() {
            parts.push(part);
        }
    }
    let joined = format!("{slashes}{}", parts.join("/"));
    if joined.is_empty() { ".".to_owned() } else { joined }
}

/// `os.path.abspath(path)`
pub fn abspath(path: &str) -> String {
    if isabs(path) { normpath(path) } else { normpath(&join(&getcwd(), path)) }
}

/// `os.path.expanduser(path)`
pub fn expanduser(path: &str) -> String {
    match (path.strip_prefix('~'), getenv("HOME")) {
        (Some(rest), Some(home)) if rest.is_empty() || rest.starts_with('/') => home + rest,
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_texts() {
        assert_eq!(join("a", "b.txt"), "a/b.txt");
        assert_eq!(splitext("/x.y/.bashrc"), ("/x.y/.bashrc".to_owned(), String::new()));
        assert_eq!(splitext("a/b.tar.gz").1, ".gz");
        assert_eq!(split("/a"), ("/".to_owned(), "a".to_owned()));
        assert_eq!(normpath("a/./b/../c//d"), "a/c/d");
    }
}
