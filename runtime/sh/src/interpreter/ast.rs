//! The syntax tree of text that is known only at run time: the same shape as the translator's.

use std::cell::OnceCell;
use std::rc::Rc;

/// A part of a word.
#[derive(Clone, Debug)]
pub enum Part {
    /// Unquoted source text: braces, tilde and globs count.
    Literal(Vec<u8>),
    /// `'…'`, `$'…'`, `\c`.
    Quoted(Vec<u8>),
    /// `"…"`.
    Double(Vec<Part>),
    Parameter(Box<Parameter>),
    /// `$(…)`, `` `…` ``.
    Command(Rc<List>),
    /// `$((…))`, `$[…]`.
    Arithmetic(Word),
    /// `<(…)` (true), `>(…)`.
    Process(bool, Rc<List>),
}

/// A word: its parts.
#[derive(Clone, Debug, Default)]
pub struct Word {
    pub parts: Vec<Part>,
}

/// What stands in `name[…]`.
#[derive(Clone, Debug)]
pub enum Subscript {
    All,
    Star,
    Text(Word),
}

/// `$name`, `${…}`.
#[derive(Clone, Debug)]
pub struct Parameter {
    pub name: Vec<u8>,
    pub subscript: Option<Subscript>,
    pub indirect: bool,
    pub operation: Option<Operation>,
}

/// What a parameter expansion does with the value; operators are texts as bash writes them.
#[derive(Clone, Debug)]
pub enum Operation {
    Length,
    Keys {
        star: bool,
    },
    Names {
        star: bool,
    },
    Default {
        operator: u8,
        colon: bool,
        word: Word,
    },
    Trim {
        operator: &'static str,
        pattern: Word,
    },
    Replace {
        operator: &'static str,
        pattern: Word,
        with: Option<Word>,
    },
    Slice {
        offset: Word,
        length: Option<Word>,
    },
    Case {
        operator: &'static str,
        pattern: Option<Word>,
    },
    Transform(u8),
    /// What bash calls a bad substitution: the source text.
    Bad(Vec<u8>),
}

/// `[key]=value` or a value of `name=( … )`.
#[derive(Clone, Debug)]
pub struct Element {
    pub key: Option<Word>,
    pub append: bool,
    pub value: Word,
}

/// `name=…`.
#[derive(Clone, Debug)]
pub struct Assignment {
    /// Its source.
    pub text: Vec<u8>,
    pub name: Vec<u8>,
    pub subscript: Option<Word>,
    pub append: bool,
    pub value: Assigned,
}

/// The right side of an assignment.
#[derive(Clone, Debug)]
pub enum Assigned {
    Text(Word),
    Array(Vec<Element>),
}

/// `2>file` and its kin; a here-document's body is filled in when its lines are read.
#[derive(Clone, Debug)]
pub struct Redirect {
    pub operator: &'static str,
    pub fd: Option<i32>,
    pub variable: Option<Vec<u8>>,
    pub word: Rc<OnceCell<Word>>,
}

/// A clause of `case`.
#[derive(Clone, Debug)]
pub struct CaseClause {
    pub patterns: Vec<Word>,
    pub body: Rc<List>,
    pub end: CaseEnd,
}

/// `;;`, `;&`, `;;&`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseEnd {
    Leave,
    Fall,
    Test,
}

/// What stands in `[[ … ]]`.
#[derive(Clone, Debug)]
pub enum Test {
    Unary(Vec<u8>, Word),
    Binary(Vec<u8>, Word, Word),
    Word(Word),
    Not(Box<Test>),
    And(Box<Test>, Box<Test>),
    Or(Box<Test>, Box<Test>),
}

/// A word of a command, or `name=value` given to a declaration builtin.
#[derive(Clone, Debug)]
pub enum Argument {
    Word(Word),
    Assignment(Assignment),
}

/// A command with its redirections.
#[derive(Clone, Debug)]
pub struct Command {
    pub kind: Kind,
    pub line: u32,
    pub redirects: Vec<Redirect>,
}

/// Every command.
#[derive(Clone, Debug)]
pub enum Kind {
    /// `text`: its source.
    Simple {
        assignments: Vec<Assignment>,
        words: Vec<Argument>,
        text: Vec<u8>,
    },
    Pipeline {
        stages: Vec<Rc<Command>>,
        stderr: Vec<bool>,
        negated: bool,
        time: Option<bool>,
    },
    And(Rc<Command>, Rc<Command>),
    Or(Rc<Command>, Rc<Command>),
    Subshell(Rc<List>),
    Group(Rc<List>),
    If {
        arms: Vec<(Rc<List>, Rc<List>)>,
        or_else: Option<Rc<List>>,
    },
    While {
        until: bool,
        test: Rc<List>,
        body: Rc<List>,
    },
    /// `head`: the source before the body, as traces show it.
    For {
        head: Vec<u8>,
        name: Vec<u8>,
        words: Option<Vec<Word>>,
        body: Rc<List>,
    },
    Select {
        head: Vec<u8>,
        name: Vec<u8>,
        words: Option<Vec<Word>>,
        body: Rc<List>,
    },
    ArithmeticFor {
        init: Option<Word>,
        test: Option<Word>,
        step: Option<Word>,
        body: Rc<List>,
    },
    Case {
        head: Vec<u8>,
        subject: Word,
        clauses: Vec<CaseClause>,
    },
    Function {
        name: Vec<u8>,
        body: Rc<Command>,
        text: Vec<u8>,
    },
    Test(Test),
    Arithmetic(Word),
}

/// A command of a list; `text` is its source, for `jobs`.
#[derive(Clone, Debug)]
pub struct Item {
    pub command: Rc<Command>,
    pub background: bool,
    pub text: Vec<u8>,
}

/// Commands in sequence.
#[derive(Clone, Debug, Default)]
pub struct List {
    pub items: Vec<Item>,
}
