//! Reads workouts, as listed or one by one, and asks for their files.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::record::RecordKey;
use vitasync_core::session::{Statistic, StatisticKind, Workout};
use vitasync_core::source::{Device, DeviceKind, Recording, Source};
use vitasync_core::sport::{Sport, SportCategory, Vendor};

use super::decode::{heart_rate, missing, remarks};
use super::{PAGE, SLUG, file};
use crate::error::Error;
use crate::provider::{Page, Request, Response, Value, ranked, session, source, statistic, workout};

#[derive(Deserialize)]
struct Envelope<T> {
    payload: T,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Recorded {
    workout_key: String,
    activity_id: Option<i64>,
    start_time: i64,
    stop_time: Option<i64>,
    total_time: Option<f64>,
    time_offset_in_minutes: Option<i32>,
    #[serde(flatten)]
    totals: Totals,
    hrdata: Option<HeartRates>,
    cadence: Option<Cadence>,
    tss: Option<Stress>,
    cumulative_recovery_time: Option<f64>,
    gear: Option<Gear>,
    is_edited: Option<bool>,
    is_manually_added: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Totals {
    total_distance: Option<f64>,
    total_ascent: Option<f64>,
    total_descent: Option<f64>,
    min_altitude: Option<f64>,
    max_altitude: Option<f64>,
    avg_speed: Option<f64>,
    max_speed: Option<f64>,
    energy_consumption: Option<f64>,
    step_count: Option<f64>,
    estimated_floors_climbed: Option<f64>,
    avg_power: Option<f64>,
    max_power: Option<f64>,
    recovery_time: Option<f64>,
}

/// `max` is the greatest heart rate in the person's settings and says nothing about the workout.
#[derive(Deserialize)]
struct HeartRates {
    #[serde(rename = "workoutAvgHR")]
    workout_average: Option<f64>,
    #[serde(rename = "workoutMaxHR")]
    workout_max: Option<f64>,
    #[serde(rename = "userMaxHR")]
    user_max: Option<f64>,
    avg: Option<f64>,
    hrmax: Option<f64>,
    max: Option<f64>,
    min: Option<f64>,
}

#[derive(Deserialize)]
struct Cadence {
    avg: Option<f64>,
    max: Option<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stress {
    calculation_method: Option<String>,
    training_stress_score: Option<f64>,
    intensity_factor: Option<f64>,
    normalized_power: Option<f64>,
    average_grade_adjusted_pace: Option<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Gear {
    manufacturer: Option<String>,
    name: Option<String>,
    display_name: Option<String>,
    serial_number: Option<String>,
    sw_version: Option<String>,
    hw_version: Option<String>,
}

/// Reads a page of the list. A page that is full may have another after it.
pub(super) fn listed(page: &mut Page, request: &Request, response: &Response) -> Result<(), Error> {
    let list: Envelope<Vec<&RawValue>> = response.json(SLUG, request)?;
    page.each("workout", response, &list.payload, |page, it| {
        recorded(page, it, response.received_at)
    });
    let offset = request.query.iter().find_map(|(name, value)| match value {
        Value::Text(text) if name == "offset" => text.parse::<usize>().ok(),
        _ => None,
    });
    if list.payload.len() >= PAGE {
        let next = offset.unwrap_or_default() + list.payload.len();
        page.follow.push(request.with_query("offset", next));
    }
    Ok(())
}

/// Reads an answer that is one workout.
pub(super) fn one(page: &mut Page, request: &Request, response: &Response) -> Result<(), Error> {
    let found: Envelope<&RawValue> = response.json(SLUG, request)?;
    page.one("workout", response, found.payload, |page, it| {
        recorded(page, it, response.received_at)
    });
    Ok(())
}

/// Reads what sums a workout up. Its file makes the fuller version.
fn recorded(page: &mut Page, recorded: Recorded, came: DateTime<Utc>) -> Result<(), Reason> {
    let (start, end) = recorded.span()?;
    let record = ranked(RecordKey::new(SLUG, "workout", recorded.workout_key.as_str()), 0, came);
    let mut done = Workout::new(recorded.sport());
    done.vendor_sport = recorded.activity_id.map(|id| id.to_string());
    done.timer_s = recorded.total_time;
    done.statistics = recorded.statistics(done.sport);
    let mut session = session(&recorded.source(), &record, start, end, workout(done));
    if recorded.time_offset_in_minutes.is_none() {
        session.attributes.start_offset_s = None;
    }
    session.attributes.remarks = recorded.remarks();
    if recorded.is_manually_added != Some(true) {
        page.follow.push(file::request(&recorded.workout_key, &session));
    }
    page.sessions.push(session);
    Ok(())
}

impl Recorded {
    /// A workout that has just come may not know its end.
    fn span(&self) -> Result<(DateTime<FixedOffset>, DateTime<FixedOffset>), Reason> {
        let minutes = self.time_offset_in_minutes.unwrap_or_default();
        let offset = minutes.checked_mul(60).and_then(FixedOffset::east_opt);
        let offset = offset.ok_or_else(|| Reason::NotATime {
            text: format!("{minutes} minutes from UTC"),
        })?;
        let at = |ms: i64| {
            let at = DateTime::from_timestamp_millis(ms).ok_or_else(|| Reason::NotATime { text: ms.to_string() })?;
            Ok(at.with_timezone(&offset))
        };
        let start = at(self.start_time)?;
        let end = match (self.stop_time, self.total_time) {
            (Some(stop), _) => at(stop)?,
            (None, Some(seconds)) => lasting(start, seconds).ok_or_else(|| missing("stopTime"))?,
            (None, None) => return Err(missing("stopTime")),
        };
        if end < start {
            let (start, end) = (start.to_utc(), end.to_utc());
            return Err(Reason::EndBeforeStart { start, end });
        }
        Ok((start, end))
    }

    fn sport(&self) -> Sport {
        let known = self
            .activity_id
            .and_then(|id| Sport::from_vendor(Vendor::Suunto, &id.to_string()));
        known.unwrap_or(Sport::Other)
    }

    /// A watch is known by its serial number; what a person typed is a source of its own.
    fn source(&self) -> Arc<Source> {
        let typed = self.is_manually_added == Some(true);
        let gear = self.gear.as_ref().filter(|_| !typed);
        let serial = gear.and_then(|gear| gear.serial_number.as_deref());
        let kind = if typed { DeviceKind::App } else { DeviceKind::Watch };
        let name = gear.and_then(|gear| gear.display_name.as_deref().or(gear.name.as_deref()));
        let mut source = Arc::unwrap_or_clone(source(SLUG, serial.unwrap_or_default(), name.unwrap_or("Suunto"), kind));
        if typed {
            source.key.recording = Recording::Manual;
        }
        source.device = gear.map_or_else(Device::default, |gear| Device {
            manufacturer: gear.manufacturer.clone(),
            model: gear.name.clone(),
            hardware: gear.hw_version.clone(),
        });
        Arc::new(source)
    }

    fn statistics(&self, sport: Sport) -> Vec<Statistic> {
        let rates = self.hrdata.iter().flat_map(HeartRates::statistics);
        let cadence = self.cadence.iter().flat_map(|it| it.statistics(sport));
        let stress = self.tss.iter().flat_map(Stress::statistics);
        let found = self.totals.statistics().into_iter();
        found.chain(rates).chain(cadence).chain(stress).flatten().collect()
    }

    fn remarks(&self) -> BTreeMap<String, String> {
        let rates = self.hrdata.as_ref();
        let mut found = remarks([
            (
                "heart_rate_max_setting",
                rates.and_then(|rates| heart_rate_setting(rates.user_max.or(rates.max))),
            ),
            ("cumulative_recovery_time_s", self.cumulative_recovery_time),
            (
                "grade_adjusted_pace",
                self.tss.as_ref().and_then(|it| it.average_grade_adjusted_pace),
            ),
        ]);
        let words = [
            ("software", self.gear.as_ref().and_then(|gear| gear.sw_version.clone())),
            (
                "tss_method",
                self.tss.as_ref().and_then(|it| it.calculation_method.clone()),
            ),
            (
                "edited",
                self.is_edited.filter(|edited| *edited).map(|it| it.to_string()),
            ),
        ];
        found.extend(
            words
                .into_iter()
                .filter_map(|(name, word)| Some((name.to_owned(), word?))),
        );
        found
    }
}

fn heart_rate_setting(value: Option<f64>) -> Option<f64> {
    match heart_rate(value) {
        (Some(rate), "Hz") => Some(rate * 60.0),
        (rate, _) => rate,
    }
}

fn lasting(start: DateTime<FixedOffset>, seconds: f64) -> Option<DateTime<FixedOffset>> {
    #[expect(clippy::cast_possible_truncation, reason = "checked against a year in milliseconds")]
    let ms = (0.0..=3.2e7).contains(&seconds).then_some((seconds * 1000.0) as i64)?;
    start.checked_add_signed(TimeDelta::milliseconds(ms))
}

impl Totals {
    fn statistics(&self) -> [Option<Statistic>; 13] {
        use StatisticKind::{Max, Mean, Min, Sum};
        // A watch without a power sensor says 0.
        let power = |watts: Option<f64>| watts.filter(|watts| *watts > 0.0);
        [
            statistic(Metric::Distance, Sum, self.total_distance, "m"),
            statistic(Metric::ElevationGain, Sum, self.total_ascent, "m"),
            statistic(Metric::ElevationLoss, Sum, self.total_descent, "m"),
            statistic(Metric::Altitude, Min, self.min_altitude, "m"),
            statistic(Metric::Altitude, Max, self.max_altitude, "m"),
            statistic(Metric::Speed, Mean, self.avg_speed, "m/s"),
            statistic(Metric::Speed, Max, self.max_speed, "m/s"),
            statistic(Metric::TotalEnergy, Sum, self.energy_consumption, "kcal"),
            statistic(Metric::Steps, Sum, self.step_count, "count"),
            statistic(Metric::FloorsClimbed, Sum, self.estimated_floors_climbed, "floors"),
            statistic(Metric::Power, Mean, power(self.avg_power), "W"),
            statistic(Metric::Power, Max, power(self.max_power), "W"),
            statistic(Metric::RecoveryTime, Max, self.recovery_time, "s"),
        ]
    }
}

impl HeartRates {
    fn statistics(&self) -> [Option<Statistic>; 3] {
        let rate = |kind, value| {
            let (value, unit) = heart_rate(value);
            statistic(Metric::HeartRate, kind, value, unit)
        };
        [
            rate(StatisticKind::Mean, self.workout_average.or(self.avg)),
            rate(StatisticKind::Max, self.workout_max.or(self.hrmax)),
            rate(StatisticKind::Min, self.min),
        ]
    }
}

impl Cadence {
    /// Runners are counted by one leg or by both.
    fn statistics(&self, sport: Sport) -> [Option<Statistic>; 2] {
        let is_one_leg = self.avg.or(self.max).is_some_and(|steps| steps < 120.0);
        let (metric, factor) = match sport.spec().category {
            SportCategory::Running if is_one_leg => (Metric::StepCadence, 2.0),
            SportCategory::Running => (Metric::StepCadence, 1.0),
            SportCategory::Cycling => (Metric::CyclingCadence, 1.0),
            _ => (Metric::Cadence, 1.0),
        };
        let rate = |kind, value: Option<f64>| {
            let value = value.filter(|rate| *rate > 0.0).map(|rate| rate * factor);
            statistic(metric, kind, value, "/min")
        };
        [rate(StatisticKind::Mean, self.avg), rate(StatisticKind::Max, self.max)]
    }
}

impl Stress {
    fn statistics(&self) -> [Option<Statistic>; 3] {
        use StatisticKind::{Mean, Sum};
        let positive = |value: Option<f64>| value.filter(|it| *it > 0.0);
        [
            statistic(Metric::TrainingStressScore, Sum, self.training_stress_score, "{score}"),
            statistic(
                Metric::IntensityFactor,
                Mean,
                positive(self.intensity_factor),
                "unitless",
            ),
            statistic(Metric::NormalizedPower, Mean, positive(self.normalized_power), "W"),
        ]
    }
}
