//! The caller's own stores: tokens, raw answers and samples lie where the program in Node wants them.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use napi::Status;
use napi::bindgen_prelude::Promise;
use napi::threadsafe_function::ThreadsafeFunction;
use napi_derive::napi;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use vitasync_providers::auth::Grant;
use vitasync_providers::client::{self, Exchange, Held, RawStore, SampleSink, TokenStore};
use vitasync_providers::error::BoxError;

use crate::delivery::Delivery;

/// One call of a store.
#[napi(object, object_from_js = false)]
pub struct Call {
    /// What to do: the name of the store's method.
    pub method: String,
    /// For whom.
    pub connection: String,
    /// With what, as JSON.
    pub given: String,
    /// With which delivery.
    pub delivery: Option<Delivery>,
}

/// Does what a call says and promises its answer as JSON. It does not keep the process alive: the call that waits for it does.
pub(crate) type Perform = ThreadsafeFunction<Call, Promise<String>, Call, Status, false, true>;

/// All three stores, as one function of Node's.
pub(crate) struct Stores(pub(crate) Arc<Perform>);

impl Stores {
    async fn call<T: DeserializeOwned>(
        &self,
        method: &str,
        connection: &str,
        given: impl Serialize,
        delivery: Option<client::Delivery>,
    ) -> Result<T, BoxError> {
        let call = Call {
            method: method.to_owned(),
            connection: connection.to_owned(),
            given: serde_json::to_string(&given)?,
            delivery: delivery.map(Delivery),
        };
        let promised = self.0.call_async_catch(call).await.map_err(failed)?;
        let answer = promised.await.map_err(failed)?;
        Ok(serde_json::from_str(&answer)?)
    }
}

#[async_trait]
impl TokenStore for Stores {
    async fn load(&self, connection: &str) -> Result<Option<Held>, BoxError> {
        self.call("load", connection, (), None).await
    }

    async fn replace(&self, connection: &str, version: Option<u64>, grant: &Grant) -> Result<bool, BoxError> {
        let held = Held {
            grant: grant.clone(),
            version: version.map_or(1, |version| version + 1),
        };
        let given = json!({ "version": version, "held": held });
        self.call("replace", connection, given, None).await
    }

    async fn remove(&self, connection: &str) -> Result<(), BoxError> {
        self.call("remove", connection, (), None).await
    }
}

#[async_trait]
impl RawStore for Stores {
    async fn keep(&self, connection: &str, exchange: &Exchange) -> Result<(), BoxError> {
        self.call("keep", connection, exchange, None).await
    }
}

#[async_trait]
impl SampleSink for Stores {
    async fn commit(&self, connection: &str, delivery: client::Delivery) -> Result<(), BoxError> {
        self.call("commit", connection, (), Some(delivery)).await
    }

    async fn watermark(&self, connection: &str, resource: &str) -> Result<Option<DateTime<Utc>>, BoxError> {
        let given = json!({ "resource": resource });
        self.call("watermark", connection, given, None).await
    }

    async fn advance(&self, connection: &str, resource: &str, to: DateTime<Utc>) -> Result<(), BoxError> {
        let given = json!({ "resource": resource, "to": to });
        self.call("advance", connection, given, None).await
    }
}

/// What the store threw; an error of Node's does not leave its thread.
fn failed(error: napi::Error) -> BoxError {
    error.reason.to_string().into()
}
