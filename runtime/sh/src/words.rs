//! Words as they are built: literal and quoted text, split expansions, globs.

use crate::shell::Shell;
use crate::status::Checked;

/// Words that are one text each: what `argv!` lists.
pub type Argv = Vec<Vec<u8>>;

/// The words of a command, built step by step; each word ends with `end`.
#[derive(Clone, Debug, Default)]
pub struct Words {
    fields: Vec<Vec<u8>>,
    /// The field that is being built.
    text: Vec<u8>,
    /// The same as a pattern, once it has an active glob character.
    pattern: Option<Vec<u8>>,
    /// The field exists even when empty.
    started: bool,
    /// Fields of this word that wait for globbing: text and pattern.
    waiting: Vec<(Vec<u8>, Option<Vec<u8>>)>,
    /// The last split ended in a separator: the next text starts a new field.
    broken: bool,
}

fn is_glob(byte: u8) -> bool {
    matches!(byte, b'*' | b'?' | b'[' | b'\\' | b'+' | b'@' | b'!' | b'(' | b')' | b'|')
}

impl Words {
    /// No words yet.
    pub fn new() -> Words {
        Words::default()
    }

    fn open(&mut self) {
        if self.broken {
            self.close();
        }
        self.started = true;
    }

    fn close(&mut self) {
        self.broken = false;
        if self.started {
            self.started = false;
            self.waiting.push((std::mem::take(&mut self.text), self.pattern.take()));
        }
    }

    fn push_active(&mut self, text: &[u8]) {
        if self.pattern.is_none() && text.iter().any(|&byte| is_glob(byte)) {
            self.pattern = Some(crate::pattern::escape(&self.text));
        }
        if let Some(pattern) = &mut self.pattern {
            pattern.extend_from_slice(text);
        }
        self.text.extend_from_slice(text);
    }

    /// Unquoted literal text: its glob characters count, it is never split.
    pub fn lit(&mut self, text: impl AsRef<[u8]>) -> &mut Words {
        self.open();
        self.push_active(text.as_ref());
        self
    }

    /// Text from quotes, or an expansion in them.
    pub fn quoted(&mut self, text: impl AsRef<[u8]>) -> &mut Words {
        self.open();
        let text = text.as_ref();
        if let Some(pattern) = &mut self.pattern {
            pattern.extend_from_slice(&crate::pattern::escape(text));
        }
        self.text.extend_from_slice(text);
        self
    }

    /// An unquoted expansion: split by IFS; its glob characters count.
    pub fn split(&mut self, sh: &Shell, text: impl AsRef<[u8]>) -> &mut Words {
        let text = text.as_ref();
        let ifs = sh.ifs();
        self.split_by(ifs, text);
        self
    }

    /// A whole word that is the text of an expansion.
    pub fn fields(&mut self, sh: &mut Shell, text: impl AsRef<[u8]>) -> Checked<()> {
        self.split(sh, text);
        self.end(sh)
    }

    fn split_by(&mut self, ifs: &[u8], text: &[u8]) {
        if ifs.is_empty() {
            if !text.is_empty() {
                self.open();
                self.push_active(text);
            }
            return;
        }
        let white = |byte: u8| matches!(byte, b' ' | b'\t' | b'\n') && ifs.contains(&byte);
        let mut at = 0;
        let end = text.len();
        // White space in front ends what came before.
        if at < end && white(text[at]) {
            while at < end && white(text[at]) {
                at += 1;
            }
            if self.started {
                self.broken = true;
            }
        }
        while at < end {
            let from = at;
            while at < end && !ifs.contains(&text[at]) {
                at += 1;
            }
            if at > from || !white(text[at]) {
                self.open();
            }
            self.push_active(&text[from..at]);
            if at == end {
                return;
            }
            // One separator: white space around at most one other character.
            while at < end && white(text[at]) {
                at += 1;
            }
            if at < end && ifs.contains(&text[at]) && !white(text[at]) {
                at += 1;
                while at < end && white(text[at]) {
                    at += 1;
                }
            }
            self.broken = true;
        }
    }

    /// `"$@"`: each element a field; the first joins what came before, the last what follows.
    pub fn each(&mut self, list: impl IntoIterator<Item = impl AsRef<[u8]>>) -> &mut Words {
        for (at, text) in list.into_iter().enumerate() {
            if at > 0 {
                self.broken = true;
            }
            self.quoted(text);
        }
        self
    }

    /// Unquoted `$@`: each element split on its own.
    pub fn split_each(
        &mut self,
        sh: &Shell,
        list: impl IntoIterator<Item = impl AsRef<[u8]>>,
    ) -> &mut Words {
        let ifs = sh.ifs();
        // Elements stand between separators; where those are no white space, empty ones count.
        if let Some(first) = ifs.first().filter(|byte| !matches!(**byte, b' ' | b'\t' | b'\n')) {
            let texts: Vec<Vec<u8>> = list.into_iter().map(|text| text.as_ref().to_vec()).collect();
            self.split_by(ifs, &texts.join(first));
            return self;
        }
        for (at, text) in list.into_iter().enumerate() {
            let text = text.as_ref();
            if at > 0 && self.started {
                self.broken = true;
            }
            if text.is_empty() {
                continue;
            }
            self.split_by(ifs, text);
        }
        self
    }

    /// Ends the word: globs in it are matched against the file system.
    pub fn end(&mut self, sh: &mut Shell) -> Checked<()> {
        self.close();
        for (text, pattern) in std::mem::take(&mut self.waiting) {
            match pattern {
                Some(pattern) if !sh.state.options.noglob() => {
                    crate::glob::expand(sh, text, &pattern, &mut self.fields)?;
                }
                _ => self.fields.push(text),
            }
        }
        Ok(())
    }

    /// Ends the word without globbing.
    pub fn end_plain(&mut self) {
        self.close();
        self.fields.extend(self.waiting.drain(..).map(|(text, _)| text));
    }

    /// A whole word that is one quoted text.
    pub fn word(&mut self, text: impl AsRef<[u8]>) -> &mut Words {
        self.fields.push(text.as_ref().to_vec());
        self
    }

    /// `prefix{from..to..step}suffix`, numbers at least `width` long.
    pub fn range(
        &mut self,
        prefix: impl AsRef<[u8]>,
        from: i64,
        to: i64,
        step: i64,
        width: i64,
        suffix: impl AsRef<[u8]>,
    ) -> &mut Words {
        let (width, step) = (width as usize, step.abs().max(1));
        let mut number = from;
        loop {
            let digits = format!("{number:0width$}");
            self.fields.push([prefix.as_ref(), digits.as_bytes(), suffix.as_ref()].concat());
            number = if from <= to { number + step } else { number - step };
            if from <= to && number > to || from > to && number < to {
                return self;
            }
        }
    }

    /// The fields so far.
    pub fn into_vec(self) -> Vec<Vec<u8>> {
        self.fields
    }

    /// The fields so far.
    pub fn as_slice(&self) -> &[Vec<u8>] {
        &self.fields
    }
}

impl From<Words> for Vec<Vec<u8>> {
    fn from(words: Words) -> Vec<Vec<u8>> {
        words.fields
    }
}

impl Shell {
    /// A variable as a whole word: its text split, and globbed.
    pub fn fields(&mut self, name: impl AsRef<[u8]>) -> Checked<Vec<Vec<u8>>> {
        let text = self.get(name)?;
        self.fields_of(text)
    }

    /// A text as a whole word: split, and globbed.
    pub fn fields_of(&mut self, text: impl AsRef<[u8]>) -> Checked<Vec<Vec<u8>>> {
        let mut words = Words::new();
        words.fields(self, text)?;
        Ok(words.fields)
    }

    /// An unquoted list as a whole word.
    pub fn fields_of_each(
        &mut self,
        list: impl IntoIterator<Item = impl AsRef<[u8]>>,
    ) -> Checked<Vec<Vec<u8>>> {
        let mut words = Words::new();
        words.split_each(self, list);
        words.end(self)?;
        Ok(words.fields)
    }

    /// An unquoted text with glob characters as a whole word.
    pub fn glob(&mut self, text: impl AsRef<[u8]>) -> Checked<Vec<Vec<u8>>> {
        let mut words = Words::new();
        words.lit(text);
        words.end(self)?;
        Ok(words.fields)
    }
}

/// The words joined by blanks: what a word means where only one text can stand.
pub fn one(words: Words) -> Vec<u8> {
    words.fields.join(&b' ')
}

/// The text of a pattern while it is built.
#[derive(Clone, Debug, Default)]
pub struct Pat {
    pub(crate) text: Vec<u8>,
}

impl Pat {
    /// Matches the empty text.
    pub fn new() -> Pat {
        Pat::default()
    }

    /// Unquoted text: pattern characters count.
    pub fn lit(mut self, text: impl AsRef<[u8]>) -> Pat {
        self.text.extend_from_slice(text.as_ref());
        self
    }

    /// Quoted text: stands for itself.
    pub fn quoted(mut self, text: impl AsRef<[u8]>) -> Pat {
        self.text.extend_from_slice(&crate::pattern::escape(text.as_ref()));
        self
    }
}

/// Something that is the text of a pattern: one that was built, or unquoted text that is known.
pub trait PatternText {
    /// The text, in which pattern characters count.
    fn pattern_text(&self) -> &[u8];
}

impl PatternText for Pat {
    fn pattern_text(&self) -> &[u8] {
        &self.text
    }
}

impl PatternText for str {
    fn pattern_text(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl PatternText for String {
    fn pattern_text(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl<T: PatternText + ?Sized> PatternText for &T {
    fn pattern_text(&self) -> &[u8] {
        (**self).pattern_text()
    }
}
