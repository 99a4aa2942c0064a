//! Values of the model as JSON text.

use napi::{Error, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::errors;

/// Reads what the caller gave for an argument.
pub(crate) fn read<T: DeserializeOwned>(name: &str, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| errors::wrong_argument(name, &error.to_string()))
}

/// Writes a value of the model.
pub(crate) fn write(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::from_reason(error.to_string()))
}
