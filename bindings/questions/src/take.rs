//! Turns arguments into what the core takes.

use std::borrow::Cow;
use std::ops::Deref;

use chrono::{DateTime, NaiveDate, Utc};
use serde::de::DeserializeOwned;
use serde_json::Value;
use vitasync_core::analytics::heart::rr::RrIntervals;
use vitasync_core::analytics::{Daily, NoAnswer};

use crate::answer::present;
use crate::argument::Argument;

/// What a row says it takes.
pub(crate) trait Take<'a> {
    /// What the row's expression gets.
    type Taken;

    /// Takes it from an argument, or says what is wrong.
    fn take(argument: Argument<'a>) -> Result<Self::Taken, String>;

    /// Returns what stands for it where it is not given and the row names nothing.
    fn absent() -> Option<Self::Taken> {
        None
    }
}

/// What the model writes as JSON. `Option`s may be left out.
impl<'a, T: DeserializeOwned> Take<'a> for T {
    type Taken = T;

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
pub(crate) enum Values {}

impl<'a> Take<'a> for Values {
    type Taken = Cow<'a, [f64]>;

    fn take(argument: Argument<'a>) -> Result<Cow<'a, [f64]>, String> {
        column(argument)
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
    type Taken = Self;

    fn take(argument: Argument<'a>) -> Result<Self, String> {
        Ok(Self(column(argument)?.iter().map(present).collect()))
    }
}

/// Intervals between beats in milliseconds; a place without a value stands where beats are missing.
pub(crate) enum Beats {}

/// What is taken of [`Beats`].
pub(crate) struct Intervals<'a>(Cow<'a, [f64]>);

impl Intervals<'_> {
    /// Breaks them where beats are missing.
    pub(crate) fn runs(&self) -> Result<RrIntervals, NoAnswer> {
        RrIntervals::from_runs(self.0.split(|interval| interval.is_nan()).map(<[f64]>::to_vec))
    }
}

impl<'a> Take<'a> for Beats {
    type Taken = Intervals<'a>;

    fn take(argument: Argument<'a>) -> Result<Intervals<'a>, String> {
        column(argument).map(Intervals)
    }
}

/// Instants: a column of milliseconds since 1970 in UTC, or a list of them or of RFC 3339 texts.
#[derive(Debug)]
pub(crate) struct Instants(Vec<DateTime<Utc>>);

impl Deref for Instants {
    type Target = [DateTime<Utc>];

    fn deref(&self) -> &[DateTime<Utc>] {
        &self.0
    }
}

impl<'a> Take<'a> for Instants {
    type Taken = Self;

    fn take(argument: Argument<'a>) -> Result<Self, String> {
        if let Argument::Value(Value::Array(texts)) = &argument
            && texts.iter().any(Value::is_string)
        {
            return Vec::<DateTime<Utc>>::take(argument).map(Self);
        }
        let column = column(argument)?;
        let instants = column.iter().enumerate().map(|(at, ms)| {
            // Microseconds are exact to 2^53, which is 285 years.
            DateTime::from_timestamp_micros((ms * 1000.0).round() as i64)
                .filter(|_| ms.is_finite())
                .ok_or_else(|| format!("value {at} is {ms}, which is no instant"))
        });
        instants.collect::<Result<_, _>>().map(Self)
    }
}

/// Passes if what belongs together is of one length.
pub(crate) fn of_one_length(left: usize, right: usize) -> Result<(), NoAnswer> {
    if left == right {
        Ok(())
    } else {
        Err(NoAnswer::Unpaired { left, right })
    }
}

/// Pairs instants with what was measured then.
pub(crate) fn paired(times: &[DateTime<Utc>], values: &[f64]) -> Result<Vec<(DateTime<Utc>, f64)>, NoAnswer> {
    of_one_length(times.len(), values.len())?;
    Ok(times.iter().copied().zip(values.iter().copied()).collect())
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
