//! Reads what the Health app of an iPhone exports.
//!
//! The export is one XML document, mostly inside a zip archive together with routes and electrocardiograms. It has no
//! identifiers, its times carry the offset of the moment of export, and files of gigabytes are usual. So the document is
//! read as a stream in constant memory, every record becomes a sample in canonical units, and local time is kept only
//! where the record names a zone.
//!
//! ```text
//! bytes ──pipeline──► pieces ──decode (scan)──► outputs ──gather──► batches, workouts, rejections ──► sink
//! ```
//!
//! Invariant: what is read depends on nothing but the file. Neither the number of threads nor the way it was cut into
//! pieces changes a row, and a file that breaks off gives everything that stands before the break.

mod decode;
mod gather;
mod metadata;
mod pipeline;
mod record;
pub mod report;
mod scan;
mod source;
mod summary;
mod tables;
mod time;
mod words;
mod workout;
mod xml;

#[cfg(test)]
mod tests;

use std::io::Read;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::files::{BoxError, Error, Options, Part, Progress, Report};
use gather::Gather;
use pipeline::Plan;

/// Reads the export's XML document from a stream. Routes and electrocardiograms are other files; workouts that name
/// routes are delivered without them, and the report counts the routes as missing.
///
/// # Errors
///
/// An [`Error`] where nothing can be read at all or the sink gives one. A document that breaks off is none: see
/// [`Report::partial`].
pub fn read_xml<R: Read + Send>(
    reader: R,
    options: &Options,
    sink: &mut dyn FnMut(Part) -> Result<(), BoxError>,
) -> Result<Report, Error> {
    read_planned(reader, options, Plan::default(), sink)
}

fn read_planned<R: Read + Send>(
    reader: R,
    options: &Options,
    plan: Plan,
    sink: &mut dyn FnMut(Part) -> Result<(), BoxError>,
) -> Result<Report, Error> {
    let read = AtomicU64::new(0);
    let counted = Counted { reader, read: &read };
    let mut gather = Gather::new(options, sink, false);
    let progress = || Progress {
        read: read.load(Ordering::Relaxed),
        total: None,
    };
    pipeline::run(counted, None, options, plan, &mut gather, &progress)?;
    gather.finish()
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
