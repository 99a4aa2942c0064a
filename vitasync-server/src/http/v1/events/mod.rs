//! Events: one per workout, night or nap, whoever recorded it.

mod by_hand;
mod form;
mod workout;

use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vitasync_core::id::ContentId;
use vitasync_core::sport::Sport;

use self::form::Event;
use crate::App;
use crate::http::Context;
use crate::http::body::Json;
use crate::http::extract::{PathOf, Read, UserScope};
use crate::http::negotiate::Wanted;
use crate::http::params::{FromParams, Params, Query};
use crate::http::problem::Answer;
use crate::http::wire::{Page, Pagination, cursor};
use crate::service::events::{self, EventKind, EventQuery};
use crate::service::health::Start;
use crate::service::window::{When, Window};

const DEFAULT_LIMIT: u64 = 50;
const MAX_LIMIT: u64 = 10_000;
/// The documented kinds. No source tells of an `activity` that is no workout, so that list is empty.
const KINDS: [&str; 3] = ["workout", "sleep", "activity"];

pub(super) fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::default()
        .routes(routes!(list_events))
        .routes(routes!(get_event))
        .merge(by_hand::routes())
}

/// Which events to list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
struct EventsQuery {
    /// Only this kind: `workout`, `sleep` or `activity`.
    #[param(value_type = Option<String>, example = "workout")]
    event_type: Option<Kind>,
    /// Only workouts of this sport.
    #[param(value_type = Option<String>, example = "running")]
    activity_type: Option<Sport>,
    /// Only events that this source recorded: a provider's slug, or the name of a device or app. Also read as
    /// `providerId` and `provider`.
    #[param(example = "apple_health")]
    source: Option<String>,
    /// From when: an instant with any offset, or a date for a whole day in the time zone of the answer.
    #[param(value_type = Option<String>, example = "2025-06-01")]
    from: Option<When>,
    /// Until when: an instant, not included, or a date, included.
    #[param(value_type = Option<String>, example = "2025-06-07")]
    to: Option<When>,
    /// The IANA time zone of days; the user's, otherwise UTC, where it is left out.
    #[param(value_type = Option<String>, example = "Europe/Berlin")]
    timezone: Option<Tz>,
    /// List every source's record by itself.
    #[param(value_type = Option<bool>, default = false)]
    raw: bool,
    /// How many at most.
    #[param(value_type = Option<u64>, minimum = 1, maximum = 10000, default = 50)]
    limit: u64,
    /// How many to pass over.
    #[param(minimum = 0, maximum = 4_294_967_295_u64, default = 0)]
    offset: Option<u64>,
    /// The `nextCursor` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<(DateTime<Utc>, ContentId)>,
}

/// A documented kind; of activities there are none.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Known(EventKind),
    Activity,
}

impl Kind {
    fn from_id(id: &str) -> Option<Self> {
        match id {
            "activity" => Some(Self::Activity),
            id => EventKind::from_id(id).map(Self::Known),
        }
    }
}

impl FromParams for EventsQuery {
    const NAMES: &'static [&'static str] = &[
        "eventType",
        "activityType",
        "source",
        "from",
        "to",
        "timezone",
        "raw",
        "limit",
        "offset",
        "cursor",
        "providerId",
        "provider",
        "start",
        "end",
        "startDate",
        "endDate",
    ];

    fn from_params(params: &mut Params) -> Self {
        let sports: Vec<&str> = Sport::ALL.iter().map(|sport| sport.id()).collect();
        let Window { from, to } = params.window();
        Self {
            event_type: params.word(&["eventType"], "kind of event", &KINDS, Kind::from_id),
            activity_type: params.word(&["activityType"], "sport", &sports, Sport::from_id),
            source: params.text(&["source", "providerId", "provider"]),
            from,
            to,
            timezone: params.zone(),
            raw: params.flag(&["raw"]),
            limit: params.limit(DEFAULT_LIMIT, MAX_LIMIT),
            offset: params.offset(),
            cursor: params.cursor(),
        }
    }
}

impl EventsQuery {
    fn start(&self) -> Start {
        match self.cursor {
            Some((at, id)) => Start::Behind(at, id),
            None => Start::Offset(self.offset.unwrap_or(0)),
        }
    }

    /// Says what to ask the service; nothing where no event can be of the kind.
    fn ask(&self) -> Option<EventQuery> {
        let kind = match self.event_type {
            Some(Kind::Activity) => return None,
            Some(Kind::Known(kind)) => Some(kind),
            None => None,
        };
        let (from, to) = (self.from, self.to);
        Some(EventQuery {
            kind,
            sport: self.activity_type,
            source: self.source.clone(),
            window: Window { from, to },
            zone: self.timezone,
            raw: self.raw,
            start: self.start(),
            limit: usize::try_from(self.limit).unwrap_or(usize::MAX),
        })
    }
}

/// How an event is answered.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
struct EventView {
    /// The IANA time zone of days; the user's, otherwise UTC, where it is left out.
    #[param(value_type = Option<String>, example = "Europe/Berlin")]
    timezone: Option<Tz>,
    /// Answer the one record with this id instead of the event it belongs to.
    #[param(value_type = Option<bool>, default = false)]
    raw: bool,
}

impl FromParams for EventView {
    const NAMES: &'static [&'static str] = &["timezone", "raw"];

    fn from_params(params: &mut Params) -> Self {
        Self {
            timezone: params.zone(),
            raw: params.flag(&["raw"]),
        }
    }
}

/// List workouts, nights and naps, latest first
///
/// One event for what several sources recorded; `raw` lists every source's record. Routes are left out. With
/// `Accept: application/x-ndjson` one row per line, the next cursor in `X-Next-Cursor`.
#[utoipa::path(
    get, path = "/users/{userId}/events", tag = "Events", extensions(("x-required-scope" = json!("read"))),
    params(("userId" = String, Path, description = "The id of the user."), EventsQuery),
    responses((status = 200, description = "Some of the events.", content(
        (Page<Event> = "application/json"), (String = "application/x-ndjson"),
    )))
)]
async fn list_events(
    scope: UserScope<Read>,
    Query(query): Query<EventsQuery>,
    wanted: Wanted,
    State(app): State<App>,
) -> Answer<Response> {
    let user = scope.user();
    let (found, more, total) = match query.ask() {
        Some(ask) => {
            let page = events::list(&app, &user, &ask).await?;
            (page.rows, page.more, page.total)
        }
        None => (Vec::new(), false, Some(0)),
    };
    let next = found
        .last()
        .filter(|_| more)
        .map(|event| cursor(&(event.session.start, event.id)));
    let offset = match query.start() {
        Start::Offset(offset) => Some(offset),
        Start::Behind(..) => None,
    };
    let id = user.id.to_string();
    let rows = found.iter().map(|event| Event::new(&id, event)).collect();
    let at = Pagination::new(query.limit, offset, total, next);
    Ok(wanted.page(Page::new(rows, at)))
}

/// Get a workout, night or nap
///
/// By its id or that of any source's record of it; with the route.
#[utoipa::path(
    get, path = "/users/{userId}/events/{eventId}", tag = "Events", extensions(("x-required-scope" = json!("read"))),
    params(
        ("userId" = String, Path, description = "The id of the user."),
        ("eventId" = String, Path, description = "The id of the event."),
        EventView,
    ),
    responses((status = 200, body = Event, description = "The event."))
)]
async fn get_event(
    scope: UserScope<Read>,
    PathOf(path): PathOf<(String, String)>,
    Query(view): Query<EventView>,
    State(app): State<App>,
) -> Answer<Json<Event>> {
    let user = scope.user();
    let (_user, id) = path;
    let event = events::find(&app, &user, by_hand::event_id(&id)?, view.timezone, view.raw).await?;
    Ok(Json(Event::new(&user.id.to_string(), &event)))
}
