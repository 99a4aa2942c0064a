//! Names blood pressure by a guideline's categories. It labels, it does not diagnose.
//!
//! | | ACC/AHA 2017 | ESC 2024 |
//! | --- | --- | --- |
//! | usual | below 120 and below 80 | below 120 and below 70 |
//! | elevated | 120–129 and below 80 | 120–139 or 70–89 |
//! | hypertension | stage 1: 130–139 or 80–89; stage 2: from 140 or from 90 | from 140 or from 90 |
//! | severe | above 180 or above 120 | from 180 or from 110 |
//!
//! The higher category of the two values wins. A category is that of the mean of readings at rest; one reading has none, but a
//! severe one is said at once ([`is_severe`]).
//!
//! Assumes a cuff; a watch's estimate has no category. Needs two readings on two days. Refuses impossible
//! values and a diastolic that is not below the systolic.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::numeric::{float, sum};
use super::super::{Method, NoAnswer};
use super::Severity;
use crate::metric::Metric;

/// This method.
pub const METHOD: Method = Method {
    id: "blood_pressure",
    version: 1,
    source: "ACC/AHA 2017; ESC 2024",
    needs: "2 readings on 2 days",
};

/// One reading in mmHg.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = BloodPressureReading))]
pub struct Reading {
    /// The day.
    pub date: NaiveDate,
    /// The upper value.
    pub systolic: f64,
    /// The lower value.
    pub diastolic: f64,
}

/// Whose categories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = BloodPressureGuideline))]
pub enum Guideline {
    /// American College of Cardiology and American Heart Association, 2017; kept in 2025.
    AccAha2017,
    /// European Society of Cardiology, 2024.
    Esc2024,
}

/// A category, of either guideline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = BloodPressureCategory))]
pub enum Category {
    /// Not raised.
    Usual,
    /// Raised, not yet hypertension.
    Elevated,
    /// Stage 1 of ACC/AHA.
    Stage1,
    /// Stage 2 of ACC/AHA; hypertension of ESC.
    Stage2,
    /// To be looked at at once.
    Severe,
}

/// What readings come to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct BloodPressure {
    /// How many readings there are.
    pub n: usize,
    /// On how many days.
    pub days: usize,
    /// The mean of the upper values.
    pub systolic: f64,
    /// The mean of the lower values.
    pub diastolic: f64,
    /// What the means are called.
    pub category: Category,
}

/// Names the mean of readings.
///
/// ```
/// use vitasync_core::analytics::anomaly::blood_pressure::{Category, Guideline, Reading, blood_pressure};
///
/// let reading = |date: &str, systolic, diastolic| Reading { date: date.parse().unwrap(), systolic, diastolic };
/// let readings = [reading("2026-03-01", 128.0, 79.0), reading("2026-03-02", 126.0, 77.0)];
/// assert_eq!(blood_pressure(&readings, Guideline::AccAha2017).unwrap().category, Category::Elevated);
/// assert!(blood_pressure(&readings[..1], Guideline::AccAha2017).is_err());
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of readings on fewer than two days, [`NoAnswer::OutOfRange`] or [`NoAnswer::Undefined`] of an
/// impossible reading.
pub fn blood_pressure(readings: &[Reading], guideline: Guideline) -> Result<BloodPressure, NoAnswer> {
    readings.iter().try_for_each(check)?;
    let mut dates: Vec<NaiveDate> = readings.iter().map(|it| it.date).collect();
    dates.sort_unstable();
    dates.dedup();
    NoAnswer::unless_enough("days with readings", 2, dates.len())?;
    let mean = |of: fn(&Reading) -> f64| sum(readings.iter().map(of)) / float(readings.len());
    let (systolic, diastolic) = (mean(|it| it.systolic), mean(|it| it.diastolic));
    Ok(BloodPressure {
        n: readings.len(),
        days: dates.len(),
        systolic,
        diastolic,
        category: guideline.category(systolic, diastolic),
    })
}

/// Tells whether one reading alone is severe.
///
/// # Errors
///
/// [`NoAnswer::OutOfRange`] or [`NoAnswer::Undefined`] of an impossible reading.
pub fn is_severe(reading: &Reading, guideline: Guideline) -> Result<bool, NoAnswer> {
    check(reading)?;
    Ok(guideline.category(reading.systolic, reading.diastolic) == Category::Severe)
}

impl Guideline {
    fn category(self, systolic: f64, diastolic: f64) -> Category {
        self.of_systolic(systolic).max(self.of_diastolic(diastolic))
    }

    fn of_systolic(self, value: f64) -> Category {
        match self {
            Self::AccAha2017 if value > 180.0 => Category::Severe,
            Self::Esc2024 if value >= 180.0 => Category::Severe,
            _ if value >= 140.0 => Category::Stage2,
            Self::AccAha2017 if value >= 130.0 => Category::Stage1,
            _ if value >= 120.0 => Category::Elevated,
            _ => Category::Usual,
        }
    }

    fn of_diastolic(self, value: f64) -> Category {
        match self {
            Self::AccAha2017 if value > 120.0 => Category::Severe,
            Self::Esc2024 if value >= 110.0 => Category::Severe,
            _ if value >= 90.0 => Category::Stage2,
            Self::AccAha2017 if value >= 80.0 => Category::Stage1,
            Self::Esc2024 if value >= 70.0 => Category::Elevated,
            _ => Category::Usual,
        }
    }
}

impl Category {
    /// Tells how urgent it is to look; `None` of what is usual.
    #[must_use]
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Usual => None,
            Self::Elevated => Some(Severity::Low),
            Self::Stage1 => Some(Severity::Medium),
            Self::Stage2 => Some(Severity::High),
            Self::Severe => Some(Severity::Critical),
        }
    }
}

fn check(reading: &Reading) -> Result<(), NoAnswer> {
    let plausible = |metric: Metric| {
        metric
            .spec()
            .plausible
            .expect("blood pressure has limits in the catalogue")
    };
    let (min, max) = plausible(Metric::BloodPressureSystolic);
    NoAnswer::unless_within("systolic pressure", reading.systolic, min, max)?;
    let (min, max) = plausible(Metric::BloodPressureDiastolic);
    NoAnswer::unless_within("diastolic pressure", reading.diastolic, min, max)?;
    if reading.diastolic < reading.systolic {
        return Ok(());
    }
    Err(NoAnswer::Undefined {
        what: "pulse pressure",
        of: format!("{}/{}", reading.systolic, reading.diastolic),
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::*;

    fn category(systolic: f64, diastolic: f64, guideline: Guideline) -> Category {
        guideline.category(systolic, diastolic)
    }

    fn reading(day: u32, systolic: f64, diastolic: f64) -> Reading {
        Reading {
            date: NaiveDate::from_ymd_opt(2026, 3, day).unwrap(),
            systolic,
            diastolic,
        }
    }

    #[test]
    fn the_higher_category_wins() {
        let acc = |systolic, diastolic| category(systolic, diastolic, Guideline::AccAha2017);
        assert_eq!(acc(119.0, 79.0), Category::Usual);
        assert_eq!(acc(125.0, 79.0), Category::Elevated);
        assert_eq!(acc(119.0, 80.0), Category::Stage1);
        assert_eq!(acc(139.0, 90.0), Category::Stage2);
        assert_eq!(acc(180.0, 120.0), Category::Stage2);
        assert_eq!(acc(181.0, 70.0), Category::Severe);
    }

    #[test]
    fn europe_draws_other_lines() {
        let esc = |systolic, diastolic| category(systolic, diastolic, Guideline::Esc2024);
        assert_eq!(esc(119.0, 69.0), Category::Usual);
        assert_eq!(esc(119.0, 70.0), Category::Elevated);
        assert_eq!(esc(139.0, 89.0), Category::Elevated);
        assert_eq!(esc(180.0, 80.0), Category::Severe);
    }

    #[test]
    fn two_readings_of_one_day_are_one_occasion() {
        let reason = blood_pressure(
            &[reading(1, 120.0, 70.0), reading(1, 122.0, 71.0)],
            Guideline::AccAha2017,
        );
        assert_eq!(
            reason.unwrap_err().to_string(),
            "2 days with readings are needed, 1 are there"
        );
    }

    #[test]
    fn impossible_readings_are_refused_and_severe_ones_said_at_once() {
        assert!(is_severe(&reading(1, 80.0, 80.0), Guideline::AccAha2017).is_err());
        assert!(is_severe(&reading(1, f64::NAN, 80.0), Guideline::AccAha2017).is_err());
        assert_eq!(is_severe(&reading(1, 190.0, 95.0), Guideline::AccAha2017), Ok(true));
        assert_eq!(Category::Severe.severity(), Some(Severity::Critical));
    }
}
