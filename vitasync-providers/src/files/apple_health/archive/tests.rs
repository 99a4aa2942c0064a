#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;

const CDA: &[u8] = b"<?xml version=\"1.0\"?>\n<ClinicalDocument xmlns=\"urn:hl7-org:v3\"/>";

/// Makes an export with so many records that deflated it has some kilobytes.
fn export(records: usize) -> Vec<u8> {
    let mut xml = String::from("<?xml version=\"1.0\"?>\n<!DOCTYPE HealthData [\n]>\n<HealthData locale=\"en_GB\">\n");
    let mut state = 1_u32;
    for _ in 0..records {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        xml.push_str(&format!(
            "<Record type=\"HKQuantityTypeIdentifierStepCount\" value=\"{state}\"/>\n"
        ));
    }
    xml.push_str("</HealthData>\n");
    xml.into_bytes()
}

fn write_to<W: Write + Seek>(mut zip: ZipWriter<W>, files: &[(&str, &[u8])], stored: bool) -> W {
    let method = if stored {
        CompressionMethod::Stored
    } else {
        CompressionMethod::Deflated
    };
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method))
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap()
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    write_to(ZipWriter::new(Cursor::new(Vec::new())), files, false).into_inner()
}

fn stored(files: &[(&str, &[u8])]) -> Vec<u8> {
    write_to(ZipWriter::new(Cursor::new(Vec::new())), files, true).into_inner()
}

/// Writes as a phone does: without knowing sizes in advance, so that they follow the data.
fn streamed(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new_stream(Vec::new());
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn open(bytes: Vec<u8>) -> Result<Archive, ArchiveError> {
    Archive::open(Cursor::new(bytes), Limits::default())
}

fn whole(mut reader: EntryReader) -> Vec<u8> {
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes).unwrap();
    bytes
}

fn until_fault(mut reader: EntryReader) -> (Vec<u8>, ReadFault) {
    let mut bytes = Vec::new();
    let error = reader.read_to_end(&mut bytes).unwrap_err();
    (bytes, ReadFault::of(&error).unwrap().clone())
}

#[test]
fn the_main_xml_is_known_by_what_it_says_in_any_language_and_depth() {
    let xml = export(3);
    let bytes = zip(&[
        ("__MACOSX/apple_health_export/._导出.xml", &xml),
        ("a/b/._导出.xml", &xml),
        ("a/b/export_cda.xml", CDA),
        ("a/b/导出.xml", &xml),
    ]);
    let archive = open(bytes).unwrap();
    assert_eq!(archive.main_name(), Some("a/b/导出.xml"));
    assert_eq!(whole(archive.health_xml().unwrap()), xml);
    assert!(!archive.is_partial());
}

#[test]
fn a_bare_xml_is_its_own_archive() {
    let archive = open(export(3)).unwrap();
    assert_eq!(archive.main_name(), None);
    assert_eq!(whole(archive.health_xml().unwrap()), export(3));
    assert!(archive.route("/workout-routes/route.gpx").is_none());
}

#[test]
fn a_zip_in_a_zip_is_opened() {
    let inner = zip(&[("export.xml", &export(3)), ("workout-routes/route_1.gpx", b"<gpx/>")]);
    for outer in [
        zip(&[("read me.txt", b"hello"), ("export.ZIP", &inner)]),
        stored(&[("export.zip", &inner)]),
    ] {
        let archive = open(outer).unwrap();
        assert_eq!(whole(archive.health_xml().unwrap()), export(3));
        assert_eq!(
            whole(archive.route("/workout-routes/route_1.gpx").unwrap().unwrap()),
            b"<gpx/>"
        );
    }
    let third = zip(&[("2.zip", &zip(&[("3.zip", &inner)]))]);
    assert!(matches!(open(third), Err(ArchiveError::NoHealthXml { entries: 1, .. })));
}

#[test]
fn of_two_exports_the_larger_is_read_and_the_other_named() {
    let archive = open(zip(&[
        ("old.xml", &export(1)),
        ("new.xml", &export(9)),
        ("older.xml", &export(1)),
    ]))
    .unwrap();
    assert_eq!(archive.main_name(), Some("new.xml"));
    assert_eq!(archive.other_exports().collect::<Vec<_>>(), ["old.xml", "older.xml"]);
}

#[test]
fn an_upload_cut_off_yields_what_arrived() {
    let xml = export(4000);
    let route = b"<gpx></gpx>";
    let files: [(&str, &[u8]); 3] = [
        ("x/workout-routes/route_1.gpx", route),
        ("x/export_cda.xml", CDA),
        ("x/eksport.xml", &xml),
    ];
    for bytes in [zip(&files), streamed(&files)] {
        let archive = open(bytes[..bytes.len() / 2].to_vec()).unwrap();
        assert!(archive.is_partial());
        assert_eq!(archive.main_name(), Some("x/eksport.xml"));
        assert_eq!(whole(archive.route("route_1.gpx").unwrap().unwrap()), route);
        let (head, fault) = until_fault(archive.health_xml().unwrap());
        assert!(
            head.len() > xml.len() / 3 && xml.starts_with(&head),
            "{} of {}",
            head.len(),
            xml.len()
        );
        assert_eq!(
            fault,
            ReadFault::Truncated {
                byte: head.len() as u64
            }
        );
    }
}

#[test]
fn a_zip_in_a_zip_cut_off_yields_what_arrived() {
    let xml = export(4000);
    let bytes = stored(&[("export.zip", &zip(&[("export.xml", &xml)]))]);
    let archive = open(bytes[..bytes.len() * 2 / 3].to_vec()).unwrap();
    assert!(archive.is_partial());
    let (head, _) = until_fault(archive.health_xml().unwrap());
    assert!(head.len() > xml.len() / 2 && xml.starts_with(&head));
}

#[test]
fn damage_in_the_middle_shows_after_everything_before_it() {
    let xml = export(4000);
    let mut bytes = zip(&[("export.xml", &xml)]);
    let middle = bytes.len() / 2;
    bytes[middle..middle + 64].fill(0xff);
    let archive = open(bytes).unwrap();
    let (head, fault) = until_fault(archive.health_xml().unwrap());
    let same = head.iter().zip(&xml).take_while(|(left, right)| left == right).count();
    assert!(same > xml.len() / 3, "{same} of {}", xml.len());
    assert!(
        matches!(fault, ReadFault::Corrupt { byte, .. } if byte == head.len() as u64),
        "{fault:?}"
    );
}

#[test]
fn a_wrong_checksum_shows_after_the_last_byte() {
    let xml = export(10);
    let mut bytes = stored(&[("export.xml", &xml)]);
    let place = memchr::memmem::find(&bytes, b"StepCount").unwrap();
    bytes[place] = b'X';
    let (all, fault) = until_fault(open(bytes).unwrap().health_xml().unwrap());
    assert_eq!(all.len(), xml.len());
    assert_eq!(
        fault.to_string(),
        format!(
            "it is corrupt at byte {}: its checksum is not the one it was packed with",
            xml.len()
        )
    );
}

#[test]
fn a_fault_stands_when_reading_goes_on() {
    let xml = export(4000);
    let bytes = zip(&[("export.xml", &xml)]);
    let mut reader = open(bytes[..bytes.len() / 2].to_vec()).unwrap().health_xml().unwrap();
    let mut sink = Vec::new();
    for _ in 0..2 {
        let error = reader.read_to_end(&mut sink).unwrap_err();
        assert!(matches!(ReadFault::of(&error), Some(ReadFault::Truncated { .. })));
    }
}

#[test]
fn an_archive_that_admits_to_be_too_large_is_refused_at_once() {
    let limits = Limits {
        uncompressed: 1000,
        ..Limits::default()
    };
    for bytes in [
        zip(&[("export.xml", &export(100)), ("small.xml", &export(1))]),
        export(100),
    ] {
        let error = Archive::open(Cursor::new(bytes), limits)
            .and_then(|it| it.health_xml())
            .unwrap_err();
        assert!(matches!(error, ArchiveError::TooLarge { limit: 1000 }), "{error:?}");
    }
}

#[test]
fn an_archive_that_lies_about_its_size_is_stopped_at_the_limit() {
    let xml = export(4000);
    let mut bytes = zip(&[("export.xml", &xml)]);
    // The unpacked size in the directory.
    let directory = memchr::memmem::rfind(&bytes, b"PK\x01\x02").unwrap();
    bytes[directory + 24..directory + 28].copy_from_slice(&10_u32.to_le_bytes());
    let archive = Archive::open(
        Cursor::new(bytes),
        Limits {
            uncompressed: 1000,
            ..Limits::default()
        },
    )
    .unwrap();
    let (head, fault) = until_fault(archive.health_xml().unwrap());
    assert_eq!((head.len(), fault), (1000, ReadFault::TooLarge { limit: 1000 }));
}

#[test]
fn a_file_just_at_the_limit_is_whole() {
    let xml = export(100);
    let limits = Limits {
        uncompressed: xml.len() as u64,
        ..Limits::default()
    };
    let archive = Archive::open(Cursor::new(zip(&[("export.xml", &xml)])), limits).unwrap();
    assert_eq!(whole(archive.health_xml().unwrap()), xml);
}

#[test]
fn attachments_share_an_allowance() {
    let files: [(&str, &[u8]); 2] = [("export.xml", &export(5)), ("ecg.csv", &[b'1'; 600])];
    let archive = Archive::open(
        Cursor::new(zip(&files)),
        Limits {
            uncompressed: 1000,
            ..Limits::default()
        },
    )
    .unwrap();
    assert_eq!(whole(archive.ecg("ecg.csv").unwrap().unwrap()).len(), 600);
    let error = archive.ecg("ecg.csv").unwrap().unwrap_err();
    assert!(matches!(error, ArchiveError::TooLarge { limit: 400 }), "{error:?}");
}

#[test]
fn too_many_entries_are_refused() {
    let bytes = zip(&[("1", b""), ("2", b""), ("3", b""), ("export.xml", &export(1))]);
    let limits = Limits {
        entries: 3,
        ..Limits::default()
    };
    for bytes in [bytes.clone(), bytes[..bytes.len() - 30].to_vec()] {
        let error = Archive::open(Cursor::new(bytes), limits).unwrap_err();
        assert!(matches!(error, ArchiveError::TooManyEntries { limit: 3 }), "{error:?}");
    }
}

#[test]
fn what_is_no_export_says_why() {
    let said = |bytes: &[u8]| open(bytes.to_vec()).unwrap_err().to_string();
    assert_eq!(said(b""), "it is neither a zip archive nor a Health export in XML");
    assert_eq!(
        said(&[0x42; 100_000]),
        "it is neither a zip archive nor a Health export in XML"
    );
    assert_eq!(said(CDA), "it is neither a zip archive nor a Health export in XML");
    assert_eq!(said(&zip(&[])), "none of its 0 files is a Health export ()");
    let others = zip(&[("photo.jpg", b"jpg"), ("x/export_cda.xml", CDA)]);
    assert_eq!(
        said(&others),
        "none of its 2 files is a Health export (photo.jpg, x/export_cda.xml)"
    );
    assert!(said(b"PK\x03\x04 and then nothing").starts_with("the archive cannot be read: "));
}

#[test]
fn a_protected_archive_says_so() {
    let mut bytes = zip(&[("export.xml", &export(3))]);
    // The flag for encryption in both headers.
    bytes[6] |= 1;
    let directory = memchr::memmem::rfind(&bytes, b"PK\x01\x02").unwrap();
    bytes[directory + 8] |= 1;
    let error = open(bytes).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the archive cannot be read: export.xml is protected by a password"
    );
}

#[test]
fn wrong_places_in_the_directory_are_got_round() {
    let xml = export(50);
    let mut bytes = streamed(&[("x/export_cda.xml", CDA), ("x/export.xml", &xml)]);
    let directory = memchr::memmem::rfind(&bytes, b"PK\x01\x02").unwrap();
    bytes[directory + 42..directory + 46].copy_from_slice(&9_u32.to_le_bytes());
    let archive = open(bytes).unwrap();
    assert_eq!(whole(archive.health_xml().unwrap()), xml);
}

#[test]
fn routes_are_found_by_base_name_and_read_while_the_xml_is() {
    let bytes = zip(&[
        (
            "apple_health_export/workout-routes/route_2026-01-09_6.31\u{202f}pm.gpx",
            b"narrow",
        ),
        (
            "apple_health_export/workout-routes/route_2026-01-10_6.31pm.gpx",
            b"same",
        ),
        ("other/workout-routes/route_2026-01-10_6.31pm.gpx", b"another's"),
        ("apple_health_export/export.xml", &export(5000)),
        ("../../etc/route_9.gpx", b"harmless"),
    ]);
    let archive = open(bytes).unwrap();
    let mut xml = archive.health_xml().unwrap();
    let read = |path| {
        archive
            .route(path)
            .map(|it| String::from_utf8(whole(it.unwrap())).unwrap())
    };
    let mut first = [0; 100];
    xml.read_exact(&mut first).unwrap();
    assert_eq!(
        read("/workout-routes/route_2026-01-09_6.31pm.gpx").as_deref(),
        Some("narrow")
    );
    assert_eq!(
        read("workout-routes/route_2026-01-10_6.31pm.gpx").as_deref(),
        Some("same")
    );
    assert_eq!(read("/workout-routes/route_9.gpx").as_deref(), Some("harmless"));
    assert_eq!(read("/workout-routes/route_2026-01-11.gpx"), None);
    assert_eq!([&first[..], &whole(xml)].concat(), export(5000));
    assert_eq!(archive.routes().count(), 4);
}

#[test]
fn a_name_that_is_not_utf8_is_replaced_where_it_is_not() {
    let mut bytes = stored(&[("export.xml", &export(1)), ("workout-routes/route_XX.gpx", b"x")]);
    while let Some(place) = memchr::memmem::find(&bytes, b"XX") {
        bytes[place..place + 2].copy_from_slice(&[0xe9, 0xff]);
    }
    let archive = open(bytes).unwrap();
    assert_eq!(
        archive.routes().collect::<Vec<_>>(),
        ["workout-routes/route_\u{fffd}\u{fffd}.gpx"]
    );
    assert!(archive.route("route_.gpx").is_some());
}

#[test]
fn progress_counts_packed_bytes() {
    let archive = open(zip(&[("export.xml", &export(4000))])).unwrap();
    let mut reader = archive.health_xml().unwrap();
    let (progress, size) = (reader.progress(), reader.packed_size().unwrap());
    reader.read_exact(&mut [0; 1000]).unwrap();
    assert!(progress.load(Ordering::Relaxed) < size);
    whole(reader);
    assert_eq!(progress.load(Ordering::Relaxed), size);
}

#[test]
fn recordings_are_listed_and_opened() {
    let archive = open(zip(&[
        ("x/export.xml", &export(1)),
        ("x/electrocardiograms/ecg_2026-01-10.csv", b"1"),
    ]))
    .unwrap();
    let names: Vec<_> = archive.ecgs().collect();
    assert_eq!(names, ["x/electrocardiograms/ecg_2026-01-10.csv"]);
    assert_eq!(whole(archive.ecg(names[0]).unwrap().unwrap()), b"1");
    assert!(archive.ecg("x/export.xml").is_none());
}

#[test]
fn readers_can_go_to_other_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    fn sent<T: Send>(_: T) {}
    let archive = open(export(1)).unwrap();
    shared(&archive);
    sent(archive.health_xml().unwrap());
}
