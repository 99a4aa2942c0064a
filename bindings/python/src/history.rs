//! A history in memory that vendors are read into.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pyo3::prelude::*;
use pythonize::pythonize;
use vitasync_core::export::arrow;
use vitasync_core::time::ZoneHistory;
use vitasync_core::{History as Known, Preferences, Rejected};
use vitasync_providers::client::{Delivery, Exchange, RawStore, SampleSink};
use vitasync_providers::error::BoxError;

use crate::answers::{self, Asked, Kind};
use crate::errors::wrong_argument;
use crate::read::{parse_preferences, parse_zone, system_zone};
use crate::table::Table;
use crate::value::value;

/// What one person's vendors said, merged and answered from memory.
#[pyclass(frozen, module = "vitasync._core")]
pub(crate) struct History(pub(crate) Arc<Mutex<Memory>>);

/// What is known, and up to when every resource has been read.
#[derive(Default)]
pub(crate) struct Memory {
    known: Known,
    rejected: Vec<Rejected>,
    /// By connection and resource.
    read_until: HashMap<String, HashMap<String, DateTime<Utc>>>,
}

#[pymethods]
impl History {
    /// Begins an empty one. `read_until` is what an earlier one told.
    #[new]
    #[pyo3(signature = (*, zone = None, preferences = None, read_until = None))]
    fn new(
        py: Python<'_>,
        zone: Option<&str>,
        preferences: Option<&Bound<'_, PyAny>>,
        read_until: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let given = preferences.map(|given| parse_preferences(py, given)).transpose()?;
        let zone = zone.map(|zone| parse_zone(py, zone)).transpose()?;
        let mut kept = given.clone().unwrap_or_else(Preferences::default);
        if zone.is_some() || given.is_none() {
            kept.zones = ZoneHistory::always(zone.unwrap_or_else(system_zone));
        }
        let read_until = match read_until {
            Some(told) => serde_json::from_value(value(told)?)
                .map_err(|error| wrong_argument(py, "read_until", &error.to_string()))?,
            None => HashMap::new(),
        };
        let memory = Memory {
            known: Known::new(kept),
            read_until,
            ..Memory::default()
        };
        Ok(Self(Arc::new(Mutex::new(memory))))
    }

    /// Every source's samples as received, each once.
    fn samples(&self, py: Python<'_>) -> Table {
        self.answer(py, |known| arrow::samples([known.samples()])).into()
    }

    /// What every metric comes to per civil day, one truth of all sources.
    fn days(&self, py: Python<'_>) -> Table {
        self.answer(py, |known| Asked::days().of(known)).into()
    }

    /// What metrics come to per bucket of civil time.
    #[pyo3(signature = (metrics = None, bucket = "day", first = None, last = None))]
    fn aggregate(
        &self,
        py: Python<'_>,
        metrics: Option<Vec<String>>,
        bucket: &str,
        first: Option<&str>,
        last: Option<&str>,
    ) -> PyResult<Table> {
        let asked = Asked::read(py, metrics, bucket, first, last)?;
        Ok(self.answer(py, |known| asked.of(known)).into())
    }

    /// Nights and naps, one each however many sources recorded them.
    fn nights(&self, py: Python<'_>) -> Table {
        self.answer(py, answers::nights).into()
    }

    /// Workouts, one each however many sources recorded them.
    fn workouts(&self, py: Python<'_>) -> Table {
        self.answer(py, answers::workouts).into()
    }

    /// The nights (`sleep`, those told by stages too) or workouts (`workout`) of every source, as received, as dicts.
    fn sessions<'py>(&self, py: Python<'py>, kind: &str) -> PyResult<Bound<'py, PyAny>> {
        let kind = Kind::read(py, kind)?;
        let sessions = self.answer(py, |known| kind.of(known));
        Ok(pythonize(py, &sessions)?)
    }

    /// By what it is answered: whose samples count, where the person has lived.
    fn preferences<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let preferences = self.answer(py, |known| known.preferences.clone());
        Ok(pythonize(py, &preferences)?)
    }

    /// The metrics there are samples of, by their ids.
    fn metrics(&self, py: Python<'_>) -> Vec<&'static str> {
        let metrics = self.answer(py, Known::metrics);
        metrics.into_iter().map(|metric| metric.id()).collect()
    }

    /// What could not be used, as dicts.
    fn rejected<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let rejected = py.detach(|| self.memory().rejected.clone());
        Ok(pythonize(py, &rejected)?)
    }

    /// Up to when every resource of every connection has been read: dicts by connection and resource.
    fn read_until<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let told = py.detach(|| self.memory().read_until.clone());
        Ok(pythonize(py, &told)?)
    }
}

impl History {
    fn memory(&self) -> MutexGuard<'_, Memory> {
        lock(&self.0)
    }

    /// Answers without holding up other threads of Python's.
    fn answer<T: Send>(&self, py: Python<'_>, answer: impl FnOnce(&Known) -> T + Send) -> T {
        py.detach(|| answer(&self.memory().known))
    }
}

fn lock(memory: &Mutex<Memory>) -> MutexGuard<'_, Memory> {
    memory.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Leads what a connection delivers to the history it is being read into.
#[derive(Default)]
pub(crate) struct Router(Mutex<HashMap<String, Arc<Mutex<Memory>>>>);

/// A connection that is being read into a history, as long as this lives.
pub(crate) struct Routed<'a> {
    router: &'a Router,
    connection: String,
}

impl Router {
    /// Leads a connection to a history; `None` where another call is reading the connection.
    pub(crate) fn lead(&self, connection: &str, history: &History) -> Option<Routed<'_>> {
        let mut routes = self.routes();
        if routes.contains_key(connection) {
            return None;
        }
        routes.insert(connection.to_owned(), Arc::clone(&history.0));
        Some(Routed {
            router: self,
            connection: connection.to_owned(),
        })
    }

    fn routes(&self) -> MutexGuard<'_, HashMap<String, Arc<Mutex<Memory>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn of(&self, connection: &str) -> Result<Arc<Mutex<Memory>>, BoxError> {
        let found = self.routes().get(connection).cloned();
        found.ok_or_else(|| format!("nobody reads the connection {connection}").into())
    }
}

impl Drop for Routed<'_> {
    fn drop(&mut self) {
        self.router.routes().remove(&self.connection);
    }
}

#[async_trait]
impl SampleSink for Router {
    async fn commit(&self, connection: &str, mut delivery: Delivery) -> Result<(), BoxError> {
        let memory = self.of(connection)?;
        let mut memory = lock(&memory);
        memory.rejected.append(&mut delivery.rejected);
        let complete = std::mem::take(&mut delivery.complete);
        delivery.add_to(&mut memory.known);
        for answer in &complete {
            memory.known.complete(answer);
        }
        Ok(())
    }

    async fn watermark(&self, connection: &str, resource: &str) -> Result<Option<DateTime<Utc>>, BoxError> {
        let memory = self.of(connection)?;
        let known = lock(&memory);
        let of_connection = known.read_until.get(connection);
        Ok(of_connection.and_then(|known| known.get(resource)).copied())
    }

    async fn advance(&self, connection: &str, resource: &str, to: DateTime<Utc>) -> Result<(), BoxError> {
        let memory = self.of(connection)?;
        let mut memory = lock(&memory);
        let of_connection = memory.read_until.entry(connection.to_owned()).or_default();
        of_connection.insert(resource.to_owned(), to);
        Ok(())
    }
}

/// Keeps no raw answers: a history in memory is read again, not decoded again.
pub(crate) struct NothingRaw;

#[async_trait]
impl RawStore for NothingRaw {
    async fn keep(&self, _: &str, _: &Exchange) -> Result<(), BoxError> {
        Ok(())
    }
}
