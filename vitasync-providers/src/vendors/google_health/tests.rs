use std::collections::{BTreeMap, BTreeSet};

use vitasync_core::session::{Detail, Session, StatisticKind, Workout};
use vitasync_core::sleep_stage::SleepStage;
use vitasync_core::sport::Sport;
use vitasync_core::time::ReadingTime;
use vitasync_core::{Metric, Reading};

use super::*;
use crate::auth::Secret;
use crate::provider::{Body, Method, Value, Window};
use crate::webhook::News;

const EVENT: &str = r#"[{"data":{"version":"1","healthUserId":"111111256096816351","operation":"UPSERT","dataType":"sleep","intervals":[]}}]"#;
const SIGNATURE: &str =
    "AQAGeTIwRQIgdTu3WfSWpZ/Y8ASa+9Yr4OPehUdTzruIUcXDhS3ChT0CIQCBvBjSQG+ryUffdi/ZH1tFze8oDkXM2W9MU6HeukZvTw==";
const KEYSET: &str = include_str!("fixtures/keyset.json");

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn answer(status: u16, body: &str) -> Response {
    Response::new(status, body, utc("2026-10-02T12:00:00Z"))
}

fn decoded(operation: &'static str, body: &str) -> Page {
    let page = GoogleHealth.decode(&Request::get(operation, ""), &answer(200, body));
    page.expect("a page")
}

fn reading(page: &Page, metric: Metric) -> &Reading {
    page.readings.iter().find(|it| it.metric == metric).expect("a reading")
}

fn asked(resource: &str, from: &str, to: &str) -> Vec<Request> {
    let window = Window {
        from: utc(from),
        to: utc(to),
    };
    GoogleHealth.requests(&Job::Window { resource, window }, &Account::default())
}

fn day(resource: &str) -> Vec<Request> {
    asked(resource, "2026-10-01T06:00:00Z", "2026-10-02T06:00:00Z")
}

fn pair(request: &Request, name: &str) -> String {
    let found = request.query.iter().find(|(known, _)| known == name);
    match found {
        Some((_, Value::Text(text))) => text.clone(),
        _ => String::new(),
    }
}

fn nights() -> Vec<Session> {
    decoded("list sleep", include_str!("fixtures/sleep.json")).sessions
}

fn workouts(body: &str) -> Vec<Workout> {
    let sessions = decoded("list exercise", body).sessions.into_iter();
    let workouts = sessions.filter_map(|session| match session.detail {
        Detail::Workout(workout) => Some(*workout),
        Detail::Sleep(_) => None,
    });
    workouts.collect()
}

#[test]
fn what_adds_up_is_reconciled_and_never_listed() {
    for kind in kinds::KINDS.iter().filter(|kind| kind.time == kinds::Time::Interval) {
        let requests = day(kind.resource.id);
        let families: BTreeSet<String> = requests.iter().map(|it| pair(it, "dataSourceFamily")).collect();
        assert!(requests.iter().all(|it| it.url.ends_with("/dataPoints:reconcile")));
        assert_eq!(families.len(), 2, "{}", kind.resource.id);
    }
}

#[test]
fn what_the_vendors_wearables_counted_is_of_fitbit_and_the_rest_of_nobody() {
    let requests = day("steps");
    let body = include_str!("fixtures/steps.json");
    let providers = requests.iter().map(|request| {
        let page = GoogleHealth.decode(request, &answer(200, body)).expect("a page");
        page.readings[0].source.key.provider.clone()
    });
    assert_eq!(providers.collect::<Vec<_>>(), ["fitbit", "google_health"]);
}

#[test]
fn nights_and_workouts_come_25_at_a_time() {
    assert_eq!(pair(&day("sleep")[0], "pageSize"), "25");
    assert_eq!(pair(&day("exercise")[0], "pageSize"), "25");
    assert_eq!(pair(&day("heart-rate")[0], "pageSize"), "10000");
}

#[test]
fn every_kind_of_time_is_filtered_by_what_the_vendor_takes() {
    let filter = |resource: &str| pair(&day(resource)[0], "filter");
    assert_eq!(
        filter("steps"),
        r#"steps.interval.start_time >= "2026-10-01T06:00:00Z" AND steps.interval.start_time < "2026-10-02T06:00:00Z""#
    );
    assert_eq!(
        filter("sleep"),
        r#"sleep.interval.end_time >= "2026-10-01T06:00:00Z" AND sleep.interval.end_time < "2026-10-02T06:00:00Z""#
    );
    assert_eq!(
        filter("exercise"),
        r#"exercise.interval.civil_start_time >= "2026-09-30" AND exercise.interval.civil_start_time < "2026-10-03""#
    );
    assert_eq!(
        filter("electrocardiogram"),
        r#"electrocardiogram.interval.start_time >= "2026-10-01T06:00:00Z""#
    );
    assert_eq!(
        filter("daily-resting-heart-rate"),
        r#"daily_resting_heart_rate.date >= "2026-09-30" AND daily_resting_heart_rate.date < "2026-10-03""#
    );
}

#[test]
fn days_are_rolled_up_without_leading_zeros_and_at_most_fourteen_at_once() {
    let longest = kinds::Kind::find("total-calories")
        .and_then(|it| it.resource.window)
        .expect("a window");
    let from = utc("2026-03-01T23:00:00Z");
    let window = Window {
        from,
        to: from + longest,
    };
    let (first, last) = window.dates();
    assert!((last - first).num_days() < 14);
    let job = Job::Window {
        resource: "total-calories",
        window,
    };
    let request = &GoogleHealth.requests(&job, &Account::default())[0];
    let Body::Json { document, .. } = &request.body else {
        panic!("JSON")
    };
    assert_eq!(
        document["range"]["start"].to_string(),
        r#"{"date":{"day":1,"month":3,"year":2026}}"#
    );
}

#[test]
fn numbers_are_read_from_text_and_what_is_not_a_number_is_missing() {
    let page = decoded(
        "list daily-sleep-temperature-derivations",
        include_str!("fixtures/daily-sleep-temperature-derivations.json"),
    );
    assert!(page.rejected.is_empty());
    let deviations: Vec<f64> = page
        .readings
        .iter()
        .filter(|it| it.metric == Metric::SkinTemperatureDeviation)
        .map(|it| it.value)
        .collect();
    // Nightly less baseline; the field called a deviation is a spread.
    assert_eq!(deviations, [0.25]);
    let steps = decoded("reconcile steps", include_str!("fixtures/steps.json"));
    assert_eq!(reading(&steps, Metric::Steps).value, 87.0);
}

#[test]
fn a_word_where_a_number_must_be_costs_its_point_alone() {
    let point = |count: &str| {
        format!(
            r#"{{"steps":{{"interval":{{"startTime":"2026-10-01T06:00:00Z","endTime":"2026-10-01T06:01:00Z"}},"count":{count}}}}}"#
        )
    };
    let body = format!(r#"{{"dataPoints":[{},{}]}}"#, point(r#""many""#), point("12"));
    let page = decoded("reconcile steps", &body);
    assert_eq!((page.readings.len(), page.rejected.len()), (1, 1));
    assert_eq!(page.rejected[0].reason.kind(), "not_a_number");
    assert_eq!(page.rejected[0].position.byte, 15);
}

#[test]
fn a_heart_rate_of_zero_is_no_reading() {
    let page = decoded("list heart-rate", include_str!("fixtures/heart-rate.json"));
    assert_eq!(page.readings.len(), 1);
    assert_eq!(page.readings[0].remarks["metadata.motionContext"], "SEDENTARY");
}

#[test]
fn going_down_takes_nothing_from_what_was_climbed() {
    let page = decoded("reconcile altitude", include_str!("fixtures/altitude.json"));
    let climbed: Vec<f64> = page.readings.iter().map(|it| it.value).collect();
    assert_eq!(climbed, [3048.0]);
}

#[test]
fn glucose_in_tissue_is_not_glucose_in_blood() {
    let page = decoded("list blood-glucose", include_str!("fixtures/blood-glucose.json"));
    assert_eq!(reading(&page, Metric::BloodGlucose).value, 92.0);
    assert_eq!(reading(&page, Metric::InterstitialGlucose).value, 131.0);
}

#[test]
fn an_electrocardiogram_without_an_offset_is_an_instant() {
    let page = decoded(
        "list electrocardiogram",
        include_str!("fixtures/electrocardiogram.json"),
    );
    assert_eq!(
        page.readings[0].start,
        ReadingTime::Instant(utc("2026-10-01T18:00:00Z"))
    );
}

#[test]
fn early_previews_named_reconciled_points_by_themselves() {
    let body = include_str!("fixtures/steps.json").replace("dataPoints", "reconciledDataPoints");
    assert_eq!(decoded("reconcile steps", &body).readings.len(), 1);
    assert_eq!(decoded("reconcile steps", "{}"), Page::default());
}

#[test]
fn a_night_has_stages_sums_and_a_revision() {
    let night = &nights()[1];
    let record = night.record.as_ref().expect("a record");
    assert_eq!(
        (record.key.external_id.as_str(), record.revision),
        ("n1", Some(1_790_830_320_000))
    );
    assert_eq!(
        (night.source.key.provider.as_str(), night.source.name.as_str()),
        ("fitbit", "Charge 6")
    );
    let Detail::Sleep(sleep) = &night.detail else {
        panic!("a night")
    };
    assert_eq!(sleep.nap, Some(false));
    let stages: Vec<SleepStage> = sleep.stages.iter().map(|it| it.stage).collect();
    use SleepStage::{Awake, Deep, Light, OutOfBed, Rem};
    assert_eq!(stages, [Awake, Light, Deep, Rem, OutOfBed]);
    let page = decoded("list sleep", include_str!("fixtures/sleep.json"));
    assert_eq!(reading(&page, Metric::SleepDeepDuration).value, 80.0);
}

#[test]
fn a_nap_that_is_not_processed_yet_says_so_and_its_restless_sleep_is_counted() {
    let nap = &nights()[0];
    assert_eq!(nap.attributes.remarks["processed"], "false");
    let page = decoded("list sleep", include_str!("fixtures/sleep.json"));
    assert_eq!(reading(&page, Metric::SleepRestlessPeriods).value, 1.0);
    assert_eq!(reading(&page, Metric::SleepUnspecifiedDuration).value, 30.0);
}

#[test]
fn a_copy_of_a_night_from_another_platform_is_of_another_source() {
    let copy = include_str!("fixtures/sleep.json").replace("\"FITBIT\"", "\"HEALTH_CONNECT\"");
    let copies = decoded("list sleep", &copy).sessions;
    assert_eq!(copies[1].source.key.provider, "google_health");
    assert_eq!(copies[1].source.key.origin, "health_connect/Charge 6");
    assert_ne!(copies[1].source.key, nights()[1].source.key);
}

#[test]
fn a_night_in_which_the_clocks_change_keeps_both_offsets() {
    let body = r#"{"dataPoints":[{"name":"users/u/dataTypes/sleep/dataPoints/n","sleep":{"interval":{"startTime":"2026-10-24T22:30:00Z","startUtcOffset":"7200s","endTime":"2026-10-25T06:30:00Z","endUtcOffset":"3600s"},"stages":[{"startTime":"2026-10-24T22:30:00Z","endTime":"2026-10-24T23:30:00Z","type":"DREAMING"}]}}]}"#;
    let night = &decoded("list sleep", body).sessions[0];
    let (start, end) = (night.attributes.start_offset_s, night.attributes.end_offset_s);
    assert_eq!((start, end), (Some(7200), Some(3600)));
    assert_eq!((night.end - night.start).num_hours(), 8);
    // A stage nobody knows stays, with the vendor's word.
    assert_eq!(night.attributes.remarks["unknownStages"], "DREAMING");
}

#[test]
fn a_workout_sums_up_in_canonical_units() {
    let workouts = workouts(include_str!("fixtures/exercise.json"));
    let run = &workouts[1];
    assert_eq!((run.sport, run.timer_s), (Sport::Running, Some(3065.4)));
    assert_eq!(run.statistic(Metric::Distance, StatisticKind::Sum), Some(10_234.56));
    assert_eq!(run.statistic(Metric::Speed, StatisticKind::Mean), Some(3.339));
    assert_eq!(
        run.statistic(Metric::RunningGroundContactTime, StatisticKind::Mean),
        Some(248.0)
    );
    let laps: Vec<bool> = run.laps.iter().map(|it| it.lap).collect();
    assert_eq!(laps, [true, false]);
    let events: Vec<&str> = run.events.iter().map(|it| it.kind.as_str()).collect();
    assert_eq!(events, ["start", "motion_paused", "motion_resumed"]);
    assert_eq!(
        workouts[0].statistic(Metric::SwimmingLaps, StatisticKind::Sum),
        Some(40.0)
    );
}

#[test]
fn a_misspelt_sport_is_known_in_both_writings_and_an_unknown_one_keeps_its_word() {
    let sport = |word: &str| {
        let body = include_str!("fixtures/exercise.json").replace("\"RUNNING\"", &format!("\"{word}\""));
        let run = workouts(&body).remove(1);
        (run.sport, run.vendor_sport)
    };
    assert_eq!(sport("PICKELBALL").0, Sport::Pickleball);
    assert_eq!(sport("PICKLEBALL").0, Sport::Pickleball);
    assert_eq!(sport("QUIDDITCH"), (Sport::Other, Some("QUIDDITCH".to_owned())));
}

#[test]
fn the_identity_tells_the_old_fitbit_id() {
    let page = decoded("read identity", include_str!("fixtures/identity.json"));
    assert_eq!(page.account.user.as_deref(), Some("111111256096816351"));
    assert_eq!(page.account.former_user.as_deref(), Some("ABC123"));
    let page = decoded("read settings", include_str!("fixtures/settings.json"));
    assert_eq!(page.account.zone, Some(chrono_tz::Europe::Berlin));
}

#[test]
fn scopes_of_other_apis_are_not_asked_for() {
    let url = OAUTH2.authorize_url("me", "https://app.example/back", "xyz", None);
    assert!(url.contains("access_type=offline&prompt=consent"), "{url}");
    assert!(!url.contains("include_granted_scopes"));
}

#[test]
fn an_account_that_was_never_moved_waits_for_the_person_and_is_not_gone() {
    let outcome = |status, body: &str| {
        let request = &day("sleep")[0];
        GoogleHealth.outcome(request, &answer(status, body), utc("2026-10-02T12:00:00Z"))
    };
    let unlinked = r#"{"error":{"code":400,"details":[{"reason":"ACCOUNT_NOT_LINKED"}]}}"#;
    assert_eq!(outcome(400, unlinked), Outcome::Consent);
    assert_eq!(
        outcome(403, r#"{"error":{"message":"Could not mint UberMint"}}"#),
        Outcome::Consent
    );
    assert_eq!(outcome(403, "{}"), Outcome::Forbidden);
    assert_eq!(
        outcome(400, r#"{"reason":"INVALID_PARENT_DATA_TYPE_COLLECTION"}"#),
        Outcome::Skip
    );
    assert_eq!(outcome(404, "{}"), Outcome::Skip);
    let limited = |body| matches!(outcome(429, body), Outcome::Retry { whose: Whose::User, .. });
    assert!(limited(r#"{"quota_limit":"ReadsPerMinutePerUser"}"#));
    assert!(!limited(r#"{"quota_limit":"ReadsPerMinutePerProject"}"#));
}

/// What a call to us is, and what is known when it comes.
struct Call {
    headers: Vec<(String, String)>,
    body: String,
    token: &'static str,
    keyset: String,
}

fn call() -> Call {
    let headers = [
        ("authorization", "Bearer s3cret"),
        ("google-health-api-signature", SIGNATURE),
    ];
    Call {
        headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
        body: EVENT.to_owned(),
        token: "s3cret",
        keyset: KEYSET.to_owned(),
    }
}

impl Call {
    fn receive(&self) -> Result<Received, Refused> {
        let secrets = BTreeMap::from([("webhook_token".to_owned(), Secret::new(self.token))]);
        let documents = BTreeMap::from([(webhook::KEYSET.to_owned(), self.keyset.clone().into_bytes())]);
        let trust = Trust::new(&secrets, &[], &documents);
        let inbound = Inbound {
            method: Method::Post,
            query: &[],
            headers: &self.headers,
            body: self.body.as_bytes(),
        };
        GoogleHealth.receive(&inbound, &trust, utc("2026-10-02T12:00:00Z"))
    }

    fn with(change: impl FnOnce(&mut Self)) -> Result<Received, Refused> {
        let mut call = call();
        change(&mut call);
        call.receive()
    }
}

#[test]
fn a_call_is_trusted_only_with_our_secret_and_the_vendors_signature() {
    assert!(call().receive().is_ok());
    assert!(Call::with(|it| it.headers[1].0 = "X-HealthApi-Signature".into()).is_ok());
    let wrong: [fn(&mut Call); 9] = [
        |it| it.body = it.body.replace("UPSERT", "DELETE"),
        |it| it.body = it.body.replace(':', ": "),
        |it| it.headers.clear(),
        |it| drop(it.headers.pop()),
        |it| it.headers[0].1 = "Bearer s3cres".into(),
        |it| it.headers[0].1 = "s3cret".into(),
        |it| it.headers[1].1.clear(),
        |it| it.headers[1].1 = SIGNATURE.to_lowercase(),
        |it| it.token = "",
    ];
    for (index, change) in wrong.into_iter().enumerate() {
        assert!(Call::with(change).is_err(), "change {index} is accepted");
    }
}

#[test]
fn a_key_that_is_unknown_or_switched_off_is_fetched_and_not_trusted() {
    let changes: [fn(&mut Call); 4] = [
        |it| it.keyset = it.keyset.replace("\"keyId\":424242", "\"keyId\":424243"),
        |it| it.keyset = it.keyset.replace("ENABLED", "DISABLED"),
        |it| it.keyset = it.keyset.replace("TINK", "RAW"),
        |it| it.keyset = "<html>".into(),
    ];
    for change in changes {
        let Err(Refused::NeedsDocument(request)) = Call::with(change) else {
            panic!("a key is needed")
        };
        assert_eq!(request.url, webhook::KEYSET);
    }
}

#[test]
fn a_verification_is_answered_only_to_who_knows_the_secret() {
    let verification = |it: &mut Call| it.body = r#"{"type":"verification"}"#.into();
    assert_eq!(Call::with(verification).expect("trusted").reply.status, 201);
    let refused = Call::with(|it| {
        verification(it);
        it.headers.clear();
    });
    assert_eq!(refused.map_err(|refused| refused.status()), Err(401));
}

#[test]
fn what_a_call_names_by_time_is_read_again_also_where_it_was_deleted() {
    let change = r#"{"healthUserId":"7","operation":"DELETE","dataType":"steps","intervals":[{"physicalTimeInterval":{"startTime":"2026-10-01T06:00:00Z","endTime":"2026-10-01T07:00:00Z"}},{"civilIso8601TimeInterval":{"startTime":"2026-10-01T00:00:00","endTime":"2026-10-02T00:00:00"}}]}"#;
    let change: requests::Change = serde_json::from_str(change).expect("a change");
    let notice = change.notice(utc("2026-10-02T12:00:00Z")).expect("a notice");
    let News::Fetch(requests) = notice.news else {
        panic!("something to fetch")
    };
    assert_eq!((notice.user.as_deref(), requests.len()), (Some("7"), 4));
    assert!(pair(&requests[0], "filter").ends_with(r#"< "2026-10-01T07:00:01Z""#));
    assert!(pair(&requests[2], "filter").contains(r#">= "2026-09-30T10:00:00Z""#));
    let new = r#"{"healthUserId":"7","dataType":"dreams"}"#;
    let new: requests::Change = serde_json::from_str(new).expect("a change");
    assert!(new.notice(utc("2026-10-02T12:00:00Z")).is_none());
}

#[test]
fn the_types_that_are_subscribed_to_are_those_that_are_read_and_two_of_zones() {
    let unread = WITH_WEBHOOKS.iter().filter(|id| kinds::Kind::find(id).is_none());
    assert_eq!(
        unread.collect::<Vec<_>>(),
        [&"calories-in-heart-rate-zone", &"daily-heart-rate-zones"]
    );
}

#[test]
fn a_list_of_nights_is_whole_once_its_last_page_has_come() {
    let window = crate::provider::Window {
        from: DateTime::UNIX_EPOCH,
        to: DateTime::UNIX_EPOCH + chrono::TimeDelta::days(1),
    };
    let listed = |kind: &str, body: &str| {
        let resource = Job::Window { resource: kind, window };
        let request = GoogleHealth.requests(&resource, &Account::default()).remove(0);
        let answer = Response::new(200, body, DateTime::UNIX_EPOCH);
        GoogleHealth.decode(&request, &answer).expect("a page").listed
    };
    assert_eq!(listed("sleep", "{}")[0].window, window);
    assert!(listed("sleep", r#"{"nextPageToken":"2"}"#).is_empty());
    assert!(listed("weight", "{}").is_empty()); // without names
    assert!(listed("steps", "{}").is_empty()); // reconciled
}

#[test]
fn a_night_has_the_vendors_own_totals() {
    let nights = nights();
    let totals = nights.iter().map(|it| match &it.detail {
        Detail::Sleep(night) => night.totals,
        Detail::Workout(_) => panic!("a night"),
    });
    insta::assert_compact_json_snapshot!(totals.collect::<Vec<_>>(), @r#"
    [
      {
        "in_bed_s": 2400,
        "asleep_s": 1800,
        "unspecified_s": 1800,
        "awake_s": 0
      },
      {
        "in_bed_s": 27000,
        "asleep_s": 26400,
        "light_s": 10800,
        "deep_s": 4800,
        "rem_s": 10800,
        "awake_s": 600,
        "latency_s": 600,
        "awakenings": 1
      }
    ]
    "#);
}
