//! Statuses and the ways in which a command ends early.

/// The exit status of a command; 0 is success.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Status(pub u8);

impl Status {
    /// Success.
    pub const OK: Status = Status(0);

    /// Is it success?
    pub fn ok(self) -> bool {
        self.0 == 0
    }

    /// `!`: success becomes 1, anything else 0.
    pub fn inverted(self) -> Status {
        Status(u8::from(self.0 == 0))
    }
}

impl From<u8> for Status {
    fn from(code: u8) -> Status {
        Status(code)
    }
}

impl From<bool> for Status {
    fn from(ok: bool) -> Status {
        Status(u8::from(!ok))
    }
}

/// Why a command does not end normally.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// `exit`, or a failure under `set -e` or `set -u`: the (sub)shell ends.
    Exit(Status),
    /// `return`: the function or sourced file ends.
    Return(Status),
    /// `break n`.
    Break(u32),
    /// `continue n`.
    Continue(u32),
    /// An expansion failed: the complete command at top level is given up.
    Abandon(Status),
}

/// A value, or an early end.
pub type Checked<T> = Result<T, Flow>;

/// `exit status`.
pub fn exit_with(status: Status) -> Flow {
    Flow::Exit(status)
}

/// `return status`.
pub fn return_with(status: Status) -> Flow {
    Flow::Return(status)
}

/// `break n`.
pub fn leave(levels: i64) -> Flow {
    Flow::Break(clamped(levels))
}

/// `continue n`.
pub fn next(levels: i64) -> Flow {
    Flow::Continue(clamped(levels))
}

fn clamped(levels: i64) -> u32 {
    u32::try_from(levels).unwrap_or(u32::MAX)
}

/// What a loop does after a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The next round.
    On,
    /// Leave this loop.
    Break,
    /// Skip to the next round.
    Continue,
}
