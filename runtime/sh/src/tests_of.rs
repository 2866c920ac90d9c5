//! `test`, `[`, and the tests of `[[`.

use crate::params::Param;
use crate::shell::Shell;
use crate::status::{Checked, Flow, Status};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _};

impl Shell {
    /// `-f text` and its kin; the operator with its dash.
    pub fn test_unary(
        &mut self,
        operator: impl AsRef<[u8]>,
        text: impl AsRef<[u8]>,
    ) -> Checked<bool> {
        Ok(self.test_one(operator.as_ref().last().copied().unwrap_or(b'n'), text.as_ref()))
    }

    fn test_one(&mut self, operator: u8, text: &[u8]) -> bool {
        // What a file is asked about may be in our buffer still.
        if b"sNe".contains(&operator) {
            self.out.flush();
        }
        match operator {
            b'n' => !text.is_empty(),
            b'z' => text.is_empty(),
            b't' => crate::builtins::integer(text)
                .is_some_and(|fd| nix::unistd::isatty(fd as i32).unwrap_or(false)),
            b'v' => Param::parse(text).is_some_and(|param| {
                // Of a nameref to an element bash asks for a variable of that whole name.
                let element = self.is_nameref(text) && self.resolve(text).1.is_some();
                let param = self.with_expanded_subscript(param);
                !element && self.test_set(&param)
            }),
            b'o' => self.state.options.get(&String::from_utf8_lossy(text)) == Some(true),
            b'R' => {
                self.is_nameref(text)
                    && self.nameref_target(text).is_some_and(|target| !target.is_empty())
            }
            _ => file_is(operator, text),
        }
    }

    /// `-v name`.
    pub fn test_set(&mut self, param: &Param) -> bool {
        match param {
            Param::All(_) | Param::Star(_) => !self.list(param).is_empty(),
            param => self.find(param).is_some(),
        }
    }

    /// A binary operator of `test` on two texts: `=`, `-eq`, `-nt` ….
    pub fn test_binary(
        &mut self,
        operator: impl AsRef<[u8]>,
        a: impl AsRef<[u8]>,
        b: impl AsRef<[u8]>,
    ) -> Checked<bool> {
        let (operator, a, b) = (operator.as_ref(), a.as_ref(), b.as_ref());
        let modified = |text: &[u8]| {
            std::fs::metadata(OsStr::from_bytes(text))
                .ok()
                .map(|data| (data.mtime(), data.mtime_nsec()))
        };
        let place = |text: &[u8]| {
            std::fs::metadata(OsStr::from_bytes(text)).ok().map(|data| (data.dev(), data.ino()))
        };
        Ok(match operator {
            b"=" | b"==" => a == b,
            b"!=" => a != b,
            b"<" => self.less(a, b),
            b">" => self.less(b, a),
            b"-nt" => modified(a) > modified(b),
            b"-ot" => modified(a) < modified(b),
            b"-ef" => place(a).is_some() && place(a) == place(b),
            _ => match (|| Ok((self.arith(a)?, self.arith(b)?)))() {
                Ok((a, b)) => compare(operator, a, b),
                // A side without a value makes the answer no, and the test goes on.
                Err(Flow::Abandon(_)) => {
                    self.misread = false;
                    false
                }
                Err(flow) => return Err(flow),
            },
        })
    }

    /// `a < b` of `[[`.
    pub fn less(&self, a: impl AsRef<[u8]>, b: impl AsRef<[u8]>) -> bool {
        a.as_ref() < b.as_ref()
    }
}

pub(crate) fn compare(operator: &[u8], a: i64, b: i64) -> bool {
    match operator {
        b"-eq" => a == b,
        b"-ne" => a != b,
        b"-lt" => a < b,
        b"-le" => a <= b,
        b"-gt" => a > b,
        _ => a >= b,
    }
}

const UNARY: &[u8] = b"abcdefghknoprstuvwxzGLNORS";

fn is_unary(word: &[u8]) -> bool {
    matches!(word, [b'-', letter] if UNARY.contains(letter))
}

fn is_binary(word: &[u8]) -> bool {
    matches!(
        word,
        b"=" | b"=="
            | b"!="
            | b"<"
            | b">"
            | b"-eq"
            | b"-ne"
            | b"-lt"
            | b"-le"
            | b"-gt"
            | b"-ge"
            | b"-nt"
            | b"-ot"
            | b"-ef"
    )
}

/// What is wrong with an expression.
type Tested = Result<bool, Vec<u8>>;

struct Tester<'a> {
    sh: &'a mut Shell,
    words: &'a [Vec<u8>],
    at: usize,
}

/// `test`.
pub fn test(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    judge(sh, "test", args)
}

/// `[`.
pub fn bracket(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    match args.split_last() {
        Some((last, rest)) if last == b"]" => judge(sh, "[", rest),
        _ => {
            sh.builtin_error("[", "missing `]'");
            Ok(Status(2))
        }
    }
}

fn judge(sh: &mut Shell, name: &str, words: &[Vec<u8>]) -> Checked<Status> {
    match evaluate(sh, words) {
        Ok(value) => Ok(Status::from(value)),
        Err(message) if message.is_empty() => Ok(Status(2)),
        Err(message) => {
            let vague = message.ends_with(b"operator expected") || message.starts_with(b"too many");
            let message = if sh.dash && vague {
                [&words[0][..], b": unexpected operator"].concat()
            } else {
                message
            };
            sh.builtin_error(name, message);
            Ok(Status(2))
        }
    }
}

fn evaluate(sh: &mut Shell, words: &[Vec<u8>]) -> Tested {
    // dash has no `==`.
    if sh.dash && words.get(1).is_some_and(|word| word == b"==") {
        return Err(b"operator expected".to_vec());
    }
    // POSIX fixes the meaning by the number of words.
    match words {
        [] => Ok(false),
        [word] => Ok(!word.is_empty()),
        [not, word] if not == b"!" => Ok(word.is_empty()),
        [operator, word] => {
            if is_unary(operator) {
                return unary(sh, operator, word);
            }
            Err([&operator[..], b": unary operator expected"].concat())
        }
        [a, operator, b] if is_binary(operator) => binary(sh, operator, a, b),
        [a, and, b] if and == b"-a" => Ok(!a.is_empty() && !b.is_empty()),
        [a, or, b] if or == b"-o" => Ok(!a.is_empty() || !b.is_empty()),
        [not, rest @ ..] if not == b"!" && rest.len() <= 3 => {
            evaluate(sh, rest).map(|value| !value)
        }
        [open, word, close] if open == b"(" && close == b")" => Ok(!word.is_empty()),
        [_, operator, _] => Err([&operator[..], b": binary operator expected"].concat()),
        [open, a, b, close] if open == b"(" && close == b")" => {
            evaluate(sh, &[a.clone(), b.clone()])
        }
        _ => {
            let mut tester = Tester { sh, words, at: 0 };
            let value = tester.or()?;
            if tester.at < words.len() {
                return Err(b"too many arguments".to_vec());
            }
            Ok(value)
        }
    }
}

fn unary(sh: &mut Shell, operator: &[u8], word: &[u8]) -> Tested {
    Ok(sh.test_one(operator[1], word))
}

fn binary(sh: &mut Shell, operator: &[u8], a: &[u8], b: &[u8]) -> Tested {
    if operator.len() == 3 && operator[0] == b'-' && !matches!(operator, b"-nt" | b"-ot" | b"-ef") {
        let number = |text: &[u8]| {
            crate::builtins::integer(text)
                .ok_or_else(|| [text, b": integer expression expected"].concat())
        };
        return Ok(compare(operator, number(a)?, number(b)?));
    }
    match sh.test_binary(operator, a, b) {
        Ok(value) => Ok(value),
        Err(Flow::Abandon(_)) | Err(_) => Err(Vec::new()),
    }
}

impl Tester<'_> {
    fn peek(&self, ahead: usize) -> Option<&[u8]> {
        self.words.get(self.at + ahead).map(Vec::as_slice)
    }

    fn or(&mut self) -> Tested {
        let mut value = self.and()?;
        while self.peek(0) == Some(b"-o") {
            self.at += 1;
            let right = self.and()?;
            value |= right;
        }
        Ok(value)
    }

    fn and(&mut self) -> Tested {
        let mut value = self.term()?;
        while self.peek(0) == Some(b"-a") {
            self.at += 1;
            let right = self.term()?;
            value &= right;
        }
        Ok(value)
    }

    fn term(&mut self) -> Tested {
        let Some(word) = self.peek(0).map(<[u8]>::to_vec) else {
            return Err(b"argument expected".to_vec());
        };
        self.at += 1;
        if word == b"!" {
            return self.term().map(|value| !value);
        }
        if word == b"(" {
            let value = self.or()?;
            if self.peek(0) != Some(b")") {
                return Err(b"`)' expected".to_vec());
            }
            self.at += 1;
            return Ok(value);
        }
        if let Some(operator) = self.peek(0)
            && is_binary(operator)
            && self.peek(1).is_some()
        {
            let (operator, b) = (operator.to_vec(), self.words[self.at + 1].clone());
            self.at += 2;
            return binary(self.sh, &operator, &word, &b);
        }
        if is_unary(&word)
            && let Some(operand) = self.peek(0).map(<[u8]>::to_vec)
        {
            self.at += 1;
            return unary(self.sh, &word, &operand);
        }
        Ok(!word.is_empty())
    }
}

/// `-f path` and its kin, the operator with its dash; what the shell wrote has to be in its file.
pub fn test_file(operator: impl AsRef<[u8]>, path: impl AsRef<[u8]>) -> bool {
    file_is(operator.as_ref().last().copied().unwrap_or_default(), path.as_ref())
}

fn file_is(operator: u8, path: &[u8]) -> bool {
    let path = OsStr::from_bytes(path);
    let data = || std::fs::metadata(path).ok();
    let kind =
        |test: fn(&std::fs::FileType) -> bool| data().is_some_and(|data| test(&data.file_type()));
    let access = |flags| nix::unistd::access(path, flags).is_ok();
    match operator {
        b'a' | b'e' => data().is_some(),
        b'f' => kind(std::fs::FileType::is_file),
        b'd' => kind(std::fs::FileType::is_dir),
        b'b' => kind(|kind| kind.is_block_device()),
        b'c' => kind(|kind| kind.is_char_device()),
        b'p' => kind(|kind| kind.is_fifo()),
        b'S' => kind(|kind| kind.is_socket()),
        b'h' | b'L' => {
            std::fs::symlink_metadata(path).is_ok_and(|data| data.file_type().is_symlink())
        }
        b's' => data().is_some_and(|data| data.len() > 0),
        b'r' => access(nix::unistd::AccessFlags::R_OK),
        b'w' => access(nix::unistd::AccessFlags::W_OK),
        b'x' => access(nix::unistd::AccessFlags::X_OK),
        b'u' => data().is_some_and(|data| data.mode() & 0o4000 != 0),
        b'g' => data().is_some_and(|data| data.mode() & 0o2000 != 0),
        b'k' => data().is_some_and(|data| data.mode() & 0o1000 != 0),
        b'O' => data().is_some_and(|data| data.uid() == nix::unistd::geteuid().as_raw()),
        b'G' => data().is_some_and(|data| data.gid() == nix::unistd::getegid().as_raw()),
        b'N' => data().is_some_and(|data| {
            (data.mtime(), data.mtime_nsec()) > (data.atime(), data.atime_nsec())
        }),
        _ => false,
    }
}
