//! What decoders share: one broken item never costs the others, and a missing value adds nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;
use vitasync_core::error::{Position, Reason, Rejected};
use vitasync_core::record::{RecordKey, RecordVersion};
use vitasync_core::session::{Detail, Sleep, Statistic, StatisticKind, Workout};
use vitasync_core::source::{Attributes, Source};
use vitasync_core::time::ReadingTime;
use vitasync_core::{Metric, Reading, Session, Unit};

use super::job::Page;
use super::request::{NotReadable, Response};

/// What the readings of one object share.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Who measured.
    pub source: Arc<Source>,
    /// The object.
    pub record: Option<Arc<RecordVersion>>,
    /// When it was, or began.
    pub start: ReadingTime,
    /// When it ended.
    pub end: Option<ReadingTime>,
    /// Remarks on every reading.
    pub remarks: BTreeMap<String, String>,
}

impl Frame {
    /// Says what the readings of one object share.
    pub fn new(source: &Arc<Source>, record: &RecordVersion, start: ReadingTime) -> Self {
        Self {
            record: Some(Arc::new(record.clone())),
            ..Self::loose(source, start)
        }
    }

    /// Says what readings share that belong to no object: what the vendor neither revises nor deletes.
    pub fn loose(source: &Arc<Source>, start: ReadingTime) -> Self {
        Self {
            source: source.clone(),
            record: None,
            start,
            end: None,
            remarks: BTreeMap::new(),
        }
    }

    /// Says when it ended.
    #[must_use]
    pub fn until(mut self, end: ReadingTime) -> Self {
        self.end = Some(end);
        self
    }

    /// Moves it to another time.
    #[must_use]
    pub fn at(&self, start: ReadingTime) -> Self {
        Self {
            start,
            end: None,
            ..self.clone()
        }
    }

    /// Adds a remark.
    #[must_use]
    pub fn remark(mut self, key: &str, value: impl Into<String>) -> Self {
        self.remarks.insert(key.to_owned(), value.into());
        self
    }
}

impl Page {
    /// Adds a reading where there is a value. `unit` is as the vendor means it.
    pub fn read(&mut self, frame: &Frame, metric: Metric, value: Option<f64>, unit: &str) {
        self.push(frame, metric, value, Some(unit));
    }

    /// Adds the code of a category where there is one.
    pub fn category(&mut self, frame: &Frame, metric: Metric, code: Option<f64>) {
        self.push(frame, metric, code, None);
    }

    fn push(&mut self, frame: &Frame, metric: Metric, value: Option<f64>, unit: Option<&str>) {
        let Some(value) = value else { return };
        self.readings.push(Reading {
            record: frame.record.clone(),
            source: frame.source.clone(),
            metric,
            value,
            unit: unit.map(str::to_owned),
            start: frame.start,
            end: frame.end,
            zone: None,
            remarks: frame.remarks.clone(),
        });
    }

    /// Decodes every item of a list. An item that cannot be read or used is rejected with its byte; the others go on.
    pub fn each<'b, T: Deserialize<'b>>(
        &mut self,
        subject: &str,
        response: &'b Response,
        items: &[&'b RawValue],
        mut decode: impl FnMut(&mut Self, T) -> Result<(), Reason>,
    ) {
        for item in items {
            let decoded = read(item.get()).and_then(|value| decode(self, value));
            if let Err(reason) = decoded {
                self.rejected.push(Rejected {
                    position: Position::byte(offset(&response.body, item.get())),
                    subject: subject.to_owned(),
                    reason,
                });
            }
        }
    }

    /// Decodes an answer that is one item.
    pub fn one<'b, T: Deserialize<'b>>(
        &mut self,
        subject: &str,
        response: &'b Response,
        item: &'b RawValue,
        decode: impl FnMut(&mut Self, T) -> Result<(), Reason>,
    ) {
        self.each(subject, response, &[item], decode);
    }
}

fn read<'b, T: Deserialize<'b>>(item: &'b str) -> Result<T, Reason> {
    let mut json = serde_json::Deserializer::from_str(item);
    serde_path_to_error::deserialize(&mut json).map_err(|error| Reason::Malformed {
        detail: NotReadable::at(error.path().to_string(), error.inner()).to_string(),
    })
}

/// Tells at which byte of the body a borrowed part of it begins.
fn offset(body: &[u8], part: &str) -> u64 {
    let distance = part.as_ptr().addr().saturating_sub(body.as_ptr().addr());
    u64::try_from(distance).unwrap_or_default()
}

/// Names a version of an object whose vendor tells when it last changed.
pub fn version(
    provider: &'static str,
    resource: &'static str,
    id: impl Into<String>,
    changed: DateTime<Utc>,
) -> RecordVersion {
    RecordVersion {
        key: RecordKey::new(provider, resource, id),
        revision: u64::try_from(changed.timestamp_millis()).ok(),
    }
}

/// Makes a session from an object.
pub fn session(
    source: &Arc<Source>,
    record: &RecordVersion,
    start: DateTime<FixedOffset>,
    end: DateTime<FixedOffset>,
    detail: Detail,
) -> Session {
    let offset = |at: &DateTime<FixedOffset>| at.offset().local_minus_utc();
    Session {
        source: source.clone(),
        record: Some(record.clone()),
        start: start.to_utc(),
        end: end.to_utc(),
        attributes: Attributes {
            start_offset_s: Some(offset(&start)),
            end_offset_s: Some(offset(&end)).filter(|end| *end != offset(&start)),
            ..Attributes::default()
        },
        detail,
    }
}

/// Makes the inside of a night or a nap without stages.
pub fn sleep(nap: Option<bool>) -> Sleep {
    Sleep {
        nap,
        ..Sleep::default()
    }
}

/// Makes a number that sums up a workout, where there is one: in the metric's own unit, from the vendor's.
pub fn statistic(metric: Metric, kind: StatisticKind, value: Option<f64>, unit: &str) -> Option<Statistic> {
    let spec = metric.spec();
    let value = Unit::parse(unit, spec.quantity)?.convert(value?, spec.unit?).ok()?;
    let statistic = Statistic { metric, kind, value };
    spec.is_plausible(value).then_some(statistic)
}

/// Wraps a workout.
pub fn workout(workout: Workout) -> Detail {
    Detail::Workout(Box::new(workout))
}

/// Gives the time of the value at `index` of a series with one value per `interval_s` seconds.
pub fn step(start: DateTime<FixedOffset>, interval_s: f64, index: usize) -> Option<DateTime<FixedOffset>> {
    let index = u32::try_from(index).ok()?;
    let ms = (interval_s * 1000.0 * f64::from(index)).round();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "checked against a century in milliseconds"
    )]
    let ms = (0.0..=3.2e12).contains(&ms).then_some(ms as i64)?;
    start.checked_add_signed(TimeDelta::milliseconds(ms))
}
