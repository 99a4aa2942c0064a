//! Users: create or find, list, read, change, erase.

use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;
use crate::http::Context;
use crate::http::body::{Json, RequestBody, said};
use crate::http::extract::{Admin, Key, Read, UserScope, Workspace, Write};
use crate::http::params::{FromParams, Params, Query};
use crate::http::problem::{Answer, Problem};
use crate::http::wire::{Instant, Page, Pagination, cursor};
use crate::service::parse_id;
use crate::service::users::{self, ListUsers, Profile, Start};

const DEFAULT_LIMIT: u64 = 100;
const MAX_LIMIT: u64 = 10_000;

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default()
        .routes(routes!(create_user, list_users))
        .routes(routes!(get_user, update_user, delete_user))
}

/// A person whose data is kept.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::http) struct User {
    /// The id, a ULID.
    #[schema(example = "01JXS7N3R8A1B2C3D4E5F6G7H8")]
    id: String,
    /// The id your own system knows the person by.
    #[schema(example = "usr_abc123")]
    external_id: Option<String>,
    /// The email.
    #[schema(example = "ada@example.com")]
    email: Option<String>,
    /// The name to show.
    #[schema(example = "Ada")]
    display_name: Option<String>,
    /// The given name.
    given_name: Option<String>,
    /// The family name.
    family_name: Option<String>,
    /// The gender, in the person's own terms.
    #[schema(example = "female")]
    gender: Option<String>,
    /// The sex that reference values depend on: `female`, `male` or `other`.
    #[schema(example = "female")]
    sex: Option<String>,
    /// The date of birth.
    birth_date: Option<NaiveDate>,
    /// The height in metres.
    #[schema(example = 1.65)]
    height_m: Option<f64>,
    /// The IANA time zone in which the person's days begin.
    #[schema(example = "Europe/Berlin")]
    timezone: Option<String>,
    /// Whatever you want to remember.
    #[schema(value_type = Object, example = json!({"plan": "premium"}))]
    metadata: Value,
    /// When the user was created.
    created_at: Instant,
    /// When the user was last changed.
    updated_at: Instant,
}

impl From<users::User> for User {
    fn from(user: users::User) -> Self {
        Self {
            id: user.id.to_string(),
            external_id: user.external_id,
            email: user.email,
            display_name: user.display_name,
            given_name: user.given_name,
            family_name: user.family_name,
            gender: user.gender,
            sex: user.sex,
            birth_date: user.birth_date,
            height_m: user.height_m,
            timezone: user.timezone,
            metadata: user.metadata,
            created_at: Instant(user.created_at),
            updated_at: Instant(user.updated_at),
        }
    }
}

/// A person to create, or to find by `externalId`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CreateUser {
    /// The id your own system knows the person by; unique in the workspace.
    #[schema(min_length = 1, max_length = 255, example = "usr_abc123")]
    external_id: String,
    #[serde(flatten)]
    profile: UpdateUser,
}

impl RequestBody for CreateUser {
    const FIELDS: &'static [&'static str] = &[
        "externalId",
        "email",
        "displayName",
        "givenName",
        "familyName",
        "gender",
        "sex",
        "birthDate",
        "heightM",
        "timezone",
        "metadata",
    ];
}

/// What to change of a person; what is left out stays, `null` forgets it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct UpdateUser {
    /// The email; unique in the workspace.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 255, example = "ada@example.com")]
    email: Option<Option<String>>,
    /// The name to show.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 255, example = "Ada")]
    display_name: Option<Option<String>>,
    /// The given name.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 255)]
    given_name: Option<Option<String>>,
    /// The family name.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 255)]
    family_name: Option<Option<String>>,
    /// The gender, in the person's own terms.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 255, example = "female")]
    gender: Option<Option<String>>,
    /// The sex that reference values depend on: `female`, `male` or `other`.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>, example = "female")]
    sex: Option<Option<String>>,
    /// The date of birth.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<NaiveDate>)]
    birth_date: Option<Option<NaiveDate>>,
    /// The height in metres.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<f64>, example = 1.65)]
    height_m: Option<Option<f64>>,
    /// The IANA time zone in which the person's days begin: the first from the beginning, another one from now on. Days
    /// of the past stay in the zone that was in force then.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>, example = "Europe/Berlin")]
    timezone: Option<Option<String>>,
    /// Whatever you want to remember; replaces what was there.
    #[schema(value_type = Option<Object>, example = json!({"plan": "premium"}))]
    metadata: Option<Map<String, Value>>,
}

impl RequestBody for UpdateUser {
    const FIELDS: &'static [&'static str] = CreateUser::FIELDS.split_at(1).1;
}

impl From<UpdateUser> for Profile {
    fn from(said: UpdateUser) -> Self {
        Self {
            email: said.email,
            display_name: said.display_name,
            given_name: said.given_name,
            family_name: said.family_name,
            gender: said.gender,
            sex: said.sex,
            birth_date: said.birth_date,
            height_m: said.height_m,
            timezone: said.timezone,
            metadata: said.metadata,
        }
    }
}

/// Which users to list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
struct UsersQuery {
    /// Part of a name, an email or an external id.
    #[param(example = "ada")]
    search: Option<String>,
    /// How many at most.
    #[param(value_type = Option<u64>, minimum = 1, maximum = 10_000, default = 100)]
    limit: u64,
    /// How many to pass over.
    #[param(minimum = 0, maximum = 4_294_967_295_u64, default = 0)]
    offset: Option<u64>,
    /// The `nextCursor` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<(DateTime<Utc>, String)>,
}

impl FromParams for UsersQuery {
    const NAMES: &'static [&'static str] = &["search", "limit", "offset", "cursor"];

    fn from_params(params: &mut Params) -> Self {
        Self {
            search: params.text(&["search"]),
            limit: params.limit(DEFAULT_LIMIT, MAX_LIMIT),
            offset: params.offset(),
            cursor: params.cursor(),
        }
    }
}

impl UsersQuery {
    fn start(&self) -> Start {
        let behind = self
            .cursor
            .as_ref()
            .and_then(|(at, id)| Some(Start::Behind(*at, parse_id(id)?)));
        behind.unwrap_or(Start::Offset(self.offset.unwrap_or(0)))
    }
}

/// Create a user, or find the one with this `externalId`
///
/// A user that exists is answered unchanged, with 200.
#[utoipa::path(
    post, path = "/users", tag = "Users", extensions(("x-required-scope" = json!("write"))), request_body = CreateUser,
    responses(
        (status = 201, body = User, description = "The user was created."),
        (status = 200, body = User, description = "The user existed already and is unchanged."),
        (status = 409, body = Problem, description = "Another user of the workspace has this email."),
    )
)]
async fn create_user(
    workspace: Workspace<Write>,
    State(app): State<App>,
    Json(body): Json<CreateUser>,
) -> Answer<(StatusCode, Json<User>)> {
    let (user, created) = users::create_or_find(&app, workspace.id(), body.external_id, body.profile.into()).await?;
    let status = if created { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(user.into())))
}

/// List users, oldest first
///
/// A personal key sees its own user alone.
#[utoipa::path(
    get, path = "/users", tag = "Users", extensions(("x-required-scope" = json!("read"))), params(UsersQuery),
    responses((status = 200, body = Page<User>, description = "Some of the users."))
)]
async fn list_users(
    key: Key<Read>,
    Query(query): Query<UsersQuery>,
    State(app): State<App>,
) -> Answer<Json<Page<User>>> {
    let start = query.start();
    let list = ListUsers {
        search: query.search,
        limit: query.limit,
        start,
    };
    let found = users::list(&app, key.reach(), list).await?;
    let last = found.users.last().filter(|_| found.more);
    let next = last.map(|user| cursor(&(user.created_at, user.id.to_string())));
    let offset = match start {
        Start::Offset(offset) => Some(offset),
        Start::Behind(..) => None,
    };
    let at = Pagination::new(query.limit, offset, found.total, next);
    Ok(Json(Page::new(found.users.into_iter().map(User::from).collect(), at)))
}

/// Get a user
#[utoipa::path(
    get, path = "/users/{userId}", tag = "Users", extensions(("x-required-scope" = json!("read"))),
    params(("userId" = String, Path, description = "The id of the user.")),
    responses((status = 200, body = User, description = "The user."))
)]
async fn get_user(scope: UserScope<Read>) -> Json<User> {
    Json(scope.into_user().into())
}

/// Change a user
///
/// What is left out stays as it is; `null` forgets it; `metadata` replaces what was there. `externalId` is fixed.
#[utoipa::path(
    patch, path = "/users/{userId}", tag = "Users", extensions(("x-required-scope" = json!("write"))),
    params(("userId" = String, Path, description = "The id of the user.")), request_body = UpdateUser,
    responses(
        (status = 200, body = User, description = "The user as it is now."),
        (status = 409, body = Problem, description = "Another user of the workspace has this email."),
    )
)]
async fn update_user(
    scope: UserScope<Write>,
    State(app): State<App>,
    Json(body): Json<UpdateUser>,
) -> Answer<Json<User>> {
    let user = users::change(&app, scope.into_user(), body.into()).await?;
    Ok(Json(user.into()))
}

/// Erase a user and everything that belongs to the user
#[utoipa::path(
    delete, path = "/users/{userId}", tag = "Users", extensions(("x-required-scope" = json!("admin"))),
    params(("userId" = String, Path, description = "The id of the user.")),
    responses((status = 204, description = "Nothing is left of the user."))
)]
async fn delete_user(scope: UserScope<Admin>, State(app): State<App>) -> Answer<StatusCode> {
    users::erase(&app, scope.user()).await?;
    Ok(StatusCode::NO_CONTENT)
}
