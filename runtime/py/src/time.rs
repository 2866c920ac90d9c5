//! `time`

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::integer::Integer;

#[cfg(feature = "datetime")]
pub mod dates;

thread_local! {
    static START: Instant = Instant::now();
}

/// `time.time()`
pub fn time() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64()
}

/// `time.time_ns()`
pub fn time_ns() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos() as i64
}

/// `time.perf_counter()`, `time.monotonic()`
pub fn perf_counter() -> f64 {
    START.with(Instant::elapsed).as_secs_f64()
}

/// `time.perf_counter_ns()`
pub fn perf_counter_ns() -> i64 {
    START.with(Instant::elapsed).as_nanos() as i64
}

/// `time.process_time()`: of the whole process, by the kernel's account
pub fn process_time() -> f64 {
    let ticks = std::fs::read_to_string("/proc/self/stat").ok().and_then(|text| {
        let rest = text.rsplit(')').next()?.split_whitespace().collect::<Vec<_>>();
        Some(rest.get(11)?.parse::<f64>().ok()? + rest.get(12)?.parse::<f64>().ok()?)
    });
    ticks.map_or_else(perf_counter, |ticks| ticks / 100.0)
}

/// `time.process_time_ns()`
pub fn process_time_ns() -> i64 {
    (process_time() * 1e9) as i64
}

/// `time.sleep(seconds)`
pub fn sleep(seconds: f64) {
    crate::stdout::flush_if_terminal();
    std::thread::sleep(Duration::try_from_secs_f64(seconds).unwrap_or_default());
}

/// `time.sleep(seconds)` of an integer
pub fn sleep_whole(seconds: impl Integer) {
    sleep(seconds.to_f64());
}
