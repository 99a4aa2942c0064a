//! `vitasync replay` as a person uses it: what is kept is decoded again, and what cannot be is named.
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod running;

use std::path::PathBuf;

use running::{Place, export, places, told};
use serde_json::{Value, json};

/// Replays, and gives what is said of the first person.
fn replay(place: &Place, whose: &[&str]) -> Value {
    let arguments = [&["replay", "--json"], whose].concat();
    let output = place.run(&arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?} on {}: {said}", place.engine);
    let text = String::from_utf8(output.stdout).unwrap();
    let first: Value = serde_json::from_str(text.lines().next().unwrap_or("null")).unwrap();
    first["replayed"].clone()
}

/// The one original that is kept.
fn original(place: &Place) -> PathBuf {
    let person = std::fs::read_dir(place.originals()).unwrap().next().unwrap();
    let mut files = std::fs::read_dir(person.unwrap().path())
        .unwrap()
        .map(|it| it.unwrap().path());
    files.find(|it| it.extension().is_some_and(|end| end == "zst")).unwrap()
}

#[tokio::test]
async fn a_kept_file_is_decoded_again_and_one_that_is_lost_is_named() {
    for place in places().await {
        let file = export(place.folder.path(), 20);
        let import = ["import", file.to_str().unwrap(), "--user", "ada"];
        place.json(&[&import[..], &["--timezone", "Europe/Berlin", "--json"]].concat());
        let before = told(&place);
        let ada = ["--user", "ada"];
        for whose in [&ada[..], &["--all"], &["--all", "--provider", "apple_health"]] {
            let replayed = replay(&place, whose);
            assert_eq!(replayed["files"], 1, "{whose:?} on {}: {replayed}", place.engine);
            assert_eq!(
                (&replayed["metrics"], &replayed["skippedFiles"]),
                (&json!({}), &json!([]))
            );
        }
        assert!(told(&place) == before, "on {}", place.engine);
        assert_eq!(replay(&place, &["--all", "--provider", "whoop"]), Value::Null);

        let kept = original(&place);
        let mut bytes = std::fs::read(&kept).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        std::fs::write(&kept, bytes).unwrap();
        let skipped = replay(&place, &ada)["skippedFiles"].clone();
        assert_eq!(skipped[0]["reason"], "the kept file is damaged");
        std::fs::remove_file(&kept).unwrap();
        let said = String::from_utf8(place.run(&["replay", "--user", "ada"]).stdout).unwrap();
        assert!(said.contains("export.zip was skipped: the kept file is gone"), "{said}");
        assert!(told(&place) == before, "what it brought stays on {}", place.engine);
        place.remove().await;
    }
}

#[tokio::test]
async fn a_file_that_is_kept_as_an_object_is_decoded_again() {
    for place in places().await {
        let file = export(place.folder.path(), 20);
        let objects = place.folder.path().join("objects");
        let store = format!("file://{}", objects.display());
        let kept_there = ["--raw-store", &store];
        let import = [
            "import",
            file.to_str().unwrap(),
            "--user",
            "ada",
            "--timezone",
            "Europe/Berlin",
            "--json",
        ];
        place.json(&[&import[..], &kept_there].concat());
        let before = told(&place);
        let ada = [&["--user", "ada"][..], &kept_there].concat();
        assert_eq!(replay(&place, &ada)["files"], 1, "on {}", place.engine);
        assert!(told(&place) == before, "on {}", place.engine);
        std::fs::remove_dir_all(&objects).unwrap();
        let skipped = replay(&place, &ada)["skippedFiles"].clone();
        assert_eq!(skipped[0]["reason"], "the kept file is gone", "on {}", place.engine);
        place.remove().await;
    }
}
