//! Sleep for tests.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};

use super::Slept;
use crate::Preferences;
use crate::resolve::{Night, NightKind};
use crate::session::{Detail, Session, Sleep, Stage};
use crate::sleep_stage::SleepStage;
use crate::source::{Attributes, Device, DeviceKind, Recording, Revision, Source, SourceKey};

/// Makes a night from its ends, each with its offset.
pub(super) fn night(start: &str, end: &str) -> Slept {
    let at = |text: &str| -> DateTime<FixedOffset> { text.parse().expect("a time with an offset") };
    let (start, end) = (at(start), at(end));
    Slept {
        date: end.date_naive(),
        kind: NightKind::Night,
        start,
        end,
        asleep_h: Some((end - start).as_seconds_f64() / 3600.0),
    }
}

/// Makes one night per day of March 2026, from a time of the evening or early morning for so many hours.
pub(super) fn nights(hours: &[(f64, f64)]) -> Vec<Slept> {
    let first: DateTime<FixedOffset> = "2026-03-01T00:00:00+00:00".parse().expect("a time");
    let minutes = |hours: f64| TimeDelta::minutes((hours * 60.0).round() as i64);
    let of = |(day, (onset, length)): (i64, &(f64, f64))| {
        // From noon on it is the evening before.
        let onset = if *onset >= 12.0 { onset - 24.0 } else { *onset };
        let start = first + TimeDelta::days(day) + minutes(onset);
        let end = start + minutes(*length);
        night(&start.to_rfc3339(), &end.to_rfc3339())
    };
    (0..).zip(hours).map(of).collect()
}

/// Makes a session of stages and their minutes that names no clock.
pub(in super::super) fn session(start: &str, stages: &[(SleepStage, i64)]) -> Session {
    let start: DateTime<Utc> = start.parse().expect("a time");
    let mut at = start;
    let stages = stages.iter().map(|(stage, minutes)| {
        let start = at;
        at += TimeDelta::minutes(*minutes);
        Stage {
            stage: *stage,
            start,
            end: at,
        }
    });
    let sleep = Sleep {
        stages: stages.collect(),
        ..Sleep::default()
    };
    let key = SourceKey {
        provider: "example".into(),
        origin: String::new(),
        recording: Recording::Automatic,
    };
    Session {
        source: Arc::new(Source {
            key,
            name: String::new(),
            device_kind: DeviceKind::Watch,
            device: Device::default(),
            revision: Revision::LastWins,
        }),
        record: None,
        start,
        end: at,
        attributes: Attributes::default(),
        detail: Detail::Sleep(sleep),
    }
}

/// Resolves one session of stages and their minutes, from 23:00 UTC on.
pub(super) fn resolved(stages: &[(SleepStage, i64)]) -> Night {
    let session = session("2026-03-01T23:00:00Z", stages);
    crate::resolve::nights(&[session], &Preferences::in_zone(chrono_tz::UTC)).swap_remove(0)
}
