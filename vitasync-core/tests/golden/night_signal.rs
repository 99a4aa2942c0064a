//! Nights of raised resting heart rate.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Value, json};
use vitasync_core::analytics::Daily;
use vitasync_core::analytics::anomaly::night_signal::{Alert, Night, night_signal};

pub(crate) fn answer(id: &str, input: &Value) -> Option<Value> {
    if !id.starts_with("nightsignal.") {
        return None;
    }
    let averages: BTreeMap<NaiveDate, f64> = serde_json::from_value(input["avg"].clone()).unwrap();
    let nights = night_signal(&Daily::from_pairs(averages).unwrap()).unwrap();
    let by_date = |of: &dyn Fn(&Night) -> Option<Value>| -> Value {
        let dated = nights
            .iter()
            .filter_map(|night| Some((night.date.to_string(), of(night)?)));
        Value::Object(dated.collect())
    };
    let code = |alert| match alert {
        Alert::None => 0,
        Alert::Yellow => 1,
        Alert::Red => 2,
    };
    Some(json!({
        "alerts": by_date(&|night| Some(json!(code(night.alert)))),
        "median": by_date(&|night| Some(json!(night.usual))),
        "imputed": by_date(&|night| night.imputed.then(|| json!(night.average))),
    }))
}
