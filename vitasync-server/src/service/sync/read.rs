//! The job that reads a connection, resource by resource.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use vitasync_providers::Error as VendorError;
use vitasync_providers::client::Report;
use vitasync_providers::provider::{History, Job as Asked, Reads, Resource, Window};

use super::progress::{Run, Stage};
use super::verdict::{self, Means, means};
use super::{BACKFILL, SYNC, Task, USUAL_PAST};
use crate::error::Result;
use crate::service::connections::{Connection, Linked, Status, id_of, learn, linked};
use crate::service::jobs::{self, Attempt, Ended, Filter, Kind};
use crate::store::{connections as rows, watermarks};

/// How soon to look again whether another job of the connection is over.
const TURN: TimeDelta = TimeDelta::seconds(5);

/// By how much the clocks of two machines may differ.
const CORRECTION: TimeDelta = TimeDelta::minutes(5);

/// Reads a connection: every resource in its turn, each from where it stands or over the span that was asked for.
///
/// A resource that cannot be read does not keep the others back. What an attempt before this one has finished is not
/// read again.
///
/// # Errors
///
/// Internal where the database or the vendor fails in a way that may pass.
pub async fn read(attempt: Attempt) -> Result<Ended> {
    let app = &attempt.app;
    let task: Task = attempt.payload()?;
    let found = rows::find(&app.store, id_of(&task.connection)?).await?;
    let Some(connection) = found.filter(|it| it.status.is_live()) else {
        return Ok(Ended::Failed("the connection has ended".to_owned()));
    };
    if connection.status == Status::ReauthRequired {
        return Ok(Ended::Failed(
            "the user has to connect the account again first".to_owned(),
        ));
    }
    if is_read_by_another(&attempt, &connection).await? {
        return Ok(Ended::Again {
            at: app.now() + TURN,
            why: None,
        });
    }
    let linked = linked(app, &connection).await?;
    let run = Run::resume(&attempt);
    let mut left = Left::default();
    for resource in wanted(&task, &linked) {
        let stage = run.progress().resources.get(resource.id).map(|it| it.status);
        if stage == Some(Stage::Done) {
            left.read += 1;
            continue;
        }
        run.note(&attempt, resource.id, |it| {
            it.status = Stage::Running;
            (it.pages, it.deleted, it.rejected, it.error) = (0, 0, 0, None);
        })
        .await?;
        let reading = Reading {
            attempt: &attempt,
            task: &task,
            linked: &linked,
            run: &run,
            resource,
        };
        match run.reading(resource.id, reading.all()).await? {
            Ok(report) => {
                learn(app, &connection, &linked, report).await?;
                run.note(&attempt, resource.id, |it| it.status = Stage::Done).await?;
                left.read += 1;
            }
            Err(error) => {
                if let Some(ended) = left.take(&attempt, &connection, &run, resource, error).await? {
                    return Ok(ended);
                }
            }
        }
    }
    left.conclude(&attempt, &connection, &run).await
}

/// Finds the kind of a job.
fn kind_of(attempt: &Attempt) -> &'static Kind {
    if attempt.job.kind == SYNC.id { &SYNC } else { &BACKFILL }
}

/// Tells whether a job that began earlier is at the same connection: one at a time reads it.
async fn is_read_by_another(attempt: &Attempt, connection: &Connection) -> Result<bool> {
    let which = Filter {
        connection_id: Some(connection.id),
        kinds: vec![SYNC.id, BACKFILL.id],
        status: Some(jobs::Status::Running),
        ..Filter::default()
    };
    let running = jobs::list(&attempt.app, &which, 10).await?;
    let began = |job: &jobs::Job| (job.started_at, job.id);
    Ok(running.iter().any(|it| began(it) < began(&attempt.job)))
}

/// Lists the resources that are meant.
fn wanted<'a>(task: &'a Task, linked: &Linked) -> impl Iterator<Item = &'static Resource> + use<'a> {
    let all = linked.provider.spec().resources.iter();
    all.filter(|it| task.resources.is_empty() || task.resources.iter().any(|name| name == it.id))
}

/// What an attempt leaves to be done.
#[derive(Default)]
struct Left {
    read: usize,
    transient: Option<VendorError>,
    broken: Option<String>,
}

impl Left {
    /// Takes an error of a resource; gives how the attempt ends where nothing more can be read.
    async fn take(
        &mut self,
        attempt: &Attempt,
        connection: &Connection,
        run: &Run,
        resource: &Resource,
        error: VendorError,
    ) -> Result<Option<Ended>> {
        let (stage, why, ended) = match means(error, attempt.app.now()) {
            Means::Later(at, why) => {
                let ended = Ended::Again {
                    at,
                    why: Some(why.clone()),
                };
                (Stage::Running, why, Some(ended))
            }
            Means::Transient(error) => {
                let why = error.to_string();
                self.transient = Some(error);
                (Stage::Running, why, None)
            }
            Means::Forbidden(why) => (Stage::Forbidden, why, None),
            Means::Broken(why) => {
                self.broken.get_or_insert_with(|| why.clone());
                (Stage::Failed, why, None)
            }
            Means::Over(Status::ReauthRequired, why) if !verdict::is_believed(attempt, connection).await? => {
                let ended = Ended::Again {
                    at: attempt.app.now() + verdict::DOUBT,
                    why: Some(why.clone()),
                };
                (Stage::Running, why, Some(ended))
            }
            Means::Over(status, why) => {
                let ended = verdict::failed(attempt, connection, status, why.clone(), &run.progress()).await?;
                (Stage::Failed, why, Some(ended))
            }
        };
        let noted = run.note(attempt, resource.id, |it| {
            it.status = stage;
            it.error = Some(why);
        });
        noted.await?;
        Ok(ended)
    }

    /// Ends the attempt when every resource has had its turn.
    async fn conclude(self, attempt: &Attempt, connection: &Connection, run: &Run) -> Result<Ended> {
        let progress = run.progress();
        match (self.transient, self.broken) {
            (Some(error), _) => verdict::again_or_over(attempt, kind_of(attempt), connection, error, &progress).await,
            (None, Some(why)) => {
                // One resource that cannot be read says nothing about the connection.
                let stands = if self.read == 0 { Status::Error } else { Status::Active };
                verdict::failed(attempt, connection, stands, why, &progress).await
            }
            (None, None) => verdict::done(attempt, connection, &progress).await,
        }
    }
}

/// One resource that is being read.
struct Reading<'a> {
    attempt: &'a Attempt,
    task: &'a Task,
    linked: &'a Linked,
    run: &'a Run,
    resource: &'static Resource,
}

impl Reading<'_> {
    /// Reads the resource. The inner error is the vendor's.
    async fn all(&self) -> Result<Result<Report, VendorError>> {
        let app = &self.attempt.app;
        let account = &self.linked.connection.account;
        if !account.allows(self.resource.scopes) {
            let kind = vitasync_providers::ErrorKind::Forbidden;
            let operation = format!("read {}", self.resource.id);
            return Ok(Err(VendorError::new(self.linked.provider.spec().slug, operation, kind)));
        }
        let now = app.now();
        let is_backfill = self.attempt.job.kind == BACKFILL.id;
        match (self.resource.reading, self.task.from) {
            (Reads::Pushed, from) if is_backfill => {
                let window = self.span(from.unwrap_or(now - USUAL_PAST), now);
                let asked = app.client()?.backfill(self.linked.link(), self.resource.id, window);
                Ok(asked.await)
            }
            (Reads::Pushed, _) => Ok(Ok(Report::default())),
            (Reads::ByTime | Reads::ByChange, Some(from)) => self.over(self.span(from, now)).await,
            _ => self.what_is_new(now).await,
        }
    }

    /// Cuts a span to what the vendor has and to what was asked for.
    fn span(&self, from: DateTime<Utc>, now: DateTime<Utc>) -> Window {
        Window {
            from: from.max(self.beginning(now)),
            to: self.task.to.unwrap_or(now),
        }
    }

    fn beginning(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let beginning = match self.resource.history {
            History::Since(year) => NaiveDate::from_ymd_opt(year, 1, 1).map(|it| it.and_time(NaiveTime::MIN).and_utc()),
            History::Days(days) => now.checked_sub_days(Days::new(days.into())),
            History::FromConnect => Some(self.linked.connection.connected_at),
        };
        beginning.unwrap_or(now)
    }

    /// Reads from where the resource stands to now; at first no more than the usual past. A mark in the future was set by a clock
    /// that was wrong: nobody knows what was read until when, so the usual past is read again.
    async fn what_is_new(&self, now: DateTime<Utc>) -> Result<Result<Report, VendorError>> {
        let app = &self.attempt.app;
        let (id, name) = (id_of(&self.linked.connection.id)?, self.resource.id);
        let stands = watermarks::find(&app.store, id, name).await?;
        let is_known = stands.is_some_and(|stands| stands <= now + CORRECTION);
        if self.resource.reading != Reads::Current && !is_known {
            watermarks::advance(&app.store, id, name, now - USUAL_PAST).await?;
        }
        Ok(app.client()?.sync(self.linked.link(), name).await)
    }

    /// Reads a span, window by window, going on behind what an attempt before this one has read.
    async fn over(&self, span: Window) -> Result<Result<Report, VendorError>> {
        let app = &self.attempt.app;
        let (id, name) = (id_of(&self.linked.connection.id)?, self.resource.id);
        let read = self.run.progress().resources.get(name).and_then(|it| it.until);
        let rest = Window {
            from: read.map_or(span.from, |until| until.max(span.from)),
            ..span
        };
        let longest = self.resource.window.filter(|_| self.resource.reading == Reads::ByTime);
        let mut report = Report::default();
        for window in rest.split(longest) {
            let asked = Asked::Window { resource: name, window };
            let requests = self.linked.provider.requests(&asked, &self.linked.connection.account);
            match app.client()?.follow(self.linked.link(), requests).await {
                Ok(read) => add(&mut report, read),
                Err(error) => return Ok(Err(error)),
            }
            let noted = self.run.note(self.attempt, name, |it| it.until = Some(window.to));
            noted.await?;
        }
        let stands = watermarks::find(&app.store, id, name).await?;
        if stands.is_none_or(|stands| span.from <= stands && stands < span.to) {
            watermarks::advance(&app.store, id, name, span.to).await?;
        }
        Ok(Ok(report))
    }
}

/// Keeps of a report what is used: what it says about the account.
fn add(to: &mut Report, other: Report) {
    to.account.learn(other.account);
    to.subscriptions.extend(other.subscriptions);
}
