use std::sync::Arc;

use proptest::prelude::*;

use super::super::testing::{blocks_with, ms, source, utc};
use super::super::{Priority, Selector, SeriesData};
use super::*;
use crate::metric::Metric;
use crate::record::RecordKey;
use crate::session::Sleep;
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
            nap: None,
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
fn a_night_over_a_change_of_the_clock_is_as_long_as_it_was() {
    let night = |start: &str, end: &str| {
        let (start, end) = (
            start.parse::<DateTime<chrono::FixedOffset>>(),
            end.parse::<DateTime<chrono::FixedOffset>>(),
        );
        let (start, end) = (start.expect("a time"), end.expect("a time"));
        let attributes = Attributes {
            start_offset_s: Some(start.offset().local_minus_utc()),
            end_offset_s: Some(end.offset().local_minus_utc()),
            ..Attributes::default()
        };
        let session = Session {
            start: start.to_utc(),
            end: end.to_utc(),
            attributes,
            ..session("watch", DeviceKind::Watch, ("22:00", "06:00"), &[])
        };
        let night = resolved(&[session]).remove(0);
        (night.asleep_s.map(|it| it / 3600), night.date.to_string())
    };
    let autumn = night("2025-10-26T00:30:00+02:00", "2025-10-26T07:30:00+01:00");
    assert_eq!(autumn, (Some(8), "2025-10-26".into()));
    let spring = night("2025-03-30T00:30:00+01:00", "2025-03-30T07:30:00+02:00");
    assert_eq!(spring, (Some(6), "2025-03-30".into()));
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
    let rows = |rows: &[(SleepStage, &str, &str, u64)]| {
        let row = |(stage, start, end, version): &(SleepStage, &str, &str, u64)| crate::block::Row {
            start_ms: at(start).timestamp_millis(),
            end_ms: at(end).timestamp_millis(),
            value: stage.code().into(),
            copy: 0,
            version: *version,
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

#[test]
fn stages_come_before_none_then_coverage_then_the_device() {
    let night = |origin, kind, end| session(origin, kind, ("22:00", end), &[(Light, "22:00", end)]);
    let app = session("app", DeviceKind::App, ("22:00", "06:00"), &[(Light, "22:00", "06:00")]);
    let bare = session("watch", DeviceKind::Watch, ("22:00", "06:00"), &[]);
    assert_eq!(resolved(&[bare, app])[0].primary, 1);
    let dead = night("watch", DeviceKind::Watch, "02:00");
    assert_eq!(
        resolved(&[dead, night("ring", DeviceKind::Ring, "06:00")])[0].primary,
        1
    );
    let short = night("watch", DeviceKind::Watch, "05:50");
    assert_eq!(
        resolved(&[night("ring", DeviceKind::Ring, "06:00"), short])[0].primary,
        1
    );
}

#[test]
fn what_the_person_prefers_comes_first() {
    let ring = session("ring", DeviceKind::Ring, ("22:00", "06:00"), &[]);
    let watch = session(
        "watch",
        DeviceKind::Watch,
        ("22:00", "06:00"),
        &[(Light, "22:00", "06:00")],
    );
    let priority = Priority {
        general: vec![Selector::device_kind(DeviceKind::Ring)],
        ..Priority::default()
    };
    let found = nights(&[watch, ring], &Preferences::in_zone(BERLIN).with_priority(priority));
    assert_eq!((found.len(), found[0].primary), (1, 1));
}

#[test]
fn a_preferred_phone_that_knows_bedtime_only_does_not_hide_sleep() {
    let mut sessions = of_stages("phone", DeviceKind::Phone, &[(InBed, "22:00", "06:00")]);
    sessions.extend(of_stages("watch", DeviceKind::Watch, &[(Light, "22:00", "05:00")]));
    let priority = Priority {
        general: vec![Selector::device_kind(DeviceKind::Phone)],
        ..Priority::default()
    };
    assert_eq!(
        nights(&sessions, &Preferences::in_zone(BERLIN).with_priority(priority))[0].asleep_s,
        Some(7 * 3600)
    );
}

#[test]
fn an_afternoons_sleep_is_a_nap_and_a_second_long_one_a_split_night() {
    let night = session("watch", DeviceKind::Watch, ("21:00", "02:00"), &[]);
    let second = session("watch", DeviceKind::Watch, ("04:00", "07:30"), &[]);
    let nap = session("watch", DeviceKind::Watch, ("12:00", "13:00"), &[]);
    let kinds = |sessions: &[Session]| resolved(sessions).iter().map(|it| it.kind).collect::<Vec<_>>();
    let all = [nap.clone(), second, night];
    assert_eq!(kinds(&all), [NightKind::Night, NightKind::Split, NightKind::Nap]);
    assert_eq!(kinds(std::slice::from_ref(&nap)), [NightKind::Nap]);
    let short_night = session("watch", DeviceKind::Watch, ("02:00", "04:30"), &[]);
    assert_eq!(kinds(&[short_night]), [NightKind::Night]);
    let mut told = nap;
    told.detail = Detail::Sleep(Sleep {
        nap: Some(false),
        ..Sleep::default()
    });
    assert_eq!(kinds(&[told]), [NightKind::Night]);
}

#[test]
fn a_night_sent_again_with_a_later_end_is_the_same_session() {
    let first = Session {
        record: Some(RecordKey::new("example", "sleep", "night-1").into()),
        ..session("ring", DeviceKind::Ring, ("22:00", "05:20"), &[])
    };
    let again = Session {
        end: at("06:00"),
        ..first.clone()
    };
    assert_eq!(first.id("ada"), again.id("ada"));
    assert_eq!(resolved(&[first, again]).len(), 1);
}

#[test]
fn the_clocks_of_first_and_last_stage_are_carried_over() {
    let offset = |hours: i32| Attributes {
        start_offset_s: Some(hours * 3600),
        ..Attributes::default()
    };
    let row = |start: &str, end: &str| [(ms(start), ms(end), f64::from(Light.code()))];
    let mut blocks = blocks_with(
        Metric::SleepStage,
        &row("2025-10-25T22:30:00Z", "2025-10-26T01:00:00Z"),
        &offset(2),
    );
    blocks.extend(blocks_with(
        Metric::SleepStage,
        &row("2025-10-26T01:00:00Z", "2025-10-26T06:30:00Z"),
        &offset(1),
    ));
    let watch = source("watch", DeviceKind::Watch);
    let session = sessions_from_stages(&SeriesData {
        source: &watch,
        blocks: &blocks,
    })
    .remove(0);
    let attributes = &session.attributes;
    assert_eq!(
        (attributes.start_offset_s, attributes.end_offset_s),
        (Some(7200), Some(3600))
    );
    assert_eq!(resolved(&[session])[0].date.to_string(), "2025-10-26");
}

fn stages() -> impl Strategy<Value = Vec<Stage>> {
    let one = (0_usize..8, 0_i64..600, 1_i64..120);
    prop::collection::vec(one, 1..25).prop_map(|stages| {
        let stage = |(stage, start, length): (usize, i64, i64)| Stage {
            stage: SleepStage::ALL[stage],
            start: at("20:00") + TimeDelta::minutes(start),
            end: at("20:00") + TimeDelta::minutes(start + length),
        };
        stages.into_iter().map(stage).collect()
    })
}

fn random(origin: &str, kind: DeviceKind, stages: Vec<Stage>) -> Session {
    Session {
        start: stages.iter().map(|it| it.start).min().expect("at least one"),
        end: stages.iter().map(|it| it.end).max().expect("at least one"),
        detail: Detail::Sleep(Sleep { stages, nap: None }),
        ..session(origin, kind, ("20:00", "06:00"), &[])
    }
}

proptest! {
    #[test]
    fn no_stages_overlap_and_none_is_longer_than_the_bed(stages in stages()) {
        for night in resolved(&[random("watch", DeviceKind::Watch, stages)]) {
            for pair in night.stages.windows(2) {
                prop_assert!(pair[0].end <= pair[1].start);
            }
            prop_assert!(night.asleep_s.is_none_or(|asleep| asleep <= night.time_in_bed_s));
            prop_assert!(night.efficiency.is_none_or(|efficiency| (0.0..=100.0).contains(&efficiency)));
        }
    }

    #[test]
    fn the_order_of_sessions_and_stages_does_not_matter(a in stages(), b in stages(), c in stages()) {
        let reversed = |stages: &[Stage]| stages.iter().rev().copied().collect::<Vec<_>>();
        let sessions = [
            random("a", DeviceKind::Watch, a.clone()),
            random("b", DeviceKind::Ring, b.clone()),
            random("c", DeviceKind::Phone, c.clone()),
        ];
        let turned = [
            random("c", DeviceKind::Phone, reversed(&c)),
            random("b", DeviceKind::Ring, reversed(&b)),
            random("a", DeviceKind::Watch, reversed(&a)),
        ];
        let key = |sessions: &[Session]| {
            let night = |it: Night| {
                let origin = sessions[it.primary].source.key.origin.clone();
                (origin, it.kind, it.start, it.stages, it.time_in_bed_s, it.asleep_s)
            };
            resolved(sessions).into_iter().map(night).collect::<Vec<_>>()
        };
        prop_assert_eq!(key(&sessions), key(&turned));
    }

    #[test]
    fn every_session_is_in_exactly_one_night(a in stages(), b in stages()) {
        let sessions = [random("a", DeviceKind::Watch, a), random("b", DeviceKind::Ring, b)];
        let mut all: Vec<usize> = resolved(&sessions)
            .into_iter()
            .flat_map(|night| std::iter::once(night.primary).chain(night.others))
            .collect();
        all.sort_unstable();
        prop_assert_eq!(all, [0, 1]);
    }
}
