//! Tells whether a value can still change because time goes on or devices deliver late.

use chrono::{DateTime, Utc};
use vitasync_core::aggregate::{BucketValue, SETTLING};

/// How far a stretch of time lies behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    /// Whether it is not over yet.
    pub is_partial: bool,
    /// Whether it has been over for so long that no device is expected to deliver late.
    pub is_final: bool,
}

impl Settled {
    /// Looks at a value.
    pub fn of(value: &BucketValue, now: DateTime<Utc>) -> Self {
        Self {
            is_partial: value.is_partial(now),
            is_final: value.is_final(now),
        }
    }

    /// Looks at a stretch that ends at `end`, as [`of`](Self::of) does at a value: it may have none, or one from the cache.
    pub fn at(end: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        Self {
            is_partial: now < end,
            is_final: now - end >= SETTLING,
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn a_day_is_partial_until_it_ends_and_final_a_day_later() {
        let end: DateTime<Utc> = "2025-06-15T22:00:00Z".parse().expect("an instant");
        let settled = |hours| {
            let it = Settled::at(end, end + TimeDelta::hours(hours));
            (it.is_partial, it.is_final)
        };
        assert_eq!(
            [-1, 0, 23, 24].map(settled),
            [(true, false), (false, false), (false, false), (false, true)]
        );
    }
}
