//! Answers personal records: the best day of a metric, and the best workout of a sport.

use chrono::NaiveDate;
use vitasync_core::Metric;
use vitasync_core::analytics::training::records::{Better, Effort, Record, records};
use vitasync_core::id::ContentId;
use vitasync_core::metric::Aggregation;
use vitasync_core::session::{Detail, StatisticKind};

use crate::app::App;
use crate::error::Result;
use crate::service::events::{self, Event, EventKind, EventQuery};
use crate::service::health::{self, DaysQuery, UserRef};
use crate::service::window::Window;

/// The metrics of days that have records, and which side is better.
const OF_DAYS: &[(Metric, Better)] = &[
    (Metric::Steps, Better::Higher),
    (Metric::DistanceWalkingRunning, Better::Higher),
    (Metric::Distance, Better::Higher),
    (Metric::FloorsClimbed, Better::Higher),
    (Metric::ActiveEnergy, Better::Higher),
    (Metric::ExerciseTime, Better::Higher),
    (Metric::Vo2Max, Better::Higher),
    (Metric::RestingHeartRate, Better::Lower),
    (Metric::HeartRateVariabilityRmssd, Better::Higher),
    (Metric::HeartRateVariabilitySdnn, Better::Higher),
];

/// The totals of workouts that have records; the greater is better.
const OF_WORKOUTS: &[Metric] = &[
    Metric::DistanceWalkingRunning,
    Metric::Distance,
    Metric::DistanceCycling,
    Metric::DistanceSwimming,
    Metric::ActiveEnergy,
    Metric::ElevationGain,
    Metric::WorkoutDuration,
];

/// What is the best so far.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonalRecord {
    /// The metric.
    pub metric: Metric,
    /// The sport of a workout's record; none of a day's.
    pub sport: Option<&'static str>,
    /// The record: when, how good, and what it was before. Of a day, its beginning.
    pub record: Record,
    /// The civil date.
    pub date: NaiveDate,
    /// The workout.
    pub event: Option<ContentId>,
}

type Key = (Metric, Option<&'static str>);
/// Where an effort is from.
type Origin = (NaiveDate, Option<ContentId>);

/// Lists a person's records over all their data, by metric and sport: the best day and the best workout that stand.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn personal_records(app: &App, user: &UserRef) -> Result<Vec<PersonalRecord>> {
    let mut found = Vec::new();
    let days = efforts_of_days(app, user).await?;
    for (metric, better) in OF_DAYS {
        let of_metric = days.iter().filter(|(key, ..)| key.0 == *metric);
        found.extend(standing(of_metric.copied(), *better));
    }
    let workouts = events::list(app, user, &EventQuery::all(EventKind::Workout, Window::default(), None)).await?;
    found.extend(standing(workouts.rows.iter().flat_map(efforts_of), Better::Higher));
    Ok(found)
}

/// Reads the days of what has records. A day that is not over yet may take a record of what grows only once it is over.
async fn efforts_of_days(app: &App, user: &UserRef) -> Result<Vec<(Key, Effort, Origin)>> {
    let query = DaysQuery {
        metrics: OF_DAYS.iter().map(|(metric, _)| *metric).collect(),
        ..DaysQuery::default()
    };
    let mut efforts = Vec::new();
    for day in health::daily_summaries(app, user, &query).await? {
        for (metric, said) in &day.metrics {
            let growing = day.settled.is_partial && metric.spec().aggregation == Aggregation::Sum;
            if !growing && said.value.is_finite() {
                let effort = Effort {
                    at: day.start,
                    value: said.value,
                };
                efforts.push(((*metric, None), effort, (day.date, None)));
            }
        }
    }
    Ok(efforts)
}

/// Lists what a workout may be the best at.
fn efforts_of(event: &Event) -> Vec<(Key, Effort, Origin)> {
    let Detail::Workout(workout) = &event.session.detail else {
        return Vec::new();
    };
    let elapsed = (event.session.end - event.session.start).as_seconds_f64();
    let total = |metric| match metric {
        Metric::WorkoutDuration => Some(workout.timer_s.unwrap_or(elapsed)),
        _ => workout.statistic(metric, StatisticKind::Sum),
    };
    let effort = |metric: &Metric| {
        let value = total(*metric).filter(|value| value.is_finite())?;
        let effort = Effort {
            at: event.session.start,
            value,
        };
        Some((
            (*metric, Some(workout.sport.id())),
            effort,
            (event.local_date, Some(event.id)),
        ))
    };
    OF_WORKOUTS.iter().filter_map(effort).collect()
}

/// Returns the records that stand.
fn standing(efforts: impl Iterator<Item = (Key, Effort, Origin)>, better: Better) -> Vec<PersonalRecord> {
    let efforts: Vec<(Key, Effort, Origin)> = efforts.collect();
    // Of no effort there is no record, and all values are finite.
    let found = records(efforts.iter().map(|(key, effort, _)| (*key, *effort)), better).unwrap_or_default();
    let record = |(key, history): (Key, Vec<Record>)| {
        let record = *history.last()?;
        let best = Effort {
            at: record.at,
            value: record.value,
        };
        let (.., (date, event)) = efforts.iter().find(|(of, effort, _)| *of == key && *effort == best)?;
        Some(PersonalRecord {
            metric: key.0,
            sport: key.1,
            record,
            date: *date,
            event: *event,
        })
    };
    found.into_iter().filter_map(record).collect()
}
