//! Holds the vocabulary of sleep stages against the catalogue's facts, where these lie beside the workspace
//! (`../shared/catalogue/sleep.csv`).
#![expect(clippy::disallowed_methods, reason = "the facts lie in a file")]
#![expect(clippy::unwrap_used, reason = "a row that cannot be read fails the test")]

use std::collections::BTreeSet;
use std::path::Path;

use vitasync_core::sleep_stage::{SleepStage, vocabularies};

/// One fact: provider, field, value, label and canonical stage.
type Fact = [String; 5];

fn facts() -> Option<Vec<Fact>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/catalogue/sleep.csv");
    let Ok(text) = std::fs::read_to_string(&file) else {
        eprintln!("skipped: sleep.csv is not beside the workspace");
        return None;
    };
    let rows = text.lines().skip(1).map(|line| {
        let mut cells = cells(line).into_iter();
        std::array::from_fn(|_| cells.next().unwrap())
    });
    // COROS exports FIT and has no word of its own.
    Some(rows.filter(|fact: &Fact| fact[0] != "coros").collect())
}

/// Splits a line at commas outside quotes.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            _ => cells.last_mut().unwrap().push(letter),
        }
    }
    cells
}

/// Finds our name for a vendor's field: Fitbit has three vocabularies, everybody else one.
fn field_of(fact: &Fact) -> &'static str {
    let known = vocabularies().iter().filter(|(provider, ..)| *provider == fact[0]);
    let is_named = |field: &&str| fact[0] != "fitbit" || fact[1].contains(*field);
    let fields: Vec<_> = known.map(|(_, field, _)| *field).filter(is_named).collect();
    assert_eq!(fields.len(), 1, "{fact:?}");
    fields[0]
}

#[test]
fn every_fact_about_sleep_stages_is_in_the_table() {
    for fact in facts().unwrap_or_default() {
        let [provider, _, value, label, stage] = &fact;
        let read = |word: &str| SleepStage::from_vendor(provider, field_of(&fact), word).map(SleepStage::id);
        assert_eq!(read(value), Some(stage.as_str()), "{fact:?}");
        assert!(read(label).is_none_or(|by_label| by_label == stage), "{fact:?}");
    }
}

#[test]
fn the_table_says_nothing_the_facts_do_not() {
    let Some(facts) = facts() else { return };
    let known: BTreeSet<(&str, &str, &str)> = facts
        .iter()
        .map(|fact| (fact[0].as_str(), field_of(fact), fact[2].as_str()))
        .collect();
    let mut more = Vec::new();
    for (provider, field, words) in vocabularies() {
        let words = words.iter().map(|(value, ..)| (*provider, *field, *value));
        more.extend(words.filter(|word| !known.contains(word)));
    }
    // Withings' own API description names it.
    assert_eq!(more, [("withings", "state", "15")]);
}
