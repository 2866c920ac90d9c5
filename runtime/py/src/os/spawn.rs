//! Commands that `subprocess` runs to their end

use std::io::{Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::file::os_error;
use crate::integer::Integer;

/// The status of a command that ran longer than it may.
const LATE: i64 = 1000;

/// Where a stream of a command goes, by the number that `subprocess` has for it; 0 is the program's own stream.
pub fn spawn_place(stream: impl Integer) -> String {
    let place = match stream.clamp_i64() {
        -1 => "pipe",
        -2 => "out",
        -3 => "null",
        _ => "own",
    };
    place.to_owned()
}

fn stream(place: &str) -> Stdio {
    match place {
        "pipe" => Stdio::piped(),
        "null" => Stdio::null(),
        _ => Stdio::inherit(),
    }
}

/// Reads a stream while the command runs.
fn reader(from: Option<impl Read + Send + 'static>) -> JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut from) = from {
            // What is read until a failure is what there is.
            let _ = from.read_to_end(&mut bytes);
        }
        bytes
    })
}

/// The status, as Python has it: the number of a signal is negative.
fn wait(child: &mut Child, limit: f64) -> std::io::Result<i64> {
    let code = |status: std::process::ExitStatus| {
        status.code().map_or_else(|| -i64::from(status.signal().unwrap_or(0)), i64::from)
    };
    if limit < 0.0 {
        return child.wait().map(code);
    }
    let end = Instant::now() + Duration::from_secs_f64(limit.min(1e9));
    while Instant::now() < end {
        if let Some(status) = child.try_wait()? {
            return Ok(code(status));
        }
        thread::sleep(Duration::from_millis(1));
    }
    child.kill()?;
    child.wait()?;
    Ok(LATE)
}

fn run(
    words: &[String],
    input: &[u8],
    places: &str,
    folder: &str,
    env: &[String],
    limit: f64,
) -> std::io::Result<(i64, Vec<u8>, Vec<u8>)> {
    let place = |index: usize| places.split(' ').nth(index).unwrap_or("own");
    let mut command = Command::new(words.first().map_or("", String::as_str));
    command.args(words.iter().skip(1));
    if !folder.is_empty() {
        command.current_dir(folder);
    }
    super::hand_over(&mut command);
    if let [first, pairs @ ..] = env
        && first == "alone"
    {
        command.env_clear();
        command.envs(pairs.iter().filter_map(|pair| pair.split_once('=')));
    }
    command.stdin(stream(place(0)));
    // What goes where the output goes has one pipe with it, so that the order stays.
    let shared = if place(2) == "out" && place(1) == "pipe" {
        let (reading, writing) = std::io::pipe()?;
        command.stdout(writing.try_clone()?).stderr(writing);
        Some(reading)
    } else {
        command.stdout(stream(place(1)));
        command.stderr(match place(2) {
            "out" if place(1) == "null" => Stdio::null(),
            "out" => Stdio::from(std::io::stdout()),
            other => stream(other),
        });
        None
    };
    let mut child = command.spawn()?;
    drop(command);
    let written = if let Some(reading) = shared {
        reader(Some(reading))
    } else {
        reader(child.stdout.take())
    };
    let errors = reader(child.stderr.take());
    let feeder = child.stdin.take().map(|mut to| {
        let input = input.to_vec();
        // A command that does not read its input to the end is no failure.
        thread::spawn(move || drop(to.write_all(&input)))
    });
    let status = wait(&mut child, limit)?;
    if status == LATE {
        return Ok((LATE, Vec::new(), Vec::new()));
    }
    if let Some(feeder) = feeder {
        let _ = feeder.join();
    }
    Ok((status, written.join().unwrap_or_default(), errors.join().unwrap_or_default()))
}

fallible! {
    /// Runs a command to its end: its status, and what it wrote to its streams. `env` begins with
    /// `alone` where the others, `name=value`, stand for the program's own variables.
    fn spawn / try_spawn [N: Integer](words: &[String], input: &[u8], places: &str, folder: &str, env: &[String], limit: f64) -> (N, Vec<u8>, Vec<u8>) {
        run(words, input, places, folder, env, limit).map(|(status, written, errors)| (N::from_i64(status), written, errors)).map_err(|error| {
            let lost = !folder.is_empty() && !std::path::Path::new(folder).is_dir();
            os_error(&error, Some(if lost { folder } else { words.first().map_or("", String::as_str) }))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_commands() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let places = "pipe pipe out";
        assert_eq!(
            spawn::<i64>(&words("cat"), b"given", places, "", &[], -1.0),
            (0, b"given".to_vec(), Vec::new())
        );
        assert_eq!(spawn::<i64>(&words("sleep 5"), b"", places, "", &[], 0.01).0, LATE);
        let env = ["alone".to_owned(), "WIDE=x".to_owned()];
        let shown = spawn::<i64>(
            &["sh", "-c", "echo $WIDE >&2; exit 3"].map(str::to_owned),
            b"",
            places,
            "/",
            &env,
            -1.0,
        );
        assert_eq!(shown, (3, b"x\n".to_vec(), Vec::new()));
        assert!(try_spawn::<i64>(&words("/no/such"), b"", places, "", &[], -1.0).is_err());
    }
}
