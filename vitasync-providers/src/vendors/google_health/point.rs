//! Reads what all data points share: times, and who measured.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use vitasync_core::error::Reason;
use vitasync_core::source::{Device, DeviceKind, Recording, Revision, Source, SourceKey};
use vitasync_core::time::ReadingTime;

use super::SLUG;

/// A data point of any type, listed (`name`) or reconciled (`dataPointName`).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Point {
    pub(super) name: Option<String>,
    pub(super) data_point_name: Option<String>,
    pub(super) data_source: Option<DataSource>,
    /// What it holds, under the name of its type.
    #[serde(flatten)]
    pub(super) payload: Map<String, Value>,
}

impl Point {
    /// Tells its id, where it has one: the last part of its name. Most types have none.
    pub(super) fn id(&self) -> Option<&str> {
        let name = self.name.as_deref().or(self.data_point_name.as_deref())?;
        name.rsplit('/').next().filter(|id| !id.is_empty())
    }
}

/// Who measured, and over which way it came.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DataSource {
    platform: Option<String>,
    recording_method: Option<String>,
    device: Option<DeviceInfo>,
    application: Option<Application>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DeviceInfo {
    display_name: Option<String>,
    manufacturer: Option<String>,
    form_factor: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Application {
    package_name: Option<String>,
    web_client_id: Option<String>,
    google_web_client_id: Option<String>,
}

/// The provider that data from Fitbit's own devices is attributed to.
const FITBIT: &str = "fitbit";

impl DataSource {
    /// Describes the source. What Fitbit's devices measured is `fitbit`; copies that came over another platform are sources of
    /// their own under `google_health`, so that the resolver never counts a night twice.
    pub(super) fn describe(&self) -> Arc<Source> {
        let platform = self.platform.as_deref().unwrap_or_default();
        let device = self.device.as_ref();
        let name = device.and_then(|it| it.display_name.as_deref()).unwrap_or_default();
        let recording = match self.recording_method.as_deref() {
            Some("MANUAL") => Recording::Manual,
            Some("PASSIVELY_MEASURED" | "DERIVED") => Recording::Automatic,
            Some("ACTIVELY_MEASURED") => Recording::Active,
            _ => Recording::Unknown,
        };
        let (provider, origin, otherwise, usual) = if platform == "FITBIT" {
            (FITBIT, name.to_owned(), "Fitbit", DeviceKind::Watch)
        } else {
            let writer = self.writer().unwrap_or(name);
            let origin = format!("{}/{writer}", platform.to_lowercase());
            (
                SLUG,
                origin.trim_matches('/').to_owned(),
                "Google Health",
                DeviceKind::App,
            )
        };
        let kind = device.and_then(|it| form(it.form_factor.as_deref()?));
        Arc::new(Source {
            key: SourceKey {
                provider: provider.into(),
                origin,
                recording,
            },
            name: if name.is_empty() { otherwise.into() } else { name.into() },
            device_kind: kind.unwrap_or(usual),
            device: Device {
                manufacturer: device.and_then(|it| it.manufacturer.clone()),
                model: device.and_then(|it| it.display_name.clone()),
                hardware: None,
            },
            revision: Revision::LastWins,
        })
    }

    fn writer(&self) -> Option<&str> {
        let app = self.application.as_ref()?;
        let ids = [&app.package_name, &app.web_client_id, &app.google_web_client_id];
        ids.into_iter().find_map(|id| id.as_deref())
    }
}

fn form(factor: &str) -> Option<DeviceKind> {
    Some(match factor {
        "FITNESS_BAND" => DeviceKind::Band,
        "WATCH" => DeviceKind::Watch,
        "PHONE" | "TABLET" => DeviceKind::Phone,
        "RING" => DeviceKind::Ring,
        "CHEST_STRAP" => DeviceKind::ChestStrap,
        "SCALE" => DeviceKind::Scale,
        _ => return None,
    })
}

/// A span of seconds, written `"7200s"`.
#[derive(Clone, Copy)]
pub(super) struct Seconds(pub(super) f64);

impl<'de> Deserialize<'de> for Seconds {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let seconds = text.strip_suffix('s').and_then(|it| it.parse().ok());
        let seconds = seconds.filter(|it: &f64| it.is_finite());
        seconds
            .map(Self)
            .ok_or_else(|| serde::de::Error::custom("not a span of seconds"))
    }
}

impl Seconds {
    fn offset(self) -> Option<FixedOffset> {
        #[expect(clippy::cast_possible_truncation, reason = "checked against a day in seconds")]
        let seconds = (self.0.abs() < 86_400.0).then_some(self.0 as i32)?;
        FixedOffset::east_opt(seconds)
    }
}

/// When something was observed. The civil time says nothing that the offset does not; old electrocardiograms have no offset and
/// a civil time that is UTC.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SampleTime {
    physical_time: DateTime<Utc>,
    utc_offset: Option<Seconds>,
}

impl SampleTime {
    pub(super) fn at(&self) -> ReadingTime {
        moment(self.physical_time, self.utc_offset)
    }
}

/// From when to when something was observed.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Interval {
    pub(super) start_time: DateTime<Utc>,
    pub(super) end_time: DateTime<Utc>,
    start_utc_offset: Option<Seconds>,
    end_utc_offset: Option<Seconds>,
}

impl Interval {
    pub(super) fn start(&self) -> ReadingTime {
        moment(self.start_time, self.start_utc_offset)
    }

    pub(super) fn end(&self) -> ReadingTime {
        moment(self.end_time, self.end_utc_offset)
    }

    /// Tells the offsets at both ends in seconds.
    pub(super) fn offsets(&self) -> (Option<i32>, Option<i32>) {
        let seconds = |offset: Option<Seconds>| Some(offset?.offset()?.local_minus_utc());
        (seconds(self.start_utc_offset), seconds(self.end_utc_offset))
    }

    pub(super) fn seconds(&self) -> f64 {
        (self.end_time - self.start_time).as_seconds_f64()
    }
}

/// Says when, with the offset where there is one.
fn moment(at: DateTime<Utc>, offset: Option<Seconds>) -> ReadingTime {
    match offset.and_then(Seconds::offset) {
        Some(offset) => ReadingTime::WithOffset(at.with_timezone(&offset)),
        None => ReadingTime::Instant(at),
    }
}

/// A civil date.
#[derive(Deserialize)]
pub(super) struct CivilDate {
    year: i32,
    month: u32,
    day: u32,
}

impl CivilDate {
    pub(super) fn date(&self) -> Result<NaiveDate, Reason> {
        let Self { year, month, day } = self;
        NaiveDate::from_ymd_opt(*year, *month, *day).ok_or_else(|| Reason::NotATime {
            text: format!("{year}-{month}-{day}"),
        })
    }
}

/// Reads scalars at JSON pointers as remarks, under the vendor's own names: `fullSleepStats.signalToNoise`. What is not a number
/// is no remark.
pub(super) fn remarks(payload: &Value, pointers: &[&'static str]) -> BTreeMap<String, String> {
    let named = pointers.iter().filter_map(|pointer| {
        let name = pointer.trim_start_matches('/').replace('/', ".");
        Some((name, scalar(payload.pointer(pointer)?)?))
    });
    named.collect()
}

/// Writes a scalar as it stands.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if text == "NaN" => None,
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}
