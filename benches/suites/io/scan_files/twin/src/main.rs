//! Looks for a word in all files of a folder.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use python_random::Random;

const WORDS: [&str; 10] = [
    "amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "haven", "inlet", "jetty",
];

/// Files in subfolders of a hundred each.
fn write_files(folder: &Path, count: usize) -> io::Result<()> {
    let mut generator = Random::new(23);
    for number in 0..count {
        let parent = folder.join(format!("{:03}", number / 100));
        fs::create_dir_all(&parent)?;
        let mut file = BufWriter::new(File::create(parent.join(format!("{number:05}.txt")))?);
        for _ in 0..40 {
            for i in 0..8 {
                write!(
                    file,
                    "{}{}",
                    if i > 0 { " " } else { "" },
                    generator.draw(&WORDS)
                )?;
            }
            writeln!(file)?;
        }
        file.flush()?;
    }
    Ok(())
}

#[derive(Default)]
struct Found {
    files: usize,
    matching: usize,
    lines: usize,
}

/// How many files there are, how many have the word, and on how many lines.
fn scan(folder: &Path, word: &str, found: &mut Found) -> io::Result<()> {
    let mut line = String::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            scan(&path, word, found)?;
            continue;
        }
        let mut reader = BufReader::new(File::open(path)?);
        let mut lines = 0;
        while reader.read_line(&mut line)? > 0 {
            lines += usize::from(line.contains(word));
            line.clear();
        }
        found.files += 1;
        found.matching += usize::from(lines > 0);
        found.lines += lines;
    }
    Ok(())
}

fn main() -> io::Result<()> {
    let count = std::env::args()
        .nth(1)
        .map_or(50, |text| text.parse().expect("a number"));
    let folder = Path::new("texts");
    write_files(folder, count)?;
    let mut found = Found::default();
    scan(folder, "fjord haven", &mut found)?;
    println!(
        "{} files, {} with the words, {} lines",
        found.files, found.matching, found.lines
    );
    Ok(())
}
