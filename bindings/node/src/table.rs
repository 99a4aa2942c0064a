//! Tables as streams of Arrow IPC, which `apache-arrow`, DuckDB and polars read from a Buffer.

use arrow_array::RecordBatch;
use arrow_ipc::writer::StreamWriter;
use arrow_schema::ArrowError;
use napi::bindgen_prelude::Buffer;
use napi::{Error, Result};

/// Writes a table as a stream of one batch.
pub(crate) fn stream(table: &RecordBatch) -> Result<Buffer> {
    let written = || -> std::result::Result<Vec<u8>, ArrowError> {
        let mut writer = StreamWriter::try_new(Vec::new(), &table.schema())?;
        writer.write(table)?;
        writer.into_inner()
    };
    let bytes = written().map_err(|error| Error::from_reason(error.to_string()))?;
    Ok(bytes.into())
}
