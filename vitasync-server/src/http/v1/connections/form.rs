//! The form of a connection on the wire.

use serde::Serialize;
use utoipa::ToSchema;

use crate::App;
use crate::error::Error;
use crate::http::wire::Instant;
use crate::service::connections::{self, Status, account_of};
use crate::service::{Id, vendors};

/// An account of a user at a vendor. Tokens are never shown.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Connection {
    /// The id, a ULID. It stays when the account is connected again.
    #[schema(example = "01JXS7N3R8A1B2C3D4E5F6G7H8")]
    id: String,
    /// The user.
    #[schema(example = "01JXS7N3R8A1B2C3D4E5F6G7H9")]
    user_id: String,
    /// The slug of the provider.
    #[schema(example = "whoop")]
    provider_id: String,
    /// How it stands: `active`, `reauth_required`, `error` or `disconnected`.
    #[schema(example = "active")]
    status: &'static str,
    /// Why it stands so, where there is something to say.
    reason: Option<String>,
    /// The vendor's id of the person; `null` where the vendor tells none.
    #[schema(example = "10129")]
    provider_user_id: Option<String>,
    /// What the person allowed, in the vendor's words; `null` where the vendor does not say.
    #[schema(example = json!(["read:sleep", "read:workout"]))]
    scopes: Option<Vec<String>>,
    /// The vendor's region, where it is not the usual.
    region: Option<String>,
    /// Where to send the person to connect again, where that is needed; add a key or use a connect link.
    reconnect_url: Option<String>,
    /// When it was first connected.
    connected_at: Instant,
    /// When it was last read to its end.
    last_synced_at: Option<Instant>,
    /// When it is to be read next.
    next_sync_at: Option<Instant>,
    /// When it was first connected.
    created_at: Instant,
    /// When its state last changed.
    updated_at: Instant,
}

impl Connection {
    pub(super) fn new(app: &App, user: Id, row: connections::Connection) -> Result<Self, Error> {
        let account = account_of(&row)?;
        let reconnect_url = match row.status {
            Status::ReauthRequired => reconnect(app, user, &row.provider),
            _ => None,
        };
        Ok(Self {
            id: row.id.to_string(),
            user_id: user.to_string(),
            provider_id: row.provider,
            status: row.status.id(),
            reason: row.reason,
            provider_user_id: row.vendor_user,
            scopes: account.scopes,
            region: account.region,
            reconnect_url,
            connected_at: Instant(row.connected_at),
            last_synced_at: row.last_sync_at.map(Instant),
            next_sync_at: row.next_sync_at.map(Instant),
            created_at: Instant(row.connected_at),
            updated_at: Instant(row.updated_at),
        })
    }
}

/// Leads to the vendor that took over, where one did.
fn reconnect(app: &App, user: Id, slug: &str) -> Option<String> {
    let slug = vendors::to_connect(slug).ok()?.spec().slug;
    let base = app.installation().public_url().unwrap_or_default();
    Some(format!("{base}/v1/oauth/{slug}/authorize?userId={user}"))
}
