//! The use cases: load, ask the pure core, store. Called by http, mcp, jobs and cli alike.
//!
//! Invariant: a service decides what may be done and what it means; its callers only translate. None of them names the
//! store, so the types they need are re-exported here.

pub mod analytics;
pub mod audit;
pub mod backup;
pub(crate) mod calendar;
pub mod connections;
pub mod events;
pub mod health;
pub mod import;
pub mod imports;
pub mod ingest;
pub mod jobs;
pub mod keys;
pub mod preferences;
pub mod providers;
pub mod raw;
pub(crate) mod recent;
pub mod retention;
pub(crate) mod sessions;
pub mod sync;
pub mod users;
pub mod vendors;
pub mod webhooks;
pub mod window;
pub mod workspaces;

use crate::App;
use crate::error::{Error, Result};
use crate::telemetry::figures;

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

/// Tells whether this process can serve: the database answers and has every table it knows, its worker is alive, and it is
/// not about to stop.
///
/// # Errors
///
/// [`Error::Internal`] with what is missing.
pub async fn ready(app: &App) -> Result<()> {
    let missing = |what: &'static str| Err(Error::internal("serving")(what));
    if app.life.is_silent() {
        return missing("the worker has not looked for jobs for long");
    }
    app.store.ping().await?;
    match app.store.is_current().await? {
        true => Ok(()),
        false => missing("the database is older than this program: `vitasync migrate` brings it up to date"),
    }
}

/// Writes the figures of this process and of the queue, in the format of Prometheus; none where nobody counts.
pub async fn figures(app: &App) -> Option<String> {
    let queues = jobs::queues(app).await;
    if let Err(error) = &queues {
        tracing::warn!(%error, "the queue cannot be counted");
    }
    figures::queues(queues.ok().as_deref());
    figures::connections(&app.store.pools());
    figures::written()
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
