//! `set -x`.

use crate::shell::Shell;

impl Shell {
    /// Where traces go: BASH_XTRACEFD was assigned, or unset. What it was is closed.
    pub(crate) fn steer_trace(&mut self) {
        let text = self.find(&crate::params::param("BASH_XTRACEFD")).unwrap_or_default();
        let number = crate::builtins::integer(&text).and_then(|number| i32::try_from(number).ok());
        let open = |fd: i32| nix::fcntl::fcntl(fd, nix::fcntl::FcntlArg::F_GETFD).is_ok();
        if text.is_empty() {
            self.trace_to(None);
        } else if let Some(fd) = number.filter(|fd| *fd >= 0 && open(*fd)) {
            self.trace_to(Some(fd));
        } else {
            let what = b": invalid value for trace file descriptor";
            self.error([b"BASH_XTRACEFD: ", &text[..], what].concat());
        }
    }

    fn trace_to(&mut self, fd: Option<i32>) {
        let old = std::mem::replace(&mut self.tracing, fd);
        if let Some(old) = old.filter(|old| *old > 2 && Some(*old) != fd) {
            crate::descriptors::close(old);
        }
    }

    fn write_trace(&mut self, text: &[u8]) {
        self.out.put_on(self.tracing.unwrap_or(2), text);
    }

    /// `set -x`.
    pub(crate) fn trace(&mut self, words: &[Vec<u8>]) {
        let prompt = self.find(&crate::params::param("PS4")).unwrap_or_default();
        let mut text = prompt;
        for (at, word) in words.iter().enumerate() {
            if at > 0 {
                text.push(b' ');
            }
            if self.dash {
                text.extend_from_slice(word);
            } else {
                text.extend_from_slice(&traced(word));
            }
        }
        text.push(b'\n');
        self.write_trace(&text);
    }

    /// `set -x` of an assignment.
    pub fn trace_assignment(&mut self, name: impl AsRef<[u8]>, text: impl AsRef<[u8]>) {
        if self.state.options.xtrace() {
            let mut line = self.find(&crate::params::param("PS4")).unwrap_or_default();
            line.extend_from_slice(name.as_ref());
            line.push(b'=');
            if self.dash {
                line.extend_from_slice(text.as_ref());
            } else if !text.as_ref().is_empty() {
                line.extend_from_slice(&traced(text.as_ref()));
            }
            line.push(b'\n');
            self.write_trace(&line);
        }
    }
}

fn traced(word: &[u8]) -> Vec<u8> {
    if word.is_empty() {
        return b"''".to_vec();
    }
    if crate::quote::needs_ansi(word) {
        return crate::quote::ansi(word);
    }
    let special = |byte: &u8| b" \t\n\"'\\$`|&;()<>*?[]{}!^".contains(byte);
    if word.iter().any(special) || matches!(word[0], b'~' | b'#') {
        crate::quote::single(word)
    } else {
        word.to_vec()
    }
}
