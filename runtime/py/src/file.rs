//! Files: what `open` returns.

use std::cell::RefCell;
use std::fs;
use std::io::{self, BufRead, BufReader, IsTerminal, Read, Seek, SeekFrom, Write};
use std::rc::Rc;

use crate::exception::{Arg, Exception, Result, value_error};
use crate::integer::Integer;
use crate::show::to_repr;

mod binary;
mod raw;
mod shown;
mod standard;
pub use binary::*;
pub use raw::*;
pub use standard::*;

/// The exception of a failed system call.
pub(crate) fn os_error(error: &io::Error, path: Option<&str>) -> Exception {
    let number = i64::from(error.raw_os_error().unwrap_or(5));
    let text = error.to_string();
    let reason = text.split(" (os error").next().unwrap_or_default().to_owned();
    let class = match number {
        1 | 13 => "PermissionError",
        2 => "FileNotFoundError",
        3 => "ProcessLookupError",
        4 => "InterruptedError",
        10 => "ChildProcessError",
        11 | 114 | 115 => "BlockingIOError",
        17 => "FileExistsError",
        20 => "NotADirectoryError",
        21 => "IsADirectoryError",
        32 | 108 => "BrokenPipeError",
        103 => "ConnectionAbortedError",
        104 => "ConnectionResetError",
        110 => "TimeoutError",
        111 => "ConnectionRefusedError",
        _ => "OSError",
    };
    let mut shown = format!("[Errno {number}] {reason}");
    if let Some(path) = path {
        shown.push_str(": ");
        shown.push_str(&to_repr(path));
    }
    Exception::with_text(class, vec![Arg::Int(number), Arg::Str(reason)], shown)
}

/// An open file. Cloning makes a further handle to the same file.
#[derive(Clone)]
pub struct File(Rc<RefCell<State>>);

/// Files are told apart by what they are, not by what they hold.
impl PartialEq for File {
    fn eq(&self, other: &File) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

struct State {
    path: String,
    mode: String,
    stream: Option<Stream>,
    /// What has been read and decoded, but not handed out: the rest of a line that a lone carriage return ended.
    ahead: String,
}

enum Stream {
    Read(BufReader<fs::File>),
    Write(io::BufWriter<fs::File>),
}

fn unsupported(what: &str) -> Exception {
    Exception::new("io.UnsupportedOperation OSError ValueError", what)
}

fn open_stream(path: &str, mode: &str) -> Result<Stream> {
    let mut options = fs::OpenOptions::new();
    let kind = mode.chars().find(|c| "rwax".contains(*c));
    let known = mode.chars().all(|c| "rwaxbt+U".contains(c));
    match kind {
        _ if !known => return Err(value_error(format!("invalid mode: {}", to_repr(mode)))),
        None => {
            return Err(value_error(
                "Must have exactly one of create/read/write/append mode and at most one plus",
            ));
        }
        Some('r') => options.read(true),
        Some('w') => options.write(true).create(true).truncate(true),
        Some('a') => options.append(true).create(true),
        _ => options.write(true).create_new(true),
    };
    let plus = mode.contains('+');
    if plus {
        options.read(true).write(kind != Some('a'));
    }
    let failed = |error: io::Error| os_error(&error, Some(path));
    let file = options.open(path).map_err(failed)?;
    if file.metadata().map_err(failed)?.is_dir() {
        return Err(failed(io::Error::from_raw_os_error(21)));
    }
    Ok(match kind {
        Some('r') => Stream::Read(BufReader::new(file)),
        _ => Stream::Write(io::BufWriter::new(file)),
    })
}

fn opened(path: &str, mode: &str) -> Result<File> {
    let stream = Some(open_stream(path, mode)?);
    Ok(File(Rc::new(RefCell::new(State {
        path: path.to_owned(),
        mode: mode.to_owned(),
        stream,
        ahead: String::new(),
    }))))
}

impl State {
    /// Goes to a place of the file, which is from then on read where it may be read.
    fn go_to(&mut self, target: SeekFrom) -> Result<i64> {
        if self.mode.contains('+')
            && let Some(Stream::Write(writer)) = &mut self.stream
        {
            writer.flush().map_err(|error| os_error(&error, None))?;
            let file = writer.get_ref().try_clone().map_err(|error| os_error(&error, None))?;
            self.stream = Some(Stream::Read(BufReader::new(file)));
        }
        let moved = match self.stream()? {
            Stream::Read(reader) => reader.seek(target),
            Stream::Write(writer) => writer.seek(target),
        };
        moved.map(|place| place as i64).map_err(|error| os_error(&error, None))
    }

    fn stream(&mut self) -> Result<&mut Stream> {
        self.stream.as_mut().ok_or_else(|| value_error("I/O operation on closed file."))
    }

    fn reader(&mut self) -> Result<&mut BufReader<fs::File>> {
        match self.stream()? {
            Stream::Read(reader) => Ok(reader),
            Stream::Write(_) => Err(unsupported("not readable")),
        }
    }

    fn writer(&mut self) -> Result<&mut io::BufWriter<fs::File>> {
        if self.mode.contains('+')
            && let Some(Stream::Read(reader)) = &mut self.stream
        {
            let file = reader.get_ref().try_clone().map_err(|error| os_error(&error, None))?;
            self.stream = Some(Stream::Write(io::BufWriter::new(file)));
        }
        match self.stream()? {
            Stream::Write(writer) => Ok(writer),
            Stream::Read(_) => Err(unsupported("not writable")),
        }
    }

    /// The next line with its end as a line feed; empty at the end.
    fn line(&mut self) -> Result<String> {
        if self.ahead.is_empty() {
            let mut bytes = Vec::new();
            let reader = self.reader()?;
            reader.read_until(b'\n', &mut bytes).map_err(|error| os_error(&error, None))?;
            let text = crate::bytes::try_decode(&bytes, "utf-8")?;
            self.ahead = if text.contains('\r') { translated(&text) } else { text };
        } else {
            self.reader()?;
        }
        match self.ahead.find('\n') {
            Some(end) if end + 1 < self.ahead.len() => {
                let rest = self.ahead.split_off(end + 1);
                Ok(std::mem::replace(&mut self.ahead, rest))
            }
            _ => Ok(std::mem::take(&mut self.ahead)),
        }
    }

    fn rest(&mut self) -> Result<String> {
        let mut bytes = Vec::new();
        self.reader()?.read_to_end(&mut bytes).map_err(|error| os_error(&error, None))?;
        let text = crate::bytes::try_decode(&bytes, "utf-8")?;
        let text = if text.contains('\r') { translated(&text) } else { text };
        Ok(std::mem::take(&mut self.ahead) + &text)
    }

    fn close(&mut self) -> Result<()> {
        match self.stream.take() {
            Some(Stream::Write(mut writer)) => {
                writer.flush().map_err(|error| os_error(&error, None))
            }
            _ => Ok(()),
        }
    }
}

/// All line ends as line feeds.
fn translated(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fallible! {
    /// `open(path, mode)` of a text file
    fn open / try_open [](path: &str, mode: &str) -> File {
        if mode.contains('b') {
            return Err(value_error("a binary mode that is known at run time only is not supported"));
        }
        opened(path, mode)
    }

    /// `open(path, mode)` of a binary file
    fn open_binary / try_open_binary [](path: &str, mode: &str) -> Binary {
        Ok(Binary(opened(path, mode)?))
    }

    /// `self.read()`
    fn read / try_read [](file: &File) -> String {
        file.0.borrow_mut().rest()
    }

    /// `self.read(count)`
    fn read_count / try_read_count [](file: &File, count: impl Integer) -> String {
        let Ok(count) = usize::try_from(count.clamp_i64()) else { return try_read(file) };
        let mut state = file.0.borrow_mut();
        let mut text = String::new();
        while crate::str::length(&text) < count {
            let line = state.line()?;
            if line.is_empty() {
                break;
            }
            text.push_str(&line);
        }
        let rest = text.split_off(crate::str::offset(&text, count));
        state.ahead.insert_str(0, &rest);
        Ok(text)
    }

    /// `self.readline()`
    fn readline / try_readline [](file: &File) -> String {
        file.0.borrow_mut().line()
    }

    /// `self.readlines()`
    fn readlines / try_readlines [](file: &File) -> Vec<String> {
        Ok(try_read(file)?.split_inclusive('\n').map(str::to_owned).collect())
    }

    /// `self.write(text)`
    fn write / try_write [](file: &File, text: &str) -> i64 {
        let mut state = file.0.borrow_mut();
        state.writer()?.write_all(text.as_bytes()).map_err(|error| os_error(&error, None))?;
        Ok(crate::str::len(text))
    }

    /// `self.writelines(lines)`
    fn writelines / try_writelines [](file: &File, lines: impl IntoIterator<Item = String>) -> () {
        for line in lines {
            try_write(file, &line)?;
        }
        Ok(())
    }

    /// `self.flush()`
    fn flush / try_flush [](file: &File) -> () {
        match file.0.borrow_mut().stream()? {
            Stream::Write(writer) => writer.flush().map_err(|error| os_error(&error, None)),
            Stream::Read(_) => Ok(()),
        }
    }

    /// `self.close()`
    fn close / try_close [](file: &File) -> () {
        file.0.borrow_mut().close()
    }

    /// `self.tell()`
    fn tell / try_tell [](file: &File) -> i64 {
        let mut state = file.0.borrow_mut();
        let ahead = state.ahead.len() as i64;
        let place = match state.stream()? {
            Stream::Read(reader) => reader.stream_position(),
            Stream::Write(writer) => writer.stream_position(),
        };
        place.map(|place| place as i64 - ahead).map_err(|error| os_error(&error, None))
    }

    /// `self.truncate()`
    fn truncate_here / try_truncate_here [](file: &File) -> i64 {
        let place = try_tell(file)?;
        try_truncate(file, place)
    }

    /// `self.truncate(size)`
    fn truncate / try_truncate [](file: &File, size: impl Integer) -> i64 {
        let size = size.clamp_i64();
        let mut state = file.0.borrow_mut();
        let writer = state.writer()?;
        let set = writer.flush().and_then(|()| writer.get_ref().set_len(size.max(0) as u64));
        set.map(|()| size).map_err(|error| os_error(&error, None))
    }

    /// `self.seek(place)`
    fn seek / try_seek [](file: &File, place: impl Integer) -> i64 {
        let place = place.clamp_i64();
        let target = SeekFrom::Start(u64::try_from(place).map_err(|_| value_error(format!("negative seek position {place}")))?);
        let mut state = file.0.borrow_mut();
        state.ahead.clear();
        state.go_to(target)
    }

    /// `self.seek(place, whence)`: from here or the end only by nothing
    fn seek_from / try_seek_from [](file: &File, place: impl Integer, whence: impl Integer) -> i64 {
        match (whence.clamp_i64(), place.clamp_i64()) {
            (0, place) => try_seek(file, place),
            (1, 0) => try_tell(file),
            (2, 0) => {
                let mut state = file.0.borrow_mut();
                state.ahead.clear();
                state.go_to(SeekFrom::End(0))
            }
            (1, _) => Err(unsupported("can't do nonzero cur-relative seeks")),
            (2, _) => Err(unsupported("can't do nonzero end-relative seeks")),
            (whence, _) => Err(value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)"))),
        }
    }
}

/// `self.readable()`
pub fn readable(file: &File) -> bool {
    file.0.borrow().mode.contains(['r', '+'])
}

/// `self.writable()`
pub fn writable(file: &File) -> bool {
    file.0.borrow().mode.contains(['w', 'a', 'x', '+'])
}

/// `self.seekable()`: what is no stream of the system has places.
pub fn seekable(file: &File) -> bool {
    file.0.borrow_mut().go_to(SeekFrom::Current(0)).is_ok()
}

/// `self.isatty()`
pub fn isatty(file: &File) -> bool {
    match &file.0.borrow().stream {
        Some(Stream::Read(reader)) => reader.get_ref().is_terminal(),
        Some(Stream::Write(writer)) => writer.get_ref().is_terminal(),
        None => false,
    }
}

/// `with file`: the file itself
pub fn enter(file: &File) -> File {
    file.clone()
}

/// The end of `with file`
pub fn exit(file: &File) {
    close(file);
}

/// `self.name`
pub fn name(file: &File) -> String {
    file.0.borrow().path.clone()
}

/// `self.closed`
pub fn closed(file: &File) -> bool {
    file.0.borrow().stream.is_none()
}

/// `for line in file`
pub fn iter(file: &File) -> impl Iterator<Item = String> + use<> {
    let file = file.clone();
    std::iter::from_fn(move || Some(readline(&file)).filter(|line| !line.is_empty()))
}

impl Drop for State {
    fn drop(&mut self) {
        // a file that was never closed is written out when it goes
        let _ = self.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_wrote() {
        let path = std::env::temp_dir().join(format!("rt-py-{}", std::process::id()));
        let path = path.to_str().unwrap_or_default().to_owned();
        let file = open(&path, "w");
        write(&file, "one\r\ntwo\rthree\n");
        close(&file);
        let file = open(&path, "r");
        assert_eq!(readline(&file), "one\n");
        assert_eq!(read_count(&file, 2), "tw");
        assert!(iter(&file).eq(["o\n", "three\n"]));
        close(&file);
        assert_eq!(try_read(&file).unwrap_err().message(), "I/O operation on closed file.");
        assert_eq!(read_bytes(&open_binary(&path, "rb")).len(), 15);
        assert!(std::fs::remove_file(&path).is_ok());
        let missing = try_open("/no/such", "r").err().map(|error| error.summary());
        assert_eq!(
            missing.as_deref(),
            Some("FileNotFoundError: [Errno 2] No such file or directory: '/no/such'")
        );
    }
}
