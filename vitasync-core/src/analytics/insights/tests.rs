//! Holds the catalogue against the ids that have been published.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

/// Every published id, by category.
const PUBLISHED: &[(&str, &str)] = &[
    (
        "cardio",
        "rhr-zone rhr-trend hr-recovery hrv-baseline hrv-trend hrv-coherence max-hr-estimate hr-zones-dist \
         cardiac-drift rhr-anomaly hrv-rmssd-proxy rhr-seasonal autonomic-balance aerobic-threshold \
         hr-drift-rate post-exercise-recovery-1min morning-rhr-spike hr-circadian bradycardia-flag \
         tachycardia-flag hr-exercise-reactivity cardiovascular-age parasympathetic-reactivation",
    ),
    (
        "sleep",
        "sleep-duration sleep-efficiency deep-sleep-ratio rem-sleep-ratio sleep-consistency sleep-debt \
         sleep-latency awakening-freq sleep-score-trend sleep-hr-dip circadian-stability sleep-architecture \
         rem-latency sleep-fragmentation circadian-phase-shift weekend-sleep-rebound sleep-regularity-index \
         sws-adequacy sleep-onset-var terminal-wakefulness sleep-pressure rem-deficit light-sleep-excess",
    ),
    (
        "activity",
        "daily-steps-goal steps-trend active-minutes-who sedentary-alert calorie-balance distance-weekly \
         activity-consistency peak-activity-time floors-climbed inactivity-streak weekend-weekday-activity \
         step-cadence movement-distribution exercise-adherence weekend-warrior intensity-mix movement-streak \
         hourly-activity-pattern distance-pr-check",
    ),
    (
        "body",
        "bmi-classification weight-trend body-fat-zone weight-volatility bp-classification bp-trend \
         temp-anomaly hydration-proxy body-composition-trend lean-mass-estimate bmi-trend \
         weight-goal-projection fluid-retention-pattern body-fat-trend weight-plateau",
    ),
    (
        "recovery",
        "recovery-status recovery-trend readiness-status strain-balance stress-level stress-trend \
         exercise-recovery-efficiency morning-readiness recovery-day-detection recovery-time-needed \
         stress-recovery-ratio allostatic-load burnout-risk recovery-velocity stress-reactivity \
         weekend-recovery stress-habituation composite-recovery readiness-prediction strain-accumulation \
         recovery-consistency",
    ),
    (
        "respiratory",
        "spo2-status spo2-trend resp-rate-status resp-rate-trend resp-sleep-corr sleep-breathing \
         respiratory-fitness dyspnea-risk nocturnal-desat breathing-efficiency respiratory-reserve \
         spo2-variability ventilatory-threshold",
    ),
    (
        "metabolic",
        "glucose-status glucose-variability glucose-trend metabolic-efficiency calorie-deficit-surplus \
         daily-energy-expenditure metabolic-rate-estimate glucose-meal-response fasting-glucose-trend \
         dawn-phenomenon glucose-exercise-response time-in-range hypoglycemia-risk insulin-sensitivity-proxy \
         calorie-burn-efficiency",
    ),
    (
        "workout",
        "training-load training-monotony workout-frequency vo2max-estimate training-adaptation \
         overtraining-risk detraining-risk fitness-fatigue training-intensity-dist aerobic-decoupling \
         training-stress-score chronic-training-load acute-chronic-ratio performance-efficiency \
         progressive-overload workout-completion sport-diversity training-periodization race-readiness \
         endurance-index",
    ),
    (
        "trend",
        "sleep-activity-corr hr-sleep-quality stress-sleep-impact holistic-wellness sleep-workout-timing",
    ),
    ("anomaly", "step-asymmetry"),
    (
        "longevity",
        "biological-age longevity-score aging-velocity cardiovascular-reserve hrv-age-gap \
         sleep-longevity-alignment resting-metabolic-health recovery-resilience inflammation-proxy \
         fitness-age",
    ),
    (
        "immune",
        "illness-prediction immune-readiness infection-recovery-tracker sleep-immunity-link \
         stress-immune-burden temperature-baseline-deviation post-training-immune-window \
         seasonal-vulnerability",
    ),
    (
        "cognitive",
        "cognitive-readiness focus-window-prediction brain-fog-risk sleep-learning-capacity \
         decision-fatigue-risk creativity-window reaction-time-estimate mental-energy-forecast",
    ),
    (
        "hormonal",
        "cortisol-proxy testosterone-proxy hormonal-rhythm-stability stress-hormone-accumulation \
         recovery-hormone-window metabolic-hormone-balance thyroid-function-proxy adrenal-fatigue-risk",
    ),
    (
        "womens_health",
        "cycle-phase-detection phase-adapted-training energy-cycle-pattern pms-symptom-predictor \
         iron-deficiency-proxy fertility-window-indicators menstrual-migraine-risk perimenopause-indicators",
    ),
    (
        "performance",
        "peak-performance-prediction pr-potential vo2max-trend race-readiness-v2 overtraining-syndrome-risk \
         training-load-balance lactate-threshold-estimate recovery-rate-analysis endurance-capacity \
         muscle-readiness flow-state-likelihood",
    ),
];

/// A day on which much is known.
fn rich() -> Evidence {
    super::super::testing::rich("2026-06-30", 400)
}

#[test]
fn every_published_id_has_exactly_one_row_in_its_category() {
    let mut rows: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for row in definitions() {
        assert!(
            rows.entry(row.category.id()).or_default().insert(row.id),
            "{} comes twice",
            row.id
        );
    }
    let published = PUBLISHED
        .iter()
        .map(|(category, ids)| (*category, ids.split_whitespace().collect()));
    assert_eq!(rows, published.collect());
    assert_eq!(definitions().count(), 208);
}

#[test]
fn a_row_says_what_it_needs_and_a_refused_one_why() {
    for row in definitions() {
        let told = match row.way {
            Way::Answered { method, needs, .. } => {
                !needs.is_empty() && super::super::METHODS.iter().any(|it| it.id == method)
            }
            Way::Refused { reason } => reason.ends_with('.') && reason.len() > 20,
        };
        assert!(told && row.says.ends_with('.'), "{}", row.id);
    }
}

#[test]
fn every_insight_that_is_not_refused_answers_where_everything_is_known() {
    for it in insights(&rich()) {
        let id = it.definition.id;
        let answer = it.answer.unwrap_or_else(|reason| panic!("{id}: {reason}"));
        assert!(
            answer.value.is_finite() && answer.n > 0 && answer.from <= answer.to,
            "{id}: {answer:?}"
        );
        assert!(!answer.sentence.contains("NaN"), "{id}: {}", answer.sentence);
    }
}

#[test]
fn nothing_is_said_of_a_metric_that_is_not_there() {
    let full = rich();
    for metric in full.days.keys() {
        let mut without = full.clone();
        without.days.remove(metric);
        without.glucose = without.glucose.filter(|_| *metric != Metric::InterstitialGlucose);
        for it in insights(&without)
            .into_iter()
            .filter(|it| it.definition.metrics == [*metric])
        {
            let name = it.definition.id;
            assert!(
                it.answer.is_err() || it.definition.id == "recovery-day-detection",
                "{name} without {metric}"
            );
        }
    }
}

#[test]
fn what_comes_after_the_day_changes_nothing() {
    let (mut later, full) = (super::super::testing::rich("2026-07-31", 431), rich());
    later.date = full.date;
    for (before, after) in insights(&full).iter().zip(insights(&later)) {
        let (id, sensor) = (
            before.definition.id,
            before.definition.metrics == [Metric::InterstitialGlucose],
        );
        assert!(
            sensor || before.answer == after.answer,
            "{id}: {:?} {:?}",
            before.answer,
            after.answer
        );
    }
}
