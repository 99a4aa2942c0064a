//! Answers every case of `fixtures/conformance`, which is truth for all languages.
#![expect(clippy::disallowed_methods, reason = "reads the cases")]
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod conformance {
    pub(crate) mod analytics;
}

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use vitasync_core::aggregate::{Bucket, Share, Window, aggregate};
use vitasync_core::block::{Block, Identity, Row};
use vitasync_core::normalize::{Context, normalize};
use vitasync_core::resolve::sleep::nights;
use vitasync_core::resolve::{MergedWorkout, SeriesData, WorkoutGroup, group_workouts, merge_group};
use vitasync_core::session::Detail;
use vitasync_core::time::ZoneHistory;
use vitasync_core::{Attributes, Metric, Preferences, Reading, Reason, Sample, Session, Source};

#[derive(Deserialize)]
struct Case {
    title: String,
    input: Value,
    expected: Value,
}

/// Runs every case of an operation and shows all that differ.
fn check(operation: &str, answer: impl Fn(Value) -> Value) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../fixtures/conformance")
        .join(operation);
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{} holds no case", folder.display());
    let mut wrong = Vec::new();
    for file in files {
        let case: Case = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        let answered = answer(case.input);
        if !alike(&answered, &case.expected) {
            wrong.push(format!(
                "{}: {}\n  expected {}\n  answered {answered}",
                file.display(),
                case.title,
                case.expected
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Compares as JSON; numbers within one part in 10^12.
fn alike(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            (a - b).abs() <= 1e-12 * a.abs().max(b.abs())
        }
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| alike(a, b)))
        }
        _ => a == b,
    }
}

#[test]
fn normalize_cases() {
    #[derive(Deserialize)]
    struct Input {
        reading: Reading,
        zone: String,
        received: DateTime<Utc>,
    }
    #[derive(Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Answer {
        Sample(Sample),
        Rejected(Reason),
    }
    check("normalize", |input| {
        let input: Input = serde_json::from_value(input).unwrap();
        let zones = ZoneHistory::always(input.zone.parse().unwrap());
        let answer = match normalize(
            &input.reading,
            &Context {
                zones,
                received: input.received,
            },
        ) {
            Ok(sample) => Answer::Sample(sample),
            Err(reason) => Answer::Rejected(reason),
        };
        serde_json::to_value(answer).unwrap()
    });
}

#[test]
fn aggregate_cases() {
    #[derive(Deserialize)]
    struct Input {
        metric: Metric,
        zone: Tz,
        #[serde(default)]
        moves: Vec<(DateTime<Utc>, Tz)>,
        #[serde(default = "monday")]
        week_start: Weekday,
        bucket: String,
        #[serde(flatten)]
        window: Asked,
        series: Vec<Rows>,
    }
    fn monday() -> Weekday {
        Weekday::Mon
    }
    /// Instants, half-open, or dates, both included.
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Asked {
        Instants { from: DateTime<Utc>, to: DateTime<Utc> },
        Dates { dates: Dates },
    }
    #[derive(Deserialize)]
    struct Dates {
        from: NaiveDate,
        to: NaiveDate,
    }
    #[derive(Deserialize)]
    struct Rows {
        source: Source,
        rows: Vec<Given>,
    }
    #[derive(Deserialize)]
    struct Given {
        start: DateTime<Utc>,
        end: DateTime<Utc>,
        value: f64,
        #[serde(default)]
        date_only: bool,
        offset_s: Option<i32>,
        end_offset_s: Option<i32>,
    }
    /// Builds one block of all rows of a source.
    fn block(metric: Metric, given: &Rows) -> Block {
        let attributes = |row: &Given| {
            Arc::new(Attributes {
                date_only: row.date_only,
                start_offset_s: row.offset_s,
                end_offset_s: row.end_offset_s,
                ..Attributes::default()
            })
        };
        let sets: Vec<_> = given.rows.iter().map(attributes).collect();
        let rows = (0_u32..).zip(&given.rows).map(|(at, row)| Row {
            start_ms: row.start.timestamp_millis(),
            end_ms: row.end.timestamp_millis(),
            value: row.value,
            copy: 0,
            version: 0,
            deleted: false,
            attributes: at,
        });
        Block::from_rows(rows, &sets, Identity::of(metric, given.source.revision))
    }
    check("aggregate", |input| {
        let input: Input = serde_json::from_value(input).unwrap();
        let blocks: Vec<[Block; 1]> = input.series.iter().map(|it| [block(input.metric, it)]).collect();
        let series: Vec<SeriesData<'_>> = input
            .series
            .iter()
            .zip(&blocks)
            .map(|(it, blocks)| SeriesData {
                source: &it.source,
                blocks,
            })
            .collect();
        let bucket = Bucket::from_id(&input.bucket).unwrap();
        let always = ZoneHistory::always(input.zone);
        let moves = input.moves.iter();
        let preferences = Preferences {
            zones: moves.fold(always, |zones, &(at, zone)| zones.moved(at, zone)),
            week_start: input.week_start,
            ..Preferences::default()
        };
        let window = match input.window {
            Asked::Instants { from, to } => Window::Instants(from..to),
            Asked::Dates { dates } => Window::Dates(dates.from..=dates.to),
        };
        let values = aggregate(input.metric, &series, &preferences, bucket, window);
        let shares = |shares: &[Share]| -> Value {
            shares
                .iter()
                .map(|it| (series[it.source].source.name.clone(), it.value.into()))
                .collect::<serde_json::Map<_, _>>()
                .into()
        };
        values
            .iter()
            .map(|it| {
                json!({
                    "date": it.date, "value": it.value, "basis": it.basis,
                    "sources": shares(&it.sources), "set_aside": shares(&it.set_aside),
                })
            })
            .collect()
    });
}

#[test]
fn night_cases() {
    #[derive(Deserialize)]
    struct Input {
        zone: String,
        #[serde(default)]
        moves: Vec<(DateTime<Utc>, String)>,
        sessions: Vec<Session>,
    }
    check("nights", |input| {
        let input: Input = serde_json::from_value(input).unwrap();
        let mut preferences = Preferences::in_zone(input.zone.parse().unwrap());
        for (at, zone) in &input.moves {
            preferences.zones = preferences.zones.moved(*at, zone.parse().unwrap());
        }
        let from = |at: usize| input.sessions[at].source.name.clone();
        nights(&input.sessions, &preferences)
            .iter()
            .map(|night| {
                json!({
                    "date": night.date, "kind": night.kind.id(), "basis": night.basis.id(),
                    "start": night.start, "end": night.end,
                    "asleep_s": night.asleep_s, "deep_s": night.deep_s,
                    "time_in_bed_s": night.time_in_bed_s, "efficiency": night.efficiency,
                    "from": from(night.primary), "also": night.others.iter().copied().map(from).collect::<Vec<_>>(),
                })
            })
            .collect()
    });
}

#[test]
fn workout_cases() {
    #[derive(Deserialize)]
    struct Input {
        user: String,
        #[serde(default)]
        preferences: Preferences,
        sessions: Vec<Session>,
    }
    fn answer(group: &WorkoutGroup, merged: &MergedWorkout, sessions: &[Session]) -> Value {
        let names = group.members.iter().map(|&at| &sessions[at].source.name);
        let others = merged.field_sources.iter().filter(|(_, at)| **at != group.primary);
        let filled: serde_json::Map<String, Value> = others
            .map(|(field, at)| (field.clone(), sessions[*at].source.name.clone().into()))
            .collect();
        let Detail::Workout(workout) = &merged.session.detail else {
            panic!("a workout");
        };
        let children = group.children.iter().zip(&merged.children);
        json!({
            "session_id": group.session_id, "members": names.collect::<Vec<_>>(), "sport": workout.sport,
            "start": merged.session.start, "end": merged.session.end, "filled": filled,
            "children": children.map(|(group, merged)| answer(group, merged, sessions)).collect::<Vec<_>>(),
        })
    }
    check("workouts", |input| {
        let input: Input = serde_json::from_value(input).unwrap();
        group_workouts(&input.sessions, &input.user, &input.preferences)
            .iter()
            .map(|group| answer(group, &merge_group(group, &input.sessions), &input.sessions))
            .collect()
    });
}

#[test]
fn analytics_cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/conformance/analytics");
    for function in std::fs::read_dir(folder).unwrap() {
        let function = function.unwrap().file_name().into_string().unwrap();
        check(&format!("analytics/{function}"), |input| {
            conformance::analytics::answer(&function, input).unwrap_or_else(|| panic!("nobody answers {function}"))
        });
    }
}
