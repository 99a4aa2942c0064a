//! What every signed webhook must refuse, from one call that is right.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::auth::Secret;
use crate::client::App;
use crate::provider::{Method, Provider};
use crate::webhook::{Encoding, Inbound, Received, Refused, Trust};

/// A call of a vendor's that is right.
#[derive(Debug, Clone)]
pub struct RightCall {
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
    /// When it came.
    pub at: DateTime<Utc>,
    /// The application's secrets.
    pub secrets: BTreeMap<String, Secret>,
    /// The header that holds the signature.
    pub signature: &'static str,
}

impl RightCall {
    /// Hands the call to a vendor.
    ///
    /// # Errors
    ///
    /// What the vendor says.
    pub fn receive(&self, provider: &dyn Provider) -> Result<Received, Refused> {
        let inbound = Inbound {
            method: Method::Post,
            query: &[],
            headers: &self.headers,
            body: self.body.as_bytes(),
        };
        let documents = BTreeMap::new();
        let trust = Trust::new(&self.secrets, &[], &documents);
        provider.receive(&inbound, &trust, self.at)
    }

    fn with(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut changed = self.clone();
        change(&mut changed);
        changed
    }

    fn sign(&mut self, change: impl FnOnce(&mut String)) {
        let signature = self.signature;
        let header = self
            .headers
            .iter_mut()
            .find(|(name, _)| name.eq_ignore_ascii_case(signature));
        change(&mut header.expect("the call is signed").1);
    }
}

/// Fills in a header of an example: the settings of the application, and an HMAC of the body.
pub(super) fn filled(provider: &dyn Provider, app: &App, template: &str, body: &str) -> String {
    let settings = app.settings.iter();
    let text = settings.fold(template.to_owned(), |text, (name, value)| {
        text.replace(&format!("{{{{{name}}}}}"), value.expose())
    });
    let key = provider
        .spec()
        .push
        .secrets
        .first()
        .and_then(|name| app.settings.get(*name));
    let Some(key) = key.filter(|_| text.contains("{{hmac}}")) else {
        return text;
    };
    text.replace("{{hmac}}", &hmac_sha256(key, &[body.as_bytes()], Encoding::Hex))
}

/// Signs as a vendor does: the HMAC-SHA256 of the parts, one after the other.
pub fn hmac_sha256(key: &Secret, parts: &[&[u8]], encoding: Encoding) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose().as_bytes()).expect("HMAC takes a key of any length");
    parts.iter().for_each(|part| mac.update(part));
    let signature = mac.finalize().into_bytes();
    match encoding {
        Encoding::Hex => signature.iter().map(|byte| format!("{byte:02x}")).collect(),
        Encoding::Base64 => STANDARD.encode(signature),
    }
}

/// Checks that the call is accepted, and refused once anything about it is wrong. `window` is how long a call stays good.
///
/// # Panics
///
/// With what was accepted and must not be.
pub fn check(provider: &dyn Provider, right: &RightCall, window: Option<TimeDelta>) {
    assert!(right.receive(provider).is_ok(), "the right call is refused");
    let mut wrong = vec![
        (
            "a body that was changed",
            right.with(|it| it.body = it.body.replacen('e', "f", 1)),
        ),
        (
            "a body that was written anew",
            right.with(|it| it.body = it.body.replace(':', ": ")),
        ),
        ("no headers", right.with(|it| it.headers.clear())),
        ("an empty signature", right.with(|it| it.sign(String::clear))),
        (
            "half a signature",
            right.with(|it| it.sign(|text| text.truncate(text.len() / 2))),
        ),
        ("no secret", right.with(|it| it.secrets.clear())),
        (
            "an empty secret",
            right.with(|it| it.secrets.values_mut().for_each(|it| *it = Secret::new(""))),
        ),
    ];
    if let Some(window) = window {
        let late = window + TimeDelta::seconds(1);
        wrong.push(("a call that is too old", right.with(|it| it.at += late)));
        wrong.push(("a call ahead of time", right.with(|it| it.at -= late)));
    }
    for (what, call) in wrong {
        assert!(call.receive(provider).is_err(), "{what} is accepted");
    }
}
