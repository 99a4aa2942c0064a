//! Stores that live as long as the process.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::store::{Delivery, Exchange, Held, RawStore, SampleSink, TokenStore};
use crate::auth::Grant;
use crate::error::BoxError;

/// Keeps everything in memory: tokens, raw answers, samples. For tests, trials and programs that run once.
#[derive(Debug, Default)]
pub struct Memory {
    held: Mutex<HashMap<String, Held>>,
    raw: Mutex<Vec<(String, Exchange)>>,
    deliveries: Mutex<Vec<(String, Delivery)>>,
    watermarks: Mutex<HashMap<(String, String), DateTime<Utc>>>,
}

impl Memory {
    /// Makes empty stores.
    pub fn new() -> Self {
        Self::default()
    }

    /// Copies the answers kept so far, the first first.
    pub fn exchanges(&self) -> Vec<Exchange> {
        lock(&self.raw).iter().map(|(_, exchange)| exchange.clone()).collect()
    }

    /// Takes out what has been delivered so far, the first first.
    pub fn take_deliveries(&self) -> Vec<Delivery> {
        let taken = std::mem::take(&mut *lock(&self.deliveries));
        taken.into_iter().map(|(_, delivery)| delivery).collect()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[async_trait]
impl TokenStore for Memory {
    async fn load(&self, connection: &str) -> Result<Option<Held>, BoxError> {
        Ok(lock(&self.held).get(connection).cloned())
    }

    async fn replace(&self, connection: &str, version: Option<u64>, grant: &Grant) -> Result<bool, BoxError> {
        let mut held = lock(&self.held);
        if held.get(connection).map(|it| it.version) != version {
            return Ok(false);
        }
        let next = Held {
            grant: grant.clone(),
            version: version.map_or(1, |version| version + 1),
        };
        held.insert(connection.to_owned(), next);
        Ok(true)
    }

    async fn remove(&self, connection: &str) -> Result<(), BoxError> {
        lock(&self.held).remove(connection);
        Ok(())
    }
}

#[async_trait]
impl RawStore for Memory {
    async fn keep(&self, connection: &str, exchange: &Exchange) -> Result<(), BoxError> {
        lock(&self.raw).push((connection.to_owned(), exchange.clone()));
        Ok(())
    }
}

#[async_trait]
impl SampleSink for Memory {
    async fn commit(&self, connection: &str, delivery: Delivery) -> Result<(), BoxError> {
        lock(&self.deliveries).push((connection.to_owned(), delivery));
        Ok(())
    }

    async fn watermark(&self, connection: &str, resource: &str) -> Result<Option<DateTime<Utc>>, BoxError> {
        let key = (connection.to_owned(), resource.to_owned());
        Ok(lock(&self.watermarks).get(&key).copied())
    }

    async fn advance(&self, connection: &str, resource: &str, to: DateTime<Utc>) -> Result<(), BoxError> {
        lock(&self.watermarks).insert((connection.to_owned(), resource.to_owned()), to);
        Ok(())
    }
}
