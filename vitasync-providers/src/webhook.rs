//! Checks and reads what vendors send to us.
//!
//! A vendor names the secret and says what was signed; [`Trust`] computes and compares, in constant time and over the
//! bytes as they came. What is not configured is never trusted.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use ring::signature::{ECDSA_P256_SHA256_ASN1, ED25519, UnparsedPublicKey};
use sha1::Sha1;
use sha2::Sha256;
use subtle::ConstantTimeEq;
use vitasync_core::record::RecordVersion;

use crate::auth::Secret;
use crate::provider::{Method, Request, Subscription};

/// A call of a vendor's to us, as it came.
#[derive(Debug, Clone, Copy)]
pub struct Inbound<'a> {
    /// The method.
    pub method: Method,
    /// The pairs of the query.
    pub query: &'a [(String, String)],
    /// The headers.
    pub headers: &'a [(String, String)],
    /// The body, byte by byte.
    pub body: &'a [u8],
}

impl Inbound<'_> {
    /// Reads a header by its name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(found.1.as_str())
    }

    /// Reads a pair of the query.
    pub fn query(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(known, _)| known == name)?;
        Some(found.1.as_str())
    }
}

/// What makes a call trustworthy: the application's secrets, and public documents fetched before.
#[derive(Debug, Clone, Copy)]
pub struct Trust<'a> {
    secrets: &'a BTreeMap<String, Secret>,
    subscriptions: &'a [Subscription],
    documents: &'a BTreeMap<String, Vec<u8>>,
}

/// Names the secret that a vendor gave a subscription: that of any of them.
pub const SUBSCRIPTION: &str = "subscription";

/// How an HMAC is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Hexadecimal, in any case.
    Hex,
    /// Base64 with padding.
    Base64,
}

impl<'a> Trust<'a> {
    /// Trusts by an application's settings, the subscriptions there are, and public documents by their address.
    pub fn new(
        secrets: &'a BTreeMap<String, Secret>,
        subscriptions: &'a [Subscription],
        documents: &'a BTreeMap<String, Vec<u8>>,
    ) -> Self {
        Self {
            secrets,
            subscriptions,
            documents,
        }
    }

    /// Gives a public document, for example a set of keys; if it is missing, ask for it by [`Refused::NeedsDocument`].
    pub fn document(&self, url: &str) -> Option<&'a [u8]> {
        let document = self.documents.get(url).map(Vec::as_slice);
        document.filter(|bytes| !bytes.is_empty())
    }

    /// Tells whether there is a subscription with this id.
    pub fn has_subscription(&self, id: &str) -> bool {
        self.subscriptions.iter().any(|known| known.id == id)
    }

    /// Tells whether there is a secret of this name, so that a signature a vendor may leave out is wanted once it can be checked.
    pub fn is_set(&self, secret: &str) -> bool {
        self.keys(secret).next().is_some()
    }

    /// Tells whether `claimed` is a secret of ours, in constant time.
    pub fn knows(&self, secret: &str, claimed: &str) -> bool {
        self.keys(secret)
            .any(|known| known.as_bytes().ct_eq(claimed.as_bytes()).into())
    }

    /// Tells whether `signature` is the HMAC-SHA256 of the parts, one after the other, under a secret of ours.
    pub fn hmac_sha256(&self, secret: &str, parts: &[&[u8]], encoding: Encoding, signature: &str) -> bool {
        self.keys(secret).any(|key| {
            let mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).expect("HMAC takes a key of any length");
            matches(mac, parts, encoding, signature)
        })
    }

    /// Tells whether `signature` is the HMAC-SHA1 of the parts under a secret of ours with `suffix` behind it.
    pub fn hmac_sha1(&self, secret: &str, suffix: &str, parts: &[&[u8]], encoding: Encoding, signature: &str) -> bool {
        self.keys(secret).any(|key| {
            let key = format!("{key}{suffix}");
            let mac = Hmac::<Sha1>::new_from_slice(key.as_bytes()).expect("HMAC takes a key of any length");
            matches(mac, parts, encoding, signature)
        })
    }

    fn keys<'s>(&'s self, secret: &str) -> impl Iterator<Item = &'s str> {
        let subscriptions = if secret == SUBSCRIPTION {
            self.subscriptions
        } else {
            &[]
        };
        let of_subscriptions = subscriptions.iter().filter_map(|it| it.secret.as_ref());
        let keys = self.secrets.get(secret).into_iter().chain(of_subscriptions);
        keys.map(Secret::expose).filter(|key| !key.is_empty())
    }
}

fn matches<M: Mac>(mut mac: M, parts: &[&[u8]], encoding: Encoding, signature: &str) -> bool {
    for part in parts {
        mac.update(part);
    }
    let claimed = match encoding {
        Encoding::Hex => hex(signature),
        Encoding::Base64 => STANDARD.decode(signature).ok(),
    };
    claimed.is_some_and(|claimed| mac.verify_slice(&claimed).is_ok())
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    let byte = |pair: &[u32]| u8::try_from(pair[0] * 16 + pair[1]).ok();
    digits.chunks_exact(2).map(byte).collect()
}

/// Tells whether an ECDSA signature over SHA-256 (ASN.1 DER) is by a P-256 key (uncompressed: 0x04, x, y).
pub fn ecdsa_p256(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, key)
        .verify(message, signature)
        .is_ok()
}

/// Tells whether an Ed25519 signature is by a key.
pub fn ed25519(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    UnparsedPublicKey::new(&ED25519, key).verify(message, signature).is_ok()
}

/// Tells whether a time is near enough to now, before or after it. What was recorded once is not accepted for ever.
pub fn is_fresh(at: Option<DateTime<Utc>>, now: DateTime<Utc>, tolerance: TimeDelta) -> bool {
    at.is_some_and(|at| (now - at).abs() <= tolerance)
}

/// What a call holds and how to answer it.
#[derive(Debug, Clone, PartialEq)]
pub struct Received {
    /// The answer the vendor wants, at once.
    pub reply: Reply,
    /// What it says, to be worked on after the answer.
    pub notices: Vec<Notice>,
}

/// An answer to a vendor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The body; JSON unless it is empty.
    pub body: String,
}

impl Reply {
    /// Answers 200 without a body.
    pub fn ok() -> Self {
        Self {
            status: 200,
            body: String::new(),
        }
    }

    /// Answers 200 with JSON.
    pub fn json(document: &serde_json::Value) -> Self {
        Self {
            status: 200,
            body: document.to_string(),
        }
    }
}

/// One thing a vendor tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// Whom it is about: the vendor's id. One person of the vendor's may be several connections of ours.
    pub user: Option<String>,
    /// What makes it the same notice when it comes twice.
    pub key: Option<String>,
    /// What it says.
    pub news: News,
}

/// What a notice says.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// Here is the data: decode it as the answer to the request.
    Inline(Box<Request>, Vec<u8>),
    /// There is something to fetch.
    Fetch(Vec<Request>),
    /// These objects are gone.
    Deleted(Vec<RecordVersion>),
    /// The person has ended the authorisation.
    Deregistered,
    /// The person has changed what is allowed; ask who they are again.
    PermissionsChanged,
    /// The vendor wants to see that we are there. The reply is all.
    Challenge,
}

impl Received {
    /// Answers a challenge.
    pub fn challenge(reply: Reply) -> Self {
        Self {
            reply,
            notices: vec![Notice {
                user: None,
                key: None,
                news: News::Challenge,
            }],
        }
    }

    /// Accepts notices with an empty 200.
    pub fn accepted(notices: Vec<Notice>) -> Self {
        Self {
            reply: Reply::ok(),
            notices,
        }
    }
}

/// Why a call is not trusted.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Refused {
    /// The vendor does not call us.
    #[error("this vendor sends nothing")]
    NoWebhook,
    /// The signature, the secret or the token is missing or wrong, or ours is not set.
    #[error("the call is not signed as it must be")]
    NotTrusted,
    /// It was signed too long ago, or ahead of time.
    #[error("the call is too old or too new")]
    NotFresh,
    /// It is signed, but cannot be read.
    #[error("the call cannot be read")]
    Malformed,
    /// A public document is missing: fetch it, hand it to [`Trust::new`] under its address and ask again.
    #[error("a key of the vendor has to be fetched first")]
    NeedsDocument(Box<Request>),
}

impl Refused {
    /// Tells the status to answer with.
    pub fn status(&self) -> u16 {
        match self {
            Self::NoWebhook => 404,
            Self::NotTrusted | Self::NotFresh => 401,
            Self::Malformed => 400,
            Self::NeedsDocument(_) => 503,
        }
    }
}

#[cfg(test)]
mod tests;
