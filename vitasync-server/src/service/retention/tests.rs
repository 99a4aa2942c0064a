use std::collections::BTreeSet;
use std::path::Path;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use vitasync_core::{Sample, Session};

use super::{NewPolicy, Retention, apply, policy, reset_policy, set_policy};
use crate::App;
use crate::error::Error;
use crate::service::Id;
use crate::service::health::{self, DaysQuery, UserRef};
use crate::service::import::{ImportOptions, import_file};
use crate::service::ingest;
use crate::service::jobs::{self, Attempt, NewJob};
use crate::service::users::erase;
use crate::service::window::Window;
use crate::store::{blocks, daily, push_batches, raw_files, series, users};
use crate::testing::{TestDatabase, on_every_database, somebody};

/// When it happens.
const NOON: &str = "2026-10-31T12:00:00Z";
/// The midnight ten days before, in milliseconds: 2026-10-21T00:00:00Z.
const BORDER: i64 = 1_792_540_800_000;

/// A month of an invented person, which ends on 31 October 2026.
async fn imported(database: &TestDatabase) -> UserRef {
    let user = UserRef::from(&database.user_in(Some(chrono_tz::Europe::Berlin)).await);
    let file = database.folder().join("export.zip");
    let options = vitasync_providers::demo::DemoOptions {
        days: 30,
        ..Default::default()
    };
    let target = std::fs::File::create(&file).expect("a file");
    vitasync_providers::demo::write_export_zip(&options, target).expect("written");
    let options = ImportOptions {
        zone: None,
        system_zone: chrono_tz::UTC,
        keep_raw: true,
        raw_dir: originals(database),
    };
    let app = at(database, NOON);
    import_file(&app, &user, &file, options, |_| {})
        .await
        .expect("imported");
    user
}

fn originals(database: &TestDatabase) -> std::path::PathBuf {
    database.folder().join("originals")
}

/// The app at a moment.
fn at(database: &TestDatabase, now: &str) -> App {
    let now: DateTime<Utc> = now.parse().expect("a time");
    let app = database.app.clone().with_clock(move || now);
    app.with_originals(originals(database))
}

/// Lets the work of a day be done at a moment.
async fn apply_at(database: &TestDatabase, now: &str, kept: Retention) -> App {
    let app = at(database, now).with_retention(kept);
    let tx = app.store.begin().await.expect("begins");
    let job = NewJob::new(&super::APPLY, &json!({}), app.now()).expect("a job");
    jobs::enqueue(&tx, job).await.expect("queued");
    tx.commit().await.expect("commits");
    let taken = jobs::take(&app, jobs::Lane::Upkeep, 9, Id::generate(), jobs::LEASE).await;
    let job = taken.expect("taken").pop().expect("a job");
    apply(Attempt { app: app.clone(), job }).await.expect("applied");
    app
}

async fn days(app: &App, user: &UserRef, from: &str) -> Vec<health::Day> {
    let date = |text: &str| text.parse().expect("a date");
    let query = DaysQuery {
        window: Window::days(date(from), date("2026-10-31")),
        ..DaysQuery::default()
    };
    health::daily_summaries(app, user, &query).await.expect("days")
}

/// Counts the files in a folder and those below it.
fn files(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).expect("a folder").filter_map(Result::ok);
    let paths = entries.map(|it| it.path());
    paths.map(|it| if it.is_dir() { files(&it) } else { 1 }).sum()
}

#[tokio::test]
async fn old_samples_go_and_the_rest_answers_as_before() {
    on_every_database(async |database| {
        let user = imported(database).await;
        let store = &database.app.store;
        let before = days(&at(database, NOON), &user, "2026-10-24").await;
        let kept = Retention {
            samples: Some(TimeDelta::days(10)),
            ..Retention::default()
        };
        let app = apply_at(database, NOON, kept).await;
        for series in series::all(store, user.no).await.expect("series") {
            let span = blocks::span(store, user.no, series.series_no).await.expect("a span");
            assert_eq!((series.first_ms, series.last_ms), span, "{}", series.metric);
            assert!(
                span.0.is_none_or(|first| first >= BORDER),
                "{} on {}",
                series.metric,
                database.engine
            );
        }
        assert_eq!(days(&app, &user, "2026-10-24").await, before, "on {}", database.engine);
        let cached = days(&app, &user, "2026-10-01").await;
        assert!(
            cached
                .iter()
                .all(|day| day.date.to_string().as_str() >= "2026-10-20" || day.metrics.is_empty())
        );
        let tx = store.begin().await.expect("begins");
        daily::mark_all(&tx, user.no).await.expect("marked");
        tx.commit().await.expect("commits");
        assert_eq!(
            days(&app, &user, "2026-10-01").await,
            cached,
            "rollups are what samples say"
        );
        assert_eq!(files(&originals(database)), 1);
    })
    .await;
}

#[tokio::test]
async fn old_originals_go_with_their_files_and_samples_stay() {
    on_every_database(async |database| {
        let user = imported(database).await;
        let kept = Retention {
            raw: Some(TimeDelta::days(1)),
            ..Retention::default()
        };
        let before = days(&at(database, NOON), &user, "2026-10-01").await;
        apply_at(database, "2026-11-01T11:00:00Z", kept).await;
        assert_eq!(files(&originals(database)), 1);
        let app = apply_at(database, "2026-11-01T13:00:00Z", kept).await;
        assert_eq!(files(&originals(database)), 0);
        assert_eq!(raw_files::all(&app.store, user.no).await.expect("a list"), []);
        assert_eq!(days(&at(database, NOON), &user, "2026-10-01").await, before);
    })
    .await;
}

#[tokio::test]
async fn nothing_goes_where_nobody_has_said_so() {
    on_every_database(async |database| {
        let user = imported(database).await;
        let before = days(&at(database, NOON), &user, "2026-10-01").await;
        let app = apply_at(database, "2036-10-31T12:00:00Z", Retention::default()).await;
        let after = days(&app, &user, "2026-10-01").await;
        assert_eq!(after.len(), before.len());
        assert_eq!(files(&originals(database)), 1);
    })
    .await;
}

/// Reads the lines of a person's archives of a kind: their first lines, and all others.
fn archived(database: &TestDatabase, user: &UserRef, kind: &str) -> (Vec<Value>, Vec<Value>) {
    let folder = originals(database).join(user.id.to_string()).join("archive");
    let (mut heads, mut lines) = (Vec::new(), Vec::new());
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
            let name = entry.file_name().to_string_lossy().into_owned();
            match entry.path().is_dir() {
                true => folders.push(entry.path()),
                false if name.starts_with(kind) => {
                    let text = zstd::decode_all(std::fs::File::open(entry.path()).expect("there")).expect("zstd");
                    let text = String::from_utf8(text).expect("text");
                    let mut all = text
                        .lines()
                        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
                    heads.push(all.next().expect("whose it is"));
                    lines.extend(all);
                }
                false => {}
            }
        }
    }
    (heads, lines)
}

/// Counts a person's samples.
async fn count(app: &App, user: &UserRef) -> i64 {
    let series = series::all(&app.store, user.no).await.expect("series");
    series.iter().map(|it| it.samples).sum()
}

#[tokio::test]
async fn what_is_archived_is_all_that_is_deleted_and_reads_as_the_model() {
    on_every_database(async |database| {
        let user = imported(database).await;
        let before = count(&database.app, &user).await;
        let kept = Retention {
            samples: Some(TimeDelta::days(10)),
            archive: true,
            ..Retention::default()
        };
        let app = apply_at(database, NOON, kept).await;
        let after = count(&app, &user).await;
        let (heads, lines) = archived(database, &user, "samples");
        let samples = lines.iter().filter_map(|it| it.get("sample"));
        let samples: Vec<Sample> = samples
            .map(|it| serde_json::from_value(it.clone()).expect("a sample"))
            .collect();
        assert_eq!(samples.len() as i64, before - after, "on {}", database.engine);
        assert!(samples.iter().all(|it| it.start.timestamp_millis() < BORDER));
        let sessions = lines.iter().filter_map(|it| it.get("session"));
        let sessions: Vec<Session> = sessions
            .map(|it| serde_json::from_value(it.clone()).expect("a session"))
            .collect();
        assert!(sessions.len() > 10, "{}", sessions.len());
        let days: BTreeSet<&str> = heads.iter().filter_map(|it| it["day"].as_str()).collect();
        assert_eq!((days.len(), days.last()), (heads.len(), Some(&"2026-10-20")));
        assert!(
            heads
                .iter()
                .all(|it| it["userId"] == user.id.to_string() && it["workspaceId"].is_string())
        );
        apply_at(database, NOON, kept).await;
        assert_eq!(
            archived(database, &user, "samples").0.len(),
            heads.len(),
            "nothing is archived twice"
        );
        erase(&app, &somebody(), user).await.expect("erased");
        assert_eq!(archived(database, &user, "").0, Vec::<Value>::new());
    })
    .await;
}

#[tokio::test]
async fn raw_bytes_are_archived_as_they_came_and_a_batch_that_comes_again_is_still_known() {
    on_every_database(async |database| {
        let user = imported(database).await;
        let app = at(database, NOON);
        let whole = users::by_number(&app.store, user.no).await.expect("read");
        let body = json!({"batchId": "b", "provider": "apple", "data": {"records": []}})
            .to_string()
            .into_bytes();
        let pushed = async || ingest::push(&app, &whole, body.clone(), false).await.expect("taken");
        let first = pushed().await;
        let kept = Retention {
            raw: Some(TimeDelta::days(1)),
            archive: true,
            ..Retention::default()
        };
        apply_at(database, "2026-11-01T13:00:00Z", kept).await;
        assert_eq!(raw_files::all(&app.store, user.no).await.expect("a list"), []);
        let (_, lines) = archived(database, &user, "pushes");
        assert_eq!(lines.len(), 1, "on {}", database.engine);
        let archived_body = BASE64_STANDARD
            .decode(lines[0]["body"].as_str().expect("a body"))
            .expect("base64");
        assert_eq!(archived_body, body);
        let folder = originals(database).join(user.id.to_string());
        assert_eq!(files(&folder), 2, "the batch and the export, in the archive");
        assert_eq!(files(&folder.join("archive")), 2);
        assert_eq!(pushed().await, first);
        let found = push_batches::find(&app.store, user.no, "b").await.expect("read");
        assert!(found.is_some());
    })
    .await;
}

#[tokio::test]
async fn a_workspace_keeps_data_for_as_long_as_it_says_and_no_other_does() {
    on_every_database(async |database| {
        let (mine, theirs) = (imported(database).await, imported(database).await);
        let app = at(database, NOON);
        let workspace = users::by_number(&app.store, mine.no).await.expect("read").workspace_id;
        let before = (count(&app, &mine).await, count(&app, &theirs).await);
        let ten = NewPolicy {
            samples_days: Some(10),
            ..NewPolicy::default()
        };
        let set = set_policy(&app, &somebody(), workspace, ten).await.expect("set");
        assert!(set.is_own && set.retention.samples == Some(TimeDelta::days(10)));
        apply_at(database, NOON, Retention::default()).await;
        assert!(count(&app, &mine).await < before.0, "on {}", database.engine);
        assert_eq!(count(&app, &theirs).await, before.1);

        let mut forever = ten;
        forever.samples_days = None;
        set_policy(&app, &somebody(), workspace, forever).await.expect("set");
        let left = count(&app, &mine).await;
        let kept = Retention {
            samples: Some(TimeDelta::days(5)),
            ..Retention::default()
        };
        let app = apply_at(database, NOON, kept).await;
        assert_eq!(
            count(&app, &mine).await,
            left,
            "it keeps all, whatever the installation says"
        );
        assert!(count(&app, &theirs).await < before.1);
        assert_eq!(
            reset_policy(&app, &somebody(), workspace)
                .await
                .expect("reset")
                .retention,
            kept
        );
        assert!(!policy(&app, workspace).await.expect("read").is_own);
        let wrong = NewPolicy {
            raw_days: Some(0),
            ..NewPolicy::default()
        };
        let refused = set_policy(&app, &somebody(), workspace, wrong).await;
        assert!(matches!(refused, Err(Error::Invalid { .. })), "{refused:?}");
    })
    .await;
}
