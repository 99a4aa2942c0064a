//! Links by which a person connects without a key: signed, good for one authorisation and for a while.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::authorize::check_region;
use super::settings::settings;
use super::waiting::{self, Whose};
use crate::app::App;
use crate::error::{Error, Result};
use crate::service::Id;
use crate::service::vendors::{application, to_connect};
use crate::vault::Purpose;

/// How long a link is good where nothing else is said.
const USUAL: TimeDelta = TimeDelta::hours(1);
/// How long a link may be good at most.
const LONGEST: TimeDelta = TimeDelta::days(7);

/// What a link is to be for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Invite {
    /// The slug of the vendor; the person chooses where none is named.
    pub provider: Option<String>,
    /// Where to send the person back to.
    pub return_url: Option<String>,
    /// The region of the vendor's.
    pub region: Option<String>,
    /// For how many seconds it is good.
    pub expires_in_s: Option<u32>,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// The address to send the person to.
    pub url: String,
    /// What makes it work.
    pub token: String,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

/// For whom a link is, and what was said with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The workspace.
    pub workspace: Id,
    /// The person.
    pub user_no: i64,
    /// The slug of the vendor, where one is named.
    pub provider: Option<String>,
    /// Where to send the person back to.
    pub return_url: Option<String>,
    /// The region of the vendor's.
    pub region: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Said {
    return_url: Option<String>,
    region: Option<String>,
}

/// Makes a link for a person.
///
/// # Errors
///
/// NotFound where there is no such vendor, Conflict where it is not configured, Unprocessable where the address is not
/// allowed, Invalid where it would be good for too long.
pub async fn invite(app: &App, workspace: Id, user_no: i64, invite: Invite) -> Result<Invited> {
    let for_s = invite
        .expires_in_s
        .map(|s| TimeDelta::seconds(s.into()))
        .unwrap_or(USUAL);
    if for_s < TimeDelta::seconds(60) || for_s > LONGEST {
        return Err(Error::invalid(
            "expiresIn",
            "it must be from 60 seconds to 7 days (604800)",
        ));
    }
    if let Some(url) = &invite.return_url {
        super::authorize::check_return(&settings(app, workspace).await?, url)?;
    }
    let base = app.installation().public_url().unwrap_or_default();
    let path = match &invite.provider {
        None => "/v1/connect".to_owned(),
        Some(slug) => {
            let application = application(app, workspace, to_connect(slug)?).await?;
            check_region(application.spec(), invite.region.as_deref())?;
            match (application.connects_by_page(), application.connects_by_key()) {
                (true, _) => format!("/v1/oauth/{slug}/authorize"),
                (false, true) => "/v1/connect".to_owned(),
                (false, false) => return Err(super::authorize::not_configured(&application)),
            }
        }
    };
    let mut random = [0; 32];
    getrandom::fill(&mut random).map_err(Error::internal("making a link"))?;
    let word = URL_SAFE_NO_PAD.encode(random);
    let token = format!("{word}.{}", app.vault()?.sign(Purpose::Links, signed(&word).as_bytes()));
    let whose = Whose {
        workspace,
        user_no,
        provider: invite.provider.unwrap_or_default(),
    };
    let said = Said {
        return_url: invite.return_url,
        region: invite.region,
    };
    let expires_at = app.now() + for_s;
    waiting::remember(app, &word, &whose, &said, expires_at).await?;
    Ok(Invited {
        url: format!("{base}{path}?token={token}"),
        token,
        expires_at,
    })
}

/// Tells what a link is for and leaves it good; none where it is not, or not any more.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn look_at(app: &App, token: &str) -> Result<Option<Invitation>> {
    let Some(word) = word_of(app, token)? else {
        return Ok(None);
    };
    Ok(waiting::look_at(app, word).await?.map(invitation))
}

/// Tells what a link is for as [`look_at`] does; none where it is for another vendor.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn look_at_for(app: &App, token: &str, slug: &str) -> Result<Option<Invitation>> {
    let is_for = |it: &Invitation| it.provider.as_ref().is_none_or(|only| only == slug);
    Ok(look_at(app, token).await?.filter(is_for))
}

/// Uses a link up, for one vendor. One that is for another vendor stays good.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn accept(app: &App, token: &str, slug: &str) -> Result<Option<Invitation>> {
    match (look_at_for(app, token, slug).await?, word_of(app, token)?) {
        (Some(_), Some(word)) => Ok(waiting::take(app, word).await?.map(invitation)),
        _ => Ok(None),
    }
}

fn invitation((whose, said): (Whose, Said)) -> Invitation {
    Invitation {
        workspace: whose.workspace,
        user_no: whose.user_no,
        provider: Some(whose.provider).filter(|slug| !slug.is_empty()),
        return_url: said.return_url,
        region: said.region,
    }
}

/// Checks the signature of a token, so that guessing costs no question to the database.
fn word_of<'a>(app: &App, token: &'a str) -> Result<Option<&'a str>> {
    let Some((word, signature)) = token.split_once('.') else {
        return Ok(None);
    };
    let is_ours = app.vault()?.verify(Purpose::Links, signed(word).as_bytes(), signature);
    Ok(is_ours.then_some(word))
}

fn signed(word: &str) -> String {
    format!("connect link {word}")
}
