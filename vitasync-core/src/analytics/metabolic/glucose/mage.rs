//! Says how high the excursions of glucose are: the mean amplitude of glycemic excursions (MAGE), in mg/dL.
//!
//! An excursion counts from nadir to peak, or from peak to nadir, where it is greater than one standard deviation (Service
//! 1970, Diabetes 19:644). By hand that needs an eye; this is the algorithm of Fernandes 2022 (J Diabetes Sci Technol 16:576),
//! as iglu has it:
//!
//! 1. Readings go on a grid of 5 minutes; a silence of more than 180 minutes ends a segment.
//! 2. Where the mean of the last 5 values crosses that of the last 32, a turning point lies near: the least value between two
//!    crossings after falling below, the greatest after rising above.
//! 3. Of the turning points those are kept that make an excursion above the segment's standard deviation, rising and
//!    falling by themselves.
//! 4. The answer is the mean of the mean rise and the mean fall, and of segments by their length.
//!
//! The search for excursions keeps the least turn since the last one instead of comparing all pairs, so all of it is one pass
//! whatever the length.
//!
//! Needs as many readings as fill a day, and an excursion. Refuses less. Segments of less than half an hour, or that vary by
//! less than 1 mg/dL, say nothing.

use serde::Serialize;

use super::super::super::numeric::{float, mean, variance};
use super::super::super::{Method, NoAnswer};
use super::Trace;
use super::grid::Grid;

/// This method.
pub const METHOD: Method = Method {
    id: "mage",
    version: 1,
    source: "Service 1970, Diabetes 19:644; Fernandes 2022, J Diabetes Sci Technol 16:576",
    needs: "as many readings as fill a day, and an excursion",
};

/// The step of the grid in minutes.
const STEP: u32 = 5;
/// How many steps the fast mean has.
const SHORT: usize = 5;
/// How many steps the slow mean has.
const LONG: usize = 32;
/// How many steps of silence end a segment.
const SILENCE: usize = 36;
/// The least length of a segment.
const LEAST: usize = 7;

/// How high the excursions are.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Mage {
    /// The mean amplitude, in mg/dL.
    pub mage: f64,
    /// How many rises it rests on.
    pub rises: usize,
    /// How many falls it rests on.
    pub falls: usize,
}

/// Returns the mean amplitude of the excursions of a trace.
///
/// ```
/// use vitasync_core::analytics::metabolic::glucose::{Reading, Trace, mage::mage};
///
/// let first: chrono::DateTime<chrono::FixedOffset> = "2026-03-01T00:05:00+01:00".parse().unwrap();
/// let meals = |at: i64| 110.0 + 40.0 * (at as f64 / 96.0 * std::f64::consts::TAU).sin();
/// let readings = (0..1440).map(|at| Reading { at: first + chrono::TimeDelta::minutes(5 * at), value: meals(at) });
/// let answer = mage(&Trace::new(readings).unwrap()).unwrap();
/// assert!((answer.mage - 80.0).abs() < 5.0); // the excursions at both ends are cut
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of fewer readings than fill a day, or of no excursion above one standard deviation.
pub fn mage(trace: &Trace) -> Result<Mage, NoAnswer> {
    trace.values_of_a_day()?;
    let grid = Grid::with_step(trace, STEP);
    let (mut weighted, mut weights) = (0.0, 0.0);
    let (mut rises, mut falls) = (0, 0);
    for segment in segments(&grid.values) {
        let (up, down) = excursions_of(segment);
        let length = float(segment.len() - 1);
        for heights in [&up, &down].into_iter().filter(|heights| !heights.is_empty()) {
            weighted += length * mean(heights);
            weights += length;
        }
        rises += up.len();
        falls += down.len();
    }
    NoAnswer::unless_enough("excursions above one standard deviation", 1, rises + falls)?;
    Ok(Mage {
        mage: weighted / weights,
        rises,
        falls,
    })
}

/// Cuts a grid where it is silent for too long; a segment begins and ends with a value.
fn segments(values: &[Option<f64>]) -> Vec<&[Option<f64>]> {
    let mut cut = Vec::new();
    let mut current: Option<(usize, usize)> = None;
    for at in (0..values.len()).filter(|&at| values[at].is_some()) {
        current = match current {
            Some((first, last)) if at - last <= SILENCE => Some((first, at)),
            Some((first, last)) => {
                cut.push(&values[first..=last]);
                Some((at, at))
            }
            None => Some((at, at)),
        };
    }
    cut.extend(current.map(|(first, last)| &values[first..=last]));
    cut
}

/// Returns the heights of the rises and of the falls of a segment.
fn excursions_of(segment: &[Option<f64>]) -> (Vec<f64>, Vec<f64>) {
    let known: Vec<f64> = segment.iter().copied().flatten().collect();
    if segment.len() < LEAST || known.len() < 2 {
        return (Vec::new(), Vec::new());
    }
    let deviation = variance(&known).sqrt();
    if deviation < 1.0 {
        return (Vec::new(), Vec::new());
    }
    let turns = turning_points(segment);
    let mirrored: Vec<f64> = turns.iter().map(|value| -value).collect();
    (rises(&turns, deviation), rises(&mirrored, deviation))
}

/// Lists least and greatest values between the crossings of a fast and a slow mean.
fn turning_points(segment: &[Option<f64>]) -> Vec<f64> {
    let crossings = crossings(segment);
    let mut turns = Vec::with_capacity(crossings.len());
    let mut from = crossings[0].0;
    for pair in crossings.windows(2) {
        let ((_, above), (to, _)) = (pair[0], pair[1]);
        let side = if above { 1.0 } else { -1.0 };
        let values = (from..=to).filter_map(|at| Some((at, segment[at]?)));
        let farthest = values.reduce(|best, next| if side * next.1 > side * best.1 { next } else { best });
        let (at, value) = farthest.expect("a segment begins at a value and a search at a turn");
        turns.push(value);
        from = at;
    }
    turns
}

/// Lists where the fast mean goes to the other side of the slow one, and whether it is above then; also the ends.
fn crossings(segment: &[Option<f64>]) -> Vec<(usize, bool)> {
    let (fast, slow) = (moving_mean(segment, SHORT), moving_mean(segment, LONG));
    let sides: Vec<Option<bool>> = fast
        .iter()
        .zip(&slow)
        .map(|(fast, slow)| side((*fast)? - (*slow)?))
        .collect();
    let mut found = vec![(0, sides[0] == Some(true))];
    for at in 1..segment.len() {
        let neighbours = segment[at].is_some() && segment[at - 1].is_some();
        let before = match (neighbours, sides[at - 1]) {
            (true, Some(before)) => Some(before),
            // Across a hole the last crossing is what to compare with.
            _ => sides[found[found.len() - 1].0],
        };
        if let (Some(above), Some(before)) = (sides[at], before)
            && above != before
        {
            found.push((at, above));
        }
    }
    let last = segment.len() - 1;
    found.push((last, sides[last] == Some(true)));
    found
}

/// Tells whether a difference is above 0; `None` where it is 0 up to rounding.
fn side(difference: f64) -> Option<bool> {
    (difference.abs() > 1e-9).then_some(difference > 0.0)
}

/// Returns the mean of the last `window` values, of those that are known; the first steps take the first full one.
fn moving_mean(segment: &[Option<f64>], window: usize) -> Vec<Option<f64>> {
    let mut means: Vec<Option<f64>> = (0..segment.len())
        .map(|at| {
            let inside = &segment[(at + 1).saturating_sub(window)..=at];
            let count = inside.iter().flatten().count();
            (count > 0).then(|| inside.iter().flatten().sum::<f64>() / float(count))
        })
        .collect();
    let full = means[window.min(means.len()) - 1];
    let length = means.len();
    means[..window.min(length)].fill(full);
    means
}

/// Lists the rises of turning points above a deviation.
fn rises(turns: &[f64], deviation: f64) -> Vec<f64> {
    let mut heights = Vec::new();
    let mut at = 0;
    let mut least = f64::INFINITY;
    while at < turns.len() {
        least = least.min(turns[at]);
        if turns[at] - least <= deviation {
            at += 1;
            continue;
        }
        let (mut top, mut end) = (at, at);
        loop {
            if turns[end] >= turns[top] {
                top = end;
            }
            if turns[top] - turns[end] > deviation || end == turns.len() - 1 {
                break;
            }
            end += 1;
        }
        heights.push(turns[top] - least);
        // The turn that ends a rise may begin the next.
        (at, least) = (end, f64::INFINITY);
    }
    heights
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::every_five_minutes;
    use super::*;

    /// Two days of meals every four hours.
    fn meals(height: f64) -> Vec<Option<f64>> {
        let wave = |at: i32| (f64::from(at) / 48.0 * std::f64::consts::TAU).sin();
        (0..576).map(|at| Some(120.0 + height * wave(at))).collect()
    }

    #[test]
    fn rises_and_falls_are_counted_and_a_silence_is_no_excursion() {
        let whole = mage(&every_five_minutes(meals(40.0))).unwrap();
        assert!(
            (whole.mage - 80.0).abs() < 3.0 && whole.rises >= 11 && whole.falls >= 11,
            "{whole:?}"
        );
        let mut holed = meals(40.0);
        holed[200..300].fill(None);
        let answer = mage(&every_five_minutes(holed)).unwrap();
        assert!(
            (answer.mage - 80.0).abs() < 6.0 && answer.rises < whole.rises,
            "{answer:?}"
        );
    }

    #[test]
    fn calm_days_have_no_excursions() {
        let calm = mage(&every_five_minutes(vec![Some(100.0); 576])).unwrap_err();
        assert_eq!(calm.to_string(), "there are no excursions above one standard deviation");
        assert!(mage(&every_five_minutes(meals(40.0)[..200].to_vec())).is_err());
    }

    #[test]
    fn an_excursion_goes_from_its_nadir_to_its_peak() {
        let turns = [100.0, 150.0, 145.0, 180.0, 90.0, 95.0];
        assert_eq!(rises(&turns, 20.0), [80.0]);
        assert_eq!(rises(&turns.map(|value| -value), 20.0), [90.0]);
    }

    proptest! {
        #[test]
        fn a_shift_changes_nothing_and_a_scale_carries_through(
            steps in prop::collection::vec(-15..16_i32, 400),
        ) {
            let mut level = 0;
            let walk: Vec<i32> = steps.iter().map(|step| { level = (level + step).clamp(-60, 60); level }).collect();
            let of = |scale: f64, shift: f64| {
                mage(&every_five_minutes(walk.iter().map(|it| Some(scale * f64::from(*it) + shift))))
            };
            let Ok(here) = of(1.0, 100.0) else { return Ok(()) };
            prop_assert!((of(1.0, 228.0).unwrap().mage - here.mage).abs() < 1e-6);
            prop_assert!((of(2.0, 256.0).unwrap().mage - 2.0 * here.mage).abs() < 1e-6);
        }
    }
}
