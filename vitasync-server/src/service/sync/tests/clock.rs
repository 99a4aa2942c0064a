//! What happens when the clock of the machine jumps by hours, forward and back.

use chrono::TimeDelta;
use serde_json::json;

use super::super::{SCHEDULE, ask_sync, schedule};
use super::Scene;
use crate::service::Id;
use crate::service::jobs::{self, Attempt, LEASE, Lane};
use crate::store::watermarks;
use crate::testing::on_every_database;

const JUMP: TimeDelta = TimeDelta::hours(5);

/// Looks for connections that are due, as a worker does that has seen the clock.
async fn look(scene: &Scene) {
    let app = &scene.app;
    jobs::ensure(app, &SCHEDULE).await.expect("asked");
    let taken = jobs::take(app, Lane::Upkeep, 1, Id::generate(), LEASE).await;
    let job = taken.expect("taken").pop().expect("it is due");
    let attempt = Attempt {
        app: app.clone(),
        job: job.clone(),
    };
    let ended = schedule(attempt).await;
    let verdict = jobs::verdict(&SCHEDULE, &job, ended, app.now(), 0.5);
    jobs::settle(app, &job, verdict).await.expect("settled");
}

#[tokio::test]
async fn what_a_wrong_clock_has_planned_and_marked_is_planned_and_read_again() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        scene.work().await;
        scene.pass(JUMP);
        look(&scene).await;
        assert_eq!(scene.work().await, [("sync".to_owned(), json!("done"))]);
        assert!(scene.row().await.next_sync_at > Some(scene.app.now()));

        scene.pass(-JUMP + TimeDelta::minutes(15));
        look(&scene).await;
        assert_eq!(
            scene.work().await,
            [("sync".to_owned(), json!("done"))],
            "on {}",
            database.engine
        );
        let stands = watermarks::find(&scene.app.store, scene.connection.id, "sleep").await;
        assert_eq!(
            stands.expect("read"),
            Some(scene.app.now()),
            "what the jump left out was read"
        );
        look(&scene).await;
        assert_eq!(scene.work().await, [], "it is planned as usual");
    })
    .await;
}

#[tokio::test]
async fn a_lease_of_a_wrong_clock_holds_nobody_up() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        scene.pass(JUMP);
        let lost = scene.take().await.expect("due");
        scene.pass(-JUMP);
        let taken = scene.take().await.expect("nobody is at it");
        assert_eq!((taken.id, taken.attempts), (lost.id, lost.attempts + 1));
        assert_eq!(scene.take().await, None, "a lease of the right clock holds");
        scene.pass(JUMP);
        assert!(scene.take().await.is_some(), "on {}", database.engine);
    })
    .await;
}

#[tokio::test]
async fn a_token_is_refreshed_early_at_worst() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        scene.work().await;
        for (jump, refreshes) in [(JUMP, 1), (-JUMP, 1), (TimeDelta::hours(-2), 1), (JUMP, 1)] {
            scene.pass(jump);
            ask_sync(&scene.app, &scene.connection, Vec::new())
                .await
                .expect("asked");
            assert_eq!(scene.work().await, [("sync".to_owned(), json!("done"))]);
            assert_eq!(
                scene.vendor.refreshes(),
                refreshes,
                "after {jump} on {}",
                database.engine
            );
        }
    })
    .await;
}
