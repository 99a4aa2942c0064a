//! The form of workouts, nights and naps on the wire.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use serde::Serialize;
use utoipa::ToSchema;
use vitasync_core::Session;
use vitasync_core::metric::Metric;
use vitasync_core::resolve::sleep::Night;
use vitasync_core::session::{Detail, Stage, StatisticKind, Workout};
use vitasync_core::unit::Quantity;

use super::workout::{WorkoutInside, calories, distance, mean_of, seconds};
use crate::http::v1::health::samples::{Device, Number};
use crate::http::wire::Instant;
use crate::service::events;

/// A workout, night or nap, as its best source tells it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::http) struct Event {
    /// The id: 26 characters derived from what it is.
    #[schema(example = "5QF7M3T9K2ZB8N4W6X1C0D5E7G")]
    id: String,
    /// Whose it is.
    #[schema(example = "01JXS7N3R8A1B2C3D4E5F6G7H8")]
    user_id: String,
    /// The slug of the provider; the same as `source`.
    #[schema(example = "apple_health")]
    provider_id: String,
    /// The provider's own id of it.
    provider_event_id: Option<String>,
    /// `workout` or `sleep`.
    #[schema(example = "workout")]
    event_type: &'static str,
    /// The sport of a workout; `sleep` or `nap`.
    #[schema(example = "running")]
    activity_type: &'static str,
    /// The title a person gave it.
    title: Option<String>,
    /// When it began.
    started_at: Instant,
    /// When it ended, exclusive.
    ended_at: Instant,
    /// The civil date: of a workout's beginning, of a night's end.
    local_date: NaiveDate,
    /// The offset from UTC at its beginning, in seconds east.
    #[schema(example = 7200)]
    utc_offset_seconds: i32,
    /// How the local time is known.
    #[schema(example = "utc_offset")]
    time_basis: &'static str,
    /// How long, in seconds: of a workout without pauses where the source tells it.
    #[schema(example = 2700)]
    duration_seconds: Number,
    /// From beginning to end, pauses included, in seconds.
    #[schema(example = 2820)]
    elapsed_seconds: Number,
    /// How far, in metres.
    #[schema(example = 7200)]
    distance_meters: Option<Number>,
    /// The energy burned, in kilocalories: active energy, otherwise total.
    #[schema(example = 520)]
    calories_kcal: Option<Number>,
    /// The mean heart rate, in beats per minute.
    #[schema(example = 158)]
    avg_heart_rate: Option<Number>,
    /// The highest heart rate, in beats per minute.
    #[schema(example = 181)]
    max_heart_rate: Option<Number>,
    /// The mean speed, in metres per second.
    #[schema(example = 2.67)]
    avg_speed_mps: Option<Number>,
    /// How much it went up, in metres.
    #[schema(example = 85)]
    elevation_gain_meters: Option<Number>,
    /// The slug of the provider.
    #[schema(example = "apple_health")]
    source: String,
    /// The name of the device or app, as the provider spells it.
    #[schema(example = "Ada’s Watch")]
    source_name: String,
    /// What measured.
    device: Device,
    /// How it came about: `automatic`, `active`, `manual` or `unknown`.
    #[schema(example = "active")]
    recording_method: &'static str,
    /// The inside.
    data: Inside,
    /// The sources' records it is made of, the best first.
    records: Vec<Record>,
    /// The parts of a multisport workout that have records of their own, in order of time, each followed by its own parts.
    /// They are no events, and what they say is not added to the whole.
    parts: Vec<Part>,
    /// What was decided about a workout by hand; absent where nothing was.
    #[serde(skip_serializing_if = "Option::is_none")]
    links: Option<ByHand>,
    /// From which other source a field of a workout is that its best source does not tell.
    field_sources: BTreeMap<String, String>,
    /// The provider's own remarks, by its own keys.
    metadata: BTreeMap<String, String>,
}

/// One source's record of an event.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Record {
    /// The id; it finds the event too.
    #[schema(example = "5QF7M3T9K2ZB8N4W6X1C0D5E7G")]
    id: String,
    /// The slug of the provider.
    #[schema(example = "apple_health")]
    source: String,
    /// The name of the device or app.
    #[schema(example = "Ada’s Watch")]
    source_name: String,
    /// When it began.
    started_at: Instant,
    /// When it ended.
    ended_at: Instant,
}

/// A part of a multisport workout.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = EventPart)]
struct Part {
    /// The id: that of one of its records, which finds the whole event.
    #[schema(example = "5QF7M3T9K2ZB8N4W6X1C0D5E7G")]
    id: String,
    /// The id of the part that it is a part of, such as a brick in a triathlon; `null` for a part of the workout itself.
    part_of: Option<String>,
    /// The slug of the provider of its best record.
    #[schema(example = "apple_health")]
    source: String,
    /// The name of the device or app.
    #[schema(example = "Ada’s Watch")]
    source_name: String,
    /// The sport.
    #[schema(example = "swimming")]
    sport: &'static str,
    /// When it began.
    started_at: Instant,
    /// When it ended.
    ended_at: Instant,
    /// The sources' records of it, the best first.
    records: Vec<Record>,
}

/// What was decided about a workout by hand.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = EventLinks)]
struct ByHand {
    /// Whether some of its records are one workout because the person said so.
    linked_by_hand: bool,
    /// Whether the person chose the record that is shown.
    primary_by_hand: bool,
    /// The ids of the records that the person took out of it.
    unlinked: Vec<String>,
}

/// The inside of an event.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
enum Inside {
    /// Of a workout.
    Workout(Box<WorkoutInside>),
    /// Of a night or nap.
    Sleep(Box<SleepInside>),
}

/// The inside of a night or nap.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SleepInside {
    /// What the figures are made from: `stages`; `totals`, the provider's own, where it tells no stages; or `span`, start and
    /// end alone. `null` for a single source's record.
    #[schema(example = "stages")]
    basis: Option<&'static str>,
    /// Minutes in each stage; `null` where the source tells no stages.
    stages: StageMinutes,
    /// Minutes asleep.
    asleep_minutes: Option<Number>,
    /// Minutes in bed.
    in_bed_minutes: Option<Number>,
    /// Sleep in per cent of the time in bed.
    #[schema(example = 88)]
    efficiency: Option<Number>,
    /// Minutes from going to bed to the first sleep.
    latency_minutes: Option<Number>,
    /// How often awake between the first and the last sleep.
    awakenings: Option<u32>,
    /// When it began.
    start_time: Instant,
    /// When it ended.
    end_time: Instant,
    /// The stages in order of time.
    intervals: Vec<StageInterval>,
}

/// Minutes in each stage.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct StageMinutes {
    /// Deep sleep.
    #[schema(example = 95)]
    deep: Option<Number>,
    /// Light sleep.
    #[schema(example = 220)]
    light: Option<Number>,
    /// REM sleep.
    #[schema(example = 110)]
    rem: Option<Number>,
    /// Awake.
    #[schema(example = 20)]
    awake: Option<Number>,
    /// Asleep in a stage nobody names.
    unspecified: Option<Number>,
}

/// One stretch of one stage.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct StageInterval {
    /// The stage.
    #[schema(example = "deep")]
    stage: &'static str,
    /// When it began.
    start_time: Instant,
    /// When it ended.
    end_time: Instant,
}

impl Event {
    /// Writes an event of a user.
    pub(super) fn new(user: &str, event: &events::Event) -> Self {
        let (session, night) = (&event.session, event.night.as_ref());
        let source = session.source.as_ref();
        let workout = match &session.detail {
            Detail::Workout(workout) => Some(workout.as_ref()),
            Detail::Sleep(_) => None,
        };
        let figure = |find: fn(&Workout) -> Option<f64>| workout.and_then(find).map(Number);
        let elapsed = seconds(session.end - session.start);
        Self {
            id: event.id.to_string(),
            user_id: user.to_owned(),
            provider_id: source.key.provider.clone(),
            provider_event_id: session.external_id().map(str::to_owned),
            event_type: session.kind(),
            activity_type: match workout {
                Some(workout) => workout.sport.id(),
                None if event.is_nap() => "nap",
                None => "sleep",
            },
            title: workout.and_then(|it| it.title.clone()),
            started_at: Instant(session.start),
            ended_at: Instant(session.end),
            local_date: event.local_date,
            utc_offset_seconds: event.utc_offset_s,
            time_basis: session.attributes.time_basis().id(),
            duration_seconds: workout.and_then(|it| it.timer_s).map_or(elapsed, Number),
            elapsed_seconds: elapsed,
            distance_meters: figure(distance),
            calories_kcal: figure(calories),
            avg_heart_rate: figure(|it| it.statistic(Metric::HeartRate, StatisticKind::Mean)),
            max_heart_rate: figure(|it| it.statistic(Metric::HeartRate, StatisticKind::Max)),
            avg_speed_mps: figure(|it| mean_of(it, Quantity::Velocity, "speed")),
            elevation_gain_meters: figure(|it| it.statistic(Metric::ElevationGain, StatisticKind::Sum)),
            source: source.key.provider.clone(),
            source_name: source.name.clone(),
            device: source.into(),
            recording_method: source.key.recording.id(),
            data: match workout {
                Some(workout) => Inside::Workout(Box::new(WorkoutInside::new(workout, elapsed))),
                None => Inside::Sleep(Box::new(SleepInside::new(session, night))),
            },
            records: event.records.iter().map(Record::from).collect(),
            parts: event.parts.iter().filter_map(Part::of).collect(),
            links: ByHand::of(&event.by_hand),
            field_sources: completed(event),
            metadata: session.attributes.remarks.clone(),
        }
    }
}

impl From<&events::Record> for Record {
    fn from(record: &events::Record) -> Self {
        Self {
            id: record.id.to_string(),
            source: record.source.key.provider.clone(),
            source_name: record.source.name.clone(),
            started_at: Instant(record.start),
            ended_at: Instant(record.end),
        }
    }
}

impl Part {
    fn of(part: &events::Part) -> Option<Self> {
        let best = part.records.first()?;
        Some(Self {
            id: part.id.to_string(),
            part_of: part.part_of.map(|id| id.to_string()),
            source: best.source.key.provider.clone(),
            source_name: best.source.name.clone(),
            sport: part.sport.id(),
            started_at: Instant(best.start),
            ended_at: Instant(best.end),
            records: part.records.iter().map(Record::from).collect(),
        })
    }
}

impl ByHand {
    /// Writes what was decided, where something was.
    fn of(decided: &events::ByHand) -> Option<Self> {
        (*decided != events::ByHand::default()).then(|| Self {
            linked_by_hand: decided.linked,
            primary_by_hand: decided.chosen,
            unlinked: decided.unlinked.iter().map(|id| id.to_string()).collect(),
        })
    }
}

impl SleepInside {
    fn new(session: &Session, night: Option<&Night>) -> Self {
        let minutes = |find: fn(&Night) -> Option<i64>| night.and_then(find).map(minutes);
        Self {
            basis: night.map(|it| it.basis.id()),
            stages: StageMinutes {
                deep: minutes(|it| it.deep_s),
                light: minutes(|it| it.light_s),
                rem: minutes(|it| it.rem_s),
                awake: minutes(|it| it.awake_s),
                unspecified: minutes(|it| it.unspecified_s),
            },
            asleep_minutes: minutes(|it| it.asleep_s),
            in_bed_minutes: minutes(|it| Some(it.time_in_bed_s)),
            efficiency: night.and_then(|it| it.efficiency).map(Number),
            latency_minutes: minutes(|it| it.latency_s),
            awakenings: night.and_then(|it| it.awakenings),
            start_time: Instant(session.start),
            end_time: Instant(session.end),
            intervals: stages(session, night)
                .iter()
                .map(|it| StageInterval {
                    stage: it.stage.id(),
                    start_time: Instant(it.start),
                    end_time: Instant(it.end),
                })
                .collect(),
        }
    }
}

/// Names the source of each field that the best source does not tell.
fn completed(event: &events::Event) -> BTreeMap<String, String> {
    let others = event
        .field_sources
        .iter()
        .filter(|(_, it)| it.key != event.session.source.key);
    others.map(|(field, it)| (field.clone(), it.name.clone())).collect()
}

/// Gives the stages as resolved, or as the one record tells them.
fn stages<'a>(session: &'a Session, night: Option<&'a Night>) -> &'a [Stage] {
    match (night, &session.detail) {
        (Some(night), _) => &night.stages,
        (None, Detail::Sleep(sleep)) => &sleep.stages,
        (None, Detail::Workout(_)) => &[],
    }
}

fn minutes(seconds: i64) -> Number {
    Number(TimeDelta::seconds(seconds).as_seconds_f64() / 60.0)
}
