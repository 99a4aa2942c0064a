//! Samples in bulk: columns, on their way to Node and back.

use std::sync::Arc;

use napi::bindgen_prelude::{BigInt64Array, Buffer, Float64Array, ObjectFinalize, Uint32Array};
use napi::{Env, Result};
use napi_derive::napi;
use serde::{Deserialize, Serialize};
use vitasync_core::batch::{BatchRow, Series};
use vitasync_core::export::arrow;
use vitasync_core::{Attributes, Metric, Sample, SampleBatch, Source};

use crate::errors::wrong_argument;
use crate::{aside, json, table};

/// Samples as columns.
#[napi(custom_finalize)]
pub struct Samples {
    pub(crate) batch: Arc<SampleBatch>,
    /// As how many bytes Node knows them.
    weight: i64,
}

/// How many bytes a sample takes, about.
const BYTES: i64 = 40;

/// The columns of samples: index `i` of each is one sample.
#[napi(object)]
pub struct Columns {
    /// Index into the series.
    pub series: Uint32Array,
    /// The start in UTC milliseconds.
    pub start: BigInt64Array,
    /// The end in UTC milliseconds.
    pub end: BigInt64Array,
    /// The value in the metric's canonical unit.
    pub value: Float64Array,
    /// Index into the attributes.
    pub attributes: Uint32Array,
    /// Which of several equal rows of a repeatable metric it is.
    pub copy: Uint32Array,
}

/// What the columns point to.
#[derive(Serialize, Deserialize)]
struct Tables {
    series: Vec<Of>,
    #[serde(default)]
    attributes: Vec<Arc<Attributes>>,
}

/// One metric of one source.
#[derive(Serialize, Deserialize)]
struct Of {
    source: Arc<Source>,
    metric: Metric,
}

#[napi]
impl Samples {
    /// Collects samples that are given as a JSON array.
    #[napi(factory)]
    pub fn collect(samples: String) -> Result<Self> {
        let samples: Vec<Sample> = json::read("samples", &samples)?;
        Ok(samples.into_iter().collect::<SampleBatch>().into())
    }

    /// Puts columns together with what they point to, as [`Samples::tables`] tells it.
    #[napi(factory)]
    pub fn of_columns(tables: String, columns: Columns) -> Result<Self> {
        let tables: Tables = json::read("tables", &tables)?;
        let rows = columns.value.len();
        let mut batch = SampleBatch::with_capacity(rows);
        for Of { source, metric } in tables.series {
            batch.add_series(Series { source, metric });
        }
        // The first set is the empty one, which every batch has.
        for attributes in tables.attributes.into_iter().skip(1) {
            batch.add_attributes(attributes);
        }
        let lengths = [columns.series.len(), columns.attributes.len(), columns.copy.len()];
        let times = [columns.start.len(), columns.end.len()];
        if lengths.iter().chain(&times).any(|length| *length != rows) {
            return Err(wrong_argument("columns", "they are not of one length"));
        }
        for at in 0..rows {
            let row = BatchRow {
                series: columns.series[at],
                start_ms: columns.start[at],
                end_ms: columns.end[at],
                value: columns.value[at],
                attributes: columns.attributes[at],
                copy: columns.copy[at],
            };
            check(&row, &batch).map_err(|reason| wrong_argument("columns", &format!("row {at}: {reason}")))?;
            batch.push(row);
        }
        Ok(batch.into())
    }

    /// Tells Node how much memory they hold, without which its collector sees nothing of them and lets them pile up.
    #[napi]
    pub fn weigh(&mut self, env: Env) -> Result<()> {
        if self.weight == 0 {
            self.weight = i64::from(self.length()) * BYTES;
            env.adjust_external_memory(self.weight)?;
        }
        Ok(())
    }

    /// Counts them.
    #[napi(getter)]
    pub fn length(&self) -> u32 {
        u32::try_from(self.batch.len()).expect("a batch holds fewer than 2^32 rows")
    }

    /// Tells what the columns point to, as JSON: the series and the sets of attributes.
    #[napi]
    pub fn tables(&self) -> Result<String> {
        let series = self.batch.series().iter().map(|of| Of {
            source: Arc::clone(&of.source),
            metric: of.metric,
        });
        json::write(&Tables {
            series: series.collect(),
            attributes: self.batch.attributes().to_vec(),
        })
    }

    /// Gives them as columns.
    #[napi]
    pub fn columns(&self) -> Columns {
        let rows = || self.batch.rows();
        Columns {
            series: rows().map(|row| row.series).collect::<Vec<_>>().into(),
            start: rows().map(|row| row.start_ms).collect::<Vec<_>>().into(),
            end: rows().map(|row| row.end_ms).collect::<Vec<_>>().into(),
            value: rows().map(|row| row.value).collect::<Vec<_>>().into(),
            attributes: rows().map(|row| row.attributes).collect::<Vec<_>>().into(),
            copy: rows().map(|row| row.copy).collect::<Vec<_>>().into(),
        }
    }

    /// Writes them as a stream of Arrow IPC.
    #[napi]
    pub async fn arrow(&self) -> Result<Buffer> {
        let batch = Arc::clone(&self.batch);
        aside::done(move || table::stream(&arrow::samples([Arc::unwrap_or_clone(batch)]))).await
    }
}

impl From<SampleBatch> for Samples {
    fn from(batch: SampleBatch) -> Self {
        Self {
            batch: Arc::new(batch),
            weight: 0,
        }
    }
}

impl ObjectFinalize for Samples {
    fn finalize(self, env: Env) -> Result<()> {
        env.adjust_external_memory(-self.weight)?;
        Ok(())
    }
}

fn check(row: &BatchRow, batch: &SampleBatch) -> std::result::Result<(), &'static str> {
    let points_into = |index: u32, length: usize| usize::try_from(index).is_ok_and(|index| index < length);
    match () {
        () if !points_into(row.series, batch.series().len()) => Err("there is no such series"),
        () if !points_into(row.attributes, batch.attributes().len()) => Err("there is no such set of attributes"),
        () if row.end_ms < row.start_ms => Err("it ends before it starts"),
        () if !row.value.is_finite() => Err("its value is not a finite number"),
        () => Ok(()),
    }
}
