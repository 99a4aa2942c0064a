//! Decodes a batch: items become rows, objects and deletions of one [`SampleBatch`], or are rejected one by one.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;
use vitasync_core::batch::{BatchRow, Series};
use vitasync_core::error::Reason;
use vitasync_core::metric::Metric;
use vitasync_core::normalize::SeriesRule;
use vitasync_core::record::{RecordKey, RecordVersion};
use vitasync_core::source::{Attributes, Source, SourceKey};
use vitasync_core::{SampleBatch, Session};

use super::RESOURCE;
use super::clock::{Clock, Span, instant, revision};
use super::sleep::{stage, unknown_stage};
use super::source::describe;
use super::text::{Scalar, Text};
use super::window::Window;
use super::wire::{Batch, CompleteWindow, Deletion, Measured, Platform, Record, SourceDescription};
use super::words::{self, Meaning};
use crate::files::apple_health::words::{Kind, code};

/// The longest id.
const LONGEST_ID: usize = 255;

/// A decoded batch.
#[derive(Debug, Default)]
pub struct Decoded {
    /// Other names of sources, to be known before the samples are written.
    pub aliases: Vec<(SourceKey, Arc<Source>)>,
    /// What was measured, with the objects and deletions.
    pub samples: SampleBatch,
    /// The spans of which the batch holds everything.
    pub windows: Vec<Window>,
    /// What became of each item, list by list in their order.
    pub items: Vec<Item>,
}

/// What became of an item.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The list it stands in.
    pub list: List,
    /// Where it stands there.
    pub index: usize,
    /// Its id, where it has one.
    pub id: Option<String>,
    /// What became of it.
    pub became: Became,
}

/// A list of items of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum List {
    /// `records`.
    Records,
    /// `sleep`.
    Sleep,
    /// `workouts`.
    Workouts,
    /// `deletions`.
    Deletions,
    /// `windows`.
    Windows,
}

/// What an item has become.
#[derive(Debug, Clone, PartialEq)]
pub enum Became {
    /// The object, or its deletion, at this place of [`SampleBatch::records`].
    Object(usize),
    /// Rows of the batch that no object holds.
    Rows(Range<usize>),
    /// The span at this place of [`Decoded::windows`].
    Window(usize),
    /// Nothing, for this reason.
    Rejected(Reason),
}

impl Batch<'_> {
    /// Decodes the items. `received` is when they came: what claims to be more than a day later has a wrong clock.
    ///
    /// ```
    /// use vitasync_providers::push::{Batch, Became};
    ///
    /// let batch = Batch::read(br#"{"provider": "apple", "data": {"records": [
    ///     {"id": "1", "type": "HKQuantityTypeIdentifierHeartRate", "startDate": "2026-04-23T06:30:00.4Z",
    ///      "value": 72, "unit": "count/min", "source": {"name": "Ann's Apple Watch"}},
    ///     {"id": "2", "type": "HKQuantityTypeIdentifierHeartRate", "startDate": "yesterday", "value": 72}
    /// ]}}"#)?;
    /// let decoded = batch.decode("2026-04-23T07:00:00Z".parse()?);
    /// assert_eq!(decoded.samples.len(), 1);
    /// assert_eq!(decoded.items[0].became, Became::Object(0));
    /// assert!(matches!(decoded.items[1].became, Became::Rejected(_)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn decode(&self, received: DateTime<Utc>) -> Decoded {
        let mut decoder = Decoder::new(self.provider, received, self.items());
        let data = &self.data;
        decoder.list(List::Records, &data.records, Decoder::record);
        decoder.list(List::Sleep, &data.sleep, Decoder::sleep);
        decoder.list(List::Workouts, &data.workouts, Decoder::workout);
        decoder.list(List::Deletions, &data.deletions, Decoder::deletion);
        decoder.list(List::Windows, &data.windows, Decoder::window);
        decoder.out
    }
}

/// What has to be known to read a value of a type, unit and source.
struct Slot {
    meaning: Meaning,
    rule: SeriesRule,
    series: u32,
}

/// Decodes one batch.
pub(super) struct Decoder<'a> {
    pub(super) platform: Platform,
    received: DateTime<Utc>,
    pub(super) out: Decoded,
    /// By the text of the description, and whether a person typed the value.
    sources: HashMap<(&'a str, bool), Arc<Source>>,
    series: HashMap<(Metric, SourceKey), u32>,
    slots: HashMap<SlotKey<'a>, Result<Slot, Reason>>,
    attributes: HashMap<Arc<Attributes>, u32>,
    /// How many equal rows of repeatable metrics there are that no object holds.
    copies: HashMap<(u32, i64, i64, u64), u32>,
    /// The rows of the item that is being read.
    rows: Vec<BatchRow>,
}

/// Type, the type it is a field of, unit, description of the source, and whether a person typed the value.
type SlotKey<'a> = (Text<'a>, Option<Text<'a>>, Option<Text<'a>>, &'a str, bool);

/// An item's id, where nothing else of it can be read.
#[derive(Deserialize)]
struct Named<'a> {
    #[serde(borrow)]
    id: Option<Text<'a>>,
}

impl<'a> Decoder<'a> {
    fn new(platform: Platform, received: DateTime<Utc>, items: usize) -> Self {
        Self {
            platform,
            received,
            out: Decoded {
                samples: SampleBatch::with_capacity(items),
                items: Vec::with_capacity(items),
                ..Decoded::default()
            },
            sources: HashMap::new(),
            series: HashMap::new(),
            slots: HashMap::new(),
            attributes: HashMap::new(),
            copies: HashMap::new(),
            rows: Vec::new(),
        }
    }

    fn list<T: Deserialize<'a>>(
        &mut self,
        list: List,
        items: &[&'a RawValue],
        read: impl Fn(&mut Self, T) -> (Option<Text<'a>>, Result<Became, Reason>),
    ) {
        for (index, item) in items.iter().enumerate() {
            self.rows.clear();
            let (id, became) = match serde_json::from_str(item.get()) {
                Ok(item) => read(self, item),
                Err(error) => (id_of(item), Err(malformed(&error))),
            };
            self.out.items.push(Item {
                list,
                index,
                id: id.map(|id| id.to_string()),
                became: became.unwrap_or_else(Became::Rejected),
            });
        }
    }

    fn record(&mut self, mut item: Record<'a>) -> (Option<Text<'a>>, Result<Became, Reason>) {
        let id = item.id.take();
        let became = self.rows_of(item).and_then(|revision| self.hold(id.as_ref(), revision));
        (id, became)
    }

    /// Reads the rows of a record and gives its revision.
    fn rows_of(&mut self, item: Record<'a>) -> Result<Option<u64>, Reason> {
        let revision = revision(item.revision, item.last_modified.as_ref())?;
        let typed = is_typed(&item.metadata);
        let named = item.metadata.get("HKTimeZone").and_then(word);
        let zone = named.map(Text::from);
        let span = self.span(&Clock {
            start: &item.start_date,
            end: item.end_date.as_deref(),
            offset: item.zone_offset.as_ref(),
            end_offset: item.end_zone_offset.as_ref(),
            zone: item.time_zone.as_ref().or(zone.as_ref()),
        })?;
        let source = item.source.map_or("", RawValue::get);
        let several = usize::from(item.value.is_some()) + item.samples.len() + item.values.len();
        if several > 1 && item.value.is_some() || !item.samples.is_empty() && !item.values.is_empty() {
            let detail = "it has more than one of `value`, `samples` and `values`".to_owned();
            return Err(Reason::Unusable { detail });
        }
        let mut remarks = remarks(&item.metadata);
        if let Some(parent) = item.parent_id {
            remarks.insert("parentId".to_owned(), parent.to_string());
        }
        for Measured { kind, value, unit } in item.values {
            let key = (kind, Some(item.kind.clone()), unit, source, typed);
            self.row(&key, &span, Some(&Scalar::Number(value)), &remarks)?;
        }
        if several > 0 && self.rows.len() == several {
            return Ok(revision);
        }
        let key = (item.kind, None, item.unit, source, typed);
        if item.samples.is_empty() {
            self.row(&key, &span, item.value.as_ref(), &remarks)?;
        }
        for point in item.samples {
            let at = self.cut(instant(&point.time)?.to_utc());
            let span = span.at(at);
            self.row(&key, &span, Some(&Scalar::Number(point.value)), &remarks)?;
        }
        Ok(revision)
    }

    /// Reads a row into [`Self::rows`].
    pub(super) fn row(
        &mut self,
        key: &SlotKey<'a>,
        span: &Span,
        value: Option<&Scalar<'_>>,
        remarks: &BTreeMap<String, String>,
    ) -> Result<(), Reason> {
        if !self.slots.contains_key(key) {
            let slot = self.slot(key);
            self.slots.insert(key.clone(), slot);
        }
        let slot = self.slots[key].as_ref().map_err(Reason::clone)?;
        let number = number(self.platform, &slot.meaning, value, span)?;
        let (start_ms, end_ms) = (span.start.timestamp_millis(), span.end.timestamp_millis());
        let value = slot.rule.apply(number, start_ms, end_ms)?;
        let series = slot.series;
        let remark = slot.meaning.remark.clone();
        let attributes = self.attributes(span, remarks, remark);
        self.rows.push(BatchRow {
            series,
            start_ms,
            end_ms,
            value,
            attributes,
            copy: 0,
        });
        Ok(())
    }

    fn slot(&mut self, (kind, within, unit, source, typed): &SlotKey<'a>) -> Result<Slot, Reason> {
        let meaning = words::meaning(self.platform, kind, within.as_deref())?;
        let metric = meaning.metric().expect("a meaning has a metric");
        let source = self.source(source, *typed)?;
        let word = match meaning.kind {
            Kind::Quantity(_) => unit.as_deref(),
            Kind::Interval(_) => Some("s"),
            Kind::Sleep(_) | Kind::Category(_) | Kind::Unknown => None,
        };
        let unit = word.map(|word| words::unit(self.platform, metric, word)).transpose()?;
        let rule = SeriesRule::new(metric, unit, source.key.recording, self.received)?;
        let samples = &mut self.out.samples;
        let series = *self
            .series
            .entry((metric, source.key.clone()))
            .or_insert_with(|| samples.add_series(Series { source, metric }));
        Ok(Slot { meaning, rule, series })
    }

    /// Finds the source of a description, and notes the other name its rows come under.
    pub(super) fn source(&mut self, text: &'a str, typed: bool) -> Result<Arc<Source>, Reason> {
        if let Some(known) = self.sources.get(&(text, typed)) {
            return Ok(Arc::clone(known));
        }
        let description: SourceDescription<'_> = match text {
            "" | "null" => SourceDescription::default(),
            text => serde_json::from_str(text).map_err(|error| malformed(&error))?,
        };
        let described = describe(self.platform, &description, typed);
        let source = Arc::new(described.source);
        if let Some(of) = described.of {
            self.out.aliases.push((source.key.clone(), Arc::new(of)));
        }
        self.sources.insert((text, typed), Arc::clone(&source));
        Ok(source)
    }

    /// Puts the rows that were read into the batch: as an object where there is an id.
    pub(super) fn hold(&mut self, id: Option<&Text<'a>>, revision: Option<u64>) -> Result<Became, Reason> {
        match id {
            Some(id) => self.hold_object(id, revision, None),
            None => Ok(self.hold_rows()),
        }
    }

    /// Puts an object into the batch, with the rows that were read.
    pub(super) fn hold_object(
        &mut self,
        id: &str,
        revision: Option<u64>,
        session: Option<Session>,
    ) -> Result<Became, Reason> {
        let version = self.version(id, revision)?;
        for at in 1..self.rows.len() {
            let (before, rest) = self.rows.split_at_mut(at);
            if self.out.samples.series()[rest[0].series as usize]
                .metric
                .spec()
                .repeatable
            {
                let equal = before.iter().filter(|row| place(row) == place(&rest[0]));
                rest[0].copy = u32::try_from(equal.count()).unwrap_or(u32::MAX);
            }
        }
        self.out.samples.push_record(version, session, self.rows.drain(..));
        Ok(Became::Object(self.out.samples.records().len() - 1))
    }

    fn hold_rows(&mut self) -> Became {
        let first = self.out.samples.len();
        for mut row in self.rows.drain(..) {
            if self.out.samples.series()[row.series as usize].metric.spec().repeatable {
                let count = self.copies.entry(place(&row)).or_insert(0);
                row.copy = *count;
                *count += 1;
            }
            self.out.samples.push(row);
        }
        Became::Rows(first..self.out.samples.len())
    }

    fn deletion(&mut self, item: Deletion<'a>) -> (Option<Text<'a>>, Result<Became, Reason>) {
        let became = self.version(&item.id, item.revision).map(|version| {
            self.out.samples.delete_record(version);
            Became::Object(self.out.samples.records().len() - 1)
        });
        (Some(item.id), became)
    }

    #[expect(
        clippy::needless_pass_by_value,
        reason = "readers of items take them over, for the id they give back"
    )]
    fn window(&mut self, item: CompleteWindow<'a>) -> (Option<Text<'a>>, Result<Became, Reason>) {
        let became = Window::read(self.platform, &item).map(|window| {
            self.out.windows.push(window);
            Became::Window(self.out.windows.len() - 1)
        });
        (None, became)
    }

    pub(super) fn version(&self, id: &str, revision: Option<u64>) -> Result<RecordVersion, Reason> {
        if id.is_empty() || id.len() > LONGEST_ID {
            let detail = format!("an id has 1 to {LONGEST_ID} bytes");
            return Err(Reason::Unusable { detail });
        }
        let key = RecordKey::new(self.platform.slug(), RESOURCE, id);
        Ok(RecordVersion { key, revision })
    }

    fn attributes(
        &mut self,
        span: &Span,
        remarks: &BTreeMap<String, String>,
        remark: Option<(&'static str, String)>,
    ) -> u32 {
        if span.has_no_clock() && remarks.is_empty() && remark.is_none() {
            return 0;
        }
        let mut remarks = remarks.clone();
        remarks.extend(remark.map(|(key, word)| (key.to_owned(), word)));
        let set = Arc::new(span.attributes(remarks));
        let samples = &mut self.out.samples;
        *self
            .attributes
            .entry(set)
            .or_insert_with_key(|set| samples.add_attributes(Arc::clone(set)))
    }
}

/// Tells whether the metadata says that a person typed it.
pub(super) fn is_typed(metadata: &BTreeMap<Text<'_>, Scalar<'_>>) -> bool {
    metadata.get("HKWasUserEntered").is_some_and(Scalar::is_true)
}

/// Turns metadata into remarks; what has a place of its own is none.
pub(super) fn remarks(metadata: &BTreeMap<Text<'_>, Scalar<'_>>) -> BTreeMap<String, String> {
    let remarks = metadata
        .iter()
        .filter(|(key, _)| !matches!(&***key, "HKTimeZone" | "HKWasUserEntered"));
    remarks
        .map(|(key, value)| (key.to_string(), value.to_remark()))
        .collect()
}

/// Gives a word.
pub(super) fn word<'t>(scalar: &'t Scalar<'_>) -> Option<&'t str> {
    match scalar {
        Scalar::Word(word) => Some(word),
        Scalar::Number(_) | Scalar::Truth(_) => None,
    }
}

/// Says that text is not what it should be.
pub(super) fn malformed(error: &serde_json::Error) -> Reason {
    let text = error.to_string();
    // The place is one in the item, which the caller does not see apart.
    let detail = text.split(" at line ").next().unwrap_or(&text).to_owned();
    Reason::Malformed { detail }
}

/// Gives the id of an item, whatever else is in it.
pub(super) fn id_of<'a>(item: &'a RawValue) -> Option<Text<'a>> {
    serde_json::from_str::<Named<'a>>(item.get()).ok()?.id
}

fn place(row: &BatchRow) -> (u32, i64, i64, u64) {
    (row.series, row.start_ms, row.end_ms, row.value.to_bits())
}

fn number(platform: Platform, meaning: &Meaning, value: Option<&Scalar<'_>>, span: &Span) -> Result<f64, Reason> {
    if let Kind::Interval(_) = meaning.kind {
        return Ok((span.end - span.start).as_seconds_f64());
    }
    let value = value.ok_or_else(|| Reason::MissingField { field: "value".into() })?;
    match (meaning.kind, value) {
        (Kind::Sleep(_), value) => stage(platform, value)
            .map(|stage| f64::from(stage.code()))
            .ok_or_else(|| unknown_stage(value)),
        (Kind::Category(_), value) => code(&value.to_remark())
            .map(f64::from)
            .ok_or_else(|| Reason::UnknownWord {
                vocabulary: "category value".to_owned(),
                text: value.to_remark(),
            }),
        (_, Scalar::Number(number)) => Ok(*number),
        (_, Scalar::Word(text)) => fast_float2::parse(text.trim()).map_err(|_| Reason::NotANumber {
            text: text.clone().into_owned(),
        }),
        (_, Scalar::Truth(_)) => Err(Reason::NotANumber {
            text: value.to_remark(),
        }),
    }
}
