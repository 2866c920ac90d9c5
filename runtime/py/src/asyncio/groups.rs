//! `asyncio`: tasks that belong together, times after which a task is stopped, what is told of a task's end.

use super::*;

/// `task.add_done_callback(callback)`
pub fn add_done_callback<R: 'static, Q>(task: &Task<R>, callback: Rc<dyn Fn(Task<R>) -> Q>)
where
    Q: 'static,
{
    let ended = task.clone();
    task.run().at_end(Box::new(move || drop(callback(ended))));
}

/// The task that runs, and when it is stopped; cloning makes a further handle.
#[derive(Clone)]
pub struct Deadline(Rc<Cell<bool>>, Rc<Cell<bool>>);

/// Stops the task that runs after some seconds, unless that is over before.
#[must_use]
pub fn deadline(seconds_left: Option<f64>) -> Deadline {
    let (over, passed) = (Rc::new(Cell::new(false)), Rc::new(Cell::new(false)));
    if let Some(left) = seconds_left {
        let task = waker().task;
        let (over, passed) = (Rc::clone(&over), Rc::clone(&passed));
        call_at(Instant::now() + seconds(left), move || {
            if !over.get() {
                passed.set(true);
                task.stop();
            }
        });
    }
    Deadline(over, passed)
}

impl Deadline {
    /// It is over: has the time passed?
    pub fn end(&self) -> bool {
        self.0.set(true);
        self.1.get()
    }

    /// Has the time passed?
    #[must_use]
    pub fn passed(&self) -> bool {
        self.1.get()
    }
}

/// Tasks of which none outlives the others' failure; cloning makes a further handle.
#[derive(Clone)]
pub struct Group(Rc<Members>);

struct Members {
    parent: Rc<dyn Run>,
    tasks: RefCell<Vec<Rc<dyn Run>>>,
    failures: RefCell<Vec<Exception>>,
    /// Its parent waits for the others, or was stopped for a failure.
    leaving: Cell<bool>,
    stopped: Cell<bool>,
}

impl Group {
    /// A group of the task that runs.
    #[must_use]
    pub fn new() -> Self {
        Self(Rc::new(Members {
            parent: waker().task,
            tasks: RefCell::default(),
            failures: RefCell::default(),
            leaving: Cell::new(false),
            stopped: Cell::new(false),
        }))
    }

    /// Stops all that have not ended.
    pub fn stop(&self) {
        for task in self.0.tasks.borrow().iter().filter(|task| !task.ended()) {
            task.stop();
        }
    }

    /// Was the parent stopped because a task failed?
    #[must_use]
    pub fn stopped(&self) -> bool {
        self.0.stopped.get()
    }

    /// How many tasks failed.
    #[must_use]
    pub fn failures(&self) -> i64 {
        self.0.failures.borrow().len() as i64
    }

    fn note(&self, task: &Rc<dyn Run>) {
        let Some(error) = task.failure() else { return };
        self.0.failures.borrow_mut().push(error);
        if self.failures() == 1 {
            self.stop();
            if !self.0.leaving.get() {
                self.0.stopped.set(true);
                self.0.parent.stop();
            }
        }
    }
}

impl Default for Group {
    fn default() -> Self {
        Self::new()
    }
}

/// `group.create_task(coroutine)`
pub fn create_task_of<R: 'static>(group: &Group, coroutine: &Awaitable<R>) -> Task<R> {
    let task = create_task(coroutine);
    let (run, members) = (task.run(), group.clone());
    group.0.tasks.borrow_mut().push(task.run());
    task.run().at_end(Box::new(move || members.note(&run)));
    task
}

/// Waits until all tasks have ended.
pub fn join(group: &Group) -> Awaitable<()> {
    let group = group.clone();
    awaitable(move |out, channel| async move {
        group.0.leaving.set(true);
        while group.0.tasks.borrow().iter().any(|task| !task.ended()) {
            for task in group.0.tasks.borrow().iter().filter(|task| !task.ended()) {
                let waker = waker();
                task.at_end(Box::new(move || waker.wake()));
            }
            out.give(()).await;
            resumed(&channel);
        }
        // What the last ones ended with is told in the next round.
        waker().wake();
        out.give(()).await;
        resumed(&channel);
        finish(&channel, ());
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_stops_the_others() {
        let failed = awaitable(|out, channel| async move {
            let group = Group::new();
            let slow = create_task_of(&group, &sleep(100.0));
            create_task_of(
                &group,
                &awaitable(|_, _: Channel<(), ()>| async move { runtime_error("no").unwind() }),
            );
            group.0.leaving.set(true);
            crate::generator::until_given_up(&out, &join(&group)).await;
            finish(&channel, (slow.cancelled(), group.failures()));
        });
        assert_eq!(run(&failed), (true, 1));
    }
}
