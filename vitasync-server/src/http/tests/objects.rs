//! Raw bytes that are kept as objects, over HTTP: in a folder always, and in a bucket where `VITASYNC_TEST_S3` names a server.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use chrono::TimeDelta;
use serde_json::{Value, json};
use vitasync_providers::demo::{DemoOptions, write_export_zip};

use super::{Answered, Client, unlimited};
use crate::App;
use crate::error::Error;
use crate::objects::{Access, Objects, Place};
use crate::service::Id;
use crate::service::imports::import_uploaded;
use crate::service::ingest::{self, write_waiting};
use crate::service::jobs::{self, Attempt, Ended, Filter, NewJob};
use crate::service::raw::{SWEEP, sweep};
use crate::service::users::{User, UserRef};
use crate::testing::{TestDatabase, on_every_database};

/// Somebody whose raw bytes are objects.
struct Owner {
    app: App,
    user: User,
    client: Client,
    objects: Objects,
}

impl Owner {
    async fn new(database: &TestDatabase, objects: Objects) -> Self {
        let user = database.user().await;
        let app = database.app.clone().with_objects(Some(objects.clone()));
        let app = app.with_originals(database.folder().join(Id::generate().to_string()));
        let admin = Client::admin(database, user.workspace_id).await;
        let router = crate::http::router(app.clone(), unlimited());
        let client = Client { router, key: admin.key };
        Self {
            app,
            user,
            client,
            objects,
        }
    }

    fn path(&self, rest: &str) -> String {
        format!("/v1/users/{}/{rest}", self.user.id)
    }

    async fn push(&self, id: &str, at_once: bool) -> Answered {
        let record = json!({
            "id": id, "type": "HKQuantityTypeIdentifierStepCount", "value": 10, "unit": "count",
            "startDate": "2025-06-15T09:00:00Z", "endDate": "2025-06-15T09:10:00Z", "source": {"name": "Ann's iPhone"},
        });
        let batch = json!({"batchId": id, "provider": "apple", "deviceId": "phone", "data": {"records": [record]}});
        let mut request = Request::post(self.path("ingest"))
            .header(
                header::AUTHORIZATION,
                format!("Bearer {}", self.client.key.as_deref().expect("a key")),
            )
            .header(header::CONTENT_TYPE, "application/json");
        if !at_once {
            request = request.header("prefer", "respond-async");
        }
        self.client
            .send(request.body(Body::from(batch.to_string())).expect("a request"))
            .await
    }

    async fn upload(&self) -> Value {
        let request = Request::post(self.path("imports?filename=export.zip"))
            .header(
                header::AUTHORIZATION,
                format!("Bearer {}", self.client.key.as_deref().expect("a key")),
            )
            .body(Body::from(export()));
        let answer = self.client.send(request.expect("a request")).await;
        assert_eq!(answer.status, StatusCode::ACCEPTED, "{}", answer.text);
        answer.json()
    }

    /// The person's last job, as a worker takes it.
    async fn attempt(&self) -> Attempt {
        let which = Filter {
            user_no: Some(self.user.user_no),
            ..Filter::default()
        };
        let mut found = jobs::list(&self.app, &which, 1).await.expect("listed");
        let (app, job) = (self.app.clone(), found.remove(0));
        Attempt { app, job }
    }

    /// The kinds of the person's objects, in order.
    async fn kept(&self) -> Vec<String> {
        let listed = self.objects.list(&self.user.id.to_string()).await.expect("listed");
        let kinds = listed
            .iter()
            .map(|it| it.name.split('/').nth(1).unwrap_or_default().to_owned());
        let mut kinds: Vec<String> = kinds.collect();
        kinds.sort();
        kinds
    }

    async fn sweep_after(&self, time: TimeDelta) {
        let now = chrono::Utc::now() + time;
        let app = self.app.clone().with_clock(move || now);
        let job = NewJob::new(&SWEEP, &json!({}), app.now()).expect("a job");
        let tx = app.store.begin().await.expect("begins");
        jobs::enqueue(&tx, job).await.expect("queued");
        tx.commit().await.expect("commits");
        let taken = jobs::take(&app, jobs::Lane::Upkeep, 9, Id::generate(), jobs::LEASE).await;
        let job = taken.expect("taken").pop().expect("a job");
        sweep(Attempt { app, job }).await.expect("swept");
    }
}

/// Runs a test on every database with every kind of store.
async fn on_every_store(test: impl AsyncFn(&TestDatabase, Objects)) {
    on_every_database(async |database| {
        let folder = database.folder().join("objects");
        test(database, Objects::in_folder(&folder).expect("opens")).await;
        match bucket().await {
            Some(objects) => test(database, objects).await,
            None => eprintln!("skipped with a bucket: VITASYNC_TEST_S3 is not set"),
        }
    })
    .await;
}

/// A bucket of its own, with a prefix.
async fn bucket() -> Option<Objects> {
    let endpoint = std::env::var("VITASYNC_TEST_S3").ok()?;
    let bucket = format!("vitasync-{}", Id::generate().to_string().to_lowercase());
    let http = vitasync_providers::client::https(|it| it).expect("a client");
    let made = http
        .put(format!("{endpoint}/{bucket}"))
        .send()
        .await
        .expect("an answer");
    assert!(made.status().is_success(), "{made:?}");
    let place = Place::S3 {
        bucket,
        prefix: "raw/1".to_owned(),
    };
    let access = Access {
        endpoint: Some(endpoint),
        region: Some("us-east-1".to_owned()),
        key: Some(("id".to_owned(), "key".to_owned())),
    };
    Objects::open(&place, access).expect("opens")
}

fn export() -> Vec<u8> {
    let options = DemoOptions {
        days: 3,
        end: "2025-06-15".parse().expect("a date"),
        corrupt_rows: false,
        ..DemoOptions::default()
    };
    let mut bytes = std::io::Cursor::new(Vec::new());
    write_export_zip(&options, &mut bytes).expect("it is written");
    bytes.into_inner()
}

#[tokio::test]
async fn what_a_phone_pushes_is_an_object_and_is_read_again_where_it_waits() {
    on_every_store(async |database, objects| {
        let owner = Owner::new(database, objects).await;
        assert_eq!(owner.push("now", true).await.status, StatusCode::OK);
        assert_eq!(owner.push("later", false).await.status, StatusCode::ACCEPTED);
        assert_eq!(owner.kept().await, ["pushes", "pushes"]);
        assert_eq!(
            write_waiting(owner.attempt().await).await.expect("written"),
            Ended::Done(None)
        );
    })
    .await;
}

#[tokio::test]
async fn a_batch_whose_object_cannot_be_written_is_not_acknowledged() {
    on_every_database(async |database| {
        let folder = database.folder().join("objects");
        let owner = Owner::new(database, Objects::in_folder(&folder).expect("opens")).await;
        std::fs::remove_dir_all(&folder).expect("removed");
        std::fs::write(&folder, "in the way").expect("written");
        assert_eq!(owner.push("a", true).await.status, StatusCode::INTERNAL_SERVER_ERROR);
        let found = ingest::find(&owner.app, &UserRef::from(&owner.user), "a").await;
        assert!(matches!(found, Err(Error::NotFound { .. })), "{found:?}");
    })
    .await;
}

#[tokio::test]
async fn an_upload_is_read_by_a_worker_elsewhere_and_its_original_is_an_object() {
    on_every_store(async |database, objects| {
        let owner = Owner::new(database, objects).await;
        owner.upload().await;
        assert_eq!(owner.kept().await, ["uploads"]);
        let mut attempt = owner.attempt().await;
        attempt.app = attempt.app.with_originals(database.folder().join("elsewhere"));
        let ended = import_uploaded(attempt).await.expect("it is read");
        assert!(matches!(&ended, Ended::Done(Some(_))), "{ended:?}");
        assert_eq!(owner.kept().await, ["files"]);
        let listed = owner.objects.list(&owner.user.id.to_string()).await.expect("listed");
        let name = &listed.first().expect("an original").name;
        let kept = owner.objects.get(name).await.expect("read").expect("there");
        assert!(zstd::decode_all(kept.as_slice()).expect("zstd") == export(), "verbatim");
    })
    .await;
}

#[tokio::test]
async fn who_is_erased_leaves_no_object() {
    on_every_store(async |database, objects| {
        let owner = Owner::new(database, objects).await;
        owner.push("a", true).await;
        owner.upload().await;
        import_uploaded(owner.attempt().await).await.expect("it is read");
        owner.upload().await;
        let archived = format!("{}/archive/x", owner.user.id);
        owner.objects.put(&archived, vec![1]).await.expect("written");
        assert_eq!(owner.kept().await, ["archive", "files", "pushes", "uploads"]);
        let young = format!("{}/pushes/young", owner.user.id);
        owner.objects.put(&young, vec![1]).await.expect("written");
        let deleted = owner.client.delete(&owner.path("health")).await;
        assert!(deleted.status.is_success(), "{}", deleted.text);
        assert_eq!(owner.kept().await, ["pushes"], "what comes at the same time stays");
        let erased = owner.client.delete(&format!("/v1/users/{}", owner.user.id)).await;
        assert!(erased.status.is_success(), "{}", erased.text);
        assert_eq!(owner.kept().await, Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn objects_that_nothing_names_go_after_a_day_and_others_stay() {
    on_every_store(async |database, objects| {
        let owner = Owner::new(database, objects).await;
        owner.push("a", true).await;
        owner.upload().await;
        for name in [
            "answers/1.zst",
            "uploads/01JXS7N3R8A1B2C3D4E5F6G7H8/x",
            "archive/2020-01-01/x",
        ] {
            let name = format!("{}/{name}", owner.user.id);
            owner.objects.put(&name, vec![1]).await.expect("written");
        }
        let stranger = format!("{}/archive/x", Id::generate());
        owner.objects.put(&stranger, vec![1]).await.expect("written");
        owner.sweep_after(TimeDelta::hours(23)).await;
        assert_eq!(
            owner.kept().await,
            ["answers", "archive", "pushes", "uploads", "uploads"]
        );
        owner.sweep_after(TimeDelta::hours(25)).await;
        assert_eq!(owner.kept().await, ["archive", "pushes", "uploads"]);
        assert_eq!(owner.objects.get(&stranger).await.expect("read"), None);
    })
    .await;
}

#[tokio::test]
async fn nothing_is_swept_in_a_store_that_belongs_to_another_database() {
    on_every_store(async |database, objects| {
        let owner = Owner::new(database, objects).await;
        let unnamed = format!("{}/answers/1.zst", owner.user.id);
        owner.objects.put(&unnamed, vec![1]).await.expect("written");
        owner
            .objects
            .put("vitasync-database", b"another".to_vec())
            .await
            .expect("written");
        owner.sweep_after(TimeDelta::days(9)).await;
        assert_eq!(owner.kept().await, ["answers"]);
    })
    .await;
}

#[tokio::test]
async fn a_file_is_sent_past_the_server_and_imported_once() {
    on_every_store(async |database, objects| {
        let owner = Owner::new(database, objects).await;
        let presigned = owner
            .client
            .post(
                &owner.path("imports/presigned"),
                json!({"filename": "../my export.zip"}),
            )
            .await;
        if !owner.objects.can_sign() {
            assert_eq!(presigned.status, StatusCode::CONFLICT, "{}", presigned.text);
            assert!(presigned.text.contains("no object store"), "{}", presigned.text);
            return;
        }
        assert_eq!(presigned.status, StatusCode::CREATED, "{}", presigned.text);
        let presigned = presigned.json();
        let id = presigned["id"].as_str().expect("an id");
        let start = owner.path(&format!("imports/{id}/start?timezone=Europe/Berlin"));
        assert_eq!(
            owner.client.call("POST", &start, None).await.status,
            StatusCode::NOT_FOUND
        );
        let http = vitasync_providers::client::https(|it| it).expect("a client");
        let sent = http
            .put(presigned["url"].as_str().expect("an address"))
            .body(export())
            .send()
            .await;
        assert!(sent.expect("an answer").status().is_success());
        for _ in 0..2 {
            let started = owner.client.call("POST", &start, None).await;
            assert_eq!(started.status, StatusCode::ACCEPTED, "{}", started.text);
            assert_eq!(
                (&started.json()["id"], &started.json()["file"]),
                (&json!(id), &json!("my export.zip"))
            );
        }
        let ended = import_uploaded(owner.attempt().await).await.expect("it is read");
        assert!(matches!(&ended, Ended::Done(Some(_))), "{ended:?}");
        assert_eq!(owner.kept().await, ["files"]);
        let listed = owner.client.get(&owner.path("imports")).await.json();
        let ids: BTreeSet<&str> = listed
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|it| it["id"].as_str())
            .collect();
        assert_eq!(ids, BTreeSet::from([id]));
    })
    .await;
}
