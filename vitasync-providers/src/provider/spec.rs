//! The facts about a vendor, as data.

use chrono::TimeDelta;
use vitasync_core::Metric;

use super::registration::Registration;
use super::request::Method;
use crate::auth::{Key, OAuth1, OAuth2};

/// The facts about a vendor. Write `Spec { slug: "acme", …, ..Spec::BASE }`.
#[derive(Debug, Clone)]
pub struct Spec {
    /// The name in addresses, for example `google_health`. It never changes.
    pub slug: &'static str,
    /// The name people read.
    pub name: &'static str,
    /// Where the vendor documents its API.
    pub documentation: &'static str,
    /// How an application is registered with it.
    pub registration: Registration,
    /// The ways to connect, the usual one first.
    pub ways: &'static [Way],
    /// The hosts that may be called: exact, or `*.example.com` for everything below.
    pub hosts: &'static [&'static str],
    /// Where other hosts serve some accounts: a region, or a sandbox.
    pub regions: &'static [Region],
    /// The settings an application needs beside `client_id`.
    pub settings: &'static [Setting],
    /// Headers of every call.
    pub headers: &'static [Header],
    /// What can be read.
    pub resources: &'static [Resource],
    /// How often the vendor may be called.
    pub limits: &'static [Limit],
    /// How the vendor tells that there is something new.
    pub push: Push,
    /// Where the vendor's ids are unique.
    pub ids: Ids,
    /// The terms that an operator has to accept before switching the vendor on; `None` where it is on by default.
    pub terms: Option<&'static str>,
    /// The slug of the vendor that a person connects with instead, where this one has switched its API off. What it sent
    /// before can still be decoded.
    pub successor: Option<&'static str>,
    /// What was not seen in a source of the vendor's and may be wrong.
    pub unverified: &'static [&'static str],
    /// Answers that are true to the vendor's form, for the conformance suite and for sandboxes.
    pub examples: &'static [Example],
    /// Calls to us that are true to the vendor's form.
    pub pushes: &'static [Pushed],
}

impl Spec {
    /// The spec of nothing, to take the rest from.
    pub const BASE: Self = Self {
        slug: "",
        name: "",
        documentation: "",
        registration: Registration::UNKNOWN,
        ways: &[],
        hosts: &[],
        regions: &[],
        settings: &[],
        headers: &[],
        resources: &[],
        limits: &[],
        push: Push::NEVER,
        ids: Ids::Provider,
        terms: None,
        successor: None,
        unverified: &[],
        examples: &[],
        pushes: &[],
    };

    /// Gives the host that serves a region instead of `host`; `None` where that is the same.
    pub fn host_in(&self, region: Option<&str>, host: &str) -> Option<&'static str> {
        let region = self.regions.iter().find(|known| Some(known.id) == region)?;
        let (_, other) = region.hosts.iter().find(|(usual, _)| *usual == host)?;
        Some(other)
    }

    /// Finds a resource by its id.
    pub fn resource(&self, id: &str) -> Option<&'static Resource> {
        self.resources.iter().find(|resource| resource.id == id)
    }

    /// Tells how it connects by OAuth 2.0.
    pub fn oauth2(&self) -> Option<&'static OAuth2> {
        self.ways.iter().find_map(|way| match way {
            Way::OAuth2(oauth2) => Some(oauth2),
            _ => None,
        })
    }

    /// Tells how it connects by OAuth 1.0a.
    pub fn oauth1(&self) -> Option<&'static OAuth1> {
        self.ways.iter().find_map(|way| match way {
            Way::OAuth1(oauth1) => Some(oauth1),
            _ => None,
        })
    }

    /// Tells how it connects by a key that a person pastes.
    pub fn key(&self) -> Option<&'static Key> {
        self.ways.iter().find_map(|way| match way {
            Way::Key(key) => Some(key),
            _ => None,
        })
    }
}

/// A region of a vendor's, or its sandbox. Requests name the usual hosts; the client leads them to those of the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// The name, for example `eu`.
    pub id: &'static str,
    /// The usual host and the one that stands for it.
    pub hosts: &'static [(&'static str, &'static str)],
}

/// A way to connect a person's account.
#[derive(Debug, Clone)]
pub enum Way {
    /// OAuth 2.0 with an authorisation code.
    OAuth2(OAuth2),
    /// OAuth 1.0a.
    OAuth1(OAuth1),
    /// A key or a personal token that the person pastes.
    Key(Key),
}

/// A setting that an operator gives for a vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// The name, for example `subscription_key`.
    pub name: &'static str,
    /// What it is and where to find it.
    pub help: &'static str,
    /// Whether nothing works without it.
    pub required: bool,
}

/// A header of every call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// The name.
    pub name: &'static str,
    /// The setting of the application that is its value, or the empty string.
    pub setting: &'static str,
    /// What follows the setting.
    pub suffix: &'static str,
}

/// One kind of thing a vendor lets read.
#[derive(Debug, Clone, Copy)]
pub struct Resource {
    /// The name, for example `sleep`.
    pub id: &'static str,
    /// The scopes of which one is needed; none where the account suffices.
    pub scopes: &'static [&'static str],
    /// The metrics it promises. The conformance suite looks for each in the examples.
    pub metrics: &'static [Metric],
    /// The sessions it promises.
    pub sessions: Sessions,
    /// How it is read.
    pub reading: Reads,
    /// How far back it reaches.
    pub history: History,
    /// The longest span one call may ask for.
    pub window: Option<TimeDelta>,
    /// How long the vendor goes on changing what it has sent: every sync reads this much again.
    pub overlap: TimeDelta,
}

impl Resource {
    /// A resource that is polled by time and reaches back to the beginning of wearables.
    pub const BASE: Self = Self {
        id: "",
        scopes: &[],
        metrics: &[],
        sessions: Sessions::None,
        reading: Reads::ByTime,
        history: History::Since(2010),
        window: None,
        overlap: TimeDelta::days(2),
    };
}

/// Which sessions a resource promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sessions {
    /// None.
    None,
    /// Nights and naps.
    Sleep,
    /// Workouts.
    Workouts,
    /// Both.
    Both,
}

/// How a resource is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reads {
    /// By when things happened.
    ByTime,
    /// By when they were last changed: a window that begins at the last sync. Never split.
    ByChange,
    /// As it is now: a profile. The window is ignored.
    Current,
    /// Not at all: it is pushed, and [`Job::Backfill`](super::Job::Backfill) asks for old pushes.
    Pushed,
}

/// How far back a resource reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum History {
    /// To the beginning of the account; the vendor has none from before this year.
    Since(i32),
    /// This many days before now.
    Days(u32),
    /// To the moment of connecting.
    FromConnect,
}

/// How often a vendor may be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Whose calls count together.
    pub whose: Whose,
    /// How many.
    pub calls: u32,
    /// In how long.
    pub per: TimeDelta,
}

/// Whose calls count together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Whose {
    /// All calls of the application, whoever they are for.
    App,
    /// The calls for one connection.
    User,
}

/// How a vendor tells that there is something new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Push {
    /// How one subscribes.
    pub subscribe: Subscribe,
    /// How long before a subscription ends it is renewed; `None` where it never ends.
    pub renew_before: Option<TimeDelta>,
    /// How soon the vendor wants an answer.
    pub answer_within: TimeDelta,
    /// The settings without which a call cannot be trusted, for example `client_secret`.
    pub secrets: &'static [&'static str],
    /// The pairs of the query that the address registered with the vendor has to carry, where nothing else makes a call
    /// trustworthy: the name, and the setting that is its value.
    pub address: &'static [(&'static str, &'static str)],
}

impl Push {
    /// A vendor that has to be asked.
    pub const NEVER: Self = Self {
        subscribe: Subscribe::Never,
        renew_before: None,
        answer_within: TimeDelta::seconds(2),
        secrets: &[],
        address: &[],
    };
}

/// How one subscribes to a vendor's pushes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subscribe {
    /// There are none.
    Never,
    /// By hand, on a page of the vendor's.
    ByHand,
    /// By [`Job::Subscribe`](super::Job::Subscribe), once for the application.
    App,
    /// By [`Job::Subscribe`](super::Job::Subscribe), for every connection.
    User,
}

/// Where a vendor's ids are unique.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ids {
    /// In all of the vendor.
    Provider,
    /// In one person's account only.
    Connection,
}

/// An answer that is true to the vendor's form, without being anybody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// The method it answers.
    pub method: Method,
    /// The path it answers; `*` stands for one segment.
    pub path: &'static str,
    /// The pairs of the query or the form it answers; others may be there.
    pub when: &'static [(&'static str, &'static str)],
    /// The status.
    pub status: u16,
    /// The body. `{{access}}` and `{{refresh}}` become new tokens in every answer.
    pub body: &'static str,
    /// The fields that are not read, on purpose: `records[].user_id`. A folder's name stands for all in it.
    pub ignored: &'static [&'static str],
}

/// A call to us that is true to the vendor's form, without being about anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pushed {
    /// The headers. `{{name}}` becomes the application's setting of that name, `{{hmac}}` the HMAC-SHA256 of the body in
    /// hexadecimal under the first of [`Push::secrets`].
    pub headers: &'static [(&'static str, &'static str)],
    /// The body.
    pub body: &'static str,
    /// The fields of what [`News::Inline`](crate::webhook::News::Inline) hands on that are not read, on purpose.
    pub ignored: &'static [&'static str],
}

impl Example {
    /// A FIT file of an activity in which nothing was measured. Every byte of it is text.
    pub const EMPTY_FIT: &'static str = "\u{e} \u{2}\u{8}\u{b}\0\0\0.FIT\0\0@\0\0\0\0\u{1}\0\u{1}\0\0\u{4} d";

    /// An empty answer to a GET.
    pub const BASE: Self = Self {
        method: Method::Get,
        path: "",
        when: &[],
        status: 200,
        body: "",
        ignored: &[],
    };
}
