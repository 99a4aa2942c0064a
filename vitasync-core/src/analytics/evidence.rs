//! Gathers what is known of a person up to a day, for questions that need more than one series.
//!
//! It holds answers that are already resolved over all sources: a value per metric and day, nights, workouts.
//! What lies after the
//! day that is judged is never looked at, so a question about last March has the same answer next year.
//!
//! # Training loads
//!
//! A workout's load is Banister's TRIMP of its mean heart rate, as first published (Morton 1990, J Appl Physiol
//! 69:1171), and a day's is
//! the sum of its workouts'. It needs the sex, a resting heart rate of the last 30 days, and a maximum: what the
//! person has set, otherwise the one
//! Tanaka 2001 predicts for the age; the answer says which. A day without a workout on which a heart rate was
//! recorded is a day
//! of rest. A day whose workout has no heart rate is unknown, and so is one without any record.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::anomaly::thresholds::Person;
use super::metabolic::glucose::Trace;
use super::numeric::sorted;
use super::robust::median;
use super::sleep::Slept;
use super::sleep::debt::slept_per_day;
use super::training::heart_rate::{MaxFormula, Reserve, predicted_max};
use super::training::load::with_rest_days;
use super::training::stream::Held;
use super::training::trimp::{Coefficients, banister};
use super::{Daily, NoAnswer};
use crate::metric::Metric;
use crate::resolve::{Night, NightKind};
use crate::sport::Sport;

/// How many days of workouts loads are made from: four time constants of the chronic load.
const LOAD_DAYS: u64 = 180;

/// What is known of a person up to a day.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// The day that is judged; nothing after it counts.
    pub date: NaiveDate,
    /// The person, as far as limits depend on it.
    pub person: Person,
    /// The height in metres.
    pub height_m: Option<f64>,
    /// One value per day, by metric.
    pub days: BTreeMap<Metric, Daily>,
    /// Nights and naps, in order of time.
    pub nights: Vec<(Slept, Night)>,
    /// Workouts, in order of time.
    pub workouts: Vec<Exercise>,
    /// Readings of a glucose sensor.
    pub glucose: Option<Trace>,
}

/// A workout, as far as days need it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Exercise {
    /// The civil date on which it began.
    pub date: NaiveDate,
    /// The sport.
    pub sport: Sport,
    /// How long it lasted without pauses, in minutes.
    pub minutes: f64,
    /// The mean heart rate, in beats per minute.
    pub mean_heart_rate: Option<f64>,
}

/// Daily training loads, and what they rest on.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Loads {
    /// TRIMP per day.
    pub days: Daily,
    /// The resting heart rate.
    pub resting_heart_rate: f64,
    /// The maximal heart rate.
    pub max_heart_rate: f64,
    /// Where the maximum is from.
    pub max_basis: MaxBasis,
}

/// Where a maximal heart rate is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum MaxBasis {
    /// The person or a device has set it.
    Setting,
    /// It is what Tanaka 2001 predicts for the age.
    PredictedByAge,
}

impl Evidence {
    /// Makes evidence in which nothing is known.
    ///
    /// ```
    /// use vitasync_core::Metric;
    /// use vitasync_core::analytics::evidence::Evidence;
    ///
    /// let nothing = Evidence::new("2026-03-31".parse().unwrap());
    /// assert_eq!(nothing.of(Metric::Steps).unwrap_err().to_string(), "there is no record for steps");
    /// assert!(nothing.loads().is_err());
    /// ```
    #[must_use]
    pub fn new(date: NaiveDate) -> Self {
        Self {
            date,
            person: Person::default(),
            height_m: None,
            days: BTreeMap::new(),
            nights: Vec::new(),
            workouts: Vec::new(),
            glucose: None,
        }
    }

    /// Returns what a question about an earlier day is asked of: that day and so many before it, and nothing else.
    ///
    /// So a day is judged alike, whatever else is known when it is judged. The person stays as it is; so does the age.
    ///
    /// ```
    /// use vitasync_core::Metric;
    /// use vitasync_core::analytics::Daily;
    /// use vitasync_core::analytics::evidence::Evidence;
    ///
    /// let day = |text: &str| text.parse().unwrap();
    /// let mut evidence = Evidence::new(day("2026-03-31"));
    /// let steps = [("2026-03-10", 1.0), ("2026-03-20", 2.0), ("2026-03-30", 3.0)].map(|(date, steps)| (day(date), steps));
    /// evidence.days.insert(Metric::Steps, Daily::from_pairs(steps).unwrap());
    /// let seen = evidence.seen_on(day("2026-03-21"), 5);
    /// assert_eq!((seen.date, seen.days[&Metric::Steps].values()), (day("2026-03-21"), &[Some(2.0)][..]));
    /// ```
    #[must_use]
    pub fn seen_on(&self, date: NaiveDate, look_back: u64) -> Self {
        let first = date.checked_sub_days(Days::new(look_back)).unwrap_or(NaiveDate::MIN);
        let seen = |of: NaiveDate| (first..=date).contains(&of);
        let days = self.days.iter();
        Self {
            date,
            person: self.person,
            height_m: self.height_m,
            days: days
                .filter_map(|(metric, days)| Some((*metric, days.within(first, date)?)))
                .collect(),
            nights: self
                .nights
                .iter()
                .filter(|(slept, _)| seen(slept.date))
                .cloned()
                .collect(),
            workouts: self.workouts.iter().filter(|it| seen(it.date)).cloned().collect(),
            glucose: self.glucose.clone(),
        }
    }

    /// Returns the series of a metric.
    ///
    /// # Errors
    ///
    /// [`NoAnswer::Undefined`] where there is none.
    pub fn of(&self, metric: Metric) -> Result<&Daily, NoAnswer> {
        self.days.get(&metric).ok_or_else(|| nothing_of(metric.id()))
    }

    /// Returns the first of some metrics that has a value in the 30 days up to the date, and its series.
    /// Metrics that are not
    /// comparable are asked for in order and never mixed.
    ///
    /// # Errors
    ///
    /// [`NoAnswer::Undefined`] where none has.
    pub fn first_of(&self, metrics: &[Metric]) -> Result<(Metric, &Daily), NoAnswer> {
        let found = metrics.iter().find_map(|metric| {
            let days = self.days.get(metric)?;
            self.last(days, 30)
                .iter()
                .any(Option::is_some)
                .then_some((*metric, days))
        });
        found.ok_or_else(|| nothing_of(metrics.first().map_or("anything", |it| it.id())))
    }

    /// Returns the values of the last so many days up to the date, oldest first; `None` for a day outside the series.
    #[must_use]
    pub fn last(&self, days: &Daily, count: u64) -> Vec<Option<f64>> {
        let day = |before| days.index(self.before(before)).and_then(|at| days.values()[at]);
        (0..count).rev().map(day).collect()
    }

    /// Returns the values that are known of the last so many days, if they are enough.
    ///
    /// # Errors
    ///
    /// [`NoAnswer::Undefined`] without a series, [`NoAnswer::Insufficient`] of fewer.
    pub fn known(&self, metric: Metric, count: u64, needed: usize) -> Result<Vec<f64>, NoAnswer> {
        let known: Vec<f64> = self.last(self.of(metric)?, count).into_iter().flatten().collect();
        NoAnswer::unless_enough("days", needed, known.len())?;
        Ok(known)
    }

    /// Returns the latest value of the last so many days, and its day.
    ///
    /// # Errors
    ///
    /// [`NoAnswer::Undefined`] without a series, [`NoAnswer::Insufficient`] of no value in these days.
    pub fn latest(&self, metric: Metric, count: u64) -> Result<(NaiveDate, f64), NoAnswer> {
        let days = self.of(metric)?;
        let value = |before| {
            let date = self.before(before);
            Some((date, days.values()[days.index(date)?]?))
        };
        (0..count).find_map(value).ok_or(NoAnswer::Insufficient {
            what: "recent values",
            needed: 1,
            got: 0,
        })
    }

    /// Returns the date so many days before the one that is judged.
    #[must_use]
    pub fn before(&self, days: u64) -> NaiveDate {
        self.date.checked_sub_days(Days::new(days)).unwrap_or(NaiveDate::MIN)
    }

    /// Returns the age in years.
    ///
    /// # Errors
    ///
    /// [`NoAnswer::Undefined`] where it is not known.
    pub fn age(&self) -> Result<f64, NoAnswer> {
        self.years().map(f64::from)
    }

    /// Returns the age in whole years.
    ///
    /// # Errors
    ///
    /// As [`Self::age`].
    pub fn years(&self) -> Result<u32, NoAnswer> {
        self.person.age_years.ok_or_else(|| NoAnswer::Undefined {
            what: "reference",
            of: "a person whose age is not known".to_owned(),
        })
    }

    /// Lists what was slept in the last so many days, naps included.
    pub fn slept(&self, count: u64) -> impl Iterator<Item = &(Slept, Night)> {
        let (first, last) = (self.before(count.saturating_sub(1)), self.date);
        let within = move |it: &&(Slept, Night)| (first..=last).contains(&it.0.date);
        self.nights.iter().filter(within)
    }

    /// Lists the main nights of the last so many days.
    pub fn main_nights(&self, count: u64) -> impl Iterator<Item = &Night> {
        let nights = self.slept(count).filter(|(slept, _)| slept.kind == NightKind::Night);
        nights.map(|(_, night)| night)
    }

    /// Returns how long was slept per date of waking, in hours, naps included.
    ///
    /// # Errors
    ///
    /// As [`slept_per_day`].
    pub fn hours(&self) -> Result<Daily, NoAnswer> {
        let nights = self.nights.iter().map(|(slept, _)| *slept);
        slept_per_day(&nights.filter(|it| it.date <= self.date).collect::<Vec<_>>())
    }

    /// Lists the workouts of the last so many days.
    pub fn exercises(&self, count: u64) -> impl Iterator<Item = &Exercise> {
        let (first, last) = (self.before(count.saturating_sub(1)), self.date);
        let within = move |it: &&Exercise| (first..=last).contains(&it.date);
        self.workouts.iter().filter(within)
    }

    /// Tells whether a device was worn on a day: whether a heart rate was recorded.
    #[must_use]
    pub fn worn(&self, date: NaiveDate) -> bool {
        let days = self.days.get(&Metric::HeartRate);
        days.is_some_and(|days| days.index(date).is_some_and(|at| days.values()[at].is_some()))
    }

    /// Returns a series in which a day on which a device was worn that counted nothing is one of 0. For what
    /// a device records only
    /// where there is some.
    #[must_use]
    pub fn with_zeros(&self, days: &Daily) -> Daily {
        with_rest_days(&self.up_to_date(days), |date| self.worn(date))
    }

    /// Returns the training load of each day (see the page).
    ///
    /// # Errors
    ///
    /// [`NoAnswer::Insufficient`] without a workout that has a heart rate or without a resting heart rate,
    /// [`NoAnswer::Undefined`] where
    /// sex or maximum are not known, [`NoAnswer::OutOfRange`] of heart rates that cannot be.
    pub fn loads(&self) -> Result<Loads, NoAnswer> {
        let resting = median(&self.known(Metric::RestingHeartRate, 30, 1)?)?;
        let (max_heart_rate, max_basis) = self.max_heart_rate()?;
        let (reserve, coefficients) = (
            Reserve::new(resting, max_heart_rate)?,
            Coefficients::of(self.person.sex)?,
        );
        let mut loads: BTreeMap<NaiveDate, Option<f64>> = BTreeMap::new();
        for it in self.exercises(LOAD_DAYS) {
            let held = |value| {
                [Held {
                    seconds: 60.0 * it.minutes,
                    value,
                }]
            };
            let load = it
                .mean_heart_rate
                .and_then(|rate| banister(&held(rate), reserve, coefficients).ok());
            let day = loads.entry(it.date).or_insert(Some(0.0));
            *day = day.zip(load).map(|(sum, load)| sum + load);
        }
        let known = Daily::from_pairs(loads.iter().filter_map(|(date, load)| Some((*date, (*load)?))))
            .map_err(|_| nothing_of("workouts with a heart rate"))?;
        let days = with_rest_days(&self.up_to_date(&known), |date| {
            self.worn(date) && !loads.contains_key(&date)
        });
        Ok(Loads {
            days,
            resting_heart_rate: resting,
            max_heart_rate,
            max_basis,
        })
    }

    fn max_heart_rate(&self) -> Result<(f64, MaxBasis), NoAnswer> {
        let setting = self.days.get(&Metric::HeartRateMaxSetting);
        let latest = setting.and_then(|days| days.iter().filter(|(date, _)| *date <= self.date).last());
        match latest {
            Some((_, max)) => Ok((max, MaxBasis::Setting)),
            None => {
                let max = predicted_max(MaxFormula::Tanaka, self.age()?, self.person.sex)?;
                Ok((max, MaxBasis::PredictedByAge))
            }
        }
    }

    /// Cuts a series at the date, or fills it up to there.
    fn up_to_date(&self, days: &Daily) -> Daily {
        let count = usize::try_from((self.date - days.first()).num_days() + 1).unwrap_or(0);
        let mut values = days.values().to_vec();
        values.resize(count, None);
        Daily::new(days.first(), values).expect("dates of the calendar, and the values there were")
    }
}

fn nothing_of(what: &str) -> NoAnswer {
    NoAnswer::Undefined {
        what: "record",
        of: what.to_owned(),
    }
}

/// Returns the middle of values that are known to be some.
pub(super) fn middle(values: &[f64]) -> f64 {
    super::numeric::median_of_sorted(&sorted(values.iter().copied()))
}
