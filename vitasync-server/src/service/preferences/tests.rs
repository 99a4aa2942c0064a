//! What a person sets is what the next answer follows, and only what it concerns is computed again.

use std::sync::Arc;

use chrono::NaiveDate;
use chrono_tz::America::New_York;
use chrono_tz::Europe::Berlin;
use vitasync_core::Metric;
use vitasync_core::batch::{BatchRow, SampleBatch, Series};
use vitasync_core::source::{Device, DeviceKind, Recording, Revision, Source, SourceKey};

use super::*;
use crate::service::health::{DaysQuery, daily_summaries};
use crate::service::import::{Delivery, write_deliveries};
use crate::service::users::{self, Profile, User};
use crate::store::daily;
use crate::testing::{TestDatabase, on_every_database, somebody};

const HOUR: i64 = 3_600_000;
/// 2025-06-20T00:00:00Z
const JUNE: i64 = 1_750_377_600_000;

fn source(name: &str, device_kind: DeviceKind) -> Arc<Source> {
    Arc::new(Source {
        key: SourceKey {
            provider: "example".into(),
            origin: name.to_lowercase(),
            recording: Recording::Automatic,
        },
        name: name.into(),
        device_kind,
        device: Device::default(),
        revision: Revision::LastWins,
    })
}

/// Steps of a watch (100 per hour) and a phone (10 per hour) over `days` days from 20 June.
fn steps(days: i64) -> SampleBatch {
    hours(0..days * 24)
}

fn hours(hours: std::ops::Range<i64>) -> SampleBatch {
    let mut batch = SampleBatch::with_capacity(0);
    for (name, kind, value) in [("Watch", DeviceKind::Watch, 100.0), ("Phone", DeviceKind::Phone, 10.0)] {
        let series = batch.add_series(Series {
            source: source(name, kind),
            metric: Metric::Steps,
        });
        for hour in hours.clone() {
            let start_ms = JUNE + hour * HOUR;
            batch.push(BatchRow {
                series,
                start_ms,
                end_ms: start_ms + HOUR,
                value,
                attributes: 0,
                copy: 0,
            });
        }
    }
    batch
}

async fn import(database: &TestDatabase, user: &User, batch: SampleBatch) {
    let (sender, receiver) = tokio::sync::mpsc::channel(1);
    sender.send(Delivery::Samples(batch)).await.expect("there is room");
    drop(sender);
    let written = write_deliveries(&database.app, &UserRef::from(user), receiver, |_| {}).await;
    written.expect("it is written");
}

/// A person in a zone, with the steps of so many days.
async fn person(database: &TestDatabase, zone: Option<Tz>, days: i64) -> User {
    let user = database.user_in(zone).await;
    import(database, &user, steps(days)).await;
    user
}

async fn lives(database: &TestDatabase, user: User, zone: Option<Tz>) -> User {
    let profile = Profile {
        timezone: Some(zone.map(|zone| zone.name().to_owned())),
        ..Profile::default()
    };
    users::change(&database.app, user, profile).await.expect("changed")
}

/// Reads the person again, as every request does.
async fn again(app: &App, user: &User) -> UserRef {
    let user = crate::store::users::find(&app.store, user.workspace_id, user.id).await;
    UserRef::from(&user.expect("read").expect("there"))
}

/// Tells the days as (date, steps).
async fn days(app: &App, user: &UserRef) -> Vec<(String, f64)> {
    let days = daily_summaries(app, user, &DaysQuery::default())
        .await
        .expect("answered");
    let value = |day: &crate::service::health::Day| (day.date.to_string(), day.metrics[&Metric::Steps].value.round());
    days.iter().map(value).collect()
}

fn day(text: &str, value: f64) -> (String, f64) {
    (text.to_owned(), value)
}

fn prefer(words: &[&str]) -> Change {
    let picks = words.iter().map(|word| Pick::Word((*word).to_owned())).collect();
    Change {
        metrics: Some(Some([("steps".to_owned(), Some(picks))].into())),
        ..Change::default()
    }
}

async fn dirty(app: &App, user: &User) -> Vec<String> {
    let date = |text: &str| text.parse::<NaiveDate>().expect("a date");
    let states = daily::states(&app.store, user.user_no, date("2000-01-01"), date("2100-01-01")).await;
    let dirty = states.expect("read").into_iter().filter(|state| state.dirty);
    dirty.map(|state| state.date.to_string()).collect()
}

#[tokio::test]
async fn a_changed_order_is_followed_by_the_next_answer_of_every_process() {
    on_every_database(async |database| {
        let user = person(database, None, 1).await;
        let other = App::open(&database.url).await.expect("another process");
        for app in [&database.app, &other] {
            assert_eq!(days(app, &again(app, &user).await).await, [day("2025-06-20", 2400.0)]);
        }
        let changed = change(&database.app, &UserRef::from(&user), &prefer(&["phone"]), None).await;
        assert_eq!(changed.expect("changed").version, 1);
        for app in [&other, &database.app] {
            let found = days(app, &again(app, &user).await).await;
            assert_eq!(found, [day("2025-06-20", 240.0)], "on {}", database.engine);
        }
        change(&other, &UserRef::from(&user), &prefer(&[]), None)
            .await
            .expect("changed");
        let found = days(&database.app, &again(&database.app, &user).await).await;
        assert_eq!(found, [day("2025-06-20", 2400.0)], "on {}", database.engine);
        other.store.close().await.expect("it closes");
    })
    .await;
}

#[tokio::test]
async fn whoever_computes_a_day_follows_what_is_set_then_whatever_was_read_before() {
    on_every_database(async |database| {
        let (app, user) = (&database.app, person(database, None, 1).await);
        let earlier = UserRef::from(&user);
        change(app, &earlier, &prefer(&["phone"]), None).await.expect("changed");
        let other = App::open(&database.url).await.expect("another process");
        days(&other, &earlier).await;
        assert_eq!(dirty(app, &user).await, [""; 0]);
        let found = days(app, &again(app, &user).await).await;
        assert_eq!(found, [day("2025-06-20", 240.0)], "on {}", database.engine);
        other.store.close().await.expect("it closes");
    })
    .await;
}

#[tokio::test]
async fn another_zone_counts_from_now_on_and_leaves_the_past_where_it_was() {
    on_every_database(async |database| {
        let app = database
            .app
            .clone()
            .with_clock(|| "2025-06-22T12:00:00Z".parse().expect("a time"));
        let user = person(database, Some(Berlin), 4).await;
        let at_home = days(&app, &again(&app, &user).await).await;
        assert_eq!(at_home[..2], [day("2025-06-20", 2200.0), day("2025-06-21", 2400.0)]);
        let profile = Profile {
            timezone: Some(Some("America/New_York".to_owned())),
            ..Profile::default()
        };
        users::change(&app, user.clone(), profile).await.expect("changed");
        let marked = dirty(&app, &user).await;
        assert_eq!(marked[0], "2025-06-21", "on {}", database.engine);
        let moved = days(&app, &again(&app, &user).await).await;
        assert_eq!(moved[..2], at_home[..2]);
        // The 22nd begins at Berlin's midnight and ends at New York's.
        assert_eq!(moved[2..], [day("2025-06-22", 3000.0), day("2025-06-23", 2000.0)]);
        let set = read(&app, &UserRef::from(&user)).await.expect("read").preferences.zones;
        assert_eq!((set.first(), set.latest(), set.moves().len()), (Berlin, New_York, 1));
    })
    .await;
}

#[tokio::test]
async fn a_first_zone_counts_from_the_beginning() {
    on_every_database(async |database| {
        let (app, user) = (&database.app, person(database, None, 1).await);
        assert_eq!(days(app, &again(app, &user).await).await, [day("2025-06-20", 2400.0)]);
        let user = lives(database, user, Some(Berlin)).await;
        let found = days(app, &again(app, &user).await).await;
        assert_eq!(
            found,
            [day("2025-06-20", 2200.0), day("2025-06-21", 200.0)],
            "on {}",
            database.engine
        );
        let user = lives(database, user, None).await;
        assert_eq!(days(app, &again(app, &user).await).await, [day("2025-06-20", 2400.0)]);
    })
    .await;
}

#[tokio::test]
async fn a_zone_set_during_an_import_is_that_of_what_comes_after_it() {
    on_every_database(async |database| {
        let (app, user) = (&database.app, database.user().await);
        let (sender, receiver) = tokio::sync::mpsc::channel(1);
        let written = tokio::sync::Notify::new();
        let feed = async {
            sender.send(Delivery::Samples(steps(1))).await.expect("there is room");
            written.notified().await;
            lives(database, user.clone(), Some(Berlin)).await;
            // The last two hours of 29 June in London are the first of the 30th in Berlin.
            let late = Delivery::Samples(hours(9 * 24 + 22..10 * 24));
            sender.send(late).await.expect("there is room");
            drop(sender);
        };
        let reference = UserRef::from(&user);
        let import = write_deliveries(app, &reference, receiver, |_| written.notify_one());
        let (import, ()) = tokio::join!(import, feed);
        import.expect("it is written");
        let found = days(app, &again(app, &user).await).await;
        assert_eq!(found.last(), Some(&day("2025-06-30", 200.0)), "on {}", database.engine);
    })
    .await;
}

#[tokio::test]
async fn a_corrected_history_moves_the_days_it_is_about() {
    on_every_database(async |database| {
        let (app, user) = (&database.app, person(database, Some(Berlin), 5).await);
        days(app, &again(app, &user).await).await;
        let since = |from: Option<&str>, zone: &str| Since {
            from: from.map(|from| from.parse().expect("an instant")),
            zone: zone.to_owned(),
        };
        let history = Change {
            zones: Some(Some(vec![
                since(None, "Europe/Berlin"),
                since(Some("2025-06-23T00:00:00Z"), "Asia/Tokyo"),
            ])),
            ..Change::default()
        };
        change(app, &UserRef::from(&user), &history, None)
            .await
            .expect("changed");
        assert_eq!(
            dirty(app, &user).await.first().map(String::as_str),
            Some("2025-06-22"),
            "on {}",
            database.engine
        );
        let user = again(app, &user).await;
        assert_eq!(user.zone, Some(chrono_tz::Asia::Tokyo));
        let dates: Vec<String> = days(app, &user).await.into_iter().map(|(date, _)| date).collect();
        assert_eq!(dates.last().map(String::as_str), Some("2025-06-25"));
    })
    .await;
}

#[tokio::test]
async fn the_beginning_of_weeks_and_the_matcher_concern_no_rollup() {
    on_every_database(async |database| {
        let (app, user) = (&database.app, person(database, None, 2).await);
        days(app, &again(app, &user).await).await;
        let both = Change {
            week_start: Some(Some("Sunday".to_owned())),
            matcher: Some(Some("train_stack".to_owned())),
            ..Change::default()
        };
        let current = change(app, &UserRef::from(&user), &both, None).await.expect("changed");
        assert_eq!(dirty(app, &user).await, [""; 0], "on {}", database.engine);
        assert_eq!(name_of_day(current.preferences.week_start), "sunday");
        let same = change(app, &UserRef::from(&user), &both, None).await.expect("changed");
        assert_eq!((current.version, same.version), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn of_two_editors_the_later_is_told() {
    on_every_database(async |database| {
        let (app, user) = (&database.app, UserRef::from(&database.user().await));
        let general = |word: &str| Change {
            general: Some(Some(vec![Pick::Word(word.to_owned())])),
            ..Change::default()
        };
        change(app, &user, &general("watch"), Some(&[0]))
            .await
            .expect("the first");
        let late = change(app, &user, &general("phone"), Some(&[0]))
            .await
            .expect_err("the second");
        assert_eq!(
            late.to_string(),
            "somebody else has changed this meanwhile: it is at version 1; read it again"
        );
        let set = read(app, &user).await.expect("read").preferences.priority.general;
        assert_eq!(name_of(&set[0], &[]), "watch", "on {}", database.engine);
    })
    .await;
}

#[tokio::test]
async fn an_erased_person_leaves_nothing_that_was_set() {
    on_every_database(async |database| {
        let (app, user) = (&database.app, person(database, Some(Berlin), 1).await);
        change(app, &UserRef::from(&user), &prefer(&["phone"]), None)
            .await
            .expect("changed");
        users::erase(app, &somebody(), UserRef::from(&user))
            .await
            .expect("erased");
        assert_eq!(rows::find(&app.store, user.user_no).await.expect("read"), None);
    })
    .await;
}

#[tokio::test]
async fn what_names_nothing_is_refused_with_the_nearest() {
    on_every_database(async |database| {
        let (app, user) = (&database.app, person(database, None, 1).await);
        let zones = |zones: &[(Option<&str>, &str)]| Change {
            zones: Some(Some(
                zones
                    .iter()
                    .map(|(from, zone)| Since {
                        from: from.map(|from| from.parse().expect("an instant")),
                        zone: (*zone).to_owned(),
                    })
                    .collect(),
            )),
            ..Change::default()
        };
        let unknown_metric = Change {
            metrics: Some(Some([("stepps".to_owned(), None)].into())),
            ..Change::default()
        };
        let unknown_kind = Change {
            general: Some(Some(vec![Pick::Parts {
                provider: None,
                origin: None,
                device_kind: Some("wach".to_owned()),
            }])),
            ..Change::default()
        };
        let changes = [
            prefer(&["watch", "phon"]),
            unknown_metric,
            unknown_kind,
            zones(&[(None, "Europe/Berln")]),
            zones(&[(Some("2025-06-01T00:00:00Z"), "Europe/Berlin")]),
            zones(&[(None, "Europe/Berlin"), (Some("2026-01-01T00:00:00Z"), "Asia/Tokyo")]),
            zones(&[]),
            Change {
                week_start: Some(Some("sundai".to_owned())),
                ..Change::default()
            },
            Change {
                matcher: Some(Some("overlp".to_owned())),
                ..Change::default()
            },
        ];
        let mut lines = Vec::new();
        for it in changes {
            let error = change(app, &UserRef::from(&user), &it, None)
                .await
                .expect_err("refused");
            let Error::Unprocessable { path, .. } = &error else {
                panic!("{error:?}");
            };
            lines.push(format!("{path}: {error}"));
        }
        insta::allow_duplicates! { insta::assert_snapshot!(lines.join("\n"), @r#"
        priority.metrics.steps[1]: "phon" is not a known source; did you mean "phone"?
        priority.metrics.stepps: "stepps" is not a known metric; did you mean "steps"?
        priority.general[0].deviceKind: "wach" is not a known kind of device; did you mean "watch"?
        timezones[0].timezone: "Europe/Berln" is not a known IANA time zone; did you mean "Europe/Berlin"?
        timezones[0].from: the first zone counts from the beginning: leave it out
        timezones[1].from: it lies in the future
        timezones: it must name a zone, or be null to forget them
        weekStart: "sundai" is not a known day of the week; did you mean "sunday"?
        workoutMatcher: "overlp" is not a known matcher of workouts; did you mean "overlap"?
        "#) }
        assert_eq!(read(app, &UserRef::from(&user)).await.expect("read").version, 0);
    })
    .await;
}

#[tokio::test]
async fn a_source_is_picked_by_kind_provider_id_number_or_name() {
    on_every_database(async |database| {
        let (app, user) = (&database.app, person(database, None, 1).await);
        let key = source("Phone", DeviceKind::Phone).key.clone();
        let id = vitasync_core::id::ContentId::of_source(&user.id.to_string(), &key).to_string();
        let words = ["Chest Strap", "EXAMPLE", "apple_health", &id, "1", "2"];
        let set = change(app, &UserRef::from(&user), &prefer(&words), None)
            .await
            .expect("changed");
        let known = crate::store::sources::all(&app.store, user.user_no)
            .await
            .expect("read");
        let names: Vec<String> = set.preferences.priority.metrics[&Metric::Steps]
            .iter()
            .map(|it| name_of(it, &known))
            .collect();
        // The id and one of the numbers are the same source, which stands once.
        assert_eq!(
            names,
            ["chest_strap", "example", "apple_health", "Phone", "Watch"],
            "on {}",
            database.engine
        );
        let ranked = order(app, &again(app, &user).await, Metric::Steps)
            .await
            .expect("ranked");
        let places: Vec<(&str, &str)> = ranked.iter().map(|it| (&*it.source.name, it.merit.id())).collect();
        assert_eq!(places, [("Watch", "metric_order"), ("Phone", "metric_order")]);
    })
    .await;
}

#[tokio::test]
async fn a_documented_name_sets_all_its_metrics_and_an_exact_one_beside_it_wins() {
    on_every_database(async |database| {
        let (app, user) = (&database.app, UserRef::from(&database.user().await));
        let list = |word: &str| Some(vec![Pick::Word(word.to_owned())]);
        let orders = [
            ("calories".to_owned(), list("watch")),
            ("total_energy".to_owned(), list("phone")),
        ];
        let both = Change {
            metrics: Some(Some(orders.into())),
            ..Change::default()
        };
        let set = change(app, &user, &both, None)
            .await
            .expect("changed")
            .preferences
            .priority;
        let kind = |metric| set.metrics[&metric][0].device_kind;
        assert_eq!(kind(Metric::ActiveEnergy), Some(DeviceKind::Watch));
        assert_eq!(
            kind(Metric::TotalEnergy),
            Some(DeviceKind::Phone),
            "on {}",
            database.engine
        );
    })
    .await;
}
