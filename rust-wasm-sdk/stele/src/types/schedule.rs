//! When a scheduled row is due.

use super::{AlgebraicType, SpacetimeType, TimeDuration, Timestamp, Typespace};
use crate::bsatn::{Decode, DecodeError, Encode, Reader};
use std::time::Duration;

/// When the function of a scheduled table is called for a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScheduleAt {
    /// Again and again, so much time after the last call.
    Interval(TimeDuration),
    /// Once, at this moment; the row goes then.
    Time(Timestamp),
}

impl From<Duration> for ScheduleAt {
    fn from(interval: Duration) -> Self {
        ScheduleAt::Interval(interval.into())
    }
}

impl From<TimeDuration> for ScheduleAt {
    fn from(interval: TimeDuration) -> Self {
        ScheduleAt::Interval(interval)
    }
}

impl From<Timestamp> for ScheduleAt {
    fn from(moment: Timestamp) -> Self {
        ScheduleAt::Time(moment)
    }
}

impl SpacetimeType for ScheduleAt {
    fn describe(types: &mut Typespace) -> AlgebraicType {
        AlgebraicType::Sum(vec![
            ("Interval", TimeDuration::describe(types)),
            ("Time", Timestamp::describe(types)),
        ])
    }
}

impl Encode for ScheduleAt {
    fn encode(&self, out: &mut Vec<u8>) {
        match self {
            ScheduleAt::Interval(span) => {
                out.push(0);
                span.encode(out);
            }
            ScheduleAt::Time(moment) => {
                out.push(1);
                moment.encode(out);
            }
        }
    }
}

impl Decode for ScheduleAt {
    fn decode(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match from.tag()? {
            0 => TimeDuration::decode(from).map(ScheduleAt::Interval),
            1 => Timestamp::decode(from).map(ScheduleAt::Time),
            other => Err(DecodeError::tag("ScheduleAt", other)),
        }
    }
}
