//! Garmin's calls to us.

use std::collections::BTreeMap;

use super::*;
use crate::auth::Secret;
use crate::webhook::{News, Notice};

fn receive(query: &[(&str, &str)], headers: &[(&str, &str)], body: &str) -> Result<Vec<Notice>, Refused> {
    let secrets = [("webhook_token", "a-long-word"), ("client_id", "our-client")];
    let secrets = secrets.map(|(name, value)| (name.to_owned(), Secret::new(value)));
    received_with(&BTreeMap::from(secrets), query, headers, body)
}

fn received_with(
    secrets: &BTreeMap<String, Secret>,
    query: &[(&str, &str)],
    headers: &[(&str, &str)],
    body: &str,
) -> Result<Vec<Notice>, Refused> {
    let owned = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()))
            .collect()
    };
    let (query, headers) = (owned(query), owned(headers));
    let call = Inbound {
        method: Method::Post,
        query: &query,
        headers: &headers,
        body: body.as_bytes(),
    };
    let documents = BTreeMap::new();
    let trust = Trust::new(secrets, &[], &documents);
    let received = Garmin.receive(&call, &trust, utc("2026-10-02T12:00:00Z"))?;
    assert_eq!((received.reply.status, received.reply.body.as_str()), (200, ""));
    Ok(received.notices)
}

fn trusted(body: &str) -> Result<Vec<Notice>, Refused> {
    receive(&[("token", "a-long-word")], &[], body)
}

const DEREGISTRATION: &str = r#"{"deregistrations":[{"userId":"u1"},{"userId":"u2"}]}"#;

#[test]
fn a_call_is_trusted_by_the_word_in_our_address() {
    let token = [("token", "a-long-word")];
    assert!(receive(&token, &[], DEREGISTRATION).is_ok());
    assert!(receive(&token, &[("Garmin-Client-Id", "our-client")], DEREGISTRATION).is_ok());
    for (what, query, headers) in [
        ("no word", &[][..], &[("garmin-client-id", "our-client")][..]),
        ("another word", &[("token", "a-long-wore")], &[]),
        ("an empty word", &[("token", "")], &[]),
        ("half the word", &[("token", "a-long")], &[]),
        ("another application", &token[..], &[("garmin-client-id", "theirs")]),
        ("an empty application", &token, &[("garmin-client-id", "")]),
    ] {
        assert_eq!(
            receive(query, headers, DEREGISTRATION),
            Err(Refused::NotTrusted),
            "{what}"
        );
    }
}

#[test]
fn a_call_is_not_trusted_while_our_word_is_not_set() {
    for secrets in [
        BTreeMap::new(),
        BTreeMap::from([("webhook_token".to_owned(), Secret::new(""))]),
    ] {
        let received = received_with(&secrets, &[("token", "")], &[], DEREGISTRATION);
        assert_eq!(received, Err(Refused::NotTrusted));
    }
}

#[test]
fn the_data_of_many_people_is_taken_apart_byte_by_byte() {
    let body = r#"{"dailies":[{"userId":"u1","steps": 1},{"userId":"u2","steps":2},{"userId":"u1","steps":3.50}]}"#;
    let notices = trusted(body).expect("trusted");
    let parts: Vec<_> = notices
        .into_iter()
        .map(|notice| match notice.news {
            News::Inline(request, bytes) => (
                notice.user,
                request.operation,
                String::from_utf8(bytes).expect("a text"),
            ),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        parts,
        [
            (
                Some("u1".into()),
                "read dailies".into(),
                r#"[{"userId":"u1","steps": 1},{"userId":"u1","steps":3.50}]"#.into()
            ),
            (
                Some("u2".into()),
                "read dailies".into(),
                r#"[{"userId":"u2","steps":2}]"#.into()
            ),
        ]
    );
}

#[test]
fn kinds_are_known_in_any_case_and_a_new_one_is_kept_and_named() {
    let operation = |body: &str| match &trusted(body).expect("trusted")[0].news {
        News::Inline(request, bytes) => {
            let page = Garmin
                .decode(request, &Response::new(200, bytes.clone(), DateTime::UNIX_EPOCH))
                .expect("a page");
            (
                request.operation.to_string(),
                page.rejected.first().map(|it| it.reason.to_string()),
            )
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(operation(r#"{"pulseox":[{"userId":"u"}]}"#).0, "read pulseOx");
    assert_eq!(operation(r#"{"PulseOx":[{"userId":"u"}]}"#).0, "read pulseOx");
    let (_, rejected) = operation(r#"{"dreams":[{"userId":"u","lucid":true}]}"#);
    assert_eq!(rejected.as_deref(), Some(r#""dreams" is not a known kind of summary"#));
}

#[test]
fn an_item_that_names_nobody_is_not_dropped() {
    let notices = trusted(r#"{"sleeps":[17,{"steps":1}]}"#).expect("trusted");
    assert_eq!(notices.len(), 1);
    assert!(matches!(&notices[0].news, News::Inline(_, bytes) if bytes == br#"[17,{"steps":1}]"#));
}

#[test]
fn a_ping_is_fetched_as_it_is_written() {
    let url = "https://apis.garmin.com/wellness-api/rest/sleeps?uploadStartTimeInSeconds=1&uploadEndTimeInSeconds=2&token=XYZ";
    let notices = trusted(&format!(r#"{{"sleeps":[{{"userId":"u","callbackURL":"{url}"}}]}}"#)).expect("trusted");
    let News::Fetch(requests) = &notices[0].news else {
        panic!("something to fetch")
    };
    assert_eq!(
        (requests[0].url.as_str(), requests[0].operation.as_ref()),
        (url, "read sleeps")
    );
    assert!(requests[0].query.is_empty());
    assert_eq!(notices[0].key.as_deref(), Some(url));
}

#[test]
fn nothing_but_garmins_api_is_fetched_with_a_persons_token() {
    for url in [
        "https://evil.example/wellness-api/rest/sleeps",
        "https://apis.garmin.com.evil.example/wellness-api/rest/sleeps",
        "https://apis.garmin.com@evil.example/wellness-api/rest/sleeps",
        "http://apis.garmin.com/wellness-api/rest/sleeps",
        "https://apis.garmin.com:444/wellness-api/rest/sleeps",
        "https://apis.garmin.com/training-api/schedule",
        "https://apis.garmin.com/wellness-api/rest/../../training-api/schedule",
        "https://apis.garmin.com/wellness-api/rest/%2e%2e/%2e%2e/training-api/schedule",
        "https://apis.garmin.com/wellness-api/restless",
        "https://169.254.169.254/wellness-api/rest/sleeps",
        "",
    ] {
        for kind in ["sleeps", "activityFiles"] {
            let ping = format!(r#"{{"{kind}":[{{"userId":"u","callbackURL":"{url}"}}]}}"#);
            assert_eq!(trusted(&ping), Err(Refused::NotTrusted), "{url}");
        }
    }
}

#[test]
fn people_leave_and_change_what_they_allow() {
    let events = |body: &str| -> Vec<_> {
        let notices = trusted(body).expect("trusted");
        notices
            .into_iter()
            .map(|it| (it.user.expect("a person"), it.news))
            .collect()
    };
    assert_eq!(
        events(DEREGISTRATION),
        [("u1".into(), News::Deregistered), ("u2".into(), News::Deregistered)]
    );
    let changed = r#"{"userPermissionsChange":[{"userId":"u1","permissions":{"ACTIVITY_EXPORT":true},"changeTimeInSeconds":1700000000}]}"#;
    assert_eq!(events(changed), [("u1".into(), News::PermissionsChanged)]);
}

#[test]
fn what_is_no_call_of_garmins_is_said_to_be_none() {
    for body in ["", "null", "[]", "17", r#"{"dailies":17}"#, r#"{"dailies":[{]}"#] {
        assert_eq!(trusted(body), Err(Refused::Malformed), "{body}");
    }
    assert_eq!(trusted("{}"), Ok(vec![]));
}
