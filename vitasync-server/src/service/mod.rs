//! The use cases: load, ask the pure core, store. Called by http, mcp, jobs and cli alike.
//!
//! Invariant: a service decides what may be done and what it means; its callers only translate. None of them names the
//! store, so the types they need are re-exported here.

pub mod analytics;
pub mod audit;
pub(crate) mod calendar;
pub mod events;
pub mod health;
pub mod import;
pub mod jobs;
pub mod keys;
pub mod preferences;
pub mod providers;
pub(crate) mod sessions;
pub mod users;
pub mod webhooks;
pub mod window;
pub mod workspaces;

use crate::App;
use crate::error::Result;

pub use crate::store::Id;

/// Reads an id as people write it: a ULID, or the same 128 bits as a UUID.
pub fn parse_id(text: &str) -> Option<Id> {
    if let Ok(id) = text.parse() {
        return Some(id);
    }
    let hyphens: Vec<usize> = text.match_indices('-').map(|(at, _)| at).collect();
    if text.len() != 36 || hyphens != [8, 13, 18, 23] {
        return None;
    }
    let bits = u128::from_str_radix(&text.replace('-', ""), 16).ok()?;
    ulid::Ulid::from(bits).to_string().parse().ok()
}

/// Tells whether the database answers.
///
/// # Errors
///
/// Internal where it does not.
pub async fn ready(app: &App) -> Result<()> {
    app.store.ping().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_the_same_as_ulid_and_as_uuid() {
        let ulid = parse_id("01JA4MNPQR8STVWXYZ00000001").expect("a ULID");
        let uuid = parse_id("01929b4a-daf8-4ccb-adf3-be7c00000001");
        assert_eq!(parse_id(&ulid.to_string().to_lowercase()), Some(ulid));
        assert!(uuid.is_some());
        for text in [
            "",
            "x",
            "01JA4MNPQR8STUVWXYZ0000000",
            "0192-9b4adaf84ccbadf3be7c0000000011111",
        ] {
            assert_eq!(parse_id(text), None, "{text:?}");
        }
    }
}
