//! Where an uncaught exception came from: the frames of the original program, from the stack and the line maps beside the generated crates.
//!
//! Nothing is kept while something may still catch: the stack is looked at only by an exception (or a panic) that goes straight to the
//! program's border. One that a `Result` carried there, or that was caught and raised again, has the place where it was made.

use std::backtrace::Backtrace;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::panic::Location;
use std::path::{Path, PathBuf};

use super::Exception;

thread_local! {
    /// Guarded bodies that are open.
    static OPEN: Cell<usize> = const { Cell::new(0) };
    static TRACE: RefCell<Option<Backtrace>> = const { RefCell::new(None) };
}

/// A guarded body, until it is dropped; with how many were open before, so that leaving it reads nothing.
pub(super) struct Guarded(usize);

impl Guarded {
    pub(super) fn enter() -> Self {
        let before = OPEN.get();
        OPEN.set(before + 1);
        Self(before)
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        OPEN.set(self.0);
    }
}

/// Lets the guarded bodies of another thread count; gives how many did.
pub(crate) fn swap_guarded(open: usize) -> usize {
    OPEN.replace(open)
}

/// Remembers the stack of a failure that nothing will catch.
pub(crate) fn remember() {
    if OPEN.get() == 0 {
        TRACE.set(Some(Backtrace::force_capture()));
    }
}

impl Exception {
    pub(crate) fn summarized(&self) -> String {
        self.traceback_with("")
    }

    /// What the interpreter prints when nothing catches the exception.
    pub fn uncaught(&self) -> String {
        self.traceback_with(&frames(self.0.made))
    }

    fn traceback_with(&self, frames: &str) -> String {
        let links = self.0.links.borrow();
        let before = match (&links.cause, &links.context) {
            (Some(cause), _) => format!(
                "{}\nThe above exception was the direct cause of the following exception:\n\n",
                cause.summarized()
            ),
            (None, Some(context)) if !links.suppress => format!(
                "{}\nDuring handling of the above exception, another exception occurred:\n\n",
                context.summarized()
            ),
            _ => String::new(),
        };
        format!("{before}Traceback (most recent call last):\n{frames}{}\n", self.summary())
    }
}

/// The frames of what went up, outermost first, as the original prints them; else the place where it was made; nothing where neither is known.
fn frames(made: &Location<'_>) -> String {
    let mut maps = Maps::default();
    let mut found: Vec<Frame> = Vec::new();
    if let Some(trace) = TRACE.take() {
        let mut inner = String::new();
        for (symbol, file, line) in places(&format!("{trace:#}")) {
            let Some(frame) = maps.frame(Path::new(&file), line) else { continue };
            // The closures of a function are a part of it.
            let part = inner
                .strip_prefix(symbol.as_str())
                .is_some_and(|rest| rest.starts_with("::{{closure}}"));
            if !(part && found.last().is_some_and(|last| last.name == frame.name)) {
                found.push(frame);
            }
            inner = symbol;
        }
        found.reverse();
    }
    if found.is_empty() {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        found.extend(maps.frame(&workspace.join(made.file()), made.line()));
    }
    shown(&found)
}

#[derive(PartialEq)]
struct Frame {
    path: String,
    line: usize,
    name: String,
    text: String,
}

fn shown(frames: &[Frame]) -> String {
    let mut text = String::new();
    let mut repeated = 0;
    for (i, frame) in frames.iter().enumerate() {
        repeated = if i > 0 && frames[i - 1] == *frame { repeated + 1 } else { 0 };
        if repeated < 3 {
            let _ =
                writeln!(text, "  File \"{}\", line {}, in {}", frame.path, frame.line, frame.name);
            if !frame.text.is_empty() {
                let _ = writeln!(text, "    {}", frame.text);
            }
        } else if frames.get(i + 1) != Some(frame) {
            let more = repeated - 2;
            let _ = writeln!(
                text,
                "  [Previous line repeated {more} more time{}]",
                if more > 1 { "s" } else { "" }
            );
        }
    }
    text
}

/// Symbols, files and lines of a stack as text.
fn places(trace: &str) -> Vec<(String, String, u32)> {
    let mut symbol = String::new();
    let mut found = Vec::new();
    for line in trace.lines() {
        let line = line.trim_start();
        if let Some(place) = line.strip_prefix("at ") {
            let mut parts = place.rsplitn(3, ':');
            let (_column, row, file) = (parts.next(), parts.next(), parts.next());
            if let (Some(Ok(row)), Some(file)) = (row.map(str::parse), file) {
                found.push((symbol.clone(), file.to_owned(), row));
            }
        } else if let Some((_, name)) = line.split_once(" - ").or_else(|| line.split_once(": ")) {
            symbol = name.split("::h").next().unwrap_or(name).to_owned();
        }
    }
    found
}

/// The line maps of crates, and the sources that they name.
#[derive(Default)]
struct Maps {
    maps: HashMap<PathBuf, Option<String>>,
    sources: HashMap<PathBuf, Vec<String>>,
}

impl Maps {
    /// The frame of the original that a line of a generated file belongs to.
    fn frame(&mut self, file: &Path, line: u32) -> Option<Frame> {
        let whole = file.to_str()?;
        let (package, name) = whole.rsplit_once("/src/")?;
        let package = Path::new(package);
        let map = self
            .maps
            .entry(package.to_owned())
            .or_insert_with(|| fs::read_to_string(package.join("line-map.json")).ok())
            .as_ref()?;
        let (source, line) = mapped(map, name, line)?;
        let workspace = package.parent()?;
        let lines = self.sources.entry(PathBuf::from(&source)).or_insert_with(|| {
            let text = root(workspace).and_then(|root| fs::read_to_string(root.join(&source)).ok());
            text.unwrap_or_default().lines().map(str::to_owned).collect()
        });
        let path = match std::env::var("TRANSPILE_SOURCE_ROOT") {
            Ok(root) => format!("{root}/{source}"),
            Err(_) => root(workspace)
                .map_or(source.clone(), |root| root.join(&source).display().to_string()),
        };
        let text = lines.get(line - 1).map_or(String::new(), |text| text.trim().to_owned());
        Some(Frame { path, line, name: enclosing(lines, line), text })
    }
}

/// The folder of the sources.
fn root(workspace: &Path) -> Option<PathBuf> {
    if let Ok(root) = std::env::var("TRANSPILE_SOURCE_ROOT") {
        return Some(PathBuf::from(root));
    }
    let lock = fs::read_to_string(workspace.join("transpile.lock.json")).ok()?;
    let source = lock.split_once("\"source\": \"")?.1.split('"').next()?;
    workspace.join(source).canonicalize().ok()
}

/// The source and its line of a line of a generated file: the last entry of the map up to it.
fn mapped(map: &str, name: &str, line: u32) -> Option<(String, usize)> {
    let lines = map.split_once(&format!("\"{name}\": [["))?.1.split("]]").next()?;
    let entries = lines.split("],[").filter_map(|entry| {
        let mut numbers = entry.split(',').map(|number| number.trim().parse::<usize>().ok());
        Some((numbers.next()??, numbers.next()??, numbers.next()??))
    });
    let (_, source, row) = entries.take_while(|(own, ..)| *own <= line as usize).last()?;
    let sources = map.split_once("\"sources\": [")?.1.split(']').next()?;
    Some((sources.split('"').nth(2 * source + 1)?.to_owned(), row))
}

/// The function (or class) whose body a line stands in.
fn enclosing(lines: &[String], line: usize) -> String {
    let indent = |text: &str| text.len() - text.trim_start().len();
    let mut least = lines.get(line.saturating_sub(1)).map_or(0, |text| indent(text));
    for text in lines[..line.saturating_sub(1).min(lines.len())].iter().rev() {
        let words = text.trim_start();
        if least == 0 {
            break;
        }
        if words.is_empty() || words.starts_with('#') || indent(text) >= least {
            continue;
        }
        least = indent(text);
        let opened = words.strip_prefix("async ").unwrap_or(words);
        if let Some(rest) = opened.strip_prefix("def ").or_else(|| opened.strip_prefix("class ")) {
            return rest
                .split(|c: char| !c.is_alphanumeric() && c != '_')
                .next()
                .unwrap_or(rest)
                .to_owned();
        }
    }
    "<module>".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_maps() {
        let map = "{\n \"sources\": [\"a.py\",\"b/c.py\"],\n \"lines\": {\n \"main.rs\": [[4,0,2],[6,1,9],[8,0,3]],\"m.rs\": [[1,1,1]]\n }\n}";
        assert_eq!(mapped(map, "main.rs", 7), Some(("b/c.py".to_owned(), 9)));
        assert_eq!(mapped(map, "main.rs", 3), None);
        assert_eq!(mapped(map, "m.rs", 5), Some(("b/c.py".to_owned(), 1)));
    }

    #[test]
    fn functions_of_lines() {
        let text = "x = 1\nclass A:\n    def f(self):\n        # note\n        if x:\n            return 1\n\n    y = 2\nz = 3";
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        assert_eq!(enclosing(&lines, 6), "f");
        assert_eq!(enclosing(&lines, 8), "A");
        assert_eq!(enclosing(&lines, 9), "<module>");
    }

    #[test]
    fn repeated_frames() {
        let frame = |line| Frame {
            path: "a.py".to_owned(),
            line,
            name: "f".to_owned(),
            text: String::new(),
        };
        let text = shown(&[frame(1), frame(2), frame(2), frame(2), frame(2), frame(2)]);
        assert_eq!(text.lines().count(), 5);
        assert!(text.ends_with("  [Previous line repeated 2 more times]\n"));
    }
}
