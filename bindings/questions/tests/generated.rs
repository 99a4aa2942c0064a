//! What other languages get is written from the table and the schemas. `UPDATE_GENERATED=1` writes it anew.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod core;
mod generate;

use std::fs::{create_dir_all, read_dir, read_to_string, write};
use std::path::{Path, PathBuf};

use generate::description::{Description, Type, describe};
use generate::{kotlin, python, swift, typescript};
use serde_json::{Value, json};

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

/// Lists the cases of a question.
fn cases(question: &str) -> Vec<PathBuf> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/conformance");
    let folders = [fixtures.join(question), fixtures.join("analytics").join(question)];
    let folders = folders.iter().filter_map(|folder| read_dir(folder).ok());
    folders.flatten().map(|case| case.unwrap().path()).collect()
}

#[test]
fn cases_hold_what_the_types_say() {
    let description = describe();
    let mut wrong = Vec::new();
    for asked in &description.questions {
        for path in cases(&asked.name) {
            let case: Value = serde_json::from_str(&read_to_string(&path).unwrap()).unwrap();
            let expected = &case["expected"];
            let refused = expected.get("no_answer").map(|it| (it, Type::Named("NoAnswer".into())));
            let (answer, of) = refused.unwrap_or((expected, asked.answer.clone()));
            let misfit = description.misfit_of_fields(&case["input"], &asked.name, &asked.parameters);
            let misfit = misfit.or_else(|| description.misfit(answer, &of));
            wrong.extend(misfit.map(|misfit| format!("{}: {misfit}", path.display())));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
