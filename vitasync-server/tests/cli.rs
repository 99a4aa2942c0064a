//! The `vitasync` command as a person uses it.
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::fs::File;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;
use vitasync_providers::demo::{DemoOptions, DemoTruth, write_export_zip};

/// Runs the command with a data folder of its own.
fn vitasync(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_vitasync"))
        .env("VITASYNC_DATA", folder)
        .env_remove("VITASYNC_DATABASE")
        .args(arguments)
        .output()
        .unwrap()
}

fn printed(folder: &Path, arguments: &[&str]) -> String {
    let output = vitasync(folder, arguments);
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    serde_json::from_str(&printed(folder, arguments)).unwrap()
}

/// Says what the command complains about, with the folder's name and ids taken out.
fn complaint(folder: &Path, arguments: &[&str]) -> String {
    let output = vitasync(folder, arguments);
    assert!(!output.status.success(), "{arguments:?} should have failed");
    let said = String::from_utf8(output.stderr)
        .unwrap()
        .replace(folder.to_str().unwrap(), "FOLDER");
    said.lines()
        .filter(|line| !line.starts_with("Created "))
        .map(|line| format!("{line}\n"))
        .collect()
}

fn export(folder: &Path, options: &DemoOptions) -> DemoTruth {
    write_export_zip(options, File::create(folder.join("export.zip")).unwrap()).unwrap()
}

fn fortnight() -> DemoOptions {
    DemoOptions {
        days: 14,
        ..DemoOptions::default()
    }
}

#[test]
fn the_demo_shows_a_truth_close_to_the_invented_one() {
    let folder = TempDir::new().unwrap();
    let shown = printed(folder.path(), &["demo", "--days", "20", "--no-serve"]);
    for heading in [
        "The last 14 days",
        "Nights and naps",
        "Workouts",
        "What overlapped",
        "What could not be used",
    ] {
        assert!(shown.contains(heading), "{heading:?} is missing in\n{shown}");
    }
    assert!(
        shown.contains("The same export once more: 0 samples added, 0 changed"),
        "{shown}"
    );
    assert!(
        shown.contains("900 is outside the plausible range 20 to 300 of heart_rate"),
        "{shown}"
    );
}

#[test]
fn importing_twice_changes_nothing_and_a_newer_export_adds_what_is_new() {
    let folder = TempDir::new().unwrap();
    let path = folder.path();
    let file = path.join("export.zip");
    let import = ["import", file.to_str().unwrap(), "--user", "ada", "--json"];
    export(
        path,
        &DemoOptions {
            without_last: 4,
            ..fortnight()
        },
    );
    let first = json(path, &import);
    assert!(first["samples"]["added"].as_u64().unwrap() > 10_000);
    assert_eq!(first["original"]["was_kept"], false);

    let again = json(path, &import);
    for what in ["samples", "sessions"] {
        assert_eq!(
            (&again[what]["added"], &again[what]["changed"]),
            (&0.into(), &0.into()),
            "{what}"
        );
    }
    assert_eq!(again["original"]["was_kept"], true);

    export(path, &fortnight());
    let newer = json(path, &import);
    assert!(newer["samples"]["added"].as_u64().unwrap() > 0);
    assert_eq!(newer["samples"]["changed"], 0);
    let known = |it: &Value| it["samples"]["unchanged"].as_u64().unwrap();
    assert!(known(&newer) >= first["samples"]["added"].as_u64().unwrap());
}

#[test]
fn the_summary_counts_each_walk_once() {
    let folder = TempDir::new().unwrap();
    let path = folder.path();
    let truth = export(
        path,
        &DemoOptions {
            corrupt_rows: false,
            ..fortnight()
        },
    );
    let file = path.join("export.zip");
    json(
        path,
        &[
            "import",
            file.to_str().unwrap(),
            "--user",
            "ada",
            "--timezone",
            "Europe/Berlin",
            "--json",
        ],
    );
    let summary = json(path, &["summary", "--user", "ada", "--json"]);
    assert_eq!(summary["zone"], "Europe/Berlin");
    let days = summary["days"].as_array().unwrap();
    let steps: f64 = days
        .iter()
        .filter_map(|day| day["metrics"]["steps"]["value"].as_f64())
        .sum();
    let walked: f64 = truth.steps_by_day.values().sum();
    assert!(
        (steps / walked - 1.0).abs() < 0.02,
        "{steps} steps counted, {walked} walked"
    );
    assert_eq!(
        summary["workouts"].as_array().unwrap().len() as u64,
        truth.workouts_true
    );
    let nights = |kind: &str| {
        summary["sleep"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|it| it["kind"] == kind)
            .count()
    };
    assert_eq!((nights("night"), nights("nap")), (truth.nights.len(), truth.naps.len()));
}

#[test]
fn what_goes_wrong_is_said_in_a_sentence() {
    let folder = TempDir::new().unwrap();
    let path = folder.path();
    let letter = path.join("letter.txt");
    std::fs::write(&letter, "Dear Ada, ").unwrap();
    let said = [
        complaint(path, &["import", "nowhere.zip", "--user", "ada"]),
        complaint(path, &["summary", "--user", "grace"]),
        complaint(path, &["import", letter.to_str().unwrap(), "--user", "ada"]),
        complaint(path, &["summary", "--user", "grace"]),
        complaint(path, &["summary", "--user", "ada"]),
        complaint(path, &["keys", "delete", "nonsense"]),
    ];
    insta::assert_snapshot!(said.join(""), @r#"
    vitasync: there is no file nowhere.zip
    vitasync: the database holds nobody yet: `vitasync import FILE --user grace` creates grace
    vitasync: cannot import FOLDER/letter.txt: it is of no known format; what can be read are Apple Health exports (the zip or its XML), the tables of WHOOP's export, and FIT, TCX and GPX files, each as it is, as .gz or in a zip
    vitasync: the database holds nobody yet: `vitasync import FILE --user grace` creates grace
    vitasync: the database holds nobody yet: `vitasync import FILE --user ada` creates ada
    vitasync: "nonsense" is not the id of a key
    "#);
}

#[test]
fn a_key_is_shown_once_and_can_be_withdrawn() {
    let folder = TempDir::new().unwrap();
    let path = folder.path();
    let made = json(
        path,
        &["keys", "create", "--name", "reader", "--scopes", "read", "--json"],
    );
    let (id, key) = (made["id"].as_str().unwrap(), made["key"].as_str().unwrap());
    assert!(key.starts_with("vs_live_"));
    let listed = printed(path, &["keys", "list"]);
    assert!(listed.contains(id) && !listed.contains(key), "{listed}");
    let rotated = printed(path, &["keys", "rotate", id, "--overlap", "24"]);
    assert!(rotated.starts_with("vs_live_") && rotated.trim_end() != key);
    printed(path, &["keys", "delete", id]);
    assert!(!printed(path, &["keys", "list"]).contains(id));
}

#[test]
fn a_test_key_and_a_key_to_start_with_have_their_own_forms() {
    let folder = TempDir::new().unwrap();
    let path = folder.path();
    let made = json(
        path,
        &["keys", "create", "--test", "--requests-per-minute", "0", "--json"],
    );
    assert!(made["key"].as_str().unwrap().starts_with("vs_test_"));
    assert!(printed(path, &["keys", "list"]).contains(made["id"].as_str().unwrap()));
    for weak in ["vs_live_changeme", "changeme_changeme_changeme_changeme_changeme"] {
        let said = complaint(path, &["serve", "--listen", "127.0.0.1:0", "--bootstrap-key", weak]);
        assert!(said.contains("at least 32 random characters"), "{said}");
    }
}

#[test]
fn the_order_of_sources_is_shown_set_followed_and_forgotten() {
    let folder = TempDir::new().unwrap();
    let path = folder.path();
    export(path, &fortnight());
    let file = path.join("export.zip");
    json(path, &["import", file.to_str().unwrap(), "--user", "ada", "--json"]);
    let sources = json(path, &["sources", "--user", "ada", "--json"]);
    let listed = printed(path, &["sources", "--user", "ada"]);
    for source in sources.as_array().unwrap() {
        assert!(listed.contains(source["source"]["name"].as_str().unwrap()), "{listed}");
    }
    let steps = || {
        let summary = json(path, &["summary", "--user", "ada", "--json"]);
        let days = summary["days"].as_array().unwrap().clone();
        days.iter()
            .filter_map(|day| day["metrics"]["steps"]["value"].as_f64())
            .sum::<f64>()
    };
    let order = |more: &[&str]| {
        let shown = printed(
            path,
            &[&["priority", "--user", "ada", "--metric", "steps"], more].concat(),
        );
        let rows = shown
            .lines()
            .skip(2)
            .map(|row| row.split("  ").collect::<Vec<_>>().join(" "));
        rows.map(|row| row.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect::<Vec<_>>()
    };
    let (usual, before) = (order(&[]), steps());
    assert!(
        usual[0].contains("Watch") && usual[0].ends_with("its kind of device"),
        "{usual:?}"
    );
    let preferred = order(&["phone"]);
    assert!(
        preferred[0].contains("iPhone") && preferred[0].ends_with("your order for this metric"),
        "{preferred:?}"
    );
    assert!((steps() - before).abs() > 1.0);
    let shown = printed(path, &["priority", "--user", "ada", "watch", "1"]);
    assert!(
        shown.contains("everything") && shown.contains("steps") && shown.contains("watch, "),
        "{shown}"
    );
    printed(path, &["priority", "--user", "ada", "--reset"]);
    assert_eq!((order(&["--reset"]), steps()), (usual, before));
}

#[test]
fn an_order_that_names_nothing_says_what_to_do() {
    let folder = TempDir::new().unwrap();
    let path = folder.path();
    export(path, &fortnight());
    let file = path.join("export.zip");
    json(path, &["import", file.to_str().unwrap(), "--user", "ada", "--json"]);
    let said = [
        complaint(path, &["priority", "--user", "ada", "--metric", "stepps"]),
        complaint(path, &["priority", "--user", "ada", "--metric", "steps", "wach"]),
        complaint(path, &["priority", "--user", "ada", "watch", "99"]),
        complaint(path, &["sources", "--user", "grace"]),
    ];
    insta::assert_snapshot!(said.join(""), @r#"
    vitasync: "stepps" is not a known metric; did you mean "steps"?
    vitasync: "wach" is not a known source; did you mean "watch"?; `vitasync sources --user ada` lists the sources
    vitasync: "99" is not a known source; `vitasync sources --user ada` lists the sources
    vitasync: there is nobody called "grace"; there is ada
    "#);
}

#[test]
fn a_value_is_explained_by_who_measured_what_and_why_not() {
    let folder = TempDir::new().unwrap();
    let path = folder.path();
    export(path, &fortnight());
    let file = path.join("export.zip");
    let import = [
        "import",
        file.to_str().unwrap(),
        "--user",
        "ada",
        "--timezone",
        "Europe/Berlin",
        "--json",
    ];
    json(path, &import);
    let summary = json(path, &["summary", "--user", "ada", "--json"]);
    let day = &summary["days"][6];
    let (date, steps) = (
        day["date"].as_str().unwrap(),
        day["metrics"]["steps"]["value"].as_f64().unwrap(),
    );
    let shown = printed(path, &["why", "steps", date, "--user", "ada", "--all"]);
    let title = shown.lines().next().unwrap().replace('\u{202f}', "");
    assert!(
        title.starts_with(&format!("steps: {steps:.0}")) && title.contains("(Europe/Berlin), made from intervals"),
        "{title}"
    );
    assert!(
        ["set aside", "covers it", "✓"].iter().all(|it| shown.contains(it)),
        "{shown}"
    );
    let short = printed(path, &["why", "heart_rate", date, "--user", "ada"]);
    assert!(
        short.contains("--all shows every row") && short.contains(" s "),
        "{short}"
    );
    let hour = printed(
        path,
        &["why", "heart_rate", &format!("{date}T10:00:00Z"), "--user", "ada"],
    );
    assert!(hour.contains(", 12:00–13:00 (Europe/Berlin)"), "{hour}");
    let said = [
        complaint(path, &["why", "stepps", date, "--user", "ada"]),
        complaint(path, &["why", "steps", "2001-01-01", "--user", "ada"]),
        complaint(path, &["why", "stress_level", date, "--user", "ada"]),
    ];
    let dates = ["from", "to"].map(|name| summary[name].as_str().unwrap());
    let said = said.join("").replace(dates[0], "FIRST").replace(dates[1], "LAST");
    insta::assert_snapshot!(said, @r#"
    vitasync: "stepps" is not a known metric; did you mean "steps"?
    vitasync: ada has no steps on 2001-01-01; there is some between FIRST and LAST
    vitasync: ada has no stress_level; `vitasync sources --user ada --json` lists the metrics there are
    "#);
}

#[test]
fn settings_are_shown_with_their_origin_and_checked() {
    let folder = TempDir::new().unwrap();
    let path = folder.path();
    let file = path.join("vitasync.toml");
    std::fs::write(
        &file,
        "rate_limit = 7\ndatabase = \"postgres://ada:hunter2@db/vitasync\"\n",
    )
    .unwrap();
    let check = [
        "config",
        "check",
        "--config",
        file.to_str().unwrap(),
        "--listen",
        "0.0.0.0:80",
    ];
    let shown = printed(path, &check);
    let line = |name: &str| {
        let found = shown.lines().find(|line| line.trim_start().starts_with(name)).unwrap();
        found.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert!(line("rate_limit").starts_with("rate_limit 7 ") && line("rate_limit").ends_with("vitasync.toml"));
    assert_eq!(line("listen"), "listen 0.0.0.0:80 --listen");
    assert!(
        line("database").starts_with("database set ") && !shown.contains("hunter2"),
        "{shown}"
    );
    std::fs::write(&file, "rate_limt = 7").unwrap();
    insta::assert_snapshot!(complaint(path, &check), @"vitasync: FOLDER/vitasync.toml: there is no setting `rate_limt`; did you mean `rate_limit`?");
    let again = printed(path, &["config", "show", "--default"]);
    std::fs::write(&file, again).unwrap();
    printed(path, &check);
}

#[test]
fn a_postgres_is_copied_by_its_own_program() {
    let folder = TempDir::new().unwrap();
    let database = ["--database", "postgres://ada:hunter2@db/vitasync"];
    let said = complaint(folder.path(), &[&["backup", "a.dump"][..], &database].concat());
    insta::assert_snapshot!(said, @r"
    vitasync: the data is in PostgreSQL, whose own program copies it while it is in use:
      pg_dump --format=custom --file='a.dump' 'postgres://ada@db/vitasync'
    ");
}
