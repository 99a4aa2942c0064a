//! What is asked of a vendor, what its answer means, and what it holds.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use vitasync_core::record::RecordVersion;
use vitasync_core::{PlannedSession, Reading, Rejected, Session};

use super::request::{Request, Response};
use super::spec::Whose;
use crate::auth::{Secret, WayKind};
use crate::retry;

/// What is asked of a vendor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Job<'a> {
    /// Learn who has just connected, and register where the vendor wants that.
    Connect,
    /// Read a span of a resource.
    Window {
        /// The resource.
        resource: &'a str,
        /// The span, never longer than the resource allows.
        window: Window,
    },
    /// Read one object.
    Object {
        /// The resource.
        resource: &'a str,
        /// The vendor's id.
        id: &'a str,
    },
    /// Ask for a span of a resource to be pushed again.
    Backfill {
        /// The resource.
        resource: &'a str,
        /// The span, never longer than the resource allows.
        window: Window,
    },
    /// Subscribe to pushes. What is subscribed already need not be again.
    Subscribe {
        /// The address to push to.
        callback: &'a str,
        /// The subscriptions there are.
        existing: &'a [Subscription],
    },
    /// Renew a subscription before it ends.
    Renew(&'a Subscription),
    /// End the authorisation at the vendor.
    Disconnect,
}

/// A span of time, half-open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// The first instant.
    pub from: DateTime<Utc>,
    /// The first instant after it.
    pub to: DateTime<Utc>,
}

impl Window {
    /// Gives every civil date that anybody on earth can have had in the window: first and last.
    ///
    /// ```
    /// use vitasync_providers::provider::Window;
    /// let window = Window { from: "2026-10-01T13:00:00Z".parse().unwrap(), to: "2026-10-02T09:00:00Z".parse().unwrap() };
    /// let (first, last) = window.dates();
    /// assert_eq!((first.to_string().as_str(), last.to_string().as_str()), ("2026-10-01", "2026-10-02"));
    /// ```
    pub fn dates(&self) -> (NaiveDate, NaiveDate) {
        // Local time runs from 12 hours behind UTC to 14 ahead.
        let first = self.from - TimeDelta::hours(12);
        let last = self.to + TimeDelta::hours(14) - TimeDelta::milliseconds(1);
        (first.date_naive(), last.date_naive())
    }

    /// Cuts the window into spans of at most `longest`, the earliest first.
    pub fn split(self, longest: Option<TimeDelta>) -> Vec<Self> {
        let longest = longest.filter(|it| *it > TimeDelta::zero());
        let mut spans = Vec::new();
        let mut from = self.from;
        while from < self.to {
            let to = longest.map_or(self.to, |longest| (from + longest).min(self.to));
            spans.push(Self { from, to });
            from = to;
        }
        spans
    }
}

/// What is known about the account a request is for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Account {
    /// The vendor's id of the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// The id by which a vendor it has taken over knew the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former_user: Option<String>,
    /// What the person allowed; `None` where the vendor does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scopes: Option<Vec<String>>,
    /// The vendor's region, one of [`Spec::regions`](super::Spec::regions); `None` for the usual hosts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// By which way it is connected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way: Option<WayKind>,
    /// The zone the vendor says the person lives in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<Tz>,
}

impl Account {
    /// Tells whether one of `scopes` is granted. What a vendor does not say counts as granted.
    pub fn allows(&self, scopes: &[&str]) -> bool {
        match &self.scopes {
            Some(granted) if !scopes.is_empty() => {
                scopes.iter().any(|scope| granted.iter().any(|known| known == scope))
            }
            _ => true,
        }
    }

    /// Takes over what an answer says.
    pub fn learn(&mut self, news: Self) {
        self.user = news.user.or(self.user.take());
        self.former_user = news.former_user.or(self.former_user.take());
        self.scopes = news.scopes.or(self.scopes.take());
        self.region = news.region.or(self.region.take());
        self.way = news.way.or(self.way);
        self.zone = news.zone.or(self.zone);
    }
}

/// A subscription to a vendor's pushes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// The vendor's id.
    pub id: String,
    /// What it is for, in the vendor's words.
    pub topic: String,
    /// When it ends, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
    /// The key the vendor signs with, where it makes one. Vendors tell it once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<Secret>,
}

/// Names the resource of planned workouts in [`Page::deleted`]: a plan may go and the workout that was done by it stay. The id is
/// [`PlannedSession::external_id`].
pub const PLANNED: &str = "planned";

/// What an answer holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// Values, in the vendor's unit and at the vendor's kind of time.
    pub readings: Vec<Reading>,
    /// Where the readings stood ([`Page::place`]); [`Page::each`] notes it.
    pub places: Vec<Place>,
    /// Nights, naps and workouts.
    pub sessions: Vec<Session>,
    /// Nights, naps and workouts whose source tells no zone: every time in them is what the clock on the wall showed,
    /// written as if it were UTC. The client places them by the zones the person has lived in.
    pub wall_clock_sessions: Vec<Session>,
    /// Workouts somebody means to do. One that is gone stands in `deleted` as an object of the resource [`PLANNED`].
    pub planned: Vec<PlannedSession>,
    /// Objects that are gone, or hold nothing any more as of their revision.
    pub deleted: Vec<RecordVersion>,
    /// The lists that end here and were whole, over all their pages. Only where the vendor tells no deletions, lists by
    /// time and has no bound that it keeps silent about: what such a list does not name is deleted. The client believes it only
    /// of a vendor with [`Ids::Connection`](super::Ids::Connection), and only if no page failed, was skipped or had items
    /// that could not be read. What is pushed is never a whole list.
    pub listed: Vec<Listed>,
    /// What could not be used, and why.
    pub rejected: Vec<Rejected>,
    /// What to ask next: more pages, or what this answer only names.
    pub follow: Vec<Request>,
    /// What to send when everything here is stored.
    pub confirm: Vec<Request>,
    /// True where the vendor has taken the order and pushes the answer later.
    pub awaiting: bool,
    /// What the answer says about the account.
    pub account: Account,
    /// The subscriptions the answer names.
    pub subscriptions: Vec<Subscription>,
}

/// At which byte of the answer the item of some readings begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The index of the first reading; it holds up to the next place's.
    pub first: usize,
    /// The byte; 0 where it is not known.
    pub byte: u64,
}

/// A vendor's word that a list has ended and left nothing out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// What kind of object it lists, in the word of [`RecordKey::resource`](vitasync_core::record::RecordKey::resource).
    pub resource: String,
    /// The span of which it names everything.
    pub window: Window,
}

/// What an answer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It can be decoded.
    Ok,
    /// There is nothing.
    Empty,
    /// It had been done before.
    AlreadyDone,
    /// The object is gone, or was never this person's.
    Gone,
    /// Try again: not before `until`, where the vendor says so; after a growing wait otherwise.
    Retry {
        /// When the vendor answers again.
        until: Option<DateTime<Utc>>,
        /// Whose calls have to wait.
        whose: Whose,
    },
    /// The access token is no longer accepted.
    Refresh,
    /// The authorisation is gone.
    Reconnect,
    /// The person has to do something at the vendor.
    Consent,
    /// The person did not allow this. Other resources go on; this one is tried again from where it stands.
    Forbidden,
    /// This one call has nothing for this person, for example a paid feature. Everything else goes on.
    Skip,
    /// It lies further back than the vendor reaches.
    Horizon,
    /// The operator has to do something.
    Misconfigured,
    /// The vendor will never answer this.
    Broken,
}

impl Outcome {
    /// Reads the HTTP status as RFC 9110 means it.
    ///
    /// 401 asks for a refresh, 403 is forbidden, 404 and 410 are gone, 408, 425, 429 and everything from 500 are tried again,
    /// 409 has been done unless it answers a GET.
    pub fn by_status(request: &Request, response: &Response, now: DateTime<Utc>) -> Self {
        let until = retry::retry_after(response, now);
        match response.status {
            204 | 205 => Self::Empty,
            200..=299 => Self::Ok,
            401 => Self::Refresh,
            403 => Self::Forbidden,
            404 | 410 => Self::Gone,
            409 if request.method != super::request::Method::Get => Self::AlreadyDone,
            429 => Self::Retry {
                until,
                whose: Whose::App,
            },
            408 | 425 | 500..=599 => Self::Retry {
                until,
                whose: Whose::User,
            },
            _ => Self::Broken,
        }
    }
}
