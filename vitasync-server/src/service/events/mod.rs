//! Answers nights and workouts: one per night or workout, resolved across sources, or every source's own.
//!
//! Which records are the same event is decided when reading, among the records of two days around it.

#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use vitasync_core::id::ContentId;
use vitasync_core::resolve::{Matcher, Night, Priority, group_workouts, merge_group, nights};
use vitasync_core::session::Detail;
use vitasync_core::time::UTC_DAY_MS;
use vitasync_core::{Session, Source};

use super::health::{Page, is_called, source_table, zone_of};
use super::sessions::{from_row, id_of};
use super::window::Window;
use crate::app::App;
use crate::error::{Error, Result};
use crate::store::sessions::{self, Filter, SessionRow};
use crate::store::users::UserRef;

/// How far records of one event can lie apart.
const AROUND_MS: i64 = 2 * UTC_DAY_MS;
/// How far back the first look goes; each further look goes back twice as far.
const LOOK_MS: i64 = 30 * UTC_DAY_MS;

/// What an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// A night or a nap.
    Sleep,
    /// A workout.
    Workout,
}

impl EventKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Sleep, Self::Workout];

    /// Names the kind on the wire.
    pub fn id(self) -> &'static str {
        match self {
            Self::Sleep => "sleep",
            Self::Workout => "workout",
        }
    }

    /// Finds a kind by its name on the wire.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }
}

/// Which events to list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventQuery {
    /// Only this kind.
    pub kind: Option<EventKind>,
    /// Only workouts of this sport, by its id.
    pub sport: Option<String>,
    /// Of whom: a provider, a writer or a source's name.
    pub source: Option<String>,
    /// From when to when; events that overlap it are listed.
    pub window: Window,
    /// The zone of civil days.
    pub zone: Option<Tz>,
    /// Only what comes behind the event that starts then and has this id.
    pub behind: Option<(DateTime<Utc>, ContentId)>,
    /// How many at most.
    pub limit: usize,
    /// Whether every source's own record is listed instead.
    pub raw: bool,
}

/// A night or a workout.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The identity: a workout's least member's, a night's primary's.
    pub id: ContentId,
    /// What it is.
    pub kind: EventKind,
    /// The record that is believed; a workout's lacks are filled from the other members.
    pub session: Session,
    /// The civil date: a workout's start, a night's end.
    pub local_date: NaiveDate,
    /// What a night comes to; its indexes point into the members.
    pub night: Option<Night>,
    /// Whose records it is made from, best first; a night's primary is the first.
    pub members: Vec<Member>,
}

/// One source's record of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The identity.
    pub id: ContentId,
    /// The source.
    pub source: Arc<Source>,
    /// When it began.
    pub start: DateTime<Utc>,
    /// When it ended.
    pub end: DateTime<Utc>,
    /// When it first came.
    pub created_at: DateTime<Utc>,
    /// When what is stored last changed.
    pub updated_at: DateTime<Utc>,
    /// When it last came.
    pub checked_at: DateTime<Utc>,
}

/// Lists events without routes, latest start first, then by id. Totals are not counted.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn list(app: &App, user: &UserRef, query: &EventQuery) -> Result<Page<Event>> {
    let zone = zone_of(user, query.zone);
    let range = query.window.milliseconds(zone);
    let reader = Reader::new(app, user, zone, query.raw, query.source.clone()).await?;
    let Some((first_ms, last_ms)) = sessions::span(&app.store, user.no).await? else {
        return Ok(Page {
            rows: Vec::new(),
            more: false,
            total: None,
        });
    };
    let floor = range.start.saturating_sub(AROUND_MS).max(first_ms);
    let mut to = range.end.min(last_ms.saturating_add(1));
    if let Some((start, _)) = query.behind {
        to = to.min(start.timestamp_millis() + 1);
    }
    let (mut events, mut look) = (Vec::new(), LOOK_MS);
    while events.len() <= query.limit && to > floor {
        let from = to.saturating_sub(look).max(floor);
        let mut found = reader.events(from..to, query.kind).await?;
        found.retain(|event| wanted(event, query, &range));
        found.sort_by(order);
        events.append(&mut found);
        to = from;
        look = look.saturating_mul(2);
    }
    let more = events.len() > query.limit;
    events.truncate(query.limit);
    Ok(Page {
        rows: events,
        more,
        total: None,
    })
}

/// Finds an event by its id or that of any of its members, with its route. `raw` gives the one record itself.
///
/// # Errors
///
/// NotFound where there is none; Internal where the database fails.
pub async fn find(app: &App, user: &UserRef, id: ContentId, raw: bool) -> Result<Event> {
    let missing = || Error::not_found("Event");
    let row = sessions::find(&app.store, user.no, &id.to_bytes())
        .await?
        .ok_or_else(missing)?;
    let reader = Reader::new(app, user, zone_of(user, None), raw, None).await?;
    if raw {
        return reader.resolve(vec![row])?.pop().ok_or_else(missing);
    }
    // The record begins in here, and so does whatever it belongs to.
    let range = row.start_ms - AROUND_MS..row.end_ms + AROUND_MS;
    let kind = EventKind::from_id(&row.kind);
    let mut rows = reader.rows(&range, kind).await?;
    for other in &mut rows {
        if let Some(whole) = sessions::find(&app.store, user.no, &other.id).await? {
            other.route = whole.route;
        }
    }
    let events = reader.resolve(rows)?;
    events
        .into_iter()
        .find(|event| event.members.iter().any(|it| it.id == id))
        .ok_or_else(missing)
}

/// The list's order: latest start first, then by id.
fn order(a: &Event, b: &Event) -> Ordering {
    b.session.start.cmp(&a.session.start).then_with(|| a.id.cmp(&b.id))
}

fn wanted(event: &Event, query: &EventQuery, range: &Range<i64>) -> bool {
    let sport = match &event.session.detail {
        Detail::Workout(workout) => Some(workout.sport.id()),
        Detail::Sleep(_) => None,
    };
    let (start_ms, end_ms) = (
        event.session.start.timestamp_millis(),
        event.session.end.timestamp_millis(),
    );
    let behind = query
        .behind
        .is_none_or(|(start, id)| event.session.start < start || (event.session.start == start && event.id > id));
    behind
        && query.sport.as_deref().is_none_or(|wanted| sport == Some(wanted))
        && start_ms < range.end
        && (end_ms > range.start || start_ms >= range.start)
}

/// Reads and resolves the sessions of one person.
struct Reader<'a> {
    app: &'a App,
    user: &'a UserRef,
    zone: Tz,
    raw: bool,
    source: Option<String>,
    sources: HashMap<i32, Arc<Source>>,
}

impl<'a> Reader<'a> {
    async fn new(app: &'a App, user: &'a UserRef, zone: Tz, raw: bool, source: Option<String>) -> Result<Self> {
        Ok(Self {
            app,
            user,
            zone,
            raw,
            source,
            sources: source_table(app, user).await?,
        })
    }

    /// Resolves the events that start in a range of milliseconds.
    async fn events(&self, range: Range<i64>, kind: Option<EventKind>) -> Result<Vec<Event>> {
        let around = range.start.saturating_sub(AROUND_MS)..range.end.saturating_add(AROUND_MS);
        let mut events = self.resolve(self.rows(&around, kind).await?)?;
        events.retain(|event| range.contains(&event.session.start.timestamp_millis()));
        Ok(events)
    }

    async fn rows(&self, range: &Range<i64>, kind: Option<EventKind>) -> Result<Vec<SessionRow>> {
        let filter = Filter {
            kind: kind.map(EventKind::id),
            from_ms: Some(range.start),
            to_ms: Some(range.end),
        };
        sessions::list(&self.app.store, self.user.no, filter, None).await
    }

    fn resolve(&self, rows: Vec<SessionRow>) -> Result<Vec<Event>> {
        let (mut sessions, mut members) = (Vec::new(), Vec::new());
        for row in rows {
            let missing = || Error::internal("reading sessions")(format!("source {} is missing", row.source_no));
            let source = self.sources.get(&row.source_no).ok_or_else(missing)?;
            if self.source.as_deref().is_some_and(|word| !is_called(source, word)) {
                continue;
            }
            let session = from_row(&row, source)?;
            members.push(Member {
                id: id_of(&row)?,
                source: Arc::clone(source),
                start: session.start,
                end: session.end,
                created_at: row.created_at,
                updated_at: row.updated_at,
                checked_at: row.checked_at,
            });
            sessions.push(session);
        }
        if self.raw {
            let alone = sessions.chunks(1).zip(members.chunks(1));
            return Ok(alone
                .flat_map(|(session, member)| self.group(session, member))
                .collect());
        }
        Ok(self.group(&sessions, &members))
    }

    /// Makes events of records, of which `members` tells whose they are.
    fn group(&self, sessions: &[Session], members: &[Member]) -> Vec<Event> {
        let user = self.user.id.to_string();
        let priority = Priority::default();
        let workouts = group_workouts(sessions, &user, Matcher::default(), &priority)
            .into_iter()
            .map(|group| {
                let session = merge_group(&group, sessions).session;
                Event {
                    id: group.session_id,
                    kind: EventKind::Workout,
                    local_date: session.attributes.local_date(session.start, self.zone),
                    session,
                    night: None,
                    members: group.members.iter().map(|&at| members[at].clone()).collect(),
                }
            });
        let nights = nights(sessions, &priority, self.zone).into_iter().map(|mut night| {
            let among: Vec<usize> = std::iter::once(night.primary)
                .chain(night.others.iter().copied())
                .collect();
            (night.primary, night.others) = (0, (1..among.len()).collect());
            Event {
                id: members[among[0]].id,
                kind: EventKind::Sleep,
                session: sessions[among[0]].clone(),
                local_date: night.date,
                night: Some(night),
                members: among.into_iter().map(|at| members[at].clone()).collect(),
            }
        });
        workouts.chain(nights).collect()
    }
}
