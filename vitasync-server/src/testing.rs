//! Databases for tests: SQLite in a temporary folder, and PostgreSQL where `VITASYNC_TEST_POSTGRES` names a server.

use std::sync::atomic::{AtomicU32, Ordering};

use chrono_tz::Tz;
use serde_json::json;
use tempfile::TempDir;
use vitasync_providers::Provider;
use vitasync_providers::testing::FakeVendor;

use crate::app::App;
use crate::service::audit::{Actor, Who};
use crate::service::connections::{Connection, Status};
use crate::service::imports::IMPORT_FILE;
use crate::service::jobs::{self, NewJob};
use crate::service::vendors::{Installation, Registered};
use crate::store::connections;
use crate::store::testing::{create_postgres, drop_postgres};
use crate::store::users::{self, NewUser, User};
use crate::store::workspaces::{self, Workspace};
use crate::store::{Id, Store};
use crate::vault::Vault;

/// A database of one test, gone after it.
pub(crate) struct TestDatabase {
    /// Which engine it is, for messages.
    pub(crate) engine: &'static str,
    /// Where it is, for [`App::open`].
    pub(crate) url: String,
    /// An app on it, whose clock stands at 2025-07-01T12:00:00Z.
    pub(crate) app: App,
    folder: TempDir,
    postgres: Option<(String, String)>,
}

impl TestDatabase {
    /// A folder for the files of the test.
    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// A person in a workspace of their own.
    pub(crate) async fn user(&self) -> User {
        self.user_in(None).await
    }

    /// A person in a workspace of their own whose profile names a zone, or none.
    pub(crate) async fn user_in(&self, zone: Option<Tz>) -> User {
        let workspace = Workspace {
            id: Id::generate(),
            name: "test".into(),
            sandbox_of: None,
            created_at: self.app.now(),
        };
        let workspace = workspaces::insert(&self.app.store, workspace)
            .await
            .expect("a workspace");
        let new = NewUser {
            timezone: zone.map(|zone| zone.name().to_owned()),
            ..NewUser::new(workspace.id)
        };
        let tx = self.app.store.begin().await.expect("begins");
        let user = users::insert(&tx, new, self.app.now()).await.expect("a user");
        tx.commit().await.expect("commits");
        user
    }

    /// A connection of a person that works, with an account at WHOOP that nobody knows.
    pub(crate) async fn connection(&self, user: &User) -> Id {
        let now = self.app.now();
        let connection = Connection {
            id: Id::generate(),
            workspace_id: user.workspace_id,
            user_no: user.user_no,
            provider: "whoop".into(),
            status: Status::Active,
            reason: None,
            account: json!({}),
            vendor_user: None,
            former_user: None,
            sealed_grant: None,
            grant_version: 0,
            sealed_subscriptions: None,
            settings: json!({}),
            connected_at: now,
            updated_at: now,
            last_sync_at: None,
            next_sync_at: None,
        };
        let id = connection.id;
        let tx = self.app.store.begin().await.expect("begins");
        connections::insert(&tx, connection).await.expect("a connection");
        tx.commit().await.expect("commits");
        id
    }

    /// A file of a person's that waits to be imported.
    pub(crate) async fn upload(&self, user: &User) -> Id {
        let payload = serde_json::json!({"path": "nowhere", "bytes": 0, "no_raw": false});
        let job = NewJob::new(&IMPORT_FILE, &payload, self.app.now()).expect("a job");
        let job = job.of_workspace(user.workspace_id).of_user(user.user_no);
        let tx = self.app.store.begin().await.expect("begins");
        let queued = jobs::enqueue(&tx, job).await.expect("queued");
        tx.commit().await.expect("commits");
        queued.id()
    }

    async fn open(engine: &'static str, url: String, folder: TempDir, postgres: Option<(String, String)>) -> Self {
        let app = App::open(&url).await.expect("the database opens");
        let vault = Vault::parse("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=").expect("a secret");
        let app = app
            .with_vault(vault)
            .with_originals(folder.path())
            .with_clock(|| "2025-07-01T12:00:00Z".parse().expect("a time"));
        Self {
            engine,
            url,
            app,
            folder,
            postgres,
        }
    }

    async fn remove(self) {
        let Self { app, postgres, .. } = self;
        let store: Store = app.store;
        store.close().await.expect("the database closes");
        if let Some((admin, name)) = postgres {
            drop_postgres(&admin, &name).await;
        }
    }
}

/// Somebody who does things, where it does not matter who.
pub(crate) fn somebody() -> Actor {
    Actor::local(Who::CommandLine)
}

/// An app that knows a vendor's application and whose calls of that vendor go to a fake one.
pub(crate) async fn with_vendor(app: &App, provider: &'static dyn Provider) -> (App, FakeVendor) {
    let vendor = FakeVendor::start(provider).await;
    let (spec, registered) = (provider.spec(), vendor.app());
    let installation = Installation::default().or_at("https://sync.example").with_app(
        spec.slug,
        Registered {
            settings: registered.settings,
            ..Registered::default()
        },
    );
    let app = app.clone().with_installation(installation);
    let client = spec.hosts.iter().fold(app.client_builder(), |builder, host| {
        builder
            .rebase(host, &vendor.address())
            .expect("the vendor has an address")
    });
    let client = client.build().expect("a client");
    (app.with_client(client), vendor)
}

/// Runs a test on a database of its own of every engine there is.
pub(crate) async fn on_every_database(test: impl AsyncFn(&TestDatabase)) {
    let folder = TempDir::new().expect("a folder");
    let url = format!("sqlite://{}", folder.path().join("vitasync.db").display());
    let database = TestDatabase::open("SQLite", url, folder, None).await;
    test(&database).await;
    database.remove().await;

    let Ok(admin) = std::env::var("VITASYNC_TEST_POSTGRES") else {
        eprintln!("skipped on PostgreSQL: VITASYNC_TEST_POSTGRES is not set");
        return;
    };
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!(
        "vitasync_test_{}_{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    );
    let url = create_postgres(&admin, &name).await;
    let folder = TempDir::new().expect("a folder");
    let database = TestDatabase::open("PostgreSQL", url, folder, Some((admin, name))).await;
    test(&database).await;
    database.remove().await;
}
