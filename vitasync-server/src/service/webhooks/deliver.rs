//! Sends a delivery, and decides what comes after.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::courier::Answered;
use super::endpoints;
use super::event::Event;
use super::outbox::emit;
use super::signature::{Signed, headers};
use crate::app::App;
use crate::error::{Error, Result};
use crate::service::jobs::{Attempt, Ended, Kind, Lane, NewJob};
use crate::store::webhooks::{self, Delivery, Endpoint};
use crate::store::{Id, Transaction};
use crate::telemetry::figures;

/// It has not arrived yet.
pub(super) const PENDING: &str = "pending";
/// It has arrived.
const DELIVERED: &str = "delivered";
/// It will not.
const FAILED: &str = "failed";

/// The waits between attempts.
const WAITS: [TimeDelta; 4] = [
    TimeDelta::seconds(30),
    TimeDelta::minutes(5),
    TimeDelta::minutes(30),
    TimeDelta::hours(2),
];
/// The longest wait an endpoint can ask for.
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(24);
/// After how many deliveries that failed for good, one after the other, …
const DEAD_AFTER: i32 = 10;
/// … and after how long without one that arrived, an endpoint is disabled.
const DEAD_FOR: TimeDelta = TimeDelta::days(3);
/// How long events and deliveries are kept.
const KEPT: TimeDelta = TimeDelta::days(30);

/// Sends one delivery.
pub const DELIVER: Kind = Kind {
    id: "deliver_webhook",
    lane: Lane::Webhooks,
    most_attempts: None,
};

/// Deletes old events and deliveries.
pub const PRUNE: Kind = Kind {
    id: "prune_webhooks",
    lane: Lane::Upkeep,
    most_attempts: None,
};

#[derive(Serialize, Deserialize)]
struct Payload {
    delivery: String,
}

/// Makes the job that sends a delivery.
pub(super) fn delivery_job(delivery: &Delivery, workspace: Id, now: DateTime<Utc>) -> Result<NewJob> {
    let payload = Payload {
        delivery: delivery.id.to_string(),
    };
    let job = NewJob::new(&DELIVER, &payload, now)?.of_workspace(workspace);
    Ok(match delivery.user_no {
        Some(user_no) => job.of_user(user_no),
        None => job,
    })
}

/// Sends one delivery: once, and then at the times that are documented.
///
/// # Errors
///
/// Internal where the database fails; then it is sent again.
pub async fn deliver(attempt: Attempt) -> Result<Ended> {
    let app = &attempt.app;
    let payload: Payload = attempt.payload()?;
    let id = payload.delivery.parse().map_err(Error::internal("reading a job"))?;
    let Some(delivery) = webhooks::find_delivery(&app.store, id).await? else {
        return Ok(Ended::Forget);
    };
    let endpoint = webhooks::find_endpoint(&app.store, delivery.endpoint_id).await?;
    let event = webhooks::find_event(&app.store, delivery.event_id).await?;
    let (Some(endpoint), Some(event), PENDING) = (endpoint, event, delivery.status.as_str()) else {
        return Ok(Ended::Forget);
    };
    if !endpoint.is_active {
        return settle(app, endpoint, delivery, Err("the webhook is not active".into()), false).await;
    }
    let now = app.now();
    let signed = Signed {
        id: &delivery.id.to_string(),
        event: &event.name,
        at: now,
        body: event.body.as_bytes(),
    };
    let headers = headers(&endpoints::secrets(app, &endpoint)?, signed);
    let answered = app.courier.send(&endpoint.url, headers, event.body).await?;
    settle(app, endpoint, delivery, answered, true).await
}

/// Notes what an attempt came to, and says when the next one is.
async fn settle(
    app: &App,
    endpoint: Endpoint,
    mut delivery: Delivery,
    answered: Result<Answered, String>,
    again: bool,
) -> Result<Ended> {
    let now = app.now();
    delivery.attempts += 1;
    delivery.last_attempt_at = Some(now);
    delivery.response_status = answered.as_ref().ok().map(|it| i32::from(it.status));
    let took = answered.as_ref().ok().map(|it| it.took.as_millis());
    delivery.duration_ms = took.and_then(|it| i32::try_from(it).ok());
    delivery.next_attempt_at = None;
    let arrived = matches!(&answered, Ok(it) if (200..300).contains(&it.status));
    let gone = matches!(&answered, Ok(it) if it.status == 410);
    delivery.error = match &answered {
        Ok(_) if arrived => None,
        Ok(it) => Some(format!("the endpoint answered {}", it.status)),
        Err(why) => Some(why.clone()),
    };
    let next = next_attempt(delivery.attempts, &answered, now).filter(|_| again && !arrived && !gone);
    figures::delivered(match (arrived, next.is_some()) {
        (true, _) => DELIVERED,
        (false, true) => "again",
        (false, false) => FAILED,
    });
    let tx = app.store.begin().await?;
    if arrived {
        delivery.status = DELIVERED.to_owned();
        delivery.delivered_at = Some(now);
        webhooks::note_outcome(&tx, endpoint.id, None).await?;
    } else if next.is_some() {
        delivery.next_attempt_at = next;
    } else {
        delivery.status = FAILED.to_owned();
        if again {
            webhooks::note_outcome(&tx, endpoint.id, Some(now)).await?;
            disable_where_dead(&tx, endpoint, gone, now).await?;
        }
    }
    let why = delivery.error.clone();
    webhooks::update_delivery(&tx, delivery).await?;
    tx.commit().await?;
    Ok(match next {
        Some(at) => Ended::Again { at, why },
        None => Ended::Forget,
    })
}

/// Tells when a delivery is tried again after so many attempts: as documented, or later where the endpoint asks for it.
fn next_attempt(attempts: i32, answered: &Result<Answered, String>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let wait = *WAITS.get(usize::try_from(attempts).ok()?.checked_sub(1)?)?;
    let asked = answered.as_ref().ok().and_then(|it| it.retry_after_s);
    let asked = asked.and_then(TimeDelta::try_seconds).unwrap_or_default();
    Some(now + wait.max(asked.min(LONGEST_WAIT)))
}

/// Disables an endpoint that says it is gone, or that nothing has reached for long, and tells the others.
async fn disable_where_dead(tx: &Transaction, endpoint: Endpoint, gone: bool, now: DateTime<Utc>) -> Result<()> {
    let Some(mut endpoint) = webhooks::find_endpoint(tx, endpoint.id).await? else {
        return Ok(());
    };
    let silent = endpoint.failing_since.is_some_and(|since| now - since >= DEAD_FOR);
    let reason = if gone {
        "it answered 410 Gone"
    } else if endpoint.failures >= DEAD_AFTER && silent {
        "nothing has reached it for 3 days"
    } else {
        return Ok(());
    };
    let workspace = endpoint.workspace_id;
    let data = json!({"webhookId": endpoint.id.to_string(), "url": endpoint.url, "reason": reason});
    tracing::warn!(webhook = %endpoint.id, reason, "a webhook is disabled");
    endpoint.is_active = false;
    endpoint.disabled_reason = Some(reason.to_owned());
    endpoint.updated_at = now;
    webhooks::update_endpoint(tx, endpoint).await?;
    emit(tx, workspace, vec![Event::new("webhook.disabled", data)], now).await
}

/// Deletes events and deliveries that are older than 30 days, and comes again tomorrow.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn prune(attempt: Attempt) -> Result<Ended> {
    let now = attempt.app.now();
    webhooks::prune(&attempt.app.store, now - KEPT).await?;
    Ok(Ended::Again {
        at: now + TimeDelta::days(1),
        why: None,
    })
}
