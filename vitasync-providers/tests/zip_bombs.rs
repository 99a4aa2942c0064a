//! Uploads that unpack to far more than they are: 2 GiB out of 2 MiB.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs::File;
use std::io::{self, Cursor, Read, Write};

use flate2::{Compress, Compression, FlushCompress};
use vitasync_providers::files::Options;
use vitasync_providers::files::apple_health::archive::{Archive, ArchiveError, EntryReader, Limits, ReadFault};
use vitasync_providers::files::apple_health::read;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const LIMIT: u64 = 64 << 20;
const HEAD: &[u8] = b"<?xml version=\"1.0\"?>\n<HealthData locale=\"en_GB\">\n";

/// Deflates a head and 2 GiB of zeros, in no time: what follows a full flush can be repeated as it is.
fn deflated_bomb(head: &[u8]) -> Vec<u8> {
    let mut deflate = Compress::new(Compression::best(), false);
    let mut pack = |bytes: &[u8], flush| {
        let mut packed = Vec::with_capacity(1 << 16);
        deflate.compress_vec(bytes, &mut packed, flush).unwrap();
        packed
    };
    let mut bomb = pack(head, FlushCompress::Full);
    let zeros = pack(&vec![0; 1 << 20], FlushCompress::Full);
    bomb.extend(zeros.repeat(2048));
    bomb.extend(pack(&[], FlushCompress::Finish));
    bomb
}

/// Writes a zip with one deflated file into a temporary file. What it claims to unpack to is the caller's word.
fn zip(name: &str, packed: &[u8], claimed: u64) -> File {
    let two = |number: usize| u16::try_from(number).unwrap().to_le_bytes();
    let four = |number: u64| u32::try_from(number).unwrap().to_le_bytes();
    let sizes = [
        &[0; 4][..],
        &four(packed.len() as u64),
        &four(claimed),
        &two(name.len()),
        &two(0),
    ]
    .concat();
    let common = [&two(20)[..], &two(0), &two(8), &[0; 4], &sizes].concat();
    let local = [b"PK\x03\x04", &common[..], name.as_bytes()].concat();
    let directory = [b"PK\x01\x02", &two(20)[..], &common, &[0; 14], name.as_bytes()].concat();
    let start = (local.len() + packed.len()) as u64;
    let end = [
        b"PK\x05\x06",
        &[0; 4][..],
        &two(1),
        &two(1),
        &four(directory.len() as u64),
        &four(start),
        &two(0),
    ]
    .concat();

    let mut file = tempfile::tempfile().unwrap();
    for part in [&local[..], packed, &directory, &end] {
        file.write_all(part).unwrap();
    }
    file
}

fn open(file: File) -> Result<Archive, ArchiveError> {
    Archive::open(
        file,
        Limits {
            uncompressed: LIMIT,
            ..Limits::default()
        },
    )
}

fn drain(mut reader: EntryReader) -> (u64, io::Error) {
    let mut buffer = vec![0; 1 << 16];
    let mut total = 0;
    loop {
        match reader.read(&mut buffer) {
            Ok(count) => total += count as u64,
            Err(error) => return (total, error),
        }
        assert!(total <= LIMIT);
    }
}

#[test]
fn a_bomb_that_admits_what_it_is_is_refused_before_it_is_unpacked() {
    let bomb = zip("export.xml", &deflated_bomb(HEAD), (2 << 30) + HEAD.len() as u64);
    assert!(matches!(open(bomb), Err(ArchiveError::TooLarge { limit: LIMIT })));
}

#[test]
fn a_bomb_that_lies_is_stopped_at_the_limit() {
    let archive = open(zip("export.xml", &deflated_bomb(HEAD), 1000)).unwrap();
    let reader = archive.health_xml().unwrap();
    let progress = reader.progress();
    let (total, error) = drain(reader);
    assert_eq!(
        (total, ReadFault::of(&error)),
        (LIMIT, Some(&ReadFault::TooLarge { limit: LIMIT }))
    );
    assert!(progress.load(std::sync::atomic::Ordering::Relaxed) < 100 << 10);
}

#[test]
fn a_bomb_in_place_of_a_zip_in_a_zip_does_not_fill_the_disk() {
    let bomb = zip("export.zip", &deflated_bomb(b"PK\x03\x04"), 1000);
    assert!(matches!(open(bomb), Err(ArchiveError::TooLarge { limit }) if limit < LIMIT));
}

#[test]
fn a_bomb_without_a_directory_is_stopped_at_the_limit() {
    let bomb = zip("a.bin", &deflated_bomb(b""), 1000);
    // Without the directory at the end, and with sizes left to what follows the data, only unpacking tells the length.
    bomb.set_len(bomb.metadata().unwrap().len() - 60).unwrap();
    write_at(&bomb, 6, &[8, 0]);
    let error = open(bomb).unwrap_err();
    assert!(
        matches!(error, ArchiveError::NoHealthXml { entries: 1, .. }),
        "{error:?}"
    );
}

fn write_at(mut file: &File, place: u64, bytes: &[u8]) {
    io::Seek::seek(&mut file, io::SeekFrom::Start(place)).unwrap();
    file.write_all(bytes).unwrap();
}

#[test]
fn an_import_of_a_bomb_says_that_it_is_too_large() {
    let options = Options {
        max_uncompressed: LIMIT,
        ..Options::new("2026-11-20T00:00:00Z".parse().unwrap())
    };
    for claimed in [1000, 2 << 30] {
        let bomb = zip("export.xml", &deflated_bomb(HEAD), claimed);
        let error = read(bomb, &options, &mut |_| Ok(())).unwrap_err();
        assert_eq!(error.kind(), "too_large", "{error}");
    }
}

#[test]
fn a_workout_that_names_a_route_over_and_over_has_it_once() {
    let reference = "<FileReference path=\"/workout-routes/route_1.gpx\"/>";
    let xml = format!(
        "<HealthData><Workout workoutActivityType=\"HKWorkoutActivityTypeRunning\" startDate=\"2026-01-09 18:00:00 +0000\" \
         endDate=\"2026-01-09 18:31:00 +0000\"><WorkoutRoute>{}</WorkoutRoute></Workout></HealthData>",
        reference.repeat(1000)
    );
    let gpx = "<gpx><trkpt lat=\"1\" lon=\"2\"><time>2026-01-09T18:00:04Z</time></trkpt></gpx>";
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("export.xml", xml.as_str()), ("workout-routes/route_1.gpx", gpx)] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    let options = Options::new("2026-11-20T00:00:00Z".parse().unwrap());
    let report = read(zip.finish().unwrap(), &options, &mut |_| Ok(())).unwrap();
    assert_eq!((report.routes.joined, report.routes.points), (1, 1));
}
