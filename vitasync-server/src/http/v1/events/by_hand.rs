//! Decisions about workouts by hand: which record is shown, which records are one workout.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vitasync_core::id::ContentId;

use super::form::Event;
use crate::App;
use crate::error::Error;
use crate::http::Context;
use crate::http::body::{Json, RequestBody};
use crate::http::extract::{PathOf, UserScope, Write};
use crate::http::negotiate::{IfMatch, versioned};
use crate::http::problem::{Answer, Problem};
use crate::service::events::{Decision, decide};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default()
        .routes(routes!(choose_primary, forget_primary))
        .routes(routes!(unlink_record))
        .routes(routes!(relink_record))
        .routes(routes!(link_events))
}

/// Names a record.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct NameRecord {
    /// The id of a source's record, as `records` of the event lists it.
    #[schema(example = "5QF7M3T9K2ZB8N4W6X1C0D5E7G")]
    record_id: String,
}

impl RequestBody for NameRecord {
    const FIELDS: &'static [&'static str] = &["recordId"];
}

/// Names an event.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct NameEvent {
    /// The id of the other event, or of any record of it.
    #[schema(example = "5QF7M3T9K2ZB8N4W6X1C0D5E7G")]
    event_id: String,
}

impl RequestBody for NameEvent {
    const FIELDS: &'static [&'static str] = &["eventId"];
}

/// Where a decision is made, and on which version.
type Place = (UserScope<Write>, PathOf<(String, String)>, IfMatch, State<App>);

/// Decides about the event of a path, and answers it as it is now.
async fn decided((scope, path, versions, app): Place, decision: Decision) -> Answer<Response> {
    let (PathOf((_user, id)), IfMatch(versions), State(app)) = (path, versions, app);
    let (user, id) = (scope.user(), event_id(&id)?);
    let done = decide(&app, &user, id, decision, versions.as_deref()).await?;
    Ok(versioned(done.version, Event::new(&user.id.to_string(), &done.event)))
}

/// Reads the id of an event; what is none does not exist.
pub(super) fn event_id(text: &str) -> Result<ContentId, Error> {
    text.parse().map_err(|_| Error::not_found("Event"))
}

impl NameRecord {
    fn id(&self) -> Result<ContentId, Error> {
        self.record_id.parse().map_err(|_| Error::not_found("Record"))
    }
}

/// Choose the record that a workout shows
///
/// Instead of any other that was chosen; what it lacks is filled from the others. A record of a part is chosen for that part.
/// The choice is kept among the preferences and holds after every import.
#[utoipa::path(
    put, path = "/users/{userId}/events/{eventId}/primary", tag = "Events",
    extensions(("x-required-scope" = json!("write"))),
    params(
        ("userId" = String, Path, description = "The id of the user."),
        ("eventId" = String, Path, description = "The id of the event, or of any record of it."),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the preferences, or of the last decision.", example = "\"3\""),
    ),
    request_body = NameRecord,
    responses(
        (status = 200, body = Event, description = "The event as it is now, with the version of the preferences as `ETag`.",
            headers(("ETag" = String, description = "The version."))),
        (status = 412, body = Problem, description = "The preferences have changed since they were read."),
    )
)]
async fn choose_primary(place: Place, Json(body): Json<NameRecord>) -> Answer<Response> {
    decided(place, Decision::Show(body.id()?)).await
}

/// Let the rules choose the record that a workout shows
///
/// Takes back a choice, for a part with the id of one of its records as `eventId`; without one it changes nothing.
#[utoipa::path(
    delete, path = "/users/{userId}/events/{eventId}/primary", tag = "Events",
    extensions(("x-required-scope" = json!("write"))),
    params(
        ("userId" = String, Path, description = "The id of the user."),
        ("eventId" = String, Path, description = "The id of the event, or of any record of it."),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the preferences, or of the last decision.", example = "\"3\""),
    ),
    responses(
        (status = 200, body = Event, description = "The event as it is now, with the version of the preferences as `ETag`.",
            headers(("ETag" = String, description = "The version."))),
        (status = 422, body = Problem, description = "It is a night."),
        (status = 412, body = Problem, description = "The preferences have changed since they were read."),
    )
)]
async fn forget_primary(place: Place) -> Answer<Response> {
    decided(place, Decision::ForgetShown).await
}

/// Take a record out of a workout
///
/// It becomes a workout of its own, or joins another one that it matches, and neither is a part of the other. Answers the
/// event that is left.
#[utoipa::path(
    post, path = "/users/{userId}/events/{eventId}/unlink", tag = "Events",
    extensions(("x-required-scope" = json!("write"))),
    params(
        ("userId" = String, Path, description = "The id of the user."),
        ("eventId" = String, Path, description = "The id of the event, or of any record of it."),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the preferences, or of the last decision.", example = "\"3\""),
    ),
    request_body = NameRecord,
    responses(
        (status = 200, body = Event, description = "The event as it is now, with the version of the preferences as `ETag`.",
            headers(("ETag" = String, description = "The version."))),
        (status = 412, body = Problem, description = "The preferences have changed since they were read."),
    )
)]
async fn unlink_record(place: Place, Json(body): Json<NameRecord>) -> Answer<Response> {
    decided(place, Decision::Unlink(body.id()?)).await
}

/// Take back that a record was taken out of a workout
///
/// The rules decide again whether it is the same. To bring it back whatever they say, link the two events. `links.unlinked` of
/// the event lists what was taken out.
#[utoipa::path(
    post, path = "/users/{userId}/events/{eventId}/relink", tag = "Events",
    extensions(("x-required-scope" = json!("write"))),
    params(
        ("userId" = String, Path, description = "The id of the user."),
        ("eventId" = String, Path, description = "The id of the event, or of any record of it."),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the preferences, or of the last decision.", example = "\"3\""),
    ),
    request_body = NameRecord,
    responses(
        (status = 200, body = Event, description = "The event as it is now, with the version of the preferences as `ETag`.",
            headers(("ETag" = String, description = "The version."))),
        (status = 412, body = Problem, description = "The preferences have changed since they were read."),
    )
)]
async fn relink_record(place: Place, Json(body): Json<NameRecord>) -> Answer<Response> {
    decided(place, Decision::Relink(body.id()?)).await
}

/// Make one workout of two
///
/// Whatever the rules say, and however far apart they are. Two events that both have a record of one source stay two (422):
/// one source never records one workout twice. To part them again, unlink a record.
#[utoipa::path(
    post, path = "/users/{userId}/events/{eventId}/link", tag = "Events",
    extensions(("x-required-scope" = json!("write"))),
    params(
        ("userId" = String, Path, description = "The id of the user."),
        ("eventId" = String, Path, description = "The id of the event, or of any record of it."),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the preferences, or of the last decision.", example = "\"3\""),
    ),
    request_body = NameEvent,
    responses(
        (status = 200, body = Event, description = "The event as it is now, with the version of the preferences as `ETag`.",
            headers(("ETag" = String, description = "The version."))),
        (status = 412, body = Problem, description = "The preferences have changed since they were read."),
    )
)]
async fn link_events(place: Place, Json(body): Json<NameEvent>) -> Answer<Response> {
    decided(place, Decision::Link(event_id(&body.event_id)?)).await
}
