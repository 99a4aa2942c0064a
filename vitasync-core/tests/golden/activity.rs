//! How active somebody is.

use serde_json::{Value, json};
use vitasync_core::analytics::training::met_minutes::{active, least_mets_of_cadence, met_minutes};
use vitasync_core::analytics::training::stream::Held;

pub(crate) fn answer(id: &str, _: &Value) -> Option<Value> {
    match id {
        "activity.metmin" => {
            let bouts = [(30.0, 3.3), (20.0, 8.0)].map(|(minutes, value)| Held {
                seconds: 60.0 * minutes,
                value,
            });
            let equivalent = active(&bouts).unwrap().equivalent_minutes();
            Some(json!({ "metmin": met_minutes(&bouts).unwrap(), "who_equiv": equivalent }))
        }
        "activity.cadence" => {
            let mets = [100_u32, 110, 120, 130].map(|cadence| {
                let mets = least_mets_of_cadence(f64::from(cadence), 30).unwrap();
                (cadence.to_string(), json!(mets))
            });
            Some(Value::Object(mets.into_iter().collect()))
        }
        _ => None,
    }
}
