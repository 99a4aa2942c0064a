//! Dexcom, API v3: glucose of continuous sensors every five minutes, calibrations, and what people note beside it.
//!
//! An account lives in one region, and each has a host: `eu` for Europe and the rest of the world, `jp`, `sandbox`, otherwise
//! the United States. Reading begins with the vendor's own answer to which spans are new since the last time, so an empty
//! history costs one call, and what a receiver hands in weeks later is found. Spans are read 30 days at a time, in UTC without
//! a zone. Records come again under their id; an event that was deleted comes as deleted. There are no webhooks, and readings
//! are shown hours late on purpose. An application has 60,000 calls an hour, and needs Dexcom's approval outside the sandbox.
//!
//! `systemTime` is UTC by the device's clock, `displayTime` what the person saw; receivers write no offset. The offset is the
//! difference, to the quarter of an hour. A reading beyond the sensor's range keeps the vendor's number with the remark
//! `clipped`, `high` or `low`: it is a bound and no measurement. Without a number there is nothing to keep, and it is reported.
//! Sensors, fingersticks and what people type are never one series.
//!
//! Alerts and the settings of devices are no measurements and are not read; marks of health and notes without a number have no
//! metric and stay in the raw answers.
//!
//! Source: the vendor's pages on API v3 and its OpenAPI document. What was not seen there is in `unverified` of the spec.

mod decode;
mod registration;
mod spec;
#[cfg(all(test, feature = "testing"))]
mod tests;

use chrono::{DateTime, TimeDelta, Utc};

use crate::error::Error;
use crate::provider::{Account, Job, Outcome, Page, Provider, Request, Response, Spec, Whose, Window};
use crate::retry::{next_boundary, retry_after};

/// Dexcom.
#[derive(Debug, Clone, Copy)]
pub struct Dexcom;

const SLUG: &str = "dexcom";
const BASE: &str = "https://api.dexcom.com/v3/users/self";

impl Provider for Dexcom {
    fn spec(&self) -> &'static Spec {
        &spec::SPEC
    }

    fn requests(&self, job: &Job<'_>, _: &Account) -> Vec<Request> {
        let ranges = |operation: &'static str| Request::get(operation, format!("{BASE}/dataRange"));
        match *job {
            Job::Connect => vec![ranges("read account")],
            Job::Window { resource, window } if self.spec().resource(resource).is_some() => {
                let new = ranges("find data").query("lastSyncTime", time(window.from));
                vec![new.note("resource", resource)]
            }
            _ => Vec::new(),
        }
    }

    fn decode(&self, request: &Request, response: &Response) -> Result<Page, Error> {
        decode::page(request, response)
    }

    fn outcome(&self, request: &Request, response: &Response, now: DateTime<Utc>) -> Outcome {
        match response.status {
            // Calls are counted by the hour, and nothing says when it ends.
            429 => Outcome::Retry {
                until: retry_after(response, now).or_else(|| Some(next_boundary(now, TimeDelta::hours(1)))),
                whose: Whose::App,
            },
            _ => Outcome::by_status(request, response, now),
        }
    }
}

/// Writes a time as Dexcom wants it: UTC, without a zone and without fractions.
fn time(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%S").to_string()
}

/// Asks for the records of a kind in a window of 30 days at most.
fn list(resource: &str, window: Window) -> Request {
    Request::get(format!("list {resource}"), format!("{BASE}/{resource}"))
        .query("startDate", time(window.from))
        .query("endDate", time(window.to))
}
