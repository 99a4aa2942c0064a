//! Finds days that stand out, by what is usual for the person and by what is usual clinically, and joins them into
//! episodes.
//!
//! | page | asks |
//! | --- | --- |
//! | [`outlier`] | is this day far from the weeks before it? |
//! | [`weekday`] | is it far from other days of its weekday? |
//! | [`drift`] | have many days moved a little, in one direction? |
//! | [`night_signal`] | has the resting heart rate at night been raised for two nights? |
//! | [`thresholds`], [`blood_pressure`] | how is the value called clinically? |
//! | [`episodes`] | which of these findings are one event, and is it over? |
//!
//! Every page judges one metric, one value per day; a page that could judge no day says so instead of finding nothing. All of
//! them label, none diagnoses: a finding is a reason to look, and its [`Finding::evidence`] says at what.
//!
//! Statistics alone are never [`Severity::Critical`]: what is unusual for a person need not be dangerous.

pub mod blood_pressure;
pub mod drift;
pub mod episodes;
pub mod night_signal;
pub mod outlier;
pub mod thresholds;
pub mod weekday;

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::NoAnswer;
use crate::words::words;

words! {
/// How urgent it is to look.
Severity {
    Low, "low", "Worth knowing.";
    Medium, "medium", "Worth watching.";
    High, "high", "Worth acting on soon.";
    Critical, "critical", "Worth acting on now.";
}
}

words! {
/// To which side a value lies.
Direction {
    Low, "low", "Below what is usual.";
    High, "high", "Above what is usual.";
}
}

/// A day that stands out.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Finding {
    /// The day.
    pub date: NaiveDate,
    /// Its value.
    pub value: f64,
    /// What is usual, where that is one number.
    pub expected: Option<f64>,
    /// How far it is from that, in the method's own measure.
    pub score: Option<f64>,
    /// To which side.
    pub direction: Direction,
    /// How urgent it is to look.
    pub severity: Severity,
    /// The [`Method`](super::Method) that says so.
    pub method: &'static str,
    /// Why, in plain words.
    pub evidence: String,
}

/// What a method says of a series.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Findings {
    /// How many days could be judged; at least one.
    pub judged: usize,
    /// Those that stand out, in order of time.
    pub findings: Vec<Finding>,
}

impl Findings {
    /// Collects what was said of each day that could be judged; `None` is a day without anything to say of it.
    ///
    /// # Errors
    ///
    /// `reason` where no day could be judged.
    fn collect(
        days: impl IntoIterator<Item = Option<Finding>>,
        reason: impl FnOnce() -> NoAnswer,
    ) -> Result<Self, NoAnswer> {
        let mut judged = 0;
        let findings = days.into_iter().inspect(|_| judged += 1).flatten().collect();
        if judged == 0 {
            return Err(reason());
        }
        Ok(Self { judged, findings })
    }
}

impl Direction {
    /// Names the side of a deviation.
    fn of(deviation: f64) -> Self {
        if deviation < 0.0 { Self::Low } else { Self::High }
    }
}

/// Grades how far a day is from what is usual, in robust standard deviations.
fn severity_of_z(z: f64) -> Option<Severity> {
    match z.abs() {
        z if z >= 7.0 => Some(Severity::High),
        z if z >= 5.0 => Some(Severity::Medium),
        z if z >= 3.5 => Some(Severity::Low),
        _ => None,
    }
}
