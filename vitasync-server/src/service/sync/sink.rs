//! Takes what a client has read of a vendor.
//!
//! How far a resource has been read is kept; a delivery is refused, so that nothing counts as read that was not stored. What a
//! vendor tells while an account is being connected is passed over: whose account it is is not known yet, and the backfill
//! reads it again.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use vitasync_providers::client::{Delivery, Exchange, RawStore, SampleSink};
use vitasync_providers::error::BoxError;

use crate::service::connections::{Status, Stores, id_of};
use crate::store::{connections, watermarks};

#[async_trait]
impl RawStore for Stores {
    async fn keep(&self, _connection: &str, _exchange: &Exchange) -> Result<(), BoxError> {
        Ok(())
    }
}

#[async_trait]
impl SampleSink for Stores {
    async fn commit(&self, connection: &str, _delivery: Delivery) -> Result<(), BoxError> {
        let row = connections::find(&self.app().store, id_of(connection)?).await?;
        if row.is_some_and(|it| it.status == Status::Connecting) {
            return Ok(());
        }
        Err("nothing here stores what vendors send".into())
    }

    async fn watermark(&self, connection: &str, resource: &str) -> Result<Option<DateTime<Utc>>, BoxError> {
        Ok(watermarks::find(&self.app().store, id_of(connection)?, resource).await?)
    }

    async fn advance(&self, connection: &str, resource: &str, to: DateTime<Utc>) -> Result<(), BoxError> {
        Ok(watermarks::advance(&self.app().store, id_of(connection)?, resource, to).await?)
    }
}
