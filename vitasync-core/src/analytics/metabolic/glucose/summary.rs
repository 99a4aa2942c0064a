//! Sums up the readings of a sensor.
//!
//! | answer | formula | source |
//! | --- | --- | --- |
//! | GMI | `3.31 + 0.02392·mean`, in percent of A1c | Bergenstal 2018, Diabetes Care 41:2275 |
//! | eA1c | `(mean + 46.7)/28.7`, in percent of A1c | Nathan 2008, Diabetes Care 31:1473 |
//! | CV | `100·SD/mean`; up to 36 % is called stable | Danne 2017, Diabetes Care 40:1631 |
//! | time in ranges | the share of readings below 54, from 54 to below 70, from 70 to 180, above 180 to 250, above 250 mg/dL; within the tight range 70 to 140 and that of pregnancy, 63 to 140 | Battelino 2019, Diabetes Care 42:1593; Battelino 2023, Lancet Diabetes Endocrinol 11:42 |
//!
//! Standard deviations are of a sample (divided by n − 1), quantiles of type 7. Each reading counts the same, and is compared
//! as it is, before any rounding. GMI estimates what a laboratory would measure from this mean; A1c itself can differ.
//!
//! Assumes one sensor with equal intervals: where it changes from 5 to 15 minutes, the former counts three times. Needs as
//! many readings as fill a day; whether they are what the consensus asks for, 14 days with 70 % of the readings, is in
//! [`Summary::wear`]. Refuses values that are not glucose in mg/dL.

use serde::Serialize;

use super::super::super::numeric::{float, mean, sorted, variance};
use super::super::super::robust::quantile_of_sorted;
use super::super::super::{Method, NoAnswer};
use super::{Trace, Wear};

/// This method.
pub const METHOD: Method = Method {
    id: "glucose_summary",
    version: 1,
    source: "Battelino 2019, Diabetes Care 42:1593; Bergenstal 2018, Diabetes Care 41:2275",
    needs: "as many readings as fill a day",
};

/// What the readings say.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = GlucoseSummary))]
pub struct Summary {
    /// How many readings there are.
    pub n: usize,
    /// How much of the time they cover.
    pub wear: Wear,
    /// The mean, in mg/dL.
    pub mean: f64,
    /// The standard deviation, in mg/dL.
    pub sd: f64,
    /// The coefficient of variation, in percent.
    pub cv_percent: f64,
    /// The middle reading, in mg/dL.
    pub median: f64,
    /// The distance of the quartiles, in mg/dL.
    pub iqr: f64,
    /// The glucose management indicator, in percent.
    pub gmi_percent: f64,
    /// The A1c estimated from the mean by the older formula, in percent.
    pub ea1c_percent: f64,
    /// The share of readings in each range.
    pub ranges: Ranges,
}

/// The share of readings in each range, in percent. The first five make 100.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = GlucoseRanges))]
pub struct Ranges {
    /// Below 54: low, level 2.
    pub very_low: f64,
    /// From 54 to below 70: low, level 1.
    pub low: f64,
    /// From 70 to 180.
    pub in_range: f64,
    /// Above 180 to 250: high, level 1.
    pub high: f64,
    /// Above 250: high, level 2.
    pub very_high: f64,
    /// From 70 to 140.
    pub tight: f64,
    /// From 63 to 140, the target of a pregnancy with type 1 diabetes.
    pub pregnancy: f64,
}

impl Ranges {
    pub(super) fn of(values: &[f64]) -> Self {
        let share = |inside: fn(f64) -> bool| {
            let count = values.iter().filter(|value| inside(**value)).count();
            100.0 * float(count) / float(values.len())
        };
        Self {
            very_low: share(|value| value < 54.0),
            low: share(|value| (54.0..70.0).contains(&value)),
            in_range: share(|value| (70.0..=180.0).contains(&value)),
            high: share(|value| value > 180.0 && value <= 250.0),
            very_high: share(|value| value > 250.0),
            tight: share(|value| (70.0..=140.0).contains(&value)),
            pregnancy: share(|value| (63.0..=140.0).contains(&value)),
        }
    }
}

/// Sums up a trace.
///
/// ```
/// use vitasync_core::analytics::metabolic::glucose::{Reading, Trace, summary::summary};
///
/// let first: chrono::DateTime<chrono::FixedOffset> = "2026-03-01T00:00:00+01:00".parse().unwrap();
/// let readings = (0..288).map(|at| Reading { at: first + chrono::TimeDelta::minutes(5 * at), value: 100.0 + (at % 100) as f64 });
/// let day = summary(&Trace::new(readings).unwrap()).unwrap();
/// assert!(day.ranges.in_range > 80.0 && day.gmi_percent > 6.5);
/// assert!(!day.wear.sufficient, "one day is not fourteen");
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of fewer readings than fill a day.
pub fn summary(trace: &Trace) -> Result<Summary, NoAnswer> {
    let values = trace.values_of_a_day()?;
    let wear = trace.wear()?;
    let (mean, sd) = (mean(&values), variance(&values).sqrt());
    let sorted = sorted(values.iter().copied());
    let quantile = |share| quantile_of_sorted(&sorted, share);
    Ok(Summary {
        n: values.len(),
        wear,
        mean,
        sd,
        cv_percent: 100.0 * sd / mean,
        median: quantile(0.5),
        iqr: quantile(0.75) - quantile(0.25),
        gmi_percent: 3.31 + 0.023_92 * mean,
        ea1c_percent: (mean + 46.7) / 28.7,
        ranges: Ranges::of(&values),
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::every_five_minutes;
    use super::*;

    #[test]
    fn borders_belong_to_the_range_the_consensus_gives_them() {
        let ranges = |value| Ranges::of(&[value]);
        assert_eq!(
            (ranges(53.99).very_low, ranges(54.0).low, ranges(69.99).low),
            (100.0, 100.0, 100.0)
        );
        assert_eq!((ranges(70.0).in_range, ranges(180.0).in_range), (100.0, 100.0));
        assert_eq!(
            (ranges(180.01).high, ranges(250.0).high, ranges(250.01).very_high),
            (100.0, 100.0, 100.0)
        );
    }

    #[test]
    fn a_constant_has_no_variation_and_less_than_a_day_no_summary() {
        let flat = summary(&every_five_minutes(vec![Some(120.0); 288])).unwrap();
        assert_eq!(
            (flat.sd, flat.cv_percent, flat.iqr, flat.ranges.tight),
            (0.0, 0.0, 0.0, 100.0)
        );
        let short = summary(&every_five_minutes(vec![Some(120.0); 287])).unwrap_err();
        assert_eq!(short.to_string(), "288 readings are needed, 287 are there");
    }

    proptest! {
        #[test]
        fn the_five_ranges_make_a_hundred(values in prop::collection::vec(40..400_i32, 1..200)) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let it = Ranges::of(&values);
            let all = it.very_low + it.low + it.in_range + it.high + it.very_high;
            prop_assert!((all - 100.0).abs() < 1e-9);
            prop_assert!(it.tight <= it.in_range && it.tight <= it.pregnancy);
        }
    }
}
