//! Says whether this week's heart rate variability is inside what is usual: the smallest worthwhile change of lnRMSSD.
//!
//! For each day the mean of the 7 days that end on it, against the mean ± 0.5 standard deviations (divided by n − 1) of the 60
//! days that end on it. Beside it the coefficient of variation of the week, `100·SD/mean`: it often changes before the mean.
//! Plews 2012 (Eur J Appl Physiol 112:3729), Plews 2013 (Sports Med 43:773), Buchheit 2014 (Front Physiol 5:73); half a standard
//! deviation is the custom, and an argument.
//!
//! Assumes one RMSSD per day, measured the same way each time (all night, or on waking in one posture), by one device. SDNN is
//! another measure and never continues a series of RMSSD. A day below is a reason to look at training, sleep and
//! illness; what is above can be fatigue too.
//!
//! Needs values on 4 of the 7 days and on 30 of the 60, which must lie inside the series.

use chrono::NaiveDate;
use serde::Serialize;

use super::super::numeric::{mean, variance};
use super::super::{Daily, Method, NoAnswer};

/// This method.
pub const METHOD: Method = Method {
    id: "hrv_smallest_worthwhile_change",
    version: 1,
    source: "Plews 2013, Sports Med 43:773; Buchheit 2014, Front Physiol 5:73",
    needs: "60 days, with values on 30 of them and on 4 of the last 7",
};

/// How many days a week has.
pub const WEEK: usize = 7;

/// How many days what is usual rests on.
pub const USUAL: usize = 60;

/// How many of the days of a week must have a value.
pub const NEEDED_OF_WEEK: usize = 4;

/// How many of the days that what is usual rests on must have a value.
pub const NEEDED_OF_USUAL: usize = 30;

/// Where the week lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = AgainstUsual))]
pub enum Against {
    /// Below what is usual.
    Below,
    /// Inside it, its borders included.
    Within,
    /// Above it.
    Above,
}

/// The week that ends on a day, against what is usual.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = HrvWeek))]
pub struct Week {
    /// The day.
    pub date: NaiveDate,
    /// How many days of the week have a value.
    pub n: usize,
    /// How many days what is usual rests on.
    pub n_usual: usize,
    /// The mean of the week.
    pub mean: f64,
    /// Its coefficient of variation, in per cent of the mean; none where the mean is not above 0.
    pub variation: Option<f64>,
    /// From where on it is usual.
    pub low: f64,
    /// To where it is usual.
    pub high: f64,
    /// Where the week lies.
    pub against: Against,
}

/// Turns a day's RMSSD in milliseconds into its natural logarithm.
///
/// # Errors
///
/// [`NoAnswer::NotPositive`] of an RMSSD that is not above 0.
pub fn ln_rmssd(rmssd: &Daily) -> Result<Daily, NoAnswer> {
    let logarithms = rmssd.values().iter().map(|day| match day {
        Some(ms) => NoAnswer::unless_positive("RMSSD", *ms).map(|()| Some(ms.ln())),
        None => Ok(None),
    });
    Daily::new(rmssd.first(), logarithms.collect::<Result<_, _>>()?)
}

/// Returns every week that can be judged, by the day on which it ends. `share` is how many standard deviations are usual;
/// custom is 0.5.
///
/// ```
/// use vitasync_core::analytics::Daily;
/// use vitasync_core::analytics::heart::hrv_trend::{Against, ln_rmssd, weeks};
///
/// let rmssd = (0..67).map(|day| Some(if day < 60 { 48.0 + f64::from(day % 5) } else { 41.0 })).collect();
/// let rmssd = Daily::new("2026-01-01".parse().unwrap(), rmssd).unwrap();
/// let weeks = weeks(&ln_rmssd(&rmssd).unwrap(), 0.5).unwrap();
/// assert_eq!(weeks.first().unwrap().against, Against::Within);
/// assert_eq!(weeks.last().unwrap().against, Against::Below);
/// ```
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] where no day can be judged, [`NoAnswer::NotPositive`] of a share, [`NoAnswer::NotFinite`] of one.
pub fn weeks(ln_rmssd: &Daily, share: f64) -> Result<Vec<Week>, NoAnswer> {
    NoAnswer::unless_positive("share of a standard deviation", share)?;
    NoAnswer::unless_finite("shares", [share])?;
    let days = ln_rmssd.values();
    NoAnswer::unless_enough("days", USUAL, days.len())?;
    let last = |at: usize, count: usize| -> Vec<f64> { days[at + 1 - count..=at].iter().copied().flatten().collect() };
    let (mut most_of_week, mut most_of_usual) = (0, 0);
    let mut judged = Vec::new();
    for at in USUAL - 1..days.len() {
        let (week, usual) = (last(at, WEEK), last(at, USUAL));
        most_of_usual = most_of_usual.max(usual.len());
        if usual.len() >= NEEDED_OF_USUAL {
            most_of_week = most_of_week.max(week.len());
            if week.len() >= NEEDED_OF_WEEK {
                judged.push(judge(ln_rmssd.date(at), &week, &usual, share));
            }
        }
    }
    if judged.is_empty() {
        NoAnswer::unless_enough("days with a value of the last 60", NEEDED_OF_USUAL, most_of_usual)?;
        NoAnswer::unless_enough("days with a value of the last 7", NEEDED_OF_WEEK, most_of_week)?;
    }
    Ok(judged)
}

fn judge(date: NaiveDate, week: &[f64], usual: &[f64], share: f64) -> Week {
    let (center, half) = (mean(usual), share * variance(usual).sqrt());
    let (low, high) = (center - half, center + half);
    let mean = mean(week);
    Week {
        date,
        n: week.len(),
        n_usual: usual.len(),
        mean,
        variation: (mean > 0.0).then(|| 100.0 * variance(week).sqrt() / mean),
        low,
        high,
        against: match mean {
            mean if mean < low => Against::Below,
            mean if mean > high => Against::Above,
            _ => Against::Within,
        },
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use super::*;

    fn daily(values: Vec<Option<f64>>) -> Daily {
        Daily::new("2026-01-01".parse().unwrap(), values).unwrap()
    }

    fn series(days: u32) -> Vec<Option<f64>> {
        (0..days).map(|day| Some(3.9 + f64::from(day % 4) / 16.0)).collect()
    }

    #[test]
    fn fewer_than_sixty_days_are_refused() {
        let reason = weeks(&daily(series(59)), 0.5).unwrap_err();
        assert_eq!(reason.to_string(), "60 days are needed, 59 are there");
        assert!(weeks(&daily(series(60)), f64::INFINITY).is_err());
        assert!(weeks(&daily(series(60)), 0.0).is_err());
    }

    #[test]
    fn a_week_with_three_values_is_not_judged() {
        let mut days = series(64);
        days[55..58].fill(None);
        let first = weeks(&daily(days.clone()), 0.5).unwrap();
        assert_eq!((first[0].n, first[0].n_usual), (4, 57));
        days[59] = None;
        assert_eq!(
            weeks(&daily(days.clone()), 0.5).unwrap().len(),
            2,
            "three until the 62nd day"
        );
        days.truncate(60);
        let reason = weeks(&daily(days), 0.5).unwrap_err();
        assert_eq!(
            reason.to_string(),
            "4 days with a value of the last 7 are needed, 3 are there"
        );
    }

    #[test]
    fn a_series_with_too_few_values_says_so() {
        let mut days = series(60);
        days[..31].fill(None);
        let reason = weeks(&daily(days), 0.5).unwrap_err();
        assert_eq!(
            reason.to_string(),
            "30 days with a value of the last 60 are needed, 29 are there"
        );
    }

    #[test]
    fn equal_days_are_within_what_is_usual() {
        let week = weeks(&daily(vec![Some(4.0); 60]), 0.5).unwrap()[0];
        assert_eq!((week.against, week.variation), (Against::Within, Some(0.0)));
    }

    #[test]
    fn an_rmssd_of_zero_has_no_logarithm() {
        assert!(ln_rmssd(&daily(vec![Some(0.0)])).is_err());
        assert_eq!(
            ln_rmssd(&daily(vec![None, Some(1.0)])).unwrap().values(),
            [None, Some(0.0)]
        );
    }
}
