//! `threading`: a thread of the program is a coroutine with a stack of its own. One of them runs at a time, until it waits, so that what they share needs no locks;
//! a thread that is started runs at once, as it does under CPython's global lock.

use std::cell::{Cell, RefCell};
use std::collections::{BinaryHeap, VecDeque};
use std::mem;
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::integer::Integer;
use crate::timed::Timed;
use crate::{exception, generator as generators, run, stdout};

#[cfg(feature = "threads")]
mod stack;
#[cfg(not(feature = "threads"))]
#[path = "threads/no_stack.rs"]
mod stack;

#[cfg(feature = "threads")]
pub use stack::spawn;
use stack::{Stack, leave};

/// A thread; cloning makes a further handle.
#[derive(Clone)]
pub struct Thread(Rc<Inner>);

struct Inner {
    number: i64,
    /// What is left to run of it, while it waits; the main thread has nothing.
    body: Cell<Option<Stack>>,
    daemon: bool,
    /// How often it has waited: a timer for an earlier time is void.
    turn: Cell<u64>,
    waiting: Cell<bool>,
    /// Did somebody wake it, and not a timer?
    woken: Cell<bool>,
    /// What counts for it alone, while it does not run.
    counts: Cell<Counts>,
}

/// What the runtime counts for the thread that runs.
#[derive(Clone, Copy)]
struct Counts {
    calls: usize,
    guarded: usize,
    generators: usize,
}

impl Counts {
    fn of_new() -> Self {
        Self { calls: run::calls_of_new(), guarded: 0, generators: 0 }
    }

    /// Makes these the ones that count, and gives those that did.
    fn swap(self) -> Self {
        Self {
            calls: run::swap_calls(self.calls),
            guarded: exception::swap_guarded(self.guarded),
            generators: generators::swap_guards(self.generators),
        }
    }
}

#[derive(Default)]
struct All {
    ready: VecDeque<Thread>,
    /// Which wait of which thread ends.
    timers: BinaryHeap<Timed<(Thread, u64)>>,
    current: Option<Thread>,
    timed: u64,
    /// How many have gone on since sockets were looked at.
    rounds: u32,
    /// Threads that have not ended.
    open: Vec<Thread>,
}

/// How many threads go on before sockets are looked at.
const MANY: u32 = 32;

thread_local! {
    static ALL: RefCell<All> = RefCell::default();
}

fn with<R>(use_it: impl FnOnce(&mut All) -> R) -> R {
    ALL.with_borrow_mut(use_it)
}

impl Thread {
    fn new(number: i64, daemon: bool, body: Option<Stack>) -> Self {
        Self(Rc::new(Inner {
            number,
            body: Cell::new(body),
            daemon,
            turn: Cell::new(0),
            waiting: Cell::new(false),
            woken: Cell::new(false),
            counts: Cell::new(Counts::of_new()),
        }))
    }

    fn is_main(&self) -> bool {
        self.0.number == 0
    }

    /// Runs it to where it waits next, or to its end.
    fn enter(&self) {
        let Some(mut body) = self.0.body.take() else { return };
        let above = with(|all| all.current.replace(self.clone()));
        let counts = self.0.counts.get().swap();
        let ended = body.resume();
        self.0.counts.set(counts.swap());
        with(|all| all.current = above);
        if ended {
            with(|all| all.open.retain(|other| !Rc::ptr_eq(&other.0, &self.0)));
        } else {
            self.0.body.set(Some(body));
        }
    }

    /// Makes it run when those before it have; was it waiting?
    pub(crate) fn rouse(&self, woken: bool) -> bool {
        let waiting = self.0.waiting.replace(false);
        if waiting {
            self.0.woken.set(woken);
            with(|all| all.ready.push_back(self.clone()));
        }
        waiting
    }
}

/// The thread that runs.
pub(crate) fn current() -> Thread {
    with(|all| all.current.get_or_insert_with(|| Thread::new(0, false, None)).clone())
}

/// The number of the thread that runs: 0 is the main thread.
pub fn number() -> i64 {
    current().0.number
}

/// Waits until another thread wakes this one, or for some seconds at most: was it woken?
pub(crate) fn park(timeout: Option<f64>) -> bool {
    let this = current();
    let turn = this.0.turn.get() + 1;
    this.0.turn.set(turn);
    this.0.waiting.set(true);
    if let Some(when) = timeout.and_then(after) {
        with(|all| {
            all.timed += 1;
            all.timers.push(Timed { when, order: all.timed, what: (this.clone(), turn) });
        });
    }
    let_others(&this);
    this.0.woken.get()
}

/// Some seconds from now; a time that no clock reaches is none.
fn after(seconds: f64) -> Option<Instant> {
    let seconds = Duration::try_from_secs_f64(seconds.max(0.0)).ok()?;
    Instant::now().checked_add(seconds)
}

/// Threads that wait for the same, those that came first at the front.
#[derive(Clone, Default)]
pub struct Waiters(Rc<RefCell<VecDeque<Thread>>>);

impl Waiters {
    pub fn new() -> Self {
        Self::default()
    }
}

/// Waits among others until it is woken, or for some seconds at most: was it woken?
pub fn wait(waiters: &Waiters, timeout: Option<f64>) -> bool {
    let this = current();
    waiters.0.borrow_mut().push_back(this.clone());
    let woken = park(timeout);
    if !woken {
        waiters.0.borrow_mut().retain(|other| !Rc::ptr_eq(&other.0, &this.0));
    }
    woken
}

/// Wakes the one that has waited longest: was there one?
pub fn wake(waiters: &Waiters) -> bool {
    loop {
        let Some(first) = waiters.0.borrow_mut().pop_front() else { return false };
        if first.rouse(true) {
            return true;
        }
    }
}

/// How many wait.
pub fn waiting(waiters: &Waiters) -> i64 {
    waiters.0.borrow().len() as i64
}

/// `time.sleep(seconds)` of a program with threads
pub fn sleep(seconds: f64) {
    if seconds > 0.0 {
        park(Some(seconds));
    } else {
        let this = current();
        with(|all| all.ready.push_back(this.clone()));
        let_others(&this);
    }
}

/// `time.sleep(seconds)` of an integer
pub fn sleep_whole(seconds: impl Integer) {
    sleep(seconds.to_f64());
}

/// Runs the others until it is this thread's turn again.
fn let_others(this: &Thread) {
    if !this.is_main() {
        leave();
        return;
    }
    loop {
        let next = next();
        if next.is_main() {
            return;
        }
        next.enter();
    }
}

/// The thread whose turn it is. Where nobody can go on before some time, that time passes; where nobody can at all, the program hangs, as the original does.
fn next() -> Thread {
    loop {
        let now = Instant::now();
        let due = with(|all| {
            let mut due = Vec::new();
            while all.timers.peek().is_some_and(|timer| timer.when <= now) {
                due.extend(all.timers.pop());
            }
            due
        });
        for Timed { what: (thread, turn), .. } in due {
            if thread.0.turn.get() == turn {
                thread.rouse(false);
            }
        }
        // Sockets are looked at when nobody else can go on, and now and then.
        let busy = with(|all| {
            all.rounds = if all.ready.is_empty() { 0 } else { all.rounds + 1 };
            all.rounds % MANY != 0
        });
        if !busy {
            let until = with(|all| all.timers.peek().map(|timer| timer.when));
            let ready = with(|all| !all.ready.is_empty());
            pass(ready, until.map(|when| when.saturating_duration_since(now)));
        }
        if let Some(thread) = with(|all| all.ready.pop_front()) {
            return thread;
        }
    }
}

/// Lets some time pass, or none where somebody is `ready`: until a socket has what a thread waits for.
fn pass(ready: bool, longest: Option<Duration>) {
    #[cfg(feature = "net")]
    if crate::net::any_watched() {
        let longest = if ready { Some(Duration::ZERO) } else { longest };
        if !ready {
            stdout::flush_if_terminal();
        }
        crate::net::wait(longest).iter().for_each(|watch| watch.run());
        return;
    }
    if ready {
        return;
    }
    stdout::flush_if_terminal();
    match longest {
        Some(time) => std::thread::sleep(time),
        None => std::thread::park(),
    }
}

/// Is there no thread but the main one?
#[cfg(feature = "net")]
pub(crate) fn alone() -> bool {
    with(|all| all.open.is_empty())
}

/// Lets the threads end for which the program waits; the others stay where they are for good.
pub(crate) fn finish() {
    while with(|all| all.open.iter().any(|thread| !thread.0.daemon)) {
        next().enter();
    }
    mem::forget(with(mem::take));
}

#[cfg(all(test, feature = "threads"))]
mod tests {
    use super::*;

    #[test]
    fn a_thread_runs_until_it_waits_and_is_woken_in_order() {
        let log: Rc<RefCell<Vec<String>>> = Rc::default();
        let (waiting, others) = (Waiters::new(), Waiters::new());
        for name in ["a", "b", "c"] {
            let log = Rc::clone(&log);
            let waiting = if name == "b" { others.clone() } else { waiting.clone() };
            spawn(
                Rc::new(move || {
                    log.borrow_mut().push(format!("{name} starts"));
                    let woken = wait(&waiting, None);
                    log.borrow_mut().push(format!("{name} woken {woken}"));
                }),
                false,
            );
        }
        log.borrow_mut().push("main".to_owned());
        assert!(wake(&others) && wake(&waiting) && wake(&waiting) && !wake(&waiting));
        finish();
        assert_eq!(
            *log.borrow(),
            [
                "a starts",
                "b starts",
                "c starts",
                "main",
                "b woken true",
                "a woken true",
                "c woken true"
            ]
        );
    }

    #[test]
    fn times_pass_in_order() {
        let log: Rc<RefCell<Vec<u64>>> = Rc::default();
        for steps in [3, 1, 2] {
            let log = Rc::clone(&log);
            spawn(
                Rc::new(move || {
                    sleep(steps as f64 / 100.0);
                    log.borrow_mut().push(steps);
                }),
                false,
            );
        }
        assert!(!wait(&Waiters::new(), Some(0.1)));
        assert_eq!(*log.borrow(), [1, 2, 3]);
    }
}
