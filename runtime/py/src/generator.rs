//! Generators: an `async` block is the body, a poll runs it to the next `yield`.

use std::cell::{Cell, RefCell};
use std::future::{self, Future};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// Where a generator's body hands out its values.
pub struct Output<T>(Rc<Cell<Option<T>>>);

impl<T> Output<T> {
    /// `yield value`: pending once, so that the caller gets the value and control.
    pub fn give(&self, value: T) -> impl Future<Output = ()> + use<T> {
        self.0.set(Some(value));
        let mut given = false;
        future::poll_fn(move |_| {
            if given {
                return Poll::Ready(());
            }
            given = true;
            Poll::Pending
        })
    }
}

/// A generator that has not ended.
pub struct Generator<T, F> {
    slot: Rc<Cell<Option<T>>>,
    body: Option<Pin<Box<F>>>,
}

/// A generator from its body.
pub fn generator<T, F: Future<Output = ()>>(body: impl FnOnce(Output<T>) -> F) -> Generator<T, F> {
    let slot = Rc::default();
    let body = Some(Box::pin(body(Output(Rc::clone(&slot)))));
    Generator { slot, body }
}

impl<T, F: Future<Output = ()>> Iterator for Generator<T, F> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        let mut body = self.body.take()?;
        // the body is put back only when it goes on: one that raised has ended
        if body.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending() {
            self.body = Some(body);
        }
        self.slot.take()
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
}
