//! Adds what lies beside the document: routes to their workouts, and electrocardiograms.

use std::collections::{BTreeMap, HashSet};
use std::io::BufReader;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use vitasync_core::Sample;
use vitasync_core::error::{Position, Reason, Rejected};
use vitasync_core::metric::Metric;
use vitasync_core::normalize::SeriesRule;
use vitasync_core::session::{Detail, RoutePoint};
use vitasync_core::source::{Attributes, Device, DeviceKind, Recording, Revision, Source, SourceKey};

use super::archive::Archive;
use super::ecg::{Ecg, read_ecg};
use super::gather::Gather;
use super::gpx::{MAX_POINTS, Route, read_route};
use super::source::PROVIDER;
use crate::files::Error;

/// The most warnings a report lists.
const MAX_WARNINGS: usize = 100;

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

/// Delivers the workouts that were kept back, each with its routes. One workout's are in memory at a time.
///
/// A route that a workout names again is joined once, and together they have no more points than one file may have:
/// a few bytes that name a large route over and over must not fill the memory.
pub(super) fn join_routes(archive: &Archive, gather: &mut Gather<'_>) -> Result<(), Error> {
    for found in std::mem::take(&mut gather.held) {
        let mut session = found.session;
        if let Detail::Workout(workout) = &mut session.detail {
            let mut joined = HashSet::new();
            for path in found.routes.iter().filter(|path| joined.insert(path.as_str())) {
                let room = MAX_POINTS.saturating_sub(workout.route.len());
                workout.route.extend(route(archive, path, room, gather)?);
            }
        }
        gather.sessions(vec![session])?;
    }
    Ok(())
}

fn route(archive: &Archive, path: &str, room: usize, gather: &mut Gather<'_>) -> Result<Vec<RoutePoint>, Error> {
    let read = match archive.route(path) {
        None => {
            gather.report.routes.missing += 1;
            return Ok(Vec::new());
        }
        Some(Ok(reader)) => read_route(BufReader::new(reader)).map_err(|error| error.to_string()),
        Some(Err(error)) => Err(error.to_string()),
    };
    let fits = |route: &Route| route.points.len() <= room;
    let full = || format!("its workout has more than {MAX_POINTS} points");
    let read = read.and_then(|route| if fits(&route) { Ok(route) } else { Err(full()) });
    match read {
        Ok(route) => {
            gather.report.routes.joined += 1;
            gather.report.routes.points += route.points.len() as u64;
            reject(gather, path, "trkpt", route.rejected)?;
            Ok(route.points)
        }
        Err(detail) => {
            gather.report.routes.missing += 1;
            warn(gather, format!("{path}: {detail}"));
            Ok(Vec::new())
        }
    }
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
                gather.report.ecgs += 1;
                match sample(&ecg, received) {
                    Ok(sample) => gather.sample(sample)?,
                    Err(reason) => reject(gather, name, "electrocardiogram", vec![(0, reason)])?,
                }
                reject(gather, name, "voltage", ecg.rejected)?;
            }
            Err(detail) => warn(gather, format!("{name}: {detail}")),
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
    gather.rejected(rejected.collect())
}

/// Adds a warning to the report, unless it has very many.
pub(super) fn warn(gather: &mut Gather<'_>, warning: String) {
    let warnings = &mut gather.report.warnings;
    match warnings.len() {
        0..MAX_WARNINGS => warnings.push(warning),
        MAX_WARNINGS => warnings.push("there are more warnings than are listed".to_owned()),
        _ => {}
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests stop where they fail")]
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::super::archive::Limits;
    use super::*;
    use crate::files::Options;

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
    fn a_route_for_which_there_is_no_room_is_missing_and_says_why() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let point = "<trkpt lat=\"1\" lon=\"2\"><time>2026-01-09T18:00:04Z</time></trkpt>";
        let gpx = format!("<gpx>{}</gpx>", point.repeat(3));
        for (name, text) in [("export.xml", "<HealthData/>"), ("route_1.gpx", gpx.as_str())] {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        let archive = Archive::open(zip.finish().unwrap(), Limits::default()).unwrap();
        let options = Options::new(DateTime::UNIX_EPOCH);
        let mut sink = |_| Ok(());
        let mut gather = Gather::new(&options, &mut sink, true);
        assert_eq!(route(&archive, "route_1.gpx", 3, &mut gather).unwrap().len(), 3);
        assert_eq!(route(&archive, "route_1.gpx", 2, &mut gather).unwrap(), []);
        assert_eq!((gather.report.routes.joined, gather.report.routes.missing), (1, 1));
        assert_eq!(
            gather.report.warnings,
            ["route_1.gpx: its workout has more than 1000000 points"]
        );
    }
}
