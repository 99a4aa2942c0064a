//! The questions of `/v1` that put several of the core's together: pure functions over what is known.

use chrono::{Days, NaiveDate};
use vitasync_core::Metric;
use vitasync_core::analytics::baseline::Window;
use vitasync_core::analytics::discovery::{Discovery, Question, Series, discover};
use vitasync_core::analytics::evidence::{Evidence, Loads};
use vitasync_core::analytics::robust::{median, quantile, spread};
use vitasync_core::analytics::sleep::debt::{Debt, debt, usual_need};
use vitasync_core::analytics::training::load::{Constants, Load, training_load};
use vitasync_core::analytics::{Daily, NoAnswer};

/// How many metrics are searched for associations at most, those with most days.
const MOST_SERIES: usize = 24;
/// How many pairs of days an association needs.
const NEEDED_PAIRS: usize = 21;

/// What was searched for associations, and what was found.
#[derive(Debug, Clone)]
pub struct Associations {
    /// The metrics, by which what was found names its pairs.
    pub metrics: Vec<Metric>,
    /// What was found.
    pub discovery: Discovery,
    /// The first day that was looked at.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
}

/// Searches so many days for pairs of metrics that go together.
///
/// # Errors
///
/// As [`discover`].
pub fn associations(evidence: &Evidence, days: u64) -> Result<Associations, NoAnswer> {
    let from = evidence.before(days.saturating_sub(1));
    let window = |days_of: &Daily| Daily::new(from, evidence.last(days_of, days)).ok();
    let mut known: Vec<(Metric, Daily)> = evidence
        .days
        .iter()
        .filter_map(|(metric, days)| Some((*metric, window(days)?)))
        .filter(|(_, days)| days.present() >= NEEDED_PAIRS)
        .collect();
    known.sort_by_key(|(metric, days)| (std::cmp::Reverse(days.present()), metric.id()));
    known.truncate(MOST_SERIES);
    let series = known.iter().map(|(metric, days)| Series {
        name: metric.id(),
        days,
    });
    let series: Vec<Series<'_>> = series.collect();
    let discovery = discover(&series, &Question::default())?;
    Ok(Associations {
        metrics: known.iter().map(|(metric, _)| *metric).collect(),
        discovery,
        from,
        to: evidence.date,
    })
}

/// What weeks of training have added up to.
#[derive(Debug, Clone)]
pub struct Training {
    /// The day that is asked about.
    pub today: Load,
    /// The 14 days up to it.
    pub trend: Vec<Load>,
    /// What the loads are made from.
    pub loads: Loads,
}

/// Says what weeks of training have added up to.
///
/// # Errors
///
/// As [`Evidence::loads`] and [`training_load`].
pub fn training(evidence: &Evidence) -> Result<Training, NoAnswer> {
    let loads = evidence.loads()?;
    let days = training_load(&loads.days, Constants::default())?;
    let first = evidence.before(13);
    let today = days.last().copied().ok_or(NoAnswer::Insufficient {
        what: "days",
        needed: 1,
        got: 0,
    })?;
    Ok(Training {
        today,
        trend: days.into_iter().filter(|it| it.date >= first).collect(),
        loads,
    })
}

/// How much less was slept than is recommended.
#[derive(Debug, Clone)]
pub struct SleepDebt {
    /// The three ways to count it.
    pub debt: Debt,
    /// The least that is recommended at the age, in hours.
    pub need: f64,
    /// What was slept on each day that is known, in hours.
    pub days: Vec<(NaiveDate, f64)>,
}

/// Says how much less was slept in 14 days than the least that is recommended at the age.
///
/// # Errors
///
/// As [`debt`], and [`NoAnswer::Undefined`] where the age is not known.
pub fn sleep_debt(evidence: &Evidence) -> Result<SleepDebt, NoAnswer> {
    let need = *usual_need(evidence.age()?)?.start();
    let hours = evidence.hours()?;
    let first = evidence.before(13);
    Ok(SleepDebt {
        debt: debt(&hours, evidence.date, need)?,
        need,
        days: hours.iter().filter(|(date, _)| *date >= first).collect(),
    })
}

/// What has been usual of a metric in the 30 days before a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Usual {
    /// The metric.
    pub metric: Metric,
    /// The first day.
    pub from: NaiveDate,
    /// The last day: the one before the day that is asked about.
    pub to: NaiveDate,
    /// How many days have a value.
    pub n: usize,
    /// Their mean.
    pub mean: f64,
    /// Their median.
    pub median: f64,
    /// Their robust standard deviation; none where the values are equal.
    pub spread: Option<f64>,
    /// The quarter's and three quarters' value (type 7).
    pub quartiles: (f64, f64),
    /// The least and the greatest.
    pub range: (f64, f64),
}

/// Lists what has been usual of every metric with values on 14 of the 30 days before.
#[must_use]
pub fn usual(evidence: &Evidence) -> Vec<Usual> {
    let to = evidence.date.checked_sub_days(Days::new(1)).unwrap_or(NaiveDate::MIN);
    let of = |(metric, days): (&Metric, &Daily)| {
        let values: Vec<f64> = evidence.last(days, 31)[..30].iter().copied().flatten().collect();
        if values.len() < Window::Month.needed() {
            return None;
        }
        Some(Usual {
            metric: *metric,
            from: evidence.before(30),
            to,
            n: values.len(),
            mean: values.iter().sum::<f64>() / values.len() as f64,
            median: median(&values).ok()?,
            spread: spread(&values).ok().map(|it| it.sigma),
            quartiles: (quantile(&values, 0.25).ok()?, quantile(&values, 0.75).ok()?),
            range: (quantile(&values, 0.0).ok()?, quantile(&values, 1.0).ok()?),
        })
    };
    evidence.days.iter().filter_map(of).collect()
}
