//! Reads records: one sample each, and the beats beside heart rate variability.

use std::sync::Arc;

use vitasync_core::batch::BatchRow;
use vitasync_core::error::Reason;
use vitasync_core::metric::Metric;
use vitasync_core::normalize::SeriesRule;
use vitasync_core::sleep_stage::SleepStage;
use vitasync_core::source::{Attributes, Source};

use super::decode::{BROKEN_TAG, Decoder, number};
use super::metadata::Metadata;
use super::source::source_name;
use super::time::{HALF_DAY_MS, beat_clock};
use super::words::{Kind, code};
use super::xml::{self, Child, Element};

/// Zones differ from each other by whole quarters of an hour.
const QUARTER_HOUR_MS: i64 = 900_000;

/// A record's times are cut to whole seconds, and beats may lie that much outside.
const SLACK_MS: i64 = 2_000;

/// What the scanner has to know to read the next record like this one.
#[derive(Debug, Clone)]
pub(super) struct Learned {
    pub(super) kind: usize,
    pub(super) series: usize,
    pub(super) rule: SeriesRule,
    pub(super) value: Value,
    pub(super) attributes: Arc<Attributes>,
}

/// Where a record's number comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Value {
    /// It is written there.
    Written,
    /// It is the code of the word that is written there.
    Code(f64),
    /// It is the length of the interval in seconds.
    Interval,
}

/// What stands inside a record.
#[derive(Default)]
struct Inside<'t, 'a> {
    metadata: Metadata,
    beats: Vec<Element<'t, 'a>>,
    /// Whether there is nothing but metadata that is the same whenever it happened.
    simple: bool,
}

impl Decoder {
    /// Reads a record. Gives what is needed to read others like it without looking at every attribute, if there can be
    /// others like it.
    pub(super) fn record(&mut self, element: &Element<'_, '_>, nested: bool) -> Option<Learned> {
        let at = element.tag.start;
        let attributes = self.attributes_of(element)?;
        let Some(identifier) = attributes.get("type") else {
            self.reject(at, "Record", Reason::MissingField { field: "type".into() });
            return None;
        };
        let kind = self.tables.type_of(identifier);
        let count = &mut self.tables.type_at(kind).count;
        count.read += 1;
        count.nested += u64::from(nested);
        let sample = match self.inside(element) {
            Ok(inside) => self.sample(kind, &attributes, inside, nested),
            Err(detail) => Err(Reason::Malformed { detail }),
        };
        match sample {
            Ok(learned) => learned,
            Err(reason) => {
                self.tables.type_at(kind).count.rejected += 1;
                self.reject(at, identifier, reason);
                None
            }
        }
    }

    fn inside<'t, 'a>(&mut self, element: &Element<'t, 'a>) -> Result<Inside<'t, 'a>, String> {
        let mut inside = Inside {
            simple: true,
            ..Inside::default()
        };
        for child in element.children() {
            match child {
                Child::Element(child) => match child.tag.name {
                    b"MetadataEntry" => inside.metadata.add(&child)?,
                    b"HeartRateVariabilityMetadataList" => inside.beats.push(child),
                    name => {
                        self.unknown_element(name);
                        inside.simple = false;
                    }
                },
                Child::Malformed(..) => return Err(BROKEN_TAG.to_owned()),
            }
        }
        inside.simple &= inside.beats.is_empty() && inside.metadata.zone.is_none();
        if let Some(zone) = inside.metadata.zone {
            *self.out.zones.entry(zone).or_default() += 1;
        }
        Ok(inside)
    }

    fn sample(
        &mut self,
        kind: usize,
        attributes: &xml::Attributes<'_>,
        inside: Inside<'_, '_>,
        nested: bool,
    ) -> Result<Option<Learned>, Reason> {
        let metric = match self.tables.type_at(kind).kind {
            Kind::Quantity(metric) | Kind::Sleep(metric) | Kind::Category(metric) | Kind::Interval(metric) => metric,
            Kind::Unknown => return Ok(None),
        };
        let (start_ms, end_ms) = (self.time(attributes, "startDate")?, self.time(attributes, "endDate")?);
        let Inside {
            mut metadata,
            beats,
            simple,
        } = inside;
        let recording = metadata.recording();
        let source = self
            .tables
            .source(source_name(attributes), attributes.get("device"), recording);
        let (value, number, unit) = match self.tables.type_at(kind).kind {
            Kind::Quantity(_) => (Value::Written, number(attributes, "value")?, attributes.get("unit")),
            Kind::Interval(_) => (Value::Interval, seconds(start_ms, end_ms), Some("s")),
            kind => {
                let code = category(kind, attributes)?;
                (Value::Code(code), code, None)
            }
        };
        let rule = self.tables.rule(metric, unit, recording)?;
        let value_in_unit = rule.apply(number, start_ms, end_ms)?;
        if let Some((key, word)) = &self.tables.type_at(kind).remark {
            metadata.remark(key, word);
        }
        let series = self.tables.series(&source, metric);
        let set = Arc::new(metadata.into_attributes(start_ms, end_ms));
        for list in beats {
            self.beats(&list, &source, (start_ms, end_ms), &set, nested);
        }
        let attributes = self.tables.place_attributes(&set, &mut self.out.batch);
        let row = BatchRow {
            series: self.tables.place(series, &mut self.out.batch),
            start_ms,
            end_ms,
            value: value_in_unit,
            attributes,
            copy: 0,
        };
        self.push(row, nested);
        self.tables.type_at(kind).count.used += 1;
        let learned = Learned {
            kind,
            series,
            rule,
            value,
            attributes: set,
        };
        Ok(simple.then_some(learned))
    }

    /// Reads the beats beside heart rate variability: each but the first is the end of an interval since the one
    /// before. The intervals come from the times, because the rates are rounded.
    fn beats(
        &mut self,
        list: &Element<'_, '_>,
        source: &Arc<Source>,
        (start_ms, end_ms): (i64, i64),
        beside: &Attributes,
        nested: bool,
    ) {
        let Ok(rule) = self.tables.rule(Metric::RrInterval, Some("ms"), source.key.recording) else {
            return;
        };
        let series = self.tables.series(source, Metric::RrInterval);
        let attributes = Attributes {
            remarks: std::collections::BTreeMap::new(),
            ..beside.clone()
        };
        let attributes = self.tables.place_attributes(&Arc::new(attributes), &mut self.out.batch);
        let mut last: Option<Beat> = None;
        for child in list.children() {
            let beat = match self.beat(child, last, (start_ms, end_ms)) {
                Ok(Some(beat)) => beat,
                Ok(None) => continue,
                Err((at, reason)) => {
                    self.out.beats.rejected += 1;
                    self.reject(at, "InstantaneousBeatsPerMinute", reason);
                    // The next interval would reach over the beat that was lost.
                    last = None;
                    continue;
                }
            };
            if let Some(before) = last.replace(beat) {
                match interval(before, beat, &rule) {
                    Some(value) => {
                        let row = BatchRow {
                            series: self.tables.place(series, &mut self.out.batch),
                            start_ms: beat.at_ms,
                            end_ms: beat.at_ms,
                            value,
                            attributes,
                            copy: 0,
                        };
                        self.push(row, nested);
                        self.out.beats.intervals += 1;
                    }
                    None => self.out.beats.gaps += 1,
                }
            }
        }
    }

    fn beat(
        &mut self,
        child: Child<'_, '_>,
        last: Option<Beat>,
        within: (i64, i64),
    ) -> Result<Option<Beat>, (usize, Reason)> {
        let child = match child {
            Child::Element(child) if child.tag.name == b"InstantaneousBeatsPerMinute" => child,
            Child::Element(child) => {
                self.unknown_element(child.tag.name);
                return Ok(None);
            }
            Child::Malformed(_, at) => {
                let detail = BROKEN_TAG.to_owned();
                return Err((at, Reason::Malformed { detail }));
            }
        };
        let at = child.tag.start;
        self.out.beats.read += 1;
        let attributes = child
            .attributes()
            .map_err(|detail| (at, Reason::Malformed { detail }))?;
        let missing = || Reason::MissingField { field: "time".into() };
        let text = attributes.get("time").ok_or_else(|| (at, missing()))?;
        let not_a_time = || Reason::NotATime { text: text.to_owned() };
        let wall_ms = beat_clock(text).ok_or_else(|| (at, not_a_time()))?;
        let at_ms = match last {
            Some(before) => Some(before.at_ms + (wall_ms - before.wall_ms).rem_euclid(HALF_DAY_MS)),
            None => first_beat(wall_ms, within),
        };
        Ok(Some(Beat {
            wall_ms,
            at_ms: at_ms.ok_or_else(|| (at, not_a_time()))?,
            per_minute: number(&attributes, "bpm").ok().filter(|rate| *rate > 0.0),
        }))
    }
}

/// One beat: what the wall clock showed, when that was, and the rate the phone computed.
#[derive(Debug, Clone, Copy)]
struct Beat {
    wall_ms: i64,
    at_ms: i64,
    per_minute: Option<f64>,
}

/// Places a beat's wall clock in its record's time: the zone is not known, but its offset is a whole number of quarters
/// of an hour.
fn first_beat(wall_ms: i64, (start_ms, end_ms): (i64, i64)) -> Option<i64> {
    let after = start_ms + (wall_ms - start_ms).rem_euclid(QUARTER_HOUR_MS);
    let before = after - QUARTER_HOUR_MS;
    if after <= end_ms + SLACK_MS {
        Some(after)
    } else {
        (before >= start_ms - SLACK_MS).then_some(before)
    }
}

/// Gives the milliseconds between two beats, or `None` where they cannot be neighbours: implausibly far or close, or so
/// far apart for their rate that a beat between them was missed.
fn interval(before: Beat, beat: Beat, rule: &SeriesRule) -> Option<f64> {
    let value = seconds(before.at_ms, beat.at_ms) * 1000.0;
    let slowest = before.per_minute.into_iter().chain(beat.per_minute).reduce(f64::min);
    let missed = slowest.is_some_and(|rate| value > 1.5 * 60_000.0 / rate);
    rule.apply(value, beat.at_ms, beat.at_ms).ok().filter(|_| !missed)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds of an interval are far below 2^53"
)]
pub(super) fn seconds(start_ms: i64, end_ms: i64) -> f64 {
    (end_ms - start_ms) as f64 / 1000.0
}

fn category(kind: Kind, attributes: &xml::Attributes<'_>) -> Result<f64, Reason> {
    let word = attributes
        .get("value")
        .ok_or_else(|| Reason::MissingField { field: "value".into() })?
        .trim();
    let (code, vocabulary) = if matches!(kind, Kind::Sleep(_)) {
        let stage = SleepStage::from_vendor("healthkit_export", "value", word)
            .or_else(|| SleepStage::from_vendor("healthkit", "HKCategoryTypeIdentifierSleepAnalysis", word));
        (stage.map(|stage| f64::from(stage.code())), "sleep stage")
    } else {
        (code(word).map(f64::from), "category value")
    };
    code.ok_or_else(|| Reason::UnknownWord {
        vocabulary: vocabulary.to_owned(),
        text: word.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beat_is_placed_whatever_the_zone_was() {
        // 13:20:58 at +01:00 by the offset of the export; the clock showed 12:21:00 because of winter time.
        let start = 1_730_118_058_000_i64;
        let wall = beat_clock("12:21:00.50");
        assert_eq!(
            first_beat(wall.expect("a clock"), (start, start + 60_000)),
            Some(start + 2_500)
        );
    }

    #[test]
    fn a_beat_just_before_the_cut_second_is_placed() {
        let start = 1_730_118_058_000_i64;
        assert_eq!(
            first_beat((start - 300).rem_euclid(HALF_DAY_MS), (start, start + 60_000)),
            Some(start - 300)
        );
        assert_eq!(
            first_beat((start - 30_000).rem_euclid(HALF_DAY_MS), (start, start + 60_000)),
            None
        );
    }
}
