//! Opens whatever file people bring: finds out what it is, unpacks it, and has the right reader read it.
//!
//! In an archive every file is looked at. One that cannot be read is rejected by its name and does not stop the others.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::read::MultiGzDecoder;
use vitasync_core::error::{Position, Reason, Rejected};

use super::apple_health::archive::Archive;
use super::archive::bounded::Bounded;
use super::archive::entries::{self, Entry};
use super::archive::input::Input;
use super::archive::{ArchiveError, EntryReader, Limits, ReadFault};
use super::format::HEAD;
use super::outlet::Outlet;
use super::report::bump;
use super::{Error, Format, Options, Part, Progress, Report, Sink, apple_health, fit, gpx, tcx, whoop_csv};

const ZIP: &[u8] = b"PK";
const GZIP: &[u8] = b"\x1f\x8b";

/// How deep a zip may lie in others: whole accounts are exported as zips of zips.
const MAX_NESTING: usize = 2;

/// How many names an error lists.
const NAMES_SHOWN: usize = 20;

const BUFFER: usize = 64 << 10;

/// Reads a file of any known format: as it is, as `.gz`, or in a zip with any number of others.
///
/// # Errors
///
/// See [`read`].
pub fn read_path(path: &Path, options: &Options, sink: &mut Sink<'_>) -> Result<Report, Error> {
    read(File::open(path)?, options, sink)
}

/// Reads what can be read and sought. The format is told by what the file says, never by a name.
///
/// ```
/// use std::io::Cursor;
/// use vitasync_providers::files::{self, Options, Part};
///
/// let gpx = r#"<gpx version="1.1" creator="x"><trk><type>running</type><trkseg>
///   <trkpt lat="47.5" lon="8.25"><ele>412.4</ele><time>2026-01-01T10:00:00Z</time></trkpt>
///   <trkpt lat="47.6" lon="8.25"><ele>412.9</ele><time>2026-01-01T11:00:00Z</time></trkpt>
/// </trkseg></trk></gpx>"#;
/// let options = Options::new("2026-01-10T00:00:00Z".parse()?);
/// let mut workouts = Vec::new();
/// let report = files::read(Cursor::new(gpx), &options, &mut |part| {
///     if let Part::Sessions(sessions) = part {
///         workouts.extend(sessions);
///     }
///     Ok(())
/// })?;
/// assert_eq!((workouts.len(), report.formats["gpx"]), (1, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// An [`Error`] where nothing can be read at all or the sink gives one: the file is of no known format, or of one but with
/// nothing to import. A file that breaks off or is damaged further on is none: see [`Report::partial`]. Of an archive, a
/// file that cannot be read is no error but a rejection.
pub fn read<R: Read + Seek + Send + 'static>(
    mut reader: R,
    options: &Options,
    sink: &mut Sink<'_>,
) -> Result<Report, Error> {
    let length = reader.seek(SeekFrom::End(0))?;
    reader.rewind()?;
    let mut head = Vec::with_capacity(HEAD);
    reader.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
    reader.rewind()?;
    if head.starts_with(GZIP) {
        return read_gzip(reader, length, options, sink);
    }
    match Format::of(&head) {
        _ if head.starts_with(ZIP) => read_zip(reader, options, sink),
        Some(Format::AppleHealth) => exported(apple_health::read(reader, options, sink)),
        Some(format) => read_activity(format, reader, length, options, sink),
        // Something may stand before a zip.
        None => read_zip(reader, options, sink),
    }
}

/// Reads one activity file from memory: FIT, TCX or GPX as it is. It opens nothing else, neither archives nor files.
///
/// # Errors
///
/// See [`read`].
#[cfg(feature = "vendors")]
pub(crate) fn read_activity_file(bytes: &[u8], options: &Options, sink: &mut Sink<'_>) -> Result<Report, Error> {
    let head = &bytes[..bytes.len().min(HEAD)];
    match Format::of(head) {
        Some(format @ (Format::Fit | Format::Tcx | Format::Gpx)) => {
            read_activity(format, bytes, bytes.len() as u64, options, sink)
        }
        _ => Err(Error::UnknownFormat),
    }
}

fn read_gzip(reader: impl Read + Send, length: u64, options: &Options, sink: &mut Sink<'_>) -> Result<Report, Error> {
    let (format, unpacked) = unpack(reader, options.max_uncompressed, Arc::new(AtomicU64::new(u64::MAX)))?;
    match format {
        Some(Format::AppleHealth) => exported(apple_health::read_xml(unpacked, options, sink)),
        Some(format) => read_activity(format, unpacked, length, options, sink),
        None => Err(Error::UnknownFormat),
    }
}

/// Notes that the file was an Apple Health export.
fn exported(report: Result<Report, Error>) -> Result<Report, Error> {
    report.map(|mut report| {
        report.formats.insert(Format::AppleHealth.id().to_owned(), 1);
        report
    })
}

/// Unpacks a gzip file, and finds out what it holds. What comes out is taken off an allowance.
fn unpack<R: Read>(reader: R, limit: u64, left: Arc<AtomicU64>) -> Result<(Option<Format>, impl Read + use<R>), Error> {
    let mut unpacked = Bounded::new(MultiGzDecoder::new(reader), limit).charged_to(left);
    let mut head = Vec::with_capacity(HEAD);
    let whole = unpacked.by_ref().take(HEAD as u64).read_to_end(&mut head);
    let format = Format::of(&head);
    match whole {
        Err(error) if ReadFault::of(&error).is_none() => Err(error.into()),
        // The fault is met again behind what came before it.
        fault => Ok((format, Cursor::new(head).chain(Faulty(fault.err())).chain(unpacked))),
    }
}

/// Gives an error once, and nothing else.
struct Faulty(Option<io::Error>);

impl Read for Faulty {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

fn read_activity(
    format: Format,
    reader: impl Read,
    length: u64,
    options: &Options,
    sink: &mut Sink<'_>,
) -> Result<Report, Error> {
    let mut outlet = Outlet::new(options, sink);
    let limit = options.max_uncompressed.min(Limits::default().attachment);
    read_one(&mut outlet, format, None, Bounded::new(reader, limit))?;
    outlet.deliver(Part::Progress(Progress {
        read: length,
        total: Some(length),
    }))?;
    outlet.finish()
}

/// Reads one activity file.
fn read_one(outlet: &mut Outlet<'_>, format: Format, file: Option<&str>, reader: impl Read) -> Result<(), Error> {
    match format {
        // An export is a file of its own, never one of many.
        Format::AppleHealth => return Err(Error::UnknownFormat),
        Format::Fit => fit::read(outlet, file, reader)?,
        Format::Tcx => tcx::read(outlet, file, reader)?,
        Format::Gpx => gpx::read(outlet, file, reader)?,
        Format::WhoopCsv => whoop_csv::read(outlet, file, reader)?,
    }
    bump(&mut outlet.report.formats, format.id(), |count| *count += 1);
    Ok(())
}

fn read_zip<R: Read + Seek + Send + 'static>(
    reader: R,
    options: &Options,
    sink: &mut Sink<'_>,
) -> Result<Report, Error> {
    let limits = Limits {
        uncompressed: options.max_uncompressed,
        ..Limits::default()
    };
    let input = Input::new(reader)?;
    let refused = match Archive::open_input(input.clone(), limits, true) {
        Ok(archive) => return exported(apple_health::read_archive(&archive, options, sink)),
        Err(ArchiveError::NotAnArchive) => return Err(Error::UnknownFormat),
        Err(refused @ (ArchiveError::NoHealthXml { .. } | ArchiveError::Unreadable { .. })) => refused,
        Err(error) => return Err(apple_health::refused(error, HEAD)),
    };
    let mut package = Package {
        outlet: Outlet::new(options, sink),
        limits,
        left: Arc::new(AtomicU64::new(limits.uncompressed)),
        read: 0,
        total: input.length(),
        known: 0,
        files: 0,
        seen: Vec::new(),
    };
    package.read(&input, "", 0)?;
    match refused {
        _ if package.known > 0 => package.outlet.finish(),
        ArchiveError::NoHealthXml { .. } => Err(Error::NothingKnown {
            files: package.files,
            seen: package.seen,
        }),
        unreadable => Err(apple_health::refused(unreadable, HEAD)),
    }
}

/// Reads the activity files of an archive.
struct Package<'a> {
    outlet: Outlet<'a>,
    limits: Limits,
    /// How many bytes may still be unpacked.
    left: Arc<AtomicU64>,
    read: u64,
    total: u64,
    /// How many files are of a known format, whether they could be read or not.
    known: usize,
    files: usize,
    seen: Vec<String>,
}

/// What a file of an archive turned out to be.
enum Inside {
    Activity(Format),
    Gzip,
    Zip,
    Unknown,
}

impl Package<'_> {
    /// Reads the files of a zip; `folder` is what stands before their names, and `depth` how many zips lie around it.
    fn read(&mut self, input: &Input, folder: &str, depth: usize) -> Result<(), Error> {
        let (entries, partial) = match entries::list(input, &self.limits) {
            Ok(found) => found,
            Err(ArchiveError::Io(error)) => return Err(error.into()),
            Err(error) => return self.reject(folder.trim_end_matches('/'), "zip", error.to_string()),
        };
        for entry in &entries {
            let name = format!("{folder}{}", entry.name);
            match self.file(input, entry, &name, depth) {
                Ok(()) => {}
                Err(Error::Io(error)) if ReadFault::of(&error).is_none() => return Err(error.into()),
                Err(error @ Error::Sink(_)) => return Err(error),
                Err(error) => self.reject(&name, "file", error.to_string())?,
            }
            if depth == 0 {
                let progress = Progress {
                    read: self.read.min(self.total),
                    total: Some(self.total),
                };
                self.outlet.deliver(Part::Progress(progress))?;
            }
        }
        if partial {
            let archive = if folder.is_empty() { "the archive" } else { folder };
            self.outlet
                .warn(format!("the end of {archive} is lost, so files may be missing"));
        }
        Ok(())
    }

    fn file(&mut self, input: &Input, entry: &Entry, name: &str, depth: usize) -> Result<(), Error> {
        match self.look(input, entry)? {
            Inside::Zip if depth < MAX_NESTING => {
                let spool = self.spool(input, entry)?;
                self.read(&Input::new(spool)?, &format!("{name}/"), depth + 1)
            }
            Inside::Activity(format) => {
                self.known += 1;
                let reader = self.open(input, entry)?;
                let packed = reader.progress();
                let done = read_one(&mut self.outlet, format, Some(name), reader);
                self.read += packed.load(Ordering::Relaxed);
                done
            }
            Inside::Gzip => {
                let (format, unpacked) =
                    unpack(self.open(input, entry)?, self.limits.attachment, Arc::clone(&self.left))?;
                match format {
                    Some(format) if format != Format::AppleHealth => {
                        self.known += 1;
                        read_one(&mut self.outlet, format, Some(name), unpacked)
                    }
                    _ => self.pass_over(entry),
                }
            }
            Inside::Zip | Inside::Unknown => self.pass_over(entry),
        }
    }

    fn look(&self, input: &Input, entry: &Entry) -> Result<Inside, Error> {
        let mut head = Vec::with_capacity(HEAD);
        let reader = entry.open(input, u64::MAX, BUFFER).map_err(refused)?;
        match reader.take(HEAD as u64).read_to_end(&mut head) {
            Err(error) if ReadFault::of(&error).is_none() => return Err(error.into()),
            // What came before a fault may tell.
            _ => {}
        }
        Ok(match Format::of(&head) {
            _ if head.starts_with(GZIP) => Inside::Gzip,
            _ if head.starts_with(ZIP) => Inside::Zip,
            Some(format) if format != Format::AppleHealth => Inside::Activity(format),
            _ => Inside::Unknown,
        })
    }

    fn open(&self, input: &Input, entry: &Entry) -> Result<EntryReader, Error> {
        let left = self.left.load(Ordering::Relaxed);
        let reader = entry.open(input, self.limits.attachment.min(left), BUFFER);
        Ok(reader.map_err(refused)?.charged_to(Arc::clone(&self.left)))
    }

    /// Writes a zip in a zip to a nameless temporary file, since only that can be sought.
    fn spool(&self, input: &Input, entry: &Entry) -> Result<File, Error> {
        // A zip packs to about its own size; what grows in unpacking is none.
        let limit = self.limits.uncompressed.min(2 * input.length() + (16 << 20));
        let mut reader = entry.open(input, limit, BUFFER).map_err(refused)?;
        let mut spool = tempfile::tempfile()?;
        match io::copy(&mut reader, &mut spool) {
            Err(error) if ReadFault::of(&error).is_none() => Err(error.into()),
            // Of a zip that breaks off, what has arrived can still be found.
            _ => Ok(spool),
        }
    }

    fn pass_over(&mut self, entry: &Entry) -> Result<(), Error> {
        self.files += 1;
        if self.seen.len() < NAMES_SHOWN {
            self.seen.push(entry.name.chars().take(200).collect());
        }
        let extension = entry.base_name().rsplit_once('.').map(|(_, extension)| extension);
        let kind = extension.map_or_else(|| "file".to_owned(), |it| format!(".{} file", it.to_ascii_lowercase()));
        bump(&mut self.outlet.report.other_files, &kind, |count| *count += 1);
        Ok(())
    }

    fn reject(&mut self, name: &str, subject: &str, detail: String) -> Result<(), Error> {
        self.files += 1;
        self.outlet.rejected(vec![Rejected {
            position: Position::in_file(name, 0),
            subject: subject.to_owned(),
            reason: Reason::Unusable { detail },
        }])
    }
}

fn refused(error: ArchiveError) -> Error {
    apple_health::refused(error, HEAD)
}
