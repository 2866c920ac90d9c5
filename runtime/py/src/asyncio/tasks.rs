//! `Task`, `gather`, `wait_for`, `as_completed`.

use super::*;
use crate::generator::taken;

/// A coroutine that the loop runs; cloning makes a further handle.
pub struct Task<R>(Rc<Inner<R>>);

struct Inner<R> {
    coroutine: Awaitable<R>,
    outcome: RefCell<Option<Result<R, Exception>>>,
    waiters: RefCell<Vec<Waker>>,
    /// Who is told of its end.
    told: RefCell<Vec<Box<dyn FnOnce()>>>,
    name: RefCell<String>,
    turn: Cell<u64>,
    ready: Cell<bool>,
    cancelling: Cell<bool>,
    /// How many had ended before it.
    ended: Cell<u64>,
    /// What it waits for itself is asked to end first.
    waits_for: RefCell<Option<Vec<Rc<dyn Run>>>>,
}

impl<R> Clone for Task<R> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<R: 'static> Run for Inner<R> {
    fn step(self: Rc<Self>) {
        self.ready.set(false);
        self.turn.set(self.turn.get() + 1);
        if self.outcome.borrow().is_some() {
            return;
        }
        let thrown = if self.cancelling.take() {
            try_throw_in(&self.coroutine, cancelled())
        } else {
            Ok(())
        };
        let outcome = match thrown.and_then(|()| try_advance(&self.coroutine)) {
            Ok(true) => {
                item(&self.coroutine);
                return;
            }
            Ok(false) => Ok(taken(&self.coroutine)),
            Err(error) => Err(error),
        };
        self.outcome.replace(Some(outcome));
        let this: *const () = Rc::as_ptr(&self).cast();
        self.ended.set(with(|all| {
            all.open.retain(|other| Rc::as_ptr(other).cast() != this);
            all.ended += 1;
            all.ended
        }));
        self.waiters.take().into_iter().for_each(Waker::wake);
        self.told.take().into_iter().for_each(call_soon);
    }

    fn ended(&self) -> bool {
        self.outcome.borrow().is_some()
    }

    fn failure(&self) -> Option<Exception> {
        match &*self.outcome.borrow() {
            Some(Err(error)) if !error.is_a("asyncio.exceptions.CancelledError") => {
                Some(error.clone())
            }
            _ => None,
        }
    }

    fn at_end(&self, call: Box<dyn FnOnce()>) {
        match self.ended() {
            true => call_soon(call),
            false => self.told.borrow_mut().push(call),
        }
    }

    fn turn(&self) -> u64 {
        self.turn.get()
    }

    fn ready(&self, now: bool) -> bool {
        self.ready.replace(now)
    }

    fn hand_over(&self, to: Option<Vec<Rc<dyn Run>>>) {
        self.waits_for.replace(to);
    }

    fn stop(&self) {
        let inner = self.waits_for.borrow().clone();
        match inner {
            Some(inner) => inner.iter().for_each(|task| task.stop()),
            None => self.cancelling.set(true),
        }
        let turn = self.turn.get();
        let this: *const () = std::ptr::from_ref(self).cast();
        let task =
            with(|all| all.open.iter().find(|other| Rc::as_ptr(other).cast() == this).cloned());
        if let (Some(task), true) = (task, self.cancelling.get()) {
            Waker { task, turn }.wake();
        }
    }
}

/// `asyncio.create_task(coroutine)`: it runs when those before it have had their turn.
pub fn create_task<R: 'static>(coroutine: &Awaitable<R>) -> Task<R> {
    let made = with(|all| {
        all.made += 1;
        all.made
    });
    let task = hidden_task(coroutine, made);
    with(|all| all.open.push(task.run()));
    task
}

/// A task that ends when the loop does: nobody waits for it, nobody cancels it.
pub(crate) fn hidden_task<R: 'static>(coroutine: &Awaitable<R>, made: u64) -> Task<R> {
    let inner = Rc::new(Inner {
        coroutine: coroutine.clone(),
        outcome: RefCell::new(None),
        waiters: RefCell::default(),
        told: RefCell::default(),
        name: RefCell::new(format!("Task-{made}")),
        turn: Cell::new(0),
        ready: Cell::new(true),
        cancelling: Cell::new(false),
        ended: Cell::new(0),
        waits_for: RefCell::new(None),
    });
    with(|all| all.ready.push_back(Ready::Task(Rc::clone(&inner) as Rc<dyn Run>)));
    Task(inner)
}

/// `asyncio.create_task(coroutine, name=name)`
pub fn create_named_task<R: 'static>(coroutine: &Awaitable<R>, name: &str) -> Task<R> {
    let task = create_task(coroutine);
    task.set_name(name);
    task
}

impl<R: 'static> Task<R> {
    /// `task.done()`
    #[must_use]
    pub fn done(&self) -> bool {
        self.0.outcome.borrow().is_some()
    }

    /// `task.cancelled()`
    #[must_use]
    pub fn cancelled(&self) -> bool {
        matches!(&*self.0.outcome.borrow(), Some(Err(error)) if error.is_a("asyncio.exceptions.CancelledError"))
    }

    /// `task.cancel()`: false where it has ended.
    pub fn cancel(&self) -> bool {
        let open = !self.done();
        if open {
            self.0.stop();
        }
        open
    }

    /// `task.get_name()`
    #[must_use]
    pub fn get_name(&self) -> String {
        self.0.name.borrow().clone()
    }

    /// `task.set_name(name)`
    pub fn set_name(&self, name: &str) {
        self.0.name.replace(name.to_owned());
    }

    /// Wakes the task that runs now at the end of this one.
    fn wakes(&self) {
        self.0.waiters.borrow_mut().push(waker());
    }

    pub(super) fn run(&self) -> Rc<dyn Run> {
        Rc::clone(&self.0) as Rc<dyn Run>
    }
}

fallible! {
    /// `task.result()`
    fn task_result / try_task_result [R: Clone](task: &Task<R>) -> R {
        match &*task.0.outcome.borrow() {
            Some(outcome) => outcome.clone(),
            None => Err(Exception::new("asyncio.exceptions.InvalidStateError Exception", "Result is not set.")),
        }
    }

    /// `task.exception()`
    fn task_exception / try_task_exception [R](task: &Task<R>) -> Option<Exception> {
        match &*task.0.outcome.borrow() {
            Some(Ok(_)) => Ok(None),
            Some(Err(error)) if error.is_a("asyncio.exceptions.CancelledError") => Err(error.clone()),
            Some(Err(error)) => Ok(Some(error.clone())),
            None => Err(Exception::new("asyncio.exceptions.InvalidStateError Exception", "Exception is not set.")),
        }
    }
}

/// Waits while `open` holds; whoever cancels the waiting task cancels `inner` instead.
async fn while_open<R: 'static>(
    tasks: &[Task<R>],
    out: &Output<()>,
    inner: bool,
    open: impl Fn() -> bool,
) {
    let current = with(|all| all.current.clone());
    while open() {
        for task in tasks.iter().filter(|task| !task.done()) {
            task.wakes();
        }
        if let (true, Some(current)) = (inner, &current) {
            current.hand_over(Some(tasks.iter().map(Task::run).collect()));
        }
        out.give(()).await;
        if let Some(current) = &current {
            current.hand_over(None);
        }
    }
}

/// One more round: whoever waits for tasks together is told by what is told of their ends.
async fn told(out: &Output<()>) {
    waker().wake();
    out.give(()).await;
}

/// `await task`
pub fn wait<R: Clone + 'static>(task: &Task<R>) -> Awaitable<R> {
    let task = task.clone();
    awaitable(move |out, channel| async move {
        while_open(std::slice::from_ref(&task), &out, true, || !task.done()).await;
        resumed(&channel);
        finish(&channel, task_result(&task));
    })
}

/// `asyncio.shield(task)`: nothing but the task itself.
pub fn shield<R>(task: &Task<R>) -> Task<R> {
    task.clone()
}

/// Coroutines as tasks, in their order.
pub fn tasks_of<R: 'static>(coroutines: impl IntoIterator<Item = Awaitable<R>>) -> Vec<Task<R>> {
    coroutines.into_iter().map(|each| create_task(&each)).collect()
}

/// Has one of the tasks failed?
fn failed<R: 'static>(tasks: &[Task<R>]) -> bool {
    tasks.iter().any(|task| matches!(&*task.0.outcome.borrow(), Some(Err(_))))
}

/// `asyncio.gather(*tasks)`: the results in the order of the tasks, or the first exception.
pub fn gather<R: Clone + 'static>(tasks: Vec<Task<R>>) -> Awaitable<Vec<R>> {
    awaitable(move |out, channel| async move {
        while_open(&tasks, &out, true, || !failed(&tasks) && !tasks.iter().all(Task::done)).await;
        if !tasks.is_empty() {
            told(&out).await;
        }
        resumed(&channel);
        if let Some(task) =
            tasks.iter().find(|task| matches!(&*task.0.outcome.borrow(), Some(Err(_))))
        {
            task_result(task);
        }
        finish(&channel, tasks.iter().map(task_result).collect());
    })
}

/// `asyncio.wait_for(task, timeout)`
pub fn wait_for<R: Clone + 'static>(task: &Task<R>, timeout: Option<f64>) -> Awaitable<R> {
    let Some(timeout) = timeout else { return wait(task) };
    let task = task.clone();
    awaitable(move |out, channel| async move {
        let end = Instant::now() + seconds(timeout);
        let tasks = std::slice::from_ref(&task);
        let waits = !task.done();
        while !task.done() && Instant::now() < end {
            wake_at(end);
            let passed = Cell::new(false);
            while_open(tasks, &out, true, || !task.done() && !passed.replace(true)).await;
        }
        if !task.done() {
            task.cancel();
            while_open(tasks, &out, false, || !task.done()).await;
            if task.cancelled() {
                Exception::with_args("TimeoutError", Vec::new()).unwind();
            }
        } else if waits {
            told(&out).await;
        }
        resumed(&channel);
        finish(&channel, task_result(&task));
    })
}

/// `asyncio.as_completed(tasks)`: as many coroutines, each of which gives the result of the next task that ends.
pub fn as_completed<R: Clone + 'static>(tasks: Vec<Task<R>>) -> Vec<Awaitable<R>> {
    let count = tasks.len();
    let left = Rc::new(RefCell::new(tasks));
    let ended = Rc::new(RefCell::new(VecDeque::new()));
    let one = |_| {
        let (left, ended) = (Rc::clone(&left), Rc::clone(&ended));
        awaitable(move |out, channel| async move {
            loop {
                let (mut done, open): (Vec<Task<R>>, Vec<Task<R>>) =
                    left.take().into_iter().partition(Task::done);
                done.sort_by_key(|task| task.0.ended.get());
                ended.borrow_mut().extend(done);
                left.replace(open.clone());
                if !ended.borrow().is_empty() {
                    break;
                }
                let passed = Cell::new(false);
                while_open(&open, &out, false, || !passed.replace(true)).await;
                resumed(&channel);
            }
            let next = ended.borrow_mut().pop_front();
            finish(&channel, task_result(&next.expect("one has ended")));
        })
    };
    (0..count).map(one).collect()
}
