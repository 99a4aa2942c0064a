//! Energy, body and glucose.

use chrono::{DateTime, FixedOffset, TimeDelta};
use vitasync_core::Metric;
use vitasync_core::analytics::metabolic::balance::{balance_by_weight, energy_balance};
use vitasync_core::analytics::metabolic::body::body_mass_index;
use vitasync_core::analytics::metabolic::energy::{Adult, katch_mcardle};
use vitasync_core::analytics::metabolic::fitness_age::fitness_age;
use vitasync_core::analytics::metabolic::glucose::mage::mage;
use vitasync_core::analytics::metabolic::glucose::profile::profile;
use vitasync_core::analytics::metabolic::glucose::risk::risk;
use vitasync_core::analytics::metabolic::glucose::summary::summary;
use vitasync_core::analytics::metabolic::glucose::variability::{conga, gvp, mag, modd, variability};
use vitasync_core::analytics::metabolic::glucose::{Reading, Trace};
use vitasync_core::analytics::metabolic::hydration::hydration;
use vitasync_core::analytics::metabolic::stress::relative_stress;
use vitasync_core::analytics::{NoAnswer, Sex};

use super::{Probe, daily, days, first, given, probe, told};

pub(super) const PROBES: &[Probe] = &[
    probe("glucose_summary", 288, |n| told(summary(&sensed(n, 5)?))),
    probe("glucose_risk", 288, |n| told(risk(&sensed(n, 5)?))),
    probe("mage", 288, |n| told(mage(&sensed(n, 5)?))),
    probe("glucose_variability", 432, |n| told(variability(&sensed(n, 5)?))),
    probe("glucose_variability", 432, |n| told(modd(&sensed(n, 5)?))),
    probe("glucose_variability", 432, |n| told(conga(&sensed(n, 5)?))),
    probe("glucose_variability", 3, |n| told(mag(&sensed(n, 5)?))),
    probe("glucose_variability", 3, |n| told(gvp(&sensed(n, 5)?))),
    probe("ambulatory_glucose_profile", 5, |n| {
        told(profile(&sensed(n, 1440)?, 60))
    }),
    probe("energy_expenditure", 1, |n| {
        told(Adult::new(given(n, 70.0), 1.75, 40.0, Some(Sex::Male)))
    }),
    probe("energy_expenditure", 1, |n| told(katch_mcardle(given(n, 55.0)))),
    probe("energy_balance", 1, |n| {
        told(energy_balance(&daily(days(n)), &daily(days(n)), 0.0))
    }),
    probe("energy_balance", 14, |n| told(balance_by_weight(&daily(days(n))))),
    probe("body_composition", 1, |n| told(body_mass_index(given(n, 70.0), 1.75))),
    probe("hydration", 1, |n| told(hydration(&daily(days(n)), 2000.0))),
    probe("fitness_age", 1, |n| {
        told(fitness_age(given(n, 45.0), 40, Some(Sex::Female)))
    }),
    probe("relative_stress", 15, |n| {
        let last = first() + chrono::Days::new(u64::try_from(n.saturating_sub(1)).unwrap());
        told(relative_stress(Metric::StressLevel, &daily(days(n)), last))
    }),
];

/// So many readings of a sensor, with meals every four hours.
fn sensed(count: usize, step_minutes: i64) -> Result<Trace, NoAnswer> {
    let begin: DateTime<FixedOffset> = "2026-01-01T00:05:00+00:00".parse().unwrap();
    let meal = |at: f64| 120.0 + 40.0 * (at / 48.0 * std::f64::consts::TAU).sin();
    Trace::new((0..).take(count).map(|at| Reading {
        at: begin + TimeDelta::minutes(step_minutes * i64::from(at)),
        value: meal(f64::from(at)),
    }))
}
