//! Makes columns: words, instants, dates, lists.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::types::{Date32Type, Int32Type, TimestampMillisecondType};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, DictionaryArray, Float64Array, Int32Array, Int64Array, ListArray,
    PrimitiveArray, RecordBatch, StringArray, StructArray,
};
use arrow_buffer::{NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{Field, Fields, Schema};
use chrono::{DateTime, NaiveDate, Utc};

/// A word that is not there.
pub(super) const MISSING: i32 = -1;

/// Words that repeat, each once.
#[derive(Default)]
pub(super) struct Words {
    keys: HashMap<String, i32>,
    words: Vec<String>,
}

impl Words {
    /// Gives the key of a word.
    pub(super) fn key(&mut self, word: &str) -> i32 {
        if let Some(key) = self.keys.get(word) {
            return *key;
        }
        let key = i32::try_from(self.words.len()).expect("a table has fewer than 2^31 words");
        self.keys.insert(word.to_owned(), key);
        self.words.push(word.to_owned());
        key
    }

    /// Gives the key of a word that may be missing.
    pub(super) fn key_of(&mut self, word: Option<&str>) -> i32 {
        word.map_or(MISSING, |word| self.key(word))
    }

    /// Makes the column of these keys.
    pub(super) fn column(self, keys: Vec<i32>) -> ArrayRef {
        let nulls = keys.contains(&MISSING).then(|| {
            let is_there = keys.iter().map(|key| *key != MISSING);
            NullBuffer::from_iter(is_there)
        });
        let keys = Int32Array::new(ScalarBuffer::from(keys), nulls);
        let words = StringArray::from_iter_values(&self.words);
        Arc::new(DictionaryArray::<Int32Type>::new(keys, Arc::new(words)))
    }
}

/// Makes a column of words that repeat.
pub(super) fn words<'a>(values: impl IntoIterator<Item = &'a str>) -> ArrayRef {
    optional_words(values.into_iter().map(Some))
}

/// Makes a column of words that repeat and may be missing.
pub(super) fn optional_words<'a>(values: impl IntoIterator<Item = Option<&'a str>>) -> ArrayRef {
    let mut words = Words::default();
    let keys = values.into_iter().map(|word| words.key_of(word)).collect();
    words.column(keys)
}

/// Makes a column of texts.
pub(super) fn texts<T: AsRef<str>>(values: impl IntoIterator<Item = Option<T>>) -> ArrayRef {
    Arc::new(values.into_iter().collect::<StringArray>())
}

/// Makes a column of instants from UTC milliseconds.
pub(super) fn instants_ms(values: Vec<i64>) -> ArrayRef {
    let values = PrimitiveArray::<TimestampMillisecondType>::new(ScalarBuffer::from(values), None);
    Arc::new(values.with_timezone("UTC"))
}

/// Makes a column of instants.
pub(super) fn instants(values: impl IntoIterator<Item = DateTime<Utc>>) -> ArrayRef {
    instants_ms(values.into_iter().map(|at| at.timestamp_millis()).collect())
}

/// Makes a column of civil dates.
pub(super) fn dates(values: impl IntoIterator<Item = NaiveDate>) -> ArrayRef {
    let days = values.into_iter().map(Date32Type::from_naive_date);
    Arc::new(Date32Array::from_iter_values(days))
}

/// Makes a column of numbers.
pub(super) fn numbers(values: impl IntoIterator<Item = Option<f64>>) -> ArrayRef {
    Arc::new(values.into_iter().collect::<Float64Array>())
}

/// Makes a column of whole numbers.
pub(super) fn wholes(values: impl IntoIterator<Item = Option<i64>>) -> ArrayRef {
    Arc::new(values.into_iter().collect::<Int64Array>())
}

/// Makes a column of flags.
pub(super) fn flags(values: impl IntoIterator<Item = bool>) -> ArrayRef {
    Arc::new(BooleanArray::from_iter(values.into_iter().map(Some)))
}

/// Makes a column of lists: how many items each row has, and all items in order.
pub(super) fn lists(lengths: impl IntoIterator<Item = usize>, items: ArrayRef) -> ArrayRef {
    let field = Field::new_list_field(items.data_type().clone(), items.is_nullable());
    let offsets = OffsetBuffer::from_lengths(lengths);
    Arc::new(ListArray::new(Arc::new(field), offsets, items, None))
}

/// Makes a column of things that have fields.
pub(super) fn structs<const N: usize>(columns: [(&str, ArrayRef); N]) -> ArrayRef {
    let (fields, arrays) = parts(columns);
    Arc::new(StructArray::new(fields, arrays, None))
}

/// Makes a table.
pub(super) fn table<const N: usize>(columns: [(&str, ArrayRef); N]) -> RecordBatch {
    let (fields, arrays) = parts(columns);
    RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).expect("all columns have one length")
}

/// Every field may be null, so that tables of two people have one schema.
fn parts<const N: usize>(columns: [(&str, ArrayRef); N]) -> (Fields, Vec<ArrayRef>) {
    let field = |(name, column): &(&str, ArrayRef)| Field::new(*name, column.data_type().clone(), true);
    let fields = columns.iter().map(field).collect();
    (fields, columns.into_iter().map(|(_, column)| column).collect())
}
