//! Finds nights of raised resting heart rate, as they often come before symptoms of an infection: NightSignal.
//!
//! Alavi 2022 (Nat Med 28:175; code StanfordBioinformatics/wearable-infection):
//!
//! 1. A night's value is the whole part of the mean of whole heart rates from 00:00 to 06:59 in minutes without a step
//!    ([`overnight_average`]).
//! 2. A single missing night between two others becomes the whole part of their mean.
//! 3. The usual is the whole part of the median of all nights up to and including this one.
//! 4. A night is raised from 3 beats above the usual and much raised from 4.
//! 5. The second of two raised nights in a row is yellow, of two much raised ones red.
//!
//! In the study 80 % of 84 infections were announced, 3 days before symptoms in the median; without any infection there were
//! 1.15 days of alert per person. Alcohol, travel, a hard workout or a hot night raise it just as well.
//!
//! Assumes a person without a fever in the first nights, on which the usual rests at first. Needs 7 nights. Two missing nights in
//! a row stay missing and interrupt a series.

use chrono::NaiveDate;
use serde::Serialize;

use super::super::numeric::{float, median_of_sorted};
use super::super::{Daily, Method, NoAnswer};
use super::{Direction, Finding, Severity};

/// This method.
pub const METHOD: Method = Method {
    id: "night_signal",
    version: 1,
    source: "Alavi 2022, Nat Med 28:175",
    needs: "7 nights",
};

/// The least number of nights that is answered from.
pub const MIN_NIGHTS: usize = 7;

/// What is said of one night.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = WatchedNight))]
pub struct Night {
    /// The date on which the night ended.
    pub date: NaiveDate,
    /// The night's value in beats per minute, without decimals.
    pub average: f64,
    /// True where the night is missing and its neighbours stand for it.
    pub imputed: bool,
    /// What is usual so far.
    pub usual: f64,
    /// What it says.
    pub alert: Alert,
}

/// What a night says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = NightAlert))]
pub enum Alert {
    /// Nothing.
    None,
    /// The second night in a row that is raised.
    Yellow,
    /// The second night in a row that is much raised.
    Red,
}

/// Returns a night's value from its heart rates at rest.
///
/// ```
/// use vitasync_core::analytics::anomaly::night_signal::overnight_average;
///
/// assert_eq!(overnight_average(&[58.9, 60.2, 61.0]), Ok(59.0));
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of none, [`NoAnswer::NotFinite`].
pub fn overnight_average(heart_rates: &[f64]) -> Result<f64, NoAnswer> {
    NoAnswer::unless_enough("heart rates", 1, heart_rates.len())?;
    NoAnswer::unless_finite("heart rates", heart_rates.iter().copied())?;
    let sum: f64 = heart_rates.iter().map(|rate| rate.trunc()).sum();
    Ok((sum / float(heart_rates.len())).trunc())
}

/// Judges every night that has a value or single neighbours to stand for it.
///
/// ```
/// use vitasync_core::analytics::Daily;
/// use vitasync_core::analytics::anomaly::night_signal::{Alert, night_signal};
///
/// let averages = [58.0, 57.0, 58.0, 59.0, 58.0, 58.0, 57.0, 63.0, 64.0].map(Some);
/// let nights = night_signal(&Daily::new("2026-01-01".parse().unwrap(), averages.to_vec()).unwrap()).unwrap();
/// assert_eq!(nights[8].alert, Alert::Red);
/// assert!(nights[..8].iter().all(|night| night.alert == Alert::None));
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of fewer than seven nights.
pub fn night_signal(averages: &Daily) -> Result<Vec<Night>, NoAnswer> {
    NoAnswer::unless_enough("nights", MIN_NIGHTS, averages.present())?;
    let mut sorted: Vec<f64> = Vec::new();
    let mut nights: Vec<Night> = Vec::new();
    let mut before = Alert::None;
    for at in 0..averages.values().len() {
        let Some((average, imputed)) = value(averages.values(), at) else {
            before = Alert::None;
            continue;
        };
        sorted.insert(sorted.partition_point(|other| *other < average), average);
        let usual = median_of_sorted(&sorted).trunc();
        let raised = match average - usual {
            more if more >= 4.0 => Alert::Red,
            more if more >= 3.0 => Alert::Yellow,
            _ => Alert::None,
        };
        nights.push(Night {
            date: averages.date(at),
            average,
            imputed,
            usual,
            alert: raised.min(before),
        });
        before = raised;
    }
    Ok(nights)
}

/// Turns alerts into findings, except those of nights without a value of their own.
#[must_use]
pub fn findings(nights: &[Night]) -> Vec<Finding> {
    let alerts = nights
        .iter()
        .filter(|night| night.alert != Alert::None && !night.imputed);
    alerts
        .map(|night| Finding {
            date: night.date,
            value: night.average,
            expected: Some(night.usual),
            score: Some(night.average - night.usual),
            direction: Direction::High,
            severity: if night.alert == Alert::Red {
                Severity::High
            } else {
                Severity::Medium
            },
            method: METHOD.id,
            evidence: format!(
                "the second night in a row well above the usual {} beats per minute",
                night.usual
            ),
        })
        .collect()
}

/// Returns the value of a night, and whether its neighbours stand for it.
fn value(averages: &[Option<f64>], at: usize) -> Option<(f64, bool)> {
    if let Some(average) = averages[at] {
        return Some((average.trunc(), false));
    }
    let before = averages[at.checked_sub(1)?]?.trunc();
    let after = (*averages.get(at + 1)?)?.trunc();
    Some((f64::midpoint(before, after).trunc(), true))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::*;

    fn alerts(averages: &[Option<f64>]) -> Vec<Alert> {
        let nights = Daily::new("2026-01-01".parse().unwrap(), averages.to_vec()).unwrap();
        night_signal(&nights).unwrap().iter().map(|night| night.alert).collect()
    }

    fn calm(then: &[Option<f64>]) -> Vec<Option<f64>> {
        [&[Some(58.0); 7], then].concat()
    }

    #[test]
    fn a_raised_and_a_much_raised_night_are_yellow() {
        let alerts = alerts(&calm(&[Some(61.0), Some(63.0), Some(63.0)]));
        assert_eq!(alerts[7..], [Alert::None, Alert::Yellow, Alert::Red]);
    }

    #[test]
    fn two_missing_nights_interrupt() {
        let alerts = alerts(&calm(&[Some(63.0), None, None, Some(63.0)]));
        assert_eq!(alerts[7..], [Alert::None, Alert::None]);
    }

    #[test]
    fn one_missing_night_is_stood_for_by_its_neighbours() {
        let alerts = alerts(&calm(&[Some(63.0), None, Some(64.0)]));
        assert_eq!(alerts[7..], [Alert::None, Alert::Red, Alert::Red]);
    }

    #[test]
    fn six_nights_are_too_few() {
        let few = Daily::new("2026-01-01".parse().unwrap(), vec![Some(58.0); 6]).unwrap();
        assert_eq!(
            night_signal(&few).unwrap_err().to_string(),
            "7 nights are needed, 6 are there"
        );
        assert!(overnight_average(&[]).is_err());
    }

    #[test]
    fn red_is_more_severe_than_yellow() {
        let averages = calm(&[Some(61.0), Some(63.0), Some(63.0)]);
        let nights = Daily::new("2026-01-01".parse().unwrap(), averages).unwrap();
        let found = findings(&night_signal(&nights).unwrap());
        let severities: Vec<_> = found.iter().map(|it| it.severity).collect();
        assert_eq!(severities, [Severity::Medium, Severity::High]);
    }
}
