//! Adds what lies beside the document: routes to their workouts, and electrocardiograms.

use std::collections::{BTreeMap, HashSet};
use std::io::BufReader;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::thread;

use chrono::{DateTime, Utc};
use vitasync_core::error::{Position, Reason, Rejected};
use vitasync_core::metric::Metric;
use vitasync_core::normalize::SeriesRule;
use vitasync_core::session::Detail;
use vitasync_core::source::{Attributes, Device, DeviceKind, Recording, Revision, Source, SourceKey};
use vitasync_core::{Sample, Session};

use super::archive::Archive;
use super::ecg::{Ecg, read_ecg};
use super::gather::Gather;
use super::source::PROVIDER;
use crate::files::Error;
use crate::files::gpx::{MAX_POINTS, Route, read_route};

/// What HealthKit calls the classifications of an electrocardiogram, by parts of the words that languages have for
/// them. The file has them in the phone's language only.
const CLASSIFICATIONS: [(&[&str], u8); 6] = [
    (&["sinus", "窦性", "竇性", "洞調律"], 1),
    (&["fibril", "flimmer", "心房"], 2),
    (&["low heart rate"], 3),
    (&["high heart rate"], 4),
    (&["poor rec", "poor read"], 5),
    (&["inconclusive"], 6),
];

/// A route that a workout names, and what was read of it: the route, why there is none, or nothing where the archive
/// has no such file.
type Named<'a> = (&'a str, Option<Result<Route, String>>);

/// Delivers the workouts that were kept back, each with its routes, in the order of the file.
///
/// Each of `threads` threads reads the routes of one workout at a time and waits until they are taken, so memory holds
/// those of a few workouts only.
pub(super) fn join_routes(archive: &Archive, threads: usize, gather: &mut Gather<'_>) -> Result<(), Error> {
    let held = std::mem::take(&mut gather.held);
    let routes: Vec<Vec<String>> = held.iter().map(|found| found.routes.clone()).collect();
    let sessions = held.into_iter().map(|found| found.session);
    if threads < 2 {
        return sessions
            .zip(&routes)
            .try_for_each(|(session, paths)| join(session, read_routes(archive, paths), gather));
    }
    thread::scope(|scope| {
        let mut from_readers = Vec::with_capacity(threads);
        for first in 0..threads {
            let (to, from) = sync_channel(0);
            let mine = routes.iter().skip(first).step_by(threads);
            scope.spawn(move || {
                for paths in mine {
                    if to.send(read_routes(archive, paths)).is_err() {
                        break;
                    }
                }
            });
            from_readers.push(from);
        }
        for (session, from) in sessions.zip(from_readers.iter().cycle()) {
            let named = from.recv().expect("a thread sends the routes of each of its workouts");
            join(session, named, gather)?;
        }
        Ok(())
    })
}

/// Reads the routes a workout names.
///
/// A route that is named again is read once, and together they have no more points than one file may have: a few bytes
/// that name a large route over and over must not fill the memory.
fn read_routes<'a>(archive: &Archive, paths: &'a [String]) -> Vec<Named<'a>> {
    let mut seen = HashSet::new();
    let mut room = MAX_POINTS;
    let paths = paths.iter().filter(|path| seen.insert(path.as_str()));
    let read = paths.map(|path| {
        let route = read_one(archive, path, room);
        if let Some(Ok(route)) = &route {
            room -= route.points.len();
        }
        (path.as_str(), route)
    });
    read.collect()
}

fn read_one(archive: &Archive, path: &str, room: usize) -> Option<Result<Route, String>> {
    let read = match archive.route(path)? {
        Ok(reader) => read_route(BufReader::new(reader)).map_err(|error| error.to_string()),
        Err(error) => Err(error.to_string()),
    };
    let full = || format!("its workout has more than {MAX_POINTS} points");
    Some(read.and_then(|route| {
        if route.points.len() <= room {
            Ok(route)
        } else {
            Err(full())
        }
    }))
}

fn join(mut session: Session, routes: Vec<Named<'_>>, gather: &mut Gather<'_>) -> Result<(), Error> {
    for (path, route) in routes {
        let Some(Ok(route)) = route else {
            gather.outlet.report.routes.missing += 1;
            if let Some(Err(detail)) = route {
                gather.outlet.warn(format!("{path}: {detail}"));
            }
            continue;
        };
        gather.outlet.report.routes.joined += 1;
        gather.outlet.report.routes.points += route.points.len() as u64;
        reject(gather, path, "trkpt", route.rejected)?;
        if let Detail::Workout(workout) = &mut session.detail {
            workout.route.extend(route.points);
        }
    }
    gather.outlet.sessions(vec![session])
}

/// Reads the electrocardiograms: when they were recorded and what the watch made of them. The voltages stay in the
/// archive; the model has no place for them.
pub(super) fn add_ecgs(archive: &Archive, received: DateTime<Utc>, gather: &mut Gather<'_>) -> Result<(), Error> {
    for name in archive.ecgs() {
        let read = match archive.ecg(name) {
            Some(Ok(reader)) => read_ecg(BufReader::new(reader)).map_err(|error| error.to_string()),
            Some(Err(error)) => Err(error.to_string()),
            None => continue,
        };
        match read {
            Ok(ecg) => {
                gather.outlet.report.ecgs += 1;
                match sample(&ecg, received) {
                    Ok(sample) => gather.outlet.sample(sample)?,
                    Err(reason) => reject(gather, name, "electrocardiogram", vec![(0, reason)])?,
                }
                reject(gather, name, "voltage", ecg.rejected)?;
            }
            Err(detail) => gather.outlet.warn(format!("{name}: {detail}")),
        }
    }
    Ok(())
}

fn sample(ecg: &Ecg, received: DateTime<Utc>) -> Result<Sample, Reason> {
    let missing = |field: &str| Reason::MissingField {
        field: field.to_owned(),
    };
    let start = ecg.recorded_at.ok_or_else(|| missing("Recorded Date"))?.to_utc();
    let word = ecg.classification.as_ref().ok_or_else(|| missing("Classification"))?;
    let value = classification(word).ok_or_else(|| Reason::UnknownWord {
        vocabulary: "classification".to_owned(),
        text: word.clone(),
    })?;
    let rule = SeriesRule::new(Metric::AfibResult, None, Recording::Active, received)?;
    let value = rule.apply(value, start.timestamp_millis(), start.timestamp_millis())?;
    let told = [
        ("Classification", Some(word.clone())),
        ("Symptoms", ecg.symptoms.clone()),
        ("Software Version", ecg.software_version.clone()),
        ("Sample Rate", ecg.sample_rate_hz.map(|rate| format!("{rate} Hz"))),
        ("Lead", ecg.lead.clone()),
    ];
    let remarks = told
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), value?)));
    Ok(Sample {
        record: None,
        source: Arc::new(source(ecg)),
        metric: Metric::AfibResult,
        start,
        end: start,
        value,
        attributes: Attributes {
            remarks: remarks
                .filter(|(_, value)| !value.is_empty())
                .collect::<BTreeMap<_, _>>(),
            ..Attributes::default()
        },
    })
}

fn classification(word: &str) -> Option<f64> {
    let word = word.to_lowercase();
    let known = CLASSIFICATIONS
        .iter()
        .find(|(parts, _)| parts.iter().any(|part| word.contains(part)));
    known.map(|(_, code)| f64::from(*code))
}

/// The files name the watch's hardware and not the watch, so all electrocardiograms are of one source.
fn source(ecg: &Ecg) -> Source {
    Source {
        key: SourceKey {
            provider: PROVIDER.to_owned(),
            origin: "electrocardiograms".to_owned(),
            recording: Recording::Active,
        },
        name: "Electrocardiograms".to_owned(),
        device_kind: DeviceKind::Watch,
        device: Device {
            hardware: ecg.device.clone(),
            ..Device::default()
        },
        revision: Revision::Immutable,
    }
}

fn reject(gather: &mut Gather<'_>, file: &str, subject: &str, rejected: Vec<(u64, Reason)>) -> Result<(), Error> {
    let rejected = rejected.into_iter().map(|(byte, reason)| Rejected {
        position: Position::in_file(file, byte),
        subject: subject.to_owned(),
        reason,
    });
    gather.outlet.rejected(rejected.collect())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests stop where they fail")]
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::super::archive::Limits;
    use super::*;

    #[test]
    fn classifications_are_known_in_many_languages() {
        for (word, code) in [
            ("Sinus Rhythm", 1.0),
            ("Ritmo sinusal", 1.0),
            ("Sinusrhythmus", 1.0),
            ("窦性心律", 1.0),
            ("Atrial Fibrillation", 2.0),
            ("Vorhofflimmern", 2.0),
            ("Fibrilación auricular", 2.0),
            ("Inconclusive", 6.0),
        ] {
            assert_eq!(classification(word), Some(code), "{word}");
        }
        assert_eq!(classification("Non classé"), None);
    }

    #[test]
    fn a_route_for_which_there_is_no_room_says_so() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let point = "<trkpt lat=\"1\" lon=\"2\"><time>2026-01-09T18:00:04Z</time></trkpt>";
        let gpx = format!("<gpx>{}</gpx>", point.repeat(3));
        for (name, text) in [("export.xml", "<HealthData/>"), ("route_1.gpx", gpx.as_str())] {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        let archive = Archive::open(zip.finish().unwrap(), Limits::default()).unwrap();
        assert_eq!(read_one(&archive, "route_1.gpx", 3).unwrap().unwrap().points.len(), 3);
        let full = read_one(&archive, "route_1.gpx", 2).unwrap();
        assert_eq!(full.unwrap_err(), "its workout has more than 1000000 points");
    }
}
