//! What is usual among values.

use serde_json::{Value, json};
use vitasync_core::analytics::{ewma, robust};

use crate::{days, numbers};

pub(crate) fn answer(id: &str, input: &Value) -> Option<Value> {
    match id {
        "robust.mad" => {
            let usual = robust::spread(&numbers(&input["x"])).unwrap();
            Some(json!({
                "median": usual.median, "mad": usual.mad, "sigma": usual.sigma, "modz_75": usual.modified_z(75.0),
                // scipy divides by the third quartile of the normal distribution instead of multiplying by 1.4826.
                "scipy_mad_normal": usual.mad / 0.674_489_750_196_081_7,
            }))
        }
        "robust.ewma" => {
            let alpha = input["alpha"].as_f64().unwrap();
            Some(json!(ewma::ewma(&days(&input["x"]), alpha).unwrap()))
        }
        _ => None,
    }
}
