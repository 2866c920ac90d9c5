//! `argparse`: parsers that are built argument by argument, as the original builds them.

use std::cell::RefCell;
use std::rc::Rc;

use crate::int::Int;
use crate::integer::Integer;
use crate::show::to_repr;

mod argument;
mod commands;
mod convert;
mod help;
mod namespace;
mod parse;
mod words;
mod wrap;

use argument::dest_of;
use convert::Conversion;
pub use convert::{IntoValue, Object, object, objects};
pub use namespace::*;
pub use parse::{parse_args, parse_args_of};

/// A value of a namespace.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `None`
    None,
    /// A truth value.
    Bool(bool),
    /// An integer.
    Int(Int),
    /// A float.
    Float(f64),
    /// A text.
    Text(String),
    /// A list of values.
    List(Vec<Value>),
    /// An object, made by the function that `type=` names.
    Object(Object),
}

impl Value {
    /// The value as `repr` shows it.
    fn repr(&self) -> String {
        match self {
            Self::None => "None".to_owned(),
            Self::Bool(value) => to_repr(value),
            Self::Int(value) => to_repr(value),
            Self::Float(value) => to_repr(value),
            Self::Text(text) => to_repr(text),
            Self::List(items) => {
                format!("[{}]", items.iter().map(Self::repr).collect::<Vec<_>>().join(", "))
            }
            Self::Object(_) => "...".to_owned(),
        }
    }

    /// The value as `str` shows it.
    fn str(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            other => other.repr(),
        }
    }
}

/// What an argument does when it is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Store,
    Const,
    Append,
    Count,
    Help,
    Version,
    Commands,
}

/// How many texts an argument takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Count {
    One,
    Optional,
    Any,
    Some,
    Exactly(usize),
    Rest,
    /// A command and everything behind it.
    Command,
}

/// What a text becomes.
#[derive(Clone, Debug)]
enum Kind {
    Text,
    Int,
    Float,
    Made(Conversion),
}

/// One argument of a parser.
#[derive(Clone, Debug)]
struct Spec {
    flags: Vec<String>,
    dest: String,
    action: Action,
    count: Count,
    kind: Kind,
    default: Value,
    /// What a flag stores.
    constant: Value,
    choices: Option<Vec<Value>>,
    required: bool,
    metavar: Vec<String>,
    /// The help text; none where nothing is said of the argument.
    help: Option<String>,
    version: String,
    /// Title of the section that lists it.
    section: usize,
    /// Of which arguments only one may stand.
    exclusive: Option<usize>,
    commands: Vec<(String, Parser, Option<String>)>,
}

#[derive(Clone, Debug)]
struct Section {
    title: String,
    description: Option<String>,
}

#[derive(Debug)]
struct State {
    prog: String,
    usage: Option<String>,
    description: Option<String>,
    epilog: Option<String>,
    /// Keeps line ends in descriptions.
    raw: bool,
    /// Shows defaults in help texts.
    show_defaults: bool,
    specs: Vec<Spec>,
    sections: Vec<Section>,
    /// Groups of arguments of which only one may stand; is one needed?
    exclusives: Vec<bool>,
    defaults: Vec<(String, Value)>,
}

/// `argparse.ArgumentParser`, or a group of one. Cloning makes a further handle.
#[derive(Clone, Debug)]
pub struct Parser {
    state: Rc<RefCell<State>>,
    section: Option<usize>,
    exclusive: Option<usize>,
}

/// An argument that is being described.
#[derive(Clone, Debug)]
pub struct Argument {
    state: Rc<RefCell<State>>,
    index: usize,
}

/// What `add_subparsers` returns.
#[derive(Clone, Debug)]
pub struct Commands {
    state: Rc<RefCell<State>>,
    index: usize,
}

/// What `parse_args` returns.
#[derive(Clone)]
pub struct Namespace(Rc<RefCell<crate::Dict<String, Value>>>);

/// `ArgumentParser()`
pub fn parser() -> Parser {
    let path = crate::sys::argv().into_iter().next().unwrap_or_default();
    let parser = bare(path.rsplit('/').next().unwrap_or(&path).to_owned());
    add_help(&parser);
    parser
}

fn bare(prog: String) -> Parser {
    let section = |title: &str| Section { title: title.to_owned(), description: None };
    let state = State {
        prog,
        usage: None,
        description: None,
        epilog: None,
        raw: false,
        show_defaults: false,
        specs: Vec::new(),
        sections: vec![section("positional arguments"), section("options")],
        exclusives: Vec::new(),
        defaults: Vec::new(),
    };
    Parser { state: Rc::new(RefCell::new(state)), section: None, exclusive: None }
}

fn add_help(parser: &Parser) {
    let _ = parser
        .argument("-h")
        .alias("--help")
        .action("help")
        .help("show this help message and exit");
}

impl Parser {
    /// `prog=`
    #[must_use]
    pub fn prog(self, name: &str) -> Self {
        self.state.borrow_mut().prog = name.to_owned();
        self
    }

    /// `usage=`
    #[must_use]
    pub fn usage(self, text: &str) -> Self {
        self.state.borrow_mut().usage = Some(text.to_owned());
        self
    }

    /// `description=`
    #[must_use]
    pub fn description(self, text: &str) -> Self {
        self.state.borrow_mut().description = Some(text.to_owned());
        self
    }

    /// `epilog=`
    #[must_use]
    pub fn epilog(self, text: &str) -> Self {
        self.state.borrow_mut().epilog = Some(text.to_owned());
        self
    }

    /// `formatter_class=RawDescriptionHelpFormatter`
    #[must_use]
    pub fn raw_description(self) -> Self {
        self.state.borrow_mut().raw = true;
        self
    }

    /// `formatter_class=ArgumentDefaultsHelpFormatter`
    #[must_use]
    pub fn shown_defaults(self) -> Self {
        self.state.borrow_mut().show_defaults = true;
        self
    }

    /// `add_help=False`
    #[must_use]
    pub fn without_help(self) -> Self {
        self.state.borrow_mut().specs.retain(|spec| spec.action != Action::Help);
        self
    }

    /// `self.add_argument(name)`: the first of its names
    #[must_use]
    pub fn argument(&self, name: &str) -> Argument {
        let mut state = self.state.borrow_mut();
        let optional = name.starts_with('-');
        state.specs.push(Spec {
            flags: if optional { vec![name.to_owned()] } else { Vec::new() },
            dest: dest_of(&[name.to_owned()]),
            action: Action::Store,
            count: Count::One,
            kind: Kind::Text,
            default: Value::None,
            constant: Value::None,
            choices: None,
            required: !optional,
            metavar: Vec::new(),
            help: None,
            version: String::new(),
            section: self.section.unwrap_or(usize::from(optional)),
            exclusive: self.exclusive,
            commands: Vec::new(),
        });
        let index = state.specs.len() - 1;
        Argument { state: Rc::clone(&self.state), index }
    }

    /// `self.add_argument_group(title)`
    #[must_use]
    pub fn group(&self, title: &str) -> Parser {
        let mut state = self.state.borrow_mut();
        state.sections.push(Section { title: title.to_owned(), description: None });
        let section = Some(state.sections.len() - 1);
        Parser { state: Rc::clone(&self.state), section, exclusive: None }
    }

    /// `self.add_argument_group(title, description)`
    #[must_use]
    pub fn described_group(&self, title: &str, description: &str) -> Parser {
        let group = self.group(title);
        let place = group.section.unwrap_or_default();
        self.state.borrow_mut().sections[place].description = Some(description.to_owned());
        group
    }

    /// `self.add_mutually_exclusive_group(required=…)`
    #[must_use]
    pub fn exclusive_group(&self, required: bool) -> Parser {
        let mut state = self.state.borrow_mut();
        state.exclusives.push(required);
        let exclusive = Some(state.exclusives.len() - 1);
        Parser { state: Rc::clone(&self.state), section: self.section, exclusive }
    }

    /// `self.add_subparsers()`
    #[must_use]
    pub fn commands(&self) -> Commands {
        let argument = self.argument("==SUPPRESS==");
        let mut state = self.state.borrow_mut();
        let spec = &mut state.specs[argument.index];
        spec.action = Action::Commands;
        spec.count = Count::Command;
        spec.required = false;
        Commands { state: Rc::clone(&self.state), index: argument.index }
    }
}

/// `self.set_defaults(name=text)`
pub fn set_default_text(parser: &Parser, name: &str, text: &str) {
    set_default(parser, name, Value::Text(text.to_owned()));
}

/// `self.set_defaults(name=n)`
pub fn set_default_int(parser: &Parser, name: &str, n: impl Integer) {
    set_default(parser, name, Value::Int(n.into_int()));
}

/// `self.set_defaults(name=truth)`
pub fn set_default_bool(parser: &Parser, name: &str, value: bool) {
    set_default(parser, name, Value::Bool(value));
}

/// `self.set_defaults(name=object)`
pub fn set_default_object<R: 'static>(parser: &Parser, name: &str, object: R) {
    set_default(parser, name, Value::Object(Object(Rc::new(object))));
}

fn set_default(parser: &Parser, name: &str, value: Value) {
    let mut state = parser.state.borrow_mut();
    for spec in state.specs.iter_mut().filter(|spec| spec.dest == name) {
        spec.default = value.clone();
    }
    state.defaults.push((name.to_owned(), value));
}

/// `self.error(message)`
pub fn error(parser: &Parser, message: &str) -> ! {
    let state = parser.state.borrow();
    crate::stdout::flush();
    crate::stdout::write_error(format_args!(
        "{}{}: error: {message}\n",
        help::usage(&state),
        state.prog
    ));
    drop(state);
    crate::sys::exit_with(2)
}

/// `self.exit(status, message)`
pub fn exit(status: impl Integer, message: &str) -> ! {
    crate::stdout::write_error(format_args!("{message}"));
    crate::sys::exit_with(status)
}

/// `self.print_help()`
pub fn print_help(parser: &Parser) {
    crate::stdout::write_str(&format_help(parser));
}

/// `self.print_usage()`
pub fn print_usage(parser: &Parser) {
    crate::stdout::write_str(&help::usage(&parser.state.borrow()));
}

/// `self.format_help()`
pub fn format_help(parser: &Parser) -> String {
    help::text(&parser.state.borrow())
}

/// `self.format_usage()`
pub fn format_usage(parser: &Parser) -> String {
    help::usage(&parser.state.borrow())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_options_and_positionals() {
        let parser = parser().prog("tool").description("A tool.");
        parser.argument("command").choices(["run".to_owned(), "stop".to_owned()]).done();
        parser.argument("files").nargs("*").done();
        parser.argument("--top").alias("-t").kind("int").default_int(3).help("rows").done();
        parser.argument("--loud").action("store_true").done();
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let options = parse_args_of(&parser, &words("run a b -t5 --loud"));
        assert_eq!(text(&options, "command"), "run");
        assert_eq!((int::<i64>(&options, "top"), flag(&options, "loud")), (5, true));
        assert_eq!(texts(&parse_args_of(&parser, &words("run a b --top=7")), "files"), ["a", "b"]);
        assert_eq!(
            format_usage(&parser),
            "usage: tool [-h] [--top TOP] [--loud] {run,stop} [files ...]\n"
        );
    }
}
