//! What a history is asked for, and its answers as JSON and as tables.

use arrow_array::RecordBatch;
use chrono::{DateTime, NaiveDate, Utc};
use napi::Result;
use serde::Deserialize;
use serde_json::json as object;
use vitasync_core::aggregate::{Bucket, Window, aggregate};
use vitasync_core::export::arrow::{self, Answered};
use vitasync_core::{History, Metric};

use crate::errors::unknown_metric;
use crate::json;

/// What a history is asked for.
#[derive(Deserialize)]
#[serde(tag = "of", rename_all = "camelCase", deny_unknown_fields)]
pub(crate) enum Asked {
    /// What metrics come to per bucket of civil time; every metric where none is named.
    Buckets {
        metrics: Option<Vec<String>>,
        bucket: Bucket,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    },
    /// Nights and naps, one each.
    Nights,
    /// Workouts, one each.
    Workouts,
    /// Nights or workouts of every source, as received.
    Sessions { kind: Kind },
    /// The metrics there are samples of.
    Metrics,
    /// By what it is answered.
    Preferences,
}

/// A kind of session.
#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    Sleep,
    Workout,
}

impl Asked {
    /// Answers as JSON.
    pub(crate) fn json(&self, history: &History) -> Result<String> {
        match self {
            Self::Buckets { .. } => {
                let answers: Vec<_> = self.buckets(history)?.iter().map(told).collect();
                json::write(&answers)
            }
            Self::Nights => json::write(&history.nights()),
            Self::Workouts => json::write(&history.workouts()),
            Self::Sessions { kind: Kind::Sleep } => json::write(&history.sleep()),
            Self::Sessions { kind: Kind::Workout } => {
                let workouts: Vec<_> = history.sessions().filter(|it| it.kind() == "workout").collect();
                json::write(&workouts)
            }
            Self::Metrics => json::write(&history.metrics()),
            Self::Preferences => json::write(&history.preferences),
        }
    }

    /// Answers as a table; `None` of what is none.
    pub(crate) fn table(&self, history: &History) -> Result<Option<RecordBatch>> {
        Ok(match self {
            Self::Buckets { .. } => Some(arrow::buckets(&self.buckets(history)?)),
            Self::Nights => Some(arrow::nights(&history.nights(), &history.sleep())),
            Self::Workouts => Some(arrow::workouts(&history.workouts(), &history.preferences.zones)),
            Self::Sessions { .. } | Self::Metrics | Self::Preferences => None,
        })
    }

    fn buckets<'a>(&self, history: &'a History) -> Result<Vec<Answered<'a>>> {
        let Self::Buckets {
            metrics,
            bucket,
            from,
            to,
        } = self
        else {
            return Ok(Vec::new());
        };
        let named = metrics.as_ref().map(|ids| ids.iter().map(|id| metric(id)).collect());
        let metrics: Vec<Metric> = named.transpose()?.unwrap_or_else(|| history.metrics());
        let answers = metrics.into_iter().map(|metric| {
            let series = history.received(metric);
            let values = aggregate(metric, &series, &history.preferences, *bucket, window(*from, *to));
            Answered { metric, series, values }
        });
        Ok(answers.collect())
    }
}

fn metric(id: &str) -> Result<Metric> {
    id.parse().map_err(|error| unknown_metric(&error))
}

/// Writes answers with the sources that their buckets point to.
fn told(answered: &Answered<'_>) -> serde_json::Value {
    let sources: Vec<_> = answered.series.iter().map(|series| series.source).collect();
    object!({ "metric": answered.metric, "sources": sources, "buckets": answered.values })
}

/// Takes in whole civil days, both included; without either, all of time there is.
fn window(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Window {
    match (from, to) {
        (None, None) => Window::Instants(DateTime::<Utc>::MIN_UTC..DateTime::<Utc>::MAX_UTC),
        (from, to) => {
            let earliest = NaiveDate::from_ymd_opt(1, 1, 1).expect("a date");
            let latest = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a date");
            Window::Dates(from.unwrap_or(earliest)..=to.unwrap_or(latest))
        }
    }
}
