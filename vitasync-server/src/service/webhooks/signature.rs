//! Signs what is sent to customers, by two schemes side by side.
//!
//! `X-VitaSync-Signature: sha256=<hex>` is the HMAC-SHA256 of the body under the secret's own bytes. The headers of
//! [Standard Webhooks](https://www.standardwebhooks.com) (`webhook-id`, `webhook-timestamp`, `webhook-signature`, and the same
//! as `svix-…`) sign `id.timestamp.body` under the same bytes, which its libraries take as `whsec_` and base64.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use ring::hmac;

/// What goes with a delivery.
#[derive(Debug, Clone, Copy)]
pub struct Signed<'a> {
    /// The id of the delivery: the same for every attempt.
    pub id: &'a str,
    /// The name of the event.
    pub event: &'a str,
    /// When this attempt is made.
    pub at: DateTime<Utc>,
    /// The body.
    pub body: &'a [u8],
}

/// The secrets that are in force: the present one first, and for a while the one before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secrets {
    /// The present one.
    pub present: Vec<u8>,
    /// The one before it, while both are in force.
    pub previous: Option<Vec<u8>>,
}

/// Writes the headers of a delivery.
pub fn headers(secrets: &Secrets, signed: Signed<'_>) -> Vec<(&'static str, String)> {
    let seconds = signed.at.timestamp().to_string();
    let both = || std::iter::once(&secrets.present).chain(&secrets.previous);
    let standard: Vec<String> = both().map(|secret| standard(secret, signed, &seconds)).collect();
    let standard = standard.join(" ");
    let mut headers = vec![
        ("X-VitaSync-Event", signed.event.to_owned()),
        ("X-VitaSync-Delivery", signed.id.to_owned()),
        ("X-VitaSync-Timestamp", seconds.clone()),
        ("X-VitaSync-Signature", documented(&secrets.present, signed.body)),
    ];
    if let Some(previous) = &secrets.previous {
        headers.push(("X-VitaSync-Signature-Previous", documented(previous, signed.body)));
    }
    for (id, timestamp, signature) in [
        ("webhook-id", "webhook-timestamp", "webhook-signature"),
        ("svix-id", "svix-timestamp", "svix-signature"),
    ] {
        headers.push((id, signed.id.to_owned()));
        headers.push((timestamp, seconds.clone()));
        headers.push((signature, standard.clone()));
    }
    headers
}

/// Writes a secret as the libraries of Standard Webhooks take it.
pub fn as_whsec(secret: &[u8]) -> String {
    format!("whsec_{}", STANDARD.encode(secret))
}

fn documented(secret: &[u8], body: &[u8]) -> String {
    let mut text = "sha256=".to_owned();
    for byte in hmac::sign(&key(secret), body).as_ref() {
        write!(text, "{byte:02x}").expect("a String takes everything");
    }
    text
}

fn standard(secret: &[u8], signed: Signed<'_>, seconds: &str) -> String {
    let mut context = hmac::Context::with_key(&key(secret));
    for part in [signed.id.as_bytes(), b".", seconds.as_bytes(), b".", signed.body] {
        context.update(part);
    }
    format!("v1,{}", STANDARD.encode(context.sign()))
}

fn key(secret: &[u8]) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(secrets: &Secrets) -> String {
        let signed = Signed {
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            event: "user.created",
            at: DateTime::from_timestamp(1_614_265_330, 0).expect("an instant"),
            body: br#"{"test": 2432232314}"#,
        };
        let lines: Vec<String> = headers(secrets, signed)
            .into_iter()
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        lines.join("\n")
    }

    #[test]
    fn both_schemes_sign_the_same_delivery() {
        // The example that the libraries of Standard Webhooks are tested with.
        let present = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").expect("base64");
        let text = signed(&Secrets {
            present,
            previous: None,
        });
        insta::assert_snapshot!(text, @r#"
        X-VitaSync-Event: user.created
        X-VitaSync-Delivery: msg_p5jXN8AQM9LWM0D4loKWxJek
        X-VitaSync-Timestamp: 1614265330
        X-VitaSync-Signature: sha256=e2cb4f5251572539d458bfb8a7adb533b08801e6a794467e06f771debbb0818b
        webhook-id: msg_p5jXN8AQM9LWM0D4loKWxJek
        webhook-timestamp: 1614265330
        webhook-signature: v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=
        svix-id: msg_p5jXN8AQM9LWM0D4loKWxJek
        svix-timestamp: 1614265330
        svix-signature: v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=
        "#);
    }

    #[test]
    fn while_two_secrets_are_in_force_both_have_signed() {
        let text = signed(&Secrets {
            present: b"new".to_vec(),
            previous: Some(b"old".to_vec()),
        });
        insta::assert_snapshot!(text, @r#"
        X-VitaSync-Event: user.created
        X-VitaSync-Delivery: msg_p5jXN8AQM9LWM0D4loKWxJek
        X-VitaSync-Timestamp: 1614265330
        X-VitaSync-Signature: sha256=2bdf423cc04b2d39083779f303dd0793aa876b0ce4804dac724978b62768a175
        X-VitaSync-Signature-Previous: sha256=6ebf4a48a3fb1894bfc4e7968eb0a33280427efd5cba3a0a89fea700ed4abcb8
        webhook-id: msg_p5jXN8AQM9LWM0D4loKWxJek
        webhook-timestamp: 1614265330
        webhook-signature: v1,XlVor52g67coafEFmAiDjPDMvUPchV6NZJbEcXMNqUQ= v1,CcMrCYxu2nGkW3RMERBdyXGTc/4IIfNEPUPNJdo5PWg=
        svix-id: msg_p5jXN8AQM9LWM0D4loKWxJek
        svix-timestamp: 1614265330
        svix-signature: v1,XlVor52g67coafEFmAiDjPDMvUPchV6NZJbEcXMNqUQ= v1,CcMrCYxu2nGkW3RMERBdyXGTc/4IIfNEPUPNJdo5PWg=
        "#);
    }
}
