//! Training.

use chrono::{DateTime, TimeDelta, Utc};
use vitasync_core::analytics::training::best_effort::{MAX_RUNNING_SPEED, best_effort};
use vitasync_core::analytics::training::heart_rate::Reserve;
use vitasync_core::analytics::training::impulse_response::{Parameters, expected_performance};
use vitasync_core::analytics::training::load::{Constants, training_load};
use vitasync_core::analytics::training::load_ratio::load_ratio;
use vitasync_core::analytics::training::met_minutes::{Active, week};
use vitasync_core::analytics::training::monotony::monotony;
use vitasync_core::analytics::training::power::{Windows, normalised_power};
use vitasync_core::analytics::training::power_curve::power_curve;
use vitasync_core::analytics::training::race::{RIEGEL_EXPONENT, by_riegel, by_vdot};
use vitasync_core::analytics::training::readiness::{Signal, WEIGHTS, readiness};
use vitasync_core::analytics::training::records::{Better, Effort, records};
use vitasync_core::analytics::training::session_rpe::session_rpe;
use vitasync_core::analytics::training::stream::{Held, Point};
use vitasync_core::analytics::training::stress_score::{Running, by_pace};
use vitasync_core::analytics::training::trimp::{Coefficients, banister, edwards, lucia};
use vitasync_core::analytics::training::vo2_max::{by_cooper, by_race};
use vitasync_core::analytics::{Daily, Sex};

use super::{Answered, Probe, daily, days, first, given, probe, told};

pub(super) const PROBES: &[Probe] = &[
    probe("heart_rate_reserve", 1, |n| told(Reserve::new(given(n, 60.0), 190.0))),
    probe("trimp", 60, |n| {
        told(banister(
            &held(n),
            Reserve::new(60.0, 190.0)?,
            Coefficients::of(Some(Sex::Female))?,
        ))
    }),
    probe("trimp", 60, |n| told(edwards(&held(n), 190.0))),
    probe("trimp", 60, |n| told(lucia(&held(n), 140.0, 165.0))),
    probe("session_rpe", 1, |n| told(session_rpe(60.0, given(n, 5.0)))),
    probe("normalised_power", 600, |n| {
        told(normalised_power(&days(n), Windows::Full))
    }),
    probe("training_stress_score", 600, |n| {
        told(by_pace(
            &[Running {
                seconds: seconds(n),
                speed: 3.0,
                grade: 0.0,
            }],
            3.5,
        ))
    }),
    probe("training_load_balance", 1, |n| {
        told(training_load(&daily(days(n)), Constants::default()))
    }),
    probe("impulse_response", 1, |n| told(expected_performance(&days(n), PERSON))),
    probe("load_ratio", 28, |n| told(load_ratio(&days(n)))),
    probe("training_monotony", 7, |n| told(monotony(&days(n)))),
    probe("readiness", 2, |n| ready(n, 30)),
    probe("readiness", 14, |n| ready(2, n)),
    probe("vo2_max", 1, |n| told(by_cooper(given(n, 2600.0)))),
    probe("vo2_max", 1, |n| told(by_race(given(n, 10_000.0), 2700.0))),
    probe("race_prediction", 1, |n| {
        told(by_riegel(10_000.0, given(n, 2700.0), 5000.0, RIEGEL_EXPONENT))
    }),
    probe("race_prediction", 1, |n| {
        told(by_vdot(10_000.0, given(n, 2700.0), 5000.0))
    }),
    probe("mean_maximal_power", 5, |n| told(power_curve(&days(n), &[5, 60]))),
    probe("best_effort", 2, |n| {
        let points = [
            Point {
                second: 0.0,
                value: 0.0,
            },
            Point {
                second: 20.0,
                value: 100.0,
            },
        ];
        told(best_effort(&points[..n], 100.0, MAX_RUNNING_SPEED))
    }),
    probe("personal_record", 1, |n| {
        let effort = |at| Effort {
            at: DateTime::<Utc>::UNIX_EPOCH + TimeDelta::days(at),
            value: 300.0,
        };
        told(records(
            (0..).take(n).map(|at| ("5 minutes", effort(at))),
            Better::Higher,
        ))
    }),
    probe("who_activity", 7, |n| told(week(&vec![Some(Active::default()); n], 40))),
];

const PERSON: Parameters = Parameters {
    base: 100.0,
    fitness_gain: 1.0,
    fatigue_gain: 2.0,
    fitness_days: 42.0,
    fatigue_days: 7.0,
};

fn seconds(count: usize) -> f64 {
    count as f64
}

/// One heart rate that lasts so many seconds.
fn held(count: usize) -> Vec<Held> {
    vec![Held {
        seconds: seconds(count),
        value: 150.0,
    }]
}

/// Asks with so many signals, each with so many days before.
fn ready(signals: usize, before: usize) -> Answered {
    let days: Daily = daily(days(before + 1));
    let known = [(Signal::HeartRateVariability, &days), (Signal::RestingHeartRate, &days)];
    let date = first() + chrono::Days::new(u64::try_from(before).unwrap());
    told(readiness(&known[..signals], date, WEIGHTS))
}
