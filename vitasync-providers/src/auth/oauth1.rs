//! OAuth 1.0a (RFC 5849) with HMAC-SHA1.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use super::{Goal, Grant, Next, Secret, TokenStep, WayKind};
use crate::error::{Error, ErrorKind};
use crate::provider::{Auth, Request, Response, Spec};

/// How a vendor does OAuth 1.0a.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OAuth1 {
    /// Where a temporary token is asked for.
    pub temporary: &'static str,
    /// The page the person is sent to.
    pub authorize: &'static str,
    /// Where the temporary token becomes a lasting one.
    pub token: &'static str,
}

impl OAuth1 {
    /// Writes the address of the authorise page.
    pub fn authorize_url(&self, temporary: &Secret) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("oauth_token", temporary.expose());
        format!("{}?{}", self.authorize, query.finish())
    }
}

/// What a signature needs beside the request.
#[derive(Debug, Clone, Copy)]
pub struct Signer<'a> {
    /// The application's id.
    pub consumer_key: &'a str,
    /// The application's secret.
    pub consumer_secret: &'a Secret,
    /// The token and its secret.
    pub token: Option<(&'a Secret, &'a Secret)>,
    /// Seconds since 1970.
    pub timestamp: i64,
    /// A word that is used once.
    pub nonce: &'a str,
}

impl Signer<'_> {
    /// Writes the `Authorization` header. `extra` are more `oauth_` parameters, for example `oauth_callback`; `parameters` are
    /// those of the query and of a form.
    pub fn header(&self, method: &str, url: &str, parameters: &[(String, String)], extra: &[(&str, &str)]) -> String {
        let timestamp = self.timestamp.to_string();
        let mut oauth = vec![
            ("oauth_consumer_key", self.consumer_key),
            ("oauth_nonce", self.nonce),
            ("oauth_signature_method", "HMAC-SHA1"),
            ("oauth_timestamp", timestamp.as_str()),
        ];
        oauth.extend(self.token.map(|(token, _)| ("oauth_token", token.expose())));
        oauth.extend_from_slice(extra);
        let signature = self.signature(method, url, parameters, &oauth);
        oauth.push(("oauth_signature", &signature));
        let pairs: Vec<String> = oauth
            .iter()
            .map(|(name, value)| format!("{name}=\"{}\"", encode(value)))
            .collect();
        format!("OAuth {}", pairs.join(", "))
    }

    fn signature(&self, method: &str, url: &str, parameters: &[(String, String)], oauth: &[(&str, &str)]) -> String {
        let sent = parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let mut pairs: Vec<(String, String)> = sent
            .chain(oauth.iter().copied())
            .map(|(name, value)| (encode(name), encode(value)))
            .collect();
        pairs.sort();
        let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let base = format!("{method}&{}&{}", encode(url), encode(&pairs.join("&")));
        let token_secret = self.token.map_or("", |(_, secret)| secret.expose());
        let key = format!("{}&{}", encode(self.consumer_secret.expose()), encode(token_secret));
        let mut mac = Hmac::<Sha1>::new_from_slice(key.as_bytes()).expect("HMAC takes a key of any length");
        mac.update(base.as_bytes());
        STANDARD.encode(mac.finalize().into_bytes())
    }
}

/// Encodes as RFC 5849 section 3.6 says: everything but letters, digits, `-`, `.`, `_` and `~`.
fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// Takes the next step: a temporary token, or a lasting one for it.
///
/// # Errors
///
/// [`ErrorKind::Reconnect`] for a refresh, because these tokens do not end and are gone when refused; otherwise why it failed.
pub fn step(spec: &Spec, oauth1: &OAuth1, step: &TokenStep<'_>) -> Result<Next, Error> {
    let asked = match step.goal {
        Goal::Temporary => Request::post("fetch temporary token", oauth1.temporary),
        Goal::First => Request::post("fetch token", oauth1.token),
        Goal::Refresh => return Err(Error::new(spec.slug, "refresh token", ErrorKind::Reconnect)),
    }
    .auth(Auth::AppOAuth1);
    let Some(answer) = step.answers.last() else {
        return Ok(Next::Send(Box::new(asked)));
    };
    if answer.status != 200 {
        return Err(super::oauth2::refusal(spec, &asked, answer, step.now));
    }
    match read(answer) {
        Some((access, secret)) => Ok(Next::Done(Box::new(Grant {
            way: WayKind::OAuth1,
            access,
            refresh: Some(secret),
            expires_at: None,
            scopes: None,
            user: None,
        }))),
        None => Err(Error::new(spec.slug, asked.operation, ErrorKind::Malformed)),
    }
}

fn read(answer: &Response) -> Option<(Secret, Secret)> {
    let mut pairs: Vec<(String, String)> = form_urlencoded::parse(&answer.body).into_owned().collect();
    let mut take = |name: &str| {
        let place = pairs.iter().position(|(known, _)| known == name)?;
        Some(Secret::new(pairs.swap_remove(place).1))
    };
    Some((take("oauth_token")?, take("oauth_token_secret")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_that_of_rfc_5849() {
        let (consumer, token) = (Secret::new("kd94hf93k423kf44"), Secret::new("nnch734d00sl2jdk"));
        let token_secret = Secret::new("pfkkdhi9sl3r4s00");
        let signer = Signer {
            consumer_key: "dpf43f3p2l4k3l03",
            consumer_secret: &consumer,
            token: Some((&token, &token_secret)),
            timestamp: 137_131_202,
            nonce: "chapoH",
        };
        let sent = [("file", "vacation.jpg"), ("size", "original")].map(|(name, value)| (name.into(), value.into()));
        let header = signer.header("GET", "http://photos.example.net/photos", &sent, &[]);
        assert!(
            header.contains("oauth_signature=\"MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D\""),
            "{header}"
        );
    }

    #[test]
    fn a_token_is_read_from_a_form() {
        let answer = Response::new(
            200,
            "oauth_token=ab%3D&oauth_token_secret=cd",
            chrono::DateTime::UNIX_EPOCH,
        );
        let (token, secret) = read(&answer).expect("a token");
        assert_eq!((token.expose(), secret.expose()), ("ab=", "cd"));
    }
}
