//! `unittest`: runs the tests of a program and reports as `unittest.main` does.

use std::time::Instant;

use crate::exception::{Arg, Exception, Result, assertion_error, catch};
use crate::integer::Integer;
use crate::show::{Repr, to_repr};

/// Runs tests, and remembers what went wrong.
#[derive(Clone)]
pub struct Runner {
    verbose: bool,
    started: Instant,
    count: usize,
    skipped: Vec<(String, String)>,
    expected: usize,
    /// Kind, label and traceback.
    problems: Vec<(&'static str, String, String)>,
}

/// `unittest.main(verbosity=verbosity)`: the beginning
pub fn begin(verbosity: impl Integer) -> Runner {
    let asked = std::env::args().skip(1).any(|arg| arg == "-v" || arg == "--verbose");
    Runner {
        verbose: verbosity.clamp_i64() > 1 || asked,
        started: Instant::now(),
        count: 0,
        skipped: Vec::new(),
        expected: 0,
        problems: Vec::new(),
    }
}

/// A test's name and class, and the first line of its docstring.
fn label(name: &str, class: &str, doc: &str) -> String {
    let label = format!("{name} ({class}.{name})");
    match doc.trim().lines().next() {
        Some(line) => format!("{label}\n{}", line.trim()),
        None => label,
    }
}

impl Runner {
    fn announce(&mut self, label: &str) {
        self.count += 1;
        if self.verbose {
            crate::eprint!("{label} ... ");
        }
    }

    fn skip(&mut self, label: String, reason: &str) {
        self.mark(&format!("skipped {}", to_repr(reason)), "s");
        self.skipped.push((label, reason.to_owned()));
    }

    fn of_kind(&self, kind: &str) -> Vec<(String, String)> {
        let found = self.problems.iter().filter(|(other, ..)| *other == kind);
        found.map(|(_, label, traceback)| (label.clone(), traceback.clone())).collect()
    }

    fn mark(&self, long: &str, short: &str) {
        if self.verbose {
            crate::eprintln!("{long}");
        } else {
            crate::eprint!("{short}");
        }
    }
}

/// Runs one test; `class` has its module before it.
pub fn run(runner: &mut Runner, name: &str, class: &str, doc: &str, test: impl FnOnce()) {
    let label = label(name, class, doc);
    runner.announce(&label);
    let outcome: Result<()> = catch(|| {
        test();
        Ok(())
    });
    match outcome {
        Ok(()) => runner.mark("ok", "."),
        Err(error) if error.is_a("SkipTest") => {
            runner.skip(label, error.message().as_str());
        }
        Err(error) => {
            let (kind, short) =
                if error.is_a("AssertionError") { ("FAIL", "F") } else { ("ERROR", "E") };
            runner.mark(kind, short);
            runner.problems.push((kind, label, error.summarized()));
        }
    }
}

/// `setUpClass()` or `tearDownClass()` of a class, which is no test itself; did it end well?
pub fn run_class(runner: &mut Runner, name: &str, class: &str, code: impl FnOnce()) -> bool {
    let outcome: Result<()> = catch(|| {
        code();
        Ok(())
    });
    let Err(error) = outcome else { return true };
    let label = format!("{name} ({class})");
    if runner.verbose {
        crate::eprint!("{label} ... ");
    }
    if error.is_a("SkipTest") {
        runner.skip(label, error.message().as_str());
    } else {
        runner.mark("ERROR", "E");
        runner.problems.push(("ERROR", label, error.summarized()));
    }
    false
}

/// `@unittest.skip(reason)`
pub fn skip(runner: &mut Runner, name: &str, class: &str, doc: &str, reason: &str) {
    let label = label(name, class, doc);
    runner.announce(&label);
    runner.skip(label, reason);
}

/// `@unittest.expectedFailure`
pub fn run_expecting_failure(
    runner: &mut Runner,
    name: &str,
    class: &str,
    doc: &str,
    test: impl FnOnce(),
) {
    let label = label(name, class, doc);
    runner.announce(&label);
    let outcome: Result<()> = catch(|| {
        test();
        Ok(())
    });
    if outcome.is_err() {
        runner.expected += 1;
        runner.mark("expected failure", "x");
    } else {
        runner.mark("unexpected success", "u");
        runner.problems.push(("UNEXPECTED SUCCESS", label, String::new()));
    }
}

/// `result.wasSuccessful()`
pub fn was_successful(runner: &Runner) -> bool {
    runner.problems.is_empty()
}

/// `result.testsRun`
pub fn tests_run(runner: &Runner) -> i64 {
    runner.count as i64
}

/// `result.failures`
pub fn failures(runner: &Runner) -> Vec<(String, String)> {
    runner.of_kind("FAIL")
}

/// `result.errors`
pub fn errors(runner: &Runner) -> Vec<(String, String)> {
    runner.of_kind("ERROR")
}

/// `result.skipped`
pub fn skipped(runner: &Runner) -> Vec<(String, String)> {
    runner.skipped.clone()
}

/// `unittest.main()`: the report and the exit status
pub fn finish(runner: &Runner) {
    report(runner);
    Exception::with_args("SystemExit", vec![Arg::Int(i64::from(!runner.problems.is_empty()))])
        .unwind()
}

/// The report of tests that have run.
pub fn report(runner: &Runner) {
    if !runner.verbose {
        crate::eprintln!();
    }
    if runner.verbose && runner.count > 0 {
        crate::eprintln!();
    }
    let (double, single) = ("=".repeat(70), "-".repeat(70));
    // errors come before failures
    let (errors, others): (Vec<_>, Vec<_>) =
        runner.problems.iter().partition(|(kind, ..)| *kind == "ERROR");
    for (kind, label, traceback) in errors.into_iter().chain(others) {
        crate::eprintln!("{double}\n{kind}: {label}\n{single}\n{traceback}");
    }
    let seconds = runner.started.elapsed().as_secs_f64();
    let plural = if runner.count == 1 { "" } else { "s" };
    crate::eprintln!("{single}\nRan {} test{plural} in {seconds:.3}s\n", runner.count);
    let count = |kind| runner.problems.iter().filter(|(other, ..)| *other == kind).count();
    let unexpected = count("UNEXPECTED SUCCESS");
    let notes: Vec<String> = [
        ("failures", count("FAIL")),
        ("errors", count("ERROR")),
        ("skipped", runner.skipped.len()),
        ("expected failures", runner.expected),
        ("unexpected successes", unexpected),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .map(|(what, count)| format!("{what}={count}"))
    .collect();
    let verdict = if runner.problems.is_empty() { "OK" } else { "FAILED" };
    let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) };
    crate::eprintln!("{verdict}{notes}");
}

/// `assertEqual(a, b)` and `assertIs(a, b)`: fails with both values in the message.
#[macro_export]
#[doc(hidden)]
macro_rules! unittest_assert {
    ($sign:literal, $left:expr, $right:expr) => {{
        let left = $left;
        let right = $right;
        if left != right {
            $crate::raise($crate::unittest::differs(&left, $sign, &right));
        }
    }};
}

/// `self.assertEqual(a, b)`
#[macro_export]
#[doc(hidden)]
macro_rules! unittest_assert_equal {
    ($left:expr, $right:expr $(,)?) => {
        $crate::unittest_assert!("!=", $left, $right)
    };
}

/// `self.assertIs(a, b)` of values that are told apart by nothing else.
#[macro_export]
#[doc(hidden)]
macro_rules! unittest_assert_same {
    ($left:expr, $right:expr $(,)?) => {
        $crate::unittest_assert!("is not", $left, $right)
    };
}

/// Runs tests of a class one after the other, each on an object of its own.
#[macro_export]
#[doc(hidden)]
macro_rules! unittest_run_all {
    ($runner:expr, $class:literal, $object:expr, [$($test:ident),* $(,)?] $(,)?) => {
        $($crate::unittest::run($runner, stringify!($test), $class, "", || $object.$test());)*
    };
}

pub use crate::{
    unittest_assert_equal as assert_equal, unittest_assert_same as assert_same,
    unittest_run_all as run_all,
};

/// The failure of an assertion on two values: `1 != 2`
pub fn differs<A: Repr + ?Sized, B: Repr + ?Sized>(a: &A, sign: &str, b: &B) -> Exception {
    assertion_error(format!("{} {sign} {}", to_repr(a), to_repr(b)))
}

/// The failure of an assertion on one value: `False is not true`
pub fn fails<A: Repr + ?Sized>(a: &A, what: &str) -> Exception {
    assertion_error(format!("{} {what}", to_repr(a)))
}

/// The failure of `assertRaises`: nothing was raised
pub fn not_raised(class: &str) -> Exception {
    assertion_error(format!("{class} not raised"))
}

/// `self.fail(message)`
pub fn fail(message: &str) -> Exception {
    assertion_error(message)
}

/// `self.skipTest(reason)`
pub fn skip_test(reason: &str) -> Exception {
    Exception::new("SkipTest Exception", reason)
}

/// `self.assertAlmostEqual(a, b, places=places)`: are they?
pub fn almost_equal(a: f64, b: f64, places: impl Integer) -> bool {
    a == b || crate::float::round_to(a - b, places) == 0.0
}

/// `self.assertCountEqual(a, b)`: the same items, in any order?
pub fn same_items<T: PartialEq>(
    a: impl IntoIterator<Item = T>,
    b: impl IntoIterator<Item = T>,
) -> bool {
    let mut rest: Vec<T> = b.into_iter().collect();
    for item in a {
        match rest.iter().position(|other| *other == item) {
            Some(place) => drop(rest.swap_remove(place)),
            None => return false,
        }
    }
    rest.is_empty()
}
