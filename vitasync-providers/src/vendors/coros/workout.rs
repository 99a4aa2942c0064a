//! Reads workouts, as listed or pushed, and asks for their files.

use chrono::{DateTime, FixedOffset, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;
use vitasync_core::Metric;
use vitasync_core::error::{Position, Reason, Rejected};
use vitasync_core::record::RecordKey;
use vitasync_core::session::{Session, Statistic, StatisticKind, Workout, WorkoutPart};
use vitasync_core::source::DeviceKind;
use vitasync_core::sport::{Sport, SportCategory};

use super::{SLUG, file};
use crate::error::Error;
use crate::provider::{Page, Request, Response, ranked, session, source, statistic, workout};

/// The sports: mode, mode within it, sport. The meaning of 8/3 is not known but that it is a run.
static SPORTS: &[(i64, i64, Sport)] = &[
    (8, 1, Sport::Running),
    (8, 2, Sport::TreadmillRunning),
    (8, 3, Sport::Running),
    (9, 1, Sport::Cycling),
    (9, 2, Sport::IndoorCycling),
    (10, 1, Sport::OpenWaterSwimming),
    (10, 2, Sport::PoolSwimming),
    (13, 1, Sport::Triathlon),
    (13, 2, Sport::Multisport),
    (13, 3, Sport::BackcountrySkiing),
    (13, 4, Sport::RockClimbing),
    (14, 1, Sport::Mountaineering),
    (15, 1, Sport::TrailRunning),
    (16, 1, Sport::Hiking),
    (18, 1, Sport::Cardio),
    (18, 2, Sport::Cardio),
    (19, 1, Sport::CrossCountrySkiing),
    (20, 1, Sport::TrackRunning),
    (21, 1, Sport::AlpineSkiing),
    (21, 2, Sport::Snowboarding),
    (23, 2, Sport::StrengthTraining),
    (24, 1, Sport::Rowing),
    (24, 2, Sport::IndoorRowing),
    (25, 1, Sport::Rafting),
    (26, 1, Sport::Paddling),
    (27, 1, Sport::Windsurfing),
    (28, 1, Sport::Surfing),
    (29, 1, Sport::BackcountrySkiing),
    (31, 1, Sport::Walking),
    (33, 2, Sport::JumpRope),
];

#[derive(Deserialize)]
struct List<'a> {
    #[serde(borrow)]
    data: Vec<&'a RawValue>,
}

/// A workout, or a leg of one.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Recorded {
    /// Longer than a number can be exact, so it is a text.
    label_id: Option<String>,
    mode: Option<i64>,
    sub_mode: Option<i64>,
    device_name: Option<String>,
    start_time: i64,
    end_time: i64,
    start_timezone: Option<i32>,
    end_timezone: Option<i32>,
    duration: Option<f64>,
    distance: Option<f64>,
    avg_speed: Option<f64>,
    avg_frequency: Option<f64>,
    step: Option<f64>,
    calorie: Option<f64>,
    fit_url: Option<String>,
    #[serde(default)]
    triathlon_item_list: Option<Vec<Recorded>>,
}

pub(super) fn listed(page: &mut Page, request: &Request, response: &Response) -> Result<(), Error> {
    let list: List<'_> = response.json(SLUG, request)?;
    page.each("workout", response, &list.data, |page, it| {
        recorded(page, it, response.received_at)
    });
    Ok(())
}

pub(super) fn pushed(page: &mut Page, request: &Request, response: &Response) -> Result<(), Error> {
    let list: Vec<&RawValue> = response.json(SLUG, request)?;
    page.each("workout", response, &list, |page, it| {
        recorded(page, it, response.received_at)
    });
    Ok(())
}

/// Reads what sums a workout up. Its file makes the fuller version.
fn recorded(page: &mut Page, recorded: Recorded, came: DateTime<Utc>) -> Result<(), Reason> {
    let id = recorded.label_id.as_deref().ok_or_else(|| Reason::MissingField {
        field: "labelId".to_owned(),
    })?;
    let (start, end) = recorded.span()?;
    let record = ranked(RecordKey::new(SLUG, "workout", id), 0, came);
    let mut done = Workout::new(recorded.sport().unwrap_or(Sport::Other));
    done.vendor_sport = recorded.words();
    done.timer_s = recorded.duration;
    done.statistics = recorded.statistics(done.sport);
    let legs = recorded.triathlon_item_list.iter().flatten();
    done.parts = legs.map(Recorded::part).collect::<Result<_, _>>()?;
    let watch = source(SLUG, "", "COROS", DeviceKind::Watch);
    let mut session = session(&watch, &record, start, end, workout(done));
    if recorded.start_timezone.is_none() {
        session.attributes.start_offset_s = None;
    }
    let remarks = [
        ("device", recorded.device_name.clone()),
        // Its unit is not documented; the file has the energy in kilocalories.
        ("calorie", recorded.calorie.map(|it| it.to_string())),
    ];
    let remarks = remarks.into_iter();
    session
        .attributes
        .remarks
        .extend(remarks.filter_map(|(name, text)| Some((name.to_owned(), text?))));
    fetch_file(page, id, recorded.fit_url.as_deref().unwrap_or_default(), &session);
    page.sessions.push(session);
    Ok(())
}

/// A workout whose file is not at COROS is kept, and the address is refused.
fn fetch_file(page: &mut Page, id: &str, url: &str, workout: &Session) {
    match file::request(url, workout) {
        Some(request) => page.follow.push(request),
        None if url.is_empty() => {}
        None => page.rejected.push(Rejected {
            position: Position::byte(0),
            subject: format!("file of workout {id}"),
            reason: Reason::UnknownWord {
                vocabulary: "host of COROS".to_owned(),
                text: url.to_owned(),
            },
        }),
    }
}

impl Recorded {
    fn span(&self) -> Result<(DateTime<FixedOffset>, DateTime<FixedOffset>), Reason> {
        let start = at(self.start_time, self.start_timezone)?;
        let end = at(self.end_time, self.end_timezone.or(self.start_timezone))?;
        if end < start {
            let (start, end) = (start.to_utc(), end.to_utc());
            return Err(Reason::EndBeforeStart { start, end });
        }
        Ok((start, end))
    }

    fn sport(&self) -> Option<Sport> {
        let (mode, sub_mode) = (self.mode?, self.sub_mode?);
        let known = SPORTS.iter().find(|known| (known.0, known.1) == (mode, sub_mode));
        known.map(|(.., sport)| *sport)
    }

    fn words(&self) -> Option<String> {
        let mode = self.mode?;
        Some(match self.sub_mode {
            Some(sub_mode) => format!("{mode}/{sub_mode}"),
            None => mode.to_string(),
        })
    }

    fn part(&self) -> Result<WorkoutPart, Reason> {
        let (start, end) = self.span()?;
        let sport = self.sport();
        Ok(WorkoutPart {
            external_id: self.label_id.clone(),
            sport,
            start: start.to_utc(),
            end: end.to_utc(),
            timer_s: self.duration,
            statistics: self.statistics(sport.unwrap_or(Sport::Other)),
        })
    }

    /// The speed is a pace, in seconds per kilometre. What the frequency counts is known on foot only.
    fn statistics(&self, sport: Sport) -> Vec<Statistic> {
        use StatisticKind::{Mean, Sum};
        let speed = self.avg_speed.filter(|pace| *pace > 0.0).map(|pace| 1000.0 / pace);
        let frequency = match sport.spec().category {
            SportCategory::Running | SportCategory::Walking => Metric::StepCadence,
            _ => Metric::Cadence,
        };
        let found = [
            statistic(Metric::Distance, Sum, self.distance, "m"),
            statistic(Metric::Speed, Mean, speed, "m/s"),
            statistic(frequency, Mean, self.avg_frequency.filter(|it| *it > 0.0), "/min"),
            statistic(Metric::Steps, Sum, self.step, "count"),
        ];
        found.into_iter().flatten().collect()
    }
}

/// Places a time. Zones are counted in quarters of an hour east of UTC.
fn at(seconds: i64, zone: Option<i32>) -> Result<DateTime<FixedOffset>, Reason> {
    let quarters = zone.unwrap_or_default();
    let offset = quarters.checked_mul(900).and_then(FixedOffset::east_opt);
    let at = DateTime::from_timestamp(seconds, 0).zip(offset);
    let at = at.map(|(at, offset)| at.with_timezone(&offset));
    at.ok_or_else(|| Reason::NotATime {
        text: format!("{seconds} s, zone {quarters}"),
    })
}
