use vitasync_core::Reading;
use vitasync_core::session::{Detail, Sleep};
use vitasync_core::sleep_stage::SleepStage;
use vitasync_core::source::DeviceKind;
use vitasync_core::time::ReadingTime;

use super::*;
use crate::auth::WayKind;

fn answer(status: u16, body: &str) -> Response {
    Response::new(status, body, "2026-10-26T12:00:00Z".parse().expect("a time"))
}

fn asked(date: &str) -> Request {
    day(true, date.parse().expect("a date"))
}

fn decoded(date: &str, body: &str) -> Page {
    Ultrahuman.decode(&asked(date), &answer(200, body)).expect("a page")
}

fn ring_day() -> Page {
    decoded("2026-10-01", include_str!("fixtures/day.json"))
}

fn long_night() -> Page {
    decoded("2026-10-25", include_str!("fixtures/personal.json"))
}

fn of(page: &Page, metric: Metric) -> Vec<&Reading> {
    page.readings.iter().filter(|it| it.metric == metric).collect()
}

fn slept(page: &Page) -> &Sleep {
    let Detail::Sleep(sleep) = &page.sessions[0].detail else {
        panic!("a night")
    };
    sleep
}

fn on_the_clock(text: &str) -> ReadingTime {
    ReadingTime::WithOffset(text.parse().expect("a time"))
}

#[test]
fn a_days_beginning_tells_the_offset_of_its_clock() {
    let page = ring_day();
    let beats = of(&page, Metric::HeartRate);
    assert_eq!(beats[0].start, on_the_clock("2026-10-01T00:05:00+02:00"));
    assert_eq!(page.sessions[0].attributes.start_offset_s, Some(7200));
}

#[test]
fn a_zone_that_agrees_tells_the_offset_after_the_clocks_have_changed() {
    let page = long_night();
    let beats: Vec<_> = of(&page, Metric::HeartRate).iter().map(|it| it.start).collect();
    let clocks = ["2026-10-25T00:05:00+02:00", "2026-10-25T19:15:00+01:00"].map(on_the_clock);
    assert_eq!(beats, clocks);
    let attributes = &page.sessions[0].attributes;
    assert_eq!(
        (attributes.start_offset_s, attributes.end_offset_s),
        (Some(7200), Some(3600))
    );
    assert_eq!(page.account.zone, Some(chrono_tz::Europe::Berlin));
}

#[test]
fn the_latest_zone_is_not_that_of_a_journey() {
    let abroad = include_str!("fixtures/personal.json").replace("Europe/Berlin", "Asia/Tokyo");
    let page = decoded("2026-10-25", &abroad);
    assert_eq!(
        of(&page, Metric::HeartRate)[0].start,
        on_the_clock("2026-10-25T00:05:00+02:00")
    );
}

#[test]
fn a_day_without_a_beginning_or_a_zone_has_moments_only() {
    let page = decoded(
        "2026-10-01",
        r#"[{"type":"HR","object":{"values":[{"value":60,"timestamp":1790805900}]}}]"#,
    );
    let moment = "2026-09-30T22:05:00Z".parse().expect("a time");
    assert_eq!(of(&page, Metric::HeartRate)[0].start, ReadingTime::Instant(moment));
}

#[test]
fn zero_and_null_are_no_heart_rate_but_zero_steps_are_none_taken() {
    let page = ring_day();
    assert_eq!(of(&page, Metric::HeartRate).len(), 2);
    let steps: Vec<_> = of(&page, Metric::Steps).iter().map(|it| it.value).collect();
    assert_eq!(steps, [114.0, 0.0, 52.0]);
    let hrv: Vec<_> = of(&page, Metric::HeartRateVariabilityRmssd)
        .iter()
        .map(|it| it.value)
        .collect();
    assert_eq!(hrv, [48.0, 52.0]);
}

#[test]
fn a_count_of_steps_covers_five_minutes_and_never_a_gap() {
    let page = ring_day();
    let ends: Vec<_> = of(&page, Metric::Steps).iter().filter_map(|it| it.end).collect();
    let expected = [
        "2026-10-01T09:05:00+02:00",
        "2026-10-01T09:10:00+02:00",
        "2026-10-01T09:55:00+02:00",
    ];
    assert_eq!(ends, expected.map(on_the_clock));
}

#[test]
fn a_night_has_stages_and_the_vendors_totals() {
    let page = ring_day();
    let sleep = slept(&page);
    let stages: Vec<_> = sleep.stages.iter().map(|it| it.stage).collect();
    use SleepStage::{Awake, Deep, Light, Rem};
    assert_eq!(stages, [Light, Deep, Rem, Awake]);
    let totals = sleep.totals.expect("totals");
    assert_eq!(
        (totals.asleep_s, totals.deep_s, totals.awake_s),
        (Some(26_000), Some(5400), Some(2800))
    );
    assert_eq!(page.sessions[0].external_id(), Some("1790802000"));
}

#[test]
fn the_efficiency_is_the_percentage_and_not_the_score_of_the_same_name() {
    let page = ring_day();
    let efficiency = of(&page, Metric::SleepEfficiency);
    assert_eq!((efficiency.len(), efficiency[0].value), (1, 90.0));
}

#[test]
fn newer_nights_keep_a_part_of_themselves_in_details() {
    let page = long_night();
    let totals = slept(&page).totals.expect("totals");
    assert_eq!(
        (totals.asleep_s, totals.deep_s, totals.in_bed_s),
        (Some(28_800), Some(6000), None)
    );
    assert_eq!(of(&page, Metric::SleepScore)[0].value, 83.0);
}

#[test]
fn a_stage_nobody_knows_keeps_the_vendors_word() {
    let page = long_night();
    assert_eq!(slept(&page).stages[1].stage, SleepStage::Unknown);
    assert_eq!(page.sessions[0].attributes.remarks["sleep_stages"], "drowsing");
}

#[test]
fn the_average_of_the_night_rests_only_where_nothing_better_is_told() {
    let resting = |page: &Page| {
        of(page, Metric::RestingHeartRate)
            .iter()
            .map(|it| it.value)
            .collect::<Vec<_>>()
    };
    assert_eq!(resting(&ring_day()), [47.0]);
    assert_eq!(resting(&long_night()), [45.0]);
}

#[test]
fn hrv_is_rmssd_and_glucose_comes_from_a_sensor_of_its_own() {
    let page = ring_day();
    assert_eq!(of(&page, Metric::HeartRateVariabilitySdnn).len(), 0);
    let glucose = of(&page, Metric::InterstitialGlucose);
    assert_eq!(glucose[0].source.device_kind, DeviceKind::GlucoseMeter);
    assert_eq!(of(&page, Metric::HeartRate)[0].source.device_kind, DeviceKind::Ring);
}

#[test]
fn glucose_keeps_the_unit_it_is_told_in() {
    let body = include_str!("fixtures/day.json").replace("mg/dL", "mmol/L");
    let page = decoded("2026-10-01", &body);
    assert_eq!(
        of(&page, Metric::InterstitialGlucose)[0].unit.as_deref(),
        Some("mmol/L")
    );
}

#[test]
fn a_metric_that_is_new_is_reported_and_costs_nothing_else() {
    let body = include_str!("fixtures/day.json").replace("\"movement_index\"", "\"Aura\"");
    let page = decoded("2026-10-01", &body);
    assert_eq!(page.rejected[0].reason.to_string(), r#""Aura" is not a known metric"#);
    assert_eq!(page.readings.len(), ring_day().readings.len() - 1);
}

#[test]
fn an_empty_day_is_a_day_without_data_in_every_shape() {
    for body in [
        "[]",
        r#"{"data":{"metric_data":[]}}"#,
        r#"{"data":{"metrics":{}},"status":200}"#,
        r#"{"data":null}"#,
    ] {
        assert_eq!(decoded("2026-10-01", body), Page::default(), "{body}");
    }
    let failed = Ultrahuman.decode(&asked("2026-10-01"), &answer(200, r#"{"data":null,"error":"sorry"}"#));
    assert!(failed.is_err());
}

#[test]
fn an_error_inside_an_answer_counts_as_one_and_tomorrow_is_no_error() {
    let outcome = |status, body: &str| {
        let answer = answer(status, body);
        Ultrahuman.outcome(&asked("2026-10-01"), &answer, answer.received_at)
    };
    assert_eq!(
        outcome(200, r#"{"data":null,"error":"Unauthorized","status":401}"#),
        Outcome::Refresh
    );
    assert_eq!(outcome(400, r#"{"error":"Date is in the future"}"#), Outcome::Empty);
    assert_eq!(outcome(400, r#"{"error":"Bad date"}"#), Outcome::Broken);
}

#[test]
fn a_personal_token_asks_its_own_address_and_is_tried_before_it_is_kept() {
    let account = Account {
        way: Some(WayKind::Key),
        zone: Some(chrono_tz::America::Los_Angeles),
        ..Account::default()
    };
    let urls = |job: &Job<'_>| {
        let requests = Ultrahuman.requests(job, &account).into_iter();
        requests.map(|it| (it.operation, it.url)).collect::<Vec<_>>()
    };
    assert_eq!(urls(&Job::Connect), [("check token".into(), PERSONAL.to_owned())]);
    let check = &Ultrahuman.requests(&Job::Connect, &account)[0];
    let meant = |status| Ultrahuman.outcome(check, &answer(status, "{}"), answer(status, "").received_at);
    assert_eq!((meant(404), meant(401)), (Outcome::Empty, Outcome::Refresh));
    assert_eq!(urls(&Job::Disconnect), []);
    let window = Window {
        from: "2026-10-01T12:00:00Z".parse().expect("a time"),
        to: "2026-10-03T05:00:00Z".parse().expect("a time"),
    };
    let days = Ultrahuman.requests(
        &Job::Window {
            resource: "day",
            window,
        },
        &account,
    );
    let dates: Vec<_> = days.iter().map(|it| it.noted("date")).collect();
    assert_eq!(dates, ["2026-10-01", "2026-10-02"], "the third has not begun there");
    assert!(days.iter().all(|it| it.url == PERSONAL));
}
