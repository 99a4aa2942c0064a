//! Says whether a week is as active as the World Health Organization advises.
//!
//! | answer | formula | source |
//! | --- | --- | --- |
//! | intensity | sedentary to 1.5 MET, light below 3, moderate below 6, vigorous from 6 | Ainsworth 2011, Med Sci Sports Exerc 43:1575 |
//! | MET minutes | `Σ MET·minutes` of what is at least moderate | IPAQ 2005 |
//! | equivalent minutes | `moderate + 2·vigorous` | WHO 2020 |
//! | guidance, adults | 150 to 300 equivalent minutes a week, and strengthening on 2 days | WHO 2020, Br J Sports Med 54:1451 |
//! | METs of a cadence, 21 to 40 years | 3 from 100 steps a minute, 4 from 110, 5 from 120, 6 from 130 | Tudor-Locke 2019, Int J Behav Nutr Phys Act 16:8 |
//!
//! Bouts of any length count; the ten minutes of earlier advice are gone. More than 300 minutes are welcome: the range is
//! where the advice ends, not a limit.
//!
//! Needs seven days for a week that falls short; a week that is enough is enough on the days that are known. Refuses people
//! under 18, whose advice is an hour a day, and METs that nobody reaches.

use serde::{Deserialize, Serialize};

use super::super::numeric::sum;
use super::super::{Method, NoAnswer};
use super::stream::Held;

/// This method.
pub const METHOD: Method = Method {
    id: "who_activity",
    version: 1,
    source: "WHO 2020, Br J Sports Med 54:1451",
    needs: "7 days, or fewer that are enough by themselves",
};

/// How many days a week has.
const DAYS: usize = 7;

/// What counts of an activity or a day.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = ActiveMinutes))]
pub struct Active {
    /// Minutes from 3 to 6 MET.
    pub moderate_minutes: f64,
    /// Minutes from 6 MET.
    pub vigorous_minutes: f64,
}

impl Active {
    /// Returns the minutes of moderate activity that are worth as much.
    #[must_use]
    pub fn equivalent_minutes(self) -> f64 {
        self.moderate_minutes + 2.0 * self.vigorous_minutes
    }
}

/// How a week compares with the advice.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = ActivityWeek))]
pub struct Week {
    /// What counts of it.
    #[serde(flatten)]
    pub active: Active,
    /// The minutes of moderate activity that are worth as much.
    pub equivalent_minutes: f64,
    /// Where that lies.
    pub guidance: Guidance,
    /// How many of the seven days are known; what the others held comes on top.
    pub known_days: usize,
}

/// Where a week lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = ActivityGuidance))]
pub enum Guidance {
    /// Below 150 equivalent minutes.
    Below,
    /// From 150 to 300.
    Within,
    /// Above 300, where more benefit is likely.
    Above,
}

/// Sorts activity by its METs: values are METs, and what is below moderate does not count.
///
/// ```
/// use vitasync_core::analytics::training::met_minutes::{active, met_minutes};
/// use vitasync_core::analytics::training::stream::Held;
///
/// let walk_and_run = [Held { seconds: 1800.0, value: 3.3 }, Held { seconds: 1200.0, value: 8.0 }];
/// assert_eq!(met_minutes(&walk_and_run), Ok(259.0));
/// assert_eq!(active(&walk_and_run).unwrap().equivalent_minutes(), 70.0);
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of nothing, [`NoAnswer::OutOfRange`] of METs outside 0 to 30 or a duration outside a week.
pub fn active(activities: &[Held]) -> Result<Active, NoAnswer> {
    checked(activities)?;
    let minutes = |from: f64, to: f64| {
        let inside = activities.iter().filter(|it| (from..to).contains(&it.value));
        sum(inside.map(|it| it.seconds / 60.0))
    };
    Ok(Active {
        moderate_minutes: minutes(3.0, 6.0),
        vigorous_minutes: minutes(6.0, f64::INFINITY),
    })
}

/// Returns the MET minutes of what is at least moderate.
///
/// # Errors
///
/// As [`active`].
pub fn met_minutes(activities: &[Held]) -> Result<f64, NoAnswer> {
    checked(activities)?;
    let counted = activities.iter().filter(|it| it.value >= 3.0);
    Ok(sum(counted.map(|it| it.value * it.seconds / 60.0)))
}

/// Compares the last seven of the days given with the advice for adults; `None` is a day of which nothing is known.
///
/// ```
/// use vitasync_core::analytics::training::met_minutes::{Active, Guidance, week};
///
/// let day = |moderate_minutes| Some(Active { moderate_minutes, vigorous_minutes: 0.0 });
/// let known = [day(90.0), day(0.0), day(80.0), None, day(10.0), None, day(0.0)];
/// assert_eq!(week(&known, 40).unwrap().guidance, Guidance::Within);
/// let little = [day(30.0), day(0.0), day(30.0), None, day(10.0), None, day(0.0)];
/// assert_eq!(week(&little, 40).unwrap_err().to_string(), "7 days are needed, 5 are there");
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] where the known days fall short and not all seven are known, [`NoAnswer::OutOfRange`] of an age
/// outside 18 to 120 years or minutes a day does not have.
pub fn week(days: &[Option<Active>], age_years: u32) -> Result<Week, NoAnswer> {
    NoAnswer::unless_within("age", f64::from(age_years), 18.0, 120.0)?;
    let known: Vec<Active> = days[days.len().saturating_sub(DAYS)..]
        .iter()
        .copied()
        .flatten()
        .collect();
    for day in &known {
        NoAnswer::unless_within("moderate minutes of a day", day.moderate_minutes, 0.0, 1440.0)?;
        NoAnswer::unless_within("vigorous minutes of a day", day.vigorous_minutes, 0.0, 1440.0)?;
    }
    let active = Active {
        moderate_minutes: sum(known.iter().map(|day| day.moderate_minutes)),
        vigorous_minutes: sum(known.iter().map(|day| day.vigorous_minutes)),
    };
    let equivalent_minutes = active.equivalent_minutes();
    let guidance = match equivalent_minutes {
        minutes if minutes > 300.0 => Guidance::Above,
        minutes if minutes >= 150.0 => Guidance::Within,
        _ => Guidance::Below,
    };
    if guidance == Guidance::Below {
        NoAnswer::unless_enough("days", DAYS, known.len())?;
    }
    Ok(Week {
        active,
        equivalent_minutes,
        guidance,
        known_days: known.len(),
    })
}

/// Returns the METs that walking at a cadence reaches at least, for people from 21 to 40 years.
///
/// # Errors
///
/// [`NoAnswer::OutOfRange`] of another age or of a cadence outside 100 to 300 steps a minute: below 100 walking is not known
/// to be moderate.
pub fn least_mets_of_cadence(steps_per_minute: f64, age_years: u32) -> Result<f64, NoAnswer> {
    NoAnswer::unless_within("age", f64::from(age_years), 21.0, 40.0)?;
    NoAnswer::unless_within("cadence", steps_per_minute, 100.0, 300.0)?;
    Ok(match steps_per_minute {
        cadence if cadence >= 130.0 => 6.0,
        cadence if cadence >= 120.0 => 5.0,
        cadence if cadence >= 110.0 => 4.0,
        _ => 3.0,
    })
}

fn checked(activities: &[Held]) -> Result<(), NoAnswer> {
    NoAnswer::unless_enough("activities", 1, activities.len())?;
    for activity in activities {
        NoAnswer::unless_within("metabolic equivalent", activity.value, 0.0, 30.0)?;
        NoAnswer::unless_within("duration in seconds", activity.seconds, 0.0, 604_800.0)?;
    }
    Ok(())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::*;

    fn at(value: f64) -> Active {
        active(&[Held { seconds: 60.0, value }]).unwrap()
    }

    fn day(moderate_minutes: f64, vigorous_minutes: f64) -> Option<Active> {
        Some(Active {
            moderate_minutes,
            vigorous_minutes,
        })
    }

    #[test]
    fn borders_belong_to_the_harder_intensity() {
        assert_eq!(at(2.99).equivalent_minutes(), 0.0);
        assert_eq!(at(3.0).equivalent_minutes(), 1.0);
        assert_eq!(at(6.0).equivalent_minutes(), 2.0);
    }

    #[test]
    fn vigorous_minutes_count_twice_and_both_ends_belong_to_the_range() {
        let of = |moderate, vigorous| week(&[day(moderate, vigorous); 7], 30).unwrap();
        assert_eq!(of(0.0, 75.0 / 7.0).guidance, Guidance::Within);
        assert_eq!(week(&[day(300.0, 0.0)], 30).unwrap().guidance, Guidance::Within);
        assert_eq!(of(43.0, 0.0).guidance, Guidance::Above);
        assert_eq!(of(21.0, 0.0).guidance, Guidance::Below);
    }

    #[test]
    fn only_the_last_seven_days_count() {
        let days = [vec![day(500.0, 0.0)], vec![day(0.0, 0.0); 7]].concat();
        assert_eq!(week(&days, 30).unwrap().guidance, Guidance::Below);
    }

    #[test]
    fn children_and_impossible_days_are_refused() {
        assert!(week(&[day(60.0, 0.0); 7], 12).is_err());
        assert!(week(&[day(1441.0, 0.0); 7], 30).is_err());
        assert!(week(&[day(f64::NAN, 0.0); 7], 30).is_err());
        assert!(week(&[], 30).is_err());
        assert!(active(&[]).is_err());
        assert!(
            met_minutes(&[Held {
                seconds: 60.0,
                value: 90.0
            }])
            .is_err()
        );
        assert!(least_mets_of_cadence(99.0, 30).is_err() && least_mets_of_cadence(120.0, 60).is_err());
    }
}
