//! Remembers from which day on what is kept of a person's days may not be true any more, and sees to it that it becomes true.
//!
//! Whatever changes data, or what decides about data, calls [`mark`] in its own transaction. The first mark of a round adds a job, a
//! little later so that one job follows a burst of deliveries; the job begins the next round, so that a mark that is set while it
//! works adds another.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use vitasync_core::analytics::training::{load, readiness, trimp};
use vitasync_core::analytics::{Method, anomaly, baseline, metabolic, scores, sleep};

use super::assess::ASSESS;
use crate::error::Result;
use crate::service::jobs::{self, NewJob};
use crate::store::assessment_marks::{self as marks, Mark};
use crate::store::{Reads, Transaction};

/// The methods that say something of a day. Their versions only grow, so a newer program has a greater sum.
const METHODS: &[Method] = &[
    scores::METHOD,
    readiness::METHOD,
    load::METHOD,
    trimp::METHOD,
    baseline::METHOD,
    sleep::debt::METHOD,
    sleep::quality::METHOD,
    sleep::regularity::METHOD,
    metabolic::fitness_age::METHOD,
    anomaly::outlier::METHOD,
    anomaly::thresholds::METHOD,
    anomaly::episodes::METHOD,
];

/// The version of all of them together.
pub(super) const VERSION: i64 = {
    let (mut sum, mut at) = (0, 0);
    while at < METHODS.len() {
        sum += METHODS[at].version as i64;
        at += 1;
    }
    sum
};

/// How long after the first change of a burst the job is due.
const PATIENCE: TimeDelta = TimeDelta::seconds(10);

/// A day before which nobody has data.
pub(crate) const BEGINNING: NaiveDate = NaiveDate::from_ymd_opt(1, 1, 1).expect("a date");

/// Notes that what is known of a person has changed from a day on. To be called in the transaction of the change, with the person
/// locked.
///
/// # Errors
///
/// Internal where the database fails.
pub(crate) async fn mark(tx: &Transaction, user_no: i64, since: NaiveDate, now: DateTime<Utc>) -> Result<()> {
    let there = marks::find(tx, user_no).await?;
    let known = there.filter(|it| it.version >= VERSION);
    if known.is_some_and(|it| it.queued == it.round && it.since <= since) {
        return Ok(()); // Nothing to add, and the job of this round is still to come.
    }
    let round = there.map_or(0, |it| it.round);
    let mark = Mark {
        user_no,
        version: there.map_or(VERSION, |it| it.version.max(VERSION)),
        // Where nothing was ever said, or by older methods, nothing is true.
        since: known.map_or(BEGINNING, |it| it.since.min(since.max(BEGINNING))),
        today: None,
        round,
        queued: round,
    };
    marks::set(tx, mark).await?;
    enqueue(tx, user_no, round, now + PATIENCE).await
}

/// Does what [`mark`] does where anything is known of the person.
///
/// # Errors
///
/// As [`mark`].
pub(crate) async fn mark_again(tx: &Transaction, user_no: i64, since: NaiveDate, now: DateTime<Utc>) -> Result<()> {
    match marks::find(tx, user_no).await? {
        Some(_) => mark(tx, user_no, since, now).await,
        None => Ok(()),
    }
}

/// Adds the job of a round, where it is not there.
pub(super) async fn enqueue(tx: &Transaction, user_no: i64, round: i64, due: DateTime<Utc>) -> Result<()> {
    let job = NewJob::new(&ASSESS, &(), due)?
        .of_user(user_no)
        .once(format!("{}:{user_no}:{round}", ASSESS.id));
    jobs::enqueue(tx, job).await?;
    Ok(())
}

/// Lists people of whom something is said that may have become untrue by a date, at most `limit`.
pub(super) async fn behind(from: &impl Reads, date: NaiveDate, limit: u64) -> Result<Vec<Mark>> {
    marks::behind(from, VERSION, date, limit).await
}

/// Tells whether newer methods than this program's have said what is kept.
pub(super) async fn is_of_newer_program(from: &impl Reads, user_no: i64) -> Result<bool> {
    Ok(marks::find(from, user_no).await?.is_some_and(|it| it.version > VERSION))
}

/// Begins a round: what was known until now is computed, and what comes from now on is another round's. None where nothing was ever
/// known, or where a newer program computes.
pub(super) async fn begin(tx: &Transaction, user_no: i64) -> Result<Option<Mark>> {
    let Some(there) = marks::find(tx, user_no).await? else {
        return Ok(None);
    };
    if there.version > VERSION {
        return Ok(None);
    }
    let since = if there.version == VERSION {
        there.since
    } else {
        BEGINNING
    };
    let mark = Mark {
        version: VERSION,
        since,
        today: None,
        round: there.round + 1,
        ..there
    };
    marks::set(tx, mark).await?;
    Ok(Some(mark))
}

/// Raises the mark with what is written in this transaction. Tells whether it may be written: not where something has changed since the
/// round began, or somebody else has come further.
pub(super) async fn raise(
    tx: &Transaction,
    of: &Mark,
    since: NaiveDate,
    today: Option<NaiveDate>,
) -> Result<Option<Mark>> {
    let there = marks::find(tx, of.user_no).await?;
    let mine = |it: &Mark| it.queued < of.round && (it.version, it.since) == (of.version, of.since);
    let Some(there) = there.filter(mine) else {
        return Ok(None);
    };
    marks::set(tx, Mark { since, today, ..there }).await?;
    Ok(Some(Mark { since, today, ..*of }))
}

/// Tells whether everything that is kept of a person up to today is true.
pub(super) async fn is_current(from: &impl Reads, user_no: i64, today: NaiveDate) -> Result<bool> {
    let mark = marks::find(from, user_no).await?;
    // Of whom nothing is known, nothing is kept, and that is true.
    Ok(mark.is_none_or(|it| it.version >= VERSION && it.today == Some(today)))
}

/// Of which days what is kept is true.
#[derive(Debug, Clone, Copy)]
pub(super) struct Covered(Option<Mark>);

impl Covered {
    /// Tells whether what is kept of a day is true; also that nothing is. `today` is the day it is where the person lives.
    pub(super) fn holds(self, date: NaiveDate, today: NaiveDate) -> bool {
        self.0
            .is_some_and(|it| date < it.since || (date == today && it.today == Some(today)))
    }
}

/// Tells of which days of a person what is kept is true.
pub(super) async fn covered(from: &impl Reads, user_no: i64) -> Result<Covered> {
    let mark = marks::find(from, user_no).await?;
    Ok(Covered(mark.filter(|it| it.version >= VERSION)))
}
