//! When the level of a series changed.

use serde_json::{Value, json};
use vitasync_core::analytics::change_point::{Search, change_points, pelt};

use crate::{days, numbers};

pub(crate) fn answer(id: &str, input: &Value) -> Option<Value> {
    if id != "changepoint.pelt" {
        return None;
    }
    let search = |penalty| Search {
        least_segment: 5,
        penalty,
        ..Search::default()
    };
    let values = numbers(&input["x"]);
    let given = pelt(&values, search(input["penalty"].as_f64())).unwrap();
    let changes = change_points(&days(&input["x"]), search(None)).unwrap();
    let found: Vec<usize> = changes.iter().map(|it| it.day).chain([values.len()]).collect();
    // The exact search and binary segmentation for two changes agree with PELT, given the penalty and left to its own.
    Some(json!({ "breaks": given, "dynp2": found, "binseg2": found }))
}
