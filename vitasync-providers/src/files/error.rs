use std::io;

use super::Format;

/// Says what can be read, for whoever has brought something else.
const READABLE: &str = "what can be read are Apple Health exports (the zip or its XML), the tables of WHOOP's export, and FIT, \
                        TCX and GPX files, each as it is, as .gz or in a zip";

/// Any error, as the caller's sink gives it.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why a file could not be read at all. A file that breaks off or is damaged further on is no error: everything before
/// the damage is delivered, and the report says where it ends.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// It looks like an archive, but cannot be opened as one.
    #[error("the archive cannot be read: {detail}")]
    UnreadableArchive {
        /// What is wrong with it.
        detail: String,
    },
    /// No file in the archive is a health export.
    #[error("none of the {files} files in the archive is a health export ({})", seen.join(", "))]
    NoHealthXml {
        /// How many files the archive has.
        files: usize,
        /// The names of the first of them.
        seen: Vec<String>,
    },
    /// It is not a health export.
    #[error("it is not a health export: there is no `<HealthData` in its first {searched} bytes")]
    NotHealthData {
        /// How many bytes were looked at.
        searched: u64,
    },
    /// It is of no format that is known.
    #[error("it is of no known format; {READABLE}")]
    UnknownFormat,
    /// It is an archive, and no file in it is of a format that is known.
    #[error("none of the {files} files in the archive is of a known format ({}); {READABLE}", seen.join(", "))]
    NothingKnown {
        /// How many files the archive has.
        files: usize,
        /// The names of the first of them.
        seen: Vec<String>,
    },
    /// Its format is known, but there is nothing in it that could be imported.
    #[error("there is nothing to import from this {} file: {detail}", format.name())]
    Nothing {
        /// The format.
        format: Format,
        /// What it has instead.
        detail: String,
    },
    /// It is larger than the caller allows.
    #[error("it has more than {limit} bytes once unpacked")]
    TooLarge {
        /// The most that is read.
        limit: u64,
    },
    /// The bytes could not be fetched.
    #[error("it could not be read")]
    Io(#[from] io::Error),
    /// The sink gave an error.
    #[error("what was read could not be delivered")]
    Sink(#[source] BoxError),
}

impl Error {
    pub(super) fn nothing(format: Format, detail: impl Into<String>) -> Self {
        Self::Nothing {
            format,
            detail: detail.into(),
        }
    }

    /// Names the kind of error: `unreadable_archive`, `not_health_data`, ….
    pub fn kind(&self) -> &'static str {
        match self {
            Self::UnreadableArchive { .. } => "unreadable_archive",
            Self::NoHealthXml { .. } => "no_health_xml",
            Self::NotHealthData { .. } => "not_health_data",
            Self::UnknownFormat => "unknown_format",
            Self::NothingKnown { .. } => "nothing_known",
            Self::Nothing { .. } => "nothing",
            Self::TooLarge { .. } => "too_large",
            Self::Io(_) => "io",
            Self::Sink(_) => "sink",
        }
    }
}
