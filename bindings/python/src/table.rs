//! Hands tables and columns to Python where they lie.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_array::{Array, ArrayRef, Float64Array, RecordBatch, StructArray};
use arrow_buffer::{NullBuffer, ScalarBuffer};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::{DataType, Field};
use pyo3::IntoPyObjectExt;
use pyo3::exceptions::{PyAttributeError, PyIndexError, PyKeyError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};
use pyo3_arrow::PyArray;
use pyo3_arrow::error::PyArrowResult;
use pyo3_arrow::ffi::{ArrayIterator, to_array_pycapsules, to_schema_pycapsule, to_stream_pycapsule};

/// How many rows a notebook shows.
const ROWS_SHOWN: usize = 10;

/// A table in the memory of this process, in the Arrow format.
///
/// Every library that speaks the Arrow PyCapsule interface reads it without a copy: `polars.DataFrame(table)`,
/// `pyarrow.table(table)`, for pandas `pyarrow.table(table).to_pandas(split_blocks=True)`, and duckdb by the name of the
/// variable that holds it. `pandas.DataFrame.from_arrow(table)` copies, to put columns of one type together.
#[pyclass(frozen, module = "vitasync")]
pub(crate) struct Table(RecordBatch);

impl From<RecordBatch> for Table {
    fn from(batch: RecordBatch) -> Self {
        Self(batch)
    }
}

#[pymethods]
impl Table {
    /// The names of the columns.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.0
            .schema()
            .fields()
            .iter()
            .map(|field| field.name().clone())
            .collect()
    }

    /// How many rows there are.
    #[getter]
    fn num_rows(&self) -> usize {
        self.0.num_rows()
    }

    /// Lists the rows as dicts. For large tables, a dataframe is faster.
    #[pyo3(signature = () -> "list[dict[str, Any]]")]
    fn to_list<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_list(py, Arc::new(StructArray::from(self.0.clone())))
    }

    fn __len__(&self) -> usize {
        self.0.num_rows()
    }

    fn __getitem__(&self, name: &str) -> PyResult<Column> {
        let column = self.0.column_by_name(name).cloned();
        let missing = || {
            PyKeyError::new_err(format!(
                "there is no column {name:?} among {}",
                self.column_names().join(", ")
            ))
        };
        column.map(Column::from).ok_or_else(missing)
    }

    fn __contains__(&self, name: &str) -> bool {
        self.0.column_by_name(name).is_some()
    }

    fn __repr__(&self) -> String {
        format!(
            "Table of {} rows: {}",
            self.0.num_rows(),
            self.column_names().join(", ")
        )
    }

    fn _repr_html_(&self) -> PyResult<String> {
        html(&self.0).map_err(|error| PyTypeError::new_err(error.to_string()))
    }

    #[pyo3(signature = () -> "object")]
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        to_schema_pycapsule(py, self.0.schema_ref().as_ref())
    }

    #[pyo3(signature = (requested_schema: "object | None" = None) -> "object")]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyCapsule>> {
        let field = Field::new_struct("", self.0.schema().fields().clone(), false);
        let rows: ArrayRef = Arc::new(StructArray::from(self.0.clone()));
        let reader = Box::new(ArrayIterator::new(vec![Ok(rows)], Arc::new(field)));
        to_stream_pycapsule(py, reader, requested_schema)
    }
}

/// A column in the memory of this process, in the Arrow format; polars, pandas, pyarrow and numpy read it without a copy.
///
/// What is missing is null there, NaN to numpy and None in a list.
#[pyclass(frozen, sequence, module = "vitasync")]
pub(crate) struct Column {
    array: ArrayRef,
    /// The numbers with NaN where there is none, for numpy, which knows no nulls.
    filled: OnceLock<Float64Array>,
}

impl From<ArrayRef> for Column {
    fn from(array: ArrayRef) -> Self {
        Self {
            array,
            filled: OnceLock::new(),
        }
    }
}

impl Column {
    /// Makes a column of numbers of which NaN stands for none.
    pub(crate) fn of_numbers(values: Vec<f64>) -> Self {
        let nulls = values.iter().any(|value| value.is_nan()).then(|| {
            let is_there = values.iter().map(|value| !value.is_nan());
            is_there.collect::<NullBuffer>()
        });
        let array: ArrayRef = Arc::new(Float64Array::new(ScalarBuffer::from(values), nulls));
        Self::from(array)
    }
}

#[pymethods]
impl Column {
    /// Lists the values.
    #[pyo3(signature = () -> "list[Any]")]
    fn to_list<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_list(py, self.array.clone())
    }

    fn __len__(&self) -> usize {
        self.array.len()
    }

    fn __getitem__<'py>(&self, py: Python<'py>, index: isize) -> PyResult<Bound<'py, PyAny>> {
        let length = isize::try_from(self.array.len())?;
        let from_start = if index < 0 { index + length } else { index };
        let at = usize::try_from(from_start).ok().filter(|at| *at < self.array.len());
        let at = at.ok_or_else(|| PyIndexError::new_err("there is no such row"))?;
        to_list(py, self.array.slice(at, 1))?.get_item(0)
    }

    fn __repr__(&self) -> String {
        format!("Column of {} {}", self.array.len(), self.array.data_type())
    }

    #[pyo3(signature = () -> "object")]
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        to_schema_pycapsule(py, self.array.data_type())
    }

    #[pyo3(signature = (requested_schema: "object | None" = None) -> "tuple[object, object]")]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyTuple>> {
        let field = Field::new("", self.array.data_type().clone(), true);
        to_array_pycapsules(py, Arc::new(field), &self.array, requested_schema)
    }

    /// Tells numpy where the numbers lie.
    #[getter]
    fn __array_interface__<'py>(&self, py: Python<'py>) -> PyResult<HashMap<&'static str, Bound<'py, PyAny>>> {
        let numbers = self.numbers()?;
        let address = (numbers.values().as_ptr().addr(), true);
        let kind = if cfg!(target_endian = "big") { ">f8" } else { "<f8" };
        Ok(HashMap::from([
            ("version", 3.into_bound_py_any(py)?),
            ("shape", (numbers.len(),).into_bound_py_any(py)?),
            ("typestr", kind.into_bound_py_any(py)?),
            ("data", address.into_bound_py_any(py)?),
        ]))
    }
}

impl Column {
    fn numbers(&self) -> PyResult<&Float64Array> {
        if *self.array.data_type() != DataType::Float64 {
            let kind = self.array.data_type();
            return Err(PyAttributeError::new_err(format!(
                "a column of {kind} is no array of numpy; go by polars, pyarrow or pandas"
            )));
        }
        let array = self.array.as_primitive::<Float64Type>();
        if array.null_count() == 0 {
            return Ok(array);
        }
        let filled = || array.iter().map(|value| Some(value.unwrap_or(f64::NAN))).collect();
        Ok(self.filled.get_or_init(filled))
    }
}

fn to_list(py: Python<'_>, array: ArrayRef) -> PyResult<Bound<'_, PyAny>> {
    Bound::new(py, PyArray::from_array_ref(array))?.call_method0("to_pylist")
}

/// Writes the first rows for a notebook.
fn html(table: &RecordBatch) -> Result<String, arrow_schema::ArrowError> {
    let shown = table.slice(0, table.num_rows().min(ROWS_SHOWN));
    let options = FormatOptions::default().with_display_error(true);
    let columns: Vec<ArrayFormatter<'_>> = shown
        .columns()
        .iter()
        .map(|column| ArrayFormatter::try_new(column, &options))
        .collect::<Result<_, _>>()?;
    let mut html = String::from("<div style=\"overflow-x: auto\"><table style=\"white-space: nowrap\"><thead><tr>");
    for field in shown.schema().fields() {
        let _ = write!(html, "<th>{}</th>", escaped(field.name()));
    }
    html.push_str("</tr></thead><tbody>");
    for row in 0..shown.num_rows() {
        html.push_str("<tr>");
        for column in &columns {
            let _ = write!(html, "<td>{}</td>", escaped(&cell(&column.value(row).to_string())));
        }
        html.push_str("</tr>");
    }
    let _ = write!(
        html,
        "</tbody></table></div><p>{} rows × {} columns</p>",
        table.num_rows(),
        table.num_columns()
    );
    Ok(html)
}

/// Shortens what would not fit into a cell.
fn cell(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
