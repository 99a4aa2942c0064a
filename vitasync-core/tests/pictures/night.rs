//! A watch delivers a night twice, and a phone knows when its person went to bed.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Europe::Berlin;
use vitasync_core::Preferences;
use vitasync_core::resolve::{SeriesData, nights, sessions_from_stages};
use vitasync_core::session::{Detail, Session};
use vitasync_core::sleep_stage::SleepStage::{self, Awake, Deep, InBed, Light, Rem};
use vitasync_core::source::{DeviceKind, Source};

use super::svg::{BAR, Picture};
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

const TOP: f64 = 52.0;
const STEP: f64 = 50.0;
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

fn stages(picture: &mut Picture, y: f64, session: &Session) {
    if let Detail::Sleep(sleep) = &session.detail {
        for it in &sleep.stages {
            picture.bar(class(it.stage), it.start, it.end, (y, BAR));
        }
    }
}

pub(crate) fn draw() -> String {
    let (watch, phone) = (source("Watch", DeviceKind::Watch), source("Phone", DeviceKind::Phone));
    let preferences = Preferences::in_zone(Berlin);
    let first = sessions(&watch, &[FIRST]);
    let bed = sessions(&phone, &[BED]);
    let all: Vec<Session> = sessions(&watch, &[FIRST, LATER]).into_iter().chain(bed).collect();
    let found = nights(&all, &preferences);
    assert_eq!((all.len(), found.len()), (2, 1), "two records, one night");
    let (before, night) = (&nights(&first, &preferences)[0], &found[0]);
    assert_eq!(all[night.primary].source.name, "Watch");

    let mut picture = Picture::new(clock("22:00"), clock("08:00"));
    picture.heading("One night, told three times");
    let lanes_y = TOP + STEP * 3.0 + 14.0;
    let bottom = lanes_y + LANE * 4.0 + 6.0;
    for hour in 0..=10 {
        let at = clock("22:00") + TimeDelta::hours(hour);
        let text = at.with_timezone(&Berlin).format("%H:%M").to_string();
        picture.tick("tick", at, (TOP - 8.0, bottom), &text);
    }
    let asleep = |seconds: Option<i64>| format!("asleep {}", length(seconds.unwrap()));
    picture.name(TOP, "Watch, first", &asleep(before.asleep_s));
    stages(&mut picture, TOP, &first[0]);
    picture.name(TOP + STEP, "Watch, later", "corrects and adds");
    let corrected = sessions(&watch, &[LATER]);
    stages(&mut picture, TOP + STEP, &corrected[0]);
    let told = &all[night.others[0]];
    picture.name(TOP + STEP * 2.0, &told.source.name, "in bed, no sleep");
    stages(&mut picture, TOP + STEP * 2.0, told);

    let answer = [
        ("strong", "The night".to_owned()),
        ("", asleep(night.asleep_s)),
        ("quiet", format!("in bed {}", length(night.time_in_bed_s))),
        ("quiet", format!("efficiency {:.0} %", night.efficiency.unwrap())),
    ];
    for (line, (class, text)) in answer.iter().enumerate() {
        let y = lanes_y + 13.0 + 19.0 * f64::from(u8::try_from(line).unwrap());
        picture.text(class, 16.0, y, text);
    }
    for (lane, stage) in [Awake, Rem, Light, Deep].into_iter().enumerate() {
        let y = lanes_y + LANE * f64::from(u8::try_from(lane).unwrap());
        for it in night.stages.iter().filter(|it| it.stage == stage) {
            picture.bar(class(stage), it.start, it.end, (y, LANE - 3.0));
        }
        picture.text("quiet", picture.x(clock("07:10")), y + 13.0, stage.id());
    }
    picture.finish(
        bottom + 34.0,
        "A night that is delivered twice, beside a phone's bedtime",
        &format!(
            "The watch first tells stages until {}, {}. Later it corrects the last of them and adds stages until {}. The phone \
             knows from when to when its person was in bed and nothing of sleep. One night results, with the watch's \
             stages: {}, the phone's time in bed of {}, an efficiency of {:.0} per cent.",
            before.end.with_timezone(&Berlin).format("%H:%M"),
            asleep(before.asleep_s),
            night.end.with_timezone(&Berlin).format("%H:%M"),
            asleep(night.asleep_s),
            length(night.time_in_bed_s),
            night.efficiency.unwrap(),
        ),
    )
}
