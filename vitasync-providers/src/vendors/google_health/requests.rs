//! Says what to ask Google Health for, and what its notifications ask to fetch.

use chrono::{DateTime, Datelike, Days, NaiveDate, SecondsFormat, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::{Value, json};
use vitasync_core::record::RecordKey;

use super::kinds::{Kind, PROFILE, SETTINGS, Time};
use super::{BASE, OAUTH2, SLUG};
use crate::auth::oauth2;
use crate::provider::{Account, Job, Request, Window};
use crate::webhook::{News, Notice};

/// All sources together, as the vendor's app shows them.
const ALL_SOURCES: &str = "users/me/dataSourceFamilies/all-sources";

/// Fitbit's and Google's own wearables alone.
pub(super) const WEARABLES: &str = "users/me/dataSourceFamilies/google-wearables";

pub(super) fn of(job: &Job<'_>, account: &Account) -> Vec<Request> {
    match *job {
        Job::Connect => connect(account),
        Job::Window { resource, window } => Kind::find(resource).map_or_else(Vec::new, |kind| read(kind, window)),
        Job::Object { resource, id } => Kind::find(resource)
            .and_then(|kind| one(kind, id))
            .into_iter()
            .collect(),
        Job::Disconnect => vec![oauth2::revoke(&OAUTH2, "https://oauth2.googleapis.com/revoke")],
        Job::Backfill { .. } | Job::Subscribe { .. } | Job::Renew(_) => Vec::new(),
    }
}

/// Asks who it is, and where they live if they let us know.
fn connect(account: &Account) -> Vec<Request> {
    let who = Request::get("read identity", format!("{BASE}/identity"));
    let lives = Request::get("read settings", format!("{BASE}/settings"));
    let allowed = account.allows(&[SETTINGS, PROFILE]);
    [who].into_iter().chain(allowed.then_some(lives)).collect()
}

/// Asks for a span of a type. What adds up is read reconciled, never listed: once from the vendor's own wearables, whose data is
/// Fitbit's, and once from all sources, which tells nobody's device. The resolver fills the gaps of the one from the other.
fn read(kind: &Kind, window: Window) -> Vec<Request> {
    let id = kind.resource.id;
    let points = format!("{BASE}/dataTypes/{id}/dataPoints");
    match kind.time {
        Time::RolledUp => {
            vec![Request::post(format!("roll up {id}"), format!("{points}:dailyRollUp")).json(days(window))]
        }
        Time::Interval => [WEARABLES, ALL_SOURCES]
            .map(|family| {
                Request::get(format!("reconcile {id}"), format!("{points}:reconcile"))
                    .query("dataSourceFamily", family)
                    .query("pageSize", 10_000)
                    .query("filter", filter(kind, window))
            })
            .into(),
        _ => vec![
            Request::get(format!("list {id}"), points)
                .query("pageSize", page_size(id))
                .query("filter", filter(kind, window))
                .whole(window),
        ],
    }
}

/// Nights and workouts come 25 at a time and no more.
fn page_size(id: &str) -> u32 {
    if matches!(id, "sleep" | "exercise") { 25 } else { 10_000 }
}

/// Asks for one point, where its type names its points.
fn one(kind: &Kind, id: &str) -> Option<Request> {
    let resource = kind.resource.id;
    kind.is_named().then(|| {
        Request::get(
            format!("read {resource}"),
            format!("{BASE}/dataTypes/{resource}/dataPoints/{id}"),
        )
        .object(RecordKey::new(SLUG, resource, id))
    })
}

/// Writes the filter of a span: by instants where the vendor takes them, otherwise by every date the span can touch.
fn filter(kind: &Kind, window: Window) -> String {
    let name = kind.resource.id.replace('-', "_");
    let (first, last) = window.dates();
    let instant = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::AutoSi, true);
    let (field, from, to) = match kind.time {
        Time::Interval => ("interval.start_time", instant(window.from), Some(instant(window.to))),
        Time::Sample => (
            "sample_time.physical_time",
            instant(window.from),
            Some(instant(window.to)),
        ),
        Time::Sleep => ("interval.end_time", instant(window.from), Some(instant(window.to))),
        Time::Reading => ("interval.start_time", instant(window.from), None),
        Time::Daily => ("date", first.to_string(), Some(next(last).to_string())),
        Time::Session | Time::RolledUp => (
            "interval.civil_start_time",
            first.to_string(),
            Some(next(last).to_string()),
        ),
    };
    let to = to.map_or_else(String::new, |to| format!(" AND {name}.{field} < \"{to}\""));
    format!("{name}.{field} >= \"{from}\"{to}")
}

/// Writes the civil days of a span, the last excluded. Numbers have no leading zeros.
fn days(window: Window) -> Value {
    let date = |date: NaiveDate| json!({"date": {"year": date.year(), "month": date.month(), "day": date.day()}});
    let (first, last) = window.dates();
    json!({"range": {"start": date(first), "end": date(next(last))}, "windowSizeDays": 1})
}

fn next(date: NaiveDate) -> NaiveDate {
    date.checked_add_days(Days::new(1)).unwrap_or(date)
}

/// What the vendor says has changed.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Change {
    health_user_id: String,
    data_type: String,
    #[serde(default)]
    intervals: Vec<Changed>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Changed {
    physical_time_interval: Option<Span>,
    civil_iso8601_time_interval: Option<CivilSpan>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Span {
    start_time: DateTime<Utc>,
    end_time: DateTime<Utc>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CivilSpan {
    start_time: String,
    end_time: String,
}

impl Change {
    /// Asks for what has changed, or has been deleted: the vendor names times and no objects. Nothing where a type is new to
    /// us. One that says no time means the last days.
    pub(super) fn notice(self, now: DateTime<Utc>) -> Option<Notice> {
        let kind = Kind::find(&self.data_type)?;
        let named: Vec<Window> = self.intervals.iter().filter_map(Changed::window).collect();
        let recent = Window {
            from: now - kind.resource.overlap,
            to: now,
        };
        let windows = if named.len() < self.intervals.len() || named.is_empty() {
            vec![recent]
        } else {
            named
        };
        let spans = windows
            .into_iter()
            .flat_map(|window| window.split(kind.resource.window));
        Some(Notice {
            user: Some(self.health_user_id),
            key: None,
            news: News::Fetch(spans.flat_map(|window| read(kind, window)).collect()),
        })
    }
}

impl Changed {
    /// Gives the span, a moment longer: the end is excluded when it is asked for and may be that of a single instant.
    fn window(&self) -> Option<Window> {
        let moment = TimeDelta::seconds(1);
        if let Some(span) = &self.physical_time_interval {
            return Some(Window {
                from: span.start_time,
                to: span.end_time.max(span.start_time) + moment,
            });
        }
        // A civil time can be anywhere on earth.
        let civil = self.civil_iso8601_time_interval.as_ref()?;
        let date = |text: &str| text.get(..10)?.parse::<NaiveDate>().ok();
        let midnight = |date: NaiveDate| date.and_time(chrono::NaiveTime::MIN).and_utc();
        Some(Window {
            from: midnight(date(&civil.start_time)?) - TimeDelta::hours(14),
            to: midnight(next(date(&civil.end_time)?)) + TimeDelta::hours(12),
        })
    }
}
