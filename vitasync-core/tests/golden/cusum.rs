//! When small deviations are too many.

use serde_json::{Value, json};
use vitasync_core::analytics::cusum::cusum;

use crate::days;

pub(crate) fn answer(id: &str, input: &Value) -> Option<Value> {
    if id != "cusum.tabular" {
        return None;
    }
    let sums = cusum(&days(&input["z"]), input["k"].as_f64().unwrap()).unwrap();
    let threshold = input["h"].as_f64().unwrap();
    let alarms: Vec<usize> = (0..sums.len()).filter(|&at| sums[at].alarms(threshold)).collect();
    let (high, low): (Vec<f64>, Vec<f64>) = sums.iter().map(|it| (it.high, it.low)).unzip();
    Some(json!({ "hi": high, "lo": low, "alarm_at": alarms }))
}
