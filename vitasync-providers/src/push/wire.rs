//! The body of a push: what an app sends.
//!
//! Items are taken as text first, so that one that is wrong does not make the batch unreadable. A field that does not
//! exist is an error, of the item or of the envelope: nothing an app says is passed over in silence. Times are RFC 3339.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::text::{Scalar, Text};

/// One push of one phone.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = PushBatch))]
pub struct Batch<'a> {
    /// Names the batch. Sent again under the same id, it has no effect and is answered as before; another body under the
    /// same id is 409. Without one, the server makes it up.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, max_length = 128, example = "5d0f6a0e-9a0b-4c0e-8a51-6a1f4f5c2b11"))]
    pub batch_id: Option<Text<'a>>,
    /// Whose store it comes from.
    pub provider: Platform,
    /// Names the phone's installation of the app. Anchors and sequences are each phone's own.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, max_length = 128, example = "iphone-7f3a"))]
    pub device_id: Option<Text<'a>>,
    /// Names one of several streams of a phone that are counted apart, such as a backfill.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, max_length = 128, example = "live"))]
    pub stream: Option<Text<'a>>,
    /// Counts the batches of a phone's stream: 1, 2, 3, …. A gap is 409 with the number that was expected.
    #[cfg_attr(feature = "schema", schema(minimum = 1, example = 17))]
    pub sequence: Option<u64>,
    /// The version of the app's library.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub sdk_version: Option<Text<'a>>,
    /// When the phone sent it.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = DateTime))]
    pub sync_timestamp: Option<Text<'a>>,
    /// How far the phone has read its store, by type: whatever it needs to go on from there, given back as it is.
    #[serde(borrow, default)]
    #[cfg_attr(feature = "schema", schema(value_type = BTreeMap<String, String>, example = json!({"HKQuantityTypeIdentifierHeartRate": "YnBsaXN0MDA="})))]
    pub anchors: BTreeMap<Text<'a>, Text<'a>>,
    /// What has changed in the store.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Data<'static>))]
    pub data: Data<'a>,
}

/// Whose store a batch comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = PushPlatform))]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    /// HealthKit on an iPhone. Also read under `apple` and `healthkit`.
    #[serde(alias = "apple", alias = "healthkit")]
    AppleHealth,
    /// Health Connect on Android. Also read under `google`.
    #[serde(alias = "google")]
    HealthConnect,
    /// Samsung Health on Android. Also read under `samsung`.
    #[serde(alias = "samsung")]
    SamsungHealth,
}

impl Platform {
    /// Gives the slug of the provider.
    pub fn slug(self) -> &'static str {
        match self {
            Self::AppleHealth => "apple_health",
            Self::HealthConnect => "health_connect",
            Self::SamsungHealth => "samsung_health",
        }
    }
}

/// What has changed in a phone's store.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = PushData))]
pub struct Data<'a> {
    /// Measurements.
    #[serde(borrow, default)]
    #[cfg_attr(feature = "schema", schema(value_type = Vec<Record<'static>>))]
    pub records: Vec<&'a RawValue>,
    /// Nights, or single stretches of sleep stages.
    #[serde(borrow, default)]
    #[cfg_attr(feature = "schema", schema(value_type = Vec<Sleep<'static>>))]
    pub sleep: Vec<&'a RawValue>,
    /// Workouts.
    #[serde(borrow, default)]
    #[cfg_attr(feature = "schema", schema(value_type = Vec<Workout<'static>>))]
    pub workouts: Vec<&'a RawValue>,
    /// Objects the store has deleted.
    #[serde(borrow, default)]
    #[cfg_attr(feature = "schema", schema(value_type = Vec<Deletion<'static>>))]
    pub deletions: Vec<&'a RawValue>,
    /// Spans of which the batch holds everything there is.
    #[serde(borrow, default)]
    #[cfg_attr(feature = "schema", schema(value_type = Vec<CompleteWindow<'static>>))]
    pub windows: Vec<&'a RawValue>,
}

/// One measurement, or one object that holds several.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = PushRecord))]
pub struct Record<'a> {
    /// The store's id. Without one, the record can be neither revised nor deleted.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub id: Option<Text<'a>>,
    /// The id of the object it is a part of, kept as a remark.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub parent_id: Option<Text<'a>>,
    /// The store's revision: a later one is greater.
    pub revision: Option<u64>,
    /// When the store last changed it; the revision where there is no other.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = DateTime))]
    pub last_modified: Option<Text<'a>>,
    /// HealthKit's identifier, Health Connect's record (`HeartRateRecord`) or its name (`HEART_RATE`).
    #[serde(borrow, rename = "type")]
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "HKQuantityTypeIdentifierHeartRate"))]
    pub kind: Text<'a>,
    /// When it was, or began. Also read under `startTime` and `time`.
    #[serde(borrow, alias = "startTime", alias = "time")]
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub start_date: Text<'a>,
    /// When it ended; left out for an instant. Also read under `endTime`.
    #[serde(borrow, alias = "endTime")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = DateTime))]
    pub end_date: Option<Text<'a>>,
    /// The offset from UTC at the place and time, `+01:00`.
    #[serde(borrow, alias = "startZoneOffset")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, example = "+01:00"))]
    pub zone_offset: Option<Text<'a>>,
    /// The offset at the end, where it is another.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub end_zone_offset: Option<Text<'a>>,
    /// The time zone there, by its IANA name.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, example = "Europe/Berlin"))]
    pub time_zone: Option<Text<'a>>,
    /// The value: a number, or a category's word.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<f64>))]
    pub value: Option<Scalar<'a>>,
    /// The unit of the value; categories have none.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, example = "count/min"))]
    pub unit: Option<Text<'a>>,
    /// The measurements of a series, in the record's unit, instead of one value.
    #[serde(borrow, default)]
    #[cfg_attr(feature = "schema", schema(value_type = Vec<Point<'static>>))]
    pub samples: Vec<Point<'a>>,
    /// What one object measured of several types, such as a blood pressure or a meal, instead of one value.
    #[serde(borrow, default)]
    #[cfg_attr(feature = "schema", schema(value_type = Vec<Measured<'static>>))]
    pub values: Vec<Measured<'a>>,
    /// Who measured.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<SourceDescription<'static>>))]
    pub source: Option<&'a RawValue>,
    /// The store's remarks.
    #[serde(borrow, default)]
    #[cfg_attr(feature = "schema", schema(value_type = BTreeMap<String, serde_json::Value>))]
    pub metadata: BTreeMap<Text<'a>, Scalar<'a>>,
}

/// A measurement of a series.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = PushPoint))]
pub struct Point<'a> {
    /// When.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub time: Text<'a>,
    /// How much, in the record's unit.
    pub value: f64,
}

/// What an object measured of one type.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = PushMeasured))]
pub struct Measured<'a> {
    /// The type, or the field of the object's type (`systolic` of a `BloodPressureRecord`).
    #[serde(borrow, rename = "type")]
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "systolic"))]
    pub kind: Text<'a>,
    /// How much.
    pub value: f64,
    /// The unit.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, example = "mmHg"))]
    pub unit: Option<Text<'a>>,
}

/// Who measured, as the store describes it.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = PushSource))]
pub struct SourceDescription<'a> {
    /// The package that wrote it (Android).
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, example = "com.fitbit.FitbitMobile"))]
    pub app_id: Option<Text<'a>>,
    /// The source's name, as the store shows it.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, example = "Ann's Apple Watch"))]
    pub name: Option<Text<'a>>,
    /// The bundle that wrote it (iOS).
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, example = "com.apple.health.9F2A"))]
    pub bundle_identifier: Option<Text<'a>>,
    /// The version of the writing app. Read and not kept: it changes without the source being another.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub version: Option<Text<'a>>,
    /// The hardware the writer ran on, `Watch6,2`.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, example = "Watch6,2"))]
    pub product_type: Option<Text<'a>>,
    /// The version of the system. Read and not kept.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<BTreeMap<String, u32>>))]
    pub operating_system_version: Option<&'a RawValue>,
    /// The store's id of the device. Read and not kept.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub device_id: Option<Text<'a>>,
    /// The device's name.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, example = "Apple Watch"))]
    pub device_name: Option<Text<'a>>,
    /// The device's maker.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, example = "Apple Inc."))]
    pub device_manufacturer: Option<Text<'a>>,
    /// `phone`, `watch`, `scale`, `ring`, `fitness_band`, `chest_strap`, ….
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, example = "watch"))]
    pub device_type: Option<Text<'a>>,
    /// The device's model.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, example = "Watch"))]
    pub device_model: Option<Text<'a>>,
    /// The revision of the device's hardware.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub device_hardware_version: Option<Text<'a>>,
    /// The version of the device's software. Read and not kept.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub device_software_version: Option<Text<'a>>,
    /// `active`, `automatic`, `manual` or `unknown`.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, example = "automatic"))]
    pub recording_method: Option<Text<'a>>,
}

/// A night with its stages, or one stretch of one stage.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = PushSleep))]
pub struct Sleep<'a> {
    /// The store's id.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub id: Option<Text<'a>>,
    /// The id of the night a stretch is a part of, kept as a remark.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub parent_id: Option<Text<'a>>,
    /// The store's revision: a later one is greater.
    pub revision: Option<u64>,
    /// When the store last changed it; the revision where there is no other.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = DateTime))]
    pub last_modified: Option<Text<'a>>,
    /// The stage of a stretch: `in_bed`, `awake`, `light`, `deep`, `rem`, `sleeping`, or the store's own word or number.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, example = "deep"))]
    pub stage: Option<Scalar<'a>>,
    /// The stages of a night, instead of one.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<Vec<SleepStage<'static>>>))]
    pub stages: Option<Vec<SleepStage<'a>>>,
    /// When it began. Also read under `startTime`.
    #[serde(borrow, alias = "startTime")]
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub start_date: Text<'a>,
    /// When it ended. Also read under `endTime`.
    #[serde(borrow, alias = "endTime")]
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub end_date: Text<'a>,
    /// The offset from UTC at the place and time, `+01:00`.
    #[serde(borrow, alias = "startZoneOffset")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, example = "+01:00"))]
    pub zone_offset: Option<Text<'a>>,
    /// The offset at the end, where it is another.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub end_zone_offset: Option<Text<'a>>,
    /// The time zone there, by its IANA name.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, example = "Europe/Berlin"))]
    pub time_zone: Option<Text<'a>>,
    /// The title a person gave it, kept as a remark.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub title: Option<Text<'a>>,
    /// What a person wrote about it, kept as a remark.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub notes: Option<Text<'a>>,
    /// Who measured.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<SourceDescription<'static>>))]
    pub source: Option<&'a RawValue>,
    /// The store's remarks.
    #[serde(borrow, default)]
    #[cfg_attr(feature = "schema", schema(value_type = BTreeMap<String, serde_json::Value>))]
    pub metadata: BTreeMap<Text<'a>, Scalar<'a>>,
}

/// One stretch of one stage of a night.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = PushSleepStage))]
pub struct SleepStage<'a> {
    /// The stage.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "deep"))]
    pub stage: Scalar<'a>,
    /// When it began.
    #[serde(borrow, alias = "startTime")]
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub start_date: Text<'a>,
    /// When it ended.
    #[serde(borrow, alias = "endTime")]
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub end_date: Text<'a>,
}

/// A workout.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = PushWorkout))]
pub struct Workout<'a> {
    /// The store's id. A workout without one can be neither revised nor deleted.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub id: Option<Text<'a>>,
    /// The id of the object it is a part of, kept as a remark.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub parent_id: Option<Text<'a>>,
    /// The store's revision: a later one is greater.
    pub revision: Option<u64>,
    /// When the store last changed it; the revision where there is no other.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = DateTime))]
    pub last_modified: Option<Text<'a>>,
    /// The sport, by the store's name or number.
    #[serde(borrow, rename = "type")]
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "running"))]
    pub kind: Scalar<'a>,
    /// When it began. Also read under `startTime`.
    #[serde(borrow, alias = "startTime")]
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub start_date: Text<'a>,
    /// When it ended. Also read under `endTime`.
    #[serde(borrow, alias = "endTime")]
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub end_date: Text<'a>,
    /// The offset from UTC at the place and time, `+01:00`.
    #[serde(borrow, alias = "startZoneOffset")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, example = "+01:00"))]
    pub zone_offset: Option<Text<'a>>,
    /// The offset at the end, where it is another.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub end_zone_offset: Option<Text<'a>>,
    /// The time zone there, by its IANA name.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, example = "Europe/Berlin"))]
    pub time_zone: Option<Text<'a>>,
    /// The title a person gave it.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub title: Option<Text<'a>>,
    /// What a person wrote about it, kept as a remark.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub notes: Option<Text<'a>>,
    /// The timer's time without pauses, in seconds.
    pub duration: Option<f64>,
    /// Totals, means and extremes by their names: `distance`, `activeEnergyBurned`, `averageHeartRate`, ….
    #[serde(borrow, default)]
    #[cfg_attr(feature = "schema", schema(value_type = Vec<Measured<'static>>))]
    pub values: Vec<Measured<'a>>,
    /// HealthKit's statistics.
    #[serde(borrow, default)]
    #[cfg_attr(feature = "schema", schema(value_type = Vec<Statistic<'static>>))]
    pub statistics: Vec<Statistic<'a>>,
    /// Pauses and other marks, laps and segments.
    #[serde(borrow, default)]
    #[cfg_attr(feature = "schema", schema(value_type = Vec<Event<'static>>))]
    pub events: Vec<Event<'a>>,
    /// Parts of a multisport workout.
    #[serde(borrow, default)]
    #[cfg_attr(feature = "schema", schema(value_type = Vec<Activity<'static>>))]
    pub activities: Vec<Activity<'a>>,
    /// The way that was taken.
    #[serde(borrow, default)]
    #[cfg_attr(feature = "schema", schema(value_type = Vec<RoutePoint<'static>>))]
    pub route: Vec<RoutePoint<'a>>,
    /// Who measured.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<SourceDescription<'static>>))]
    pub source: Option<&'a RawValue>,
    /// The store's remarks.
    #[serde(borrow, default)]
    #[cfg_attr(feature = "schema", schema(value_type = BTreeMap<String, serde_json::Value>))]
    pub metadata: BTreeMap<Text<'a>, Scalar<'a>>,
}

/// Numbers that sum up a workout.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = PushStatistic))]
pub struct Statistic<'a> {
    /// The type of the samples it sums up.
    #[serde(borrow, rename = "type")]
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "HKQuantityTypeIdentifierHeartRate"))]
    pub kind: Text<'a>,
    /// The unit.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, example = "count/min"))]
    pub unit: Option<Text<'a>>,
    /// The total.
    pub sum: Option<f64>,
    /// The mean.
    pub average: Option<f64>,
    /// The least value.
    pub minimum: Option<f64>,
    /// The greatest value.
    pub maximum: Option<f64>,
}

/// A mark on a workout's timeline, or with an end a lap or segment.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = PushEvent))]
pub struct Event<'a> {
    /// `pause`, `resume`, `lap`, `segment`, `marker`, …, or HealthKit's `HKWorkoutEventTypePause`.
    #[serde(borrow, rename = "type")]
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "pause"))]
    pub kind: Text<'a>,
    /// When it was, or began. Also read under `date` and `startTime`.
    #[serde(borrow, alias = "date", alias = "startTime")]
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub start_date: Text<'a>,
    /// When a lap or segment ended. Also read under `endTime`.
    #[serde(borrow, alias = "endTime")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = DateTime))]
    pub end_date: Option<Text<'a>>,
    /// The store's remarks.
    #[serde(borrow, default)]
    #[cfg_attr(feature = "schema", schema(value_type = BTreeMap<String, serde_json::Value>))]
    pub metadata: BTreeMap<Text<'a>, Scalar<'a>>,
}

/// A part of a multisport workout.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = PushActivity))]
pub struct Activity<'a> {
    /// The store's id.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub id: Option<Text<'a>>,
    /// The sport, where it is another than the whole's.
    #[serde(borrow, rename = "type")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, example = "cycling"))]
    pub kind: Option<Scalar<'a>>,
    /// When it began.
    #[serde(borrow, alias = "startTime")]
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub start_date: Text<'a>,
    /// When it ended.
    #[serde(borrow, alias = "endTime")]
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub end_date: Text<'a>,
    /// The timer's time without pauses, in seconds.
    pub duration: Option<f64>,
    /// HealthKit's statistics.
    #[serde(borrow, default)]
    #[cfg_attr(feature = "schema", schema(value_type = Vec<Statistic<'static>>))]
    pub statistics: Vec<Statistic<'a>>,
}

/// A point of a route.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = PushRoutePoint))]
pub struct RoutePoint<'a> {
    /// When. Also read under `timestamp`.
    #[serde(borrow, alias = "timestamp")]
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub time: Text<'a>,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Metres above sea level.
    pub altitude: Option<f64>,
    /// Metres per second; a negative one is not known.
    pub speed: Option<f64>,
    /// Degrees from north; a negative one is not known.
    pub course: Option<f64>,
    /// Metres; a negative one is not known.
    pub horizontal_accuracy: Option<f64>,
}

/// An object that the store has deleted.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = PushDeletion))]
pub struct Deletion<'a> {
    /// The store's id.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub id: Text<'a>,
    /// The type it had. Not needed: ids are unique in a store.
    #[serde(borrow, rename = "type")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub kind: Option<Text<'a>>,
    /// The revision the deletion has, where the store numbers deletions too.
    pub revision: Option<u64>,
}

/// Says that the batch holds every object of a type that the store has in a span. What was pushed of it before and is not
/// in the batch has been deleted.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = PushWindow))]
pub struct CompleteWindow<'a> {
    /// The type of the objects.
    #[serde(borrow, rename = "type")]
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "HKQuantityTypeIdentifierStepCount"))]
    pub kind: Text<'a>,
    /// The first instant.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub from: Text<'a>,
    /// The first instant after it.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub to: Text<'a>,
}

impl<'a> Batch<'a> {
    /// Reads the envelope of a body and leaves its items for [`decode`](Self::decode).
    ///
    /// ```
    /// use vitasync_providers::push::{Batch, Platform};
    ///
    /// let batch = Batch::read(br#"{"provider": "apple", "data": {"records": [{"type": 7}]}}"#)?;
    /// assert_eq!((batch.provider, batch.items()), (Platform::AppleHealth, 1));
    ///
    /// let wrong = Batch::read(br#"{"provider": "apple", "data": {"records": 7}}"#).unwrap_err();
    /// assert_eq!(wrong.path().to_string(), "data.records");
    /// # Ok::<(), serde_path_to_error::Error<serde_json::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What is wrong with it, and at which field.
    pub fn read(body: &'a [u8]) -> Result<Self, serde_path_to_error::Error<serde_json::Error>> {
        let mut reader = serde_json::Deserializer::from_slice(body);
        let batch = serde_path_to_error::deserialize(&mut reader)?;
        let path = serde_path_to_error::Track::new().path();
        reader
            .end()
            .map_err(|error| serde_path_to_error::Error::new(path, error))?;
        Ok(batch)
    }

    /// Counts what is in it.
    pub fn items(&self) -> usize {
        let data = &self.data;
        data.records.len() + data.sleep.len() + data.workouts.len() + data.deletions.len() + data.windows.len()
    }
}
