//! The calls that the standard library and `nix` have no safe form of. All of the crate's `unsafe` is here.
#![allow(unsafe_code)]

use nix::sys::signal::{SaFlags, SigAction, SigHandler, SigSet, Signal, sigaction};
use nix::unistd::{ForkResult, Pid};
use std::sync::atomic::{AtomicU64, Ordering};

/// Signals that arrived and whose trap has not run yet, bit n for signal n.
static PENDING: AtomicU64 = AtomicU64::new(0);

extern "C" fn note(signal: i32) {
    // An atomic store is all that happens here: it is async-signal-safe.
    PENDING.fetch_or(1 << signal, Ordering::Relaxed);
}

/// What to do when a signal arrives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Disposition {
    /// As the system does it.
    Default,
    /// Nothing.
    Ignore,
    /// Note it for a trap.
    Note,
}

/// Sets what a signal does. Signals that cannot be caught are left alone.
pub fn dispose(signal: Signal, disposition: Disposition) {
    let handler = match disposition {
        Disposition::Default => SigHandler::SigDfl,
        Disposition::Ignore => SigHandler::SigIgn,
        Disposition::Note => SigHandler::Handler(note),
    };
    let action = SigAction::new(handler, SaFlags::empty(), SigSet::empty());
    // SAFETY: the only handler ever installed is `note`, which does one atomic operation.
    let _ = unsafe { sigaction(signal, &action) };
}

/// Is any signal noted?
pub fn any_pending() -> bool {
    PENDING.load(Ordering::Relaxed) != 0
}

/// Takes the noted signals, lowest first.
pub fn take_pending() -> Vec<i32> {
    let bits = PENDING.swap(0, Ordering::Relaxed);
    (1..64).filter(|signal| bits >> signal & 1 == 1).collect()
}

/// Makes a child process that goes on from here. `None` in the child.
pub fn fork() -> nix::Result<Option<Pid>> {
    // SAFETY: the script runs in one thread; the main thread only waits for it, so no lock is held by a thread that the child lacks.
    match unsafe { nix::unistd::fork() }? {
        ForkResult::Child => Ok(None),
        ForkResult::Parent { child } => Ok(Some(child)),
    }
}
