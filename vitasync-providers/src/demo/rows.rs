//! Writes `Record` elements and counts them.
//!
//! Everything of a row that does not change from row to row (type, source, device, unit) is
//! rendered once per source and software release and copied from then on.

use super::cast::Source;
use super::chance::Chance;
use super::pen::Pen;
use super::units::{Measure, Unit};
use super::world::{Span, World};

/// Days between software releases.
const RELEASE_EVERY: i64 = 61;

/// A pen that knows which type it is writing.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) pen: Pen,
    /// Records written since the type began.
    pub(super) written: u64,
    pub(super) imperial: bool,
    record_type: &'static str,
    pub(super) unit: Unit,
    pub(super) epoch: usize,
    seed: u64,
    export_at: i64,
    heads: [Option<(usize, Vec<u8>)>; Source::COUNT],
}

impl Rows {
    /// Creates a writer for one export.
    pub(super) fn new(world: &World) -> Self {
        Self {
            pen: Pen::new(world.offset),
            written: 0,
            imperial: world.options.imperial,
            record_type: "",
            unit: Measure::Word.unit(false),
            epoch: 0,
            seed: world.options.seed,
            export_at: world.export_at,
            heads: Default::default(),
        }
    }

    /// Begins the rows of a type.
    pub(super) fn begin(&mut self, record_type: &'static str, measure: Measure) {
        self.record_type = record_type;
        self.unit = measure.unit(self.imperial);
        self.written = 0;
        self.heads = Default::default();
    }

    /// Notes how long before the export the next rows are, which decides software versions.
    pub(super) fn on_age(&mut self, age: i64) {
        self.epoch = usize::try_from(age / RELEASE_EVERY).unwrap_or(0);
    }

    /// Writes a row with a decimal value, given in the canonical unit.
    pub(super) fn decimal(&mut self, source: Source, span: Span, lag: i64, value: f64, places: u32) {
        self.open_decimal(source, span, lag, value, places);
        self.close();
    }

    /// Writes a row with a whole value.
    pub(super) fn whole(&mut self, source: Source, span: Span, lag: i64, value: i64) {
        self.open(source, span, lag);
        self.pen.whole(value);
        self.close();
    }

    /// Writes a row whose value is a constant's name.
    pub(super) fn word(&mut self, source: Source, span: Span, lag: i64, word: &str) {
        self.open(source, span, lag);
        self.pen.raw(word);
        self.close();
    }

    /// Writes a row up to and including its decimal value.
    pub(super) fn open_decimal(&mut self, source: Source, span: Span, lag: i64, value: f64, places: u32) {
        self.open(source, span, lag);
        let written = self.unit.written(value);
        self.pen.decimal(written, places);
    }

    /// Writes a row up to where its value begins; it was stored `lag` seconds after its end.
    pub(super) fn open(&mut self, source: Source, span: Span, lag: i64) {
        self.head(source);
        self.pen.time((span.end + lag).min(self.export_at));
        self.pen.raw("\" startDate=\"");
        self.pen.time(span.start);
        self.pen.raw("\" endDate=\"");
        self.pen.time(span.end);
        self.pen.raw("\" value=\"");
        self.written += 1;
    }

    /// Ends a row that has no children.
    pub(super) fn close(&mut self) {
        self.pen.end("\"/>");
    }

    /// Ends a row's start tag; children follow.
    pub(super) fn close_with_children(&mut self) {
        self.pen.end("\">");
    }

    /// Ends a row with metadata.
    pub(super) fn close_with(&mut self, metadata: &[(&str, &str)]) {
        self.close_with_children();
        for (key, value) in metadata {
            self.metadata("  ", key, value);
        }
        self.pen.end(" </Record>");
    }

    /// Writes one metadata entry.
    pub(super) fn metadata(&mut self, indent: &str, key: &str, value: &str) {
        self.pen.raw(indent);
        self.pen.raw("<MetadataEntry");
        self.pen.attribute("key", key);
        self.pen.attribute("value", value);
        self.pen.end("/>");
    }

    /// Writes ` sourceName=… sourceVersion=… device=…`.
    pub(super) fn source(&mut self, source: Source, topic: &str) {
        let (epoch, seed) = (self.epoch, self.seed);
        describe(&mut self.pen, source, epoch, seed, topic);
    }

    /// Writes ` name="time"`.
    pub(super) fn moment(&mut self, name: &str, instant: i64) {
        self.pen.raw(" ");
        self.pen.raw(name);
        self.pen.raw("=\"");
        self.pen.time(instant.min(self.export_at));
        self.pen.raw("\"");
    }

    fn head(&mut self, source: Source) {
        let place = source.place();
        let stale = self.heads[place].as_ref().is_none_or(|(epoch, _)| *epoch != self.epoch);
        if stale {
            self.heads[place] = Some((self.epoch, self.render_head(source)));
        }
        if let Some((_, head)) = &self.heads[place] {
            self.pen.bytes(head);
        }
    }

    fn render_head(&self, source: Source) -> Vec<u8> {
        let mut pen = Pen::new(0);
        pen.raw(" <Record");
        pen.attribute("type", self.record_type);
        describe(&mut pen, source, self.epoch, self.seed, self.record_type);
        if let Some(unit) = self.unit.name {
            pen.attribute("unit", unit);
        }
        pen.raw(" creationDate=\"");
        pen.text
    }
}

fn describe(pen: &mut Pen, source: Source, epoch: usize, seed: u64, topic: &str) {
    pen.attribute("sourceName", source.name());
    pen.attribute("sourceVersion", &source.version(epoch));
    let pointer = Chance::new(seed, topic, 0).bits();
    if let Some(device) = source.device(epoch, pointer) {
        pen.attribute("device", &device);
    }
}
