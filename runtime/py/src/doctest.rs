//! `doctest.testmod()`: runs the examples of docstrings and reports what differs.

use crate::exception::{Exception, catch};
use crate::integer::Integer;
use crate::stdout;

/// Runs examples and remembers which docstrings had failures.
pub struct Runner {
    /// The module's file.
    file: String,
    /// The docstring at hand: its name, and how many of its examples ran and failed.
    name: String,
    tried: usize,
    failed: usize,
    /// Those before it that had failures.
    bad: Vec<(String, usize, usize)>,
}

/// `doctest.testmod()`: the beginning
pub fn start(file: &str) -> Runner {
    let file = std::path::absolute(file)
        .map_or_else(|_| file.to_owned(), |path| path.display().to_string());
    Runner { file, name: String::new(), tried: 0, failed: 0, bad: Vec::new() }
}

/// The examples of the next docstring follow.
pub fn begin(runner: &mut Runner, name: &str) {
    close(runner);
    name.clone_into(&mut runner.name);
}

fn close(runner: &mut Runner) {
    if runner.failed > 0 {
        runner.bad.push((std::mem::take(&mut runner.name), runner.failed, runner.tried));
    }
    runner.tried = 0;
    runner.failed = 0;
}

/// An example that is an expression: its output is what it prints, then its value unless that is None. `test` gives `repr(value)`.
pub fn example(
    runner: &mut Runner,
    test: impl FnOnce() -> String,
    source: &str,
    want: &str,
    line: impl Integer,
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

/// An example of statements follows: what it prints is kept.
pub fn capture(_runner: &mut Runner) {
    stdout::capture();
}

/// The end of an example of statements.
pub fn check(runner: &mut Runner, source: &str, want: &str, line: impl Integer) {
    let got = stdout::captured();
    judge(runner, &got, source, want, line.clamp_i64());
}

fn judge(runner: &mut Runner, got: &str, source: &str, want: &str, line: i64) {
    runner.tried += 1;
    if !same(got, want, source) {
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
    runner.tried += 1;
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
            source.contains("IGNORE_EXCEPTION_DETAIL") && class(&expected) == class(&message);
        loose || same(&message, &expected, source)
    });
    if matches && got.is_empty() {
        return;
    }
    report(runner, source, line);
    if expected_is_error(want) {
        section("Expected", want, "Expected nothing");
        section("Got", &error.traceback(), "Got nothing");
    } else {
        section("Exception raised", &error.traceback(), "");
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
    let rest: Vec<&str> =
        lines.skip_while(|line| line.starts_with([' ', '\t']) || line.trim().is_empty()).collect();
    (!rest.is_empty()).then(|| rest.concat())
}

/// Does an output match what is wanted, by the options in the source's comment?
fn same(got: &str, want: &str, source: &str) -> bool {
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
    if source.contains("NORMALIZE_WHITESPACE") {
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        (got, want) = (words(&got), words(&want));
    }
    got == want || source.contains("+ELLIPSIS") && elided(&got, &want)
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

fn report(runner: &mut Runner, source: &str, line: i64) {
    runner.failed += 1;
    crate::println!("{STARS}\nFile \"{}\", line {line}, in {}", runner.file, runner.name);
    section("Failed example", source, "");
}

fn section(title: &str, text: &str, nothing: &str) {
    if text.is_empty() {
        crate::println!("{nothing}");
        return;
    }
    crate::println!("{title}:");
    for line in text.lines() {
        crate::println!("    {line}");
    }
}

/// `doctest.testmod()`: the end, with the summary when something failed
pub fn finish(runner: &mut Runner) {
    close(runner);
    if runner.bad.is_empty() {
        return;
    }
    crate::println!("{STARS}\n{} items had failures:", runner.bad.len());
    for (name, failed, tried) in &runner.bad {
        crate::println!(" {failed:3} of {tried:3} in {name}");
    }
    let all: usize = runner.bad.iter().map(|(_, failed, _)| failed).sum();
    crate::println!("***Test Failed*** {all} failures.");
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
