//! Takes zip archives and gzip files apart.
//!
//! Invariant: whatever an archive claims, memory, time and disk are bounded by [`Limits`]; nothing is written under a name
//! that an archive gives.

pub(crate) mod bounded;
pub(crate) mod entries;
pub(crate) mod input;
pub(crate) mod unpack;

use std::io;

pub use unpack::{EntryReader, ReadFault};

/// What an upload may come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes the main file may unpack to, and the most that all others together may.
    pub uncompressed: u64,
    /// The most bytes any other file may unpack to: a route, an electrocardiogram, an activity.
    pub attachment: u64,
    /// The most entries an archive may have.
    pub entries: usize,
}

impl Default for Limits {
    /// Allows 20 GiB of XML (ten years with a watch are about 3), 64 MiB a route (three days are about 20), and 200,000
    /// entries.
    fn default() -> Self {
        Self {
            uncompressed: 20 << 30,
            attachment: 64 << 20,
            entries: 200_000,
        }
    }
}

/// Why an archive cannot be read, or not as a Health export.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ArchiveError {
    /// It is neither a zip archive nor a Health export in XML.
    #[error("it is neither a zip archive nor a Health export in XML")]
    NotAnArchive,
    /// It is an archive, but damaged, protected or packed in a way that cannot be read.
    #[error("the archive cannot be read: {detail}")]
    Unreadable {
        /// What is wrong.
        detail: String,
    },
    /// None of its files is a Health export.
    #[error("none of its {entries} files is a Health export ({})", seen.join(", "))]
    NoHealthXml {
        /// How many files there are.
        entries: usize,
        /// The names of the first of them.
        seen: Vec<String>,
    },
    /// A file in it unpacks to more than is allowed.
    #[error("it unpacks to more than {limit} bytes")]
    TooLarge {
        /// The most that is unpacked.
        limit: u64,
    },
    /// It has more entries than is allowed.
    #[error("it has more than {limit} entries")]
    TooManyEntries {
        /// The most that are listed.
        limit: usize,
    },
    /// The bytes could not be fetched.
    #[error("it could not be read")]
    Io(#[from] io::Error),
}
