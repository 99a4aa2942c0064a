//! Reads real exports and compares with what an independent count found in them.
//!
//! The files are not part of the repository; the tests look for them beside it and say so where they are absent.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use serde_json::Value;
use vitasync_providers::files::apple_health::archive::{Archive, Limits};
use vitasync_providers::files::apple_health::gpx::{Route, read_route};

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
