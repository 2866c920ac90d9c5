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
        let errors = self.traced_before.take().unwrap_or(2);
        self.out.put_on(self.tracing.unwrap_or(errors), text);
    }

    /// The redirections that come are those of a simple command.
    pub fn trace_first(&mut self) {
        self.trace_ahead = self.state.options.xtrace();
    }

    /// What stands before each trace: PS4 with its expansions, its first character once more for each `$(…)`, `eval` or file around.
    fn trace_prefix(&mut self) -> Vec<u8> {
        let mut prompt = self.find(&crate::params::param("PS4")).unwrap_or_default();
        if prompt.iter().any(|byte| matches!(byte, b'$' | b'`' | b'\\')) {
            let (status, substituted) = (self.status, self.substituted);
            self.state.options.put("xtrace", false);
            prompt = self.prompt(&prompt);
            self.state.options.put("xtrace", true);
            (self.status, self.substituted) = (status, substituted);
        }
        if self.dash || self.traced_depth == 0 || prompt.is_empty() {
            return prompt;
        }
        let first = prompt[..crate::locale::sequence(&prompt)].to_vec();
        let mut whole = first.repeat(self.traced_depth as usize);
        whole.append(&mut prompt);
        whole
    }

    /// One line, if `set -x` is on.
    pub fn trace_text(&mut self, text: impl AsRef<[u8]>) {
        if self.state.options.xtrace() {
            let line = [&self.trace_prefix()[..], text.as_ref(), b"\n"].concat();
            self.write_trace(&line);
        }
    }

    /// `set -x` of a command.
    pub(crate) fn trace(&mut self, words: &[Vec<u8>]) {
        let mut text = Vec::new();
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
        self.trace_text(text);
    }

    /// `set -x` of an assignment; `name` has its subscript, and `+` where it is appended to.
    pub fn trace_assignment(&mut self, name: impl AsRef<[u8]>, text: impl AsRef<[u8]>) {
        if !self.state.options.xtrace() {
            return;
        }
        let text = text.as_ref();
        let value = if self.dash || text.is_empty() { text.to_vec() } else { traced(text) };
        self.trace_text([name.as_ref(), b"=", &value].concat());
    }

    /// `set -x` of `((…))`.
    pub fn trace_arith(&mut self, text: impl AsRef<[u8]>) {
        if self.state.options.xtrace() {
            self.trace_text([b"(( ", text.as_ref(), b" ))"].concat());
        }
    }

    /// `set -x` of one test of `[[ … ]]`: `right` is nothing for an operator with one operand.
    pub(crate) fn trace_test(
        &mut self,
        negated: bool,
        left: impl AsRef<[u8]>,
        operator: &str,
        right: Option<&[u8]>,
    ) {
        if !self.state.options.xtrace() {
            return;
        }
        let shown = |text: &[u8]| if text.is_empty() { b"''".to_vec() } else { text.to_vec() };
        let (sign, left) = (if negated { "! " } else { "" }, shown(left.as_ref()));
        let operator = operator.as_bytes();
        let test = match right {
            Some(right) => [&left[..], b" ", operator, b" ", &shown(right)].concat(),
            None => [operator, b" ", &left].concat(),
        };
        self.trace_text([b"[[ ", sign.as_bytes(), &test, b" ]]"].concat());
    }

    /// The same of a test with one operand.
    pub fn trace_unary(&mut self, negated: bool, operator: &str, text: impl AsRef<[u8]>) {
        self.trace_test(negated, text, operator, None);
    }

    /// The same of a comparison.
    pub fn trace_binary(
        &mut self,
        negated: bool,
        left: impl AsRef<[u8]>,
        operator: &str,
        right: impl AsRef<[u8]>,
    ) {
        self.trace_test(negated, left, operator, Some(right.as_ref()));
    }

    /// The same where a text is compared with a pattern.
    pub fn trace_pattern(
        &mut self,
        negated: bool,
        left: impl AsRef<[u8]>,
        operator: &str,
        pattern: &crate::words::Pat,
    ) {
        self.trace_test(negated, left, operator, Some(&pattern.text));
    }

    /// Runs what is traced one level deeper.
    pub(crate) fn deeper<T>(&mut self, body: impl FnOnce(&mut Shell) -> T) -> T {
        self.traced_depth += 1;
        let result = body(self);
        self.traced_depth -= 1;
        result
    }
}

/// A word as a trace shows it.
pub(crate) fn traced(word: &[u8]) -> Vec<u8> {
    let special = |byte: &u8| b" \t\n\"'\\$`|&;()<>*?[]{}!^".contains(byte);
    let tilde = word.first() == Some(&b'~')
        || word.windows(2).any(|pair| matches!(pair, [b'=' | b':', b'~']));
    if word.is_empty() {
        b"''".to_vec()
    } else if word.iter().any(special) || tilde || word[0] == b'#' {
        crate::quote::single(word)
    } else if crate::quote::needs_ansi(word) {
        crate::quote::ansi(word)
    } else {
        word.to_vec()
    }
}
