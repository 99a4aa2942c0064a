//! Keeps what vendors answered in a directory, and the history that comes of it in memory.
//!
//! Nothing but the raw answers is written: whoever starts again decodes them again, with the mappings of that day. It is for
//! one person and one process; a server uses a database.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use vitasync_core::block::Merged;
use vitasync_core::{History, Preferences};
use vitasync_providers::Provider;
use vitasync_providers::client::{Connection, Delivery, Exchange, RawStore, SampleSink, replay};
use vitasync_providers::error::BoxError;

/// A directory with raw answers (`answers.jsonl`) and how far every resource has been read (`watermarks.json`).
pub struct Archive {
    directory: PathBuf,
    state: Mutex<State>,
}

struct State {
    history: History,
    merged: Merged,
    watermarks: BTreeMap<String, DateTime<Utc>>,
}

/// A line of the file of answers.
#[derive(Serialize, Deserialize)]
struct Kept {
    connection: String,
    exchange: Exchange,
}

impl Archive {
    /// Opens a directory, which is made where it is not there.
    ///
    /// # Errors
    ///
    /// Where it cannot be made or read.
    pub fn open(directory: &Path, preferences: Preferences) -> Result<Self, BoxError> {
        fs::create_dir_all(directory)?;
        let watermarks = read_json(&directory.join("watermarks.json"))?.unwrap_or_default();
        Ok(Self {
            directory: directory.to_owned(),
            state: Mutex::new(State {
                history: History::new(preferences),
                merged: Merged::default(),
                watermarks,
            }),
        })
    }

    /// Decodes what is kept of a connection again and adds it to the history. Gives the number of answers.
    ///
    /// # Errors
    ///
    /// Where the file or an answer cannot be read.
    pub fn replay(&self, provider: &dyn Provider, connection: &Connection) -> Result<usize, BoxError> {
        let file = match File::open(self.answers()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
            file => file?,
        };
        let mut answers = 0;
        for line in BufReader::new(file).lines() {
            let kept: Kept = serde_json::from_str(&line?)?;
            if kept.connection == connection.id {
                replay(provider, connection, &kept.exchange)?.add_to(&mut self.state().history);
                answers += 1;
            }
        }
        Ok(answers)
    }

    /// Tells what has changed since this was asked last.
    pub fn take_merged(&self) -> Merged {
        std::mem::take(&mut self.state().merged)
    }

    /// Tells up to when anything has been read.
    pub fn last_sync(&self) -> Option<DateTime<Utc>> {
        self.state().watermarks.values().max().copied()
    }

    /// Copies the history.
    pub fn history(&self) -> History {
        self.state().history.clone()
    }

    fn answers(&self) -> PathBuf {
        self.directory.join("answers.jsonl")
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads a JSON file; `None` where there is none.
///
/// # Errors
///
/// Where it cannot be read.
pub fn read_json<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<Option<T>, BoxError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Writes a JSON file; a crash leaves the old one or the new one.
///
/// # Errors
///
/// Where it cannot be written.
pub fn write_json<T: Serialize>(path: &Path, value: &T) -> Result<(), BoxError> {
    let new = path.with_extension("new");
    fs::write(&new, serde_json::to_vec_pretty(value)?)?;
    Ok(fs::rename(new, path)?)
}

#[async_trait]
impl RawStore for Archive {
    async fn keep(&self, connection: &str, exchange: &Exchange) -> Result<(), BoxError> {
        let kept = Kept {
            connection: connection.to_owned(),
            exchange: exchange.clone(),
        };
        let mut line = serde_json::to_vec(&kept)?;
        line.push(b'\n');
        let mut file = OpenOptions::new().create(true).append(true).open(self.answers())?;
        Ok(file.write_all(&line)?)
    }
}

#[async_trait]
impl SampleSink for Archive {
    async fn commit(&self, _: &str, delivery: Delivery) -> Result<(), BoxError> {
        for rejected in &delivery.rejected {
            eprintln!("{}: {}: {}", delivery.provider, rejected.subject, rejected.reason);
        }
        let mut state = self.state();
        let merged = delivery.add_to(&mut state.history);
        state.merged += merged;
        Ok(())
    }

    async fn watermark(&self, connection: &str, resource: &str) -> Result<Option<DateTime<Utc>>, BoxError> {
        let key = format!("{connection} {resource}");
        Ok(self.state().watermarks.get(&key).copied())
    }

    async fn advance(&self, connection: &str, resource: &str, to: DateTime<Utc>) -> Result<(), BoxError> {
        let mut state = self.state();
        state.watermarks.insert(format!("{connection} {resource}"), to);
        write_json(&self.directory.join("watermarks.json"), &state.watermarks)
    }
}
