//! Sleep and the rhythm of days.

use chrono::{DateTime, FixedOffset, TimeDelta};
use vitasync_core::analytics::sleep::Slept;
use vitasync_core::analytics::sleep::chronotype::of_nights;
use vitasync_core::analytics::sleep::circular::circular;
use vitasync_core::analytics::sleep::consistency::consistency;
use vitasync_core::analytics::sleep::cosinor::cosinor;
use vitasync_core::analytics::sleep::debt::debt;
use vitasync_core::analytics::sleep::efficiency::efficiency;
use vitasync_core::analytics::sleep::hypnogram::{Hypnogram, Scored};
use vitasync_core::analytics::sleep::quality::quality;
use vitasync_core::analytics::sleep::regularity::of_sleep;
use vitasync_core::analytics::sleep::rest_activity::rest_activity;
use vitasync_core::analytics::sleep::stage_shares::stage_shares;
use vitasync_core::resolve::{Night, NightBasis, NightKind};

use super::{Answered, Probe, daily, days, first, given, probe, told, varied};

pub(super) const PROBES: &[Probe] = &[
    probe("sleep_statistics", 1, |n| {
        told(Hypnogram::new(&[(Scored::N2, 60.0)][..n]))
    }),
    probe("sleep_efficiency", 1, |n| told(efficiency(given(n, 7.0), 8.0))),
    probe("sleep_stage_shares", 60, |n| told(stage_shares(&of_minutes(n), 40.0))),
    probe("sleep_quality", 3, |n| told(quality(&of_indicators(n), 40.0))),
    probe("sleep_debt", 10, |n| {
        let hours = (0..14).map(|day| (day < n).then_some(7.0)).collect();
        told(debt(&daily(hours), first() + chrono::Days::new(13), 8.0))
    }),
    probe("circular_mean", 3, |n| told(circular(&[23.0, 0.5, 1.0][..n]))),
    probe("sleep_consistency", 5, |n| told(consistency(&nights(n)))),
    probe("sleep_regularity_index", 5, |n| told(of_sleep(&nights(n)))),
    probe("chronotype", 5, |n| of_work_and_free(n, 2)),
    probe("chronotype", 2, |n| of_work_and_free(5, n)),
    probe("rest_activity_rhythm", 120, |n| told(rest_activity(&days(n)))),
    probe("cosinor", 24, |n| told(cosinor(&around_the_clock(n, 24)))),
    probe("cosinor", 4, |n| told(cosinor(&around_the_clock(24, n)))),
];

/// So many values at so many hours of the clock.
fn around_the_clock(count: usize, hours: usize) -> Vec<(f64, f64)> {
    let hour = |at: usize| (at % hours.max(1) * 24) as f64 / hours as f64; // of no hours none is a number
    varied(count)
        .into_iter()
        .enumerate()
        .map(|(at, value)| (hour(at), value))
        .collect()
}

fn midnight() -> DateTime<FixedOffset> {
    "2026-01-01T00:00:00+00:00".parse().unwrap()
}

/// Nights from shortly before midnight to the morning.
fn nights(count: usize) -> Vec<Slept> {
    let night = |day: i64| {
        let start = midnight() + TimeDelta::days(day) - TimeDelta::minutes(20 + day % 3 * 10);
        let end = start + TimeDelta::hours(7);
        Slept {
            date: end.date_naive(),
            kind: NightKind::Night,
            start,
            end,
            asleep_h: Some(7.0),
        }
    };
    (0..).take(count).map(night).collect()
}

fn of_work_and_free(work: usize, free: usize) -> Answered {
    let nights = nights(work + free);
    let last_work = nights
        .get(work)
        .map_or(first() + chrono::Days::new(99), |night| night.date);
    told(of_nights(&nights, |night| night.date >= last_work, 5.0))
}

/// A night of which nothing is told but its ends.
fn untold() -> Night {
    let start = midnight().to_utc();
    let end = start + TimeDelta::hours(8);
    Night {
        date: first(),
        kind: NightKind::Night,
        basis: NightBasis::Totals,
        primary: 0,
        others: Vec::new(),
        start,
        end,
        stages: Vec::new(),
        time_in_bed_s: 8 * 3600,
        asleep_s: None,
        light_s: None,
        deep_s: None,
        rem_s: None,
        unspecified_s: None,
        awake_s: None,
        latency_s: None,
        waso_s: None,
        awakenings: None,
        efficiency: None,
        midpoint: start + TimeDelta::hours(4),
    }
}

fn of_minutes(minutes: usize) -> Night {
    let seconds = 60 * i64::try_from(minutes).unwrap();
    Night {
        asleep_s: Some(seconds),
        light_s: Some(seconds),
        deep_s: Some(0),
        rem_s: Some(0),
        ..untold()
    }
}

fn of_indicators(count: usize) -> Night {
    Night {
        asleep_s: (count > 0).then_some(7 * 3600),
        latency_s: (count > 1).then_some(600),
        efficiency: (count > 2).then_some(88.0),
        ..untold()
    }
}
