//! `cat`, `tac`, `rev`, `tee`.

use super::input::sources;
use super::{Args, arguments};
use crate::output::write_all;
use crate::shell::Shell;
use crate::status::Status;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;

/// `cat [-nbsETvAu] [files]`: the plain form, line numbers, ends and tabs.
pub fn cat(sh: &mut Shell, words: &[Vec<u8>]) -> Option<Status> {
    let args = arguments(words, "nbsETu")?;
    let list = sources(sh, &args.operands)?;
    let plain = !b"nbsET".iter().any(|letter| args.has(*letter));
    let mut state = Numbering { number: 0, blank: false, fresh: true };
    for mut source in list {
        if plain {
            while let Some(text) = source.chunk() {
                sh.write(text);
                if sh.out.memory_of(1).is_none() {
                    sh.out.flush();
                }
                if sh.out.failed.is_some() {
                    return Some(Status(1));
                }
            }
            continue;
        }
        let mut text = Vec::new();
        while let Some(line) = source.line() {
            state.line(line, &args, &mut text);
            if text.len() > 1 << 16 {
                sh.write(&text);
                text.clear();
                if sh.out.failed.is_some() {
                    return Some(Status(1));
                }
            }
        }
        sh.write(&text);
    }
    Some(Status::OK)
}

struct Numbering {
    number: u64,
    blank: bool,
    /// At the start of a line.
    fresh: bool,
}

impl Numbering {
    fn line(&mut self, line: &[u8], args: &Args, text: &mut Vec<u8>) {
        let empty = line == b"\n";
        if args.has(b's') && empty && self.blank {
            return;
        }
        self.blank = empty;
        let counts = if args.has(b'b') { !empty } else { args.has(b'n') };
        if counts && self.fresh {
            self.number += 1;
            text.extend_from_slice(format!("{:6}\t", self.number).as_bytes());
        }
        let (body, ended) = match line.strip_suffix(b"\n") {
            Some(body) => (body, true),
            None => (line, false),
        };
        self.fresh = ended;
        for byte in body {
            if *byte == b'\t' && args.has(b'T') {
                text.extend_from_slice(b"^I");
            } else {
                text.push(*byte);
            }
        }
        if ended {
            if args.has(b'E') {
                text.push(b'$');
            }
            text.push(b'\n');
        }
    }
}

/// `tac [files]`.
pub fn tac(sh: &mut Shell, words: &[Vec<u8>]) -> Option<Status> {
    let args = arguments(words, "")?;
    for mut source in sources(sh, &args.operands)? {
        let text = source.rest();
        let mut parts: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
        parts.reverse();
        sh.write(&parts.concat());
    }
    Some(Status::OK)
}

/// `rev [files]`.
pub fn rev(sh: &mut Shell, words: &[Vec<u8>]) -> Option<Status> {
    let args = arguments(words, "")?;
    let utf8 = sh.is_utf8();
    for mut source in sources(sh, &args.operands)? {
        let text = source.rest();
        if utf8 && std::str::from_utf8(&text).is_err() {
            return None;
        }
        for line in text.split_inclusive(|byte| *byte == b'\n') {
            let body = line.strip_suffix(b"\n").unwrap_or(line);
            let mut turned: Vec<u8> = match std::str::from_utf8(body) {
                Ok(text) if utf8 => text.chars().rev().collect::<String>().into_bytes(),
                _ => body.iter().rev().copied().collect(),
            };
            if body.len() < line.len() {
                turned.push(b'\n');
            }
            sh.write(&turned);
        }
    }
    Some(Status::OK)
}

/// `tee [-a] [files]`.
pub fn tee(sh: &mut Shell, words: &[Vec<u8>]) -> Option<Status> {
    use nix::fcntl::{OFlag, open};
    let args = arguments(words, "a")?;
    if args.operands.iter().any(|file| file == b"-") {
        return None;
    }
    let way = if args.has(b'a') { OFlag::O_APPEND } else { OFlag::O_TRUNC };
    let mut files = Vec::new();
    for file in &args.operands {
        let path = OsStr::from_bytes(file);
        // Nothing may be cut short before all of them are known to open.
        let writable = match std::fs::metadata(path) {
            Ok(data) => {
                data.is_file() && nix::unistd::access(path, nix::unistd::AccessFlags::W_OK).is_ok()
            }
            Err(_) => {
                let folder = std::path::Path::new(path)
                    .parent()
                    .filter(|folder| !folder.as_os_str().is_empty());
                let folder = folder.unwrap_or(std::path::Path::new("."));
                nix::unistd::access(folder, nix::unistd::AccessFlags::W_OK).is_ok()
            }
        };
        if !writable {
            return None;
        }
    }
    for file in &args.operands {
        let mode = nix::sys::stat::Mode::from_bits_truncate(0o666);
        let flags = OFlag::O_WRONLY | OFlag::O_CREAT | OFlag::O_CLOEXEC | way;
        files.push(open(OsStr::from_bytes(file), flags, mode).ok()?);
    }
    for mut source in sources(sh, &[])? {
        while let Some(text) = source.chunk() {
            for file in &files {
                let _ = write_all(*file, text);
            }
            sh.write(text);
            if sh.out.memory_of(1).is_none() {
                sh.out.flush();
            }
            if sh.out.failed.is_some() {
                break;
            }
        }
    }
    files.into_iter().for_each(crate::descriptors::close);
    Some(Status::OK)
}
