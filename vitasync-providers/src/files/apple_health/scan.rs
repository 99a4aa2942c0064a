//! Reads the many records that differ from an earlier one only in their times and value.
//!
//! Everything between those fields repeats: type, source, device, unit, and the metadata inside. When the decoder has
//! read a record element by element, the scanner learns the bytes between the fields; a record with the same bytes
//! there means the same, so that comparing them is enough. A record that differs anywhere else, whose fields have
//! another form, or whose value is refused, is left to the decoder.
//!
//! Invariant: with and without the scanner, the decoder gives the same.

use vitasync_core::batch::BatchRow;

use super::decode::Output;
use super::record::{Learned, Value, seconds};
use super::tables::Tables;
use super::time::Clock;
use super::xml::{Element, is_space};

/// The most kinds of records, and of endings of one kind, that are tried before the decoder is.
const MAX_TEMPLATES: usize = 16;
const MAX_ENDINGS: usize = 8;

/// Longer records are not worth keeping.
const MAX_BYTES: usize = 4_096;

/// The length of `2026-01-09 08:00:00 +0000`.
const TIME: usize = 25;

/// The records that came last, in the order of their last use.
#[derive(Debug, Default)]
pub(super) struct Scanner {
    templates: Vec<Template>,
    /// Records read so far.
    #[cfg(test)]
    pub(super) scanned: u64,
}

/// The bytes that records of one kind share.
#[derive(Debug)]
struct Template {
    /// What stands before each field, from `<Record` on.
    fields: Vec<(Box<[u8]>, Field)>,
    endings: Vec<Ending>,
}

/// What differs from record to record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    /// Where the device was in the memory of the phone.
    Pointer,
    Created,
    Start,
    End,
    Value,
}

/// What may stand between the last field and the end of the record, and what it means.
#[derive(Debug)]
struct Ending {
    bytes: Box<[u8]>,
    learned: Learned,
    /// Where its attributes stand in the batch of a piece.
    piece: u64,
    attributes: u32,
}

/// The fields of one record.
#[derive(Debug, Clone, Copy)]
struct Fields {
    start_ms: i64,
    end_ms: i64,
    value: f64,
}

impl Scanner {
    /// Reads records from `at` on and tells where the first one begins that is not like any before.
    pub(super) fn run(
        &mut self,
        bytes: &[u8],
        mut at: usize,
        tables: &mut Tables,
        clock: &mut Clock,
        out: &mut Output,
    ) -> usize {
        loop {
            while bytes.get(at).is_some_and(|&byte| is_space(byte)) {
                at += 1;
            }
            let rest = &bytes[at..];
            let found = self.templates.iter_mut().enumerate().find_map(|(index, template)| {
                let length = template.take(rest, tables, clock, out)?;
                Some((index, length))
            });
            let Some((index, length)) = found else {
                return at;
            };
            self.templates[..=index].rotate_right(1);
            at += length;
            #[cfg(test)]
            {
                self.scanned += 1;
            }
        }
    }

    /// Remembers a record the decoder has read.
    pub(super) fn learn(&mut self, bytes: &[u8], element: &Element<'_, '_>, learned: Learned) {
        let record = &bytes[element.tag.start..element.end];
        let tag = &record[..element.tag.end - element.tag.start];
        if record.len() > MAX_BYTES {
            return;
        }
        let Some((fields, fields_end)) = split(tag, learned.value == Value::Written) else {
            return;
        };
        let ending = Ending {
            bytes: record[fields_end..].into(),
            learned,
            piece: 0,
            attributes: 0,
        };
        match self.templates.iter_mut().find(|it| it.fields == fields) {
            Some(template) => {
                template.endings.truncate(MAX_ENDINGS - 1);
                template.endings.insert(0, ending);
            }
            None => {
                self.templates.truncate(MAX_TEMPLATES - 1);
                let endings = vec![ending];
                self.templates.insert(0, Template { fields, endings });
            }
        }
    }
}

impl Template {
    /// Reads one record of this kind and tells its length; `None` where it is not of this kind or cannot be used.
    #[inline]
    fn take(&mut self, bytes: &[u8], tables: &mut Tables, clock: &mut Clock, out: &mut Output) -> Option<usize> {
        let (fields, rest) = self.fields(bytes, clock)?;
        let ending = self.endings.iter_mut().find(|ending| rest.starts_with(&ending.bytes))?;
        let learned = &ending.learned;
        let number = match learned.value {
            Value::Written => fields.value,
            Value::Code(code) => code,
            Value::Interval => seconds(fields.start_ms, fields.end_ms),
        };
        let value = learned.rule.apply(number, fields.start_ms, fields.end_ms).ok()?;
        if ending.piece != tables.piece() {
            ending.piece = tables.piece();
            ending.attributes = tables.place_attributes(&learned.attributes, &mut out.batch);
        }
        let count = &mut tables.type_at(learned.kind).count;
        count.read += 1;
        count.used += 1;
        let series = tables.place(learned.series, &mut out.batch);
        out.batch.push(BatchRow {
            series,
            start_ms: fields.start_ms,
            end_ms: fields.end_ms,
            value,
            attributes: ending.attributes,
            copy: 0,
        });
        Some(bytes.len() - rest.len() + ending.bytes.len())
    }

    #[inline]
    fn fields<'a>(&self, bytes: &'a [u8], clock: &mut Clock) -> Option<(Fields, &'a [u8])> {
        let mut rest = bytes;
        let mut fields = Fields {
            start_ms: 0,
            end_ms: 0,
            value: 0.0,
        };
        for (before, field) in &self.fields {
            rest = rest.strip_prefix(&**before)?;
            let length = match field {
                Field::Pointer => pointer(rest)?,
                Field::Created => is_harmless(rest.first_chunk()?).then_some(TIME)?,
                Field::Start => {
                    fields.start_ms = clock.read(rest.get(..TIME)?)?;
                    TIME
                }
                Field::End => {
                    fields.end_ms = clock.read(rest.get(..TIME)?)?;
                    TIME
                }
                Field::Value => {
                    let (value, length) = fast_float2::parse_partial::<f64, _>(rest).ok()?;
                    fields.value = value;
                    length
                }
            };
            rest = &rest[length..];
        }
        Some((fields, rest))
    }
}

/// Tells how many hexadecimal digits there are, if there are not too many.
#[inline]
fn pointer(bytes: &[u8]) -> Option<usize> {
    let digits = bytes
        .iter()
        .take(17)
        .take_while(|byte| byte.is_ascii_hexdigit())
        .count();
    (1..=16).contains(&digits).then_some(digits)
}

/// Tells whether a time that is not used can neither end its attribute nor its tag.
#[inline]
fn is_harmless(text: &[u8; TIME]) -> bool {
    text.iter()
        .fold(true, |good, byte| good & (b' '..b'<').contains(byte) & (*byte != b'"'))
}

type Split = (Vec<(Box<[u8]>, Field)>, usize);

/// Splits a tag at its fields, and tells where the last of them ends. `None` where it is written in a way that fields could not be told from what surrounds
/// them: other quotes, fields that stand twice, references inside.
fn split(tag: &[u8], with_value: bool) -> Option<Split> {
    let mut fields = Vec::with_capacity(5);
    let mut literal_start = 0;
    let mut at = b"<Record".len();
    loop {
        while is_space(*tag.get(at)?) {
            at += 1;
        }
        if matches!(tag[at], b'/' | b'>') {
            break;
        }
        let equals = at + memchr::memchr(b'=', &tag[at..])?;
        let key = &tag[at..equals];
        if tag.get(equals + 1) != Some(&b'"') {
            return None;
        }
        let value_start = equals + 2;
        let value_end = value_start + memchr::memchr(b'"', &tag[value_start..])?;
        at = value_end + 1;
        let Some((field, from, to)) = field(key, &tag[value_start..value_end], with_value)? else {
            continue;
        };
        if fields.iter().any(|(_, known)| *known == field) {
            return None;
        }
        fields.push((tag[literal_start..value_start + from].into(), field));
        literal_start = value_start + to;
    }
    let has = |wanted| fields.iter().any(|(_, field)| *field == wanted);
    let complete = has(Field::Start) && has(Field::End) && (has(Field::Value) || !with_value);
    complete.then_some((fields, literal_start))
}

/// Finds the field in an attribute's value and where it begins and ends there: `Some(None)` where the whole attribute
/// repeats, `None` where the field has another form than the scanner reads.
fn field(key: &[u8], value: &[u8], with_value: bool) -> Option<Option<(Field, usize, usize)>> {
    let whole = |field| Some(Some((field, 0, value.len())));
    match key {
        b"startDate" => (value.len() == TIME).then(|| whole(Field::Start))?,
        b"endDate" => (value.len() == TIME).then(|| whole(Field::End))?,
        b"creationDate" => is_harmless(value.try_into().ok()?).then(|| whole(Field::Created))?,
        b"value" if with_value => {
            let (_, length) = fast_float2::parse_partial::<f64, _>(value).ok()?;
            (length == value.len()).then(|| whole(Field::Value))?
        }
        b"device" => {
            let before = b"&lt;&lt;HKDevice: 0x";
            let Some(rest) = value.strip_prefix(before) else {
                return Some(None);
            };
            let length = pointer(rest)?;
            rest[length..].starts_with(b"&gt;").then_some(())?;
            Some(Some((Field::Pointer, before.len(), before.len() + length)))
        }
        _ => Some(None),
    }
}
