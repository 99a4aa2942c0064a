//! Takes the bytes of a FIT file apart into messages of numbered fields.
//!
//! A file begins with a header and ends with a checksum; between them stand definitions, each of which says how the
//! messages that name it are laid out, and the messages. Files may follow one another in one. What the numbers mean stands in
//! [`profile`](super::profile).
//!
//! Invariant: whatever the bytes are, decoding ends, each message is within the file, and a value that the format calls
//! invalid is none. What cannot be decoded ends the file with its byte; everything before it has been given.

use std::collections::HashMap;
use std::sync::Arc;

use vitasync_core::error::Reason;

use super::value::{Kind, Scalar};

/// The field that holds the time of almost every message.
pub(super) const TIMESTAMP: u8 = 253;

const FIELD_DESCRIPTION: u16 = 206;

/// How one field lies in a message.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    pub(super) number: u8,
    kind: u8,
    at: usize,
    size: u8,
}

/// How one field of a developer's own lies in a message.
#[derive(Debug, Clone, Copy)]
struct OwnField {
    number: u8,
    developer: u8,
    at: usize,
    size: u8,
}

/// How a kind of message is laid out.
#[derive(Debug)]
pub(super) struct Definition {
    pub(super) number: u16,
    big_endian: bool,
    pub(super) fields: Vec<Field>,
    own: Vec<OwnField>,
    size: usize,
}

/// What a developer's own field is.
#[derive(Debug, Clone, Default)]
struct Description {
    kind: u8,
    name: String,
    scale: f64,
    offset: f64,
    /// The message and field of the format that it stands in for.
    native: Option<(u16, u8)>,
}

/// One message.
#[derive(Debug)]
pub(super) struct Message<'a> {
    /// Where it begins in the file.
    pub(super) byte: u64,
    pub(super) definition: Arc<Definition>,
    bytes: &'a [u8],
    /// Its time, where that stands in its header.
    compressed_time: Option<u32>,
    descriptions: Arc<HashMap<(u8, u8), Description>>,
}

/// One file of those that follow one another.
#[derive(Debug)]
pub(super) struct File<'a> {
    bytes: &'a [u8],
    /// Where its next record begins, and where its records end.
    at: usize,
    end: usize,
    /// Why its records end there, if not because the header says so.
    short: Option<Reason>,
    definitions: [Option<Arc<Definition>>; 16],
    descriptions: Arc<HashMap<(u8, u8), Description>>,
    last_time: Option<u32>,
    /// What its checksum says: nothing where the file ends before it.
    pub(super) checksum_fits: Option<bool>,
    /// Where the next file may begin.
    pub(super) after: usize,
}

impl<'a> File<'a> {
    /// Finds the file that begins at `start`; none where there is no header.
    pub(super) fn at(bytes: &'a [u8], start: usize) -> Option<Self> {
        let header = bytes.get(start..)?;
        let length = usize::from(*header.first()?);
        if !matches!(length, 12 | 14) || header.get(8..12)? != b".FIT" || header.len() < length {
            return None;
        }
        let told = u32::from_le_bytes(header.get(4..8)?.try_into().ok()?);
        let first = start + length;
        // A recording that was cut short never learned its size.
        let end = usize::try_from(told)
            .ok()
            .filter(|told| *told > 0)
            .and_then(|told| first.checked_add(told))
            .filter(|end| *end <= bytes.len());
        let checksum = end
            .and_then(|end| bytes.get(end..end + 2))
            .map(|it| u16::from_le_bytes([it[0], it[1]]));
        let checksum_fits = checksum.zip(end).map(|(told, end)| told == crc(&bytes[start..end]));
        Some(Self {
            bytes,
            at: first,
            end: end.unwrap_or(bytes.len()),
            short: end.is_none().then_some(Reason::Truncated),
            definitions: Default::default(),
            descriptions: Arc::default(),
            last_time: None,
            checksum_fits,
            after: end.map_or(bytes.len(), |end| end + checksum.map_or(0, |_| 2)),
        })
    }

    /// Reads the next message; none at the end of the file.
    ///
    /// # Errors
    ///
    /// Where the file breaks off or cannot be decoded any further, the byte of the record and the reason. Nothing can be
    /// read behind it.
    pub(super) fn next_message(&mut self) -> Result<Option<Message<'a>>, (u64, Reason)> {
        while self.at < self.end {
            let start = self.at;
            match self.record() {
                Ok(Some(message)) => return Ok(Some(message)),
                Ok(None) => {}
                Err(reason) => {
                    self.at = self.end;
                    self.short = None;
                    return Err((start as u64, reason));
                }
            }
        }
        match self.short.take() {
            Some(reason) => Err((self.end as u64, reason)),
            None => Ok(None),
        }
    }

    /// Reads a record: a message, or a definition, which gives none.
    fn record(&mut self) -> Result<Option<Message<'a>>, Reason> {
        let byte = self.at as u64;
        let header = self.take(1)?[0];
        if header & 0x80 == 0 && header & 0x40 != 0 {
            let definition = self.definition(header & 0x20 != 0)?;
            self.definitions[usize::from(header & 0x0f)] = Some(Arc::new(definition));
            return Ok(None);
        }
        let compressed = header & 0x80 != 0;
        let local = if compressed {
            (header >> 5) & 0x03
        } else {
            header & 0x0f
        };
        let definition = self.definitions[usize::from(local)]
            .clone()
            .ok_or_else(|| Reason::Malformed {
                detail: format!("no definition says what a message of local type {local} is"),
            })?;
        let compressed_time = compressed.then(|| self.compressed_time(header & 0x1f)).flatten();
        let bytes = self.take(definition.size)?;
        let message = Message {
            byte,
            definition,
            bytes,
            compressed_time,
            descriptions: Arc::clone(&self.descriptions),
        };
        self.last_time = message.time().or(self.last_time);
        if message.definition.number == FIELD_DESCRIPTION {
            self.describe(&message);
        }
        Ok(Some(message))
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], Reason> {
        let end = self.at.checked_add(count).filter(|end| *end <= self.end);
        let taken = &self.bytes[self.at..end.ok_or(Reason::Truncated)?];
        self.at += count;
        Ok(taken)
    }

    fn definition(&mut self, has_own: bool) -> Result<Definition, Reason> {
        let fixed = self.take(5)?;
        let big_endian = fixed[1] == 1;
        let number = [fixed[2], fixed[3]];
        let mut definition = Definition {
            number: if big_endian {
                u16::from_be_bytes(number)
            } else {
                u16::from_le_bytes(number)
            },
            big_endian,
            fields: Vec::with_capacity(fixed[4].into()),
            own: Vec::new(),
            size: 0,
        };
        for field in self.take(usize::from(fixed[4]) * 3)?.chunks_exact(3) {
            let at = definition.place(field[1]);
            definition.fields.push(Field {
                number: field[0],
                kind: field[2],
                at,
                size: field[1],
            });
        }
        if has_own {
            let count = usize::from(self.take(1)?[0]);
            for field in self.take(count * 3)?.chunks_exact(3) {
                let at = definition.place(field[1]);
                definition.own.push(OwnField {
                    number: field[0],
                    developer: field[2],
                    at,
                    size: field[1],
                });
            }
        }
        Ok(definition)
    }

    /// The time whose last five bits stand in a header: the next after the last one that was given.
    fn compressed_time(&self, bits: u8) -> Option<u32> {
        let (last, bits) = (self.last_time?, u32::from(bits));
        let time = (last & !31) + bits;
        if bits < last & 31 {
            time.checked_add(32)
        } else {
            Some(time)
        }
    }

    fn describe(&mut self, message: &Message<'_>) {
        let byte = |number| message.whole(number).and_then(|it| u8::try_from(it).ok());
        let (Some(developer), Some(number), Some(kind)) = (byte(0), byte(1), byte(2)) else {
            return;
        };
        let native = message.whole(14).zip(message.whole(15));
        let native = native.and_then(|(of, field)| Some((u16::try_from(of).ok()?, u8::try_from(field).ok()?)));
        let description = Description {
            kind,
            name: message.text(3).unwrap_or_default(),
            scale: message.number(6).filter(|scale| *scale != 0.0).unwrap_or(1.0),
            offset: message.number(7).unwrap_or(0.0),
            native,
        };
        Arc::make_mut(&mut self.descriptions).insert((developer, number), description);
    }
}

impl Definition {
    /// Finds where the next field lies, and makes room for it.
    fn place(&mut self, size: u8) -> usize {
        let at = self.size;
        self.size += usize::from(size);
        at
    }
}

impl Message<'_> {
    /// Reads the value of a field, as it is written and without scale; none where it is absent or invalid.
    pub(super) fn scalar(&self, number: u8) -> Option<Scalar> {
        self.scalars(number).next().flatten()
    }

    /// Reads the values of a field that holds several.
    pub(super) fn scalars(&self, number: u8) -> impl Iterator<Item = Option<Scalar>> {
        let field = self.definition.fields.iter().find(|field| field.number == number);
        field.into_iter().flat_map(|field| self.values(field))
    }

    /// Reads the first value of a field whose place is known.
    pub(super) fn value_of(&self, field: &Field) -> Option<Scalar> {
        self.values(field).next().flatten()
    }

    /// Reads a number; see [`scalar`](Self::scalar).
    pub(super) fn number(&self, number: u8) -> Option<f64> {
        self.scalar(number).map(Scalar::to_f64)
    }

    /// Reads a number that has a scale and an offset.
    pub(super) fn scaled(&self, number: u8, scale: f64, offset: f64) -> Option<f64> {
        self.number(number).map(|value| value / scale - offset)
    }

    /// Reads a number that can only be whole.
    pub(super) fn whole(&self, number: u8) -> Option<i64> {
        match self.scalar(number)? {
            Scalar::Whole(value) => Some(value),
            Scalar::Real(_) => None,
        }
    }

    /// Reads a number of 32 bits without sign, as times and durations are; a file may write it wider, and then it is none.
    pub(super) fn unsigned(&self, number: u8) -> Option<u32> {
        u32::try_from(self.whole(number)?).ok()
    }

    /// Reads a text up to its first zero byte; none where that is empty.
    pub(super) fn text(&self, number: u8) -> Option<String> {
        let field = self.definition.fields.iter().find(|field| field.number == number)?;
        let bytes = self.raw(field.at, field.size);
        let text = bytes.split(|byte| *byte == 0).next()?;
        let text = String::from_utf8_lossy(text).trim().to_owned();
        (!text.is_empty()).then_some(text)
    }

    /// Reads the bytes of a field as they are.
    pub(super) fn bytes(&self, number: u8) -> &[u8] {
        let field = self.definition.fields.iter().find(|field| field.number == number);
        field.map_or(&[], |field| self.raw(field.at, field.size))
    }

    /// Tells the message's time, in seconds of the format's epoch.
    pub(super) fn time(&self) -> Option<u32> {
        self.unsigned(TIMESTAMP).or(self.compressed_time)
    }

    /// Reads the developers' own fields that stand in for a field of the format, as (field, value with scale), and those
    /// that do not, by name.
    pub(super) fn own(&self) -> impl Iterator<Item = (Result<u8, &str>, f64)> {
        self.definition.own.iter().filter_map(|own| {
            let description = self.descriptions.get(&(own.developer, own.number))?;
            let raw = self.raw(own.at, own.size);
            let value = Kind::of(description.kind, own.size)?.read(raw, self.definition.big_endian)?;
            let value = value.to_f64() / description.scale - description.offset;
            let native = description.native.filter(|(of, _)| *of == self.definition.number);
            Some((native.map(|(_, field)| field).ok_or(description.name.as_str()), value))
        })
    }

    fn raw(&self, at: usize, size: u8) -> &[u8] {
        &self.bytes[at..at + usize::from(size)]
    }

    fn values(&self, field: &Field) -> impl Iterator<Item = Option<Scalar>> {
        let raw = self.raw(field.at, field.size);
        let kind = Kind::of(field.kind, field.size);
        let big_endian = self.definition.big_endian;
        let each = kind.map_or(1, |kind| kind.size);
        kind.into_iter()
            .flat_map(move |kind| raw.chunks_exact(each).map(move |bytes| kind.read(bytes, big_endian)))
    }
}

/// Sums bytes up as the format does: CRC-16 with the reflected polynomial 0xA001.
fn crc(bytes: &[u8]) -> u16 {
    const TABLE: [u16; 16] = [
        0x0000, 0xcc01, 0xd801, 0x1400, 0xf001, 0x3c00, 0x2800, 0xe401, 0xa001, 0x6c00, 0x7800, 0xb401, 0x5000, 0x9c01,
        0x8801, 0x4400,
    ];
    bytes.iter().fold(0, |crc: u16, byte| {
        let step = |crc: u16, nibble: u8| (crc >> 4) ^ TABLE[usize::from(crc & 0x0f)] ^ TABLE[usize::from(nibble)];
        step(step(crc, byte & 0x0f), byte >> 4)
    })
}
