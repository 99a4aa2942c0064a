use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value as Json, json};
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::session::{Detail, Session, StatisticKind, Workout};
use vitasync_core::source::Recording;
use vitasync_core::sport::Sport;

use super::*;
use crate::auth::Secret;
use crate::testing::webhooks;

const STRAVA: Strava = Strava::CURRENT;
const EVENT: &str = r#"{"aspect_type":"create","event_time":1777724109,"object_id":154504250376,"object_type":"activity","owner_id":1234567,"subscription_id":120475,"updates":{}}"#;

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn answer(status: u16, body: &str) -> Response {
    Response::new(status, body, utc("2026-10-02T12:00:00Z"))
}

fn decoded(request: &Request, body: &str) -> Page {
    STRAVA.decode(request, &answer(200, body)).expect("a page")
}

/// An activity of a list, changed.
fn listed(change: impl FnOnce(&mut Json)) -> Session {
    let mut activities: Json = serde_json::from_str(include_str!("fixtures/activities.json")).expect("JSON");
    change(&mut activities[0]);
    let list = json!([activities[0]]).to_string();
    let request = Request::get("list activities", "").query("page", 1);
    decoded(&request, &list).sessions.swap_remove(0)
}

fn inside(session: &Session) -> &Workout {
    match &session.detail {
        Detail::Workout(workout) => workout,
        Detail::Sleep(_) => panic!("a workout"),
    }
}

fn detail(body: &str) -> Page {
    decoded(&STRAVA.activity("154504250376"), body)
}

/// The page of an activity's streams, as the client asks for it.
fn streams(activity: &str, body: &str) -> Page {
    let follow = detail(activity).follow.swap_remove(0);
    decoded(&follow, body)
}

fn values(page: &Page, metric: Metric) -> Vec<f64> {
    let of_metric = page.readings.iter().filter(|it| it.metric == metric);
    of_metric.map(|it| it.value).collect()
}

fn event() -> webhooks::RightCall {
    let signature = "t=1777724110,v1=2d1e4c6526171243775bc114c2a86c4d1dd4fdd921b810badb16bc2e37764247";
    webhooks::RightCall {
        headers: vec![("X-Strava-Signature".into(), signature.into())],
        body: EVENT.into(),
        at: utc("2026-05-02T12:15:10Z"),
        secrets: BTreeMap::from([("signing_secret".into(), Secret::new("test_client_secret"))]),
        signature: "x-strava-signature",
    }
}

/// What an unsigned event says to who has the subscription.
fn unsigned(body: &str) -> Result<Received, Refused> {
    let (secrets, documents) = (BTreeMap::new(), BTreeMap::new());
    let subscriptions = [subscription(120_475)];
    let call = Inbound {
        method: Method::Post,
        query: &[],
        headers: &[],
        body: body.as_bytes(),
    };
    STRAVA.receive(
        &call,
        &Trust::new(&secrets, &subscriptions, &documents),
        utc("2026-05-02T12:15:10Z"),
    )
}

fn news(body: &str) -> News {
    unsigned(body).expect("trusted").notices.swap_remove(0).news
}

fn outcome(operation: &'static str, response: &Response) -> Outcome {
    STRAVA.outcome(&Request::get(operation, ""), response, response.received_at)
}

#[test]
fn strava_is_off_until_somebody_accepts_its_terms() {
    assert!(STRAVA.spec().terms.is_some_and(|terms| terms.contains("AI")));
}

#[test]
fn a_webhook_is_trusted_only_as_it_was_signed_where_the_key_is_known() {
    let at = event().at;
    assert_eq!(at.timestamp(), 1_777_724_110);
    webhooks::check(&STRAVA, &event(), Some(TimeDelta::minutes(5)));
}

#[test]
fn an_unsigned_event_is_trusted_only_for_our_subscription() {
    assert!(unsigned(EVENT).is_ok());
    assert_eq!(unsigned(&EVENT.replace("120475", "120476")), Err(Refused::NotTrusted));
}

#[test]
fn an_event_is_the_same_when_it_comes_three_times() {
    let notice = unsigned(EVENT).expect("trusted").notices.swap_remove(0);
    assert_eq!(notice.user.as_deref(), Some("1234567"));
    assert_eq!(notice.key.as_deref(), Some("activity 154504250376 create 1777724109"));
}

#[test]
fn a_privacy_change_that_looks_like_a_deletion_is_looked_up_first() {
    let private = EVENT.replace("create", "update").replace("{}", r#"{"private":"true"}"#);
    for body in [EVENT.replace("create", "delete"), private] {
        let News::Fetch(requests) = news(&body) else {
            panic!("something to fetch")
        };
        let object = requests[0].object.as_ref().expect("an object");
        assert_eq!(
            (object.resource.as_str(), object.external_id.as_str()),
            ("activity", "154504250376")
        );
    }
    let gone = answer(404, r#"{"message":"Resource Not Found"}"#);
    assert_eq!(outcome("read activity", &gone), Outcome::Gone);
}

#[test]
fn the_end_of_an_authorisation_is_believed_when_it_is_signed_and_asked_about_otherwise() {
    let body = r#"{"aspect_type":"update","event_time":1777724200,"object_id":1234567,"object_type":"athlete","owner_id":1234567,"subscription_id":120475,"updates":{"authorized":"false"}}"#;
    assert_eq!(news(body), News::PermissionsChanged);
    let signed: Event = serde_json::from_str(body).expect("an event");
    assert_eq!(signed.notice(STRAVA, true).expect("a notice").news, News::Deregistered);
}

#[test]
fn a_challenge_is_answered_to_who_knows_our_word() {
    let secrets = BTreeMap::from([("verify_token".to_owned(), Secret::new("ours"))]);
    let documents = BTreeMap::new();
    let asked = |token: &str| {
        let query = [
            ("hub.mode".into(), "subscribe".into()),
            ("hub.verify_token".into(), token.into()),
            ("hub.challenge".into(), "15f7d1a9".into()),
        ];
        let call = Inbound {
            method: Method::Get,
            query: &query,
            headers: &[],
            body: b"",
        };
        STRAVA.receive(
            &call,
            &Trust::new(&secrets, &[], &documents),
            utc("2026-05-02T12:15:10Z"),
        )
    };
    assert_eq!(
        asked("ours").expect("trusted").reply.body,
        r#"{"hub.challenge":"15f7d1a9"}"#
    );
    assert_eq!(asked("theirs"), Err(Refused::NotTrusted));
}

#[test]
fn the_one_subscription_there_may_be_is_found_before_another_is_made() {
    let job = |existing| Job::Subscribe {
        callback: "https://app.example/hook",
        existing,
    };
    let mut requests = STRAVA.requests(&job(&[]), &Account::default());
    let there = r#"[{"id":7,"callback_url":"https://app.example/hook"}]"#;
    let found = decoded(&requests[0], there);
    assert_eq!((found.subscriptions[0].id.as_str(), found.follow.len()), ("7", 0));
    let create = decoded(&requests.swap_remove(0), "[]").follow.swap_remove(0);
    assert_eq!(create.operation, "subscribe");
    assert!(
        STRAVA
            .requests(&job(&[subscription(7)]), &Account::default())
            .is_empty()
    );
}

#[test]
fn the_z_of_a_local_start_is_a_lie() {
    let ride = listed(|_| {});
    assert_eq!(ride.start, utc("2026-09-29T12:15:09Z"));
    assert_eq!(ride.attributes.start_offset_s, Some(-25_200));
    assert_eq!(ride.attributes.zone, Some(chrono_tz::America::Los_Angeles));
    let without_offset = listed(|it| it["utc_offset"] = Json::Null);
    assert_eq!(without_offset.attributes.start_offset_s, Some(-25_200));
}

#[test]
fn a_zone_that_disagrees_with_the_offset_is_dropped() {
    let abroad = listed(|it| it["timezone"] = json!("(GMT+01:00) Europe/Berlin"));
    assert_eq!(
        (abroad.attributes.zone, abroad.attributes.start_offset_s),
        (None, Some(-25_200))
    );
}

#[test]
fn a_hidden_start_stays_on_its_day() {
    let hidden = listed(|it| {
        it["start_date"] = json!("2026-09-29T00:00:01Z");
        it["start_date_local"] = json!("2026-09-29T00:00:01Z");
    });
    assert_eq!(hidden.start, utc("2026-09-29T07:00:01Z"));
    assert_eq!(hidden.attributes.remarks["start_hidden"], "true");
}

#[test]
fn mechanical_work_is_not_the_energy_that_was_burned() {
    let ride = listed(|_| {});
    let workout = inside(&ride);
    assert_eq!(
        workout.statistic(Metric::MechanicalWork, StatisticKind::Sum),
        Some(788.7)
    );
    assert_eq!(workout.statistic(Metric::TotalEnergy, StatisticKind::Sum), None);
}

#[test]
fn cadence_counts_one_leg_on_foot_and_turns_on_a_bicycle() {
    let ride = listed(|_| {});
    assert_eq!(
        inside(&ride).statistic(Metric::Cadence, StatisticKind::Mean),
        Some(67.1)
    );
    let run = listed(|it| it["sport_type"] = json!("TrailRun"));
    assert_eq!(
        inside(&run).statistic(Metric::StepCadence, StatisticKind::Mean),
        Some(134.2)
    );
}

#[test]
fn power_that_was_estimated_says_so() {
    let ride = listed(|it| it["device_watts"] = json!(false));
    assert_eq!(ride.attributes.remarks["power_estimated"], "true");
    assert!(!listed(|_| {}).attributes.remarks.contains_key("power_estimated"));
}

#[test]
fn a_trainer_is_indoors_and_new_words_are_kept() {
    let sport = |word: &str, trainer: bool| {
        let session = listed(|it| {
            it["sport_type"] = json!(word);
            it["type"] = json!("Workout");
            it["trainer"] = json!(trainer);
        });
        (
            inside(&session).sport,
            inside(&session).vendor_sport.clone().expect("a word"),
        )
    };
    assert_eq!(sport("Ride", true).0, Sport::IndoorCycling);
    assert_eq!(sport("Run", true).0, Sport::TreadmillRunning);
    assert_eq!(sport("Padel", false).0, Sport::Padel);
    assert_eq!(sport("PhysicalTherapy", false).0, Sport::Recovery);
    let (quidditch, word) = sport("Quidditch", false);
    assert_eq!((Some(quidditch), word.as_str()), (named("Workout"), "Quidditch"));
}

fn named(word: &str) -> Option<Sport> {
    Sport::from_vendor(vitasync_core::sport::Vendor::Strava, word)
}

#[test]
fn a_summary_never_displaces_an_activity_that_was_read_in_full() {
    let revision = |page: &Page| page.sessions[0].record.as_ref().expect("a record").revision;
    let summary = listed(|_| {}).record.expect("a record").revision;
    let full = detail(include_str!("fixtures/activity.json"));
    let streamed = streams(
        include_str!("fixtures/activity.json"),
        include_str!("fixtures/streams.json"),
    );
    assert!(summary < revision(&full) && revision(&full) < revision(&streamed));
    let mut later = answer(200, include_str!("fixtures/activity.json"));
    later.received_at += TimeDelta::days(1);
    let later = STRAVA.decode(&STRAVA.activity("1"), &later).expect("a page");
    assert!(revision(&full) < revision(&later) && revision(&later) < revision(&streamed));
}

#[test]
fn laps_and_kilometres_keep_their_places() {
    let page = detail(include_str!("fixtures/activity.json"));
    let laps: Vec<_> = inside(&page.sessions[0])
        .laps
        .iter()
        .map(|it| (it.lap, it.start, (it.end - it.start).num_seconds()))
        .collect();
    let at = utc("2026-09-29T12:15:09Z");
    let expected = [
        (true, at, 2600),
        (true, utc("2026-09-29T12:58:29Z"), 2020),
        (false, at, 181),
        (false, at + TimeDelta::seconds(181), 190),
    ];
    assert_eq!(laps, expected);
}

#[test]
fn streams_lie_at_their_moments_and_zero_beats_are_none() {
    let page = streams(
        include_str!("fixtures/activity.json"),
        include_str!("fixtures/streams.json"),
    );
    assert_eq!(values(&page, Metric::HeartRate), [120.0, 122.0]);
    assert_eq!(values(&page, Metric::Power), [210.0, 0.0, 198.0]);
    let last = page
        .readings
        .iter()
        .rfind(|it| it.metric == Metric::Speed)
        .expect("a speed");
    let at = "2026-09-29T05:16:09-07:00".parse().expect("a time");
    assert_eq!(last.start, vitasync_core::time::ReadingTime::WithOffset(at));
    let workout = inside(&page.sessions[0]);
    assert_eq!((workout.route.len(), workout.route[3].altitude_m), (4, Some(97.0)));
    let events: Vec<_> = workout.events.iter().map(|it| it.kind.as_str()).collect();
    assert_eq!(events, ["motion_paused", "motion_resumed"]);
}

#[test]
fn streams_are_read_as_a_list_too() {
    let list = r#"[{"type":"time","data":[0,1]},{"type":"heartrate","data":[99,101]}]"#;
    let page = streams(include_str!("fixtures/activity.json"), list);
    assert_eq!(values(&page, Metric::HeartRate), [99.0, 101.0]);
}

#[test]
fn a_stream_of_another_length_is_rejected_alone() {
    let body = r#"{"time":{"data":[0,1]},"heartrate":{"data":[99]},"watts":{"data":[200,210]}}"#;
    let page = streams(include_str!("fixtures/activity.json"), body);
    assert_eq!(page.rejected[0].subject, "heartrate");
    assert!(matches!(page.rejected[0].reason, Reason::Malformed { .. }));
    assert_eq!(values(&page, Metric::Power), [200.0, 210.0]);
}

#[test]
fn a_place_that_is_not_on_earth_is_rejected_alone() {
    let body = r#"{"time":{"data":[0,1]},"latlng":{"data":[[37.8,-122.2],[370.8,-122.2]]}}"#;
    let page = streams(include_str!("fixtures/activity.json"), body);
    assert_eq!(inside(&page.sessions[0]).route.len(), 1);
    let position = body.find("[370.8").and_then(|byte| u64::try_from(byte).ok());
    assert_eq!(Some(page.rejected[0].position.byte), position);
}

#[test]
fn what_was_typed_is_another_source_and_has_no_streams() {
    let body = include_str!("fixtures/activity.json").replace(r#""manual":false"#, r#""manual":true"#);
    let page = detail(&body);
    assert!(page.follow.is_empty());
    assert_eq!(page.sessions[0].source.key.recording, Recording::Manual);
    assert_eq!(outcome("read streams", &answer(404, "{}")), Outcome::Skip);
}

#[test]
fn only_an_empty_page_is_the_last() {
    let request = Request::get("list activities", "").query("page", 3);
    let short = decoded(
        &request,
        r#"[{"id":1,"start_date":"2026-09-29T12:15:09Z","elapsed_time":60}]"#,
    );
    assert_eq!(short.follow[0].query, [("page".into(), 4.into())]);
    assert!(decoded(&request, "[]").follow.is_empty());
}

#[test]
fn a_full_count_opens_with_the_quarter_of_an_hour_or_the_day() {
    let until = |usage: &str| {
        let mut limited = answer(429, "");
        limited.received_at = utc("2026-10-02T12:07:00Z");
        limited
            .headers
            .push(("X-ReadRateLimit-Limit".into(), "100,1000".into()));
        limited.headers.push(("X-ReadRateLimit-Usage".into(), usage.into()));
        match outcome("list activities", &limited) {
            Outcome::Retry {
                until,
                whose: Whose::App,
            } => until,
            _ => panic!("wait"),
        }
    };
    assert_eq!(until("101,640"), Some(utc("2026-10-02T12:15:00Z")));
    assert_eq!(until("12,1000"), Some(utc("2026-10-03T00:00:00Z")));
}

#[test]
fn an_owner_who_does_not_pay_is_nobodys_lost_authorisation() {
    let fault = |resource: &str, field: &str| {
        json!({"message": "", "errors": [{"resource": resource, "field": field, "code": "x"}]}).to_string()
    };
    let inactive = answer(403, &fault("Application", "Status"));
    assert_eq!(outcome("list activities", &inactive), Outcome::Misconfigured);
    let missing = answer(401, &fault("AccessToken", "activity:read_permission"));
    assert_eq!(outcome("list activities", &missing), Outcome::Forbidden);
    assert_eq!(outcome("list activities", &answer(401, "{}")), Outcome::Refresh);
    assert_eq!(outcome("read streams", &answer(402, "{}")), Outcome::Skip);
}

fn token(status: u16, body: &str) -> Result<Next, Error> {
    let answers = [answer(status, body)];
    STRAVA.token(&TokenStep {
        goal: Goal::First,
        callback: &[("scope".to_owned(), "read,activity:read".to_owned())],
        answers: &answers,
        now: utc("2026-10-02T12:00:00Z"),
    })
}

#[test]
fn the_first_tokens_say_who_it_is_and_what_was_left_ticked() {
    let body = r#"{"access_token":"a","refresh_token":"r","expires_in":21600,"athlete":{"id":1234567}}"#;
    let Ok(Next::Done(grant)) = token(200, body) else {
        panic!("tokens")
    };
    assert_eq!(grant.user.as_deref(), Some("1234567"));
    assert_eq!(grant.scopes.expect("scopes"), ["read", "activity:read"]);
}

#[test]
fn a_full_application_and_a_wrong_secret_are_the_operators_to_mend() {
    let full = r#"{"message":"Limit of connected athletes exceeded"}"#;
    let wrong =
        r#"{"message":"Bad Request","errors":[{"resource":"Application","field":"client_secret","code":"invalid"}]}"#;
    let dead =
        r#"{"message":"Bad Request","errors":[{"resource":"RefreshToken","field":"refresh_token","code":"invalid"}]}"#;
    let kind = |status, body| token(status, body).expect_err("refused").kind();
    assert_eq!(kind(403, full), ErrorKind::Misconfigured);
    assert_eq!(kind(400, wrong), ErrorKind::Misconfigured);
    assert_eq!(kind(400, dead), ErrorKind::Reconnect);
}

#[test]
fn the_announced_address_has_no_prefix() {
    let request = Strava::ANNOUNCED.activity("7");
    assert_eq!(request.url, "https://www.api-v3.strava.com/activities/7");
}

#[test]
fn a_real_activity_that_was_typed_is_read() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/strava/api/activity-manual.3.json");
    let Ok(body) = std::fs::read_to_string(&file) else {
        eprintln!("skipped: there is no {}", file.display());
        return;
    };
    let page = detail(&body);
    assert!(page.rejected.is_empty() && page.follow.is_empty());
    let hike = &page.sessions[0];
    assert_eq!(
        (inside(hike).sport, hike.external_id()),
        (Sport::Hiking, Some("96089609"))
    );
    assert_eq!((hike.end - hike.start).num_seconds(), 38_700);
    assert_eq!(hike.attributes.start_offset_s, Some(-28_800));
    assert_eq!(inside(hike).statistic(Metric::Speed, StatisticKind::Max), None);
}

#[test]
fn real_streams_of_two_runs_are_read_to_the_last_value() {
    for run in ["3156040843", "3182900697"] {
        let name = format!("../../shared/data/strava/sportslib/streams_strava_runs_{run}.json");
        let Ok(body) = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&name)) else {
            eprintln!("skipped: there is no {name}");
            return;
        };
        // They were saved without what Strava puts around every list.
        let saved: BTreeMap<String, Vec<Json>> = serde_json::from_str(&body).expect("streams");
        let given = |name: &str| saved[name].iter().filter(|it| !it.is_null()).count();
        let wrapped: BTreeMap<_, _> = saved
            .iter()
            .map(|(name, data)| (name, json!({ "data": data })))
            .collect();
        let page = streams(include_str!("fixtures/activity_run.json"), &json!(wrapped).to_string());
        assert_eq!(values(&page, Metric::Altitude).len(), given("altitude"));
        assert_eq!(values(&page, Metric::StepCadence).len(), given("cadence"));
        assert_eq!(values(&page, Metric::HeartRate).len(), given("heartrate"));
        assert!(page.rejected.is_empty());
    }
}
