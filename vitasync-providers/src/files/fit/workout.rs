//! Makes workouts of sessions, laps, lengths of a pool and records.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use vitasync_core::Session;
use vitasync_core::error::{Reason, Rejected};
use vitasync_core::metric::Metric;
use vitasync_core::session::{Detail, Lap, Statistic, StatisticKind, Workout, WorkoutEvent};
use vitasync_core::sport::{Sport, SportCategory};
use vitasync_core::time::from_ms;
use vitasync_core::unit::Unit;

use super::About;
use super::decode::{Message, TIMESTAMP};
use super::gather::{Gathered, instant, to_ms};
use super::laps::{lap, length, lengths};
use super::profile::{self, Total, session};
use crate::files::Error;
use crate::files::activity::{
    Activity, Channel, Leg, PAUSE, RESUME, Tally, in_order, is_on_foot, is_possible, join, position,
};
use crate::files::outlet::Outlet;

/// A session, as far as it is needed to make a workout of it.
pub(super) struct Part {
    byte: u64,
    /// Its place among the sessions of the file.
    place: usize,
    sport: Sport,
    vendor_sport: Option<String>,
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    timer_s: Option<f64>,
    /// In metres, where it was swum in a pool.
    pub(super) pool_m: Option<f64>,
    statistics: Vec<Statistic>,
}

/// Makes the workouts of a file, in order of time.
pub(super) fn build(
    outlet: &mut Outlet<'_>,
    file: Option<&str>,
    about: &About,
    mut gathered: Gathered<'_>,
) -> Result<Vec<Activity>, Error> {
    let mut parts = Vec::new();
    let mut rejected = Vec::new();
    for (place, message) in std::mem::take(&mut gathered.sessions).iter().enumerate() {
        match part(message, place, &gathered, about) {
            Ok((part, refused)) => {
                rejected.extend(refused.into_iter().map(|(name, reason)| (part.byte, name, reason)));
                parts.push(part);
            }
            Err(reason) => rejected.push((message.byte, "session".to_owned(), reason)),
        }
    }
    for message in gathered.laps.iter().chain(&gathered.lengths) {
        if lap(message).or_else(|| length(message)).is_none() {
            let field = "start_time".to_owned();
            rejected.push((message.byte, "lap".to_owned(), Reason::MissingField { field }));
        }
    }
    let rejected = rejected.into_iter().map(|(byte, subject, reason)| Rejected {
        position: position(file, byte),
        subject,
        reason,
    });
    outlet.rejected(rejected.collect())?;
    if parts.is_empty() {
        parts.extend(without_session(&gathered));
    }
    parts.sort_by_key(|part| part.start);
    lengths(outlet, file, about, &gathered, &parts)?;
    let is_one =
        parts.len() > 1 && (gathered.is_multisport || parts.iter().any(|part| part.sport == Sport::Transition));
    let mut activities = Vec::with_capacity(parts.len());
    let starts: Vec<i64> = parts.iter().skip(1).map(|part| part.start.timestamp_millis()).collect();
    for (part, end_ms) in parts.into_iter().zip(starts.into_iter().chain([i64::MAX])) {
        let inside = gathered.split_before(end_ms);
        activities.push(activity(part, inside, about));
    }
    if is_one {
        return Ok(join(activities).into_iter().collect());
    }
    Ok(activities)
}

/// Reads a session.
fn part(
    message: &Message<'_>,
    place: usize,
    gathered: &Gathered<'_>,
    about: &About,
) -> Result<(Part, Vec<(String, Reason)>), Reason> {
    let (elapsed_s, timer_s) = durations(message);
    let start = start(message, elapsed_s)?;
    if !is_possible(start, about.received) {
        return Err(Reason::WrongClock { at: start });
    }
    let end = match elapsed_s {
        Some(elapsed) => start + seconds(elapsed),
        None => gathered
            .last_record()
            .or(message.time().and_then(|time| from_ms(to_ms(time))))
            .filter(|end| *end > start)
            .unwrap_or(start),
    };
    let numbers = message
        .whole(session::SPORT)
        .map(|sport| (sport, message.whole(session::SUB_SPORT).unwrap_or(0)));
    let numbers = numbers.or(gathered.sport);
    let sport = numbers.map_or(Sport::Generic, |(sport, sub_sport)| profile::sport(sport, sub_sport));
    let mut tally = Tally::new(start, end, about.received);
    statistics(message, sport, &mut tally);
    let part = Part {
        byte: message.byte,
        place,
        sport,
        vendor_sport: numbers.map(|(sport, sub_sport)| format!("{sport}/{sub_sport}")),
        start,
        end,
        timer_s,
        pool_m: message
            .scaled(session::POOL_LENGTH, 100.0, 0.0)
            .filter(|metres| *metres > 0.0),
        statistics: tally.statistics,
    };
    Ok((part, tally.refused))
}

/// Reads how long a session took with its pauses and without, in seconds. The timer stands still in pauses; where it ran for
/// longer than the session took, the two are swapped.
fn durations(message: &Message<'_>) -> (Option<f64>, Option<f64>) {
    let told = |field| message.unsigned(field).map(|ms| f64::from(ms) / 1000.0);
    match (
        told(session::ELAPSED).filter(|elapsed| *elapsed > 0.0),
        told(session::TIMER),
    ) {
        (Some(elapsed), Some(timer)) => (Some(elapsed.max(timer)), Some(elapsed.min(timer))),
        told => told,
    }
}

/// Tells when a session began.
fn start(message: &Message<'_>, elapsed_s: Option<f64>) -> Result<DateTime<Utc>, Reason> {
    let told = instant(message, session::START).and_then(from_ms);
    let end = || instant(message, TIMESTAMP).and_then(from_ms);
    if let Some(start) = told.or_else(|| Some(end()? - seconds(elapsed_s?))) {
        return Ok(start);
    }
    let switched_on = message.unsigned(session::START).and_then(|time| from_ms(to_ms(time)));
    Err(match switched_on {
        Some(at) => Reason::WrongClock { at },
        None => Reason::MissingField {
            field: "start_time".to_owned(),
        },
    })
}

fn seconds(seconds: f64) -> TimeDelta {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the format counts milliseconds in 32 bits"
    )]
    TimeDelta::milliseconds((seconds * 1000.0).round() as i64)
}

fn statistics(message: &Message<'_>, sport: Sport, tally: &mut Tally) {
    for field in profile::SESSION {
        let channel = match field.total {
            Total::Of(measure) => measure.channel(sport),
            Total::As(metric, unit) => Channel {
                metric,
                unit,
                factor: 1.0,
            },
        };
        let value = field
            .numbers
            .iter()
            .find_map(|number| message.scaled(*number, field.scale, field.offset));
        let fraction = field
            .fraction
            .and_then(|(number, scale)| message.scaled(number, scale, 0.0));
        let value = value.map(|value| value + fraction.unwrap_or(0.0));
        let is_missing = |value: &f64| matches!(field.total, Total::Of(measure) if measure.is_missing(*value));
        tally.add(
            field.name,
            channel,
            field.kind,
            value.filter(|value| !is_missing(value)),
        );
    }
    let total = |field| message.number(field);
    let beside = [
        (
            is_on_foot(sport),
            "total_strides",
            Metric::Steps,
            Unit::Strides,
            total(session::CYCLES),
        ),
        (
            is_swum(sport),
            "total_strokes",
            Metric::SwimmingStrokeCount,
            Unit::Strokes,
            total(session::CYCLES),
        ),
        (
            is_swum(sport),
            "num_active_lengths",
            Metric::SwimmingLaps,
            Unit::Laps,
            total(session::ACTIVE_LENGTHS),
        ),
        (
            true,
            "active_calories",
            Metric::ActiveEnergy,
            Unit::Kilocalorie,
            total(session::CALORIES)
                .zip(total(session::METABOLIC_CALORIES))
                .map(|(all, resting)| all - resting),
        ),
    ];
    for (applies, name, metric, unit, value) in beside {
        let channel = Channel {
            metric,
            unit,
            factor: 1.0,
        };
        tally.add(name, channel, StatisticKind::Sum, value.filter(|_| applies));
    }
}

fn is_swum(sport: Sport) -> bool {
    sport.spec().category == SportCategory::Swimming
}

/// Makes a session of records alone: the file broke off before it, or its writer knows none.
fn without_session(gathered: &Gathered<'_>) -> Option<Part> {
    let first = gathered.values.iter().map(|value| value.at_ms).min();
    let points = gathered.route.iter().map(|point| point.at.timestamp_millis());
    let start = first.into_iter().chain(points.min()).min().and_then(from_ms)?;
    let numbers = gathered.sport;
    Some(Part {
        byte: 0,
        place: 0,
        sport: numbers.map_or(Sport::Generic, |(sport, sub_sport)| profile::sport(sport, sub_sport)),
        vendor_sport: numbers.map(|(sport, sub_sport)| format!("{sport}/{sub_sport}")),
        start,
        end: gathered.last_record().unwrap_or(start),
        timer_s: None,
        pool_m: None,
        statistics: Vec::new(),
    })
}

fn activity(part: Part, gathered: Gathered<'_>, about: &About) -> Activity {
    let mut laps: Vec<Lap> = gathered.laps.iter().filter_map(lap).collect();
    laps.extend(gathered.lengths.iter().filter_map(length));
    let workout = Workout {
        vendor_sport: part.vendor_sport,
        timer_s: part.timer_s,
        statistics: part.statistics,
        laps,
        events: pauses(&gathered.timer, part.start, part.end),
        route: in_order(gathered.route),
        ..Workout::new(part.sport)
    };
    Activity {
        session: Session {
            source: Arc::clone(&about.active),
            record: about.record("session", part.place),
            start: part.start,
            end: part.end,
            attributes: about.attributes.clone(),
            detail: Detail::Workout(Box::new(workout)),
        },
        legs: vec![Leg {
            sport: part.sport,
            start: part.start,
        }],
        values: gathered.values,
    }
}

/// Turns starts and stops of the timer inside a workout into its pauses.
fn pauses(timer: &[(i64, bool)], start: DateTime<Utc>, end: DateTime<Utc>) -> Vec<WorkoutEvent> {
    let mut events: Vec<WorkoutEvent> = Vec::new();
    for (at_ms, starts) in timer {
        let kind = if *starts { RESUME } else { PAUSE };
        let inside = from_ms(*at_ms).filter(|at| *at > start && *at < end);
        let is_new = events.last().map_or(!starts, |last| last.kind != kind);
        if let Some(at) = inside.filter(|_| is_new) {
            events.push(WorkoutEvent {
                kind: kind.to_owned(),
                at,
            });
        }
    }
    // A pause that nothing follows is the end.
    if events.last().is_some_and(|last| last.kind == PAUSE) {
        events.pop();
    }
    events
}
