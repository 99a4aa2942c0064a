//! What is asked with.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// One argument.
#[derive(Debug, Clone, PartialEq)]
pub enum Argument<'a> {
    /// One number per place, lent or owned; NaN where there is none.
    Column(Cow<'a, [f64]>),
    /// Anything else, as the model is written in JSON. An array of numbers and `null` serves as a column too.
    Value(Value),
}

impl<'a> From<&'a [f64]> for Argument<'a> {
    fn from(column: &'a [f64]) -> Self {
        Self::Column(Cow::Borrowed(column))
    }
}

impl From<Vec<f64>> for Argument<'_> {
    fn from(column: Vec<f64>) -> Self {
        Self::Column(Cow::Owned(column))
    }
}

impl From<Value> for Argument<'_> {
    fn from(value: Value) -> Self {
        Self::Value(value)
    }
}

impl From<f64> for Argument<'_> {
    fn from(value: f64) -> Self {
        Self::Value(value.into())
    }
}

impl From<&str> for Argument<'_> {
    fn from(value: &str) -> Self {
        Self::Value(value.into())
    }
}

/// The arguments of one question, by name. Read from JSON they are an object.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Arguments<'a>(BTreeMap<String, Argument<'a>>);

impl<'a> Arguments<'a> {
    /// Begins with none.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, argument: impl Into<Argument<'a>>) -> Self {
        self.insert(name, argument);
        self
    }

    /// Adds one, in place of what had the name.
    pub fn insert(&mut self, name: impl Into<String>, argument: impl Into<Argument<'a>>) {
        self.0.insert(name.into(), argument.into());
    }

    /// Takes one out.
    pub(crate) fn take(&mut self, name: &str) -> Option<Argument<'a>> {
        self.0.remove(name)
    }

    /// Takes out one that nobody has asked for, and names it.
    pub(crate) fn pop(&mut self) -> Option<String> {
        self.0.pop_first().map(|(name, _)| name)
    }
}

impl<'de> Deserialize<'de> for Arguments<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let values = BTreeMap::<String, Value>::deserialize(deserializer)?;
        let values = values.into_iter().map(|(name, value)| (name, value.into()));
        Ok(Self(values.collect()))
    }
}
