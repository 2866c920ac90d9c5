//! `asyncio`: one loop runs tasks, each a coroutine, in the order in which they become ready. A coroutine that waits hands out nothing until it is woken.

use std::cell::{Cell, RefCell};
use std::collections::{BinaryHeap, VecDeque};
use std::future::Future;
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::exception::{Exception, runtime_error};
use crate::generator::{
    Channel, Coroutine, Iter, Output, channel, coroutine, finish, generator, item, resumed,
    try_advance, try_throw_in,
};
use crate::timed::Timed;

mod groups;
#[cfg(feature = "net")]
mod streams;
mod tasks;

pub use groups::*;
#[cfg(feature = "net")]
pub use streams::*;
pub use tasks::*;

/// What `await` takes, and gives `R`.
pub type Awaitable<R> = Coroutine<(), (), R>;

/// A task of any result, as the loop sees it.
pub(crate) trait Run {
    /// Runs to where it waits next, or to its end.
    fn step(self: Rc<Self>);
    /// How often it was woken: who wakes it for what it no longer waits for holds an older number.
    fn turn(&self) -> u64;
    /// Is it ready, and not run yet? Sets what is given.
    fn ready(&self, now: bool) -> bool;
    /// Asks it to end.
    fn stop(&self);
    /// Has it ended?
    fn ended(&self) -> bool;
    /// What it failed with, unless it was cancelled.
    fn failure(&self) -> Option<Exception>;
    /// Is told of its end.
    fn at_end(&self, call: Box<dyn FnOnce()>);
    /// Whom to ask instead, while it waits for them.
    fn hand_over(&self, to: Option<Vec<Rc<dyn Run>>>);
}

/// Wakes a task, unless it has been woken since.
#[derive(Clone)]
pub(crate) struct Waker {
    task: Rc<dyn Run>,
    turn: u64,
}

impl Waker {
    pub(crate) fn wake(self) {
        if self.task.turn() == self.turn && !self.task.ready(true) {
            with(|all| all.ready.push_back(Ready::Task(self.task)));
        }
    }
}

/// What the loop does in its turn.
enum Ready {
    Task(Rc<dyn Run>),
    /// Something else than a step of a task.
    Call(Box<dyn FnOnce()>),
}

#[derive(Default)]
struct All {
    ready: VecDeque<Ready>,
    timers: BinaryHeap<Timed<Box<dyn FnOnce()>>>,
    current: Option<Rc<dyn Run>>,
    /// Tasks that have not ended.
    open: Vec<Rc<dyn Run>>,
    timed: u64,
    made: u64,
    ended: u64,
    running: bool,
}

thread_local! {
    static ALL: RefCell<All> = RefCell::default();
}

fn with<R>(use_it: impl FnOnce(&mut All) -> R) -> R {
    ALL.with_borrow_mut(use_it)
}

/// Does something in the loop's next round.
pub(crate) fn call_soon(call: impl FnOnce() + 'static) {
    with(|all| all.ready.push_back(Ready::Call(Box::new(call))));
}

/// Wakes the task that runs now.
pub(crate) fn waker() -> Waker {
    let task = with(|all| all.current.clone());
    match task {
        Some(task) => Waker { turn: task.turn(), task },
        None => runtime_error("no running event loop").unwind(),
    }
}

fn wake_at(when: Instant) {
    let waker = waker();
    call_at(when, move || waker.wake());
}

/// Does something at a time.
fn call_at(when: Instant, call: impl FnOnce() + 'static) {
    with(|all| {
        all.timed += 1;
        all.timers.push(Timed { when, order: all.timed, what: Box::new(call) });
    });
}

/// A coroutine that is written in Rust: its body waits by `out.give(())`, then looks whether it was cancelled (`resumed`).
pub(crate) fn awaitable<R: 'static, F: Future<Output = ()> + 'static>(
    body: impl FnOnce(Output<()>, Channel<(), R>) -> F,
) -> Awaitable<R> {
    let channel = channel();
    let steps = generator(|out| body(out, channel.clone()));
    coroutine(Iter::new(steps), channel)
}

/// `anext(items)` of an asynchronous generator, which gives `None` whenever it waits.
pub fn next_of<T: 'static>(items: &Iter<Option<T>>) -> Awaitable<T> {
    let mut items = items.clone();
    awaitable(move |out, channel| async move {
        loop {
            match items.next() {
                Some(Some(item)) => return finish(&channel, item),
                Some(None) => {
                    out.give(()).await;
                    resumed(&channel);
                }
                None => Exception::with_args("StopAsyncIteration Exception", Vec::new()).unwind(),
            }
        }
    })
}

const LONGEST: f64 = 1e9;

fn seconds(delay: f64) -> Duration {
    Duration::from_secs_f64(delay.clamp(0.0, LONGEST))
}

/// `asyncio.sleep(delay)`
pub fn sleep(delay: f64) -> Awaitable<()> {
    sleep_giving(delay, ())
}

/// `asyncio.sleep(delay, result)`
pub fn sleep_giving<R: 'static>(delay: f64, value: R) -> Awaitable<R> {
    awaitable(move |out, channel| async move {
        if delay > 0.0 {
            wake_at(Instant::now() + seconds(delay));
        } else {
            waker().wake();
        }
        out.give(()).await;
        resumed(&channel);
        finish(&channel, value);
    })
}

/// Waits until a time, or for good: nobody will ever wake anything, and the original waits, too.
fn idle(until: Option<Instant>) {
    match until {
        Some(when) => std::thread::sleep(when.saturating_duration_since(Instant::now())),
        None => std::thread::park(),
    }
}

/// Waits until a socket is ready or it is time for something; `busy`: there is something to do, so it only looks.
#[cfg(feature = "net")]
fn pause(busy: bool, until: Option<Instant>) {
    if !crate::net::any_watched() {
        if !busy {
            idle(until);
        }
        return;
    }
    let longest = if busy {
        Some(Duration::ZERO)
    } else {
        until.map(|when| when.saturating_duration_since(Instant::now()))
    };
    for ready in crate::net::wait(longest) {
        call_soon(move || ready.run());
    }
}

#[cfg(not(feature = "net"))]
fn pause(busy: bool, until: Option<Instant>) {
    if !busy {
        idle(until);
    }
}

/// The loop until a task has ended. A round: what sockets are ready for, then what it is time for, then all that was ready at that moment.
fn run_until(ended: impl Fn() -> bool) {
    while !ended() {
        let (busy, until) =
            with(|all| (!all.ready.is_empty(), all.timers.peek().map(|timer| timer.when)));
        pause(busy, until);
        let now = Instant::now();
        let round = with(|all| {
            while all.timers.peek().is_some_and(|timer| timer.when <= now) {
                let timer = all.timers.pop();
                all.ready.extend(timer.map(|timer| Ready::Call(timer.what)));
            }
            all.ready.len()
        });
        for _ in 0..round {
            match with(|all| all.ready.pop_front()) {
                None => break,
                Some(Ready::Call(call)) => call(),
                Some(Ready::Task(task)) => {
                    let outer = with(|all| all.current.replace(Rc::clone(&task)));
                    task.step();
                    with(|all| all.current = outer);
                }
            }
            if ended() {
                break;
            }
        }
    }
}

fallible! {
    /// `asyncio.run(main)`
    fn run / try_run [R: Clone + 'static](main: &Awaitable<R>) -> R {
        if with(|all| std::mem::replace(&mut all.running, true)) {
            return Err(runtime_error("asyncio.run() cannot be called from a running event loop"));
        }
        let task = create_task(main);
        run_until(|| task.done());
        // What is left is cancelled, and may end in its own way.
        let left: Vec<Rc<dyn Run>> = with(|all| all.open.clone());
        for task in &left {
            task.stop();
        }
        run_until(|| with(|all| all.open.is_empty()));
        with(|all| all.running = false);
        #[cfg(feature = "net")]
        crate::net::unwatch_all();
        try_task_result(&task)
    }

    /// `loop.run_until_complete(main)`
    fn complete / try_complete [R: Clone + 'static](_loop: Loop, main: &Awaitable<R>) -> R {
        if with(|all| std::mem::replace(&mut all.running, true)) {
            return Err(runtime_error("This event loop is already running"));
        }
        let task = create_task(main);
        run_until(|| task.done());
        with(|all| all.running = false);
        try_task_result(&task)
    }
}

/// The one loop there is.
#[derive(Clone, Copy, Default)]
pub struct Loop;

/// `asyncio.get_event_loop()`
#[must_use]
pub fn get_loop() -> Loop {
    Loop
}

/// `asyncio.set_event_loop(loop)`
pub fn set_loop(_: Loop) {}

/// `loop.close()`
pub fn close(_: Loop) {}

/// `loop.create_task(coroutine)`
pub fn create_task_in<R: 'static>(_: Loop, coroutine: &Awaitable<R>) -> Task<R> {
    create_task(coroutine)
}

/// `loop.time()`
#[must_use]
pub fn time(_: Loop) -> f64 {
    crate::time::perf_counter()
}

pub(crate) fn cancelled() -> Exception {
    Exception::with_args("asyncio.exceptions.CancelledError BaseException", Vec::new())
}

/// One who waits, and whether it has been woken.
#[derive(Clone)]
struct Waiting {
    waker: Waker,
    woken: Rc<Cell<bool>>,
}

/// Those who wait for something that others bring about: `Lock`, `Event`, `Queue`.
#[derive(Clone, Default)]
pub struct Waiters(Rc<RefCell<VecDeque<Waiting>>>);

impl Waiters {
    /// Nobody waits.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Waits until it is woken.
    #[must_use]
    pub fn wait(&self) -> Awaitable<()> {
        let all = Rc::clone(&self.0);
        awaitable(move |out, channel| async move {
            let woken = Rc::new(Cell::new(false));
            all.borrow_mut().push_back(Waiting { waker: waker(), woken: Rc::clone(&woken) });
            out.give(()).await;
            all.borrow_mut().retain(|other| !Rc::ptr_eq(&other.woken, &woken));
            resumed(&channel);
            finish(&channel, ());
        })
    }

    /// How many wait, those that were woken and have not gone on yet among them.
    #[must_use]
    pub fn count(&self) -> i64 {
        self.0.borrow().len() as i64
    }

    /// Wakes the one that has waited longest; false where there is none.
    pub fn wake(&self) -> bool {
        let first = self.0.borrow_mut().iter().position(|one| !one.woken.get());
        if let Some(at) = first {
            let Waiting { waker, woken } = self.0.borrow()[at].clone();
            woken.set(true);
            waker.wake();
        }
        first.is_some()
    }

    /// Wakes all.
    pub fn wake_all(&self) {
        let all: Vec<Waker> = self.0.borrow_mut().drain(..).map(|one| one.waker).collect();
        all.into_iter().for_each(Waker::wake);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sleepers_wake_by_time() {
        let log = Rc::new(RefCell::new(Vec::new()));
        let sleeper = |delay: f64, name: &'static str| {
            let log = Rc::clone(&log);
            awaitable(move |out, channel| async move {
                wake_at(Instant::now() + seconds(delay));
                out.give(()).await;
                resumed(&channel);
                log.borrow_mut().push(name);
                finish(&channel, name.len());
            })
        };
        let tasks =
            vec![create_task(&sleeper(0.02, "later")), create_task(&sleeper(0.001, "soon"))];
        assert_eq!(run(&gather(tasks)), vec![5, 4]);
        assert_eq!(*log.borrow(), ["soon", "later"]);
    }

    #[test]
    fn what_is_left_is_cancelled() {
        let left = create_task(&sleep(1000.0));
        assert_eq!(run(&sleep_giving(0.0, 3)), 3);
        assert!(left.done() && left.cancelled());
    }
}
