#![expect(clippy::unwrap_used, reason = "tests stop where they fail")]

mod archives;
mod broken;
mod equal;
mod modern;
mod old;
mod real;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use vitasync_core::error::Rejected;
use vitasync_core::metric::Metric;
use vitasync_core::session::{Detail, Workout};
use vitasync_core::source::Attributes;
use vitasync_core::{SampleBatch, Session};

use super::pipeline::Plan;
use crate::files::{BoxError, Error, Options, Part, Report};

/// A sample with everything its batch says about it.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    source: String,
    recording: &'static str,
    metric: Metric,
    start: String,
    seconds: i64,
    value: f64,
    attributes: Attributes,
    copy: u32,
}

/// Everything a sink was given.
#[derive(Debug, Default, PartialEq)]
struct Found {
    rows: Vec<Row>,
    sessions: Vec<Session>,
    rejected: Vec<Rejected>,
}

impl Found {
    fn take(&mut self, part: Part) -> Result<(), BoxError> {
        match part {
            Part::Samples(batch) => self.rows.extend(rows(&batch)),
            Part::Sessions(sessions) => self.sessions.extend(sessions),
            Part::Rejected(rejected) => self.rejected.extend(rejected),
            Part::Progress(_) => {}
        }
        Ok(())
    }

    fn of(&self, metric: Metric) -> Vec<(&str, &str, i64, f64)> {
        let rows = self.rows.iter().filter(|row| row.metric == metric);
        rows.map(|row| (&*row.source, &*row.start, row.seconds, row.value))
            .collect()
    }

    fn row(&self, metric: Metric) -> &Row {
        self.rows.iter().find(|row| row.metric == metric).unwrap()
    }

    fn workout(&self) -> &Workout {
        let Detail::Workout(workout) = &self.sessions[0].detail else {
            panic!("no workout");
        };
        workout
    }

    fn reasons(&self) -> Vec<(&str, &str)> {
        self.rejected
            .iter()
            .map(|it| (&*it.subject, it.reason.kind()))
            .collect()
    }
}

fn rows(batch: &SampleBatch) -> impl Iterator<Item = Row> + '_ {
    batch.rows().map(|row| {
        let series = &batch.series()[row.series as usize];
        Row {
            source: series.source.key.origin.clone(),
            recording: series.source.key.recording.id(),
            metric: series.metric,
            start: DateTime::from_timestamp_millis(row.start_ms).unwrap().to_rfc3339(),
            seconds: (row.end_ms - row.start_ms) / 1000,
            value: row.value,
            attributes: (*batch.attributes()[row.attributes as usize]).clone(),
            copy: row.copy,
        }
    })
}

fn options() -> Options {
    Options {
        threads: 1,
        ..Options::new("2026-01-11T00:00:00Z".parse::<DateTime<Utc>>().unwrap())
    }
}

fn read_with(xml: &[u8], options: &Options) -> Result<(Found, Report), Error> {
    read_planned(xml, options, Plan::default())
}

fn read_planned(xml: &[u8], options: &Options, plan: Plan) -> Result<(Found, Report), Error> {
    let mut found = Found::default();
    let report = super::read_document(xml, None, options, plan, &mut |part| found.take(part))?;
    Ok((found, report))
}

fn read(xml: &str) -> (Found, Report) {
    read_with(xml.as_bytes(), &options()).unwrap()
}

/// Puts elements into a document.
fn document(elements: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<HealthData locale=\"en_GB\">\n{elements}\n</HealthData>\n")
}

/// Writes a record of one minute on 9 January 2026.
fn record(kind: &str, unit: &str, value: &str) -> String {
    format!(
        " <Record type=\"{kind}\" sourceName=\"Health\" unit=\"{unit}\" startDate=\"2026-01-09 08:00:00 +0000\" \
         endDate=\"2026-01-09 08:01:00 +0000\" value=\"{value}\"/>"
    )
}

fn remarks(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect()
}
