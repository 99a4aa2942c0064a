//! Preferences: whose samples count, where the user has lived, when a week begins, when two records are one workout.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vitasync_core::resolve::Selector;

use crate::App;
use crate::http::Context;
use crate::http::body::{Json, RequestBody, said};
use crate::http::extract::{By, Read, UserScope, Write};
use crate::http::negotiate::{IfMatch, versioned};
use crate::http::problem::{Answer, Problem};
use crate::http::wire::Instant;
use crate::service::preferences::{self, Change, Current, Pick, Since};

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default().routes(routes!(get_preferences, update_preferences))
}

/// What a user has set.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Preferences {
    /// How often it has changed; also the `ETag`.
    #[schema(example = 3)]
    version: i64,
    /// When it last changed; `null` where nothing was ever set.
    updated_at: Option<Instant>,
    /// Whose samples count where sources overlap.
    priority: Priority,
    /// Where the user has lived, in order of time; empty where that is not known, and days are those of UTC.
    timezones: Vec<Residence>,
    /// The day on which a week begins.
    #[schema(example = "monday")]
    week_start: &'static str,
    /// When two records are the same workout: `overlap`, or `train_stack` for TrainStack's rule.
    #[schema(example = "overlap")]
    workout_matcher: &'static str,
}

/// Whose samples count: a source picked by an earlier entry comes before one picked by a later, and that before all others.
#[derive(Debug, Serialize, ToSchema)]
struct Priority {
    /// The order for everything, best first.
    general: Vec<Picked>,
    /// The order for single metrics, by exact id; it comes before the general one. Workouts follow `workout_duration`,
    /// nights `sleep_stage`.
    #[schema(example = json!({"steps": [{"deviceKind": "watch"}, {"deviceKind": "phone"}]}))]
    metrics: BTreeMap<&'static str, Vec<Picked>>,
}

/// What picks sources; a part that is missing picks all.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Picked {
    /// The slug of the provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "apple_health")]
    provider: Option<String>,
    /// The writer inside the provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<String>,
    /// The kind of device.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "watch")]
    device_kind: Option<&'static str>,
}

/// A time zone the user has lived in.
#[derive(Debug, Serialize, ToSchema)]
struct Residence {
    /// Since when; `null` from the beginning.
    from: Option<Instant>,
    /// The IANA time zone.
    #[schema(example = "Europe/Berlin")]
    timezone: &'static str,
}

impl From<&Selector> for Picked {
    fn from(selector: &Selector) -> Self {
        Self {
            provider: selector.provider.clone(),
            origin: selector.origin.clone(),
            device_kind: selector.device_kind.map(|kind| kind.id()),
        }
    }
}

impl From<Current> for Preferences {
    fn from(current: Current) -> Self {
        let Current { preferences, .. } = current;
        let picked = |selectors: &Vec<Selector>| selectors.iter().map(Picked::from).collect();
        let priority = &preferences.priority;
        let zones = &preferences.zones;
        let first = (None, zones.first());
        let moves = zones.moves().iter().map(|(from, zone)| (Some(Instant(*from)), *zone));
        let residence = |(from, zone): (Option<Instant>, chrono_tz::Tz)| Residence {
            from,
            timezone: zone.name(),
        };
        let known = std::iter::once(first).chain(moves).filter(|_| current.has_zone);
        Self {
            version: current.version,
            updated_at: current.updated_at.map(Instant),
            priority: Priority {
                general: picked(&priority.general),
                metrics: priority
                    .metrics
                    .iter()
                    .map(|(metric, it)| (metric.id(), picked(it)))
                    .collect(),
            },
            timezones: known.map(residence).collect(),
            week_start: preferences::name_of_day(preferences.week_start),
            workout_matcher: preferences.matcher.id(),
        }
    }
}

/// What to change; what is left out stays, `null` forgets it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct UpdatePreferences {
    /// Whose samples count.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<UpdatePriority>)]
    priority: Option<Option<UpdatePriority>>,
    /// Where the user has lived: the whole history, the first without `from`. Changes the time zone of the profile too.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<Vec<UpdateResidence>>,
        example = json!([{"timezone": "Europe/Berlin"}, {"from": "2025-06-01T12:00:00Z", "timezone": "Asia/Tokyo"}]))]
    timezones: Option<Option<Vec<UpdateResidence>>>,
    /// The day on which a week begins.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>, example = "sunday")]
    week_start: Option<Option<String>>,
    /// When two records are the same workout: `overlap` or `train_stack`.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>, example = "overlap")]
    workout_matcher: Option<Option<String>>,
}

impl RequestBody for UpdatePreferences {
    const FIELDS: &'static [&'static str] = &["priority", "timezones", "weekStart", "workoutMatcher"];
}

/// Which orders to change.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct UpdatePriority {
    /// The order for everything, best first.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<Vec<PickSource>>, example = json!(["watch", "phone"]))]
    general: Option<Option<Vec<PickSource>>>,
    /// The order for single metrics, by exact id or documented name, which means all its exact metrics; metrics that are
    /// not named keep theirs.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<BTreeMap<String, Option<Vec<PickSource>>>>,
        example = json!({"steps": ["phone", "watch"], "weight": null}))]
    metrics: Option<Option<BTreeMap<String, Option<Vec<PickSource>>>>>,
}

/// What picks sources: a word (a kind of device, a provider's slug, or a source's id or name), a source's number, or parts.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(
    untagged,
    expecting = "it must be a word, a number or an object of provider, origin and deviceKind"
)]
enum PickSource {
    /// A kind of device, a provider's slug, or a source's id or name.
    Word(String),
    /// A source's number.
    Number(i32),
    /// Parts; one that is left out picks all.
    Parts(PickParts),
}

/// What picks sources by its parts.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PickParts {
    /// The slug of the provider.
    provider: Option<String>,
    /// The writer inside the provider.
    origin: Option<String>,
    /// The kind of device.
    device_kind: Option<String>,
}

/// A time zone the user has lived in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct UpdateResidence {
    /// Since when; left out, from the beginning.
    #[serde(default, deserialize_with = "instant")]
    #[schema(value_type = Option<DateTime<Utc>>)]
    from: Option<DateTime<Utc>>,
    /// The IANA time zone.
    #[schema(example = "Europe/Berlin")]
    timezone: String,
}

/// Reads an instant, and says what one looks like where it is none.
fn instant<'de, D: Deserializer<'de>>(from: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    let read = |text: String| {
        let parsed = text
            .parse()
            .map_err(|_| format!("{text:?} is not an instant like 2025-06-15T09:00:00Z"));
        parsed.map_err(D::Error::custom)
    };
    text.map(read).transpose()
}

impl From<PickSource> for Pick {
    fn from(said: PickSource) -> Self {
        match said {
            PickSource::Word(word) => Self::Word(word),
            PickSource::Number(number) => Self::Word(number.to_string()),
            PickSource::Parts(parts) => Self::Parts {
                provider: parts.provider,
                origin: parts.origin,
                device_kind: parts.device_kind,
            },
        }
    }
}

impl From<UpdatePreferences> for Change {
    fn from(said: UpdatePreferences) -> Self {
        let picks = |list: Option<Vec<PickSource>>| list.map(|list| list.into_iter().map(Pick::from).collect());
        let (general, metrics) = match said.priority {
            None => (None, None),
            Some(None) => (Some(None), Some(None)),
            Some(Some(priority)) => (priority.general.map(picks), priority.metrics),
        };
        let by_name = |orders: BTreeMap<String, _>| orders.into_iter().map(|(name, it)| (name, picks(it))).collect();
        let since = |it: UpdateResidence| Since {
            from: it.from,
            zone: it.timezone,
        };
        Self {
            general,
            metrics: metrics.map(|orders| orders.map(by_name)),
            zones: said
                .timezones
                .map(|all| all.map(|all| all.into_iter().map(since).collect())),
            week_start: said.week_start,
            matcher: said.workout_matcher,
        }
    }
}

/// Get what a user has set
#[utoipa::path(
    get, path = "/users/{userId}/preferences", tag = "Preferences", extensions(("x-required-scope" = json!("read"))),
    params(("userId" = String, Path, description = "The id of the user.")),
    responses((status = 200, body = Preferences, description = "What is set, with its version as `ETag`.",
        headers(("ETag" = String, description = "The version."))))
)]
async fn get_preferences(scope: UserScope<Read>, State(app): State<App>) -> Answer<Response> {
    let current = preferences::read(&app, &scope.user()).await?;
    Ok(versioned(current.version, Preferences::from(current)))
}

/// Change what a user has set
///
/// The next answers follow it; nothing is imported again. What is left out stays as it is, `null` forgets it; orders of
/// metrics that are not named stay. With `If-Match` the change is made only on that version, so that two editors do not
/// overwrite each other.
#[utoipa::path(
    patch, path = "/users/{userId}/preferences", tag = "Preferences", extensions(("x-required-scope" = json!("write"))),
    params(
        ("userId" = String, Path, description = "The id of the user."),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of what was read.", example = "\"3\""),
    ),
    request_body = UpdatePreferences,
    responses(
        (status = 200, body = Preferences, description = "What is set now, with its version as `ETag`.",
            headers(("ETag" = String, description = "The version."))),
        (status = 412, body = Problem, description = "It has changed since it was read."),
    )
)]
async fn update_preferences(
    scope: UserScope<Write>,
    By(actor): By,
    IfMatch(versions): IfMatch,
    State(app): State<App>,
    Json(body): Json<UpdatePreferences>,
) -> Answer<Response> {
    let (user, change, versions) = (scope.user(), body.into(), versions.as_deref());
    let current = match scope.is_own() {
        true => preferences::change(&app, &user, &change, versions).await?,
        false => preferences::change_for(&app, &actor, &user, &change, versions).await?,
    };
    Ok(versioned(current.version, Preferences::from(current)))
}
