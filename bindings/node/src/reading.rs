//! Reads files people already have, part by part.

use std::fs::File;
use std::io::{Cursor, Read, Seek};
use std::sync::Arc;
use std::thread;
use std::time::SystemTime;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use napi::bindgen_prelude::Uint8Array;
use napi::{Error, Result};
use napi_derive::napi;
use serde::Deserialize;
use tokio::sync::{Mutex, mpsc};
use vitasync_providers::files::{self, Options, Part, Report};

use crate::errors::of_file;
use crate::json;
use crate::samples::Samples;

/// How many parts may wait to be taken. While they do, the file is not read on.
const WAITING: usize = 2;

/// A file that is being read on a thread of its own.
#[napi]
pub struct Reading {
    found: Arc<Mutex<mpsc::Receiver<Found>>>,
}

/// What was read next: one of the fields beside `kind`.
#[napi(object, object_from_js = false)]
pub struct Next {
    /// `samples`, `sessions`, `rejected`, `progress` or, at last, `report`.
    pub kind: String,
    /// Samples.
    pub samples: Option<Samples>,
    /// Anything else, as JSON.
    pub json: Option<String>,
}

enum Found {
    Part(Part),
    End(std::result::Result<Box<Report>, files::Error>),
}

/// What a reader has to be told.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Told {
    zone: Option<Tz>,
    received: Option<DateTime<Utc>>,
    threads: Option<usize>,
    batch_rows: Option<usize>,
    max_uncompressed: Option<u64>,
}

#[napi]
impl Reading {
    /// Begins to read a file.
    #[napi(factory)]
    pub fn path(path: String, options: String) -> Result<Self> {
        Self::begin(&options, move || Ok(File::open(path)?))
    }

    /// Begins to read bytes, which are copied.
    #[napi(factory)]
    pub fn bytes(bytes: Uint8Array, options: String) -> Result<Self> {
        let bytes = Cursor::new(bytes.to_vec());
        Self::begin(&options, move || Ok(bytes))
    }

    /// Waits for what is read next; `null` behind the report.
    #[napi]
    pub async fn next(&self) -> Result<Option<Next>> {
        let found = self.found.lock().await.recv().await;
        found.map(Next::try_from).transpose()
    }

    /// Reads no further.
    #[napi]
    pub async fn close(&self) {
        let mut found = self.found.lock().await;
        found.close();
        while found.recv().await.is_some() {}
    }
}

impl Reading {
    fn begin<R: Read + Seek + Send + 'static>(
        options: &str,
        open: impl FnOnce() -> std::result::Result<R, files::Error> + Send + 'static,
    ) -> Result<Self> {
        let options = options_of(json::read("options", options)?);
        let (send, found) = mpsc::channel(WAITING);
        let read = move || {
            let mut sink = |part| Ok(send.blocking_send(Found::Part(part))?);
            let report = open().and_then(|reader| files::read(reader, &options, &mut sink));
            // Whoever has closed it does not want to know.
            let _ = send.blocking_send(Found::End(report.map(Box::new)));
        };
        let started = thread::Builder::new().name("vitasync-read".to_owned()).spawn(read);
        started.map_err(|error| Error::from_reason(error.to_string()))?;
        Ok(Self {
            found: Arc::new(Mutex::new(found)),
        })
    }
}

impl TryFrom<Found> for Next {
    type Error = Error;

    fn try_from(found: Found) -> Result<Self> {
        let (kind, json) = match found {
            Found::Part(Part::Samples(batch)) => {
                return Ok(Self {
                    kind: "samples".to_owned(),
                    samples: Some(batch.into()),
                    json: None,
                });
            }
            Found::Part(Part::Sessions(sessions)) => ("sessions", json::write(&sessions)?),
            Found::Part(Part::Rejected(rejected)) => ("rejected", json::write(&rejected)?),
            Found::Part(Part::Progress(progress)) => ("progress", json::write(&progress)?),
            Found::End(Ok(report)) => ("report", json::write(&report)?),
            Found::End(Err(error)) => return Err(of_file(&error)),
        };
        Ok(Self {
            kind: kind.to_owned(),
            samples: None,
            json: Some(json),
        })
    }
}

fn options_of(told: Told) -> Options {
    let received = told.received.unwrap_or_else(|| SystemTime::now().into());
    let usual = Options::new(received);
    Options {
        zone: told.zone,
        system_zone: system_zone(),
        threads: told.threads.unwrap_or(usual.threads).max(1),
        batch_rows: told.batch_rows.unwrap_or(usual.batch_rows).max(1),
        max_uncompressed: told.max_uncompressed.unwrap_or(usual.max_uncompressed),
        ..usual
    }
}

/// Finds the time zone of this system; UTC where it does not say.
pub(crate) fn system_zone() -> Tz {
    iana_time_zone::get_timezone()
        .ok()
        .and_then(|name| name.parse().ok())
        .unwrap_or(Tz::UTC)
}
