use super::*;

const W: &str = r#"{"user_id":10129,"id":"550e8400-e29b-41d4-a716-446655440000","type":"workout.updated","trace_id":"d3709ee7-104e-4f70-a928-2932964b017b"}"#;
const O: &str = r#"{"event_type":"create","data_type":"daily_sleep","object_id":"abc-123","event_time":"2026-03-01T07:00:00+00:00","user_id":"u-1"}"#;
const P: &str = r#"{"event":"EXERCISE","user_id":475,"entity_id":"aQlC83","timestamp":"2026-03-01T09:00:00Z","url":"https://www.polaraccesslink.com/v3/exercises/aQlC83"}"#;
const F: &str =
    r#"[{"collectionType":"sleep","date":"2024-01-15","ownerId":"ABC123","ownerType":"user","subscriptionId":"42"}]"#;
const S: &str = r#"{"aspect_type":"create","event_time":1777724109,"object_id":154504250376,"object_type":"activity","owner_id":1234567,"subscription_id":120475,"updates":{}}"#;
const G: &str = r#"[{"data":{"version":"1","healthUserId":"111111256096816351","operation":"UPSERT","dataType":"sleep","intervals":[]}}]"#;

fn with_secret(check: impl Fn(&Trust<'_>) -> bool) -> bool {
    let secrets = BTreeMap::from([("client_secret".to_owned(), Secret::new("test_client_secret"))]);
    let documents = BTreeMap::new();
    check(&Trust::new(&secrets, &[], &documents))
}

fn sha256(parts: &[&str], encoding: Encoding, signature: &str) -> bool {
    let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_bytes()).collect();
    with_secret(|trust| trust.hmac_sha256("client_secret", &parts, encoding, signature))
}

#[test]
fn signatures_of_five_vendors_are_recognised() {
    let hex = Encoding::Hex;
    assert!(sha256(
        &["1700000000000", W],
        Encoding::Base64,
        "Kx+EbIMxgvVLzNh4jbAAK1Kjai5DciPOrkVkQ+HMKuk="
    ));
    assert!(sha256(
        &["1700000000", O],
        hex,
        "0F4875E8952416D5C76037954A03103FCAA554D3B224FB1733AF96E3D06B612D"
    ));
    assert!(sha256(
        &[P],
        hex,
        "1d2b1c630fa19a77c88f671d8d024c6d28c29ec3776ad2135a90a28b537e057a"
    ));
    assert!(sha256(
        &["1777724110", ".", S],
        hex,
        "2d1e4c6526171243775bc114c2a86c4d1dd4fdd921b810badb16bc2e37764247"
    ));
    assert!(with_secret(|trust| {
        trust.hmac_sha1(
            "client_secret",
            "&",
            &[F.as_bytes()],
            Encoding::Base64,
            "1DJMYi1u+Bfk6oKBz/uTBme+KTI=",
        )
    }));
}

#[test]
fn hexadecimal_may_be_in_any_case_and_base64_may_not() {
    let lower = "0f4875e8952416d5c76037954a03103fcaa554d3b224fb1733af96e3d06b612d";
    assert!(sha256(&["1700000000", O], Encoding::Hex, lower));
    let swapped = "kX+eBimXGVvlZnH4JBaak1kJAI5dCIpoRKvKq+hmkUK=";
    assert!(!sha256(&["1700000000000", W], Encoding::Base64, swapped));
}

#[test]
fn a_body_that_was_touched_is_not_trusted() {
    let signature = "1d2b1c630fa19a77c88f671d8d024c6d28c29ec3776ad2135a90a28b537e057a";
    let spaced = P.replace(':', ": ");
    let changed = P.replace("475", "476");
    for body in [spaced.as_str(), changed.as_str(), ""] {
        assert!(!sha256(&[body], Encoding::Hex, signature));
    }
    for signature in ["", "zz", "1d2", &signature[..62]] {
        assert!(!sha256(&[P], Encoding::Hex, signature));
    }
}

#[test]
fn a_secret_that_is_unset_or_empty_trusts_nobody() {
    let documents = BTreeMap::new();
    for secrets in [
        BTreeMap::new(),
        BTreeMap::from([("client_secret".to_owned(), Secret::new(""))]),
    ] {
        let trust = Trust::new(&secrets, &[], &documents);
        assert!(!trust.knows("client_secret", ""));
        assert!(!trust.hmac_sha256("client_secret", &[b""], Encoding::Hex, ""));
    }
}

#[test]
fn a_signature_by_a_public_key_is_checked_over_the_raw_body() {
    let mut key = vec![4];
    key.extend(hex("308fbc7041bbf99b559b7d0e57c33c6653d86d4a15a25c0466ec1c2e6d51833d").expect("x"));
    key.extend(hex("93f85ee20d40c00cdf34fe51252cc49bd54d89e58554bd458ed4adc71c4ec9ba").expect("y"));
    let header =
        "AQAGeTIwRQIgdTu3WfSWpZ/Y8ASa+9Yr4OPehUdTzruIUcXDhS3ChT0CIQCBvBjSQG+ryUffdi/ZH1tFze8oDkXM2W9MU6HeukZvTw==";
    let signature = STANDARD.decode(header).expect("base64");
    assert!(ecdsa_p256(&key, G.as_bytes(), &signature[5..]));
    assert!(!ecdsa_p256(
        &key,
        G.replace("UPSERT", "DELETE").as_bytes(),
        &signature[5..]
    ));
}

#[test]
fn the_first_vector_of_rfc_8032_is_accepted() {
    let key = hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a").expect("a key");
    let signature = hex("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b").expect("a signature");
    assert!(ed25519(&key, b"", &signature));
    assert!(!ed25519(&key, b"x", &signature));
}

#[test]
fn what_was_signed_long_ago_or_ahead_of_time_is_not_fresh() {
    let now: DateTime<Utc> = "2026-10-01T12:00:00Z".parse().expect("a time");
    let tolerance = TimeDelta::minutes(5);
    for (minutes, fresh) in [(-6, false), (-5, true), (0, true), (5, true), (6, false)] {
        assert_eq!(is_fresh(Some(now + TimeDelta::minutes(minutes)), now, tolerance), fresh);
    }
    assert!(!is_fresh(None, now, tolerance));
}
