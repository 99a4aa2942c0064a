//! Answers a catalogue of small questions about a person, each by its id.
//!
//! A program that shows insights asks for them by ids that have been published. [`CATALOGUE`] has a row for each:
//! either what it says, from
//! which metrics and by which method, or why it is refused. An insight is refused where no published formula for
//! it is valid, where wearables
//! do not measure what it is called after, or where another one is the same; a refused one never has a number.
//!
//! An answer has its value and unit, how many values it rests on, from which days, and what it is held against,
//! if anything published
//! is. Its tone follows from that alone: positive inside a recommendation, warning or critical outside a clinical
//! limit or far from
//! the person's own days, otherwise merely information. Nothing is answered from less than its row says.

mod across;
mod activity;
mod body;
mod cardio;
mod metabolic;
mod recovery;
mod refused;
mod respiratory;
mod sleep;
mod ways;
mod workout;

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::anomaly::Severity;
use super::anomaly::thresholds::Grade;
use super::evidence::Evidence;
use super::{Method, NoAnswer};
use crate::metric::Metric;
use crate::words::words;

/// This method.
pub const METHOD: Method = Method {
    id: "insights",
    version: 1,
    source: "the method each insight names",
    needs: "what each insight says",
};

words! {
/// What an insight is about.
Category as InsightCategory {
    Cardio, "cardio", "Heart and circulation.";
    Sleep, "sleep", "Sleep.";
    Activity, "activity", "Movement.";
    Body, "body", "Weight, composition, pressure and temperature.";
    Recovery, "recovery", "Recovery, readiness and stress.";
    Respiratory, "respiratory", "Breathing and blood oxygen.";
    Metabolic, "metabolic", "Glucose and energy.";
    Workout, "workout", "Workouts and training load.";
    Trend, "trend", "Associations between two series.";
    Anomaly, "anomaly", "What is unusual.";
    Longevity, "longevity", "Age and ageing.";
    Immune, "immune", "Illness.";
    Cognitive, "cognitive", "Thinking.";
    Hormonal, "hormonal", "Hormones.";
    WomensHealth, "womens_health", "The menstrual cycle.";
    Performance, "performance", "What one can perform.";
}
}

words! {
/// How an insight sounds.
Tone as InsightTone {
    Info, "info", "Says how it is.";
    Positive, "positive", "Inside what is recommended.";
    Warning, "warning", "Outside a limit, or unusual; worth a look.";
    Critical, "critical", "Far outside a limit.";
}
}

/// A row of the catalogue.
#[derive(Debug, Clone, Copy)]
pub struct Definition {
    /// The published id.
    pub id: &'static str,
    /// What it is about.
    pub category: Category,
    /// What it is made from, or would be.
    pub metrics: &'static [Metric],
    /// What it says.
    pub says: &'static str,
    /// How it is answered, or why not.
    pub way: Way,
}

/// How an insight is answered, or why not.
#[derive(Debug, Clone, Copy)]
pub enum Way {
    /// It is answered.
    Answered {
        /// By which method.
        method: &'static str,
        /// The least it needs.
        needs: &'static str,
        /// The function.
        by: fn(&Evidence) -> Result<Answer, NoAnswer>,
    },
    /// It is refused.
    Refused {
        /// Why.
        reason: &'static str,
    },
}

/// What an insight says of a person.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = InsightAnswer))]
pub struct Answer {
    /// The number.
    pub value: f64,
    /// The UCUM code of its unit.
    pub unit: &'static str,
    /// How it sounds.
    pub tone: Tone,
    /// A sentence for people.
    pub sentence: String,
    /// How many values it rests on.
    pub n: usize,
    /// The first day it looks at.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
    /// What it is held against.
    pub reference: Option<Reference>,
}

/// What a value is held against.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = InsightReference))]
pub struct Reference {
    /// From where on it is inside; none where less is better.
    pub low: Option<f64>,
    /// To where it is inside; none where more is better.
    pub high: Option<f64>,
    /// Who says so.
    pub source: &'static str,
}

/// An insight that was asked for.
#[derive(Debug, Clone)]
pub struct Insight {
    /// Its row.
    pub definition: &'static Definition,
    /// What it says, or why there is no answer for this person.
    pub answer: Result<Answer, NoAnswer>,
}

/// Lists every insight, by category.
pub const CATALOGUE: &[&[Definition]] = &[
    cardio::ROWS,
    sleep::ROWS,
    activity::ROWS,
    body::ROWS,
    recovery::ROWS,
    respiratory::ROWS,
    metabolic::ROWS,
    workout::ROWS,
    across::TREND,
    across::ANOMALY,
    across::LONGEVITY,
    across::IMMUNE,
    across::PERFORMANCE,
    refused::ROWS,
];

/// Lists the rows of the catalogue.
pub fn definitions() -> impl Iterator<Item = &'static Definition> {
    CATALOGUE.iter().copied().flatten()
}

/// Asks every insight that is not refused.
///
/// ```
/// use vitasync_core::analytics::evidence::Evidence;
/// use vitasync_core::analytics::insights::insights;
///
/// let nothing = insights(&Evidence::new("2026-03-31".parse().unwrap()));
/// assert!(nothing.iter().all(|it| it.answer.is_err()), "nothing is said of somebody of whom nothing is known");
/// ```
#[must_use]
pub fn insights(evidence: &Evidence) -> Vec<Insight> {
    let asked = definitions().filter_map(|definition| match definition.way {
        Way::Answered { by, .. } => Some(Insight {
            definition,
            answer: by(evidence),
        }),
        Way::Refused { .. } => None,
    });
    asked.collect()
}

impl Definition {
    /// Returns the name people read, made from the id.
    ///
    /// ```
    /// use vitasync_core::analytics::insights::definitions;
    ///
    /// assert_eq!(definitions().next().unwrap().name(), "Rhr zone");
    /// ```
    #[must_use]
    pub fn name(&self) -> String {
        let mut name = self.id.replace('-', " ");
        name[..1].make_ascii_uppercase();
        name
    }
}

impl Answer {
    /// Says a number of the last so many days.
    fn new(evidence: &Evidence, days: u64, n: usize, (value, unit): (f64, &'static str), sentence: String) -> Self {
        Self {
            value,
            unit,
            tone: Tone::Info,
            sentence,
            n,
            from: evidence.before(days.saturating_sub(1)),
            to: evidence.date,
            reference: None,
        }
    }

    /// Holds it against a recommendation: positive inside, information outside.
    fn recommended(mut self, low: Option<f64>, high: Option<f64>, source: &'static str) -> Self {
        let inside = low.is_none_or(|low| self.value >= low) && high.is_none_or(|high| self.value <= high);
        self.tone = if inside { Tone::Positive } else { Tone::Info };
        self.reference = Some(Reference { low, high, source });
        self
    }

    /// Holds it against a limit: a warning outside, information inside.
    fn limited(mut self, low: Option<f64>, high: Option<f64>, source: &'static str) -> Self {
        let inside = low.is_none_or(|low| self.value >= low) && high.is_none_or(|high| self.value <= high);
        self.tone = if inside { Tone::Info } else { Tone::Warning };
        self.reference = Some(Reference { low, high, source });
        self
    }

    fn toned(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }
}

impl Tone {
    /// Returns the tone of where a value lies among clinical limits.
    fn of(grade: Grade) -> Self {
        match grade.side() {
            None => Self::Positive,
            Some((_, Severity::Low)) => Self::Info,
            Some((_, Severity::Medium | Severity::High)) => Self::Warning,
            Some((_, Severity::Critical)) => Self::Critical,
        }
    }
}

/// Declares rows that are answered.
macro_rules! answered {
    ($category:ident; $($id:literal [$($metric:ident),*] $says:literal, $method:expr, $needs:literal => $by:expr;)*) => {
        &[$($crate::analytics::insights::Definition {
            id: $id,
            category: $crate::analytics::insights::Category::$category,
            metrics: &[$($crate::metric::Metric::$metric),*],
            says: $says,
            way: $crate::analytics::insights::Way::Answered { method: $method.id, needs: $needs, by: $by },
        }),*]
    };
}

use answered;

#[cfg(test)]
mod tests;
