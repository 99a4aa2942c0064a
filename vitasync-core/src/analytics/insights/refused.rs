//! Insights that are refused, with the reason.

use super::{Category, Definition, Way};

const STREAM: &str = "It is read from the samples of each workout; means of days do not hold it.";
const HOURS: &str = "It needs hours of a day; values of days do not hold it.";
const BEATS: &str = "It needs beat-to-beat intervals; a day's variability, or how it varies, does not stand for them.";
const UNVALIDATED: &str = "No published formula for it from what wearables measure is validated.";
const THRESHOLD: &str =
    "A threshold is measured by lactate or gas exchange, or by a test; ratios of heart rates do not tell it.";
const NIGHT: &str = "A day's mean holds the night, so the fall from one to the other is not in it.";
const NO_NEED: &str = "Experts agree on no amount of it that is needed, or too much.";
const CADENCE: &str = "Devices record cadence in runs; the published limits are for walking.";
const WATER: &str = "Heart rate, temperature and weight do not tell how much water a body holds.";
const GOAL: &str = "It needs a goal or a plan, which days do not hold.";
const SCALES: &str = "It divides scores of different vendors' scales, so the number means nothing.";
const READINESS: &str = "`readiness-status` answers it.";
const BALANCE: &str = "`fitness-fatigue` answers it.";
const MEALS: &str = "It needs the times of meals, of waking and of insulin, which days do not hold.";
const DIAGNOSIS: &str = "It is a diagnosis; wearables do not make it.";
const NORMS: &str =
    "Norms of heart rate variability by age hold for one way of measuring it, and devices have their own.";
const CLOCK: &str = "It needs the clock times of workouts against those of sleep; series of days do not hold them.";
const MIND: &str =
    "Wearables do not measure thinking, mood or attention, and no formula from sleep or heart rate is validated.";
const HORMONES: &str =
    "Hormones are measured in blood, saliva or urine; heart rate, sleep and temperature do not tell them.";
const CYCLE: &str =
    "Phases of a cycle need logged bleeding, ovulation tests or basal temperature; heart rate does not tell them.";

/// Declares rows that are refused.
macro_rules! refused {
    ($($category:ident $reason:ident: $($id:literal)+;)*) => {
        &[$($(Definition {
            id: $id,
            category: Category::$category,
            metrics: &[],
            says: "Is not answered.",
            way: Way::Refused { reason: $reason },
        },)+)*]
    };
}

pub(super) const ROWS: &[Definition] = refused! {
    Cardio STREAM: "hr-zones-dist" "cardiac-drift" "hr-drift-rate" "hr-exercise-reactivity";
    Cardio HOURS: "hr-circadian";
    Cardio BEATS: "hrv-coherence" "hrv-rmssd-proxy" "parasympathetic-reactivation";
    Cardio UNVALIDATED: "autonomic-balance" "cardiovascular-age";
    Cardio THRESHOLD: "aerobic-threshold";
    Sleep UNVALIDATED: "sleep-architecture" "sleep-pressure";
    Sleep NIGHT: "sleep-hr-dip";
    Sleep NO_NEED: "rem-deficit" "light-sleep-excess";
    Activity HOURS: "peak-activity-time" "hourly-activity-pattern";
    Activity CADENCE: "step-cadence";
    Body NO_NEED: "body-fat-zone";
    Body WATER: "hydration-proxy" "fluid-retention-pattern";
    Body GOAL: "weight-goal-projection";
    Recovery UNVALIDATED: "exercise-recovery-efficiency" "recovery-time-needed" "allostatic-load" "burnout-risk"
        "recovery-velocity" "stress-reactivity" "stress-habituation" "readiness-prediction";
    Recovery SCALES: "strain-balance" "stress-recovery-ratio";
    Recovery READINESS: "morning-readiness" "composite-recovery";
    Respiratory UNVALIDATED: "respiratory-fitness" "breathing-efficiency" "respiratory-reserve";
    Respiratory THRESHOLD: "ventilatory-threshold";
    Respiratory DIAGNOSIS: "dyspnea-risk";
    Metabolic UNVALIDATED: "metabolic-efficiency" "insulin-sensitivity-proxy" "calorie-burn-efficiency";
    Metabolic MEALS: "glucose-meal-response" "fasting-glucose-trend" "dawn-phenomenon" "glucose-exercise-response";
    Workout STREAM: "training-intensity-dist" "aerobic-decoupling" "performance-efficiency";
    Workout UNVALIDATED: "training-adaptation" "training-periodization" "endurance-index" "race-readiness";
    Workout GOAL: "workout-completion";
    Workout DIAGNOSIS: "overtraining-risk";
    Trend CLOCK: "sleep-workout-timing";
    Longevity UNVALIDATED: "biological-age" "longevity-score" "aging-velocity" "cardiovascular-reserve"
        "sleep-longevity-alignment" "resting-metabolic-health" "recovery-resilience";
    Longevity DIAGNOSIS: "inflammation-proxy";
    Longevity NORMS: "hrv-age-gap";
    Immune UNVALIDATED: "immune-readiness" "infection-recovery-tracker" "post-training-immune-window"
        "seasonal-vulnerability" "stress-immune-burden" "sleep-immunity-link";
    Cognitive MIND: "cognitive-readiness" "focus-window-prediction" "brain-fog-risk" "sleep-learning-capacity"
        "decision-fatigue-risk" "creativity-window" "reaction-time-estimate" "mental-energy-forecast";
    Hormonal HORMONES: "cortisol-proxy" "testosterone-proxy" "hormonal-rhythm-stability"
        "stress-hormone-accumulation" "recovery-hormone-window" "metabolic-hormone-balance"
        "thyroid-function-proxy" "adrenal-fatigue-risk";
    WomensHealth DIAGNOSIS: "iron-deficiency-proxy" "menstrual-migraine-risk" "perimenopause-indicators";
    WomensHealth CYCLE: "cycle-phase-detection" "phase-adapted-training" "energy-cycle-pattern"
        "pms-symptom-predictor" "fertility-window-indicators";
    Performance UNVALIDATED: "peak-performance-prediction" "pr-potential" "race-readiness-v2"
        "endurance-capacity" "muscle-readiness";
    Performance THRESHOLD: "lactate-threshold-estimate";
    Performance BALANCE: "training-load-balance";
    Performance DIAGNOSIS: "overtraining-syndrome-risk";
    Performance MIND: "flow-state-likelihood";
};
