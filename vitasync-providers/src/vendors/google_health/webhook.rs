//! Checks what Google Health sends: a secret of ours in the `Authorization` header, and a signature by one of the vendor's public
//! keys over the raw body.
//!
//! A signature is base64 of Tink's form: a byte 1, the id of the key (four bytes, the highest first) and an ECDSA signature in
//! DER. The keys are a Tink keyset in JSON, with a protobuf in base64 for each; they change about every month.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;

use super::requests::Change;
use crate::provider::{Auth, Request};
use crate::webhook::{Inbound, Received, Refused, Reply, Trust, ecdsa_p256};

/// Where the public keys are.
pub(super) const KEYSET: &str = "https://www.gstatic.com/googlehealthapi/webhooks/webhooks_public_keyset.json";

/// The header of the signature: as the vendor's pages name it, and as its discovery document does.
const SIGNATURES: [&str; 2] = ["google-health-api-signature", "x-healthapi-signature"];

pub(super) fn receive(call: &Inbound<'_>, trust: &Trust<'_>, now: DateTime<Utc>) -> Result<Received, Refused> {
    let authorization = call.header("authorization").ok_or(Refused::NotTrusted)?;
    let token = authorization.strip_prefix("Bearer ").ok_or(Refused::NotTrusted)?;
    if !trust.knows("webhook_token", token) {
        return Err(Refused::NotTrusted);
    }
    if serde_json::from_slice(call.body).is_ok_and(|it: Verification| it.r#type == "verification") {
        return Ok(Received::challenge(Reply {
            status: 201,
            body: String::new(),
        }));
    }
    signed(call, trust)?;
    let body: Value = serde_json::from_slice(call.body).map_err(|_| Refused::Malformed)?;
    let notices = match body {
        Value::Array(notices) => notices,
        notice => vec![notice],
    };
    let changes: Result<Vec<Notification>, _> = notices.into_iter().map(serde_json::from_value).collect();
    let changes = changes.map_err(|_| Refused::Malformed)?;
    let notices = changes.into_iter().filter_map(|it| it.data.notice(now));
    Ok(Received::accepted(notices.collect()))
}

#[derive(Deserialize)]
struct Verification {
    r#type: String,
}

#[derive(Deserialize)]
struct Notification {
    data: Change,
}

/// Checks the signature. A key that is not known yet has to be fetched; nothing is trusted without.
fn signed(call: &Inbound<'_>, trust: &Trust<'_>) -> Result<(), Refused> {
    let header = SIGNATURES.into_iter().find_map(|name| call.header(name));
    let signature = header.and_then(|text| STANDARD.decode(text).ok());
    let signature = signature.ok_or(Refused::NotTrusted)?;
    let (id, der) = match signature.as_slice() {
        [1, a, b, c, d, der @ ..] => (u32::from_be_bytes([*a, *b, *c, *d]), der),
        _ => return Err(Refused::NotTrusted),
    };
    let keyset = trust.document(KEYSET);
    let keyset = keyset.and_then(|document| serde_json::from_slice::<Keyset>(document).ok());
    let Some(key) = keyset.and_then(|keyset| keyset.find(id)) else {
        let fetch = Request::get("read keyset", KEYSET).auth(Auth::None);
        return Err(Refused::NeedsDocument(Box::new(fetch)));
    };
    if ecdsa_p256(&key, call.body, der) {
        Ok(())
    } else {
        Err(Refused::NotTrusted)
    }
}

#[derive(Deserialize)]
struct Keyset {
    key: Vec<Key>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Key {
    key_data: KeyData,
    status: String,
    key_id: u32,
    output_prefix_type: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct KeyData {
    type_url: String,
    value: String,
}

impl Keyset {
    /// Finds an enabled key, uncompressed: 4, x, y.
    fn find(&self, id: u32) -> Option<Vec<u8>> {
        let key = self.key.iter().find(|key| {
            let usable = key.status == "ENABLED" && key.output_prefix_type == "TINK";
            usable && key.key_id == id && key.key_data.type_url.ends_with(".EcdsaPublicKey")
        })?;
        let message = STANDARD.decode(&key.key_data.value).ok()?;
        let (mut x, mut y) = (None, None);
        for (field, bytes) in fields(&message)? {
            match field {
                3 => x = coordinate(bytes),
                4 => y = coordinate(bytes),
                _ => {}
            }
        }
        Some([&[4], x?.as_slice(), y?.as_slice()].concat())
    }
}

/// Splits a protobuf message into its fields with a length; numbers between them are passed over.
fn fields(mut message: &[u8]) -> Option<Vec<(u8, &[u8])>> {
    let mut fields = Vec::new();
    while let [tag, rest @ ..] = message {
        message = match tag & 7 {
            0 => rest.get(rest.iter().position(|byte| *byte < 128)? + 1..)?,
            2 => {
                // A coordinate is 33 bytes long; a length of several bytes is none of ours.
                let (length, rest) = rest.split_first().filter(|(length, _)| **length < 128)?;
                let (bytes, rest) = rest.split_at_checked(usize::from(*length))?;
                fields.push((tag >> 3, bytes));
                rest
            }
            _ => return None,
        };
    }
    Some(fields)
}

/// Brings a coordinate to 32 bytes: it may have zeros in front, or lack them.
fn coordinate(bytes: &[u8]) -> Option<[u8; 32]> {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let digits = &bytes[zeros..];
    let mut coordinate = [0; 32];
    coordinate
        .get_mut(32_usize.checked_sub(digits.len())?..)?
        .copy_from_slice(digits);
    Some(coordinate)
}
