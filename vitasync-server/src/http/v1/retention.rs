//! For how long a workspace keeps data.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;
use crate::error::Error;
use crate::http::Context;
use crate::http::body::{Json, RequestBody};
use crate::http::extract::{Admin, By, Workspace};
use crate::http::problem::Answer;
use crate::service::retention::{self, NewPolicy, Policy};

/// Delete what is old.
const DELETE: &str = "delete";
/// Archive it before.
const ARCHIVE: &str = "archive";

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default().routes(routes!(get_retention, set_retention, reset_retention))
}

/// For how long the workspace keeps data.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct RetentionPolicy {
    /// For how many days samples and sessions are kept, counted from when they were measured; `null` keeps all.
    #[schema(example = 730)]
    samples_days: Option<i64>,
    /// For how many days raw bytes are kept, counted from when they came; `null` keeps all.
    #[schema(example = 90)]
    raw_days: Option<i64>,
    /// What becomes of what is older: `delete`, or `archive`, which writes it to the archive and then deletes it.
    #[schema(example = "archive")]
    action: &'static str,
    /// Whether the workspace has said so itself; if not, this is what the installation says.
    is_own: bool,
}

impl From<Policy> for RetentionPolicy {
    fn from(Policy { retention, is_own }: Policy) -> Self {
        Self {
            samples_days: retention.samples.map(|age| age.num_days()),
            raw_days: retention.raw.map(|age| age.num_days()),
            action: if retention.archive { ARCHIVE } else { DELETE },
            is_own,
        }
    }
}

/// For how long to keep data; what is left out is kept for ever.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SetRetention {
    /// For how many days to keep samples and sessions, counted from when they were measured.
    #[schema(minimum = 1, maximum = 36500, example = 730)]
    samples_days: Option<i32>,
    /// For how many days to keep raw bytes, counted from when they came: originals of imports, what vendors answered and
    /// phones pushed. What was deleted cannot be decoded again when a mapping improves.
    #[schema(minimum = 1, maximum = 36500, example = 90)]
    raw_days: Option<i32>,
    /// What becomes of what is older: `delete`, or `archive`; `delete` where nothing is said.
    #[schema(example = "archive")]
    action: Option<String>,
}

impl RequestBody for SetRetention {
    const FIELDS: &'static [&'static str] = &["samplesDays", "rawDays", "action"];
}

/// Get for how long data is kept
#[utoipa::path(
    get, path = "/retention", tag = "Workspace", extensions(("x-required-scope" = json!("admin"))),
    responses((status = 200, body = RetentionPolicy, description = "What applies."))
)]
async fn get_retention(workspace: Workspace<Admin>, State(app): State<App>) -> Answer<Json<RetentionPolicy>> {
    let policy = retention::policy(&app, workspace.id()).await?;
    Ok(Json(policy.into()))
}

/// Say for how long data is kept
///
/// In place of what the installation says, for the users of this workspace alone. What is older is archived or deleted once a
/// day, for good; the change stands in the audit log.
#[utoipa::path(
    put, path = "/retention", tag = "Workspace", extensions(("x-required-scope" = json!("admin"))),
    request_body = SetRetention,
    responses((status = 200, body = RetentionPolicy, description = "What applies now."))
)]
async fn set_retention(
    workspace: Workspace<Admin>,
    By(actor): By,
    State(app): State<App>,
    Json(body): Json<SetRetention>,
) -> Answer<Json<RetentionPolicy>> {
    let archive = match body.action.as_deref() {
        None | Some(DELETE) => false,
        Some(ARCHIVE) => true,
        Some(word) => return Err(Error::unknown_word("action", "action", word, [DELETE, ARCHIVE]).into()),
    };
    let new = NewPolicy {
        samples_days: body.samples_days,
        raw_days: body.raw_days,
        archive,
    };
    let policy = retention::set_policy(&app, &actor, workspace.id(), new).await?;
    Ok(Json(policy.into()))
}

/// Forget what was said: keep data for as long as the installation says
#[utoipa::path(
    delete, path = "/retention", tag = "Workspace", extensions(("x-required-scope" = json!("admin"))),
    responses((status = 200, body = RetentionPolicy, description = "What applies now."))
)]
async fn reset_retention(
    workspace: Workspace<Admin>,
    By(actor): By,
    State(app): State<App>,
) -> Answer<Json<RetentionPolicy>> {
    let policy = retention::reset_policy(&app, &actor, workspace.id()).await?;
    Ok(Json(policy.into()))
}
