//! Knows with which application a workspace talks to a vendor: its own, or the installation's.
//!
//! Invariant: a workspace's own application is taken as a whole, so that an id never meets another's secret; secrets are
//! sealed and never given out again.

mod change;
mod installation;

use std::collections::BTreeMap;

use vitasync_providers::Provider;
use vitasync_providers::auth::{Secret, WayKind};
use vitasync_providers::client;
use vitasync_providers::provider::Spec;
use vitasync_providers::vendors;

pub use self::change::{Change, Schedule, change, reset};
pub use self::installation::{Installation, OAUTH_VERSION, Registered, names};
use crate::app::App;
use crate::error::{Error, Result};
use crate::store::Id;
use crate::store::vendor_apps::{self as rows, VendorApp};
use crate::vault::Purpose;

/// Vendors that go on connecting applications of another time by OAuth 1.0a, by the slug both share.
static BY_OAUTH1: &[&dyn Provider] = &[&vendors::garmin::GarminOAuth1];

/// With what a workspace talks to a vendor.
#[derive(Clone)]
pub struct Application {
    /// The vendor.
    pub provider: &'static dyn Provider,
    /// The application, as a client takes it.
    pub app: client::App,
    /// Whether it is the workspace's own.
    pub is_own: bool,
    /// Whether the workspace lets people connect; it does where it has said nothing.
    pub is_enabled: bool,
    /// Whether the vendor's terms are accepted, or it has none.
    pub accepts_terms: bool,
    /// How often connections are read, where that was set.
    pub schedule: Option<Schedule>,
}

impl Application {
    /// Gives the vendor's facts.
    pub fn spec(&self) -> &'static Spec {
        self.provider.spec()
    }

    /// Tells whether people can connect by a page of the vendor's.
    pub fn connects_by_page(&self) -> bool {
        let spec = self.spec();
        let has = |name: &str| self.app.settings.contains_key(name);
        let by_page = spec.oauth2().is_some() || spec.oauth1().is_some();
        let all = spec.settings.iter().filter(|it| it.required).all(|it| has(it.name));
        self.is_on() && by_page && has("client_id") && all
    }

    /// Tells whether people can connect by a key they paste.
    pub fn connects_by_key(&self) -> bool {
        self.is_on() && self.spec().key().is_some()
    }

    /// Tells whether people can connect.
    pub fn is_configured(&self) -> bool {
        self.connects_by_page() || self.connects_by_key()
    }

    fn is_on(&self) -> bool {
        self.is_enabled && self.accepts_terms
    }
}

/// Finds with what a workspace talks to a vendor.
///
/// # Errors
///
/// Internal where the database fails or what is sealed does not open.
pub async fn application(app: &App, workspace: Id, provider: &'static dyn Provider) -> Result<Application> {
    let row = rows::find(&app.store, workspace, provider.spec().slug).await?;
    resolve(app, provider, row)
}

/// Lists with what a workspace talks to every vendor, by slug.
///
/// # Errors
///
/// Internal where the database fails or what is sealed does not open.
pub async fn applications(app: &App, workspace: Id) -> Result<Vec<Application>> {
    let mut rows: BTreeMap<String, VendorApp> = rows::list(&app.store, workspace)
        .await?
        .into_iter()
        .map(|row| (row.provider.clone(), row))
        .collect();
    let all = vendors::ALL.iter();
    all.map(|provider| resolve(app, *provider, rows.remove(provider.spec().slug)))
        .collect()
}

/// Lists every application by which this server knows a vendor, each with whose it is: the installation's first, then those of
/// workspaces.
///
/// # Errors
///
/// Internal where the database fails or what is sealed does not open.
pub(crate) async fn every_application(
    app: &App,
    provider: &'static dyn Provider,
) -> Result<Vec<(Option<Id>, Application)>> {
    let rows = rows::of_provider(&app.store, provider.spec().slug).await?;
    let mut all = vec![(None, resolve(app, provider, None)?)];
    for row in rows {
        let owner = row.workspace_id;
        let resolved = resolve(app, provider, Some(row))?;
        if resolved.is_own {
            all.push((Some(owner), resolved));
        }
    }
    Ok(all)
}

/// Finds the vendor that people connect with under a slug.
///
/// # Errors
///
/// NotFound where there is none.
pub fn to_connect(slug: &str) -> Result<&'static dyn Provider> {
    vendors::to_connect(slug).ok_or(Error::not_found("Provider"))
}

/// Tells whether a vendor goes on connecting applications of another time by OAuth 1.0a.
fn has_oauth1(slug: &str) -> bool {
    BY_OAUTH1.iter().any(|it| it.spec().slug == slug)
}

/// Finds the vendor that an account is connected with by a way.
pub(crate) fn by_way(provider: &'static dyn Provider, way: Option<WayKind>) -> &'static dyn Provider {
    let slug = provider.spec().slug;
    let older = BY_OAUTH1.iter().find(|it| it.spec().slug == slug);
    match (way, older) {
        (Some(WayKind::OAuth1), Some(older)) => *older,
        _ => provider,
    }
}

fn resolve(app: &App, provider: &'static dyn Provider, row: Option<VendorApp>) -> Result<Application> {
    let spec = provider.spec();
    let installed = app.installation().app(spec.slug);
    let own = row.as_ref().map(|row| own_settings(app, row)).transpose()?.flatten();
    let is_own = own.is_some();
    let settings = own.or_else(|| Some(installed?.settings.clone())).unwrap_or_default();
    let is_old = settings
        .get(OAUTH_VERSION)
        .is_some_and(|it| it.expose().starts_with('1'));
    let redirect = row.as_ref().and_then(|row| row.redirect_uri.clone());
    let redirect = redirect.or_else(|| installed.filter(|_| !is_own)?.redirect_uri.clone());
    let schedule = row.as_ref().and_then(|row| row.schedule.clone());
    let accepted = row.as_ref().and_then(|row| row.accepted_terms.as_deref());
    Ok(Application {
        provider: by_way(provider, is_old.then_some(WayKind::OAuth1)),
        app: client::App {
            settings,
            redirect_uri: redirect.unwrap_or_else(|| usual_redirect(app, spec)),
        },
        is_own,
        is_enabled: row.as_ref().is_none_or(|row| row.enabled),
        accepts_terms: spec
            .terms
            .is_none_or(|terms| accepted == Some(terms) || installed.is_some_and(|it| it.accepts_terms)),
        schedule: schedule
            .map(serde_json::from_value)
            .transpose()
            .map_err(Error::internal("reading a schedule"))?,
    })
}

/// Gives the address that people come back to from a vendor.
pub fn usual_redirect(app: &App, spec: &Spec) -> String {
    let base = app.installation().public_url().unwrap_or_default();
    format!("{base}/v1/oauth/{}/callback", spec.slug)
}

fn own_settings(app: &App, row: &VendorApp) -> Result<Option<BTreeMap<String, Secret>>> {
    let Some(sealed) = &row.sealed_settings else {
        return Ok(None);
    };
    let json = app
        .vault()?
        .open(Purpose::VendorApps, &owner(row.workspace_id, &row.provider), sealed)?;
    serde_json::from_slice(&json).map_err(Error::internal("reading a vendor's application"))
}

/// Whose sealed settings are.
fn owner(workspace: Id, provider: &str) -> String {
    format!("{workspace} {provider}")
}
