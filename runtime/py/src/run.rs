//! The program's border: the thread it runs on, its exit status, what an uncaught exception prints.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::hint::black_box;
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::rc::Rc;
use std::thread;

use crate::exception::{self, Arg, Exception};
use crate::stdout;

/// Stack sizes to try: address space only, touched as it is used.
const STACKS: [usize; 4] = [4 << 30, 1 << 30, 256 << 20, 64 << 20];

/// The status of a program that an internal check ended.
const CHECK_FAILED: u8 = 70;

/// What a program's entry returns.
pub trait Outcome {
    /// The uncaught exception, if there is one.
    fn exception(self) -> Option<Exception>;
}

impl Outcome for () {
    fn exception(self) -> Option<Exception> {
        None
    }
}

impl Outcome for Result<(), Exception> {
    fn exception(self) -> Option<Exception> {
        self.err()
    }
}

thread_local! {
    static PANIC: RefCell<String> = const { RefCell::new(String::new()) };
    /// How many more calls of recursive functions may be open; the module's code is one.
    static LEFT: Cell<usize> = const { Cell::new(999) };
    static LIMIT: Cell<usize> = const { Cell::new(1000) };
}

/// Runs a program from its entry to its exit status, on a thread with a big stack.
pub fn main<R: Outcome + 'static>(entry: fn() -> R) -> ExitCode {
    for size in STACKS {
        let started = thread::Builder::new().stack_size(size).spawn(move || {
            reserve();
            border(entry)
        });
        if let Ok(running) = started {
            return ExitCode::from(running.join().unwrap_or(CHECK_FAILED));
        }
    }
    ExitCode::from(border(entry))
}

/// Lets the heap of this thread grow once instead of page by page: glibc asks the system for each page of a thread's heap. Freeing a big block first
/// makes it keep what is freed; blocks that are then taken and given back leave their room, which is touched only as it is used.
fn reserve() {
    const LARGEST: usize = (32 << 20) - (16 << 10);
    let block = |size: usize| {
        let mut block = Vec::<u8>::new();
        let _ = block.try_reserve_exact(size);
        black_box(block)
    };
    drop(block(LARGEST));
    drop([block(30 << 20), block(30 << 20)]);
}

/// Runs a program that needs no big stack, on the thread it was started on.
pub fn run<R: Outcome>(entry: fn() -> R) -> ExitCode {
    ExitCode::from(border(entry))
}

thread_local! {
    static LEAVING: RefCell<Vec<Rc<dyn Fn()>>> = const { RefCell::new(Vec::new()) };
}

/// `atexit.register(function)`
pub fn at_exit(function: Rc<dyn Fn()>) {
    LEAVING.with_borrow_mut(|all| all.push(function));
}

/// Runs what `atexit` was given, the last one first; what goes wrong in one of them is told, and changes nothing but a status that one asks for.
fn leave(mut status: u8) -> u8 {
    while let Some(function) = LEAVING.with_borrow_mut(Vec::pop) {
        let Err(payload) = panic::catch_unwind(AssertUnwindSafe(|| function())) else { continue };
        let Some(error) = exception::take(&*payload) else { return check_failed(&*payload) };
        if error.is_a("SystemExit") {
            status = uncaught(&error);
            continue;
        }
        let _ = stdout::finish();
        stdout::write_error(format_args!(
            "Exception ignored in atexit callback\n{}",
            error.uncaught()
        ));
    }
    status
}

fn border<R: Outcome>(entry: fn() -> R) -> u8 {
    panic::set_hook(Box::new(|info| {
        PANIC.set(info.to_string());
        exception::remember();
    }));
    let status = match panic::catch_unwind(AssertUnwindSafe(entry)) {
        Ok(outcome) => outcome.exception().map_or(0, |error| uncaught(&error)),
        Err(payload) => match exception::take(&*payload) {
            Some(error) => uncaught(&error),
            None => check_failed(&*payload),
        },
    };
    crate::threads::finish();
    let status = leave(status);
    match stdout::finish() {
        Ok(()) => status,
        Err(error) => {
            let shown = error.summary();
            stdout::write_error(format_args!(
                "Exception ignored in: <_io.TextIOWrapper name='<stdout>' mode='w' encoding='utf-8'>\n{shown}\n"
            ));
            120
        }
    }
}

/// Prints an exception that nothing caught; returns the exit status.
fn uncaught(error: &Exception) -> u8 {
    if error.is_a("SystemExit") {
        return match error.args() {
            [] | [Arg::None] => 0,
            [Arg::Int(status)] => status.rem_euclid(256) as u8,
            [Arg::Shown { repr, .. }] if repr == "None" => 0,
            [Arg::Shown { repr, .. }] if repr.parse::<i64>().is_ok() => {
                repr.parse::<i64>().map_or(1, |status| status.rem_euclid(256) as u8)
            }
            _ => {
                let _ = stdout::finish();
                stdout::write_error(format_args!("{}\n", error.message()));
                1
            }
        };
    }
    let _ = stdout::finish();
    stdout::write_error(format_args!("{}", error.uncaught()));
    if error.is_a("KeyboardInterrupt") { 130 } else { 1 }
}

/// Reports a tripped check (integer overflow, an index that was proven wrongly).
fn check_failed(payload: &(dyn Any + Send)) -> u8 {
    let _ = stdout::finish();
    let text = PANIC.take();
    let text = if text.is_empty() {
        payload.downcast_ref::<&str>().map(|text| (*text).to_owned()).unwrap_or_default()
    } else {
        text
    };
    stdout::write_error(format_args!("transpile: a check failed: {text}\n"));
    CHECK_FAILED
}

/// One call of a recursive function, until it is dropped.
pub struct Frame(());

/// Counts a call of a recursive function; too deep a recursion unwinds.
#[inline]
#[must_use]
pub fn frame() -> Frame {
    let left = LEFT.get();
    if left == 0 {
        too_deep();
    }
    LEFT.set(left - 1);
    Frame(())
}

#[cold]
fn too_deep() -> ! {
    exception::recursion_error("maximum recursion depth exceeded").unwind()
}

impl Drop for Frame {
    #[inline]
    fn drop(&mut self) {
        LEFT.set(LEFT.get() + 1);
    }
}

/// How many calls of recursive functions a new thread may have open.
pub(crate) fn calls_of_new() -> usize {
    LIMIT.get().saturating_sub(1)
}

/// Lets the calls of another thread count; gives what is left of those that did.
pub(crate) fn swap_calls(left: usize) -> usize {
    LEFT.replace(left)
}

/// `sys.setrecursionlimit(limit)`
pub fn set_recursion_limit(limit: i64) {
    let limit = usize::try_from(limit).unwrap_or(0);
    let open = LIMIT.replace(limit) - LEFT.get();
    LEFT.set(limit.saturating_sub(open));
}

/// `sys.getrecursionlimit()`
pub fn recursion_limit() -> i64 {
    LIMIT.get() as i64
}
