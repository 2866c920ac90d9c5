//! Exceptions: the object that `raise` raises and `except` catches.

use std::any::Any;
use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;
use std::panic::Location;
use std::rc::Rc;

use crate::show::{self, Repr, Str};

mod arg;
mod rows;
mod trace;
mod unwind;
pub use arg::Arg;
pub use rows::*;
pub(crate) use trace::remember;
pub(crate) use trace::swap_guarded;
pub(crate) use unwind::take;
pub use unwind::{
    Flow, attribute, catch, catch_async, except, missing, present, raise, raises, try_except,
    try_raises, unbound, unwrap,
};

/// What a function returns whose failure can be seen.
pub type Result<T, E = Exception> = std::result::Result<T, E>;

/// An exception. Cloning makes a second handle to the same exception.
#[derive(Clone)]
pub struct Exception(Rc<State>);

struct State {
    /// Names of the class and its bases, most derived first, separated by spaces.
    classes: Cow<'static, str>,
    args: Vec<Arg>,
    /// What `str` shows where it is not made of the arguments.
    text: Option<String>,
    /// The handle of the instance of a program's class that it is.
    object: Option<Rc<dyn Any>>,
    /// `str(self)` by the `__str__` of that class.
    shown: Option<Rc<dyn Fn() -> String>>,
    /// Shared by all exceptions that are the same object.
    links: Rc<RefCell<Links>>,
    /// Where it was made.
    made: &'static Location<'static>,
}

#[derive(Default)]
struct Links {
    cause: Option<Exception>,
    context: Option<Exception>,
    suppress: bool,
    /// A handler has seen it.
    caught: bool,
}

/// The name without its module.
fn short(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

impl Exception {
    #[track_caller]
    fn with(classes: Cow<'static, str>, args: Vec<Arg>, text: Option<String>) -> Self {
        let links = Rc::default();
        let made = Location::caller();
        Self(Rc::new(State { classes, args, text, object: None, shown: None, links, made }))
    }

    /// `Class(message)`; `classes` names the class and its bases, e.g. `"Small ValueError"`.
    #[track_caller]
    pub fn new(classes: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self::with(classes.into(), vec![Arg::Str(message.into())], None)
    }

    /// `Class(*args)`
    #[track_caller]
    pub fn with_args(classes: impl Into<Cow<'static, str>>, args: Vec<Arg>) -> Self {
        Self::with(classes.into(), args, None)
    }

    /// `Class(*args)` whose `str` is `text`.
    #[track_caller]
    pub fn with_text(
        classes: impl Into<Cow<'static, str>>,
        args: Vec<Arg>,
        text: impl Into<String>,
    ) -> Self {
        Self::with(classes.into(), args, Some(text.into()))
    }

    /// The exception that is an instance of a program's class: `base` has its class, arguments and links.
    pub fn of_object<T: 'static>(
        object: T,
        base: &Exception,
        shown: Option<Rc<dyn Fn() -> String>>,
    ) -> Self {
        let State { classes, args, text, links, made, .. } = &*base.0;
        Self(Rc::new(State {
            classes: classes.clone(),
            args: args.clone(),
            text: text.clone(),
            object: Some(Rc::new(object)),
            shown,
            links: Rc::clone(links),
            made,
        }))
    }

    /// The handle of the instance of a program's class, if it is one of `T`.
    pub fn object<T: Clone + 'static>(&self) -> Option<T> {
        self.0.object.as_ref()?.downcast_ref().cloned()
    }

    /// `isinstance(self, Class)`, by the class's name.
    pub fn is_a(&self, class: &str) -> bool {
        self.0.classes.split(' ').any(|name| name == class || short(name) == class)
            || builtin_bases(self.last_class()).split(' ').any(|name| name == class)
    }

    fn last_class(&self) -> &str {
        self.0.classes.rsplit(' ').next().unwrap_or_default()
    }

    /// The class's name with its module.
    pub fn full_class_name(&self) -> &str {
        self.0.classes.split(' ').next().unwrap_or_default()
    }

    /// `type(self).__name__`
    pub fn class_name(&self) -> &str {
        short(self.full_class_name())
    }

    /// `self.args`
    pub fn args(&self) -> &[Arg] {
        &self.0.args
    }

    /// `str(self)`
    pub fn message(&self) -> String {
        if let Some(shown) = &self.0.shown {
            return shown();
        }
        if let Some(text) = &self.0.text {
            return text.clone();
        }
        match self.0.args.as_slice() {
            [] => String::new(),
            [arg] if self.is_a("KeyError") => arg.repr(),
            [arg] => arg.str(),
            args => format!("({})", join(args)),
        }
    }

    /// `repr(self)`
    pub fn repr(&self) -> String {
        format!("{}({})", self.class_name(), join(&self.0.args))
    }

    /// `raise self from cause`
    #[must_use]
    pub fn caused_by(self, cause: Option<Exception>) -> Self {
        let mut links = self.0.links.borrow_mut();
        links.cause = cause.filter(|cause| !cause.same(&self));
        links.suppress = true;
        drop(links);
        self
    }

    /// `raise self` while `context` is being handled.
    #[must_use]
    pub fn while_handling(self, context: &Exception) -> Self {
        if !context.same(&self) && !context.reaches(&self) {
            let mut links = self.0.links.borrow_mut();
            links.context.get_or_insert_with(|| context.clone());
        }
        self
    }

    fn reaches(&self, other: &Exception) -> bool {
        let links = self.0.links.borrow();
        [&links.cause, &links.context]
            .into_iter()
            .flatten()
            .any(|link| link.same(other) || link.reaches(other))
    }

    /// `self.__cause__`
    pub fn cause(&self) -> Option<Exception> {
        self.0.links.borrow().cause.clone()
    }

    /// `self.__context__`
    pub fn context(&self) -> Option<Exception> {
        self.0.links.borrow().context.clone()
    }

    /// `self.__suppress_context__`
    pub fn suppresses_context(&self) -> bool {
        self.0.links.borrow().suppress
    }

    fn was_caught(&self) -> bool {
        self.0.links.borrow().caught
    }

    fn note_caught(&self) {
        self.0.links.borrow_mut().caught = true;
    }

    /// Is it the same exception?
    pub fn same(&self, other: &Exception) -> bool {
        Rc::ptr_eq(&self.0.links, &other.0.links)
    }

    /// The last line of a traceback: class and message.
    pub fn summary(&self) -> String {
        let message = self.message();
        let name = self.full_class_name();
        if message.is_empty() { name.to_owned() } else { format!("{name}: {message}") }
    }
}

fn join(args: &[Arg]) -> String {
    args.iter().map(Arg::repr).collect::<Vec<_>>().join(", ")
}

/// The bases of a builtin exception class, most derived first.
pub(crate) fn builtin_bases(name: &str) -> &'static str {
    match name {
        "BaseException" => "",
        "Exception" | "SystemExit" | "KeyboardInterrupt" | "GeneratorExit" => "BaseException",
        "ZeroDivisionError" | "OverflowError" | "FloatingPointError" => {
            "ArithmeticError Exception BaseException"
        }
        "IndexError" | "KeyError" => "LookupError Exception BaseException",
        "UnicodeError" | "JSONDecodeError" | "json.decoder.JSONDecodeError" => {
            "ValueError Exception BaseException"
        }
        "UnicodeDecodeError" | "UnicodeEncodeError" | "UnicodeTranslateError" => {
            "UnicodeError ValueError Exception BaseException"
        }
        "RecursionError" | "NotImplementedError" => "RuntimeError Exception BaseException",
        "ModuleNotFoundError" => "ImportError Exception BaseException",
        "UnboundLocalError" => "NameError Exception BaseException",
        "IndentationError" => "SyntaxError Exception BaseException",
        "BrokenPipeError"
        | "ConnectionRefusedError"
        | "ConnectionResetError"
        | "ConnectionAbortedError" => "ConnectionError OSError Exception BaseException",
        "FileNotFoundError" | "FileExistsError" | "PermissionError" | "IsADirectoryError"
        | "NotADirectoryError" | "InterruptedError" | "TimeoutError" | "ChildProcessError"
        | "ProcessLookupError" | "BlockingIOError" | "ConnectionError" => {
            "OSError Exception BaseException"
        }
        "DeprecationWarning" | "UserWarning" | "RuntimeWarning" | "SyntaxWarning"
        | "FutureWarning" => "Warning Exception BaseException",
        _ => "Exception BaseException",
    }
}

impl Repr for Exception {
    fn fmt_repr(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.repr())
    }
}

impl Str for Exception {
    fn fmt_str(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl fmt::Display for Exception {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.message())
    }
}

impl fmt::Debug for Exception {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.repr())
    }
}

impl PartialEq for Exception {
    fn eq(&self, other: &Self) -> bool {
        self.same(other)
    }
}

impl std::error::Error for Exception {}

macro_rules! shorthands {
    ($($name:ident $class:literal)*) => {
        $(
            #[doc = concat!("`", $class, "(message)`")]
            #[cold]
            pub fn $name(message: impl Into<String>) -> Exception {
                Exception::new($class, message)
            }
        )*
    };
}

shorthands! {
    value_error "ValueError"
    type_error "TypeError"
    index_error "IndexError"
    zero_division "ZeroDivisionError"
    overflow_error "OverflowError"
    runtime_error "RuntimeError"
    attribute_error "AttributeError"
    name_error "NameError"
    recursion_error "RecursionError"
    assertion_error "AssertionError"
}

/// `KeyError(key)`
pub fn key_error<K: Repr + ?Sized>(key: &K) -> Exception {
    let repr = show::to_repr(key);
    // A text in quotes is that text; what is escaped in it stays as it is shown.
    let quoted = repr.len() > 1 && repr.starts_with(['\'', '"']) && !repr.contains('\\');
    let str = if quoted { repr[1..repr.len() - 1].to_owned() } else { repr.clone() };
    Exception::with_args("KeyError", vec![Arg::Shown { str, repr }])
}

/// `StopIteration(value)`, which keeps the value.
pub fn stop(value: crate::any::Any) -> Exception {
    of_object(value, &Exception::with_args("StopIteration", Vec::new()))
}

/// `self.value` of a StopIteration.
pub fn stopped(error: &Exception) -> crate::any::Any {
    error.object().unwrap_or_default()
}

/// `StopIteration()`
pub fn stop_iteration() -> Exception {
    Exception::with_args("StopIteration", Vec::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_found_through_builtin_bases() {
        let error = Exception::new("Small IndexError", "text");
        assert!(error.is_a("Small") && error.is_a("LookupError") && error.is_a("Exception"));
        assert!(!error.is_a("ValueError"));
        assert_eq!(error.repr(), "Small('text')");
        assert_eq!(key_error("a").message(), "'a'");
    }
}
