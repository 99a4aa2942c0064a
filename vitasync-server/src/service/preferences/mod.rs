//! Keeps what a person has set: whose samples count, where the person has lived, when a week begins, when two records are
//! the same workout.
//!
//! Invariants: the zone of the profile is the last of the zone history; a change and the marks of the days it concerns are
//! one transaction, so that the next answer, of any process, follows the change and nothing is imported again.

mod change;
mod order;
mod select;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde_json::Value;
use vitasync_core::Preferences;
use vitasync_core::time::ZoneHistory;

pub use self::change::{Change, Since, change, change_for, name_of_day};
pub use self::order::{Ranked, order};
pub use self::select::{Pick, name_of};
use crate::app::App;
use crate::error::{Error, Result};
use crate::service::health::UserRef;
use crate::store::{Reads, preferences as rows, users};

pub(crate) use self::change::{follow_profile, keep_links};
pub(crate) use self::select::means;

/// How many people's preferences are remembered at most.
const PEOPLE: usize = 10_000;

/// What a person has set, and which version of it this is.
#[derive(Debug, Clone, PartialEq)]
pub struct Current {
    /// What is set; the default where nothing is.
    pub preferences: Preferences,
    /// Whether the zone is known; where it is not, days are those of UTC.
    pub has_zone: bool,
    /// How often it has changed.
    pub version: i64,
    /// When it last changed; none where nothing was ever set.
    pub updated_at: Option<DateTime<Utc>>,
}

/// What people have set, as it was looked up lately. Cheap to clone.
///
/// A copy is true as long as the person's own row, which every question reads, names its version.
#[derive(Debug, Clone, Default)]
pub struct Cache(Arc<Mutex<HashMap<i64, Known>>>);

#[derive(Debug)]
struct Known {
    version: i64,
    zone: Option<Tz>,
    preferences: Arc<Preferences>,
}

/// Reads what a person has set.
///
/// # Errors
///
/// NotFound where the person is gone; Internal where the database fails.
pub async fn read(app: &App, user: &UserRef) -> Result<Current> {
    current(&app.store, user.no).await
}

/// Gives what answers to a person's questions follow: what is set, in another zone where one is asked for.
///
/// # Errors
///
/// Internal where the database fails.
pub(crate) async fn asked(app: &App, user: &UserRef, zone: Option<Tz>) -> Result<Arc<Preferences>> {
    let own = own(app, user).await?;
    match zone {
        Some(zone) if own.zones != ZoneHistory::always(zone) => Ok(Arc::new(own.as_ref().clone().asked_in(zone))),
        _ => Ok(own),
    }
}

/// Gives what a person has set, without asking the database where nothing is set or a copy is at hand.
pub(crate) async fn own(app: &App, user: &UserRef) -> Result<Arc<Preferences>> {
    if user.preferences_version == 0 {
        return Ok(Arc::new(Preferences::in_zone(user.zone.unwrap_or(Tz::UTC))));
    }
    if let Some(known) = app.preferences.find(user) {
        return Ok(known);
    }
    let document = rows::find(&app.store, user.no).await?.map(|it| it.document);
    let preferences = Arc::new(effective(document, user.zone)?);
    app.preferences.keep(user, &preferences);
    Ok(preferences)
}

/// Reads what a person has set; inside a transaction that has the person locked, nobody changes it meanwhile.
pub(crate) async fn current(from: &impl Reads, user_no: i64) -> Result<Current> {
    let user = users::by_number(from, user_no).await?;
    let zone = UserRef::from(&user).zone;
    let stored = rows::find(from, user_no).await?;
    let updated_at = stored.as_ref().map(|it| it.updated_at);
    Ok(Current {
        preferences: effective(stored.map(|it| it.document), zone)?,
        has_zone: zone.is_some(),
        version: user.preferences_version,
        updated_at,
    })
}

/// Reads a document beside the zone of the profile: without that, days are those of UTC; a history that ends elsewhere was
/// never set.
fn effective(document: Option<Value>, zone: Option<Tz>) -> Result<Preferences> {
    let mut preferences: Preferences = match document {
        Some(document) => serde_json::from_value(document).map_err(Error::internal("reading preferences"))?,
        None => Preferences::default(),
    };
    let zone = zone.unwrap_or(Tz::UTC);
    if preferences.zones.latest() != zone {
        preferences.zones = ZoneHistory::always(zone);
    }
    Ok(preferences)
}

impl Cache {
    fn find(&self, user: &UserRef) -> Option<Arc<Preferences>> {
        let copies = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let copy = copies.get(&user.no)?;
        let is_true = (copy.version, copy.zone) == (user.preferences_version, user.zone);
        is_true.then(|| Arc::clone(&copy.preferences))
    }

    fn keep(&self, user: &UserRef, preferences: &Arc<Preferences>) {
        let mut copies = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if copies.len() >= PEOPLE {
            copies.clear();
        }
        let copy = Known {
            version: user.preferences_version,
            zone: user.zone,
            preferences: Arc::clone(preferences),
        };
        copies.insert(user.no, copy);
    }
}
