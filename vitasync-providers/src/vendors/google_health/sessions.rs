//! Reads nights and workouts.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Map, Value};
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::session::{
    Detail, Lap, Session, Sleep, SleepTotals, Stage, Statistic, StatisticKind, Workout, WorkoutEvent,
};
use vitasync_core::sleep_stage::SleepStage;
use vitasync_core::source::{Attributes, Source};
use vitasync_core::sport::{Sport, Vendor};

use super::SLUG;
use super::point::{Interval, Seconds, scalar};
use crate::provider::{Frame, Page, RecordVersion, number, part, statistic, workout};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Night {
    interval: Interval,
    r#type: Option<String>,
    #[serde(default)]
    stages: Vec<StagePart>,
    out_of_bed_segments: Option<Vec<Segment>>,
    #[serde(default)]
    metadata: Metadata,
    summary: Option<Summary>,
    update_time: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StagePart {
    start_time: DateTime<Utc>,
    end_time: DateTime<Utc>,
    r#type: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Segment {
    start_time: DateTime<Utc>,
    end_time: DateTime<Utc>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct Metadata {
    processed: Option<bool>,
    nap: Option<bool>,
    #[serde(alias = "main")]
    main_sleep: Option<bool>,
    manually_edited: Option<bool>,
    stages_status: Option<String>,
    external_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Summary {
    #[serde(default, deserialize_with = "number")]
    minutes_in_sleep_period: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    minutes_asleep: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    minutes_awake: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    minutes_to_fall_asleep: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    minutes_after_wake_up: Option<f64>,
    #[serde(default)]
    stages_summary: Vec<StageSum>,
}

#[derive(Deserialize)]
struct StageSum {
    r#type: String,
    #[serde(default, deserialize_with = "number")]
    minutes: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    count: Option<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Exercise {
    interval: Interval,
    exercise_type: Option<String>,
    display_name: Option<String>,
    active_duration: Option<Seconds>,
    metrics_summary: Option<Metrics>,
    exercise_metadata: Option<Map<String, Value>>,
    #[serde(default)]
    splits: Vec<Split>,
    #[serde(default)]
    split_summaries: Vec<Split>,
    #[serde(default)]
    exercise_events: Vec<Event>,
    notes: Option<String>,
    update_time: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metrics {
    #[serde(default, deserialize_with = "number")]
    calories_kcal: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    distance_millimeters: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    steps: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    average_speed_millimeters_per_second: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    average_heart_rate_beats_per_minute: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    elevation_gain_millimeters: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    active_zone_minutes: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    run_vo2_max: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    total_swim_lengths: Option<f64>,
    heart_rate_zone_durations: Option<Map<String, Value>>,
    mobility_metrics: Option<Mobility>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Mobility {
    #[serde(default, deserialize_with = "number")]
    avg_cadence_steps_per_minute: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    avg_stride_length_millimeters: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    avg_vertical_oscillation_millimeters: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    avg_vertical_ratio: Option<f64>,
    avg_ground_contact_time_duration: Option<Seconds>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Split {
    start_time: DateTime<Utc>,
    end_time: DateTime<Utc>,
    active_duration: Option<String>,
    split_type: Option<String>,
    metrics_summary: Option<Map<String, Value>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    event_time: DateTime<Utc>,
    exercise_event_type: String,
}

/// Reads a night or a nap. One that is not processed yet comes again under its name, as a later revision.
pub(super) fn night(
    page: &mut Page,
    source: &Arc<Source>,
    record: Option<RecordVersion>,
    payload: &Value,
) -> Result<(), Reason> {
    let night: Night = part(payload)?;
    let record = revised(record, night.update_time);
    let mut frame = Frame::loose(source, night.interval.start()).until(night.interval.end());
    frame.record = record.clone().map(Arc::new);
    let summary = night.summary.as_ref();
    let totals = summary.and_then(|summary| totals(page, &frame, summary));
    let out_of_bed = night.out_of_bed_segments.as_ref();
    let times = out_of_bed.and_then(|segments| u32::try_from(segments.len()).ok());
    page.read(&frame, Metric::SleepOutOfBedCount, times.map(f64::from), "count");
    let (stages, strange) = stages(&night);
    // A nap that is none is often left out; a main sleep is never a nap.
    let nap = night
        .metadata
        .nap
        .or((night.metadata.main_sleep == Some(true)).then_some(false));
    let mut slept = session(
        source,
        record,
        &night.interval,
        Detail::Sleep(Sleep { stages, nap, totals }),
    );
    let flag = |flag: Option<bool>| flag.map(|flag| flag.to_string());
    let remarks = [
        ("type", night.r#type),
        ("processed", flag(night.metadata.processed)),
        ("mainSleep", flag(night.metadata.main_sleep)),
        ("manuallyEdited", flag(night.metadata.manually_edited)),
        ("stagesStatus", night.metadata.stages_status),
        ("externalId", night.metadata.external_id),
        ("unknownStages", strange),
    ];
    remark(&mut slept.attributes, remarks);
    page.sessions.push(slept);
    Ok(())
}

/// Gives the stages in order of time, with the stretches out of bed that lie over them, and the words nobody knows.
fn stages(night: &Night) -> (Vec<Stage>, Option<String>) {
    let mut strange: Vec<&str> = Vec::new();
    let mut stages: Vec<Stage> = Vec::new();
    for part in &night.stages {
        let stage = SleepStage::from_vendor(SLUG, "type", &part.r#type);
        if stage.is_none() && !strange.contains(&part.r#type.as_str()) {
            strange.push(&part.r#type);
        }
        stages.push(Stage {
            stage: stage.unwrap_or(SleepStage::Unknown),
            start: part.start_time,
            end: part.end_time,
        });
    }
    stages.extend(night.out_of_bed_segments.iter().flatten().map(|segment| Stage {
        stage: SleepStage::OutOfBed,
        start: segment.start_time,
        end: segment.end_time,
    }));
    stages.sort_by_key(|stage| (stage.start, stage.end));
    (stages, (!strange.is_empty()).then(|| strange.join(",")))
}

/// Restless sleep is counted, and no minute of it is taken for sleep or for being awake.
fn totals(page: &mut Page, frame: &Frame, summary: &Summary) -> Option<SleepTotals> {
    page.read(frame, Metric::WakeLatency, summary.minutes_after_wake_up, "min");
    let mut told = vec![
        (Metric::TimeInBed, summary.minutes_in_sleep_period, "min"),
        (Metric::SleepDuration, summary.minutes_asleep, "min"),
        (Metric::SleepAwakeDuration, summary.minutes_awake, "min"),
        (Metric::SleepLatency, summary.minutes_to_fall_asleep, "min"),
    ];
    for sum in &summary.stages_summary {
        match sum.r#type.as_str() {
            "LIGHT" => told.push((Metric::SleepLightDuration, sum.minutes, "min")),
            "DEEP" => told.push((Metric::SleepDeepDuration, sum.minutes, "min")),
            "REM" => told.push((Metric::SleepRemDuration, sum.minutes, "min")),
            "ASLEEP" => told.push((Metric::SleepUnspecifiedDuration, sum.minutes, "min")),
            "AWAKE" => told.push((Metric::SleepAwakenings, sum.count, "count")),
            "RESTLESS" => page.read(frame, Metric::SleepRestlessPeriods, sum.count, "count"),
            _ => {}
        }
    }
    page.read_totals(frame, &told)
}

/// Reads a workout.
pub(super) fn exercise(
    page: &mut Page,
    source: &Arc<Source>,
    record: Option<RecordVersion>,
    payload: &Value,
) -> Result<(), Reason> {
    let exercise: Exercise = part(payload)?;
    let record = revised(record, exercise.update_time);
    let sport = exercise.exercise_type.as_deref().and_then(sport);
    let mut done = Workout::new(sport.unwrap_or(Sport::Other));
    done.vendor_sport = exercise.exercise_type;
    done.title = exercise.display_name;
    done.timer_s = exercise.active_duration.map(|it| it.0);
    done.statistics = exercise.metrics_summary.as_ref().map_or_else(Vec::new, statistics);
    let laps = exercise.split_summaries.iter().map(|it| lap(it, true));
    done.laps = laps.chain(exercise.splits.iter().map(|it| lap(it, false))).collect();
    done.laps.sort_by_key(|lap| (lap.start, !lap.lap));
    done.events = exercise.exercise_events.into_iter().map(event).collect();
    let mut done = session(source, record, &exercise.interval, workout(done));
    let zones = exercise.metrics_summary.and_then(|it| it.heart_rate_zone_durations);
    let scalars = [zones, exercise.exercise_metadata].into_iter().flatten().flatten();
    let scalars = scalars.filter_map(|(key, value)| Some((key, scalar(&value)?)));
    done.attributes.remarks.extend(scalars);
    remark(&mut done.attributes, [("notes", exercise.notes)]);
    page.sessions.push(done);
    Ok(())
}

/// Finds the sport. The vendor's list once misspelt one of its words, and may mend it.
fn sport(word: &str) -> Option<Sport> {
    let word = if word == "PICKLEBALL" { "PICKELBALL" } else { word };
    Sport::from_vendor(Vendor::GoogleHealth, word)
}

fn statistics(metrics: &Metrics) -> Vec<Statistic> {
    use StatisticKind::{Mean, Sum};
    let of_all = [
        statistic(Metric::TotalEnergy, Sum, metrics.calories_kcal, "kcal"),
        statistic(Metric::Distance, Sum, metrics.distance_millimeters, "mm"),
        statistic(Metric::Steps, Sum, metrics.steps, "steps"),
        statistic(
            Metric::Speed,
            Mean,
            metrics.average_speed_millimeters_per_second,
            "mm/s",
        ),
        statistic(
            Metric::HeartRate,
            Mean,
            metrics.average_heart_rate_beats_per_minute,
            "bpm",
        ),
        statistic(Metric::ElevationGain, Sum, metrics.elevation_gain_millimeters, "mm"),
        statistic(Metric::ActiveZoneMinutes, Sum, metrics.active_zone_minutes, "{score}"),
        statistic(Metric::Vo2Max, Mean, metrics.run_vo2_max, "mL/kg/min"),
        statistic(Metric::SwimmingLaps, Sum, metrics.total_swim_lengths, "count"),
    ];
    let of_runs = metrics.mobility_metrics.iter().flat_map(|it| {
        let contact = it.avg_ground_contact_time_duration.map(|it| it.0);
        let (stride, bounce) = (
            it.avg_stride_length_millimeters,
            it.avg_vertical_oscillation_millimeters,
        );
        [
            statistic(Metric::StepCadence, Mean, it.avg_cadence_steps_per_minute, "spm"),
            statistic(Metric::RunningStrideLength, Mean, stride, "mm"),
            statistic(Metric::RunningVerticalOscillation, Mean, bounce, "mm"),
            statistic(Metric::RunningVerticalRatio, Mean, it.avg_vertical_ratio, "%"),
            statistic(Metric::RunningGroundContactTime, Mean, contact, "s"),
        ]
    });
    of_all.into_iter().chain(of_runs).flatten().collect()
}

/// Reads a lap, or a split that the vendor makes every kilometre or mile.
fn lap(split: &Split, lap: bool) -> Lap {
    let metrics = split.metrics_summary.iter().flatten();
    let metrics = metrics.filter_map(|(key, value)| Some((key.clone(), scalar(value)?)));
    let named = [
        ("activeDuration", &split.active_duration),
        ("splitType", &split.split_type),
    ];
    let named = named
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), value.clone()?)));
    Lap {
        lap,
        start: split.start_time,
        end: split.end_time,
        remarks: metrics.chain(named).collect(),
    }
}

fn event(event: Event) -> WorkoutEvent {
    let kind = match event.exercise_event_type.as_str() {
        "AUTO_PAUSE" => "motion_paused".to_owned(),
        "AUTO_RESUME" => "motion_resumed".to_owned(),
        word => word.to_lowercase(),
    };
    WorkoutEvent {
        kind,
        at: event.event_time,
    }
}

fn revised(record: Option<RecordVersion>, changed: Option<DateTime<Utc>>) -> Option<RecordVersion> {
    let revision = changed.and_then(|at| u64::try_from(at.timestamp_millis()).ok());
    record.map(|record| RecordVersion { revision, ..record })
}

fn session(source: &Arc<Source>, record: Option<RecordVersion>, interval: &Interval, detail: Detail) -> Session {
    let (start, end) = interval.offsets();
    Session {
        source: source.clone(),
        record,
        start: interval.start_time,
        end: interval.end_time,
        attributes: Attributes {
            start_offset_s: start,
            end_offset_s: end.filter(|_| end != start),
            ..Attributes::default()
        },
        detail,
    }
}

fn remark<const N: usize>(attributes: &mut Attributes, remarks: [(&str, Option<String>); N]) {
    let known = remarks
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), value?)));
    attributes.remarks.extend(known);
}
