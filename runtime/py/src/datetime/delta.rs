//! `datetime.timedelta`

use std::fmt::{self, Formatter};

use crate::exception::{Result, overflow_error, zero_division};
use crate::integer::Integer;
use crate::key::{Key, hash_items};
use crate::show::Repr;
use crate::truth::Truth;

/// A span of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeDelta {
    /// The span in microseconds.
    pub(super) micros: i128,
}

const DAY: i128 = 86_400_000_000;

/// Microseconds of a unit that may be a fraction, to the nearest, halves to even.
fn micros(amount: f64, unit: f64) -> i128 {
    let whole = amount.trunc();
    whole as i128 * unit as i128 + ((amount - whole) * unit).round_ties_even() as i128
}

impl TimeDelta {
    /// A span of microseconds.
    pub fn of_micros(micros: i128) -> Self {
        Self { micros }
    }

    pub(super) fn to_text(self) -> String {
        let (days, rest) = (self.micros.div_euclid(DAY), self.micros.rem_euclid(DAY));
        let (seconds, micros) = (rest / 1_000_000, rest % 1_000_000);
        let mut text = format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
        if micros != 0 {
            text.push_str(&format!(".{micros:06}"));
        }
        match days {
            0 => text,
            1 | -1 => format!("{days} day, {text}"),
            _ => format!("{days} days, {text}"),
        }
    }
}

fallible! {
    /// `timedelta(days, seconds, microseconds, milliseconds, minutes, hours, weeks)` of integers
    fn new / try_new [](days: impl Integer, seconds: impl Integer, microseconds: impl Integer, milliseconds: impl Integer, minutes: impl Integer, hours: impl Integer, weeks: impl Integer) -> TimeDelta {
        let wide = |n: i64| i128::from(n);
        let days = wide(days.clamp_i64()) + 7 * wide(weeks.clamp_i64());
        let seconds = wide(seconds.clamp_i64()) + 60 * wide(minutes.clamp_i64()) + 3600 * wide(hours.clamp_i64());
        let micros = wide(microseconds.clamp_i64()) + 1000 * wide(milliseconds.clamp_i64());
        checked(days * DAY + seconds * 1_000_000 + micros)
    }

    /// The same of floats
    fn of_floats / try_of_floats [](days: f64, seconds: f64, microseconds: f64, milliseconds: f64, minutes: f64, hours: f64, weeks: f64) -> TimeDelta {
        let seconds = micros(seconds, 1e6) + micros(minutes, 6e7) + micros(hours, 3.6e9);
        let small = microseconds.round_ties_even() as i128 + micros(milliseconds, 1e3);
        checked(micros(days, 8.64e10) + micros(weeks, 6.048e11) + seconds + small)
    }

    /// `a / b`
    fn ratio / try_ratio [](a: &TimeDelta, b: &TimeDelta) -> f64 {
        if b.micros == 0 {
            return Err(zero_division("division by zero"));
        }
        Ok(a.micros as f64 / b.micros as f64)
    }

    /// `a // b`
    fn floor_ratio / try_floor_ratio [](a: &TimeDelta, b: &TimeDelta) -> i64 {
        if b.micros == 0 {
            return Err(zero_division("integer division or modulo by zero"));
        }
        Ok(floor(a.micros, b.micros) as i64)
    }

    /// `a % b`
    fn modulo / try_modulo [](a: &TimeDelta, b: &TimeDelta) -> TimeDelta {
        let times = i128::from(try_floor_ratio(a, b)?);
        Ok(TimeDelta { micros: a.micros - times * b.micros })
    }

    /// `a / x`
    fn divided / try_divided [](a: &TimeDelta, x: f64) -> TimeDelta {
        if x == 0.0 {
            return Err(zero_division("division by zero"));
        }
        Ok(TimeDelta { micros: (a.micros as f64 / x).round_ties_even() as i128 })
    }

    /// `a // n`
    fn floor_divided / try_floor_divided [](a: &TimeDelta, n: impl Integer) -> TimeDelta {
        match n.clamp_i64() {
            0 => Err(zero_division("integer division or modulo by zero")),
            n => Ok(TimeDelta { micros: floor(a.micros, i128::from(n)) }),
        }
    }
}

fn floor(a: i128, b: i128) -> i128 {
    let quotient = a / b;
    if a % b != 0 && (a < 0) != (b < 0) { quotient - 1 } else { quotient }
}

fn checked(micros: i128) -> Result<TimeDelta> {
    let days = micros.div_euclid(DAY);
    if days.abs() > 999_999_999 {
        return Err(overflow_error(format!("days={days}; must have magnitude <= 999999999")));
    }
    Ok(TimeDelta { micros })
}

macro_rules! units {
    ($($name:ident $factor:expr;)*) => {
        $(
            #[doc = concat!("`timedelta(", stringify!($name), "=n)`")]
            pub fn $name(n: impl Integer) -> TimeDelta {
                checked(i128::from(n.clamp_i64()) * $factor).unwrap_or_else(|error| error.unwind())
            }
        )*
    };
}

units! {
    weeks 7 * DAY;
    days DAY;
    hours 3_600_000_000;
    minutes 60_000_000;
    seconds 1_000_000;
    milliseconds 1000;
    microseconds 1;
}

/// `self.days`
pub fn day_part(delta: &TimeDelta) -> i64 {
    delta.micros.div_euclid(DAY) as i64
}

/// `self.seconds`
pub fn second_part(delta: &TimeDelta) -> i64 {
    (delta.micros.rem_euclid(DAY) / 1_000_000) as i64
}

/// `self.microseconds`
pub fn micro_part(delta: &TimeDelta) -> i64 {
    (delta.micros.rem_euclid(DAY) % 1_000_000) as i64
}

/// `self.total_seconds()`
pub fn total_seconds(delta: &TimeDelta) -> f64 {
    delta.micros as f64 / 1e6
}

/// `a + b`
pub fn add(a: &TimeDelta, b: &TimeDelta) -> TimeDelta {
    TimeDelta { micros: a.micros + b.micros }
}

/// `a - b`
pub fn sub(a: &TimeDelta, b: &TimeDelta) -> TimeDelta {
    TimeDelta { micros: a.micros - b.micros }
}

/// `a * n`
pub fn times(a: &TimeDelta, n: impl Integer) -> TimeDelta {
    TimeDelta { micros: a.micros * i128::from(n.clamp_i64()) }
}

/// `a * x`
pub fn scaled(a: &TimeDelta, x: f64) -> TimeDelta {
    TimeDelta { micros: (a.micros as f64 * x).round_ties_even() as i128 }
}

/// `-a`
pub fn neg(a: &TimeDelta) -> TimeDelta {
    TimeDelta { micros: -a.micros }
}

/// `abs(a)`
pub fn abs(a: &TimeDelta) -> TimeDelta {
    TimeDelta { micros: a.micros.abs() }
}

impl Repr for TimeDelta {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let parts = [
            ("days", day_part(self)),
            ("seconds", second_part(self)),
            ("microseconds", micro_part(self)),
        ];
        let shown: Vec<String> = parts
            .iter()
            .filter(|part| part.1 != 0)
            .map(|(name, n)| format!("{name}={n}"))
            .collect();
        write!(
            f,
            "datetime.timedelta({})",
            if shown.is_empty() { "0".to_owned() } else { shown.join(", ") }
        )
    }
}

impl Truth for TimeDelta {
    fn test(&self) -> bool {
        self.micros != 0
    }
}

impl crate::fmt::Format for TimeDelta {
    fn format(&self, spec: &crate::fmt::Spec) -> Result<String> {
        if spec.is_empty() {
            return Ok(self.to_text());
        }
        Err(crate::exception::type_error(
            "unsupported format string passed to datetime.timedelta.__format__",
        ))
    }
}

impl Key for TimeDelta {
    fn __hash__(&self) -> i64 {
        hash_items([day_part(self), second_part(self), micro_part(self)].into_iter())
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}
