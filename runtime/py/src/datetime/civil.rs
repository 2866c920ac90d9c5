//! The calendar: days since 1 January of the year 1 and their parts.

/// Broken-down time, as `time.struct_time` has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// The year.
    pub year: i64,
    /// The month from 1.
    pub month: i64,
    /// The day of the month from 1.
    pub day: i64,
    /// The hour.
    pub hour: i64,
    /// The minute.
    pub minute: i64,
    /// The second.
    pub second: i64,
    /// The microsecond.
    pub micro: i64,
    /// Seconds east of UTC, where a zone is known.
    pub offset: Option<i64>,
    /// The name of the zone.
    pub zone: String,
}

/// Days before a year, from 1 January of the year 1.
pub fn days_before_year(year: i64) -> i64 {
    let y = year - 1;
    y * 365 + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400)
}

/// Is a year a leap year?
pub fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// The days of a month.
pub fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + i64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The day of the year from 1.
pub fn day_of_year(year: i64, month: i64, day: i64) -> i64 {
    (1..month).map(|month| days_in_month(year, month)).sum::<i64>() + day
}

/// 1 for 1 January of the year 1.
pub fn ordinal(year: i64, month: i64, day: i64) -> i64 {
    days_before_year(year) + day_of_year(year, month, day)
}

/// Year, month and day of an ordinal.
pub fn of_ordinal(ordinal: i64) -> (i64, i64, i64) {
    let days = ordinal - 1 + 306;
    let era = days.div_euclid(146_097);
    let day = days.rem_euclid(146_097);
    let year_of_era = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

/// 0 for Monday.
pub fn weekday(ordinal: i64) -> i64 {
    (ordinal + 6).rem_euclid(7)
}

/// The year, week and day of ISO 8601.
pub fn iso_calendar(ordinal: i64) -> (i64, i64, i64) {
    let (year, ..) = of_ordinal(ordinal);
    let first = |year: i64| {
        let start = days_before_year(year) + 1;
        let day = weekday(start);
        if day > 3 { start - day + 7 } else { start - day }
    };
    let year = if ordinal >= first(year + 1) {
        year + 1
    } else if ordinal < first(year) {
        year - 1
    } else {
        year
    };
    ((year), (ordinal - first(year)) / 7 + 1, weekday(ordinal) + 1)
}

/// The ordinal of 1 January 1970.
pub const EPOCH: i64 = 719_163;

impl Fields {
    /// The ordinal of the day.
    pub fn ordinal(&self) -> i64 {
        ordinal(self.year, self.month, self.day)
    }

    /// The fields of a number of seconds since 1970, in UTC.
    pub fn of_seconds(seconds: i64) -> Self {
        let (year, month, day) = of_ordinal(seconds.div_euclid(86_400) + EPOCH);
        let rest = seconds.rem_euclid(86_400);
        Self {
            year,
            month,
            day,
            hour: rest / 3600,
            minute: rest / 60 % 60,
            second: rest % 60,
            ..Self::default()
        }
    }

    /// Seconds since 1970 of the fields as UTC.
    pub fn seconds(&self) -> i64 {
        (self.ordinal() - EPOCH) * 86_400 + self.hour * 3600 + self.minute * 60 + self.second
    }
}
