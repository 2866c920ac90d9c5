//! Start and end of a translated script.

use crate::shell::Shell;
use crate::status::{Checked, Status};
use crate::sys::{self, Disposition};
use nix::sys::signal::{SigSet, Signal};
use std::os::unix::ffi::OsStringExt;
use std::process::ExitCode;

/// The `fn main` of a script, by its name and its function.
#[macro_export]
macro_rules! main {
    ($name:expr, $script:path) => {
        fn main() -> std::process::ExitCode {
            $crate::main($name, $script)
        }
    };
}

/// The same of a script of `#!/bin/sh`.
#[macro_export]
macro_rules! main_posix {
    ($name:expr, $script:path) => {
        fn main() -> std::process::ExitCode {
            $crate::main_posix($name, $script)
        }
    };
}

/// Runs a script. `name` is the path of the original below its source root; `$0` and messages use it.
pub fn main(name: &str, script: impl FnOnce(&mut Shell) -> Checked<Status> + Send) -> ExitCode {
    start(name, false, script)
}

/// Runs a script of `#!/bin/sh`.
pub fn main_posix(
    name: &str,
    script: impl FnOnce(&mut Shell) -> Checked<Status> + Send,
) -> ExitCode {
    start(name, true, script)
}

/// Stacks for deep recursion, the first that can be had; only what is used takes memory.
const STACKS: &[usize] = &[1 << 30, 1 << 27, 1 << 23];

fn start(
    name: &str,
    posix: bool,
    script: impl FnOnce(&mut Shell) -> Checked<Status> + Send,
) -> ExitCode {
    // Rust ignores SIGPIPE; a script dies of it.
    sys::dispose(Signal::SIGPIPE, Disposition::Default);
    let name = match std::env::var_os("TRANSPILE_SOURCE_ROOT") {
        Some(root) if !name.starts_with('/') => {
            let mut path = root.into_vec();
            path.push(b'/');
            path.extend_from_slice(name.as_bytes());
            path
        }
        _ => name.as_bytes().to_vec(),
    };
    let arguments = std::env::args_os().skip(1).map(OsStringExt::into_vec).collect();
    // All signals are for the thread that runs the script, so that they interrupt its waits.
    let mask = SigSet::thread_get_mask().unwrap_or_else(|_| SigSet::empty());
    let _ = SigSet::all().thread_block();
    let script = std::sync::Mutex::new(Some((script, name, arguments)));
    let run = || {
        let _ = mask.thread_set_mask();
        let taken = script.lock().ok().and_then(|mut script| script.take());
        let Some((script, name, arguments)) = taken else { return Status(70) };
        let mut sh = Shell::new(name, arguments);
        if posix {
            sh.become_dash();
        }
        sh.run_to_end(script)
    };
    let status = std::thread::scope(|scope| {
        // Where memory is limited, a smaller stack has to do.
        let thread = STACKS.iter().find_map(|size| {
            std::thread::Builder::new().stack_size(*size).spawn_scoped(scope, run).ok()
        });
        thread.and_then(|thread| thread.join().ok()).unwrap_or(Status(70))
    });
    std::process::exit(i32::from(status.0))
}
