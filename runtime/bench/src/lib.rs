//! The body of each generated crate's `benches/`: a criterion benchmark a case. An iteration is one run of the program's binary, start-up
//! included, since that is what the original's times are compared with.
#![forbid(unsafe_code)]

use criterion::{Criterion, SamplingMode};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// One way to run a program.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    pub name: &'static str,
    pub args: &'static [&'static str],
    /// Standard input: a file of the project, or the text itself.
    pub stdin: Stdin,
    pub env: &'static [(&'static str, &'static str)],
    /// Files and folders of the project that the run needs.
    pub files: &'static [&'static str],
    /// Where to start, from the project's root.
    pub cwd: &'static str,
}

/// What a run reads.
#[derive(Debug, Clone, Copy)]
pub enum Stdin {
    Text(&'static str),
    File(&'static str),
}

/// Times all cases of a program: `binary` is its path, `source` the project's root, `group` the package.
pub fn bench(group: &str, binary: &str, source: &str, cases: &[Case]) {
    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group(group);
    group.sampling_mode(SamplingMode::Flat);
    group.sample_size(20);
    group.warm_up_time(Duration::from_millis(500));
    group.measurement_time(Duration::from_secs(5));
    for case in cases {
        let setup = Setup::new(case, Path::new(source))
            .unwrap_or_else(|error| panic!("{}: {error}", case.name));
        group.bench_function(case.name, |bencher| {
            bencher.iter_custom(|rounds| (0..rounds).map(|_| setup.run(case, binary)).sum());
        });
    }
    group.finish();
    criterion.final_summary();
}

/// The fresh folder in which a case's runs start.
struct Setup {
    folder: PathBuf,
    input: Vec<u8>,
}

impl Setup {
    fn new(case: &Case, source: &Path) -> io::Result<Self> {
        let folder = std::env::temp_dir().join(format!(
            "transpile-bench-{}-{}",
            std::process::id(),
            case.name
        ));
        fs::create_dir_all(&folder)?;
        for file in case.files {
            copy(&source.join(file), &folder.join(file))?;
        }
        fs::create_dir_all(folder.join(case.cwd))?;
        let input = match case.stdin {
            Stdin::Text(text) => text.as_bytes().to_vec(),
            Stdin::File(file) => fs::read(source.join(file))?,
        };
        Ok(Self { folder, input })
    }

    /// Runs the program once; the time from its start to its end.
    fn run(&self, case: &Case, binary: &str) -> Duration {
        let mut command = Command::new(binary);
        command
            .args(case.args)
            .current_dir(self.folder.join(case.cwd))
            .env("TRANSPILE_SOURCE_ROOT", &self.folder);
        command
            .envs(case.env.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let begin = Instant::now();
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{binary}: {error}"));
        if let Some(mut stdin) = child.stdin.take() {
            // A program need not read all of its input.
            let _ = stdin.write_all(&self.input);
        }
        let _ = child.wait();
        begin.elapsed()
    }
}

impl Drop for Setup {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    if from.is_dir() {
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
        return Ok(());
    }
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::copy(from, to).map(|_| ())
}
