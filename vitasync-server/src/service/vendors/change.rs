//! Changes what a workspace has set for a vendor: its own application there, its terms, how often it is read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use url::Url;
use vitasync_providers::auth::Secret;
use vitasync_providers::provider::Spec;

use super::{Application, application, names, own_settings, owner, to_connect};
use crate::app::App;
use crate::error::{Error, FieldError, Result};
use crate::service::Id;
use crate::service::audit::{self, Action, Actor, Deed};
use crate::store::vendor_apps::{self as rows, VendorApp};
use crate::vault::Purpose;

/// The longest value of a setting.
const LONGEST: usize = 4096;
/// How often a connection can be read, in minutes: from every five to once a week.
const OFTEN: std::ops::RangeInclusive<u32> = 5..=7 * 24 * 60;

/// What to change; what is left out stays, `Some(None)` forgets it.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// The application's id and secrets; a name that is left out stays, one without a value is forgotten.
    pub settings: Option<Option<BTreeMap<String, Option<Secret>>>>,
    /// Where the vendor sends people back to.
    pub redirect_uri: Option<Option<String>>,
    /// Whether people may connect.
    pub enabled: Option<bool>,
    /// Whether the vendor's terms are accepted.
    pub accepts_terms: Option<bool>,
    /// How often connections are read.
    pub schedule: Option<Option<Schedule>>,
}

/// How often the connections with a vendor are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Schedule {
    /// Every so many minutes; the usual where nothing is said.
    pub every_minutes: Option<u32>,
    /// Only when somebody asks.
    pub on_demand: bool,
}

/// Changes what a workspace has set for a vendor.
///
/// # Errors
///
/// NotFound where there is no such vendor; Invalid or Unprocessable where a setting cannot be; Unprocessable, naming the
/// terms, where a vendor that has terms is switched on without accepting them.
pub async fn change(app: &App, actor: &Actor, workspace: Id, slug: &str, change: Change) -> Result<Application> {
    let provider = to_connect(slug)?;
    let spec = provider.spec();
    check(spec, &change)?;
    let tx = app.store.begin().await?;
    let row = rows::find(&tx, workspace, spec.slug).await?;
    let mut row = row.unwrap_or_else(|| empty(app, workspace, spec));
    if let Some(settings) = change.settings {
        row.sealed_settings = resealed(app, &row, settings)?;
    }
    if let Some(redirect) = change.redirect_uri {
        row.redirect_uri = redirect;
    }
    if let (Some(accepts), Some(terms)) = (change.accepts_terms, spec.terms) {
        row.accepted_terms = accepts.then(|| terms.to_owned());
        row.accepted_at = accepts.then(|| app.now());
    }
    let installed = app.installation().app(spec.slug).is_some_and(|it| it.accepts_terms);
    let unaccepted = spec
        .terms
        .filter(|it| row.accepted_terms.as_deref() != Some(it) && !installed);
    if let (Some(true), Some(terms)) = (change.enabled, unaccepted) {
        return Err(Error::Unprocessable {
            path: "acceptTerms".to_owned(),
            message: format!(
                "{} stays off until its terms are accepted with `acceptTerms: true`: {terms}",
                spec.name
            ),
            nearest: None,
        });
    }
    row.enabled = change.enabled.unwrap_or(row.enabled);
    if let Some(schedule) = change.schedule {
        let written = schedule.map(serde_json::to_value).transpose();
        row.schedule = written.map_err(Error::internal("writing a schedule"))?;
    }
    row.updated_at = app.now();
    rows::write(&tx, row).await?;
    let deed = Deed::new(workspace, Action::VendorAppChanged, workspace).with("provider", spec.slug);
    audit::record(&tx, actor, deed, app.now()).await?;
    tx.commit().await?;
    application(app, workspace, provider).await
}

/// Forgets what a workspace has set for a vendor.
///
/// # Errors
///
/// NotFound where there is no such vendor.
pub async fn reset(app: &App, actor: &Actor, workspace: Id, slug: &str) -> Result<()> {
    let spec = to_connect(slug)?.spec();
    let tx = app.store.begin().await?;
    rows::delete(&tx, workspace, spec.slug).await?;
    let deed = Deed::new(workspace, Action::VendorAppReset, workspace).with("provider", spec.slug);
    audit::record(&tx, actor, deed, app.now()).await?;
    tx.commit().await
}

fn empty(app: &App, workspace: Id, spec: &Spec) -> VendorApp {
    VendorApp {
        workspace_id: workspace,
        provider: spec.slug.to_owned(),
        sealed_settings: None,
        redirect_uri: None,
        enabled: true,
        accepted_terms: None,
        accepted_at: None,
        schedule: None,
        updated_at: app.now(),
    }
}

/// Seals what is set after a change; none where nothing is left.
fn resealed(app: &App, row: &VendorApp, said: Option<BTreeMap<String, Option<Secret>>>) -> Result<Option<Vec<u8>>> {
    let Some(said) = said else { return Ok(None) };
    let mut settings = own_settings(app, row)?.unwrap_or_default();
    for (name, value) in said {
        match value {
            Some(value) => settings.insert(name, value),
            None => settings.remove(&name),
        };
    }
    if settings.is_empty() {
        return Ok(None);
    }
    let json = serde_json::to_vec(&settings).map_err(Error::internal("sealing a vendor's application"))?;
    let owner = owner(row.workspace_id, &row.provider);
    app.vault()?.seal(Purpose::VendorApps, &owner, &json).map(Some)
}

fn check(spec: &'static Spec, change: &Change) -> Result<()> {
    let mut errors = Vec::new();
    let mut refuse = |path: String, message: &str| {
        let message = message.to_owned();
        errors.push(FieldError { path, message });
    };
    for (name, value) in change.settings.iter().flatten().flatten() {
        let path = format!("settings.{name}");
        if !names(spec).any(|known| known == name) {
            return Err(Error::unknown_word(
                path,
                &format!("setting of {}", spec.name),
                name,
                names(spec),
            ));
        }
        let text = value.as_ref().map(|it| it.expose());
        if text.is_some_and(|it| it.is_empty() || it.len() > LONGEST || it.chars().any(char::is_control)) {
            refuse(
                path,
                "it must have 1 to 4096 characters, none of them a control character",
            );
        }
    }
    if let Some(Some(uri)) = &change.redirect_uri {
        let web = Url::parse(uri).is_ok_and(|it| matches!(it.scheme(), "https" | "http"));
        if !web {
            refuse(
                "redirectUri".to_owned(),
                "it is not an address like https://api.example.com/v1/oauth/whoop/callback",
            );
        }
    }
    if let Some(Some(schedule)) = change.schedule {
        if schedule.every_minutes.is_some_and(|it| !OFTEN.contains(&it)) {
            refuse("schedule.everyMinutes".to_owned(), "it must be from 5 to 10080");
        }
        if schedule.on_demand && schedule.every_minutes.is_some() {
            refuse("schedule".to_owned(), "say everyMinutes or onDemand, not both");
        }
    }
    if errors.is_empty() {
        return Ok(());
    }
    Err(Error::Invalid { errors })
}
