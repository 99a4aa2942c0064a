//! Reads activity files as people bring them: FIT, TCX and GPX, packed in all ways, damaged, and real ones.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod archives;
mod day;
mod fit;
mod gpx;
mod mutated;
mod real;
mod tcx;
mod vendors;
mod writer;

use std::io::Cursor;

use vitasync_core::Session;
use vitasync_core::session::{Detail, Workout};
use vitasync_providers::files::{self, Error, Options, Part, Report};

/// Everything a reader has delivered.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) samples: Vec<Sample>,
    pub(crate) sessions: Vec<Session>,
    pub(crate) rejected: Vec<String>,
    pub(crate) report: Report,
}

/// A sample: metric, start and end in milliseconds, value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sample {
    pub(crate) metric: &'static str,
    pub(crate) start_ms: i64,
    pub(crate) end_ms: i64,
    pub(crate) value: f64,
    pub(crate) offset_s: Option<i32>,
}

pub(crate) fn options() -> Options {
    let mut options = Options::new("2026-11-20T00:00:00Z".parse().unwrap());
    options.batch_rows = 1_000;
    options
}

pub(crate) fn try_read(bytes: impl AsRef<[u8]> + Send + 'static) -> Result<Found, Error> {
    let mut found = Found::default();
    let report = files::read(Cursor::new(bytes), &options(), &mut |part| {
        match part {
            Part::Samples(batch) => found.samples.extend(batch.rows().map(|row| Sample {
                metric: batch.series()[row.series as usize].metric.id(),
                start_ms: row.start_ms,
                end_ms: row.end_ms,
                value: row.value,
                offset_s: batch.attributes()[row.attributes as usize].start_offset_s,
            })),
            Part::Sessions(sessions) => found.sessions.extend(sessions),
            Part::Rejected(rejected) => {
                let said = rejected
                    .iter()
                    .map(|it| format!("{}: {}: {}", it.position, it.subject, it.reason));
                found.rejected.extend(said);
            }
            Part::Progress(_) => {}
        }
        Ok(())
    })?;
    found.report = report;
    Ok(found)
}

pub(crate) fn read(bytes: impl AsRef<[u8]> + Send + 'static) -> Found {
    try_read(bytes).unwrap()
}

impl Found {
    /// The only workout there is.
    pub(crate) fn workout(&self) -> &Workout {
        assert_eq!(self.sessions.len(), 1);
        workout(&self.sessions[0])
    }

    /// The values of a metric in order of time, as (seconds since the first session began, value).
    pub(crate) fn values(&self, metric: &str) -> Vec<(f64, f64)> {
        let begun = self
            .sessions
            .first()
            .map_or(0, |session| session.start.timestamp_millis());
        let of = self.samples.iter().filter(|sample| sample.metric == metric);
        of.map(|sample| ((sample.end_ms - begun) as f64 / 1000.0, sample.value))
            .collect()
    }

    pub(crate) fn sum(&self, metric: &str) -> f64 {
        self.samples
            .iter()
            .filter(|sample| sample.metric == metric)
            .map(|sample| sample.value)
            .sum()
    }
}

pub(crate) fn workout(session: &Session) -> &Workout {
    match &session.detail {
        Detail::Workout(workout) => workout,
        Detail::Sleep(_) => panic!("it is a night"),
    }
}
