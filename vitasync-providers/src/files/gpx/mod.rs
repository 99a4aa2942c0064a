//! Reads GPX files: ways with times, of which each becomes a workout.
//!
//! A GPX file says where somebody was and when, and in extensions what was measured there. It does not say how far it was or
//! what it took; such numbers are not made up here. A way without times is one that is planned, and is refused.

pub mod points;
mod scan;

#[cfg(test)]
mod tests;

use std::io::Read;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use vitasync_core::error::{Reason, Rejected};
use vitasync_core::session::{Detail, RoutePoint, Workout, WorkoutEvent};
use vitasync_core::source::{Attributes, Device, DeviceKind, Recording, Revision, Source, SourceKey};
use vitasync_core::sport::Sport;
use vitasync_core::{Metric, Session};

pub use points::{MAX_POINTS, Route, RouteError, read_route};

use super::Error;
use super::activity::{self, Activity, Leg, PAUSE, RESUME, Value, in_order, is_position, position};
use super::format::Format;
use super::outlet::Outlet;
use super::report::bump;
use points::{Points, Track, read_points};

/// Tracks of one name that are no further apart are one workout.
const SAME_WORKOUT: TimeDelta = TimeDelta::hours(1);

/// Lists the metrics whose samples a file can bring.
pub(super) fn metrics() -> Vec<Metric> {
    activity::metrics(&points::measures()).collect()
}

/// Reads a file and delivers its workouts.
pub(super) fn read(outlet: &mut Outlet<'_>, file: Option<&str>, reader: impl Read) -> Result<(), Error> {
    let mut read = read_points(reader, outlet.options.received).map_err(|error| match error {
        RouteError::TooLarge { limit } => Error::TooLarge { limit },
        RouteError::Io(error) => Error::Io(error),
        other => Error::nothing(Format::Gpx, other.to_string()),
    })?;
    for (name, count) in std::mem::take(&mut read.unknown) {
        bump(&mut outlet.report.unknown_elements, &name, |all| *all += count);
    }
    let broken = read.broken.take();
    let refused = refused(&mut read);
    let rejected = std::mem::take(&mut read.rejected).into_iter();
    let rejected = rejected.map(|(byte, reason)| Rejected {
        position: position(file, byte),
        subject: "trkpt".to_owned(),
        reason,
    });
    outlet.rejected(rejected.collect())?;
    let source = Arc::new(source(read.creator.as_deref()));
    for way in ways(read) {
        activity::deliver(outlet, file, way.into_activity(&source))?;
    }
    match (broken, refused) {
        (Some((byte, reason)), _) => outlet.break_off(position(file, byte), "gpx", reason),
        (None, Some(detail)) => Err(Error::nothing(Format::Gpx, detail)),
        (None, None) => Ok(()),
    }
}

/// Says why there is no workout in a file, if there is none. That every point lacks a time is said once.
fn refused(read: &mut Points) -> Option<String> {
    if !read.points.is_empty() {
        return None;
    }
    let all = read.rejected.len();
    let without_time =
        |(_, reason): &(u64, Reason)| matches!(reason, Reason::MissingField { field } if field == "time");
    if all > 0 && read.rejected.iter().all(without_time) {
        read.rejected.clear();
        return Some(format!(
            "none of its {all} points has a time, so it is a way that is planned"
        ));
    }
    Some(if all == 0 {
        "it has no track points".to_owned()
    } else {
        format!("none of its {all} points can be used")
    })
}

fn source(creator: Option<&str>) -> Source {
    Source {
        key: SourceKey {
            provider: Format::Gpx.id().to_owned(),
            origin: creator.unwrap_or_default().to_owned(),
            recording: Recording::Active,
        },
        name: creator.unwrap_or("GPX file").to_owned(),
        device_kind: DeviceKind::Unknown,
        device: Device::default(),
        revision: Revision::LastWins,
    }
}

/// One workout: the segments of a track, or of several that belong together.
#[derive(Debug)]
struct Way {
    name: Option<String>,
    kind: Option<String>,
    segments: Vec<Vec<RoutePoint>>,
    values: Vec<Value>,
}

/// Takes the tracks apart, each with the points and values of its segments.
fn ways(read: Points) -> Vec<Way> {
    let Points {
        tracks,
        mut points,
        mut values,
        ..
    } = read;
    let mut ways: Vec<Way> = Vec::new();
    for track in tracks.into_iter().rev() {
        let mut segments = Vec::with_capacity(track.segments.len());
        let first_value = track.segments.first().map_or(values.len(), |(_, value)| *value);
        for (first, _) in track.segments.iter().rev() {
            segments.push(points.split_off((*first).min(points.len())));
        }
        segments.reverse();
        let way = Way::new(track, segments, values.split_off(first_value.min(values.len())));
        ways.extend(way);
    }
    ways.reverse();
    let mut joined: Vec<Way> = Vec::with_capacity(ways.len());
    for way in ways {
        match joined.last_mut() {
            Some(before) if before.goes_on_in(&way) => {
                before.segments.extend(way.segments);
                before.values.extend(way.values);
            }
            _ => joined.push(way),
        }
    }
    joined
}

impl Way {
    /// Makes a workout of a track; none where it has no point.
    fn new(track: Track, mut segments: Vec<Vec<RoutePoint>>, values: Vec<Value>) -> Option<Self> {
        for segment in &mut segments {
            segment.sort_by_key(|point| point.at);
        }
        segments.retain(|segment| !segment.is_empty());
        segments.sort_by_key(|segment| segment[0].at);
        (!segments.is_empty()).then_some(Self {
            name: track.name,
            kind: track.kind,
            segments,
            values,
        })
    }

    fn goes_on_in(&self, next: &Self) -> bool {
        let gap = next.start() - self.end();
        self.name == next.name && self.kind == next.kind && gap >= TimeDelta::zero() && gap < SAME_WORKOUT
    }

    fn points(&self) -> impl Iterator<Item = &RoutePoint> {
        self.segments.iter().flatten()
    }

    fn start(&self) -> DateTime<Utc> {
        self.points().map(|point| point.at).min().expect("a way has a point")
    }

    fn end(&self) -> DateTime<Utc> {
        self.points().map(|point| point.at).max().expect("a way has a point")
    }

    /// Between two segments the recording stood still.
    fn pauses(&self) -> Vec<WorkoutEvent> {
        let mark = |kind: &str, point: Option<&RoutePoint>| {
            point.map(|point| WorkoutEvent {
                kind: kind.to_owned(),
                at: point.at,
            })
        };
        let between = self.segments.windows(2);
        between
            .flat_map(|pair| [mark(PAUSE, pair[0].last()), mark(RESUME, pair[1].first())])
            .flatten()
            .collect()
    }

    fn into_activity(self, source: &Arc<Source>) -> Activity {
        let (start, end) = (self.start(), self.end());
        let sport = self.kind.as_deref().map_or(Sport::Generic, activity::sport_of_word);
        let events = self.pauses();
        let mut route: Vec<RoutePoint> = self.segments.into_iter().flatten().collect();
        route.retain(|point| is_position(point.latitude, point.longitude));
        let workout = Workout {
            vendor_sport: self.kind,
            title: self.name,
            events,
            route: in_order(route),
            ..Workout::new(sport)
        };
        Activity {
            session: Session {
                source: Arc::clone(source),
                record: None,
                start,
                end,
                attributes: Attributes::default(),
                detail: Detail::Workout(Box::new(workout)),
            },
            legs: vec![Leg { sport, start }],
            values: self.values,
        }
    }
}
