//! When: moments and spans of time, in microseconds.

use super::{AlgebraicType, Scalar, SpacetimeType, Typespace};
use crate::bsatn::{Decode, DecodeError, Encode, Reader};
use std::fmt;
use std::ops::{Add, AddAssign, Sub, SubAssign};
use std::time::Duration;

const MICROS_PER_SECOND: i64 = 1_000_000;
const SECONDS_PER_DAY: i64 = 24 * 60 * 60;

/// A moment, in microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// 1970-01-01T00:00:00Z.
    pub const UNIX_EPOCH: Timestamp = Timestamp(0);

    /// The moment so many microseconds after 1970 began.
    pub const fn from_micros_since_unix_epoch(micros: i64) -> Self {
        Timestamp(micros)
    }

    /// Microseconds since 1970 began.
    pub const fn to_micros_since_unix_epoch(self) -> i64 {
        self.0
    }

    /// The span from `earlier` to this moment, if that is not before it.
    pub fn duration_since(self, earlier: Timestamp) -> Option<Duration> {
        let micros = self.0.checked_sub(earlier.0)?;
        u64::try_from(micros).ok().map(Duration::from_micros)
    }

    /// The span from `earlier` to this moment, negative when that is after it.
    pub fn time_duration_since(self, earlier: Timestamp) -> Option<TimeDuration> {
        self.0.checked_sub(earlier.0).map(TimeDuration)
    }

    /// This moment moved by `by`, unless that leaves the range of moments.
    pub fn checked_add(self, by: TimeDuration) -> Option<Timestamp> {
        self.0.checked_add(by.0).map(Timestamp)
    }

    /// This moment moved back by `by`, unless that leaves the range of moments.
    pub fn checked_sub(self, by: TimeDuration) -> Option<Timestamp> {
        self.0.checked_sub(by.0).map(Timestamp)
    }
}

/// RFC 3339 with six digits after the second.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.div_euclid(MICROS_PER_SECOND);
        let micros = self.0.rem_euclid(MICROS_PER_SECOND);
        let (year, month, day) = civil_date(seconds.div_euclid(SECONDS_PER_DAY));
        let second = seconds.rem_euclid(SECONDS_PER_DAY);
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}.{micros:06}+00:00",
            second / 3600,
            second / 60 % 60,
            second % 60
        )
    }
}

/// Year, month and day of a day counted from 1970-01-01, in the Gregorian calendar.
fn civil_date(day: i64) -> (i64, i64, i64) {
    const DAYS_PER_ERA: i64 = 146_097; // 400 years
    const EPOCH_SHIFT: i64 = 719_468; // days from 0000-03-01 to 1970-01-01
    let shifted = day + EPOCH_SHIFT;
    let era = shifted.div_euclid(DAYS_PER_ERA);
    let of_era = shifted.rem_euclid(DAYS_PER_ERA);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    // Years begin in March here, so that the leap day is the last one.
    let march_month = (5 * of_year + 2) / 153;
    let month = if march_month < 10 {
        march_month + 3
    } else {
        march_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, of_year - (153 * march_month + 2) / 5 + 1)
}

/// A span of time in microseconds, which may be negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeDuration(i64);

impl TimeDuration {
    /// No time.
    pub const ZERO: TimeDuration = TimeDuration(0);

    /// A span of so many microseconds.
    pub const fn from_micros(micros: i64) -> Self {
        TimeDuration(micros)
    }

    /// The span's microseconds.
    pub const fn to_micros(self) -> i64 {
        self.0
    }

    /// A span of so many seconds.
    ///
    /// # Panics
    /// When it is longer than a span can be (292,000 years).
    pub const fn from_secs(seconds: i64) -> Self {
        TimeDuration(match seconds.checked_mul(MICROS_PER_SECOND) {
            Some(micros) => micros,
            None => panic!("span is too long"),
        })
    }

    /// The span as a standard duration, unless it is negative.
    pub fn to_duration(self) -> Option<Duration> {
        u64::try_from(self.0).ok().map(Duration::from_micros)
    }
}

impl fmt::Display for TimeDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { '-' } else { '+' };
        let micros = self.0.unsigned_abs();
        let per_second = MICROS_PER_SECOND.unsigned_abs();
        write!(f, "{sign}{}.{:06}", micros / per_second, micros % per_second)
    }
}

impl From<Duration> for TimeDuration {
    /// The span; the longest one when it is longer than that.
    fn from(duration: Duration) -> Self {
        TimeDuration(i64::try_from(duration.as_micros()).unwrap_or(i64::MAX))
    }
}

macro_rules! arithmetic {
    ($($span:ty),*) => {$(
        impl Add<$span> for Timestamp {
            type Output = Timestamp;
            fn add(self, by: $span) -> Timestamp {
                self.checked_add(by.into()).expect("moment is out of range")
            }
        }
        impl Sub<$span> for Timestamp {
            type Output = Timestamp;
            fn sub(self, by: $span) -> Timestamp {
                self.checked_sub(by.into()).expect("moment is out of range")
            }
        }
        impl AddAssign<$span> for Timestamp {
            fn add_assign(&mut self, by: $span) {
                *self = *self + by;
            }
        }
        impl SubAssign<$span> for Timestamp {
            fn sub_assign(&mut self, by: $span) {
                *self = *self - by;
            }
        }
    )*};
}

arithmetic! { TimeDuration, Duration }

impl Add for TimeDuration {
    type Output = TimeDuration;
    fn add(self, other: TimeDuration) -> TimeDuration {
        TimeDuration(self.0.checked_add(other.0).expect("span is too long"))
    }
}

impl Sub for TimeDuration {
    type Output = TimeDuration;
    fn sub(self, other: TimeDuration) -> TimeDuration {
        TimeDuration(self.0.checked_sub(other.0).expect("span is too long"))
    }
}

macro_rules! special {
    ($($ty:ident => $field:literal),*) => {$(
        impl SpacetimeType for $ty {
            fn describe(_: &mut Typespace) -> AlgebraicType {
                AlgebraicType::special($field, Scalar::I64)
            }
        }
        impl Encode for $ty {
            fn encode(&self, out: &mut Vec<u8>) {
                self.0.encode(out);
            }
        }
        impl Decode for $ty {
            fn decode(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
                i64::decode(from).map($ty)
            }
        }
    )*};
}

special! {
    Timestamp => "__timestamp_micros_since_unix_epoch__",
    TimeDuration => "__time_duration_micros__"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_told_in_rfc_3339() {
        let told = |micros| Timestamp(micros).to_string();
        assert_eq!(told(0), "1970-01-01T00:00:00.000000+00:00");
        assert_eq!(told(-1), "1969-12-31T23:59:59.999999+00:00");
        assert_eq!(told(951_782_400_000_000), "2000-02-29T00:00:00.000000+00:00");
        assert_eq!(told(1_700_000_000_123_456), "2023-11-14T22:13:20.123456+00:00");
        assert_eq!(told(253_402_300_799_999_999), "9999-12-31T23:59:59.999999+00:00");
        assert_eq!(told(-62_135_596_800_000_000), "0001-01-01T00:00:00.000000+00:00");
        // The ends of the range do not overflow.
        assert!(told(i64::MAX).starts_with("294247-01-10"));
        assert!(told(i64::MIN).starts_with("-290308-12-21"));
    }

    #[test]
    fn spans_have_a_sign() {
        assert_eq!(TimeDuration(-1_500_000).to_string(), "-1.500000");
        assert_eq!(TimeDuration(7).to_string(), "+0.000007");
        assert_eq!(TimeDuration(i64::MIN).to_string(), "-9223372036854.775808");
        assert_eq!(TimeDuration(-1).to_duration(), None);
    }

    #[test]
    fn moments_move_by_spans() {
        let moment = Timestamp(10) + Duration::from_micros(5) - TimeDuration(20);
        assert_eq!(moment, Timestamp(-5));
        assert_eq!(moment.duration_since(Timestamp(0)), None);
        assert_eq!(moment.time_duration_since(Timestamp(1)), Some(TimeDuration(-6)));
        assert_eq!(Timestamp(i64::MAX).checked_add(TimeDuration(1)), None);
    }
}
