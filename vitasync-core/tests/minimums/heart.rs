//! The heart.

use chrono::{DateTime, TimeDelta, Utc};
use vitasync_core::analytics::NoAnswer;
use vitasync_core::analytics::heart::artefacts::mend;
use vitasync_core::analytics::heart::beat_rules::{Rule, ectopic};
use vitasync_core::analytics::heart::ecg::summary;
use vitasync_core::analytics::heart::entropy::sample_entropy;
use vitasync_core::analytics::heart::frequency::{Pipeline, spectrum};
use vitasync_core::analytics::heart::geometry::{Bins, geometry};
use vitasync_core::analytics::heart::hrv_trend::weeks;
use vitasync_core::analytics::heart::poincare::poincare;
use vitasync_core::analytics::heart::recovery::recovery;
use vitasync_core::analytics::heart::resting::resting_heart_rate;
use vitasync_core::analytics::heart::rr::RrIntervals;
use vitasync_core::analytics::heart::time_domain::time_domain;
use vitasync_core::analytics::heart::zones::{Zones, time_in_zones};

use super::{Answered, Probe, daily, days, probe, told, varied};

pub(super) const PROBES: &[Probe] = &[
    probe("hrv_artefacts", 60, |n| told(mend(&beats(n)?))),
    probe("hrv_beat_rules", 3, |n| told(ectopic(&beats(n)?, Rule::Malik))),
    probe("hrv_time_domain", 60, |n| told(time_domain(&beats(n)?))),
    probe("hrv_frequency_domain", 300, |n| {
        told(spectrum(&beats(n)?, Pipeline::default()))
    }),
    probe("hrv_poincare", 60, |n| told(poincare(&beats(n)?))),
    probe("hrv_geometry", 300, |n| told(geometry(&beats(n)?, Bins::default()))),
    probe("hrv_sample_entropy", 200, |n| told(sample_entropy(&beats(n)?))),
    probe("hrv_smallest_worthwhile_change", 60, |n| judged(days(n))),
    probe("hrv_smallest_worthwhile_change", 30, |n| judged(last_of_60(n))),
    probe("hrv_smallest_worthwhile_change", 4, |n| {
        let known = |at: usize| at < 53 || at < 53 + n;
        judged(
            (0..60)
                .zip(days(60))
                .map(|(at, day)| day.filter(|_| known(at)))
                .collect(),
        )
    }),
    probe("resting_heart_rate", 30, rested),
    probe("heart_rate_recovery", 2, |n| {
        told(recovery(&[(at(0), 170.0), (at(60), 140.0)][..n], at(0)))
    }),
    probe("heart_rate_zones", 2, |n| {
        let rates = [(at(0), 120.0), (at(5), 140.0)];
        told(time_in_zones(&rates[..n], &Zones::of_maximum(190.0)?, 30.0))
    }),
    probe("ecg_summary", 500, |n| told(summary(&varied(n), 100.0))),
];

/// Intervals that rise and fall about a second and together last exactly as many seconds, where six divides them.
fn beats(count: usize) -> Result<RrIntervals, NoAnswer> {
    let ms: Vec<f64> = [1003.0, 1007.0, 1000.0, 993.0, 997.0, 1000.0]
        .into_iter()
        .cycle()
        .take(count)
        .collect();
    RrIntervals::from_intervals(&ms)
}

fn at(second: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(second)
}

/// Sixty days of which the last so many have a value.
fn last_of_60(known: usize) -> Vec<Option<f64>> {
    let all = (0..60).zip(days(60));
    all.map(|(at, day)| day.filter(|_| at + known >= 60)).collect()
}

/// Asks whether any week could be judged.
fn judged(days: Vec<Option<f64>>) -> Answered {
    told(weeks(&daily(days), 0.5))
}

fn rested(minutes: usize) -> Answered {
    let rates: Vec<_> = (0..)
        .zip(varied(minutes))
        .map(|(minute, rate)| (at(60 * minute), rate))
        .collect();
    told(resting_heart_rate(&rates, &[], at(0)..at(8 * 3600)))
}
