//! The forms of samples on the wire.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Serialize, Serializer};
use utoipa::ToSchema;
use vitasync_core::sleep_stage::SleepStage;
use vitasync_core::{Metric, Source};

use crate::http::wire::{Instant, date};
use crate::service::health::SampleRow;
use crate::vocabulary::{Asked, Face};

/// A number; whole ones are written without a point.
#[derive(Debug, Clone, Copy, PartialEq, ToSchema)]
#[schema(value_type = f64, example = 9842)]
pub(in crate::http) struct Number(pub(in crate::http) f64);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        // Every whole number below 2^53 is exact in both types.
        if self.0.fract() == 0.0 && self.0.abs() < 9_007_199_254_740_992.0 {
            #[expect(clippy::cast_possible_truncation, reason = "it is whole and in range")]
            let whole = self.0 as i64;
            out.serialize_i64(whole)
        } else {
            out.serialize_f64(self.0)
        }
    }
}

/// One value as its source gave it, in the documented unit.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::http) struct Sample<'a> {
    /// The id: 26 characters derived from what it is. No route finds a sample by it.
    #[schema(example = "5QF7M3T9K2ZB8N4W6X1C0D5E7G")]
    id: String,
    /// Whose it is.
    #[schema(example = "01JXS7N3R8A1B2C3D4E5F6G7H8")]
    user_id: &'a str,
    /// The slug of the provider; the same as `source`.
    #[schema(example = "apple_health")]
    provider_id: &'a str,
    /// The documented name of the metric, or its exact id where it has none.
    #[schema(example = "heart_rate_variability")]
    metric_type: &'static str,
    /// The exact id of the metric.
    #[schema(example = "heart_rate_variability_sdnn")]
    metric: &'static str,
    /// The value, in `unit`; of a category its code.
    value: Number,
    /// The word for the unit; `null` for a category.
    #[schema(example = "ms")]
    unit: Option<&'static str>,
    /// The UCUM code of the unit; `null` for a category and where UCUM has none.
    #[schema(example = "ms")]
    unit_code: Option<&'static str>,
    /// When it was, or began.
    recorded_at: Instant,
    /// When it ended, exclusive; the same as `recordedAt` for a point in time.
    end_at: Instant,
    /// The civil date on which it began, where it was recorded.
    #[serde(serialize_with = "date")]
    local_date: NaiveDate,
    /// The offset from UTC where it was recorded, in seconds east.
    #[schema(example = 7200)]
    utc_offset_seconds: i32,
    /// How the local time is known: `utc_offset`, `utc_zone`, `utc_only`, `local_only_resolved` or `date_only`.
    #[schema(example = "utc_offset")]
    time_basis: &'static str,
    /// The slug of the provider.
    #[schema(example = "apple_health")]
    source: &'a str,
    /// The name of the device or app, as the provider spells it.
    #[schema(example = "Ada’s Watch")]
    source_name: &'a str,
    /// What measured.
    device: &'a Device,
    /// How the value came about: `automatic`, `active`, `manual` or `unknown`.
    #[schema(example = "automatic")]
    recording_method: &'static str,
    /// What a category's code means; `null` for numbers.
    data: Option<Category>,
    /// The provider's own remarks, by its own keys.
    metadata: &'a BTreeMap<String, String>,
}

/// What measured.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::http) struct Device {
    /// The kind: `watch`, `phone`, `ring`, …, or `unknown`.
    #[schema(example = "watch")]
    kind: &'static str,
    /// The maker.
    #[schema(example = "Apple Inc.")]
    manufacturer: Option<String>,
    /// The model.
    #[schema(example = "Watch")]
    model: Option<String>,
    /// The hardware revision.
    #[schema(example = "Watch6,2")]
    hardware: Option<String>,
}

/// What a category's code means.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::http) struct Category {
    /// The word of the vocabulary.
    #[schema(example = "deep")]
    category: &'static str,
}

impl From<&Source> for Device {
    fn from(source: &Source) -> Self {
        Self {
            kind: source.device_kind.id(),
            manufacturer: source.device.manufacturer.clone(),
            model: source.device.model.clone(),
            hardware: source.device.hardware.clone(),
        }
    }
}

/// Writes the samples of one answer.
pub(super) struct Samples<'a> {
    user: &'a str,
    faces: HashMap<Metric, Face>,
    /// The few sources of the answer, with what each was measured by.
    devices: Vec<(&'a Arc<Source>, Device)>,
}

impl<'a> Samples<'a> {
    /// Prepares to write rows of a user, in the words of what was asked for.
    pub(super) fn new(user: &'a str, asked: &[Asked], rows: &'a [SampleRow]) -> Self {
        let (mut faces, mut devices) = (HashMap::new(), Vec::<(&Arc<Source>, Device)>::new());
        for row in rows {
            faces.entry(row.metric).or_insert_with(|| Face::of(row.metric, asked));
            if !devices.iter().any(|(known, _)| Arc::ptr_eq(known, &row.source)) {
                devices.push((&row.source, row.source.as_ref().into()));
            }
        }
        Self { user, faces, devices }
    }

    /// Writes one of the rows.
    pub(super) fn write(&'a self, row: &'a SampleRow) -> Sample<'a> {
        let face = &self.faces[&row.metric];
        let mut devices = self.devices.iter();
        let (source, device) = devices
            .find(|(known, _)| Arc::ptr_eq(known, &row.source))
            .expect("the sources of all rows are there");
        Sample {
            id: row.id.to_string(),
            user_id: self.user,
            provider_id: &source.key.provider,
            metric_type: face.metric_type,
            metric: row.metric.id(),
            value: Number(face.value(row.value)),
            unit: face.unit,
            unit_code: face.unit_code,
            recorded_at: Instant(row.start),
            end_at: Instant(row.end),
            local_date: row.local_date,
            utc_offset_seconds: row.utc_offset_s,
            time_basis: row.time_basis.id(),
            source: &source.key.provider,
            source_name: &source.name,
            device,
            recording_method: source.key.recording.id(),
            data: category(row.metric, row.value),
            metadata: &row.attributes.remarks,
        }
    }
}

/// Tells what a value means, where it is a code.
pub(super) fn category(metric: Metric, value: f64) -> Option<Category> {
    let stage = (metric == Metric::SleepStage).then(|| SleepStage::from_value(value))??;
    Some(Category { category: stage.id() })
}
