//! Users: create or find, list, read, change, erase with a receipt.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::query::{UsersQuery, place};
use crate::App;
use crate::error::Error;
use crate::http::Context;
use crate::http::body::{Json, RequestBody, said, typed};
use crate::http::extract::{Admin, By, Key, Read, UserScope, Workspace, Write};
use crate::http::negotiate::{self, Told, Wanted};
use crate::http::params::Query;
use crate::http::problem::{Answer, Problem};
use crate::http::wire::{Instant, Page, Pagination, cursor};
use crate::service::users::{self, ListUsers, Profile, Start};

mod query;

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
    #[schema(value_type = Option<String>, format = Date, example = "1990-02-03")]
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

    fn from_fields(mut profile: Map<String, Value>) -> Result<Self, Error> {
        let id: Map<String, Value> = profile.remove_entry("externalId").into_iter().collect();
        let ExternalId { external_id } = typed(id)?;
        Ok(Self {
            external_id,
            profile: typed(profile)?,
        })
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ExternalId {
    external_id: String,
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
    #[serde(default, deserialize_with = "date")]
    #[schema(value_type = Option<String>, format = Date, example = "1990-02-03")]
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

/// Reads a date, and says what one looks like where it is none.
fn date<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Option<NaiveDate>>, D::Error> {
    let read = |text: String| {
        text.parse()
            .map_err(|_| D::Error::custom(format!("{text:?} is not a date like 1990-02-03")))
    };
    Option::<String>::deserialize(from)?.map(read).transpose().map(Some)
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

/// What a deleted user leaves behind: how much was erased, and where something is left.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ErasureReceipt {
    /// The id of the user; it means nothing any more.
    #[schema(example = "01JXS7N3R8A1B2C3D4E5F6G7H8")]
    user_id: String,
    /// When the user was erased.
    erased_at: Instant,
    /// How many samples were erased.
    #[schema(example = 14732)]
    samples: u64,
    /// How many rows of each table were erased.
    #[schema(example = json!({"blocks": 812, "sessions": 211, "api_keys": 1, "users": 1}))]
    rows: BTreeMap<&'static str, u64>,
    /// Where something is left, and for how long.
    exceptions: [&'static str; 2],
}

/// What an erasure does not reach.
const EXCEPTIONS: [&str; 2] = [
    "Backups of the database and of kept originals hold the data until whoever runs this server deletes or overwrites them.",
    "The audit log keeps the id of the user, which is random, with these counts.",
];

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

/// List users
///
/// A personal key sees its own user alone. Users who are created meanwhile shift no page that a cursor leads to. With
/// `Accept: application/x-ndjson` one user per line, the next cursor in `X-Next-Cursor`.
#[utoipa::path(
    get, path = "/users", tag = "Users", extensions(("x-required-scope" = json!("read"))), params(UsersQuery),
    responses((status = 200, description = "Some of the users.", content(
        (Page<User> = "application/json"), (String = "application/x-ndjson"),
    )))
)]
async fn list_users(
    key: Key<Read>,
    Query(query): Query<UsersQuery>,
    wanted: Wanted,
    State(app): State<App>,
) -> Answer<Response> {
    let offset = query.cursor.is_none().then(|| query.offset.unwrap_or(0));
    let start = match query.cursor {
        Some((key, id)) => Start::Behind(key, id),
        None => Start::Offset(offset.unwrap_or(0)),
    };
    let list = ListUsers {
        search: query.search,
        order: query.sort,
        limit: query.limit,
        start,
    };
    let found = users::list(&app, key.reach(), list).await?;
    let last = found.users.last().filter(|_| found.more);
    let next = last.map(|user| cursor(&place(query.sort, user)));
    let at = Pagination::new(query.limit, offset, found.total, next);
    Ok(wanted.page(Page::new(found.users.into_iter().map(User::from).collect(), at)))
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
///
/// With `Prefer: return=representation` the answer is a receipt, which the audit log keeps in any case.
#[utoipa::path(
    delete, path = "/users/{userId}", tag = "Users", extensions(("x-required-scope" = json!("admin"))),
    params(
        ("userId" = String, Path, description = "The id of the user."),
        ("Prefer" = Option<String>, Header, description = "`return=representation` asks for a receipt."),
    ),
    responses(
        (status = 204, description = "Nothing is left of the user."),
        (status = 200, body = ErasureReceipt, description = "Nothing is left of the user; what was erased.",
            headers(("Preference-Applied" = String, description = "`return=representation`."))),
    )
)]
async fn delete_user(
    scope: UserScope<Admin>,
    By(actor): By,
    Told(told): Told,
    State(app): State<App>,
) -> Answer<Response> {
    let user = scope.user();
    let erased = users::erase(&app, &actor, user).await?;
    if !told {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    Ok(negotiate::told(ErasureReceipt {
        user_id: user.id.to_string(),
        erased_at: Instant(app.now()),
        samples: erased.samples,
        rows: erased.rows.into_iter().collect(),
        exceptions: EXCEPTIONS,
    }))
}
