//! Sums up weeks and months of a person, and keeps the sums.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use vitasync_core::Metric;
use vitasync_core::analytics::evidence::Evidence;
use vitasync_core::analytics::scores::{self, Kind};

use super::gather::over;
use super::{kept, today};
use crate::app::App;
use crate::error::{Error, Result};
use crate::service::users::User;
use crate::store::packed::{pack, unpack};
use crate::store::snapshots::{self as rows, Snapshot as Row};
use crate::store::{Id, Transaction};

/// How long the summed up stretch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// From Monday to Sunday.
    Weekly,
    /// A calendar month.
    Monthly,
}

impl Period {
    /// Lists both.
    pub const ALL: [Self; 2] = [Self::Weekly, Self::Monthly];

    /// Names it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Weekly => "weekly",
            Self::Monthly => "monthly",
        }
    }

    /// Tells the first and the last day of the stretch a day lies in.
    pub fn around(self, date: NaiveDate) -> (NaiveDate, NaiveDate) {
        let (first, next) = match self {
            Self::Weekly => {
                let first = date - Days::new(date.weekday().num_days_from_monday().into());
                (first, first + Days::new(7))
            }
            Self::Monthly => {
                let first = date - Days::new(date.day0().into());
                (first, first + Months::new(1))
            }
        };
        (first, next - Days::new(1))
    }
}

/// A sum of a week or a month.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// The id.
    pub id: Id,
    /// Of what.
    pub period: Period,
    /// The first day.
    pub first: NaiveDate,
    /// The last.
    pub last: NaiveDate,
    /// The stretch itself.
    pub sums: Sums,
    /// The stretch before.
    pub before: Sums,
    /// By which methods, in which versions.
    pub method: String,
    /// When it was computed.
    pub computed_at: DateTime<Utc>,
}

/// What a stretch comes to. What is not known is none, never 0; means are of the days that have a value.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Sums {
    /// How many days have a value of any metric.
    pub days: usize,
    /// The mean overall score.
    pub overall_score: Option<f64>,
    /// Steps a day.
    pub steps: Option<f64>,
    /// Minutes of sleep a day, naps included.
    pub sleep_minutes: Option<f64>,
    /// The resting heart rate, per minute.
    pub resting_heart_rate: Option<f64>,
    /// The heart rate variability (RMSSD, otherwise SDNN), in milliseconds.
    pub heart_rate_variability: Option<f64>,
    /// Active energy a day, in kilocalories.
    pub active_energy: Option<f64>,
    /// Active minutes a day.
    pub active_minutes: Option<f64>,
    /// The weight in kilograms.
    pub weight: Option<f64>,
    /// The vendor's stress level.
    pub stress: Option<f64>,
    /// The recovery score.
    pub recovery: Option<f64>,
    /// How many workouts there are; none where nothing at all is known.
    pub workouts: Option<usize>,
    /// The distance in metres.
    pub distance: Option<f64>,
}

/// What is packed into a row.
#[derive(Debug, Serialize, Deserialize)]
struct Packed {
    sums: Sums,
    before: Sums,
}

/// Sums up the stretch a day lies in, and the one before, and keeps it. Where the stretch was summed up before, that sum becomes this one
/// and keeps its id.
///
/// # Errors
///
/// Invalid of a day that has not come; NotFound where the person is gone; Internal where the database fails.
pub async fn sum_up(app: &App, user: &User, period: Period, date: Option<NaiveDate>) -> Result<Snapshot> {
    let today = today(app, user).await?;
    let date = date.unwrap_or(today);
    if date > today {
        return Err(Error::invalid(
            "periodStart",
            format!("it must not lie after today, {today}"),
        ));
    }
    let (first, last) = period.around(date);
    let (earlier, until) = period.around(first - Days::new(1));
    let sums = sums(app, user, first, last.min(today)).await?;
    let before = self::sums(app, user, earlier, until).await?;
    let tx = app.store.begin().await?;
    tx.lock_user(user.user_no).await?;
    let snapshot = Snapshot {
        id: id_of(&tx, user, period, first).await?,
        period,
        first,
        last,
        sums,
        before,
        method: format!("{}/{}", scores::METHOD.id, scores::METHOD.version),
        computed_at: app.now(),
    };
    rows::put(&tx, row(user.user_no, &snapshot)).await?;
    tx.commit().await?;
    Ok(snapshot)
}

async fn id_of(tx: &Transaction, user: &User, period: Period, first: NaiveDate) -> Result<Id> {
    let there = rows::of_period(tx, user.user_no, period.id(), first).await?;
    Ok(there.map_or_else(Id::generate, |it| it.id))
}

/// Lists what is kept, of one period or all, the latest first.
///
/// # Errors
///
/// Internal where the database fails.
pub async fn list(app: &App, user: &User, period: Option<Period>, limit: u64) -> Result<Vec<Snapshot>> {
    let found = rows::list(&app.store, user.user_no, period.map(Period::id), limit).await?;
    found.iter().map(read).collect()
}

/// Finds one that is kept.
///
/// # Errors
///
/// NotFound where there is none.
pub async fn find(app: &App, user: &User, id: Id) -> Result<Snapshot> {
    let found = rows::find(&app.store, user.user_no, id).await?;
    read(&found.ok_or(Error::not_found("Snapshot"))?)
}

fn row(user_no: i64, it: &Snapshot) -> Row {
    Row {
        user_no,
        period: it.period.id().to_owned(),
        first_date: it.first,
        last_date: it.last,
        id: it.id,
        method: it.method.clone(),
        document: pack(&Packed {
            sums: it.sums.clone(),
            before: it.before.clone(),
        }),
        computed_at: it.computed_at,
    }
}

fn read(row: &Row) -> Result<Snapshot> {
    let period = Period::ALL.into_iter().find(|it| it.id() == row.period);
    let packed: Packed = unpack(&row.document)?;
    Ok(Snapshot {
        id: row.id,
        period: period.ok_or_else(|| Error::internal("reading a snapshot")("an unknown period"))?,
        first: row.first_date,
        last: row.last_date,
        sums: packed.sums,
        before: packed.before,
        method: row.method.clone(),
        computed_at: row.computed_at,
    })
}

async fn sums(app: &App, user: &User, first: NaiveDate, last: NaiveDate) -> Result<Sums> {
    let days = kept::days(app, user, first, last).await?;
    let score = |kind| mean(days.iter().filter_map(|day| day.score(kind)));
    let evidence = over(app, user, first, last).await?;
    Ok(Sums {
        overall_score: score(Kind::Overall),
        recovery: score(Kind::Recovery),
        ..of(&evidence, first)
    })
}

/// Sums up what is measured from a day on.
fn of(evidence: &Evidence, first: NaiveDate) -> Sums {
    let count = u64::try_from((evidence.date - first).num_days() + 1).unwrap_or_default();
    let values = |metrics: &[Metric]| {
        let series = metrics.iter().filter_map(|metric| evidence.days.get(metric));
        let days = series.map(|days| evidence.last(days, count).into_iter().flatten().collect::<Vec<f64>>());
        days.into_iter().find(|it| !it.is_empty()).unwrap_or_default()
    };
    let usual = |metrics: &[Metric]| mean(values(metrics));
    let known = evidence
        .days
        .values()
        .flat_map(|days| days.iter().map(|(date, _)| date));
    let days: std::collections::BTreeSet<NaiveDate> = known.filter(|date| *date >= first).collect();
    let hours = evidence.hours().ok().map(|days| evidence.last(&days, count));
    let distances = values(&[Metric::DistanceWalkingRunning, Metric::Distance]);
    let workouts = evidence.exercises(count).count();
    Sums {
        days: days.len(),
        overall_score: None,
        steps: usual(&[Metric::Steps]),
        sleep_minutes: mean(hours.into_iter().flatten().flatten().map(|hours| 60.0 * hours)),
        resting_heart_rate: usual(&[Metric::RestingHeartRate]),
        heart_rate_variability: usual(&[Metric::HeartRateVariabilityRmssd, Metric::HeartRateVariabilitySdnn]),
        active_energy: usual(&[Metric::ActiveEnergy]),
        active_minutes: usual(&[Metric::ActiveDuration, Metric::ExerciseTime]).map(|seconds| seconds / 60.0),
        weight: usual(&[Metric::Weight]),
        stress: usual(&[Metric::StressLevel]),
        recovery: None,
        workouts: (workouts > 0 || !days.is_empty()).then_some(workouts),
        distance: (!distances.is_empty()).then(|| distances.iter().sum()),
    }
}

fn mean(values: impl IntoIterator<Item = f64>) -> Option<f64> {
    let (count, sum) = values
        .into_iter()
        .fold((0_u32, 0.0), |(count, sum), value| (count + 1, sum + value));
    (count > 0).then(|| sum / f64::from(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_have_seven_days_and_months_theirs() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let span = |period: Period, text: &str| period.around(day(text));
        assert_eq!(
            span(Period::Weekly, "2025-06-15"),
            (day("2025-06-09"), day("2025-06-15"))
        );
        assert_eq!(
            span(Period::Monthly, "2024-02-29"),
            (day("2024-02-01"), day("2024-02-29"))
        );
        assert_eq!(
            span(Period::Monthly, "2025-12-31"),
            (day("2025-12-01"), day("2025-12-31"))
        );
    }

    #[test]
    fn a_stretch_of_which_nothing_is_known_has_no_figure() {
        let nothing = Evidence::new("2025-06-15".parse().expect("a date"));
        assert_eq!(of(&nothing, "2025-06-09".parse().expect("a date")), Sums::default());
    }
}
