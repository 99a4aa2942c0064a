//! Asks the core's questions by their names.

use napi::Result;
use napi::bindgen_prelude::{AsyncTask, Either, Float64Array};
use napi::{Env, Task};
use napi_derive::napi;
use serde_json::json;
use vitasync_questions::{Answer, Argument, Arguments, Failure};

use crate::errors::of_question;
use crate::json;

/// Lists every question with its topic and its parameters, as JSON.
#[napi]
pub fn questions() -> Result<String> {
    let described = vitasync_questions::questions().map(|question| {
        let parameters = question.parameters.iter();
        let parameters = parameters.map(|it| json!({ "name": it.name, "default": (it.default)() }));
        json!({
            "name": question.name,
            "topic": question.topic,
            "parameters": parameters.collect::<Vec<_>>(),
        })
    });
    json::write(&described.collect::<Vec<_>>())
}

/// Asks while the caller waits. The columns are lent; `values` is an object of everything else. A column of answers comes back
/// as such, anything else as JSON.
#[napi]
pub fn ask(
    name: String,
    values: String,
    columns: Vec<String>,
    lent: Vec<&[f64]>,
) -> Result<Either<Float64Array, String>> {
    let mut arguments: Arguments<'_> = json::read("arguments", &values)?;
    for (column, values) in columns.into_iter().zip(lent) {
        arguments.insert(column, values);
    }
    told(vitasync_questions::ask(&name, arguments))
}

/// Asks on another thread. The columns are copied, so that the caller may go on writing to them.
#[napi]
pub fn ask_aside(name: String, values: String, columns: Vec<String>, lent: Vec<&[f64]>) -> Result<AsyncTask<Asking>> {
    let mut arguments: Arguments<'static> = json::read("arguments", &values)?;
    for (column, values) in columns.into_iter().zip(lent) {
        arguments.insert(column, Argument::from(values.to_vec()));
    }
    Ok(AsyncTask::new(Asking {
        name,
        arguments: Some(arguments),
    }))
}

/// A question on its way.
pub struct Asking {
    name: String,
    arguments: Option<Arguments<'static>>,
}

impl Task for Asking {
    type Output = Either<Vec<f64>, String>;
    type JsValue = Either<Float64Array, String>;

    fn compute(&mut self) -> Result<Self::Output> {
        let arguments = self.arguments.take().unwrap_or_default();
        let answer = vitasync_questions::ask(&self.name, arguments);
        match answer.map_err(|failure| of_question(&failure))? {
            Answer::Column(values) => Ok(Either::A(values)),
            answer => json::write(&answer).map(Either::B),
        }
    }

    fn resolve(&mut self, _: Env, answer: Self::Output) -> Result<Self::JsValue> {
        Ok(match answer {
            Either::A(values) => Either::A(values.into()),
            Either::B(text) => Either::B(text),
        })
    }
}

fn told(answer: std::result::Result<Answer, Failure>) -> Result<Either<Float64Array, String>> {
    match answer.map_err(|failure| of_question(&failure))? {
        Answer::Column(values) => Ok(Either::A(values.into())),
        answer => json::write(&answer).map(Either::B),
    }
}
