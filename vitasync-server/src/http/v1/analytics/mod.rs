//! Answers about a person: scores, readiness, load, sleep, what is usual and unusual, insights, and a context for language models.
//!
//! Every answer is that of the data as it is when it is asked for, kept or computed. Where too little is known there is no number: `data` is `null` and
//! `reason` says what is missing.

mod anomalies;
mod context;
mod findings;
mod insights;
mod records;
mod scores;
mod sleep;
mod snapshots;
mod training;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use vitasync_core::analytics::NoAnswer;

use crate::error::Error;
use crate::http::Context;
use crate::http::params::{FromParams, Params};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default()
        .merge(context::routes())
        .merge(findings::routes())
        .merge(anomalies::routes())
        .merge(snapshots::routes())
        .merge(training::routes())
        .merge(scores::routes())
        .merge(sleep::routes())
        .merge(insights::routes())
        .merge(records::routes())
}

/// An answer, or why there is none.
#[derive(Debug, Serialize, ToSchema)]
struct Told<T> {
    /// The answer; `null` where too little is known.
    data: Option<T>,
    /// What is missing; absent where there is an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "14 days are needed, 3 are there")]
    reason: Option<String>,
}

impl<T> Told<T> {
    fn of<A>(answer: Result<A, NoAnswer>, form: impl FnOnce(A) -> T) -> Self {
        match answer {
            Ok(answer) => Self {
                data: Some(form(answer)),
                reason: None,
            },
            Err(reason) => Self {
                data: None,
                reason: Some(reason.to_string()),
            },
        }
    }
}

/// Rows, all there are.
#[derive(Debug, Serialize, ToSchema)]
struct Listed<T> {
    /// The rows.
    data: Vec<T>,
    /// How many there are.
    #[schema(example = 1)]
    count: usize,
    /// Why there are none, where too little is known to look.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "14 days are needed, 3 are there")]
    reason: Option<String>,
}

impl<T> Listed<T> {
    fn of(data: Vec<T>) -> Self {
        Self {
            count: data.len(),
            data,
            reason: None,
        }
    }
}

/// About which day.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
struct OnDate {
    /// The civil date; today in the user's time zone where it is left out. Nothing after it is looked at.
    #[param(value_type = Option<String>, example = "2025-06-15")]
    date: Option<NaiveDate>,
}

impl FromParams for OnDate {
    const NAMES: &'static [&'static str] = &["date"];

    fn from_params(params: &mut Params) -> Self {
        Self { date: date(params) }
    }
}

fn within(field: &str, value: u64, least: u64, most: u64) -> Result<(), Error> {
    match (least..=most).contains(&value) {
        true => Ok(()),
        false => Err(Error::invalid(
            field,
            format!("it must be a whole number from {least} to {most}"),
        )),
    }
}

/// Takes the civil date that is asked about.
fn date(params: &mut Params) -> Option<NaiveDate> {
    params.parse(&["date"], |text| {
        text.parse()
            .map_err(|_| format!("{text:?} is not a date like 2025-06-15"))
    })
}
