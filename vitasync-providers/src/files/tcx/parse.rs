//! Takes the XML of a TCX file apart into activities, laps and points.
//!
//! Invariant: what stands in a point belongs to it alone, and what cannot be read is kept with the byte of its element.

use std::collections::BTreeMap;
use std::io::Read;

use chrono::{DateTime, Utc};
use quick_xml::events::BytesStart;
use vitasync_core::error::Reason;
use vitasync_core::session::RoutePoint;

use crate::files::Error;
use crate::files::activity::{MAX_VALUES, Measure, Value, is_position, is_possible};
use crate::files::format::Format;
use crate::files::markup::{End, Path, Unreadable, Visitor, attribute, number, time, visit};
use crate::files::report::bump;

/// The elements of a point that measure something.
pub(super) const MEASURES: [(&str, Measure); 7] = [
    ("AltitudeMeters", Measure::Altitude),
    ("DistanceMeters", Measure::Distance),
    ("HeartRateBpm", Measure::HeartRate),
    ("Cadence", Measure::Cadence),
    ("RunCadence", Measure::Cadence),
    ("Speed", Measure::Speed),
    ("Watts", Measure::Power),
];

/// Everything a file says.
#[derive(Default)]
pub(super) struct Parsed {
    pub(super) activities: Vec<RawActivity>,
    pub(super) rejected: Vec<(u64, String, Reason)>,
    pub(super) broken: Option<(u64, Reason)>,
    /// Elements of points and laps that the model has no place for.
    pub(super) unknown: BTreeMap<String, u64>,
}

/// An activity as it is written.
#[derive(Debug, Default)]
pub(super) struct RawActivity {
    pub(super) byte: u64,
    /// Which multisport session it is a part of, if it is one.
    pub(super) session: Option<usize>,
    pub(super) sport: Option<String>,
    pub(super) id: Option<String>,
    pub(super) notes: Option<String>,
    pub(super) device: RawDevice,
    pub(super) laps: Vec<RawLap>,
    pub(super) values: Vec<Value>,
    pub(super) route: Vec<RoutePoint>,
}

/// The device that recorded an activity.
#[derive(Debug, Default)]
pub(super) struct RawDevice {
    pub(super) name: Option<String>,
    pub(super) unit: Option<String>,
}

/// A lap as it is written.
#[derive(Debug, Default)]
pub(super) struct RawLap {
    pub(super) start: Option<DateTime<Utc>>,
    pub(super) timer_s: Option<f64>,
    pub(super) distance_m: Option<f64>,
    pub(super) kcal: Option<f64>,
    pub(super) steps: Option<f64>,
    pub(super) max_speed: Option<f64>,
    pub(super) mean_heart_rate: Option<f64>,
    pub(super) max_heart_rate: Option<f64>,
    pub(super) mean_power: Option<f64>,
    pub(super) max_power: Option<f64>,
    pub(super) mean_cadence: Option<f64>,
    /// What stood in it, in the format's words.
    pub(super) remarks: BTreeMap<String, String>,
    /// When each of its tracks began and ended.
    pub(super) tracks: Vec<(DateTime<Utc>, DateTime<Utc>)>,
}

/// Reads a file that was received at some time.
pub(super) fn parse(reader: impl Read, received: DateTime<Utc>) -> Result<Parsed, Error> {
    let mut parser = Parser {
        parsed: Parsed::default(),
        received,
        point: None,
        track: None,
        held: 0,
        sessions: 0,
        closed: false,
    };
    let end = visit(reader, false, &mut parser).map_err(|error| match error {
        Unreadable::TooLarge(limit) => Error::TooLarge { limit },
        Unreadable::Io(error) => Error::Io(error),
    })?;
    let broken = match end {
        End::Whole(_) if parser.closed => None,
        End::Whole(length) => Some((length, Reason::Truncated)),
        End::Broken(byte, reason) => Some((byte, reason)),
        End::Full => {
            return Err(Error::nothing(
                Format::Tcx,
                format!("it has more than {MAX_VALUES} values"),
            ));
        }
    };
    // The point that the file breaks off in is lost, and the track it stands in ends before it.
    let byte = parser.point.take().map(|point| point.byte);
    parser.end_track();
    let broken = broken.map(|(at, reason)| (byte.unwrap_or(at), reason));
    Ok(Parsed {
        broken,
        ..parser.parsed
    })
}

struct Parser {
    parsed: Parsed,
    received: DateTime<Utc>,
    point: Option<RawPoint>,
    /// When the track that is open began, and its last point so far.
    track: Option<Option<(DateTime<Utc>, DateTime<Utc>)>>,
    /// How many values, points, laps and rejections are held.
    held: usize,
    /// How many multisport sessions have begun.
    sessions: usize,
    closed: bool,
}

#[derive(Debug, Default)]
struct RawPoint {
    byte: u64,
    at: Option<Result<DateTime<Utc>, Reason>>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    measured: Vec<(Measure, f64)>,
}

impl Visitor for Parser {
    fn open(&mut self, path: &Path, name: &str, tag: &BytesStart<'_>, byte: u64) -> bool {
        match name {
            "MultiSportSession" => self.sessions += 1,
            "Activity" => self.parsed.activities.push(RawActivity {
                byte,
                session: path.has("MultiSportSession").then_some(self.sessions),
                sport: attribute(tag, "Sport"),
                ..RawActivity::default()
            }),
            // A course has tracks too, and nobody has been there.
            _ if !path.has("Activity") => {}
            "Track" => {
                self.end_track();
                self.track = Some(None);
            }
            "Lap" => self.begin_lap(tag, byte),
            "Trackpoint" => {
                self.end_point();
                self.point = Some(RawPoint {
                    byte,
                    ..RawPoint::default()
                });
            }
            _ => return true,
        }
        false
    }

    fn close(&mut self, path: &Path, name: &str, text: Option<&str>) {
        match name {
            "TrainingCenterDatabase" => self.closed = true,
            "Trackpoint" => self.end_point(),
            "Track" => self.end_track(),
            _ => {
                let Some(text) = text.filter(|text| !text.is_empty()) else {
                    return;
                };
                if self.point.is_some() {
                    self.of_point(path, name, text);
                } else if path.has("Lap") {
                    self.of_lap(path, name, text);
                } else {
                    self.of_activity(path, name, text);
                }
            }
        }
    }

    fn is_full(&self) -> bool {
        self.held > MAX_VALUES
    }
}

impl Parser {
    fn reject(&mut self, byte: u64, subject: &str, reason: Reason) {
        self.held += 1;
        self.parsed.rejected.push((byte, subject.to_owned(), reason));
    }

    fn begin_lap(&mut self, tag: &BytesStart<'_>, byte: u64) {
        self.held += 1;
        let start = attribute(tag, "StartTime").map(|text| time(&text)).transpose();
        let start = start.unwrap_or_else(|reason| {
            self.reject(byte, "Lap", reason);
            None
        });
        if let Some(activity) = self.parsed.activities.last_mut() {
            activity.laps.push(RawLap {
                start,
                ..RawLap::default()
            });
        }
    }

    fn of_activity(&mut self, path: &Path, name: &str, text: &str) {
        let Some(activity) = self.parsed.activities.last_mut() else {
            return;
        };
        let field = match (path.parent(), name) {
            ("Activity", "Id") => &mut activity.id,
            ("Activity", "Notes") => &mut activity.notes,
            ("Creator", "Name") => &mut activity.device.name,
            ("Creator", "UnitId") => &mut activity.device.unit,
            _ => return,
        };
        field.get_or_insert_with(|| text.to_owned());
    }

    fn of_lap(&mut self, path: &Path, name: &str, text: &str) {
        let name = if name == "Value" { path.parent() } else { name };
        let Some(lap) = self.parsed.activities.last_mut().and_then(|it| it.laps.last_mut()) else {
            return;
        };
        if matches!(name, "Intensity" | "TriggerMethod" | "Notes") {
            lap.remarks.insert(name.to_owned(), text.to_owned());
            return;
        }
        let field = match name {
            "TotalTimeSeconds" => &mut lap.timer_s,
            "DistanceMeters" => &mut lap.distance_m,
            "Calories" => &mut lap.kcal,
            "Steps" => &mut lap.steps,
            "MaximumSpeed" => &mut lap.max_speed,
            "AverageHeartRateBpm" => &mut lap.mean_heart_rate,
            "MaximumHeartRateBpm" => &mut lap.max_heart_rate,
            "AvgWatts" => &mut lap.mean_power,
            "MaxWatts" => &mut lap.max_power,
            "Cadence" | "AvgRunCadence" => &mut lap.mean_cadence,
            // What follows from others, or says what the laps say together.
            "AvgSpeed" | "MaxBikeCadence" | "MaxRunCadence" => {
                lap.remarks.insert(name.to_owned(), text.to_owned());
                return;
            }
            _ => return bump(&mut self.parsed.unknown, name, |count| *count += 1),
        };
        match number(text) {
            Ok(value) => {
                lap.remarks.insert(name.to_owned(), text.to_owned());
                // No heart stands still, so it says that none was measured.
                *field = Some(value).filter(|value| *value != 0.0 || !name.ends_with("HeartRateBpm"));
            }
            Err(reason) => {
                let byte = self.parsed.activities.last().map_or(0, |activity| activity.byte);
                self.reject(byte, name, reason);
            }
        }
    }

    fn of_point(&mut self, path: &Path, name: &str, text: &str) {
        let Some(point) = &mut self.point else { return };
        let name = if name == "Value" { path.parent() } else { name };
        let measure = MEASURES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, measure)| *measure);
        match name {
            "Time" => {
                point.at = Some(time(text));
                return;
            }
            "SensorState" => return,
            "LatitudeDegrees" | "LongitudeDegrees" => {}
            _ if measure.is_some() => {}
            _ => return bump(&mut self.parsed.unknown, name, |count| *count += 1),
        }
        match (number(text), measure) {
            (Ok(value), Some(measure)) if !measure.is_missing(value) => point.measured.push((measure, value)),
            (Ok(_), Some(_)) => {}
            (Ok(value), None) if name == "LatitudeDegrees" => point.latitude = Some(value),
            (Ok(value), None) => point.longitude = Some(value),
            (Err(reason), _) => {
                let byte = point.byte;
                self.reject(byte, name, reason);
            }
        }
    }

    fn end_point(&mut self) {
        let Some(point) = self.point.take() else { return };
        let missing = || Reason::MissingField {
            field: "Time".to_owned(),
        };
        let at = match point.at.clone().unwrap_or_else(|| Err(missing())) {
            Ok(at) if is_possible(at, self.received) => at,
            Ok(at) => return self.reject(point.byte, "Trackpoint", Reason::WrongClock { at }),
            Err(reason) => return self.reject(point.byte, "Trackpoint", reason),
        };
        let track = self.track.get_or_insert_default();
        *track = Some(track.map_or((at, at), |(start, end)| (start.min(at), end.max(at))));
        self.held += 1 + point.measured.len();
        if let Some(reason) = point.misplaced() {
            self.reject(point.byte, "Position", reason);
        }
        let Some(activity) = self.parsed.activities.last_mut() else {
            return;
        };
        activity.route.extend(point.on_route(at));
        activity
            .values
            .extend(point.measured.into_iter().map(|(measure, value)| Value {
                at_ms: at.timestamp_millis(),
                byte: point.byte,
                measure,
                value,
            }));
    }

    fn end_track(&mut self) {
        self.end_point();
        let span = self.track.take().flatten();
        if let (Some(span), Some(activity)) = (span, self.parsed.activities.last_mut()) {
            if activity.laps.is_empty() {
                activity.laps.push(RawLap::default());
            }
            if let Some(lap) = activity.laps.last_mut() {
                lap.tracks.push(span);
            }
        }
    }
}

impl RawPoint {
    /// Says why a position cannot be one.
    fn misplaced(&self) -> Option<Reason> {
        let (latitude, longitude) = (self.latitude?, self.longitude?);
        let outside = latitude.abs() > 90.0 || longitude.abs() > 180.0;
        outside.then(|| Reason::Malformed {
            detail: format!("{latitude}, {longitude} is outside the degrees there are"),
        })
    }

    fn on_route(&self, at: DateTime<Utc>) -> Option<RoutePoint> {
        let (latitude, longitude) = (self.latitude?, self.longitude?);
        let measured = |measure| {
            let found = self.measured.iter().find(|(known, _)| *known == measure);
            found.map(|(_, value)| *value)
        };
        (is_position(latitude, longitude) && self.misplaced().is_none()).then(|| RoutePoint {
            at,
            latitude,
            longitude,
            altitude_m: measured(Measure::Altitude),
            speed_m_s: measured(Measure::Speed),
            course_deg: None,
            accuracy_m: None,
        })
    }
}
