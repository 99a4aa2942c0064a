//! Reads what the Health app of an iPhone exports.
//!
//! The export is one XML document, mostly inside a zip archive together with routes and electrocardiograms. It has no
//! identifiers, its times carry the offset of the moment of export, and files of gigabytes are usual. So the document is
//! read as a stream in constant memory, every record becomes a sample in canonical units, and local time is kept only
//! where the record names a zone.
//!
//! ```text
//! archive ──pipeline──► pieces ──decode (scan)──► outputs ──gather (attachments)──► batches, workouts, … ──► sink
//! ```
//!
//! Invariant: what is read depends on nothing but the file. Neither the number of threads nor the way it was cut into
//! pieces changes a row, and a file that breaks off gives everything that stands before the break.

pub mod archive;
mod attachments;
mod decode;
pub mod ecg;
mod gather;
mod metadata;
mod pipeline;
mod record;
mod scan;
pub(crate) mod source;
pub(crate) mod statistics;
mod summary;
mod tables;
pub(super) mod time;
pub(crate) mod words;
pub(crate) mod workout;
mod xml;

#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use archive::{Archive, ArchiveError, Limits};
use gather::Gather;
use pipeline::Plan;

use crate::files::{BoxError, Error, Options, Part, Progress, Report};

/// Reads an export from a file: the archive the phone hands out, one packed again, or the bare document.
///
/// # Errors
///
/// See [`read`].
pub fn read_path(
    path: &Path,
    options: &Options,
    sink: &mut dyn FnMut(Part) -> Result<(), BoxError>,
) -> Result<Report, Error> {
    read(File::open(path)?, options, sink)
}

/// Reads an export from what can be read and sought: an archive or the bare document, told apart by what it says.
///
/// ```
/// use std::io::Cursor;
/// use vitasync_providers::files::{Options, Part, apple_health};
///
/// let xml = r#"<HealthData locale="en_GB">
///  <Record type="HKQuantityTypeIdentifierStepCount" sourceName="Ann's iPhone" unit="count"
///    startDate="2026-01-09 08:00:00 +0000" endDate="2026-01-09 08:10:00 +0000" value="600"/>
/// </HealthData>"#;
/// let options = Options::new("2026-01-10T00:00:00Z".parse()?);
/// let mut samples = 0;
/// let report = apple_health::read(Cursor::new(xml), &options, &mut |part| {
///     if let Part::Samples(batch) = part {
///         samples += batch.len();
///     }
///     Ok(())
/// })?;
/// assert_eq!((samples, report.partial), (1, None));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// An [`Error`] where nothing can be read at all or the sink gives one. A file that breaks off or is damaged further on
/// is none: see [`Report::partial`].
pub fn read<R: Read + Seek + Send + 'static>(
    mut reader: R,
    options: &Options,
    sink: &mut dyn FnMut(Part) -> Result<(), BoxError>,
) -> Result<Report, Error> {
    let mut head = Vec::with_capacity(archive::HEAD);
    let length = reader.seek(SeekFrom::End(0))?;
    reader.rewind()?;
    reader.by_ref().take(archive::HEAD as u64).read_to_end(&mut head)?;
    reader.rewind()?;
    if !head.starts_with(b"PK") && archive::is_health_xml(&head) {
        return read_document(reader, Some(length), options, Plan::default(), sink);
    }
    let limits = Limits {
        uncompressed: options.max_uncompressed,
        ..Limits::default()
    };
    let archive = Archive::open(reader, limits).map_err(|error| refused(error, head.len()))?;
    read_archive(&archive, options, sink)
}

/// Reads the export's document from a stream. Routes and electrocardiograms are other files; workouts that name routes
/// are delivered without them, and the report counts the routes as missing.
///
/// # Errors
///
/// See [`read`].
pub fn read_xml<R: Read + Send>(
    reader: R,
    options: &Options,
    sink: &mut dyn FnMut(Part) -> Result<(), BoxError>,
) -> Result<Report, Error> {
    read_document(reader, None, options, Plan::default(), sink)
}

fn read_document<R: Read + Send>(
    reader: R,
    total: Option<u64>,
    options: &Options,
    plan: Plan,
    sink: &mut dyn FnMut(Part) -> Result<(), BoxError>,
) -> Result<Report, Error> {
    let read = AtomicU64::new(0);
    let counted = Counted { reader, read: &read };
    let mut gather = Gather::new(options, sink, false);
    let progress = || Progress {
        read: read.load(Ordering::Relaxed),
        total,
    };
    pipeline::run(counted, None, options, plan, &mut gather, &progress)?;
    gather.finish()
}

pub(super) fn read_archive(
    archive: &Archive,
    options: &Options,
    sink: &mut dyn FnMut(Part) -> Result<(), BoxError>,
) -> Result<Report, Error> {
    let document = archive.health_xml().map_err(|error| refused(error, 0))?;
    let (read, total) = (document.progress(), document.packed_size());
    let mut gather = Gather::new(options, sink, true);
    let progress = || Progress {
        read: read.load(Ordering::Relaxed),
        total,
    };
    pipeline::run(
        document,
        archive.main_name(),
        options,
        Plan::default(),
        &mut gather,
        &progress,
    )?;
    attachments::join_routes(archive, options.threads, &mut gather)?;
    attachments::add_ecgs(archive, options.received, &mut gather)?;
    for other in archive.other_exports() {
        gather
            .outlet
            .warn(format!("{other} is another export, and was not read"));
    }
    if archive.is_partial() {
        gather
            .outlet
            .warn("the end of the archive is lost, so files may be missing".to_owned());
    }
    gather.finish()
}

pub(super) fn refused(error: ArchiveError, searched: usize) -> Error {
    match error {
        ArchiveError::NotAnArchive => Error::NotHealthData {
            searched: searched as u64,
        },
        ArchiveError::NoHealthXml { entries, seen } => Error::NoHealthXml { files: entries, seen },
        ArchiveError::TooLarge { limit } => Error::TooLarge { limit },
        ArchiveError::Io(error) => Error::Io(error),
        ArchiveError::Unreadable { detail } => Error::UnreadableArchive { detail },
        ArchiveError::TooManyEntries { .. } => Error::UnreadableArchive {
            detail: error.to_string(),
        },
    }
}

/// Counts the bytes that are read.
struct Counted<'a, R> {
    reader: R,
    read: &'a AtomicU64,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.reader.read(buffer)?;
        self.read.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}
