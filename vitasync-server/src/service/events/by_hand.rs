//! Remembers what a person decides about workouts by hand: which record is shown, which records are one workout, which are
//! not.
//!
//! A decision names records by their identity and is kept among what the person has set, so it holds after every import.
//! It is made while the person's row is locked, on the groups as they are at that moment.

use std::collections::BTreeSet;

use vitasync_core::id::ContentId;
use vitasync_core::resolve::{Links, RefusedJoin, WorkoutGroup, group_workouts, refused_joins};
use vitasync_core::{Preferences, Session};

use super::load::{around, decode};
use super::{Event, EventKind, locate};
use crate::app::App;
use crate::error::{Error, Result};
use crate::service::health::{UserRef, source_table};
use crate::service::preferences::{current, keep_links};
use crate::store::sessions::{self as rows, SessionRow};
use crate::store::{Reads, Transaction};

/// What to decide about a workout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Show this record of it.
    Show(ContentId),
    /// Let the rules choose again which record is shown.
    ForgetShown,
    /// Take this record out: it is not the same as any other, nor a part.
    Unlink(ContentId),
    /// Take back that this record was taken out.
    Relink(ContentId),
    /// Make one of it and the event of this id.
    Link(ContentId),
}

/// A decision that was made.
#[derive(Debug, Clone, PartialEq)]
pub struct Decided {
    /// The event as it is now, with its route.
    pub event: Event,
    /// How often what the person has set has changed.
    pub version: i64,
}

/// Decides about the workout that a record belongs to, and remembers it. The id of a part's record means the part where a
/// choice is taken back or two events become one. `versions` are those of the preferences the decision may be made on, where the
/// caller has one in mind. Deciding the same again changes nothing.
///
/// # Errors
///
/// NotFound where the person has no such record; Unprocessable where it is a night, is in another event, or where records of
/// one source would become one workout; Outdated where somebody else was faster; Internal where the database fails.
pub async fn decide(
    app: &App,
    user: &UserRef,
    id: ContentId,
    decision: Decision,
    versions: Option<&[i64]>,
) -> Result<Decided> {
    let tx = app.store.begin().await?;
    tx.lock_user(user.no).await?;
    let before = current(&tx, user.no).await?;
    before.expect(versions)?;
    let mut records = vec![workout(&tx, user, id, "eventId", "Event").await?];
    match decision {
        Decision::ForgetShown => {}
        Decision::Link(other) => records.push(workout(&tx, user, other, "eventId", "Event").await?),
        Decision::Show(record) | Decision::Unlink(record) | Decision::Relink(record) => {
            records.push(workout(&tx, user, record, "recordId", "Record").await?);
        }
    }
    let workouts = Workouts::around(&tx, user, &before.preferences, &records).await?;
    let (links, shown) = workouts.decide(id, decision, &before.preferences.links)?;
    let after = keep_links(&tx, user.no, before, links, app.now()).await?;
    let event = locate(&tx, user, &after.preferences, shown, false).await?;
    tx.commit().await?;
    Ok(Decided {
        event,
        version: after.version,
    })
}

/// Finds the record of a workout.
async fn workout(
    from: &impl Reads,
    user: &UserRef,
    id: ContentId,
    path: &str,
    what: &'static str,
) -> Result<SessionRow> {
    let row = rows::find(from, user.no, &id.to_bytes()).await?;
    let row = row.ok_or_else(|| Error::not_found(what))?;
    if row.kind == EventKind::Workout.id() {
        return Ok(row);
    }
    let message = "it is a night, and only workouts are decided about by hand; which source a night is from follows the order \
                   of sources for sleep_stage";
    Err(refused(path, message))
}

/// The workouts around those that are decided about, as they are grouped now.
struct Workouts {
    user: String,
    sessions: Vec<Session>,
    groups: Vec<WorkoutGroup>,
}

impl Workouts {
    async fn around(tx: &Transaction, user: &UserRef, preferences: &Preferences, of: &[SessionRow]) -> Result<Self> {
        let sources = source_table(tx, user).await?;
        let found = around(tx, user, &preferences.links, of).await?;
        let sessions: Vec<Session> = decode(&found, &sources)?.into_iter().map(|(_, it)| it).collect();
        let user = user.id.to_string();
        Ok(Self {
            groups: group_workouts(&sessions, &user, preferences),
            user,
            sessions,
        })
    }

    /// Tells what is decided afterwards, and a record of the event to show then.
    fn decide(&self, id: ContentId, decision: Decision, links: &Links) -> Result<(Links, ContentId)> {
        let (event, mut links) = (self.event(id)?, links.clone());
        match decision {
            Decision::Show(record) => {
                let group = holding(event, record)
                    .ok_or_else(|| elsewhere("it is a record of another event: link the two events first"))?;
                links.choose(record, group);
            }
            Decision::ForgetShown => {
                let group = holding(event, id).unwrap_or(event);
                group.ids.iter().for_each(|member| links.forget_choice(*member));
            }
            Decision::Unlink(record) => {
                if !event.holds(record) {
                    return Err(elsewhere("it is not a record of this event"));
                }
                let others = event.records().into_iter().filter(|it| *it != record);
                let Some(other) = others.min_by_key(|it| !event.ids.contains(it)) else {
                    return Err(elsewhere("it is the only record of this event"));
                };
                links.unlink(record, event);
                return Ok((links, other));
            }
            Decision::Relink(record) => links.relink(record, event),
            Decision::Link(other) => {
                let (one, other) = (holding(event, id).unwrap_or(event), self.group(other)?);
                if one.session_id != other.session_id {
                    self.join(&mut links, one, other)?;
                }
            }
        }
        Ok((links, id))
    }

    /// Joins every record of a group with every one of another, so that they stay one if one of them is taken out.
    fn join(&self, links: &mut Links, one: &WorkoutGroup, other: &WorkoutGroup) -> Result<()> {
        let source = |at: &usize| &self.sessions[*at].source;
        let twice = one.members.iter().map(source);
        let mut twice = twice.filter(|it| other.members.iter().map(source).any(|of| of.key == it.key));
        if let Some(source) = twice.next() {
            return Err(of_one_source(&source.name));
        }
        let waiting: BTreeSet<_> = self.refused(links).into_iter().map(|it| it.records).collect();
        for a in &one.ids {
            other.ids.iter().for_each(|b| links.join(*a, *b));
        }
        // Over records that either side was joined with before, a source may have one on both sides all the same.
        match self.refused(links).iter().find(|it| !waiting.contains(&it.records)) {
            Some(refused) => {
                let known = self.sessions.iter().find(|it| it.source.key == refused.source);
                Err(of_one_source(
                    known.map_or(&refused.source.origin, |it| &it.source.name),
                ))
            }
            None => Ok(()),
        }
    }

    fn refused(&self, links: &Links) -> Vec<RefusedJoin> {
        refused_joins(&self.sessions, &self.user, links)
    }

    /// Finds the event of a record.
    fn event(&self, id: ContentId) -> Result<&WorkoutGroup> {
        let mut groups = self.groups.iter();
        groups.find(|it| it.holds(id)).ok_or_else(|| Error::not_found("Event"))
    }

    /// Finds the event, or the part of one, of a record.
    fn group(&self, id: ContentId) -> Result<&WorkoutGroup> {
        let event = self.event(id)?;
        Ok(holding(event, id).unwrap_or(event))
    }
}

/// Finds the group among a workout and its parts that a record is a member of.
fn holding(group: &WorkoutGroup, record: ContentId) -> Option<&WorkoutGroup> {
    if group.ids.contains(&record) {
        return Some(group);
    }
    group.children.iter().find_map(|child| holding(child, record))
}

fn of_one_source(name: &str) -> Error {
    let message = format!("both events have a record of {name:?}, and records of one source are never one workout");
    refused("eventId", &message)
}

fn elsewhere(message: &str) -> Error {
    refused("recordId", message)
}

fn refused(path: &str, message: &str) -> Error {
    Error::Unprocessable {
        path: path.to_owned(),
        message: message.to_owned(),
        nearest: None,
    }
}
