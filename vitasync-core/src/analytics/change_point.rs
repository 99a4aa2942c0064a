//! Finds the days on which the level of a series changed, and by how much.
//!
//! Minimises `Σ cost(segment) + β·(number of changes)` exactly, with the sum of squares about the segment's mean as cost
//! (PELT; Killick 2012, JASA 107:1590). The penalty is `β = 3·ln n·σ²`, with σ² = half the variance of the differences of
//! neighbouring values, which a change of level hardly moves; the least segment is 7 days. Both can be given.
//!
//! Each change comes with the means before and after, Welch's 95 % interval of their difference and Cohen's d: a change
//! that is certain may still be too small to matter. The interval does not know that the data chose the day.
//!
//! Assumes values that scatter around levels, about normally and independently. A slow trend is cut into steps. Days without a
//! value are left out; a change is dated to the first day of the new level that has one.
//!
//! Days that resemble the one before make σ² too small and changes too many: where the autocorrelation φ is 0.7, every year of one
//! level is cut. [`Search::ar1`] takes φ, as [`ar1`](super::autocorrelation::ar1) estimates it, and multiplies the penalty by
//! `(1 + φ)/(1 − φ)²`, which makes of σ² the long-run variance that sums of such days have (Lavielle & Moulines 2000, J Time Ser Anal
//! 21:33). In simulated years of one level with φ = 0.7 one in a hundred is then cut, as of independent days; small changes are missed
//! that independent days would have shown.
//!
//! Needs two least segments. Refuses a least segment of one value and series whose differences are all equal.
//!
//! Segments' costs come from cumulative sums about the mean. Candidates that can never win are dropped, so series with
//! changes take time in n, and only series without any take n².

use serde::Serialize;

use super::autocorrelation::MOST;
use super::numeric::{float, mean, variance};
use super::significance::student_t_quantile;
use super::{Method, NoAnswer};

/// This method.
pub const METHOD: Method = Method {
    id: "change_point",
    version: 1,
    source: "Killick 2012, JASA 107:1590",
    needs: "14 days, or twice the least segment",
};

/// How to look for changes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Search {
    /// How many values a level must have, at least 2.
    pub least_segment: usize,
    /// What a change must be worth, in squared units; `None` takes it from the series.
    pub penalty: Option<f64>,
    /// How much a day resembles the one before, from 0 to 0.95; it raises the penalty that is taken from the series.
    pub ar1: f64,
}

impl Default for Search {
    fn default() -> Self {
        Self {
            least_segment: 7,
            penalty: None,
            ar1: 0.0,
        }
    }
}

/// A change of level.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = LevelChange))]
pub struct Change {
    /// The first day of the new level that has a value, counted from the first of the series.
    pub day: usize,
    /// The mean of the level before.
    pub before: f64,
    /// The mean of the level after.
    pub after: f64,
    /// How many values the level before has.
    pub n_before: usize,
    /// How many values the level after has.
    pub n_after: usize,
    /// `after − before`.
    pub difference: f64,
    /// The lower end of the 95 % interval of the difference.
    pub low: f64,
    /// The upper end of it.
    pub high: f64,
    /// Cohen's d: the difference in pooled standard deviations; none where both levels are constant.
    pub effect: Option<f64>,
}

/// Finds the changes of level in a series.
///
/// ```
/// use vitasync_core::analytics::change_point::{Search, change_points};
///
/// let days: Vec<_> = (0..40).map(|day| Some(if day < 25 { 58.0 } else { 63.0 } + f64::from(day % 3))).collect();
/// let changes = change_points(&days, Search::default()).unwrap();
/// assert_eq!(changes.len(), 1);
/// assert_eq!(changes[0].day, 25);
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of less than two least segments, [`NoAnswer::NoSpread`] where a penalty cannot be taken from
/// the series, [`NoAnswer::TooSmall`] of a least segment below 2, [`NoAnswer::NotPositive`] of a penalty,
/// [`NoAnswer::OutOfRange`] of an autocorrelation, [`NoAnswer::NotFinite`].
pub fn change_points(days: &[Option<f64>], search: Search) -> Result<Vec<Change>, NoAnswer> {
    let present: Vec<(usize, f64)> = days
        .iter()
        .enumerate()
        .filter_map(|(at, day)| Some((at, (*day)?)))
        .collect();
    let values: Vec<f64> = present.iter().map(|(_, value)| *value).collect();
    let ends = pelt(&values, search)?;
    let starts: Vec<usize> = std::iter::once(0).chain(ends).collect();
    let changes = starts.windows(3).map(|edges| {
        let (before, after) = (&values[edges[0]..edges[1]], &values[edges[1]..edges[2]]);
        compare(present[edges[1]].0, before, after)
    });
    Ok(changes.collect())
}

/// Cuts a series without gaps into levels; returns the end of each, the last of which is the length.
///
/// # Errors
///
/// As [`change_points`].
pub fn pelt(values: &[f64], search: Search) -> Result<Vec<usize>, NoAnswer> {
    let least = search.least_segment;
    NoAnswer::unless_at_least("least segment", float(least), 2.0)?;
    NoAnswer::unless_enough("days", 2 * least, values.len())?;
    NoAnswer::unless_finite("days", values.iter().copied())?;
    NoAnswer::unless_within("autocorrelation", search.ar1, 0.0, MOST)?;
    let penalty = match search.penalty {
        Some(penalty) => penalty,
        None => usual_penalty(values)? * (1.0 + search.ar1) / (1.0 - search.ar1).powi(2),
    };
    NoAnswer::unless_positive("penalty", penalty)?;
    let costs = Costs::of(values);
    let mut ends = Vec::new();
    let previous = best_previous(&costs, least, penalty);
    let mut end = values.len();
    while end > 0 {
        ends.push(end);
        end = previous[end];
    }
    ends.reverse();
    Ok(ends)
}

/// Returns `3·ln n·σ²`.
fn usual_penalty(values: &[f64]) -> Result<f64, NoAnswer> {
    let differences: Vec<f64> = values.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let noise = variance(&differences) / 2.0;
    if noise > 0.0 {
        Ok(3.0 * float(values.len()).ln() * noise)
    } else {
        Err(NoAnswer::NoSpread { what: "differences" })
    }
}

/// The cost of any segment, from sums up to each place.
struct Costs {
    /// Sums of the values, about their mean so that no digits are lost, and of their squares.
    sums: Vec<(f64, f64)>,
}

impl Costs {
    fn of(values: &[f64]) -> Self {
        let center = mean(values);
        let mut sums = vec![(0.0, 0.0)];
        let (mut sum, mut squares) = (0.0, 0.0);
        for value in values {
            let value = value - center;
            sum += value;
            squares += value * value;
            sums.push((sum, squares));
        }
        Self { sums }
    }

    /// Returns the sum of squares about the mean of the values from `start` to before `end`.
    fn between(&self, start: usize, end: usize) -> f64 {
        let ((sum, squares), (sum_before, squares_before)) = (self.sums[end], self.sums[start]);
        let sum = sum - sum_before;
        (squares - squares_before - sum * sum / float(end - start)).max(0.0)
    }
}

/// A place where the last segment may begin.
struct Candidate {
    start: usize,
    /// The least cost of what lies before, with the penalty of beginning here.
    before: f64,
    /// The cost if the segment ends where the search is.
    cost: f64,
    /// The first end from which on it cannot win any more.
    until: usize,
}

impl Candidate {
    fn new(start: usize, before: f64) -> Self {
        Self {
            start,
            before,
            cost: f64::INFINITY,
            until: usize::MAX,
        }
    }
}

/// Returns for each end where the last segment of the best cutting begins.
fn best_previous(costs: &Costs, least: usize, penalty: f64) -> Vec<usize> {
    let n = costs.sums.len() - 1;
    let mut previous = vec![0; n + 1];
    let mut best = vec![f64::INFINITY; n + 1];
    let mut candidates = vec![Candidate::new(0, 0.0)];
    for end in least..=n {
        let newest = end - least;
        if newest >= least {
            candidates.push(Candidate::new(newest, best[newest] + penalty));
        }
        candidates.retain(|candidate| candidate.until > end);
        for candidate in &mut candidates {
            candidate.cost = candidate.before + costs.between(candidate.start, end);
            if candidate.cost < best[end] {
                (best[end], previous[end]) = (candidate.cost, candidate.start);
            }
        }
        // To begin anew at `end` is no worse than to go on from such a candidate, once a whole segment follows.
        for candidate in &mut candidates {
            if candidate.cost > best[end] + penalty {
                candidate.until = candidate.until.min(end + least);
            }
        }
    }
    previous
}

/// Compares the levels before and after a day.
fn compare(day: usize, before: &[f64], after: &[f64]) -> Change {
    let difference = mean(after) - mean(before);
    let (a, b) = (
        variance(before) / float(before.len()),
        variance(after) / float(after.len()),
    );
    let degrees = |share: f64, n: usize| share * share / float(n - 1);
    let half = if a + b > 0.0 {
        let degrees = (a + b) * (a + b) / (degrees(a, before.len()) + degrees(b, after.len()));
        student_t_quantile(0.975, degrees) * (a + b).sqrt()
    } else {
        0.0
    };
    let squares = variance(before) * float(before.len() - 1) + variance(after) * float(after.len() - 1);
    let pooled = (squares / float(before.len() + after.len() - 2)).sqrt();
    Change {
        day,
        before: mean(before),
        after: mean(after),
        n_before: before.len(),
        n_after: after.len(),
        difference,
        low: difference - half,
        high: difference + half,
        effect: (pooled > 0.0).then(|| difference / pooled),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use proptest::prelude::*;

    use super::super::autocorrelation::ar1;
    use super::super::autocorrelation::tests::invented;
    use super::*;

    /// Finds the least total by trying every last segment.
    fn least_total(values: &[f64], least: usize, penalty: f64) -> f64 {
        let costs = Costs::of(values);
        let mut best = vec![f64::INFINITY; values.len() + 1];
        best[0] = -penalty;
        for end in least..=values.len() {
            for start in 0..=end - least {
                best[end] = best[end].min(best[start] + penalty + costs.between(start, end));
            }
        }
        best[values.len()]
    }

    fn total(values: &[f64], ends: &[usize], penalty: f64) -> f64 {
        let costs = Costs::of(values);
        let starts = std::iter::once(&0).chain(ends);
        let segments: f64 = starts.zip(ends).map(|(start, end)| costs.between(*start, *end)).sum();
        segments + penalty * float(ends.len() - 1)
    }

    proptest! {
        #[test]
        fn dropping_candidates_loses_no_better_cutting(
            values in prop::collection::vec((-30..30_i32).prop_map(f64::from), 12..70),
            least in 2..7_usize,
            penalty in 1.0..2000.0,
        ) {
            let search = Search { least_segment: least, penalty: Some(penalty), ..Search::default() };
            let Ok(ends) = pelt(&values, search) else { return Ok(()) };
            let starts = std::iter::once(&0).chain(&ends);
            prop_assert!(starts.zip(&ends).all(|(start, end)| end - start >= least));
            prop_assert!((total(&values, &ends, penalty) - least_total(&values, least, penalty)).abs() < 1e-6);
        }

        #[test]
        fn scale_and_shift_move_no_change(values in prop::collection::vec((-30..30_i32).prop_map(f64::from), 14..60)) {
            let moved: Vec<f64> = values.iter().map(|value| 2.0 * value + 1024.0).collect();
            prop_assert_eq!(pelt(&values, Search::default()).ok(), pelt(&moved, Search::default()).ok());
        }
    }

    #[test]
    fn a_change_is_dated_to_a_day_that_has_a_value() {
        let mut days: Vec<_> = (0..30)
            .map(|day| Some(f64::from(day % 2) + if day < 15 { 0.0 } else { 9.0 }))
            .collect();
        days[15] = None;
        let changes = change_points(&days, Search::default()).unwrap();
        assert_eq!(
            changes.iter().map(|it| (it.day, it.n_after)).collect::<Vec<_>>(),
            [(16, 14)]
        );
        assert!(changes[0].low < changes[0].difference && changes[0].difference < changes[0].high);
    }

    /// Counts the years of one level in which a change is found.
    fn false_alarms(years: u64, ar1_of_days: f64, correct: bool) -> usize {
        let years = (0..years).map(|year| invented(year, 365, ar1_of_days));
        let found = years.map(|days| {
            let ar1 = if correct { ar1(&days).unwrap() } else { 0.0 };
            let search = Search {
                ar1,
                ..Search::default()
            };
            change_points(&days, search).unwrap().len()
        });
        found.filter(|changes| *changes > 0).count()
    }

    #[test]
    fn days_that_resemble_each_other_alarm_no_more_than_independent_ones() {
        let nominal = false_alarms(200, 0.0, false);
        assert!(nominal <= 2, "{nominal} of 200 independent years");
        assert_eq!(false_alarms(20, 0.7, false), 20);
        let corrected = false_alarms(200, 0.7, true);
        assert!(corrected <= 2, "{corrected} of 200 years");
    }

    #[test]
    fn a_large_change_among_days_that_resemble_each_other_is_found() {
        let mut days = invented(11, 365, 0.7);
        for day in &mut days[200..] {
            *day = day.map(|value| value + 3.0);
        }
        let search = Search {
            ar1: ar1(&days).unwrap(),
            ..Search::default()
        };
        let found: Vec<usize> = change_points(&days, search).unwrap().iter().map(|it| it.day).collect();
        assert!(found.len() == 1 && (195..206).contains(&found[0]), "{found:?}");
        assert!(change_points(&days, Search { ar1: 1.0, ..search }).is_err());
    }

    #[test]
    fn what_has_no_noise_or_too_few_days_is_refused() {
        assert!(matches!(
            change_points(&[Some(60.0); 30], Search::default()),
            Err(NoAnswer::NoSpread { .. })
        ));
        let short: Vec<_> = (0..13).map(|day| Some(f64::from(day % 5))).collect();
        assert!(matches!(
            change_points(&short, Search::default()),
            Err(NoAnswer::Insufficient {
                needed: 14,
                got: 13,
                ..
            })
        ));
        let one = Search {
            least_segment: 1,
            ..Search::default()
        };
        assert!(pelt(&[1.0; 20], one).is_err());
    }
}
