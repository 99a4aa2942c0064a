//! The tables a history answers with.

use std::str::FromStr;

use arrow_array::RecordBatch;
use chrono::{DateTime, NaiveDate, Utc};
use pyo3::prelude::*;
use serde_json::json;
use vitasync_core::aggregate::{Bucket, Window, aggregate};
use vitasync_core::export::arrow::{self, Answered};
use vitasync_core::metric::UnknownMetric;
use vitasync_core::{History, Metric, Session};

use crate::errors::{exception, wrong_argument};

/// What to come to: which metrics per which bucket, and when.
pub(crate) struct Asked {
    metrics: Option<Vec<Metric>>,
    bucket: Bucket,
    window: Window,
}

impl Asked {
    pub(crate) fn read(
        py: Python<'_>,
        metrics: Option<Vec<String>>,
        bucket: &str,
        first: Option<&str>,
        last: Option<&str>,
    ) -> PyResult<Self> {
        let metrics = metrics.map(|ids| ids.iter().map(|id| metric(py, id)).collect());
        let unknown = || {
            wrong_argument(
                py,
                "bucket",
                &format!("{bucket:?} is none of minute, hour, day, week, month"),
            )
        };
        Ok(Self {
            metrics: metrics.transpose()?,
            bucket: Bucket::from_id(bucket).ok_or_else(unknown)?,
            window: window(date(py, "first", first)?, date(py, "last", last)?),
        })
    }

    /// Every metric per civil day, from the first sample to the last.
    pub(crate) fn days() -> Self {
        Self {
            metrics: None,
            bucket: Bucket::Day,
            window: window(None, None),
        }
    }

    pub(crate) fn of(&self, history: &History) -> RecordBatch {
        let metrics = self.metrics.clone().unwrap_or_else(|| history.metrics());
        let answers: Vec<Answered<'_>> = metrics
            .into_iter()
            .map(|metric| {
                let series = history.received(metric);
                let window = self.window.clone();
                let values = aggregate(metric, &series, &history.preferences, self.bucket, window);
                Answered { metric, series, values }
            })
            .collect();
        arrow::buckets(&answers)
    }
}

pub(crate) fn nights(history: &History) -> RecordBatch {
    arrow::nights(&history.nights(), &history.sleep())
}

pub(crate) fn workouts(history: &History) -> RecordBatch {
    arrow::workouts(&history.workouts(), &history.preferences.zones)
}

/// What a session is.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Sleep,
    Workout,
}

impl Kind {
    pub(crate) fn read(py: Python<'_>, kind: &str) -> PyResult<Self> {
        match kind {
            "sleep" => Ok(Self::Sleep),
            "workout" => Ok(Self::Workout),
            _ => Err(wrong_argument(
                py,
                "kind",
                &format!("{kind:?} is neither sleep nor workout"),
            )),
        }
    }

    /// Lists the sessions of every source, as received: what several questions are asked with.
    pub(crate) fn of(self, history: &History) -> Vec<Session> {
        match self {
            Self::Sleep => history.sleep(),
            Self::Workout => {
                let sessions = history.sessions();
                sessions.filter(|it| it.kind() == "workout").cloned().collect()
            }
        }
    }
}

/// Without a bound, the window is all of time there is.
fn window(first: Option<NaiveDate>, last: Option<NaiveDate>) -> Window {
    match (first, last) {
        (None, None) => Window::Instants(DateTime::<Utc>::MIN_UTC..DateTime::<Utc>::MAX_UTC),
        (first, last) => {
            let earliest = NaiveDate::from_ymd_opt(1, 1, 1).expect("a date");
            let latest = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a date");
            Window::Dates(first.unwrap_or(earliest)..=last.unwrap_or(latest))
        }
    }
}

fn metric(py: Python<'_>, id: &str) -> PyResult<Metric> {
    Metric::from_str(id).map_err(|error| {
        let UnknownMetric { id, nearest } = &error;
        let facts = json!({ "id": id, "nearest": nearest });
        exception(py, "question", "unknown_metric", &error.to_string(), &facts)
    })
}

fn date(py: Python<'_>, name: &str, text: Option<&str>) -> PyResult<Option<NaiveDate>> {
    let parsed = text.map(NaiveDate::from_str).transpose();
    parsed.map_err(|_| wrong_argument(py, name, &format!("{text:?} is no date such as 2026-10-31")))
}
