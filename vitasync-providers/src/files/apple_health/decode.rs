//! Turns a piece of the XML into samples, workouts and counts.
//!
//! A piece may begin and end anywhere between two elements under the root. If it ends inside one, [`Output::consumed`]
//! says where that element begins, and the caller decodes it again together with what follows. What a piece gives
//! depends on nothing but its bytes, so pieces can be decoded in any order and on any thread.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use vitasync_core::batch::BatchRow;
use vitasync_core::error::{Position, Reason, Rejected};
use vitasync_core::session::Detail;
use vitasync_core::source::Source;
use vitasync_core::time::from_ms;
use vitasync_core::{SampleBatch, Session};

use super::scan::Scanner;
use super::summary::Summary;
use super::tables::Tables;
use super::time::Clock;
use super::words::Kind;
use super::xml::{self, Child, Element, Extent, Step, Tag, Token, Tokens, Tree};
use crate::files::report::{Beats, Profile, TypeCount, bump};

/// What a piece of the XML gives.
#[derive(Debug, Default)]
pub(super) struct Output {
    /// The samples.
    pub(super) batch: SampleBatch,
    /// Which of them stand inside a correlation or workout, in ascending order.
    pub(super) nested: Vec<usize>,
    pub(super) workouts: Vec<Found>,
    pub(super) summaries: Vec<Summary>,
    pub(super) rejected: Vec<Rejected>,
    pub(super) counts: Vec<(Arc<str>, Kind, TypeCount)>,
    pub(super) unknown_types: BTreeMap<String, u64>,
    pub(super) unknown_elements: BTreeMap<String, u64>,
    pub(super) correlations: BTreeMap<String, u64>,
    pub(super) beats: Beats,
    pub(super) zones: HashMap<Tz, u64>,
    /// Descriptions of sources the decoder has not met before.
    pub(super) sources: Vec<Arc<Source>>,
    pub(super) header: Header,
    /// Whether the root element ends here.
    pub(super) closed: bool,
    /// How many bytes were used up. What follows is an element whose end is not there.
    pub(super) consumed: usize,
    /// The name of that element.
    pub(super) cut: Option<String>,
}

/// A workout and the routes it names.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) session: Session,
    pub(super) routes: Vec<String>,
}

impl Found {
    /// Counts what it holds, as a measure of the memory it needs.
    pub(super) fn weight(&self) -> usize {
        let inside = match &self.session.detail {
            Detail::Workout(it) => {
                it.laps.len() + it.events.len() + it.parts.len() + it.statistics.len() + it.route.len()
            }
            Detail::Sleep(sleep) => sleep.stages.len(),
        };
        8 + inside + self.routes.len() + self.session.attributes.remarks.len()
    }
}

/// What stands once in a file.
#[derive(Debug, Default)]
pub(super) struct Header {
    pub(super) export_date: Option<DateTime<Utc>>,
    pub(super) locale: Option<String>,
    pub(super) profile: Option<Profile>,
}

/// Decodes pieces of one file one after the other.
#[derive(Debug)]
pub(super) struct Decoder {
    file: Option<String>,
    scanner: Option<Scanner>,
    pub(super) tables: Tables,
    pub(super) clock: Clock,
    pub(super) out: Output,
    base: u64,
}

impl Decoder {
    /// Makes a decoder. `file` names the file in positions; without `fast`, every record is read element by element.
    pub(super) fn new(received: DateTime<Utc>, file: Option<String>, fast: bool) -> Self {
        Self {
            file,
            scanner: fast.then(Scanner::default),
            tables: Tables::new(received),
            clock: Clock::default(),
            out: Output::default(),
            base: 0,
        }
    }

    /// Counts the records that were read by the scanner.
    #[cfg(test)]
    pub(super) fn scanned(&self) -> u64 {
        self.scanner.as_ref().map_or(0, |scanner| scanner.scanned)
    }

    /// Decodes a piece whose first byte is the file's byte `base`.
    pub(super) fn decode(&mut self, bytes: &[u8], base: u64) -> Output {
        self.begin(bytes.len(), base);
        let mut at = 0;
        let mut tree = Tree::default();
        loop {
            if let Some(scanner) = &mut self.scanner {
                at = scanner.run(bytes, at, &mut self.tables, &mut self.clock, &mut self.out);
            }
            let mut tokens = Tokens::new(bytes, at);
            match tokens.step() {
                Step::Token(Token::Open(tag)) => match self.open(bytes, &tag, &mut tree) {
                    Some(end) => at = end,
                    None => break self.cut(tag.start, tag.name),
                },
                Step::Token(token) => {
                    self.stray(token);
                    at = tokens.at;
                }
                Step::End => break self.out.consumed = bytes.len(),
                Step::Cut(start) => break self.cut(start, b""),
            }
        }
        self.finish()
    }

    fn begin(&mut self, length: usize, base: u64) {
        if self.tables.forget_if_large() {
            self.scanner = self.scanner.is_some().then(Scanner::default);
        }
        self.tables.begin();
        self.base = base;
        self.out.batch = SampleBatch::with_capacity(length / 256);
    }

    fn finish(&mut self) -> Output {
        self.out.counts = self.tables.take_counts();
        self.out.sources = std::mem::take(&mut self.tables.new_sources);
        std::mem::take(&mut self.out)
    }

    fn cut(&mut self, at: usize, name: &[u8]) {
        self.out.consumed = at;
        self.out.cut = Some(String::from_utf8_lossy(name).into_owned());
    }

    /// Reads the element of a tag and tells where what follows begins; `None` where its end is not there.
    fn open<'a>(&mut self, bytes: &'a [u8], tag: &Tag<'a>, tree: &mut Tree<'a>) -> Option<usize> {
        if tag.name == b"HealthData" {
            self.root(tag);
            return Some(tag.end);
        }
        match tree.read(bytes, tag) {
            Extent::Whole(end) => {
                self.element(bytes, &tree.root());
                Some(end)
            }
            Extent::Cut => None,
            Extent::Broken(detail) => {
                self.malformed(tag.start, tag.name, detail);
                Some(tag.end)
            }
        }
    }

    fn element(&mut self, bytes: &[u8], element: &Element<'_, '_>) {
        match element.tag.name {
            b"Record" => {
                let learned = self.record(element, false);
                if let (Some(scanner), Some(learned)) = (&mut self.scanner, learned) {
                    scanner.learn(bytes, element, learned);
                }
            }
            b"Workout" => self.workout(element),
            b"Correlation" => self.correlation(element),
            b"ActivitySummary" => self.summary(element),
            b"ExportDate" => self.export_date(element),
            b"Me" => self.me(element),
            name => self.unknown_element(name),
        }
    }

    fn root(&mut self, tag: &Tag<'_>) {
        self.out.closed |= tag.empty;
        match tag.attributes() {
            Ok(attributes) => self.out.header.locale = attributes.get("locale").map(str::to_owned),
            Err(detail) => self.malformed(tag.start, tag.name, &detail),
        }
    }

    fn stray(&mut self, token: Token<'_>) {
        match token {
            Token::Close(b"HealthData", _) => self.out.closed = true,
            Token::Close(name, at) => self.malformed(at, name, "nothing is open that it could close"),
            Token::Malformed(name, at) => self.malformed(at, name, BROKEN_TAG),
            Token::Text(at) => self.malformed(at, b"text", "it stands between elements"),
            Token::Open(_) => {}
        }
    }

    fn export_date(&mut self, element: &Element<'_, '_>) {
        let Some(attributes) = self.attributes_of(element) else {
            return;
        };
        match self.time(&attributes, "value") {
            Ok(ms) => self.out.header.export_date = from_ms(ms),
            Err(reason) => self.reject(element.tag.start, "ExportDate", reason),
        }
    }

    fn me(&mut self, element: &Element<'_, '_>) {
        let Some(attributes) = self.attributes_of(element) else {
            return;
        };
        let word = |name: &str, prefix: &str| {
            let value = attributes.get(&format!("HKCharacteristicTypeIdentifier{name}"))?;
            let word = value.strip_prefix(prefix).unwrap_or(value);
            (!matches!(word, "" | "NotSet" | "None")).then(|| word.to_owned())
        };
        let date_of_birth = word("DateOfBirth", "");
        self.out.header.profile = Some(Profile {
            date_of_birth: date_of_birth.as_deref().and_then(|text| text.parse::<NaiveDate>().ok()),
            sex: word("BiologicalSex", "HKBiologicalSex").map(|word| word.to_lowercase()),
            blood_type: word("BloodType", "HKBloodType")
                .map(|word| word.replace("Positive", "+").replace("Negative", "-")),
            skin_type: word("FitzpatrickSkinType", "HKFitzpatrickSkinType"),
            cardio_fitness_medications: word("CardioFitnessMedicationsUse", ""),
        });
        if let (Some(text), None) = (
            date_of_birth,
            self.out.header.profile.as_ref().and_then(|it| it.date_of_birth),
        ) {
            self.reject(element.tag.start, "Me", Reason::NotATime { text });
        }
    }

    /// Reads the records inside a correlation. They mostly repeat records under the root, but not in every file.
    fn correlation(&mut self, element: &Element<'_, '_>) {
        let Some(attributes) = self.attributes_of(element) else {
            return;
        };
        let name = attributes.get("type").unwrap_or("Correlation");
        bump(&mut self.out.correlations, name, |count| *count += 1);
        for child in element.children() {
            match child {
                Child::Element(child) => match child.tag.name {
                    b"Record" => {
                        self.record(&child, true);
                    }
                    b"MetadataEntry" => {}
                    name => self.unknown_element(name),
                },
                Child::Malformed(name, at) => self.malformed(at, name, BROKEN_TAG),
            }
        }
    }

    // --- what the parts of the decoder share

    /// Reads the attributes of an element, or rejects it.
    pub(super) fn attributes_of<'a>(&mut self, element: &Element<'_, 'a>) -> Option<xml::Attributes<'a>> {
        match element.attributes() {
            Ok(attributes) => Some(attributes),
            Err(detail) => {
                self.malformed(element.tag.start, element.tag.name, &detail);
                None
            }
        }
    }

    /// Reads a time that must be there.
    pub(super) fn time(&mut self, attributes: &xml::Attributes<'_>, field: &str) -> Result<i64, Reason> {
        let text = attributes
            .get(field)
            .ok_or_else(|| Reason::MissingField { field: field.into() })?;
        let time = self.clock.read(text.trim().as_bytes());
        time.ok_or_else(|| Reason::NotATime { text: text.to_owned() })
    }

    /// Adds a sample.
    pub(super) fn push(&mut self, row: BatchRow, nested: bool) {
        if nested {
            self.out.nested.push(self.out.batch.len());
        }
        self.out.batch.push(row);
    }

    pub(super) fn unknown_element(&mut self, name: &[u8]) {
        bump(
            &mut self.out.unknown_elements,
            &String::from_utf8_lossy(name),
            |count| *count += 1,
        );
    }

    pub(super) fn malformed(&mut self, at: usize, name: &[u8], detail: &str) {
        let reason = Reason::Malformed {
            detail: detail.to_owned(),
        };
        self.reject(at, &String::from_utf8_lossy(name), reason);
    }

    pub(super) fn reject(&mut self, at: usize, subject: &str, reason: Reason) {
        self.out.rejected.push(Rejected {
            position: self.position(at),
            subject: subject.to_owned(),
            reason,
        });
    }

    /// Names a byte of this piece by its place in the file.
    pub(super) fn position(&self, at: usize) -> Position {
        Position {
            file: self.file.clone(),
            byte: self.base + at as u64,
        }
    }
}

/// What is said of a tag that is not closed.
pub(super) const BROKEN_TAG: &str = "another tag begins before it ends";

/// Reads a number that must be there.
pub(super) fn number(attributes: &xml::Attributes<'_>, field: &str) -> Result<f64, Reason> {
    let text = attributes
        .get(field)
        .ok_or_else(|| Reason::MissingField { field: field.into() })?;
    parse_number(text.as_bytes()).ok_or_else(|| Reason::NotANumber { text: text.to_owned() })
}

/// Reads a number; `None` where it is none or not finite.
#[inline]
pub(super) fn parse_number(text: &[u8]) -> Option<f64> {
    fast_float2::parse(text.trim_ascii())
        .ok()
        .filter(|value: &f64| value.is_finite())
}
