//! Whether a series goes up or down.

use serde_json::{Value, json};
use vitasync_core::analytics::trend::{line, mann_kendall, theil_sen};

use crate::days;

pub(crate) fn answer(id: &str, input: &Value) -> Option<Value> {
    let y = days(&input["y"]);
    match id {
        "trend.theilsen_mk" => {
            let (middle, monotone) = (theil_sen(&y).unwrap(), mann_kendall(&y).unwrap());
            Some(json!({
                "slope": middle.slope, "intercept": middle.intercept,
                "S": monotone.s, "var": monotone.variance, "z": monotone.z, "p": monotone.p,
            }))
        }
        "trend.ols" => {
            let line = line(&y).unwrap();
            Some(json!({ "slope": line.slope, "p": line.p, "r2": line.r2 }))
        }
        _ => None,
    }
}
