//! Reads real exports and compares with what an independent count found in them.
//!
//! The files are not part of the repository; the tests look for them beside it and say so where they are absent.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;
use vitasync_core::session::Detail;
use vitasync_providers::files::apple_health::archive::{Archive, Limits};
use vitasync_providers::files::apple_health::read_path;
use vitasync_providers::files::gpx::{Route, read_route};
use vitasync_providers::files::{Options, Part, Report};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The folder of the files and what was counted in them, by path.
struct Corpus {
    folder: PathBuf,
    manifest: BTreeMap<String, Value>,
}

impl Corpus {
    fn find() -> Option<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
        let Ok(manifest) = fs::read_to_string(folder.join("manifest.json")) else {
            eprintln!("skipped: there are no real exports in {}", folder.display());
            return None;
        };
        Some(Self {
            folder,
            manifest: serde_json::from_str(&manifest).unwrap(),
        })
    }

    /// Lists the Apple Health files for which something was counted.
    fn with(&self, count: &str) -> impl Iterator<Item = (PathBuf, &Value)> {
        let apple = self
            .manifest
            .iter()
            .filter(|(path, _)| path.starts_with("apple_health/"));
        let counted = apple.filter_map(move |(path, counts)| Some((self.folder.join(path), counts.get(count)?)));
        let counted: Vec<_> = counted.collect();
        assert!(!counted.is_empty(), "the manifest counts no {count}");
        counted.into_iter()
    }
}

fn counts(value: &Value) -> BTreeMap<String, u64> {
    serde_json::from_value(value.clone()).unwrap()
}

fn open(path: &Path) -> Archive {
    Archive::open(File::open(path).unwrap(), Limits::default())
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn route(archive: &Archive, name: &str) -> Route {
    let route = read_route(BufReader::new(archive.route(name).unwrap().unwrap())).unwrap();
    assert_eq!(route.rejected, [], "{name}");
    route
}

#[test]
fn every_point_of_every_route_in_an_archive_is_read() {
    let Some(corpus) = Corpus::find() else { return };
    for (path, expected) in corpus.with("routes") {
        let archive = open(&path);
        let found = archive
            .routes()
            .map(|name| (name.to_owned(), route(&archive, name).points.len() as u64));
        assert_eq!(
            found.collect::<BTreeMap<_, _>>(),
            counts(expected),
            "{}",
            path.display()
        );
    }
}

#[test]
fn every_point_of_a_route_beside_the_xml_is_read() {
    let Some(corpus) = Corpus::find() else { return };
    for (path, expected) in corpus
        .with("points")
        .filter(|(path, _)| path.extension().is_some_and(|it| it == "gpx"))
    {
        let route = read_route(BufReader::new(File::open(&path).unwrap())).unwrap();
        assert_eq!(Some(route.points.len() as u64), expected.as_u64(), "{}", path.display());
        assert!(route.rejected.is_empty(), "{}: {:?}", path.display(), route.rejected);
    }
}

#[test]
fn points_of_real_routes_are_in_order_of_time_and_complete() {
    let Some(corpus) = Corpus::find() else { return };
    for (path, _) in corpus.with("routes") {
        let archive = open(&path);
        for name in archive.routes() {
            let points = route(&archive, name).points;
            assert!(points.is_sorted_by_key(|point| point.at), "{name}");
            let complete = points
                .iter()
                .filter(|it| it.altitude_m.is_some() && it.accuracy_m.is_some());
            assert_eq!(complete.count(), points.len(), "{name}");
        }
    }
}

/// What an import of a file gave.
struct Import {
    report: Report,
    workouts: u64,
    samples: u64,
    route_points: u64,
    rejected: u64,
}

fn import(path: &Path) -> Import {
    let received = "2026-11-20T00:00:00Z".parse().unwrap();
    let (mut workouts, mut samples, mut route_points, mut rejected) = (0, 0, 0, 0);
    let mut sink = |part: Part| {
        match part {
            Part::Samples(batch) => samples += batch.len() as u64,
            Part::Sessions(sessions) => {
                for session in sessions {
                    if let Detail::Workout(workout) = session.detail {
                        workouts += 1;
                        route_points += workout.route.len() as u64;
                    }
                }
            }
            Part::Rejected(more) => rejected += more.len() as u64,
            Part::Progress(_) => {}
        }
        Ok(())
    };
    let report = read_path(path, &Options::new(received), &mut sink);
    let report = report.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Import {
        report,
        workouts,
        samples,
        route_points,
        rejected,
    }
}

fn is_export(path: &Path) -> bool {
    path.extension().is_some_and(|it| it == "xml" || it == "zip")
}

#[test]
fn every_record_of_every_type_is_read() {
    let Some(corpus) = Corpus::find() else { return };
    for (path, expected) in corpus.with("types").filter(|(path, _)| is_export(path)) {
        let report = import(&path).report;
        let read: BTreeMap<_, _> = report
            .records
            .iter()
            .map(|(name, count)| (name.clone(), count.read))
            .collect();
        assert_eq!(read, counts(expected), "{}", path.display());
        assert_eq!(report.partial, None, "{}", path.display());
    }
}

#[test]
fn every_record_is_used_or_rejected() {
    let Some(corpus) = Corpus::find() else { return };
    for (path, _) in corpus.with("types").filter(|(path, _)| is_export(path)) {
        let import = import(&path);
        for (name, count) in &import.report.records {
            assert_eq!(
                count.read,
                count.used + count.rejected,
                "{}: {name}: {count:?}",
                path.display()
            );
        }
        assert_eq!(import.samples, import.report.samples, "{}", path.display());
        assert_eq!(
            import.rejected,
            import.report.rejected.values().sum::<u64>(),
            "{}",
            path.display()
        );
    }
}

#[test]
fn every_workout_is_read() {
    let Some(corpus) = Corpus::find() else { return };
    for (path, expected) in corpus.with("workouts").filter(|(path, _)| is_export(path)) {
        let import = import(&path);
        assert_eq!(Some(import.workouts), expected.as_u64(), "{}", path.display());
        assert_eq!(import.report.workouts, import.workouts, "{}", path.display());
    }
}

#[test]
fn every_route_joins_its_workout_with_every_point() {
    let Some(corpus) = Corpus::find() else { return };
    for (path, expected) in corpus.with("routes") {
        let import = import(&path);
        let expected = counts(expected);
        assert_eq!(import.report.routes.joined, expected.len() as u64, "{}", path.display());
        assert_eq!(import.report.routes.missing, 0, "{}", path.display());
        assert_eq!(
            import.route_points,
            expected.values().sum::<u64>(),
            "{}",
            path.display()
        );
    }
}

#[test]
fn an_export_packed_again_from_its_folder_keeps_its_route() {
    let Some(corpus) = Corpus::find() else { return };
    let folder = corpus.folder.join("apple_health/hts_zip");
    let route = "apple_health_export/workout-routes/route_2019-06-11_3.00pm.gpx";
    let mut packed = tempfile::NamedTempFile::with_suffix(".zip").unwrap();
    let mut zip = ZipWriter::new(packed.as_file_mut());
    for name in [route, "apple_health_export/export.xml"] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(&fs::read(folder.join(name)).unwrap()).unwrap();
    }
    zip.finish().unwrap();
    let import = import(packed.path());
    assert_eq!(
        (import.report.routes.joined, import.route_points, import.workouts),
        (1, 3, 1)
    );
}

#[test]
fn the_oldest_format_is_read() {
    let Some(corpus) = Corpus::find() else { return };
    let import = import(&corpus.folder.join("apple_health/ios8_legacy_head/export.xml"));
    let steps = import.report.records["HKQuantityTypeIdentifierStepCount"];
    assert_eq!((steps.read, steps.used, steps.rejected), (60, 60, 0));
    assert_eq!(import.report.export_date, Some("2014-01-14T16:43:47Z".parse().unwrap()));
}

#[test]
fn attributes_on_lines_of_their_own_are_read() {
    let Some(corpus) = Corpus::find() else { return };
    let import = import(&corpus.folder.join("apple_health/hec_attrs/export.xml"));
    assert_eq!((import.workouts, import.report.routes.missing), (3, 2));
    // It has no unit, and no unit is no licence to guess one.
    assert_eq!(import.report.records["HKQuantityTypeIdentifierHeartRate"].read, 1);
}
