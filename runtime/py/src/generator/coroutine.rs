//! Generators that are talked to: values are sent in, exceptions are thrown in, and they return a value.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::{Iter, Output};
use crate::exception::{Exception, catch, runtime_error, type_error, value_error};

/// What a generator and those who talk to it share: `S` is what is sent, `R` what is returned.
pub struct Channel<S, R>(Rc<Letters<S, R>>);

struct Letters<S, R> {
    sent: RefCell<Option<S>>,
    thrown: RefCell<Option<Exception>>,
    result: RefCell<Option<R>>,
}

impl<S, R> Clone for Channel<S, R> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

/// A channel for a new generator.
pub fn channel<S, R>() -> Channel<S, R> {
    Channel(Rc::new(Letters {
        sent: RefCell::new(None),
        thrown: RefCell::new(None),
        result: RefCell::new(None),
    }))
}

fallible! {
    /// What a `yield` gives: the value that was sent, or `None`; or it raises what was thrown.
    fn received / try_received [S: Default, R](channel: &Channel<S, R>) -> S {
        try_resumed(channel)?;
        Ok(channel.0.sent.take().unwrap_or_default())
    }

    /// A `yield` whose value nobody wants.
    fn resumed / try_resumed [S, R](channel: &Channel<S, R>) -> () {
        match channel.0.thrown.take() {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    /// The next value, into `item`; false at the end.
    fn advance / try_advance [T, S, R](generator: &Coroutine<T, S, R>) -> bool {
        let state = &generator.state;
        if state.replace(State::Running) == State::Running {
            return Err(value_error("generator already executing"));
        }
        let mut items = generator.items.clone();
        let next = catch(|| Ok(items.next()));
        state.set(if matches!(next, Ok(Some(_))) { State::Waiting } else { State::Ended });
        let next = next?;
        let more = next.is_some();
        generator.item.replace(next);
        Ok(more)
    }

    /// Sends a value, which the `yield` where the generator waits gives.
    fn put / try_put [T, S, R](generator: &Coroutine<T, S, R>, value: S) -> () {
        if generator.state.get() == State::New {
            return Err(type_error("can't send non-None value to a just-started generator"));
        }
        generator.channel.0.sent.replace(Some(value));
        Ok(())
    }

    /// Sends a value that may be `None`, which starts a generator.
    fn put_some / try_put_some [T, S, R](generator: &Coroutine<T, Option<S>, R>, value: Option<S>) -> () {
        if value.is_none() && generator.state.get() == State::New {
            return Ok(());
        }
        try_put(generator, value)
    }

    /// Throws an exception in, where the generator waits; one that has not started or has ended raises it.
    fn throw_in / try_throw_in [T, S, R](generator: &Coroutine<T, S, R>, error: Exception) -> () {
        match generator.state.get() {
            State::Waiting => {
                generator.channel.0.thrown.replace(Some(error));
                Ok(())
            }
            State::Running => Err(value_error("generator already executing")),
            State::New | State::Ended => {
                generator.state.set(State::Ended);
                Err(error)
            }
        }
    }

    /// `close()`
    fn close / try_close [T, S, R](generator: &Coroutine<T, S, R>) -> () {
        if generator.state.get() != State::Waiting {
            generator.state.set(State::Ended);
            return Ok(());
        }
        generator.channel.0.thrown.replace(Some(Exception::new("GeneratorExit BaseException", "")));
        match try_advance(generator) {
            Ok(true) => Err(runtime_error("generator ignored GeneratorExit")),
            Ok(false) => Ok(()),
            Err(error) if error.is_a("GeneratorExit") || error.is_a("StopIteration") => Ok(()),
            Err(error) => Err(error),
        }
    }
}

/// `return value` of a generator.
pub fn finish<S, R>(channel: &Channel<S, R>, value: R) {
    channel.0.result.replace(Some(value));
}

/// Hands on to `inner`, which the generator delegates to, what it was sent or thrown.
pub fn relay<S, R, T, Q>(channel: &Channel<S, R>, inner: &Coroutine<T, S, Q>) {
    inner.channel.0.sent.replace(channel.0.sent.take());
    inner.channel.0.thrown.replace(channel.0.thrown.take());
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Waiting,
    Running,
    Ended,
}

/// A generator of `T` that takes `S` and returns `R`; cloning makes a further handle.
pub struct Coroutine<T, S, R> {
    items: Iter<T>,
    channel: Channel<S, R>,
    item: Rc<RefCell<Option<T>>>,
    state: Rc<Cell<State>>,
}

impl<T, S, R> Clone for Coroutine<T, S, R> {
    fn clone(&self) -> Self {
        Self {
            items: self.items.clone(),
            channel: self.channel.clone(),
            item: Rc::clone(&self.item),
            state: Rc::clone(&self.state),
        }
    }
}

/// A generator from its values and its channel.
pub fn coroutine<T, S, R>(items: Iter<T>, channel: Channel<S, R>) -> Coroutine<T, S, R> {
    Coroutine {
        items,
        channel,
        item: Rc::new(RefCell::new(None)),
        state: Rc::new(Cell::new(State::New)),
    }
}

/// The value that `advance` has found.
pub fn item<T, S, R>(generator: &Coroutine<T, S, R>) -> T {
    generator.item.take().expect("a value after a step")
}

/// What the generator has returned.
pub fn result<T, S, R: Default>(generator: &Coroutine<T, S, R>) -> R {
    generator.channel.0.result.take().unwrap_or_default()
}

/// What the generator, which has ended, returned.
pub(crate) fn taken<T, S, R>(generator: &Coroutine<T, S, R>) -> R {
    generator.channel.0.result.take().expect("a coroutine returns once")
}

/// `await inner`: what it returns. Whenever it waits the generator around hands out nothing, and what is thrown into that is thrown into `inner`.
pub async fn until<T: Default, S, R, Q>(
    out: &Output<T>,
    channel: &Channel<S, R>,
    inner: &Coroutine<(), S, Q>,
) -> Q {
    while advance(inner) {
        item(inner);
        out.give(T::default()).await;
        relay(channel, inner);
    }
    taken(inner)
}

/// `await inner` in a generator into which nothing is thrown.
pub async fn until_given_up<T: Default, S, Q>(out: &Output<T>, inner: &Coroutine<(), S, Q>) -> Q {
    while advance(inner) {
        item(inner);
        out.give(T::default()).await;
    }
    taken(inner)
}

/// The values that are left.
pub fn items<T: 'static, S: 'static, R: 'static>(generator: &Coroutine<T, S, R>) -> Iter<T> {
    let generator = generator.clone();
    Iter::new(std::iter::from_fn(move || advance(&generator).then(|| item(&generator))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generator::generator;

    fn adder() -> Coroutine<i64, Option<i64>, i64> {
        let channel: Channel<Option<i64>, i64> = channel();
        let inside = channel.clone();
        let steps = generator(|out| async move {
            let mut total = 0;
            loop {
                out.give(total).await;
                match received(&inside) {
                    Some(value) => total += value,
                    None => break,
                }
            }
            finish(&inside, total);
        });
        coroutine(Iter::new(steps), channel)
    }

    #[test]
    fn takes_and_returns_values() {
        let adder = adder();
        assert!(try_put(&adder, Some(1)).is_err());
        assert!(advance(&adder));
        put(&adder, Some(5));
        assert!(advance(&adder) && item(&adder) == 5);
        assert!(!advance(&adder));
        assert_eq!(result(&adder), 5);
    }

    #[test]
    fn raises_what_is_thrown() {
        let adder = adder();
        advance(&adder);
        throw_in(&adder, value_error("oops"));
        assert!(try_advance(&adder).is_err());
        close(&adder);
    }
}
