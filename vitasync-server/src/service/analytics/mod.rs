//! Asks the pure core about a person: gathers what is known up to a day, resolved over all sources, and answers.
//!
//! Nothing is kept of an answer. Days come from the rollups, which are computed anew where data has changed, so an answer is never
//! older than the data, and a later correction of a day corrects what is said of it.

mod gather;
pub mod questions;
pub mod records;
pub mod sleep_quality;

use chrono::NaiveDate;
use vitasync_core::analytics::evidence::Evidence;

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
    let today = today(app, user).await?;
    let date = date.unwrap_or(today);
    if date > today {
        return Err(Error::invalid("date", format!("it must not lie after today, {today}")));
    }
    let evidence = gather::gather(app, user, date).await?;
    off_the_loop(move || question(evidence)).await
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
