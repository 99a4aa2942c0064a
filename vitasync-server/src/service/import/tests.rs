mod files;
mod objects;

use std::sync::Arc;

use tokio::sync::mpsc;
use vitasync_core::batch::{BatchRow, SampleBatch, Series};
use vitasync_core::block::Block;
use vitasync_core::source::{Device, DeviceKind, Recording, Revision, Source, SourceKey};
use vitasync_core::{Metric, Session};

use super::{Counts, Delivery, Written, take_in, write_deliveries};
use crate::app::App;
use crate::error::Error;
use crate::store::blocks::{self, Stretch};
use crate::store::users::{User, UserRef};
use crate::store::{daily, erase, series, sessions};
use crate::testing::on_every_database;

const HOUR: i64 = 3_600_000;
/// 2025-06-01T00:00:00Z
const JUNE: i64 = 1_748_736_000_000;

fn source(name: &str, revision: Revision) -> Arc<Source> {
    Arc::new(Source {
        key: SourceKey {
            provider: "example".into(),
            origin: name.to_lowercase(),
            recording: Recording::Automatic,
        },
        name: name.into(),
        device_kind: DeviceKind::Watch,
        device: Device::default(),
        revision,
    })
}

/// `hours` values of two metrics of two sources, one per hour from `JUNE` on.
fn rows(hours: i64) -> Vec<(Series, BatchRow)> {
    let mut rows = Vec::new();
    for (metric, length) in [(Metric::HeartRate, 0), (Metric::Steps, HOUR)] {
        for source in [
            source("Watch", Revision::Immutable),
            source("Phone", Revision::LastWins),
        ] {
            let series = Series { source, metric };
            rows.extend((0..hours).map(|hour| {
                let start_ms = JUNE + hour * HOUR + HOUR / 2;
                let row = BatchRow {
                    series: 0,
                    start_ms,
                    end_ms: start_ms + length,
                    value: f64::from(60 + i32::try_from(hour % 40).expect("small")),
                    attributes: 0,
                    copy: 0,
                };
                (series.clone(), row)
            }));
        }
    }
    rows
}

fn batch(rows: &[(Series, BatchRow)]) -> SampleBatch {
    let mut batch = SampleBatch::with_capacity(rows.len());
    for (series, row) in rows {
        let at = batch
            .series()
            .iter()
            .position(|it| it == series)
            .and_then(|at| u32::try_from(at).ok());
        let at = at.unwrap_or_else(|| batch.add_series(series.clone()));
        batch.push(BatchRow { series: at, ..*row });
    }
    batch
}

async fn deliver(app: &App, user: &User, deliveries: Vec<Delivery>) -> Result<Written, Error> {
    let (sender, receiver) = mpsc::channel(1);
    let feed = async move {
        for delivery in deliveries {
            if sender.send(delivery).await.is_err() {
                break;
            }
        }
    };
    let user = UserRef::from(user);
    let (written, ()) = tokio::join!(write_deliveries(app, &user, receiver, |_| {}), feed);
    written
}

async fn import(app: &App, user: &User, rows: &[(Series, BatchRow)], size: usize) -> Written {
    let deliveries = rows.chunks(size).map(|rows| Delivery::Samples(batch(rows))).collect();
    deliver(app, user, deliveries).await.expect("it is written")
}

/// Everything that is stored of a person's samples, readable.
async fn stored(app: &App, user: &User) -> Vec<(String, i32, i64, Block)> {
    let all = series::all(&app.store, user.user_no).await.expect("read");
    let mut stored = Vec::new();
    for it in all {
        let stretch = Stretch {
            series_no: it.series_no,
            first_day: i32::MIN,
            last_day: i32::MAX,
        };
        let blocks = blocks::read(&app.store, user.user_no, &[stretch]).await.expect("read");
        assert_eq!(blocks.iter().map(|it| i64::from(it.n)).sum::<i64>(), it.samples);
        assert_eq!(blocks.iter().filter_map(|it| it.first_ms).min(), it.first_ms);
        assert_eq!(blocks.iter().filter_map(|it| it.last_ms).max(), it.last_ms);
        for block in blocks {
            let whole = Block::decode(&block.payload).expect("it is a block");
            stored.push((
                format!("{} {}", it.source_no, it.metric),
                block.day,
                i64::from(block.n),
                whole,
            ));
        }
    }
    stored.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    stored
}

#[tokio::test]
async fn importing_twice_changes_nothing_and_a_newer_export_adds_what_is_new() {
    on_every_database(async |database| {
        let (app, user) = (&database.app, database.user().await);
        let first = import(app, &user, &rows(100), 64).await;
        assert_eq!(
            first.samples,
            Counts {
                added: 400,
                changed: 0,
                unchanged: 0
            }
        );
        assert_eq!(first.sources, ["Watch", "Phone"]);
        let before = stored(app, &user).await;
        let again = import(app, &user, &rows(100), 1000).await;
        assert_eq!(
            again.samples,
            Counts {
                added: 0,
                changed: 0,
                unchanged: 400
            }
        );
        assert_eq!(stored(app, &user).await, before, "on {}", database.engine);
        let newer = import(app, &user, &rows(130), 50).await;
        assert_eq!(
            newer.samples,
            Counts {
                added: 120,
                changed: 0,
                unchanged: 400
            }
        );
    })
    .await;
}

#[tokio::test]
async fn the_size_of_batches_does_not_matter() {
    on_every_database(async |database| {
        let (app, one, other) = (&database.app, database.user().await, database.user().await);
        import(app, &one, &rows(90), 7).await;
        import(app, &other, &rows(90), 10_000).await;
        assert_eq!(
            stored(app, &one).await,
            stored(app, &other).await,
            "on {}",
            database.engine
        );
    })
    .await;
}

#[tokio::test]
async fn imports_of_one_person_at_the_same_time_lose_nothing() {
    on_every_database(async |database| {
        let (app, user, alone) = (&database.app, database.user().await, database.user().await);
        let (rows, reversed) = (rows(72), rows(72).into_iter().rev().collect::<Vec<_>>());
        let (one, other) = tokio::join!(import(app, &user, &rows, 20), import(app, &user, &reversed, 30));
        assert_eq!(one.samples.added + other.samples.added, 288);
        import(app, &alone, &rows, 1000).await;
        let text = |blocks: Vec<(String, i32, i64, Block)>| -> Vec<(i32, i64)> {
            let mut days: Vec<(i32, i64)> = blocks.into_iter().map(|it| (it.1, it.2)).collect();
            days.sort_unstable();
            days
        };
        assert_eq!(
            text(stored(app, &user).await),
            text(stored(app, &alone).await),
            "on {}",
            database.engine
        );
    })
    .await;
}

#[tokio::test]
async fn a_later_import_corrects_a_source_that_revises() {
    on_every_database(async |database| {
        let (app, user) = (&database.app, database.user().await);
        let mut rows = rows(10);
        import(app, &user, &rows, 100).await;
        for (_, row) in &mut rows {
            row.value -= 1.0;
        }
        let written = import(app, &user, &rows, 3).await;
        // The watch's values never change: another value is another sample.
        assert_eq!(
            written.samples,
            Counts {
                added: 20,
                changed: 20,
                unchanged: 0
            }
        );
    })
    .await;
}

#[tokio::test]
async fn what_one_person_has_is_not_seen_or_deleted_by_another() {
    on_every_database(async |database| {
        let (app, one, other) = (&database.app, database.user().await, database.user().await);
        import(app, &one, &rows(30), 100).await;
        import(app, &other, &rows(50), 100).await;
        let tx = app.store.begin().await.expect("it begins");
        let erased = erase::user(&tx, one.user_no).await.expect("it is there");
        tx.commit().await.expect("it commits");
        assert_eq!(
            (erased.samples, erased.rows_of("series"), erased.rows_of("sources")),
            (120, 4, 2)
        );
        assert_eq!(stored(app, &one).await, []);
        let left: i64 = stored(app, &other).await.iter().map(|it| it.2).sum();
        assert_eq!(left, 200, "on {}", database.engine);
        let gone = deliver(app, &one, vec![Delivery::Samples(batch(&rows(1)))]).await;
        assert!(matches!(gone, Err(Error::NotFound { .. })));
    })
    .await;
}

#[tokio::test]
async fn days_that_change_are_marked_and_others_are_not() {
    on_every_database(async |database| {
        let (app, user) = (&database.app, database.user().await);
        let rows = rows(48);
        import(app, &user, &rows[..10], 5).await;
        let (first, last) = (
            "2025-01-01".parse().expect("a date"),
            "2025-12-31".parse().expect("a date"),
        );
        let days = daily::states(&app.store, user.user_no, first, last)
            .await
            .expect("read");
        let dates: Vec<String> = days.iter().map(|day| day.date.to_string()).collect();
        assert_eq!(dates, ["2025-06-01"]);
        let computed = days.into_iter().map(|day| daily::Rollup {
            user_no: user.user_no,
            date: day.date,
            zone: None,
            dirty: false,
            metrics: None,
            computed_at: None,
        });
        let tx = app.store.begin().await.expect("it begins");
        daily::write(&tx, computed.collect()).await.expect("written");
        tx.commit().await.expect("it commits");
        import(app, &user, &rows[..10], 5).await;
        let days = daily::states(&app.store, user.user_no, first, last)
            .await
            .expect("read");
        assert!(days.iter().all(|day| !day.dirty), "on {}", database.engine);
        import(app, &user, &rows[47..48], 5).await;
        let days = daily::states(&app.store, user.user_no, first, last)
            .await
            .expect("read");
        let dirty: Vec<String> = days
            .iter()
            .filter(|day| day.dirty)
            .map(|day| day.date.to_string())
            .collect();
        assert_eq!(dirty, ["2025-06-02"]);
    })
    .await;
}

fn workout(id: &str, minutes: i64, title: &str) -> Session {
    let text = serde_json::json!({
        "source": source("Watch", Revision::Immutable).as_ref(),
        "record": {"provider": "example", "resource": "workout", "external_id": id},
        "start": "2025-06-01T08:00:00Z",
        "end": format!("2025-06-01T08:{minutes:02}:00Z"),
        "kind": "workout",
        "sport": "running",
        "title": title,
        "route": [{"at": "2025-06-01T08:00:00Z", "latitude": 51.5, "longitude": -0.1}],
    });
    serde_json::from_value(text).expect("a session")
}

#[tokio::test]
async fn a_session_is_changed_under_its_id_and_stays_deleted() {
    on_every_database(async |database| {
        let (app, user) = (&database.app, database.user().await);
        let write = async |session: Session| {
            let written = deliver(app, &user, vec![Delivery::Sessions(vec![session])]).await;
            written.expect("it is written").sessions
        };
        let added = Counts {
            added: 1,
            changed: 0,
            unchanged: 0,
        };
        let changed = Counts {
            added: 0,
            changed: 1,
            unchanged: 0,
        };
        let unchanged = Counts {
            added: 0,
            changed: 0,
            unchanged: 1,
        };
        assert_eq!(write(workout("a", 30, "Run")).await, added);
        assert_eq!(write(workout("a", 30, "Run")).await, unchanged);
        assert_eq!(write(workout("a", 31, "Long run")).await, changed);
        let listed = sessions::list(&app.store, user.user_no, sessions::Filter::default(), None)
            .await
            .expect("read");
        assert_eq!((listed.len(), listed[0].route.as_ref()), (1, None));
        let found = sessions::find(&app.store, user.user_no, &listed[0].id)
            .await
            .expect("read")
            .expect("there");
        let source = source("Watch", Revision::Immutable);
        let session = crate::service::sessions::from_row(&found, &source).expect("it is a session");
        assert_eq!(session, workout("a", 31, "Long run"));

        let tx = app.store.begin().await.expect("it begins");
        let ids = [listed[0].id.clone()];
        assert_eq!(
            sessions::bury(&tx, user.user_no, &ids, app.now())
                .await
                .expect("it is there"),
            1
        );
        tx.commit().await.expect("it commits");
        assert_eq!(write(workout("a", 32, "Back again")).await, unchanged);
        let found = sessions::find(&app.store, user.user_no, &listed[0].id)
            .await
            .expect("read");
        assert_eq!(found, None, "on {}", database.engine);
    })
    .await;
}

/// The same rows under another name of their source.
fn renamed(rows: Vec<(Series, BatchRow)>, from: &str, to: &str) -> Vec<(Series, BatchRow)> {
    let rename = |(mut series, row): (Series, BatchRow)| {
        if series.source.name == from {
            series.source = source(to, series.source.revision);
        }
        (series, row)
    };
    rows.into_iter().map(rename).collect()
}

#[tokio::test]
async fn a_renamed_phone_does_not_double_the_history() {
    on_every_database(async |database| {
        let (app, user, other) = (&database.app, database.user().await, database.user().await);
        import(app, &user, &rows(240), 100).await;
        let ride = |name: &str| {
            let mut session = workout("a", 30, "Ride");
            session.source = source(name, Revision::Immutable);
            session
        };
        deliver(app, &user, vec![Delivery::Sessions(vec![ride("Watch")])])
            .await
            .expect("it is written");

        let newer = renamed(rows(288), "Watch", "Ada's watch");
        let mut deliveries: Vec<Delivery> = newer.chunks(90).map(|rows| Delivery::Samples(batch(rows))).collect();
        deliveries.push(Delivery::Sessions(vec![ride("Ada's watch")]));
        let written = deliver(app, &user, deliveries).await.expect("it is written");
        assert_eq!(
            written.samples,
            Counts {
                added: 192,
                changed: 0,
                unchanged: 960
            }
        );
        assert_eq!(
            written.sessions,
            Counts {
                added: 0,
                changed: 0,
                unchanged: 1
            }
        );
        let names: Vec<(&str, &str)> = written
            .renamed
            .iter()
            .map(|it| (it.from.as_str(), it.to.as_str()))
            .collect();
        assert_eq!(names, [("Watch", "Ada's watch")]);
        import(app, &other, &rows(288), 1000).await;
        let stored_blocks = |blocks: Vec<(String, i32, i64, Block)>| -> Vec<(String, i32, i64)> {
            blocks.into_iter().map(|it| (it.0, it.1, it.2)).collect()
        };
        let expected = stored_blocks(stored(app, &other).await);
        assert_eq!(
            stored_blocks(stored(app, &user).await),
            expected,
            "on {}",
            database.engine
        );

        // Both names at once, and the name is known from now on.
        let mut both = renamed(rows(300), "Watch", "Ada's watch");
        both.extend(rows(300));
        let again = import(app, &user, &both, 10_000).await;
        assert_eq!((again.samples.added, again.renamed.len()), (48, 0));
    })
    .await;
}

#[tokio::test]
async fn a_second_watch_with_other_values_is_another_source() {
    on_every_database(async |database| {
        let (app, user) = (&database.app, database.user().await);
        import(app, &user, &rows(240), 100).await;
        let mut second = renamed(rows(240), "Watch", "Second watch");
        for (_, row) in second
            .iter_mut()
            .filter(|(series, _)| series.source.name == "Second watch")
        {
            row.value += 1.0;
        }
        let written = import(app, &user, &second, 100).await;
        assert_eq!(
            (written.samples.added, written.renamed.len()),
            (480, 0),
            "on {}",
            database.engine
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_taken_in_with_a_transaction_is_there_when_that_is_and_as_an_import_would_leave_it() {
    on_every_database(async |database| {
        let (app, user) = (&database.app, database.user().await);
        let who = UserRef::from(&user);
        let all = batch(&rows(60));
        let dropped = app.store.begin().await.expect("begins");
        let deliveries = [Delivery::Samples(all.clone())];
        let written = take_in(app, &dropped, &who, deliveries.clone())
            .await
            .expect("taken in");
        assert_eq!(written.samples.added, 240, "{}", database.engine);
        drop(dropped);
        assert_eq!(series::all(&app.store, user.user_no).await.expect("asked"), []);

        let tx = app.store.begin().await.expect("begins");
        take_in(app, &tx, &who, deliveries.clone()).await.expect("taken in");
        tx.commit().await.expect("commits");
        let again = deliver(app, &user, deliveries.into()).await.expect("imported");
        assert_eq!(
            (again.samples.added, again.samples.unchanged),
            (0, 240),
            "{}",
            database.engine
        );
    })
    .await;
}
