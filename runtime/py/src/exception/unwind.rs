//! How exceptions go up where no `Result` carries them: an unwind with the exception beside it.

use std::any::Any;
use std::cell::RefCell;

use super::trace::{Guarded, remember};
use super::{Exception, Result, index_error, zero_division};

impl Exception {
    /// Raises: unwinds to the next border (`catch`, `rt::main`).
    #[cold]
    pub fn unwind(self) -> ! {
        if !self.was_caught() {
            remember();
        }
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

/// Runs `body`; its failure is the `Err` where it is of one of the classes (with spaces between them), others go on.
#[allow(clippy::missing_errors_doc)]
pub fn except<T>(classes: &str, body: impl FnOnce() -> Result<T>) -> Result<T> {
    match try_except(classes, body) {
        Ok(outcome) => outcome,
        Err(other) => raise(other),
    }
}

/// The same; what is of none of the classes is the outer `Err`.
#[allow(clippy::missing_errors_doc)]
pub fn try_except<T>(classes: &str, body: impl FnOnce() -> Result<T>) -> Result<Result<T>> {
    match catch(body) {
        Err(error) if !classes.split(' ').any(|class| error.is_a(class)) => Err(error),
        outcome => Ok(outcome),
    }
}

/// Runs `body`: does it fail with one of the classes? Other failures go on.
pub fn raises<T>(classes: &str, body: impl FnOnce() -> Result<T>) -> bool {
    except(classes, body).is_err()
}

/// The same; what is of none of the classes is the `Err`.
#[allow(clippy::missing_errors_doc)]
pub fn try_raises<T>(classes: &str, body: impl FnOnce() -> Result<T>) -> Result<bool> {
    Ok(try_except(classes, body)?.is_err())
}

/// Runs `body`; its failure, returned or unwound, is the `Err`. Other panics go on.
#[allow(clippy::missing_errors_doc)]
pub fn catch<T>(body: impl FnOnce() -> Result<T>) -> Result<T> {
    let guarded = Guarded::enter();
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(body));
    drop(guarded);
    match outcome {
        Ok(outcome) => {
            if let Err(exception) = &outcome {
                exception.note_caught();
            }
            outcome
        }
        Err(payload) => match take(&*payload) {
            Some(exception) => {
                exception.note_caught();
                Err(exception)
            }
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
        let guarded = Guarded::enter();
        let polled =
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| body.as_mut().poll(context)));
        drop(guarded);
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
    // the program's own `xs[i]`, `xs[..n]`, `a / b` and `a % b`
    let text = match payload.downcast_ref::<&str>() {
        Some(text) => text,
        None => payload.downcast_ref::<String>()?.as_str(),
    };
    match text {
        "attempt to divide by zero" => Some(zero_division("integer division or modulo by zero")),
        "attempt to calculate the remainder with a divisor of zero" => {
            Some(zero_division("integer modulo by zero"))
        }
        _ if text.starts_with("index out of bounds: the len is ")
            || text.starts_with("range end index ") =>
        {
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

/// A value that may be there. A trait, so that what is wanted of the content does not tell the type of the option:
/// `&str` is wanted of an `Option<&String>`.
pub trait Optional {
    /// What it holds.
    type Content;
    /// As an option.
    fn option(self) -> Option<Self::Content>;
}

impl<T> Optional for Option<T> {
    type Content = T;
    #[inline]
    fn option(self) -> Self {
        self
    }
}

/// The content of an option, of which the attribute `name` is asked.
#[inline]
pub fn attribute<O: Optional>(value: O, name: &str) -> O::Content {
    match value.option() {
        Some(value) => value,
        None => no_attribute(name),
    }
}

#[cold]
fn no_attribute<T>(name: &str) -> T {
    missing(&format!("AttributeError: 'NoneType' object has no attribute '{name}'"))
}

/// The content of an option, where a value of the type `expected` is needed.
#[inline]
pub fn present<O: Optional>(value: O, expected: &str) -> O::Content {
    match value.option() {
        Some(value) => value,
        None => not_present(expected),
    }
}

#[cold]
fn not_present<T>(expected: &str) -> T {
    missing(&format!("TypeError: {expected} expected, not NoneType"))
}

/// Raises what a text says: `TypeError: 'NoneType' object is not iterable`.
pub fn missing<T>(text: &str) -> T {
    let (class, message) = text.split_once(": ").unwrap_or(("TypeError", text));
    Exception::new(class.to_owned(), message).unwind()
}

/// Raises what reading a local variable does that is not bound.
#[cold]
pub fn unbound<T>(name: &str) -> T {
    missing(&format!(
        "UnboundLocalError: cannot access local variable '{name}' where it is not associated with a value"
    ))
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

#[cfg(test)]
mod tests {
    use super::super::value_error;
    use super::*;

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
