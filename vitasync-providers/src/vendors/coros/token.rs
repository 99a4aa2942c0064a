//! Tokens as COROS gives them: another address for a refresh, two spellings, and more life for the old token.

use chrono::TimeDelta;
use serde::Deserialize;

use super::spec::SPEC;
use super::{BASE, SLUG, said};
use crate::auth::oauth2::{self, after};
use crate::auth::{Goal, Grant, Next, Secret, TokenStep, WayKind};
use crate::error::{Error, ErrorKind};
use crate::provider::Request;

/// By how much a refresh lets the old token live on.
const EXTENSION: TimeDelta = TimeDelta::days(30);

#[derive(Deserialize)]
struct Tokens {
    #[serde(alias = "accessToken")]
    access_token: Option<Secret>,
    #[serde(alias = "refreshToken")]
    refresh_token: Option<Secret>,
    #[serde(alias = "expiresIn")]
    expires_in: Option<f64>,
    #[serde(rename = "openId")]
    open_id: Option<String>,
}

pub(super) fn next(step: &TokenStep<'_>) -> Result<Next, Error> {
    let asked = request(step.goal);
    let Some(answer) = step.answers.last() else {
        return Ok(Next::Send(Box::new(asked)));
    };
    let failed = |kind| Error::new(SLUG, asked.operation.clone(), kind);
    if !(200..300).contains(&answer.status) {
        return Err(oauth2::refusal(&SPEC, &asked, answer, step.now));
    }
    let result = said(answer);
    match result.as_deref() {
        Some("0000") | None => {}
        Some("1001") => return Err(failed(ErrorKind::Reconnect)),
        Some(_) => return Err(failed(ErrorKind::Refused)),
    }
    let tokens: Tokens = answer.json(SLUG, &asked)?;
    match tokens.access_token {
        Some(access) => Ok(Next::Done(Box::new(Grant {
            way: WayKind::OAuth2,
            access,
            refresh: tokens.refresh_token,
            expires_at: tokens.expires_in.and_then(|seconds| after(step.now, seconds)),
            scopes: None,
            user: tokens.open_id,
        }))),
        None if step.goal == Goal::Refresh && result.is_some() => Ok(Next::Extended(step.now + EXTENSION)),
        None => Err(failed(ErrorKind::Malformed)),
    }
}

fn request(goal: Goal) -> Request {
    let oauth2 = SPEC.oauth2().expect("COROS connects by OAuth 2.0");
    let mut request = oauth2::request(oauth2, goal);
    if goal == Goal::Refresh {
        request.url = format!("{BASE}/oauth2/refresh-token");
    }
    request
}
