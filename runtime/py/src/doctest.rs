//! `doctest.testmod()`: runs the examples of docstrings and reports what differs.

use crate::exception::{Exception, catch};
use crate::integer::Integer;
use crate::stdout;

/// Runs examples and remembers which docstrings had failures.
pub struct Runner {
    /// The module's file.
    file: String,
    /// Does it tell of each example, and of each docstring at the end?
    verbose: bool,
    /// Options of comparison for all examples, as a comment has them.
    flags: String,
    /// The docstrings so far, the one at hand last.
    docs: Vec<Doc>,
}

/// A docstring: how many of its examples ran, and how many failed.
struct Doc {
    name: String,
    tried: usize,
    failed: usize,
}

/// `doctest.testmod(verbose=verbose, optionflags=flags)`: the beginning
pub fn start(file: &str, verbose: bool, flags: &str) -> Runner {
    let file = std::path::absolute(file)
        .map_or_else(|_| file.to_owned(), |path| path.display().to_string());
    Runner { file, verbose, flags: flags.to_owned(), docs: Vec::new() }
}

/// The examples of the next docstring follow.
pub fn begin(runner: &mut Runner, name: &str) {
    runner.docs.push(Doc { name: name.to_owned(), tried: 0, failed: 0 });
}

impl Runner {
    fn doc(&mut self) -> &mut Doc {
        if self.docs.is_empty() {
            begin(self, "");
        }
        self.docs.last_mut().expect("one was put there")
    }
}

/// Tells of the example that comes next.
pub fn trying(_runner: &mut Runner, source: &str, want: &str) {
    section("Trying", source, "");
    section("Expecting", want, "Expecting nothing");
}

/// An example that is an expression: its output is what it prints, then its value unless that is None. `test` gives `repr(value)`.
pub fn example(
    runner: &mut Runner,
    line: impl Integer,
    source: &str,
    want: &str,
    test: impl FnOnce() -> String,
) {
    stdout::capture();
    let outcome = catch(|| Ok(test()));
    let mut got = stdout::captured();
    match outcome {
        Ok(shown) => {
            if shown != "None" {
                got.push_str(&shown);
                got.push('\n');
            }
            judge(runner, &got, source, want, line.clamp_i64());
        }
        Err(error) => judge_error(runner, &got, &error, source, want, line.clamp_i64()),
    }
}

/// The value of an expression in an example of statements, as the prompt shows it: nothing for None
pub fn shown(repr: &str) {
    if repr != "None" {
        crate::println!("{repr}");
    }
}

/// An example of statements follows: what it prints is kept.
pub fn capture(_runner: &mut Runner) {
    stdout::capture();
}

/// The end of an example of statements.
pub fn check(runner: &mut Runner, line: impl Integer, source: &str, want: &str) {
    let got = stdout::captured();
    judge(runner, &got, source, want, line.clamp_i64());
}

fn judge(runner: &mut Runner, got: &str, source: &str, want: &str, line: i64) {
    runner.doc().tried += 1;
    if same(got, want, &format!("{source}{}", runner.flags)) {
        succeed(runner);
    } else {
        report(runner, source, line);
        section("Expected", want, "Expected nothing");
        section("Got", got, "Got nothing");
    }
}

fn judge_error(
    runner: &mut Runner,
    got: &str,
    error: &Exception,
    source: &str,
    want: &str,
    line: i64,
) {
    runner.doc().tried += 1;
    let options = format!("{source}{}", runner.flags);
    let message = format!("{}\n", error.summary());
    let expected = wanted_error(want);
    let matches = expected.is_some_and(|expected| {
        let class = |text: &str| {
            text.split(':')
                .next()
                .unwrap_or_default()
                .rsplit('.')
                .next()
                .unwrap_or_default()
                .trim()
                .to_owned()
        };
        let loose =
            options.contains("IGNORE_EXCEPTION_DETAIL") && class(&expected) == class(&message);
        loose || same(&message, &expected, &options)
    });
    // What was printed before it is not looked at.
    if matches {
        return succeed(runner);
    }
    report(runner, source, line);
    if expected_is_error(want) {
        section("Expected", want, "Expected nothing");
        section("Got", &format!("{got}{}", error.summarized()), "Got nothing");
    } else {
        section("Exception raised", &error.summarized(), "");
    }
}

fn expected_is_error(want: &str) -> bool {
    wanted_error(want).is_some()
}

/// The last lines of a traceback in the wanted output: the exception.
fn wanted_error(want: &str) -> Option<String> {
    let mut lines = want.split_inclusive('\n');
    if !lines.next()?.starts_with("Traceback (") {
        return None;
    }
    // The frames, or what stands for them.
    let rest: Vec<&str> = lines
        .skip_while(|line| !line.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        .collect();
    (!rest.is_empty()).then(|| rest.concat())
}

/// Does an output match what is wanted, by the options (`+ELLIPSIS`) that a text names?
fn same(got: &str, want: &str, options: &str) -> bool {
    if got == want {
        return true;
    }
    let mut got = got.to_owned();
    let mut want = want
        .lines()
        .map(|line| if line.trim() == "<BLANKLINE>" { "" } else { line })
        .collect::<Vec<_>>()
        .join("\n");
    if !want.is_empty() {
        want.push('\n');
    }
    if options.contains("NORMALIZE_WHITESPACE") {
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        (got, want) = (words(&got), words(&want));
    }
    got == want || options.contains("+ELLIPSIS") && elided(&got, &want)
}

/// `...` in the wanted text stands for anything.
fn elided(got: &str, want: &str) -> bool {
    let mut pieces = want.split("...");
    let Some(mut rest) = got.strip_prefix(pieces.next().unwrap_or_default()) else { return false };
    let pieces: Vec<&str> = pieces.collect();
    let Some((last, middle)) = pieces.split_last() else { return rest.is_empty() };
    for piece in middle {
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    rest.len() >= last.len() && rest.ends_with(last)
}

const STARS: &str = "**********************************************************************";

fn succeed(runner: &Runner) {
    if runner.verbose {
        crate::println!("ok");
    }
}

fn report(runner: &mut Runner, source: &str, line: i64) {
    let doc = runner.doc();
    doc.failed += 1;
    let name = doc.name.clone();
    crate::println!("{STARS}\nFile \"{}\", line {line}, in {name}", runner.file);
    section("Failed example", source, "");
}

fn section(title: &str, text: &str, nothing: &str) {
    if text.is_empty() {
        crate::println!("{nothing}");
        return;
    }
    crate::println!("{title}:");
    for line in text.lines() {
        crate::println!("{}{line}", if line.is_empty() { "" } else { "    " });
    }
}

/// `doctest.testmod()`: the end, with the summary when something failed, or when it tells of everything
pub fn finish(runner: &mut Runner) {
    // A docstring may have been gone through by two names; the names are sorted within each group.
    let mut docs: Vec<&Doc> = runner.docs.iter().collect();
    docs.sort_by(|a, b| a.name.cmp(&b.name));
    let group = |test: fn(&Doc) -> bool| -> Vec<&Doc> {
        docs.iter().copied().filter(|doc| test(doc)).collect()
    };
    let failed = group(|doc| doc.failed > 0);
    if runner.verbose {
        let silent = group(|doc| doc.tried == 0);
        if !silent.is_empty() {
            crate::println!("{} items had no tests:", silent.len());
        }
        for doc in silent {
            crate::println!("    {}", doc.name);
        }
        let passed = group(|doc| doc.tried > 0 && doc.failed == 0);
        if !passed.is_empty() {
            crate::println!("{} items passed all tests:", passed.len());
        }
        for doc in passed {
            crate::println!(" {:3} tests in {}", doc.tried, doc.name);
        }
    }
    if !failed.is_empty() {
        crate::println!("{STARS}\n{} items had failures:", failed.len());
    }
    for doc in &failed {
        crate::println!(" {:3} of {:3} in {}", doc.failed, doc.tried, doc.name);
    }
    let (tried, all) = (self::tried(runner), self::failed(runner));
    if runner.verbose {
        crate::println!("{tried} tests in {} items.", docs.len());
        crate::println!("{} passed and {all} failed.", tried - all);
    }
    if all > 0 {
        crate::println!("***Test Failed*** {all} failures.");
    } else if runner.verbose {
        crate::println!("Test passed.");
    }
}

/// `testmod().failed`
pub fn failed(runner: &Runner) -> i64 {
    runner.docs.iter().map(|doc| doc.failed as i64).sum()
}

/// `testmod().attempted`
pub fn tried(runner: &Runner) -> i64 {
    runner.docs.iter().map(|doc| doc.tried as i64).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_as_the_options_say() {
        assert!(same("1\n", "1\n", "f()"));
        assert!(!same("1\n", "2\n", "f()"));
        assert!(same("a\n\nb\n", "a\n<BLANKLINE>\nb\n", "f()"));
        assert!(same("[1,  2]\n", "[1, 2]\n", "f() # doctest: +NORMALIZE_WHITESPACE"));
        assert!(same("3.14159\n", "3.14...\n", "f() # doctest: +ELLIPSIS"));
        assert!(!same("2.14159\n", "3.14...\n", "f() # doctest: +ELLIPSIS"));
    }

    #[test]
    fn finds_the_wanted_exception() {
        let want = "Traceback (most recent call last):\n    ...\nValueError: no\n";
        assert_eq!(wanted_error(want).as_deref(), Some("ValueError: no\n"));
        assert_eq!(wanted_error("3\n"), None);
    }
}
