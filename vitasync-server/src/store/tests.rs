use super::users::{self, NewUser};
use super::{Id, Store, api_keys, workspaces};
use crate::Error;
use crate::testing::on_every_database;

#[tokio::test]
async fn a_user_comes_back_as_it_was_stored() {
    on_every_database(async |database| {
        let (store, now) = (&database.app.store, database.app.now());
        let workspace = database.user().await.workspace_id;
        let new = NewUser {
            external_id: Some("42".into()),
            email: Some("ada@example.com".into()),
            birth_date: "1815-12-10".parse().ok(),
            height_m: Some(1.65),
            timezone: Some("Europe/London".into()),
            metadata: serde_json::json!({"plan": "pro", "n": [1, 2.5]}),
            ..NewUser::new(workspace)
        };
        let user = users::insert(store, new, now).await.expect("it is new");
        assert_eq!(
            users::find(store, workspace, user.id).await.expect("read"),
            Some(user.clone())
        );
        let by_id = users::find_by_external_id(store, workspace, "42").await.expect("read");
        assert_eq!(by_id, Some(user), "on {}", database.engine);
    })
    .await;
}

#[tokio::test]
async fn an_external_id_is_taken_once_per_workspace() {
    on_every_database(async |database| {
        let (store, now) = (&database.app.store, database.app.now());
        let (here, there) = (database.user().await.workspace_id, database.user().await.workspace_id);
        let new = |workspace| NewUser {
            external_id: Some("42".into()),
            ..NewUser::new(workspace)
        };
        users::insert(store, new(here), now).await.expect("it is new");
        let again = users::insert(store, new(here), now).await;
        assert!(matches!(again, Err(Error::Conflict { .. })), "on {}", database.engine);
        users::insert(store, new(there), now).await.expect("another workspace");
    })
    .await;
}

#[tokio::test]
async fn a_change_keeps_ids_and_another_workspace_sees_nothing() {
    on_every_database(async |database| {
        let store = &database.app.store;
        let (user, stranger) = (database.user().await, database.user().await);
        let later = database.app.now() + chrono::TimeDelta::seconds(5);
        let changed = users::User {
            display_name: Some("Ada".into()),
            ..user.clone()
        };
        let tx = store.begin().await.expect("it begins");
        let changed = users::update(&tx, changed, later).await.expect("it is there");
        tx.commit().await.expect("it commits");
        assert_eq!(changed.updated_at, later);
        assert_eq!((changed.id, changed.created_at), (user.id, user.created_at));
        assert_eq!(
            users::list(store, user.workspace_id, users::Filter::default(), 10, 0)
                .await
                .expect("read"),
            [changed]
        );
        assert_eq!(
            users::find(store, stranger.workspace_id, user.id).await.expect("read"),
            None
        );
    })
    .await;
}

#[tokio::test]
async fn a_key_is_found_by_its_hash_and_deleted_once() {
    on_every_database(async |database| {
        let (store, now) = (&database.app.store, database.app.now());
        let user = database.user().await;
        let key = api_keys::ApiKey {
            id: Id::generate(),
            workspace_id: user.workspace_id,
            user_id: Some(user.id),
            name: "phone".into(),
            prefix: "vs_live_ab".into(),
            hash: vec![7; 32],
            scopes: "read write".into(),
            expires_at: None,
            last_used_at: None,
            created_at: now,
            revoked_at: None,
        };
        api_keys::insert(store, key.clone()).await.expect("it is new");
        assert!(matches!(
            api_keys::insert(store, key.clone()).await,
            Err(Error::Conflict { .. })
        ));
        api_keys::touch(store, key.id, now).await.expect("it is there");
        let found = api_keys::find_by_hash(store, &[7; 32])
            .await
            .expect("read")
            .expect("there");
        assert_eq!(found.last_used_at, Some(now));
        assert!(
            api_keys::delete(store, user.workspace_id, key.id)
                .await
                .expect("deleted")
        );
        assert!(
            !api_keys::delete(store, user.workspace_id, key.id)
                .await
                .expect("deleted")
        );
    })
    .await;
}

#[tokio::test]
async fn a_database_opens_again_with_what_it_held() {
    on_every_database(async |database| {
        let user = database.user().await;
        let again = Store::open(&database.url, Store::CONNECTIONS).await.expect("it opens");
        let workspace = workspaces::find(&again, user.workspace_id).await.expect("read");
        assert_eq!(workspace.map(|it| it.id), Some(user.workspace_id));
        again.close().await.expect("it closes");
    })
    .await;
}
