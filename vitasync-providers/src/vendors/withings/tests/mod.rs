mod data;

use std::collections::BTreeMap;

use super::*;
use crate::ErrorKind;
use crate::auth::{Goal, Secret};
use crate::provider::{Body, Subscription, Value, Whose, Window};
use crate::webhook::News;

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn answer(body: &str) -> Response {
    Response::new(200, body, utc("2026-10-02T12:00:00Z"))
}

fn decoded(operation: &'static str, body: &str) -> Page {
    let request = Request::post(operation, "").form("action", "x");
    Withings.decode(&request, &answer(body)).expect("a page")
}

fn pairs(request: &Request) -> BTreeMap<&str, &Value> {
    let Body::Form(pairs) = &request.body else {
        panic!("a form")
    };
    pairs.iter().map(|(name, value)| (name.as_ref(), value)).collect()
}

fn window_of(resource: &str) -> Request {
    let window = Window {
        from: utc("2026-10-01T00:00:00Z"),
        to: utc("2026-10-02T00:00:00Z"),
    };
    let job = Job::Window { resource, window };
    Withings.requests(&job, &Account::default()).swap_remove(0)
}

/// The HMAC of `notify,12345678` under `test_client_secret`.
fn token() -> String {
    use hmac::{Hmac, KeyInit, Mac};
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(b"test_client_secret").expect("a key");
    mac.update(b"notify,12345678");
    mac.finalize()
        .into_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn notified(token: Option<&str>, secret: &str, body: &str) -> Result<Received, Refused> {
    let query: Vec<_> = token
        .map(|token| ("token".to_owned(), token.to_owned()))
        .into_iter()
        .collect();
    let secrets = BTreeMap::from([("client_secret".to_owned(), Secret::new(secret))]);
    let documents = BTreeMap::new();
    let call = Inbound {
        method: Method::Post,
        query: &query,
        headers: &[],
        body: body.as_bytes(),
    };
    Withings.receive(
        &call,
        &Trust::new(&secrets, &[], &documents),
        utc("2026-10-02T12:00:00Z"),
    )
}

fn news(body: &str) -> Vec<News> {
    let received = notified(Some(&token()), "test_client_secret", body).expect("trusted");
    received.notices.into_iter().map(|notice| notice.news).collect()
}

fn fetched(body: &str) -> Vec<Request> {
    match news(body).swap_remove(0) {
        News::Fetch(requests) => requests,
        other => panic!("something to fetch, not {other:?}"),
    }
}

fn outcome(status: i64) -> Outcome {
    let body = format!(r#"{{"status":{status},"body":{{}},"error":"no"}}"#);
    Withings.outcome(&window_of("measure"), &answer(&body), utc("2026-10-02T12:00:00Z"))
}

fn exchanged(status: i64, error: &str) -> ErrorKind {
    let body = format!(r#"{{"status":{status},"body":{{}},"error":"{error}"}}"#);
    let step = TokenStep {
        goal: Goal::Refresh,
        callback: &[],
        answers: &[answer(&body)],
        now: utc("2026-10-02T12:00:00Z"),
    };
    Withings.token(&step).expect_err("refused").kind()
}

#[test]
fn a_status_under_200_means_what_withings_says() {
    assert_eq!(outcome(0), Outcome::Ok);
    assert_eq!(outcome(401), Outcome::Refresh);
    assert_eq!(outcome(214), Outcome::Forbidden);
    assert_eq!(outcome(503), Outcome::Broken);
    let until = Some(utc("2026-10-02T12:01:00Z"));
    assert_eq!(
        outcome(601),
        Outcome::Retry {
            until,
            whose: Whose::App
        }
    );
    let (until, whose) = (None, Whose::User);
    assert_eq!(outcome(522), Outcome::Retry { until, whose });
    assert_eq!(outcome(99_999), Outcome::Retry { until, whose });
}

#[test]
fn tokens_come_in_the_envelope_with_the_person() {
    for user in ["\"12345678\"", "12345678"] {
        let body = include_str!("../fixtures/token.json").replace("\"12345678\"", user);
        let step = TokenStep {
            goal: Goal::First,
            callback: &[],
            answers: &[answer(&body)],
            now: utc("2026-10-02T12:00:00Z"),
        };
        let Next::Done(grant) = Withings.token(&step).expect("tokens") else {
            panic!("done")
        };
        assert_eq!(grant.user.as_deref(), Some("12345678"));
        assert_eq!(grant.expires_at, Some(utc("2026-10-02T15:00:00Z")));
        assert_eq!(grant.scopes.expect("scopes").len(), 4);
    }
}

#[test]
fn a_refused_token_says_who_has_to_do_something() {
    assert_eq!(
        exchanged(503, "Invalid Params: invalid refresh_token"),
        ErrorKind::Reconnect
    );
    assert_eq!(
        exchanged(503, "Invalid Params: invalid client_secret"),
        ErrorKind::Misconfigured
    );
    assert_eq!(exchanged(601, "Too many request"), ErrorKind::RateLimited);
    assert_eq!(exchanged(2000, "oops"), ErrorKind::Unavailable);
}

#[test]
fn an_authorisation_ends_with_a_nonce_that_is_asked_for_first() {
    let account = Account {
        user: Some("12345678".into()),
        ..Account::default()
    };
    let nonce = Withings.requests(&Job::Disconnect, &account).swap_remove(0);
    let page = Withings
        .decode(&nonce, &answer(include_str!("../fixtures/nonce.json")))
        .expect("a page");
    let revoke = pairs(&page.follow[0]);
    let text = |text: &str| Value::from(text);
    assert_eq!(
        (revoke["userid"], revoke["nonce"]),
        (&text("12345678"), &text("nonce-xyz"))
    );
    let Value::HmacSha256 { parts, separator, .. } = revoke["signature"] else {
        panic!("signed")
    };
    assert_eq!(
        parts[..],
        [text("revoke"), Value::App("client_id".into()), text("nonce-xyz")]
    );
    let filled = |part: &Value| match part {
        Value::Text(text) => text.clone(),
        _ => "my_client_id".to_owned(),
    };
    let signed = parts.iter().map(filled).collect::<Vec<_>>().join(separator);
    let secrets = BTreeMap::from([("client_secret".to_owned(), Secret::new("test_client_secret"))]);
    let vector = "372045c23dcd43db804dffed59b9bfc8f2e53d34257ab9cff5857c1838438d28";
    let trust = Trust::new(&secrets, &[], const { &BTreeMap::new() });
    assert!(trust.hmac_sha256("client_secret", &[signed.as_bytes()], Encoding::Hex, vector));
}

#[test]
fn changes_and_dates_are_never_asked_for_together() {
    for resource in ["measure", "activity", "workout", "sleep"] {
        let request = window_of(resource);
        let asked = pairs(&request);
        assert_eq!(asked["lastupdate"], &Value::from(1_790_812_800));
        assert!(
            !asked.keys().any(|name| name.contains("date") && *name != "lastupdate"),
            "{resource}"
        );
    }
    assert!(pairs(&window_of("intraday")).contains_key("enddate"));
}

#[test]
fn a_list_goes_on_at_its_offset_whether_more_is_a_number_or_a_word() {
    let next = |more: &str| {
        let body = format!(r#"{{"status":0,"body":{{"activities":[],"more":{more},"offset":200}}}}"#);
        decoded("list days", &body)
            .follow
            .first()
            .map(|next| pairs(next)["offset"].clone())
    };
    assert_eq!(next("1"), Some(Value::from(200)));
    assert_eq!(next("true"), Some(Value::from(200)));
    assert_eq!((next("0"), next("false")), (None, None));
}

#[test]
fn a_person_is_subscribed_to_what_is_allowed_with_a_callback_of_their_own() {
    let account = Account {
        user: Some("12345678".into()),
        scopes: Some(vec!["user.metrics".into()]),
        ..Account::default()
    };
    let there = [Subscription {
        id: "1".into(),
        topic: "1".into(),
        expires_at: None,
        secret: None,
    }];
    let job = Job::Subscribe {
        callback: "https://app.example/hook?a=1",
        existing: &there,
    };
    let requests = Withings.requests(&job, &account);
    let topics: Vec<_> = requests.iter().map(|it| it.noted("topic")).collect();
    assert_eq!(topics, ["2", "4", "54"]);
    let request = &requests[0];
    let Value::Joined(parts) = pairs(request)["callbackurl"] else {
        panic!("an address")
    };
    assert_eq!(parts[0], Value::from("https://app.example/hook?a=1&token="));
}

#[test]
fn a_notification_is_trusted_only_with_the_callback_of_that_person() {
    let body = "userid=12345678&appli=44&startdate=1790802600&enddate=1790831400";
    let token = token();
    assert!(notified(Some(&token), "test_client_secret", body).is_ok());
    let another = body.replace("12345678", "12345679");
    let wrong = [
        (None, "test_client_secret", body),
        (Some(""), "test_client_secret", body),
        (Some(&token[..32]), "test_client_secret", body),
        (Some(token.as_str()), "test_client_secret", another.as_str()),
        (Some(token.as_str()), "test_client_secret", ""),
        (Some(token.as_str()), "", body),
    ];
    for (token, secret, body) in wrong {
        assert_eq!(
            notified(token, secret, body),
            Err(Refused::NotTrusted),
            "{token:?} {body}"
        );
    }
}

#[test]
fn a_notification_names_a_span_that_is_read_again() {
    let request = &fetched("userid=12345678&appli=4&startdate=1790802600&enddate=1790802660")[0];
    let asked = pairs(request);
    assert_eq!(
        (asked["startdate"], asked["enddate"]),
        (&1_790_802_600.into(), &1_790_802_661.into())
    );
    assert!(!asked.contains_key("lastupdate"));
    let day = fetched("userid=12345678&appli=16&date=2026-10-01");
    let operations: Vec<_> = day.iter().map(|it| it.operation.as_ref()).collect();
    assert_eq!(
        operations,
        [
            "list days",
            "list workouts",
            "list minutes",
            "list minutes",
            "list minutes"
        ]
    );
    let night = &fetched("userid=12345678&appli=44&startdate=1790802600&enddate=1790831400")[0];
    assert_eq!(pairs(night)["startdateymd"], &Value::from("2026-09-30"));
}

#[test]
fn a_notification_means_the_same_in_the_query_and_in_the_body() {
    let told = "userid=12345678&appli=4&startdate=1790802600&enddate=1790802660";
    let mut query: Vec<_> = form_urlencoded::parse(told.as_bytes()).into_owned().collect();
    query.push(("token".to_owned(), token()));
    let secrets = BTreeMap::from([("client_secret".to_owned(), Secret::new("test_client_secret"))]);
    let documents = BTreeMap::new();
    let call = Inbound {
        method: Method::Post,
        query: &query,
        headers: &[],
        body: b"",
    };
    let received = Withings.receive(
        &call,
        &Trust::new(&secrets, &[], &documents),
        utc("2026-10-02T12:00:00Z"),
    );
    let [notice] = &received.expect("trusted").notices[..] else {
        panic!("one notice")
    };
    assert_eq!(notice.user.as_deref(), Some("12345678"));
    assert_eq!(notice.news, News::Fetch(fetched(told)));
}

#[test]
fn who_unlinks_or_deletes_an_account_is_gone() {
    for action in ["unlink", "delete"] {
        assert_eq!(
            news(&format!("userid=12345678&appli=46&action={action}")),
            [News::Deregistered]
        );
    }
    assert_eq!(
        news("userid=12345678&appli=46&action=update"),
        [News::PermissionsChanged]
    );
    assert_eq!(news("userid=12345678&appli=50&deviceid=x"), []);
}
