//! A phone, a server and a network that fails, as models, and what must hold whatever happens.

mod model;

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use self::model::{HEART, Phone, STEPS, Server, plan, run, start};
use super::{Plan, Query, Step, SyncEngine};
use crate::provider::Response;

/// An engine that has asked the server, which knows nothing of the phone.
fn engine(plan: Plan) -> SyncEngine {
    let mut engine = SyncEngine::new(plan, None, 1, start());
    assert_eq!(engine.step(start()), Step::Locate);
    engine.answer(&Response::new(200, "[]", start()));
    engine.begin(None, start());
    engine
}

/// Has the engine read until it wants something else, and says what that is.
fn read(engine: &mut SyncEngine, phone: &Phone) -> Step {
    loop {
        match engine.step(start()) {
            Step::Read(query) => engine.take(phone.read(&query).expect("a known anchor")),
            step => return step,
        }
    }
}

fn sent(engine: &mut SyncEngine, phone: &Phone) -> super::Upload {
    match read(engine, phone) {
        Step::Send(upload) => upload,
        step => panic!("{step:?}"),
    }
}

fn days_ago(days: i64) -> DateTime<Utc> {
    start() - TimeDelta::days(days)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_server_ends_with_what_the_phone_holds_whatever_happens(tape in prop::collection::vec(any::<u8>(), 0..400)) {
        run(&tape);
    }
}

#[test]
fn the_newest_data_of_all_types_comes_before_older_data_of_any() {
    let mut phone = Phone::default();
    for (kind, days) in [(HEART, 800), (HEART, 40), (HEART, 1), (STEPS, 800), (STEPS, 2)] {
        phone.add(kind, days_ago(days));
    }
    let mut plan = plan();
    plan.most_items = 1;
    let mut engine = engine(plan);
    let mut server = Server::default();
    let mut order = Vec::new();
    while let Step::Send(upload) = read(&mut engine, &phone) {
        order.push(upload.body.split("startDate\":\"").nth(1).expect("a record")[..10].to_owned());
        engine.answer(&server.take(&upload, start()));
    }
    let dates = [1, 2, 40, 800, 800].map(|days| days_ago(days).date_naive().to_string());
    assert_eq!(order, dates);
}

#[test]
fn a_page_that_is_no_answer_of_the_server_is_no_acknowledgement() {
    let mut phone = Phone::default();
    phone.add(STEPS, days_ago(1));
    let mut engine = engine(plan());
    let upload = sent(&mut engine, &phone);
    let before = engine.state();
    engine.answer(&Response::new(200, "<html>Welcome to this train</html>", start()));
    assert_eq!(engine.state(), before);
    let Step::Wait(until) = engine.step(start()) else {
        panic!("it waits")
    };
    assert_eq!(engine.step(until), Step::Send(upload));
}

#[test]
fn a_wait_that_is_told_is_kept_and_others_grow() {
    let mut phone = Phone::default();
    phone.add(STEPS, days_ago(1));
    let mut engine = engine(plan());
    sent(&mut engine, &phone);
    let mut busy = Response::new(429, "", start());
    busy.headers.push(("retry-after".into(), "600".into()));
    engine.answer(&busy);
    assert_eq!(engine.step(start()), Step::Wait(start() + TimeDelta::seconds(600)));

    let mut now = start() + TimeDelta::hours(1);
    let mut waits = Vec::new();
    for _ in 0..12 {
        assert!(matches!(engine.step(now), Step::Send(_)));
        engine.unreachable(now);
        let Step::Wait(until) = engine.step(now) else {
            panic!("it waits")
        };
        waits.push((until - now).num_seconds());
        now = until;
    }
    assert!(waits[0] < 5 && waits[11] >= 450 && waits[11] <= 900, "{waits:?}");
}

#[test]
fn an_ended_token_is_replaced_at_once_and_one_that_never_works_is_waited_for() {
    let mut phone = Phone::default();
    phone.add(STEPS, days_ago(1));
    let mut engine = engine(plan());
    let upload = sent(&mut engine, &phone);
    engine.answer(&Response::new(401, "", start()));
    assert_eq!(engine.step(start()), Step::Authorise);
    engine.authorised();
    assert_eq!(engine.step(start()), Step::Send(upload));
    engine.answer(&Response::new(401, "", start()));
    assert!(matches!(engine.step(start()), Step::Wait(_)));
}

#[test]
fn what_is_too_large_by_itself_is_left_out_and_reported_and_takes_nothing_with_it() {
    let mut phone = Phone::default();
    phone.add(STEPS, days_ago(1));
    phone.add_named(STEPS, "large", &"x".repeat(9_000), days_ago(1));
    phone.add(STEPS, days_ago(1));
    let mut engine = engine(plan());
    let mut server = Server::default();
    server.most_bytes = 4_000;
    while let Step::Send(upload) = read(&mut engine, &phone) {
        engine.answer(&server.take(&upload, start()));
    }
    assert_eq!(engine.step(start()), Step::Done);
    assert_eq!(server.live.len(), 2);
    assert_eq!(engine.report().refusals[0].reason, "it is too large for the server");
    assert_eq!(engine.report().refusals[0].id.as_deref(), Some("large"));
}

#[test]
fn a_locked_phone_is_left_alone_until_the_next_round() {
    let mut phone = Phone::default();
    phone.add(STEPS, days_ago(1));
    let mut engine = engine(plan());
    while let Step::Read(_) = engine.step(start()) {
        engine.skip();
    }
    assert_eq!(engine.step(start()), Step::Done);
    engine.begin(Some(&[STEPS.to_owned()]), start());
    let Step::Read(Query::Changes { kind, .. }) = engine.step(start()) else {
        panic!("it reads")
    };
    assert_eq!(kind, STEPS);
    assert!(matches!(read(&mut engine, &phone), Step::Send(_)));
}

#[test]
fn a_refusal_stops_with_its_reason_and_the_next_round_tries_again() {
    let mut phone = Phone::default();
    phone.add(STEPS, days_ago(1));
    let mut engine = engine(plan());
    let upload = sent(&mut engine, &phone);
    let body = r#"{"statusCode": 404, "message": "User not found", "code": "NOT_FOUND"}"#;
    engine.answer(&Response::new(404, body, start()));
    assert_eq!(engine.step(start()), Step::Stopped("404 User not found".to_owned()));
    engine.begin(None, start());
    assert_eq!(engine.step(start()), Step::Send(upload));
}

#[test]
fn the_state_of_another_phone_is_not_read() {
    let mut phone = Phone::default();
    phone.add(STEPS, days_ago(1));
    let mut engine = engine(plan());
    let mut server = Server::default();
    let upload = sent(&mut engine, &phone);
    engine.answer(&server.take(&upload, start()));
    let state = engine.state();
    let again = |plan| SyncEngine::new(plan, Some(&state), 2, start()).step(start());
    assert_eq!(again(plan()), Step::Done);
    let device = "another".to_owned();
    assert_eq!(again(Plan { device, ..plan() }), Step::Locate);
}

#[test]
fn an_app_that_is_installed_again_goes_on_where_it_was() {
    let mut phone = Phone::default();
    phone.add(STEPS, days_ago(1));
    let mut server = Server::default();
    let mut first = engine(plan());
    let upload = sent(&mut first, &phone);
    first.answer(&server.take(&upload, start()));
    assert_eq!(read(&mut first, &phone), Step::Done);

    phone.add(STEPS, days_ago(1));
    let mut again = SyncEngine::new(plan(), None, 3, start() + TimeDelta::days(9));
    again.begin(Some(&[STEPS.to_owned()]), start());
    assert_eq!(again.step(start()), Step::Locate);
    again.answer(&server.locate(start()));
    let Step::Read(Query::Changes { anchor, from, .. }) = again.step(start()) else {
        panic!("it reads")
    };
    assert_eq!(
        (anchor.as_deref(), from),
        (Some("0:1"), Some(days_ago(30).date_naive()))
    );
}
