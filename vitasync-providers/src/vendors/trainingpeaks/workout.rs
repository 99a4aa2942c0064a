//! Reads workouts: one object holds what was planned and what was done.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;
use vitasync_core::error::Reason;
use vitasync_core::record::{RecordKey, RecordVersion};
use vitasync_core::session::{Statistic, StatisticKind, Workout};
use vitasync_core::source::DeviceKind;
use vitasync_core::sport::{Sport, SportCategory};
use vitasync_core::time::place_local;
use vitasync_core::{Metric, PlannedSession};

use super::{PAGE, SLUG};
use crate::error::Error;
use crate::provider::{PLANNED, Page, Request, Response, Value, session, source, statistic, version, workout};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Changes<'a> {
    #[serde(borrow)]
    deleted: Vec<&'a RawValue>,
    #[serde(borrow)]
    modified: Vec<&'a RawValue>,
}

/// What was done; of an account that is not premium, everything but the times and the distance is null.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Entry {
    id: i64,
    workout_type: Option<String>,
    title: Option<String>,
    description: Option<String>,
    pre_activity_comment: Option<String>,
    completed: Option<bool>,
    workout_day: Option<NaiveDateTime>,
    start_time: Option<NaiveDateTime>,
    start_time_planned: Option<NaiveDateTime>,
    last_modified_date: Option<String>,
    total_time: Option<f64>,
    total_time_planned: Option<f64>,
    distance_planned: Option<f64>,
    #[serde(alias = "TSSPlanned")]
    tss_planned: Option<f64>,
    #[serde(flatten)]
    totals: Totals,
    tss_calculation_method: Option<String>,
    normalized_speed: Option<f64>,
    torque_average: Option<f64>,
    torque_maximum: Option<f64>,
    feeling: Option<f64>,
    #[serde(default)]
    tags: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Totals {
    distance: Option<f64>,
    calories: Option<f64>,
    energy: Option<f64>,
    velocity_average: Option<f64>,
    velocity_maximum: Option<f64>,
    heart_rate_minimum: Option<f64>,
    heart_rate_average: Option<f64>,
    heart_rate_maximum: Option<f64>,
    power_average: Option<f64>,
    power_maximum: Option<f64>,
    normalized_power: Option<f64>,
    elevation_gain: Option<f64>,
    elevation_loss: Option<f64>,
    elevation_minimum: Option<f64>,
    elevation_average: Option<f64>,
    elevation_maximum: Option<f64>,
    cadence_average: Option<f64>,
    cadence_maximum: Option<f64>,
    temp_min: Option<f64>,
    temp_avg: Option<f64>,
    temp_max: Option<f64>,
    tss_actual: Option<f64>,
    #[serde(rename = "IF")]
    intensity_factor: Option<f64>,
    rpe: Option<f64>,
}

/// Reads a page of changes. A page that is full may have another after it.
pub(super) fn changed(page: &mut Page, request: &Request, response: &Response) -> Result<(), Error> {
    let changes: Changes<'_> = response.json(SLUG, request)?;
    page.each("workout", response, &changes.modified, entry);
    page.each("deleted workout", response, &changes.deleted, |page, id: i64| {
        page.deleted
            .extend([key(id).into(), RecordKey::new(SLUG, PLANNED, id.to_string()).into()]);
        Ok(())
    });
    if changes.deleted.len() + changes.modified.len() >= PAGE {
        let number = request.query.iter().find_map(|(name, value)| match value {
            Value::Text(text) if name == "page" => text.parse::<u32>().ok(),
            _ => None,
        });
        page.follow
            .push(request.with_query("page", number.unwrap_or_default() + 1));
    }
    Ok(())
}

/// Reads an answer that is one workout.
pub(super) fn one(page: &mut Page, request: &Request, response: &Response) -> Result<(), Error> {
    let found: &RawValue = response.json(SLUG, request)?;
    page.one("workout", response, found, entry);
    Ok(())
}

fn key(id: i64) -> RecordKey {
    RecordKey::new(SLUG, "workout", id.to_string())
}

/// Hours are written as decimal fractions.
fn seconds(hours: Option<f64>) -> Option<f64> {
    hours.filter(|hours| *hours > 0.0).map(|hours| hours * 3600.0)
}

fn entry(page: &mut Page, entry: Entry) -> Result<(), Reason> {
    let kind = entry.workout_type.as_deref().unwrap_or_default().to_lowercase();
    let record = entry.record()?;
    let rests = kind == "day off";
    let planned = if rests { None } else { entry.planned(sport(&kind))? };
    if planned.is_none() {
        // What was planned before is not any more.
        let mut plan = record.clone();
        plan.key.resource = PLANNED.to_owned();
        page.deleted.push(plan);
    }
    page.planned.extend(planned);
    if rests || !entry.is_done() {
        // What was taken for done before is not any more.
        page.deleted.push(record);
        return Ok(());
    }
    let (start, end) = entry.span()?;
    let mut done = Workout::new(sport(&kind));
    done.vendor_sport.clone_from(&entry.workout_type);
    done.title.clone_from(&entry.title);
    done.timer_s = seconds(entry.total_time);
    done.statistics = entry.totals.statistics(done.sport);
    let app = source(SLUG, "", "TrainingPeaks", DeviceKind::App);
    let (start, end) = (start.and_utc().fixed_offset(), end.and_utc().fixed_offset());
    let mut session = session(&app, &record, start, end, workout(done));
    session.attributes.remarks = entry.remarks();
    page.wall_clock_sessions.push(session);
    Ok(())
}

fn sport(kind: &str) -> Sport {
    match kind {
        "swim" => Sport::Swimming,
        "bike" => Sport::Cycling,
        "run" => Sport::Running,
        "walk" => Sport::Walking,
        "mtb" => Sport::MountainBiking,
        "xc-ski" => Sport::CrossCountrySkiing,
        "rowing" => Sport::Rowing,
        "brick" => Sport::Multisport,
        "x-train" => Sport::Cardio,
        "strength" => Sport::StrengthTraining,
        _ => Sport::Other,
    }
}

impl Entry {
    /// Revised when it was last changed. A time without a zone is that of TrainingPeaks, in the mountains.
    fn record(&self) -> Result<RecordVersion, Reason> {
        let Some(text) = self.last_modified_date.as_deref() else {
            return Ok(key(self.id).into());
        };
        let with_zone = text.parse::<DateTime<Utc>>().ok();
        let in_denver = || {
            let local = text.parse::<NaiveDateTime>().ok()?;
            Some(place_local(local, chrono_tz::America::Denver).at)
        };
        let changed = with_zone
            .or_else(in_denver)
            .ok_or_else(|| Reason::NotATime { text: text.to_owned() })?;
        Ok(version(SLUG, "workout", self.id.to_string(), changed))
    }

    /// Workouts that were done have been seen with `Completed` false.
    fn is_done(&self) -> bool {
        let is_some = |value: Option<f64>| value.is_some_and(|value| value > 0.0);
        self.completed == Some(true) || is_some(self.total_time) || is_some(self.totals.distance)
    }

    fn span(&self) -> Result<(NaiveDateTime, NaiveDateTime), Reason> {
        let missing = |field: &str| Reason::MissingField {
            field: field.to_owned(),
        };
        let start = self.start_time.ok_or_else(|| missing("StartTime"))?;
        let lasted = seconds(self.total_time).ok_or_else(|| missing("TotalTime"))?;
        #[expect(clippy::cast_possible_truncation, reason = "checked against a year in seconds")]
        let ms = (lasted < 3.2e7).then_some((lasted * 1000.0).round() as i64);
        let end = ms.and_then(|ms| start.checked_add_signed(TimeDelta::milliseconds(ms)));
        Ok((start, end.ok_or_else(|| missing("TotalTime"))?))
    }

    /// What is planned: for any workout with planned numbers, and for one that is not done without them.
    fn planned(&self, sport: Sport) -> Result<Option<PlannedSession>, Reason> {
        let (duration_s, distance_m) = (seconds(self.total_time_planned), self.distance_planned);
        let numbers = [duration_s, distance_m, self.tss_planned];
        if self.is_done() && numbers.iter().all(Option::is_none) {
            return Ok(None);
        }
        let date = self.workout_day.or(self.start_time_planned);
        let date = date.ok_or_else(|| Reason::MissingField {
            field: "WorkoutDay".to_owned(),
        })?;
        Ok(Some(PlannedSession {
            source: source(SLUG, "", "TrainingPeaks", DeviceKind::App),
            external_id: Some(self.id.to_string()),
            date: date.date(),
            sport,
            title: self.title.clone(),
            duration_s,
            distance_m,
            training_stress_score: self.tss_planned,
            steps: Vec::new(),
            completed_by: None,
        }))
    }

    fn remarks(&self) -> BTreeMap<String, String> {
        let number = |value: Option<f64>| value.map(|it| it.to_string());
        let tags = self.tags.as_ref().filter(|tags| !tags.is_empty());
        let remarks = [
            ("zone_assumed", Some("true".to_owned())),
            ("description", self.description.clone()),
            ("pre_activity_comment", self.pre_activity_comment.clone()),
            ("tss_method", self.tss_calculation_method.clone()),
            ("normalized_speed_m_s", number(self.normalized_speed)),
            ("torque_average_nm", number(self.torque_average)),
            ("torque_maximum_nm", number(self.torque_maximum)),
            ("feeling", number(self.feeling)),
            ("rpe_scale", self.totals.rpe.map(|_| "cr10".to_owned())),
            ("tags", tags.map(|tags| tags.join(", "))),
        ];
        let known = remarks.into_iter();
        known
            .filter_map(|(name, text)| Some((name.to_owned(), text?)))
            .collect()
    }
}

impl Totals {
    /// `Energy` is work at the pedals, in kilojoules, and not what was burned.
    fn statistics(&self, sport: Sport) -> Vec<Statistic> {
        use StatisticKind::{Max, Mean, Min, Sum};
        let cadence = match sport.spec().category {
            SportCategory::Cycling => Metric::CyclingCadence,
            _ => Metric::Cadence,
        };
        let found = [
            statistic(Metric::Distance, Sum, self.distance, "m"),
            statistic(Metric::TotalEnergy, Sum, self.calories, "kcal"),
            statistic(Metric::MechanicalWork, Sum, self.energy, "kJ"),
            statistic(Metric::Speed, Mean, self.velocity_average, "m/s"),
            statistic(Metric::Speed, Max, self.velocity_maximum, "m/s"),
            statistic(Metric::HeartRate, Min, self.heart_rate_minimum, "bpm"),
            statistic(Metric::HeartRate, Mean, self.heart_rate_average, "bpm"),
            statistic(Metric::HeartRate, Max, self.heart_rate_maximum, "bpm"),
            statistic(Metric::Power, Mean, self.power_average, "W"),
            statistic(Metric::Power, Max, self.power_maximum, "W"),
            statistic(Metric::NormalizedPower, Mean, self.normalized_power, "W"),
            statistic(Metric::ElevationGain, Sum, self.elevation_gain, "m"),
            statistic(Metric::ElevationLoss, Sum, self.elevation_loss, "m"),
            statistic(Metric::Altitude, Min, self.elevation_minimum, "m"),
            statistic(Metric::Altitude, Mean, self.elevation_average, "m"),
            statistic(Metric::Altitude, Max, self.elevation_maximum, "m"),
            statistic(cadence, Mean, self.cadence_average, "/min"),
            statistic(cadence, Max, self.cadence_maximum, "/min"),
            statistic(Metric::AmbientTemperature, Min, self.temp_min, "Cel"),
            statistic(Metric::AmbientTemperature, Mean, self.temp_avg, "Cel"),
            statistic(Metric::AmbientTemperature, Max, self.temp_max, "Cel"),
            statistic(Metric::TrainingStressScore, Sum, self.tss_actual, "{score}"),
            statistic(Metric::IntensityFactor, Mean, self.intensity_factor, "unitless"),
            statistic(Metric::PerceivedExertion, Max, self.rpe, "{score}"),
        ];
        found.into_iter().flatten().collect()
    }
}
