use std::io::{Cursor, Write as _};

use vitasync_core::metric::Metric;
use vitasync_core::session::Detail;
use zip::write::SimpleFileOptions;

use super::*;
use crate::files::Part;

const ROUTE: &str = "<gpx version=\"1.1\"><trk><trkseg>\
    <trkpt lon=\"-0.1278\" lat=\"51.5074\"><ele>20.5</ele><time>2026-01-09T18:00:04Z</time></trkpt>\
    <trkpt lon=\"-0.1279\" lat=\"north\"><time>2026-01-09T18:00:05Z</time></trkpt></trkseg></trk></gpx>";

const ECG: &str = "Name,Test Person\nRecorded Date,2025-08-26 18:15:35 +0100\nClassification,Sinus Rhythm\nSymptoms,\n\
    Software Version,1.90\nDevice,\"Watch7,11\"\nSample Rate,512 hertz\n\n\nLead,Lead I\nUnit,µV\n\n-265,868\n12\n";

fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn read_zip(bytes: Vec<u8>) -> Result<(Found, Report), Error> {
    let mut found = Found::default();
    let report = super::super::read(Cursor::new(bytes), &options(), &mut |part| found.take(part))?;
    Ok((found, report))
}

fn export(name: &str) -> Vec<u8> {
    zip(&[
        ("apple_health_export/export_cda.xml", "<ClinicalDocument/>"),
        (name, include_str!("modern.xml")),
        ("apple_health_export/workout-routes/route_2026-01-09_6.31pm.gpx", ROUTE),
        ("apple_health_export/electrocardiograms/ecg_2025-08-26.csv", ECG),
    ])
}

#[test]
fn a_route_joins_its_workout_and_an_electrocardiogram_becomes_a_sample() {
    let (found, report) = read_zip(export("apple_health_export/exportar.xml")).unwrap();
    let Detail::Workout(workout) = &found.sessions[0].detail else {
        panic!("no workout");
    };
    assert_eq!((workout.route.len(), workout.route[0].latitude), (1, 51.5074));
    assert_eq!(
        (report.routes.joined, report.routes.points, report.routes.missing),
        (1, 1, 0)
    );
    let ecg = found.row(Metric::AfibResult);
    assert_eq!(
        (&*ecg.start, ecg.value, report.ecgs),
        ("2025-08-26T17:15:35+00:00", 1.0, 1)
    );
    assert_eq!(ecg.attributes.remarks["Sample Rate"], "512 Hz");
    assert_eq!(report.warnings, [""; 0]);
}

#[test]
fn rejections_name_their_file() {
    let (found, _) = read_zip(export("export.xml")).unwrap();
    let files: Vec<_> = found
        .rejected
        .iter()
        .map(|it| it.position.file.as_deref().unwrap())
        .collect();
    assert_eq!(files, ["export.xml", "/workout-routes/route_2026-01-09_6.31pm.gpx"]);
}

#[test]
fn a_route_that_is_not_there_is_counted_and_the_workout_kept() {
    let (found, report) = read_zip(zip(&[("export.xml", include_str!("modern.xml"))])).unwrap();
    assert_eq!((found.sessions.len(), report.routes.missing), (1, 1));
}

#[test]
fn an_archive_that_breaks_off_gives_what_stands_before_the_break() {
    let steps: Vec<_> = (0..2_000)
        .map(|value| {
            record(
                "HKQuantityTypeIdentifierStepCount",
                "count",
                &(value * 7919 % 361).to_string(),
            )
        })
        .collect();
    let mut bytes = zip(&[("export.xml", &document(&steps.join("\n")))]);
    bytes.truncate(bytes.len() / 2);
    let (found, report) = read_zip(bytes).unwrap();
    assert!(found.rows.len() > 100, "{}", found.rows.len());
    assert!(report.partial.is_some());
    assert_eq!(report.warnings.len(), 1);
}

#[test]
fn an_archive_without_an_export_is_refused_and_names_what_it_has() {
    let error = read_zip(zip(&[("photo.xml", "<svg/>"), ("notes.txt", "hello")])).unwrap_err();
    assert_eq!(error.kind(), "no_health_xml");
    assert!(error.to_string().contains("photo.xml"), "{error}");
}

#[test]
fn what_only_begins_as_an_archive_is_refused() {
    let error = read_zip(b"PK\x03\x04 and then nothing".to_vec()).unwrap_err();
    assert_eq!(error.kind(), "unreadable_archive");
}

#[test]
fn progress_counts_the_bytes_of_the_file_as_it_lies_there() {
    let bytes = export("export.xml");
    let mut last = None;
    super::super::read(Cursor::new(bytes.clone()), &options(), &mut |part| {
        if let Part::Progress(progress) = part {
            last = Some(progress);
        }
        Ok(())
    })
    .unwrap();
    let last = last.unwrap();
    assert_eq!(Some(last.read), last.total);
    assert!(last.read < bytes.len() as u64);
}

#[test]
fn the_bare_document_is_read_like_the_archive() {
    let xml = include_bytes!("modern.xml");
    let (bare, report) = read_zip(xml.to_vec()).unwrap();
    assert_eq!(bare, read(std::str::from_utf8(xml).unwrap()).0);
    assert_eq!((report.routes.missing, report.ecgs), (1, 0));
}
