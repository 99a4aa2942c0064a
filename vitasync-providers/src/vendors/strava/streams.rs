//! Reads Strava's streams: lists of equal length, one value of each for every moment.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::session::{Detail, RoutePoint, WorkoutEvent};
use vitasync_core::time::ReadingTime::WithOffset;

use super::SLUG;
use super::activity::{Activity, Extent, after, cadence};
use super::decode::malformed;
use crate::error::Error;
use crate::provider::{Frame, Page, Request, Response};

/// What is asked for. The distance of every moment is that of the activity in small pieces, and the grade follows from it.
pub(super) const KEYS: &str = "time,latlng,altitude,velocity_smooth,heartrate,cadence,watts,temp,moving";

#[derive(Deserialize)]
struct Stream<'a> {
    r#type: Option<String>,
    #[serde(borrow)]
    data: Vec<&'a RawValue>,
}

type Streams<'a> = BTreeMap<String, Stream<'a>>;

/// When the values of one place in the lists were; `None` where that cannot be read.
type Moment = Option<DateTime<FixedOffset>>;

/// Degrees north and east.
#[derive(Deserialize)]
#[serde(try_from = "(f64, f64)")]
struct Place(f64, f64);

impl TryFrom<(f64, f64)> for Place {
    type Error = &'static str;

    fn try_from((north, east): (f64, f64)) -> Result<Self, Self::Error> {
        let on_earth = north.abs() <= 90.0 && east.abs() <= 180.0;
        on_earth.then_some(Self(north, east)).ok_or("not on earth")
    }
}

/// Reads the streams of an activity, which comes with its route in the same delivery.
pub(super) fn read(page: &mut Page, request: &Request, response: &Response, activity: &Activity) -> Result<(), Error> {
    let streams = parse(request, response)?;
    let session = activity.session(Extent::Streams, response.received_at);
    let (Ok(mut session), Ok(start)) = (session, activity.start()) else {
        return Err(malformed(request));
    };
    let of_time = streams.get("time");
    let seconds: Vec<Option<i64>> = of_time.map_or_else(Vec::new, |stream| values(page, response, "time", stream));
    let times: Vec<_> = seconds.into_iter().map(|seconds| after(start, seconds?)).collect();
    let streams = aligned(page, response, streams, times.len());
    series(page, response, activity, &streams, &times);
    if let Detail::Workout(workout) = &mut session.detail {
        workout.route = route(page, response, &streams, &times);
        let moving = streams.get("moving");
        let moving = moving.map(|stream| values(page, response, "moving", stream));
        workout.events = stops(&times, &moving.unwrap_or_default());
    }
    page.sessions.push(session);
    Ok(())
}

/// Leaves out streams of another length: which value belongs to which moment is not known.
fn aligned<'b>(page: &mut Page, response: &'b Response, streams: Streams<'b>, moments: usize) -> Streams<'b> {
    let (aligned, other): (Streams<'b>, Streams<'b>) = streams
        .into_iter()
        .partition(|(_, stream)| stream.data.len() == moments);
    for (name, stream) in other {
        let detail = format!("{} values for {moments} moments", stream.data.len());
        page.each(
            &name,
            response,
            stream.data.get(..1).unwrap_or_default(),
            |_, _: IgnoredAny| Err(Reason::Malformed { detail: detail.clone() }),
        );
    }
    aligned
}

fn series(page: &mut Page, response: &Response, activity: &Activity, streams: &Streams<'_>, times: &[Moment]) {
    let Some(start) = times.iter().flatten().next().copied() else {
        return;
    };
    let version = activity.version(Extent::Streams, response.received_at);
    let plain = Frame::new(&activity.source(), &version, WithOffset(start));
    let (cadence, steps) = cadence(activity.sport());
    for (name, metric, unit, factor) in [
        ("heartrate", Metric::HeartRate, "bpm", 1.0),
        ("velocity_smooth", Metric::Speed, "m/s", 1.0),
        ("cadence", cadence, "/min", steps),
        ("watts", Metric::Power, "W", 1.0),
        ("altitude", Metric::Altitude, "m", 1.0),
        ("temp", Metric::AmbientTemperature, "degC", 1.0),
    ] {
        let Some(stream) = streams.get(name) else { continue };
        let values: Vec<Option<f64>> = values(page, response, name, stream);
        let moments = times
            .iter()
            .zip(values)
            .filter_map(|(at, value)| Some(((*at)?, value?)));
        // No heart stands still.
        let moments = moments.filter(|(_, value)| *value != 0.0 || metric != Metric::HeartRate);
        let mut frame = plain.clone();
        if metric == Metric::Power && activity.estimates_power() {
            frame = frame.remark("power_estimated", "true");
        }
        for (at, value) in moments {
            page.read(&frame.at(WithOffset(at)), metric, Some(value * factor), unit);
        }
    }
}

/// Reads both forms: by type, as they are asked for, and as the list the documents show.
fn parse<'b>(request: &Request, response: &'b Response) -> Result<Streams<'b>, Error> {
    let body: &RawValue = response.json(SLUG, request)?;
    if !body.get().starts_with('[') {
        return response.json(SLUG, request);
    }
    let list: Vec<Stream<'b>> = response.json(SLUG, request)?;
    let named = list
        .into_iter()
        .filter_map(|stream| Some((stream.r#type.clone()?, stream)));
    Ok(named.collect())
}

/// Reads the values of a stream. One that cannot be read is rejected and keeps its place.
fn values<'b, T: Deserialize<'b>>(
    page: &mut Page,
    response: &'b Response,
    name: &str,
    stream: &Stream<'b>,
) -> Vec<Option<T>> {
    let read = |item: &&'b RawValue| {
        let mut read = None;
        page.one(name, response, item, |_, value: Option<T>| {
            read = value;
            Ok(())
        });
        read
    };
    stream.data.iter().map(read).collect()
}

/// Joins places, heights and speeds of the same moments.
fn route(page: &mut Page, response: &Response, streams: &Streams<'_>, times: &[Moment]) -> Vec<RoutePoint> {
    let Some(places) = streams.get("latlng") else {
        return Vec::new();
    };
    let number = |name: &str, index: usize| {
        let item = streams.get(name)?.data[index];
        serde_json::from_str::<f64>(item.get()).ok()
    };
    let places: Vec<Option<Place>> = values(page, response, "latlng", places);
    let points = times.iter().zip(places).enumerate().filter_map(|(index, (at, place))| {
        let Place(latitude, longitude) = place?;
        Some(RoutePoint {
            at: at.as_ref()?.to_utc(),
            latitude,
            longitude,
            altitude_m: number("altitude", index),
            speed_m_s: number("velocity_smooth", index),
            course_deg: None,
            accuracy_m: None,
        })
    });
    points.collect()
}

/// Marks where the person stopped and went on.
fn stops(times: &[Moment], moving: &[Option<bool>]) -> Vec<WorkoutEvent> {
    let known = times
        .iter()
        .zip(moving)
        .filter_map(|(at, moving)| Some((*at.as_ref()?, (*moving)?)));
    let mut events = Vec::new();
    let mut moved = true;
    for (at, moves) in known {
        if moves != moved {
            let kind = if moves { "motion_resumed" } else { "motion_paused" };
            events.push(WorkoutEvent {
                kind: kind.to_owned(),
                at: at.to_utc(),
            });
        }
        moved = moves;
    }
    events
}
