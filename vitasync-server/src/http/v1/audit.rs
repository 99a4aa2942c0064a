//! The audit log: who did what to whom.

use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Days, NaiveTime, Utc};
use futures::TryStreamExt;
use serde::Serialize;
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;
use crate::http::Context;
use crate::http::extract::{Admin, Workspace};
use crate::http::negotiate::{Wanted, line, lines};
use crate::http::params::{FromParams, Params, Query};
use crate::http::problem::Answer;
use crate::http::wire::{Instant, Page, Pagination, cursor};
use crate::service::audit::{self, Action, Filter, Recorded};
use crate::service::parse_id;
use crate::service::window::{When, Window};

const DEFAULT_LIMIT: u64 = 100;
const MAX_LIMIT: u64 = 10_000;
/// The actors that are no key.
const OTHERS: [&str; 2] = ["command_line", "server"];

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default().routes(routes!(list_audit_logs))
}

/// Something somebody did.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AuditLog {
    /// The id, a ULID.
    #[schema(example = "01JXS7N3R8A1B2C3D4E5F6G7H8")]
    id: String,
    /// When it was done.
    at: Instant,
    /// What was done.
    #[schema(example = "api_key.rotated")]
    action: String,
    /// Who did it: the id of a key, `command_line`, or `server` for what its configuration says.
    #[schema(example = "01JXS7N3R8A1B2C3D4E5F6G7H8")]
    actor: String,
    /// The id of what it was done to. It stays when that is erased.
    #[schema(example = "01JXS7N3R8A1B2C3D4E5F6G7H9")]
    subject: String,
    /// The `X-Request-Id` of the request that did it.
    request_id: Option<String>,
    /// The address the request came from; of a proxy, where one stands before the server.
    #[schema(example = "203.0.113.7")]
    address: Option<String>,
    /// What else there is to know, by action: never a secret or a health value.
    #[schema(value_type = Object, example = json!({"overlapSeconds": 3600}))]
    details: Value,
}

impl From<Recorded> for AuditLog {
    fn from(row: Recorded) -> Self {
        Self {
            id: row.id.to_string(),
            at: Instant(row.at),
            action: row.action,
            actor: row.actor,
            subject: row.subject,
            request_id: row.request_id,
            address: row.address,
            details: row.details,
        }
    }
}

/// Which actions to list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
struct AuditQuery {
    /// Since when: an instant, or a day in UTC.
    #[param(value_type = Option<String>, example = "2025-06-01")]
    from: Option<When>,
    /// Until when: an instant, which is not included, or a day in UTC, which is.
    #[param(value_type = Option<String>, example = "2025-06-30")]
    to: Option<When>,
    /// What was done.
    #[param(value_type = Option<String>, example = "user.deleted")]
    action: Option<Action>,
    /// Who did it: the id of a key, `command_line` or `server`.
    actor: Option<String>,
    /// The id of what it was done to.
    subject: Option<String>,
    /// How many at most.
    #[param(value_type = Option<u64>, minimum = 1, maximum = 10_000, default = 100)]
    limit: Option<u64>,
    /// The `nextCursor` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<(DateTime<Utc>, String)>,
}

impl FromParams for AuditQuery {
    const NAMES: &'static [&'static str] = &["from", "to", "action", "actor", "subject", "limit", "cursor"];

    fn from_params(params: &mut Params) -> Self {
        let Window { from, to } = params.window();
        let known: Vec<&str> = Action::ALL.iter().map(|action| action.id()).collect();
        let find = |word: &str| Action::ALL.iter().copied().find(|action| action.id() == word);
        let id = |text: &str| parse_id(text).map(|id| id.to_string());
        let actor = |text: &str| match OTHERS.contains(&text) {
            true => Ok(text.to_owned()),
            false => id(text).ok_or_else(|| format!("it must be the id of a key, {} or {}", OTHERS[0], OTHERS[1])),
        };
        let limited = params.limit(0, MAX_LIMIT);
        Self {
            from,
            to,
            action: params.word(&["action"], "action", &known, find),
            actor: params.parse(&["actor"], actor),
            subject: params.parse(&["subject"], |text| {
                id(text).ok_or_else(|| "it must be an id".to_owned())
            }),
            limit: (limited > 0).then_some(limited),
            cursor: params.cursor(),
        }
    }
}

impl AuditQuery {
    fn filter(&self) -> Filter {
        let midnight = |date: chrono::NaiveDate| date.and_time(NaiveTime::MIN).and_utc();
        let behind = self.cursor.as_ref();
        Filter {
            from: self.from.map(|from| match from {
                When::Date(date) => midnight(date),
                When::Instant(at) => at,
            }),
            until: self.to.map(|to| match to {
                When::Date(date) => midnight(date.checked_add_days(Days::new(1)).unwrap_or(date)),
                When::Instant(at) => at,
            }),
            action: self.action.map(|action| action.id().to_owned()),
            actor: self.actor.clone(),
            subject: self.subject.clone(),
            behind: behind.and_then(|(at, id)| Some((*at, parse_id(id)?))),
        }
    }
}

/// List what was done with keys of the workspace, latest first
///
/// Keys made, changed, rotated and deleted, users and data erased, what is set for a user by somebody else: each is recorded
/// together with the deed, and never changed. With `Accept: application/x-ndjson` one record per line: all of them, or,
/// with `limit`, a page with the next cursor in `X-Next-Cursor`.
#[utoipa::path(
    get, path = "/audit-logs", tag = "API keys", extensions(("x-required-scope" = json!("admin"))), params(AuditQuery),
    responses((status = 200, description = "Some of the records.", content(
        (Page<AuditLog> = "application/json"), (String = "application/x-ndjson"),
    )))
)]
async fn list_audit_logs(
    workspace: Workspace<Admin>,
    Query(query): Query<AuditQuery>,
    wanted: Wanted,
    State(app): State<App>,
) -> Answer<Response> {
    let filter = query.filter();
    if wanted.lines() && query.limit.is_none() {
        let found = audit::stream(app, workspace.id(), filter);
        let written = found.map_ok(|rows| {
            rows.into_iter()
                .map(AuditLog::from)
                .flat_map(|row| line(&row))
                .collect::<Vec<u8>>()
        });
        return Ok(lines(Body::from_stream(written)));
    }
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT);
    let (found, more) = audit::list(&app, workspace.id(), &filter, limit).await?;
    let last = found.last().filter(|_| more);
    let next = last.map(|row| cursor(&(row.at, row.id.to_string())));
    let at = Pagination::new(limit, None, None, next);
    Ok(wanted.page(Page::new(found.into_iter().map(AuditLog::from).collect(), at)))
}
