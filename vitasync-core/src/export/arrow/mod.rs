//! Writes samples, days, nights and workouts as Arrow tables, which dataframes and databases read where they lie.
//!
//! Each function makes one [`RecordBatch`] of one row per thing. Instants are UTC milliseconds, civil dates are days,
//! durations are seconds and values are in the unit beside them. What is missing is null, never 0. Words that repeat are
//! dictionaries, and what a thing holds several of is a list in its row.
//!
//! ```
//! use vitasync_core::batch::{BatchRow, SampleBatch, Series};
//! use vitasync_core::{Metric, export::arrow};
//! # use vitasync_core::source::*;
//! # let key = SourceKey { provider: "example".into(), origin: "scale".into(), recording: Recording::Automatic };
//! # let source = std::sync::Arc::new(Source { key, name: "Scale".into(), device_kind: DeviceKind::Scale, device: Device::default(), revision: Revision::LastWins });
//! let mut batch = SampleBatch::default();
//! let series = batch.add_series(Series { source, metric: Metric::Weight });
//! batch.push(BatchRow { series, start_ms: 0, end_ms: 0, value: 71.5, attributes: 0, copy: 0 });
//!
//! let table = arrow::samples([batch]);
//! assert_eq!(table.num_rows(), 1);
//! assert_eq!(table.schema().field(0).name(), "metric");
//! ```

mod buckets;
mod columns;
mod nights;
mod samples;
#[cfg(test)]
mod tests;
mod workouts;

pub use arrow_array::RecordBatch;

pub use buckets::{Answered, buckets};
pub use nights::nights;
pub use samples::samples;
pub use workouts::workouts;
