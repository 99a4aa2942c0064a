//! Asks the pure core about a person: gathers what is known up to a day, resolved over all sources, and answers.
//!
//! Scores, readiness and what is unusual are kept by day, with the versions of their methods: a job computes them after data has come, and
//! whatever changes data marks from which day on they may not be true any more (`marks`). A reader gets what is kept where it is true,
//! and has it computed otherwise; so an answer is never older than the data, and a later correction of a day corrects what is said of
//! it. All other answers are computed when they are asked for.

pub mod anomalies;
mod assess;
mod gather;
pub mod kept;
mod marks;
pub mod questions;
pub mod records;
pub mod sleep_quality;
pub mod snapshots;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use vitasync_core::analytics::evidence::Evidence;

pub use self::assess::{ASSESS, SWEEP, assess, assess_day, sweep};
pub(crate) use self::marks::{BEGINNING, mark, mark_again};
use super::health::{UserRef, off_the_loop};
use super::preferences::asked;
use super::users::User;
use crate::app::App;
use crate::error::{Error, Result};

/// How many days before the one that is asked about are looked at: a year and a month, for what compares with a year before.
pub const LOOK_BACK: u64 = 400;

/// Gathers what is known of a person up to a day, today where none is named, and asks.
///
/// # Errors
///
/// Invalid of a day that has not come; Internal where the database fails.
pub async fn ask<T: Send + 'static>(
    app: &App,
    user: &User,
    date: Option<NaiveDate>,
    question: impl FnOnce(Evidence) -> T + Send + 'static,
) -> Result<T> {
    let date = past(app, user, date).await?;
    let evidence = gather::gather(app, user, date).await?;
    off_the_loop(move || question(evidence)).await
}

/// Takes a date that has come; today where none is named.
///
/// # Errors
///
/// Invalid of a day that has not come; Internal where the database fails.
pub async fn past(app: &App, user: &User, date: Option<NaiveDate>) -> Result<NaiveDate> {
    let today = today(app, user).await?;
    match date {
        Some(date) if date > today => Err(Error::invalid("date", format!("it must not lie after today, {today}"))),
        date => Ok(date.unwrap_or(today)),
    }
}

/// Tells the civil date it is where the person lives.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn today(app: &App, user: &User) -> Result<NaiveDate> {
    let preferences = asked(app, &UserRef::from(user), None).await?;
    Ok(preferences.zones.local_date(app.now()))
}
