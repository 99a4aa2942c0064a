use std::sync::Arc;

use chrono::{Days, NaiveDate, TimeDelta};
use tokio::sync::mpsc;
use vitasync_core::Metric;
use vitasync_core::analytics::scores::Kind;
use vitasync_core::batch::{BatchRow, SampleBatch, Series};
use vitasync_core::source::{Device, DeviceKind, Recording, Revision, Source, SourceKey};

use super::anomalies::{Say, Status, anomalies, find, say};
use super::assess::catch_up;
use super::{ASSESS, assess_day, kept};
use crate::App;
use crate::error::Error;
use crate::service::import::{Delivery, write_deliveries};
use crate::service::users::{Profile, User, UserRef, change};
use crate::store::assessments::{self, Assessment};
use crate::store::episodes::{self, Episode};
use crate::store::{assessment_marks, erase, jobs};
use crate::testing::{TestDatabase, on_every_database};

/// A value of a metric on a day before the clock's.
type Value = (Metric, u64, f64);

/// The day of the tests' clock.
fn today() -> NaiveDate {
    "2025-07-01".parse().expect("a date")
}

fn before(days: u64) -> NaiveDate {
    today() - Days::new(days)
}

/// Hundred days as usual, three nights of a raised heart rate in the end, and an hour without air three weeks ago.
fn history() -> Vec<Value> {
    let usual = (1..=100).rev().flat_map(|day| {
        let wave = (day * 7 % 5) as f64;
        let raised = if day <= 3 { 16.0 } else { 0.0 };
        [
            (Metric::RestingHeartRate, day, 56.0 + wave + raised),
            (Metric::HeartRateVariabilityRmssd, day, 48.0 + 2.0 * wave),
            (
                Metric::OxygenSaturation,
                day,
                if day == 21 { 84.0 } else { 97.0 + wave / 10.0 },
            ),
            (Metric::Steps, day, 7000.0 + 100.0 * wave),
        ]
    });
    usual.collect()
}

async fn deliver(app: &App, user: &User, values: &[Value]) {
    let source = Arc::new(Source {
        key: SourceKey {
            provider: "example".to_owned(),
            origin: "ring".to_owned(),
            recording: Recording::Automatic,
        },
        name: "Ring".to_owned(),
        device_kind: DeviceKind::Ring,
        device: Device::default(),
        revision: Revision::LastWins,
    });
    let mut batch = SampleBatch::with_capacity(values.len());
    let attributes = batch.add_attributes(Arc::default());
    for (metric, day, value) in values {
        let wanted = Series {
            source: Arc::clone(&source),
            metric: *metric,
        };
        let known = batch.series().iter().position(|it| *it == wanted);
        let series = known.map_or_else(|| batch.add_series(wanted), |at| u32::try_from(at).expect("few"));
        let start = before(*day).and_hms_opt(5, 0, 0).expect("an hour").and_utc();
        let length = TimeDelta::minutes(if *metric == Metric::Steps { 60 } else { 0 });
        batch.push(BatchRow {
            series,
            start_ms: start.timestamp_millis(),
            end_ms: (start + length).timestamp_millis(),
            value: *value,
            attributes,
            copy: 0,
        });
    }
    let (sender, receiver) = mpsc::channel(1);
    sender.try_send(Delivery::Samples(batch)).expect("there is room");
    drop(sender);
    write_deliveries(app, &UserRef::from(user), receiver, |_| {})
        .await
        .expect("it is written");
}

async fn adult(database: &TestDatabase) -> User {
    let profile = Profile {
        sex: Some(Some("female".to_owned())),
        birth_date: Some("1988-02-02".parse().ok()),
        ..Profile::default()
    };
    let user = database.user().await;
    change(&database.app, user, profile).await.expect("changed")
}

/// Everything that is kept of a person.
async fn all_kept(app: &App, user: &User) -> (Vec<Assessment>, Vec<Episode>) {
    let days = assessments::read(&app.store, user.user_no, before(5000), today())
        .await
        .expect("read");
    let mut episodes = episodes::all(&app.store, user.user_no).await.expect("read");
    let days = days.into_iter().map(|it| Assessment { user_no: 0, ..it });
    episodes.iter_mut().for_each(|it| it.user_no = 0);
    (days.collect(), episodes)
}

async fn waiting(app: &App, user: &User) -> usize {
    let which = jobs::Filter {
        user_no: Some(user.user_no),
        kinds: vec![ASSESS.id],
        ..jobs::Filter::default()
    };
    jobs::list(&app.store, &which, 100).await.expect("read").len()
}

#[tokio::test]
async fn in_whatever_order_data_comes_the_same_is_kept() {
    on_every_database(async |database| {
        let app = &database.app;
        let whole = history();
        let at_once = adult(database).await;
        deliver(app, &at_once, &whole).await;
        catch_up(app, at_once.user_no).await.expect("computed");
        let expected = all_kept(app, &at_once).await;
        assert!(expected.0.len() > 90 && expected.1.len() == 2, "{:?}", expected.1);

        let orders: [&dyn Fn(&Value) -> u64; 3] = [&|it| it.1, &|it| it.1 * 37 % 11, &|it| (1000 - it.1) * 5 % 7];
        for order in orders {
            let bit_by_bit = adult(database).await;
            let mut values = whole.clone();
            values.sort_by_key(|it| order(it));
            for portion in values.chunks(67) {
                deliver(app, &bit_by_bit, portion).await;
                catch_up(app, bit_by_bit.user_no).await.expect("computed");
            }
            assert_eq!(all_kept(app, &bit_by_bit).await, expected, "on {}", database.engine);
        }
    })
    .await;
}

#[tokio::test]
async fn a_revision_that_comes_late_is_judged_as_if_it_had_come_first() {
    on_every_database(async |database| {
        let app = &database.app;
        let (late, first) = (adult(database).await, adult(database).await);
        let revised = (Metric::OxygenSaturation, 21, 97.0);
        deliver(app, &late, &history()).await;
        catch_up(app, late.user_no).await.expect("computed");
        deliver(app, &late, &[revised]).await;
        catch_up(app, late.user_no).await.expect("computed");
        let mut values = history();
        values.retain(|it| (it.0, it.1) != (revised.0, revised.1));
        values.push(revised);
        deliver(app, &first, &values).await;
        catch_up(app, first.user_no).await.expect("computed");
        let kept = all_kept(app, &late).await;
        assert_eq!(kept.1.len(), 1);
        assert_eq!(kept, all_kept(app, &first).await);
    })
    .await;
}

#[tokio::test]
async fn a_reader_gets_what_is_kept_where_it_is_true_and_has_it_computed_otherwise() {
    on_every_database(async |database| {
        let (app, user) = (&database.app, &adult(database).await);
        deliver(app, user, &history()).await;
        let computed = kept::days(app, user, before(40), today()).await.expect("computed");
        assert!(all_kept(app, user).await.0.is_empty());
        catch_up(app, user.user_no).await.expect("computed");
        assert_eq!(
            kept::days(app, user, before(40), today()).await.expect("read"),
            computed
        );

        // What is kept is what is read: of a day that nothing has changed, and of no other.
        let mut forged = all_kept(app, user).await.0.swap_remove(90);
        (forged.user_no, forged.method) = (user.user_no, "forged".to_owned());
        let tx = app.store.begin().await.expect("begins");
        assessments::upsert(&tx, vec![forged.clone()]).await.expect("written");
        tx.commit().await.expect("commits");
        let method = async || {
            let day = kept::day(app, user, Some(forged.date)).await.expect("read");
            day.method
        };
        assert_eq!(method().await, "forged");
        deliver(app, user, &[(Metric::RestingHeartRate, 60, 61.5)]).await;
        assert_ne!(method().await, "forged");
    })
    .await;
}

#[tokio::test]
async fn a_newer_method_says_everything_anew() {
    on_every_database(async |database| {
        let (app, user) = (&database.app, &adult(database).await);
        deliver(app, user, &history()).await;
        catch_up(app, user.user_no).await.expect("computed");
        let kept = all_kept(app, user).await;
        let mark = assessment_marks::find(&app.store, user.user_no)
            .await
            .expect("read")
            .expect("a mark");
        let tx = app.store.begin().await.expect("begins");
        assessment_marks::set(&tx, assessment_marks::Mark { version: 0, ..mark })
            .await
            .expect("set");
        let old = kept.0.iter().map(|it| Assessment {
            user_no: user.user_no,
            method: "older".to_owned(),
            ..it.clone()
        });
        assessments::upsert(&tx, old.collect()).await.expect("written");
        tx.commit().await.expect("commits");
        let day = kept::day(app, user, Some(before(1))).await.expect("read");
        assert_ne!(day.method, "older");
        catch_up(app, user.user_no).await.expect("computed");
        assert_eq!(all_kept(app, user).await, kept);
    })
    .await;
}

#[tokio::test]
async fn a_burst_of_data_adds_one_job_and_data_that_comes_while_it_works_another() {
    on_every_database(async |database| {
        let (app, user) = (&database.app, &adult(database).await);
        assert_eq!(waiting(app, user).await, 0);
        for portion in history().chunks(100) {
            deliver(app, user, portion).await;
        }
        assert_eq!(waiting(app, user).await, 1);
        catch_up(app, user.user_no).await.expect("computed");
        deliver(app, user, &history()).await;
        assert_eq!(waiting(app, user).await, 1, "nothing has changed");
        deliver(app, user, &[(Metric::Steps, 2, 12_000.0)]).await;
        assert_eq!(waiting(app, user).await, 2);
    })
    .await;
}

#[tokio::test]
async fn what_was_said_of_an_anomaly_outlives_what_comes_later() {
    on_every_database(async |database| {
        let (app, user) = (&database.app, &adult(database).await);
        deliver(app, user, &history()).await;
        let found = anomalies(app, user).await.expect("judged");
        assert!(found.up_to_date);
        let raised = found
            .all
            .iter()
            .find(|it| it.metric == Metric::RestingHeartRate)
            .expect("one")
            .clone();
        assert_eq!(
            (raised.first, raised.last, raised.status()),
            (before(3), before(1), Status::New)
        );
        let known = say(app, user, raised.id, Say::Acknowledged).await.expect("said");
        assert_eq!(known.status(), Status::Acknowledged);

        // It had begun a day earlier, and goes on today.
        deliver(
            app,
            user,
            &[(Metric::RestingHeartRate, 4, 75.0), (Metric::RestingHeartRate, 0, 76.0)],
        )
        .await;
        let grown = find(app, user, raised.id).await.expect("the id leads to it");
        assert_eq!((grown.first, grown.last, grown.days), (before(4), today(), 5));
        assert_eq!(
            (grown.status(), grown.acknowledged_at),
            (Status::Acknowledged, known.acknowledged_at)
        );
        assert_ne!(grown.id, raised.id);
        let dismissed = say(app, user, grown.id, Say::Dismissed).await.expect("said");
        assert_eq!(dismissed.status(), Status::Dismissed);

        // All of it was a mistake.
        let usual = [4, 3, 2, 1, 0].map(|day| (Metric::RestingHeartRate, day, 58.0));
        deliver(app, user, &usual).await;
        let gone = find(app, user, raised.id).await.expect_err("nothing is unusual");
        assert!(matches!(gone, Error::NotFound { .. }));
    })
    .await;
}

#[tokio::test]
async fn an_anomaly_is_over_when_two_days_are_as_usual() {
    on_every_database(async |database| {
        let (app, user) = (&database.app, &adult(database).await);
        deliver(app, user, &history()).await;
        let all = anomalies(app, user).await.expect("judged").all;
        let said: Vec<_> = all
            .iter()
            .map(|it| (it.metric.id(), it.status().id(), it.severity.id()))
            .collect();
        assert_eq!(
            said,
            [
                ("resting_heart_rate", "new", "high"),
                ("oxygen_saturation", "resolved", "critical")
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn a_day_that_is_computed_on_demand_is_kept() {
    on_every_database(async |database| {
        let (app, user) = (&database.app, &adult(database).await);
        let nothing = assess_day(app, user, None).await.expect("computed");
        assert_eq!(nothing.score(Kind::Overall), None);
        deliver(app, user, &history()).await;
        let day = assess_day(app, user, Some(before(1))).await.expect("computed");
        assert!(day.readiness.is_ok(), "{day:?}");
        let kept = all_kept(app, user).await.0;
        assert_eq!(kept.iter().map(|it| it.date).collect::<Vec<_>>(), [before(1)]);
    })
    .await;
}

#[tokio::test]
async fn who_is_erased_leaves_nothing_that_was_said() {
    on_every_database(async |database| {
        let (app, user) = (&database.app, &adult(database).await);
        deliver(app, user, &history()).await;
        catch_up(app, user.user_no).await.expect("computed");
        let tx = app.store.begin().await.expect("begins");
        erase::data(&tx, user.user_no).await.expect("erased");
        tx.commit().await.expect("commits");
        assert_eq!(all_kept(app, user).await, (Vec::new(), Vec::new()));
        assert!(anomalies(app, user).await.expect("judged").all.is_empty());
    })
    .await;
}
