//! Looks for a word in all files of a folder.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::thread;

use twin_forms::Form;

#[derive(Default)]
struct Found {
    files: usize,
    matching: usize,
    lines: usize,
}

impl Found {
    fn add(&mut self, other: &Self) {
        self.files += other.files;
        self.matching += other.matching;
        self.lines += other.lines;
    }
}

/// The files below a folder.
fn files_below(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            files_below(&entry.path(), found)?;
        } else {
            found.push(entry.path());
        }
    }
    Ok(())
}

/// How many files there are, how many have the word, and on how many lines.
fn scan(files: &[PathBuf], word: &str) -> io::Result<Found> {
    let mut found = Found::default();
    let mut text = String::new();
    for file in files {
        text.clear();
        File::open(file)?.read_to_string(&mut text)?;
        let lines = text.lines().filter(|line| line.contains(word)).count();
        found.files += 1;
        found.matching += usize::from(lines > 0);
        found.lines += lines;
    }
    Ok(found)
}

fn main() -> io::Result<()> {
    let mut files = Vec::new();
    files_below(Path::new("texts"), &mut files)?;
    let share = files.len().div_ceil(Form::from_env().threads()).max(1);
    let parts: Vec<io::Result<Found>> = thread::scope(|scope| {
        let workers: Vec<_> = files
            .chunks(share)
            .map(|files| scope.spawn(move || scan(files, "fjord haven")))
            .collect();
        workers
            .into_iter()
            .map(|worker| worker.join().expect("a worker that ends"))
            .collect()
    });
    let mut found = Found::default();
    for part in parts {
        found.add(&part?);
    }
    println!(
        "{} files, {} with the words, {} lines",
        found.files, found.matching, found.lines
    );
    Ok(())
}
