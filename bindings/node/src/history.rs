//! A history in memory.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use napi::Result;
use napi::bindgen_prelude::Buffer;
use napi_derive::napi;
use serde_json::json as object;
use vitasync_core::block::Merged;
use vitasync_core::time::ZoneHistory;
use vitasync_core::{History as Known, Preferences, SampleBatch, Session};

use crate::asked::Asked;
use crate::delivery::Delivery;
use crate::errors::wrong_argument;
use crate::reading::system_zone;
use crate::samples::Samples;
use crate::{aside, json, table};

/// What one person's sources said, merged and answered from memory.
#[napi]
pub struct History(Arc<Mutex<Known>>);

#[napi]
impl History {
    /// Begins an empty one that is answered by preferences, or by nothing but where the person lives; without either, by the
    /// zone of this system.
    #[napi(constructor)]
    pub fn new(preferences: Option<String>, zone: Option<String>) -> Result<Self> {
        let told = preferences.is_some();
        let mut preferences: Preferences = json::read("preferences", preferences.as_deref().unwrap_or("{}"))?;
        let zone = zone.map(|zone| parse_zone(&zone)).transpose()?;
        if zone.is_some() || !told {
            preferences.zones = ZoneHistory::always(zone.unwrap_or_else(system_zone));
        }
        Ok(Self(Arc::new(Mutex::new(Known::new(preferences)))))
    }

    /// Begins an import that comes in several batches, and tells its number.
    #[napi]
    pub fn begin_import(&self) -> u32 {
        lock(&self.0).begin_import()
    }

    /// Takes in samples, as a part of an import or as one of their own, and tells what changed.
    #[napi]
    pub async fn add(&self, samples: &Samples, import: Option<u32>) -> Result<String> {
        let (known, batch) = (Arc::clone(&self.0), Arc::clone(&samples.batch));
        aside::done(move || {
            let mut known = lock(&known);
            let import = import.unwrap_or_else(|| known.begin_import());
            told(known.add_to(import, &batch))
        })
        .await
    }

    /// Takes in nights and workouts that are given as a JSON array.
    #[napi]
    pub async fn add_sessions(&self, sessions: String) -> Result<()> {
        let known = Arc::clone(&self.0);
        aside::done(move || {
            let sessions: Vec<Session> = json::read("sessions", &sessions)?;
            let mut known = lock(&known);
            sessions.into_iter().for_each(|session| known.add_session(session));
            Ok(())
        })
        .await
    }

    /// Takes in what a vendor answered, deletes what is gone by it, and tells what changed of the samples.
    #[napi]
    pub async fn take(&self, delivery: &Delivery) -> Result<String> {
        let (known, mut delivery) = (Arc::clone(&self.0), delivery.0.clone());
        aside::done(move || {
            let mut known = lock(&known);
            let complete = std::mem::take(&mut delivery.complete);
            let merged = delivery.add_to(&mut known);
            for answer in &complete {
                known.complete(answer);
            }
            told(merged)
        })
        .await
    }

    /// Gives every source's samples, each once.
    #[napi]
    pub async fn samples(&self) -> Result<Samples> {
        let known = Arc::clone(&self.0);
        let samples: SampleBatch = aside::done(move || Ok(lock(&known).samples())).await?;
        Ok(samples.into())
    }

    /// Answers as JSON.
    #[napi]
    pub async fn json(&self, asked: String) -> Result<String> {
        let known = Arc::clone(&self.0);
        aside::done(move || read(&asked)?.json(&lock(&known))).await
    }

    /// Answers as a stream of Arrow IPC.
    #[napi]
    pub async fn arrow(&self, asked: String) -> Result<Buffer> {
        let known = Arc::clone(&self.0);
        aside::done(move || {
            let answered = read(&asked)?.table(&lock(&known))?;
            table::stream(&answered.ok_or_else(|| wrong_argument("of", "it is no table"))?)
        })
        .await
    }
}

fn read(asked: &str) -> Result<Asked> {
    json::read("asked", asked)
}

fn told(merged: Merged) -> Result<String> {
    json::write(&object!({ "added": merged.added, "changed": merged.changed, "buried": merged.buried }))
}

fn lock(known: &Mutex<Known>) -> MutexGuard<'_, Known> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) fn parse_zone(name: &str) -> Result<chrono_tz::Tz> {
    let unknown = |_| {
        wrong_argument(
            "zone",
            &format!("{name:?} is no IANA time zone; an example is Europe/Berlin"),
        )
    };
    name.parse().map_err(unknown)
}
