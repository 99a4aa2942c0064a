//! Reads activity rings: what the phone has already merged for one civil date.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use chrono::{Days, NaiveDate, NaiveTime};
use vitasync_core::Reading;
use vitasync_core::error::{Reason, Rejected};
use vitasync_core::metric::Metric;
use vitasync_core::source::{Device, DeviceKind, Recording, Revision, Source, SourceKey};
use vitasync_core::time::ReadingTime;

use super::decode::{Decoder, number};
use super::source::PROVIDER;
use super::xml::{self, Element};

/// The rings of one civil date. Of several for one date the last counts.
#[derive(Debug)]
pub(super) struct Summary {
    pub(super) date: NaiveDate,
    /// The readings, and where the element stands, as if each were rejected.
    pub(super) readings: Vec<Reading>,
    pub(super) position: vitasync_core::Position,
}

/// Phones write a summary of 31 December 1969 where they have none.
const FIRST_DATE: NaiveDate = NaiveDate::from_ymd_opt(2000, 1, 1).expect("a date");

static RINGS_SOURCE: LazyLock<Arc<Source>> = LazyLock::new(|| Arc::new(rings()));

/// Attribute, attribute of the goal, attribute of the unit, unit without that attribute, metric.
const RINGS: [(&str, &str, &str, &str, Metric); 4] = [
    (
        "activeEnergyBurned",
        "activeEnergyBurnedGoal",
        "activeEnergyBurnedUnit",
        "Cal",
        Metric::ActiveEnergy,
    ),
    ("appleMoveTime", "appleMoveTimeGoal", "", "min", Metric::MoveTime),
    (
        "appleExerciseTime",
        "appleExerciseTimeGoal",
        "",
        "min",
        Metric::ExerciseTime,
    ),
    (
        "appleStandHours",
        "appleStandHoursGoal",
        "",
        "count",
        Metric::StandHours,
    ),
];

impl Decoder {
    /// Reads an `ActivitySummary`.
    pub(super) fn summary(&mut self, element: &Element<'_, '_>) {
        let Some(attributes) = self.attributes_of(element) else {
            return;
        };
        let at = element.tag.start;
        let date = match date(&attributes) {
            Ok(date) => date,
            Err(reason) => return self.reject(at, "ActivitySummary", reason),
        };
        if !(FIRST_DATE..=self.tables.received.date_naive() + Days::new(2)).contains(&date) {
            let at_midnight = date.and_time(NaiveTime::MIN).and_utc();
            return self.reject(at, "ActivitySummary", Reason::WrongClock { at: at_midnight });
        }
        let source = Arc::clone(&RINGS_SOURCE);
        let mut readings = Vec::with_capacity(RINGS.len());
        for (value, goal, unit, usual, metric) in RINGS {
            if attributes.get(value).is_none() {
                continue;
            }
            let unit = attributes.get(unit).unwrap_or(usual);
            let goal = attributes
                .get(goal)
                .map(|text| (goal.to_owned(), format!("{text} {unit}")));
            match number(&attributes, value) {
                Ok(value) => readings.push(Reading {
                    record: None,
                    source: Arc::clone(&source),
                    metric,
                    value,
                    unit: Some(unit.to_owned().into()),
                    start: ReadingTime::Date(date),
                    end: None,
                    zone: None,
                    remarks: BTreeMap::from_iter(goal),
                }),
                Err(reason) => self.reject(at, value, reason),
            }
        }
        let position = self.position(at);
        self.out.summaries.push(Summary {
            date,
            readings,
            position,
        });
    }
}

impl Summary {
    /// Rejects one of its readings.
    pub(super) fn rejected(&self, metric: Metric, reason: Reason) -> Rejected {
        let name = RINGS
            .iter()
            .find(|ring| ring.4 == metric)
            .map_or("ActivitySummary", |ring| ring.0);
        Rejected {
            position: self.position.clone(),
            subject: name.to_owned(),
            reason,
        }
    }
}

fn date(attributes: &xml::Attributes<'_>) -> Result<NaiveDate, Reason> {
    let field = "dateComponents";
    let text = attributes
        .get(field)
        .ok_or_else(|| Reason::MissingField { field: field.into() })?;
    text.trim()
        .parse()
        .map_err(|_| Reason::NotATime { text: text.to_owned() })
}

/// The rings change in the course of their day, and so a later export replaces an earlier one's.
fn rings() -> Source {
    Source {
        key: SourceKey {
            provider: PROVIDER.to_owned(),
            origin: "activity rings".to_owned(),
            recording: Recording::Unknown,
        },
        name: "Activity rings".to_owned(),
        device_kind: DeviceKind::Unknown,
        device: Device::default(),
        revision: Revision::LastWins,
    }
}
