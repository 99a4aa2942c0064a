//! Says where data can come from: the whole catalogue with its honest ways in, and what is in place of it here.
//!
//! Invariant: what is configured can really be read now, and a provider lists only metrics that it can bring.

use std::collections::BTreeSet;

use vitasync_core::Metric;
use vitasync_providers::catalogue::{self, Listed, WayIn, WithoutApi};
use vitasync_providers::files::Format;
use vitasync_providers::provider::{Spec, Way};

use super::Id;
use super::vendors::{Application, applications};
use crate::app::App;
use crate::error::{Error, Result};

/// A place data can come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    /// The slug, for example `apple_health`.
    pub id: &'static str,
    /// The name people know.
    pub name: &'static str,
    /// What it is and how its data is read.
    pub description: String,
    /// How its data comes in, in a word.
    pub auth_type: &'static str,
    /// Every way by which its data can come in, the best first.
    pub ways_in: Vec<&'static str>,
    /// Whether everything is in place to read it.
    pub is_configured: bool,
    /// The slug of the provider that people connect with instead.
    pub successor: Option<&'static str>,
    /// Where the vendor documents its API.
    pub documentation_url: Option<&'static str>,
    /// The exact metrics it can bring.
    pub metrics: Vec<Metric>,
}

/// Lists the catalogue as it stands for a workspace, by id.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn list(app: &App, workspace: Id) -> Result<Vec<Provider>> {
    let applications = applications(app, workspace).await?;
    let mut all: Vec<Provider> = catalogue::all()
        .map(|listed| match listed {
            Listed::Vendor(spec) => of_vendor(spec, &applications),
            Listed::WithoutApi(row) => without_api(row),
        })
        .collect();
    all.sort_by_key(|provider| provider.id);
    Ok(all)
}

/// Finds a provider by its slug, as it stands for a workspace.
///
/// # Errors
///
/// NotFound where there is none.
pub async fn find(app: &App, workspace: Id, id: &str) -> Result<Provider> {
    let all = list(app, workspace).await?;
    let found = all.into_iter().find(|provider| provider.id == id);
    found.ok_or(Error::not_found("Provider"))
}

/// Lists the slug of every provider.
pub fn slugs() -> impl Iterator<Item = &'static str> {
    catalogue::all().map(|it| it.slug())
}

fn of_vendor(spec: &'static Spec, applications: &[Application]) -> Provider {
    let connects_as = spec.successor.unwrap_or(spec.slug);
    let application = applications.iter().find(|it| it.spec().slug == connects_as);
    let metrics: BTreeSet<Metric> = spec.resources.iter().flat_map(|it| it.metrics).copied().collect();
    Provider {
        id: spec.slug,
        name: spec.name,
        description: ways(spec),
        auth_type: spec.ways.first().map_or("none", auth_type),
        ways_in: Listed::Vendor(spec).ways_in().into_iter().map(WayIn::id).collect(),
        is_configured: application.is_some_and(Application::is_configured),
        successor: spec.successor,
        documentation_url: Some(spec.documentation),
        metrics: metrics.into_iter().collect(),
    }
}

fn auth_type(way: &Way) -> &'static str {
    match way {
        Way::OAuth2(_) => "oauth2",
        Way::OAuth1(_) => "oauth1",
        Way::Key(_) => "api_key",
    }
}

/// Says how people connect.
fn ways(spec: &Spec) -> String {
    if let Some(successor) = spec.successor {
        return format!("Its API is switched off; people connect through {successor}.");
    }
    let way = |way: &Way| match way {
        Way::OAuth2(_) | Way::OAuth1(_) => "allows it on a page of the vendor's".to_owned(),
        Way::Key(key) => format!("pastes a key ({})", key.help),
    };
    let ways: Vec<String> = spec.ways.iter().map(way).collect();
    let terms = spec.terms.map_or_else(String::new, |terms| {
        format!(" Off until its terms are accepted: {terms}")
    });
    format!("Read by its API; the person {}.{terms}", ways.join(", or "))
}

fn without_api(row: &'static WithoutApi) -> Provider {
    let format = Format::ALL.into_iter().find(|format| format.id() == row.slug);
    let ways_in = Listed::WithoutApi(row).ways_in();
    let advice: Vec<&str> = row.entrances.iter().map(|it| it.advice).collect();
    Provider {
        id: row.slug,
        name: row.name,
        description: format!("{} {} {}", row.reason, row.brings, advice.join(" ")),
        auth_type: ways_in.first().map_or("none", |way| way.id()),
        ways_in: ways_in.into_iter().map(WayIn::id).collect(),
        is_configured: Listed::WithoutApi(row).is_ready(),
        successor: None,
        documentation_url: None,
        metrics: format.map(Format::metrics).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::vendors::{Installation, Registered};
    use crate::testing::on_every_database;
    use vitasync_providers::auth::Secret;

    #[tokio::test]
    async fn a_vendor_is_configured_where_its_application_is_complete() {
        on_every_database(async |database| {
            let workspace = database.user().await.workspace_id;
            let is_configured =
                async |app: &App, id: &str| find(app, workspace, id).await.expect("listed").is_configured;
            assert!(is_configured(&database.app, "apple_health").await);
            assert!(
                is_configured(&database.app, "hevy").await,
                "it takes keys and no application"
            );
            let all = ["whoop", "strava", "google_health", "fitbit"];
            for id in all {
                assert!(!is_configured(&database.app, id).await, "{id}");
            }
            let registered = |accepts_terms| Registered {
                settings: ["client_id", "client_secret"]
                    .map(|it| (it.to_owned(), Secret::new("x")))
                    .into(),
                accepts_terms,
                ..Registered::default()
            };
            let installation = |accepts| {
                let none = Installation::default();
                all.into_iter()
                    .fold(none, |it, id| it.with_app(id, registered(accepts)))
            };
            let app = database.app.clone().with_installation(installation(false));
            assert!(is_configured(&app, "whoop").await && is_configured(&app, "fitbit").await);
            assert!(!is_configured(&app, "strava").await, "its terms are not accepted");
            let app = database.app.clone().with_installation(installation(true));
            assert!(is_configured(&app, "strava").await);
        })
        .await;
    }

    #[tokio::test]
    async fn every_provider_of_the_catalogue_is_listed_with_its_ways_in() {
        on_every_database(async |database| {
            let workspace = database.user().await.workspace_id;
            let all = list(&database.app, workspace).await.expect("a list");
            assert_eq!(all.len(), slugs().count());
            assert!(
                all.iter()
                    .all(|it| !it.ways_in.is_empty() && !it.description.is_empty())
            );
            assert!(all.is_sorted_by_key(|it| it.id));
            let fitbit = all.iter().find(|it| it.id == "fitbit").expect("listed");
            assert_eq!(fitbit.successor, Some("google_health"));
        })
        .await;
    }
}
