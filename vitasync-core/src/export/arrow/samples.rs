//! Writes samples as received: every source's own rows.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, RecordBatch};
use arrow_buffer::ScalarBuffer;

use super::columns::{Words, flags, instants_ms, table, wholes};
use crate::batch::{Columns, SampleBatch, Series};
use crate::source::Attributes;

/// Writes batches of samples as one table, in their order, one row per sample. Deletions and sessions that a batch holds
/// are in none of its rows.
///
/// Starts, ends and values of the first batch are moved into the table; those of others are copied behind them.
///
/// | column | what |
/// | --- | --- |
/// | `metric`, `value`, `unit` | what was measured; a category's value is its code, and it has no unit |
/// | `start`, `end` | when; equal for an instant |
/// | `source`, `provider`, `device`, `recording` | who measured, with what kind of device, and how |
/// | `utc_offset_s`, `end_utc_offset_s`, `zone` | local time as the vendor tells it; the second where it differs |
/// | `date_only` | true for a value of a whole civil day |
/// | `remarks` | the vendor's remarks as a JSON object |
pub fn samples(batches: impl IntoIterator<Item = SampleBatch>) -> RecordBatch {
    let mut gathered = Gathered::default();
    for batch in batches {
        gathered.take(batch);
    }
    gathered.table()
}

#[derive(Default)]
struct Gathered {
    start_ms: Vec<i64>,
    end_ms: Vec<i64>,
    value: Vec<f64>,
    who: [Column; 6],
    zone: Column,
    remarks: Column,
    offset_s: Vec<Option<i64>>,
    end_offset_s: Vec<Option<i64>>,
    date_only: Vec<bool>,
}

/// A column of words that is being filled.
#[derive(Default)]
struct Column {
    words: Words,
    keys: Vec<i32>,
}

impl Column {
    /// Fills in, per row, the word of what the row points to.
    fn fill(&mut self, keys: &[i32], rows: &[u32]) {
        self.keys.extend(rows.iter().map(|at| keys[*at as usize]));
    }

    fn array(self) -> ArrayRef {
        self.words.column(self.keys)
    }
}

impl Gathered {
    fn take(&mut self, batch: SampleBatch) {
        let (series, attributes, rows) = batch.into_parts();
        for (column, word) in self.who.iter_mut().zip(WHO) {
            let keys: Vec<i32> = series.iter().map(|it| column.words.key_of(word(it))).collect();
            column.fill(&keys, &rows.series);
        }
        self.take_attributes(&attributes, &rows.attributes);
        let Columns {
            start_ms,
            end_ms,
            value,
            ..
        } = rows;
        append(&mut self.start_ms, start_ms);
        append(&mut self.end_ms, end_ms);
        append(&mut self.value, value);
    }

    fn take_attributes(&mut self, sets: &[Arc<Attributes>], rows: &[u32]) {
        let of_sets = |column: &mut Column, word: &dyn Fn(&Attributes) -> Option<String>| {
            let keys: Vec<i32> = sets
                .iter()
                .map(|set| column.words.key_of(word(set).as_deref()))
                .collect();
            column.fill(&keys, rows);
        };
        of_sets(&mut self.zone, &|set| set.zone.map(|zone| zone.name().to_owned()));
        of_sets(&mut self.remarks, &remarks);
        let sets = || rows.iter().map(|at| &sets[*at as usize]);
        self.offset_s
            .extend(sets().map(|set| set.start_offset_s.map(i64::from)));
        self.end_offset_s
            .extend(sets().map(|set| set.end_offset_s.map(i64::from)));
        self.date_only.extend(sets().map(|set| set.date_only));
    }

    fn table(self) -> RecordBatch {
        let [metric, unit, source, provider, device, recording] = self.who.map(Column::array);
        table([
            ("metric", metric),
            (
                "value",
                Arc::new(Float64Array::new(ScalarBuffer::from(self.value), None)),
            ),
            ("unit", unit),
            ("start", instants_ms(self.start_ms)),
            ("end", instants_ms(self.end_ms)),
            ("source", source),
            ("provider", provider),
            ("device", device),
            ("recording", recording),
            ("utc_offset_s", wholes(self.offset_s)),
            ("end_utc_offset_s", wholes(self.end_offset_s)),
            ("zone", self.zone.array()),
            ("date_only", flags(self.date_only)),
            ("remarks", self.remarks.array()),
        ])
    }
}

/// Reads the words of a series, in the order of [`Gathered::who`].
const WHO: [fn(&Series) -> Option<&str>; 6] = [
    |it| Some(it.metric.id()),
    |it| it.metric.spec().unit.map(|unit| unit.display()),
    |it| Some(&it.source.name),
    |it| Some(&it.source.key.provider),
    |it| Some(it.source.device_kind.id()),
    |it| Some(it.source.key.recording.id()),
];

fn remarks(set: &Attributes) -> Option<String> {
    let written = || serde_json::to_string(&set.remarks).expect("texts by texts are JSON");
    (!set.remarks.is_empty()).then(written)
}

fn append<T>(to: &mut Vec<T>, mut more: Vec<T>) {
    if to.is_empty() {
        *to = more;
    } else {
        to.append(&mut more);
    }
}
