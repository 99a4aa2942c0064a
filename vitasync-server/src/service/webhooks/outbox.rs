//! Writes what there is to tell, together with what it tells of.

use chrono::{DateTime, Utc};

use super::deliver::delivery_job;
use super::event::{Event, means};
use crate::error::Result;
use crate::service::jobs;
use crate::store::webhooks::{self, Delivery, Endpoint};
use crate::store::{Id, Transaction};

/// Tells the endpoints of a workspace, in the transaction of what happened.
///
/// # Errors
///
/// Internal where the database fails.
pub(crate) async fn emit(tx: &Transaction, workspace: Id, events: Vec<Event>, now: DateTime<Utc>) -> Result<()> {
    let endpoints = webhooks::endpoints(tx, workspace).await?;
    let active: Vec<Endpoint> = endpoints.into_iter().filter(|it| it.is_active).collect();
    write(tx, &active, None, events, now).await
}

/// Tells the endpoints of a person's workspace. The events are deleted with the person.
///
/// # Errors
///
/// Internal where the database fails.
pub(crate) async fn emit_for_user(
    tx: &Transaction,
    user_no: i64,
    events: impl FnOnce() -> Vec<Event>,
    now: DateTime<Utc>,
) -> Result<()> {
    let endpoints = webhooks::endpoints_of_user(tx, user_no).await?;
    if endpoints.is_empty() {
        return Ok(());
    }
    write(tx, &endpoints, Some(user_no), events(), now).await
}

/// Tells whether an endpoint wants to hear of an event.
fn hears(endpoint: &Endpoint, name: &str) -> bool {
    let subscriptions = endpoint.events.as_array().into_iter().flatten();
    subscriptions
        .filter_map(|it| it.as_str())
        .any(|subscription| means(subscription, name))
}

async fn write(
    tx: &Transaction,
    endpoints: &[Endpoint],
    user_no: Option<i64>,
    events: Vec<Event>,
    now: DateTime<Utc>,
) -> Result<()> {
    let (mut rows, mut deliveries, mut work) = (Vec::new(), Vec::new(), Vec::new());
    for event in events {
        let wanted: Vec<&Endpoint> = endpoints.iter().filter(|it| hears(it, &event.name)).collect();
        let Some(first) = wanted.first() else { continue };
        let id = Id::generate();
        rows.push(webhooks::Event {
            id,
            workspace_id: first.workspace_id,
            user_no,
            body: event.body(now),
            name: event.name.clone(),
            created_at: now,
        });
        for endpoint in wanted {
            let delivery = pending(endpoint.id, id, user_no, event.name.clone(), now);
            work.push(delivery_job(&delivery, endpoint.workspace_id, now)?);
            deliveries.push(delivery);
        }
    }
    webhooks::insert(tx, rows, deliveries).await?;
    jobs::enqueue_all(tx, work).await?;
    Ok(())
}

/// Makes a delivery that has not been tried.
pub(super) fn pending(endpoint: Id, event: Id, user_no: Option<i64>, name: String, now: DateTime<Utc>) -> Delivery {
    Delivery {
        id: Id::generate(),
        endpoint_id: endpoint,
        event_id: event,
        user_no,
        event: name,
        status: super::deliver::PENDING.to_owned(),
        attempts: 0,
        response_status: None,
        error: None,
        duration_ms: None,
        created_at: now,
        last_attempt_at: None,
        next_attempt_at: Some(now),
        delivered_at: None,
    }
}
