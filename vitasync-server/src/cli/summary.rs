//! `vitasync summary`: a person's days, nights and workouts.

use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use clap::Args;
use serde_json::{Value, json};
use vitasync_core::session::Detail;

use super::{Database, person, report, zone};
use crate::App;
use crate::service::events::{self, Event, EventKind, EventQuery};
use crate::service::health::{self, Day, DaysQuery, UserRef, zone_of};
use crate::service::window::Window;

/// How many days are shown where nothing is said.
const DAYS: u64 = 14;

#[derive(Debug, Args)]
pub(super) struct Summary {
    /// Whose: an id or an external id
    #[arg(long)]
    user: String,
    #[command(flatten)]
    database: Database,
    /// The first day; by default two weeks before the last
    #[arg(long, value_name = "DATE")]
    from: Option<NaiveDate>,
    /// The last day; by default the last with data
    #[arg(long, value_name = "DATE")]
    to: Option<NaiveDate>,
    /// The time zone of the days; by default the profile's
    #[arg(long, value_name = "ZONE", value_parser = zone::parse)]
    timezone: Option<Tz>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// What is shown of a stretch of days.
pub(super) struct Stretch {
    pub(super) zone: Tz,
    pub(super) days: Vec<Day>,
    pub(super) sleep: Vec<Event>,
    pub(super) workouts: Vec<Event>,
}

impl Summary {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let app = self.database.open().await?;
        let user = person::find(&app, &self.user).await?;
        let reference = UserRef::from(&user);
        let Some(last) = last_day(&app, &reference, self.timezone).await? else {
            anyhow::bail!(
                "{} has no data yet: vitasync import FILE --user {}",
                self.user,
                self.user
            );
        };
        let to = self.to.unwrap_or(last);
        let from = self.from.unwrap_or_else(|| to - Days::new(DAYS - 1));
        anyhow::ensure!(from <= to, "--from {from} is after --to {to}");
        let stretch = Stretch::read(&app, &reference, from, to, self.timezone).await?;
        if self.json {
            let user = json!({ "id": user.id.to_string(), "externalId": user.external_id });
            println!("{}", serde_json::to_string_pretty(&stretch.to_json(&user, from, to))?);
        } else {
            print!("{}", stretch.to_text());
        }
        Ok(())
    }
}

/// Finds the last civil day with data.
pub(super) async fn last_day(app: &App, user: &UserRef, zone: Option<Tz>) -> anyhow::Result<Option<NaiveDate>> {
    let zone = zone_of(user, zone);
    let latest = health::summary(app, user)
        .await?
        .into_iter()
        .map(|metric| metric.latest)
        .max();
    // What ends at midnight belongs to the day before.
    Ok(latest.map(|at| vitasync_core::time::local_date(at - chrono::TimeDelta::milliseconds(1), zone)))
}

impl Stretch {
    /// Reads the days from `from` to `to`, both included.
    pub(super) async fn read(
        app: &App,
        user: &UserRef,
        from: NaiveDate,
        to: NaiveDate,
        zone: Option<Tz>,
    ) -> anyhow::Result<Self> {
        let window = Window::days(from, to);
        let events = async |kind| {
            let query = EventQuery::all(kind, window, zone);
            events::list(app, user, &query).await.map(|page| page.rows)
        };
        let days = DaysQuery {
            window,
            zone,
            ..DaysQuery::default()
        };
        Ok(Self {
            zone: zone_of(user, zone),
            days: health::daily_summaries(app, user, &days).await?,
            sleep: events(EventKind::Sleep).await?,
            workouts: events(EventKind::Workout).await?,
        })
    }

    /// Writes tables.
    pub(super) fn to_text(&self) -> String {
        let mut out = format!("Days in {}\n{}", self.zone, report::days(&self.days));
        if !self.sleep.is_empty() {
            out += &format!("\nNights and naps\n{}", report::nights(&self.sleep));
        }
        if !self.workouts.is_empty() {
            out += &format!("\nWorkouts\n{}", report::workouts(&self.workouts));
        }
        out
    }

    fn to_json(&self, user: &Value, from: NaiveDate, to: NaiveDate) -> Value {
        let days: Vec<Value> = self
            .days
            .iter()
            .map(|day| {
                json!({
                    "date": day.date, "timezone": day.zone.name(), "metrics": day.metrics,
                    "isPartial": day.settled.is_partial, "isFinal": day.settled.is_final,
                })
            })
            .collect();
        let events = |events: &[Event]| events.iter().map(event_json).collect::<Vec<_>>();
        json!({
            "user": user, "zone": self.zone.name(), "from": from, "to": to,
            "days": days, "sleep": events(&self.sleep), "workouts": events(&self.workouts),
        })
    }
}

fn event_json(event: &Event) -> Value {
    let records: Vec<Value> = event
        .records
        .iter()
        .map(
            |record| json!({ "id": record.id, "source": record.source.name, "start": record.start, "end": record.end }),
        )
        .collect();
    let mut out = json!({
        "id": event.id, "date": event.local_date, "start": event.session.start, "end": event.session.end,
        "records": records,
    });
    match (&event.night, &event.session.detail) {
        (Some(night), _) => {
            out["kind"] = night.kind.id().into();
            for (name, seconds) in [
                ("timeInBedS", Some(night.time_in_bed_s)),
                ("asleepS", night.asleep_s),
                ("lightS", night.light_s),
                ("deepS", night.deep_s),
                ("remS", night.rem_s),
                ("awakeS", night.awake_s),
            ] {
                out[name] = seconds.into();
            }
            out["efficiency"] = night.efficiency.into();
        }
        (None, Detail::Workout(workout)) => {
            out["kind"] = "workout".into();
            out["sport"] = workout.sport.id().into();
            out["timerS"] = workout.timer_s.into();
            out["statistics"] = json!(workout.statistics);
        }
        (None, Detail::Sleep(_)) => out["kind"] = "sleep".into(),
    }
    out
}
