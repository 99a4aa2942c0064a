//! Walks through an XML file of unknown quality, element by element, in constant memory.
//!
//! Elements are known by their local names, whatever prefix they have and whether it is declared. Nothing is ever fetched:
//! a reference to an entity that XML itself does not define stays as it is written.
//!
//! Invariant: whatever the bytes are, the walk ends, and says where: control characters and broken UTF-8 read as spaces,
//! and a tag without end or a file of nothing but opening tags stops it before it fills the memory.

use std::io::{self, BufRead, Read};

use chrono::{DateTime, NaiveDateTime, Utc};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use vitasync_core::error::Reason;

use super::archive::ReadFault;

/// The longest tag or text between tags, in bytes.
const MAX_EVENT: usize = 1 << 20;

/// The longest text of an element that is kept.
pub(super) const MAX_TEXT: usize = 256;

/// How deep elements may stand in one another.
const MAX_DEPTH: usize = 64;

/// What is done with the elements of a file.
pub(super) trait Visitor {
    /// Takes an element that begins at `byte` inside the elements of `path`, and tells whether its text is wanted.
    fn open(&mut self, path: &Path, name: &str, tag: &BytesStart<'_>, byte: u64) -> bool;

    /// Takes the end of an element inside the elements of `path`, and its text where that was wanted and no other
    /// element came between.
    fn close(&mut self, path: &Path, name: &str, text: Option<&str>);

    /// Takes what it can from the bytes after a tag by a quicker way, and tells how many it has taken.
    fn scan(&mut self, _bytes: &[u8]) -> usize {
        0
    }

    /// Tells whether there is no room for more.
    fn is_full(&self) -> bool;
}

/// How a walk ended.
#[derive(Debug)]
pub(super) enum End {
    /// With the file, which has so many bytes.
    Whole(u64),
    /// In the middle of it.
    Broken(u64, Reason),
    /// Because the visitor had no room for more.
    Full,
}

/// Why a file gives nothing at all.
#[derive(Debug)]
pub(super) enum Unreadable {
    /// It is larger than the caller allows.
    TooLarge(u64),
    /// The bytes could not be fetched.
    Io(io::Error),
}

/// The elements that are open, from the outermost on.
#[derive(Debug, Default)]
pub(super) struct Path {
    names: String,
    ends: Vec<usize>,
}

impl Path {
    /// Names the innermost element.
    pub(super) fn parent(&self) -> &str {
        self.up(0)
    }

    /// Names the element so many steps outside the innermost one; nothing beyond the outermost.
    pub(super) fn up(&self, steps: usize) -> &str {
        let Some(at) = self.ends.len().checked_sub(steps + 1) else {
            return "";
        };
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.names[start..self.ends[at]]
    }

    /// Tells whether an element of this name is open.
    pub(super) fn has(&self, name: &str) -> bool {
        (0..self.ends.len()).any(|steps| self.up(steps) == name)
    }

    fn push(&mut self, name: &str) {
        self.names.push_str(name);
        self.ends.push(self.names.len());
    }

    /// Closes the innermost element of this name and all that were left open in it; nothing where there is none.
    fn pop(&mut self, name: &str) {
        if let Some(steps) = (0..self.ends.len()).find(|steps| self.up(*steps) == name) {
            self.ends.truncate(self.ends.len() - steps - 1);
            self.names.truncate(self.ends.last().copied().unwrap_or(0));
        }
    }
}

/// Walks through a file and shows its elements to a visitor; with `scan`, its quicker way is tried first.
pub(super) fn visit(reader: impl Read, scan: bool, visitor: &mut impl Visitor) -> Result<End, Unreadable> {
    let mut xml = Reader::from_reader(Clean::new(reader));
    let config = xml.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;

    let mut walk = Walk::default();
    let mut buffer = Vec::new();
    let mut scanned = 0;
    // After text the parser has begun to read a tag and must go on.
    let mut between = false;
    loop {
        if scan && between {
            let input = xml.get_mut();
            let taken = visitor.scan(&input.buffer[input.start..input.end]);
            input.start += taken;
            scanned += taken as u64;
        }
        let position = xml.buffer_position() + scanned;
        xml.get_mut().begin_event();
        buffer.clear();
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Eof) => return Ok(End::Whole(position)),
            Ok(event) => {
                between = matches!(event, Event::Start(_) | Event::End(_));
                walk.take(event, position, visitor);
            }
            // The parser has stepped over it and goes on.
            Err(quick_xml::Error::IllFormed(_)) => {}
            Err(quick_xml::Error::Io(error)) => return broken(&error).map(|reason| End::Broken(position, reason)),
            Err(quick_xml::Error::Syntax(_)) => return Ok(End::Broken(position, Reason::Truncated)),
            Err(other) => return Ok(End::Broken(position, malformed(other.to_string()))),
        }
        if walk.path.ends.len() > MAX_DEPTH {
            let detail = format!("elements stand more than {MAX_DEPTH} deep in one another");
            return Ok(End::Broken(position, malformed(detail)));
        }
        if visitor.is_full() {
            return Ok(End::Full);
        }
    }
}

/// Tells a break that leaves something to deliver from an error that does not.
fn broken(error: &io::Error) -> Result<Reason, Unreadable> {
    match ReadFault::of(error) {
        Some(ReadFault::TooLarge { limit }) => Err(Unreadable::TooLarge(*limit)),
        Some(ReadFault::Truncated { .. }) => Ok(Reason::Truncated),
        Some(fault) => Ok(malformed(fault.to_string())),
        None if error.get_ref().is_some_and(|inner| inner.is::<EventTooLong>()) => {
            Ok(malformed(EventTooLong.to_string()))
        }
        None => Err(Unreadable::Io(io::Error::new(error.kind(), error.to_string()))),
    }
}

fn malformed(detail: String) -> Reason {
    Reason::Malformed { detail }
}

/// Reads a number; one that is not finite is none.
pub(super) fn number(text: &str) -> Result<f64, Reason> {
    match fast_float2::parse::<f64, _>(text) {
        Ok(value) if value.is_finite() => Ok(value),
        _ => Err(Reason::NotANumber { text: text.to_owned() }),
    }
}

/// Reads an instant as XML writes it. A wall clock without a zone is none.
pub(super) fn time(text: &str) -> Result<DateTime<Utc>, Reason> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(at.to_utc());
    }
    match text.parse::<NaiveDateTime>() {
        Ok(local) => Err(Reason::NoZone { local }),
        Err(_) => Err(Reason::NotATime { text: text.to_owned() }),
    }
}

/// Reads an attribute by its local name.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let mut readable = attributes.with_checks(false).flatten();
    let found = readable.find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let value = found.value.trim();
    let value = &value[..value.floor_char_boundary(MAX_TEXT)];
    (!value.is_empty()).then(|| value.to_owned())
}

/// Where the walk is, and the text it has gathered there.
#[derive(Default)]
struct Walk {
    path: Path,
    wanted: bool,
    text: String,
}

impl Walk {
    fn take(&mut self, event: Event<'_>, position: u64, visitor: &mut impl Visitor) {
        match event {
            Event::Start(tag) => {
                self.open(&tag, position, visitor);
                self.path.push(tag.local_name().as_ref());
            }
            Event::Empty(tag) => {
                self.open(&tag, position, visitor);
                self.close(tag.local_name().as_ref(), visitor);
            }
            Event::End(tag) => {
                let name = tag.local_name();
                self.path.pop(name.as_ref());
                self.close(name.as_ref(), visitor);
            }
            Event::Text(text) => self.append(&text),
            Event::CData(text) => self.append(&text),
            Event::GeneralRef(name) => match resolve(&name) {
                Some(character) => self.append(character.encode_utf8(&mut [0; 4])),
                None => ["&", &name, ";"].into_iter().for_each(|piece| self.append(piece)),
            },
            _ => {}
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>, position: u64, visitor: &mut impl Visitor) {
        self.wanted = visitor.open(&self.path, tag.local_name().as_ref(), tag, position);
        self.text.clear();
    }

    fn close(&mut self, name: &str, visitor: &mut impl Visitor) {
        let text = std::mem::take(&mut self.wanted).then(|| self.text.trim());
        visitor.close(&self.path, name, text);
    }

    fn append(&mut self, text: &str) {
        if self.wanted {
            let room = MAX_TEXT.saturating_sub(self.text.len());
            self.text.push_str(&text[..text.floor_char_boundary(room)]);
        }
    }
}

/// Finds the character that a reference of XML's own stands for.
fn resolve(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let code = name.strip_prefix('#')?;
            let code = match code.strip_prefix('x') {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
                None => code.parse(),
            };
            char::from_u32(code.ok()?)
        }
    }
}

/// A tag or text without end.
#[derive(Debug, thiserror::Error)]
#[error("a tag or text is longer than {MAX_EVENT} bytes")]
struct EventTooLong;

/// Passes bytes on with control characters and broken UTF-8 blanked, byte for byte, so that a name or comment cannot stop
/// the parser. It also stops an event that never ends before it fills the memory.
struct Clean<R> {
    inner: R,
    buffer: Box<[u8]>,
    start: usize,
    end: usize,
    /// Up to here the buffer is filled; a character that is not complete yet lies behind `end`.
    filled: usize,
    event: usize,
}

impl<R: Read> Clean<R> {
    fn new(inner: R) -> Self {
        Self {
            inner,
            buffer: vec![0; 64 << 10].into(),
            start: 0,
            end: 0,
            filled: 0,
            event: 0,
        }
    }

    fn begin_event(&mut self) {
        self.event = 0;
    }

    fn refill(&mut self) -> io::Result<()> {
        self.buffer.copy_within(self.end..self.filled, 0);
        self.filled -= self.end;
        (self.start, self.end) = (0, 0);
        while self.end == 0 {
            let count = self.inner.read(&mut self.buffer[self.filled..])?;
            self.filled += count;
            self.end = clean(&mut self.buffer[..self.filled], count == 0);
            if count == 0 {
                break;
            }
        }
        Ok(())
    }
}

/// Blanks what no XML may have, and tells how many bytes are complete; at the end of the file all are.
fn clean(bytes: &mut [u8], is_last: bool) -> usize {
    let mut valid = 0;
    while let Err(error) = str::from_utf8(&bytes[valid..]) {
        valid += error.valid_up_to();
        let length = match error.error_len() {
            Some(length) => length,
            None if is_last => bytes.len() - valid,
            None => break,
        };
        bytes[valid..valid + length].fill(b' ');
        valid += length;
    }
    let complete = str::from_utf8(&bytes[valid..]).map_or(valid, |_| bytes.len());
    for byte in &mut bytes[..complete] {
        if byte.is_ascii_control() && !matches!(*byte, b'\n' | b'\r' | b'\t') {
            *byte = b' ';
        }
    }
    complete
}

impl<R: Read> Read for Clean<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(out)?;
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Clean<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.event > MAX_EVENT {
            return Err(io::Error::new(io::ErrorKind::InvalidData, EventTooLong));
        }
        if self.start == self.end {
            self.refill()?;
        }
        Ok(&self.buffer[self.start..self.end])
    }

    fn consume(&mut self, count: usize) {
        self.start += count;
        self.event += count;
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;

    /// Notes the texts of all elements that have one.
    #[derive(Default)]
    struct Texts(Vec<String>);

    impl Visitor for Texts {
        fn open(&mut self, _: &Path, _: &str, _: &BytesStart<'_>, _: u64) -> bool {
            true
        }

        fn close(&mut self, path: &Path, name: &str, text: Option<&str>) {
            if let Some(text) = text.filter(|text| !text.is_empty()) {
                self.0.push(format!("{}/{name}={text}", path.parent()));
            }
        }

        fn is_full(&self) -> bool {
            false
        }
    }

    fn texts(xml: &[u8]) -> (Vec<String>, End) {
        let mut texts = Texts::default();
        // Byte by byte, so that characters lie across the border of what has been read.
        let end = visit(Trickle(xml), false, &mut texts).unwrap();
        (texts.0, end)
    }

    struct Trickle<'a>(&'a [u8]);

    impl Read for Trickle<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let count = out.len().min(1);
            self.0.read(&mut out[..count])
        }
    }

    #[test]
    fn names_come_without_prefix_and_texts_in_any_language() {
        let (texts, _) = texts("\u{feff}\n <n:a><b> Läufe &amp; Fahrten &#228;</b><n:c>跑步</n:c></n:a>".as_bytes());
        assert_eq!(texts, ["a/b=Läufe & Fahrten ä", "a/c=跑步"]);
    }

    #[test]
    fn an_entity_of_the_file_is_never_resolved() {
        let xml = b"<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a><b>&e;</b></a>";
        assert_eq!(texts(xml).0, ["a/b=&e;"]);
    }

    #[test]
    fn broken_utf8_and_control_characters_read_as_spaces() {
        assert_eq!(texts(b"<a><b>x\xff\x01y\xc3</b></a>").0, ["a/b=x  y"]);
    }

    #[test]
    fn elements_that_only_open_stop_the_walk() {
        let deep = "<a>".repeat(MAX_DEPTH + 1);
        assert!(matches!(
            texts(deep.as_bytes()).1,
            End::Broken(192, Reason::Malformed { .. })
        ));
    }

    #[test]
    fn an_end_that_closes_nothing_is_passed_over() {
        assert_eq!(texts(b"<a></x><b>1</b></y></a>").0, ["a/b=1"]);
    }
}
