//! What vendors send by themselves: data, and that a person has left or changed what is shared; and subscribing to it.

use chrono::TimeDelta;
use serde_json::{Value, json};
use vitasync_providers::provider::Method;
use vitasync_providers::vendors::garmin::Garmin;
use vitasync_providers::vendors::oura::Oura;
use vitasync_providers::webhook::Inbound;

use super::super::{INBOUND, NotTaken, SUBSCRIBE, receive};
use super::{Customer, SLEEP, Scene, connect, told};
use crate::service::connections::Status;
use crate::service::jobs::{self, Filter, Job};
use crate::store::{exchanges, vendor_subscriptions};
use crate::telemetry::figures;
use crate::testing::on_every_database;

const GARMIN_USER: &str = "aa11bb22cc33dd44ee55ff6600112233";

impl Scene {
    /// Garmin calls.
    async fn garmin_tells(&self, body: &Value) -> Result<u16, NotTaken> {
        let query = [("token".to_owned(), "test_webhook_token".to_owned())];
        let body = body.to_string();
        let call = Inbound {
            method: Method::Post,
            query: &query,
            headers: &[],
            body: body.as_bytes(),
        };
        let received = receive(&self.app, "garmin", &call).await;
        received.expect("no failure of ours").map(|reply| reply.status)
    }

    /// The jobs of a kind, whosever they are.
    async fn all(&self, kind: &'static str) -> Vec<Job> {
        let which = Filter {
            kinds: vec![kind],
            ..Filter::default()
        };
        jobs::list(&self.app, &which, 10).await.expect("jobs")
    }
}

#[tokio::test]
async fn data_in_a_call_is_kept_and_stored_once() {
    on_every_database(async |database| {
        let scene = Scene::at(database, &Garmin).await;
        scene.work().await;
        let day = json!({"userId": GARMIN_USER, "summaryId": "x1", "calendarDate": "2026-10-01", "steps": 8123,
            "startTimeInSeconds": 1_790_805_600, "startTimeOffsetInSeconds": 7200, "durationInSeconds": 86400});
        let push = json!({"dailies": [day]});
        for _ in 0..2 {
            assert_eq!(scene.garmin_tells(&push).await, Ok(200));
        }
        assert_eq!(scene.jobs(INBOUND.id).await.len(), 1, "on {}", database.engine);
        assert_eq!(scene.work().await, [("inbound_fetch".to_owned(), json!("done"))]);
        let stored = scene.stored().await;
        assert!(!stored.0.is_empty());
        let kept = exchanges::after(&scene.app.store, scene.user.user_no, Some("garmin"), None, 100).await;
        let bodies = kept.expect("kept").into_iter();
        let bodies = bodies.map(|it| zstd::decode_all(it.body.as_slice()).expect("zstd"));
        assert_eq!(bodies.filter(|it| it.windows(4).any(|word| word == b"8123")).count(), 1);
        assert_eq!(scene.garmin_tells(&push).await, Ok(200));
        scene.work().await;
        assert_eq!(scene.stored().await, stored, "it changes nothing");
    })
    .await;
}

#[tokio::test]
async fn who_leaves_at_the_vendor_is_disconnected_and_told_of_once() {
    on_every_database(async |database| {
        let scene = Scene::at(database, &Garmin).await;
        let customer = Customer::new(&scene, "connection.disconnected").await;
        let left = json!({"deregistrations": [{"userId": GARMIN_USER}]});
        for _ in 0..2 {
            assert_eq!(scene.garmin_tells(&left).await, Ok(200));
        }
        let row = scene.row().await;
        assert_eq!((row.status, row.next_sync_at), (Status::Disconnected, None));
        assert_eq!(row.sealed_grant, None, "on {}", database.engine);
        assert_eq!(scene.jobs("backfill").await[0].status.id(), "cancelled");
        let heard = customer.heard().await;
        assert_eq!(heard.len(), 1, "{heard:?}");
        assert_eq!(heard[0]["data"]["providerId"], "garmin");
        assert_eq!(scene.work().await, []);
    })
    .await;
}

#[tokio::test]
async fn who_changes_what_is_shared_is_asked_about_anew() {
    on_every_database(async |database| {
        let scene = Scene::at(database, &Garmin).await;
        scene.work().await;
        let calls = scene.vendor.calls();
        let changed = json!({"userPermissionsChange": [{"userId": GARMIN_USER, "permissions": ["HEALTH_EXPORT"]}]});
        assert_eq!(scene.garmin_tells(&changed).await, Ok(200));
        assert_eq!(scene.work().await, [("inbound_fetch".to_owned(), json!("done"))]);
        assert!(scene.vendor.calls() > calls, "on {}", database.engine);
        let scopes = scene.row().await.account["scopes"].to_string();
        assert!(scopes.contains("HEALTH_EXPORT"), "{scopes}");
    })
    .await;
}

#[tokio::test]
async fn an_account_that_two_workspaces_share_is_fetched_for_both() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        let other = database.user().await;
        let theirs = connect(&scene.app, &other, "whoop").await;
        scene.work().await;
        assert_eq!(scene.tell(&told("sleep.updated", 4711, SLEEP)).await, Ok(200));
        let all = scene.all(INBOUND.id).await;
        let mut of: Vec<_> = all.iter().filter_map(|job| job.connection_id).collect();
        of.sort();
        let mut both = [scene.connection.id, theirs.id];
        both.sort();
        assert_eq!(of, both, "on {}", database.engine);
    })
    .await;
}

#[tokio::test]
async fn calls_about_people_nobody_knows_are_counted() {
    on_every_database(async |database| {
        figures::count();
        let scene = Scene::new(database).await;
        assert_eq!(scene.tell(&told("sleep.updated", 1, SLEEP)).await, Ok(200));
        let figures = figures::written().expect("they are counted");
        let counted = r#"vitasync_inbound_unknown_users_total{provider="whoop"} "#;
        assert!(figures.contains(counted), "{figures}");
    })
    .await;
}

#[tokio::test]
async fn an_application_is_subscribed_once_and_renewed_before_that_ends() {
    on_every_database(async |database| {
        let scene = Scene::at(database, &Oura).await;
        let other = database.user().await;
        connect(&scene.app, &other, "oura").await;
        assert_eq!(
            scene.all(SUBSCRIBE.id).await.len(),
            1,
            "it is one application on {}",
            database.engine
        );
        let ended = scene.work().await;
        let again = ended.iter().find(|(kind, _)| kind == "subscribe").expect("it is done");
        // The vendor's example ends at 2026-12-30T12:00:00Z; it is renewed a week before.
        let week_before = super::at("2026-12-23T12:00:00Z") - scene.app.now();
        assert_eq!(again.1, json!(format!("again in {} s", week_before.num_seconds())));
        let sealed = vendor_subscriptions::find(&scene.app.store, "installation", "oura").await;
        let sealed = sealed.expect("read").expect("kept");
        assert!(!sealed.windows(5).any(|it| it == b"sub-1"));

        let calls = scene.vendor.calls();
        scene.pass(week_before + TimeDelta::seconds(1));
        let ended = scene.work().await;
        assert!(ended.iter().any(|(kind, _)| kind == "subscribe"), "{ended:?}");
        assert!(scene.vendor.calls() > calls);
    })
    .await;
}
