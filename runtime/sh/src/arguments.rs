//! Elements of arrays, assignments in front of commands, arguments of declarations.

/// One element of `a=(…)`.
#[derive(Clone, Debug)]
pub enum Element {
    /// The next index (or key and value in turn).
    Word(Vec<u8>),
    /// `[subscript]=text`, or `+=`.
    Keyed(Vec<u8>, Vec<u8>, bool),
}

/// The elements of `a=(…)`.
#[derive(Clone, Debug, Default)]
pub struct Elements {
    pub(crate) list: Vec<Element>,
}

impl Elements {
    /// None yet.
    pub fn new() -> Elements {
        Elements::default()
    }

    /// Fields of expanded words.
    pub fn words(&mut self, words: impl Into<Vec<Vec<u8>>>) -> &mut Elements {
        self.list.extend(words.into().into_iter().map(Element::Word));
        self
    }

    /// One text.
    pub fn word(&mut self, text: impl AsRef<[u8]>) -> &mut Elements {
        self.list.push(Element::Word(text.as_ref().to_vec()));
        self
    }

    /// `[subscript]=text`; `append`: `+=`.
    pub fn keyed(
        &mut self,
        subscript: impl AsRef<[u8]>,
        text: impl AsRef<[u8]>,
        append: bool,
    ) -> &mut Elements {
        self.list.push(Element::Keyed(subscript.as_ref().to_vec(), text.as_ref().to_vec(), append));
        self
    }
}

impl Elements {
    /// As a trace shows them.
    pub(crate) fn shown(&self) -> Vec<u8> {
        let quote = crate::quote::single;
        let texts: Vec<Vec<u8>> = self
            .list
            .iter()
            .map(|element| match element {
                Element::Word(word) => quote(word),
                Element::Keyed(key, text, append) => {
                    let sign: &[u8] = if *append { b"]+=" } else { b"]=" };
                    [b"[", &quote(key)[..], sign, &quote(text)].concat()
                }
            })
            .collect();
        [b"(", &texts.join(&b' ')[..], b")"].concat()
    }

    /// These, and the fields of expanded words.
    pub fn and(mut self, words: impl Into<Vec<Vec<u8>>>) -> Elements {
        self.words(words);
        self
    }

    /// These, and `[subscript]=text`.
    pub fn at(mut self, subscript: impl AsRef<[u8]>, text: impl AsRef<[u8]>) -> Elements {
        self.keyed(subscript, text, false);
        self
    }

    /// These, and `[subscript]+=text`.
    pub fn more(mut self, subscript: impl AsRef<[u8]>, text: impl AsRef<[u8]>) -> Elements {
        self.keyed(subscript, text, true);
        self
    }
}

impl From<Vec<Vec<u8>>> for Elements {
    fn from(words: Vec<Vec<u8>>) -> Elements {
        Elements { list: words.into_iter().map(Element::Word).collect() }
    }
}

/// The assignments in front of a command.
#[derive(Clone, Debug, Default)]
pub struct Assigns {
    pub(crate) list: Vec<(Vec<u8>, Vec<u8>, bool)>,
}

impl Assigns {
    /// None yet.
    pub fn new() -> Assigns {
        Assigns::default()
    }

    /// `name=text`.
    pub fn set(&mut self, name: impl AsRef<[u8]>, text: impl AsRef<[u8]>) -> &mut Assigns {
        self.list.push((name.as_ref().to_vec(), text.as_ref().to_vec(), false));
        self
    }

    /// `name+=text`.
    pub fn append(&mut self, name: impl AsRef<[u8]>, text: impl AsRef<[u8]>) -> &mut Assigns {
        self.list.push((name.as_ref().to_vec(), text.as_ref().to_vec(), true));
        self
    }
}

impl Assigns {
    /// These, and `name=text`.
    pub fn and(mut self, name: impl AsRef<[u8]>, text: impl AsRef<[u8]>) -> Assigns {
        self.set(name, text);
        self
    }

    /// These, and `name+=text`.
    pub fn more(mut self, name: impl AsRef<[u8]>, text: impl AsRef<[u8]>) -> Assigns {
        self.append(name, text);
        self
    }
}

/// An argument of `declare` and its kin.
#[derive(Clone, Debug)]
pub enum DeclArg {
    /// An option, a name, `name=text`.
    Word(Vec<u8>),
    /// `name=(…)`, `name+=(…)`.
    Array(Vec<u8>, Elements, bool),
}

/// The arguments of `declare` and its kin.
#[derive(Clone, Debug, Default)]
pub struct DeclArgs {
    pub(crate) list: Vec<DeclArg>,
}

impl DeclArgs {
    /// None yet.
    pub fn new() -> DeclArgs {
        DeclArgs::default()
    }

    /// Fields of expanded words.
    pub fn words(&mut self, words: impl Into<Vec<Vec<u8>>>) -> &mut DeclArgs {
        self.list.extend(words.into().into_iter().map(DeclArg::Word));
        self
    }

    /// One text.
    pub fn word(&mut self, text: impl AsRef<[u8]>) -> &mut DeclArgs {
        self.list.push(DeclArg::Word(text.as_ref().to_vec()));
        self
    }

    /// `name=(…)`; `append`: `name+=(…)`.
    pub fn array(
        &mut self,
        name: impl AsRef<[u8]>,
        elements: Elements,
        append: bool,
    ) -> &mut DeclArgs {
        self.list.push(DeclArg::Array(name.as_ref().to_vec(), elements, append));
        self
    }
}

impl DeclArgs {
    /// These, and the fields of expanded words.
    pub fn and(mut self, words: impl Into<Vec<Vec<u8>>>) -> DeclArgs {
        self.words(words);
        self
    }

    /// These, and one text.
    pub fn text(mut self, text: impl AsRef<[u8]>) -> DeclArgs {
        self.word(text);
        self
    }

    /// These, and `name=(…)`.
    pub fn list(mut self, name: impl AsRef<[u8]>, elements: impl Into<Elements>) -> DeclArgs {
        self.array(name, elements.into(), false);
        self
    }

    /// These, and `name+=(…)`.
    pub fn more(mut self, name: impl AsRef<[u8]>, elements: impl Into<Elements>) -> DeclArgs {
        self.array(name, elements.into(), true);
        self
    }
}
