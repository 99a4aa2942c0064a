//! Takes what a client has read of a vendor: keeps every answer as it came, then stores what it holds.
//!
//! A delivery is one transaction: samples, nights, workouts, plans, what is gone, what customers hear of it, and how far the
//! job has come. What a vendor tells while an account is being connected is passed over: whose account it is is not known
//! yet, and the backfill reads it again. Nothing is stored for a connection that has ended.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde_json::json;
use vitasync_core::PlannedSession;
use vitasync_core::id::ContentId;
use vitasync_core::record::{Complete, Known, RecordKey, RecordVersion};
use vitasync_core::time::from_ms;
use vitasync_providers::client::{Delivery, Exchange, RawStore, SampleSink};
use vitasync_providers::error::BoxError;
use vitasync_providers::provider::PLANNED;

use super::progress::{self, Committed};
use crate::app::App;
use crate::error::{Error, Result};
use crate::service::connections::{Connection, Status, Stores, id_of};
use crate::service::users::UserRef;
use crate::service::{import, raw};
use crate::store::exchanges::{self, ExchangeRow};
use crate::store::planned::{self, Planned};
use crate::store::{Id, Transaction, connections, records, users, watermarks};

/// How hard answers are compressed: they are small and many.
const LEVEL: i32 = 3;

#[async_trait]
impl RawStore for Stores {
    async fn keep(&self, connection: &str, exchange: &Exchange) -> Result<(), BoxError> {
        let row = connections::find(&self.app().store, id_of(connection)?).await?;
        let Some(row) = row.filter(|it| it.status != Status::Connecting) else {
            return Ok(());
        };
        let answer = packed(&row, exchange)?;
        let kept = raw::keep(self.app(), row.user_no, raw::What::Answer, answer.body).await?;
        let answer = ExchangeRow {
            body: kept.bytes,
            object: kept.object,
            ..answer
        };
        exchanges::insert(&self.app().store, answer).await?;
        Ok(())
    }
}

#[async_trait]
impl SampleSink for Stores {
    async fn commit(&self, connection: &str, delivery: Delivery) -> Result<(), BoxError> {
        Ok(commit(self.app(), id_of(connection)?, delivery).await?)
    }

    async fn watermark(&self, connection: &str, resource: &str) -> Result<Option<DateTime<Utc>>, BoxError> {
        Ok(watermarks::find(&self.app().store, id_of(connection)?, resource).await?)
    }

    async fn advance(&self, connection: &str, resource: &str, to: DateTime<Utc>) -> Result<(), BoxError> {
        Ok(watermarks::advance(&self.app().store, id_of(connection)?, resource, to).await?)
    }
}

async fn commit(app: &App, id: Id, delivery: Delivery) -> Result<()> {
    let ended = || Error::internal("committing what a vendor sent")("the connection has ended");
    let row = connections::find(&app.store, id).await?.ok_or_else(ended)?;
    let tx = app.store.begin().await?;
    tx.lock_user(row.user_no).await?;
    // It may have ended while we waited for the person.
    let row = connections::find(&tx, id).await?.ok_or_else(ended)?;
    match row.status {
        Status::Connecting => return Ok(()),
        Status::Disconnected => return Err(ended()),
        Status::Active | Status::ReauthRequired | Status::Error => {}
    }
    let user = UserRef::from(&users::by_number(&tx, row.user_no).await?);
    let committed = write(app, &tx, &user, id, delivery).await?;
    let counted = progress::count(&tx, committed).await?;
    tx.commit().await?;
    counted.settle();
    Ok(())
}

/// Stores a delivery in the caller's transaction.
pub(super) async fn write(
    app: &App,
    tx: &Transaction,
    user: &UserRef,
    connection: Id,
    mut delivery: Delivery,
) -> Result<Committed> {
    for complete in std::mem::take(&mut delivery.complete) {
        delivery.deleted.extend(missing(tx, user.no, &complete).await?);
    }
    let deleted = delivery.deleted.len() as u64;
    let is_plan = |it: &RecordVersion| it.key.resource == PLANNED;
    let (plans_gone, deleted_objects) = std::mem::take(&mut delivery.deleted).into_iter().partition(is_plan);
    delivery.deleted = deleted_objects;
    write_plans(tx, user.no, connection, &mut delivery, plans_gone).await?;

    let rejected = std::mem::take(&mut delivery.rejected);
    let (batch, loose) = delivery.into_batch();
    let parts = [
        import::Delivery::Samples(batch),
        import::Delivery::Sessions(loose),
        import::Delivery::Rejected(rejected),
    ];
    let written = import::take_in(app, tx, user, parts).await?;
    let news = |counts: import::Counts| counts.added + counts.changed;
    Ok(Committed {
        samples: news(written.samples),
        sessions: news(written.sessions),
        deleted,
        rejected: written.rejected,
    })
}

/// Finds the objects that are gone because a whole list does not name them.
async fn missing(tx: &Transaction, user_no: i64, complete: &Complete) -> Result<Vec<RecordVersion>> {
    let span = (complete.from.timestamp_millis(), complete.to.timestamp_millis());
    let held = records::within(tx, user_no, span).await?;
    let known = held.into_iter().filter_map(|row| {
        let key = RecordKey {
            provider: complete.provider.clone(),
            scope: complete.scope.clone(),
            resource: complete.resource.clone(),
            external_id: row.external_id,
        };
        // Of a record the hash of its whole name is kept: it is of this list if that is the same.
        let is_meant = row.id == ContentId::of_record(&key).to_bytes();
        let (start, end) = (from_ms(row.start_ms?)?, from_ms(row.end_ms?)?);
        is_meant.then(|| Known {
            version: RecordVersion {
                key,
                revision: row.revision.map(i64::cast_unsigned),
            },
            start,
            end,
            checked_at: row.checked_at,
        })
    });
    Ok(complete.missing(known))
}

/// Stores planned workouts and deletes those that are gone.
async fn write_plans(
    tx: &Transaction,
    user_no: i64,
    connection: Id,
    delivery: &mut Delivery,
    gone: Vec<RecordVersion>,
) -> Result<()> {
    let provider = delivery.provider;
    if !gone.is_empty() {
        let ids = gone.iter().map(|it| plan_id(provider, connection, &it.key.external_id));
        planned::remove(tx, user_no, ids.collect()).await?;
    }
    let mut rows = std::collections::BTreeMap::new();
    for plan in std::mem::take(&mut delivery.planned) {
        let id = plan_id(provider, connection, &name_of(&plan));
        let row = Planned {
            user_no,
            id: id.clone(),
            connection_id: connection,
            provider: provider.to_owned(),
            external_id: plan.external_id.clone(),
            date: plan.date,
            document: serde_json::to_value(&plan).map_err(Error::internal("writing a planned workout"))?,
            received_at: delivery.received_at,
        };
        rows.insert(id, row);
    }
    planned::upsert(tx, rows.into_values().collect()).await
}

/// Names a plan: by the vendor's id, or by what it is where it has none.
fn name_of(plan: &PlannedSession) -> String {
    let by_content = || {
        let title = plan.title.as_deref().unwrap_or_default();
        format!("{} {} {title}", plan.date, plan.sport.id())
    };
    plan.external_id.clone().unwrap_or_else(by_content)
}

fn plan_id(provider: &str, connection: Id, name: &str) -> Vec<u8> {
    let key = RecordKey {
        provider: provider.to_owned(),
        scope: connection.to_string(),
        resource: PLANNED.to_owned(),
        external_id: name.to_owned(),
    };
    ContentId::of_record(&key).to_bytes().to_vec()
}

/// Writes an exchange as it is kept.
fn packed(connection: &Connection, exchange: &Exchange) -> Result<ExchangeRow> {
    let doing = "keeping an answer";
    let Exchange {
        provider,
        request,
        response,
    } = exchange;
    Ok(ExchangeRow {
        user_no: connection.user_no,
        id: Id::generate(),
        connection_id: connection.id,
        provider: provider.clone(),
        resource: request.operation.to_string(),
        request: serde_json::to_value(request).map_err(Error::internal(doing))?,
        status: response.status.try_into().map_err(Error::internal(doing))?,
        headers: json!(response.headers),
        body: zstd::encode_all(response.body.as_slice(), LEVEL).map_err(Error::internal(doing))?,
        object: None,
        received_at: response.received_at,
    })
}

/// Reads an exchange as it came; `None` where its body is lost.
pub(super) async fn unpacked(app: &App, mut row: ExchangeRow) -> Result<Option<Exchange>> {
    match raw::read(app, std::mem::take(&mut row.body), row.object.as_deref()).await? {
        Some(body) => with_body(row, &body).map(Some),
        None => Ok(None),
    }
}

fn with_body(row: ExchangeRow, body: &[u8]) -> Result<Exchange> {
    let doing = "reading a kept answer";
    let body = zstd::decode_all(body).map_err(Error::internal(doing))?;
    let status = row.status.try_into().map_err(Error::internal(doing))?;
    let mut response = vitasync_providers::provider::Response::new(status, body, row.received_at);
    response.headers = serde_json::from_value(row.headers).map_err(Error::internal(doing))?;
    Ok(Exchange {
        provider: row.provider,
        request: serde_json::from_value(row.request).map_err(Error::internal(doing))?,
        response,
    })
}
