//! Runs every program and looks at what it prints.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// Runs a program and gives what it prints; it has to succeed.
fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_month_is_synced_once_and_then_only_what_is_new() {
    let directory = tempfile::tempdir().unwrap();
    let data = directory.path().to_str().unwrap();
    // The server's port and the directory are the machine's.
    let without_places = |printed: String| {
        let hosts = printed
            .split("127.0.0.1")
            .map(|part| match part.strip_prefix([':', '%']) {
                Some(rest) => rest
                    .trim_start_matches("3A")
                    .trim_start_matches(|it: char| it.is_ascii_digit()),
                None => part,
            });
        hosts.collect::<Vec<_>>().join("HOST").replace(data, "DIRECTORY")
    };
    let run = |arguments: &[&str]| {
        let arguments = [&["--data", data][..], arguments].concat();
        without_places(run(env!("CARGO_BIN_EXE_connect_and_sync"), &arguments))
    };
    insta::assert_snapshot!("connect_and_sync_first", run(&["--yes"]));
    insta::assert_snapshot!("connect_and_sync_a_day_later", run(&[]));
    let again = run(&["--now", "2026-10-26T09:00:00Z"]);
    let synced: Vec<_> = again.lines().filter(|line| line.contains("samples new")).collect();
    assert_eq!(synced.len(), 7);
    assert!(
        synced.iter().all(|line| line.ends_with("  0 samples new,  0 revised")),
        "{again}"
    );
}

#[test]
fn a_call_is_believed_once_and_only_as_it_was_signed() {
    insta::assert_snapshot!("verify_webhook", run(env!("CARGO_BIN_EXE_verify_webhook"), &[]));
}

#[test]
fn a_vendor_from_outside_conforms_and_syncs() {
    insta::assert_snapshot!("your_own_vendor", run(env!("CARGO_BIN_EXE_your_own_vendor"), &[]));
}

#[test]
fn a_stored_answer_is_decoded_again() {
    insta::assert_snapshot!("decode_a_payload", run(env!("CARGO_BIN_EXE_decode_a_payload"), &[]));
}

#[test]
fn an_invented_export_is_written_and_read() {
    let directory = tempfile::tempdir().unwrap();
    let export = directory.path().join("export.zip");
    let export = export.to_str().unwrap();
    let written = run(env!("CARGO_BIN_EXE_demo_export"), &["--days", "30", export]);
    assert!(written.contains("records of"), "{written}");
    let days = run(env!("CARGO_BIN_EXE_days_of_an_export"), &[export, "Europe/Berlin"]);
    assert!(
        days.lines().filter(|line| line.ends_with(" steps")).count() >= 28,
        "{days}"
    );
}

#[test]
fn every_program_is_listed_with_its_command() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let entries = fs::read_dir(here.join("src/bin")).unwrap();
    let name = |entry: fs::DirEntry| entry.path().file_stem().unwrap().to_str().unwrap().to_owned();
    let programs: BTreeSet<String> = entries.map(|entry| name(entry.unwrap())).collect();
    for page in ["README.md", "../README.md"] {
        let page = fs::read_to_string(here.join(page)).unwrap();
        let commands = page.split("-p vitasync-examples --bin ").skip(1);
        let word = |rest: &str| {
            rest.chars()
                .take_while(|it| it.is_alphanumeric() || *it == '_')
                .collect()
        };
        let listed: BTreeSet<String> = commands.map(word).collect();
        assert_eq!(listed, programs);
    }
}
