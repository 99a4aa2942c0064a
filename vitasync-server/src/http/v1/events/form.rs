//! The form of workouts, nights and naps on the wire.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use serde::Serialize;
use utoipa::ToSchema;
use vitasync_core::Session;
use vitasync_core::metric::Metric;
use vitasync_core::resolve::sleep::Night;
use vitasync_core::session::{Detail, RoutePoint, Stage, StatisticKind, Workout};
use vitasync_core::unit::Quantity;

use crate::http::v1::health::samples::{Device, Number};
use crate::http::wire::Instant;
use crate::service::events;
use crate::vocabulary::Face;

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

/// The inside of an event.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
enum Inside {
    /// Of a workout.
    Workout(Box<WorkoutInside>),
    /// Of a night or nap.
    Sleep(SleepInside),
}

/// The inside of a workout.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct WorkoutInside {
    /// The canonical sport.
    #[schema(example = "running")]
    sport: &'static str,
    /// The provider's own word for the sport.
    #[schema(example = "HKWorkoutActivityTypeRunning")]
    vendor_sport: Option<String>,
    /// How much it went up, in metres.
    elevation_gain: Option<Number>,
    /// How much it went down, in metres.
    elevation_loss: Option<Number>,
    /// Minutes and seconds per kilometre.
    #[schema(example = "6:15")]
    avg_pace: Option<String>,
    /// The mean cadence, per minute.
    avg_cadence: Option<Number>,
    /// The mean power, in watts.
    avg_power: Option<Number>,
    /// Every total, mean and extreme the source gives.
    statistics: Vec<Statistic>,
    /// Laps and segments in order of time.
    laps: Vec<Lap>,
    /// Pauses and other marks.
    marks: Vec<Mark>,
    /// Parts of a multisport workout, or intervals.
    parts: Vec<Part>,
    /// The way that was taken; lists leave it out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    route: Vec<Point>,
}

/// A number that sums up a workout.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Statistic {
    /// The exact metric.
    #[schema(example = "heart_rate")]
    metric: &'static str,
    /// `sum`, `mean`, `min` or `max`.
    #[schema(example = "mean")]
    kind: &'static str,
    /// The number, in `unit`.
    value: Number,
    /// The word for the unit.
    #[schema(example = "bpm")]
    unit: Option<&'static str>,
    /// The UCUM code of the unit.
    #[schema(example = "/min")]
    unit_code: Option<&'static str>,
}

/// A lap or an automatic segment.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Lap {
    /// Its number, from 1.
    lap_number: usize,
    /// False for an automatic segment, such as each kilometre.
    is_lap: bool,
    /// When it began.
    started_at: Instant,
    /// When it ended.
    ended_at: Instant,
    /// How long, in seconds.
    time: Number,
    /// The provider's own remarks.
    metadata: BTreeMap<String, String>,
}

/// A mark on a workout's timeline.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Mark {
    /// What happened: `pause`, `resume`, ….
    #[schema(example = "pause")]
    kind: String,
    /// When.
    at: Instant,
}

/// A part of a workout.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Part {
    /// The provider's own id of it.
    provider_id: Option<String>,
    /// The sport, where it differs from the whole.
    sport: Option<&'static str>,
    /// When it began.
    started_at: Instant,
    /// When it ended.
    ended_at: Instant,
    /// How long without pauses, in seconds.
    timer_seconds: Option<Number>,
    /// Totals, means and extremes of the part.
    statistics: Vec<Statistic>,
}

/// A point of a route.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Point {
    /// When.
    at: Instant,
    /// Degrees north.
    latitude: f64,
    /// Degrees east.
    longitude: f64,
    /// Metres above sea level.
    altitude_m: Option<Number>,
    /// Metres per second.
    speed_mps: Option<Number>,
}

/// The inside of a night or nap.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SleepInside {
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
            provider_event_id: session.external_id.clone(),
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
                None => Inside::Sleep(SleepInside::new(session, night)),
            },
            records: event.records.iter().map(Record::from).collect(),
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

impl WorkoutInside {
    fn new(workout: &Workout, elapsed: Number) -> Self {
        let laps = workout.laps.iter().zip(1..);
        Self {
            sport: workout.sport.id(),
            vendor_sport: workout.vendor_sport.clone(),
            elevation_gain: workout.statistic(Metric::ElevationGain, StatisticKind::Sum).map(Number),
            elevation_loss: workout.statistic(Metric::ElevationLoss, StatisticKind::Sum).map(Number),
            avg_pace: distance(workout).and_then(|meters| pace(meters, workout.timer_s.unwrap_or(elapsed.0))),
            avg_cadence: mean_of(workout, Quantity::Frequency, "cadence").map(Number),
            avg_power: mean_of(workout, Quantity::Power, "power").map(Number),
            statistics: statistics(&workout.statistics),
            laps: laps
                .map(|(lap, lap_number)| Lap {
                    lap_number,
                    is_lap: lap.lap,
                    started_at: Instant(lap.start),
                    ended_at: Instant(lap.end),
                    time: seconds(lap.end - lap.start),
                    metadata: lap.remarks.clone(),
                })
                .collect(),
            marks: workout
                .events
                .iter()
                .map(|mark| Mark {
                    kind: mark.kind.clone(),
                    at: Instant(mark.at),
                })
                .collect(),
            parts: workout
                .parts
                .iter()
                .map(|part| Part {
                    provider_id: part.external_id.clone(),
                    sport: part.sport.map(|sport| sport.id()),
                    started_at: Instant(part.start),
                    ended_at: Instant(part.end),
                    timer_seconds: part.timer_s.map(Number),
                    statistics: statistics(&part.statistics),
                })
                .collect(),
            route: workout.route.iter().map(Point::from).collect(),
        }
    }
}

impl SleepInside {
    fn new(session: &Session, night: Option<&Night>) -> Self {
        let minutes = |find: fn(&Night) -> Option<i64>| night.and_then(find).map(minutes);
        Self {
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

impl From<&RoutePoint> for Point {
    fn from(point: &RoutePoint) -> Self {
        Self {
            at: Instant(point.at),
            latitude: point.latitude,
            longitude: point.longitude,
            altitude_m: point.altitude_m.map(Number),
            speed_mps: point.speed_m_s.map(Number),
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

fn statistics(statistics: &[vitasync_core::session::Statistic]) -> Vec<Statistic> {
    let statistics = statistics.iter().map(|it| {
        let face = Face::of(it.metric, &[]);
        Statistic {
            metric: it.metric.id(),
            kind: match it.kind {
                StatisticKind::Sum => "sum",
                StatisticKind::Mean => "mean",
                StatisticKind::Min => "min",
                StatisticKind::Max => "max",
            },
            value: Number(face.value(it.value)),
            unit: face.unit,
            unit_code: face.unit_code,
        }
    });
    statistics.collect()
}

/// Finds how far a workout went, whatever the sport's own metric of distance is.
fn distance(workout: &Workout) -> Option<f64> {
    let mut sums = workout.statistics.iter().filter(|it| it.kind == StatisticKind::Sum);
    let distance =
        sums.find(|it| it.metric.spec().quantity == Quantity::Length && it.metric.id().starts_with("distance"));
    distance.map(|it| it.value)
}

fn calories(workout: &Workout) -> Option<f64> {
    let sum = |metric| workout.statistic(metric, StatisticKind::Sum);
    sum(Metric::ActiveEnergy).or_else(|| sum(Metric::TotalEnergy))
}

/// Finds the mean of a metric that each sport has its own of: `speed`, `running_speed`, ….
fn mean_of(workout: &Workout, quantity: Quantity, name: &str) -> Option<f64> {
    let mut means = workout.statistics.iter().filter(|it| it.kind == StatisticKind::Mean);
    let mean = means.find(|it| it.metric.spec().quantity == quantity && it.metric.id().ends_with(name));
    mean.map(|it| it.value)
}

/// Writes minutes and seconds per kilometre; a workout that went nowhere has none.
fn pace(meters: f64, seconds: f64) -> Option<String> {
    let per_kilometre = (seconds / meters * 1000.0).round();
    (meters > 0.0 && per_kilometre.is_finite())
        .then(|| format!("{}:{:02}", (per_kilometre / 60.0).floor(), per_kilometre % 60.0))
}

fn seconds(duration: TimeDelta) -> Number {
    Number(duration.as_seconds_f64())
}

fn minutes(seconds: i64) -> Number {
    Number(TimeDelta::seconds(seconds).as_seconds_f64() / 60.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pace_is_minutes_and_seconds_per_kilometre() {
        assert_eq!(pace(7200.0, 2700.0).as_deref(), Some("6:15"));
        assert_eq!(pace(1000.0, 359.9).as_deref(), Some("6:00"));
        assert_eq!(pace(0.0, 60.0), None);
    }
}
