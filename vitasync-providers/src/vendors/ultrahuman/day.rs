//! The clock of a day, and the documents in it.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;
use serde::Deserialize;
use serde_json::value::RawValue;
use vitasync_core::error::Reason;
use vitasync_core::time::ReadingTime;

/// A metric of a day: its kind, and what is known about it.
#[derive(Deserialize)]
pub(super) struct Item<'a> {
    pub(super) r#type: String,
    #[serde(borrow)]
    pub(super) object: &'a RawValue,
}

impl Item<'_> {
    /// Names the kind; the vendor writes some in capitals.
    pub(super) fn kind(&self) -> String {
        self.r#type.to_lowercase()
    }

    /// Reads what is known.
    pub(super) fn read<'o, T: Deserialize<'o>>(&'o self) -> Result<T, Reason> {
        serde_json::from_str(self.object.get()).map_err(|_| Reason::Malformed {
            detail: format!("the object of `{}`", self.r#type),
        })
    }
}

/// What is known about a metric: a series, or one value of the day.
#[derive(Deserialize)]
pub(super) struct Measured {
    #[serde(default)]
    pub(super) values: Vec<Point>,
    pub(super) value: Option<f64>,
    pub(super) avg: Option<f64>,
    pub(super) unit: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Point {
    pub(super) value: Option<f64>,
    pub(super) timestamp: i64,
}

/// What is known about a night. Newer answers put a part of it into `details`.
#[derive(Deserialize)]
pub(super) struct Night {
    pub(super) bedtime_start: i64,
    pub(super) bedtime_end: i64,
    pub(super) score: Option<f64>,
    pub(super) sleep_score: Option<Score>,
    details: Option<Inside>,
    #[serde(flatten)]
    outside: Inside,
}

#[derive(Deserialize)]
pub(super) struct Score {
    pub(super) score: Option<f64>,
}

#[derive(Deserialize, Default)]
pub(super) struct Inside {
    #[serde(default)]
    pub(super) quick_metrics: Vec<Quick>,
    #[serde(default)]
    pub(super) sleep_stages: Vec<Total>,
    sleep_graph: Option<Graph>,
}

#[derive(Deserialize)]
pub(super) struct Quick {
    pub(super) r#type: String,
    pub(super) value: Option<f64>,
}

#[derive(Deserialize)]
pub(super) struct Total {
    pub(super) r#type: String,
    pub(super) stage_time: Option<f64>,
}

#[derive(Deserialize)]
struct Graph {
    #[serde(default)]
    data: Vec<Stretch>,
}

#[derive(Deserialize)]
pub(super) struct Stretch {
    pub(super) start: i64,
    pub(super) end: i64,
    pub(super) r#type: String,
}

impl Night {
    fn insides(&self) -> impl Iterator<Item = &Inside> {
        self.details.iter().chain([&self.outside])
    }

    /// Finds one of the quick figures.
    pub(super) fn quick(&self, kind: &str) -> Option<f64> {
        let found = self
            .insides()
            .flat_map(|it| &it.quick_metrics)
            .find(|it| it.r#type == kind);
        found?.value
    }

    /// Finds how many seconds a stage took.
    pub(super) fn total(&self, kind: &str) -> Option<f64> {
        let found = self
            .insides()
            .flat_map(|it| &it.sleep_stages)
            .find(|it| it.r#type == kind);
        found?.stage_time
    }

    /// Gives the stages in order, where they are told.
    pub(super) fn stretches(&self) -> &[Stretch] {
        let told = self.insides().filter_map(|it| it.sleep_graph.as_ref());
        told.map(|it| it.data.as_slice())
            .find(|it| !it.is_empty())
            .unwrap_or_default()
    }
}

/// The clock on the wall of a day.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    pub(super) date: NaiveDate,
    offset: Option<FixedOffset>,
    zone: Option<Tz>,
}

impl Clock {
    /// Finds the clock of a date from the second at which it began and the zone the answer names. A zone whose midnight is
    /// another was not where the person was.
    pub(super) fn new(date: NaiveDate, began: Option<i64>, zone: Option<Tz>) -> Self {
        let midnight = date.and_time(NaiveTime::MIN);
        let east = began.map(|began| midnight.and_utc().timestamp() - began);
        // Clocks run from 12 hours behind UTC to 14 ahead, in quarters of an hour.
        let east = east.filter(|east| (-43_200..=50_400).contains(east) && east % 900 == 0);
        let offset = east.and_then(|east| FixedOffset::east_opt(i32::try_from(east).ok()?));
        let told = offset.map(|offset| offset.from_utc_datetime(&(midnight - offset)));
        let agrees = |zone: &Tz| told.is_none_or(|told| told.with_timezone(zone).offset().fix() == *told.offset());
        Self {
            date,
            offset,
            zone: zone.filter(agrees),
        }
    }

    /// Gives the offset at a moment.
    pub(super) fn offset(&self, at: DateTime<Utc>) -> Option<FixedOffset> {
        let by_zone = self.zone.map(|zone| at.with_timezone(&zone).offset().fix());
        by_zone.or(self.offset)
    }

    /// Reads a second of UTC on this clock.
    pub(super) fn at(&self, second: i64) -> Result<ReadingTime, Reason> {
        let at = moment(second)?;
        let local = self.offset(at).map(|offset| at.with_timezone(&offset));
        Ok(local.map_or(ReadingTime::Instant(at), ReadingTime::WithOffset))
    }
}

/// Reads a second of UTC.
pub(super) fn moment(second: i64) -> Result<DateTime<Utc>, Reason> {
    DateTime::from_timestamp(second, 0).ok_or_else(|| Reason::NotATime {
        text: second.to_string(),
    })
}
