//! Sleep: of single nights and over weeks.

use chrono::NaiveDate;
use vitasync_core::analytics::sleep::chronotype::{self, Chronotype, Week};
use vitasync_core::analytics::sleep::circular::{self, Circular};
use vitasync_core::analytics::sleep::debt::{self, Debt};
use vitasync_core::analytics::sleep::efficiency;
use vitasync_core::analytics::sleep::regularity::{self, Regularity};

use crate::question::questions;
use crate::take::{Days, Values};

questions! {
    "sleep";

    circular(hours: Values<'_>) -> Circular = circular::circular(&hours);
    chronotype(mid_work: f64, mid_free: f64, sleep_work: f64, sleep_free: f64, work_days: f64) -> Chronotype =
        chronotype::chronotype(Week { mid_work, mid_free, sleep_work, sleep_free, work_days });
    debt(first: NaiveDate, days: Days, date: NaiveDate, need: f64) -> Debt = debt::debt(&days.starting(first)?, date, need);
    regularity(states: Vec<Option<bool>>, epochs_per_day: usize) -> Regularity =
        regularity::regularity(&states, epochs_per_day);
    efficiency(asleep: f64, of: f64) -> f64 = efficiency::efficiency(asleep, of);
}
