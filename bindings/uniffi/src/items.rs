//! What an app reads of a phone's store, as a batch has it. The server's description of each field is in `docs/openapi.json`.

use std::collections::HashMap;
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

/// One measurement, or one object that holds several.
#[derive(Debug, Clone, PartialEq, Serialize, uniffi::Record)]
#[serde(rename_all = "camelCase")]
pub struct PushRecord {
    /// HealthKit's identifier, Health Connect's record (`HeartRateRecord`) or its name (`HEART_RATE`).
    #[serde(rename = "type")]
    pub kind: String,
    /// When it was, or began.
    #[serde(serialize_with = "rfc3339")]
    pub start_date: SystemTime,
    /// When it ended; left out for an instant.
    #[uniffi(default)]
    #[serde(serialize_with = "rfc3339_if_some")]
    pub end_date: Option<SystemTime>,
    /// The store's id. Without one, it can be neither revised nor deleted.
    #[uniffi(default)]
    pub id: Option<String>,
    /// The id of the object it is a part of, kept as a remark.
    #[uniffi(default)]
    pub parent_id: Option<String>,
    /// The store's revision: a later one is greater.
    #[uniffi(default)]
    pub revision: Option<u64>,
    /// When the store last changed it; the revision where there is no other.
    #[uniffi(default)]
    #[serde(serialize_with = "rfc3339_if_some")]
    pub last_modified: Option<SystemTime>,
    /// The offset from UTC at the place and time, `+01:00`.
    #[uniffi(default)]
    pub zone_offset: Option<String>,
    /// The offset at the end, where it is another.
    #[uniffi(default)]
    pub end_zone_offset: Option<String>,
    /// The time zone there, by its IANA name.
    #[uniffi(default)]
    pub time_zone: Option<String>,
    /// The value: a number, or a category's word.
    #[uniffi(default)]
    pub value: Option<PushValue>,
    /// The unit of the value; categories have none.
    #[uniffi(default)]
    pub unit: Option<String>,
    /// The measurements of a series, in the record's unit, instead of one value.
    #[uniffi(default)]
    pub samples: Vec<PushPoint>,
    /// What one object measured of several types, instead of one value.
    #[uniffi(default)]
    pub values: Vec<PushMeasured>,
    /// Who measured.
    #[uniffi(default)]
    pub source: Option<PushSource>,
    /// The store's remarks.
    #[uniffi(default)]
    pub metadata: HashMap<String, String>,
}

/// A number, or a word of a category.
#[derive(Debug, Clone, PartialEq, Serialize, uniffi::Enum)]
#[serde(untagged)]
pub enum PushValue {
    /// A number.
    Number(f64),
    /// A word.
    Word(String),
}

/// A measurement of a series.
#[derive(Debug, Clone, PartialEq, Serialize, uniffi::Record)]
#[serde(rename_all = "camelCase")]
pub struct PushPoint {
    /// When.
    #[serde(serialize_with = "rfc3339")]
    pub time: SystemTime,
    /// How much, in the record's unit.
    pub value: f64,
}

/// What an object measured of one type.
#[derive(Debug, Clone, PartialEq, Serialize, uniffi::Record)]
#[serde(rename_all = "camelCase")]
pub struct PushMeasured {
    /// The type, or the field of the object's type (`systolic` of a `BloodPressureRecord`).
    #[serde(rename = "type")]
    pub kind: String,
    /// How much.
    pub value: f64,
    /// The unit.
    #[uniffi(default)]
    pub unit: Option<String>,
}

/// Who measured, as the store describes it.
#[derive(Debug, Clone, PartialEq, Serialize, uniffi::Record)]
#[serde(rename_all = "camelCase")]
pub struct PushSource {
    /// The package that wrote it (Android).
    #[uniffi(default)]
    pub app_id: Option<String>,
    /// The source's name, as the store shows it.
    #[uniffi(default)]
    pub name: Option<String>,
    /// The bundle that wrote it (iOS).
    #[uniffi(default)]
    pub bundle_identifier: Option<String>,
    /// The hardware the writer ran on, `Watch6,2`.
    #[uniffi(default)]
    pub product_type: Option<String>,
    /// The device's name.
    #[uniffi(default)]
    pub device_name: Option<String>,
    /// The device's maker.
    #[uniffi(default)]
    pub device_manufacturer: Option<String>,
    /// `phone`, `watch`, `scale`, `ring`, `fitness_band`, `chest_strap`, ….
    #[uniffi(default)]
    pub device_type: Option<String>,
    /// The device's model.
    #[uniffi(default)]
    pub device_model: Option<String>,
    /// The revision of the device's hardware.
    #[uniffi(default)]
    pub device_hardware_version: Option<String>,
    /// `active`, `automatic`, `manual` or `unknown`.
    #[uniffi(default)]
    pub recording_method: Option<String>,
}

/// A night with its stages, or one stretch of one stage.
#[derive(Debug, Clone, PartialEq, Serialize, uniffi::Record)]
#[serde(rename_all = "camelCase")]
pub struct PushSleep {
    /// When it was, or began.
    #[serde(serialize_with = "rfc3339")]
    pub start_date: SystemTime,
    /// When it ended.
    #[serde(serialize_with = "rfc3339")]
    pub end_date: SystemTime,
    /// The store's id. Without one, it can be neither revised nor deleted.
    #[uniffi(default)]
    pub id: Option<String>,
    /// The id of the object it is a part of, kept as a remark.
    #[uniffi(default)]
    pub parent_id: Option<String>,
    /// The store's revision: a later one is greater.
    #[uniffi(default)]
    pub revision: Option<u64>,
    /// When the store last changed it; the revision where there is no other.
    #[uniffi(default)]
    #[serde(serialize_with = "rfc3339_if_some")]
    pub last_modified: Option<SystemTime>,
    /// The offset from UTC at the place and time, `+01:00`.
    #[uniffi(default)]
    pub zone_offset: Option<String>,
    /// The offset at the end, where it is another.
    #[uniffi(default)]
    pub end_zone_offset: Option<String>,
    /// The time zone there, by its IANA name.
    #[uniffi(default)]
    pub time_zone: Option<String>,
    /// The stage of a stretch: `in_bed`, `awake`, `light`, `deep`, `rem`, `sleeping`, or the store's own word.
    #[uniffi(default)]
    pub stage: Option<String>,
    /// The stages of a night.
    #[uniffi(default)]
    pub stages: Vec<PushSleepStage>,
    /// The title a person gave it.
    #[uniffi(default)]
    pub title: Option<String>,
    /// What a person wrote about it, kept as a remark.
    #[uniffi(default)]
    pub notes: Option<String>,
    /// Who measured.
    #[uniffi(default)]
    pub source: Option<PushSource>,
    /// The store's remarks.
    #[uniffi(default)]
    pub metadata: HashMap<String, String>,
}

/// One stretch of one stage of a night.
#[derive(Debug, Clone, PartialEq, Serialize, uniffi::Record)]
#[serde(rename_all = "camelCase")]
pub struct PushSleepStage {
    /// The stage.
    pub stage: String,
    /// When it was, or began.
    #[serde(serialize_with = "rfc3339")]
    pub start_date: SystemTime,
    /// When it ended.
    #[serde(serialize_with = "rfc3339")]
    pub end_date: SystemTime,
}

/// A workout.
#[derive(Debug, Clone, PartialEq, Serialize, uniffi::Record)]
#[serde(rename_all = "camelCase")]
pub struct PushWorkout {
    /// The sport, by the store's name or number.
    #[serde(rename = "type")]
    pub kind: PushValue,
    /// When it was, or began.
    #[serde(serialize_with = "rfc3339")]
    pub start_date: SystemTime,
    /// When it ended.
    #[serde(serialize_with = "rfc3339")]
    pub end_date: SystemTime,
    /// The store's id. Without one, it can be neither revised nor deleted.
    #[uniffi(default)]
    pub id: Option<String>,
    /// The id of the object it is a part of, kept as a remark.
    #[uniffi(default)]
    pub parent_id: Option<String>,
    /// The store's revision: a later one is greater.
    #[uniffi(default)]
    pub revision: Option<u64>,
    /// When the store last changed it; the revision where there is no other.
    #[uniffi(default)]
    #[serde(serialize_with = "rfc3339_if_some")]
    pub last_modified: Option<SystemTime>,
    /// The offset from UTC at the place and time, `+01:00`.
    #[uniffi(default)]
    pub zone_offset: Option<String>,
    /// The offset at the end, where it is another.
    #[uniffi(default)]
    pub end_zone_offset: Option<String>,
    /// The time zone there, by its IANA name.
    #[uniffi(default)]
    pub time_zone: Option<String>,
    /// The title a person gave it.
    #[uniffi(default)]
    pub title: Option<String>,
    /// What a person wrote about it, kept as a remark.
    #[uniffi(default)]
    pub notes: Option<String>,
    /// The timer's time without pauses, in seconds.
    #[uniffi(default)]
    pub duration: Option<f64>,
    /// Totals, means and extremes by their names: `distance`, `activeEnergyBurned`, `averageHeartRate`, ….
    #[uniffi(default)]
    pub values: Vec<PushMeasured>,
    /// HealthKit's statistics.
    #[uniffi(default)]
    pub statistics: Vec<PushStatistic>,
    /// Pauses and other marks, laps and segments.
    #[uniffi(default)]
    pub events: Vec<PushEvent>,
    /// Parts of a multisport workout.
    #[uniffi(default)]
    pub activities: Vec<PushActivity>,
    /// The way that was taken.
    #[uniffi(default)]
    pub route: Vec<PushRoutePoint>,
    /// Who measured.
    #[uniffi(default)]
    pub source: Option<PushSource>,
    /// The store's remarks.
    #[uniffi(default)]
    pub metadata: HashMap<String, String>,
}

/// Numbers that sum up a workout.
#[derive(Debug, Clone, PartialEq, Serialize, uniffi::Record)]
#[serde(rename_all = "camelCase")]
pub struct PushStatistic {
    /// The type of the samples it sums up.
    #[serde(rename = "type")]
    pub kind: String,
    /// The unit.
    #[uniffi(default)]
    pub unit: Option<String>,
    /// The total.
    #[uniffi(default)]
    pub sum: Option<f64>,
    /// The mean.
    #[uniffi(default)]
    pub average: Option<f64>,
    /// The least value.
    #[uniffi(default)]
    pub minimum: Option<f64>,
    /// The greatest value.
    #[uniffi(default)]
    pub maximum: Option<f64>,
}

/// A mark on a workout's timeline, or with an end a lap or segment.
#[derive(Debug, Clone, PartialEq, Serialize, uniffi::Record)]
#[serde(rename_all = "camelCase")]
pub struct PushEvent {
    /// `pause`, `resume`, `lap`, `segment`, `marker`, …, or HealthKit's `HKWorkoutEventTypePause`.
    #[serde(rename = "type")]
    pub kind: String,
    /// When it was, or began.
    #[serde(serialize_with = "rfc3339")]
    pub start_date: SystemTime,
    /// When it ended; left out for an instant.
    #[uniffi(default)]
    #[serde(serialize_with = "rfc3339_if_some")]
    pub end_date: Option<SystemTime>,
    /// The store's remarks.
    #[uniffi(default)]
    pub metadata: HashMap<String, String>,
}

/// One part of a multisport workout.
#[derive(Debug, Clone, PartialEq, Serialize, uniffi::Record)]
#[serde(rename_all = "camelCase")]
pub struct PushActivity {
    /// The store's id.
    #[uniffi(default)]
    pub id: Option<String>,
    /// The sport, where it is another than the whole's.
    #[uniffi(default)]
    #[serde(rename = "type")]
    pub kind: Option<PushValue>,
    /// When it was, or began.
    #[serde(serialize_with = "rfc3339")]
    pub start_date: SystemTime,
    /// When it ended.
    #[serde(serialize_with = "rfc3339")]
    pub end_date: SystemTime,
    /// The timer's time without pauses, in seconds.
    #[uniffi(default)]
    pub duration: Option<f64>,
    /// HealthKit's statistics.
    #[uniffi(default)]
    pub statistics: Vec<PushStatistic>,
}

/// A point of a route.
#[derive(Debug, Clone, PartialEq, Serialize, uniffi::Record)]
#[serde(rename_all = "camelCase")]
pub struct PushRoutePoint {
    /// When.
    #[serde(serialize_with = "rfc3339")]
    pub time: SystemTime,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Metres above sea level.
    #[uniffi(default)]
    pub altitude: Option<f64>,
    /// Metres per second; a negative one is not known.
    #[uniffi(default)]
    pub speed: Option<f64>,
    /// Degrees from north; a negative one is not known.
    #[uniffi(default)]
    pub course: Option<f64>,
    /// Metres; a negative one is not known.
    #[uniffi(default)]
    pub horizontal_accuracy: Option<f64>,
}

/// Writes an item as a batch has it. What is not said is left out: that keeps bodies short.
///
/// # Errors
///
/// Where a time is none that can be written.
pub(crate) fn write<T: Serialize>(item: &T) -> serde_json::Result<Box<RawValue>> {
    let mut item = serde_json::to_value(item)?;
    leave_out_empty(&mut item);
    to_raw_value(&item)
}

fn leave_out_empty(value: &mut Value) {
    let is_empty = |value: &Value| match value {
        Value::Null => true,
        Value::Array(list) => list.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    };
    match value {
        Value::Array(list) => list.iter_mut().for_each(leave_out_empty),
        Value::Object(fields) => {
            fields.values_mut().for_each(leave_out_empty);
            fields.retain(|_, value| !is_empty(value));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn rfc3339<S: Serializer>(at: &SystemTime, to: S) -> Result<S::Ok, S::Error> {
    let at = instant(*at).ok_or_else(|| S::Error::custom("a time is out of range"))?;
    to.serialize_str(&at.to_rfc3339_opts(SecondsFormat::AutoSi, true))
}

fn rfc3339_if_some<S: Serializer>(at: &Option<SystemTime>, to: S) -> Result<S::Ok, S::Error> {
    match at {
        Some(at) => rfc3339(at, to),
        None => to.serialize_none(),
    }
}

/// Reads a moment; none where it is beyond all calendars.
pub(crate) fn instant(at: SystemTime) -> Option<DateTime<Utc>> {
    let since = match at.duration_since(UNIX_EPOCH) {
        Ok(after) => TimeDelta::from_std(after).ok()?,
        Err(before) => -TimeDelta::from_std(before.duration()).ok()?,
    };
    DateTime::UNIX_EPOCH.checked_add_signed(since)
}
