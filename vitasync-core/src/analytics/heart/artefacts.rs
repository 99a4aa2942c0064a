//! Finds beats that a sensor missed, invented or misplaced, and ectopic ones, and mends them.
//!
//! Lipponen & Tarvainen 2019 (J Med Eng Technol 43:173), which adapts to the person instead of asking for a fixed change:
//!
//! 1. Differences of successive intervals are divided by 5.2 quartile deviations of the 91 differences around; so are, by their
//!    own, the deviations of intervals from the median of 11, those below it counted double.
//! 2. A difference above 1 between two of the other sign is an ectopic beat (`0.13·d + 0.17` is the border).
//! 3. Otherwise a difference above 1 that is undone within two beats, or a deviation above 3, is an interval too long or too
//!    short. Where half of a long one fits the median, a beat was missed; where a short one and the next fit it together, one
//!    was invented; otherwise it is misplaced.
//! 4. Invented beats are taken out, missed ones put in the middle, ectopic and misplaced ones moved to the middle of their
//!    neighbours, ectopic ones first as neurokit2 does. Once, not again until nothing is left.
//!
//! A quartile deviation below 1 ms counts as 1 ms, the resolution of most sensors; otherwise an even pulse would make every
//! difference infinite.
//!
//! What is moved is nearer to where it was, not exactly there: beside an ectopic beat an interval stays up to a sixth too long.
//!
//! Assumes that most beats are normal: in atrial fibrillation none is, and the share is too large. Needs 60 seconds of beats.
//! Refuses when more than 5 % of the beats are mended ([`MAX_SHARE`]), because then the answer is made of repairs; that limit is
//! the custom of laboratories, not the paper's. Beats are not compared across a break, and a run of fewer than 4 intervals stays
//! as it is.

use serde::Serialize;

use super::super::numeric::{float, median_of_sorted, midpoint};
use super::super::robust::quantile_of_sorted;
use super::super::{Method, NoAnswer};
use super::rr::{MIN_SECONDS, RrIntervals, intervals_between};

/// This method.
pub const METHOD: Method = Method {
    id: "hrv_artefacts",
    version: 1,
    source: "Lipponen & Tarvainen 2019, J Med Eng Technol 43:173",
    needs: "60 seconds of beat-to-beat intervals, at most 5 % of them to mend",
};

/// The greatest share of beats that may be mended.
pub const MAX_SHARE: f64 = 0.05;

const ALPHA: f64 = 5.2;
const AROUND: usize = 91;
const MEDIAN_OF: usize = 11;
const LEAST_QUARTILE_DEVIATION_MS: f64 = 1.0;
const LEAST_RUN: usize = 4;

/// Which beats are not as they should be, counted from 0 through all runs; beat 0 begins the first interval of the first
/// run, and every run has a beat more than intervals.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = BeatFaults))]
pub struct Found {
    /// Beats that come too early or too late and are followed by a pause or a hurry.
    pub ectopic: Vec<usize>,
    /// Beats before which one was missed.
    pub missed: Vec<usize>,
    /// Beats that were none.
    pub extra: Vec<usize>,
    /// Beats that end an interval too long or too short.
    pub misplaced: Vec<usize>,
}

impl Found {
    /// Counts all.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ectopic.len() + self.missed.len() + self.extra.len() + self.misplaced.len()
    }

    /// Tells whether every beat is as it should be.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Intervals whose artefacts are mended.
#[derive(Debug, Clone, PartialEq)]
pub struct Mended {
    /// The intervals.
    pub intervals: RrIntervals,
    /// What was found and mended.
    pub found: Found,
    /// How many of the beats that is, from 0 to 1.
    pub share: f64,
}

/// Mends what can be mended.
///
/// ```
/// use vitasync_core::analytics::heart::artefacts::mend;
/// use vitasync_core::analytics::heart::rr::RrIntervals;
///
/// let mut beats: Vec<f64> = (0..120).map(|beat| 850.0 + 25.0 * (f64::from(beat) / 3.0).sin()).collect();
/// let missed = beats.remove(60);
/// beats[60] += missed;
/// let mended = mend(&RrIntervals::from_intervals(&beats).unwrap()).unwrap();
/// assert_eq!(mended.found.missed, [61]);
/// assert_eq!(mended.intervals.ms().len(), 120);
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of less than 60 seconds, [`NoAnswer::OutOfRange`] where more than 5 % would be mended,
/// [`NoAnswer::NotPositive`] where two beats would be moved to one instant.
pub fn mend(rr: &RrIntervals) -> Result<Mended, NoAnswer> {
    rr.unless_long_enough(MIN_SECONDS)?;
    let by_run: Vec<(Vec<f64>, Found)> = rr
        .runs()
        .map(|run| {
            let beats = beats_of(run);
            let found = find(&beats);
            (beats, found)
        })
        .collect();
    let mut found = Found::default();
    let mut before = 0;
    for (beats, of_run) in &by_run {
        found.append(of_run, before);
        before += beats.len();
    }
    let share = float(found.len()) / float(before);
    NoAnswer::unless_within("share of mended beats", share, 0.0, MAX_SHARE)?;
    // What needs no mending stays as it is to the last bit.
    let runs = rr.runs().zip(&by_run).map(|(run, (beats, found))| {
        if found.is_empty() {
            run.to_vec()
        } else {
            intervals_between(&mended(beats, found))
        }
    });
    Ok(Mended {
        intervals: RrIntervals::from_runs(runs)?,
        found,
        share,
    })
}

impl Found {
    /// Adds what was found in a run before which there are so many beats.
    fn append(&mut self, run: &Self, before: usize) {
        let add = |all: &mut Vec<usize>, beats: &[usize]| all.extend(beats.iter().map(|beat| beat + before));
        add(&mut self.ectopic, &run.ectopic);
        add(&mut self.missed, &run.missed);
        add(&mut self.extra, &run.extra);
        add(&mut self.misplaced, &run.misplaced);
    }
}

/// Returns the instants of the beats of a run, from 0.
fn beats_of(run: &[f64]) -> Vec<f64> {
    let mut at = 0.0;
    let ends = run.iter().map(|ms| {
        at += ms;
        at
    });
    std::iter::once(0.0).chain(ends).collect()
}

/// What the beats are judged by: one value per beat, of the interval that ends with it.
struct Signs {
    /// The interval in milliseconds; of the first beat, which ends none, their mean.
    rr: Vec<f64>,
    /// The median of the intervals around.
    median: Vec<f64>,
    /// By how much the interval differs from the one before, in thresholds.
    difference: Vec<f64>,
    /// By how much it differs from the median, in thresholds.
    deviation: Vec<f64>,
    /// The threshold of that.
    threshold: Vec<f64>,
}

impl Signs {
    fn of(beats: &[f64]) -> Self {
        let rr = led_by_mean(intervals_between(beats));
        let (difference, _) = in_thresholds(&led_by_mean(intervals_between(&rr)));
        let median = rolling(&rr, MEDIAN_OF, median_of_sorted);
        let deviations = rr.iter().zip(&median).map(|(rr, median)| rr - median);
        let deviations: Vec<f64> = deviations.map(|it| if it < 0.0 { 2.0 * it } else { it }).collect();
        let (deviation, threshold) = in_thresholds(&deviations);
        Self {
            rr,
            median,
            difference,
            deviation,
            threshold,
        }
    }

    /// Returns a difference; before the first and behind the last they are mirrored.
    fn difference(&self, at: usize, later: isize) -> f64 {
        let last = self.difference.len() - 1;
        let at = at.checked_add_signed(later).unwrap_or(1);
        self.difference[if at > last { 2 * last - at } else { at }]
    }

    /// Tells whether the difference lies between two of the other sign.
    fn is_ectopic(&self, at: usize) -> bool {
        let difference = self.difference[at];
        let (before, after) = (self.difference(at, -1), self.difference(at, 1));
        (difference > 1.0 && before.max(after) < -0.13 * difference - 0.17)
            || (difference < -1.0 && before.min(after) > -0.13 * difference + 0.17)
    }
}

/// Finds the beats of a run that are not as they should be.
fn find(beats: &[f64]) -> Found {
    let mut found = Found::default();
    if beats.len() <= LEAST_RUN {
        return found;
    }
    let signs = Signs::of(beats);
    let difference = &signs.difference;
    let mut at = 0;
    while at + 2 < beats.len() {
        if difference[at].abs() <= 1.0 {
            at += 1;
        } else if signs.is_ectopic(at) {
            found.ectopic.push(at);
            at += 1;
        } else {
            // Of two differences the greater ends the interval that is wrong.
            let judged = if difference[at + 1].abs() < difference[at + 2].abs() {
                2
            } else {
                1
            };
            (at..at + judged).for_each(|beat| judge_length(&signs, beat, &mut found));
            at += judged;
        }
    }
    found
}

/// Tells whether the interval that a beat ends is too long or too short, and why.
fn judge_length(signs: &Signs, beat: usize, found: &mut Found) {
    let difference = signs.difference[beat];
    let (next, next_but_one) = (signs.difference(beat, 1), signs.difference(beat, 2));
    let is_long = difference > 1.0 && next.min(next_but_one) < -1.0;
    let is_short = difference < -1.0 && next.max(next_but_one) > 1.0;
    if !is_long && !is_short && signs.deviation[beat].abs() <= 3.0 {
        return;
    }
    let fits = |ms: f64| (ms - signs.median[beat]).abs() < signs.threshold[beat];
    let beats = if is_short && fits(signs.rr[beat] + signs.rr[beat + 1]) {
        &mut found.extra
    } else if is_long && fits(signs.rr[beat] / 2.0) {
        &mut found.missed
    } else {
        &mut found.misplaced
    };
    beats.push(beat);
}

/// Takes out, puts in and moves beats. What was found is in order, kind by kind.
fn mended(beats: &[f64], found: &Found) -> Vec<f64> {
    let is_extra = |at: &usize| found.extra.binary_search(at).is_ok();
    let kept = beats.iter().enumerate().filter(|(at, _)| !is_extra(at));
    let without_extra: Vec<f64> = kept.map(|(_, at)| *at).collect();
    // Where a beat is once those before it are out or in.
    let out = |at: usize| at - found.extra.partition_point(|extra| *extra < at);
    let missed: Vec<usize> = found.missed.iter().map(|at| out(*at)).collect();
    let moved = |at: &usize| out(*at) + missed.partition_point(|missed| *missed < out(*at));
    let mut mended = Vec::with_capacity(without_extra.len() + missed.len());
    for (at, beat) in without_extra.iter().enumerate() {
        if at > 1 && missed.binary_search(&at).is_ok() {
            mended.push(midpoint(without_extra[at - 1], *beat));
        }
        mended.push(*beat);
    }
    for beats in [&found.ectopic, &found.misplaced] {
        center(&mut mended, &beats.iter().map(moved).collect::<Vec<_>>());
    }
    mended
}

/// Moves beats to the middle of their neighbours, all at once.
fn center(beats: &mut [f64], moved: &[usize]) {
    let inside = moved.iter().filter(|at| **at > 1 && **at + 1 < beats.len());
    let middles: Vec<(usize, f64)> = inside.map(|at| (*at, midpoint(beats[at - 1], beats[at + 1]))).collect();
    for (at, middle) in middles {
        beats[at] = middle;
    }
    // Of two neighbours that move, one may pass the other.
    beats.sort_by(f64::total_cmp);
}

/// Puts the mean before values.
fn led_by_mean(values: Vec<f64>) -> Vec<f64> {
    let mean = super::super::numeric::mean(&values);
    std::iter::once(mean).chain(values).collect()
}

/// Divides each value by the threshold of those around; returns the thresholds too.
fn in_thresholds(values: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let sizes: Vec<f64> = values.iter().map(|value| value.abs()).collect();
    let thresholds = rolling(&sizes, AROUND, |sorted| {
        let quartiles = quantile_of_sorted(sorted, 0.75) - quantile_of_sorted(sorted, 0.25);
        ALPHA * (quartiles / 2.0).max(LEAST_QUARTILE_DEVIATION_MS)
    });
    let divided = values.iter().zip(&thresholds).map(|(value, by)| value / by);
    (divided.collect(), thresholds)
}

/// Answers of the sorted values in a window of odd length around each place, cut off at the ends.
fn rolling(values: &[f64], window: usize, answer: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let half = window / 2;
    let place = |sorted: &[f64], value: f64| sorted.partition_point(|other| *other < value);
    let mut sorted = super::super::numeric::sorted(values.iter().take(half).copied());
    let answers = (0..values.len()).map(|at| {
        if let Some(entering) = values.get(at + half) {
            sorted.insert(place(&sorted, *entering), *entering);
        }
        if let Some(leaving) = at.checked_sub(half + 1) {
            sorted.remove(place(&sorted, values[leaving]));
        }
        answer(&sorted)
    });
    answers.collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::*;

    /// Breathes; with a little noise.
    fn calm(count: u32) -> Vec<f64> {
        let beat = |at| 850.0 + 25.0 * (f64::from(at) / 3.0).sin() + f64::from(at * 37 % 11);
        (0..count).map(beat).collect()
    }

    fn mend_all(ms: &[f64]) -> Result<Mended, NoAnswer> {
        mend(&RrIntervals::from_intervals(ms).unwrap())
    }

    #[test]
    fn calm_beats_stay_as_they_are() {
        let mended = mend_all(&calm(200)).unwrap();
        assert!(mended.found.is_empty());
        assert_eq!((mended.intervals.ms(), mended.share), (&calm(200)[..], 0.0));
    }

    #[test]
    fn an_invented_beat_is_taken_out() {
        let mut beats = calm(200);
        let whole = beats[80];
        beats.splice(80..=80, [0.4 * whole, 0.6 * whole]);
        let mended = mend_all(&beats).unwrap();
        assert_eq!(mended.found.extra, [81]);
        assert_eq!(mended.intervals.ms().len(), 200);
        assert!((mended.intervals.ms()[80] - whole).abs() < 60.0);
    }

    #[test]
    fn an_early_beat_is_moved_and_no_time_is_lost() {
        let mut beats = calm(200);
        beats[100] -= 300.0;
        beats[101] += 300.0;
        let mended = mend_all(&beats).unwrap();
        assert!(mended.found.len() <= 2 && !mended.found.is_empty());
        assert!(mended.intervals.ms().iter().all(|ms| (700.0..1050.0).contains(ms)));
        assert!((mended.intervals.seconds() - RrIntervals::from_intervals(&beats).unwrap().seconds()).abs() < 1e-9);
    }

    #[test]
    fn too_many_repairs_are_refused() {
        let mut beats = calm(200);
        (10..190).step_by(12).for_each(|at| beats[at] *= 2.0);
        let reason = mend_all(&beats).unwrap_err();
        assert!(
            matches!(reason, NoAnswer::OutOfRange { max: MAX_SHARE, .. }),
            "{reason}"
        );
    }

    #[test]
    fn a_pulse_as_even_as_a_clock_has_no_artefact() {
        assert!(mend_all(&[800.0; 100]).unwrap().found.is_empty());
        assert!(mend_all(&[800.0; 50]).is_err(), "40 seconds");
    }

    #[test]
    fn runs_are_judged_each_for_itself() {
        let mut later = calm(200);
        later[50] *= 2.0;
        let runs = RrIntervals::from_runs([calm(100), later]).unwrap();
        let mended = mend(&runs).unwrap();
        assert_eq!(mended.found.missed, [101 + 51]);
        assert_eq!(mended.intervals.runs().count(), 2);
    }
}
