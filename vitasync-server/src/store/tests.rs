use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement};

use super::users::{self, NewUser, User};
use super::{Id, Store, api_keys, audit, erase, workspaces};
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
        let user = add(store, new, now).await.expect("it is new");
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
        add(store, new(here), now).await.expect("it is new");
        let again = add(store, new(here), now).await;
        assert!(matches!(again, Err(Error::Conflict { .. })), "on {}", database.engine);
        add(store, new(there), now).await.expect("another workspace");
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

fn key_of(user: &users::User) -> api_keys::ApiKey {
    api_keys::ApiKey {
        id: Id::generate(),
        workspace_id: user.workspace_id,
        user_id: Some(user.id),
        name: "phone".into(),
        prefix: "vs_live_ab".into(),
        hash: vec![7; 32],
        previous_hash: Some(vec![6; 32]),
        previous_until: Some(user.created_at),
        scopes: "read write".into(),
        requests_per_minute: Some(0),
        expires_at: None,
        last_used_at: None,
        created_at: user.created_at,
    }
}

#[tokio::test]
async fn a_key_is_found_by_both_its_hashes_and_taken_once() {
    on_every_database(async |database| {
        let (store, now) = (&database.app.store, database.app.now());
        let key = key_of(&database.user().await);
        let tx = store.begin().await.expect("it begins");
        api_keys::insert(&tx, key.clone()).await.expect("it is new");
        tx.commit().await.expect("it commits");
        let tx = store.begin().await.expect("it begins");
        let again = api_keys::insert(&tx, key.clone()).await;
        assert!(matches!(again, Err(Error::Conflict { .. })), "on {}", database.engine);
        drop(tx);
        for hash in [[7; 32], [6; 32]] {
            let found = api_keys::find_by_hash(store, &hash).await.expect("read");
            assert_eq!(found, Some(key.clone()), "on {}", database.engine);
        }
        for at in [now, now - chrono::TimeDelta::seconds(60)] {
            api_keys::touch(store, key.id, at).await.expect("it is there");
        }
        let found = api_keys::find_by_hash(store, &[7; 32]).await.expect("read");
        assert_eq!(found.and_then(|it| it.last_used_at), Some(now));
    })
    .await;
}

#[tokio::test]
async fn a_key_of_a_person_who_is_gone_is_not_added() {
    on_every_database(async |database| {
        let mut key = key_of(&database.user().await);
        key.user_id = Some(Id::generate());
        let tx = database.app.store.begin().await.expect("it begins");
        let added = api_keys::insert(&tx, key).await;
        assert!(
            matches!(added, Err(Error::NotFound { what: "User" })),
            "on {}",
            database.engine
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_recorded_cannot_be_changed_or_deleted() {
    on_every_database(async |database| {
        let user = database.user().await;
        let row = audit::Recorded {
            id: Id::generate(),
            workspace_id: user.workspace_id,
            at: database.app.now(),
            action: "user.deleted".into(),
            actor: "server".into(),
            subject: user.id.to_string(),
            request_id: None,
            address: None,
            details: serde_json::json!({"samples": 1}),
        };
        let store = &database.app.store;
        let tx = store.begin().await.expect("it begins");
        audit::insert(&tx, row.clone()).await.expect("it is new");
        tx.commit().await.expect("it commits");
        for attempt in ["UPDATE audit_log SET actor = 'nobody'", "DELETE FROM audit_log"] {
            let refused = store.write.execute_unprepared(attempt).await.expect_err("refused");
            let refused = refused.to_string();
            assert!(
                refused.contains("audit_log is append-only"),
                "{attempt} on {}: {refused}",
                database.engine
            );
        }
        let all = audit::list(store, user.workspace_id, &audit::Filter::default(), 10).await;
        assert_eq!(all.expect("read"), [row]);
    })
    .await;
}

/// Lists every column of the database that names a person, as (table, column).
async fn columns_that_name_a_person(store: &Store) -> BTreeSet<(String, String)> {
    let sql = match store.read.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT c.relname::text AS name, a.attname::text AS col FROM pg_class c \
             JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_namespace n ON n.oid = c.relnamespace \
             WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') AND NOT c.relispartition \
             AND a.attname IN ('user_no', 'user_id')"
        }
        _ => {
            "SELECT m.name AS name, p.name AS col FROM sqlite_master m, pragma_table_info(m.name) p \
             WHERE m.type = 'table' AND p.name IN ('user_no', 'user_id')"
        }
    };
    let statement = Statement::from_string(store.read.get_database_backend(), sql);
    let rows = store.read.query_all_raw(statement).await.expect("read");
    let text = |row: &QueryResult, column| row.try_get::<String>("", column).expect("text");
    rows.iter().map(|row| (text(row, "name"), text(row, "col"))).collect()
}

#[tokio::test]
async fn every_table_that_names_a_person_is_erased() {
    on_every_database(async |database| {
        let of_people = erase::TABLES.iter().filter(|table| table.column != "connection_id");
        let known: BTreeSet<_> = of_people
            .map(|table| (table.name.to_owned(), table.column.to_owned()))
            .collect();
        assert_eq!(
            columns_that_name_a_person(&database.app.store).await,
            known,
            "on {}: a table is missing in erase::TABLES",
            database.engine
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

async fn add(store: &Store, new: NewUser, now: DateTime<Utc>) -> Result<User, Error> {
    let tx = store.begin().await?;
    let user = users::insert(&tx, new, now).await?;
    tx.commit().await?;
    Ok(user)
}
