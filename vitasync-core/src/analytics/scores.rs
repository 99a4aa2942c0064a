//! Sums up a day in five scores from 0 to 100: sleep, activity, cardio, recovery, and all of them.
//!
//! A score is the weighted mean of its components' points:
//!
//! | score | component, weight | points |
//! | --- | --- | --- |
//! | sleep | length, 0.4 | 100 inside what experts recommend at the age (Hirshkowitz 2015), 0 at 3 hours outside |
//! | | continuity, 0.3 | the share of Ohayon's indicators that last night meets, without its length |
//! | | regularity, 0.3 | the sleep regularity index of 14 days (Phillips 2017), at least 0 |
//! | activity | active minutes, 0.6 | 100 from 150 equivalent minutes in 7 days (WHO 2020), in proportion below |
//! | | steps, 0.4 | 100 from 8,000 a day, 6,000 from 60 years on (Paluch 2022), in proportion below; mean of 7 days |
//! | cardio | oxygen uptake, 0.5 | 50 where it is the mean of the age and sex (Aspenes 2011), 2.5 more for each year younger |
//! | | resting heart rate, 0.25 | `100·Φ(−z)` of the week's median against the 60 days before it |
//! | | heart rate variability, 0.25 | `100·Φ(z)` of the same, of logarithms; RMSSD, otherwise SDNN, never both |
//! | recovery | [readiness](super::training::readiness) | its own score; its signals are the components |
//! | all | sleep 0.3, activity 0.25, recovery 0.25, cardio 0.2 | the scores |
//!
//! Literature gives the limits, not the weights: no composite of this kind is validated, and these weights are
//! this project's. So a score
//! names every component with its value, points and weight, and what is missing with the reason. The weights of
//! the others share
//! what is left, `confidence` says how much of the weight is known, and below [`MIN_CONFIDENCE`] there is no
//! score. Nothing stands in for what
//! is missing.

pub mod parts;

use std::fmt;

use serde::{Deserialize, Serialize};

use super::evidence::Evidence;
use super::numeric::sum;
use super::{Method, NoAnswer};
use crate::words::words;

/// This method.
pub const METHOD: Method = Method {
    id: "health_score",
    version: 1,
    source: "Hirshkowitz 2015; Ohayon 2017; Phillips 2017; WHO 2020; Paluch 2022; Aspenes 2011; weights are this project's",
    needs: "components of half the weight",
};

/// The least share of the weight that must be known.
pub const MIN_CONFIDENCE: f64 = 0.5;

words! {
/// What a score sums up.
Kind as ScoreKind {
    Overall, "overall", "All the others.";
    Sleep, "sleep", "Last night and the rhythm of two weeks.";
    Activity, "activity", "The movement of a week.";
    Cardio, "cardio", "Fitness, and how the heart compares with what is usual.";
    Recovery, "recovery", "How the person stands this morning.";
}
}

words! {
/// What a score is made from.
Component as ScoreComponent {
    Sleep, "sleep", "The sleep score.";
    Activity, "activity", "The activity score.";
    Cardio, "cardio", "The cardio score.";
    Recovery, "recovery", "The recovery score.";
    SleepLength, "sleep_length", "How long was slept, in hours.";
    SleepContinuity, "sleep_continuity", "Which indicators of unbroken sleep are met.";
    SleepRegularity, "sleep_regularity", "Whether one is asleep at the same times.";
    ActiveMinutes, "active_minutes", "Equivalent minutes of a week.";
    Steps, "steps", "Steps a day.";
    OxygenUptake, "oxygen_uptake", "Maximal oxygen uptake, in mL/kg/min.";
    RestingHeartRate, "resting_heart_rate", "Resting heart rate, in beats per minute.";
    HeartRateVariability, "heart_rate_variability", "Heart rate variability, in milliseconds.";
    SleepDebt, "sleep_debt", "Sleep that was missed, in hours.";
    TrainingBalance, "training_balance", "Training stress balance on the morning.";
    Temperature, "temperature", "Temperature of the night.";
    RespiratoryRate, "respiratory_rate", "Respiratory rate of the night, per minute.";
}
}

/// A score, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Score {
    /// What it sums up.
    pub kind: Kind,
    /// From 0 to 100; none where too little is known.
    pub value: Option<f64>,
    /// Why there is none.
    pub reason: Option<NoAnswer>,
    /// The share of the weight that is known, from 0 to 1.
    pub confidence: f64,
    /// What it is made from, the heaviest first.
    pub components: Vec<Part>,
    /// What it is not made from, and why, the heaviest first.
    pub missing: Vec<Missing>,
    /// The version of the method.
    pub version: u32,
}

/// A component that is known.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = ScorePart))]
pub struct Part {
    /// Which.
    pub component: Component,
    /// From 0 to 100.
    pub points: f64,
    /// Its weight among those that are known.
    pub weight: f64,
    /// What was measured.
    pub value: f64,
    /// The UCUM code of its unit.
    pub unit: &'static str,
    /// The method that answers it.
    pub method: &'static str,
}

/// A component that is not known.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = MissingComponent))]
pub struct Missing {
    /// Which.
    pub component: Component,
    /// Its weight among all.
    pub weight: f64,
    /// Why.
    pub reason: NoAnswer,
}

/// What a component comes to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Points {
    /// From 0 to 100.
    pub points: f64,
    /// What was measured.
    pub value: f64,
    /// The UCUM code of its unit.
    pub unit: &'static str,
    /// The method that answers it.
    pub method: &'static str,
    /// How much of it is known, from 0 to 1.
    pub confidence: f64,
}

/// A component, its weight, and what it comes to.
pub type Weighed = (Component, f64, Result<Points, NoAnswer>);

/// The scores of a day.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Scores {
    /// All of them.
    pub overall: Score,
    /// Sleep.
    pub sleep: Score,
    /// Activity.
    pub activity: Score,
    /// Heart and fitness.
    pub cardio: Score,
    /// Readiness.
    pub recovery: Score,
}

impl Scores {
    /// Lists the scores, the overall one first.
    pub fn iter(&self) -> impl Iterator<Item = &Score> {
        [&self.overall, &self.sleep, &self.activity, &self.cardio, &self.recovery].into_iter()
    }
}

/// Returns the scores of the day the evidence ends on.
///
/// ```
/// use vitasync_core::analytics::evidence::Evidence;
/// use vitasync_core::analytics::scores::scores;
///
/// let nothing = scores(&Evidence::new("2026-03-31".parse().unwrap()));
/// assert_eq!((nothing.overall.value, nothing.overall.confidence), (None, 0.0));
/// assert_eq!(nothing.overall.missing.len(), 4);
/// ```
#[must_use]
pub fn scores(evidence: &Evidence) -> Scores {
    let sleep = combine(Kind::Sleep, parts::sleep(evidence));
    let activity = combine(Kind::Activity, parts::activity(evidence));
    let cardio = combine(Kind::Cardio, parts::cardio(evidence));
    let recovery = parts::recovery(evidence);
    let overall = combine(
        Kind::Overall,
        vec![
            (Component::Sleep, 0.30, of_score(&sleep)),
            (Component::Activity, 0.25, of_score(&activity)),
            (Component::Recovery, 0.25, of_score(&recovery)),
            (Component::Cardio, 0.20, of_score(&cardio)),
        ],
    );
    Scores {
        overall,
        sleep,
        activity,
        cardio,
        recovery,
    }
}

/// Makes a score from its components, in whatever order they come.
///
/// ```
/// use vitasync_core::analytics::NoAnswer;
/// use vitasync_core::analytics::scores::{Component, Kind, Points, combine};
///
/// let points = |points| Ok(Points { points, value: points, unit: "1", method: "example", confidence: 1.0 });
/// let unknown = || Err(NoAnswer::Insufficient { what: "nights", needed: 1, got: 0 });
/// let score = combine(Kind::Activity, vec![(Component::ActiveMinutes, 0.6, points(80.0)), (Component::Steps,
/// 0.4, unknown())]);
/// assert_eq!((score.value, score.confidence), (Some(80.0), 0.6));
/// let too_little = combine(Kind::Activity, vec![(Component::ActiveMinutes, 0.6, unknown()), (Component::Steps,
/// 0.4, points(80.0))]);
/// assert_eq!(too_little.value, None);
/// ```
#[must_use]
pub fn combine(kind: Kind, mut weighed: Vec<Weighed>) -> Score {
    weighed.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let all = sum(weighed.iter().map(|(_, weight, _)| *weight));
    let of_known = |of: fn(&Points) -> f64| {
        let known = weighed
            .iter()
            .filter_map(|(_, weight, it)| Some(weight * of(it.as_ref().ok()?)));
        sum(known)
    };
    let (known, total, confident) = (
        of_known(|_| 1.0),
        of_known(|it| it.points),
        of_known(|it| it.confidence),
    );
    let (mut components, mut missing) = (Vec::new(), Vec::new());
    for (component, weight, answer) in weighed {
        match answer {
            Ok(it) => components.push(Part {
                component,
                points: it.points,
                weight: weight / known,
                value: it.value,
                unit: it.unit,
                method: it.method,
            }),
            Err(reason) => missing.push(Missing {
                component,
                weight: weight / all,
                reason,
            }),
        }
    }
    // Weights that make half may come to a rounding below it.
    let share = if all > 0.0 { known / all } else { 0.0 };
    let enough = NoAnswer::unless_at_least("share of the weight that is known", share + 1e-9, MIN_CONFIDENCE);
    Score {
        kind,
        value: enough.is_ok().then(|| (total / known).clamp(0.0, 100.0)),
        reason: enough.is_err().then(|| too_little(share)),
        confidence: if all > 0.0 { confident / all } else { 0.0 },
        components,
        missing,
        version: METHOD.version,
    }
}

fn too_little(share: f64) -> NoAnswer {
    NoAnswer::TooSmall {
        what: "share of the weight that is known",
        value: share,
        min: MIN_CONFIDENCE,
    }
}

/// Takes a score as a component of another.
fn of_score(score: &Score) -> Result<Points, NoAnswer> {
    match (score.value, &score.reason) {
        (Some(value), _) => Ok(Points {
            points: value,
            value,
            unit: "{score}",
            method: METHOD.id,
            confidence: score.confidence,
        }),
        (None, Some(reason)) => Err(reason.clone()),
        (None, None) => Err(too_little(score.confidence)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PARTS: [(Component, f64); 3] = [
        (Component::SleepLength, 0.4),
        (Component::SleepContinuity, 0.3),
        (Component::SleepRegularity, 0.3),
    ];

    fn weighed(points: [Option<f64>; 3]) -> Vec<Weighed> {
        let unknown = NoAnswer::NoSpread { what: "days" };
        let of = |points: Option<f64>| {
            points.ok_or_else(|| unknown.clone()).map(|points| Points {
                points,
                value: points,
                unit: "1",
                method: "example",
                confidence: 1.0,
            })
        };
        PARTS
            .iter()
            .zip(points)
            .map(|(&(component, weight), points)| (component, weight, of(points)))
            .collect()
    }

    fn score(points: [Option<f64>; 3]) -> Score {
        combine(Kind::Sleep, weighed(points))
    }

    fn points() -> impl Strategy<Value = [Option<f64>; 3]> {
        prop::array::uniform3(prop::option::of(0.0..=100.0_f64))
    }

    #[test]
    fn nothing_known_is_no_score_with_the_reason() {
        let nothing = score([None; 3]);
        assert_eq!((nothing.value, nothing.confidence), (None, 0.0));
        assert!(matches!(nothing.reason, Some(NoAnswer::TooSmall { value: 0.0, .. })));
        assert_eq!(combine(Kind::Sleep, Vec::new()).value, None);
    }

    #[test]
    fn the_weights_of_what_is_known_share_what_is_left() {
        let two = score([None, Some(40.0), Some(80.0)]);
        assert_eq!(two.value, Some(60.0));
        let weights: Vec<f64> = two.components.iter().map(|it| it.weight).collect();
        assert_eq!(weights, [0.5, 0.5]);
        assert!((two.missing[0].weight - 0.4).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn the_order_of_components_changes_nothing(points in points(), turn in 0..3_usize) {
            let mut turned = weighed(points);
            turned.rotate_left(turn);
            prop_assert_eq!(combine(Kind::Sleep, turned), score(points));
        }

        #[test]
        fn a_score_lies_between_its_components_or_is_missing(points in points()) {
            let answer = score(points);
            prop_assert_eq!(answer.components.len() + answer.missing.len(), 3);
            prop_assert_eq!(answer.value.is_some(), answer.reason.is_none());
            if let Some(value) = answer.value {
                let least = answer.components.iter().map(|it| it.points).fold(f64::INFINITY, f64::min);
                let most = answer.components.iter().map(|it| it.points).fold(0.0, f64::max);
                prop_assert!(least - 1e-9 <= value && value <= most + 1e-9);
            }
        }

        #[test]
        fn more_points_of_a_component_never_lower_a_score(points in points(), at in 0..3_usize, more in 0.0..=100.0_f64) {
            let mut better = points;
            better[at] = better[at].map(|it| (it + more).min(100.0));
            let (before, after) = (score(points).value, score(better).value);
            prop_assert!(before.zip(after).is_none_or(|(before, after)| after >= before - 1e-9));
        }
    }
}
