//! How questions are asked, and what is said where they cannot be.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::collections::BTreeSet;

use serde_json::{Value, json};
use vitasync_questions::{Argument, Arguments, Failure, ask, questions};

fn arguments(values: Value) -> Arguments<'static> {
    serde_json::from_value(values).unwrap()
}

fn refused(name: &str, values: Value) -> String {
    ask(name, arguments(values)).unwrap_err().to_string()
}

#[test]
fn no_two_questions_share_a_name() {
    let names: BTreeSet<_> = questions().map(|question| question.name).collect();
    assert_eq!(names.len(), questions().count());
}

#[test]
fn a_column_and_a_list_are_answered_alike() {
    let column = Arguments::new()
        .with("days", vec![58.0, f64::NAN, 61.0])
        .with("alpha", 0.5);
    let list = arguments(json!({"days": [58, null, 61], "alpha": 0.5}));
    let answers = [column, list].map(|arguments| json!(ask("ewma", arguments).unwrap()));
    assert_eq!(answers, [json!([58.0, null, 60.0]), json!([58.0, null, 60.0])]);
}

#[test]
fn a_column_serves_where_a_list_is_asked_for() {
    let states = Argument::from(vec![1.0, 2.0]);
    let failure = ask(
        "regularity",
        Arguments::new().with("states", states).with("epochs_per_day", 2.0),
    )
    .unwrap_err();
    assert!(
        matches!(failure, Failure::WrongArgument { name: "states", .. }),
        "{failure}"
    );
}

#[test]
fn what_is_left_out_takes_its_default() {
    let days: Vec<f64> = (0..40)
        .map(|day| f64::from(day % 5 + if day < 20 { 0 } else { 9 }))
        .collect();
    let named = arguments(json!({"days": days, "least_segment": 7, "penalty": null, "ar1": 0}));
    let left_out = arguments(json!({ "days": days }));
    let answers = [named, left_out].map(|arguments| json!(ask("change_points", arguments).unwrap()));
    assert_eq!(answers[0], answers[1]);
}

#[test]
fn failures_name_what_is_wrong() {
    let said = [
        refused("qantile", json!({})),
        refused("quantile", json!({"values": [1, 2]})),
        refused("quantile", json!({"values": [1, "two"], "share": 0.5})),
        refused("quantile", json!({"values": 1, "share": 0.5})),
        refused("quantile", json!({"values": [1], "share": "half"})),
        refused("quantile", json!({"values": [1], "share": 0.5, "shares": 0.5})),
        refused("quantile", json!({"values": [], "share": 0.5})),
        refused("quantile", json!({"values": [1, null], "share": 0.5})),
    ];
    assert_eq!(
        said,
        [
            "there is no question `qantile`; did you mean `quantile`?",
            "`quantile` needs the argument `share`",
            "the argument `values` of `quantile` is wrong: value 1 is \"two\", which is no number",
            "the argument `values` of `quantile` is wrong: a list of numbers is needed, 1 is given",
            "the argument `share` of `quantile` is wrong: invalid type: string \"half\", expected f64",
            "`quantile` takes no argument `shares`; did you mean `share`?",
            "there are no values",
            "value 1 of the values is not a finite number",
        ]
    );
}
