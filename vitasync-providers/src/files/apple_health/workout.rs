//! Reads workouts: sport, totals, laps, events, parts and the routes they name.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use vitasync_core::Session;
use vitasync_core::error::Reason;
use vitasync_core::metric::Metric;
use vitasync_core::session::{Detail, Lap, RoutePoint, Statistic, Workout, WorkoutEvent, WorkoutPart};
use vitasync_core::sport::{Sport, Vendor};
use vitasync_core::time::from_ms;

use super::decode::{BROKEN_TAG, Decoder, Found, number};
use super::metadata::Metadata;
use super::source::source_name;
use super::statistics::{beside, canonical, malformed, missing};
use super::words::snake_case;
use super::xml::{self, Child, Element};

/// What stands directly inside a workout or one of its activities.
#[derive(Default)]
struct Inside {
    metadata: Option<Metadata>,
    statistics: Vec<Statistic>,
    laps: Vec<Lap>,
    events: Vec<WorkoutEvent>,
    parts: Vec<(WorkoutPart, Inside)>,
    routes: Vec<String>,
    points: Vec<RoutePoint>,
}

impl Decoder {
    /// Reads a `Workout`.
    pub(super) fn workout(&mut self, element: &Element<'_, '_>) {
        let Some(attributes) = self.attributes_of(element) else {
            return;
        };
        let found = self.found(element, &attributes);
        match found {
            Ok(found) => self.out.workouts.push(found),
            Err(reason) => {
                let subject = attributes.get("workoutActivityType").unwrap_or("Workout");
                self.reject(element.tag.start, subject, reason);
            }
        }
    }

    fn found(&mut self, element: &Element<'_, '_>, attributes: &xml::Attributes<'_>) -> Result<Found, Reason> {
        let (start_ms, start) = self.instant(attributes, "startDate")?;
        let (end_ms, end) = self.instant(attributes, "endDate")?;
        if end < start {
            return Err(Reason::EndBeforeStart { start, end });
        }
        let field = "workoutActivityType";
        let word = attributes
            .get(field)
            .ok_or_else(|| Reason::MissingField { field: field.into() })?;
        let mut inside = self.workout_inside(element, end);
        fall_back_to_parts(&mut inside);
        let metadata = inside.metadata.unwrap_or_default();
        if let Some(zone) = metadata.zone {
            *self.out.zones.entry(zone).or_default() += 1;
        }
        let source = self
            .tables
            .source(source_name(attributes), attributes.get("device"), metadata.recording());
        let sport = sport(word, &metadata.remarks);
        let mut statistics = inside.statistics;
        self.totals(element, attributes, sport, &mut statistics);
        statistics.extend(beside(&metadata.remarks));
        let workout = Workout {
            vendor_sport: Some(word.to_owned()),
            timer_s: self.duration(element, attributes),
            statistics,
            laps: inside.laps,
            events: inside.events,
            parts: inside.parts.into_iter().map(|(part, _)| part).collect(),
            route: inside.points,
            ..Workout::new(sport)
        };
        let session = Session {
            source,
            record: None,
            start,
            end,
            attributes: metadata.into_attributes(start_ms, end_ms),
            detail: Detail::Workout(Box::new(workout)),
        };
        Ok(Found {
            session,
            routes: inside.routes,
        })
    }

    fn workout_inside(&mut self, element: &Element<'_, '_>, end: DateTime<Utc>) -> Inside {
        let mut inside = Inside::default();
        for child in element.children() {
            let child = match child {
                Child::Element(child) => child,
                Child::Malformed(name, at) => {
                    self.malformed(at, name, BROKEN_TAG);
                    continue;
                }
            };
            let at = child.tag.start;
            let done = match child.tag.name {
                b"MetadataEntry" => inside.metadata.get_or_insert_default().add(&child).map_err(malformed),
                b"WorkoutStatistics" => self.statistics(&child, &mut inside.statistics),
                b"WorkoutEvent" => self.event(&child, &mut inside),
                b"WorkoutActivity" => self.part(&child, end).map(|part| inside.parts.push(part)),
                b"WorkoutRoute" => {
                    self.route(&child, &mut inside);
                    Ok(())
                }
                b"Record" => {
                    self.record(&child, true);
                    Ok(())
                }
                name => {
                    self.unknown_element(name);
                    Ok(())
                }
            };
            if let Err(reason) = done {
                self.reject(at, &String::from_utf8_lossy(child.tag.name), reason);
            }
        }
        inside
    }

    fn event(&mut self, element: &Element<'_, '_>, inside: &mut Inside) -> Result<(), Reason> {
        let attributes = element.attributes().map_err(malformed)?;
        let word = attributes.get("type").ok_or_else(|| missing("type"))?;
        let (_, at) = self.instant(&attributes, "date")?;
        let kind = word.strip_prefix("HKWorkoutEventType").unwrap_or(word);
        if !matches!(kind, "Lap" | "Segment") {
            let kind = snake_case(kind);
            inside.events.push(WorkoutEvent { kind, at });
            return Ok(());
        }
        let mut metadata = Metadata::default();
        for child in element.children() {
            match child {
                Child::Element(child) if child.tag.name == b"MetadataEntry" => {
                    metadata.add(&child).map_err(malformed)?
                }
                Child::Element(child) => self.unknown_element(child.tag.name),
                Child::Malformed(..) => return Err(malformed(BROKEN_TAG.to_owned())),
            }
        }
        let length = match attributes.get("duration") {
            Some(_) => length(&attributes)?,
            None => 0.0,
        };
        inside.laps.push(Lap {
            lap: kind == "Lap",
            start: at,
            end: at + milliseconds(length),
            remarks: metadata.remarks,
        });
        Ok(())
    }

    fn part(&mut self, element: &Element<'_, '_>, workout_end: DateTime<Utc>) -> Result<(WorkoutPart, Inside), Reason> {
        let attributes = element.attributes().map_err(malformed)?;
        let (_, start) = self.instant(&attributes, "startDate")?;
        let end = match attributes.get("endDate") {
            Some(_) => self.instant(&attributes, "endDate")?.1,
            None => workout_end,
        };
        let mut inside = self.workout_inside(element, end);
        let remarks = inside.metadata.as_ref().map(|metadata| &metadata.remarks);
        let word = attributes.get("workoutActivityType");
        let part = WorkoutPart {
            external_id: attributes.get("uuid").map(str::to_owned),
            sport: word.map(|word| sport(word, remarks.unwrap_or(&BTreeMap::new()))),
            start,
            end,
            timer_s: self.duration(element, &attributes),
            statistics: inside.statistics.clone(),
        };
        inside.parts.clear();
        Ok((part, inside))
    }

    /// Takes the file a route is in, or the points that old exports write in its place.
    fn route(&mut self, element: &Element<'_, '_>, inside: &mut Inside) {
        for child in element.children() {
            let child = match child {
                Child::Element(child) => child,
                Child::Malformed(name, at) => {
                    self.malformed(at, name, BROKEN_TAG);
                    continue;
                }
            };
            let done = match child.tag.name {
                b"FileReference" => reference(&child).map(|path| inside.routes.push(path)),
                b"Location" => self.location(&child).map(|point| inside.points.push(point)),
                b"MetadataEntry" => Ok(()),
                name => {
                    self.unknown_element(name);
                    Ok(())
                }
            };
            if let Err(reason) = done {
                self.reject(child.tag.start, &String::from_utf8_lossy(child.tag.name), reason);
            }
        }
    }

    fn location(&mut self, element: &Element<'_, '_>) -> Result<RoutePoint, Reason> {
        let attributes = element.attributes().map_err(malformed)?;
        let (_, at) = self.instant(&attributes, "date")?;
        let optional = |field| attributes.get(field).map(|_| number(&attributes, field)).transpose();
        // Speed, course and accuracy are negative where they are not known.
        let known = |field| Ok::<_, Reason>(optional(field)?.filter(|value| *value >= 0.0));
        Ok(RoutePoint {
            at,
            latitude: number(&attributes, "latitude")?,
            longitude: number(&attributes, "longitude")?,
            altitude_m: optional("altitude")?,
            speed_m_s: known("speed")?,
            course_deg: known("course")?,
            accuracy_m: known("horizontalAccuracy")?,
        })
    }

    fn instant(&mut self, attributes: &xml::Attributes<'_>, field: &str) -> Result<(i64, DateTime<Utc>), Reason> {
        let ms = self.time(attributes, field)?;
        let at = from_ms(ms).ok_or_else(|| Reason::NotATime { text: ms.to_string() })?;
        Ok((ms, at))
    }

    /// Reads the timer's time in seconds; one that cannot be read is rejected, not the workout.
    fn duration(&mut self, element: &Element<'_, '_>, attributes: &xml::Attributes<'_>) -> Option<f64> {
        attributes.get("duration")?;
        match length(attributes) {
            Ok(seconds) => Some(seconds),
            Err(reason) => {
                self.reject(element.tag.start, "duration", reason);
                None
            }
        }
    }
}

/// Since iOS 16 a workout has activities that repeat what it holds itself, so they count only where it holds nothing.
/// Totals and remarks are the workout's own only if there is one activity.
fn fall_back_to_parts(inside: &mut Inside) {
    if let [(_, part)] = &mut inside.parts[..] {
        if inside.statistics.is_empty() {
            inside.statistics = std::mem::take(&mut part.statistics);
        }
        if inside.metadata.is_none() {
            inside.metadata = part.metadata.take();
        }
    }
    let own_marks = !(inside.events.is_empty() && inside.laps.is_empty());
    let own_route = !(inside.routes.is_empty() && inside.points.is_empty());
    for (_, part) in &mut inside.parts {
        if !own_marks {
            inside.events.append(&mut part.events);
            inside.laps.append(&mut part.laps);
        }
        if !own_route {
            inside.routes.append(&mut part.routes);
            inside.points.append(&mut part.points);
        }
    }
}

/// Reads HealthKit's word or number for a sport; remarks tell indoor from outdoor, and the pool from open water.
pub(crate) fn sport(word: &str, remarks: &BTreeMap<String, String>) -> Sport {
    let sport = Sport::from_vendor(Vendor::HealthKit, word).unwrap_or(Sport::Other);
    let is = |key: &str, value: &str| remarks.get(key).is_some_and(|known| known == value);
    let indoor = is("HKIndoorWorkout", "1");
    match sport {
        Sport::Running if indoor => Sport::TreadmillRunning,
        Sport::Walking if indoor => Sport::TreadmillWalking,
        Sport::Cycling if indoor => Sport::IndoorCycling,
        Sport::Rowing if indoor => Sport::IndoorRowing,
        Sport::Swimming if is("HKSwimmingLocationType", "1") => Sport::PoolSwimming,
        Sport::Swimming if is("HKSwimmingLocationType", "2") => Sport::OpenWaterSwimming,
        sport => sport,
    }
}

/// Reads `duration` and `durationUnit` as seconds.
fn length(attributes: &xml::Attributes<'_>) -> Result<f64, Reason> {
    // Files without the unit write minutes, as every version of Apple's does.
    let word = attributes.get("durationUnit").unwrap_or("min");
    let seconds = canonical(Metric::WorkoutDuration, number(attributes, "duration")?, Some(word))?;
    Some(seconds)
        .filter(|it| (0.0..1e9).contains(it))
        .ok_or_else(|| Reason::NotANumber {
            text: seconds.to_string(),
        })
}

#[expect(clippy::cast_possible_truncation, reason = "lengths are far below 2^53 milliseconds")]
fn milliseconds(seconds: f64) -> TimeDelta {
    TimeDelta::milliseconds((seconds * 1000.0).round() as i64)
}

fn reference(element: &Element<'_, '_>) -> Result<String, Reason> {
    let attributes = element.attributes().map_err(malformed)?;
    Ok(attributes.get("path").ok_or_else(|| missing("path"))?.to_owned())
}
