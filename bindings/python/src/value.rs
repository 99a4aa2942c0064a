//! Takes what Python programs hold: columns of any library, and whatever else is a value.
//!
//! A column that is contiguous and of `float64` is lent, not copied. What is missing is NaN in a column and `null` in a
//! value, whether Python says `None`, NaN, `NaT` or `pandas.NA`.

use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_array::{Array, ArrayRef, Float64Array};
use arrow_cast::cast;
use arrow_schema::DataType;
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use pyo3_arrow::PyArray;
use pyo3_arrow::input::AnyArray;
use serde_json::{Map, Number, Value};

/// What was given.
pub(crate) enum Given {
    /// Numbers, lent by their owner.
    Lent(Float64Array),
    /// Numbers, of which some had to be converted.
    Converted(Vec<f64>),
    /// Anything else.
    Value(Value),
}

/// Takes an argument of any kind.
pub(crate) fn given(object: &Bound<'_, PyAny>) -> PyResult<Given> {
    if let Some(value) = scalar(object)? {
        return Ok(Given::Value(value));
    }
    if object.is_instance_of::<PyList>() || object.is_instance_of::<PyTuple>() {
        return match numbers(object)? {
            Some(column) => Ok(Given::Converted(column)),
            None => value(object).map(Given::Value),
        };
    }
    if object.is_instance_of::<PyDict>() {
        return value(object).map(Given::Value);
    }
    match column(object)? {
        Some(column) => Ok(column),
        None => value(object).map(Given::Value),
    }
}

/// Takes a value of any kind as JSON.
pub(crate) fn value(object: &Bound<'_, PyAny>) -> PyResult<Value> {
    if let Some(value) = scalar(object)? {
        return Ok(value);
    }
    if let Ok(dict) = object.cast::<PyDict>() {
        let pairs = dict.iter().map(|(key, item)| Ok((key.extract()?, value(&item)?)));
        return Ok(Value::Object(pairs.collect::<PyResult<Map<String, Value>>>()?));
    }
    if object.is_instance_of::<PyList>() || object.is_instance_of::<PyTuple>() {
        return items(object);
    }
    if let Some(column) = column(object)? {
        return Ok(match column {
            Given::Lent(column) => column.values().iter().map(|value| number(*value)).collect(),
            Given::Converted(column) => column.into_iter().map(number).collect(),
            Given::Value(value) => value,
        });
    }
    let kind = object.get_type().qualname()?;
    Err(PyTypeError::new_err(format!(
        "a {kind} is neither a column of Arrow, polars, pandas or numpy nor a list, a dict or a single value"
    )))
}

/// Takes a single value: a number, a text, a date, or none.
fn scalar(object: &Bound<'_, PyAny>) -> PyResult<Option<Value>> {
    Ok(Some(if object.is_none() {
        Value::Null
    } else if let Ok(flag) = object.cast::<PyBool>() {
        Value::Bool(flag.is_true())
    } else if let Ok(float) = object.cast::<PyFloat>() {
        number(float.value())
    } else if object.is_instance_of::<PyInt>() {
        match object.extract::<i64>() {
            Ok(whole) => Value::from(whole),
            Err(_) => number(object.extract()?),
        }
    } else if let Ok(text) = object.cast::<PyString>() {
        Value::from(text.to_str()?)
    } else if is_missing(object)? {
        Value::Null
    } else if object.hasattr(intern!(object.py(), "isoformat"))? {
        // A date, a time or one of pandas'.
        Value::from(
            object
                .call_method0(intern!(object.py(), "isoformat"))?
                .extract::<String>()?,
        )
    } else if object.hasattr(intern!(object.py(), "item"))? && is_zero_dimensional(object)? {
        return scalar(&object.call_method0(intern!(object.py(), "item"))?);
    } else {
        return Ok(None);
    }))
}

/// Tells whether it is one of pandas' words for nothing.
fn is_missing(object: &Bound<'_, PyAny>) -> PyResult<bool> {
    let kind = object.get_type();
    let kind = kind.name()?;
    Ok(matches!(kind.to_str()?, "NAType" | "NaTType"))
}

/// Tells whether it is a single value of numpy's.
fn is_zero_dimensional(object: &Bound<'_, PyAny>) -> PyResult<bool> {
    let shape = object.getattr_opt(intern!(object.py(), "ndim"))?;
    Ok(shape.is_some_and(|shape| shape.extract::<usize>().is_ok_and(|dimensions| dimensions == 0)))
}

fn items(object: &Bound<'_, PyAny>) -> PyResult<Value> {
    object.try_iter()?.map(|item| value(&item?)).collect()
}

fn number(value: f64) -> Value {
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}

/// Reads a list as a column if it holds numbers with a fraction, and nothing but numbers and `None`. Whole numbers stay
/// what they are: they may be counts or places.
fn numbers(list: &Bound<'_, PyAny>) -> PyResult<Option<Vec<f64>>> {
    let mut column = Vec::with_capacity(list.len()?);
    let mut has_fractions = false;
    for item in list.try_iter()? {
        let item = item?;
        if let Ok(float) = item.cast::<PyFloat>() {
            has_fractions = true;
            column.push(float.value());
        } else if item.is_none() {
            column.push(f64::NAN);
        } else if item.is_instance_of::<PyInt>() && !item.is_instance_of::<PyBool>() {
            column.push(item.extract()?);
        } else {
            return Ok(None);
        }
    }
    Ok(has_fractions.then_some(column))
}

/// Takes a column of any library.
fn column(object: &Bound<'_, PyAny>) -> PyResult<Option<Given>> {
    let module = object.get_type().module()?;
    let module = module.to_str()?;
    if module.starts_with("pandas") || module.starts_with("numpy") {
        return of_numpy(object, module.starts_with("pandas"));
    }
    match object.extract::<AnyArray>() {
        Ok(array) => {
            let array = array.into_chunked_array()?;
            of_arrow(object.py(), array.chunks()).map(Some)
        }
        Err(_) if object.hasattr(intern!(object.py(), "tolist"))? => tolist(object).map(Some),
        Err(_) => Ok(None),
    }
}

/// Takes an array of numpy or a series of pandas: numbers as `float64`, which is no copy where they are, the rest one by one.
fn of_numpy(object: &Bound<'_, PyAny>, is_pandas: bool) -> PyResult<Option<Given>> {
    let py = object.py();
    let Some(dtype) = object.getattr_opt(intern!(py, "dtype"))? else {
        return rows(object);
    };
    let kind: String = dtype.getattr(intern!(py, "kind"))?.extract()?;
    if !matches!(kind.as_str(), "i" | "u" | "f") {
        return tolist(object).map(Some);
    }
    let array = if is_pandas {
        let options = PyDict::new(py);
        options.set_item("dtype", "float64")?;
        options.set_item("na_value", f64::NAN)?;
        object.call_method(intern!(py, "to_numpy"), (), Some(&options))?
    } else {
        object.clone()
    };
    let numpy = py.import(intern!(py, "numpy"))?;
    let array = numpy.call_method1(intern!(py, "ascontiguousarray"), (array, "float64"))?;
    let array = array.extract::<PyArray>()?;
    of_arrow(py, &[array.into_inner().0]).map(Some)
}

/// Takes a frame of pandas as its rows.
fn rows(object: &Bound<'_, PyAny>) -> PyResult<Option<Given>> {
    if !object.hasattr(intern!(object.py(), "to_dict"))? {
        return Ok(None);
    }
    let rows = object.call_method1(intern!(object.py(), "to_dict"), ("records",))?;
    value(&rows).map(|rows| Some(Given::Value(rows)))
}

fn tolist(object: &Bound<'_, PyAny>) -> PyResult<Given> {
    items(&object.call_method0(intern!(object.py(), "tolist"))?).map(Given::Value)
}

fn of_arrow(py: Python<'_>, chunks: &[ArrayRef]) -> PyResult<Given> {
    if !chunks.iter().all(|chunk| is_number(chunk.data_type())) {
        let lists = chunks.iter().map(|chunk| {
            let chunk = Bound::new(py, PyArray::from_array_ref(chunk.clone()))?;
            items(&chunk.call_method0(intern!(py, "to_pylist"))?)
        });
        let lists = lists.collect::<PyResult<Vec<Value>>>()?;
        let all = lists.into_iter().flat_map(|list| match list {
            Value::Array(items) => items,
            other => vec![other],
        });
        return Ok(Given::Value(all.collect()));
    }
    let numbers = |chunk: &ArrayRef| {
        let cast = cast(chunk, &DataType::Float64).map_err(|error| PyTypeError::new_err(error.to_string()))?;
        PyResult::Ok(cast.as_primitive::<Float64Type>().clone())
    };
    if let [chunk] = chunks {
        let column = numbers(chunk)?;
        if column.null_count() == 0 {
            return Ok(Given::Lent(column));
        }
    }
    let mut all = Vec::with_capacity(chunks.iter().map(|chunk| chunk.len()).sum());
    for chunk in chunks {
        all.extend(numbers(chunk)?.iter().map(|value| value.unwrap_or(f64::NAN)));
    }
    Ok(Given::Converted(all))
}

fn is_number(kind: &DataType) -> bool {
    kind.is_numeric() || *kind == DataType::Null
}
