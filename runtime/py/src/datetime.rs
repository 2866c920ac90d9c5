//! `datetime`: dates, times and spans of time as plain values, by the proleptic Gregorian calendar.

pub mod civil;
pub mod date;
pub mod delta;
pub mod moment;
mod read;
pub mod text;
pub mod time;
pub mod zone;

pub use civil::Fields;
pub use date::Date;
pub use delta::TimeDelta;
pub use moment::DateTime;
pub use time::Time;
pub use zone::TimeZone;

/// What every value of the module has in common: it is copied by its value, and shown by `str` unless a format is given.
macro_rules! values {
    ($($kind:ty)*) => {
        $(
            impl crate::copy::Copied for $kind {
                fn shallow(&self) -> Self {
                    self.clone()
                }

                fn deep(&self) -> Self {
                    self.clone()
                }
            }

            impl crate::show::Str for $kind {
                fn fmt_str(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str(&self.to_text())
                }
            }
        )*
    };
}

values! { Date TimeDelta DateTime Time TimeZone }

/// Values whose format specs are patterns of `strftime`.
macro_rules! patterns {
    ($($kind:ty)*) => {
        $(
            impl crate::truth::Truth for $kind {}

            impl $kind {
                /// `format(self, pattern)`
                pub fn formatted(&self, pattern: &str) -> String {
                    if pattern.is_empty() { self.to_text() } else { text::strftime(&self.fields(), pattern) }
                }
            }
        )*
    };
}

patterns! { Date DateTime Time }
