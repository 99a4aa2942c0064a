//! Reads TCX files: activities of laps of track points, with what was measured at each.
//!
//! The format knows three sports and gives a lap's time, way and energy, from which the totals of an activity are added up.
//! What writers have made of it is wider: sports in words of their own, prefixes that are never declared, points that go
//! back in time.

mod parse;

use std::io::Read;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use vitasync_core::Session;
use vitasync_core::error::{Reason, Rejected};
use vitasync_core::metric::Metric;
use vitasync_core::record::{RecordKey, RecordVersion};
use vitasync_core::session::{Detail, Lap, StatisticKind, Workout, WorkoutEvent};
use vitasync_core::source::{Attributes, Device, DeviceKind, Recording, Revision, Source, SourceKey};
use vitasync_core::sport::Sport;
use vitasync_core::unit::Unit;

use super::Error;
use super::activity::{
    self, Activity, Channel, Leg, Measure, PAUSE, RESUME, Tally, in_order, is_on_foot, join, position,
};
use super::format::Format;
use super::outlet::Outlet;
use super::report::bump;
use parse::{Parsed, RawActivity, RawLap, parse};

/// Lists the metrics whose samples a file can bring.
pub(super) fn metrics() -> Vec<Metric> {
    activity::metrics(&parse::MEASURES.map(|(_, measure)| measure)).collect()
}

/// Reads a file and delivers its workouts.
pub(super) fn read(outlet: &mut Outlet<'_>, file: Option<&str>, reader: impl Read) -> Result<(), Error> {
    let parsed = parse(reader, outlet.options.received)?;
    for (name, count) in &parsed.unknown {
        bump(&mut outlet.report.unknown_elements, name, |all| *all += count);
    }
    let Parsed {
        activities,
        rejected,
        broken,
        ..
    } = parsed;
    let nothing = activities.is_empty() && rejected.is_empty() && broken.is_none();
    reject(outlet, file, rejected)?;
    // The activities of one multisport session follow one another.
    let mut parts: Vec<Activity> = Vec::new();
    let mut of = None;
    for raw in activities {
        let (byte, session) = (raw.byte, raw.session);
        if session.is_none() || session != of {
            deliver(outlet, file, std::mem::take(&mut parts))?;
        }
        of = session;
        match build(raw, outlet.options.received) {
            Ok((activity, refused)) => {
                let refused = refused.into_iter().map(|(name, reason)| (byte, name, reason));
                reject(outlet, file, refused.collect())?;
                parts.push(activity);
            }
            Err(reason) => reject(outlet, file, vec![(byte, "Activity".to_owned(), reason)])?,
        }
    }
    deliver(outlet, file, parts)?;
    match broken {
        Some((byte, reason)) => outlet.break_off(position(file, byte), "tcx", reason),
        None if nothing => Err(Error::nothing(Format::Tcx, "it has no activity")),
        None => Ok(()),
    }
}

/// Delivers an activity, or several as one.
fn deliver(outlet: &mut Outlet<'_>, file: Option<&str>, mut parts: Vec<Activity>) -> Result<(), Error> {
    let whole = if parts.len() > 1 { join(parts) } else { parts.pop() };
    whole.map_or(Ok(()), |whole| activity::deliver(outlet, file, whole))
}

fn reject(outlet: &mut Outlet<'_>, file: Option<&str>, rejected: Vec<(u64, String, Reason)>) -> Result<(), Error> {
    let rejected = rejected.into_iter().map(|(byte, subject, reason)| Rejected {
        position: position(file, byte),
        subject,
        reason,
    });
    outlet.rejected(rejected.collect())
}

/// What could not be used of an activity that can be.
type Refused = Vec<(String, Reason)>;

fn build(raw: RawActivity, received: DateTime<Utc>) -> Result<(Activity, Refused), Reason> {
    let (start, end) = span(&raw).ok_or_else(|| Reason::MissingField {
        field: "StartTime".to_owned(),
    })?;
    if !activity::is_possible(start, received) || !activity::is_possible(end, received) {
        return Err(Reason::WrongClock { at: start.max(end) });
    }
    let sport = raw.sport.as_deref().map_or(Sport::Generic, activity::sport_of_word);
    let mut tally = Tally::new(start, end, received);
    totals(&raw.laps, sport, &mut tally);
    let source = Arc::new(source(&raw));
    let record = raw.id.map(|id| RecordVersion {
        // Two devices may begin at the same second.
        key: RecordKey {
            scope: source.key.origin.clone(),
            ..RecordKey::new(Format::Tcx.id(), "activity", id)
        },
        revision: None,
    });
    let times = raw.laps.iter().map(|lap| lap.timer_s).collect::<Option<Vec<f64>>>();
    let workout = Workout {
        vendor_sport: raw.sport,
        title: raw.notes,
        timer_s: times.filter(|times| !times.is_empty()).map(|times| times.iter().sum()),
        statistics: tally.statistics,
        events: pauses(&raw.laps),
        laps: raw.laps.into_iter().filter_map(lap).collect(),
        route: in_order(raw.route),
        ..Workout::new(sport)
    };
    let session = Session {
        source,
        record,
        start,
        end,
        attributes: Attributes::default(),
        detail: Detail::Workout(Box::new(workout)),
    };
    let activity = Activity {
        session,
        legs: vec![Leg { sport, start }],
        values: raw.values,
    };
    Ok((activity, tally.refused))
}

/// Tells when an activity began and ended: with its first lap, and with its last lap or point.
fn span(raw: &RawActivity) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let tracks = || raw.laps.iter().flat_map(|lap| &lap.tracks);
    let starts = raw.laps.iter().filter_map(|lap| lap.start);
    let start = starts.min().or_else(|| tracks().map(|track| track.0).min())?;
    let ends = raw.laps.iter().filter_map(lap_end).chain(tracks().map(|track| track.1));
    Some((start, ends.max().unwrap_or(start).max(start)))
}

fn lap_end(lap: &RawLap) -> Option<DateTime<Utc>> {
    #[expect(clippy::cast_possible_truncation, reason = "the milliseconds of a lap")]
    let length = (lap.timer_s? * 1000.0).round() as i64;
    lap.start?.checked_add_signed(TimeDelta::try_milliseconds(length)?)
}

/// Adds up what the laps tell. A mean is known where every lap that took time has one.
fn totals(laps: &[RawLap], sport: Sport, tally: &mut Tally) {
    let own = |metric, unit| Channel {
        metric,
        unit,
        factor: 1.0,
    };
    let sum = |read: fn(&RawLap) -> Option<f64>| laps.iter().filter_map(read).reduce(|all, one| all + one);
    let most = |read: fn(&RawLap) -> Option<f64>| laps.iter().filter_map(read).reduce(f64::max);
    let mean = |read: fn(&RawLap) -> Option<f64>| {
        let took = laps.iter().filter(|lap| lap.timer_s.is_none_or(|timer| timer > 0.0));
        let weighed: Option<Vec<(f64, f64)>> = took.map(|lap| Some((read(lap)?, lap.timer_s?))).collect();
        let weighed = weighed.filter(|weighed| !weighed.is_empty())?;
        let whole: f64 = weighed.iter().map(|(_, weight)| weight).sum();
        Some(weighed.iter().map(|(value, weight)| value * weight).sum::<f64>() / whole)
    };
    let distance = Measure::Distance.channel(sport);
    let rate = Measure::HeartRate.channel(sport);
    let (power, cadence) = (Measure::Power.channel(sport), Measure::Cadence.channel(sport));
    // The schema wants energy in every lap, so 0 stands where nobody has computed it.
    let energy = sum(|lap| lap.kcal).filter(|kcal| *kcal > 0.0);
    let steps = sum(|lap| lap.steps).filter(|_| is_on_foot(sport));
    for (name, channel, kind, value) in [
        (
            "DistanceMeters",
            distance,
            StatisticKind::Sum,
            sum(|lap| lap.distance_m),
        ),
        (
            "Calories",
            own(Metric::TotalEnergy, Unit::Kilocalorie),
            StatisticKind::Sum,
            energy,
        ),
        ("Steps", own(Metric::Steps, Unit::Steps), StatisticKind::Sum, steps),
        (
            "MaximumSpeed",
            Measure::Speed.channel(sport),
            StatisticKind::Max,
            most(|lap| lap.max_speed),
        ),
        (
            "AverageHeartRateBpm",
            rate,
            StatisticKind::Mean,
            mean(|lap| lap.mean_heart_rate),
        ),
        (
            "MaximumHeartRateBpm",
            rate,
            StatisticKind::Max,
            most(|lap| lap.max_heart_rate),
        ),
        ("AvgWatts", power, StatisticKind::Mean, mean(|lap| lap.mean_power)),
        ("MaxWatts", power, StatisticKind::Max, most(|lap| lap.max_power)),
        ("Cadence", cadence, StatisticKind::Mean, mean(|lap| lap.mean_cadence)),
    ] {
        tally.add(name, channel, kind, value);
    }
}

/// Between two tracks of one lap the recording stood still.
fn pauses(laps: &[RawLap]) -> Vec<WorkoutEvent> {
    let pairs = laps.iter().flat_map(|lap| lap.tracks.windows(2));
    let marks = pairs.flat_map(|pair| [(PAUSE, pair[0].1), (RESUME, pair[1].0)]);
    let mark = |(kind, at): (&str, _)| WorkoutEvent {
        kind: kind.to_owned(),
        at,
    };
    marks.map(mark).collect()
}

fn lap(raw: RawLap) -> Option<Lap> {
    let start = raw.start?;
    let end = lap_end(&raw).or_else(|| raw.tracks.iter().map(|track| track.1).max());
    Some(Lap {
        lap: raw.remarks.get("TriggerMethod").is_none_or(|word| word == "Manual"),
        start,
        end: end.unwrap_or(start),
        remarks: raw.remarks,
    })
}

fn source(raw: &RawActivity) -> Source {
    let device = &raw.device;
    // Writers that know no serial number put 0.
    let unit = device.unit.as_deref().filter(|unit| !unit.trim_matches('0').is_empty());
    let origin = [device.name.as_deref(), unit].into_iter().flatten().collect::<Vec<_>>();
    Source {
        key: SourceKey {
            provider: Format::Tcx.id().to_owned(),
            origin: origin.join(":"),
            recording: Recording::Active,
        },
        name: device.name.clone().unwrap_or_else(|| "TCX file".to_owned()),
        device_kind: DeviceKind::Unknown,
        device: Device {
            model: device.name.clone(),
            ..Device::default()
        },
        revision: Revision::LastWins,
    }
}
