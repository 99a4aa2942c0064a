//! Reads a resource from where it stands to now: windows, pages, commits.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use vitasync_core::error::{Position, Rejected};
use vitasync_core::normalize::{Context, Normalizer};
use vitasync_core::record::{RecordKey, RecordVersion};
use vitasync_core::session::{Detail, Session};
use vitasync_core::time::ZoneHistory;

use super::census::Census;
use super::connect::is_taken;
use super::send::{Call, not_stored};
use super::{Client, Connection, Delivery, Exchange, Link, Recorded};
use crate::error::{Error, ErrorKind};
use crate::provider::{
    Account, History, Ids, Job, Outcome, Page, Provider, Reads, Request, Resource, Response, Spec, Subscription, Window,
};

/// What was done.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    /// How many answers were read.
    pub pages: usize,
    /// How many samples were committed.
    pub samples: usize,
    /// How many sessions were committed.
    pub sessions: usize,
    /// How many objects were deleted.
    pub deleted: usize,
    /// How many items could not be used; each is in its delivery.
    pub rejected: usize,
    /// The calls that have nothing for this person.
    pub skipped: Vec<String>,
    /// Whether the vendor pushes something later.
    pub awaiting: bool,
    /// What the answers say about the account.
    pub account: Account,
    /// The subscriptions the answers name.
    pub subscriptions: Vec<Subscription>,
}

impl Report {
    fn add(&mut self, other: Self) {
        self.pages += other.pages;
        self.samples += other.samples;
        self.sessions += other.sessions;
        self.deleted += other.deleted;
        self.rejected += other.rejected;
        self.skipped.extend(other.skipped);
        self.awaiting |= other.awaiting;
        self.account.learn(other.account);
        self.subscriptions.extend(other.subscriptions);
    }
}

impl Client {
    /// Reads a resource from where it stands to now.
    ///
    /// The first time it begins where the vendor's history does. Later it begins where the last sync ended, less the time in
    /// which the vendor still changes things. Every window that is committed counts, even if a later one fails.
    ///
    /// # Errors
    ///
    /// What the vendor or a store says. Call again; nothing is lost and nothing counts twice.
    pub async fn sync(&self, link: Link<'_>, resource: &str) -> Result<Report, Error> {
        let spec = link.provider.spec();
        let failed = |kind| Error::new(spec.slug, format!("sync {resource}"), kind);
        let resource = spec
            .resource(resource)
            .ok_or_else(|| failed(ErrorKind::Refused).with_source("the vendor has no resource of this name"))?;
        if !link.connection.account.allows(resource.scopes) {
            let scopes = resource.scopes.join("` or `");
            return Err(failed(ErrorKind::Forbidden).with_source(format!("it needs the scope `{scopes}`")));
        }
        let (id, sink) = (&link.connection.id, &self.inner.sink);
        let now = self.inner.runtime.now();
        let stored = |error| failed(ErrorKind::Storage).with_source(error);
        let stands = sink.watermark(id, resource.id).await.map_err(stored)?;
        let mut report = Report::default();
        for window in windows(resource, stands, link.connection.connected_at, now) {
            let job = Job::Window {
                resource: resource.id,
                window,
            };
            let requests = link.provider.requests(&job, &link.connection.account);
            report.add(self.run(&link.into(), requests).await?);
            // Never back: the first windows of a sync are the overlap.
            if stands.is_none_or(|stands| stands < window.to) {
                sink.advance(id, resource.id, window.to).await.map_err(stored)?;
            }
        }
        Ok(report)
    }

    /// Asks a vendor that pushes to push the past of a resource again. The data comes as notices.
    ///
    /// # Errors
    ///
    /// What the vendor says.
    pub async fn backfill(&self, link: Link<'_>, resource: &str, window: Window) -> Result<Report, Error> {
        let longest = link.provider.spec().resource(resource).and_then(|it| it.window);
        let mut report = Report::default();
        for window in window.split(longest) {
            let job = Job::Backfill { resource, window };
            let requests = link.provider.requests(&job, &link.connection.account);
            report.add(self.run(&link.into(), requests).await?);
        }
        Ok(report)
    }

    /// Reads one object.
    ///
    /// # Errors
    ///
    /// What the vendor or a store says.
    pub async fn fetch(&self, link: Link<'_>, resource: &str, id: &str) -> Result<Report, Error> {
        let job = Job::Object { resource, id };
        let requests = link.provider.requests(&job, &link.connection.account);
        self.run(&link.into(), requests).await
    }

    /// Sends what a notice asks for ([`News::Fetch`](crate::webhook::News::Fetch)) and commits what comes.
    ///
    /// # Errors
    ///
    /// What the vendor or a store says.
    pub async fn follow(&self, link: Link<'_>, requests: Vec<Request>) -> Result<Report, Error> {
        self.run(&link.into(), requests).await
    }

    /// Takes in data that was pushed ([`News::Inline`](crate::webhook::News::Inline)): stores the raw bytes, decodes, commits.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Malformed`] where it cannot be read, and what a store says.
    pub async fn take_in(&self, link: Link<'_>, request: &Request, bytes: Vec<u8>) -> Result<Report, Error> {
        let call = link.into();
        let response = Response::new(200, bytes, self.inner.runtime.now());
        self.keep(&call, request, &response).await?;
        let mut page = link.provider.decode(request, &response)?;
        let follow = std::mem::take(&mut page.follow);
        let mut report = self.settle(&call, request, &response, page).await?;
        report.add(self.run(&call, follow).await?);
        Ok(report)
    }

    /// Deletes objects a notice names ([`News::Deleted`](crate::webhook::News::Deleted)).
    ///
    /// # Errors
    ///
    /// What the sink says.
    pub async fn delete(&self, link: Link<'_>, deleted: Vec<RecordVersion>) -> Result<(), Error> {
        let page = Page {
            deleted,
            ..Page::default()
        };
        let delivery = deliver(link.provider, link.connection, page, self.inner.runtime.now());
        let committed = self.inner.sink.commit(&link.connection.id, delivery).await;
        let failed = |error| Error::new(link.provider.spec().slug, "delete", ErrorKind::Storage).with_source(error);
        committed.map_err(failed)
    }

    /// Sends requests and what they lead to, until there is nothing more to ask.
    pub(super) async fn run(&self, call: &Call<'_>, requests: Vec<Request>) -> Result<Report, Error> {
        let mut report = Report::default();
        let mut waiting: VecDeque<Request> = requests.into();
        let mut asked = HashSet::new();
        let mut census = Census::begin(self.inner.runtime.now());
        while let Some(request) = waiting.pop_front() {
            let new = asked.insert(fingerprint(&request));
            if !new || asked.len() > self.inner.config.most_pages {
                return Err(call.error(&request, ErrorKind::EndlessPaging));
            }
            let (response, outcome) = self.perform(call, &request).await?;
            let mut page = Page::default();
            match (outcome, &request.object) {
                (Outcome::Ok, _) => page = call.provider.decode(&request, &response)?,
                (Outcome::Gone, Some(key)) => page.deleted.push(key.clone().into()),
                (Outcome::Skip, _) => {
                    report.skipped.push(request.operation.to_string());
                    census.spoil();
                }
                _ => {}
            }
            census.count(&mut page);
            waiting.extend(std::mem::take(&mut page.follow));
            report.add(self.settle(call, &request, &response, page).await?);
        }
        if let Some(connection) = call.connection {
            self.conclude(call.provider.spec(), connection, census).await?;
        }
        Ok(report)
    }

    /// Says which lists were whole, after everything that they name.
    async fn conclude(&self, spec: &'static Spec, connection: &Connection, census: Census) -> Result<(), Error> {
        let complete = census.conclude(spec, &connection.id);
        if complete.is_empty() {
            return Ok(());
        }
        let delivery = Delivery {
            complete,
            ..Delivery::empty(spec.slug, self.inner.runtime.now())
        };
        let committed = self.inner.sink.commit(&connection.id, delivery).await;
        committed.map_err(|error| Error::new(spec.slug, "conclude a list", ErrorKind::Storage).with_source(error))
    }

    /// Commits what a page holds, then confirms it where the vendor wants that.
    async fn settle(
        &self,
        call: &Call<'_>,
        request: &Request,
        response: &Response,
        mut page: Page,
    ) -> Result<Report, Error> {
        let confirm = std::mem::take(&mut page.confirm);
        let report = self.commit(call, request, response, page).await?;
        for confirmation in confirm {
            let (_, outcome) = self.perform(call, &confirmation).await?;
            if !is_taken(outcome) {
                return Err(call.error(&confirmation, ErrorKind::Refused));
            }
        }
        Ok(report)
    }

    async fn commit(
        &self,
        call: &Call<'_>,
        request: &Request,
        response: &Response,
        mut page: Page,
    ) -> Result<Report, Error> {
        let mut report = Report {
            pages: 1,
            awaiting: page.awaiting,
            account: std::mem::take(&mut page.account),
            subscriptions: std::mem::take(&mut page.subscriptions),
            ..Report::default()
        };
        let Some(connection) = call.connection else {
            return Ok(report);
        };
        let delivery = deliver(call.provider, connection, page, response.received_at);
        report.samples = delivery.samples.len();
        report.sessions = delivery.sessions.len();
        report.deleted = delivery.deleted.len();
        report.rejected = delivery.rejected.len();
        if !delivery.is_empty() {
            let committed = self.inner.sink.commit(&connection.id, delivery).await;
            committed.map_err(|error| not_stored(call, request, error))?;
        }
        Ok(report)
    }
}

/// Decodes a stored answer again, as the client did when it came. One answer is never a whole list, so nothing is deleted
/// for want of being named.
///
/// # Errors
///
/// [`ErrorKind::Malformed`] where it cannot be read.
pub fn replay(provider: &dyn Provider, connection: &Connection, exchange: &Exchange) -> Result<Delivery, Error> {
    let Exchange { request, response, .. } = exchange;
    let page = match provider.outcome(request, response, response.received_at) {
        Outcome::Ok => provider.decode(request, response)?,
        _ => Page::default(),
    };
    Ok(deliver(provider, connection, page, response.received_at))
}

/// Puts what a page holds into the model's terms.
fn deliver(provider: &dyn Provider, connection: &Connection, mut page: Page, received: DateTime<Utc>) -> Delivery {
    let spec = provider.spec();
    let context = Context {
        zones: connection.zones.clone(),
        received,
    };
    let scope = |key: &mut RecordKey| {
        if spec.ids == Ids::Connection {
            key.scope.clone_from(&connection.id);
        }
    };
    let (readings, mut rejected) = (std::mem::take(&mut page.readings), std::mem::take(&mut page.rejected));
    let mut normalizer = Normalizer::new(&context);
    let mut samples = Vec::with_capacity(readings.len());
    // The readings of an object come one after the other and share its record.
    let mut last: Option<(Arc<RecordVersion>, Arc<RecordVersion>)> = None;
    for (at, mut reading) in readings.into_iter().enumerate() {
        if let Some(record) = reading.record.as_mut().filter(|_| spec.ids == Ids::Connection) {
            let scoped = match last.take().filter(|(its, _)| Arc::ptr_eq(its, record)) {
                Some((_, scoped)) => scoped,
                None => {
                    let mut scoped = RecordVersion::clone(record);
                    scope(&mut scoped.key);
                    Arc::new(scoped)
                }
            };
            last = Some((std::mem::replace(record, scoped.clone()), scoped));
        }
        let metric = reading.metric;
        match normalizer.sample(reading) {
            Ok(sample) => samples.push(Recorded {
                record: sample.record.clone(),
                sample,
            }),
            Err(reason) => rejected.push(Rejected {
                position: Position::byte(page.place(at)),
                subject: metric.to_string(),
                reason,
            }),
        }
    }
    let placed = page
        .wall_clock_sessions
        .into_iter()
        .map(|it| placed(it, &context.zones));
    let mut sessions: Vec<Session> = page.sessions.into_iter().chain(placed).collect();
    for record in sessions.iter_mut().filter_map(|session| session.record.as_mut()) {
        scope(&mut record.key);
    }
    let mut deleted = page.deleted;
    for record in &mut deleted {
        scope(&mut record.key);
    }
    Delivery {
        samples,
        sessions,
        planned: page.planned,
        deleted,
        rejected,
        ..Delivery::empty(spec.slug, received)
    }
}

/// Moves a session whose times are what the clock on the wall showed to where they were.
fn placed(mut session: Session, zones: &ZoneHistory) -> Session {
    let place = |at: &mut DateTime<Utc>| {
        let placed = zones.place(at.naive_utc());
        *at = placed.at;
        placed.offset_s
    };
    let start = place(&mut session.start);
    let end = place(&mut session.end);
    session.attributes.start_offset_s = Some(start);
    session.attributes.end_offset_s = Some(end).filter(|end| *end != start);
    match &mut session.detail {
        Detail::Sleep(sleep) => {
            for stage in &mut sleep.stages {
                place(&mut stage.start);
                place(&mut stage.end);
            }
        }
        Detail::Workout(workout) => {
            for lap in &mut workout.laps {
                place(&mut lap.start);
                place(&mut lap.end);
            }
            for part in &mut workout.parts {
                place(&mut part.start);
                place(&mut part.end);
            }
            for event in &mut workout.events {
                place(&mut event.at);
            }
            for point in &mut workout.route {
                place(&mut point.at);
            }
        }
    }
    session
}

/// Gives the windows a sync reads, the earliest first.
fn windows(
    resource: &Resource,
    stands: Option<DateTime<Utc>>,
    connected_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Vec<Window> {
    let beginning = match resource.history {
        History::Since(year) => {
            NaiveDate::from_ymd_opt(year, 1, 1).map(|date| date.and_time(chrono::NaiveTime::MIN).and_utc())
        }
        History::Days(days) => now.checked_sub_days(Days::new(days.into())),
        History::FromConnect => Some(connected_at),
    };
    let beginning = beginning.unwrap_or(now);
    let from = stands.map_or(beginning, |stands| (stands - resource.overlap).max(beginning));
    match resource.reading {
        Reads::Pushed => Vec::new(),
        // A window that is not empty even if the last sync was this instant.
        Reads::Current | Reads::ByChange => vec![Window {
            from: from.min(now - TimeDelta::milliseconds(1)),
            to: now,
        }],
        Reads::ByTime => Window { from, to: now }.split(resource.window),
    }
}

/// Tells requests apart without keeping them.
fn fingerprint(request: &Request) -> Vec<u8> {
    use sha2::{Digest, Sha256};
    // The notes are ours; a vendor that leads back leads to the same address.
    let asked = (&request.method, &request.url, &request.query, &request.body);
    Sha256::digest(serde_json::to_vec(&asked).expect("texts can be written")).to_vec()
}
