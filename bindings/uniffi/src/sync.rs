//! The engine that decides what an app that pushes does next.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::Serialize;
use serde_json::value::RawValue;
use vitasync_providers::provider::Response;
use vitasync_providers::push::engine::{self, Changes, Plan, Query, Step, Upload};
use vitasync_providers::push::{self, Platform};

use crate::items::{instant, write};
use crate::{PushRecord, PushSleep, PushWorkout, VitaSyncError, version};

/// Where the newest data ends and older begins, in days before the first run.
const RECENT_DAYS: [u32; 2] = [30, 365];

/// Whose store it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum PushPlatform {
    /// HealthKit on an iPhone.
    AppleHealth,
    /// Health Connect on Android.
    HealthConnect,
    /// Samsung Health on Android.
    SamsungHealth,
}

/// What is pushed, and how much at once.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SyncPlan {
    /// Whose store it is.
    pub platform: PushPlatform,
    /// Names this phone's installation of the app: another one after a restore on another phone.
    pub device: String,
    /// The types to read, the most wanted first.
    pub types: Vec<String>,
    /// How many days before the first run newer data ends and older begins, ascending; 30 and 365 where nothing is
    /// said. Newer data is pushed first.
    #[uniffi(default)]
    pub recent_days: Option<Vec<u32>>,
    /// The most items of a batch.
    #[uniffi(default = 1000)]
    pub most_items: u32,
    /// About the longest body, in bytes.
    #[uniffi(default = 1048576)]
    pub most_bytes: u32,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum SyncStep {
    /// Read the store, then `take`, `expired` or `skip`.
    Read {
        /// What to read.
        query: ReadQuery,
    },
    /// Call the server with the push token, then `answer` or `unreachable`.
    Call {
        /// What to call.
        request: SyncRequest,
    },
    /// Get another push token from the app's own server, then `authorised` or `unreachable`.
    Authorise,
    /// Do nothing before this moment; or end now, and begin again later.
    Wait {
        /// The moment.
        until: SystemTime,
    },
    /// There is nothing more to do until the store changes.
    Done,
    /// The server will not take it. Nothing is lost; `begin` tries again.
    Stopped {
        /// Why, for a person.
        reason: String,
    },
}

/// What to read of the store.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ReadQuery {
    /// The type.
    pub kind: String,
    /// Objects that began at this moment or later; none where the span has no beginning.
    pub from: Option<SystemTime>,
    /// Objects that began before this moment; none where the span has no end.
    pub to: Option<SystemTime>,
    /// Changes since this anchor; without one, all that are there.
    pub anchor: Option<String>,
    /// About how many changes to read.
    pub limit: u32,
    /// Whether all objects of the span are wanted at once and no anchor. If there are more than the limit, say so, and shorter
    /// spans are asked for.
    pub whole: bool,
}

/// What was read of the store.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct ReadChanges {
    /// Measurements.
    #[uniffi(default)]
    pub records: Vec<PushRecord>,
    /// Nights and stretches of sleep.
    #[uniffi(default)]
    pub sleep: Vec<PushSleep>,
    /// Workouts.
    #[uniffi(default)]
    pub workouts: Vec<PushWorkout>,
    /// The ids of objects that are gone.
    #[uniffi(default)]
    pub deletions: Vec<String>,
    /// Where to go on from.
    #[uniffi(default)]
    pub anchor: Option<String>,
    /// Whether there is more after it.
    #[uniffi(default)]
    pub more: bool,
}

/// A call of the server.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SyncRequest {
    /// `GET` or `POST`.
    pub method: String,
    /// What follows `/v1/users/{id}/`.
    pub path: String,
    /// The body, as JSON; none with `GET`. It may be compressed on its way.
    pub body: Option<String>,
}

/// What came of a run so far.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SyncReport {
    /// How many batches the server has acknowledged.
    pub batches: u64,
    /// How many items are in them.
    pub items: u64,
    /// How many items could not be used.
    pub refused: u64,
    /// The last of them, at most 100.
    pub refusals: Vec<SyncRefusal>,
}

/// An item that could not be used. It is not sent again.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SyncRefusal {
    /// The store's id, where it has one.
    pub id: Option<String>,
    /// Why.
    pub reason: String,
}

/// Decides what an app that pushes does next: asks to read the store, makes batches, and moves anchors when the server has
/// acknowledged what was read. It does no I/O and knows no clock. Keep `state` after every step; the app may be killed at
/// any time.
#[derive(Debug, uniffi::Object)]
pub struct SyncEngine(Mutex<engine::SyncEngine>);

#[uniffi::export]
impl SyncEngine {
    /// Goes on from a state that was kept; without one, from what the server knows of the phone. `chance` is random and another
    /// one in each run.
    #[uniffi::constructor]
    pub fn new(
        plan: SyncPlan,
        state: Option<String>,
        chance: u64,
        now: SystemTime,
    ) -> Result<Arc<Self>, VitaSyncError> {
        let engine = engine::SyncEngine::new(plan.into(), state.as_deref(), chance.into(), moment(now)?);
        Ok(Arc::new(Self(Mutex::new(engine))))
    }

    /// Begins a round: reads these types, or all of them.
    pub fn begin(&self, types: Option<Vec<String>>, now: SystemTime) -> Result<(), VitaSyncError> {
        self.engine().begin(types.as_deref(), moment(now)?);
        Ok(())
    }

    /// Says what to do next.
    pub fn step(&self, now: SystemTime) -> Result<SyncStep, VitaSyncError> {
        Ok(self.engine().step(moment(now)?).into())
    }

    /// Takes what was read.
    pub fn take(&self, changes: ReadChanges) -> Result<(), VitaSyncError> {
        self.engine().take(changes.try_into()?);
        Ok(())
    }

    /// Says that the store knows the anchor no more, so that deletions since then are not told.
    pub fn expired(&self, now: SystemTime) -> Result<(), VitaSyncError> {
        self.engine().expired(moment(now)?);
        Ok(())
    }

    /// Says that the store cannot be read now, because the phone is locked or a permission is missing.
    pub fn skip(&self) {
        self.engine().skip();
    }

    /// Takes the server's answer. `retry_after` is the header of that name.
    pub fn answer(
        &self,
        status: u16,
        retry_after: Option<String>,
        body: Vec<u8>,
        now: SystemTime,
    ) -> Result<(), VitaSyncError> {
        let mut response = Response::new(status, body, moment(now)?);
        let header = retry_after.map(|value| ("retry-after".to_owned(), value));
        response.headers.extend(header);
        self.engine().answer(&response);
        Ok(())
    }

    /// Says that the server, or the app's own server, did not answer.
    pub fn unreachable(&self, now: SystemTime) -> Result<(), VitaSyncError> {
        self.engine().unreachable(moment(now)?);
        Ok(())
    }

    /// Says that there is another token.
    pub fn authorised(&self) {
        self.engine().authorised();
    }

    /// Gives what the app has to keep: anchors and numbers, never data of the person. An older one serves too.
    pub fn state(&self) -> String {
        self.engine().state()
    }

    /// Tells what came of the run so far.
    pub fn report(&self) -> SyncReport {
        self.engine().report().into()
    }
}

impl SyncEngine {
    fn engine(&self) -> MutexGuard<'_, engine::SyncEngine> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lists the types of a store that are understood, in the order of their names: `HKQuantityTypeIdentifierHeartRate`,
/// `HeartRateRecord`.
#[uniffi::export]
pub fn push_types(platform: PushPlatform) -> Vec<String> {
    let types = push::types(platform.into());
    types.into_iter().map(str::to_owned).collect()
}

impl From<PushPlatform> for Platform {
    fn from(platform: PushPlatform) -> Self {
        match platform {
            PushPlatform::AppleHealth => Self::AppleHealth,
            PushPlatform::HealthConnect => Self::HealthConnect,
            PushPlatform::SamsungHealth => Self::SamsungHealth,
        }
    }
}

impl From<SyncPlan> for Plan {
    fn from(plan: SyncPlan) -> Self {
        let size = |size: u32| usize::try_from(size).unwrap_or(usize::MAX);
        Self {
            platform: plan.platform.into(),
            device: plan.device,
            version: version(),
            types: plan.types,
            recent_days: plan.recent_days.unwrap_or_else(|| RECENT_DAYS.to_vec()),
            most_items: size(plan.most_items),
            most_bytes: size(plan.most_bytes),
        }
    }
}

impl From<Step> for SyncStep {
    fn from(step: Step) -> Self {
        let get = |path: String| Self::Call {
            request: SyncRequest {
                method: "GET".to_owned(),
                path,
                body: None,
            },
        };
        match step {
            Step::Read(query) => Self::Read { query: query.into() },
            Step::Send(Upload { body, .. }) => Self::Call {
                request: SyncRequest {
                    method: "POST".to_owned(),
                    path: "ingest".to_owned(),
                    body: Some(body),
                },
            },
            Step::Ask(batch) => get(format!("ingest/{batch}")),
            Step::Locate => get("ingest/anchors".to_owned()),
            Step::Authorise => Self::Authorise,
            Step::Wait(until) => Self::Wait { until: until.into() },
            Step::Done => Self::Done,
            Step::Stopped(reason) => Self::Stopped { reason },
        }
    }
}

impl From<Query> for ReadQuery {
    fn from(query: Query) -> Self {
        let midnight = |date: NaiveDate| SystemTime::from(date.and_time(NaiveTime::MIN).and_utc());
        let count = |limit: usize| u32::try_from(limit).unwrap_or(u32::MAX);
        match query {
            Query::Changes {
                kind,
                from,
                to,
                anchor,
                limit,
            } => Self {
                kind,
                from: from.map(midnight),
                to: to.map(midnight),
                anchor,
                limit: count(limit),
                whole: false,
            },
            Query::Whole { kind, span, limit } => Self {
                kind,
                from: Some(span.from.into()),
                to: Some(span.to.into()),
                anchor: None,
                limit: count(limit),
                whole: true,
            },
        }
    }
}

impl TryFrom<ReadChanges> for Changes {
    type Error = VitaSyncError;

    fn try_from(read: ReadChanges) -> Result<Self, VitaSyncError> {
        Ok(Self {
            records: written(&read.records)?,
            sleep: written(&read.sleep)?,
            workouts: written(&read.workouts)?,
            deletions: read.deletions,
            anchor: read.anchor,
            more: read.more,
        })
    }
}

impl From<&engine::Report> for SyncReport {
    fn from(report: &engine::Report) -> Self {
        let refusals = report.refusals.iter().map(|it| SyncRefusal {
            id: it.id.clone(),
            reason: it.reason.clone(),
        });
        Self {
            batches: report.batches,
            items: report.items,
            refused: report.refused,
            refusals: refusals.collect(),
        }
    }
}

fn written<T: Serialize>(items: &[T]) -> Result<Vec<Box<RawValue>>, VitaSyncError> {
    let written = items.iter().map(|item| write(item).map_err(VitaSyncError::wrong_value));
    written.collect()
}

fn moment(at: SystemTime) -> Result<DateTime<Utc>, VitaSyncError> {
    instant(at).ok_or_else(|| VitaSyncError::wrong_value("a time is out of range"))
}
