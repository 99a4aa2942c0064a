//! Connecting over HTTP, with a vendor on this machine.

use axum::http::{StatusCode, header};
use serde_json::{Value, json};
use url::Url;
use vitasync_providers::Provider;
use vitasync_providers::testing::FakeVendor;
use vitasync_providers::vendors::whoop::Whoop;

use super::{Answered, Client, new_key, unlimited};
use crate::auth::Scope;
use crate::testing::{TestDatabase, on_every_database, with_vendor};

/// A workspace with a user, and a browser without a key.
pub(super) struct Scene {
    pub(super) vendor: FakeVendor,
    pub(super) admin: Client,
    pub(super) browser: Client,
    pub(super) user: String,
}

impl Scene {
    pub(super) async fn new(database: &TestDatabase) -> Self {
        Self::at(database, &Whoop).await
    }

    pub(super) async fn at(database: &TestDatabase, provider: &'static dyn Provider) -> Self {
        let (app, vendor) = with_vendor(&database.app, provider).await;
        let user = database.user().await;
        let key = new_key(database, user.workspace_id, None, &[Scope::Admin]).await;
        let browser = Client {
            router: crate::http::router(app, unlimited()),
            key: None,
        };
        Self {
            vendor,
            admin: browser.with_key(&key),
            browser,
            user: user.id.to_string(),
        }
    }

    async fn allow(&self, settings: Value) {
        let answer = self.admin.patch("/v1/connect-settings", settings).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    }

    /// Opens a connect link and presses the button.
    async fn press(&self, link: &str) -> Answered {
        let page = self.browser.get(link).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        let fields = ["token", "provider"].map(|name| (name, field(&page.text, name)));
        let form = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.browser.send_form("/v1/connect", form).await
    }

    /// Begins with a query and gives the way back: the callback with the vendor's word.
    pub(super) async fn away(&self, more: &str) -> String {
        let path = format!("/v1/oauth/whoop/authorize?userId={}{more}", self.user);
        let answer = self.admin.get(&path).await;
        assert_eq!(answer.status, StatusCode::FOUND, "{}", answer.text);
        callback(&answer)
    }
}

/// Finds the value of a field of the form on a page.
fn field<'a>(page: &'a str, name: &str) -> &'a str {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).expect("a field");
    rest.split_once('"').expect("a value").0
}

/// Gives the callback with the word of an answer that leads to the vendor.
fn callback(answer: &Answered) -> String {
    let url = Url::parse(answer.header("location").expect("a redirect")).expect("an address");
    let find = |name: &str| {
        let found = url.query_pairs().find(|(known, _)| known == name);
        found.map(|(_, value)| value.into_owned()).expect("it is there")
    };
    assert_eq!(find("redirect_uri"), "https://sync.example/v1/oauth/whoop/callback");
    format!("/v1/oauth/whoop/callback?state={}", find("state"))
}

#[tokio::test]
async fn a_user_is_sent_to_the_vendor_and_taken_back() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        scene.allow(json!({"returnUrls": ["https://app.example/done"]})).await;
        let back = scene.away("&returnUrl=https://app.example/done?tab=1").await;
        let answer = scene.browser.get(&format!("{back}&code=c")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let connections = scene
            .admin
            .get(&format!("/v1/users/{}/connections", scene.user))
            .await
            .json();
        let id = connections[0]["id"].as_str().expect("an id");
        let expected = format!("https://app.example/done?tab=1&connectionId={id}&providerId=whoop");
        assert_eq!(answer.header("location"), Some(expected.as_str()));
        for (field, value) in [("status", "active"), ("providerId", "whoop"), ("userId", &scene.user)] {
            assert_eq!(connections[0][field], value);
        }
        assert!(!connections.to_string().contains("access-"), "{connections}");

        let path = format!("/v1/users/{}/connections/{id}", scene.user);
        assert_eq!(scene.admin.delete(&path).await.status, StatusCode::NO_CONTENT);
        assert_eq!(scene.admin.get(&path).await.json()["status"], "disconnected");
        let by_alias = scene.away("").await.replace("/oauth/", "/providers/");
        let page = scene.browser.get(&format!("{by_alias}&code=c")).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert_eq!(scene.admin.get(&path).await.json()["status"], "active");
    })
    .await;
}

#[tokio::test]
async fn a_page_says_how_it_went_and_runs_nothing_that_came_from_outside() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        scene.allow(json!({"returnUrls": ["https://app.example"]})).await;
        let back = scene.away("").await;
        let evil = "%3C%2Fscript%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E%22%27%26";
        let answer = scene
            .browser
            .get(&format!("{back}&error=oops&error_description={evil}"))
            .await;
        assert_eq!(answer.status, StatusCode::BAD_GATEWAY);
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
        assert!(!answer.text.contains("<script>"), "{}", answer.text);
        assert_eq!(answer.text.matches("<script").count(), 2, "{}", answer.text);
        assert!(answer.text.contains("&lt;/script&gt;"), "{}", answer.text);
        let policy = answer.header("content-security-policy").expect("a policy");
        assert!(
            policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe"),
            "{policy}"
        );
        assert!(
            answer
                .text
                .contains(r#""origins":["https://app.example","https://sync.example"]"#)
        );
        assert!(answer.text.contains("vitasync-oauth-result"));
        assert!(!answer.text.contains("'*'") && !answer.text.contains("\"*\""));
    })
    .await;
}

#[tokio::test]
async fn a_return_that_is_not_waited_for_connects_nothing() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        let back = scene.away("").await;
        assert_eq!(
            scene.browser.get(&format!("{back}&code=c")).await.status,
            StatusCode::OK
        );
        for path in [
            format!("{back}&code=c"),
            format!("{back}A&code=c"),
            "/v1/oauth/whoop/callback".to_owned(),
        ] {
            assert_eq!(scene.browser.get(&path).await.status, StatusCode::BAD_REQUEST, "{path}");
        }
        let no = scene.away("").await;
        let answer = scene.browser.get(&format!("{no}&error=access_denied")).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(answer.text.contains("was not allowed to share data"), "{}", answer.text);
        assert_eq!(
            scene.browser.get("/v1/oauth/nobody/callback?state=a").await.status,
            StatusCode::NOT_FOUND
        );
    })
    .await;
}

#[tokio::test]
async fn nobody_is_sent_where_the_workspace_has_not_allowed() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        scene.allow(json!({"returnUrls": ["https://app.example"]})).await;
        for url in [
            "https://evil.example/",
            "https://app.example.evil.example/",
            "javascript:alert(1)",
        ] {
            let path = format!("/v1/oauth/whoop/authorize?userId={}&returnUrl={url}", scene.user);
            let answer = scene.admin.get(&path).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{url}");
        }
        let back = scene.away("&returnUrl=https://app.example/a").await;
        scene.allow(json!({"returnUrls": []})).await;
        let answer = scene.browser.get(&format!("{back}&code=c")).await;
        assert_eq!(answer.status, StatusCode::OK, "withdrawn meanwhile: {}", answer.text);
        let refused = scene
            .admin
            .patch("/v1/connect-settings", json!({"returnUrls": ["javascript:alert(1)"]}))
            .await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    })
    .await;
}

#[tokio::test]
async fn connecting_begins_by_a_key_a_link_or_where_everybody_may() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        let bare = format!("/v1/oauth/whoop/authorize?userId={}", scene.user);
        let refused = scene.browser.get(&bare).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
        assert!(refused.text.contains("connect-link"), "{}", refused.text);
        let json = (header::ACCEPT, "application/json");
        let answer = scene.admin.call_with("GET", &bare, None, Some(json)).await.json();
        assert!(
            answer["authorizationUrl"]
                .as_str()
                .is_some_and(|it| it.contains("code_challenge") || it.contains("state"))
        );
        scene.allow(json!({"publicAuthorize": true})).await;
        assert_eq!(scene.browser.get(&bare).await.status, StatusCode::FOUND);

        let path = format!("/v1/users/{}/connect-link", scene.user);
        let link = scene.admin.post(&path, json!({"providerId": "whoop"})).await.json();
        let url = link["url"]
            .as_str()
            .expect("an address")
            .replace("https://sync.example", "");
        assert_eq!(
            scene.browser.get(&url.replace("whoop", "oura")).await.status,
            StatusCode::UNAUTHORIZED
        );
        let away = scene.press(&url).await;
        assert_eq!(away.status, StatusCode::SEE_OTHER, "{}", away.text);
        assert_eq!(
            scene.browser.get(&url).await.status,
            StatusCode::UNAUTHORIZED,
            "it is used up"
        );
        let back = callback(&away);
        assert_eq!(
            scene.browser.get(&format!("{back}&code=c")).await.status,
            StatusCode::OK
        );
    })
    .await;
}

#[tokio::test]
async fn what_merely_opens_a_link_does_not_use_it_up() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        let path = format!("/v1/users/{}/connect-link", scene.user);
        let link = scene.admin.post(&path, json!({"providerId": "whoop"})).await.json();
        let url = link["url"]
            .as_str()
            .expect("an address")
            .replace("https://sync.example", "");
        for method in ["GET", "HEAD", "GET"] {
            let page = scene.browser.call(method, &url, None).await;
            assert_eq!(page.status, StatusCode::OK, "{method}");
            let policy = page.header("content-security-policy").expect("a policy");
            assert!(
                policy.contains("default-src 'none'") && policy.contains("form-action 'self' https:;"),
                "{policy}"
            );
            assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
        }
        assert_eq!(scene.press(&url).await.status, StatusCode::SEE_OTHER);
        assert_eq!(scene.browser.get(&url).await.status, StatusCode::UNAUTHORIZED);

        let link = scene.admin.post(&path, json!({"providerId": "whoop"})).await.json();
        let url = link["url"]
            .as_str()
            .expect("an address")
            .replace("https://sync.example", "");
        let json = (header::ACCEPT, "application/json");
        let program = scene.browser.call_with("GET", &url, None, Some(json)).await;
        assert!(program.json()["authorizationUrl"].is_string(), "{}", program.text);
        assert_eq!(
            scene.browser.get(&url).await.status,
            StatusCode::UNAUTHORIZED,
            "on {}",
            database.engine
        );
    })
    .await;
}

#[tokio::test]
async fn a_link_without_a_provider_leads_to_a_page_of_what_can_be_connected() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        let path = format!("/v1/users/{}/connect-link", scene.user);
        let link = scene.admin.post(&path, json!({})).await.json();
        let url = link["url"]
            .as_str()
            .expect("an address")
            .replace("https://sync.example", "");
        for _ in 0..2 {
            let page = scene.browser.get(&url).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(
                page.text.contains(">WHOOP</button>") && page.text.contains("Connect Hevy"),
                "{}",
                page.text
            );
            assert!(
                !page.text.contains("Strava") && !page.text.contains("Oura"),
                "{}",
                page.text
            );
        }
        let token = link["token"].as_str().expect("a token");
        let direct = format!("/v1/oauth/whoop/authorize?token={token}");
        assert_eq!(scene.press(&direct).await.status, StatusCode::SEE_OTHER);
        assert_eq!(scene.browser.get(&url).await.status, StatusCode::BAD_REQUEST);
        assert_eq!(
            scene.browser.get("/v1/connect?token=guessed.word").await.status,
            StatusCode::BAD_REQUEST
        );
    })
    .await;
}

#[tokio::test]
async fn a_provider_that_is_not_configured_says_so() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        let mut lines = Vec::new();
        for slug in ["oura", "strava", "hevy", "fitbit", "nobody"] {
            let path = format!("/v1/oauth/{slug}/authorize?userId={}", scene.user);
            let answer = scene.admin.get(&path).await;
            lines.push(format!(
                "{} {}",
                answer.status.as_u16(),
                answer.json()["message"].as_str().expect("words")
            ));
        }
        insta::allow_duplicates! { insta::assert_snapshot!(lines.join("\n"), @r"
        409 Oura cannot be connected: its client_id or another setting is missing
        409 Strava cannot be connected: its terms are not accepted: Strava's API agreement (https://www.strava.com/legal/api): data is shown only to the athlete it is about, is kept for seven days at most, and is not given to any AI; platforms between Strava and an application are not supported. Use an application of your own, limit how long its data is kept, and exclude it from AI tools.
        409 Hevy cannot be connected: people connect with a key: send it to POST /v1/users/{userId}/connections
        409 Google Health cannot be connected: its client_id or another setting is missing
        404 Provider not found
        "); }
    })
    .await;
}

#[tokio::test]
async fn secrets_of_an_application_go_in_and_never_come_out() {
    on_every_database(async |database| {
        let scene = Scene::new(database).await;
        let path = "/v1/providers/oura/app";
        let body = json!({"settings": {"client_id": "our-id", "client_secret": "our-secret"}, "schedule": {"everyMinutes": 30}});
        let answer = scene.admin.patch(path, body).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let again = scene.admin.get(path).await;
        assert!(!answer.text.contains("our-secret") && !again.text.contains("our-secret"));
        let app = again.json();
        assert_eq!((&app["clientId"], &app["belongsTo"]), (&json!("our-id"), &json!("workspace")));
        assert_eq!(app["redirectUri"], "https://sync.example/v1/oauth/oura/callback");
        assert_eq!(scene.admin.get("/v1/providers/oura").await.json()["isConfigured"], true);
        let unknown = scene.admin.patch(path, json!({"settings": {"client_secre": "x"}})).await;
        assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unknown.text.contains("client_secret"), "{}", unknown.text);
        assert_eq!(scene.admin.delete(path).await.status, StatusCode::NO_CONTENT);
        assert_eq!(scene.admin.get(path).await.json()["belongsTo"], "none");
    })
    .await;
}
