//! What whoever runs this installation has set about vendors: its address, and its applications.

use std::collections::BTreeMap;

use vitasync_providers::auth::Secret;
use vitasync_providers::provider::Spec;
use vitasync_providers::vendors;

/// The setting that says `1.0a` for an application of another time, where the vendor still has such.
pub const OAUTH_VERSION: &str = "oauth_version";

/// What is set for the whole installation. Workspaces may set their own applications, which win.
#[derive(Debug, Clone, Default)]
pub struct Installation {
    public_url: Option<String>,
    apps: BTreeMap<&'static str, Registered>,
    hosts: BTreeMap<String, String>,
}

/// An application that the installation has registered with a vendor.
#[derive(Debug, Clone, Default)]
pub struct Registered {
    /// Its id and secrets, by the names of the vendor's settings.
    pub settings: BTreeMap<String, Secret>,
    /// Where the vendor sends people back to, where it is not the usual address.
    pub redirect_uri: Option<String>,
    /// Whether the vendor's terms are accepted, where it has any.
    pub accepts_terms: bool,
}

impl Installation {
    /// Reads what is set: `VITASYNC_<PROVIDER>_CLIENT_ID`, `_CLIENT_SECRET` and what else a vendor's settings name,
    /// `_REDIRECT_URI`, and `_ACCEPT_TERMS=true` for a vendor that is off by default.
    ///
    /// ```
    /// use vitasync_server::service::vendors::Installation;
    /// let set = [("VITASYNC_WHOOP_CLIENT_ID", "id"), ("VITASYNC_WHOOP_CLIENT_SECRET", "secret")];
    /// let variable = |name: &str| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
    /// let installation = Installation::read(None, variable);
    /// assert_eq!(installation.app("whoop").unwrap().settings["client_id"].expose(), "id");
    /// assert!(installation.app("oura").is_none());
    /// ```
    pub fn read(public_url: Option<String>, variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: String| variable(&name).filter(|value| !value.is_empty());
        let apps = vendors::ALL.iter().filter_map(|provider| {
            let spec = provider.spec();
            let prefix = format!("VITASYNC_{}", spec.slug.to_ascii_uppercase());
            let setting = |name: &'static str| {
                let value = set(format!("{prefix}_{}", name.to_ascii_uppercase()))?;
                Some((name.to_owned(), Secret::new(value)))
            };
            let app = Registered {
                settings: names(spec).filter_map(setting).collect(),
                redirect_uri: set(format!("{prefix}_REDIRECT_URI")),
                accepts_terms: set(format!("{prefix}_ACCEPT_TERMS")).is_some_and(|it| it == "true"),
            };
            (!app.settings.is_empty() || app.accepts_terms).then_some((spec.slug, app))
        });
        Self {
            apps: apps.collect(),
            public_url: public_url.map(|url| url.trim_end_matches('/').to_owned()),
            hosts: BTreeMap::new(),
        }
    }

    /// Says under which address the world reaches this server, where that was not said.
    #[must_use]
    pub fn or_at(mut self, public_url: &str) -> Self {
        self.public_url.get_or_insert_with(|| public_url.to_owned());
        self
    }

    /// Adds an application.
    #[must_use]
    pub fn with_app(mut self, provider: &'static str, app: Registered) -> Self {
        self.apps.insert(provider, app);
        self
    }

    /// Leads hosts of vendors to other addresses.
    #[must_use]
    pub fn with_hosts(mut self, hosts: BTreeMap<String, String>) -> Self {
        self.hosts = hosts;
        self
    }

    /// Lists the hosts of vendors that are elsewhere, each with its address.
    pub fn hosts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.hosts
            .iter()
            .map(|(host, address)| (host.as_str(), address.as_str()))
    }

    /// Tells under which address the world reaches this server, without a slash at its end.
    pub fn public_url(&self) -> Option<&str> {
        self.public_url.as_deref()
    }

    /// Finds the application for a vendor.
    pub fn app(&self, provider: &str) -> Option<&Registered> {
        self.apps.get(provider)
    }
}

/// Lists the settings an application at a vendor can have.
pub fn names(spec: &'static Spec) -> impl Iterator<Item = &'static str> {
    let by_oauth = spec.oauth2().is_some() || spec.oauth1().is_some();
    let id = by_oauth.then_some("client_id");
    let old = super::has_oauth1(spec.slug).then_some(OAUTH_VERSION);
    id.into_iter().chain(spec.settings.iter().map(|it| it.name)).chain(old)
}
