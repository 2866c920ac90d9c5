//! The stack that a thread runs on, and how it comes to be left and entered.

#![allow(deprecated)] // `yield_with`: the other form hands its scope down through every call.

use std::cell::Cell;
use std::rc::Rc;

use ::generator::{Generator, Gn, yield_with};

use super::{Thread, current, with};

/// Words of a stack: address space, touched as it is used. Where threads are many, theirs are small.
const LARGE: usize = 1 << 20;
const SMALL: usize = 1 << 17;
const FEW: usize = 128;

thread_local! {
    /// What the thread that is being made is to run.
    static NEXT: Cell<Option<Rc<dyn Fn()>>> = const { Cell::new(None) };
    static MADE: Cell<i64> = const { Cell::new(0) };
}

/// What is left to run of a thread.
pub(super) struct Stack(Generator<'static, (), ()>);

impl Stack {
    fn new(words: usize, run: Rc<dyn Fn()>) -> Self {
        NEXT.set(Some(run));
        let mut body = Gn::<()>::new_opt(words, || {
            let run = NEXT.take();
            leave();
            if let Some(run) = run {
                run();
            }
        });
        body.resume();
        Self(body)
    }

    /// Runs to where it is left next: is that its end?
    pub(super) fn resume(&mut self) -> bool {
        self.0.resume();
        self.0.is_done()
    }
}

/// Leaves the stack that runs.
pub(super) fn leave() {
    yield_with(());
}

/// Starts a thread, which runs to where it waits first.
pub fn spawn(run: Rc<dyn Fn()>, daemon: bool) {
    current();
    let stack = Stack::new(if with(|all| all.open.len()) < FEW { LARGE } else { SMALL }, run);
    MADE.set(MADE.get() + 1);
    let thread = Thread::new(MADE.get(), daemon, Some(stack));
    with(|all| all.open.push(thread.clone()));
    thread.enter();
}
