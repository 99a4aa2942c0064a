//! Opens what people upload as their Health export, and finds the files in it.
//!
//! That is an `export.zip` in any language, packed again with or without its folders, a zip in a zip, the bare main XML,
//! or as much of these as arrived. The main XML is known by what it says, never by its name, which follows the language
//! of the phone (`export.xml`, `exportar.xml`, `导出.xml`) and beside which lies a CDA document of similar size.
//!
//! Invariant: nothing is written but one nameless temporary file for a zip in a zip, so no path in an archive can do
//! harm; and memory, time and disk are bounded by [`Limits`] whatever the archive claims.

use std::collections::HashMap;
use std::io::{self, Read, Seek};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::files::archive::entries::{self, Entry};
use crate::files::archive::input::Input;
use crate::files::archive::unpack::Packing;

pub use crate::files::archive::{ArchiveError, EntryReader, Limits, ReadFault};

/// How many bytes at the beginning of a file tell whether it is a Health export.
pub(crate) const HEAD: usize = 4096;

/// How many names an error lists.
const NAMES_SHOWN: usize = 20;

const MAIN_BUFFER: usize = 256 << 10;
const SMALL_BUFFER: usize = 8 << 10;

/// An upload in which the main XML has been found.
#[derive(Debug)]
pub struct Archive {
    input: Input,
    limits: Limits,
    /// Empty for a bare XML.
    entries: Vec<Entry>,
    /// Which entry is the main XML; none for a bare one.
    main: Option<usize>,
    other_exports: Vec<usize>,
    routes: HashMap<String, Vec<usize>>,
    partial: bool,
    /// How many bytes attachments may still unpack to.
    attachments_left: Arc<AtomicU64>,
}

impl Archive {
    /// Opens an upload and finds the main XML in it.
    ///
    /// Where several files are Health exports the largest is the main one; the rest are
    /// [`other_exports`](Self::other_exports).
    pub fn open(upload: impl Read + Seek + Send + 'static, limits: Limits) -> Result<Self, ArchiveError> {
        Self::open_input(Input::new(upload)?, limits, true)
    }

    /// Opens what else than files gives bytes. Of a zip in a zip only the outermost looks into others.
    pub(crate) fn open_input(input: Input, limits: Limits, outermost: bool) -> Result<Self, ArchiveError> {
        let mut head = vec![0; HEAD];
        let length = input.head(0, &mut head)?;
        let zipped = head.starts_with(b"PK");
        // A zip may hold the XML uncompressed, near its beginning.
        if !zipped && is_health_xml(&head[..length]) {
            return Ok(Self::new(input, limits, Vec::new(), false));
        }
        let (entries, partial) = entries::list(&input, &limits).map_err(|error| match error {
            ArchiveError::Unreadable { .. } if !zipped => ArchiveError::NotAnArchive,
            other => other,
        })?;
        let mut archive = Self::new(input, limits, entries, partial);
        let mut found = archive.find_main();
        if matches!(found, Err(ArchiveError::Unreadable { .. })) && !partial {
            // Writers without zip64 give wrong places beyond 4 GiB: go from header to header instead.
            let entries = entries::walk(&archive.input, &limits)?;
            let mut walked = Self::new(archive.input.clone(), limits, entries, true);
            if walked.find_main().is_ok() {
                (archive, found) = (walked, Ok(()));
            }
        }
        match found {
            Ok(()) => Ok(archive),
            Err(error @ ArchiveError::NoHealthXml { .. }) if outermost => archive.open_inner()?.ok_or(error),
            Err(error) => Err(error),
        }
    }

    fn new(input: Input, limits: Limits, entries: Vec<Entry>, partial: bool) -> Self {
        let mut routes = HashMap::<_, Vec<_>>::new();
        for (index, entry) in entries
            .iter()
            .enumerate()
            .filter(|(_, entry)| entry.has_extension("gpx"))
        {
            routes.entry(match_key(entry.base_name())).or_default().push(index);
        }
        let attachments_left = Arc::new(AtomicU64::new(limits.uncompressed));
        Self {
            input,
            limits,
            entries,
            main: None,
            other_exports: Vec::new(),
            routes,
            partial,
            attachments_left,
        }
    }

    /// Names the main XML inside the archive; none for a bare one.
    pub fn main_name(&self) -> Option<&str> {
        self.main.map(|index| self.entries[index].name.as_str())
    }

    /// Names further Health exports in the archive, which are smaller than the main one.
    pub fn other_exports(&self) -> impl Iterator<Item = &str> {
        self.other_exports
            .iter()
            .map(|index| self.entries[*index].name.as_str())
    }

    /// Tells whether the end of the archive is lost, so that files may be missing and the last one may break off.
    pub fn is_partial(&self) -> bool {
        self.partial
    }

    /// Opens the main XML. A fault on the way is an error with a [`ReadFault`] inside.
    ///
    /// The checksum is compared after the last byte, so damage may show only there.
    pub fn health_xml(&self) -> Result<EntryReader, ArchiveError> {
        let limit = self.limits.uncompressed;
        match self.main {
            Some(index) => self.entries[index].open(&self.input, limit, MAIN_BUFFER),
            None if self.input.length() > limit => Err(ArchiveError::TooLarge { limit }),
            None => {
                let packing = Packing {
                    start: 0,
                    deflated: false,
                    packed: Some(self.input.length()),
                    crc: None,
                };
                Ok(EntryReader::new(&self.input, packing, limit, MAIN_BUFFER))
            }
        }
    }

    /// Names the routes by their paths in the archive.
    pub fn routes(&self) -> impl Iterator<Item = &str> {
        self.names("gpx")
    }

    /// Opens the route that the main XML refers to, by the last part of its path; none where there is none.
    pub fn route(&self, path: &str) -> Option<Result<EntryReader, ArchiveError>> {
        let base = entries::base_name(path);
        let key = match_key(base);
        let alike: Vec<_> = self
            .routes
            .get(&key)?
            .iter()
            .map(|index| &self.entries[*index])
            .collect();
        let exact = alike.iter().copied().filter(|entry| entry.base_name() == base);
        // Two exports in one archive may each have a route of this name.
        let folder = self.main_name().map_or("", entries::folder);
        let found = exact.max_by_key(|entry| entry.name.starts_with(folder));
        let found = found.or(match alike[..] {
            [only] if key.starts_with("route_") => Some(only),
            _ => None,
        });
        found.map(|entry| self.attachment(entry))
    }

    /// Names the files that may be electrocardiograms by their paths in the archive.
    pub fn ecgs(&self) -> impl Iterator<Item = &str> {
        self.names("csv")
    }

    /// Opens an electrocardiogram by its path in the archive; none where there is none.
    pub fn ecg(&self, name: &str) -> Option<Result<EntryReader, ArchiveError>> {
        let found = self
            .entries
            .iter()
            .find(|entry| entry.name == name && entry.has_extension("csv"));
        found.map(|entry| self.attachment(entry))
    }

    fn names(&self, extension: &'static str) -> impl Iterator<Item = &str> {
        self.entries
            .iter()
            .filter(move |entry| entry.has_extension(extension))
            .map(|entry| entry.name.as_str())
    }

    fn attachment(&self, entry: &Entry) -> Result<EntryReader, ArchiveError> {
        let left = self.attachments_left.load(Ordering::Relaxed);
        let reader = entry.open(&self.input, self.limits.attachment.min(left), SMALL_BUFFER)?;
        Ok(reader.charged_to(Arc::clone(&self.attachments_left)))
    }

    /// Finds the largest entry that begins as a Health export does.
    fn find_main(&mut self) -> Result<(), ArchiveError> {
        let named = self.candidates(|entry| entry.has_extension("xml"));
        let (mut found, mut fault) = self.sniff(&named)?;
        if found.is_empty() {
            let others = ["xml", "gpx", "csv", "json", "zip", "pdf", "jpg", "png"];
            let unnamed = self.candidates(|entry| !others.iter().any(|it| entry.has_extension(it)));
            let (more, another) = self.sniff(&unnamed)?;
            (found, fault) = (more, fault.or(another));
        }
        // Of equal sizes the first: `max_by_key` would take the last.
        found.reverse();
        let main = found
            .iter()
            .copied()
            .max_by_key(|index| self.entries[*index].size.unwrap_or(u64::MAX));
        let Some(main) = main else {
            return Err(fault.unwrap_or_else(|| self.no_health_xml()));
        };
        let limit = self.limits.uncompressed;
        if self.entries[main].size.is_some_and(|size| size > limit) {
            return Err(ArchiveError::TooLarge { limit });
        }
        self.main = Some(main);
        self.other_exports = found.into_iter().rev().filter(|index| *index != main).collect();
        Ok(())
    }

    fn candidates(&self, wanted: impl Fn(&Entry) -> bool) -> Vec<usize> {
        (0..self.entries.len())
            .filter(|index| wanted(&self.entries[*index]))
            .collect()
    }

    /// Picks the Health exports among some entries, and keeps the first reason why one could not be looked into.
    fn sniff(&self, candidates: &[usize]) -> Result<(Vec<usize>, Option<ArchiveError>), ArchiveError> {
        let (mut found, mut fault) = (Vec::new(), None);
        for &index in candidates {
            match self.begins_as_export(&self.entries[index]) {
                Ok(true) => found.push(index),
                Ok(false) => {}
                Err(ArchiveError::Io(error)) => return Err(error.into()),
                Err(error) => fault = fault.or(Some(error)),
            }
        }
        Ok((found, fault))
    }

    fn begins_as_export(&self, entry: &Entry) -> Result<bool, ArchiveError> {
        let mut head = Vec::with_capacity(HEAD);
        // Too large a file must not make way for a smaller one.
        let reader = entry.open(&self.input, u64::MAX, SMALL_BUFFER)?;
        match reader.take(HEAD as u64).read_to_end(&mut head) {
            Ok(_) => Ok(is_health_xml(&head)),
            // What came before the fault may tell.
            Err(error) => match ReadFault::of(&error) {
                Some(_) if is_health_xml(&head) => Ok(true),
                Some(fault) => Err(ArchiveError::Unreadable {
                    detail: format!("{}: {fault}", entry.name),
                }),
                None => Err(error.into()),
            },
        }
    }

    /// Opens the first zip in the zip that holds a Health export.
    fn open_inner(&self) -> Result<Option<Self>, ArchiveError> {
        for entry in self.entries.iter().filter(|entry| entry.has_extension("zip")) {
            // A zip packs to about its own size; what grows in unpacking is none.
            let limit = self.limits.uncompressed.min(2 * self.input.length() + (16 << 20));
            let mut reader = entry.open(&self.input, limit, MAIN_BUFFER)?;
            let mut spool = tempfile::tempfile()?;
            let whole = match io::copy(&mut reader, &mut spool) {
                Ok(_) => true,
                Err(error) => match ReadFault::of(&error) {
                    Some(ReadFault::TooLarge { limit }) => return Err(ArchiveError::TooLarge { limit: *limit }),
                    Some(_) => false,
                    None => return Err(error.into()),
                },
            };
            match Self::open_input(Input::new(spool)?, self.limits, false) {
                Ok(inner) => {
                    return Ok(Some(Self {
                        partial: inner.partial || self.partial || !whole,
                        ..inner
                    }));
                }
                Err(ArchiveError::NotAnArchive | ArchiveError::NoHealthXml { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }

    fn no_health_xml(&self) -> ArchiveError {
        let seen = self
            .entries
            .iter()
            .take(NAMES_SHOWN)
            .map(|entry| entry.name.chars().take(200).collect())
            .collect();
        ArchiveError::NoHealthXml {
            entries: self.entries.len(),
            seen,
        }
    }
}

/// Tells whether a file is a Health export by how it begins.
pub(crate) fn is_health_xml(head: &[u8]) -> bool {
    [&b"<!DOCTYPE HealthData"[..], b"<HealthData"]
        .iter()
        .any(|mark| memchr::memmem::find(head, mark).is_some())
}

/// Reduces a file name to what survives packing again: a narrow space before `pm` may become anything.
fn match_key(base_name: &str) -> String {
    base_name
        .chars()
        .filter(char::is_ascii_graphic)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

#[cfg(test)]
mod tests;
