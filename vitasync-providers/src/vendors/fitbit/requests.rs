//! Says what was asked of Fitbit. A connection from before learns by the answer that it has to move.

use chrono::{Days, NaiveDate};

use super::spec::BASE;
use crate::provider::{Auth, Job, Request, Value};

/// The series by the day, in the vendor's words.
const SERIES: [&str; 10] = [
    "steps",
    "distance",
    "floors",
    "elevation",
    "calories",
    "caloriesBMR",
    "minutesSedentary",
    "minutesLightlyActive",
    "minutesFairlyActive",
    "minutesVeryActive",
];

pub(super) fn of(job: &Job<'_>) -> Vec<Request> {
    match *job {
        Job::Connect => vec![read("profile", "/1/user/-/profile.json")],
        Job::Window { resource, window } => {
            let (first, last) = window.dates();
            window_of(resource, first, last)
        }
        Job::Disconnect => vec![
            Request::post("revoke token", format!("{BASE}/oauth2/revoke"))
                .auth(Auth::AppBasic)
                .form("token", Value::Grant(crate::provider::GrantPart::RefreshToken)),
        ],
        Job::Object { .. } | Job::Backfill { .. } | Job::Subscribe { .. } | Job::Renew(_) => Vec::new(),
    }
}

fn window_of(resource: &str, first: NaiveDate, last: NaiveDate) -> Vec<Request> {
    let span = |path: &str| read(path, &format!("/1/user/-/{path}/date/{first}/{last}.json"));
    match resource {
        "activity" => {
            let series = SERIES.map(|name| span(&format!("activities/{name}")));
            let zones = span("activities/active-zone-minutes");
            series
                .into_iter()
                .chain([zones])
                .chain(days(first, last).map(day))
                .collect()
        }
        "intraday" => days(first, last)
            .flat_map(|date| {
                let of = |name: &str, detail: &str| {
                    read(
                        "intraday",
                        &format!("/1/user/-/activities/{name}/date/{date}/1d/{detail}.json"),
                    )
                };
                [of("steps", "1min"), of("distance", "1min"), of("heart", "1sec")]
            })
            .collect(),
        "heart" => vec![span("activities/heart")],
        "workout" => vec![
            read("activities", "/1/user/-/activities/list.json")
                .query("afterDate", first)
                .query("sort", "asc")
                .query("limit", 100)
                .query("offset", 0),
        ],
        "sleep" => vec![read("sleep", &format!("/1.2/user/-/sleep/date/{first}/{last}.json"))],
        "hrv" | "spo2" | "br" | "cardioscore" => vec![span(resource)],
        "temperature" => vec![span("temp/skin"), span("temp/core")],
        "weight" => vec![span("body/log/weight")],
        _ => Vec::new(),
    }
}

fn read(what: &str, path: &str) -> Request {
    Request::get(format!("read {what}"), format!("{BASE}{path}"))
}

/// Asks for the summary of a day, which does not tell its date.
fn day(date: NaiveDate) -> Request {
    read("day", &format!("/1/user/-/activities/date/{date}.json")).note("date", date.to_string())
}

fn days(first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    std::iter::successors(Some(first), |date| date.checked_add_days(Days::new(1))).take_while(move |date| *date <= last)
}
