//! Reads the file of a workout into what its vendor's object holds.
//!
//! A vendor tells of one workout twice: it sums it up, and it gives the file that the device has written. Both are one
//! object. What the vendor says of the workout stays; the file adds what the vendor does not say, and everything measured on
//! the way. So the file makes the fullest version of the object, and a [`ranked`](super::ranked) revision sees to it that
//! the vendor's own summary never displaces it, whichever comes first.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, Utc};
use vitasync_core::error::{Position, Reason, Rejected};
use vitasync_core::record::RecordVersion;
use vitasync_core::session::{Detail, Session, Workout};
use vitasync_core::source::{Attributes, Source};
use vitasync_core::sport::Sport;
use vitasync_core::time::{ReadingTime, from_ms};
use vitasync_core::{Metric, Reading, SampleBatch};

use super::decoding::{ranked, take_implausible};
use super::job::Page;
use super::request::{Request, Response};
use crate::error::{Error, ErrorKind};
use crate::files::{self, Options, Part};

/// What a vendor counts for whole days. In a file it is the part of a day that the workout was, and as samples it would stand
/// against the day; the workout's own totals have it.
const OF_THE_DAY: [Metric; 3] = [Metric::Steps, Metric::Distance, Metric::ActiveEnergy];

/// The note that takes a workout along to the request for its file.
const WORKOUT: &str = "workout";

/// The workout whose file is read.
#[derive(Debug, Clone, PartialEq)]
pub struct Whole {
    /// Who recorded it.
    pub source: Arc<Source>,
    /// The version of the workout that holds the session.
    pub session: RecordVersion,
    /// The version of the object that holds the samples: the same one, unless the vendor tells of the workout in other ways that
    /// would displace them.
    pub samples: RecordVersion,
    /// What the vendor says of it beside the file, where that is known.
    pub told: Option<Session>,
}

/// Notes in the request for a file what the vendor has said of the workout, so that the file's answer is read with it whenever
/// that is.
///
/// [`decode_workout_file`] reads the answer. What of the workout cannot be true is left out; it was rejected where it stood.
pub fn fetch_workout_file(request: Request, told: &Session) -> Request {
    let mut told = told.clone();
    take_implausible(&mut told);
    let text = serde_json::to_string(&told).expect("a session with numbers that are finite can be written");
    request.note(WORKOUT, text)
}

/// Reads the answer to [`fetch_workout_file`]: the version of the workout that outranks its summary (`ranked` with 0).
///
/// # Errors
///
/// [`ErrorKind::Malformed`] where the request does not name its workout.
pub fn decode_workout_file(provider: &'static str, request: &Request, response: &Response) -> Result<Page, Error> {
    let malformed = || Error::new(provider, request.operation.clone(), ErrorKind::Malformed);
    let told: Session = serde_json::from_str(request.noted(WORKOUT)).map_err(|error| malformed().with_source(error))?;
    let Some(RecordVersion { key, .. }) = told.record.clone() else {
        return Err(malformed());
    };
    let version = ranked(key, 1, response.received_at);
    let whole = Whole {
        source: told.source.clone(),
        session: version.clone(),
        samples: version,
        told: Some(told),
    };
    Ok(read_workout_file(&whole, response))
}

/// Reads a workout's file: FIT, TCX or GPX.
///
/// Samples belong to [`Whole::samples`] and are measured by [`Whole::source`]. There is one session at most: what was told,
/// completed by the file, or what the file says where nothing was told. Of a file that breaks off, what stands before the
/// break counts. What is no activity file is rejected, and the page holds nothing else.
pub fn read_workout_file(whole: &Whole, response: &Response) -> Page {
    let mut page = Page::default();
    let mut batches = Vec::new();
    let mut workouts = Vec::new();
    let options = Options::new(response.received_at);
    let read = files::read_activity_file(&response.body, &options, &mut |part| {
        match part {
            Part::Samples(batch) => batches.push(batch),
            Part::Sessions(found) => {
                let (done, others) = found.into_iter().partition::<Vec<_>, _>(|it| it.kind() == "workout");
                workouts.extend(done);
                let others = others
                    .iter()
                    .map(|it| format!("a file of a workout holds {}", it.kind()));
                page.rejected.extend(others.map(|detail| doubt(whole, detail)));
            }
            Part::Rejected(rejected) => page.rejected.extend(rejected),
            Part::Progress(_) => {}
        }
        Ok(())
    });
    let doubts = match read {
        Ok(report) => report.warnings,
        // A file in which nothing was measured is read; there was nothing.
        Err(files::Error::Nothing { .. }) => return page,
        Err(error) => vec![error.to_string()],
    };
    let is_read = !batches.is_empty() || !workouts.is_empty();
    page.rejected
        .extend(doubts.into_iter().map(|detail| doubt(whole, detail)));
    if is_read {
        let session = whole.complete(files::join_workouts(workouts));
        let offset_s = session.as_ref().and_then(|it| it.attributes.start_offset_s);
        page.sessions.extend(session);
        let samples = Arc::new(whole.samples.clone());
        for batch in &batches {
            let rows = readings(batch, &whole.source, &samples, offset_s);
            page.readings.extend(rows);
        }
    }
    page
}

fn doubt(whole: &Whole, detail: String) -> Rejected {
    Rejected {
        position: Position::byte(0),
        subject: format!("file of workout {}", whole.session.key.external_id),
        reason: Reason::Unusable { detail },
    }
}

impl Whole {
    /// Puts together what was told and what the file says.
    fn complete(&self, found: Option<Session>) -> Option<Session> {
        let session = match (self.told.clone(), found) {
            (Some(mut told), Some(found)) => {
                add(&mut told, found);
                told
            }
            (Some(told), None) => told,
            (None, Some(mut found)) => {
                if let Detail::Workout(workout) = &mut found.detail {
                    // It is a word of the format, not of the vendor.
                    workout.vendor_sport = None;
                }
                found
            }
            (None, None) => return None,
        };
        Some(Session {
            source: self.source.clone(),
            record: Some(self.session.clone()),
            ..session
        })
    }
}

/// Adds to a session what only the other one says.
fn add(told: &mut Session, found: Session) {
    let attributes = &mut told.attributes;
    if attributes.start_offset_s.is_none() {
        attributes.start_offset_s = found.attributes.start_offset_s;
        attributes.end_offset_s = found.attributes.end_offset_s;
    }
    let (Detail::Workout(told), Detail::Workout(found)) = (&mut told.detail, found.detail) else {
        return;
    };
    let Workout {
        sport,
        vendor_sport: _,
        title,
        timer_s,
        statistics,
        laps,
        events,
        parts,
        route,
    } = *found;
    if told.sport == Sport::Other {
        told.sport = sport;
    }
    told.title = told.title.take().or(title);
    told.timer_s = told.timer_s.or(timer_s);
    let known = told.statistics.clone();
    let is_told = |metric, kind| {
        known
            .iter()
            .any(|it| it.kind == kind && files::is_same_measure(it.metric, metric))
    };
    let new = statistics.into_iter().filter(|it| !is_told(it.metric, it.kind));
    told.statistics.extend(new);
    fill(&mut told.laps, laps);
    fill(&mut told.events, events);
    fill(&mut told.parts, parts);
    fill(&mut told.route, route);
}

fn fill<T>(told: &mut Vec<T>, found: Vec<T>) {
    if told.is_empty() {
        *told = found;
    }
}

/// Turns samples of a file into readings in the metrics' own units.
fn readings<'a>(
    batch: &'a SampleBatch,
    source: &'a Arc<Source>,
    record: &'a Arc<RecordVersion>,
    offset_s: Option<i32>,
) -> impl Iterator<Item = Reading> + 'a {
    let rows = batch.rows().filter_map(move |row| {
        let metric = batch.series()[row.series as usize].metric;
        let attributes: &Attributes = &batch.attributes()[row.attributes as usize];
        let offset = attributes.start_offset_s.or(offset_s).and_then(FixedOffset::east_opt);
        let at = |ms: i64| from_ms(ms).map(|at| said(at, offset));
        Some(Reading {
            record: Some(record.clone()),
            source: source.clone(),
            metric,
            value: row.value,
            unit: metric.spec().unit.map(|unit| unit.display().into()),
            start: at(row.start_ms)?,
            end: if row.end_ms == row.start_ms {
                None
            } else {
                at(row.end_ms)
            },
            zone: None,
            remarks: BTreeMap::new(),
        })
    });
    rows.filter(|reading| !OF_THE_DAY.contains(&reading.metric))
}

fn said(at: DateTime<Utc>, offset: Option<FixedOffset>) -> ReadingTime {
    match offset {
        Some(offset) => ReadingTime::WithOffset(at.with_timezone(&offset)),
        None => ReadingTime::Instant(at),
    }
}
