//! Answers what a person did and slept: one event per workout, night or nap, whoever recorded it.
//!
//! Records of several sources are grouped when they are read ([`group_workouts`], [`nights`]), so that a changed priority
//! or a late delivery changes answers without touching what is stored. An event's id is the smallest of its records';
//! the id of any record finds it, and the id of a part's record finds the multisport workout. Grouping looks at
//! neighbours, and at what a person has joined with them, so a page is made from the records around it and around those.
//!
//! [`group_workouts`]: vitasync_core::resolve::group_workouts
//! [`nights`]: vitasync_core::resolve::nights

mod by_hand;
mod load;
mod resolve;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use vitasync_core::id::ContentId;
use vitasync_core::resolve::sleep::{Night, NightKind};
use vitasync_core::session::Detail;
use vitasync_core::source::SourceKey;
use vitasync_core::sport::Sport;
use vitasync_core::{Preferences, Session, Source};

pub use self::by_hand::{Decided, Decision, decide};
use self::load::{PAD_MS, around, decode, with_joined};
use self::resolve::resolve;
use super::health::{Page, Start, UserRef, meant, source_table};
use super::preferences::asked;
use super::sessions::from_row;
use super::window::Window;
use crate::app::App;
use crate::error::{Error, Result};
use crate::store::Reads;
use crate::store::sessions::{self as rows, Filter};

/// What kind of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    /// A workout.
    Workout,
    /// A night or a nap.
    Sleep,
}

impl EventKind {
    /// Names the kind on the wire.
    pub fn id(self) -> &'static str {
        match self {
            Self::Workout => "workout",
            Self::Sleep => "sleep",
        }
    }

    /// Finds a kind by its name on the wire.
    pub fn from_id(id: &str) -> Option<Self> {
        [Self::Workout, Self::Sleep].into_iter().find(|kind| kind.id() == id)
    }
}

/// Which events to list.
#[derive(Debug, Clone, PartialEq)]
pub struct EventQuery {
    /// Of which kind; of both, where none is named.
    pub kind: Option<EventKind>,
    /// Only workouts of this sport.
    pub sport: Option<Sport>,
    /// Only events that one of whose sources is this: a source's id, number or name, a writer, or a provider.
    pub source: Option<String>,
    /// From when to when; events that overlap it are listed.
    pub window: Window,
    /// The zone of civil days where a record does not know its own.
    pub zone: Option<Tz>,
    /// True for every source's record by itself.
    pub raw: bool,
    /// Where to begin.
    pub start: Start,
    /// How many at most.
    pub limit: usize,
}

/// A workout, a night or a nap.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The smallest identity of its records.
    pub id: ContentId,
    /// The session, as the best source tells it; a workout is completed from the others.
    pub session: Session,
    /// What a night or nap comes to.
    pub night: Option<Night>,
    /// The civil date it belongs to: a workout's start, a night's end.
    pub local_date: NaiveDate,
    /// The offset from UTC at the start, in seconds east.
    pub utc_offset_s: i32,
    /// Its records, the best first.
    pub records: Vec<Record>,
    /// The parts of a multisport workout that have records of their own, in order of time. They are no events.
    pub parts: Vec<Part>,
    /// Which source each field of a workout is from.
    pub field_sources: BTreeMap<String, Arc<Source>>,
    /// What the person decided about it by hand.
    pub by_hand: ByHand,
}

/// A part of a multisport workout.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The smallest identity of its records.
    pub id: ContentId,
    /// The part that it is a part of, such as a brick in a triathlon; none for a part of the workout itself.
    pub part_of: Option<ContentId>,
    /// The sport.
    pub sport: Sport,
    /// Its records, the best first.
    pub records: Vec<Record>,
}

/// What a person decided about a workout by hand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ByHand {
    /// Whether some of its records are one workout because the person said so.
    pub linked: bool,
    /// Whether the person chose the record that is shown.
    pub chosen: bool,
    /// The records that the person said are not the same as one of its records.
    pub unlinked: BTreeSet<ContentId>,
}

/// A record of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its identity.
    pub id: ContentId,
    /// Who recorded it.
    pub source: Arc<Source>,
    /// When it began.
    pub start: DateTime<Utc>,
    /// When it ended.
    pub end: DateTime<Utc>,
}

impl Event {
    /// Tells the kind.
    pub fn kind(&self) -> EventKind {
        match self.session.detail {
            Detail::Sleep(_) => EventKind::Sleep,
            Detail::Workout(_) => EventKind::Workout,
        }
    }

    /// Lists its records and those of its parts.
    fn all_records(&self) -> impl Iterator<Item = &Record> {
        self.records
            .iter()
            .chain(self.parts.iter().flat_map(|part| &part.records))
    }

    /// Tells whether it is a nap.
    pub fn is_nap(&self) -> bool {
        self.night.as_ref().is_some_and(|night| night.kind == NightKind::Nap)
    }
}

/// Lists events, latest start first, then by id. Workouts come without their routes.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn list(app: &App, user: &UserRef, query: &EventQuery) -> Result<Page<Event>> {
    let sources = source_table(&app.store, user).await?;
    let preferences = asked(app, user, query.zone).await?;
    let window = query.window.milliseconds(&preferences.zones);
    let of = query.source.as_deref().map(|word| meant(word, user, &sources));
    let before = match query.start {
        Start::Offset(_) => window.end,
        Start::Behind(at, _) => window.end.min(at.timestamp_millis() + 1),
    };
    let filter = Filter {
        kind: query.kind.map(EventKind::id),
        from_ms: Some(window.start.saturating_sub(PAD_MS)).filter(|_| window.start > i64::MIN),
        to_ms: Some(before.saturating_add(PAD_MS)).filter(|_| before < i64::MAX),
    };
    let wanted = |event: &Event| {
        let (start, end) = (
            event.session.start.timestamp_millis(),
            event.session.end.timestamp_millis(),
        );
        let behind = match query.start {
            Start::Offset(_) => true,
            Start::Behind(at, id) => (std::cmp::Reverse(event.session.start), event.id) > (std::cmp::Reverse(at), id),
        };
        start < window.end && end > window.start && behind && query.picks(event, of.as_ref())
    };
    // Behind a cursor only the records around the page are read; more of them as long as the page is not full.
    let mut most = match query.start {
        Start::Offset(_) => None,
        Start::Behind(..) => Some(query.limit as u64 * 4 + 200),
    };
    loop {
        let found = rows::list(&app.store, user.no, filter, most).await?;
        let complete = most.is_none_or(|most| (found.len() as u64) < most);
        let settled = match found.last() {
            Some(oldest) if !complete => oldest.start_ms.saturating_add(PAD_MS),
            _ => i64::MIN,
        };
        let found = match query.raw {
            true => found,
            false => {
                let complete = settled.max(window.start)..before;
                with_joined(&app.store, user, &preferences.links, found, complete).await?
            }
        };
        let records = decode(&found, &sources)?;
        let mut events: Vec<Event> = resolve(user, &preferences, query.raw, records)
            .into_iter()
            .filter(|event| event.session.start.timestamp_millis() >= settled && wanted(event))
            .collect();
        if !complete && events.len() <= query.limit {
            most = most.map(|most| most * 4);
            continue;
        }
        events.sort_by_key(|event| (std::cmp::Reverse(event.session.start), event.id));
        let total = matches!(query.start, Start::Offset(_)).then_some(events.len() as u64);
        let skipped = match query.start {
            Start::Offset(offset) => usize::try_from(offset).unwrap_or(usize::MAX).min(events.len()),
            Start::Behind(..) => 0,
        };
        let mut page = events.split_off(skipped);
        let more = page.len() > query.limit;
        page.truncate(query.limit);
        return Ok(Page {
            rows: page,
            more,
            total,
        });
    }
}

/// Finds an event by the id of any of its records, with its route.
///
/// # Errors
///
/// NotFound where there is none; Internal where the database fails.
pub async fn find(app: &App, user: &UserRef, id: ContentId, zone: Option<Tz>, raw: bool) -> Result<Event> {
    let preferences = asked(app, user, zone).await?;
    locate(&app.store, user, &preferences, id, raw).await
}

async fn locate(
    from: &impl Reads,
    user: &UserRef,
    preferences: &Preferences,
    id: ContentId,
    raw: bool,
) -> Result<Event> {
    let not_found = || Error::not_found("Event");
    let row = rows::find(from, user.no, &id.to_bytes()).await?.ok_or_else(not_found)?;
    let found = around(from, user, &preferences.links, &[row]).await?;
    let sources = source_table(from, user).await?;
    let holds = |event: &Event| event.all_records().any(|record| record.id == id);
    let mut event = resolve(user, preferences, raw, decode(&found, &sources)?)
        .into_iter()
        .find(holds)
        .ok_or_else(not_found)?;
    for record in &event.records {
        let row = rows::find(from, user.no, &record.id.to_bytes()).await?;
        let Some(row) = row.filter(|row| row.route.is_some()) else {
            continue;
        };
        let recorded = from_row(&row, &record.source)?;
        if let (Detail::Workout(own), Detail::Workout(more)) = (&mut event.session.detail, recorded.detail) {
            own.route = more.route;
            event
                .field_sources
                .insert("route".to_owned(), Arc::clone(&record.source));
            break;
        }
    }
    Ok(event)
}

impl EventQuery {
    /// Asks for all events of a kind in a window, overlap resolved.
    pub fn all(kind: EventKind, window: Window, zone: Option<Tz>) -> Self {
        Self {
            kind: Some(kind),
            sport: None,
            source: None,
            window,
            zone,
            raw: false,
            start: Start::Offset(0),
            limit: usize::MAX - 1,
        }
    }

    fn picks(&self, event: &Event, of: Option<&HashSet<SourceKey>>) -> bool {
        let sport = match (&self.sport, &event.session.detail) {
            (None, _) => true,
            (Some(sport), Detail::Workout(workout)) => workout.sport == *sport,
            (Some(_), Detail::Sleep(_)) => false,
        };
        sport && of.is_none_or(|of| event.all_records().any(|record| of.contains(&record.source.key)))
    }
}

#[cfg(test)]
mod tests;
