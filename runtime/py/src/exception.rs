//! Exceptions: the object that `raise` raises and `except` catches.

use std::any::Any;
use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use crate::show::{self, Repr, Str};

mod rows;
pub use rows::*;

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
}

#[derive(Default)]
struct Links {
    cause: Option<Exception>,
    context: Option<Exception>,
    suppress: bool,
}

/// One argument of an exception, as `str` and `repr` show it.
#[derive(Clone, PartialEq)]
pub enum Arg {
    /// A text.
    Str(String),
    /// An integer.
    Int(i64),
    /// `None`.
    None,
    /// Any other value.
    Shown {
        /// `str(value)`
        str: String,
        /// `repr(value)`
        repr: String,
    },
}

impl Arg {
    /// Any value as an argument.
    pub fn of<T: Str + Repr + ?Sized>(value: &T) -> Self {
        Self::Shown { str: show::to_str(value), repr: show::to_repr(value) }
    }

    /// `str(arg)`
    pub fn str(&self) -> String {
        match self {
            Self::Str(text) => text.clone(),
            Self::Int(value) => value.to_string(),
            Self::None => "None".to_owned(),
            Self::Shown { str, .. } => str.clone(),
        }
    }

    /// `repr(arg)`
    pub fn repr(&self) -> String {
        match self {
            Self::Str(text) => show::to_repr(text),
            Self::Int(value) => value.to_string(),
            Self::None => "None".to_owned(),
            Self::Shown { repr, .. } => repr.clone(),
        }
    }
}

/// The name without its module.
fn short(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

impl Exception {
    fn with(classes: Cow<'static, str>, args: Vec<Arg>, text: Option<String>) -> Self {
        let links = Rc::default();
        Self(Rc::new(State { classes, args, text, object: None, shown: None, links }))
    }

    /// `Class(message)`; `classes` names the class and its bases, e.g. `"Small ValueError"`.
    pub fn new(classes: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self::with(classes.into(), vec![Arg::Str(message.into())], None)
    }

    /// `Class(*args)`
    pub fn with_args(classes: impl Into<Cow<'static, str>>, args: Vec<Arg>) -> Self {
        Self::with(classes.into(), args, None)
    }

    /// `Class(*args)` whose `str` is `text`.
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
        let State { classes, args, text, links, .. } = &*base.0;
        Self(Rc::new(State {
            classes: classes.clone(),
            args: args.clone(),
            text: text.clone(),
            object: Some(Rc::new(object)),
            shown,
            links: Rc::clone(links),
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

    /// What the interpreter prints when nothing catches the exception.
    pub fn traceback(&self) -> String {
        let links = self.0.links.borrow();
        let before = match (&links.cause, &links.context) {
            (Some(cause), _) => format!(
                "{}\nThe above exception was the direct cause of the following exception:\n\n",
                cause.traceback()
            ),
            (None, Some(context)) if !links.suppress => format!(
                "{}\nDuring handling of the above exception, another exception occurred:\n\n",
                context.traceback()
            ),
            _ => String::new(),
        };
        format!("{before}Traceback (most recent call last):\n{}\n", self.summary())
    }

    /// Raises: unwinds to the next border (`catch`, `rt::main`).
    #[cold]
    pub fn unwind(self) -> ! {
        PENDING.with_borrow_mut(|pending| pending.push(self));
        std::panic::resume_unwind(Box::new(Raised))
    }
}

thread_local! {
    /// Exceptions on their way up; more than one when a destructor catches during an unwind.
    static PENDING: RefCell<Vec<Exception>> = const { RefCell::new(Vec::new()) };
}

/// The payload of an unwind that carries the exception on top of `PENDING`.
struct Raised;

/// Runs `body`; its failure, returned or unwound, is the `Err`. Other panics go on.
#[allow(clippy::missing_errors_doc)]
pub fn catch<T>(body: impl FnOnce() -> Result<T>) -> Result<T> {
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(body)) {
        Ok(outcome) => outcome,
        Err(payload) => match take(&*payload) {
            Some(exception) => Err(exception),
            None => std::panic::resume_unwind(payload),
        },
    }
}

/// `catch` around a part of a generator's body, which may hand out values meanwhile.
#[allow(clippy::missing_errors_doc)]
pub async fn catch_async<T>(body: impl std::future::Future<Output = Result<T>>) -> Result<T> {
    let mut body = Box::pin(body);
    let _guard = crate::generator::Guard::enter();
    std::future::poll_fn(move |context| {
        let polled =
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| body.as_mut().poll(context)));
        match polled {
            Ok(outcome) => outcome,
            Err(payload) => match take(&*payload) {
                Some(exception) => std::task::Poll::Ready(Err(exception)),
                None => std::panic::resume_unwind(payload),
            },
        }
    })
    .await
}

/// The exception of an unwind's payload.
pub(crate) fn take(payload: &(dyn Any + Send)) -> Option<Exception> {
    if payload.is::<Raised>() {
        return PENDING.with_borrow_mut(Vec::pop);
    }
    // the program's own `xs[i]`, `a / b` and `a % b`
    let text = match payload.downcast_ref::<&str>() {
        Some(text) => text,
        None => payload.downcast_ref::<String>()?.as_str(),
    };
    match text {
        "attempt to divide by zero" => Some(zero_division("integer division or modulo by zero")),
        "attempt to calculate the remainder with a divisor of zero" => {
            Some(zero_division("integer modulo by zero"))
        }
        _ if text.starts_with("index out of bounds: the len is ") => {
            Some(index_error("list index out of range"))
        }
        _ => None,
    }
}

/// The value; a failure unwinds.
pub fn unwrap<T>(outcome: Result<T>) -> T {
    match outcome {
        Ok(value) => value,
        Err(error) => error.unwind(),
    }
}

/// Raises what a text says: `TypeError: 'NoneType' object is not iterable`.
pub fn missing<T>(text: &str) -> T {
    let (class, message) = text.split_once(": ").unwrap_or(("TypeError", text));
    Exception::new(class.to_owned(), message).unwind()
}

/// How a guarded body was left.
pub enum Flow<T> {
    /// By its end.
    Next,
    /// By `return`.
    Return(T),
    /// By `break` or `continue` of a loop around it, numbered.
    Jump(usize),
}

/// `raise exception`
pub fn raise(exception: Exception) -> ! {
    exception.unwind()
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
    Exception::with_args("KeyError", vec![Arg::Shown { str: repr.clone(), repr }])
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

    #[test]
    fn an_index_of_the_program_fails_as_one_of_the_runtime() {
        let items = [1, 2].to_vec();
        let place = items.len() * 2;
        let caught = catch(|| -> Result<i64> { Ok(items[place]) });
        assert_eq!(caught.unwrap_err().summary(), "IndexError: list index out of range");
        let zero = items.len() - 2;
        let caught = catch(|| -> Result<usize> { Ok(place % zero) });
        assert_eq!(caught.unwrap_err().summary(), "ZeroDivisionError: integer modulo by zero");
        let caught = catch(|| -> Result<i64> { Ok((place as i64).div_euclid(zero as i64)) });
        assert_eq!(
            caught.unwrap_err().summary(),
            "ZeroDivisionError: integer division or modulo by zero"
        );
    }

    #[test]
    fn catch_takes_the_exception_of_an_unwind() {
        let caught = catch(|| -> Result<i64> { value_error("no").unwind() });
        assert_eq!(caught.unwrap_err().summary(), "ValueError: no");
    }
}
