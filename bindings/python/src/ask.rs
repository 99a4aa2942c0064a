//! Asks the core's questions by their names, with columns of any library.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use pythonize::pythonize;
use serde_json::json;
use vitasync_questions::{Answer, Argument, Arguments, Failure};

use crate::errors::exception;
use crate::table::Column;
use crate::value::{Given, given};

/// Asks a question by its name. Columns are those of Arrow, polars, pandas or numpy, or lists; everything else is a value of
/// Python's. A column of answers is a `Column`, anything else is a value of Python's.
#[pyfunction]
#[pyo3(signature = (name, arguments: "dict[str, Any]"))]
pub(crate) fn ask<'py>(py: Python<'py>, name: &str, arguments: &Bound<'py, PyDict>) -> PyResult<Bound<'py, PyAny>> {
    let taken = arguments
        .iter()
        .map(|(name, argument)| Ok((name.extract()?, given(&argument)?)));
    let taken = taken.collect::<PyResult<Vec<(String, Given)>>>()?;
    let mut arguments = Arguments::new();
    for (name, argument) in &taken {
        arguments.insert(name, lend(argument));
    }
    match py.detach(|| vitasync_questions::ask(name, arguments)) {
        Ok(Answer::Column(values)) => Ok(Bound::new(py, Column::of_numbers(values))?.into_any()),
        Ok(answer) => Ok(pythonize(py, &answer)?),
        Err(failure) => Err(refused(py, &failure)),
    }
}

/// Lists every question with its topic and its parameters, as dicts.
#[pyfunction]
pub(crate) fn questions(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    let described = vitasync_questions::questions().map(|question| {
        let parameters = question.parameters.iter();
        let parameters = parameters.map(|it| json!({ "name": it.name, "default": (it.default)() }));
        json!({
            "name": question.name,
            "topic": question.topic,
            "parameters": parameters.collect::<Vec<_>>(),
        })
    });
    Ok(pythonize(py, &described.collect::<Vec<_>>())?)
}

fn lend(given: &Given) -> Argument<'_> {
    match given {
        Given::Lent(column) => Argument::from(&column.values()[..]),
        Given::Converted(column) => Argument::from(&column[..]),
        Given::Value(value) => Argument::from(value.clone()),
    }
}

/// Raises why a question was not answered.
fn refused(py: Python<'_>, failure: &Failure) -> PyErr {
    let message = failure.to_string();
    match failure {
        Failure::NoAnswer { reason } => exception(py, "no_answer", "", &message, reason),
        failure => exception(py, "question", "", &message, failure),
    }
}
