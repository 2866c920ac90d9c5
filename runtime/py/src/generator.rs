//! Generators: an `async` block is the body, a poll runs it to the next `yield`.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::{self, Future};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use crate::exception::Exception;
use crate::show::{Repr, same_str};

mod coroutine;

pub use coroutine::*;

/// What a generator and its body share.
struct Handover<T> {
    value: Cell<Option<T>>,
    /// The generator is given up: the `yield` at which it waits raises.
    closing: Cell<bool>,
}

/// Where a generator's body hands out its values.
pub struct Output<T>(Rc<Handover<T>>);

impl<T> Output<T> {
    /// `yield value`: pending once, so that the caller gets the value and control.
    pub fn give(&self, value: T) -> impl Future<Output = ()> + use<T> {
        self.0.value.set(Some(value));
        let handover = Rc::clone(&self.0);
        let mut given = false;
        future::poll_fn(move |_| {
            if given {
                if handover.closing.get() {
                    Exception::new("GeneratorExit BaseException", "").unwind();
                }
                return Poll::Ready(());
            }
            given = true;
            Poll::Pending
        })
    }
}

thread_local! {
    /// How many guarded bodies (`try`, `with`) the generator that runs is in.
    static GUARDS: Cell<usize> = const { Cell::new(0) };
}

/// A guarded body of a generator, while it runs or waits.
pub(crate) struct Guard;

impl Guard {
    pub(crate) fn enter() -> Self {
        GUARDS.set(GUARDS.get() + 1);
        Self
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        GUARDS.set(GUARDS.get().saturating_sub(1));
    }
}

/// Lets the guarded bodies of another thread's generator count; gives how many did.
pub(crate) fn swap_guards(open: usize) -> usize {
    GUARDS.replace(open)
}

/// A generator that has not ended.
pub struct Generator<T, F: Future<Output = ()>> {
    handover: Rc<Handover<T>>,
    body: Option<Pin<Box<F>>>,
    /// The guarded bodies that it waits in.
    guards: usize,
}

/// A generator from its body.
pub fn generator<T, F: Future<Output = ()>>(body: impl FnOnce(Output<T>) -> F) -> Generator<T, F> {
    let handover = Rc::new(Handover { value: Cell::new(None), closing: Cell::new(false) });
    let body = Some(Box::pin(body(Output(Rc::clone(&handover)))));
    Generator { handover, body, guards: 0 }
}

impl<T, F: Future<Output = ()>> Iterator for Generator<T, F> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        let mut body = self.body.take()?;
        let outer = GUARDS.replace(self.guards);
        let restored = Restored(outer);
        // the body is put back only when it goes on: one that raised has ended
        if body.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending() {
            self.body = Some(body);
        }
        self.guards = GUARDS.get();
        drop(restored);
        self.handover.value.take()
    }
}

/// The guarded bodies of the generator around, which counts on when this one stops or unwinds.
struct Restored(usize);

impl Drop for Restored {
    fn drop(&mut self) {
        GUARDS.set(self.0);
    }
}

impl<T, F: Future<Output = ()>> Drop for Generator<T, F> {
    /// A generator that is given up inside of `try` or `with` runs what these end with.
    fn drop(&mut self) {
        if self.guards == 0 || self.body.is_none() {
            return;
        }
        self.handover.closing.set(true);
        // What this raises has no caller any more.
        let _ = crate::exception::catch(|| {
            self.next();
            Ok(())
        });
        let waiting = self.body.take();
        let _restored = Restored(GUARDS.get());
        drop(waiting);
    }
}

/// A lazy iterator that is stored or returned. Cloning makes a further handle to the same iterator: what one takes the others miss.
pub struct Iter<T>(Rc<RefCell<dyn Iterator<Item = T>>>);

impl<T> Clone for Iter<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> Iter<T> {
    /// Any iterator.
    pub fn new(items: impl Iterator<Item = T> + 'static) -> Self {
        Self(Rc::new(RefCell::new(items)))
    }
}

impl<T> Iterator for Iter<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.0.borrow_mut().next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.borrow().size_hint()
    }
}

/// `<generator object at 0x…>`
impl<T> Repr for Iter<T> {
    fn fmt_repr(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<generator object at {:p}>", self.0)
    }
}

same_str! {
    [T] Iter<T>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_to_each_yield() {
        let squares = Iter::new(generator(async move |out| {
            for i in 0i64.. {
                out.give(i * i).await;
            }
        }));
        assert!(squares.take(4).eq([0, 1, 4, 9]));
    }

    #[test]
    fn ends_guarded_bodies_when_it_is_given_up() {
        let log = Rc::new(RefCell::new(Vec::new()));
        let seen = Rc::clone(&log);
        let mut items = generator(async move |out| {
            let outcome = crate::exception::catch_async::<()>(async {
                out.give(1i64).await;
                Ok(())
            })
            .await;
            seen.borrow_mut().push("ended");
            if let Err(error) = outcome {
                error.unwind();
            }
        });
        assert_eq!(items.next(), Some(1));
        assert!(log.borrow().is_empty());
        drop(items);
        assert_eq!(*log.borrow(), ["ended"]);
    }
}
