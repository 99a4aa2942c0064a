//! What the measurements share: reading the same file in the ways that are compared.
//!
//! The benches themselves are in `benches/benches`, and `benches/compare` prints a table of everything in one run.

pub mod load;
pub mod steps;

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::Event;
use vitasync_providers::files::{BoxError, Options, Part, Report, apple_health};

/// Visits every attribute of every element with quick-xml and does nothing else; counts the records.
///
/// # Errors
///
/// Whatever the file or its XML is refused for.
pub fn visit_attributes(from: impl Read) -> Result<u64, BoxError> {
    let mut reader = Reader::from_reader(BufReader::with_capacity(1 << 20, from));
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::with_capacity(1 << 16);
    let (mut records, mut seen) = (0, 0_usize);
    loop {
        match reader.read_event_into(&mut buffer)? {
            Event::Start(element) | Event::Empty(element) => {
                records += u64::from(element.name().as_ref() == "Record");
                for attribute in element.attributes().with_checks(false) {
                    seen += attribute?.value.len();
                }
            }
            Event::Eof => {
                std::hint::black_box(seen);
                return Ok(records);
            }
            _ => {}
        }
        buffer.clear();
    }
}

/// Inflates the largest file of an archive and does nothing else; counts the bytes.
///
/// # Errors
///
/// Whatever the archive is refused for.
pub fn inflate(path: &Path) -> Result<u64, BoxError> {
    let mut archive = zip::ZipArchive::new(BufReader::with_capacity(1 << 20, File::open(path)?))?;
    let mut largest = (0, 0);
    for index in 0..archive.len() {
        largest = largest.max((archive.by_index_raw(index)?.size(), index));
    }
    Ok(std::io::copy(&mut archive.by_index(largest.1)?, &mut std::io::sink())?)
}

/// Reads an export into batches and lets them go; counts the samples.
///
/// # Errors
///
/// Whatever the export is refused for.
pub fn import(path: &Path, threads: usize) -> Result<(u64, Report), BoxError> {
    let mut options = Options::new("2030-01-01T00:00:00Z".parse()?);
    options.threads = threads;
    let mut samples = 0;
    let report = apple_health::read_path(path, &options, &mut |part| {
        if let Part::Samples(batch) = part {
            samples += batch.len() as u64;
        }
        Ok(())
    })?;
    Ok((samples, report))
}
