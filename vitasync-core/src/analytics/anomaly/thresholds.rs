//! Names a single value by clinical convention. It labels, it does not diagnose.
//!
//! | quantity | usual | sources |
//! | --- | --- | --- |
//! | resting heart rate, adults | 50–80 (men) or 53–82 (women) in 95 % of wearers, 60–100 by convention; below 60 is common in trained people | Quer 2020, PLoS One 15:e0227709; AHA |
//! | resting heart rate, children awake | 98–140 (1–2 y), 80–120 (3–5), 75–118 (6–11), 60–100 (12–17) | AHA PALS 2015 |
//! | oxygen saturation | from 95 %; a wrist sensor errs by 2 to 4 points | |
//! | respiratory rate, adults | 12–20 per minute | |
//! | body and core temperature | below 38.0 °C | |
//! | glucose | 70–180 mg/dL; levels 1 and 2 beyond 54–70 and 180–250 | Battelino 2019, Diabetes Care 42:1593 |
//! | body mass index, adults | 18.5–25; action points 23 and 27.5 for Asian populations | WHO 2000; WHO 2004, Lancet 363:157 |
//! | atrial fibrillation burden | up to 2 %, the least a watch states; from 11 % strokes were more frequent | Go 2018, JAMA Cardiol 3:601 |
//!
//! Blood pressure takes two values and more than one reading: see [`blood_pressure`](super::blood_pressure). Temperatures of
//! the skin have no limits of their own; only their distance from the person's baseline says something.
//!
//! A value is compared in its metric's canonical unit and never rounded before. Where the age is not known, it is taken for
//! an adult's; a child's value is refused wherever the limits are those of adults. Needs one value. Refuses metrics without
//! limits and values the catalogue holds for impossible.

use serde::{Deserialize, Serialize};

use super::super::{Daily, Method, NoAnswer, Sex};
use super::{Direction, Finding, Findings, Severity};
use crate::metric::Metric;

mod scales;

/// This method.
pub const METHOD: Method = Method {
    id: "clinical_threshold",
    version: 1,
    source: "AHA; WHO; Battelino 2019; Quer 2020; Go 2018",
    needs: "1 value",
};

/// What limits depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Person {
    /// The age in whole years.
    pub age_years: Option<u32>,
    /// The sex reference values are given for.
    pub sex: Option<Sex>,
    /// Judges the body mass index by the action points for Asian populations.
    #[serde(default)]
    pub asian_bmi: bool,
}

/// What a value is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = ThresholdLabel))]
pub struct Label {
    /// The word for it.
    pub label: &'static str,
    /// Where it lies.
    pub grade: Grade,
    /// Who calls it so.
    pub source: &'static str,
}

/// Where a value lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "side", content = "severity")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Grade {
    /// Below what is usual.
    Below(Severity),
    /// Where most people's values lie, or at least nothing to look at.
    Usual,
    /// Above what is usual.
    Above(Severity),
}

/// Names a value.
///
/// ```
/// use vitasync_core::analytics::anomaly::Severity;
/// use vitasync_core::analytics::anomaly::thresholds::{Grade, Person, classify};
/// use vitasync_core::Metric;
///
/// let label = classify(Metric::OxygenSaturation, 93.0, &Person::default()).unwrap();
/// assert_eq!((label.label, label.grade), ("low", Grade::Below(Severity::High)));
/// let reason = classify(Metric::SkinTemperature, 33.0, &Person::default()).unwrap_err();
/// assert_eq!(reason.to_string(), "there is no clinical threshold for skin_temperature");
/// ```
///
/// # Errors
///
/// [`NoAnswer::Undefined`] of a metric without limits, or of a child where the limits are those of adults;
/// [`NoAnswer::OutOfRange`] of an impossible value.
pub fn classify(metric: Metric, value: f64, person: &Person) -> Result<Label, NoAnswer> {
    let scale = scales::of(metric, person)?;
    let (min, max) = metric.spec().plausible.unwrap_or((f64::MIN, f64::MAX));
    NoAnswer::unless_within("value", value, min, max)?;
    let band = scale.bands.iter().rev().find(|band| band.starts.holds(value));
    let (label, grade) = band.map_or((scale.least.0, scale.least.1), |band| (band.label, band.grade));
    Ok(Label {
        label,
        grade,
        source: scale.source,
    })
}

/// Names every day's value and lists those that are not usual.
///
/// # Errors
///
/// As [`classify`], where it refuses every day; [`NoAnswer::Insufficient`] of no value.
pub fn beyond_thresholds(metric: Metric, days: &Daily, person: &Person) -> Result<Findings, NoAnswer> {
    let mut refused = NoAnswer::Insufficient {
        what: "days",
        needed: 1,
        got: 0,
    };
    let mut judged = Vec::new();
    for (date, value) in days.iter() {
        match classify(metric, value, person) {
            Ok(label) => judged.push(label.grade.side().map(|(direction, severity)| Finding {
                date,
                value,
                expected: None,
                score: None,
                direction,
                severity,
                method: METHOD.id,
                evidence: format!("{value} {} is called {}", metric.spec().unit_display, label.label),
            })),
            Err(reason) => refused = reason,
        }
    }
    Findings::collect(judged, || refused)
}

impl Grade {
    /// Returns the side and the severity of what is not usual.
    #[must_use]
    pub fn side(self) -> Option<(Direction, Severity)> {
        match self {
            Self::Below(severity) => Some((Direction::Low, severity)),
            Self::Usual => None,
            Self::Above(severity) => Some((Direction::High, severity)),
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::*;

    fn label(metric: Metric, value: f64, person: Person) -> (&'static str, Grade) {
        let label = classify(metric, value, &person).unwrap();
        (label.label, label.grade)
    }

    fn aged(years: u32) -> Person {
        Person {
            age_years: Some(years),
            ..Person::default()
        }
    }

    #[test]
    fn limits_belong_to_the_side_the_source_gives_them() {
        let of = |metric, value| label(metric, value, Person::default());
        assert_eq!(of(Metric::OxygenSaturation, 95.0), ("usual", Grade::Usual));
        assert_eq!(of(Metric::OxygenSaturation, 91.9).1, Grade::Below(Severity::Critical));
        assert_eq!(of(Metric::BodyTemperature, 37.99).1, Grade::Usual);
        assert_eq!(
            of(Metric::BodyTemperature, 38.0),
            ("fever", Grade::Above(Severity::Medium))
        );
        assert_eq!(of(Metric::BodyTemperature, 39.5).1, Grade::Above(Severity::Medium));
        assert_eq!(of(Metric::BloodGlucose, 180.0).1, Grade::Usual);
        assert_eq!(of(Metric::BloodGlucose, 69.99).1, Grade::Below(Severity::Critical));
        assert_eq!(of(Metric::RespiratoryRate, 25.0).1, Grade::Above(Severity::Low));
        assert_eq!(of(Metric::AtrialFibrillationBurden, 2.0).1, Grade::Usual);
        assert_eq!(
            of(Metric::AtrialFibrillationBurden, 11.0).1,
            Grade::Above(Severity::High)
        );
    }

    #[test]
    fn the_usual_heart_rate_depends_on_sex_and_age() {
        let of_sex = |sex| Person {
            sex: Some(sex),
            ..aged(40)
        };
        assert_eq!(
            label(Metric::RestingHeartRate, 81.0, of_sex(Sex::Male)).1,
            Grade::Above(Severity::Low)
        );
        assert_eq!(
            label(Metric::RestingHeartRate, 81.0, of_sex(Sex::Female)).1,
            Grade::Usual
        );
        assert_eq!(label(Metric::RestingHeartRate, 110.0, aged(7)).1, Grade::Usual);
        assert_eq!(
            label(Metric::RestingHeartRate, 110.0, aged(70)).1,
            Grade::Above(Severity::High)
        );
        assert_eq!(
            label(Metric::RestingHeartRate, 39.0, aged(30)).1,
            Grade::Below(Severity::Critical)
        );
    }

    #[test]
    fn adults_limits_are_not_for_children() {
        assert!(classify(Metric::BodyMassIndex, 17.0, &aged(12)).is_err());
        assert!(classify(Metric::RespiratoryRate, 30.0, &aged(3)).is_err());
        assert!(classify(Metric::RestingHeartRate, 130.0, &aged(0)).is_err());
        assert!(classify(Metric::OxygenSaturation, 97.0, &aged(12)).is_ok());
    }

    #[test]
    fn action_points_differ_between_populations() {
        let asian = Person {
            asian_bmi: true,
            ..Person::default()
        };
        assert_eq!(label(Metric::BodyMassIndex, 24.0, Person::default()).0, "normal weight");
        assert_eq!(label(Metric::BodyMassIndex, 24.0, asian).0, "increased risk");
    }

    #[test]
    fn impossible_values_are_refused_and_do_not_hide_the_others() {
        let first = "2026-03-01".parse().unwrap();
        let days = Daily::new(first, vec![Some(400.0), None, Some(88.0), Some(97.0)]).unwrap();
        let found = beyond_thresholds(Metric::OxygenSaturation, &days, &Person::default()).unwrap();
        assert_eq!((found.judged, found.findings.len()), (2, 1));
        assert_eq!(found.findings[0].evidence, "88 % is called hypoxaemia");
        let none = Daily::new(first, vec![None]).unwrap();
        assert!(beyond_thresholds(Metric::OxygenSaturation, &none, &Person::default()).is_err());
    }
}
