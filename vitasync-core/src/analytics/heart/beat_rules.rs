//! Marks beats by simple rules, as other programs and older studies do.
//!
//! | rule | an interval is marked if |
//! | --- | --- |
//! | [`out_of_range`] | it is below 300 or above 2,000 ms |
//! | Malik | it differs by more than 20 % from the one before |
//! | Kamath | it is more than 32.5 % longer or 24.5 % shorter than the one before |
//! | Karlsson | it differs by 20 % or more from the mean of its two neighbours |
//!
//! Malik 1989 (Clin Cardiol 12:570), Kamath & Fallen 1995, Karlsson 2012 (Biomed Eng Online 11:2). After an interval that Malik's
//! or Kamath's rule marks, the next is not judged: the one before it is not to be trusted. [`bridge`] puts straight lines in
//! the place of what is marked.
//!
//! Assumes nothing beyond the rule, and therefore marks healthy breathing at low heart rates too; [`artefacts`](super::artefacts)
//! adapts to the person. Needs three intervals in a run; no rule looks across a break.

use serde::{Deserialize, Serialize};

use super::super::{Method, NoAnswer};
use super::rr::RrIntervals;

/// This method.
pub const METHOD: Method = Method {
    id: "hrv_beat_rules",
    version: 1,
    source: "Malik 1989, Clin Cardiol 12:570; Kamath & Fallen 1995; Karlsson 2012, Biomed Eng Online 11:2",
    needs: "3 beat-to-beat intervals in a row",
};

/// The shortest and longest interval that a heart is believed to have, in milliseconds.
pub const PLAUSIBLE_MS: std::ops::RangeInclusive<f64> = 300.0..=2000.0;

/// How an ectopic beat is told by its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = EctopicRule))]
pub enum Rule {
    /// More than 20 % from the one before.
    Malik,
    /// More than 32.5 % longer or 24.5 % shorter than the one before.
    Kamath,
    /// 20 % or more from the mean of its neighbours.
    Karlsson,
}

/// Marks the intervals that no heart is believed to have, by their places.
///
/// ```
/// use vitasync_core::analytics::heart::beat_rules::out_of_range;
/// use vitasync_core::analytics::heart::rr::RrIntervals;
///
/// let rr = RrIntervals::from_intervals(&[812.0, 250.0, 2431.0, 840.0]).unwrap();
/// assert_eq!(out_of_range(&rr), [1, 2]);
/// ```
#[must_use]
pub fn out_of_range(rr: &RrIntervals) -> Vec<usize> {
    let ms = rr.ms().iter().enumerate();
    ms.filter(|(_, value)| !PLAUSIBLE_MS.contains(value))
        .map(|(at, _)| at)
        .collect()
}

/// Marks the intervals that a rule calls ectopic, by their places.
///
/// ```
/// use vitasync_core::analytics::heart::beat_rules::{Rule, ectopic};
/// use vitasync_core::analytics::heart::rr::RrIntervals;
///
/// let rr = RrIntervals::from_intervals(&[812.0, 820.0, 560.0, 1080.0, 815.0, 808.0]).unwrap();
/// assert_eq!(ectopic(&rr, Rule::Malik), Ok(vec![2, 4]));
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] where no run has three intervals.
pub fn ectopic(rr: &RrIntervals, rule: Rule) -> Result<Vec<usize>, NoAnswer> {
    let longest = rr.runs().map(<[f64]>::len).max().unwrap_or(0);
    NoAnswer::unless_enough("intervals in a row", 3, longest)?;
    let mut before = 0;
    let mut marked = Vec::new();
    for run in rr.runs() {
        let of_run = match rule {
            Rule::Malik => by_the_one_before(run, |before, now| (before - now).abs() <= 0.2 * before),
            Rule::Kamath => by_the_one_before(run, |before, now| {
                (-0.245 * before..=0.325 * before).contains(&(now - before))
            }),
            Rule::Karlsson => by_both_neighbours(run),
        };
        marked.extend(of_run.into_iter().map(|at| before + at));
        before += run.len();
    }
    Ok(marked)
}

/// Puts straight lines in the place of marked intervals, inside their run; at its ends the nearest that is not marked.
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of a run in which all are marked; [`NoAnswer::NotBeatToBeat`] where what is left is not.
pub fn bridge(rr: &RrIntervals, marked: &[usize]) -> Result<RrIntervals, NoAnswer> {
    let mut is_marked = vec![false; rr.ms().len()];
    for at in marked {
        if let Some(mark) = is_marked.get_mut(*at) {
            *mark = true;
        }
    }
    let mut before = 0;
    let runs: Result<Vec<_>, _> = rr
        .runs()
        .map(|run| {
            let marks = &is_marked[before..before + run.len()];
            before += run.len();
            bridged(run, marks)
        })
        .collect();
    RrIntervals::from_runs(runs?)
}

fn by_the_one_before(run: &[f64], fits: impl Fn(f64, f64) -> bool) -> Vec<usize> {
    let mut marked: Vec<usize> = Vec::new();
    for at in 1..run.len() {
        if marked.last() != Some(&(at - 1)) && !fits(run[at - 1], run[at]) {
            marked.push(at);
        }
    }
    marked
}

fn by_both_neighbours(run: &[f64]) -> Vec<usize> {
    let fits = |at: &usize| {
        let around = f64::midpoint(run[at - 1], run[at + 1]);
        (around - run[*at]).abs() < 0.2 * around
    };
    (1..run.len().saturating_sub(1)).filter(|at| !fits(at)).collect()
}

fn bridged(run: &[f64], marked: &[bool]) -> Result<Vec<f64>, NoAnswer> {
    let kept: Vec<usize> = (0..run.len()).filter(|at| !marked[*at]).collect();
    NoAnswer::unless_enough("intervals that are not marked", 1, kept.len())?;
    let value = |at: usize| {
        let next = kept.partition_point(|kept| *kept < at);
        match (next.checked_sub(1).map(|it| kept[it]), kept.get(next).copied()) {
            (Some(left), Some(right)) if right != at => {
                let share = super::super::numeric::float(at - left) / super::super::numeric::float(right - left);
                run[left] + share * (run[right] - run[left])
            }
            (_, Some(near)) | (Some(near), None) => run[near],
            (None, None) => unreachable!("one is kept"),
        }
    };
    Ok((0..run.len()).map(value).collect())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::*;

    fn rr(ms: &[f64]) -> RrIntervals {
        RrIntervals::from_intervals(ms).unwrap()
    }

    #[test]
    fn the_interval_after_a_marked_one_is_not_judged() {
        let beats = rr(&[800.0, 500.0, 811.0, 803.0]);
        assert_eq!(ectopic(&beats, Rule::Malik), Ok(vec![1]));
        assert_eq!(ectopic(&beats, Rule::Kamath), Ok(vec![1]));
        assert_eq!(ectopic(&beats, Rule::Karlsson), Ok(vec![1, 2]));
    }

    #[test]
    fn marked_intervals_become_straight_lines_and_ends_their_neighbours() {
        let beats = bridge(&rr(&[250.0, 800.0, 100.0, 100.0, 830.0, 99.0]), &[0, 2, 3, 5, 77]).unwrap();
        assert_eq!(beats.ms(), [800.0, 800.0, 810.0, 820.0, 830.0, 830.0]);
    }

    #[test]
    fn no_rule_looks_across_a_break() {
        let broken = RrIntervals::from_runs([vec![800.0; 3], vec![500.0; 3]]).unwrap();
        assert_eq!(ectopic(&broken, Rule::Malik), Ok(vec![]));
        assert!(bridge(&broken, &[0, 1, 2]).is_err());
        assert!(ectopic(&rr(&[800.0, 810.0]), Rule::Malik).is_err());
    }
}
