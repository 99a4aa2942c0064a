//! A public function of the core's analytics can be asked by name, or a reason stands here why not.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod core;

use std::collections::BTreeSet;
use std::fs::{read_dir, read_to_string};
use std::path::Path;

use vitasync_questions::questions;

/// Functions that are no questions.
const NOT_ASKED: &[(&str, &str)] = &[
    ("scores::combine", "adds up what only scores weigh"),
    ("parts::length_points", "a step of a score"),
    ("parts::uptake_points", "a step of a score"),
    ("parts::z_points", "a step of a score"),
    ("parts::enough_steps", "a step of a score"),
    ("parts::share_points", "a step of a score"),
    ("context::findings", "a part of `context`, for whoever keeps findings"),
    ("sleep::clock_hours", "every language reads its own clocks"),
];

/// Returns the text of the files with rows.
fn rows() -> String {
    let topics = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/topics");
    let topics = read_dir(topics).unwrap();
    topics
        .map(|topic| read_to_string(topic.unwrap().path()).unwrap())
        .collect()
}

#[test]
fn every_function_of_the_analytics_is_a_question() {
    let asked = rows();
    let paths = core::functions().into_iter().map(|function| function.path());
    let missing = paths.filter(|path| !NOT_ASKED.iter().any(|(name, _)| name == path));
    let missing: Vec<String> = missing.filter(|path| core::calls(&asked, path).is_none()).collect();
    assert_eq!(missing, Vec::<String>::new(), "give these a row, or a reason");
}

#[test]
fn reasons_are_of_functions_that_are_there() {
    let there: BTreeSet<String> = core::functions().iter().map(core::Function::path).collect();
    let gone = NOT_ASKED.iter().filter(|(name, _)| !there.contains(*name));
    assert_eq!(gone.collect::<Vec<_>>(), Vec::<&(&str, &str)>::new());
}

#[test]
fn what_a_question_does_is_said() {
    let functions = core::functions();
    let silent = questions().filter(|question| core::says(question, &functions).is_empty());
    assert_eq!(
        silent.map(|question| question.name).collect::<Vec<_>>(),
        Vec::<&str>::new()
    );
}
