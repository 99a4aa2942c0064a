//! Takes what vendors send: checks the call, stores what there is to do, and only then lets the vendor have its answer.
//!
//! A vendor knows its application, not our workspaces: every application we know the vendor by is tried, and what it
//! tells goes to the connections made with the one that made the call trustworthy.

use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use vitasync_providers::client::{Exchange, Report};
use vitasync_providers::provider::{Job as Asked, Request, Response};
use vitasync_providers::webhook::{Inbound, News, Notice, Received, Refused, Reply, SUBSCRIPTION};
use vitasync_providers::{Error as VendorError, Provider, vendors};

use super::subscribe::of_owner;
use super::verdict::{Means, is_live, means};
use super::{job_of, progress::Progress, verdict};
use crate::app::App;
use crate::error::Result;
use crate::service::connections::{self, Connection, Linked, Status, id_of, learn, linked};
use crate::service::jobs::{self, Attempt, Ended, Kind, Lane, Queued};
use crate::service::vendors::{Application, application, every_application};
use crate::service::webhooks::{Event, emit_for_user};
use crate::store::{Id, Transaction, connections as rows, users};
use crate::telemetry::figures;
use vitasync_core::record::RecordVersion;

/// Works on what a vendor has sent.
pub const INBOUND: Kind = Kind {
    id: "inbound_fetch",
    lane: Lane::Vendors,
    most_attempts: Some(15),
};

/// Why a call is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTaken {
    /// There is no such vendor, or it sends nothing.
    Unknown,
    /// What makes its calls trustworthy is not set.
    NotConfigured,
    /// It is not signed as it must be, or too old.
    NotTrusted,
    /// It cannot be read.
    Malformed,
    /// A key of the vendor's cannot be fetched now.
    Unavailable,
}

/// What the job needs to know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Task {
    connection: String,
    work: Work,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Work {
    /// Take in what was sent.
    Inline(Box<Exchange>),
    /// Ask the vendor.
    Fetch(Vec<Request>),
    /// Delete what is gone.
    Deleted(Vec<RecordVersion>),
    /// Ask who the person is and what is allowed.
    Who,
}

/// Takes a call of a vendor's. What there is to do is stored when this answers.
///
/// # Errors
///
/// Internal where the database fails; the inner error says why the call is not taken.
pub async fn receive(app: &App, slug: &str, call: &Inbound<'_>) -> Result<Result<Reply, NotTaken>> {
    let Some(provider) = vendors::find(slug) else {
        return Ok(Err(NotTaken::Unknown));
    };
    let (owner, received) = match trusted(app, provider, call).await? {
        Ok(trusted) => trusted,
        Err(refused) => return Ok(Err(refused)),
    };
    let mut ended = Vec::new();
    let tx = app.store.begin().await?;
    for notice in &received.notices {
        let known = take(app, &tx, provider, owner, notice).await?;
        if known.is_empty() && notice.user.is_some() {
            tracing::info!(provider = slug, "A vendor told of somebody who is not connected");
            figures::stranger(provider.spec().slug);
        }
        if notice.news == News::Deregistered {
            ended.extend(known);
        }
    }
    tx.commit().await?;
    for connection in ended {
        rows::forget_grant(&app.store, connection).await?;
    }
    Ok(Ok(received.reply))
}

/// Finds the application that makes a call trustworthy: whose it is, and what the call says.
async fn trusted(
    app: &App,
    provider: &'static dyn Provider,
    call: &Inbound<'_>,
) -> Result<Result<(Option<Id>, Received), NotTaken>> {
    let spec = provider.spec();
    let mut why = NotTaken::NotConfigured;
    for (owner, application) in every_application(app, provider).await? {
        let subscriptions = of_owner(app, owner, spec).await?;
        let has = |name: &&'static str| match *name {
            SUBSCRIPTION => subscriptions.iter().any(|it| it.secret.is_some()),
            name => application.app.settings.contains_key(name),
        };
        let is_configured = spec.push.secrets.iter().all(has);
        let received = app
            .client()?
            .receive(application.provider, &application.app, &subscriptions, call);
        match received.await {
            Ok(received) => return Ok(Ok((owner, received))),
            Err(Refused::NoWebhook) => return Ok(Err(NotTaken::Unknown)),
            Err(Refused::Malformed) => why = NotTaken::Malformed,
            Err(Refused::NeedsDocument(_)) => why = NotTaken::Unavailable,
            Err(_) if is_configured && why == NotTaken::NotConfigured => why = NotTaken::NotTrusted,
            Err(_) => {}
        }
    }
    Ok(Err(why))
}

/// Stores what a notice asks for, and tells for which connections that is.
async fn take(
    app: &App,
    tx: &Transaction,
    provider: &'static dyn Provider,
    owner: Option<Id>,
    notice: &Notice,
) -> Result<Vec<Id>> {
    let Some(user) = &notice.user else {
        return Ok(Vec::new());
    };
    let mut known = Vec::new();
    for connection in rows::of_vendor_user(tx, provider.spec().slug, user).await? {
        let application = application(app, connection.workspace_id, provider).await?;
        if owner_of(&application, &connection) != owner {
            continue;
        }
        known.push(connection.id);
        match &notice.news {
            News::Challenge => {}
            News::Deregistered => deregister(app, tx, &connection).await?,
            News::Inline(request, bytes) => {
                let exchange = Exchange {
                    provider: provider.spec().slug.to_owned(),
                    request: request.as_ref().clone(),
                    response: Response::new(200, bytes.clone(), app.now()),
                };
                queue(app, tx, &connection, notice, Work::Inline(Box::new(exchange))).await?;
            }
            News::Fetch(requests) => queue(app, tx, &connection, notice, Work::Fetch(requests.clone())).await?,
            News::Deleted(gone) => queue(app, tx, &connection, notice, Work::Deleted(gone.clone())).await?,
            News::PermissionsChanged => queue(app, tx, &connection, notice, Work::Who).await?,
        }
    }
    Ok(known)
}

/// Whose application a connection uses: the workspace's, or, without one, that of the installation.
fn owner_of(application: &Application, connection: &Connection) -> Option<Id> {
    application.is_own.then_some(connection.workspace_id)
}

/// Queues what there is to do. The same notice that waits already is not queued again; one that is being worked on is,
/// since what it stands for may have changed after it was fetched.
async fn queue(app: &App, tx: &Transaction, connection: &Connection, notice: &Notice, work: Work) -> Result<()> {
    let what = match &work {
        // The moment of receipt is no part of what was sent.
        Work::Inline(exchange) => json!([exchange.request, exchange.response.body]),
        work => json!(work),
    };
    let hash: String = Sha256::digest(what.to_string())
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let key = notice.key.as_deref().unwrap_or_default();
    let name = format!("{} {} {key} {hash}", INBOUND.id, connection.id);
    let task = Task {
        connection: connection.id.to_string(),
        work,
    };
    let job = || job_of(&INBOUND, connection, &task, app.now());
    let Queued::Already(there) = jobs::enqueue(tx, job()?.once(name)).await? else {
        return Ok(());
    };
    let there = crate::store::jobs::find(tx, there).await?;
    if there.is_none_or(|it| it.status == jobs::Status::Running) {
        jobs::enqueue(tx, job()?).await?;
    }
    Ok(())
}

/// Ends a connection whose person has taken the authorisation back at the vendor. What it brought stays.
async fn deregister(app: &App, tx: &Transaction, connection: &Connection) -> Result<()> {
    let now = app.now();
    let why = "the user has ended it at the vendor";
    tx.lock_user(connection.user_no).await?;
    let reason = Some(why.to_owned());
    if !rows::set_status(tx, connection.id, &Status::LIVE, Status::Disconnected, reason, now).await? {
        return Ok(());
    }
    jobs::cancel_of_connection(tx, connection.id, now).await?;
    rows::note_sync(tx, connection.id, None, None).await?;
    let user = users::by_number(tx, connection.user_no).await?;
    let data = json!({
        "userId": user.id.to_string(),
        "connectionId": connection.id.to_string(),
        "providerId": connection.provider,
        "reason": why,
    });
    let events = || vec![Event::new("connection.disconnected", data)];
    emit_for_user(tx, connection.user_no, events, now).await
}

/// Works on what a vendor has sent: takes it in, fetches it, or deletes what is gone.
///
/// # Errors
///
/// Internal where the database or the vendor fails in a way that may pass.
pub async fn take_in(attempt: Attempt) -> Result<Ended> {
    let app = &attempt.app;
    let task: Task = attempt.payload()?;
    let found = rows::find(&app.store, id_of(&task.connection)?).await?;
    let Some(connection) = found.filter(|it| it.status.is_live()) else {
        return Ok(Ended::Failed("the connection has ended".to_owned()));
    };
    let linked = linked(app, &connection).await?;
    match work(app, &linked, task.work).await? {
        Ok(report) => {
            learn(app, &connection, &linked, report).await?;
            Ok(Ended::Forget)
        }
        Err(error) => ended(&attempt, &connection, error).await,
    }
}

async fn work(app: &App, linked: &Linked, work: Work) -> Result<Result<Report, VendorError>> {
    let (client, link) = (app.client()?, linked.link());
    Ok(match work {
        Work::Inline(exchange) => {
            let Exchange { request, response, .. } = *exchange;
            client.take_in(link, &request, response.body).await
        }
        Work::Fetch(requests) => client.follow(link, requests).await,
        Work::Deleted(gone) => client.delete(link, gone).await.map(|()| Report::default()),
        Work::Who => {
            let requests = linked.provider.requests(&Asked::Connect, &linked.connection.account);
            client.follow(link, requests).await
        }
    })
}

/// Ends an attempt at which the vendor has failed us.
async fn ended(attempt: &Attempt, connection: &Connection, error: VendorError) -> Result<Ended> {
    Ok(match means(error, attempt.app.now()) {
        Means::Later(at, why) => Ended::Again { at, why: Some(why) },
        Means::Transient(error) => {
            if is_live(&attempt.app, connection).await? {
                return verdict::again_or_over(attempt, &INBOUND, connection, error, &Progress::default()).await;
            }
            Ended::Failed("the connection has ended".to_owned())
        }
        Means::Forbidden(why) | Means::Broken(why) => Ended::Failed(why),
        Means::Over(Status::ReauthRequired, why) if !verdict::is_believed(attempt, connection).await? => Ended::Again {
            at: attempt.app.now() + verdict::DOUBT,
            why: Some(why),
        },
        Means::Over(status, why) => {
            connections::trouble(&attempt.app, connection, status, &why).await?;
            Ended::Failed(why)
        }
    })
}
