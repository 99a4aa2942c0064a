//! Gathers what is known of a person up to a day.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, FixedOffset, NaiveDate};
use vitasync_core::Metric;
use vitasync_core::analytics::anomaly::thresholds::Person;
use vitasync_core::analytics::evidence::{Evidence, Exercise};
use vitasync_core::analytics::metabolic::glucose::{Reading, Trace};
use vitasync_core::analytics::sleep::Slept;
use vitasync_core::analytics::{Daily, Sex};
use vitasync_core::metric::{Aggregation, Kind};
use vitasync_core::resolve::Night;
use vitasync_core::session::{Detail, StatisticKind};
use vitasync_core::time::ZoneHistory;

use super::LOOK_BACK;
use crate::app::App;
use crate::error::Result;
use crate::service::events::{self, Event, EventKind, EventQuery};
use crate::service::health::{self, DaysQuery, HealthQuery, SampleRow, Start, UserRef};
use crate::service::preferences::asked;
use crate::service::users::User;
use crate::service::window::Window;

/// How many days of a glucose sensor's readings are summed up.
const SENSOR_DAYS: u64 = 14;
/// The most readings that are taken of them: one a minute.
const MOST_READINGS: usize = 14 * 1440;

/// Gathers what a question about a day may look at.
pub(super) async fn gather(app: &App, user: &User, date: NaiveDate) -> Result<Evidence> {
    let mut evidence = over(app, user, before(date, LOOK_BACK), date).await?;
    if evidence.days.contains_key(&Metric::InterstitialGlucose) {
        evidence.glucose = glucose(app, &UserRef::from(user), date).await?;
    }
    Ok(evidence)
}

/// Gathers the days, nights and workouts from a first day on, as of another.
pub(super) async fn over(app: &App, user: &User, first: NaiveDate, date: NaiveDate) -> Result<Evidence> {
    let whose = UserRef::from(user);
    let window = Window::days(first, date);
    let preferences = asked(app, &whose, None).await?;
    let mut evidence = Evidence::new(date);
    evidence.person = person(user, date);
    evidence.height_m = user.height_m;
    evidence.days = days(app, &whose, window).await?;
    let sleep = events::list(app, &whose, &EventQuery::all(EventKind::Sleep, window, None)).await?;
    evidence.nights = sleep
        .rows
        .into_iter()
        .rev()
        .filter_map(|it| night(it, &preferences.zones))
        .collect();
    let workouts = events::list(app, &whose, &EventQuery::all(EventKind::Workout, window, None)).await?;
    evidence.workouts = workouts.rows.iter().rev().filter_map(exercise).collect();
    Ok(evidence)
}

/// Returns the date so many days before another.
pub(super) fn before(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_sub_days(Days::new(days)).unwrap_or(NaiveDate::MIN)
}

/// Tells what limits depend on; a sex that reference values do not know is none.
pub(super) fn person(user: &User, date: NaiveDate) -> Person {
    Person {
        age_years: user.birth_date.and_then(|birth| date.years_since(birth)),
        sex: match user.sex.as_deref() {
            Some("female") => Some(Sex::Female),
            Some("male") => Some(Sex::Male),
            _ => None,
        },
        asian_bmi: false,
    }
}

/// Reads the series of every metric. What adds up is left out of a day that is not over: it is not that day's value yet.
async fn days(app: &App, user: &UserRef, window: Window) -> Result<BTreeMap<Metric, Daily>> {
    let query = DaysQuery {
        window,
        ..DaysQuery::default()
    };
    let mut pairs: BTreeMap<Metric, Vec<(NaiveDate, f64)>> = BTreeMap::new();
    for day in health::daily_summaries(app, user, &query).await? {
        for (metric, said) in day.metrics {
            let spec = metric.spec();
            let growing = day.settled.is_partial && spec.aggregation == Aggregation::Sum;
            if spec.kind != Kind::Category && !growing && said.value.is_finite() {
                pairs.entry(metric).or_default().push((day.date, said.value));
            }
        }
    }
    let series = pairs.into_iter();
    Ok(series
        .filter_map(|(metric, pairs)| Some((metric, Daily::from_pairs(pairs).ok()?)))
        .collect())
}

/// Tells a night by the clock of the record that is believed.
fn night(event: Event, zones: &ZoneHistory) -> Option<(Slept, Night)> {
    let night = Night {
        primary: 0,
        others: Vec::new(),
        ..event.night?
    };
    Some((Slept::of(&night, std::slice::from_ref(&event.session), zones), night))
}

fn exercise(event: &Event) -> Option<Exercise> {
    let Detail::Workout(workout) = &event.session.detail else {
        return None;
    };
    let elapsed = (event.session.end - event.session.start).as_seconds_f64();
    Some(Exercise {
        date: event.local_date,
        sport: workout.sport,
        minutes: workout.timer_s.unwrap_or(elapsed) / 60.0,
        mean_heart_rate: workout.statistic(Metric::HeartRate, StatisticKind::Mean),
    })
}

/// Reads the readings of the sensor that has most of them; those of two sensors are never mixed.
async fn glucose(app: &App, user: &UserRef, date: NaiveDate) -> Result<Option<Trace>> {
    let query = HealthQuery {
        metrics: vec![Metric::InterstitialGlucose],
        source: None,
        window: Window::days(before(date, SENSOR_DAYS - 1), date),
        zone: None,
        start: Start::Offset(0),
        limit: MOST_READINGS,
    };
    let mut sensors: BTreeMap<String, Vec<Reading>> = BTreeMap::new();
    for row in health::list(app, user, &query).await?.rows {
        if let Some(at) = local(&row) {
            let sensor = sensors.entry(format!("{:?}", row.source.key)).or_default();
            sensor.push(Reading { at, value: row.value });
        }
    }
    let most = sensors.into_values().max_by_key(Vec::len);
    Ok(most.and_then(|readings| Trace::new(readings).ok()))
}

fn local(row: &SampleRow) -> Option<DateTime<FixedOffset>> {
    Some(row.start.with_timezone(&FixedOffset::east_opt(row.utc_offset_s)?))
}
