//! Names what customers can hear of, and tells which of it a subscription means.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use serde_json::{Value, json};
use vitasync_core::Metric;
use vitasync_core::metric::Category;

use crate::error::{Error, Result};

/// What happened to something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// It is new.
    Created,
    /// It has become another.
    Updated,
    /// It is gone.
    Deleted,
}

impl Change {
    /// Lists every change.
    pub const ALL: [Self; 3] = [Self::Created, Self::Updated, Self::Deleted];

    /// Names the change on the wire.
    pub fn id(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Deleted => "deleted",
        }
    }
}

/// What stands for itself: neither records nor samples.
const PLAIN: [&str; 9] = [
    "sync.completed",
    "sync.failed",
    "connection.created",
    "connection.disconnected",
    "user.created",
    "user.deleted",
    "anomaly.detected",
    "health_score.updated",
    "webhook.disabled",
];

/// What is made of records or of the samples of a group of metrics.
pub const RECORDS: [&str; 4] = ["workout", "sleep", "activity", "body"];

/// What a test delivery says; nobody subscribes to it.
pub(super) const TEST: &str = "webhook.test";

/// Something that happened, as customers are told.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// What happened, for example `workout.created`.
    pub name: String,
    /// To what.
    pub data: Value,
}

impl Event {
    /// Says that something happened.
    pub fn new(name: impl Into<String>, data: impl Serialize) -> Self {
        let data = serde_json::to_value(data).unwrap_or(Value::Null);
        Self {
            name: name.into(),
            data,
        }
    }

    /// Writes what is sent, byte by byte: every attempt sends, and signs, the same.
    pub fn body(&self, at: DateTime<Utc>) -> String {
        let timestamp = at.to_rfc3339_opts(SecondsFormat::Millis, true);
        json!({"event": self.name, "timestamp": timestamp, "data": self.data}).to_string()
    }
}

/// Lists everything that can happen.
pub fn names() -> Vec<String> {
    let changes = |of: String| Change::ALL.map(|change| format!("{of}.{}", change.id()));
    let records = RECORDS.into_iter().flat_map(|of| changes(of.to_owned()));
    let series = Metric::ALL
        .iter()
        .flat_map(|metric| changes(format!("series.{}", metric.id())));
    PLAIN
        .map(str::to_owned)
        .into_iter()
        .chain(records)
        .chain(series)
        .collect()
}

/// Tells under which record a metric is told of, where it is.
pub fn record_of(metric: Metric) -> Option<&'static str> {
    match metric.spec().category {
        Category::Activity => Some("activity"),
        Category::Body => Some("body"),
        _ => None,
    }
}

/// Tells whether a subscription means an event: by its name, by `*`, or by `x.*` for everything below `x`.
pub fn means(subscription: &str, name: &str) -> bool {
    match subscription.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => subscription == name,
    }
}

/// Reads what somebody subscribes to.
///
/// # Errors
///
/// Unprocessable with the nearest name where there is no such event.
pub fn parse(path: String, subscription: &str) -> Result<String> {
    let names = names();
    let wildcard = subscription == "*" || subscription.ends_with(".*");
    let known = match wildcard {
        true => names.iter().any(|name| means(subscription, name)),
        false => names.iter().any(|name| name == subscription),
    };
    if known {
        return Ok(subscription.to_owned());
    }
    Err(Error::unknown_word(
        path,
        "event",
        subscription,
        names.iter().map(String::as_str),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subscription_means_an_event_by_its_name_or_by_what_is_above_it() {
        let meant = |name: &str| {
            let all = [
                "*",
                "workout.*",
                "series.*",
                "series.heart_rate.*",
                "series.heart_rate.created",
            ];
            all.into_iter().filter(|it| means(it, name)).collect::<Vec<_>>()
        };
        assert_eq!(meant("workout.created"), ["*", "workout.*"]);
        let all = ["*", "series.*", "series.heart_rate.*", "series.heart_rate.created"];
        assert_eq!(meant("series.heart_rate.created"), all);
        assert_eq!(meant("series.heart_rate_variability_rmssd.created"), ["*", "series.*"]);
    }

    #[test]
    fn what_nobody_can_hear_of_is_refused_with_what_is_near() {
        for fine in [
            "*",
            "sync.*",
            "series.*",
            "series.steps.*",
            "series.steps.updated",
            "user.deleted",
        ] {
            assert_eq!(parse("events[0]".into(), fine).expect("an event"), fine);
        }
        for wrong in ["sync.complete", "wrokout.*", "series.stepz.updated", "", "work*"] {
            let why = parse("events[0]".into(), wrong).expect_err("none");
            assert!(
                matches!(why, Error::Unprocessable { ref path, .. } if path == "events[0]"),
                "{wrong}: {why}"
            );
        }
        let why = parse("events[0]".into(), "sync.complete")
            .expect_err("none")
            .to_string();
        assert!(why.contains("sync.completed"), "{why}");
    }

    #[test]
    fn what_is_sent_names_the_event_the_time_and_what_it_happened_to() {
        let event = Event::new("user.created", json!({"userId": "1"}));
        let at = "2025-06-15T09:00:00Z".parse().expect("an instant");
        insta::assert_snapshot!(event.body(at), @r#"{"data":{"userId":"1"},"event":"user.created","timestamp":"2025-06-15T09:00:00.000Z"}"#);
    }
}
