use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::{Retention, apply};
use crate::App;
use crate::service::Id;
use crate::service::health::{self, DaysQuery, UserRef};
use crate::service::import::{ImportOptions, import_file};
use crate::service::jobs::{self, Attempt, NewJob};
use crate::service::window::Window;
use crate::store::{blocks, daily, raw_files, series};
use crate::testing::{TestDatabase, on_every_database};

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
            originals: None,
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
            samples: None,
            originals: Some(TimeDelta::days(1)),
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
