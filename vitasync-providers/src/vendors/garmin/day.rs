//! Days, quarter hours and what Garmin computes from them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::source::DeviceKind;
use vitasync_core::time::ReadingTime::Date;

use super::SLUG;
use super::decode::{All, Clock, Offsets, instants, missing, ranked, remarked, summary, watch};
use crate::provider::{Frame, Page, source};

summary! {
    pub(super) struct Daily {
        steps: Option<f64>,
        pushes: Option<f64>,
        distance_in_meters: Option<f64>,
        push_distance_in_meters: Option<f64>,
        floors_climbed: Option<f64>,
        active_time_in_seconds: Option<f64>,
        active_kilocalories: Option<f64>,
        bmr_kilocalories: Option<f64>,
        moderate_intensity_duration_in_seconds: Option<f64>,
        vigorous_intensity_duration_in_seconds: Option<f64>,
        min_heart_rate_in_beats_per_minute: Option<f64>,
        max_heart_rate_in_beats_per_minute: Option<f64>,
        resting_heart_rate_in_beats_per_minute: Option<f64>,
        time_offset_heart_rate_samples: Option<Offsets>,
        body_battery_charged_value: Option<f64>,
        body_battery_drained_value: Option<f64>,
        average_stress_level: Option<f64>,
        /// The same in another spelling.
        #[serde(rename = "averageStresslevel")]
        average_stresslevel: Option<f64>,
        max_stress_level: Option<f64>,
        stress_qualifier: Option<String>,
        stress_duration_in_seconds: Option<f64>,
        rest_stress_duration_in_seconds: Option<f64>,
        activity_stress_duration_in_seconds: Option<f64>,
        low_stress_duration_in_seconds: Option<f64>,
        medium_stress_duration_in_seconds: Option<f64>,
        high_stress_duration_in_seconds: Option<f64>,
    }
}

/// A day is sent again all day long, each time with everything so far: it is known by its date.
pub(super) fn daily(page: &mut Page, mut daily: Daily, came: DateTime<Utc>) -> Result<(), Reason> {
    let summary = daily.summary();
    let date = summary.date()?;
    let record = summary.growing("dailies", date.to_string(), came);
    let watch = watch();
    let day = Frame::new(&watch, &record, Date(date));
    for (metric, value, unit) in [
        (Metric::Steps, daily.steps, "count"),
        (Metric::WheelchairPushes, daily.pushes, "count"),
        (Metric::Distance, daily.distance_in_meters, "m"),
        (Metric::DistanceWheelchair, daily.push_distance_in_meters, "m"),
        (Metric::FloorsClimbed, daily.floors_climbed, "count"),
        (Metric::ActiveDuration, daily.active_time_in_seconds, "s"),
        (Metric::ActiveEnergy, daily.active_kilocalories, "kcal"),
        (Metric::BasalEnergy, daily.bmr_kilocalories, "kcal"),
        (
            Metric::ModerateActivityDuration,
            daily.moderate_intensity_duration_in_seconds,
            "s",
        ),
        (
            Metric::VigorousActivityDuration,
            daily.vigorous_intensity_duration_in_seconds,
            "s",
        ),
        (Metric::HeartRateMin, daily.min_heart_rate_in_beats_per_minute, "bpm"),
        (Metric::HeartRateMax, daily.max_heart_rate_in_beats_per_minute, "bpm"),
        (
            Metric::RestingHeartRate,
            daily.resting_heart_rate_in_beats_per_minute,
            "bpm",
        ),
        (Metric::BodyBatteryCharged, daily.body_battery_charged_value, "{score}"),
        (Metric::BodyBatteryDrained, daily.body_battery_drained_value, "{score}"),
    ] {
        page.read(&day, metric, value, unit);
    }
    stress(page, &day, &mut daily);
    let Some(samples) = &daily.time_offset_heart_rate_samples else {
        return Ok(());
    };
    let clock = summary.clock()?;
    instants(page, &day, &clock, Metric::HeartRate, Some(samples), "bpm", |bpm| {
        bpm > 0.0
    })
}

/// Stress is 1 to 100; −1 and −2 say that there is too little data.
fn stress(page: &mut Page, day: &Frame, stress: &mut Daily) {
    let known = |level: Option<f64>| level.filter(|level| *level > 0.0);
    let average = known(stress.average_stress_level.or(stress.average_stresslevel));
    let text = |value: Option<f64>| value.map(|it| it.to_string());
    let level = remarked(
        day.clone(),
        [
            ("max_stress_level", text(known(stress.max_stress_level))),
            ("stress_qualifier", stress.stress_qualifier.take()),
        ],
    );
    page.read(&level, Metric::StressLevel, average, "{score}");
    let duration = remarked(
        day.clone(),
        [
            ("rest_s", text(stress.rest_stress_duration_in_seconds)),
            ("activity_s", text(stress.activity_stress_duration_in_seconds)),
            ("low_s", text(stress.low_stress_duration_in_seconds)),
            ("medium_s", text(stress.medium_stress_duration_in_seconds)),
        ],
    );
    page.read(
        &duration,
        Metric::StressDuration,
        stress.stress_duration_in_seconds,
        "s",
    );
    page.read(
        day,
        Metric::StressHighDuration,
        stress.high_stress_duration_in_seconds,
        "s",
    );
}

summary! {
    struct Epoch {
        activity_type: Option<String>,
        intensity: Option<String>,
        active_time_in_seconds: Option<f64>,
        steps: Option<f64>,
        pushes: Option<f64>,
        distance_in_meters: Option<f64>,
        push_distance_in_meters: Option<f64>,
        active_kilocalories: Option<f64>,
        met: Option<f64>,
    }
}

/// A quarter hour comes as several epochs, one per kind of activity in it. They are summed, because they hold parts
/// of the same time; a version with more parts counts.
pub(super) fn epochs(page: &mut Page, all: &All<'_>) {
    let mut slots: BTreeMap<(DateTime<Utc>, i32), (Clock, Vec<Epoch>)> = BTreeMap::new();
    page.each("epoch", all.response, all.items, |_, mut epoch: Epoch| {
        let summary = epoch.summary();
        let clock = summary.clock()?;
        let length = summary.duration().ok_or_else(|| missing("durationInSeconds"))?;
        let slot = slots.entry((clock.start.to_utc(), length));
        // The end is checked here, where the epoch can still be refused.
        clock.after(length.into())?;
        slot.or_insert_with(|| (clock, Vec::new())).1.push(epoch);
        Ok(())
    });
    for ((start, length), (clock, parts)) in slots {
        let Ok(end) = clock.after(length.into()) else { continue };
        let id = start.timestamp().to_string();
        let rank = u64::try_from(parts.len()).unwrap_or_default();
        let record = ranked("epochs", id, rank, all.response.received_at);
        let slot = Frame::new(&watch(), &record, clock.says(clock.start)).until(clock.says(end));
        let slot = remarked(
            slot,
            [
                (
                    "activity_type",
                    words(parts.iter().map(|it| it.activity_type.as_deref())),
                ),
                ("intensity", words(parts.iter().map(|it| it.intensity.as_deref()))),
            ],
        );
        let sum = |value: fn(&Epoch) -> Option<f64>| parts.iter().filter_map(value).reduce(|a, b| a + b);
        page.read(&slot, Metric::Steps, sum(|it| it.steps), "count");
        page.read(&slot, Metric::WheelchairPushes, sum(|it| it.pushes), "count");
        page.read(&slot, Metric::Distance, sum(|it| it.distance_in_meters), "m");
        page.read(
            &slot,
            Metric::DistanceWheelchair,
            sum(|it| it.push_distance_in_meters),
            "m",
        );
        page.read(&slot, Metric::ActiveEnergy, sum(|it| it.active_kilocalories), "kcal");
        page.read(&slot, Metric::Met, met(&parts), "[MET]");
    }
}

/// The mean over the time each part took; of one part its own.
fn met(parts: &[Epoch]) -> Option<f64> {
    if let [only] = parts {
        return only.met;
    }
    let weighted: Option<Vec<(f64, f64)>> = parts.iter().map(|it| it.active_time_in_seconds.zip(it.met)).collect();
    let weighted = weighted?;
    let time: f64 = weighted.iter().map(|(seconds, _)| seconds).sum();
    let total: f64 = weighted.iter().map(|(seconds, met)| seconds * met).sum();
    (time > 0.0).then(|| total / time)
}

fn words<'w>(words: impl Iterator<Item = Option<&'w str>>) -> Option<String> {
    let words: BTreeSet<&str> = words.flatten().collect();
    (!words.is_empty()).then(|| words.into_iter().collect::<Vec<_>>().join("+"))
}

summary! {
    pub(super) struct UserMetric {
        vo2_max: Option<f64>,
        vo2_max_cycling: Option<f64>,
        fitness_age: Option<f64>,
        enhanced: Option<bool>,
    }
}

/// What running and cycling say about the same day are two estimates, so they are two sources.
pub(super) fn user_metric(page: &mut Page, mut metric: UserMetric, came: DateTime<Utc>) -> Result<(), Reason> {
    let date = metric.summary().date()?;
    let record = ranked("userMetrics", date.to_string(), 0, came);
    let enhanced = metric.enhanced.map(|it| it.to_string());
    let day = remarked(Frame::new(&watch(), &record, Date(date)), [("enhanced", enhanced)]);
    page.read(&day, Metric::FitnessAge, metric.fitness_age, "a");
    let running = day.clone().remark("sport", "running");
    page.read(&running, Metric::Vo2Max, metric.vo2_max, "mL/kg/min");
    let cycling = Frame {
        source: source(SLUG, "cycling", "Garmin, cycling", DeviceKind::Watch),
        ..day.remark("sport", "cycling")
    };
    page.read(&cycling, Metric::Vo2Max, metric.vo2_max_cycling, "mL/kg/min");
    Ok(())
}
