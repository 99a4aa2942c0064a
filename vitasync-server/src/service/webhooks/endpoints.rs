//! The endpoints of a workspace: create, change, rotate, delete, and what was sent to them.

use chrono::TimeDelta;
use serde_json::json;

use super::deliver::delivery_job;
use super::event::{Event, TEST, parse};
use super::outbox::pending;
use super::signature::Secrets;
use crate::app::App;
use crate::error::{Error, Result};
use crate::service::audit::{self, Action, Actor, Deed};
use crate::service::jobs;
use crate::store::Id;
use crate::store::webhooks::{self, Delivery};
use crate::vault::Purpose;

pub use crate::store::webhooks::Endpoint;

/// How long a replaced secret signs beside the new one, where nothing else is said.
const OVERLAP: TimeDelta = TimeDelta::hours(24);
/// The longest it can.
const LONGEST_OVERLAP: TimeDelta = TimeDelta::days(7);
/// The shortest secret.
const SHORTEST_SECRET: usize = 16;
/// The longest one.
const LONGEST_SECRET: usize = 256;
/// The longest description.
const LONGEST_DESCRIPTION: usize = 255;

/// An endpoint to be created.
#[derive(Debug, Clone, Default)]
pub struct NewEndpoint {
    /// The address.
    pub url: String,
    /// The secret; one is made where there is none.
    pub secret: Option<String>,
    /// What it wants to hear of.
    pub events: Vec<String>,
    /// What people call it.
    pub description: String,
}

/// What is to change about an endpoint; what is not given stays.
#[derive(Debug, Clone, Default)]
pub struct ChangeEndpoint {
    /// The address.
    pub url: Option<String>,
    /// What it wants to hear of.
    pub events: Option<Vec<String>>,
    /// What people call it.
    pub description: Option<String>,
    /// Whether anything is sent.
    pub is_active: Option<bool>,
}

/// Creates an endpoint. Gives it with its secret.
///
/// # Errors
///
/// Invalid or Unprocessable where the address, an event or the secret is none.
pub async fn create(app: &App, actor: &Actor, workspace: Id, new: NewEndpoint) -> Result<(Endpoint, Vec<u8>)> {
    let secret = match new.secret {
        Some(secret) => checked_secret(secret)?,
        None => make_secret()?,
    };
    let (id, now) = (Id::generate(), app.now());
    let endpoint = Endpoint {
        id,
        workspace_id: workspace,
        url: app.courier.guard().parse("url", &new.url)?.into(),
        description: checked_description(new.description)?,
        events: checked_events(new.events)?,
        secret: app.vault()?.seal(Purpose::WebhookSecrets, &id.to_string(), &secret)?,
        previous_secret: None,
        previous_until: None,
        is_active: true,
        disabled_reason: None,
        failing_since: None,
        failures: 0,
        created_at: now,
        updated_at: now,
    };
    let tx = app.store.begin().await?;
    webhooks::insert_endpoint(&tx, endpoint.clone()).await?;
    let deed = Deed::new(workspace, Action::WebhookCreated, id);
    audit::record(&tx, actor, deed, now).await?;
    tx.commit().await?;
    Ok((endpoint, secret))
}

/// Lists the endpoints of a workspace, the oldest first.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn list(app: &App, workspace: Id) -> Result<Vec<Endpoint>> {
    webhooks::endpoints(&app.store, workspace).await
}

/// Finds an endpoint of a workspace.
///
/// # Errors
///
/// NotFound where there is none.
pub async fn find(app: &App, workspace: Id, id: Id) -> Result<Endpoint> {
    let found = webhooks::find_endpoint(&app.store, id).await?;
    found
        .filter(|it| it.workspace_id == workspace)
        .ok_or(Error::not_found("Webhook"))
}

/// Changes an endpoint. Switching it on again forgets that it was dead.
///
/// # Errors
///
/// NotFound where there is none; Invalid or Unprocessable where the address or an event is none.
pub async fn update(app: &App, actor: &Actor, workspace: Id, id: Id, change: ChangeEndpoint) -> Result<Endpoint> {
    let mut endpoint = find(app, workspace, id).await?;
    if let Some(url) = change.url {
        endpoint.url = app.courier.guard().parse("url", &url)?.into();
    }
    if let Some(events) = change.events {
        endpoint.events = checked_events(events)?;
    }
    if let Some(description) = change.description {
        endpoint.description = checked_description(description)?;
    }
    if let Some(active) = change.is_active {
        endpoint.is_active = active;
        endpoint.disabled_reason = None;
        endpoint.failing_since = None;
        endpoint.failures = 0;
    }
    endpoint.updated_at = app.now();
    save(app, actor, Action::WebhookChanged, endpoint).await
}

/// Deletes an endpoint; nothing more is sent to it.
///
/// # Errors
///
/// NotFound where there is none.
pub async fn delete(app: &App, actor: &Actor, workspace: Id, id: Id) -> Result<()> {
    let tx = app.store.begin().await?;
    if !webhooks::delete_endpoint(&tx, workspace, id).await? {
        return Err(Error::not_found("Webhook"));
    }
    let deed = Deed::new(workspace, Action::WebhookDeleted, id);
    audit::record(&tx, actor, deed, app.now()).await?;
    tx.commit().await
}

/// Gives the secret of an endpoint.
///
/// # Errors
///
/// NotFound where there is none.
pub async fn secret(app: &App, actor: &Actor, workspace: Id, id: Id) -> Result<Vec<u8>> {
    let endpoint = find(app, workspace, id).await?;
    let tx = app.store.begin().await?;
    let deed = Deed::new(workspace, Action::WebhookSecretRead, id);
    audit::record(&tx, actor, deed, app.now()).await?;
    tx.commit().await?;
    Ok(secrets(app, &endpoint)?.present)
}

/// Replaces the secret of an endpoint. The old one signs beside it for a while: a day, or as long as is asked for.
///
/// # Errors
///
/// NotFound where there is none; Invalid where the secret or the time is none.
pub async fn rotate_secret(
    app: &App,
    actor: &Actor,
    workspace: Id,
    id: Id,
    secret: Option<String>,
    overlap_s: Option<i64>,
) -> Result<(Endpoint, Vec<u8>)> {
    let overlap = match overlap_s {
        None => OVERLAP,
        Some(seconds) => TimeDelta::try_seconds(seconds)
            .filter(|it| (TimeDelta::zero()..=LONGEST_OVERLAP).contains(it))
            .ok_or_else(|| Error::invalid("overlapSeconds", "it must be from 0 to 604800, which is 7 days"))?,
    };
    let secret = match secret {
        Some(secret) => checked_secret(secret)?,
        None => make_secret()?,
    };
    let mut endpoint = find(app, workspace, id).await?;
    let sealed = app.vault()?.seal(Purpose::WebhookSecrets, &id.to_string(), &secret)?;
    endpoint.previous_secret = Some(std::mem::replace(&mut endpoint.secret, sealed));
    endpoint.previous_until = Some(app.now() + overlap);
    endpoint.updated_at = app.now();
    Ok((save(app, actor, Action::WebhookSecretRotated, endpoint).await?, secret))
}

/// Lists what was sent to an endpoint, the newest first.
///
/// # Errors
///
/// NotFound where there is no such endpoint.
pub async fn deliveries(
    app: &App,
    workspace: Id,
    id: Id,
    status: Option<&str>,
    before: Option<Id>,
    limit: u64,
) -> Result<Vec<Delivery>> {
    find(app, workspace, id).await?;
    webhooks::deliveries(&app.store, id, status, before, limit).await
}

/// Finds a delivery to an endpoint, with the body it sends.
///
/// # Errors
///
/// NotFound where there is none.
pub async fn delivery(app: &App, workspace: Id, endpoint: Id, id: Id) -> Result<(Delivery, String)> {
    find(app, workspace, endpoint).await?;
    let found = webhooks::find_delivery(&app.store, id).await?;
    let delivery = found
        .filter(|it| it.endpoint_id == endpoint)
        .ok_or(Error::not_found("Delivery"))?;
    let event = webhooks::find_event(&app.store, delivery.event_id).await?;
    let body = event.ok_or(Error::not_found("Delivery"))?.body;
    Ok((delivery, body))
}

/// Sends an event to an endpoint once more: a delivery of its own, under an id of its own.
///
/// # Errors
///
/// NotFound where there is no such delivery.
pub async fn redeliver(app: &App, workspace: Id, endpoint: Id, id: Id) -> Result<Delivery> {
    let (old, _) = delivery(app, workspace, endpoint, id).await?;
    let again = pending(endpoint, old.event_id, old.user_no, old.event, app.now());
    queue(app, workspace, Vec::new(), again).await
}

/// Sends an endpoint a test, whatever it wants to hear of.
///
/// # Errors
///
/// NotFound where there is no such endpoint; Conflict where it is not active.
pub async fn send_test(app: &App, workspace: Id, id: Id) -> Result<Delivery> {
    if !find(app, workspace, id).await?.is_active {
        return Err(Error::conflict("the webhook is not active; set `isActive` first"));
    }
    let now = app.now();
    let test = Event::new(TEST, json!({"webhookId": id.to_string()}));
    let event = webhooks::Event {
        id: Id::generate(),
        workspace_id: workspace,
        user_no: None,
        body: test.body(now),
        name: test.name,
        created_at: now,
    };
    let delivery = pending(id, event.id, None, event.name.clone(), now);
    queue(app, workspace, vec![event], delivery).await
}

/// Opens the secrets that are in force.
pub(super) fn secrets(app: &App, endpoint: &Endpoint) -> Result<Secrets> {
    let open = |sealed: &Vec<u8>| {
        let owner = endpoint.id.to_string();
        app.vault()?.open(Purpose::WebhookSecrets, &owner, sealed)
    };
    let in_force = endpoint.previous_until.is_some_and(|until| app.now() < until);
    let previous = endpoint.previous_secret.as_ref().filter(|_| in_force);
    Ok(Secrets {
        present: open(&endpoint.secret)?,
        previous: previous.map(open).transpose()?,
    })
}

async fn save(app: &App, actor: &Actor, action: Action, endpoint: Endpoint) -> Result<Endpoint> {
    let tx = app.store.begin().await?;
    webhooks::update_endpoint(&tx, endpoint.clone()).await?;
    let deed = Deed::new(endpoint.workspace_id, action, endpoint.id);
    audit::record(&tx, actor, deed, app.now()).await?;
    tx.commit().await?;
    Ok(endpoint)
}

async fn queue(app: &App, workspace: Id, events: Vec<webhooks::Event>, delivery: Delivery) -> Result<Delivery> {
    let tx = app.store.begin().await?;
    let job = delivery_job(&delivery, workspace, app.now())?;
    webhooks::insert(&tx, events, vec![delivery.clone()]).await?;
    jobs::enqueue(&tx, job).await?;
    tx.commit().await?;
    Ok(delivery)
}

fn checked_events(events: Vec<String>) -> Result<serde_json::Value> {
    if events.is_empty() {
        return Err(Error::invalid("events", "name at least one event, or `*` for all"));
    }
    let read = |(at, event): (usize, String)| parse(format!("events[{at}]"), &event);
    let mut events: Vec<String> = events.into_iter().enumerate().map(read).collect::<Result<_>>()?;
    events.dedup();
    Ok(json!(events))
}

fn checked_description(description: String) -> Result<String> {
    match description.chars().count() <= LONGEST_DESCRIPTION {
        true => Ok(description),
        false => Err(Error::invalid("description", "it must have at most 255 characters")),
    }
}

fn checked_secret(secret: String) -> Result<Vec<u8>> {
    match (SHORTEST_SECRET..=LONGEST_SECRET).contains(&secret.len()) {
        true => Ok(secret.into_bytes()),
        false => Err(Error::invalid("secret", "it must have from 16 to 256 bytes")),
    }
}

/// Makes a secret that can be read aloud by programs: 32 random bytes in hexadecimal.
fn make_secret() -> Result<Vec<u8>> {
    let mut random = [0; 32];
    getrandom::fill(&mut random).map_err(Error::internal("making a secret"))?;
    let text: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(text.into_bytes())
}
