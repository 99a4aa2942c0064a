//! Asks for what the crowd has, as a queue of jobs would.

use std::sync::Arc;
use std::time::Duration;

use vitasync_core::time::ZoneHistory;

use super::vendor::{self, Provided};
use super::{Crowd, Hurried, clock};
use crate::client::{App, Client, Connection, Link, Report, Runtime};
use crate::error::{Error, ErrorKind};
use crate::provider::Account;

/// How often a sync is tried before it is given up.
const TRIES: u32 = 100;

/// Asks for what the crowd has, as a queue of jobs would.
pub struct Caller {
    client: Client,
    clock: Arc<Hurried>,
    provider: &'static Provided,
    app: App,
}

impl Caller {
    /// Asks by a client that goes by this clock, leads [`Crowd::HOST`] to the vendor and holds [`Crowd::tokens`].
    pub fn new(crowd: Crowd, client: Client, clock: Arc<Hurried>) -> Self {
        Self {
            client,
            clock,
            provider: Provided::new(&crowd),
            app: vendor::app(),
        }
    }

    /// Reads everything of an account. A sync that fails is tried again when its error says. Dropping it loses nothing.
    ///
    /// # Errors
    ///
    /// What will not be better by trying again, or is not after a hundred times.
    pub async fn backfill(&self, account: u32) -> Result<Report, Error> {
        let connection = Connection {
            id: account.to_string(),
            account: Account::default(),
            zones: ZoneHistory::always(chrono_tz::UTC),
            connected_at: clock::beginning(),
        };
        let link = Link {
            provider: self.provider,
            app: &self.app,
            connection: &connection,
        };
        let mut tries = 1;
        loop {
            let error = match self.client.sync(link, Crowd::RESOURCE).await {
                Ok(report) => return Ok(report),
                Err(error) => error,
            };
            // Half an answer is not tried again by the client, because most of what cannot be read never can.
            let again = error.is_retryable() || error.kind() == ErrorKind::Malformed;
            if !again || tries == TRIES {
                return Err(error);
            }
            tries += 1;
            let wait = error.retry_after().unwrap_or(Duration::from_secs(1));
            self.clock.sleep(wait).await;
        }
    }
}
