//! Reads what Hevy answers.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::value::RawValue;
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::record::{RecordKey, RecordVersion};
use vitasync_core::session::{Statistic, StatisticKind, Workout};
use vitasync_core::source::{Attributes, DeviceKind, Recording, Source};
use vitasync_core::sport::Sport;
use vitasync_core::time::ReadingTime::Date;

use super::records::{Event, Exercise, List, Measurement, Set, Subscribed, User, WorkoutRecord};
use super::{MEASUREMENTS, SLUG, WORKOUTS, subscribe_to};
use crate::error::{Error, ErrorKind};
use crate::provider::{
    Account, Frame, Page, Request, Response, Subscription, session, source, statistic, version, workout,
};

/// Reads an answer by what was asked.
pub(super) fn page(request: &Request, response: &Response) -> Result<Page, Error> {
    let mut page = Page::default();
    let log = log();
    match request.operation.as_ref() {
        "read user" => {
            let user: User = response.json(SLUG, request)?;
            page.account = Account {
                user: Some(user.data.id),
                ..Account::default()
            };
        }
        "list events" => {
            let list: List<'_> = response.json(SLUG, request)?;
            page.each("event", response, &list.items, |page, it| event(page, &log, it));
            page.follow.extend(next(request, &list));
        }
        "list measurements" => {
            let list: List<'_> = response.json(SLUG, request)?;
            page.each("measurement", response, &list.items, |page, it: Measurement| {
                measurement(page, &log, &it)
            });
            page.follow
                .extend(next(request, &list).filter(|_| !is_past(request, &list)));
        }
        "read workout" => page.one("workout", response, unwrapped(request, response)?, |page, it| {
            exercised(page, &log, &it)
        }),
        "read measurement" => page.one("measurement", response, response.json(SLUG, request)?, |page, it| {
            measurement(page, &log, &it)
        }),
        "read subscription" => subscription(&mut page, request, response)?,
        "subscribe" => page.subscriptions.push(subscribed(request)),
        _ => return Err(Error::new(SLUG, request.operation.clone(), ErrorKind::Malformed)),
    }
    Ok(page)
}

/// What people log by hand.
fn log() -> Arc<Source> {
    let mut log = source(SLUG, "", "Hevy", DeviceKind::App);
    Arc::make_mut(&mut log).key.recording = Recording::Manual;
    log
}

fn next(request: &Request, list: &List<'_>) -> Option<Request> {
    (list.page < list.page_count).then(|| request.with_query("page", list.page + 1))
}

/// Tells whether a list has come to days before those that are asked for. Hevy does not promise an order: a page that does
/// not run backwards says nothing about the next.
fn is_past(request: &Request, list: &List<'_>) -> bool {
    #[derive(Deserialize)]
    struct Dated {
        date: NaiveDate,
    }
    let dates = list.items.iter().map(|it| serde_json::from_str::<Dated>(it.get()));
    let Ok(dates) = dates.map(|it| it.map(|it| it.date)).collect::<Result<Vec<_>, _>>() else {
        return false;
    };
    let from = request.noted("from").parse::<NaiveDate>();
    let backwards = dates.len() > 1 && dates.is_sorted_by(|one, next| one > next);
    backwards && from.is_ok_and(|from| dates.last().is_some_and(|last| *last < from))
}

/// Some answers wrap a workout, the document does not.
fn unwrapped<'b>(request: &Request, response: &'b Response) -> Result<&'b RawValue, Error> {
    #[derive(Deserialize)]
    struct Wrapped<'a> {
        #[serde(borrow)]
        workout: Option<&'a RawValue>,
    }
    let wrapped: Wrapped<'_> = response.json(SLUG, request)?;
    wrapped.workout.map_or_else(|| response.json(SLUG, request), Ok)
}

fn event(page: &mut Page, log: &Arc<Source>, event: Event) -> Result<(), Reason> {
    let missing = |field: &str| Reason::MissingField {
        field: field.to_owned(),
    };
    match event.r#type.as_str() {
        "updated" => exercised(page, log, &event.workout.ok_or_else(|| missing("workout"))?),
        "deleted" => {
            let id = event.id.ok_or_else(|| missing("id"))?;
            page.deleted.push(match event.deleted_at {
                Some(at) => version(SLUG, WORKOUTS, id, at),
                None => RecordKey::new(SLUG, WORKOUTS, id).into(),
            });
            Ok(())
        }
        other => Err(Reason::UnknownWord {
            vocabulary: "event".to_owned(),
            text: other.to_owned(),
        }),
    }
}

fn exercised(page: &mut Page, log: &Arc<Source>, record: &WorkoutRecord) -> Result<(), Reason> {
    let (start, end) = (record.start_time, record.end_time);
    if end < start {
        return Err(Reason::EndBeforeStart {
            start: start.to_utc(),
            end: end.to_utc(),
        });
    }
    let key: RecordVersion = match record.updated_at {
        Some(at) => version(SLUG, WORKOUTS, record.id.as_str(), at),
        None => RecordKey::new(SLUG, WORKOUTS, record.id.as_str()).into(),
    };
    let mut done = Workout::new(sport(&record.exercises));
    done.title.clone_from(&record.title);
    done.statistics = statistics(&record.exercises);
    let mut done = session(log, &key, start, end, workout(done));
    // The offset of these times is UTC's, not the person's.
    done.attributes = Attributes::default();
    let description = record.description.clone().filter(|text| !text.trim().is_empty());
    let exercises = (!record.exercises.is_empty())
        .then(|| serde_json::to_string(&record.exercises).expect("numbers and texts can be written"));
    let remarks = [
        ("description", description),
        ("routine_id", record.routine_id.clone()),
        ("exercises", exercises),
    ];
    let known = remarks
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    done.attributes.remarks.extend(known);
    page.sessions.push(done);
    Ok(())
}

/// Sums up the sets. What warms up is no training volume, and what assists is no lifted weight.
fn statistics(exercises: &[Exercise]) -> Vec<Statistic> {
    use StatisticKind::{Max, Sum};
    let sets = || exercises.iter().flat_map(|it| it.sets.iter());
    let lifted = || {
        exercises
            .iter()
            .filter(|it| !it.is_assisted())
            .flat_map(|it| it.sets.iter())
    };
    let volume = |set: &Set| Some(set.weight_kg? * set.reps?);
    let volume = sum(lifted().filter(|set| !set.is_warmup()).filter_map(volume));
    let heaviest = lifted().filter_map(|set| set.weight_kg).reduce(f64::max);
    let hardest = sets().filter_map(|set| set.rpe).reduce(f64::max);
    [
        statistic(Metric::TrainingVolume, Sum, volume, "kg"),
        statistic(Metric::Repetitions, Sum, sum(sets().filter_map(|set| set.reps)), "reps"),
        statistic(Metric::LiftedWeight, Max, heaviest, "kg"),
        statistic(
            Metric::Distance,
            Sum,
            sum(sets().filter_map(|set| set.distance_meters)),
            "m",
        ),
        statistic(Metric::PerceivedExertion, Max, hardest, "{score}"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Adds up; nothing where there is nothing, never 0.
fn sum(values: impl Iterator<Item = f64>) -> Option<f64> {
    values.reduce(|sum, value| sum + value)
}

/// The titles of Hevy's own exercises that are sports, by how they begin.
const SPORTS: &[(&str, Sport)] = &[
    ("running", Sport::TreadmillRunning),
    ("treadmill", Sport::TreadmillRunning),
    ("cycling", Sport::IndoorCycling),
    ("rowing machine", Sport::IndoorRowing),
    ("elliptical", Sport::Elliptical),
    ("stair machine", Sport::StairClimbing),
    ("walking", Sport::Walking),
    ("swimming", Sport::Swimming),
    ("yoga", Sport::Yoga),
    ("hiit", Sport::Hiit),
];

/// Finds the sport that all exercises are: several endurance sports are endurance training, anything else is strength.
fn sport(exercises: &[Exercise]) -> Sport {
    let named = exercises.iter().map(|exercise| {
        let title = exercise.title.as_deref()?.to_lowercase();
        let known = SPORTS.iter().find(|(name, _)| is_titled(&title, name));
        known.map(|(_, sport)| *sport)
    });
    match named.collect::<Option<Vec<_>>>().as_deref() {
        Some([first, rest @ ..]) if rest.iter().all(|sport| sport == first) => *first,
        Some([_, ..]) => Sport::Cardio,
        _ => Sport::StrengthTraining,
    }
}

/// Tells whether a title is a name, alone or followed by what it is done on: `Elliptical Trainer`, `Stair Machine (Steps)`.
fn is_titled(title: &str, name: &str) -> bool {
    let rest = title.strip_prefix(name).map(str::trim_start);
    rest.is_some_and(|rest| rest.is_empty() || rest == "trainer" || rest.starts_with('('))
}

fn measurement(page: &mut Page, log: &Arc<Source>, it: &Measurement) -> Result<(), Reason> {
    let record = RecordKey::new(SLUG, MEASUREMENTS, it.date.to_string()).into();
    let frame = it
        .girths()
        .fold(Frame::new(log, &record, Date(it.date)), |frame, (name, value)| {
            frame.remark(name, value.to_string())
        });
    let before = page.readings.len();
    page.read(&frame, Metric::Weight, it.weight_kg, "kg");
    page.read(&frame, Metric::LeanBodyMass, it.lean_mass_kg, "kg");
    page.read(&frame, Metric::BodyFatPercentage, it.fat_percent, "%");
    page.read(&frame, Metric::WaistCircumference, it.waist, "cm");
    match it.girths().next() {
        Some((name, _)) if page.readings.len() == before => Err(Reason::UnknownWord {
            vocabulary: "metric".to_owned(),
            text: name.to_owned(),
        }),
        _ => Ok(()),
    }
}

/// Subscribes where nobody has, and leaves alone what leads elsewhere.
fn subscription(page: &mut Page, request: &Request, response: &Response) -> Result<(), Error> {
    let address = request.noted("address");
    let has = match response.status {
        404 => None,
        _ => response.json::<Subscribed>(SLUG, request)?.url,
    };
    match has {
        None => page.follow.push(subscribe_to(address, request.noted("user"))),
        Some(url) if url == address => page.subscriptions.push(subscribed(request)),
        Some(_) => {}
    }
    Ok(())
}

/// An account has one subscription, so its address names it.
fn subscribed(request: &Request) -> Subscription {
    Subscription {
        id: request.noted("address").to_owned(),
        topic: WORKOUTS.to_owned(),
        expires_at: None,
        secret: None,
    }
}
