use vitasync_core::sleep_stage::SleepStage;
use vitasync_core::{Metric, batch::BatchRow, batch::SampleBatch, batch::Series};

use vitasync_core::time::UTC_DAY_MS;

use super::*;
use crate::service::import::{Delivery, Written, write_deliveries};
use crate::testing::{TestDatabase, on_every_database};

const MINUTE: i64 = 60_000;
/// 2025-06-01T00:00:00Z
const JUNE: i64 = 1_748_736_000_000;

fn source(name: &str, kind: &str) -> serde_json::Value {
    serde_json::json!({
        "provider": "example", "origin": name.to_lowercase(), "recording": "automatic",
        "name": name, "device_kind": kind, "revision": "immutable",
    })
}

fn run(name: &str, kind: &str, id: &str, day: u32, minute: u32) -> Session {
    let session = serde_json::json!({
        "source": source(name, kind), "record": {"provider": "example", "resource": "workout", "external_id": id}, "kind": "workout", "sport": "running",
        "start": format!("2025-06-{day:02}T08:{minute:02}:00Z"), "end": format!("2025-06-{day:02}T08:55:00Z"),
        "route": [{"at": "2025-06-01T08:00:00Z", "latitude": 51.5, "longitude": -0.1}],
    });
    serde_json::from_value(session).expect("a session")
}

async fn deliver(database: &TestDatabase, user: &UserRef, delivery: Delivery) -> Written {
    let (sender, receiver) = tokio::sync::mpsc::channel(1);
    sender.send(delivery).await.expect("there is room");
    drop(sender);
    write_deliveries(&database.app, user, receiver, |_| {})
        .await
        .expect("it is written")
}

fn query(limit: usize) -> EventQuery {
    EventQuery {
        kind: None,
        sport: None,
        source: None,
        window: Window::default(),
        zone: None,
        raw: false,
        start: Start::Offset(0),
        limit,
    }
}

/// Stages of one night: (day in June, minutes from its midnight, to, stage).
fn stages(name: &str, rows: &[(i64, i64, i64, SleepStage)]) -> Delivery {
    let mut batch = SampleBatch::with_capacity(rows.len());
    let source = serde_json::from_value::<Source>(source(name, "watch")).expect("a source");
    let series = batch.add_series(Series {
        source: Arc::new(source),
        metric: Metric::SleepStage,
    });
    for (day, from, to, stage) in rows {
        let midnight = JUNE + (day - 1) * UTC_DAY_MS;
        batch.push(BatchRow {
            series,
            start_ms: midnight + from * MINUTE,
            end_ms: midnight + to * MINUTE,
            value: stage.code().into(),
            attributes: 0,
            copy: 0,
        });
    }
    Delivery::Samples(batch)
}

#[tokio::test]
async fn two_records_of_one_run_are_one_event_and_raw_shows_both() {
    on_every_database(async |database| {
        let (app, user) = (&database.app, UserRef::from(&database.user().await));
        let runs = vec![
            run("Watch", "watch", "a", 1, 0),
            run("App", "app", "b", 1, 1),
            run("Watch", "watch", "c", 3, 5),
        ];
        deliver(database, &user, Delivery::Sessions(runs)).await;
        let events = list(app, &user, &query(10)).await.expect("listed");
        let members: Vec<usize> = events.rows.iter().map(|event| event.records.len()).collect();
        assert_eq!((members, events.more), (vec![1, 2], false), "on {}", database.engine);
        let raw = list(app, &user, &EventQuery { raw: true, ..query(10) })
            .await
            .expect("listed");
        assert_eq!(raw.rows.len(), 3);

        for member in &events.rows[1].records {
            let found = find(app, &user, member.id, None, false).await.expect("it is there");
            assert_eq!(found.id, events.rows[1].id);
            let Detail::Workout(workout) = found.session.detail else {
                panic!("a workout")
            };
            assert_eq!(workout.route.len(), 1);
        }
        let stranger = UserRef::from(&database.user().await);
        let hidden = find(app, &stranger, events.rows[0].id, None, false).await;
        assert!(matches!(hidden, Err(Error::NotFound { .. })));
    })
    .await;
}

#[tokio::test]
async fn a_triathlon_is_one_event_and_the_id_of_a_part_finds_it() {
    on_every_database(async |database| {
        let (app, user) = (&database.app, UserRef::from(&database.user().await));
        let leg = |name: &str, sport: &str, start: &str, end: &str| -> Session {
            let session = serde_json::json!({
                "source": source(name, "watch"), "kind": "workout", "sport": sport,
                "start": format!("2025-06-01T{start}:00Z"), "end": format!("2025-06-01T{end}:00Z"),
                "route": [{"at": "2025-06-01T08:00:00Z", "latitude": 51.5, "longitude": -0.1}],
            });
            serde_json::from_value(session).expect("a session")
        };
        let mut whole = leg("Watch", "triathlon", "08:00", "10:30");
        if let Detail::Workout(workout) = &mut whole.detail {
            workout.route.clear();
        }
        let legs = vec![
            whole,
            leg("App", "swimming", "08:00", "08:28"),
            leg("App", "cycling", "08:31", "09:40"),
            leg("App", "running", "09:42", "10:30"),
        ];
        deliver(database, &user, Delivery::Sessions(legs)).await;
        let events = list(app, &user, &query(10)).await.expect("listed").rows;
        assert_eq!((events.len(), events[0].parts.len()), (1, 3), "on {}", database.engine);
        let found = find(app, &user, events[0].parts[1].id, None, false).await;
        let found = found.expect("it is there");
        assert_eq!(found.parts[1].sport.id(), "cycling");
        let Detail::Workout(workout) = found.session.detail else {
            panic!("a workout")
        };
        // The route of a part is not the route of the whole.
        assert_eq!((found.id, workout.route.len()), (events[0].id, 0));
    })
    .await;
}

#[tokio::test]
async fn pages_of_events_hold_each_once() {
    on_every_database(async |database| {
        let (app, user) = (&database.app, UserRef::from(&database.user().await));
        let mut runs: Vec<Session> = (1..=28)
            .map(|day| run("Watch", "watch", &format!("a{day}"), day, 0))
            .collect();
        // Of one source at the same time: two events with the same start.
        runs.push(run("Watch", "watch", "twin", 14, 0));
        deliver(database, &user, Delivery::Sessions(runs)).await;
        let all = list(app, &user, &query(100)).await.expect("listed").rows;
        assert_eq!(all.len(), 29);
        for limit in [1, 4] {
            let (mut paged, mut next) = (Vec::new(), query(limit));
            loop {
                let page = list(app, &user, &next).await.expect("listed");
                paged.extend(page.rows);
                let last = paged.last().expect("it is not empty");
                next.start = Start::Behind(last.session.start, last.id);
                if !page.more {
                    break;
                }
            }
            assert!(paged == all, "limit {limit} on {}", database.engine);
        }
        let window = Window::days(
            "2025-06-10".parse().expect("a date"),
            "2025-06-12".parse().expect("a date"),
        );
        let some = list(app, &user, &EventQuery { window, ..query(100) })
            .await
            .expect("listed");
        assert_eq!(some.rows.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn nights_follow_their_stages() {
    on_every_database(async |database| {
        let (app, user) = (&database.app, UserRef::from(&database.user().await));
        let nights = async || {
            let sleep = EventQuery {
                kind: Some(EventKind::Sleep),
                ..query(100)
            };
            let page = list(app, &user, &sleep).await.expect("listed");
            let spans = page
                .rows
                .iter()
                .map(|it| (it.session.start.timestamp_millis() - JUNE) / MINUTE);
            let ends = page
                .rows
                .iter()
                .map(|it| (it.session.end.timestamp_millis() - JUNE) / MINUTE);
            spans.zip(ends).collect::<Vec<_>>()
        };
        // Two stretches two hours apart are two nights.
        let first = [(1, 1380, 1500, SleepStage::Deep), (2, 180, 300, SleepStage::Light)];
        let written = deliver(database, &user, stages("Watch", &first)).await;
        assert_eq!(written.nights.added, 2);
        assert_eq!(nights().await, [(1620, 1740), (1380, 1500)]);
        let again = deliver(database, &user, stages("Watch", &first)).await;
        assert_eq!((again.nights.added, again.nights.changed), (0, 0));
        // What comes later fills the gap, and they are one.
        let between = [(2, 100, 140, SleepStage::Rem)];
        deliver(database, &user, stages("Watch", &between)).await;
        assert_eq!(nights().await, [(1380, 1740)], "on {}", database.engine);
        // Another night leaves it alone.
        deliver(database, &user, stages("Watch", &[(4, 60, 400, SleepStage::Light)])).await;
        assert_eq!(nights().await, [(4380, 4720), (1380, 1740)]);
    })
    .await;
}
