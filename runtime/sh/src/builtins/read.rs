//! `read`.

use super::fields::{Splitter, fields};
use crate::arguments::Elements;
use crate::shell::Shell;
use crate::status::{Checked, Flow, Status};
use std::time::{Duration, Instant};

const USAGE: &str = "read [-ers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]";

impl Shell {
    /// A line as it is, without its newline; and whether the input ended before one.
    pub(crate) fn read_line_raw(&mut self, fd: i32) -> (Vec<u8>, bool) {
        self.out.flush();
        let mut line = Vec::new();
        loop {
            match self.input.byte(fd) {
                Ok(Some(b'\n')) => return (line, false),
                Ok(Some(byte)) => line.push(byte),
                Err(nix::errno::Errno::EINTR) => {}
                _ => return (line, true),
            }
        }
    }
}

/// A line as it was read: its bytes, which of them a backslash protects, and how it ended.
pub(super) struct Line {
    pub(super) text: Vec<u8>,
    pub(super) kept: Vec<bool>,
    pub(super) ended: bool,
    pub(super) late: bool,
}

pub(super) struct Limits {
    pub(super) fd: i32,
    pub(super) raw: bool,
    pub(super) delimiter: u8,
    /// `-n`, `-N`: at most so many characters; `-N` also past delimiters.
    pub(super) most: Option<(usize, bool)>,
    pub(super) until: Option<Instant>,
}

pub(super) fn take(sh: &mut Shell, limits: &Limits) -> Checked<Line> {
    let mut line = Line { text: Vec::new(), kept: Vec::new(), ended: false, late: false };
    // The common case: a whole line lies in what was read ahead.
    if limits.most.is_none()
        && limits.until.is_none()
        && let Some(text) = sh.input.ahead(limits.fd, limits.delimiter)
    {
        if limits.raw || !text.contains(&b'\\') {
            line.text.extend(text.iter().filter(|byte| **byte != 0));
            return Ok(line);
        }
        let text = text.to_vec();
        let mut bytes = text.iter();
        while let Some(&byte) = bytes.next() {
            if byte != b'\\' {
                line.text.push(byte);
                line.kept.push(false);
                continue;
            }
            match bytes.next() {
                Some(b'\n') => {}
                Some(&byte) => {
                    line.text.push(byte);
                    line.kept.push(true);
                }
                // The delimiter was protected: the line goes on.
                None => {
                    if limits.delimiter != b'\n' {
                        line.text.push(limits.delimiter);
                        line.kept.push(true);
                    }
                    let more = take(sh, limits)?;
                    line.text.extend_from_slice(&more.text);
                    line.kept.extend_from_slice(&more.kept);
                    return Ok(Line { text: line.text, kept: line.kept, ..more });
                }
            }
        }
        return Ok(line);
    }
    // Whoever waits for this shell sees what it has written before it waits itself.
    sh.out.flush();
    let mut escaped = false;
    loop {
        if let Some((most, _)) = limits.most
            && sh.characters(&line.text) >= most
        {
            return Ok(line);
        }
        if let Some(until) = limits.until
            && !ready(limits.fd, until)
        {
            (line.ended, line.late) = (true, true);
            return Ok(line);
        }
        let byte = match sh.input.byte(limits.fd) {
            Ok(Some(byte)) => byte,
            Ok(None) => {
                line.ended = true;
                return Ok(line);
            }
            Err(nix::errno::Errno::EINTR) => {
                sh.run_traps()?;
                continue;
            }
            Err(error) => {
                let message = format!("read error: {}: {}", limits.fd, error.desc());
                sh.builtin_error("read", message);
                line.ended = true;
                return Ok(line);
            }
        };
        if escaped {
            escaped = false;
            if byte != b'\n' {
                line.text.push(byte);
                line.kept.push(true);
            }
            continue;
        }
        if byte == limits.delimiter && !limits.most.is_some_and(|(_, exact)| exact) {
            return Ok(line);
        }
        match byte {
            b'\\' if !limits.raw => escaped = true,
            0 => {}
            byte => {
                line.text.push(byte);
                line.kept.push(false);
            }
        }
    }
}

/// Can the descriptor be read before a point in time?
fn ready(fd: i32, until: Instant) -> bool {
    use nix::poll::{PollFd, PollFlags, poll};
    let left = until.saturating_duration_since(Instant::now());
    let mut polled = [PollFd::new(fd, PollFlags::POLLIN)];
    poll(&mut polled, left.as_millis() as i32).is_ok_and(|count| count > 0)
}

/// `read`.
pub fn read(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    let keeps = std::mem::take(&mut sh.keeps_fields);
    let options = match super::letters(sh, args, "ersa:d:i:n:N:p:t:u:", USAGE) {
        Ok(options) => options,
        Err(status) => return Ok(status),
    };
    let names = &args[options.taken..];
    for name in names.iter().chain(options.value(b'a')) {
        let fine = crate::params::Param::parse(name)
            .is_some_and(|param| crate::variables::is_name(param.name()));
        if !fine {
            sh.builtin_error("read", [b"`", &name[..], b"': not a valid identifier"].concat());
            return Ok(Status(1));
        }
    }
    let mut limits =
        Limits { fd: 0, raw: options.has(b'r'), delimiter: b'\n', most: None, until: None };
    if let Some(text) = options.value(b'd') {
        limits.delimiter = text.first().copied().unwrap_or(0);
    }
    if let Some(text) = options.value(b'u') {
        let fd = super::integer(text).and_then(|fd| i32::try_from(fd).ok()).filter(|fd| *fd >= 0);
        let open = fd.filter(|fd| nix::fcntl::fcntl(*fd, nix::fcntl::FcntlArg::F_GETFD).is_ok());
        let Some(fd) = open else {
            let what: &[u8] = if fd.is_some() {
                b": invalid file descriptor: Bad file descriptor"
            } else {
                b": invalid file descriptor specification"
            };
            sh.builtin_error("read", [&text[..], what].concat());
            return Ok(Status(1));
        };
        limits.fd = fd;
    }
    for (letter, exact) in [(b'n', false), (b'N', true)] {
        if let Some(text) = options.value(letter) {
            let Some(count) = super::integer(text).and_then(|count| usize::try_from(count).ok())
            else {
                sh.builtin_error("read", [&text[..], b": invalid number"].concat());
                return Ok(Status(1));
            };
            limits.most = Some((count, exact));
        }
    }
    if let Some(text) = options.value(b't') {
        let seconds: Option<f64> =
            std::str::from_utf8(text).ok().and_then(|text| text.parse().ok());
        let Some(seconds) = seconds.filter(|seconds| *seconds >= 0.0) else {
            sh.builtin_error("read", [&text[..], b": invalid timeout specification"].concat());
            return Ok(Status(1));
        };
        if seconds == 0.0 {
            return Ok(Status::from(ready(limits.fd, Instant::now())));
        }
        limits.until = Some(Instant::now() + Duration::from_secs_f64(seconds));
    }
    if let Some(prompt) = options.value(b'p')
        && nix::unistd::isatty(limits.fd).unwrap_or(false)
    {
        sh.write_error(prompt);
    }
    let line = take(sh, &limits)?;
    let exact = limits.most.is_some_and(|(_, exact)| exact);
    let status = match (line.late, line.ended) {
        (true, _) => Status(142),
        (_, ended) => Status::from(!ended),
    };
    if keeps {
        sh.fields = fields(sh.ifs(), &line, names.len(), exact);
        return Ok(status);
    }
    match store(sh, line, names, options.value(b'a'), exact) {
        Ok(true) => Ok(status),
        Ok(false) => Ok(Status(1)),
        Err(Flow::Abandon(status)) => Ok(status),
        Err(flow) => Err(flow),
    }
}

fn store(
    sh: &mut Shell,
    line: Line,
    names: &[Vec<u8>],
    array: Option<&Vec<u8>>,
    exact: bool,
) -> Checked<bool> {
    if let Some(name) = array {
        let ifs = sh.ifs().to_vec();
        let mut splitter = Splitter { line: &line, at: 0, ifs: &ifs };
        let mut elements = Elements::new();
        if exact {
            // So many characters are one element.
            elements.word(&line.text);
            return sh.try_assign_array(name, elements, false);
        }
        while let Some(field) = splitter.field() {
            elements.word(field);
        }
        return sh.try_assign_array(name, elements, false);
    }
    if names.is_empty() {
        return sh.try_assign(b"REPLY", &line.text);
    }
    let mut fine = true;
    for (name, text) in names.iter().zip(fields(sh.ifs(), &line, names.len(), exact)) {
        fine &= set(sh, name, &text)?;
    }
    Ok(fine)
}

fn set(sh: &mut Shell, name: &[u8], text: &[u8]) -> Checked<bool> {
    if crate::variables::is_name(name) {
        return sh.try_assign(name, text);
    }
    let param = crate::params::Param::parse(name);
    match param.map(|param| sh.with_expanded_subscript(param)) {
        Some(param) => sh.store(&param, text, false),
        None => Ok(false),
    }
}
