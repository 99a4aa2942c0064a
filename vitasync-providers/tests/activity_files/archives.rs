//! What is packed: gzip, zip, zips in zips, and what is none of it.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use vitasync_providers::files::Error;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::writer::{Fit, TEN, word};
use crate::{read, try_read};

fn ride() -> Vec<u8> {
    Fit::activity().records(TEN, 3).session(2, TEN, 3).finish()
}

const TCX: &[u8] = br#"<TrainingCenterDatabase><Activities><Activity Sport="Running"><Id>1</Id>
    <Lap StartTime="2026-01-02T10:00:00Z"><TotalTimeSeconds>5</TotalTimeSeconds></Lap></Activity></Activities></TrainingCenterDatabase>"#;

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

pub(crate) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_file_is_known_by_what_it_says_raw_and_gzipped() {
    for bytes in [ride(), gzip(&ride()), TCX.to_vec(), gzip(TCX)] {
        assert_eq!(read(bytes).sessions.len(), 1);
    }
}

#[test]
fn an_apple_health_export_is_read_by_the_same_door_raw_gzipped_and_zipped() {
    let xml =
        br#"<HealthData locale="en_GB"><Record type="HKQuantityTypeIdentifierStepCount" sourceName="P" unit="count"
        startDate="2026-01-09 08:00:00 +0000" endDate="2026-01-09 08:10:00 +0000" value="600"/></HealthData>"#;
    for bytes in [xml.to_vec(), gzip(xml), zip(&[("export.xml", xml)])] {
        let found = read(bytes);
        assert_eq!((found.sum("steps"), found.report.formats["apple_health"]), (600.0, 1));
    }
}

#[test]
fn every_file_of_an_archive_is_read_and_a_bad_one_does_not_stop_the_others() {
    let packed = gzip(&ride());
    let inner = zip(&[("run.tcx", TCX)]);
    let settings = Fit::new().message(0, &[word(0, 2)]).finish();
    let found = read(zip(&[
        ("activities/1.fit.gz", packed.as_slice()),
        ("photos/1.jpg", b"\xff\xd8"),
        ("settings.fit", settings.as_slice()),
        ("UploadedFiles_1.zip", inner.as_slice()),
        ("broken.gpx", b"<gpx><trk><trkseg>"),
    ]));
    assert_eq!(found.sessions.len(), 2);
    assert_eq!(
        found.report.formats.into_iter().collect::<Vec<_>>(),
        [("fit".to_owned(), 1), ("gpx".to_owned(), 1), ("tcx".to_owned(), 1)]
    );
    assert_eq!(found.report.other_files[".jpg file"], 1);
    assert_eq!(
        found.rejected,
        [
            "settings.fit, byte 0: file: it cannot be used: there is nothing to import from this FIT file: it holds settings",
            "broken.gpx, byte 18: gpx: the file ends in the middle of it",
        ]
    );
}

#[test]
fn a_gzip_that_breaks_off_gives_what_it_held() {
    let points: String = (0..60)
        .map(|second| format!("<trkpt lat='1' lon='2'><time>2026-01-01T10:00:{second:02}Z</time></trkpt>\n"))
        .collect();
    let packed = gzip(format!("<gpx><trk><trkseg>{points}</trkseg></trk></gpx>").as_bytes());
    let found = read(packed[..packed.len() - 20].to_vec());
    assert_eq!(found.sessions.len(), 1);
    assert!(found.report.partial.is_some());
    let packed = gzip(&ride());
    assert!(!read(packed[..packed.len() - 9].to_vec()).report.warnings.is_empty());
}

#[test]
fn what_is_of_no_known_format_is_refused_with_what_can_be_read() {
    let error = try_read("secs, watts\n1, 200").err().unwrap();
    assert!(matches!(error, Error::UnknownFormat));
    assert!(
        error
            .to_string()
            .contains("FIT, TCX and GPX files, each as it is, as .gz or in a zip"),
        "{error}"
    );
    let error = try_read(zip(&[("holiday.jpg", b"\xff\xd8")])).err().unwrap();
    assert!(
        error
            .to_string()
            .starts_with("none of the 1 files in the archive is of a known format (holiday.jpg); "),
        "{error}"
    );
}
