//! What the core answers, on its way to another language.

use std::fmt;

use serde::{Serialize, Serializer};

/// An answer, ready to be written in any form: as JSON, or as a language's own values through its serde bridge.
pub enum Answer {
    /// One number per place; NaN where there is none. Written as an array with `null` for what is missing.
    Column(Vec<f64>),
    /// Anything else, as the model is written in JSON.
    Value(Box<dyn erased_serde::Serialize + Send>),
}

impl Answer {
    pub(crate) fn of(value: impl Serialize + Send + 'static) -> Self {
        Self::Value(Box::new(value))
    }
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Column(values) => serializer.collect_seq(values.iter().map(present)),
            Self::Value(value) => erased_serde::serialize(value, serializer),
        }
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Column(values) => f.debug_tuple("Column").field(values).finish(),
            Self::Value(_) => f.write_str("Value(..)"),
        }
    }
}

/// Returns a number of a column, unless it stands for none.
pub(crate) fn present(value: &f64) -> Option<f64> {
    (!value.is_nan()).then_some(*value)
}

/// What a row of the table may answer with.
pub(crate) trait IntoAnswer {
    fn into_answer(self) -> Answer;
}

/// A column as an answer.
pub(crate) struct Numbers(Vec<f64>);

impl From<Vec<f64>> for Numbers {
    fn from(values: Vec<f64>) -> Self {
        Self(values)
    }
}

impl From<Vec<Option<f64>>> for Numbers {
    fn from(values: Vec<Option<f64>>) -> Self {
        Self(values.into_iter().map(|value| value.unwrap_or(f64::NAN)).collect())
    }
}

impl IntoAnswer for Numbers {
    fn into_answer(self) -> Answer {
        Answer::Column(self.0)
    }
}

impl<T: Serialize + Send + 'static> IntoAnswer for T {
    fn into_answer(self) -> Answer {
        Answer::of(self)
    }
}
