//! Reads activity logs: of the list, of a day, and of exports.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::{Map, Value};
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::session::{Session, Statistic, StatisticKind, Workout};
use vitasync_core::source::{Attributes, Recording};
use vitasync_core::sport::{Sport, Vendor};

use super::decode::{Written, date, fitbit, missing, record, time};
use crate::provider::{Page, RecordVersion, number, statistic, workout};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Activity {
    log_id: Value,
    #[serde(alias = "name")]
    activity_name: Option<String>,
    #[serde(alias = "activityId")]
    activity_type_id: Option<u64>,
    start_time: String,
    /// The date of logs of a day, whose time has none.
    start_date: Option<String>,
    #[serde(default, deserialize_with = "number")]
    duration: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    active_duration: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    calories: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    distance: Option<f64>,
    distance_unit: Option<String>,
    #[serde(default, deserialize_with = "number")]
    steps: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    average_heart_rate: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    elevation_gain: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    speed: Option<f64>,
    log_type: Option<String>,
    source: Option<Map<String, Value>>,
    has_gps: Option<bool>,
    /// False where the time is only when it was typed.
    has_start_time: Option<bool>,
    description: Option<String>,
    last_modified: Option<String>,
}

/// Reads an activity. Durations are milliseconds.
pub(super) fn activity(page: &mut Page, log: &Activity) -> Result<(), Reason> {
    let start = log.start()?;
    let lasted = log.duration.ok_or_else(|| missing("duration"))?;
    #[expect(clippy::cast_possible_truncation, reason = "checked against a year in milliseconds")]
    let lasted = (0.0..=3.2e10).contains(&lasted).then_some(lasted as i64);
    let lasted = lasted.ok_or_else(|| Reason::NotANumber {
        text: "duration".to_owned(),
    })?;
    let (at, offset) = match start {
        Written::Instant(at) => (at.to_utc(), Some(at.offset().local_minus_utc())),
        Written::Local(at) => (at.and_utc(), None),
    };
    let typed = log.log_type.as_deref() == Some("manual");
    let recording = if typed { Recording::Manual } else { Recording::Automatic };
    let session = Session {
        source: fitbit(recording),
        record: Some(log.version()),
        start: at,
        end: at + TimeDelta::milliseconds(lasted),
        attributes: Attributes {
            start_offset_s: offset,
            remarks: log.remarks(),
            ..Attributes::default()
        },
        detail: workout(log.workout()),
    };
    match start {
        Written::Instant(_) => page.sessions.push(session),
        Written::Local(_) => page.wall_clock_sessions.push(session),
    }
    Ok(())
}

impl Activity {
    fn start(&self) -> Result<Written, Reason> {
        match &self.start_date {
            Some(day) => Ok(Written::Local(date(day)?.and_time(time(&self.start_time)?))),
            None => Written::parse(&self.start_time),
        }
    }

    fn version(&self) -> RecordVersion {
        let changed = self.last_modified.as_deref().and_then(|text| {
            let instant = text.parse::<DateTime<Utc>>().ok();
            let export = || NaiveDateTime::parse_from_str(text, "%m/%d/%y %H:%M:%S").ok();
            instant.or_else(|| Some(export()?.and_utc()))
        });
        RecordVersion {
            revision: changed.and_then(|at| u64::try_from(at.timestamp_millis()).ok()),
            ..record("activity", self.log_id.to_string())
        }
    }

    fn workout(&self) -> Workout {
        let number = self.activity_type_id.map(|id| id.to_string());
        let sport = self.activity_name.as_deref().and_then(sport);
        let by_number = || Sport::from_vendor(Vendor::Fitbit, number.as_deref()?);
        let mut done = Workout::new(sport.or_else(by_number).unwrap_or(Sport::Other));
        done.vendor_sport = self.activity_name.clone().or(number.clone());
        done.timer_s = self.active_duration.map(|ms| ms / 1000.0);
        done.statistics = self.statistics();
        done
    }

    fn statistics(&self) -> Vec<Statistic> {
        use StatisticKind::{Mean, Sum};
        let miles = self.distance_unit.as_deref() == Some("Mile");
        let (length, speed) = if miles { ("mi", "mi/h") } else { ("km", "km/h") };
        let all = [
            statistic(Metric::TotalEnergy, Sum, self.calories, "kcal"),
            statistic(Metric::Distance, Sum, self.distance, length),
            statistic(Metric::Steps, Sum, self.steps, "steps"),
            statistic(Metric::HeartRate, Mean, self.average_heart_rate, "bpm"),
            statistic(Metric::ElevationGain, Sum, self.elevation_gain, "m"),
            statistic(Metric::Speed, Mean, self.speed, speed),
        ];
        all.into_iter().flatten().collect()
    }

    fn remarks(&self) -> std::collections::BTreeMap<String, String> {
        let device = self
            .source
            .as_ref()
            .and_then(|it| it.get("name")?.as_str().map(str::to_owned));
        let known = [
            ("activityTypeId", self.activity_type_id.map(|id| id.to_string())),
            ("description", self.description.clone()),
            ("hasGps", self.has_gps.map(|flag| flag.to_string())),
            ("hasStartTime", self.has_start_time.map(|flag| flag.to_string())),
            ("logType", self.log_type.clone()),
            ("source", device),
        ];
        let known = known
            .into_iter()
            .filter_map(|(key, value)| Some((key.to_owned(), value?)));
        known.collect()
    }
}

/// Finds a sport by Fitbit's word. Google Health took Fitbit's vocabulary over and writes it in capitals.
fn sport(name: &str) -> Option<Sport> {
    let successors = name.trim().to_uppercase().replace([' ', '-'], "_");
    Sport::from_vendor(Vendor::Fitbit, name).or_else(|| Sport::from_vendor(Vendor::GoogleHealth, &successors))
}
