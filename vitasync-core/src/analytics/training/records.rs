//! Says which efforts were the best so far: personal records, each by its own key, such as a sport and a distance.
//!
//! A record is strictly better than everything at earlier moments; whoever equals it does not take it. What comes first in
//! time holds, in whatever order efforts arrive, and of several at one moment the best counts.
//!
//! Assumes that efforts are true and told once: duplicates and jumps of position are removed before
//! ([`best_effort`](super::best_effort), the resolution of workouts). Needs one effort. Refuses values that are not finite.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::super::{Method, NoAnswer};

/// This method.
pub const METHOD: Method = Method {
    id: "personal_record",
    version: 1,
    source: "strictly better than all before",
    needs: "1 effort",
};

/// Which of two values is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Better {
    /// The greater: power, distance, weight.
    Higher,
    /// The smaller: time over a distance, resting heart rate.
    Lower,
}

/// A value that may be a record.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Effort {
    /// When it was.
    pub at: DateTime<Utc>,
    /// How good.
    pub value: f64,
}

/// A value that was the best when it came.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = PersonalRecord))]
pub struct Record {
    /// When it was.
    pub at: DateTime<Utc>,
    /// How good.
    pub value: f64,
    /// The record before, if there was one.
    pub previous: Option<f64>,
}

/// Returns the records of every key in order of time; the last of each stands.
///
/// ```
/// use vitasync_core::analytics::training::records::{Better, Effort, records};
/// use vitasync_core::sport::Sport;
///
/// let run = |at: &str, value| ((Sport::Running, 5000_u32), Effort { at: at.parse().unwrap(), value });
/// let times = [
///     run("2026-03-01T08:00:00Z", 1260.0),
///     run("2026-03-08T08:00:00Z", 1215.0),
///     run("2026-03-15T08:00:00Z", 1230.0),
/// ];
/// let found = records(times, Better::Lower).unwrap();
/// let history = &found[&(Sport::Running, 5000)];
/// assert_eq!((history.len(), history[1].value, history[1].previous), (2, 1215.0, Some(1260.0)));
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of no effort, [`NoAnswer::NotFinite`].
pub fn records<Key: Ord>(
    efforts: impl IntoIterator<Item = (Key, Effort)>,
    better: Better,
) -> Result<BTreeMap<Key, Vec<Record>>, NoAnswer> {
    let mut efforts: Vec<(Key, Effort)> = efforts.into_iter().collect();
    NoAnswer::unless_enough("efforts", 1, efforts.len())?;
    NoAnswer::unless_finite("efforts", efforts.iter().map(|(_, effort)| effort.value))?;
    efforts.sort_by(|(_, a), (_, b)| a.at.cmp(&b.at).then(better.order(a.value, b.value)));
    let mut found: BTreeMap<Key, Vec<Record>> = BTreeMap::new();
    for (key, Effort { at, value }) in efforts {
        let history = found.entry(key).or_default();
        let previous = history.last().map(|record| record.value);
        if previous.is_none_or(|previous| better.order(value, previous).is_lt()) {
            history.push(Record { at, value, previous });
        }
    }
    Ok(found)
}

impl Better {
    /// Puts the better of two finite values first.
    fn order(self, a: f64, b: f64) -> Ordering {
        let ascending = a.partial_cmp(&b).expect("both are finite");
        match self {
            Self::Lower => ascending,
            Self::Higher => ascending.reverse(),
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn effort(day: i64, value: f64) -> ((), Effort) {
        let at = DateTime::from_timestamp(86_400 * day, 0).unwrap();
        ((), Effort { at, value })
    }

    fn values(efforts: Vec<((), Effort)>, better: Better) -> Vec<f64> {
        records(efforts, better).unwrap()[&()]
            .iter()
            .map(|record| record.value)
            .collect()
    }

    #[test]
    fn whoever_equals_a_record_does_not_take_it() {
        let twice = vec![effort(1, 300.0), effort(2, 300.0), effort(3, 301.0)];
        let found = &records(twice, Better::Higher).unwrap()[&()];
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].at, found[1].previous), (effort(1, 0.0).1.at, Some(300.0)));
    }

    #[test]
    fn of_two_at_one_moment_the_better_counts() {
        let both = || vec![effort(1, 300.0), effort(1, 290.0)];
        assert_eq!(values(both(), Better::Higher), [300.0]);
        assert_eq!(values(both(), Better::Lower), [290.0]);
    }

    #[test]
    fn nothing_and_not_a_number_are_refused() {
        assert!(records(Vec::<((), Effort)>::new(), Better::Higher).is_err());
        assert!(records([effort(1, f64::NAN)], Better::Higher).is_err());
    }

    proptest! {
        #[test]
        fn the_order_of_arrival_changes_nothing(of in prop::collection::vec((0..20_i64, 0..9_i32), 1..40)) {
            let efforts = || of.iter().map(|&(day, value)| effort(day, f64::from(value)));
            let forward = values(efforts().collect(), Better::Higher);
            prop_assert_eq!(&forward, &values(efforts().rev().collect(), Better::Higher));
            prop_assert!(forward.is_sorted_by(|a, b| a < b));
            let best = of.iter().map(|&(_, value)| f64::from(value)).fold(0.0, f64::max);
            prop_assert_eq!(forward.last(), Some(&best));
        }
    }
}
