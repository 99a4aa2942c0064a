//! Files that are uploaded, over HTTP.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::Value;
use vitasync_providers::demo::{DemoOptions, write_export_xml};

use super::{Answered, Client, unlimited};
use crate::App;
use crate::service::imports::{import_uploaded, prune};
use crate::service::jobs::{self, Attempt, Ended, Filter};
use crate::service::users::User;
use crate::testing::{TestDatabase, on_every_database};

/// Somebody who uploads, and where originals are kept.
struct Uploader {
    app: App,
    user: User,
    client: Client,
    originals: PathBuf,
}

impl Uploader {
    async fn new(database: &TestDatabase) -> Self {
        let user = database.user().await;
        let originals = database.folder().join("originals");
        let app = database.app.clone().with_originals(&originals);
        let admin = Client::admin(database, user.workspace_id).await;
        let mut config = unlimited();
        config.upload_limit = 4 << 20;
        let router = crate::http::router(app.clone(), config);
        let client = Client { router, key: admin.key };
        Self {
            app,
            user,
            client,
            originals,
        }
    }

    async fn upload(&self, kind: &str, body: impl Into<Body>) -> Answered {
        let request = Request::post(format!("/v1/users/{}/imports?filename=export.xml", self.user.id))
            .header(
                header::AUTHORIZATION,
                format!("Bearer {}", self.client.key.as_deref().expect("a key")),
            )
            .header(header::CONTENT_TYPE, kind)
            .body(body.into());
        self.client.send(request.expect("a request")).await
    }

    fn path(&self, import: &Value) -> String {
        let id = import["id"].as_str().expect("an id");
        format!("/v1/users/{}/imports/{id}", self.user.id)
    }

    /// The jobs of the user, as a worker takes them.
    async fn attempt(&self) -> Attempt {
        let which = Filter {
            user_no: Some(self.user.user_no),
            ..Filter::default()
        };
        let mut found = jobs::list(&self.app, &which, 1).await.expect("listed");
        let (app, job) = (self.app.clone(), found.remove(0));
        Attempt { app, job }
    }

    fn uploads(&self) -> usize {
        let folder = self.originals.join(self.user.id.to_string()).join("uploads");
        std::fs::read_dir(folder).map_or(0, Iterator::count)
    }
}

fn export() -> Vec<u8> {
    let options = DemoOptions {
        days: 3,
        end: "2025-06-15".parse().expect("a date"),
        corrupt_rows: false,
        ..DemoOptions::default()
    };
    let mut bytes = Cursor::new(Vec::new());
    write_export_xml(&options, &mut bytes).expect("it is written");
    bytes.into_inner()
}

#[tokio::test]
async fn an_upload_is_read_by_a_job_and_deleted_after_it() {
    on_every_database(async |database| {
        let uploader = Uploader::new(database).await;
        let answer = uploader.upload("application/xml", export()).await;
        assert_eq!(answer.status, StatusCode::ACCEPTED, "{}", answer.text);
        let import = answer.json();
        assert_eq!(
            (&import["status"], &import["file"]),
            (&Value::from("queued"), &Value::from("export.xml"))
        );
        assert_eq!(uploader.uploads(), 1);

        // A process that dies in the middle leaves the file to the next.
        drop(import_uploaded(uploader.attempt().await));
        let ended = import_uploaded(uploader.attempt().await).await.expect("it is read");
        let Ended::Done(Some(report)) = ended else {
            panic!("{ended:?}")
        };
        assert!(report["samples"]["added"].as_u64().expect("a number") > 1_000);
        assert_eq!(uploader.uploads(), 0);
        let summary = uploader
            .client
            .get(&format!("/v1/users/{}/health/summary", uploader.user.id))
            .await;
        assert!(summary.text.contains("steps"), "{}", summary.text);
        let listed = uploader
            .client
            .get(&format!("/v1/users/{}/imports", uploader.user.id))
            .await
            .json();
        assert_eq!(listed[0]["id"], import["id"]);
    })
    .await;
}

#[tokio::test]
async fn the_file_of_a_form_is_the_same_upload() {
    on_every_database(async |database| {
        let uploader = Uploader::new(database).await;
        let mut body = b"--x\r\ncontent-disposition: form-data; name=\"note\"\r\n\r\nhello\r\n--x\r\n\
            content-disposition: form-data; name=\"file\"; filename=\"my.xml\"\r\n\r\n"
            .to_vec();
        let file = export();
        body.extend(&file);
        body.extend(b"\r\n--x--\r\n");
        let answer = uploader.upload("multipart/form-data; boundary=x", body).await;
        assert_eq!(answer.status, StatusCode::ACCEPTED, "{}", answer.text);
        let upload = uploader.attempt().await.job.payload;
        assert_eq!(upload["bytes"], file.len());
        let none = uploader.upload("multipart/form-data; boundary=x", "--x--\r\n").await;
        assert_eq!(none.status, StatusCode::BAD_REQUEST, "{}", none.text);
    })
    .await;
}

#[tokio::test]
async fn an_upload_that_is_too_large_or_empty_or_breaks_off_leaves_no_file() {
    on_every_database(async |database| {
        let uploader = Uploader::new(database).await;
        let large = uploader.upload("application/zip", vec![0; (4 << 20) + 1]).await;
        assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(
            uploader.upload("application/zip", "").await.status,
            StatusCode::BAD_REQUEST
        );
        let broken = futures::stream::iter([Ok("half"), Err(std::io::Error::other("gone"))]);
        let broken = uploader.upload("application/zip", Body::from_stream(broken)).await;
        assert_eq!(broken.status, StatusCode::BAD_REQUEST, "{}", broken.text);
        assert_eq!(uploader.uploads(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_file_of_no_known_format_fails_with_its_reason() {
    on_every_database(async |database| {
        let uploader = Uploader::new(database).await;
        uploader.upload("text/plain", "hello").await;
        let ended = import_uploaded(uploader.attempt().await).await.expect("it is refused");
        assert!(matches!(&ended, Ended::Failed(why) if !why.is_empty()), "{ended:?}");
        assert_eq!(uploader.uploads(), 0);
    })
    .await;
}

#[tokio::test]
async fn an_import_that_waits_is_stopped_at_once() {
    on_every_database(async |database| {
        let uploader = Uploader::new(database).await;
        let import = uploader.upload("application/xml", export()).await.json();
        let stopped = uploader.client.delete(&uploader.path(&import)).await;
        assert_eq!(
            (stopped.status, &stopped.json()["status"]),
            (StatusCode::ACCEPTED, &Value::from("cancelled"))
        );
        assert_eq!(uploader.uploads(), 0);
        assert_eq!(
            uploader.client.delete(&uploader.path(&import)).await.status,
            StatusCode::CONFLICT
        );
        let stranger = Client::admin(database, database.user().await.workspace_id).await;
        assert_eq!(
            stranger.get(&uploader.path(&import)).await.status,
            StatusCode::NOT_FOUND
        );
    })
    .await;
}

#[tokio::test]
async fn uploads_whose_jobs_are_over_are_deleted_and_others_stay() {
    on_every_database(async |database| {
        let uploader = Uploader::new(database).await;
        let folder = |path: &Path| path.parent().expect("a folder").to_owned();
        let import = uploader.upload("application/xml", export()).await.json();
        let upload = uploader.attempt().await.job.payload["path"]
            .as_str()
            .expect("a path")
            .to_owned();
        let path = uploader.originals.join(upload);
        prune(uploader.attempt().await).await.expect("it prunes");
        assert!(path.exists());
        uploader.client.delete(&uploader.path(&import)).await;
        std::fs::create_dir_all(folder(&path)).expect("a folder");
        prune(uploader.attempt().await).await.expect("it prunes");
        assert!(!folder(&path).exists());
    })
    .await;
}
