//! OAuth 2.0 with an authorisation code (RFC 6749) and PKCE (RFC 7636).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{Carrier, Goal, Grant, Next, Secret, TokenStep, WayKind};
use crate::error::{Error, ErrorKind};
use crate::provider::{Auth, GrantPart, Request, Response, Spec, Value};
use crate::retry;

/// How a vendor does OAuth 2.0. Write `OAuth2 { authorize: "…", token: "…", ..OAuth2::BASE }`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OAuth2 {
    /// The page the person is sent to.
    pub authorize: &'static str,
    /// Where tokens are exchanged and refreshed.
    pub token: &'static str,
    /// What is asked for.
    pub scopes: &'static [&'static str],
    /// What stands between scopes.
    pub separator: &'static str,
    /// More pairs for the authorise page, for example `access_type=offline`.
    pub authorize_query: &'static [(&'static str, &'static str)],
    /// More pairs for a refresh, for example `scope=offline`.
    pub refresh_form: &'static [(&'static str, &'static str)],
    /// Whether a challenge goes with the authorisation (PKCE, S256).
    pub pkce: bool,
    /// How the application names itself at the token endpoint.
    pub credentials: Credentials,
    /// How a call carries the token.
    pub carrier: Carrier,
    /// How long before its end an access token is refreshed.
    pub refresh_before: TimeDelta,
}

/// How an application names itself at a token endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credentials {
    /// `client_id` and `client_secret` in the form.
    Form,
    /// HTTP Basic.
    Basic,
}

impl Credentials {
    /// Adds them to a request.
    fn name_app(self, request: Request) -> Request {
        match self {
            Self::Basic => request.auth(Auth::AppBasic),
            Self::Form => request
                .auth(Auth::None)
                .form("client_id", Value::App("client_id".into()))
                .form("client_secret", Value::App("client_secret".into())),
        }
    }
}

impl OAuth2 {
    /// OAuth 2.0 as most vendors do it.
    pub const BASE: Self = Self {
        authorize: "",
        token: "",
        scopes: &[],
        separator: " ",
        authorize_query: &[],
        refresh_form: &[],
        pkce: false,
        credentials: Credentials::Form,
        carrier: Carrier::Bearer,
        refresh_before: TimeDelta::minutes(5),
    };

    /// Writes the address of the authorise page.
    ///
    /// ```
    /// use vitasync_providers::auth::OAuth2;
    /// let oauth2 = OAuth2 { authorize: "https://acme.example/auth", scopes: &["read", "offline"], ..OAuth2::BASE };
    /// assert_eq!(
    ///     oauth2.authorize_url("me", "https://app.example/back", "xyz", None),
    ///     "https://acme.example/auth?response_type=code&client_id=me&redirect_uri=https%3A%2F%2Fapp.example%2Fback&scope=read+offline&state=xyz",
    /// );
    /// ```
    pub fn authorize_url(&self, client_id: &str, redirect_uri: &str, state: &str, verifier: Option<&Secret>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("response_type", "code");
        query.append_pair("client_id", client_id);
        query.append_pair("redirect_uri", redirect_uri);
        if !self.scopes.is_empty() {
            query.append_pair("scope", &self.scopes.join(self.separator));
        }
        query.append_pair("state", state);
        if let Some(verifier) = verifier {
            query.append_pair("code_challenge", &challenge(verifier));
            query.append_pair("code_challenge_method", "S256");
        }
        query.extend_pairs(self.authorize_query);
        format!("{}?{}", self.authorize, query.finish())
    }
}

/// Computes the challenge of a verifier (RFC 7636, S256).
pub fn challenge(verifier: &Secret) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.expose().as_bytes()))
}

/// Makes a verifier or a state from 32 random bytes.
pub fn random_word(random: [u8; 32]) -> String {
    URL_SAFE_NO_PAD.encode(random)
}

/// Takes the next step: send the exchange or the refresh, then read its answer.
///
/// # Errors
///
/// [`ErrorKind::Reconnect`] for `invalid_grant`, [`ErrorKind::Misconfigured`] for what the operator did wrong, otherwise by status.
pub fn step(spec: &Spec, oauth2: &OAuth2, step: &TokenStep<'_>) -> Result<Next, Error> {
    match step.answers.last() {
        None => Ok(Next::Send(Box::new(request(oauth2, step.goal)))),
        Some(answer) => read(spec, oauth2, step, answer).map(|grant| Next::Done(Box::new(grant))),
    }
}

/// Writes the request that exchanges a code or refreshes a token.
pub fn request(oauth2: &OAuth2, goal: Goal) -> Request {
    let grant = |part| Value::Grant(part);
    let mut request = match goal {
        Goal::Refresh => Request::post("refresh token", oauth2.token)
            .form("grant_type", "refresh_token")
            .form("refresh_token", grant(GrantPart::RefreshToken)),
        Goal::First | Goal::Temporary => Request::post("exchange code", oauth2.token)
            .form("grant_type", "authorization_code")
            .form("code", grant(GrantPart::Code))
            .form("redirect_uri", grant(GrantPart::RedirectUri)),
    };
    if goal == Goal::Refresh {
        for (name, value) in oauth2.refresh_form {
            request = request.form(*name, *value);
        }
    } else if oauth2.pkce {
        request = request.form("code_verifier", grant(GrantPart::CodeVerifier));
    }
    oauth2.credentials.name_app(request)
}

/// Ends a token at a revocation endpoint (RFC 7009).
pub fn revoke(oauth2: &OAuth2, url: &'static str) -> Request {
    let request = Request::post("revoke token", url).form("token", Value::Grant(GrantPart::RefreshToken));
    oauth2.credentials.name_app(request)
}

#[derive(Deserialize)]
struct Tokens {
    access_token: Secret,
    refresh_token: Option<Secret>,
    expires_in: Option<f64>,
    scope: Option<String>,
}

/// Reads the answer of a token endpoint. What the person unticked on the way is known from the answer or the callback.
pub fn read(spec: &Spec, oauth2: &OAuth2, step: &TokenStep<'_>, answer: &Response) -> Result<Grant, Error> {
    let asked = request(oauth2, step.goal);
    if !(200..300).contains(&answer.status) {
        return Err(refusal(spec, &asked, answer, step.now));
    }
    let tokens: Tokens = answer.json(spec.slug, &asked)?;
    let redirected = step.callback.iter().find(|(name, _)| name == "scope");
    let scope = tokens.scope.as_deref().or(redirected.map(|(_, scope)| scope.as_str()));
    let words = |scope: &str| {
        let words = scope.split([' ', ',']).filter(|it| !it.is_empty());
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    Ok(Grant {
        way: WayKind::OAuth2,
        access: tokens.access_token,
        refresh: tokens.refresh_token,
        expires_at: tokens.expires_in.and_then(|seconds| after(step.now, seconds)),
        scopes: scope.map(words).filter(|words| !words.is_empty()),
        user: None,
    })
}

/// Adds seconds to a time; vendors write ages in words of a billion.
pub fn after(now: DateTime<Utc>, seconds: f64) -> Option<DateTime<Utc>> {
    #[expect(clippy::cast_possible_truncation, reason = "checked against a century in seconds")]
    let whole = (0.0..=3.2e9).contains(&seconds).then_some(seconds as i64)?;
    now.checked_add_signed(TimeDelta::seconds(whole))
}

/// Reads a claim of a token that is a JWT. The signature is not checked: it is the vendor's own token, from the vendor.
pub fn claim(token: &Secret, name: &str) -> Option<String> {
    let claims = URL_SAFE_NO_PAD.decode(token.expose().split('.').nth(1)?).ok()?;
    let claims: serde_json::Value = serde_json::from_slice(&claims).ok()?;
    match claims.get(name)? {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[derive(Deserialize)]
struct Refusal {
    error: String,
}

/// Reads an error of a token endpoint (RFC 6749, section 5.2).
pub fn refusal(spec: &Spec, asked: &Request, answer: &Response, now: DateTime<Utc>) -> Error {
    let word = answer.json::<Refusal>(spec.slug, asked).map(|it| it.error);
    let kind = match (answer.status, word.as_deref()) {
        (429, _) => ErrorKind::RateLimited,
        (408 | 425 | 500..=599, _) => ErrorKind::Unavailable,
        (_, Ok("invalid_grant")) => ErrorKind::Reconnect,
        (_, Ok("invalid_client" | "unauthorized_client" | "invalid_scope" | "invalid_redirect_uri")) => {
            ErrorKind::Misconfigured
        }
        (401, _) => ErrorKind::Misconfigured,
        // A refresh token that is refused without a word of RFC 6749 is as dead as one with it.
        (400 | 403, Err(_)) => ErrorKind::Reconnect,
        _ => ErrorKind::Refused,
    };
    let wait = retry::retry_after(answer, now).and_then(|until| (until - now).to_std().ok());
    Error::new(spec.slug, asked.operation.clone(), kind).with_retry_after(wait)
}

#[cfg(test)]
mod tests {
    use super::*;

    static ACME: Spec = Spec {
        slug: "acme",
        ..Spec::BASE
    };

    fn answer(status: u16, body: &str) -> Result<Grant, Error> {
        let step = TokenStep {
            goal: Goal::Refresh,
            callback: &[],
            answers: &[],
            now: DateTime::UNIX_EPOCH,
        };
        read(&ACME, &OAuth2::BASE, &step, &Response::new(status, body, step.now))
    }

    #[test]
    fn the_challenge_is_that_of_rfc_7636() {
        let verifier = Secret::new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(challenge(&verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn a_claim_is_read_from_a_token_and_nothing_from_others() {
        // {"alg":"none"} . {"user":"ada","sub":7}
        let token = Secret::new("eyJhbGciOiJub25lIn0.eyJ1c2VyIjoiYWRhIiwic3ViIjo3fQ.");
        assert_eq!(claim(&token, "user").as_deref(), Some("ada"));
        assert_eq!(claim(&token, "sub").as_deref(), Some("7"));
        assert_eq!(claim(&Secret::new("opaque"), "user"), None);
    }

    #[test]
    fn a_refresh_that_is_refused_for_good_means_connecting_again() {
        let error = answer(400, r#"{"error":"invalid_grant"}"#).expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::Reconnect);
        assert!(!error.is_retryable());
    }

    #[test]
    fn a_broken_token_endpoint_is_no_reason_to_connect_again() {
        let error = answer(502, "<html>").expect_err("down");
        assert_eq!(error.kind(), ErrorKind::Unavailable);
        assert!(error.is_retryable());
    }

    #[test]
    fn a_client_that_is_unknown_is_the_operators_to_mend() {
        let error = answer(401, r#"{"error":"invalid_client"}"#).expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::Misconfigured);
    }

    #[test]
    fn scopes_are_read_with_spaces_and_with_commas() {
        let grant = answer(200, r#"{"access_token":"a","scope":"read,activity:read profile"}"#).expect("tokens");
        assert_eq!(
            grant.scopes.expect("scopes"),
            ["read", "activity:read", "profile"].map(str::to_owned)
        );
    }

    #[test]
    fn an_answer_that_is_no_json_says_where_without_its_text() {
        let error = answer(200, r#"{"access_token":17}"#).expect_err("malformed");
        let cause = std::error::Error::source(&error).expect("a cause").to_string();
        assert!(cause.contains("access_token") && !cause.contains("17,"), "{cause}");
    }
}
