//! A watch delivers a night twice, and a phone knows when its person went to bed.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Europe::Berlin;
use vitasync_core::Preferences;
use vitasync_core::resolve::{Night, SeriesData, nights, sessions_from_stages};
use vitasync_core::session::{Detail, Session};
use vitasync_core::sleep_stage::SleepStage::{self, Awake, Deep, InBed, Light, Rem};
use vitasync_core::source::{DeviceKind, Source};

use super::svg::{Picture, row};
use super::{at, block, source};

type Delivered = (SleepStage, &'static str, &'static str);

/// What the watch knows at 04:45.
const FIRST: &[Delivered] = &[
    (Awake, "22:50", "23:05"),
    (Light, "23:05", "01:00"),
    (Deep, "01:00", "02:10"),
    (Light, "02:10", "03:20"),
    (Rem, "03:20", "04:00"),
    (Light, "04:00", "04:40"),
];
/// What it corrects and adds at 08:00.
const LATER: &[Delivered] = &[
    (Light, "04:00", "04:25"),
    (Rem, "04:25", "05:10"),
    (Awake, "05:10", "05:20"),
    (Light, "05:20", "06:20"),
    (Rem, "06:20", "06:45"),
    (Awake, "06:45", "06:55"),
];
const BED: &[Delivered] = &[(InBed, "22:30", "07:05")];

/// How far the lanes of stages lie apart.
const LANE: f64 = 20.0;

/// Reads a clock in Berlin in the night to 15 June 2025.
fn clock(text: &str) -> DateTime<Utc> {
    let day = if text >= "18" { 14 } else { 15 };
    at(&format!("2025-06-{day}T{text}:00+02:00"))
}

fn sessions(source: &Source, deliveries: &[&[Delivered]]) -> Vec<Session> {
    let rows: Vec<_> = (1..)
        .zip(deliveries)
        .flat_map(|(version, stages)| {
            let row = move |(stage, start, end): &Delivered| (clock(start), clock(end), stage.code().into(), version);
            stages.iter().map(row)
        })
        .collect();
    let blocks = block(&rows);
    sessions_from_stages(&SeriesData {
        source,
        blocks: &blocks,
    })
}

fn class(stage: SleepStage) -> &'static str {
    match stage {
        InBed => "bed",
        Awake => "awake",
        Rem => "rem",
        Light => "light",
        _ => "deep",
    }
}

fn length(seconds: i64) -> String {
    format!("{} h {:02}", seconds / 3600, seconds % 3600 / 60)
}

fn asleep(night: &Night) -> String {
    format!("asleep {}", length(night.asleep_s.unwrap()))
}

fn until(night: &Night) -> String {
    night.end.with_timezone(&Berlin).format("%H:%M").to_string()
}

pub(crate) fn draw() -> String {
    let (watch, phone) = (source("Watch", DeviceKind::Watch), source("Phone", DeviceKind::Phone));
    let preferences = Preferences::in_zone(Berlin);
    let first = sessions(&watch, &[FIRST]);
    let later = sessions(&watch, &[LATER]);
    let bed = sessions(&phone, &[BED]);
    let all: Vec<Session> = sessions(&watch, &[FIRST, LATER])
        .into_iter()
        .chain(bed.clone())
        .collect();
    let found = nights(&all, &preferences);
    assert_eq!((all.len(), found.len()), (2, 1), "two records, one night");
    let (before, night) = (&nights(&first, &preferences)[0], &found[0]);
    assert_eq!(all[night.primary].source.name, "Watch");

    let mut picture = Picture::new(clock("22:00"), clock("08:00"));
    picture.heading("One night, told three times");
    let bottom = row(3) + 14.0 + LANE * 4.0 + 6.0;
    for hour in 0..=10 {
        let at = clock("22:00") + TimeDelta::hours(hour);
        let text = at.with_timezone(&Berlin).format("%H:%M").to_string();
        picture.tick("tick", at, bottom, &text);
    }
    let told = [
        ("Watch, first", asleep(before), &first[0]),
        ("Watch, later", "corrects and adds".to_owned(), &later[0]),
        ("Phone", "in bed, no sleep".to_owned(), &bed[0]),
    ];
    for (at, (name, remark, session)) in told.into_iter().enumerate() {
        picture.name(row(at), name, &remark);
        let Detail::Sleep(sleep) = &session.detail else {
            unreachable!("of stages")
        };
        for it in &sleep.stages {
            picture.bar(class(it.stage), (it.start, it.end), row(at));
        }
    }
    answer(&mut picture, night);
    let title = "A night that is delivered twice, beside a phone's bedtime";
    picture.finish(bottom, title, &description(before, night))
}

/// Draws the night that results, a lane for each stage.
fn answer(picture: &mut Picture, night: &Night) {
    let top = row(3) + 14.0;
    let figures = [
        ("strong", "The night".to_owned()),
        ("", asleep(night)),
        ("quiet", format!("in bed {}", length(night.time_in_bed_s))),
        ("quiet", format!("efficiency {:.0} %", night.efficiency.unwrap())),
    ];
    for ((class, text), line) in figures.iter().zip(0_u8..) {
        picture.text(class, 16.0, top + 13.0 + 19.0 * f64::from(line), text);
    }
    for (stage, lane) in [Awake, Rem, Light, Deep].into_iter().zip(0_u8..) {
        let y = top + LANE * f64::from(lane);
        for it in night.stages.iter().filter(|it| it.stage == stage) {
            picture.flat_bar(class(stage), (it.start, it.end), y, LANE - 3.0);
        }
        picture.text("quiet", picture.x(clock("07:10")), y + 13.0, stage.id());
    }
}

fn description(before: &Night, night: &Night) -> String {
    format!(
        "The watch first tells stages until {}, {}. Later it corrects the last of them and adds stages until {}. The phone knows \
         from when to when its person was in bed and nothing of sleep. One night results, with the watch's stages: {}, the \
         phone's time in bed of {}, an efficiency of {:.0} per cent.",
        until(before),
        asleep(before),
        until(night),
        asleep(night),
        length(night.time_in_bed_s),
        night.efficiency.unwrap(),
    )
}
