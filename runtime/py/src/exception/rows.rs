//! Exceptions as the library's rows use them.

use super::*;

/// `Class()`
#[track_caller]
pub fn make(classes: &str) -> Exception {
    Exception::with_args(classes.to_owned(), Vec::new())
}

/// `Class(message)`
#[track_caller]
pub fn make_text(classes: &str, message: &str) -> Exception {
    Exception::new(classes.to_owned(), message)
}

/// `Class(value)`
#[track_caller]
pub fn make_with<T: Str + Repr + ?Sized>(classes: &str, value: &T) -> Exception {
    Exception::with_args(classes.to_owned(), vec![Arg::of(value)])
}

/// `Class(a, b)`
#[track_caller]
pub fn make_with2<A: Str + Repr + ?Sized, B: Str + Repr + ?Sized>(
    classes: &str,
    a: &A,
    b: &B,
) -> Exception {
    Exception::with_args(classes.to_owned(), vec![Arg::of(a), Arg::of(b)])
}

/// `Class(a, b, c)`
#[track_caller]
pub fn make_with3<A: Str + Repr + ?Sized, B: Str + Repr + ?Sized, C: Str + Repr + ?Sized>(
    classes: &str,
    a: &A,
    b: &B,
    c: &C,
) -> Exception {
    Exception::with_args(classes.to_owned(), vec![Arg::of(a), Arg::of(b), Arg::of(c)])
}

/// `Class(*args)` whose arguments the program may take out again
#[track_caller]
pub fn make_of(classes: &str, args: &[crate::any::Any]) -> Exception {
    let kept = |arg: &crate::any::Any| match arg {
        crate::any::Any::Str(text) => Arg::Str((**text).to_owned()),
        crate::any::Any::None => Arg::None,
        crate::any::Any::Int(value) => match crate::Integer::to_i64(value) {
            Some(value) => Arg::Int(value),
            None => Arg::Kept(arg.clone()),
        },
        other => Arg::Kept(other.clone()),
    };
    Exception::with_args(classes.to_owned(), args.iter().map(kept).collect())
}

/// `error.args`
pub fn args(error: &Exception) -> Vec<crate::any::Any> {
    error.args().iter().map(Arg::value).collect()
}

/// `assert test, message` that failed
#[track_caller]
pub fn assertion<T: Str + Repr + ?Sized>(message: &T) -> Exception {
    make_with("AssertionError", message)
}

/// `isinstance(error, Class)`, by the class's name
pub fn is_a(error: &Exception, class: &str) -> bool {
    error.is_a(class)
}

/// `raise error from cause`
pub fn caused_by(error: &Exception, cause: &Exception) -> Exception {
    error.clone().caused_by(Some(cause.clone()))
}

/// `raise error from None`
pub fn caused_by_none(error: &Exception, (): ()) -> Exception {
    error.clone().caused_by(None)
}

/// `raise error` while another one is being handled
pub fn while_handling(error: &Exception, context: &Exception) -> Exception {
    error.clone().while_handling(context)
}

/// `error.__cause__`
pub fn cause(error: &Exception) -> Option<Exception> {
    error.cause()
}

/// `error.__context__`
pub fn context(error: &Exception) -> Option<Exception> {
    error.context()
}

/// `error.__suppress_context__`
pub fn suppresses_context(error: &Exception) -> bool {
    error.suppresses_context()
}

/// `str(error)`
pub fn message(error: &Exception) -> String {
    error.message()
}

/// `repr(error)`
pub fn repr(error: &Exception) -> String {
    error.repr()
}

/// `type(error).__name__`
pub fn class_name(error: &Exception) -> String {
    error.class_name().to_owned()
}

/// `str(error.args[index])`
pub fn arg(error: &Exception, index: impl crate::Integer) -> String {
    let place = usize::try_from(index.clamp_i64()).unwrap_or(usize::MAX);
    match error.args().get(place) {
        Some(arg) => arg.str(),
        None => index_error("tuple index out of range").unwind(),
    }
}

/// `repr(error.args)`
pub fn args_repr(error: &Exception) -> String {
    match error.args() {
        [arg] => format!("({},)", arg.repr()),
        args => format!("({})", join(args)),
    }
}

/// `len(error.args)`
pub fn args_len(error: &Exception) -> i64 {
    error.args().len() as i64
}

impl crate::builtins::Len for Exception {
    fn length(&self) -> usize {
        self.args().len()
    }
}

/// `bool(error.args)`
impl crate::Truth for Exception {
    fn test(&self) -> bool {
        !self.args().is_empty()
    }
}

/// `error.errno`, `error.code`
pub fn number(error: &Exception) -> i64 {
    match error.args() {
        [Arg::Int(number), ..] => *number,
        [arg, ..] => arg.str().parse().unwrap_or(1),
        [] => 0,
    }
}

/// The place that the message of a `json.JSONDecodeError` ends with: line, column, character.
fn place(error: &Exception, name: &str) -> Result<[i64; 3]> {
    let message = error.message();
    let found = message.rsplit_once(": line ").and_then(|(_, place)| {
        let (line, rest) = place.split_once(" column ")?;
        let (column, rest) = rest.split_once(" (char ")?;
        let at = rest.strip_suffix(')')?;
        Some([line.parse().ok()?, column.parse().ok()?, at.parse().ok()?])
    });
    found.ok_or_else(|| no_attribute(error, name))
}

fn no_attribute(error: &Exception, name: &str) -> Exception {
    let class = error.class_name();
    Exception::new("AttributeError", format!("'{class}' object has no attribute '{name}'"))
}

fallible! {
    /// `error.lineno`
    fn lineno / try_lineno [](error: &Exception) -> i64 {
        Ok(place(error, "lineno")?[0])
    }

    /// `error.colno`
    fn colno / try_colno [](error: &Exception) -> i64 {
        Ok(place(error, "colno")?[1])
    }

    /// `error.pos`
    fn pos / try_pos [](error: &Exception) -> i64 {
        Ok(place(error, "pos")?[2])
    }

    /// `error.msg` of a `SyntaxError`, or of what JSON text has wrong
    fn msg / try_msg [](error: &Exception) -> String {
        let message = error.message();
        if error.is_a("SyntaxError") {
            return Ok(message);
        }
        place(error, "msg")?;
        Ok(message.rsplit_once(": line ").map_or(String::new(), |(what, _)| what.to_owned()))
    }
}

/// `error.filename`: what `str(error)` names behind the reason
pub fn filename(error: &Exception) -> Option<String> {
    let message = error.message();
    let (_, shown) = message.split_once(&format!("{}: ", strerror(error)))?;
    let quote = shown.chars().next()?;
    let inside = shown.strip_prefix(quote)?.strip_suffix(quote)?;
    Some(inside.replace("\\'", "'").replace("\\\\", "\\"))
}

/// `error.strerror`
pub fn strerror(error: &Exception) -> String {
    error.args().get(1).map(Arg::str).unwrap_or_default()
}

/// The exception that an instance of a program's class is: it is shown by its arguments.
pub fn of_object<T: 'static>(object: T, base: &Exception) -> Exception {
    Exception::of_object(object, base, None)
}

/// The exception that an instance of a program's class is: it is shown by its `__str__`.
pub fn of_shown_object<T: 'static>(
    object: T,
    base: &Exception,
    shown: Rc<dyn Fn() -> String>,
) -> Exception {
    Exception::of_object(object, base, Some(shown))
}

/// The instance of a program's class that an exception is.
#[track_caller]
pub fn object<T: Clone + 'static>(error: &Exception) -> T {
    match error.object() {
        Some(object) => object,
        None => panic!("the exception is of another class"),
    }
}

/// `traceback.print_exc()`
pub fn print_traceback(error: &Exception) {
    crate::stdout::write_error(format_args!("{}", error.uncaught()));
}

/// The same text without the last line feed.
pub fn shown_traceback(error: &Exception) -> String {
    error.uncaught().trim_end().to_owned()
}

/// Is it an instance of this class of the program itself, not of a derived one?
pub fn is_exactly(error: &Exception, class: &str) -> bool {
    error.full_class_name() == class
}
