//! Changes what a person has set, and marks the days it concerns.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, NaiveDate, Utc, Weekday};
use chrono_tz::Tz;
use vitasync_core::resolve::{Links, Matcher, Selector};
use vitasync_core::time::ZoneHistory;
use vitasync_core::{Metric, Preferences, Source};

use super::select::{Pick, selectors};
use super::{Current, current};
use crate::app::App;
use crate::error::{Error, Result};
use crate::service::audit::{self, Action, Actor, Deed};
use crate::service::calendar::{all, differ_from};
use crate::service::health::UserRef;
use crate::service::{Id, analytics};
use crate::store::{Transaction, daily, preferences as rows, sources, users};
use crate::vocabulary::Asked;

/// What to change; what is `None` stays, and an inner `None` forgets.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Change {
    /// The order for everything, best first.
    pub general: Option<Option<Vec<Pick>>>,
    /// The order for single metrics, by exact id or by a documented name, which means all its exact metrics. Metrics that
    /// are not named keep theirs.
    pub metrics: Option<Option<BTreeMap<String, Option<Vec<Pick>>>>>,
    /// Where the person has lived: the whole history.
    pub zones: Option<Option<Vec<Since>>>,
    /// The day on which a week begins.
    pub week_start: Option<Option<String>>,
    /// When two records are the same workout.
    pub matcher: Option<Option<String>>,
}

/// A zone somebody has lived in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Since {
    /// Since when; from the beginning, where nothing is said.
    pub from: Option<DateTime<Utc>>,
    /// The IANA zone.
    pub zone: String,
}

/// Changes what a person has set. `versions` are those the change may be made on, where the caller has one in mind.
///
/// # Errors
///
/// Unprocessable where a word stands in no vocabulary; Outdated where somebody else was faster; NotFound where the person
/// is gone.
pub async fn change(app: &App, user: &UserRef, change: &Change, versions: Option<&[i64]>) -> Result<Current> {
    change_by(app, None, user, change, versions).await
}

/// Like [`change`], by somebody who is not the person: a change is on record.
///
/// # Errors
///
/// As [`change`].
pub async fn change_for(
    app: &App,
    actor: &Actor,
    user: &UserRef,
    change: &Change,
    versions: Option<&[i64]>,
) -> Result<Current> {
    change_by(app, Some(actor), user, change, versions).await
}

async fn change_by(
    app: &App,
    actor: Option<&Actor>,
    user: &UserRef,
    change: &Change,
    versions: Option<&[i64]>,
) -> Result<Current> {
    let tx = app.store.begin().await?;
    tx.lock_user(user.no).await?;
    let before = current(&tx, user.no).await?;
    before.expect(versions)?;
    let known = sources::all(&tx, user.no).await?;
    let mut preferences = before.preferences.clone();
    order_metrics(&mut preferences, change, user.id, &known)?;
    if let Some(picks) = &change.general {
        let picks = picks.as_deref().unwrap_or_default();
        let set = &before.preferences.priority.general;
        preferences.priority.general = selectors("priority.general", picks, set, user.id, &known)?;
    }
    if let Some(word) = &change.week_start {
        preferences.week_start = word.as_deref().map_or(Ok(Weekday::Mon), weekday)?;
    }
    if let Some(word) = &change.matcher {
        preferences.matcher = word.as_deref().map_or(Ok(Matcher::default()), matcher)?;
    }
    let mut zone = before.has_zone.then(|| before.preferences.zones.latest());
    if let Some(said) = &change.zones {
        let history = said.as_deref().map(|said| history(said, app.now())).transpose()?;
        zone = history.as_ref().map(ZoneHistory::latest);
        preferences.zones = history.unwrap_or_else(|| ZoneHistory::always(Tz::UTC));
    }
    if (&before.preferences, before.has_zone) != (&preferences, zone.is_some()) {
        let mut person = users::by_number(&tx, user.no).await?;
        let workspace = person.workspace_id;
        let timezone = zone.map(|zone| zone.name().to_owned());
        if person.timezone != timezone {
            person.timezone = timezone;
            users::update(&tx, person, app.now()).await?;
        }
        keep(&tx, user.no, &before.preferences, &preferences, app.now()).await?;
        if let Some(actor) = actor {
            let deed = Deed::new(workspace, Action::PreferencesChanged, user.id);
            audit::record(&tx, actor, deed, app.now()).await?;
        }
    }
    let after = current(&tx, user.no).await?;
    tx.commit().await?;
    Ok(after)
}

/// Lets the zone history follow a profile whose zone changes now: a first zone counts from the beginning, another one
/// from now on, and none forgets all.
pub(crate) async fn follow_profile(tx: &Transaction, user_no: i64, zone: Option<Tz>, now: DateTime<Utc>) -> Result<()> {
    let before = current(tx, user_no).await?;
    let zones = match zone {
        Some(zone) if before.has_zone => before.preferences.zones.clone().moved(now, zone),
        zone => ZoneHistory::always(zone.unwrap_or(Tz::UTC)),
    };
    let after = Preferences {
        zones,
        ..before.preferences.clone()
    };
    keep(tx, user_no, &before.preferences, &after, now).await
}

/// Keeps what a person has decided about workouts by hand; where that is nothing new, nothing changes.
pub(crate) async fn keep_links(
    tx: &Transaction,
    user_no: i64,
    before: Current,
    links: Links,
    now: DateTime<Utc>,
) -> Result<Current> {
    if before.preferences.links == links {
        return Ok(before);
    }
    let after = before.preferences.clone().with_links(links);
    keep(tx, user_no, &before.preferences, &after, now).await?;
    current(tx, user_no).await
}

impl Current {
    /// Refuses a change that was made for other versions than this, where the caller has some in mind.
    pub(crate) fn expect(&self, versions: Option<&[i64]>) -> Result<()> {
        if versions.is_none_or(|versions| versions.contains(&self.version)) {
            return Ok(());
        }
        Err(Error::Outdated {
            message: format!(
                "somebody else has changed this meanwhile: it is at version {}; read it again",
                self.version
            ),
        })
    }
}

/// Writes what is set and marks the days for which it makes a difference.
async fn keep(
    tx: &Transaction,
    user_no: i64,
    before: &Preferences,
    after: &Preferences,
    now: DateTime<Utc>,
) -> Result<()> {
    let document = serde_json::to_value(after).expect("words and numbers");
    rows::write(tx, user_no, document, now).await?;
    analytics::mark_again(tx, user_no, differs_since(before, after), now).await?;
    if before.priority != after.priority {
        daily::mark_all(tx, user_no).await?;
    }
    match differ_from(&before.zones, &after.zones) {
        Some(since) => mark_since(tx, user_no, since).await,
        None => Ok(()),
    }
}

/// Tells from which day on it makes a difference to what is said of days.
fn differs_since(before: &Preferences, after: &Preferences) -> NaiveDate {
    let same = Preferences {
        zones: before.zones.clone(),
        ..after.clone()
    };
    let moved = differ_from(&before.zones, &after.zones).flatten();
    match moved.filter(|_| same == *before) {
        Some(since) => since - Days::new(2),
        None => analytics::BEGINNING,
    }
}

/// Marks the days from a date on, and those beside them: in another zone a sample may lie on a date that had none.
async fn mark_since(tx: &Transaction, user_no: i64, since: Option<NaiveDate>) -> Result<()> {
    let known = daily::dates(tx, user_no, since).await?;
    let around = |date: NaiveDate| all(date - Days::new(2)..=date + Days::new(2));
    let marked: BTreeSet<NaiveDate> = known
        .into_iter()
        .flat_map(around)
        .filter(|date| since.is_none_or(|since| *date >= since))
        .collect();
    daily::mark(tx, user_no, &BTreeSet::new(), &marked).await
}

/// Sets the orders for single metrics: documented names first, so that an exact id beside one has the last word.
fn order_metrics(preferences: &mut Preferences, change: &Change, user: Id, known: &[(i32, Source)]) -> Result<()> {
    let mut exact: Vec<(Metric, Vec<Selector>)> = Vec::new();
    let set = preferences.priority.metrics.clone();
    if change.metrics == Some(None) {
        preferences.priority.metrics.clear();
    }
    for (name, picks) in change.metrics.iter().flatten().flatten() {
        let path = format!("priority.metrics.{name}");
        let asked = Asked::by_metric(name).map_err(|error| error.at(&path))?;
        for metric in asked.metrics() {
            let set = set.get(&metric).map_or(&[][..], Vec::as_slice);
            let picked = selectors(&path, picks.as_deref().unwrap_or_default(), set, user, known)?;
            match asked {
                Asked::Documented(_) => put(preferences, metric, picked),
                Asked::Exact(_) => exact.push((metric, picked)),
            }
        }
    }
    for (metric, picked) in exact {
        put(preferences, metric, picked);
    }
    Ok(())
}

fn put(preferences: &mut Preferences, metric: Metric, picked: Vec<Selector>) {
    if picked.is_empty() {
        preferences.priority.metrics.remove(&metric);
    } else {
        preferences.priority.metrics.insert(metric, picked);
    }
}

const WEEK: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Names a day of the week on the wire.
pub fn name_of_day(day: Weekday) -> &'static str {
    WEEK[day.num_days_from_monday() as usize]
}

fn weekday(word: &str) -> Result<Weekday> {
    let unknown = || Error::unknown_word("weekStart", "day of the week", word, WEEK);
    word.parse().map_err(|_| unknown())
}

fn matcher(word: &str) -> Result<Matcher> {
    let known = Matcher::ALL.map(Matcher::id);
    let unknown = || Error::unknown_word("workoutMatcher", "matcher of workouts", word, known);
    Matcher::from_id(word).ok_or_else(unknown)
}

/// Reads a history of zones: the first from the beginning, the others each later than the one before, none in the future.
fn history(said: &[Since], now: DateTime<Utc>) -> Result<ZoneHistory> {
    let refuse = |path: String, message: &str| {
        Err(Error::Unprocessable {
            path,
            message: message.to_owned(),
            nearest: None,
        })
    };
    let mut history: Option<ZoneHistory> = None;
    let mut last: Option<DateTime<Utc>> = None;
    for (at, Since { from, zone }) in said.iter().enumerate() {
        let path = format!("timezones[{at}]");
        let zone: Tz = zone.parse().map_err(|_| {
            let known = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
            Error::unknown_word(format!("{path}.timezone"), "IANA time zone", zone, known)
        })?;
        history = Some(match (history, *from) {
            (None, None) => ZoneHistory::always(zone),
            (None, Some(_)) => return refuse(path + ".from", "the first zone counts from the beginning: leave it out"),
            (Some(_), None) => return refuse(path + ".from", "only the first zone counts from the beginning"),
            (Some(_), Some(from)) if from > now => return refuse(path + ".from", "it lies in the future"),
            (Some(_), Some(from)) if last.is_some_and(|last| from <= last) => {
                return refuse(path + ".from", "it must be later than the one before");
            }
            (Some(history), Some(from)) => {
                last = Some(from);
                history.moved(from, zone)
            }
        });
    }
    match history {
        Some(history) => Ok(history),
        None => refuse("timezones".to_owned(), "it must name a zone, or be null to forget them"),
    }
}
