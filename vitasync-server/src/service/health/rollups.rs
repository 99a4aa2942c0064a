//! Keeps what each civil day comes to, and computes anew only what is not true any more.
//!
//! The cache holds the days of a person's own calendar, resolved by what the person has set. A day that is dirty, or kept
//! for another zone than it lies in, is computed while the person's row is locked: no import and no change of what is
//! set can come between reading and writing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::RangeInclusive;
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use serde::Deserializer as _;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use vitasync_core::time::ZoneHistory;
use vitasync_core::{Metric, Preferences};

use super::days::{DayMetric, Measured, compute};
use super::targets::all_targets;
use crate::app::App;
use crate::error::{Error, Result};
use crate::service::calendar::{all, zone_on};
use crate::service::preferences::current;
use crate::store::daily::{self, Rollup, State};
use crate::store::users::UserRef;

/// How many days are computed in one transaction, so that writers do not wait long.
const DAYS_AT_ONCE: usize = 31;

/// How much work a computation was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Work {
    /// How many days were computed.
    pub days: u64,
    /// How many blocks were decoded for it.
    pub blocks: u64,
}

impl std::ops::AddAssign for Work {
    fn add_assign(&mut self, more: Self) {
        self.days += more.days;
        self.blocks += more.blocks;
    }
}

/// Cuts dates into runs that are computed together.
pub(super) fn runs_of(dates: RangeInclusive<NaiveDate>) -> impl Iterator<Item = RangeInclusive<NaiveDate>> {
    let (first, last) = dates.into_inner();
    let days = Days::new(DAYS_AT_ONCE as u64);
    std::iter::successors(Some(first), move |it| it.checked_add_days(days))
        .take_while(move |it| *it <= last)
        .map(move |it| it..=last.min(it + days - Days::new(1)))
}

/// Reads days from the cache, after computing those that are not true any more; nothing where they lie in other zones than
/// `preferences` say, because another process has changed those a moment ago.
pub(super) async fn read(
    app: &App,
    user: &UserRef,
    preferences: &Preferences,
    dates: RangeInclusive<NaiveDate>,
    metrics: &[Metric],
) -> Result<Option<Measured>> {
    let asked = || daily::read(&app.store, user.no, *dates.start(), *dates.end());
    let mut rows = asked().await?;
    if !stale(rows.iter().map(|(state, _)| state), &preferences.zones).is_empty() {
        refresh(app, user, preferences, &dates).await?;
        rows = asked().await?;
        let lies_elsewhere = |it: &State| {
            let own = zone_on(&preferences.zones, it.date).name();
            it.zone.as_deref().is_some_and(|zone| zone != own)
        };
        if rows.iter().any(|(state, _)| lies_elsewhere(state)) {
            return Ok(None);
        }
    }
    let day = |(state, said): (State, Option<String>)| Ok(((state.date, None), measured(said.as_deref(), metrics)?));
    rows.into_iter().map(day).collect::<Result<_>>().map(Some)
}

/// Computes the days of a span that are not true any more, keeps them, and tells how much work it was.
pub(super) async fn refresh(
    app: &App,
    user: &UserRef,
    preferences: &Preferences,
    dates: &RangeInclusive<NaiveDate>,
) -> Result<Work> {
    let states = daily::states(&app.store, user.no, *dates.start(), *dates.end()).await?;
    let stale = stale(&states, &preferences.zones);
    let mut work = Work::default();
    for portion in stale.chunks(DAYS_AT_ONCE) {
        work += compute_stale(app, user, portion).await?;
    }
    if work.days > 0 {
        let Work { days, blocks } = work;
        tracing::debug!(user.id = %user.id, days, blocks, "Computed {days} days from {blocks} blocks");
    }
    Ok(work)
}

/// Lists the dates whose rollups are not true: changed since, or computed for another zone.
fn stale<'a>(states: impl IntoIterator<Item = &'a State>, zones: &ZoneHistory) -> Vec<NaiveDate> {
    let is_stale = |it: &&State| it.dirty || it.zone.as_deref() != Some(zone_on(zones, it.date).name());
    states.into_iter().filter(is_stale).map(|it| it.date).collect()
}

/// Computes those of some days that are still not true, and keeps them.
async fn compute_stale(app: &App, user: &UserRef, dates: &[NaiveDate]) -> Result<Work> {
    let (Some(&first), Some(&last)) = (dates.first(), dates.last()) else {
        return Ok(Work::default());
    };
    let tx = app.store.begin().await?;
    tx.lock_user(user.no).await?;
    // What was read before may have changed until the lock was there; what is written must follow what is set now.
    let preferences = Arc::new(current(&tx, user.no).await?.preferences);
    let wanted: BTreeSet<&NaiveDate> = dates.iter().collect();
    let states = daily::states(&tx, user.no, first, last).await?;
    let stale = stale(&states, &preferences.zones);
    let stale = stale.into_iter().filter(|date| wanted.contains(date));
    let runs = daily::runs(stale);
    if runs.is_empty() {
        return Ok(Work::default()); // Somebody else has computed them.
    }
    let targets = all_targets(&tx, user.no).await?;
    let (now, mut work, mut rows) = (app.now(), Work::default(), Vec::new());
    for run in runs {
        let (mut computed, done) = compute(&tx, user.no, &targets, &preferences, run.clone(), false).await?;
        work += done;
        rows.extend(all(run).map(|date| Rollup {
            user_no: user.no,
            date,
            zone: Some(zone_on(&preferences.zones, date).name().to_owned()),
            dirty: false,
            metrics: computed.remove(&(date, None)).map(written),
            computed_at: Some(now),
        }));
    }
    daily::write(&tx, rows).await?;
    tx.commit().await?;
    Ok(work)
}

fn written(metrics: BTreeMap<Metric, DayMetric>) -> serde_json::Value {
    serde_json::to_value(metrics).expect("words and numbers")
}

fn measured(said: Option<&str>, wanted: &[Metric]) -> Result<BTreeMap<Metric, DayMetric>> {
    let Some(said) = said else {
        return Ok(BTreeMap::new());
    };
    let mut json = serde_json::Deserializer::from_str(said);
    let read = json.deserialize_map(Wanted(wanted));
    read.map_err(Error::internal("reading daily rollups"))
}

/// Reads the metrics that are wanted, all where none is named, and passes over the others.
struct Wanted<'a>(&'a [Metric]);

impl<'de> Visitor<'de> for Wanted<'_> {
    type Value = BTreeMap<Metric, DayMetric>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what a day comes to, by metric")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut metrics = BTreeMap::new();
        while let Some(metric) = map.next_key()? {
            if self.0.is_empty() || self.0.contains(&metric) {
                metrics.insert(metric, map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(metrics)
    }
}
