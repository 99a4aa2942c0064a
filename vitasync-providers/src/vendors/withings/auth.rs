//! Tokens in Withings' envelope, and how an authorisation ends: a nonce, then a signed call.

use serde::Deserialize;

use super::decode::{Answer, Id};
use super::{BASE, SLUG, spec, status};
use crate::auth::oauth2::{self, after};
use crate::auth::{Grant, Next, Secret, TokenStep, WayKind};
use crate::error::{Error, ErrorKind};
use crate::provider::{Account, Auth, Outcome, Request, Response, Value};

#[derive(Deserialize)]
struct Tokens {
    userid: Id,
    access_token: Secret,
    refresh_token: Option<Secret>,
    expires_in: Option<f64>,
    scope: Option<String>,
}

#[derive(Deserialize)]
struct Refusal {
    error: Option<String>,
}

/// Takes the next step to tokens.
pub(super) fn token(step: &TokenStep<'_>) -> Result<Next, Error> {
    let asked = oauth2::request(&spec::OAUTH2, step.goal).form("action", "requesttoken");
    match step.answers.last() {
        None => Ok(Next::Send(Box::new(asked))),
        Some(answer) => grant(step, &asked, answer).map(|grant| Next::Done(Box::new(grant))),
    }
}

fn grant(step: &TokenStep<'_>, asked: &Request, answer: &Response) -> Result<Grant, Error> {
    if !(200..300).contains(&answer.status) {
        return Err(oauth2::refusal(&spec::SPEC, asked, answer, step.now));
    }
    if let Some(status) = status::of(answer).filter(|status| *status != 0) {
        let refusal: Refusal = answer.json(SLUG, asked)?;
        return Err(Error::new(
            SLUG,
            asked.operation.clone(),
            refused(step, status, &refusal),
        ));
    }
    let Answer { body } = answer.json::<Answer<Tokens>>(SLUG, asked)?;
    let scopes = body.scope.map(|scope| scope.split(',').map(str::to_owned).collect());
    Ok(Grant {
        way: WayKind::OAuth2,
        access: body.access_token,
        refresh: body.refresh_token,
        expires_at: body.expires_in.and_then(|seconds| after(step.now, seconds)),
        scopes,
        user: Some(body.userid.to_string()),
    })
}

/// Says what a refusal means. A code or a refresh token that is no longer good is 503, and so is a client that is unknown.
fn refused(step: &TokenStep<'_>, status: i64, refusal: &Refusal) -> ErrorKind {
    let client = refusal.error.as_ref().is_some_and(|error| error.contains("client"));
    match (status, status::outcome(status, step.now)) {
        (601, _) => ErrorKind::RateLimited,
        (503, _) | (_, Outcome::Refresh) if client => ErrorKind::Misconfigured,
        (503, _) | (_, Outcome::Refresh) => ErrorKind::Reconnect,
        (_, Outcome::Retry { .. }) => ErrorKind::Unavailable,
        _ => ErrorKind::Refused,
    }
}

/// Asks for a nonce, with which the authorisation of an account is ended. It also ends the notifications.
pub(super) fn disconnect(account: &Account) -> Option<Request> {
    let user = account.user.as_deref()?;
    let nonce = signed("get nonce", "signature", "getnonce", ("timestamp", Value::Timestamp));
    Some(nonce.note("userid", user))
}

/// Ends an authorisation with a nonce.
pub(super) fn revoke(user: &str, nonce: &str) -> Request {
    signed("revoke access", "oauth2", "revoke", ("nonce", nonce.into())).form("userid", user)
}

/// Describes a call that the application signs: the values of its parameters in the order of their names.
fn signed(operation: &'static str, path: &str, action: &'static str, once: (&'static str, Value)) -> Request {
    let client = || Value::App("client_id".into());
    let signature = Value::HmacSha256 {
        key: "client_secret".into(),
        parts: vec![action.into(), client(), once.1.clone()],
        separator: ",".into(),
    };
    Request::post(operation, format!("{BASE}/v2/{path}"))
        .auth(Auth::None)
        .form("action", action)
        .form("client_id", client())
        .form(once.0, once.1)
        .form("signature", signature)
}
