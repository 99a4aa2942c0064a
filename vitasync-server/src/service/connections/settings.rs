//! What a workspace has set about connecting: where people may be sent back to, and what is allowed.

use serde::{Deserialize, Serialize};
use url::Url;

use crate::app::App;
use crate::error::{Error, FieldError, Result};
use crate::service::Id;
use crate::service::audit::{self, Action, Actor, Deed};
use crate::store::connect_settings as rows;

/// How many addresses may be listed.
const MOST: usize = 50;
/// Schemes whose addresses run or show what they hold.
const NEVER: [&str; 8] = [
    "javascript",
    "data",
    "vbscript",
    "file",
    "blob",
    "about",
    "filesystem",
    "view-source",
];

/// What a workspace has set about connecting.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Where people may be sent back to: an address, or an origin for all its addresses.
    pub return_urls: Vec<String>,
    /// Whether a person may connect several accounts at one vendor.
    pub allow_second_accounts: bool,
    /// Whether anybody who knows a person's id may begin connecting for that person.
    pub public_authorize: bool,
}

/// What to change; what is left out stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Change {
    /// Where people may be sent back to.
    pub return_urls: Option<Vec<String>>,
    /// Whether a person may connect several accounts at one vendor.
    pub allow_second_accounts: Option<bool>,
    /// Whether anybody who knows a person's id may begin connecting.
    pub public_authorize: Option<bool>,
}

impl Settings {
    /// Reads an address to send people back to, if it is allowed. Its query and fragment may be anything.
    ///
    /// ```
    /// use vitasync_server::service::connections::Settings;
    /// let return_urls = vec!["https://app.example".to_owned(), "myapp://connected".to_owned()];
    /// let settings = Settings { return_urls, ..Settings::default() };
    /// assert!(settings.return_to("https://app.example/devices?tab=1").is_some());
    /// assert!(settings.return_to("myapp://connected").is_some());
    /// assert!(settings.return_to("https://app.example.evil.example/").is_none());
    /// ```
    pub fn return_to(&self, text: &str) -> Option<Url> {
        let url = read(text).ok()?;
        let allows = |allowed: &Url| {
            let same_place = (allowed.scheme(), allowed.host_str(), allowed.port_or_known_default())
                == (url.scheme(), url.host_str(), url.port_or_known_default());
            let whole_origin = is_web(allowed) && allowed.path() == "/";
            same_place && (whole_origin || allowed.path() == url.path())
        };
        let mut allowed = self.return_urls.iter().filter_map(|it| read(it).ok());
        allowed.any(|it| allows(&it)).then_some(url)
    }

    /// Lists the origins of pages that may hear how connecting went.
    pub fn origins(&self) -> Vec<String> {
        let urls = self.return_urls.iter().filter_map(|it| read(it).ok());
        let mut origins: Vec<String> = urls
            .filter(is_web)
            .map(|url| url.origin().ascii_serialization())
            .collect();
        origins.sort_unstable();
        origins.dedup();
        origins
    }
}

/// Reads what a workspace has set about connecting.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn settings(app: &App, workspace: Id) -> Result<Settings> {
    match rows::find(&app.store, workspace).await? {
        Some(document) => serde_json::from_value(document).map_err(Error::internal("reading settings")),
        None => Ok(Settings::default()),
    }
}

/// Changes what a workspace has set about connecting.
///
/// # Errors
///
/// Invalid where an address cannot be one to send people back to.
pub async fn change_settings(app: &App, actor: &Actor, workspace: Id, change: Change) -> Result<Settings> {
    if let Some(urls) = &change.return_urls {
        check(urls)?;
    }
    let tx = app.store.begin().await?;
    let old: Settings = match rows::find(&tx, workspace).await? {
        Some(document) => serde_json::from_value(document).map_err(Error::internal("reading settings"))?,
        None => Settings::default(),
    };
    let new = Settings {
        return_urls: change.return_urls.unwrap_or(old.return_urls),
        allow_second_accounts: change.allow_second_accounts.unwrap_or(old.allow_second_accounts),
        public_authorize: change.public_authorize.unwrap_or(old.public_authorize),
    };
    let document = serde_json::to_value(&new).map_err(Error::internal("writing settings"))?;
    rows::write(&tx, workspace, document, app.now()).await?;
    let deed = Deed::new(workspace, Action::ConnectSettingsChanged, workspace);
    audit::record(&tx, actor, deed, app.now()).await?;
    tx.commit().await?;
    Ok(new)
}

fn check(urls: &[String]) -> Result<()> {
    if urls.len() > MOST {
        return Err(Error::invalid("returnUrls", format!("there may be {MOST} at most")));
    }
    let wrong = urls.iter().enumerate().filter_map(|(at, url)| {
        let message = read(url).err()?;
        Some(FieldError {
            path: format!("returnUrls[{at}]"),
            message: message.to_owned(),
        })
    });
    let errors: Vec<FieldError> = wrong.collect();
    if errors.is_empty() {
        return Ok(());
    }
    Err(Error::Invalid { errors })
}

/// Reads an address, or says why nobody can be sent there.
fn read(text: &str) -> Result<Url, &'static str> {
    let url = Url::parse(text).map_err(|_| "it is not an address like https://app.example/connected")?;
    if url.cannot_be_a_base() || NEVER.contains(&url.scheme()) {
        return Err("nobody can be sent to an address of this kind");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it must not hold a name or a password");
    }
    let here = ["localhost", "127.0.0.1", "[::1]"];
    if url.scheme() == "http" && !url.host_str().is_some_and(|host| here.contains(&host)) {
        return Err("it must be https, except on this machine");
    }
    Ok(url)
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "https" | "http")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(urls: &[&str]) -> Settings {
        Settings {
            return_urls: urls.iter().map(|it| (*it).to_owned()).collect(),
            ..Settings::default()
        }
    }

    #[test]
    fn only_listed_addresses_are_returned_to() {
        let settings = settings(&[
            "https://app.example/done",
            "https://other.example",
            "myapp://connected/now",
        ]);
        for allowed in [
            "https://app.example/done",
            "https://APP.example:443/done?user=1#top",
            "https://other.example/any/where",
            "myapp://connected/now?x=1",
        ] {
            assert!(settings.return_to(allowed).is_some(), "{allowed}");
        }
        for refused in [
            "https://app.example/",
            "https://app.example/done/../other",
            "https://app.example:8443/done",
            "http://other.example/",
            "https://other.example@evil.example/",
            "https://me@other.example/",
            "https://other.example.evil.example/",
            "//other.example/",
            "/done",
            "javascript:alert(1)",
            "myapp://other",
            "",
        ] {
            assert!(settings.return_to(refused).is_none(), "{refused}");
        }
    }

    #[test]
    fn addresses_that_run_something_cannot_be_listed() {
        for url in [
            "javascript:alert(1)",
            "data:text/html,x",
            "http://app.example/",
            "app",
            "https://a:b@c.example/",
        ] {
            assert!(check(&[url.to_owned()]).is_err(), "{url}");
        }
        assert!(check(&["http://localhost:3000/done".to_owned()]).is_ok());
    }

    #[test]
    fn pages_of_listed_origins_hear_how_it_went() {
        let settings = settings(&["https://app.example/done", "https://app.example/", "myapp://connected"]);
        assert_eq!(settings.origins(), ["https://app.example"]);
    }
}
