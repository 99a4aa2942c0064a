//! Sleep: of single nights and over weeks.

use chrono::NaiveDate;
use serde::Serialize;
use vitasync_core::analytics::sleep::Slept;
use vitasync_core::analytics::sleep::chronotype::{self, Chronotype, Week};
use vitasync_core::analytics::sleep::circular::{self, Circular};
use vitasync_core::analytics::sleep::consistency::{self, Consistency};
use vitasync_core::analytics::sleep::cosinor::{self, Cosinor};
use vitasync_core::analytics::sleep::debt::{self, Debt};
use vitasync_core::analytics::sleep::efficiency::{self, Efficiency};
use vitasync_core::analytics::sleep::hypnogram::{Hypnogram, Scored, Statistics};
use vitasync_core::analytics::sleep::quality::{self, Quality};
use vitasync_core::analytics::sleep::regularity::{self, Regularity};
use vitasync_core::analytics::sleep::rest_activity::{self, RestActivity};
use vitasync_core::analytics::sleep::stage_shares::{self, StageShares};
use vitasync_core::analytics::{Daily, NoAnswer};
use vitasync_core::resolve::Night;
use vitasync_core::resolve::sleep::nights;
use vitasync_core::{Preferences, Session};

use crate::question::questions;
use crate::take::{Days, Values, of_one_length};

questions! {
    "sleep";

    /// Tells resolved nights and naps by the clocks of the records that are believed: from falling asleep to waking, and how long was
    /// slept.
    slept(sessions: Vec<Session>, preferences: Preferences = Preferences::default()) -> Vec<Slept> =
        Ok(by_clock(&sessions, &preferences));
    efficiency(asleep: f64, of: f64) -> f64 = efficiency::efficiency(asleep, of);
    /// Returns how much of a resolved night was slept, by the measures there are.
    night_efficiency(night: Night) -> Efficiency = efficiency::of_night(&night);
    /// Describes a scored night: latency, waking, shifts and fragmentation. `stages` and `seconds` say what follows what and how
    /// long it lasts.
    hypnogram(stages: Vec<Scored>, seconds: Values) -> Statistics = stretches(&stages, &seconds);
    /// Describes a resolved night as a hypnogram: latency, waking, shifts and fragmentation.
    night_hypnogram(night: Night) -> Statistics = Hypnogram::of_night(&night).map(|it| it.statistics());
    stage_shares(night: Night, age: f64) -> StageShares = stage_shares::stage_shares(&night, age);
    sleep_quality(night: Night, age: f64) -> Quality = quality::quality(&night, age);
    debt(first: NaiveDate, days: Days, date: NaiveDate, need: f64) -> Debt = debt::debt(&days.starting(first)?, date, need);
    slept_per_day(slept: Vec<Slept>) -> Daily = debt::slept_per_day(&slept);
    /// Returns how many hours of sleep are recommended at an age in years.
    usual_need(age: f64) -> Need = debt::usual_need(age).map(|hours| Need { least: *hours.start(), most: *hours.end() });
    circular(hours: Values) -> Circular = circular::circular(&hours);
    hours_after(later: f64, earlier: f64) -> f64 = Ok(circular::hours_after(later, earlier));
    consistency(slept: Vec<Slept>) -> Consistency = consistency::consistency(&slept);
    regularity(states: Vec<Option<bool>>, epochs_per_day: usize) -> Regularity =
        regularity::regularity(&states, epochs_per_day);
    /// Returns the sleep regularity index of resolved nights and naps.
    sleep_regularity(slept: Vec<Slept>) -> Regularity = regularity::of_sleep(&slept);
    chronotype(mid_work: f64, mid_free: f64, sleep_work: f64, sleep_free: f64, work_days: f64) -> Chronotype =
        chronotype::chronotype(Week { mid_work, mid_free, sleep_work, sleep_free, work_days });
    /// Returns the person's own time from nights. `free_days` are the dates of waking that were free.
    sleep_chronotype(slept: Vec<Slept>, free_days: Vec<NaiveDate>, work_days: f64) -> Chronotype =
        chronotype::of_nights(&slept, |night| free_days.contains(&night.date), work_days);
    rest_activity(hours: Days) -> RestActivity = rest_activity::rest_activity(&hours);
    /// Fits a wave of 24 hours. `hours` are times since any midnight, of one length with `values`.
    cosinor(hours: Values, values: Values) -> Cosinor = cosinor::cosinor(&pairs(&hours, &values)?);
}

/// How many hours of sleep are recommended.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = SleepNeed))]
struct Need {
    /// The least.
    least: f64,
    /// The most.
    most: f64,
}

fn by_clock(sessions: &[Session], preferences: &Preferences) -> Vec<Slept> {
    let nights = nights(sessions, preferences);
    let slept = nights
        .iter()
        .map(|night| Slept::of(night, sessions, &preferences.zones));
    slept.collect()
}

fn stretches(stages: &[Scored], seconds: &[f64]) -> Result<Statistics, NoAnswer> {
    of_one_length(stages.len(), seconds.len())?;
    let stretches: Vec<_> = stages.iter().copied().zip(seconds.iter().copied()).collect();
    Ok(Hypnogram::new(&stretches)?.statistics())
}

fn pairs(x: &[f64], y: &[f64]) -> Result<Vec<(f64, f64)>, NoAnswer> {
    of_one_length(x.len(), y.len())?;
    Ok(x.iter().copied().zip(y.iter().copied()).collect())
}
