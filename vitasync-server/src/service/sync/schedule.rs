//! Says when a connection is read next, and has it read then.
//!
//! A connection that is due is given its next time and its job in one transaction, so processes that look at the same
//! time share the work and a job that is lost is followed by another.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use vitasync_providers::provider::{Reads, Subscribe};
use vitasync_providers::vendors;

use super::{SYNC, Task, job_of, once};
use crate::app::App;
use crate::error::Result;
use crate::service::jobs::{self, Attempt, Ended, Kind, Lane, SET_BACK, chance};
use crate::service::vendors::{Application, application};
use crate::store::connections::{self, Connection};

/// How often a vendor is asked that tells nothing by itself.
const ASKED: TimeDelta = TimeDelta::minutes(15);
/// How often a vendor is asked that pushes: for what a push has missed.
const RECONCILED: TimeDelta = TimeDelta::hours(1);
/// How much earlier or later than planned, as a share.
const JITTER: f64 = 0.1;
/// How often connections that are due are looked for.
const LOOK: Duration = Duration::from_secs(30);
/// How many connections one transaction takes.
const AT_ONCE: u64 = 200;

/// Has connections read that are due.
pub const SCHEDULE: Kind = Kind {
    id: "schedule_syncs",
    lane: Lane::Upkeep,
    most_attempts: None,
};

/// What one look leaves for the next.
#[derive(Debug, Serialize, Deserialize)]
struct Looked {
    at: DateTime<Utc>,
}

/// Has every connection read that is due, and looks again soon. Where the clock was set back since the last look, the plans were
/// made by a time that was wrong, and every connection is due.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn schedule(attempt: Attempt) -> Result<Ended> {
    let app = &attempt.app;
    let left = attempt.job.progress.clone();
    let last = left.and_then(|it| serde_json::from_value::<Looked>(it).ok());
    let now = app.now();
    if last.is_some_and(|last| now + SET_BACK < last.at) {
        connections::hasten_all(&app.store, now).await?;
    }
    attempt.progress(&Looked { at: now }).await?;
    while queue_due(app).await? == AT_ONCE {}
    Ok(Ended::Again {
        at: app.now() + LOOK,
        why: None,
    })
}

/// Queues a portion of what is due, and tells how many connections that were.
async fn queue_due(app: &App) -> Result<u64> {
    let now = app.now();
    let tx = app.store.begin().await?;
    let due = connections::take_due(&tx, now, AT_ONCE).await?;
    let taken = due.len() as u64;
    for connection in due {
        connections::note_sync(&tx, connection.id, None, next(app, &connection).await?).await?;
        let job = job_of(&SYNC, &connection, &Task::of(&connection), now)?.once(once(&SYNC, connection.id));
        jobs::enqueue(&tx, job).await?;
    }
    tx.commit().await?;
    Ok(taken)
}

/// Says when a connection is to be read next; never where that is left to somebody who asks, or everything is pushed.
pub(super) async fn next(app: &App, connection: &Connection) -> Result<Option<DateTime<Utc>>> {
    let Some(provider) = vendors::find(&connection.provider) else {
        return Ok(None);
    };
    let application = application(app, connection.workspace_id, provider).await?;
    Ok(interval(&application).map(|interval| app.now() + jittered(interval, chance())))
}

/// Says how often connections are read: as the workspace has set it, or as suits the vendor.
fn interval(application: &Application) -> Option<TimeDelta> {
    let spec = application.spec();
    if spec.resources.iter().all(|it| it.reading == Reads::Pushed) {
        return None;
    }
    let set = application.schedule.unwrap_or_default();
    if set.on_demand {
        return None;
    }
    let set = set.every_minutes.map(|minutes| TimeDelta::minutes(minutes.into()));
    // Vendors with terms of their own allow little: they are asked when a person wants to see something.
    let usual = match (spec.terms, spec.push.subscribe) {
        (Some(_), _) => None,
        (None, Subscribe::Never) => Some(ASKED),
        (None, Subscribe::ByHand | Subscribe::App | Subscribe::User) => Some(RECONCILED),
    };
    set.or(usual)
}

/// Spreads a time, so that connections made together are not read together. `chance` is from 0 to 1.
fn jittered(interval: TimeDelta, chance: f64) -> TimeDelta {
    let share = 1.0 + JITTER * (2.0 * chance - 1.0);
    TimeDelta::milliseconds((interval.num_milliseconds() as f64 * share) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_time_is_up_to_a_tenth_earlier_or_later() {
        let minutes = |chance| jittered(TimeDelta::minutes(100), chance).num_minutes();
        assert_eq!([minutes(0.0), minutes(0.5), minutes(1.0)], [90, 100, 110]);
    }
}
