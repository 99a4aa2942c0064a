//! Says how well somebody has slept over some weeks: a pure function over what is known.

use chrono::{Datelike, NaiveDate, Weekday};
use vitasync_core::Metric;
use vitasync_core::analytics::NoAnswer;
use vitasync_core::analytics::evidence::Evidence;
use vitasync_core::analytics::sleep::quality::quality;
use vitasync_core::analytics::sleep::regularity;
use vitasync_core::analytics::sleep::stage_shares::stage_shares;
use vitasync_core::resolve::{Night, NightBasis};

/// How many nights are needed.
const NEEDED: usize = 7;
/// The age that shares are asked at where none is known; the shares themselves do not depend on it.
const ANY_ADULT: f64 = 40.0;

/// How well somebody has slept. What no night tells is `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct SleepQuality {
    /// The first day that was looked at.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
    /// How many main nights there are.
    pub nights: usize,
    /// The mean sleep of a day, naps included, in hours.
    pub hours: Option<f64>,
    /// The same of Saturdays and Sundays.
    pub weekend_hours: Option<f64>,
    /// The same of other days.
    pub weekday_hours: Option<f64>,
    /// The mean of the vendor's score.
    pub vendor_score: Option<f64>,
    /// The mean share of deep sleep, in per cent of sleep.
    pub deep: Option<f64>,
    /// The same of REM sleep.
    pub rem: Option<f64>,
    /// The same of light sleep.
    pub light: Option<f64>,
    /// The mean time awake between the first sleep and the last, in per cent of sleep and that.
    pub awake: Option<f64>,
    /// The mean efficiency, in per cent.
    pub efficiency: Option<f64>,
    /// The sleep regularity index; 100 is the same every day.
    pub regularity: Option<f64>,
    /// The mean share of Ohayon's indicators that a night meets, from 0 to 1.
    pub indicators_met: Option<f64>,
}

/// Says how well somebody has slept in so many days.
///
/// # Errors
///
/// [`NoAnswer::Insufficient`] of fewer than seven main nights.
pub fn sleep_quality(evidence: &Evidence, days: u64) -> Result<SleepQuality, NoAnswer> {
    let nights: Vec<&Night> = evidence.main_nights(days).collect();
    if nights.len() < NEEDED {
        return Err(NoAnswer::Insufficient {
            what: "nights",
            needed: NEEDED,
            got: nights.len(),
        });
    }
    let from = evidence.before(days.saturating_sub(1));
    let hours: Vec<(NaiveDate, f64)> = match evidence.hours() {
        Ok(hours) => hours.iter().filter(|(date, _)| *date >= from).collect(),
        Err(_) => Vec::new(),
    };
    let of_days = |free: bool| {
        hours
            .iter()
            .filter(move |(date, _)| is_weekend(*date) == free)
            .map(|(_, it)| *it)
    };
    let staged = nights.iter().filter(|night| night.basis == NightBasis::Stages);
    let shares: Vec<_> = staged.filter_map(|night| stage_shares(night, ANY_ADULT).ok()).collect();
    let age = evidence.age().ok();
    let slept: Vec<_> = evidence.slept(days).map(|(slept, _)| *slept).collect();
    let scores = evidence.known(Metric::SleepScore, days, 1).unwrap_or_default();
    Ok(SleepQuality {
        from,
        to: evidence.date,
        nights: nights.len(),
        hours: mean(hours.iter().map(|(_, it)| *it)),
        weekend_hours: mean(of_days(true)),
        weekday_hours: mean(of_days(false)),
        vendor_score: mean(scores),
        deep: mean(shares.iter().map(|it| it.deep.percent)),
        rem: mean(shares.iter().map(|it| it.rem.percent)),
        light: mean(shares.iter().map(|it| it.light)),
        awake: mean(nights.iter().filter_map(|night| awake(night))),
        efficiency: mean(nights.iter().filter_map(|night| night.efficiency)),
        regularity: regularity::of_sleep(&slept).ok().map(|it| it.index),
        indicators_met: mean(nights.iter().filter_map(|night| Some(quality(night, age?).ok()?.met))),
    })
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

fn awake(night: &Night) -> Option<f64> {
    let (awake, asleep) = (night.waso_s? as f64, night.asleep_s? as f64);
    (awake + asleep > 0.0).then(|| 100.0 * awake / (awake + asleep))
}

fn mean(values: impl IntoIterator<Item = f64>) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0_u32);
    for value in values {
        sum += value;
        count += 1;
    }
    (count > 0).then(|| sum / f64::from(count))
}
