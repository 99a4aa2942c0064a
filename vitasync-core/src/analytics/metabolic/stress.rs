//! Says whether a vendor's stress score is unusual for a person.
//!
//! What devices call stress is a vendor's own reading of heart rate and its variability; it rises with effort, illness,
//! alcohol and heat as with strain of the mind, and vendors' scales do not convert into each other. No formula turns heart
//! rates into stress that would be valid for one person, so none is here. What can be said is how far a day lies from what
//! this vendor says of this person on other days: the robust z against the [baseline](super::super::baseline) of the 60 days
//! before, above 0 for more.
//!
//! Assumes one vendor's series. Needs the day and 14 of the 60 before. Refuses every metric that is not a stress score or a
//! time in it: heart rates and their variability are answered by [`readiness`](super::super::training::readiness), as what
//! they are.

use chrono::NaiveDate;
use serde::Serialize;

use super::super::baseline::{Window, baseline};
use super::super::{Daily, Method, NoAnswer};
use crate::metric::Metric;

/// This method.
pub const METHOD: Method = Method {
    id: "relative_stress",
    version: 1,
    source: "a vendor's score against the person's own baseline",
    needs: "a day and 14 of the 60 before",
};

/// How a day's stress score compares.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RelativeStress {
    /// The day's value, in the metric's unit.
    pub value: f64,
    /// What is usual: the median of the days before.
    pub usual: f64,
    /// How far the day is above that, in usual deviations.
    pub z: f64,
    /// How many days the baseline has.
    pub n: usize,
}

/// Compares the stress score of a day with those of the days before.
///
/// ```
/// use vitasync_core::Metric;
/// use vitasync_core::analytics::Daily;
/// use vitasync_core::analytics::metabolic::stress::relative_stress;
///
/// let before = (0..30).map(|day| Some(30.0 + f64::from(day % 5)));
/// let days = Daily::new("2026-03-01".parse().unwrap(), before.chain([Some(60.0)]).collect()).unwrap();
/// let date = "2026-03-31".parse().unwrap();
/// assert!(relative_stress(Metric::StressLevel, &days, date).unwrap().z > 3.5);
/// let reason = relative_stress(Metric::HeartRate, &days, date).unwrap_err();
/// assert_eq!(reason.to_string(), "there is no stress for heart_rate");
/// ```
///
/// # Errors
///
/// [`NoAnswer::Undefined`] of another metric, [`NoAnswer::Insufficient`] of no value on the day or too few before,
/// [`NoAnswer::NoSpread`] where those are all equal.
pub fn relative_stress(metric: Metric, days: &Daily, date: NaiveDate) -> Result<RelativeStress, NoAnswer> {
    if !matches!(
        metric,
        Metric::StressLevel | Metric::StressDuration | Metric::StressHighDuration
    ) {
        return Err(NoAnswer::Undefined {
            what: "stress",
            of: metric.to_string(),
        });
    }
    let value = days.index(date).and_then(|at| days.values()[at]);
    let value = value.ok_or(NoAnswer::Insufficient {
        what: "values of the day",
        needed: 1,
        got: 0,
    })?;
    let spread = baseline(days, date, Window::TwoMonths)?.spread;
    Ok(RelativeStress {
        value,
        usual: spread.median,
        z: spread.modified_z(value),
        n: spread.n,
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::*;

    fn judge(metric: Metric, values: Vec<Option<f64>>) -> Result<RelativeStress, NoAnswer> {
        let date = "2026-03-01".parse::<NaiveDate>().unwrap() + chrono::Days::new(values.len() as u64 - 1);
        relative_stress(
            metric,
            &Daily::new("2026-03-01".parse().unwrap(), values).unwrap(),
            date,
        )
    }

    #[test]
    fn variability_of_the_heart_is_not_stress() {
        let days: Vec<_> = (0..40).map(|day| Some(f64::from(day))).collect();
        assert!(judge(Metric::HeartRateVariabilityRmssd, days.clone()).is_err());
        assert!(judge(Metric::StressHighDuration, days).is_ok());
    }

    #[test]
    fn an_unknown_day_and_a_new_person_have_no_answer() {
        let mut days: Vec<_> = (0..40).map(|day| Some(f64::from(day))).collect();
        days.push(None);
        assert!(judge(Metric::StressLevel, days).is_err());
        assert!(judge(Metric::StressLevel, (0..14).map(|day| Some(f64::from(day))).collect()).is_err());
        assert!(judge(Metric::StressLevel, vec![Some(30.0); 40]).is_err());
    }
}
