//! What other languages get is written from the table and the schemas. `UPDATE_GENERATED=1` writes it anew.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod core;
mod generate;

use std::fs::{create_dir_all, read_to_string, write};
use std::path::Path;

use generate::description::{Description, describe};
use generate::{kotlin, python, swift, typescript};
use serde_json::json;

/// Compares a file with what it should be, or writes it.
fn check(path: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        create_dir_all(path.parent().unwrap()).unwrap();
        write(&path, text).unwrap();
    }
    let there = read_to_string(&path).unwrap_or_default();
    assert!(
        there == text,
        "{} is not what the questions say: UPDATE_GENERATED=1 writes it anew",
        path.display()
    );
}

/// Writes everything as one document, for other programs.
fn document(description: &Description) -> String {
    let document = json!({ "questions": description.questions, "types": description.definitions });
    serde_json::to_string_pretty(&document).unwrap() + "\n"
}

#[test]
fn generated_files_are_what_the_questions_say() {
    let description = describe();
    check("questions/generated/questions.json", &document(&description));
    check("node/questions.d.ts", &typescript::write(&description));
    check("python/python/vitasync/_types.py", &python::types(&description));
    check("python/python/vitasync/_questions.py", &python::functions(&description));
    check(
        "kotlin/src/main/kotlin/dev/vitasync/Questions.kt",
        &kotlin::write(&description),
    );
    check("swift/Sources/VitaSync/Questions.swift", &swift::write(&description));
}
