//! What decoders share: one broken item never costs the others, and a missing value adds nothing.

use std::borrow::Cow;
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

use super::job::{Page, Place};
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
    pub fn read(&mut self, frame: &Frame, metric: Metric, value: Option<f64>, unit: impl Into<Cow<'static, str>>) {
        self.push(frame, metric, value, Some(unit.into()));
    }

    /// Adds the code of a category where there is one.
    pub fn category(&mut self, frame: &Frame, metric: Metric, code: Option<f64>) {
        self.push(frame, metric, code, None);
    }

    fn push(&mut self, frame: &Frame, metric: Metric, value: Option<f64>, unit: Option<Cow<'static, str>>) {
        let Some(value) = value else { return };
        self.readings.push(Reading {
            record: frame.record.clone(),
            source: frame.source.clone(),
            metric,
            value,
            unit,
            start: frame.start,
            end: frame.end,
            zone: None,
            remarks: frame.remarks.clone(),
        });
    }

    /// Decodes every item of a list. An item that cannot be read or used is rejected with its byte, and so is a number of a
    /// workout that cannot be true; the others go on.
    pub fn each<'b, T: Deserialize<'b>>(
        &mut self,
        subject: &str,
        response: &'b Response,
        items: &[&'b RawValue],
        mut decode: impl FnMut(&mut Self, T) -> Result<(), Reason>,
    ) {
        for item in items {
            let (first, first_local) = (self.sessions.len(), self.wall_clock_sessions.len());
            let (byte, first_rejected) = (offset(&response.body, item.get()), self.rejected.len());
            let around = self.place(self.readings.len());
            self.mark(byte);
            let decoded = read(item.get()).and_then(|value| decode(self, value));
            self.mark(around);
            // What was rejected without a place of its own stands in the item.
            let placeless = |it: &&mut Rejected| it.position == Position::byte(0);
            for rejected in self.rejected[first_rejected..].iter_mut().filter(placeless) {
                rejected.position = Position::byte(byte);
            }
            let local = &mut self.wall_clock_sessions[first_local..];
            let read = self.sessions[first..].iter_mut().chain(local);
            let reasons = read.flat_map(take_implausible).chain(decoded.err());
            self.rejected.extend(reasons.map(|reason| Rejected {
                position: Position::byte(byte),
                subject: subject.to_owned(),
                reason,
            }));
        }
    }

    /// Says at which byte the item of the readings that come next begins. Marks without a reading are not kept.
    fn mark(&mut self, byte: u64) {
        let first = self.readings.len();
        while self.places.last().is_some_and(|it| it.first >= first) {
            self.places.pop();
        }
        if byte != self.place(first) {
            self.places.push(Place { first, byte });
        }
    }

    /// Tells at which byte the item of a reading begins, by the reading's index; 0 where that is not known.
    pub fn place(&self, reading: usize) -> u64 {
        let after = self.places.partition_point(|it| it.first <= reading);
        let place = after.checked_sub(1).and_then(|at| self.places.get(at));
        place.map_or(0, |it| it.byte)
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

/// Takes out of a workout and its parts what cannot be true, and says why.
pub(super) fn take_implausible(session: &mut Session) -> Vec<Reason> {
    let Detail::Workout(workout) = &mut session.detail else {
        return Vec::new();
    };
    let parts = workout.parts.iter_mut().map(|part| &mut part.statistics);
    let lists = std::iter::once(&mut workout.statistics).chain(parts);
    lists
        .flat_map(|list| list.extract_if(.., |it| !it.metric.spec().is_plausible(it.value)))
        .map(|it| implausible(it.metric, it.value))
        .collect()
}

pub(super) fn implausible(metric: Metric, value: f64) -> Reason {
    match metric.spec().plausible {
        Some((min, max)) if value.is_finite() => Reason::Implausible {
            metric,
            value,
            min,
            max,
        },
        _ => Reason::NotANumber {
            text: value.to_string(),
        },
    }
}

fn read<'b, T: Deserialize<'b>>(item: &'b str) -> Result<T, Reason> {
    NotReadable::or_read(item.as_bytes()).map_err(|fault| Reason::Malformed {
        detail: fault.to_string(),
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

/// Names a version of an object of which a vendor sends fuller and poorer ones without a revision: of two the one with the
/// higher rank counts, and of two with one rank the one that came last.
///
/// ```
/// use vitasync_core::record::RecordKey;
/// use vitasync_providers::provider::ranked;
///
/// let key = RecordKey::new("acme", "run", "1");
/// let (early, late) = ("2026-10-01T00:00:00Z".parse().unwrap(), "2026-10-02T00:00:00Z".parse().unwrap());
/// let [whole, summary, newer] = [(1, early), (0, early), (0, late)].map(|(rank, came)| ranked(key.clone(), rank, came));
/// assert!(whole.revision > newer.revision && newer.revision > summary.revision);
/// ```
pub fn ranked(key: RecordKey, rank: u64, came: DateTime<Utc>) -> RecordVersion {
    // Milliseconds since 1970 have 42 bits until 2109, and the seconds of the longest day have 17.
    let came = u64::try_from(came.timestamp_millis()).unwrap_or_default();
    RecordVersion {
        key,
        revision: Some((rank.min((1 << 20) - 1) << 42) | came),
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

/// Makes a number that sums up a workout, where there is one: in the metric's own unit, from the vendor's. One that cannot
/// be true is rejected by [`Page::each`].
pub fn statistic(metric: Metric, kind: StatisticKind, value: Option<f64>, unit: &str) -> Option<Statistic> {
    let spec = metric.spec();
    let value = Unit::parse(unit, spec.quantity)?.convert(value?, spec.unit?).ok()?;
    Some(Statistic { metric, kind, value })
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

#[cfg(test)]
mod tests {
    use vitasync_core::source::DeviceKind;
    use vitasync_core::sport::Sport;

    use super::*;
    use crate::provider::source;

    #[derive(Deserialize)]
    struct Run {
        beats: f64,
    }

    #[test]
    fn a_number_of_a_workout_that_cannot_be_true_is_rejected_and_the_workout_stays() {
        let body = r#"[{"beats": 151}, {"beats": 900}]"#;
        let response = Response::new(200, body, DateTime::UNIX_EPOCH);
        let items: Vec<&RawValue> = serde_json::from_slice(&response.body).expect("a list");
        let (watch, at) = (
            source("acme", "", "Acme", DeviceKind::Watch),
            DateTime::UNIX_EPOCH.fixed_offset(),
        );
        let record = RecordVersion::from(RecordKey::new("acme", "run", "1"));
        let mut page = Page::default();
        page.each("run", &response, &items, |page, run: Run| {
            let mut done = Workout::new(Sport::Running);
            done.statistics
                .extend(statistic(Metric::HeartRate, StatisticKind::Max, Some(run.beats), "bpm"));
            page.sessions.push(session(&watch, &record, at, at, workout(done)));
            Ok(())
        });
        let counts = |it: &Session| match &it.detail {
            Detail::Workout(workout) => workout.statistics.len(),
            Detail::Sleep(_) => 0,
        };
        assert_eq!(page.sessions.iter().map(counts).collect::<Vec<_>>(), [1, 0]);
        let [rejected] = &page.rejected[..] else {
            panic!("one is rejected");
        };
        assert_eq!(rejected.position, Position::byte(17));
        assert_eq!(
            rejected.reason.to_string(),
            "900 is outside the plausible range 20 to 300 of heart_rate"
        );
    }

    #[test]
    fn a_reading_is_known_by_the_innermost_item_it_comes_from() {
        #[derive(Deserialize)]
        struct Day<'a> {
            rate: f64,
            #[serde(borrow, default)]
            inside: Vec<&'a RawValue>,
        }
        let body = r#"[{"rate": 60, "inside": [{"rate": 61}, {"rate": 62}]}, {"rate": 63}, {"rate": []}]"#;
        let response = Response::new(200, body, DateTime::UNIX_EPOCH);
        let items: Vec<&RawValue> = serde_json::from_slice(&response.body).expect("a list");
        let watch = source("acme", "", "Acme", DeviceKind::Watch);
        let frame = Frame::loose(&watch, ReadingTime::Instant(DateTime::UNIX_EPOCH));
        let read = |page: &mut Page, rate| page.read(&frame, Metric::HeartRate, Some(rate), "bpm");
        let mut page = Page::default();
        page.each("day", &response, &items, |page, day: Day<'_>| {
            read(page, day.rate);
            page.each("part", &response, &day.inside, |page, part: Day<'_>| {
                read(page, part.rate);
                Ok(())
            });
            read(page, day.rate);
            Ok(())
        });
        read(&mut page, 64.0);
        let places: Vec<u64> = (0..page.readings.len()).map(|it| page.place(it)).collect();
        let at = |text: &str| body.find(text).map(|byte| byte as u64).expect("it is there");
        let [day, second] = [at(r#"{"rate": 60"#), at(r#"{"rate": 63"#)];
        let parts = [at(r#"{"rate": 61"#), at(r#"{"rate": 62"#)];
        assert_eq!(places, [day, parts[0], parts[1], day, second, second, 0]);
    }
}
