//! `argparse`: parsers that are built argument by argument, as the original builds them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::int::Int;
use crate::integer::Integer;
use crate::show::to_repr;

mod help;
mod parse;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Int,
    Float,
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
#[derive(Clone, Debug)]
pub struct Namespace(Rc<RefCell<HashMap<String, Value>>>);

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

impl Commands {
    /// `dest=`
    #[must_use]
    pub fn dest(self, name: &str) -> Self {
        self.state.borrow_mut().specs[self.index].dest = name.to_owned();
        self
    }

    /// `required=`
    #[must_use]
    pub fn required(self, required: bool) -> Self {
        self.state.borrow_mut().specs[self.index].required = required;
        self
    }

    /// `help=`
    #[must_use]
    pub fn help(self, text: &str) -> Self {
        self.state.borrow_mut().specs[self.index].help = Some(text.to_owned());
        self
    }

    /// `metavar=`
    #[must_use]
    pub fn metavar(self, name: &str) -> Self {
        self.state.borrow_mut().specs[self.index].metavar = vec![name.to_owned()];
        self
    }

    /// `title=`
    #[must_use]
    pub fn title(self, text: &str) -> Self {
        let mut state = self.state.borrow_mut();
        state.sections.push(Section { title: text.to_owned(), description: None });
        let section = state.sections.len() - 1;
        state.specs[self.index].section = section;
        drop(state);
        self
    }

    /// `description=`, after the title
    #[must_use]
    pub fn description(self, text: &str) -> Self {
        let mut state = self.state.borrow_mut();
        if state.specs[self.index].section < 2 {
            state.sections.push(Section { title: "subcommands".to_owned(), description: None });
            let section = state.sections.len() - 1;
            state.specs[self.index].section = section;
        }
        let section = state.specs[self.index].section;
        state.sections[section].description = Some(text.to_owned());
        drop(state);
        self
    }

    /// `self.add_parser(name)`
    #[must_use]
    pub fn parser(&self, name: &str) -> Parser {
        let prog = format!("{} {name}", help::command_prefix(&self.state.borrow()));
        let parser = bare(prog);
        add_help(&parser);
        let entry = (name.to_owned(), parser.clone(), None);
        self.state.borrow_mut().specs[self.index].commands.push(entry);
        parser
    }

    /// `self.add_parser(name, help=…)`
    #[must_use]
    pub fn described_parser(&self, name: &str, help: &str) -> Parser {
        let parser = self.parser(name);
        if let Some(last) = self.state.borrow_mut().specs[self.index].commands.last_mut() {
            last.2 = Some(help.to_owned());
        }
        parser
    }
}

/// The name under which the value is kept: the first long flag, or the first one.
fn dest_of(flags: &[String]) -> String {
    let named = flags.iter().find(|flag| flag.starts_with("--")).or(flags.first());
    let name = named.map(|flag| flag.trim_start_matches('-')).unwrap_or_default();
    if flags.iter().any(|flag| flag.starts_with('-')) {
        name.replace('-', "_")
    } else {
        name.to_owned()
    }
}

impl Argument {
    fn change(self, change: impl FnOnce(&mut Spec)) -> Self {
        change(&mut self.state.borrow_mut().specs[self.index]);
        self
    }

    /// A further name.
    #[must_use]
    pub fn alias(self, name: &str) -> Self {
        self.change(|spec| {
            spec.flags.push(name.to_owned());
            spec.dest = dest_of(&spec.flags);
        })
    }

    /// `action=`
    #[must_use]
    pub fn action(self, name: &str) -> Self {
        self.change(|spec| match name {
            "store_true" | "store_false" => {
                spec.action = Action::Const;
                spec.constant = Value::Bool(name == "store_true");
                spec.default = Value::Bool(name == "store_false");
            }
            "store_const" => spec.action = Action::Const,
            "append" => spec.action = Action::Append,
            "count" => spec.action = Action::Count,
            "help" => spec.action = Action::Help,
            "version" => spec.action = Action::Version,
            _ => {}
        })
    }

    /// `nargs="?"` and so on
    #[must_use]
    pub fn nargs(self, count: &str) -> Self {
        self.change(|spec| {
            spec.count = match count {
                "?" => Count::Optional,
                "*" => Count::Any,
                "..." => Count::Rest,
                _ => Count::Some,
            };
            if spec.flags.is_empty() {
                spec.required = count == "+";
            }
        })
    }

    /// `nargs=n`
    #[must_use]
    pub fn times(self, count: impl Integer) -> Self {
        self.change(|spec| {
            spec.count = Count::Exactly(usize::try_from(count.clamp_i64()).unwrap_or(0));
        })
    }

    /// `type=int` or `type=float`
    #[must_use]
    pub fn kind(self, name: &str) -> Self {
        self.change(|spec| {
            spec.kind = match name {
                "int" => Kind::Int,
                "float" => Kind::Float,
                _ => Kind::Text,
            };
        })
    }

    /// `dest=`
    #[must_use]
    pub fn dest(self, name: &str) -> Self {
        self.change(|spec| spec.dest = name.to_owned())
    }

    /// `metavar=`
    #[must_use]
    pub fn metavar(self, name: &str) -> Self {
        self.change(|spec| spec.metavar.push(name.to_owned()))
    }

    /// `help=`
    #[must_use]
    pub fn help(self, text: &str) -> Self {
        self.change(|spec| spec.help = Some(text.to_owned()))
    }

    /// `version=`
    #[must_use]
    pub fn version(self, text: &str) -> Self {
        self.change(|spec| {
            spec.version = text.to_owned();
            spec.help.get_or_insert_with(|| "show program's version number and exit".to_owned());
        })
    }

    /// `required=`
    #[must_use]
    pub fn required(self, required: bool) -> Self {
        self.change(|spec| spec.required = required)
    }

    /// `choices=` of texts
    #[must_use]
    pub fn choices(self, choices: impl IntoIterator<Item = String>) -> Self {
        let choices = choices.into_iter().map(Value::Text).collect();
        self.change(|spec| spec.choices = Some(choices))
    }

    /// `choices=` of integers
    #[must_use]
    pub fn choices_int<N: Integer>(self, choices: impl IntoIterator<Item = N>) -> Self {
        let choices = choices.into_iter().map(|n| Value::Int(n.into_int())).collect();
        self.change(|spec| spec.choices = Some(choices))
    }

    /// `default=` of a text
    #[must_use]
    pub fn default_text(self, text: &str) -> Self {
        self.change(|spec| spec.default = Value::Text(text.to_owned()))
    }

    /// `default=` of an integer
    #[must_use]
    pub fn default_int(self, n: impl Integer) -> Self {
        self.change(|spec| spec.default = Value::Int(n.into_int()))
    }

    /// `default=` of a float
    #[must_use]
    pub fn default_float(self, x: f64) -> Self {
        self.change(|spec| spec.default = Value::Float(x))
    }

    /// `default=` of a truth value
    #[must_use]
    pub fn default_bool(self, value: bool) -> Self {
        self.change(|spec| spec.default = Value::Bool(value))
    }

    /// `default=` of texts
    #[must_use]
    pub fn default_texts(self, items: impl IntoIterator<Item = String>) -> Self {
        let items = items.into_iter().map(Value::Text).collect();
        self.change(|spec| spec.default = Value::List(items))
    }

    /// `default=` of integers
    #[must_use]
    pub fn default_ints<N: Integer>(self, items: impl IntoIterator<Item = N>) -> Self {
        let items = items.into_iter().map(|n| Value::Int(n.into_int())).collect();
        self.change(|spec| spec.default = Value::List(items))
    }

    /// `const=` of a text
    #[must_use]
    pub fn const_text(self, text: &str) -> Self {
        self.change(|spec| spec.constant = Value::Text(text.to_owned()))
    }

    /// `const=` of an integer
    #[must_use]
    pub fn const_int(self, n: impl Integer) -> Self {
        self.change(|spec| spec.constant = Value::Int(n.into_int()))
    }

    /// `const=` of a float
    #[must_use]
    pub fn const_float(self, x: f64) -> Self {
        self.change(|spec| spec.constant = Value::Float(x))
    }

    /// `const=` of a truth value
    #[must_use]
    pub fn const_bool(self, value: bool) -> Self {
        self.change(|spec| spec.constant = Value::Bool(value))
    }

    /// The statement's end.
    pub fn done(self) {}
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

fn value(namespace: &Namespace, name: &str) -> Value {
    match namespace.0.borrow().get(name) {
        Some(value) => value.clone(),
        None => crate::exception::Exception::new(
            "AttributeError",
            format!("'Namespace' object has no attribute '{name}'"),
        )
        .unwind(),
    }
}

/// Is `self.name` of a kind? `kind` is `none`, `bool`, `int`, `float`, `str` or `list`.
pub fn is_kind(namespace: &Namespace, name: &str, kind: &str) -> bool {
    match value(namespace, name) {
        Value::None => kind == "none",
        Value::Bool(_) => kind == "bool",
        Value::Int(_) => kind == "int",
        Value::Float(_) => kind == "float",
        Value::Text(_) => kind == "str",
        Value::List(_) => kind == "list",
    }
}

/// `self.name`, a text
pub fn text(namespace: &Namespace, name: &str) -> String {
    value(namespace, name).str()
}

/// `self.name`, an integer
pub fn int<N: Integer>(namespace: &Namespace, name: &str) -> N {
    N::from_int(int_of(value(namespace, name)))
}

fn int_of(value: Value) -> Int {
    match value {
        Value::Int(n) => n,
        Value::Bool(value) => Int::from(value),
        _ => Int::ZERO,
    }
}

/// `self.name`, a float
pub fn float(namespace: &Namespace, name: &str) -> f64 {
    float_of(value(namespace, name))
}

fn float_of(value: Value) -> f64 {
    match value {
        Value::Float(x) => x,
        other => int_of(other).to_f64(),
    }
}

/// `self.name`, a truth value
pub fn flag(namespace: &Namespace, name: &str) -> bool {
    matches!(value(namespace, name), Value::Bool(true))
}

fn items(namespace: &Namespace, name: &str) -> Vec<Value> {
    match value(namespace, name) {
        Value::List(items) => items,
        _ => Vec::new(),
    }
}

/// `self.name`, a list of texts
pub fn texts(namespace: &Namespace, name: &str) -> Vec<String> {
    items(namespace, name).iter().map(Value::str).collect()
}

/// `self.name`, a list of integers
pub fn ints<N: Integer>(namespace: &Namespace, name: &str) -> Vec<N> {
    items(namespace, name).into_iter().map(|item| N::from_int(int_of(item))).collect()
}

/// `self.name`, a list of floats
pub fn floats(namespace: &Namespace, name: &str) -> Vec<f64> {
    items(namespace, name).into_iter().map(float_of).collect()
}

/// `self.name = value` of a text
pub fn set_text(namespace: &Namespace, name: &str, text: &str) {
    namespace.0.borrow_mut().insert(name.to_owned(), Value::Text(text.to_owned()));
}

/// `self.name = value` of an integer
pub fn set_int(namespace: &Namespace, name: &str, n: impl Integer) {
    namespace.0.borrow_mut().insert(name.to_owned(), Value::Int(n.into_int()));
}

/// `self.name = value` of a float
pub fn set_float(namespace: &Namespace, name: &str, x: f64) {
    namespace.0.borrow_mut().insert(name.to_owned(), Value::Float(x));
}

/// `self.name = value` of a truth value
pub fn set_flag(namespace: &Namespace, name: &str, value: bool) {
    namespace.0.borrow_mut().insert(name.to_owned(), Value::Bool(value));
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
