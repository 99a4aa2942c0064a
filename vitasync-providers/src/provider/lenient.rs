//! Reads what vendors write now as a number and now as text.

use std::fmt;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use vitasync_core::error::Reason;

use super::request::NotReadable;

/// Reads a number at a JSON pointer: a number or a text. What is `null`, not a number or infinite is missing.
///
/// # Errors
///
/// [`Reason::NotANumber`] where something else stands there.
///
/// ```
/// use vitasync_providers::provider::number_at;
/// let point = serde_json::json!({"count": "1200", "baseline": "NaN", "zone": "CARDIO"});
/// assert_eq!(number_at(&point, "/count"), Ok(Some(1200.0)));
/// assert_eq!(number_at(&point, "/baseline"), Ok(None));
/// assert!(number_at(&point, "/zone").is_err());
/// ```
pub fn number_at(value: &Value, pointer: &str) -> Result<Option<f64>, Reason> {
    let number = match value.pointer(pointer) {
        None | Some(Value::Null) => None,
        Some(Value::Number(number)) => number.as_f64(),
        Some(Value::String(text)) => {
            let number: Result<f64, _> = text.trim().parse();
            Some(number.map_err(|_| Reason::NotANumber { text: text.clone() })?)
        }
        Some(other) => {
            return Err(Reason::NotANumber {
                text: other.to_string(),
            });
        }
    };
    Ok(number.filter(|number| number.is_finite()))
}

/// Reads a number for `#[serde(default, deserialize_with = "…")]`, as [`number_at`] does.
///
/// # Errors
///
/// Where something else stands there.
pub fn number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
    from.deserialize_any(Lenient)
}

struct Lenient;

impl Visitor<'_> for Lenient {
    type Value = Option<f64>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a number")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Some(number).filter(|number| number.is_finite()))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(serde_json::Number::from(number).as_f64())
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(serde_json::Number::from(number).as_f64())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        let number = text.trim().parse().map_err(|_| E::custom("not a number"))?;
        self.visit_f64(number)
    }
}

/// Reads a part of a document that has a form of its own.
///
/// # Errors
///
/// [`Reason::Malformed`] with the path at which it is not what `T` says.
pub fn part<'v, T: Deserialize<'v>>(value: &'v Value) -> Result<T, Reason> {
    serde_path_to_error::deserialize(value).map_err(|error| Reason::Malformed {
        detail: NotReadable::at(error.path().to_string(), error.inner()).to_string(),
    })
}
