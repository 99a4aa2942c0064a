//! Holds what the formats of activity files have in common: what is measured along the way becomes samples, the way
//! becomes the workout's route, and both are delivered together.
//!
//! Invariant: a value stands under its time once, and where a file says it twice the later place in the file counts. What
//! fails the model's checks is rejected with its byte; nothing is clipped.

mod measure;
mod multisport;
mod sport;
mod way;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use vitasync_core::Session;
use vitasync_core::batch::BatchRow;
use vitasync_core::error::{Position, Reason, Rejected};
use vitasync_core::metric::Metric;
use vitasync_core::normalize::SeriesRule;
use vitasync_core::session::{Detail, RoutePoint, Statistic, StatisticKind, WorkoutEvent};
use vitasync_core::source::{Attributes, Recording, Source};
use vitasync_core::sport::Sport;
use vitasync_core::unit::Unit;

pub(crate) use measure::distance_of;
#[cfg(feature = "vendors")]
pub(crate) use measure::is_same_measure;
pub(super) use measure::{Channel, Measure, is_distance, is_on_foot, metrics};
pub(super) use multisport::join;
#[cfg(feature = "vendors")]
pub(crate) use multisport::join_workouts;

use super::Error;
use super::outlet::Outlet;
use super::report::{TypeCount, bump};

/// The most values one file may give: four days of ten a second.
pub(super) const MAX_VALUES: usize = 4_000_000;

/// Something that was measured at an instant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Value {
    pub(super) at_ms: i64,
    /// Where it stood in the file.
    pub(super) byte: u64,
    pub(super) measure: Measure,
    pub(super) value: f64,
}

/// A stretch of a workout in one sport; most have one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Leg {
    pub(super) sport: Sport,
    pub(super) start: DateTime<Utc>,
}

/// A workout and what was measured during it.
#[derive(Debug)]
pub(super) struct Activity {
    pub(super) session: Session,
    /// In order of time, at least one.
    pub(super) legs: Vec<Leg>,
    /// In the order of the file.
    pub(super) values: Vec<Value>,
}

/// One sample before the checks of the model: a value in the vendor's unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Raw {
    pub(super) byte: u64,
    pub(super) start_ms: i64,
    pub(super) end_ms: i64,
    pub(super) value: f64,
}

/// A series of samples before the checks of the model.
#[derive(Debug)]
pub(super) struct RawSeries<'a> {
    pub(super) source: &'a Arc<Source>,
    pub(super) attributes: &'a Arc<Attributes>,
    /// What it is called in reports.
    pub(super) subject: &'a str,
    pub(super) channel: Channel,
}

/// Finds the sport a word of a TCX or GPX file stands for.
pub(super) fn sport_of_word(word: &str) -> Sport {
    sport::of_word(word)
}

/// Tells whether coordinates are a place; writers without a fix put zeros.
pub(super) fn is_position(latitude: f64, longitude: f64) -> bool {
    latitude != 0.0 || longitude != 0.0
}

/// Tells whether something can have happened before it was received, and since there have been such files.
pub(super) fn is_possible(at: DateTime<Utc>, received: DateTime<Utc>) -> bool {
    at.year() >= 2000 && at <= received + TimeDelta::days(1)
}

/// Puts a route in order of time, with one point for each.
pub(super) fn in_order(mut route: Vec<RoutePoint>) -> Vec<RoutePoint> {
    route.sort_by_key(|point| point.at);
    route.dedup_by_key(|point| point.at);
    route
}

/// Names a place in the file, which stands in an archive if it has a name.
pub(super) fn position(file: Option<&str>, byte: u64) -> Position {
    file.map_or_else(|| Position::byte(byte), |file| Position::in_file(file, byte))
}

/// Delivers a workout and everything measured during it.
pub(super) fn deliver(outlet: &mut Outlet<'_>, file: Option<&str>, mut activity: Activity) -> Result<(), Error> {
    let source = Arc::clone(&activity.session.source);
    let attributes = Arc::new(Attributes {
        remarks: BTreeMap::new(),
        ..activity.session.attributes.clone()
    });
    let mut resumed = Vec::new();
    if let Detail::Workout(workout) = &activity.session.detail {
        resumed = resumptions(&workout.events);
        outlet.report.routes.points += workout.route.len() as u64;
    }
    let start_ms = activity.session.start.timestamp_millis();
    let ends = activity.legs.iter().skip(1).map(|leg| leg.start.timestamp_millis());
    let ends: Vec<i64> = ends.chain([i64::MAX]).collect();
    let values = &mut activity.values;
    order(values);
    for of_measure in values.chunk_by(|a, b| a.measure == b.measure) {
        let measure = of_measure[0].measure;
        let mut rest = of_measure;
        let mut before = None;
        for (leg, end_ms) in activity.legs.iter().zip(&ends) {
            let (inside, after) = rest.split_at(rest.partition_point(|value| value.at_ms < *end_ms));
            rest = after;
            let series = RawSeries {
                source: &source,
                attributes: &attributes,
                subject: measure.id(),
                channel: measure.channel(leg.sport),
            };
            if measure == Measure::Distance {
                let since_ms = start_ms.max(leg.start.timestamp_millis());
                way::distances(outlet, file, &series, (since_ms, before, &resumed), inside)?;
                before = inside.last().map(|last| last.value).or(before);
            } else {
                let raw = inside
                    .iter()
                    .map(|value| Raw::instant(value.byte, value.at_ms, value.value));
                samples(outlet, file, &series, raw)?;
            }
        }
    }
    outlet.sessions(vec![activity.session])
}

/// Checks the samples of a series and delivers those that pass.
pub(super) fn samples(
    outlet: &mut Outlet<'_>,
    file: Option<&str>,
    series: &RawSeries<'_>,
    raw: impl Iterator<Item = Raw>,
) -> Result<(), Error> {
    let Channel { metric, unit, factor } = series.channel;
    let recording = series.source.key.recording;
    let rule = rule(metric, unit, recording, outlet.options.received);
    let mut rejected = Vec::new();
    let mut place = None;
    let mut count = TypeCount::default();
    for raw in raw {
        count.read += 1;
        match rule.apply(raw.value * factor, raw.start_ms, raw.end_ms) {
            Ok(value) => {
                let (series, attributes) = *place.get_or_insert_with(|| {
                    (
                        outlet.series(series.source, metric),
                        outlet.attributes(series.attributes),
                    )
                });
                let row = BatchRow {
                    series,
                    start_ms: raw.start_ms,
                    end_ms: raw.end_ms,
                    value,
                    attributes,
                    copy: 0,
                };
                if outlet.push(row)? {
                    place = None;
                }
            }
            Err(reason) => rejected.push(Rejected {
                position: position(file, raw.byte),
                subject: series.subject.to_owned(),
                reason,
            }),
        }
    }
    count.rejected = rejected.len() as u64;
    count.used = count.read - count.rejected;
    if count.read > 0 {
        bump(&mut outlet.report.records, series.subject, |all| all.add(count));
    }
    outlet.rejected(rejected)
}

impl Raw {
    /// Places a value at an instant.
    pub(super) fn instant(byte: u64, at_ms: i64, value: f64) -> Self {
        Self {
            byte,
            start_ms: at_ms,
            end_ms: at_ms,
            value,
        }
    }
}

/// Gathers the numbers that sum up a workout, and what of them cannot be used.
#[derive(Debug)]
pub(super) struct Tally {
    start_ms: i64,
    end_ms: i64,
    received: DateTime<Utc>,
    pub(super) statistics: Vec<Statistic>,
    pub(super) refused: Vec<(String, Reason)>,
}

impl Tally {
    /// Begins the numbers of a workout.
    pub(super) fn new(start: DateTime<Utc>, end: DateTime<Utc>, received: DateTime<Utc>) -> Self {
        Self {
            start_ms: start.timestamp_millis(),
            end_ms: end.timestamp_millis(),
            received,
            statistics: Vec::new(),
            refused: Vec::new(),
        }
    }

    /// Adds a number in the vendor's unit under the vendor's name, unless it is there already.
    pub(super) fn add(&mut self, name: &str, channel: Channel, kind: StatisticKind, value: Option<f64>) {
        let Channel { metric, unit, factor } = channel;
        let Some(value) = value else { return };
        if self.statistics.iter().any(|it| it.metric == metric && it.kind == kind) {
            return;
        }
        let rule = rule(metric, unit, Recording::Active, self.received);
        match rule.apply(value * factor, self.start_ms, self.end_ms) {
            Ok(value) => self.statistics.push(Statistic { metric, kind, value }),
            Err(reason) => self.refused.push((name.to_owned(), reason)),
        }
    }
}

fn rule(metric: Metric, unit: Unit, recording: Recording, received: DateTime<Utc>) -> SeriesRule {
    SeriesRule::new(metric, Some(unit), recording, received)
        .expect("a table pairs metrics with units that measure them")
}

/// Orders values by measure and time, and keeps of several at one time the last of the file.
fn order(values: &mut Vec<Value>) {
    values.sort_by_key(|value| (value.measure, value.at_ms, std::cmp::Reverse(value.byte)));
    values.dedup_by_key(|value| (value.measure, value.at_ms));
}

fn resumptions(events: &[WorkoutEvent]) -> Vec<i64> {
    let mut resumed: Vec<i64> = events
        .iter()
        .filter(|event| event.kind == RESUME)
        .map(|event| event.at.timestamp_millis())
        .collect();
    resumed.sort_unstable();
    resumed
}

/// What the model calls the ends of a pause.
pub(super) const PAUSE: &str = "pause";
pub(super) const RESUME: &str = "resume";
