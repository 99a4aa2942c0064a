mod calendar;
mod choice;
mod order;
mod totals;

use std::sync::Arc;

use chrono_tz::Tz;

use super::super::SeriesData;
use super::super::testing::{blocks_with, source, utc};
use super::*;
use crate::metric::Metric;
use crate::session::{Detail, Sleep};
use crate::sleep_stage::SleepStage;
use crate::source::{Attributes, DeviceKind};
use SleepStage::{AsleepUnspecified, Awake, Deep, InBed, Light, OutOfBed, Rem};

const BERLIN: Tz = chrono_tz::Europe::Berlin;

/// An instant of the night to the 15th, as `HH:MM` in UTC; hours from 18 on are the evening before.
fn at(clock: &str) -> DateTime<Utc> {
    let day = if clock >= "18" { "14" } else { "15" };
    utc(&format!("2025-06-{day}T{clock}:00Z"))
}

fn session(origin: &str, kind: DeviceKind, (start, end): (&str, &str), stages: &[(SleepStage, &str, &str)]) -> Session {
    let stage = |(stage, start, end): &(SleepStage, &str, &str)| Stage {
        stage: *stage,
        start: at(start),
        end: at(end),
    };
    Session {
        source: Arc::new(source(origin, kind)),
        record: None,
        start: at(start),
        end: at(end),
        attributes: Attributes::default(),
        detail: Detail::Sleep(Sleep {
            stages: stages.iter().map(stage).collect(),
            ..Sleep::default()
        }),
    }
}

fn of_stages(origin: &str, kind: DeviceKind, stages: &[(SleepStage, &str, &str)]) -> Vec<Session> {
    let rows: Vec<_> = stages
        .iter()
        .map(|(stage, start, end)| {
            (
                at(start).timestamp_millis(),
                at(end).timestamp_millis(),
                stage.code().into(),
            )
        })
        .collect();
    let blocks = blocks_with(Metric::SleepStage, &rows, &Attributes::default());
    sessions_from_stages(&SeriesData {
        source: &source(origin, kind),
        blocks: &blocks,
    })
}

fn resolved(sessions: &[Session]) -> Vec<Night> {
    nights(sessions, &Preferences::in_zone(BERLIN))
}

fn minutes(night: &Night) -> Vec<(SleepStage, i64)> {
    night
        .stages
        .iter()
        .map(|it| (it.stage, (it.end - it.start).num_minutes()))
        .collect()
}

#[test]
fn a_night_is_measured() {
    let stages = [
        (InBed, "22:00", "06:10"),
        (Awake, "22:00", "22:20"),
        (Light, "22:20", "01:00"),
        (Awake, "01:00", "01:10"),
        (OutOfBed, "01:10", "01:20"),
        (Deep, "01:20", "03:00"),
        (Rem, "03:00", "06:00"),
        (Awake, "06:00", "06:10"),
    ];
    let night = resolved(&of_stages("watch", DeviceKind::Watch, &stages)).remove(0);
    assert_eq!(
        (night.light_s, night.deep_s, night.rem_s),
        (Some(9600), Some(6000), Some(10_800))
    );
    assert_eq!(
        (night.asleep_s, night.awake_s, night.unspecified_s),
        (Some(26_400), Some(3000), Some(0))
    );
    assert_eq!(night.time_in_bed_s, 490 * 60 - 600);
    assert_eq!(
        (night.latency_s, night.waso_s, night.awakenings),
        (Some(1200), Some(1200), Some(1))
    );
    assert_eq!(night.efficiency, Some(100.0 * 26_400.0 / 28_800.0));
    assert_eq!(night.midpoint, at("02:10"));
}

#[test]
fn stages_lie_over_wrappers_and_a_later_stage_clips_an_earlier() {
    let stages = [
        (AsleepUnspecified, "22:00", "06:00"),
        (Light, "22:30", "02:00"),
        (Deep, "01:30", "03:00"),
    ];
    let night = resolved(&of_stages("app", DeviceKind::App, &stages)).remove(0);
    let expected = [
        (AsleepUnspecified, 30),
        (Light, 180),
        (Deep, 90),
        (AsleepUnspecified, 180),
    ];
    assert_eq!(minutes(&night), expected);
    assert_eq!(night.asleep_s, Some(8 * 3600));
}

#[test]
fn a_later_delivery_of_stages_replaces_an_earlier() {
    let rows = |rows: &[(SleepStage, &str, &str, u32)]| {
        let row = |(stage, start, end, version): &(SleepStage, &str, &str, u32)| crate::block::Row {
            start_ms: at(start).timestamp_millis(),
            end_ms: at(end).timestamp_millis(),
            value: stage.code().into(),
            copy: 0,
            version: crate::block::arrival(*version, 0),
            deleted: false,
            attributes: 0,
        };
        let rows = rows.iter().map(row);
        vec![crate::block::Block::from_rows(
            rows,
            &[Arc::default()],
            crate::block::Identity::Time,
        )]
    };
    let blocks = rows(&[
        (Light, "22:00", "04:00", 2),
        (Deep, "01:00", "02:00", 1),
        (Rem, "03:00", "05:00", 1),
    ]);
    let watch = source("watch", DeviceKind::Watch);
    let found = resolved(&sessions_from_stages(&SeriesData {
        source: &watch,
        blocks: &blocks,
    }));
    assert_eq!(minutes(&found[0]), [(Light, 360), (Rem, 60)]);
}

#[test]
fn a_gap_of_an_hour_joins_and_a_longer_one_splits() {
    let joined = of_stages(
        "watch",
        DeviceKind::Watch,
        &[(Light, "22:00", "01:00"), (Deep, "02:00", "05:00")],
    );
    assert_eq!(joined.len(), 1);
    let split = of_stages(
        "watch",
        DeviceKind::Watch,
        &[(Light, "22:00", "01:00"), (Deep, "02:01", "05:01")],
    );
    let kinds: Vec<_> = resolved(&split).iter().map(|it| it.kind).collect();
    // Both end on the 15th; of equals the first is the night.
    assert_eq!(kinds, [NightKind::Night, NightKind::Split]);
}

#[test]
fn an_hour_out_of_bed_is_a_pause_and_a_longer_one_ends_the_sleep() {
    let night = |back| {
        let stages = [
            (Light, "22:00", "01:00"),
            (OutOfBed, "01:00", back),
            (Deep, back, "05:30"),
            (OutOfBed, "05:30", "07:00"),
        ];
        resolved(&of_stages("watch", DeviceKind::Watch, &stages))
    };
    let short = night("02:00");
    assert_eq!((short.len(), short[0].end), (1, at("05:30")));
    assert_eq!((short[0].time_in_bed_s, short[0].awake_s), (390 * 60, Some(3600)));
    let lengths: Vec<_> = night("02:01").iter().map(|it| it.time_in_bed_s / 60).collect();
    assert_eq!(lengths, [180, 209]);
}

#[test]
fn being_in_bed_is_a_session_from_two_hours_on_and_no_sleep() {
    assert_eq!(of_stages("phone", DeviceKind::Phone, &[(InBed, "22:00", "23:59")]), []);
    let night = resolved(&of_stages("phone", DeviceKind::Phone, &[(InBed, "22:00", "06:00")])).remove(0);
    assert_eq!(
        (night.time_in_bed_s, night.asleep_s, night.efficiency),
        (8 * 3600, None, None)
    );
    assert_eq!((night.stages.len(), night.waso_s, night.deep_s), (0, None, None));
}

#[test]
fn a_watchs_stages_and_a_phones_bedtime_make_one_night() {
    let mut sessions = of_stages("phone", DeviceKind::Phone, &[(InBed, "21:30", "06:30")]);
    sessions.extend(of_stages(
        "watch",
        DeviceKind::Watch,
        &[(Light, "22:00", "03:00"), (Rem, "03:00", "06:00")],
    ));
    let found = resolved(&sessions);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].primary, &found[0].others[..]), (1, &[0][..]));
    assert_eq!((found[0].asleep_s, found[0].time_in_bed_s), (Some(8 * 3600), 9 * 3600));
    assert_eq!((found[0].start, found[0].latency_s), (at("22:00"), None));
}
