//! Turns arguments into what the core takes.

use std::borrow::Cow;
use std::ops::Deref;

use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use serde_json::Value;
use vitasync_core::analytics::{Daily, NoAnswer};

use crate::answer::present;
use crate::argument::Argument;

/// What can be taken from an argument.
pub(crate) trait Take<'a>: Sized {
    /// Takes it, or says what is wrong.
    fn take(argument: Argument<'a>) -> Result<Self, String>;

    /// Returns what stands for it where it is not given and the row names nothing.
    fn absent() -> Option<Self> {
        None
    }
}

/// What the model writes as JSON. `Option`s may be left out.
impl<'a, T: DeserializeOwned> Take<'a> for T {
    fn take(argument: Argument<'a>) -> Result<Self, String> {
        let value = match argument {
            Argument::Value(value) => value,
            Argument::Column(values) => values.iter().map(present).map(Value::from).collect(),
        };
        serde_json::from_value(value).map_err(|error| error.to_string())
    }

    fn absent() -> Option<Self> {
        serde_json::from_value(Value::Null).ok()
    }
}

/// A column of numbers none of which is missing; the core refuses a NaN among them.
#[derive(Debug)]
pub(crate) struct Values<'a>(Cow<'a, [f64]>);

impl Deref for Values<'_> {
    type Target = [f64];

    fn deref(&self) -> &[f64] {
        &self.0
    }
}

impl<'a> Take<'a> for Values<'a> {
    fn take(argument: Argument<'a>) -> Result<Self, String> {
        column(argument).map(Self)
    }
}

/// A column with one place per day or second, some of which may be without a value.
#[derive(Debug, Clone)]
pub(crate) struct Days(Vec<Option<f64>>);

impl Days {
    /// Dates them from a first day on.
    pub(crate) fn starting(self, first: NaiveDate) -> Result<Daily, NoAnswer> {
        Daily::new(first, self.0)
    }
}

impl Deref for Days {
    type Target = [Option<f64>];

    fn deref(&self) -> &[Option<f64>] {
        &self.0
    }
}

impl<'a> Take<'a> for Days {
    fn take(argument: Argument<'a>) -> Result<Self, String> {
        Ok(Self(column(argument)?.iter().map(present).collect()))
    }
}

/// Reads a column; JSON says `null` for what is missing.
fn column(argument: Argument<'_>) -> Result<Cow<'_, [f64]>, String> {
    match argument {
        Argument::Column(values) => Ok(values),
        Argument::Value(Value::Array(values)) => values.iter().enumerate().map(number).collect(),
        Argument::Value(other) => Err(format!("a list of numbers is needed, {other} is given")),
    }
}

fn number((at, value): (usize, &Value)) -> Result<f64, String> {
    match value {
        Value::Null => Ok(f64::NAN),
        _ => value
            .as_f64()
            .ok_or_else(|| format!("value {at} is {value}, which is no number")),
    }
}
