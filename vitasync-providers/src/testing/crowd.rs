//! A vendor with many accounts and bad days, over real sockets, that keeps book of what it is asked.
//!
//! It limits calls per application and per account, ends access tokens, takes a refresh token once, and now and then answers
//! 429, 500, late, half, or not at all. A [`Tally`] takes what a client delivers and knows what is to come, so that a test can
//! tell whether everything arrived, and the vendor's [`Book`] whether it was asked for as its limits say.
//!
//! ```
//! # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
//! use std::sync::Arc;
//! use vitasync_providers::client::Client;
//! use vitasync_providers::testing::crowd::{Caller, Crowd, Hurried, Tally, Vendor};
//!
//! let crowd = Crowd { accounts: 3, days: 2, ..Crowd::BASE };
//! let clock = Arc::new(Hurried::new(100, 1));
//! let vendor = Vendor::start(crowd, clock.clone()).await.unwrap();
//! let (tokens, tally) = (Arc::new(crowd.tokens().await), Arc::new(Tally::new(crowd)));
//! let client = Client::builder(tokens, tally.clone(), tally.clone()).runtime(clock.clone());
//! let client = client.rebase(Crowd::HOST, &vendor.address()).unwrap().build().unwrap();
//! let caller = Caller::new(crowd, client, clock);
//! for account in 0..crowd.accounts {
//!     caller.backfill(account).await.unwrap();
//! }
//! assert_eq!(tally.count().missing, 0);
//! assert_eq!(vendor.book().over_limit, 0);
//! # });
//! ```

mod book;
mod caller;
mod clock;
mod server;
mod tally;
mod vendor;

use chrono::{DateTime, TimeDelta, Utc};

use crate::auth::{Grant, Secret, WayKind};
use crate::client::{Memory, TokenStore};

pub use book::Book;
pub use caller::Caller;
pub use clock::Hurried;
pub use server::Vendor;
pub use tally::{Count, Tally};

/// What every account measures in a day: one beat an hour.
const HOURS: u32 = 24;

/// How many people have an account, for how long, and what the vendor allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crowd {
    /// How many accounts there are.
    pub accounts: u32,
    /// How many days each has.
    pub days: u32,
    /// How many calls a second the application may make.
    pub app_calls: u32,
    /// How many calls a second may be made for one account.
    pub user_calls: u32,
    /// One call of so many goes wrong; 0 for none.
    pub trouble_one_in: u32,
    /// How long an access token lasts.
    pub token_lasts: TimeDelta,
    /// What goes wrong when.
    pub seed: u64,
}

impl Crowd {
    /// A small crowd, to take the rest from.
    pub const BASE: Self = Self {
        accounts: 20,
        days: 10,
        app_calls: 100,
        user_calls: 20,
        trouble_one_in: 0,
        token_lasts: TimeDelta::seconds(3600),
        seed: 1,
    };

    /// The host that has to be led to [`Vendor::address`].
    pub const HOST: &'static str = "api.crowd.example";

    /// The id of the resource.
    pub const RESOURCE: &'static str = "beats";

    /// Makes a store that holds the first tokens of every account.
    pub async fn tokens(&self) -> Memory {
        let memory = Memory::new();
        for account in 0..self.accounts {
            let grant = Grant {
                way: WayKind::OAuth2,
                access: Secret::new(vendor::access(account, 0)),
                refresh: Some(Secret::new(vendor::refresh(account, 0))),
                expires_at: Some(clock::beginning() + self.token_lasts),
                scopes: None,
                user: None,
            };
            let stored = memory.replace(&account.to_string(), None, &grant).await;
            stored.expect("memory holds it");
        }
        memory
    }

    fn beats(&self) -> u32 {
        self.days * HOURS
    }

    /// When a beat was, the newest first.
    fn at(beat: u32) -> DateTime<Utc> {
        clock::beginning() - TimeDelta::hours(i64::from(beat) + 1)
    }

    /// What a beat was: another for every account and hour.
    fn bpm(account: u32, beat: u32) -> u32 {
        50 + (account.wrapping_mul(31) + beat.wrapping_mul(7)) % 100
    }
}
