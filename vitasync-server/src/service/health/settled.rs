//! Tells whether a value can still change because time goes on or devices deliver late.

use chrono::{DateTime, TimeDelta, Utc};

/// How long after its end a value may still change because devices deliver late.
const SETTLES_AFTER: TimeDelta = TimeDelta::hours(24);

/// How far a stretch of time lies behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    /// Whether it is not over yet.
    pub is_partial: bool,
    /// Whether it has been over for so long that no device is expected to deliver late.
    pub is_final: bool,
}

impl Settled {
    /// Looks at a stretch that ends at `end`.
    pub fn at(end: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        Self {
            is_partial: now < end,
            is_final: end + SETTLES_AFTER <= now,
        }
    }
}

#[cfg(test)]
mod tests {
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
