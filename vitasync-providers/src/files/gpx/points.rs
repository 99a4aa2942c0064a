//! Reads the points of GPX files.
//!
//! Garmin, Strava, Apple and others each put what they measure into extensions of their own: some prefix their elements, some
//! put them deeper. So inside a `trkpt` elements are known by their local name wherever they stand.
//!
//! Invariant: every `trkpt` becomes a point or a rejection with its position; a file that breaks off yields what came
//! before the break and says so. Memory is bounded by [`MAX_POINTS`] whatever the bytes are.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read};

use chrono::{DateTime, Utc};
use quick_xml::events::BytesStart;
use vitasync_core::error::Reason;
use vitasync_core::session::RoutePoint;

use super::scan;
use crate::files::activity::{MAX_VALUES, Measure, Value, is_possible};
use crate::files::apple_health::time::Clock;
use crate::files::markup::{self, End, Path, Unreadable, Visitor, number, time, visit};
use crate::files::report::bump;

/// The most points and rejections one file may have: eleven days at one a second.
pub const MAX_POINTS: usize = 1_000_000;

/// The most tracks and segments one file may have.
const MAX_SEGMENTS: usize = 100_000;

/// What a GPX file says about one way.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Route {
    /// The points in the order of the file.
    pub points: Vec<RoutePoint>,
    /// What could not be used, with the byte where its `trkpt` begins. An optional value that is not a number is
    /// here although its point is among the points.
    pub rejected: Vec<(u64, Reason)>,
}

/// Why a file gives no route at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RouteError {
    /// There is no `gpx` element in it.
    #[error("it is not a GPX file")]
    NotGpx,
    /// It has more points than a route can have.
    #[error("it has more than {limit} points")]
    TooManyPoints {
        /// The most that are read.
        limit: usize,
    },
    /// It is larger than the caller allows.
    #[error("it is larger than {limit} bytes")]
    TooLarge {
        /// The most that is read.
        limit: u64,
    },
    /// The bytes could not be fetched.
    #[error("it could not be read")]
    Io(#[from] io::Error),
}

/// Reads the track points of a GPX file as one route, as Apple Health's are meant.
///
/// A point without a coordinate or time, or with one out of range, is rejected. A speed or course below zero means
/// "unknown" to Apple, and an altitude is invalid where its accuracy is below zero: both are left out.
///
/// ```
/// use vitasync_providers::files::gpx::read_route;
///
/// let gpx = br#"<gpx version="1.1"><trk><trkseg><trkpt lon="-0.1278" lat="51.5074"><ele>20.5</ele>
///     <time>2026-01-09T18:00:04Z</time><extensions><speed>2.95</speed><course>-1</course></extensions>
///     </trkpt></trkseg></trk></gpx>"#;
/// let route = read_route(&gpx[..])?;
/// assert_eq!(route.points[0].speed_m_s, Some(2.95));
/// assert_eq!(route.points[0].course_deg, None);
/// # Ok::<(), vitasync_providers::files::gpx::RouteError>(())
/// ```
pub fn read_route(reader: impl BufRead) -> Result<Route, RouteError> {
    route(reader, true)
}

/// Reads a route; with `fast`, points in Apple's form do not go through the parser.
pub(super) fn route(reader: impl Read, fast: bool) -> Result<Route, RouteError> {
    let read = points(reader, Decoder::default(), fast)?;
    let mut rejected = read.rejected;
    rejected.extend(read.broken);
    Ok(Route {
        points: read.points,
        rejected,
    })
}

/// Everything a GPX file says.
#[derive(Debug, Default)]
pub(super) struct Points {
    /// The program that wrote it.
    pub(super) creator: Option<String>,
    pub(super) tracks: Vec<Track>,
    /// The points in the order of the file.
    pub(super) points: Vec<RoutePoint>,
    /// What was measured at the points, in the order of the file.
    pub(super) values: Vec<Value>,
    pub(super) rejected: Vec<(u64, Reason)>,
    /// Where the file breaks off.
    pub(super) broken: Option<(u64, Reason)>,
    /// Elements of points that the model has no place for.
    pub(super) unknown: BTreeMap<String, u64>,
}

/// A track: one way with its name and what it was.
#[derive(Debug, Default)]
pub(super) struct Track {
    pub(super) name: Option<String>,
    pub(super) kind: Option<String>,
    /// How many points and values stand before each of its segments.
    pub(super) segments: Vec<(usize, usize)>,
}

/// Reads everything a GPX file says. A point whose clock was wrong when the file was received is rejected.
pub(super) fn read_points(reader: impl Read, received: DateTime<Utc>) -> Result<Points, RouteError> {
    let decoder = Decoder {
        received: Some(received),
        ..Decoder::default()
    };
    points(reader, decoder, false)
}

fn points(reader: impl Read, mut decoder: Decoder, fast: bool) -> Result<Points, RouteError> {
    let end = visit(reader, fast, &mut decoder).map_err(|error| match error {
        Unreadable::TooLarge(limit) => RouteError::TooLarge { limit },
        Unreadable::Io(error) => RouteError::Io(error),
    })?;
    match end {
        End::Whole(length) => decoder.finish(length),
        End::Broken(position, reason) => {
            decoder.break_off(position, reason);
            decoder.finish(position)
        }
        End::Full => Err(RouteError::TooManyPoints { limit: MAX_POINTS }),
    }
}

/// Gathers points from the elements of a file.
#[derive(Default)]
struct Decoder {
    read: Points,
    /// Whether there was a `gpx` element, and whether it has been closed.
    gpx: bool,
    closed: bool,
    point: Option<RawPoint>,
    clock: Clock,
    /// When the file was received, if its clock is to be checked.
    received: Option<DateTime<Utc>>,
}

/// What has been read of a `trkpt`.
#[derive(Default)]
struct RawPoint {
    position: u64,
    latitude: Option<Result<f64, Reason>>,
    longitude: Option<Result<f64, Reason>>,
    at: Option<Result<DateTime<Utc>, Reason>>,
    altitude: Option<f64>,
    altitude_accuracy: Option<f64>,
    speed: Option<f64>,
    course: Option<f64>,
    accuracy: Option<f64>,
    /// What was measured, the first of each.
    measured: Vec<(Measure, f64)>,
}

/// The elements of a `trkpt` that are read.
#[derive(Clone, Copy)]
enum Field {
    Time,
    Altitude,
    AltitudeAccuracy,
    Speed,
    Course,
    Accuracy,
    Measured(Measure),
}

/// The elements by their local names, in lower case.
const FIELDS: [(&str, Field); 24] = [
    ("time", Field::Time),
    ("ele", Field::Altitude),
    ("vacc", Field::AltitudeAccuracy),
    ("speed", Field::Speed),
    ("course", Field::Course),
    ("bearing", Field::Course),
    ("hacc", Field::Accuracy),
    ("accuracy_horizontal", Field::Accuracy),
    ("accuracy_vertical", Field::AltitudeAccuracy),
    ("hr", Field::Measured(Measure::HeartRate)),
    ("heartrate", Field::Measured(Measure::HeartRate)),
    ("bpm", Field::Measured(Measure::HeartRate)),
    ("cad", Field::Measured(Measure::Cadence)),
    ("cadence", Field::Measured(Measure::Cadence)),
    ("runcadence", Field::Measured(Measure::Cadence)),
    ("power", Field::Measured(Measure::Power)),
    ("powerinwatts", Field::Measured(Measure::Power)),
    ("watts", Field::Measured(Measure::Power)),
    ("atemp", Field::Measured(Measure::AirTemperature)),
    ("temp", Field::Measured(Measure::AirTemperature)),
    ("temperature", Field::Measured(Measure::AirTemperature)),
    ("wtemp", Field::Measured(Measure::WaterTemperature)),
    ("depth", Field::Measured(Measure::Depth)),
    ("distance", Field::Measured(Measure::Distance)),
];

/// Lists what may be measured at a point.
pub(super) fn measures() -> Vec<Measure> {
    let measured = FIELDS.iter().filter_map(|(_, field)| match field {
        Field::Measured(measure) => Some(*measure),
        _ => None,
    });
    measured.chain([Measure::Altitude, Measure::Speed]).collect()
}

impl Field {
    fn of(local_name: &str) -> Option<Self> {
        let found = FIELDS.iter().find(|(name, _)| name.eq_ignore_ascii_case(local_name));
        found.map(|(_, field)| *field)
    }
}

impl Visitor for Decoder {
    fn open(&mut self, path: &Path, name: &str, tag: &BytesStart<'_>, byte: u64) -> bool {
        match name {
            "gpx" => {
                self.gpx = true;
                let creator = markup::attribute(tag, "creator");
                self.read.creator = self.read.creator.take().or(creator);
            }
            "trk" => self.read.tracks.push(Track::default()),
            "trkseg" => self.begin_segment(),
            "trkpt" => {
                // The point before was never closed.
                self.end_point();
                if self.read.tracks.last().is_none_or(|track| track.segments.is_empty()) {
                    self.begin_segment();
                }
                self.point = Some(RawPoint::new(tag, byte));
            }
            _ if self.point.is_some() => return true,
            "name" | "type" => return path.parent() == "trk",
            _ => {}
        }
        false
    }

    fn close(&mut self, path: &Path, name: &str, text: Option<&str>) {
        match (name, text, &mut self.point) {
            ("gpx", ..) => self.closed = true,
            ("trkpt", ..) => self.end_point(),
            // An empty element says nothing.
            (_, None | Some(""), _) => {}
            (_, Some(text), Some(point)) => match Field::of(name) {
                Some(field) => {
                    if let Err(reason) = point.take(field, text) {
                        self.read.rejected.push((point.position, reason));
                    }
                }
                None => bump(&mut self.read.unknown, name, |count| *count += 1),
            },
            (_, Some(text), None) if path.parent() == "trk" => self.describe(name, text),
            _ => {}
        }
    }

    fn scan(&mut self, bytes: &[u8]) -> usize {
        let mut taken = 0;
        while self.point.is_none()
            && self.read.points.len() < MAX_POINTS
            && let Some((point, length)) = scan::point(&bytes[taken..], &mut self.clock)
        {
            self.read.points.push(point);
            taken += length;
        }
        taken
    }

    fn is_full(&self) -> bool {
        let read = &self.read;
        let segments: usize = read.tracks.len() + read.tracks.last().map_or(0, |track| track.segments.len());
        read.points.len() + read.rejected.len() > MAX_POINTS
            || read.values.len() > MAX_VALUES
            || segments > MAX_SEGMENTS
    }
}

impl Decoder {
    fn begin_segment(&mut self) {
        self.end_point();
        let before = (self.read.points.len(), self.read.values.len());
        if self.read.tracks.is_empty() {
            self.read.tracks.push(Track::default());
        }
        if let Some(track) = self.read.tracks.last_mut() {
            track.segments.push(before);
        }
    }

    fn describe(&mut self, name: &str, text: &str) {
        if let Some(track) = self.read.tracks.last_mut() {
            let field = if name == "name" {
                &mut track.name
            } else {
                &mut track.kind
            };
            field.get_or_insert_with(|| text.to_owned());
        }
    }

    fn end_point(&mut self) {
        if let Some(raw) = self.point.take() {
            let position = raw.position;
            let at = raw.at.clone().and_then(Result::ok);
            let wrong = at
                .zip(self.received)
                .filter(|(at, received)| !is_possible(*at, *received));
            let decoded = match wrong {
                Some((at, _)) => Err(Reason::WrongClock { at }),
                None => raw.decode(&mut self.read.values),
            };
            match decoded {
                Ok(point) => self.read.points.push(point),
                Err(reason) => self.read.rejected.push((position, reason)),
            }
        }
    }

    /// Ends the file where it broke; the point it broke in is the one that is lost.
    fn break_off(&mut self, position: u64, reason: Reason) {
        let position = self.point.take().map_or(position, |point| point.position);
        self.read.broken = Some((position, reason));
        self.closed = true;
    }

    fn finish(mut self, position: u64) -> Result<Points, RouteError> {
        if !self.gpx {
            return Err(RouteError::NotGpx);
        }
        if !self.closed {
            self.break_off(position, Reason::Truncated);
        }
        Ok(self.read)
    }
}

impl RawPoint {
    fn new(tag: &BytesStart<'_>, position: u64) -> Self {
        let mut point = Self {
            position,
            ..Self::default()
        };
        for attribute in tag.attributes().with_checks(false).flatten() {
            match attribute.key.local_name().as_ref() {
                "lat" => point.latitude = Some(coordinate("lat", attribute.value.trim(), 90.0)),
                "lon" => point.longitude = Some(coordinate("lon", attribute.value.trim(), 180.0)),
                _ => {}
            }
        }
        point
    }

    fn take(&mut self, field: Field, text: &str) -> Result<(), Reason> {
        match field {
            Field::Time => self.at = Some(time(text)),
            Field::Altitude => self.altitude = Some(number(text)?),
            Field::AltitudeAccuracy => self.altitude_accuracy = Some(number(text)?),
            Field::Speed => self.speed = Some(number(text)?),
            Field::Course => self.course = Some(number(text)?),
            Field::Accuracy => self.accuracy = Some(number(text)?),
            Field::Measured(measure) => {
                let value = number(text)?;
                // Some writers say the same in two extensions.
                if self.measured.iter().all(|(known, _)| *known != measure) {
                    self.measured.push((measure, value));
                }
            }
        }
        Ok(())
    }

    /// Makes the point, and adds what was measured at it.
    fn decode(self, values: &mut Vec<Value>) -> Result<RoutePoint, Reason> {
        let known = |value: &f64| *value >= 0.0;
        let point = RoutePoint {
            latitude: self.latitude.ok_or_else(|| missing("lat"))??,
            longitude: self.longitude.ok_or_else(|| missing("lon"))??,
            at: self.at.ok_or_else(|| missing("time"))??,
            altitude_m: self
                .altitude
                .filter(|_| self.altitude_accuracy.as_ref().is_none_or(known)),
            speed_m_s: self.speed.filter(known),
            course_deg: self.course.filter(known),
            accuracy_m: self.accuracy.filter(known),
        };
        let at_ms = point.at.timestamp_millis();
        let way = [(Measure::Altitude, point.altitude_m), (Measure::Speed, point.speed_m_s)];
        let way = way.into_iter().filter_map(|(measure, value)| Some((measure, value?)));
        let measured = self
            .measured
            .into_iter()
            .filter(|measured| !measured.0.is_missing(measured.1));
        values.extend(way.chain(measured).map(|(measure, value)| Value {
            at_ms,
            byte: self.position,
            measure,
            value,
        }));
        Ok(point)
    }
}

fn coordinate(name: &str, text: &str, limit: f64) -> Result<f64, Reason> {
    let value = number(text)?;
    if value.abs() <= limit {
        Ok(value)
    } else {
        Err(Reason::Malformed {
            detail: format!("{name} {value} is outside -{limit} to {limit} degrees"),
        })
    }
}

fn missing(field: &str) -> Reason {
    Reason::MissingField {
        field: field.to_owned(),
    }
}
