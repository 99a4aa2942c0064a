//! How accounts are kept, on every database.

use serde_json::json;
use vitasync_providers::auth::{Grant, Secret};
use vitasync_providers::client::TokenStore as _;

use super::{Connection, Status, Stores};
use crate::Error;
use crate::service::Id;
use crate::store::connections::{self as rows};
use crate::store::users::User;
use crate::testing::{TestDatabase, on_every_database};

fn row(database: &TestDatabase, user: &User, status: Status, vendor_user: Option<&str>) -> Connection {
    let now = database.app.now();
    Connection {
        id: Id::generate(),
        workspace_id: user.workspace_id,
        user_no: user.user_no,
        provider: "whoop".into(),
        status,
        reason: None,
        account: json!({}),
        vendor_user: vendor_user.map(str::to_owned),
        former_user: None,
        sealed_grant: None,
        grant_version: 0,
        sealed_subscriptions: None,
        settings: json!({}),
        connected_at: now,
        updated_at: now,
        last_sync_at: None,
        next_sync_at: None,
    }
}

async fn add(database: &TestDatabase, row: &Connection) -> crate::Result<()> {
    let tx = database.app.store.begin().await?;
    rows::insert(&tx, row.clone()).await?;
    tx.commit().await
}

#[tokio::test]
async fn a_token_is_sealed_and_replaced_by_whoever_has_seen_the_one_before() {
    on_every_database(async |database| {
        let user = database.user().await;
        let row = row(database, &user, Status::Connecting, None);
        add(database, &row).await.expect("it is new");
        let (stores, id) = (Stores::new(&database.app), row.id.to_string());
        let grant = |text: &str| Grant::key(Secret::new(text));
        assert!(stores.replace(&id, None, &grant("first")).await.expect("stored"));
        assert!(!stores.replace(&id, None, &grant("second")).await.expect("refused"));
        assert!(!stores.replace(&id, Some(7), &grant("second")).await.expect("refused"));
        assert!(stores.replace(&id, Some(1), &grant("second")).await.expect("stored"));
        let held = stores.load(&id).await.expect("read").expect("held");
        assert_eq!((held.grant, held.version), (grant("second"), 2));
        let kept = rows::find(&database.app.store, row.id)
            .await
            .expect("read")
            .expect("there");
        let sealed = kept.sealed_grant.expect("sealed");
        assert!(!sealed.windows(6).any(|it| it == b"second"), "on {}", database.engine);

        stores.remove(&id).await.expect("forgotten");
        assert_eq!(stores.load(&id).await.expect("read"), None);
        assert!(stores.replace(&id, None, &grant("third")).await.expect("stored"));
        assert_eq!(stores.load(&id).await.expect("read").expect("held").version, 3);
    })
    .await;
}

#[tokio::test]
async fn the_token_of_a_live_connection_is_not_forgotten_by_a_late_disconnection() {
    on_every_database(async |database| {
        let user = database.user().await;
        let row = row(database, &user, Status::Active, Some("ada"));
        add(database, &row).await.expect("it is new");
        let (stores, id) = (Stores::new(&database.app), row.id.to_string());
        let grant = Grant::key(Secret::new("k"));
        assert!(stores.replace(&id, None, &grant).await.expect("stored"));
        stores.remove(&id).await.expect("asked");
        assert!(stores.load(&id).await.expect("read").is_some());
    })
    .await;
}

#[tokio::test]
async fn an_account_is_live_once_in_a_workspace() {
    on_every_database(async |database| {
        let (user, stranger) = (database.user().await, database.user().await);
        let of = |user, status| row(database, user, status, Some("ada"));
        add(database, &of(&user, Status::ReauthRequired))
            .await
            .expect("the first");
        let again = add(database, &of(&user, Status::Active)).await;
        assert!(matches!(again, Err(Error::Conflict { .. })), "on {}", database.engine);
        add(database, &of(&user, Status::Disconnected))
            .await
            .expect("it has ended");
        add(database, &of(&stranger, Status::Active))
            .await
            .expect("another workspace");
        let live = rows::of_vendor_user(&database.app.store, "whoop", "ada")
            .await
            .expect("read");
        assert_eq!(live.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn nothing_of_a_connection_outlives_its_person() {
    on_every_database(async |database| {
        let user = database.user().await;
        let row = row(database, &user, Status::Active, Some("ada"));
        add(database, &row).await.expect("it is new");
        let store = &database.app.store;
        crate::store::watermarks::advance(store, row.id, "sleep", database.app.now())
            .await
            .expect("noted");
        crate::service::users::erase(&database.app, (&user).into())
            .await
            .expect("erased");
        assert_eq!(rows::find(store, row.id).await.expect("read"), None);
        let left = crate::store::watermarks::of_connection(store, row.id)
            .await
            .expect("read");
        assert_eq!(left, [], "on {}", database.engine);
    })
    .await;
}
