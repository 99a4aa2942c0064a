//! What is said of a day: as it is kept where that is true, computed otherwise.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use vitasync_core::analytics::evidence::Evidence;
use vitasync_core::analytics::scores::parts::of_signals;
use vitasync_core::analytics::scores::{self, Kind, scores};
use vitasync_core::analytics::training::readiness;

use super::gather::{before, over, person};
use super::{LOOK_BACK, ask, marks, past, today};
use crate::app::App;
use crate::error::Result;
use crate::service::health::off_the_loop;
use crate::service::users::User;
use crate::store::assessments::{self, Assessment};
use crate::store::packed::unpack;

/// What is said of a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Day {
    /// The civil date.
    pub date: NaiveDate,
    /// The scores, as the core writes them.
    pub scores: Value,
    /// The readiness, or why there is none.
    pub readiness: Result<Value, String>,
    /// By which methods, in which versions.
    pub method: String,
    /// When it was computed.
    pub computed_at: DateTime<Utc>,
}

/// A day as it is kept.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Document {
    scores: Value,
    readiness: Option<Value>,
    reason: Option<String>,
}

pub(super) fn document(day: &Day) -> Document {
    Document {
        scores: day.scores.clone(),
        readiness: day.readiness.clone().ok(),
        reason: day.readiness.clone().err(),
    }
}

impl Day {
    /// Says what is known of the day the evidence ends on; also that it is nothing.
    pub(super) fn any(evidence: &Evidence, now: DateTime<Utc>) -> Self {
        let readiness = of_signals(evidence).map(|it| json(&it));
        Self {
            date: evidence.date,
            scores: json(&scores(evidence)),
            readiness: readiness.map_err(|reason| reason.to_string()),
            method: method(),
            computed_at: now,
        }
    }

    /// Says what is known of the day the evidence ends on, if anything is.
    pub(super) fn of(evidence: &Evidence, now: DateTime<Utc>) -> Option<Self> {
        Some(Self::any(evidence, now)).filter(Self::is_known)
    }

    /// Tells whether anything is known of it.
    pub(super) fn is_known(&self) -> bool {
        let has = |kind: &Kind| {
            let components = self.scores[kind.id()]["components"].as_array();
            components.is_some_and(|it| !it.is_empty())
        };
        self.readiness.is_ok() || Kind::ALL.iter().any(has)
    }

    pub(super) fn read(row: &Assessment) -> Result<Self> {
        let document: Document = unpack(&row.document)?;
        Ok(Self {
            date: row.date,
            scores: document.scores,
            readiness: document.readiness.ok_or_else(|| document.reason.unwrap_or_default()),
            method: row.method.clone(),
            computed_at: row.computed_at,
        })
    }

    /// Gives a score from 0 to 100, where there is one.
    pub fn score(&self, kind: Kind) -> Option<f64> {
        self.scores[kind.id()]["value"].as_f64()
    }

    /// Lists the scores by their names.
    pub fn values(&self) -> Vec<(&'static str, Option<f64>)> {
        Kind::ALL.iter().map(|kind| (kind.id(), self.score(*kind))).collect()
    }
}

fn json(of: &impl Serialize) -> Value {
    serde_json::to_value(of).expect("words and numbers")
}

/// Names the methods, with their versions.
fn method() -> String {
    let of = [scores::METHOD, readiness::METHOD].map(|it| format!("{}/{}", it.id, it.version));
    of.join(" ")
}

/// Says what is known of a day, today where none is named; also that it is nothing.
///
/// # Errors
///
/// Invalid of a day that has not come; Internal where the database fails.
pub async fn day(app: &App, user: &User, date: Option<NaiveDate>) -> Result<Day> {
    let wanted = past(app, user, date).await?;
    if marks::covered(&app.store, user.user_no)
        .await?
        .holds(wanted, today(app, user).await?)
        && let Some(row) = assessments::read(&app.store, user.user_no, wanted, wanted)
            .await?
            .first()
    {
        return Day::read(row);
    }
    let now = app.now();
    ask(app, user, Some(wanted), move |it| Day::any(&it, now)).await
}

/// Lists the days of a span of which anything is known, in order of date.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn days(app: &App, user: &User, first: NaiveDate, last: NaiveDate) -> Result<Vec<Day>> {
    let today = today(app, user).await?;
    let last = last.min(today);
    let covered = marks::covered(&app.store, user.user_no).await?;
    let mut days = BTreeMap::new();
    for row in assessments::read(&app.store, user.user_no, first, last).await? {
        if covered.holds(row.date, today) {
            days.insert(row.date, Day::read(&row)?);
        }
    }
    let dates = first.iter_days().take_while(|date| *date <= last);
    let stale: Vec<NaiveDate> = dates.filter(|date| !covered.holds(*date, today)).collect();
    let (Some(&from), Some(&to)) = (stale.first(), stale.last()) else {
        return Ok(days.into_values().collect());
    };
    let evidence = over(app, user, before(from, LOOK_BACK), to).await?;
    let (user, now) = (user.clone(), app.now());
    let computed = off_the_loop(move || {
        let day = |date: &NaiveDate| {
            let mut seen = evidence.seen_on(*date, LOOK_BACK);
            seen.person = person(&user, *date);
            Day::of(&seen, now)
        };
        stale.iter().filter_map(day).collect::<Vec<Day>>()
    });
    days.extend(computed.await?.into_iter().map(|day| (day.date, day)));
    Ok(days.into_values().collect())
}
