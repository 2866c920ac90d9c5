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
        self.state.here = Rc::new(now.clone());
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

fn usage(builtin: &str) -> &'static str {
    match builtin {
        "pushd" => "pushd: usage: pushd [-n] [+N | -N | dir]\n",
        "popd" => "popd: usage: popd [-n] [+N | -N]\n",
        _ => "dirs: usage: dirs [-clpv] [+N] [-N]\n",
    }
}

/// A wrong argument: the message and how the builtin is used.
fn wrong(sh: &mut Shell, builtin: &str, text: &[u8], what: &str) -> Status {
    sh.builtin_error(builtin, [text, b": ", what.as_bytes()].concat());
    sh.write_error(usage(builtin).as_bytes());
    Status(2)
}

/// The place that `+n` or `-n` means; beyond the list is a mistake.
fn place(sh: &mut Shell, builtin: &str, text: &[u8], count: usize) -> Result<usize, Status> {
    if let Some(at) = place_of(sh, builtin, text, count)? {
        return Ok(at);
    }
    let message = if count == 1 {
        b"directory stack empty".to_vec()
    } else {
        let text = if builtin == "dirs" { &text[1..] } else { text };
        [text, b": directory stack index out of range"].concat()
    };
    sh.builtin_error(builtin, message);
    Err(Status(1))
}

fn show(sh: &mut Shell) {
    let list = stack(sh);
    let short: Vec<_> = list.iter().map(|path| shortened(sh, path)).collect();
    sh.write(&[&short.join(&b' ')[..], b"\n"].concat());
}

/// `pushd [-n] [+n | -n | dir]`.
pub fn pushd(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let mut list = stack(sh);
    let (mut stay, mut at) = (false, 0);
    let mut operand = false;
    while let Some(word) = args.get(at) {
        match word.as_slice() {
            b"-n" => stay = true,
            b"--" => {
                at += 1;
                operand = true;
                break;
            }
            b"-" => {
                operand = true;
                break;
            }
            text @ [b'+' | b'-', ..] => {
                if args.len() > at + 1 {
                    sh.builtin_error("pushd", "too many arguments");
                    return Ok(Status(1));
                }
                let turn = match place(sh, "pushd", text, list.len()) {
                    Ok(turn) => turn,
                    Err(status) => return Ok(status),
                };
                if !stay {
                    list.rotate_left(turn);
                    return go(sh, "pushd", list, true);
                }
                // The rest of the list turns, the directory stays.
                list.rotate_left(turn);
                sh.state.directories = Rc::new(list[1..].to_vec());
                show(sh);
                return Ok(Status::OK);
            }
            _ => {
                operand = true;
                break;
            }
        }
        at += 1;
    }
    let path = args.get(at).filter(|_| operand).cloned();
    let Some(path) = path else {
        if stay {
            return Ok(Status::OK);
        }
        if list.len() < 2 {
            sh.builtin_error("pushd", "no other directory");
            return Ok(Status(1));
        }
        list.swap(0, 1);
        return go(sh, "pushd", list, true);
    };
    if args.len() > at + 1 {
        sh.builtin_error("pushd", "too many arguments");
        return Ok(Status(1));
    }
    if stay {
        list.insert(1, path);
        sh.state.directories = Rc::new(list[1..].to_vec());
        show(sh);
        return Ok(Status::OK);
    }
    let path = if path == b"-" {
        match sh.find(&param("OLDPWD")) {
            Some(old) => {
                sh.write(&[&old[..], b"\n"].concat());
                old
            }
            None => {
                sh.builtin_error("pushd", "OLDPWD not set");
                return Ok(Status(1));
            }
        }
    } else {
        path
    };
    if path.is_empty() {
        list.insert(0, list[0].clone());
    } else {
        list.insert(0, path);
    }
    go(sh, "pushd", list, true)
}

/// Goes to the first directory of the list, which becomes the stack.
fn go(sh: &mut Shell, builtin: &str, list: Vec<Vec<u8>>, shown: bool) -> Checked<Status> {
    if let Err(error) = sh.change_directory(&list[0].clone(), false) {
        return Ok(cannot(sh, builtin, &list[0], error));
    }
    sh.state.directories = Rc::new(list[1..].to_vec());
    if shown {
        show(sh);
    }
    Ok(Status::OK)
}

/// `popd [-n] [+n | -n]`.
pub fn popd(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let mut list = stack(sh);
    let (mut stay, mut which) = (false, None);
    for word in args {
        match word.as_slice() {
            b"-n" => stay = true,
            b"--" => {}
            text @ [b'+' | b'-', ..] => match place_of(sh, "popd", text, list.len()) {
                Ok(at) => which = Some(at),
                Err(status) => return Ok(status),
            },
            text => return Ok(wrong(sh, "popd", text, "invalid argument")),
        }
    }
    if list.len() < 2 {
        sh.builtin_error("popd", "directory stack empty");
        return Ok(Status(1));
    }
    let Some(at) = which.unwrap_or(Some(usize::from(stay))).filter(|at| *at < list.len()) else {
        let text = args.last().cloned().unwrap_or_default();
        let message = [&text[..], b": directory stack index out of range"].concat();
        return Ok(sh.builtin_error("popd", message));
    };
    list.remove(at);
    if at == 0 && !stay {
        return go(sh, "popd", list, true);
    }
    sh.state.directories = Rc::new(list[1..].to_vec());
    show(sh);
    Ok(Status::OK)
}

/// The place that `+n` or `-n` means; none: beyond the list.
fn place_of(
    sh: &mut Shell,
    builtin: &str,
    text: &[u8],
    count: usize,
) -> Result<Option<usize>, Status> {
    let digits = &text[1..];
    let number = super::integer(digits).and_then(|number| usize::try_from(number).ok());
    let Some(number) = number.filter(|_| digits.first().is_some_and(u8::is_ascii_digit)) else {
        return Err(wrong(sh, builtin, text, "invalid number"));
    };
    Ok(if text[0] == b'+' {
        Some(number).filter(|number| *number < count)
    } else {
        count.checked_sub(1 + number)
    })
}

/// `dirs [-clpv] [+n | -n]`.
pub fn dirs(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let (mut long, mut lines, mut numbers) = (false, false, false);
    let list = stack(sh);
    let mut only = None;
    for word in args {
        match word.as_slice() {
            [b'-', letters @ ..]
                if !letters.is_empty() && letters.iter().all(|letter| b"clpv".contains(letter)) =>
            {
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
            b"--" => {}
            text @ [b'+' | b'-', ..] => match place(sh, "dirs", text, list.len()) {
                Ok(at) => only = Some(at),
                Err(status) => return Ok(status),
            },
            other => return Ok(wrong(sh, "dirs", other, "invalid option")),
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
