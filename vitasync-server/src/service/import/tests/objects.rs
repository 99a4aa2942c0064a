//! What vendors revise and delete by their own ids, in the store.

use vitasync_core::History;
use vitasync_core::id::ContentId;
use vitasync_core::record::{RecordKey, RecordVersion};
use vitasync_core::sleep_stage::SleepStage;

use super::*;
use crate::service::health;
use crate::store::records::{self, RecordRow};
use crate::testing::somebody;

fn key(id: &str) -> RecordKey {
    RecordKey::new("example", "sample", id)
}

fn version(id: &str, revision: Option<u64>) -> RecordVersion {
    RecordVersion { key: key(id), revision }
}

/// A row of a source, `hours` after `JUNE`.
fn at(source: &Arc<Source>, metric: Metric, hours: i64, value: f64) -> (Series, BatchRow) {
    let series = Series {
        source: Arc::clone(source),
        metric,
    };
    let row = BatchRow {
        series: 0,
        start_ms: JUNE + hours * HOUR,
        end_ms: JUNE + hours * HOUR,
        value,
        attributes: 0,
        copy: 0,
    };
    (series, row)
}

fn object(version: RecordVersion, rows: &[(Series, BatchRow)], session: Option<Session>) -> SampleBatch {
    let mut joined = SampleBatch::default();
    let free = batch(rows);
    let places: Vec<u32> = free.series().iter().map(|it| joined.add_series(it.clone())).collect();
    let rows = free.rows().map(|row| BatchRow {
        series: places[row.series as usize],
        ..row
    });
    joined.push_record(version, session, rows);
    joined
}

fn deletion(version: RecordVersion) -> SampleBatch {
    let mut batch = SampleBatch::default();
    batch.delete_record(version);
    batch
}

async fn take_in(app: &App, user: &User, batch: SampleBatch) -> Written {
    deliver(app, user, vec![Delivery::Samples(batch)])
        .await
        .expect("it is written")
}

/// What is visible of a person's samples: the metric, the hour since `JUNE`, the value.
async fn visible(app: &App, user: &User) -> Vec<String> {
    let mut lines = Vec::new();
    for (series, _, n, block) in stored(app, user).await {
        assert_eq!(i64::try_from(block.rows().count()).expect("few"), n);
        lines.extend(
            block
                .rows()
                .map(|row| format!("{series} {} {}", (row.start_ms - JUNE) / HOUR, row.value)),
        );
    }
    lines
}

async fn kept(app: &App, user: &User, id: &str) -> RecordRow {
    let ids = [ContentId::of_record(&key(id))];
    let found = records::find(&app.store, user.user_no, &ids).await.expect("read");
    found.into_iter().next().expect("it is known")
}

/// Which days are marked, once what was marked before is forgotten.
async fn forget_marks(app: &App, user: &User) {
    let tx = app.store.begin().await.expect("it begins");
    let clean = marked(app, user).await.into_iter().map(|date| daily::Rollup {
        user_no: user.user_no,
        date: date.parse().expect("a date"),
        zone: None,
        dirty: false,
        metrics: None,
        computed_at: None,
    });
    daily::write(&tx, clean.collect()).await.expect("written");
    tx.commit().await.expect("it commits");
}

async fn marked(app: &App, user: &User) -> Vec<String> {
    let [first, last] = ["2025-01-01", "2025-12-31"].map(|date| date.parse().expect("a date"));
    let days = daily::states(&app.store, user.user_no, first, last)
        .await
        .expect("read");
    days.into_iter()
        .filter(|day| day.dirty)
        .map(|day| day.date.to_string())
        .collect()
}

fn alias() -> Delivery {
    Delivery::Alias {
        alias: source("com.example.watch", Revision::Immutable).key.clone(),
        of: Box::new(source("Watch", Revision::Immutable).as_ref().clone()),
    }
}

/// One heart rate as an export has it, and as a phone has it.
fn heart_rate(id: &str) -> [SampleBatch; 2] {
    let file = [at(&source("Watch", Revision::Immutable), Metric::HeartRate, 5, 61.0)];
    let phone = [at(
        &source("com.example.watch", Revision::Immutable),
        Metric::HeartRate,
        5,
        61.0,
    )];
    [batch(&file), object(key(id).into(), &phone, None)]
}

#[tokio::test]
async fn a_sample_by_phone_and_by_export_is_one_row_until_it_is_deleted_for_good() {
    on_every_database(async |database| {
        let app = &database.app;
        for phone_first in [true, false] {
            let user = database.user().await;
            let [file, phone] = heart_rate("a");
            let order = if phone_first {
                [phone, file.clone()]
            } else {
                [file.clone(), phone]
            };
            deliver(app, &user, vec![alias()]).await.expect("it is written");
            for batch in order {
                take_in(app, &user, batch).await;
                assert_eq!(
                    visible(app, &user).await,
                    ["1 heart_rate 5 61"],
                    "on {}",
                    database.engine
                );
            }
            assert_eq!(kept(app, &user, "a").await.external_id, "a");
            forget_marks(app, &user).await;
            take_in(app, &user, deletion(key("a").into())).await;
            assert!(visible(app, &user).await.is_empty());
            assert_eq!(marked(app, &user).await, ["2025-06-01"]);
            take_in(app, &user, file).await;
            assert!(visible(app, &user).await.is_empty(), "on {}", database.engine);
        }
    })
    .await;
}

#[tokio::test]
async fn an_alias_that_is_learned_late_joins_what_came_under_it() {
    on_every_database(async |database| {
        let (app, user) = (&database.app, database.user().await);
        let [file, phone] = heart_rate("a");
        take_in(app, &user, phone).await;
        take_in(app, &user, file).await;
        assert_eq!(visible(app, &user).await.len(), 2);
        deliver(app, &user, vec![alias()]).await.expect("it is written");
        assert_eq!(visible(app, &user).await.len(), 1);
        let [_, again] = heart_rate("b");
        take_in(app, &user, again).await;
        take_in(app, &user, deletion(key("a").into())).await;
        assert_eq!(visible(app, &user).await.len(), 1, "b still holds it");
        take_in(app, &user, deletion(key("b").into())).await;
        assert!(visible(app, &user).await.is_empty(), "on {}", database.engine);
    })
    .await;
}

#[tokio::test]
async fn a_new_version_buries_what_it_no_longer_holds_and_says_when_it_changed() {
    on_every_database(async |database| {
        let user = database.user().await;
        let noon = database.app.clone();
        let later = database
            .app
            .clone()
            .with_clock(|| "2025-07-02T12:00:00Z".parse().expect("a time"));
        let phone = source("Phone", Revision::LastWins);
        let first = [
            at(&phone, Metric::HeartRate, 1, 60.0),
            at(&phone, Metric::Steps, 60, 900.0),
        ];
        let second = [at(&phone, Metric::HeartRate, 2, 62.0)];
        take_in(&noon, &user, object(version("a", Some(7)), &first, None)).await;
        forget_marks(&noon, &user).await;
        let written = take_in(&later, &user, object(version("a", Some(8)), &second, None)).await;
        assert_eq!((written.samples.added, written.samples.changed), (1, 2));
        assert_eq!(visible(&noon, &user).await, ["1 heart_rate 2 62"]);
        let days = ["2025-06-01", "2025-06-03"];
        assert_eq!(marked(&noon, &user).await, days, "on {}", database.engine);

        let row = kept(&noon, &user, "a").await;
        let same = take_in(&noon, &user, object(version("a", Some(9)), &second, None)).await;
        assert_eq!((same.samples.changed, same.samples.unchanged), (0, 1));
        let after = kept(&noon, &user, "a").await;
        assert_eq!((row.revision, after.revision), (Some(8), Some(9)));
        assert_eq!(after.changed_at, row.changed_at);
        assert_eq!((row.checked_at, after.checked_at), (later.now(), noon.now()));
    })
    .await;
}

#[tokio::test]
async fn a_deleted_session_disappears_and_only_a_higher_revision_brings_it_back() {
    on_every_database(async |database| {
        let (app, user) = (&database.app, database.user().await);
        let run = |revision| object(version("run", Some(revision)), &[], Some(workout("run", 30, "Run")));
        let listed = async || {
            let filter = sessions::Filter::default();
            sessions::list(&app.store, user.user_no, filter, None)
                .await
                .expect("read")
                .len()
        };
        take_in(app, &user, deletion(version("run", None))).await;
        take_in(app, &user, run(3)).await;
        assert_eq!(listed().await, 0, "its deletion came first");
        let other = || object(version("other", Some(3)), &[], Some(workout("other", 30, "Run")));
        take_in(app, &user, other()).await;
        assert_eq!(listed().await, 1);
        take_in(app, &user, deletion(version("other", Some(5)))).await;
        take_in(app, &user, other()).await;
        assert_eq!(listed().await, 0);
        let newer = object(version("other", Some(6)), &[], Some(workout("other", 30, "Run")));
        assert_eq!(take_in(app, &user, newer).await.sessions.changed, 1);
        assert_eq!(listed().await, 1, "on {}", database.engine);
    })
    .await;
}

#[tokio::test]
async fn a_night_derived_from_stages_goes_with_them() {
    on_every_database(async |database| {
        let (app, user) = (&database.app, database.user().await);
        let (series, row) = at(
            &source("com.example.watch", Revision::Immutable),
            Metric::SleepStage,
            22,
            SleepStage::Deep.code().into(),
        );
        let stage = BatchRow {
            end_ms: row.start_ms + 7 * HOUR,
            ..row
        };
        let nights = async || {
            let filter = sessions::Filter::default();
            sessions::list(&app.store, user.user_no, filter, None)
                .await
                .expect("read")
                .len()
        };
        take_in(app, &user, object(key("stage").into(), &[(series, stage)], None)).await;
        assert_eq!(nights().await, 1);
        forget_marks(app, &user).await;
        deliver(app, &user, vec![alias()]).await.expect("it is written");
        assert_eq!(nights().await, 1, "it moves with them");
        assert_eq!(marked(app, &user).await, ["2025-06-01", "2025-06-02"]);
        take_in(app, &user, deletion(key("stage").into())).await;
        assert_eq!(nights().await, 0, "on {}", database.engine);
    })
    .await;
}

#[tokio::test]
async fn nothing_of_objects_is_left_behind_when_a_persons_data_is_deleted() {
    on_every_database(async |database| {
        let (app, user) = (&database.app, database.user().await);
        take_in(app, &user, deletion(key("a").into())).await;
        health::delete_all(app, &somebody(), &UserRef::from(&user))
            .await
            .expect("deleted");
        let [_, phone] = heart_rate("a");
        take_in(app, &user, phone).await;
        assert_eq!(visible(app, &user).await.len(), 1, "on {}", database.engine);
    })
    .await;
}

/// A history of few objects and places that meet often, the same for one seed.
fn steps(seed: u64) -> Vec<SampleBatch> {
    let mut state = seed;
    let mut any = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let sources = [
        source("Watch", Revision::Immutable),
        source("Phone", Revision::LastWins),
    ];
    let metrics = [Metric::HeartRate, Metric::Hydration];
    let mut steps = Vec::new();
    for _ in 0..40 {
        let source = &sources[usize::from(any(3) == 0)];
        let rows: Vec<_> = (0..any(4))
            .map(|_| {
                let metric = metrics[usize::try_from(any(2)).expect("small")];
                let hours = i64::try_from(any(3) * 14).expect("small");
                at(source, metric, hours, if any(2) == 0 { 60.0 } else { 61.0 })
            })
            .collect();
        let id = any(5);
        let version = version(&id.to_string(), (id % 2 == 0).then(|| any(6)));
        steps.push(match any(6) {
            0 => batch(&rows),
            1 => deletion(version),
            _ => object(version, &rows, None),
        });
    }
    steps
}

#[tokio::test]
async fn the_store_says_what_a_history_in_memory_says() {
    on_every_database(async |database| {
        let app = &database.app;
        for seed in 0..6 {
            let user = database.user().await;
            let mut history = History::default();
            for batch in steps(seed) {
                history.add(&batch);
                take_in(app, &user, batch).await;
            }
            let mut expected = Vec::new();
            for metric in history.metrics() {
                for series in history.received(metric) {
                    let rows = series.blocks.iter().flat_map(Block::rows);
                    expected.extend(rows.map(|row| format!("{metric} {} {}", (row.start_ms - JUNE) / HOUR, row.value)));
                }
            }
            let seen = visible(app, &user).await;
            let mut seen: Vec<&str> = seen.iter().filter_map(|line| Some(line.split_once(' ')?.1)).collect();
            seen.sort_unstable();
            expected.sort_unstable();
            assert_eq!(seen, expected, "seed {seed} on {}", database.engine);
        }
    })
    .await;
}
