//! Holds what a person has set: beside the data, the only thing answers depend on.

use chrono::Weekday;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::resolve::{Links, Matcher, Priority};
use crate::time::ZoneHistory;

/// What a person has set. Changing it changes answers and never data.
///
/// ```
/// use vitasync_core::preferences::Preferences;
///
/// let berlin = Preferences::in_zone(chrono_tz::Europe::Berlin);
/// assert_eq!(berlin.zones.latest(), chrono_tz::Europe::Berlin);
/// let text = serde_json::to_string(&berlin).unwrap();
/// assert_eq!(serde_json::from_str::<Preferences>(&text).unwrap(), berlin);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Preferences {
    /// Whose samples count where sources overlap.
    pub priority: Priority,
    /// Where the person has lived.
    pub zones: ZoneHistory,
    /// The day on which a week begins.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub week_start: Weekday,
    /// When two records are the same workout.
    pub matcher: Matcher,
    /// Which workouts the person has joined, separated and chosen by hand.
    pub links: Links,
}

impl Default for Preferences {
    fn default() -> Self {
        Self::in_zone(Tz::UTC)
    }
}

impl Preferences {
    /// Prefers nothing, in one zone.
    pub fn in_zone(zone: Tz) -> Self {
        Self {
            priority: Priority::default(),
            zones: ZoneHistory::always(zone),
            week_start: Weekday::Mon,
            matcher: Matcher::default(),
            links: Links::default(),
        }
    }

    /// Prefers these sources.
    #[must_use]
    pub fn with_priority(self, priority: Priority) -> Self {
        Self { priority, ..self }
    }

    /// Matches workouts in this way.
    #[must_use]
    pub fn with_matcher(self, matcher: Matcher) -> Self {
        Self { matcher, ..self }
    }

    /// Groups workouts as the person decided by hand.
    #[must_use]
    pub fn with_links(self, links: Links) -> Self {
        Self { links, ..self }
    }

    /// Asks as if the person had always lived in one zone.
    #[must_use]
    pub fn asked_in(self, zone: Tz) -> Self {
        Self {
            zones: ZoneHistory::always(zone),
            ..self
        }
    }
}
