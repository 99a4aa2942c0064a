//! Sends a person to a vendor and takes the person back.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use url::Url;
use vitasync_core::time::ZoneHistory;
use vitasync_providers::client::{Connection as Account, Link, Pending};
use vitasync_providers::provider::{self, Spec};

use super::made::{self, Made, Means};
use super::settings::{Settings, settings};
use super::waiting::{self, Whose};
use crate::app::App;
use crate::error::{Error, Result};
use crate::service::Id;
use crate::service::vendors::{Application, application, to_connect};

/// How long a person may take at a vendor.
const WAIT: TimeDelta = TimeDelta::minutes(10);

/// Who wants to connect with what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// The workspace.
    pub workspace: Id,
    /// The person.
    pub user_no: i64,
    /// The slug of the vendor.
    pub provider: String,
    /// Where to send the person back to.
    pub return_url: Option<String>,
    /// The region of the vendor's.
    pub region: Option<String>,
}

/// Where to send a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// The page of the vendor's.
    pub url: String,
    /// Until when the person has to be back.
    pub expires_at: DateTime<Utc>,
}

/// What is remembered while a person is at a vendor.
#[derive(Serialize, Deserialize)]
struct Away {
    pending: Pending,
    return_url: Option<String>,
    region: Option<String>,
}

/// How a return from a vendor went.
#[derive(Debug)]
pub struct Finished {
    /// The vendor.
    pub spec: &'static Spec,
    /// What came of it.
    pub outcome: Result<Made, Failed>,
    /// Where to send the person back to.
    pub return_url: Option<Url>,
    /// The origins of pages that may hear of it.
    pub origins: Vec<String>,
}

/// Why nothing came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    /// For a program.
    pub why: Why,
    /// For the person.
    pub message: String,
    /// After how long it is worth trying again, where the vendor says that.
    pub retry_after: Option<Duration>,
}

/// Why nothing came of connecting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Nobody is waited for with this word: it was used, is too old or was changed.
    InvalidState,
    /// The person said no.
    AccessDenied,
    /// The account is connected elsewhere, or is one too many.
    Conflict,
    /// The vendor does not accept what it was shown.
    NotAccepted,
    /// The vendor does not answer as it should.
    VendorError,
    /// Trying again later may help.
    Unavailable,
}

impl Why {
    /// Names the reason on the wire.
    pub fn id(self) -> &'static str {
        match self {
            Self::InvalidState => "invalid_state",
            Self::AccessDenied => "access_denied",
            Self::Conflict => "conflict",
            Self::NotAccepted | Self::VendorError => "vendor_error",
            Self::Unavailable => "unavailable",
        }
    }
}

impl Failed {
    pub(super) fn new(why: Why, message: impl Into<String>) -> Self {
        Self {
            why,
            message: message.into(),
            retry_after: None,
        }
    }

    /// Says the same to a program; `field` is where what was shown to the vendor stood.
    pub(super) fn into_error(self, field: &str) -> Error {
        let Self {
            why,
            message,
            retry_after,
        } = self;
        match why {
            Why::Conflict => Error::conflict(message),
            Why::Unavailable | Why::VendorError => Error::Vendor {
                message,
                may_pass: why == Why::Unavailable,
                retry_after_s: retry_after.map(|it| it.as_secs().max(1)),
            },
            Why::InvalidState | Why::AccessDenied | Why::NotAccepted => Error::Unprocessable {
                path: field.to_owned(),
                message,
                nearest: None,
            },
        }
    }
}

/// Begins connecting: says where to send the person.
///
/// # Errors
///
/// NotFound where there is no such vendor; Conflict where it is not configured; Unprocessable where the address to return
/// to is not allowed or the region is unknown; Vendor where the vendor does not give what it takes to begin.
pub async fn authorize(app: &App, start: &Start) -> Result<Begun> {
    let application = application(app, start.workspace, to_connect(&start.provider)?).await?;
    let spec = application.spec();
    check_region(spec, start.region.as_deref())?;
    if let Some(url) = &start.return_url {
        check_return(&settings(app, start.workspace).await?, url)?;
    }
    if !application.connects_by_page() {
        return Err(not_configured(&application));
    }
    let nobody = account(app, start.region.clone());
    let link = Link {
        provider: application.provider,
        app: &application.app,
        connection: &nobody,
    };
    let begun = app.client()?.authorize(link).await;
    let begun = begun.map_err(|error| made::in_words(&application, &error).into_error("providerId"))?;
    let expires_at = app.now() + WAIT;
    let whose = Whose {
        workspace: start.workspace,
        user_no: start.user_no,
        provider: spec.slug.to_owned(),
    };
    let word = begun.pending.state.expose().to_owned();
    let away = Away {
        pending: begun.pending,
        return_url: start.return_url.clone(),
        region: start.region.clone(),
    };
    waiting::remember(app, &word, &whose, &away, expires_at).await?;
    Ok(Begun {
        url: begun.url,
        expires_at,
    })
}

/// Takes back a person who comes from a vendor with a query. It is not to be dropped half-way: run it as a task.
///
/// # Errors
///
/// NotFound where there is no such vendor, Internal where the database fails; everything else is in the answer.
pub async fn finish(app: &App, slug: &str, query: &[(String, String)]) -> Result<Finished> {
    let spec = to_connect(slug)?.spec();
    let says = |name: &str| {
        query
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, text)| text.as_str())
    };
    let lost = |message: &str| Finished {
        spec,
        outcome: Err(Failed::new(Why::InvalidState, message)),
        return_url: None,
        origins: Vec::new(),
    };
    let Some(word) = says("state").or_else(|| says("oauth_token")) else {
        return Ok(lost("The address is not complete. Start again where you came from."));
    };
    let Some((whose, away)) = waiting::take::<Away>(app, word).await? else {
        return Ok(lost(
            "This authorisation was used already or has taken too long. Start again where you came from.",
        ));
    };
    if whose.provider != spec.slug {
        return Ok(lost(
            "This authorisation belongs to another service. Start again where you came from.",
        ));
    }
    let settings = settings(app, whose.workspace).await?;
    let outcome = match refused(spec, says("error"), says("error_description")) {
        Some(failed) => Err(failed),
        None => exchange(app, &whose, &away, query).await?,
    };
    Ok(Finished {
        spec,
        outcome,
        return_url: away.return_url.and_then(|url| settings.return_to(&url)),
        origins: settings.origins(),
    })
}

async fn exchange(app: &App, whose: &Whose, away: &Away, query: &[(String, String)]) -> Result<Result<Made, Failed>> {
    let application = application(app, whose.workspace, to_connect(&whose.provider)?).await?;
    if !application.connects_by_page() {
        let message = format!("{} has been switched off meanwhile.", application.spec().name);
        return Ok(Err(Failed::new(Why::VendorError, message)));
    }
    let means = Means::Return {
        pending: &away.pending,
        query,
    };
    made::connect(app, whose, &application, away.region.clone(), means).await
}

/// Puts what a vendor says into words, where it says that nothing comes of it.
fn refused(spec: &Spec, error: Option<&str>, description: Option<&str>) -> Option<Failed> {
    let (name, error) = (spec.name, error?);
    if error == "access_denied" {
        let message = format!("{name} was not allowed to share data. Nothing was connected.");
        return Some(Failed::new(Why::AccessDenied, message));
    }
    let words: String = description.unwrap_or(error).chars().take(300).collect();
    Some(Failed::new(Why::VendorError, format!("{name} says: {words}")))
}

/// An account of which nothing is known but its region.
pub(super) fn account(app: &App, region: Option<String>) -> Account {
    Account {
        id: String::new(),
        account: provider::Account {
            region,
            ..provider::Account::default()
        },
        zones: ZoneHistory::always(chrono_tz::Tz::UTC),
        connected_at: app.now(),
    }
}

/// Says why nobody can connect with a vendor now, and what to do.
pub(super) fn not_configured(application: &Application) -> Error {
    let spec = application.spec();
    let why = match (application.is_enabled, application.accepts_terms, spec.terms) {
        (false, _, _) => "it is switched off".to_owned(),
        (true, false, Some(terms)) => format!("its terms are not accepted: {terms}"),
        (true, _, _) if spec.oauth2().is_none() && spec.oauth1().is_none() => {
            "people connect with a key: send it to POST /v1/users/{userId}/connections".to_owned()
        }
        _ => "its client_id or another setting is missing".to_owned(),
    };
    Error::conflict(format!("{} cannot be connected: {why}", spec.name))
}

pub(super) fn check_region(spec: &Spec, region: Option<&str>) -> Result<()> {
    let known = || spec.regions.iter().map(|it| it.id);
    match region {
        Some(region) if !known().any(|it| it == region) => {
            let vocabulary = format!("region of {}", spec.name);
            Err(Error::unknown_word("region", &vocabulary, region, known()))
        }
        _ => Ok(()),
    }
}

pub(super) fn check_return(settings: &Settings, url: &str) -> Result<()> {
    if settings.return_to(url).is_some() {
        return Ok(());
    }
    Err(Error::Unprocessable {
        path: "returnUrl".to_owned(),
        message: "this address is not among the workspace's returnUrls (PATCH /v1/connect-settings)".to_owned(),
        nearest: None,
    })
}
