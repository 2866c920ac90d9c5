//! `cd`, `pwd`, `pushd`, `popd`, `dirs`.

use crate::params::param;
use crate::shell::Shell;
use crate::status::{Checked, Status};
use std::ffi::OsStr;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::rc::Rc;

/// A path without `.`, `..` and doubled slashes, taken from `here` when relative.
fn logical(here: &[u8], path: &[u8]) -> Vec<u8> {
    let whole = if path.starts_with(b"/") { path.to_vec() } else { [here, b"/", path].concat() };
    let mut parts: Vec<&[u8]> = Vec::new();
    for part in whole.split(|&byte| byte == b'/') {
        match part {
            b"" | b"." => {}
            b".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let mut result = vec![b'/'];
    result.extend_from_slice(&parts.join(&b'/'));
    result
}

fn physical() -> Vec<u8> {
    std::env::current_dir().map(|path| path.into_os_string().into_vec()).unwrap_or_default()
}

impl Shell {
    /// Changes the directory and PWD, OLDPWD; the error when it cannot.
    fn change_directory(&mut self, path: &[u8], resolve: bool) -> Result<(), nix::errno::Errno> {
        let here = self.directory();
        let target = if resolve { path.to_vec() } else { logical(&here, path) };
        // The path must hold up as written before `..` is taken off it.
        if !resolve
            && std::fs::metadata(OsStr::from_bytes(path)).is_err()
            && !path.starts_with(b"..")
            && path != b"."
        {
            let error = std::fs::metadata(OsStr::from_bytes(path))
                .err()
                .and_then(|error| error.raw_os_error());
            return Err(nix::errno::Errno::from_i32(error.unwrap_or(2)));
        }
        self.note_directory();
        nix::unistd::chdir(OsStr::from_bytes(&target))?;
        let now = if resolve { physical() } else { target };
        let _ = self.assign("OLDPWD", here);
        let _ = self.assign("PWD", now);
        Ok(())
    }
}

fn cannot(sh: &mut Shell, builtin: &str, path: &[u8], error: nix::errno::Errno) -> Status {
    sh.builtin_error(builtin, [path, b": ", error.desc().as_bytes()].concat())
}

/// `cd [-LP] [dir]`.
pub fn cd(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let options = match super::letters(sh, args, "LPe@", "cd [-L|[-P [-e]] [-@]] [dir]") {
        Ok(options) => options,
        Err(status) => return Ok(status),
    };
    let rest = &args[options.taken..];
    if rest.len() > 1 {
        sh.builtin_error("cd", "too many arguments");
        return Ok(Status(1));
    }
    let resolve = match options.given.iter().rev().find(|(letter, _)| matches!(letter, b'L' | b'P'))
    {
        Some((letter, _)) => *letter == b'P',
        None => sh.state.options.physical(),
    };
    let mut show = false;
    let path = match rest.first().map(Vec::as_slice) {
        None => match sh.find(&param("HOME")) {
            Some(home) => home,
            None => {
                sh.builtin_error("cd", "HOME not set");
                return Ok(Status(1));
            }
        },
        Some(b"-") => match sh.find(&param("OLDPWD")) {
            Some(old) => {
                show = true;
                old
            }
            None => {
                sh.builtin_error("cd", "OLDPWD not set");
                return Ok(Status(1));
            }
        },
        Some(path) => path.to_vec(),
    };
    if path.is_empty() {
        return Ok(Status::OK);
    }
    let relative = !path.starts_with(b"/")
        && !path.starts_with(b"./")
        && !path.starts_with(b"../")
        && path != b".."
        && path != b".";
    if relative && let Some(list) = sh.find(&param("CDPATH")).filter(|list| !list.is_empty()) {
        for folder in list.split(|&byte| byte == b':') {
            let candidate =
                if folder.is_empty() { path.clone() } else { [folder, b"/", &path].concat() };
            if sh.change_directory(&candidate, resolve).is_ok() {
                if !folder.is_empty() {
                    let here = sh.directory();
                    sh.write(&[&here[..], b"\n"].concat());
                }
                return Ok(Status::OK);
            }
        }
    }
    if let Err(error) = sh.change_directory(&path, resolve) {
        let status = cannot(sh, "cd", &path, error);
        return Ok(status);
    }
    if show {
        let here = sh.directory();
        sh.write(&[&here[..], b"\n"].concat());
    }
    Ok(Status::OK)
}

/// `pwd [-LP]`.
pub fn pwd(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let options = match super::letters(sh, args, "LP", "pwd [-LP]") {
        Ok(options) => options,
        Err(status) => return Ok(status),
    };
    let here =
        if options.has(b'P') || sh.state.options.physical() { physical() } else { sh.directory() };
    sh.write(&[&here[..], b"\n"].concat());
    Ok(Status::OK)
}

fn shortened(sh: &mut Shell, path: &[u8]) -> Vec<u8> {
    let home = sh.find(&param("HOME")).unwrap_or_default();
    match path.strip_prefix(&home[..]) {
        Some(rest) if home.len() > 1 && (rest.is_empty() || rest[0] == b'/') => {
            [b"~", rest].concat()
        }
        _ => path.to_vec(),
    }
}

fn stack(sh: &mut Shell) -> Vec<Vec<u8>> {
    let mut list = vec![sh.directory()];
    list.extend(sh.state.directories.iter().cloned());
    list
}

/// The place that `+n` or `-n` means.
fn place(sh: &mut Shell, builtin: &str, text: &[u8], count: usize) -> Result<usize, Status> {
    let number = super::integer(&text[1..]).and_then(|number| usize::try_from(number).ok());
    let Some(number) = number else {
        sh.builtin_error(builtin, [text, b": invalid number"].concat());
        return Err(Status(2));
    };
    if number >= count {
        let message = if count == 1 {
            b"directory stack empty".to_vec()
        } else {
            [text, b": directory stack index out of range"].concat()
        };
        sh.builtin_error(builtin, message);
        return Err(Status(1));
    }
    Ok(if text[0] == b'+' { number } else { count - 1 - number })
}

fn show(sh: &mut Shell) {
    let list = stack(sh);
    let short: Vec<_> = list.iter().map(|path| shortened(sh, path)).collect();
    sh.write(&[&short.join(&b' ')[..], b"\n"].concat());
}

/// `pushd [-n] [+n | -n | dir]`.
pub fn pushd(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let (args, stay) = match args.split_first() {
        Some((first, rest)) if first == b"-n" => (rest, true),
        _ => (args, false),
    };
    let mut list = stack(sh);
    match args.first().map(Vec::as_slice) {
        None => {
            if list.len() < 2 {
                sh.builtin_error("pushd", "no other directory");
                return Ok(Status(1));
            }
            list.swap(0, 1);
        }
        Some(text @ [b'+' | b'-', rest @ ..])
            if !rest.is_empty() && rest.iter().all(u8::is_ascii_digit) =>
        {
            match place(sh, "pushd", text, list.len()) {
                Ok(at) => list.rotate_left(at),
                Err(status) => return Ok(status),
            }
        }
        Some(path) if stay => {
            list.insert(1, path.to_vec());
            sh.state.directories = Rc::new(list[1..].to_vec());
            return Ok(Status::OK);
        }
        Some(path) => list.insert(0, path.to_vec()),
    }
    let old = sh.directory();
    if let Err(error) = sh.change_directory(&list[0].clone(), false) {
        let status = cannot(sh, "pushd", &list[0], error);
        return Ok(status);
    }
    let _ = old;
    sh.state.directories = Rc::new(list[1..].to_vec());
    show(sh);
    Ok(Status::OK)
}

/// `popd [-n] [+n | -n]`.
pub fn popd(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let mut list = stack(sh);
    if list.len() < 2 {
        sh.builtin_error("popd", "directory stack empty");
        return Ok(Status(1));
    }
    let (args, stay) = match args.split_first() {
        Some((first, rest)) if first == b"-n" => (rest, true),
        _ => (args, false),
    };
    let at = match args.first() {
        Some(text) if matches!(text.first(), Some(b'+' | b'-')) => {
            match place(sh, "popd", text, list.len()) {
                Ok(at) => at,
                Err(status) => return Ok(status),
            }
        }
        Some(text) => {
            sh.builtin_error("popd", [&text[..], b": invalid argument"].concat());
            return Ok(Status(2));
        }
        None => usize::from(stay),
    };
    list.remove(at);
    if at == 0
        && let Err(error) = sh.change_directory(&list[0].clone(), false)
    {
        let status = cannot(sh, "popd", &list[0], error);
        return Ok(status);
    }
    sh.state.directories = Rc::new(list[1..].to_vec());
    show(sh);
    Ok(Status::OK)
}

/// `dirs [-clpv] [+n | -n]`.
pub fn dirs(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let (mut long, mut lines, mut numbers) = (false, false, false);
    let list = stack(sh);
    let mut only = None;
    for word in args {
        match word.as_slice() {
            [b'+' | b'-', rest @ ..] if !rest.is_empty() && rest.iter().all(u8::is_ascii_digit) => {
                match place(sh, "dirs", word, list.len()) {
                    Ok(at) => only = Some(at),
                    Err(status) => return Ok(status),
                }
            }
            [b'-', letters @ ..] if letters.iter().all(|letter| b"clpv".contains(letter)) => {
                for letter in letters {
                    match letter {
                        b'c' => {
                            sh.state.directories = Rc::default();
                            return Ok(Status::OK);
                        }
                        b'l' => long = true,
                        b'p' => lines = true,
                        _ => (lines, numbers) = (true, true),
                    }
                }
            }
            other => {
                sh.builtin_error("dirs", [other, b": invalid option"].concat());
                sh.write_error(b"dirs: usage: dirs [-clpv] [+N] [-N]\n");
                return Ok(Status(2));
            }
        }
    }
    let mut text = Vec::new();
    for (at, path) in list.iter().enumerate() {
        if only.is_some_and(|only| only != at) {
            continue;
        }
        let path = if long { path.clone() } else { shortened(sh, path) };
        if numbers {
            text.extend_from_slice(format!("{at:2}  ").as_bytes());
        }
        text.extend_from_slice(&path);
        text.push(if lines { b'\n' } else { b' ' });
    }
    if !lines {
        text.pop();
        text.push(b'\n');
    }
    sh.write(&text);
    Ok(Status::OK)
}
