//! Reads the GPX files that hold the routes of workouts.
//!
//! Apple writes GPX 1.1 with un-namespaced extensions (`speed`, `course`, `hAcc`, `vAcc`); other creators prefix their
//! elements or put them deeper, so elements are known by their local name wherever they stand inside a `trkpt`.
//!
//! Invariant: every `trkpt` becomes a point or a rejection with its position; a file that breaks off yields what came
//! before the break and says so. Memory is bounded by [`MAX_POINTS`] whatever the bytes are.

mod scan;

use std::io::{self, BufRead, Read};

use chrono::{DateTime, NaiveDateTime, Utc};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use vitasync_core::error::Reason;
use vitasync_core::session::RoutePoint;

use super::archive::ReadFault;
use super::time::Clock;

/// The most points and rejections one file may have: eleven days at one a second.
pub const MAX_POINTS: usize = 1_000_000;

/// The longest tag or text between tags, in bytes.
const MAX_EVENT: usize = 1 << 20;

/// The longest text of an element that is kept.
const MAX_TEXT: usize = 256;

/// What a GPX file says.
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

/// Reads the track points of a GPX file.
///
/// A point without a coordinate or time, or with one out of range, is rejected. A speed or course below zero means
/// "unknown" to Apple, and an altitude is invalid where its accuracy is below zero: both are left out.
///
/// ```
/// use vitasync_providers::files::apple_health::gpx::read_route;
///
/// let gpx = br#"<gpx version="1.1"><trk><trkseg><trkpt lon="-0.1278" lat="51.5074"><ele>20.5</ele>
///     <time>2026-01-09T18:00:04Z</time><extensions><speed>2.95</speed><course>-1</course></extensions>
///     </trkpt></trkseg></trk></gpx>"#;
/// let route = read_route(&gpx[..])?;
/// assert_eq!(route.points[0].speed_m_s, Some(2.95));
/// assert_eq!(route.points[0].course_deg, None);
/// # Ok::<(), vitasync_providers::files::apple_health::gpx::RouteError>(())
/// ```
pub fn read_route(reader: impl BufRead) -> Result<Route, RouteError> {
    read(reader, true)
}

/// Reads a file; with `fast`, points in the usual form do not go through the parser.
fn read(reader: impl BufRead, fast: bool) -> Result<Route, RouteError> {
    let mut xml = Reader::from_reader(Plain::new(reader));
    let config = xml.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;

    let mut decoder = Decoder::default();
    let mut buffer = Vec::new();
    let mut clock = Clock::default();
    let mut scanned = 0;
    // After text the parser has begun to read a tag and must go on.
    let mut between = false;
    loop {
        if fast && between && decoder.point.is_none() {
            scanned += scan(xml.get_mut(), &mut clock, &mut decoder.route.points);
        }
        let position = xml.buffer_position() + scanned;
        xml.get_mut().begin_event();
        buffer.clear();
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Eof) => break,
            Ok(event) => {
                between = matches!(event, Event::Start(_) | Event::End(_));
                decoder.take(event, position);
            }
            // The parser has stepped over it and goes on.
            Err(quick_xml::Error::IllFormed(_)) => {}
            Err(quick_xml::Error::Io(error)) => {
                decoder.break_off(position, broken(&error)?);
                break;
            }
            Err(quick_xml::Error::Syntax(_)) => {
                decoder.break_off(position, Reason::Truncated);
                break;
            }
            Err(other) => {
                let detail = other.to_string();
                decoder.break_off(position, Reason::Malformed { detail });
                break;
            }
        }
        if decoder.route.points.len() + decoder.route.rejected.len() > MAX_POINTS {
            return Err(RouteError::TooManyPoints { limit: MAX_POINTS });
        }
    }
    decoder.finish(xml.buffer_position() + scanned)
}

/// Reads the points that lie in the buffer in the usual form, and tells how many bytes they take.
fn scan<R>(input: &mut Plain<R>, clock: &mut Clock, points: &mut Vec<RoutePoint>) -> u64 {
    let mut bytes = 0;
    while points.len() < MAX_POINTS
        && let Some((point, length)) = scan::point(&input.buffer[input.start..input.end], clock)
    {
        points.push(point);
        input.start += length;
        bytes += length as u64;
    }
    bytes
}

/// Tells a break that leaves something to deliver from an error that does not.
fn broken(error: &io::Error) -> Result<Reason, RouteError> {
    match ReadFault::of(error) {
        Some(ReadFault::TooLarge { limit }) => Err(RouteError::TooLarge { limit: *limit }),
        Some(ReadFault::Truncated { .. }) => Ok(Reason::Truncated),
        Some(fault) => Ok(Reason::Malformed {
            detail: fault.to_string(),
        }),
        None if error.get_ref().is_some_and(|inner| inner.is::<EventTooLong>()) => Ok(Reason::Malformed {
            detail: EventTooLong.to_string(),
        }),
        None => Err(RouteError::Io(io::Error::new(error.kind(), error.to_string()))),
    }
}

/// Gathers points from the events of the parser.
#[derive(Default)]
struct Decoder {
    route: Route,
    /// Whether there was a `gpx` element, and whether it has been closed.
    gpx: bool,
    closed: bool,
    point: Option<RawPoint>,
    /// The field whose text is being read.
    field: Option<Field>,
    text: String,
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
}

impl Field {
    fn of(local_name: &[u8]) -> Option<Self> {
        Some(match local_name {
            b"time" => Self::Time,
            b"ele" => Self::Altitude,
            b"vAcc" => Self::AltitudeAccuracy,
            b"speed" => Self::Speed,
            b"course" => Self::Course,
            b"hAcc" => Self::Accuracy,
            _ => return None,
        })
    }
}

impl Decoder {
    fn take(&mut self, event: Event<'_>, position: u64) {
        match event {
            Event::Start(tag) => self.open(&tag, position),
            Event::Empty(tag) => {
                self.open(&tag, position);
                self.close(tag.local_name().as_ref().as_bytes());
            }
            Event::End(tag) => self.close(tag.local_name().as_ref().as_bytes()),
            Event::Text(text) => self.append(&text),
            Event::CData(text) => self.append(&text),
            // No number or time is written with a reference, so the text is not one.
            Event::GeneralRef(name) => {
                self.append("&");
                self.append(&name);
            }
            _ => {}
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>, position: u64) {
        match tag.local_name().as_ref().as_bytes() {
            b"gpx" => self.gpx = true,
            b"trkpt" => {
                // The point before was never closed.
                self.end_point();
                self.point = Some(RawPoint::new(tag, position));
            }
            name if self.point.is_some() => {
                self.field = Field::of(name);
                self.text.clear();
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &[u8]) {
        match name {
            b"gpx" => self.closed = true,
            b"trkpt" => self.end_point(),
            _ => {
                if let (Some(field), Some(point)) = (self.field.take(), &mut self.point)
                    && let Err(reason) = point.take(field, self.text.trim())
                {
                    self.route.rejected.push((point.position, reason));
                }
            }
        }
    }

    fn append(&mut self, text: &str) {
        if self.field.is_some() {
            let room = MAX_TEXT.saturating_sub(self.text.len());
            // Everything is ASCII by now, so there is a character at every byte.
            self.text.push_str(text.get(..room).unwrap_or(text));
        }
    }

    fn end_point(&mut self) {
        self.field = None;
        if let Some(raw) = self.point.take() {
            let position = raw.position;
            match raw.decode() {
                Ok(point) => self.route.points.push(point),
                Err(reason) => self.route.rejected.push((position, reason)),
            }
        }
    }

    /// Ends the file where it broke; the point it broke in is the one that is lost.
    fn break_off(&mut self, position: u64, reason: Reason) {
        let position = self.point.take().map_or(position, |point| point.position);
        self.route.rejected.push((position, reason));
        self.closed = true;
    }

    fn finish(mut self, position: u64) -> Result<Route, RouteError> {
        if !self.gpx {
            return Err(RouteError::NotGpx);
        }
        if !self.closed {
            self.break_off(position, Reason::Truncated);
        }
        Ok(self.route)
    }
}

impl RawPoint {
    fn new(tag: &BytesStart<'_>, position: u64) -> Self {
        let mut point = Self {
            position,
            ..Self::default()
        };
        for attribute in tag.attributes().with_checks(false).flatten() {
            match attribute.key.local_name().as_ref().as_bytes() {
                b"lat" => point.latitude = Some(coordinate("lat", attribute.value.trim(), 90.0)),
                b"lon" => point.longitude = Some(coordinate("lon", attribute.value.trim(), 180.0)),
                _ => {}
            }
        }
        point
    }

    /// Takes the text of an element; an empty one says nothing.
    fn take(&mut self, field: Field, text: &str) -> Result<(), Reason> {
        if text.is_empty() {
            return Ok(());
        }
        match field {
            Field::Time => self.at = Some(time(text)),
            Field::Altitude => self.altitude = Some(number(text)?),
            Field::AltitudeAccuracy => self.altitude_accuracy = Some(number(text)?),
            Field::Speed => self.speed = Some(number(text)?),
            Field::Course => self.course = Some(number(text)?),
            Field::Accuracy => self.accuracy = Some(number(text)?),
        }
        Ok(())
    }

    fn decode(self) -> Result<RoutePoint, Reason> {
        let known = |value: &f64| *value >= 0.0;
        Ok(RoutePoint {
            latitude: self.latitude.ok_or_else(|| missing("lat"))??,
            longitude: self.longitude.ok_or_else(|| missing("lon"))??,
            at: self.at.ok_or_else(|| missing("time"))??,
            altitude_m: self
                .altitude
                .filter(|_| self.altitude_accuracy.as_ref().is_none_or(known)),
            speed_m_s: self.speed.filter(known),
            course_deg: self.course.filter(known),
            accuracy_m: self.accuracy.filter(known),
        })
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

fn time(text: &str) -> Result<DateTime<Utc>, Reason> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(at.to_utc());
    }
    match text.parse::<NaiveDateTime>() {
        Ok(local) => Err(Reason::NoZone { local }),
        Err(_) => Err(Reason::NotATime { text: shown(text) }),
    }
}

fn number(text: &str) -> Result<f64, Reason> {
    match fast_float2::parse::<f64, _>(text) {
        Ok(value) if value.is_finite() => Ok(value),
        _ => Err(Reason::NotANumber { text: shown(text) }),
    }
}

/// Cuts off what is too long to be shown.
fn shown(text: &str) -> String {
    text.chars().take(MAX_TEXT).collect()
}

fn missing(field: &str) -> Reason {
    Reason::MissingField {
        field: field.to_owned(),
    }
}

/// A tag or text without end.
#[derive(Debug, thiserror::Error)]
#[error("a tag or text is longer than {MAX_EVENT} bytes")]
struct EventTooLong;

/// Passes bytes on with everything but printable ASCII blanked, byte for byte.
///
/// All that is read of a GPX file is ASCII; so a control character or a broken UTF-8 sequence in a name or comment
/// cannot stop the parser. It also stops an event that never ends before it fills the memory.
struct Plain<R> {
    inner: R,
    buffer: Box<[u8]>,
    start: usize,
    end: usize,
    event: usize,
}

impl<R: Read> Plain<R> {
    fn new(inner: R) -> Self {
        Self {
            inner,
            buffer: vec![0; 64 << 10].into(),
            start: 0,
            end: 0,
            event: 0,
        }
    }

    fn begin_event(&mut self) {
        self.event = 0;
    }
}

impl<R: Read> Read for Plain<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(out)?;
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Plain<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.event > MAX_EVENT {
            return Err(io::Error::new(io::ErrorKind::InvalidData, EventTooLong));
        }
        if self.start == self.end {
            self.start = 0;
            self.end = self.inner.read(&mut self.buffer)?;
            for byte in &mut self.buffer[..self.end] {
                let blank = *byte < b' ' && !matches!(*byte, b'\n' | b'\r' | b'\t') || *byte > b'~';
                *byte = if blank { b' ' } else { *byte };
            }
        }
        Ok(&self.buffer[self.start..self.end])
    }

    fn consume(&mut self, count: usize) {
        self.start += count;
        self.event += count;
    }
}

#[cfg(test)]
mod tests;
