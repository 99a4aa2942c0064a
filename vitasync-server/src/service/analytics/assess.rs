//! Computes what is said of people's days, from the mark on, and keeps it with the versions of the methods.
//!
//! A day is judged by itself and what lies before it, so what is kept is the same in whatever order the data came. It is written with the
//! mark and with what customers are told, in one transaction, and only if nothing has changed since it was read; otherwise whoever has
//! changed it has added a job that does it again.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, TimeDelta};
use serde_json::json;
use vitasync_core::time::from_ms;

use super::gather::{before, over, person};
use super::kept::{Day, document};
use super::{LOOK_BACK, anomalies, marks, today};
use crate::app::App;
use crate::error::{Error, Result};
use crate::service::health::{UserRef, off_the_loop};
use crate::service::jobs::{Attempt, Ended, Kind, Lane};
use crate::service::preferences::asked;
use crate::service::users::User;
use crate::service::webhooks::{Event, emit_for_user};
use crate::store::assessment_marks::{self, Mark};
use crate::store::assessments::{self, Assessment};
use crate::store::episodes::{self, Episode};
use crate::store::packed::pack;
use crate::store::{Transaction, series, sessions, users};

/// Computes what is said of a person's days.
pub const ASSESS: Kind = Kind {
    id: "assess_days",
    lane: Lane::Heavy,
    most_attempts: None,
};

/// How long a job that a newer program has to do waits for it, while one process after the other is replaced.
const LEFT_TO_OTHERS: TimeDelta = TimeDelta::minutes(5);
/// How many days are computed at once.
const STRETCH: u64 = 366;
/// How many days back something is still news; what lies further back is history that has come late.
const NEWS: u64 = 7;

/// Computes what is not true any more of the job's person.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn assess(attempt: Attempt) -> Result<Ended> {
    let Some(user_no) = attempt.job.user_no else {
        return Ok(Ended::Forget);
    };
    let app = &attempt.app;
    if marks::is_of_newer_program(&app.store, user_no).await? {
        return Ok(Ended::Again {
            at: app.now() + LEFT_TO_OTHERS,
            why: Some("a newer program has to compute it".to_owned()),
        });
    }
    match catch_up(app, user_no).await {
        // Deleted since.
        Ok(()) | Err(Error::NotFound { .. }) => Ok(Ended::Forget),
        Err(error) => Err(error),
    }
}

/// Sees to it that time alone makes nothing untrue: that a newer program says everything anew, and that what goes on is seen to end.
pub const SWEEP: Kind = Kind {
    id: "assess_all",
    lane: Lane::Upkeep,
    most_attempts: None,
};

/// How many people are looked up at a time.
const AT_A_TIME: u64 = 256;
/// How often they are.
const SWEEP_EVERY: TimeDelta = TimeDelta::hours(1);

/// Adds the jobs of people of whom something is said that may have become untrue without any new data.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn sweep(attempt: Attempt) -> Result<Ended> {
    let (app, now) = (&attempt.app, attempt.app.now());
    let yesterday = before(now.date_naive(), 1);
    for mark in marks::behind(&app.store, yesterday, AT_A_TIME).await? {
        let tx = app.store.begin().await?;
        marks::enqueue(&tx, mark.user_no, mark.round, now).await?;
        tx.commit().await?;
    }
    Ok(Ended::Again {
        at: now + SWEEP_EVERY,
        why: None,
    })
}

/// Computes what is not true any more of a person up to today, and keeps it. Where data changes meanwhile, the rest is left to the job
/// that the change has added.
///
/// # Errors
///
/// NotFound where the person is gone; Internal where the database fails.
pub(crate) async fn catch_up(app: &App, user_no: i64) -> Result<()> {
    let tx = app.store.begin().await?;
    tx.lock_user(user_no).await?;
    let mark = marks::begin(&tx, user_no).await?;
    let user = users::by_number(&tx, user_no).await?;
    tx.commit().await?;
    let Some(mut mark) = mark else { return Ok(()) };
    let today = today(app, &user).await?;
    let known = known(app, &user, today).await?;
    while mark.today.is_none() {
        let stretch = Stretch::of(&mark, known, today);
        let said = say(app, &user, &stretch).await?;
        let Some(raised) = keep(app, &user, &mark, &stretch, said).await? else {
            return Ok(());
        };
        mark = raised;
    }
    Ok(())
}

/// Which days are computed at once.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    /// From which day on what is kept may not be true.
    since: NaiveDate,
    /// The days that can have an answer.
    days: Option<(NaiveDate, NaiveDate)>,
    /// The last day of the stretch.
    to: NaiveDate,
    /// Today, where nothing is left to be computed behind it.
    last: Option<NaiveDate>,
    /// The first day that is news.
    news: NaiveDate,
}

impl Stretch {
    fn of(mark: &Mark, known: Option<(NaiveDate, NaiveDate)>, today: NaiveDate) -> Self {
        let whole = Self {
            since: mark.since,
            days: None,
            to: today,
            last: Some(today),
            news: before(today, NEWS - 1),
        };
        let Some((first, end)) = known.map(|(first, end)| (first.max(mark.since), end)) else {
            return whole;
        };
        if first > end {
            return whole;
        }
        let to = first
            .checked_add_days(Days::new(STRETCH - 1))
            .map_or(end, |to| to.min(end));
        let whole = Self {
            days: Some((first, to)),
            ..whole
        };
        if to == end {
            return whole;
        }
        Self {
            to,
            last: None,
            ..whole
        }
    }
}

/// Tells the first and the last day of which anything can be known.
async fn known(app: &App, user: &User, today: NaiveDate) -> Result<Option<(NaiveDate, NaiveDate)>> {
    let series = series::all(&app.store, user.user_no).await?;
    let samples = series.iter().filter_map(|it| it.first_ms.zip(it.last_ms));
    let spans = samples.chain(sessions::span(&app.store, user.user_no).await?);
    let Some((first, last)) = spans.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))) else {
        return Ok(None);
    };
    let zones = &asked(app, &UserRef::from(user), None).await?.zones;
    let date = |ms| from_ms(ms).map(|at| zones.local_date(at));
    // By its own clock a sample may lie on the day before or after, and a night ends on the day after it began.
    let span = date(first).zip(date(last)).map(|(first, last)| {
        let end = last.checked_add_days(Days::new(LOOK_BACK + 2)).unwrap_or(last);
        (before(first, 1), end.min(today))
    });
    Ok(span)
}

/// What is said of a stretch.
struct Said {
    days: Vec<Assessment>,
    /// The episodes that are there.
    before: Vec<Episode>,
    /// The episodes that are to be there instead.
    episodes: Vec<Episode>,
}

async fn say(app: &App, user: &User, stretch: &Stretch) -> Result<Said> {
    let there = anomalies::touched(&app.store, user.user_no, stretch.since, stretch.to).await?;
    let Some((first, to)) = stretch.days else {
        return Ok(Said {
            days: Vec::new(),
            before: there,
            episodes: Vec::new(),
        });
    };
    let begins = there
        .iter()
        .map(|it| it.first_date)
        .chain([first])
        .min()
        .unwrap_or(first);
    let from = before(first, LOOK_BACK).min(before(begins, anomalies::LOOK_BACK));
    let evidence = over(app, user, from, to).await?;
    let (user, since, now) = (user.clone(), stretch.since, app.now());
    off_the_loop(move || {
        let dates = first.iter_days().take_while(|date| *date <= to);
        let days = dates.filter_map(|date| {
            let mut seen = evidence.seen_on(date, LOOK_BACK);
            seen.person = person(&user, date);
            Some(row(user.user_no, &Day::of(&seen, now)?))
        });
        let days = days.collect();
        let episodes = anomalies::judge(&user, &evidence, &there, (since, to));
        Said {
            days,
            before: there,
            episodes,
        }
    })
    .await
}

fn row(user_no: i64, day: &Day) -> Assessment {
    Assessment {
        user_no,
        date: day.date,
        method: day.method.clone(),
        document: pack(&document(day)),
        computed_at: day.computed_at,
    }
}

/// Writes what is said and tells of it, unless something has changed meanwhile.
async fn keep(app: &App, user: &User, mark: &Mark, stretch: &Stretch, said: Said) -> Result<Option<Mark>> {
    let tx = app.store.begin().await?;
    tx.lock_user(user.user_no).await?;
    let since = stretch.last.unwrap_or(stretch.to + Days::new(1));
    let Some(raised) = marks::raise(&tx, mark, since, stretch.last).await? else {
        return Ok(None);
    };
    if anomalies::touched(&tx, user.user_no, stretch.since, stretch.to).await? != said.before {
        return Ok(None);
    }
    let no = user.user_no;
    let known = assessments::read(&tx, no, stretch.news, stretch.to).await?;
    let mut news = scores_changed(user, &known, &said.days, stretch.news)?;
    news.extend(anomalies::detected(user, &said.before, &said.episodes, stretch.news)?);
    let to = stretch.last.map_or(stretch.to, |_| END);
    assessments::delete(&tx, no, stretch.since, to).await?;
    assessments::upsert(&tx, said.days).await?;
    episodes::delete(&tx, &said.before).await?;
    episodes::insert(&tx, said.episodes).await?;
    emit_for_user(&tx, no, || news, app.now()).await?;
    tx.commit().await?;
    Ok(Some(raised))
}

/// A day after which nobody has data.
const END: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a date");

/// Tells of the days whose scores are others than they were.
fn scores_changed(user: &User, before: &[Assessment], after: &[Assessment], since: NaiveDate) -> Result<Vec<Event>> {
    let known: BTreeMap<NaiveDate, &Assessment> = before.iter().map(|it| (it.date, it)).collect();
    let mut events = Vec::new();
    for row in after.iter().filter(|it| it.date >= since) {
        let day = Day::read(row)?;
        let values = day.values();
        let same = match known.get(&row.date) {
            Some(known) => Day::read(known)?.values() == values,
            None => values.iter().all(|(_, value)| value.is_none()),
        };
        if !same {
            let mut data = json!({"userId": user.id.to_string(), "date": day.date, "method": day.method});
            for (name, value) in values {
                data[name] = json!(value);
            }
            events.push(Event::new("health_score.updated", data));
        }
    }
    Ok(events)
}

/// Computes one day and keeps it; gives it also where nothing is known of it, which is not kept.
///
/// # Errors
///
/// Invalid of a day that has not come; NotFound where the person is gone; Internal where the database fails.
pub async fn assess_day(app: &App, user: &User, date: Option<NaiveDate>) -> Result<Day> {
    loop {
        let mark = assessment_marks::find(&app.store, user.user_no).await?;
        let now = app.now();
        let day = super::ask(app, user, date, move |it| Day::any(&it, now)).await?;
        let tx = app.store.begin().await?;
        tx.lock_user(user.user_no).await?;
        if assessment_marks::find(&tx, user.user_no).await? != mark {
            continue; // Something has changed, and what was computed is not true any more.
        }
        keep_day(&tx, app, user, &day).await?;
        tx.commit().await?;
        return Ok(day);
    }
}

async fn keep_day(tx: &Transaction, app: &App, user: &User, day: &Day) -> Result<()> {
    let (no, now) = (user.user_no, app.now());
    if !day.is_known() {
        return Ok(());
    }
    let rows = vec![row(no, day)];
    let today = today(app, user).await?;
    let known = assessments::read(tx, no, day.date, day.date).await?;
    let news = scores_changed(user, &known, &rows, before(today, NEWS - 1))?;
    assessments::upsert(tx, rows).await?;
    emit_for_user(tx, no, || news, now).await
}
