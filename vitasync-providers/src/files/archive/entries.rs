//! Finds the entries of a zip archive: from its directory, or from one entry to the next where the directory is lost.
//!
//! An upload that was cut off has no directory, since that comes last. Every entry has a header of its own though, and
//! deflated data says where it ends, so what arrived can still be found.

use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::atomic::Ordering;

use zip::{CompressionMethod, ZipArchive};

use super::input::Input;
use super::unpack::{EntryReader, Packing};
use super::{ArchiveError, Limits};

/// The most bytes that are read to find and read the directory: about 250,000 entries.
const MAX_DIRECTORY: u64 = 32 << 20;

/// Stands in 32 bits for a size that is written in 64 bits elsewhere.
const IN_ZIP64: u64 = 0xffff_ffff;

const LOCAL_HEADER: [u8; 4] = *b"PK\x03\x04";
const LOCAL_HEADER_LENGTH: usize = 30;

/// One file of an archive.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Its path, with what is not UTF-8 replaced.
    pub(crate) name: String,
    /// Where its own header lies.
    header: u64,
    method: Method,
    /// Its size when unpacked, where the archive says so.
    pub(crate) size: Option<u64>,
    packed: Option<u64>,
    crc: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Method {
    Stored,
    Deflated,
    Encrypted,
    Other(u16),
}

impl Entry {
    /// Opens it; the limit is the most bytes that come out.
    pub(crate) fn open(&self, input: &Input, limit: u64, buffer: usize) -> Result<EntryReader, ArchiveError> {
        let deflated = match self.method {
            Method::Stored => false,
            Method::Deflated => true,
            Method::Encrypted => return Err(self.unreadable("is protected by a password")),
            Method::Other(method) => {
                return Err(self.unreadable(&format!("is compressed by method {method}, which is not deflate")));
            }
        };
        if self.size.is_some_and(|size| size > limit) {
            return Err(ArchiveError::TooLarge { limit });
        }
        let header = LocalHeader::read(input, self.header)?;
        let start = header
            .ok_or_else(|| self.unreadable("is not where the archive says"))?
            .data;
        let packing = Packing {
            start,
            deflated,
            packed: self.packed,
            crc: self.crc,
        };
        Ok(EntryReader::new(input, packing, limit, buffer))
    }

    fn unreadable(&self, what: &str) -> ArchiveError {
        ArchiveError::Unreadable {
            detail: format!("{} {what}", self.name),
        }
    }

    /// Names the part of the path after the last slash.
    pub(crate) fn base_name(&self) -> &str {
        base_name(&self.name)
    }

    /// Tells whether its name ends with a dot and the given extension, whatever the case.
    pub(crate) fn has_extension(&self, extension: &str) -> bool {
        self.base_name()
            .rsplit_once('.')
            .is_some_and(|(_, it)| it.eq_ignore_ascii_case(extension))
    }

    /// Tells whether it is a folder, or one of the files that macOS adds when it packs again.
    fn is_junk(&self) -> bool {
        let base = self.base_name();
        base.is_empty() || base.starts_with("._") || self.name.split(['/', '\\']).any(|part| part == "__MACOSX")
    }
}

/// Names the part of a path after the last slash of either kind.
pub(crate) fn base_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Names the part of a path up to the last slash of either kind.
pub(crate) fn folder(path: &str) -> &str {
    &path[..path.len() - base_name(path).len()]
}

/// Lists the files of an archive, and tells whether the directory was lost.
pub(crate) fn list(input: &Input, limits: &Limits) -> Result<(Vec<Entry>, bool), ArchiveError> {
    match from_directory(input, limits) {
        Ok(entries) => Ok((without_junk(entries), false)),
        Err(error @ ArchiveError::Unreadable { .. }) => match walk(input, limits)? {
            entries if entries.is_empty() => Err(error),
            entries => Ok((entries, true)),
        },
        Err(error) => Err(error),
    }
}

fn without_junk(mut entries: Vec<Entry>) -> Vec<Entry> {
    entries.retain(|entry| !entry.is_junk());
    entries
}

fn from_directory(input: &Input, limits: &Limits) -> Result<Vec<Entry>, ArchiveError> {
    let unreadable = |error: zip::result::ZipError| ArchiveError::Unreadable {
        detail: error.to_string(),
    };
    let metered = Metered {
        input: input.at(0),
        left: MAX_DIRECTORY,
    };
    let archive = ZipArchive::new(BufReader::with_capacity(64 << 10, metered)).map_err(unreadable)?;
    if archive.len() > limits.entries {
        return Err(ArchiveError::TooManyEntries { limit: limits.entries });
    }
    let mut entries = Vec::with_capacity(archive.len());
    for index in 0..archive.len() {
        let entry = archive.by_index_data(index).map_err(unreadable)?;
        let method = match entry.compression() {
            _ if entry.encrypted() => Method::Encrypted,
            CompressionMethod::Stored => Method::Stored,
            CompressionMethod::Deflated => Method::Deflated,
            _ => {
                Method::Other(LocalHeader::read(input, entry.header_start())?.map_or(u16::MAX, |header| header.method))
            }
        };
        entries.push(Entry {
            name: String::from_utf8_lossy(entry.name_raw()).into_owned(),
            header: entry.header_start(),
            method,
            size: Some(entry.size()),
            packed: Some(entry.compressed_size()),
            crc: Some(entry.crc32()),
        });
    }
    Ok(entries)
}

/// Goes from header to header, unpacking where only that tells how long an entry is.
pub(crate) fn walk(input: &Input, limits: &Limits) -> Result<Vec<Entry>, ArchiveError> {
    let mut entries = Vec::new();
    let mut at = 0;
    let mut allowed = limits.uncompressed;
    while let Some(header) = LocalHeader::read(input, at)? {
        if entries.len() == limits.entries {
            return Err(ArchiveError::TooManyEntries { limit: limits.entries });
        }
        let entry = header.entry(input, at)?;
        let next = match entry.packed {
            Some(packed) => header.data.checked_add(packed),
            None => end_of(&entry, input, header.data, &mut allowed)?,
        };
        entries.push(entry);
        match next {
            Some(next) if next > at => at = next,
            _ => break,
        }
    }
    Ok(without_junk(entries))
}

/// Finds where the entry after this one begins; none where this one breaks off.
fn end_of(entry: &Entry, input: &Input, data: u64, allowed: &mut u64) -> Result<Option<u64>, ArchiveError> {
    let end = match entry.method {
        Method::Deflated => {
            let mut reader = entry.open(input, *allowed, 64 << 10)?;
            let packed = reader.progress();
            match io::copy(&mut reader, &mut io::sink()) {
                Ok(unpacked) => *allowed -= unpacked,
                Err(error) if super::ReadFault::of(&error).is_some() => return Ok(None),
                Err(error) => return Err(error.into()),
            }
            data + packed.load(Ordering::Relaxed)
        }
        // A folder has no data.
        Method::Stored if entry.base_name().is_empty() => data,
        _ => return Ok(None),
    };
    // The lengths and checksum that follow: without or with a signature, in 32 or 64 bits.
    let mut after = [0; 28];
    let length = input.head(end, &mut after)?;
    let header = |skip: &u64| {
        after[..length]
            .get(*skip as usize..)
            .is_some_and(|it| it.starts_with(&LOCAL_HEADER))
    };
    Ok([0, 12, 16, 20, 24].into_iter().find(header).map(|skip| end + skip))
}

/// The header that stands before the data of each entry.
struct LocalHeader {
    flags: u16,
    method: u16,
    crc: u32,
    packed: u64,
    size: u64,
    name_length: u16,
    /// Where the data begins.
    data: u64,
}

impl LocalHeader {
    /// Reads it, if there is one.
    fn read(input: &Input, at: u64) -> io::Result<Option<Self>> {
        let mut bytes = [0; LOCAL_HEADER_LENGTH];
        if input.head(at, &mut bytes)? < bytes.len() || !bytes.starts_with(&LOCAL_HEADER) {
            return Ok(None);
        }
        let two = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
        let four = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        let (name_length, extra_length) = (two(26), two(28));
        let length = LOCAL_HEADER_LENGTH as u64 + u64::from(name_length) + u64::from(extra_length);
        let mut header = Self {
            flags: two(6),
            method: two(8),
            crc: four(14),
            packed: four(18).into(),
            size: four(22).into(),
            name_length,
            data: at.saturating_add(length),
        };
        if header.packed == IN_ZIP64 || header.size == IN_ZIP64 {
            let mut extra = vec![0; extra_length.into()];
            input.head(at + LOCAL_HEADER_LENGTH as u64 + u64::from(name_length), &mut extra)?;
            header.widen(&extra);
        }
        Ok(Some(header))
    }

    /// Takes the sizes that do not fit into 32 bits from the zip64 field.
    fn widen(&mut self, mut extra: &[u8]) {
        while let [id_low, id_high, low, high, rest @ ..] = extra {
            let length = usize::from(u16::from_le_bytes([*low, *high])).min(rest.len());
            let (field, others) = rest.split_at(length);
            if [*id_low, *id_high] == [1, 0] {
                let mut sizes = field.as_chunks::<8>().0.iter().map(|bytes| u64::from_le_bytes(*bytes));
                for size in [&mut self.size, &mut self.packed] {
                    if *size == IN_ZIP64 {
                        *size = sizes.next().unwrap_or(*size);
                    }
                }
            }
            extra = others;
        }
    }

    fn entry(&self, input: &Input, at: u64) -> io::Result<Entry> {
        let mut name = vec![0; self.name_length.into()];
        let length = input.head(at + LOCAL_HEADER_LENGTH as u64, &mut name)?;
        // With this flag sizes and checksum follow the data.
        let known = self.flags & 0x08 == 0;
        Ok(Entry {
            name: String::from_utf8_lossy(&name[..length]).into_owned(),
            header: at,
            method: match self.method {
                _ if self.flags & 0x01 != 0 => Method::Encrypted,
                0 => Method::Stored,
                8 => Method::Deflated,
                other => Method::Other(other),
            },
            size: known.then_some(self.size),
            packed: known.then_some(self.packed),
            crc: known.then_some(self.crc),
        })
    }
}

/// Stops reading a directory that is too large, before it fills the memory.
struct Metered {
    input: Input,
    left: u64,
}

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.left = self.left.checked_sub(count as u64).ok_or_else(|| {
            io::Error::new(
                io::ErrorKind::FileTooLarge,
                format!("its directory is larger than {MAX_DIRECTORY} bytes"),
            )
        })?;
        Ok(count)
    }
}

impl Seek for Metered {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.input.seek(to)
    }
}
