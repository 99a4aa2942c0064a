//! From readings to one truth: normalised samples, values per bucket of time, nights and workouts.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use vitasync_core::aggregate::{self, Bucket, BucketValue, Window};
use vitasync_core::normalize::{self, Context};
use vitasync_core::resolve::sleep::{self, Night};
use vitasync_core::resolve::workouts::{self, MergedWorkout, WorkoutGroup};
use vitasync_core::time::ZoneHistory;
use vitasync_core::{History, Metric, Preferences, Reading, Reason, Sample, SampleBatch, Session, Source};

use crate::question::questions;

questions! {
    "truth";

    /// Turns a reading into a sample in the canonical unit of its metric, or says why it is none.
    normalize(reading: Reading, zones: ZoneHistory, received: DateTime<Utc>) -> Normalized =
        Ok(normalize::normalize(&reading, &Context { zones, received }).into());
    /// Answers one number per minute, hour, day, week or month, resolved across sources. Asks from the first sample to
    /// the last where no window is given.
    aggregate(
        samples: Vec<Sample>,
        metric: Metric,
        bucket: Bucket,
        window: Option<Asked>,
        preferences: Preferences = Preferences::default(),
    ) -> Aggregated = Ok(aggregated(samples, metric, bucket, window, preferences));
    /// Chooses the nights and naps among sessions of all sources, one each however many recorded it, in order of time.
    nights(sessions: Vec<Session>, preferences: Preferences = Preferences::default()) -> Vec<Night> =
        Ok(sleep::nights(&sessions, &preferences));
    /// Answers the workouts among sessions of several sources, one each however many recorded it. `user` is the person in the
    /// identities by which `preferences` name workouts.
    workouts(sessions: Vec<Session>, user: String, preferences: Preferences = Preferences::default()) -> Vec<ResolvedWorkout> =
        Ok(resolved(&sessions, &user, &preferences));
}

/// A sample, or why a reading is none.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
enum Normalized {
    /// The reading in canonical terms.
    Sample(Box<Sample>),
    /// Why it is refused.
    Rejected(Reason),
}

impl From<Result<Sample, Reason>> for Normalized {
    fn from(answer: Result<Sample, Reason>) -> Self {
        answer.map_or_else(Self::Rejected, |sample| Self::Sample(Box::new(sample)))
    }
}

/// The time that is asked about.
#[derive(Deserialize)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = AggregateWindow))]
enum Asked {
    /// Civil dates, both included.
    Dates {
        /// The first.
        from: NaiveDate,
        /// The last.
        to: NaiveDate,
    },
    /// Instants, half-open.
    Instants {
        /// The first.
        from: DateTime<Utc>,
        /// The end.
        to: DateTime<Utc>,
    },
}

impl From<Asked> for Window {
    fn from(asked: Asked) -> Self {
        match asked {
            Asked::Dates { from, to } => Self::Dates(from..=to),
            Asked::Instants { from, to } => Self::Instants(from..to),
        }
    }
}

/// Values per bucket of time.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
struct Aggregated {
    /// Who measured; buckets name them by their place here.
    sources: Vec<Source>,
    /// The buckets that have data, in order of time.
    buckets: Vec<BucketValue>,
}

fn aggregated(
    samples: Vec<Sample>,
    metric: Metric,
    bucket: Bucket,
    asked: Option<Asked>,
    preferences: Preferences,
) -> Aggregated {
    let mut history = History::new(preferences);
    history.add(&samples.into_iter().collect::<SampleBatch>());
    let window = asked.map_or(
        Window::Instants(DateTime::<Utc>::MIN_UTC..DateTime::<Utc>::MAX_UTC),
        Window::from,
    );
    let series = history.received(metric);
    Aggregated {
        sources: series.iter().map(|series| series.source.clone()).collect(),
        buckets: aggregate::aggregate(metric, &series, &history.preferences, bucket, window),
    }
}

/// A workout, resolved across sources.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
struct ResolvedWorkout {
    /// Which sessions it is made of, by their places.
    group: WorkoutGroup,
    /// What they come to.
    merged: MergedWorkout,
}

fn resolved(sessions: &[Session], user: &str, preferences: &Preferences) -> Vec<ResolvedWorkout> {
    let groups = workouts::group_workouts(sessions, user, preferences);
    let merged = groups.into_iter().map(|group| ResolvedWorkout {
        merged: workouts::merge_group(&group, sessions),
        group,
    });
    merged.collect()
}
