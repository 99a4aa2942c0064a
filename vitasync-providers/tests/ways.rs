//! The ways into a vendor that are not everybody's: OAuth 1.0a, regions, keys in headers and queries, signed webhooks whose key
//! has to be fetched.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use vitasync_core::Metric;
use vitasync_core::time::ZoneHistory;
use vitasync_providers::auth::{Carrier, Key, OAuth1, OAuth2, Secret, WayKind};
use vitasync_providers::client::{App, Client, Connection, Link, Memory, TokenStore};
use vitasync_providers::provider::{
    Account, Auth, Header, Job, Method, Page, Provider, Region, Request, Resource, Response, Setting, Spec, Value, Way,
};
use vitasync_providers::testing::Stage;
use vitasync_providers::webhook::{Inbound, Received, Refused, Reply, Trust, ed25519};
use vitasync_providers::{Error, ErrorKind};
use wiremock::matchers::{body_string_contains, header, headers, method, path, query_param};
use wiremock::{Mock, MockServer, Request as Sent, ResponseTemplate};

/// A vendor that is what its spec says and asks for one thing.
struct Odd(Spec);

impl Provider for Odd {
    fn spec(&self) -> &'static Spec {
        Box::leak(Box::new(self.0.clone()))
    }

    fn requests(&self, job: &Job<'_>, _: &Account) -> Vec<Request> {
        match job {
            Job::Window { .. } => vec![Request::get("list", "https://api.odd.example/list")],
            Job::Disconnect => vec![signed_revoke()],
            _ => Vec::new(),
        }
    }

    fn decode(&self, _: &Request, _: &Response) -> Result<Page, Error> {
        Ok(Page::default())
    }

    fn receive(&self, call: &Inbound<'_>, trust: &Trust<'_>, _: DateTime<Utc>) -> Result<Received, Refused> {
        let url = "https://api.odd.example/key";
        let Some(key) = trust.document(url) else {
            let fetch = Request::get("fetch key", url).auth(Auth::None);
            return Err(Refused::NeedsDocument(Box::new(fetch)));
        };
        let signature = call.header("signature").unwrap_or_default();
        if ed25519(key, call.body, signature.as_bytes()) {
            Ok(Received::challenge(Reply::ok()))
        } else {
            Err(Refused::NotTrusted)
        }
    }
}

/// A call signed by the application over its name and the time of sending.
fn signed_revoke() -> Request {
    let (action, id) = (Value::from("revoke"), Value::App("client_id".into()));
    let parts = vec![action.clone(), id.clone(), Value::Timestamp];
    let signature = Value::HmacSha256 {
        key: "client_secret".into(),
        parts,
        separator: ",".into(),
    };
    let request = Request::post("revoke", "https://api.odd.example/revoke").auth(Auth::None);
    let request = request.form("action", action).form("client_id", id);
    request.form("timestamp", Value::Timestamp).form("signature", signature)
}

const BASE: Spec = Spec {
    slug: "odd",
    name: "Odd",
    hosts: &["api.odd.example"],
    resources: &[Resource {
        id: "things",
        metrics: &[Metric::Weight],
        ..Resource::BASE
    }],
    ..Spec::BASE
};

struct Scene {
    server: MockServer,
    memory: Arc<Memory>,
    provider: &'static Odd,
    app: App,
    connection: Connection,
    client: Client,
}

impl Scene {
    async fn new(spec: Spec) -> Self {
        let server = MockServer::start().await;
        let memory = Arc::new(Memory::new());
        let now = DateTime::from_timestamp(1_700_000_000, 0).expect("a time");
        let builder = Client::builder(memory.clone(), memory.clone(), memory.clone());
        let builder = builder.runtime(Arc::new(Stage::at(now)));
        let hosts = ["api.odd.example", "api.odd.eu"];
        let builder = hosts.into_iter().fold(builder, |builder, host| {
            builder.rebase(host, &server.uri()).expect("an address")
        });
        Self {
            memory,
            provider: Box::leak(Box::new(Odd(spec))),
            app: App::new("my_client_id", "test_client_secret", "https://app.example/back").with("gateway_key", "gk"),
            connection: Connection {
                id: "c1".into(),
                account: Account::default(),
                zones: ZoneHistory::always(chrono_tz::UTC),
                connected_at: now,
            },
            client: builder.build().expect("a client"),
            server,
        }
    }

    fn link(&self) -> Link<'_> {
        Link {
            provider: self.provider,
            app: &self.app,
            connection: &self.connection,
        }
    }

    async fn answers(&self, mock: Mock) {
        mock.expect(1..).mount(&self.server).await;
    }

    async fn paste_and_sync(&self) {
        let key = Secret::new("pasted");
        self.client.connect_with_key(self.link(), key).await.expect("connected");
        self.client.sync(self.link(), "things").await.expect("synced");
    }
}

fn ok() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_string("{}")
}

fn signed_by_oauth1(part: &'static str) -> impl Fn(&Sent) -> bool {
    move |sent: &Sent| {
        let header = sent.headers.get("authorization").and_then(|it| it.to_str().ok());
        header.is_some_and(|header| header.starts_with("OAuth ") && header.contains(part))
    }
}

#[tokio::test]
async fn oauth_1_goes_from_a_temporary_token_to_signed_calls() {
    let scene = Scene::new(Spec {
        ways: &[Way::OAuth1(OAuth1 {
            temporary: "https://api.odd.example/temporary",
            authorize: "https://odd.example/confirm",
            token: "https://api.odd.example/token",
        })],
        ..BASE
    })
    .await;
    let form = |text: &str| ResponseTemplate::new(200).set_body_string(text);
    let temporary =
        Mock::given(path("/temporary")).and(signed_by_oauth1("oauth_callback=\"https%3A%2F%2Fapp.example%2Fback\""));
    scene
        .answers(temporary.respond_with(form("oauth_token=tmp&oauth_token_secret=s1")))
        .await;
    let token = Mock::given(path("/token")).and(signed_by_oauth1("oauth_verifier=\"v\""));
    scene
        .answers(token.respond_with(form("oauth_token=lasting&oauth_token_secret=s2")))
        .await;
    let list = Mock::given(path("/list")).and(signed_by_oauth1("oauth_token=\"lasting\""));
    scene.answers(list.respond_with(ok())).await;

    let sent = scene.client.authorize(scene.link()).await.expect("an address");
    assert_eq!(sent.url, "https://odd.example/confirm?oauth_token=tmp");
    let callback = [
        ("oauth_token".into(), "tmp".into()),
        ("oauth_verifier".into(), "v".into()),
    ];
    let account = scene
        .client
        .connect(scene.link(), &sent.pending, &callback)
        .await
        .expect("connected");
    assert_eq!(account.way, Some(WayKind::OAuth1));
    scene.client.sync(scene.link(), "things").await.expect("synced");
}

#[tokio::test]
async fn a_key_goes_into_the_header_the_vendor_wants_beside_the_gateways() {
    let scene = Scene::new(Spec {
        ways: &[Way::Key(Key {
            carrier: Carrier::Header("api-key"),
            ..Key::BEARER
        })],
        settings: &[Setting {
            name: "gateway_key",
            help: "",
            required: true,
        }],
        headers: &[
            Header {
                name: "X-Gateway",
                setting: "gateway_key",
                suffix: "",
            },
            Header {
                name: "User-Agent",
                setting: "client_id",
                suffix: "/1.0",
            },
        ],
        ..BASE
    })
    .await;
    let list = Mock::given(path("/list"))
        .and(header("api-key", "pasted"))
        .and(header("x-gateway", "gk"));
    let list = list.and(headers("user-agent", vec!["my_client_id/1.0"]));
    scene.answers(list.respond_with(ok())).await;
    scene.paste_and_sync().await;
}

#[tokio::test]
async fn a_token_in_the_query_is_stored_nowhere() {
    let scene = Scene::new(Spec {
        ways: &[Way::Key(Key {
            carrier: Carrier::Query("token"),
            ..Key::BEARER
        })],
        ..BASE
    })
    .await;
    let list = Mock::given(path("/list")).and(query_param("token", "pasted"));
    scene.answers(list.respond_with(ok())).await;
    scene.paste_and_sync().await;
    let stored = serde_json::to_string(&scene.memory.exchanges()).expect("written");
    assert!(!stored.contains("pasted"), "{stored}");
}

#[tokio::test]
async fn an_account_in_a_region_is_served_by_its_hosts() {
    let mut scene = Scene::new(Spec {
        ways: &[Way::OAuth2(OAuth2 {
            authorize: "https://api.odd.example/login",
            token: "https://api.odd.example/token",
            ..OAuth2::BASE
        })],
        regions: &[Region {
            id: "eu",
            hosts: &[("api.odd.example", "api.odd.eu")],
        }],
        ..BASE
    })
    .await;
    scene.connection.account.region = Some("eu".into());
    let sent = scene.client.authorize(scene.link()).await.expect("an address");
    assert!(sent.url.starts_with("https://api.odd.eu/login?"), "{}", sent.url);
}

#[tokio::test]
async fn a_key_the_vendor_refuses_is_not_kept() {
    struct Asking;
    impl Provider for Asking {
        fn spec(&self) -> &'static Spec {
            static SPEC: Spec = Spec {
                ways: &[Way::Key(Key::BEARER)],
                ..BASE
            };
            &SPEC
        }

        fn requests(&self, _: &Job<'_>, _: &Account) -> Vec<Request> {
            vec![Request::get("read me", "https://api.odd.example/me")]
        }

        fn decode(&self, _: &Request, _: &Response) -> Result<Page, Error> {
            Ok(Page::default())
        }
    }
    let scene = Scene::new(BASE).await;
    scene
        .answers(Mock::given(path("/me")).respond_with(ResponseTemplate::new(401)))
        .await;
    let link = Link {
        provider: &Asking,
        ..scene.link()
    };
    let error = scene
        .client
        .connect_with_key(link, Secret::new("wrong"))
        .await
        .expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::Reconnect);
    assert_eq!(scene.memory.load("c1").await.expect("loaded"), None);
}

#[tokio::test]
async fn the_application_signs_over_the_time_it_sends() {
    let scene = Scene::new(BASE).await;
    // HMAC-SHA256 of `revoke,my_client_id,1700000000` under `test_client_secret`.
    let revoke = Mock::given(path("/revoke")).and(body_string_contains("timestamp=1700000000"));
    let revoke = revoke.and(body_string_contains(SIGNATURE));
    scene.answers(revoke.respond_with(ok())).await;
    scene.client.disconnect(scene.link()).await.expect("disconnected");
}

const SIGNATURE: &str = "signature=0c83adf68f5fd12d2377cb96ca457bfb80e8ec54635f0e43bedb9ec54ed9fcc1";

#[tokio::test]
async fn a_key_that_is_missing_is_fetched_once_however_often_somebody_knocks() {
    let scene = Scene::new(BASE).await;
    let key = Mock::given(method("GET")).and(path("/key"));
    key.respond_with(ResponseTemplate::new(200).set_body_bytes([7; 32]))
        .expect(1)
        .mount(&scene.server)
        .await;
    let call = Inbound {
        method: Method::Post,
        query: &[],
        headers: &[("signature".into(), "nonsense".into())],
        body: b"{}",
    };
    for _ in 0..3 {
        let received = scene.client.receive(scene.provider, &scene.app, &[], &call).await;
        assert_eq!(received, Err(Refused::NotTrusted));
    }
}
