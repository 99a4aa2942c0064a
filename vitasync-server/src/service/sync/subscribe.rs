//! Has vendors tell us what is new: subscribes where the vendor takes that from a program, and renews before it ends.
//!
//! Some vendors want one subscription for the whole application, others one for every account.

use super::{job_of, once};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use vitasync_providers::client;
use vitasync_providers::provider::{Spec, Subscribe, Subscription};
use vitasync_providers::{Error as VendorError, ErrorKind, Provider, vendors};

use crate::app::App;
use crate::error::{Error, Result};
use crate::service::connections::{Connection, id_of, linked, seal_subscriptions, subscriptions_of};
use crate::service::jobs::{self, Attempt, Ended, Kind, Lane, NewJob};
use crate::service::vendors::{Application, application};
use crate::store::{Id, Transaction, connections as rows, vendor_subscriptions};
use crate::vault::Purpose;

/// Subscribes to a vendor's pushes, and renews the subscription.
pub const SUBSCRIBE: Kind = Kind {
    id: "subscribe",
    lane: Lane::Vendors,
    most_attempts: Some(12),
};

/// For what to subscribe.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Task {
    /// For an account, by the id of its connection.
    Connection(String),
    /// For an application: the vendor, and a workspace that uses it.
    Application { provider: String, workspace: String },
}

/// Asks for a subscription for a connection, where its vendor takes one from a program.
pub(super) async fn ask(app: &App, tx: &Transaction, connection: &Connection) -> Result<()> {
    let Some(provider) = vendors::find(&connection.provider) else {
        return Ok(());
    };
    let job = match provider.spec().push.subscribe {
        Subscribe::Never | Subscribe::ByHand => return Ok(()),
        Subscribe::User => {
            let task = Task::Connection(connection.id.to_string());
            job_of(&SUBSCRIBE, connection, &task, app.now())?.once(once(&SUBSCRIBE, connection.id))
        }
        // It outlives the connection that was the first to need it.
        Subscribe::App => {
            let application = application(app, connection.workspace_id, provider).await?;
            let owner = owner_of(&application, connection.workspace_id);
            let task = Task::Application {
                provider: connection.provider.clone(),
                workspace: connection.workspace_id.to_string(),
            };
            let name = format!("{} {} {owner}", SUBSCRIBE.id, connection.provider);
            NewJob::new(&SUBSCRIBE, &task, app.now())?.once(name)
        }
    };
    jobs::enqueue(tx, job).await.map(|_| ())
}

/// Subscribes, or renews what is about to end, and comes again in time for the next renewal.
///
/// # Errors
///
/// Internal where the database or the vendor fails in a way that may pass.
pub async fn subscribe(attempt: Attempt) -> Result<Ended> {
    let app = &attempt.app;
    match attempt.payload()? {
        Task::Connection(id) => {
            let found = rows::find(&app.store, id_of(&id)?).await?;
            let Some(connection) = found.filter(|it| it.status.is_live()) else {
                return Ok(Ended::Forget);
            };
            for_account(app, &connection).await
        }
        Task::Application { provider, workspace } => {
            let workspace = id_of(&workspace)?;
            let Some(provider) = vendors::find(&provider) else {
                return Ok(Ended::Forget);
            };
            for_application(app, provider, workspace).await
        }
    }
}

async fn for_account(app: &App, connection: &Connection) -> Result<Ended> {
    let linked = linked(app, connection).await?;
    let held = subscriptions_of(app, connection)?;
    let fresh = match refreshed(app, linked.provider, &linked.app, Some(&linked.connection), &held).await {
        Ok(fresh) => fresh,
        Err(error) => return not_subscribed(error),
    };
    if fresh != held {
        let tx = app.store.begin().await?;
        let sealed = seal_subscriptions(app, connection, &fresh)?;
        rows::set_subscriptions(&tx, connection.id, Some(sealed)).await?;
        tx.commit().await?;
    }
    Ok(until_renewal(linked.provider.spec(), &fresh, app.now()))
}

async fn for_application(app: &App, provider: &'static dyn Provider, workspace: Id) -> Result<Ended> {
    let application = application(app, workspace, provider).await?;
    let (owner, spec) = (owner_of(&application, workspace), provider.spec());
    let held = subscriptions_of_app(app, &owner, spec).await?;
    let fresh = match refreshed(app, application.provider, &application.app, None, &held).await {
        Ok(fresh) => fresh,
        Err(error) => return not_subscribed(error),
    };
    if fresh != held {
        keep_of_app(app, &owner, spec, &fresh).await?;
    }
    Ok(until_renewal(spec, &fresh, app.now()))
}

/// Ends an attempt at which the vendor has failed us: it is read all the same, only later than it could be.
fn not_subscribed(error: VendorError) -> Result<Ended> {
    if error.is_retryable() {
        return Err(Error::internal("subscribing at a vendor")(error));
    }
    Ok(Ended::Failed(error.to_string()))
}

/// Subscribes where that is not done, and renews what ends soon.
async fn refreshed(
    app: &App,
    provider: &'static dyn Provider,
    known_as: &client::App,
    account: Option<&client::Connection>,
    held: &[Subscription],
) -> Result<Vec<Subscription>, VendorError> {
    let spec = provider.spec();
    let misconfigured = || VendorError::new(spec.slug, "subscribe", ErrorKind::Misconfigured);
    let base = app.installation().public_url().ok_or_else(misconfigured)?;
    let callback = format!("{base}/v1/webhooks/{}", spec.slug);
    let client = app.client().map_err(|error| misconfigured().with_source(error))?;
    let mut kept = Vec::new();
    for subscription in held {
        if !ends_soon(spec, subscription, app.now()) {
            kept.push(subscription.clone());
            continue;
        }
        match client.renew(provider, known_as, account, subscription).await {
            // A key that is not told again is still the one.
            Ok(renewed) => kept.extend(renewed.into_iter().map(|it| Subscription {
                secret: it.secret.clone().or_else(|| subscription.secret.clone()),
                ..it
            })),
            // It no longer knows it: it is subscribed again below.
            Err(error) if error.kind() == ErrorKind::Refused => {}
            Err(error) => return Err(error),
        }
    }
    let asked = client.subscribe(provider, known_as, account, &callback, &kept);
    for new in asked.await? {
        match kept.iter_mut().find(|it| it.id == new.id) {
            Some(known) => {
                let secret = new.secret.clone().or_else(|| known.secret.take());
                *known = Subscription { secret, ..new };
            }
            None => kept.push(new),
        }
    }
    Ok(kept)
}

fn ends_soon(spec: &Spec, subscription: &Subscription, now: DateTime<Utc>) -> bool {
    let (Some(before), Some(ends)) = (spec.push.renew_before, subscription.expires_at) else {
        return false;
    };
    ends - before <= now
}

/// Comes again when the first of some subscriptions has to be renewed, not more often than once an hour.
fn until_renewal(spec: &Spec, subscriptions: &[Subscription], now: DateTime<Utc>) -> Ended {
    let first = subscriptions.iter().filter_map(|it| it.expires_at).min();
    match spec.push.renew_before.zip(first) {
        Some((before, first)) => Ended::Again {
            at: (first - before).max(now + TimeDelta::hours(1)),
            why: None,
        },
        None => Ended::Done(None),
    }
}

/// Whose application a workspace uses: its own, or that of the installation.
fn owner_of(application: &Application, workspace: Id) -> String {
    name_of_owner(application.is_own.then_some(workspace))
}

fn name_of_owner(workspace: Option<Id>) -> String {
    workspace.map_or_else(|| "installation".to_owned(), |id| id.to_string())
}

/// Opens the subscriptions of an application: of a workspace, or of the installation.
pub(super) async fn of_owner(app: &App, workspace: Option<Id>, spec: &Spec) -> Result<Vec<Subscription>> {
    subscriptions_of_app(app, &name_of_owner(workspace), spec).await
}

async fn subscriptions_of_app(app: &App, owner: &str, spec: &Spec) -> Result<Vec<Subscription>> {
    let Some(sealed) = vendor_subscriptions::find(&app.store, owner, spec.slug).await? else {
        return Ok(Vec::new());
    };
    let json = app
        .vault()?
        .open(Purpose::VendorApps, &sealed_for(owner, spec), &sealed)?;
    serde_json::from_slice(&json).map_err(Error::internal("reading subscriptions"))
}

async fn keep_of_app(app: &App, owner: &str, spec: &Spec, subscriptions: &[Subscription]) -> Result<()> {
    let json = serde_json::to_vec(subscriptions).map_err(Error::internal("writing subscriptions"))?;
    let sealed = app
        .vault()?
        .seal(Purpose::VendorApps, &sealed_for(owner, spec), &json)?;
    vendor_subscriptions::write(&app.store, owner, spec.slug, sealed, app.now()).await
}

/// Whose sealed subscriptions are; they do not open as an application.
fn sealed_for(owner: &str, spec: &Spec) -> String {
    format!("{owner} {} subscriptions", spec.slug)
}
