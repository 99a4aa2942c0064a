//! How accounts are kept, on every database.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde_json::json;
use sha2::Digest as _;
use url::Url;
use vitasync_core::time::ZoneHistory;
use vitasync_providers::Provider;
use vitasync_providers::auth::{Grant, Secret, WayKind};
use vitasync_providers::client::TokenStore as _;
use vitasync_providers::testing::{FakeVendor, Trouble};
use vitasync_providers::vendors::garmin::GarminOAuth1;
use vitasync_providers::vendors::hevy::Hevy;
use vitasync_providers::vendors::whoop::Whoop;

use super::{
    Change, Connection, Failed, Made, REVOKE, Start, Status, Stores, TIDY, Why, account_of, authorize, change_settings,
    connect_with_key, disconnect, finish, linked, list, revoke, tidy, trouble,
};
use crate::app::App;
use crate::error::Error;
use crate::service::Id;
use crate::service::audit::{Actor, Who};
use crate::service::jobs::{self, Attempt, Ended, NewJob};
use crate::service::vendors::{self, OAUTH_VERSION};
use crate::store::connections as rows;
use crate::store::users::{self, NewUser, User};
use crate::store::{oauth_states, vendor_apps};
use crate::testing::{TestDatabase, on_every_database, somebody, with_vendor};

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
        crate::service::users::erase(&database.app, &somebody(), (&user).into())
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

#[tokio::test]
async fn dates_of_a_vendor_are_those_of_the_zone_of_the_account_where_the_person_names_none() {
    on_every_database(async |database| {
        let zone_of = async |profile: Option<Tz>, account| {
            let user = database.user_in(profile).await;
            let row = Connection {
                account,
                ..row(database, &user, Status::Active, None)
            };
            add(database, &row).await.expect("it is new");
            linked(&database.app, &row).await.expect("linked").connection.zones
        };
        let (tokyo, berlin) = (Tz::Asia__Tokyo, Tz::Europe__Berlin);
        let in_tokyo = || json!({"zone": tokyo.name()});
        assert_eq!(zone_of(None, in_tokyo()).await, ZoneHistory::always(tokyo));
        assert_eq!(zone_of(Some(berlin), in_tokyo()).await, ZoneHistory::always(berlin));
        assert_eq!(zone_of(None, json!({})).await, ZoneHistory::always(Tz::UTC));
    })
    .await;
}

/// A person who connects with a vendor that is on this machine.
struct Scene {
    app: App,
    vendor: FakeVendor,
    user: User,
}

impl Scene {
    async fn new(database: &TestDatabase, provider: &'static dyn Provider) -> Self {
        let (app, vendor) = with_vendor(&database.app, provider).await;
        let user = database.user().await;
        Self { app, vendor, user }
    }

    fn start(&self) -> Start {
        Start {
            workspace: self.user.workspace_id,
            user_no: self.user.user_no,
            provider: "whoop".into(),
            return_url: None,
            region: None,
        }
    }

    /// Sends the person to the vendor and gives the word that comes back.
    async fn away(&self) -> String {
        let begun = authorize(&self.app, &self.start()).await.expect("it begins");
        let url = Url::parse(&begun.url).expect("an address");
        let state = url.query_pairs().find(|(name, _)| name == "state").expect("a state");
        state.1.into_owned()
    }

    async fn back_at(&self, app: &App, state: &str) -> Result<Made, Failed> {
        let query = [
            ("state".to_owned(), state.to_owned()),
            ("code".to_owned(), "c".to_owned()),
        ];
        finish(app, "whoop", &query).await.expect("no failure of ours").outcome
    }

    async fn connect(&self) -> Result<Made, Failed> {
        let state = self.away().await;
        self.back_at(&self.app, &state).await
    }

    async fn row(&self, id: Id) -> Connection {
        rows::find(&self.app.store, id).await.expect("read").expect("there")
    }

    /// The kinds of the jobs of a connection and how they stand, the oldest first.
    async fn jobs(&self, id: Id) -> Vec<(String, &'static str)> {
        let which = jobs::Filter {
            connection_id: Some(id),
            ..jobs::Filter::default()
        };
        let mut all = jobs::list(&self.app, &which, 10).await.expect("jobs");
        all.sort_by_key(|job| job.id);
        all.into_iter().map(|job| (job.kind, job.status.id())).collect()
    }

    async fn revoke(&self, id: Id) -> Ended {
        let which = jobs::Filter {
            connection_id: Some(id),
            kinds: vec![REVOKE.id],
            ..jobs::Filter::default()
        };
        let job = jobs::list(&self.app, &which, 1)
            .await
            .expect("jobs")
            .pop()
            .expect("a job");
        let app = self.app.clone();
        revoke(Attempt { app, job }).await.expect("it is done")
    }
}

#[tokio::test]
async fn an_account_is_connected_renewed_and_disconnected() {
    on_every_database(async |database| {
        let scene = Scene::new(database, &Whoop).await;
        let made = scene.connect().await.expect("connected");
        let id = made.connection.id;
        assert!(made.is_new);
        assert_eq!(made.connection.status, Status::Active);
        assert!(made.connection.vendor_user.is_some());
        let sealed = scene.row(id).await.sealed_grant.expect("a token");
        assert!(!sealed.windows(7).any(|it| it == b"access-"), "on {}", database.engine);
        assert_eq!(scene.jobs(id).await, [("backfill".to_owned(), "queued")]);

        trouble(&scene.app, &made.connection, Status::ReauthRequired, "it was withdrawn")
            .await
            .expect("noted");
        let again = scene.connect().await.expect("renewed");
        assert_eq!((again.connection.id, again.is_new), (id, false));
        assert_eq!(
            (again.connection.status, again.connection.reason),
            (Status::Active, None)
        );
        assert_ne!(scene.row(id).await.sealed_grant, Some(sealed));
        assert_eq!(list(&scene.app, scene.user.user_no).await.expect("a list").len(), 1);

        disconnect(&scene.app, &by(), scene.user.user_no, &id.to_string())
            .await
            .expect("disconnected");
        assert_eq!(scene.row(id).await.status, Status::Disconnected);
        assert!(scene.jobs(id).await.contains(&("revoke".to_owned(), "queued")));
        let calls = scene.vendor.calls();
        assert_eq!(scene.revoke(id).await, Ended::Done(None));
        assert_eq!(scene.vendor.calls(), calls + 1, "the vendor is told");
        assert_eq!(scene.row(id).await.sealed_grant, None);

        let back = scene.connect().await.expect("connected again");
        assert_eq!((back.connection.id, back.is_new), (id, false));
    })
    .await;
}

#[tokio::test]
async fn a_token_that_the_vendor_will_never_take_back_is_forgotten() {
    on_every_database(async |database| {
        let scene = Scene::new(database, &Whoop).await;
        let id = scene.connect().await.expect("connected").connection.id;
        disconnect(&scene.app, &by(), scene.user.user_no, "whoop")
            .await
            .expect("disconnected");
        scene.vendor.always(Some(Trouble::Status(400, Vec::new())));
        assert_eq!(scene.revoke(id).await, Ended::Done(None));
        assert_eq!(scene.row(id).await.sealed_grant, None, "it will never be told");
    })
    .await;
}

#[tokio::test]
async fn a_word_is_good_once_for_ten_minutes_and_only_as_it_was() {
    on_every_database(async |database| {
        let scene = Scene::new(database, &Whoop).await;
        let state = scene.away().await;
        let tampered = format!("{}A", &state[..state.len() - 1]);
        let why = |outcome: Result<Made, Failed>| outcome.expect_err("refused").why;
        assert_eq!(why(scene.back_at(&scene.app, &tampered).await), Why::InvalidState);
        scene.back_at(&scene.app, &state).await.expect("connected");
        assert_eq!(why(scene.back_at(&scene.app, &state).await), Why::InvalidState);

        let late = scene.away().await;
        let now = scene.app.now();
        let later = scene.app.clone().with_clock(move || now + TimeDelta::minutes(10));
        assert_eq!(why(scene.back_at(&later, &late).await), Why::InvalidState);
    })
    .await;
}

#[tokio::test]
async fn a_word_of_one_workspace_does_not_open_for_another() {
    on_every_database(async |database| {
        let scene = Scene::new(database, &Whoop).await;
        let stranger = database.user().await;
        let state = scene.away().await;
        let hash = sha2::Sha256::digest(state.as_bytes());
        let row = oauth_states::take(&scene.app.store, &hash)
            .await
            .expect("read")
            .expect("there");
        let moved = oauth_states::OAuthState {
            workspace_id: stranger.workspace_id,
            user_no: stranger.user_no,
            ..row
        };
        oauth_states::insert(&scene.app.store, moved).await.expect("moved");
        let query = [("state".to_owned(), state), ("code".to_owned(), "c".to_owned())];
        assert!(
            finish(&scene.app, "whoop", &query).await.is_err(),
            "what is sealed does not open"
        );
        assert_eq!(list(&scene.app, stranger.user_no).await.expect("a list"), []);
    })
    .await;
}

#[tokio::test]
async fn an_account_of_another_user_or_a_second_one_is_refused_and_its_tokens_forgotten() {
    on_every_database(async |database| {
        let scene = Scene::new(database, &Whoop).await;
        let first = scene.connect().await.expect("connected").connection;
        let tx = scene.app.store.begin().await.expect("begins");
        let other = users::insert(&tx, NewUser::new(scene.user.workspace_id), scene.app.now())
            .await
            .expect("a user");
        tx.commit().await.expect("commits");
        let theirs = Scene {
            user: other,
            app: scene.app.clone(),
            vendor: FakeVendor::start(&Whoop).await,
        };
        let calls = scene.vendor.calls();
        assert_eq!(theirs.connect().await.expect_err("linked").why, Why::Conflict);
        assert_eq!(
            scene.vendor.calls(),
            calls + 2,
            "the authorisation of the first is not taken back"
        );

        let tx = scene.app.store.begin().await.expect("it begins");
        let account = rows::Account {
            document: json!({"user": "else"}),
            user: Some("else".into()),
            former_user: None,
        };
        rows::activate(&tx, first.id, account, scene.app.now())
            .await
            .expect("changed");
        tx.commit().await.expect("it commits");
        assert_eq!(scene.connect().await.expect_err("a second").why, Why::Conflict);
        assert_eq!(
            rows::prune(&scene.app.store, DateTime::<Utc>::MAX_UTC)
                .await
                .expect("pruned"),
            0
        );

        let allow = Change {
            allow_second_accounts: Some(true),
            ..Change::default()
        };
        change_settings(&scene.app, &by(), scene.user.workspace_id, allow)
            .await
            .expect("set");
        let second = scene.connect().await.expect("a second");
        assert!(
            second.is_new && second.connection.id != first.id,
            "on {}",
            database.engine
        );
    })
    .await;
}

#[tokio::test]
async fn a_key_that_the_vendor_refuses_connects_nothing() {
    on_every_database(async |database| {
        let scene = Scene::new(database, &Hevy).await;
        let (workspace, no) = (scene.user.workspace_id, scene.user.user_no);
        let connect = async || connect_with_key(&scene.app, workspace, no, "hevy", Secret::new("key"), None).await;
        scene.vendor.trouble(Trouble::Status(401, Vec::new()));
        assert!(
            matches!(connect().await, Err(Error::Unprocessable { .. })),
            "on {}",
            database.engine
        );
        assert_eq!(list(&scene.app, no).await.expect("a list"), []);
        let made = connect().await.expect("connected");
        assert!(made.is_new);
        assert!(!connect().await.expect("renewed").is_new);
    })
    .await;
}

#[tokio::test]
async fn an_application_of_another_time_connects_by_oauth_1() {
    on_every_database(async |database| {
        let scene = Scene::new(database, &GarminOAuth1).await;
        let version = Some(Some([(OAUTH_VERSION.to_owned(), Some(Secret::new("1.0a")))].into()));
        let own = ["client_id", "client_secret", "webhook_token"].map(|it| (it.to_owned(), Some(Secret::new("x"))));
        for settings in [version, Some(Some(own.into()))] {
            let change = vendors::Change {
                settings,
                ..vendors::Change::default()
            };
            vendors::change(&scene.app, &by(), scene.user.workspace_id, "garmin", change)
                .await
                .expect("set");
        }
        let start = Start {
            provider: "garmin".into(),
            ..scene.start()
        };
        let begun = authorize(&scene.app, &start).await.expect("it begins");
        let url = Url::parse(&begun.url).expect("an address");
        let token = url
            .query_pairs()
            .find(|(name, _)| name == "oauth_token")
            .expect("a token")
            .1
            .into_owned();
        let query = [
            ("oauth_token".to_owned(), token),
            ("oauth_verifier".to_owned(), "v".to_owned()),
        ];
        let made = finish(&scene.app, "garmin", &query)
            .await
            .expect("no failure of ours")
            .outcome;
        let made = made.expect("connected");
        let account = account_of(&made.connection).expect("an account");
        assert_eq!(account.way, Some(WayKind::OAuth1));
    })
    .await;
}

#[tokio::test]
async fn a_vendor_with_terms_stays_off_until_they_are_accepted() {
    on_every_database(async |database| {
        let workspace = database.user().await.workspace_id;
        let own = ["client_id", "client_secret"].map(|it| (it.to_owned(), Some(Secret::new("hidden"))));
        let change = |enabled, accepts_terms| vendors::Change {
            settings: Some(Some(own.clone().into())),
            enabled,
            accepts_terms,
            ..vendors::Change::default()
        };
        let set = async |it| vendors::change(&database.app, &by(), workspace, "strava", it).await;
        let refused = set(change(Some(true), None)).await.err().expect("refused").to_string();
        assert!(refused.contains("https://www.strava.com/legal/api"), "{refused}");
        assert!(!set(change(None, None)).await.expect("kept").is_configured());
        assert!(
            set(change(Some(true), Some(true)))
                .await
                .expect("accepted")
                .is_configured()
        );
        assert!(!set(change(Some(false), None)).await.expect("off").is_configured());
        let row = vendor_apps::find(&database.app.store, workspace, "strava")
            .await
            .expect("read")
            .expect("there");
        let sealed = row.sealed_settings.expect("sealed");
        assert!(!sealed.windows(6).any(|it| it == b"hidden"), "on {}", database.engine);
    })
    .await;
}

#[tokio::test]
async fn a_person_who_is_erased_leaves_no_authorisation_at_a_vendor() {
    on_every_database(async |database| {
        let scene = Scene::new(database, &Whoop).await;
        let id = scene.connect().await.expect("connected").connection.id;
        let calls = scene.vendor.calls();
        crate::service::users::erase(&scene.app, &by(), (&scene.user).into())
            .await
            .expect("erased");
        assert_eq!(scene.vendor.calls(), calls + 1, "the vendor is told");
        assert_eq!(rows::find(&scene.app.store, id).await.expect("read"), None);
    })
    .await;
}

#[tokio::test]
async fn who_does_not_come_back_is_forgotten() {
    on_every_database(async |database| {
        let scene = Scene::new(database, &Whoop).await;
        let state = scene.away().await;
        add(database, &row(database, &scene.user, Status::Connecting, None))
            .await
            .expect("begun");
        let now = scene.app.now() + TimeDelta::hours(2);
        let app = scene.app.clone().with_clock(move || now);
        let job = NewJob::new(&TIDY, &(), now).expect("a job");
        let tx = app.store.begin().await.expect("it begins");
        let id = jobs::enqueue(&tx, job.of_workspace(scene.user.workspace_id))
            .await
            .expect("queued")
            .id();
        tx.commit().await.expect("it commits");
        let job = jobs::find(&app, scene.user.workspace_id, id).await.expect("there");
        tidy(Attempt { app, job }).await.expect("it is done");
        let hash = sha2::Sha256::digest(state.as_bytes());
        assert_eq!(oauth_states::find(&scene.app.store, &hash).await.expect("read"), None);
        assert_eq!(
            rows::prune(&scene.app.store, DateTime::<Utc>::MAX_UTC)
                .await
                .expect("pruned"),
            0
        );
    })
    .await;
}

fn by() -> Actor {
    Actor::local(Who::CommandLine)
}
