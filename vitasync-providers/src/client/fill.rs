//! Turns a request into bytes: the only place where secrets and requests meet.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue};
use reqwest::{Method, Url};
use sha2::Sha256;

use super::guard;
use crate::auth::oauth1::Signer;
use crate::auth::{Carrier, Grant, Secret, WayKind, oauth2};
use crate::error::BoxError;
use crate::provider::{Auth, Body, GrantPart, Request, Spec, Value, Word};

/// What values may name.
pub(super) struct Secrets<'a> {
    pub(super) settings: &'a BTreeMap<String, Secret>,
    pub(super) redirect_uri: &'a str,
    pub(super) grant: Option<&'a Grant>,
    pub(super) code: Option<&'a Secret>,
    pub(super) verifier: Option<&'a Secret>,
    /// `oauth_callback` or `oauth_verifier`.
    pub(super) oauth1: &'a [(&'static str, String)],
    /// The region of the account.
    pub(super) region: Option<&'a str>,
}

/// What is not configured, or does not fit into a request.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotFilled {
    #[error("the setting `{0}` is missing")]
    NoSetting(String),
    #[error("the request needs a token and there is none")]
    NoToken,
    #[error(transparent)]
    Blocked(guard::Blocked),
    #[error("a header cannot hold its value")]
    Header,
}

impl Secrets<'_> {
    fn setting(&self, name: &str) -> Result<&Secret, NotFilled> {
        self.settings
            .get(name)
            .ok_or_else(|| NotFilled::NoSetting(name.to_owned()))
    }

    fn value(&self, value: &Value, now: DateTime<Utc>) -> Result<String, NotFilled> {
        let token = |token: Option<&Secret>| token.map(|it| it.expose().to_owned()).ok_or(NotFilled::NoToken);
        match value {
            Value::Text(text) => Ok(text.clone()),
            Value::Timestamp => Ok(now.timestamp().to_string()),
            Value::App(name) => self.setting(name).map(|it| it.expose().to_owned()),
            Value::Grant(GrantPart::AccessToken) => token(self.grant.map(|it| &it.access)),
            Value::Grant(GrantPart::RefreshToken) => token(self.grant.and_then(|it| it.refresh.as_ref())),
            Value::Grant(GrantPart::Code) => token(self.code),
            Value::Grant(GrantPart::CodeVerifier) => token(self.verifier),
            Value::Grant(GrantPart::RedirectUri) => Ok(self.redirect_uri.to_owned()),
            Value::Joined(parts) => Ok(self.values(parts, now)?.concat()),
            Value::HmacSha256 { key, parts, separator } => {
                let parts = self.values(parts, now)?;
                let key = self.setting(key)?.expose().as_bytes();
                let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
                mac.update(parts.join(separator).as_bytes());
                Ok(mac
                    .finalize()
                    .into_bytes()
                    .iter()
                    .map(|byte| format!("{byte:02x}"))
                    .collect())
            }
        }
    }

    fn values(&self, parts: &[Value], now: DateTime<Utc>) -> Result<Vec<String>, NotFilled> {
        parts.iter().map(|part| self.value(part, now)).collect()
    }

    fn pairs(&self, pairs: &[(Word, Value)], now: DateTime<Utc>) -> Result<Vec<(String, String)>, NotFilled> {
        let filled = pairs
            .iter()
            .map(|(name, value)| Ok((name.to_string(), self.value(value, now)?)));
        filled.collect()
    }
}

/// Fills in a request. `rebase` leads hosts elsewhere, for tests and sandboxes.
pub(super) fn fill(
    spec: &Spec,
    request: &Request,
    secrets: &Secrets<'_>,
    rebase: &BTreeMap<String, Url>,
    now: DateTime<Utc>,
    random: [u8; 32],
) -> Result<reqwest::Request, BoxError> {
    let url = guard::check(spec.hosts, &request.url).map_err(NotFilled::Blocked)?;
    let mut url = rebased(in_region(url, spec, secrets.region), rebase);
    let mut query = secrets.pairs(&request.query, now)?;
    let carrier = carrier(spec, request, secrets)?;
    if let Some((Carrier::Query(name), token)) = &carrier {
        query.push(((*name).to_owned(), token.expose().to_owned()));
    }
    if !query.is_empty() {
        url.query_pairs_mut().extend_pairs(&query);
    }
    let mut filled = reqwest::Request::new(Method::from_bytes(request.method.name().as_bytes())?, url);
    let form = set_body(&mut filled, &request.body, secrets, now)?;
    for header in spec.headers {
        let setting = if header.setting.is_empty() {
            ""
        } else {
            secrets.setting(header.setting)?.expose()
        };
        set_header(&mut filled, header.name, &format!("{setting}{}", header.suffix))?;
    }
    for (name, value) in secrets.pairs(&request.headers, now)? {
        set_header(&mut filled, &name, &value)?;
    }
    match (request.auth, carrier) {
        (_, Some((Carrier::Bearer, token))) => {
            set_header(
                &mut filled,
                AUTHORIZATION.as_str(),
                &format!("Bearer {}", token.expose()),
            )?;
        }
        (_, Some((Carrier::Header(name), token))) => set_header(&mut filled, name, token.expose())?,
        (Auth::AppBasic, _) => set_header(&mut filled, AUTHORIZATION.as_str(), &basic(secrets)?)?,
        (Auth::AppOAuth1, _) | (Auth::User, None) => {
            let header = oauth1(&filled, &form, secrets, now, random)?;
            set_header(&mut filled, AUTHORIZATION.as_str(), &header)?;
        }
        (Auth::None | Auth::User, _) => {}
    }
    Ok(filled)
}

/// Leads an address to the host of a region.
fn in_region(mut url: Url, spec: &Spec, region: Option<&str>) -> Url {
    let host = url.host_str().and_then(|host| spec.host_in(region, host));
    if let Some(host) = host {
        // Hosts of a spec are names, and names can be set.
        let _ = url.set_host(Some(host));
    }
    url
}

/// Leads an address to the host that stands for its own.
fn rebased(url: Url, rebase: &BTreeMap<String, Url>) -> Url {
    let Some(base) = url.host_str().and_then(|host| rebase.get(host)) else {
        return url;
    };
    let mut to = base.clone();
    to.set_path(url.path());
    to.set_query(url.query());
    to
}

/// Tells how the person's token travels; `None` where the request is not the person's, or is signed by OAuth 1.0a.
fn carrier<'s>(
    spec: &Spec,
    request: &Request,
    secrets: &'s Secrets<'_>,
) -> Result<Option<(Carrier, &'s Secret)>, NotFilled> {
    if request.auth != Auth::User {
        return Ok(None);
    }
    let grant = secrets.grant.ok_or(NotFilled::NoToken)?;
    let carrier = match grant.way {
        WayKind::OAuth1 => return Ok(None),
        WayKind::OAuth2 => spec.oauth2().map(|it| it.carrier),
        WayKind::Key => spec.key().map(|it| it.carrier),
    };
    Ok(Some((carrier.ok_or(NotFilled::NoToken)?, &grant.access)))
}

fn set_body(
    filled: &mut reqwest::Request,
    body: &Body,
    secrets: &Secrets<'_>,
    now: DateTime<Utc>,
) -> Result<Vec<(String, String)>, BoxError> {
    let (media_type, bytes, form) = match body {
        Body::Empty => return Ok(Vec::new()),
        Body::Form(pairs) => {
            let pairs = secrets.pairs(pairs, now)?;
            let mut text = form_urlencoded::Serializer::new(String::new());
            text.extend_pairs(&pairs);
            ("application/x-www-form-urlencoded", text.finish().into_bytes(), pairs)
        }
        Body::Json {
            document,
            secrets: hidden,
        } => {
            let mut document = document.clone();
            for (pointer, value) in hidden {
                if let Some(place) = document.pointer_mut(pointer) {
                    *place = secrets.value(value, now)?.into();
                }
            }
            ("application/json", serde_json::to_vec(&document)?, Vec::new())
        }
    };
    filled
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    *filled.body_mut() = Some(bytes.into());
    Ok(form)
}

fn set_header(filled: &mut reqwest::Request, name: &str, value: &str) -> Result<(), NotFilled> {
    let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| NotFilled::Header)?;
    let mut value = HeaderValue::from_str(value).map_err(|_| NotFilled::Header)?;
    value.set_sensitive(true);
    filled.headers_mut().insert(name, value);
    Ok(())
}

fn basic(secrets: &Secrets<'_>) -> Result<String, NotFilled> {
    use base64::Engine;
    let (id, secret) = (secrets.setting("client_id")?, secrets.setting("client_secret")?);
    let pair = format!("{}:{}", id.expose(), secret.expose());
    Ok(format!(
        "Basic {}",
        base64::engine::general_purpose::STANDARD.encode(pair)
    ))
}

fn oauth1(
    filled: &reqwest::Request,
    form: &[(String, String)],
    secrets: &Secrets<'_>,
    now: DateTime<Utc>,
    random: [u8; 32],
) -> Result<String, NotFilled> {
    let grant = secrets.grant.filter(|grant| grant.way == WayKind::OAuth1);
    let signer = Signer {
        consumer_key: secrets.setting("client_id")?.expose(),
        consumer_secret: secrets.setting("client_secret")?,
        token: grant.and_then(|grant| Some((&grant.access, grant.refresh.as_ref()?))),
        timestamp: now.timestamp(),
        nonce: &oauth2::random_word(random),
    };
    let mut url = filled.url().clone();
    let mut parameters: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    parameters.extend_from_slice(form);
    url.set_query(None);
    let extra: Vec<(&str, &str)> = secrets
        .oauth1
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    Ok(signer.header(filled.method().as_str(), url.as_str(), &parameters, &extra))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_over_settings_and_text_is_that_of_the_vector() {
        let settings = BTreeMap::from([
            ("client_id".to_owned(), Secret::new("my_client_id")),
            ("client_secret".to_owned(), Secret::new("test_client_secret")),
        ]);
        let secrets = Secrets {
            settings: &settings,
            redirect_uri: "",
            grant: None,
            code: None,
            verifier: None,
            oauth1: &[],
            region: None,
        };
        let now = DateTime::from_timestamp(1_700_000_000, 0).expect("a time");
        let value = Value::HmacSha256 {
            key: "client_secret".into(),
            parts: vec!["getnonce".into(), Value::App("client_id".into()), Value::Timestamp],
            separator: ",".into(),
        };
        let signed = secrets.value(&value, now).expect("filled");
        assert_eq!(
            signed,
            "1480d5b9101c5a113a03f0bfce26817b62cc65c174141e289ddab8a1692dea4c"
        );
        let joined = Value::Joined(vec!["https://app.example/".into(), Value::App("client_id".into())]);
        assert_eq!(
            secrets.value(&joined, now).expect("filled"),
            "https://app.example/my_client_id"
        );
        assert_eq!(
            basic(&secrets).expect("filled"),
            "Basic bXlfY2xpZW50X2lkOnRlc3RfY2xpZW50X3NlY3JldA=="
        );
    }
}
