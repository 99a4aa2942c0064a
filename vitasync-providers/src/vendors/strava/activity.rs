//! Reads an activity of Strava's, as a row of a list or in full.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::record::RecordKey;
use vitasync_core::session::{Lap, Session, Statistic, StatisticKind, Workout};
use vitasync_core::source::{DeviceKind, Recording, Source};
use vitasync_core::sport::{Sport, SportCategory, Vendor};
use vitasync_core::time::offset_s;

use super::SLUG;
use crate::provider::{RecordVersion, ranked, session, source, statistic, workout};

/// An activity, as a summary or in full.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Activity {
    pub(super) id: u64,
    name: Option<String>,
    description: Option<String>,
    sport_type: Option<String>,
    r#type: Option<String>,
    start_date: DateTime<Utc>,
    start_date_local: Option<String>,
    utc_offset: Option<f64>,
    timezone: Option<String>,
    elapsed_time: Option<i64>,
    moving_time: Option<f64>,
    distance: Option<f64>,
    total_elevation_gain: Option<f64>,
    elev_high: Option<f64>,
    elev_low: Option<f64>,
    calories: Option<f64>,
    kilojoules: Option<f64>,
    average_heartrate: Option<f64>,
    max_heartrate: Option<f64>,
    average_speed: Option<f64>,
    max_speed: Option<f64>,
    average_cadence: Option<f64>,
    average_watts: Option<f64>,
    max_watts: Option<f64>,
    weighted_average_watts: Option<f64>,
    device_watts: Option<bool>,
    average_temp: Option<f64>,
    suffer_score: Option<f64>,
    perceived_exertion: Option<f64>,
    trainer: Option<bool>,
    commute: Option<bool>,
    manual: Option<bool>,
    private: Option<bool>,
    visibility: Option<String>,
    workout_type: Option<i64>,
    external_id: Option<String>,
    gear_id: Option<String>,
    device_name: Option<String>,
    map: Option<Map>,
    #[serde(default)]
    laps: Vec<Stretch>,
    #[serde(default)]
    splits_metric: Vec<Stretch>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Map {
    summary_polyline: Option<String>,
}

/// A lap, or a kilometre.
#[derive(Debug, Serialize, Deserialize)]
struct Stretch {
    name: Option<String>,
    start_date: Option<DateTime<Utc>>,
    elapsed_time: i64,
    moving_time: Option<f64>,
    distance: Option<f64>,
    total_elevation_gain: Option<f64>,
    elevation_difference: Option<f64>,
    average_speed: Option<f64>,
    max_speed: Option<f64>,
    average_cadence: Option<f64>,
    average_watts: Option<f64>,
    average_heartrate: Option<f64>,
    max_heartrate: Option<f64>,
    lap_index: Option<i64>,
}

/// How much of an activity an answer holds, from the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// A row of a list: Strava's `resource_state` 2.
    Summary,
    /// The activity alone: Strava's `resource_state` 3.
    Detail,
    /// The activity with its streams.
    Streams,
}

impl Activity {
    /// Names what an answer says about the activity. The more complete one counts, and of equal ones the later: Strava has a
    /// word for the former and none for when an activity was last changed.
    pub(super) fn version(&self, extent: Extent, received_at: DateTime<Utc>) -> RecordVersion {
        let state: u64 = match extent {
            Extent::Summary => 2,
            Extent::Detail => 3,
            Extent::Streams => 4,
        };
        ranked(
            RecordKey::new(SLUG, "activity", self.id.to_string()),
            state,
            received_at,
        )
    }

    /// Tells whether the person typed it.
    pub(super) fn is_typed(&self) -> bool {
        self.manual == Some(true)
    }

    /// Says who recorded it. Strava passes on what many devices record; what was typed is another source.
    pub(super) fn source(&self) -> Arc<Source> {
        strava(if self.is_typed() {
            Recording::Manual
        } else {
            Recording::Active
        })
    }

    /// Reads the wall clock of the start. Its `Z` is a lie.
    fn wall_clock(&self) -> Option<NaiveDateTime> {
        let text = self.start_date_local.as_deref()?;
        text.strip_suffix('Z').unwrap_or(text).parse().ok()
    }

    /// Tells whether the person hides when it began: then both clocks show one second after midnight of its day.
    fn hides_start(&self) -> bool {
        let midnight = |at: NaiveDateTime| at.format("%H:%M:%S").to_string() == "00:00:01";
        self.wall_clock() == Some(self.start_date.naive_utc()) && midnight(self.start_date.naive_utc())
    }

    /// Tells when it began, with the offset of where.
    pub(super) fn start(&self) -> Result<DateTime<FixedOffset>, Reason> {
        let not_a_time = || Reason::NotATime {
            text: self.start_date_local.clone().unwrap_or_default(),
        };
        let wall_clock = self.wall_clock();
        let shown = wall_clock.map(|local| (local - self.start_date.naive_utc()).as_seconds_f64());
        let east = self.utc_offset.or(shown).ok_or_else(|| Reason::MissingField {
            field: "utc_offset".to_owned(),
        })?;
        #[expect(clippy::cast_possible_truncation, reason = "checked against a day in seconds")]
        let east = (east.abs() < 86_400.0).then_some(east as i32);
        let offset = east.and_then(FixedOffset::east_opt).ok_or_else(not_a_time)?;
        if self.hides_start() {
            let day = wall_clock.and_then(|local| local.and_local_timezone(offset).single());
            return day.ok_or_else(not_a_time);
        }
        Ok(self.start_date.with_timezone(&offset))
    }

    /// Reads `(GMT-08:00) America/Los_Angeles`: the name is the zone, the rest is its offset in winter.
    fn zone(&self, start: DateTime<FixedOffset>) -> Option<Tz> {
        let (_, name) = self.timezone.as_deref()?.split_once(") ")?;
        let zone: Tz = name.trim().parse().ok()?;
        // Where the two disagree, the offset is right: a journey.
        (offset_s(start.to_utc(), zone) == start.offset().local_minus_utc()).then_some(zone)
    }

    /// Finds the sport. The old `type` is coarser and helps where the new word is newer than we are.
    pub(super) fn sport(&self) -> Sport {
        let word = |word: &Option<String>| word.as_deref().and_then(named);
        let sport = word(&self.sport_type).or_else(|| word(&self.r#type));
        match (sport.unwrap_or(Sport::Other), self.trainer) {
            (Sport::Cycling, Some(true)) => Sport::IndoorCycling,
            (Sport::Running, Some(true)) => Sport::TreadmillRunning,
            (sport, _) => sport,
        }
    }

    /// Tells whether its power was measured; Strava estimates it otherwise.
    pub(super) fn estimates_power(&self) -> bool {
        self.device_watts == Some(false)
    }

    /// Makes the session.
    pub(super) fn session(&self, extent: Extent, received_at: DateTime<Utc>) -> Result<Session, Reason> {
        let start = self.start()?;
        let missing = || Reason::MissingField {
            field: "elapsed_time".to_owned(),
        };
        let end = self.elapsed_time.and_then(|seconds| after(start, seconds));
        let end = end.ok_or_else(missing)?;
        let mut done = Workout::new(self.sport());
        done.vendor_sport = self.sport_type.clone().or_else(|| self.r#type.clone());
        done.title.clone_from(&self.name);
        done.timer_s = self.moving_time;
        done.statistics = self.statistics();
        let from = (!self.hides_start()).then_some(start.to_utc());
        done.laps = stretches(&self.laps, start.to_utc(), from.is_some(), true);
        done.laps
            .extend(stretches(&self.splits_metric, start.to_utc(), false, false));
        let version = self.version(extent, received_at);
        let mut done = session(&self.source(), &version, start, end, workout(done));
        done.attributes.zone = self.zone(start);
        done.attributes.remarks.extend(self.remarks());
        Ok(done)
    }

    /// Nothing is zero that a device has measured, but for climbing and temperature: zero stands for none.
    fn statistics(&self) -> Vec<Statistic> {
        use StatisticKind::{Max, Mean, Min, Sum};
        let some = |value: Option<f64>| value.filter(|value| *value > 0.0);
        let climbed = self.total_elevation_gain;
        let climbed = climbed.filter(|metres| *metres > 0.0 || !self.is_typed());
        let (cadence, steps) = cadence(self.sport());
        let statistics = [
            statistic(Metric::Distance, Sum, some(self.distance), "m"),
            statistic(Metric::TotalEnergy, Sum, some(self.calories), "kcal"),
            statistic(Metric::MechanicalWork, Sum, some(self.kilojoules), "kJ"),
            statistic(Metric::ElevationGain, Sum, climbed, "m"),
            statistic(Metric::Altitude, Max, self.elev_high, "m"),
            statistic(Metric::Altitude, Min, self.elev_low, "m"),
            statistic(Metric::HeartRate, Mean, some(self.average_heartrate), "bpm"),
            statistic(Metric::HeartRate, Max, some(self.max_heartrate), "bpm"),
            statistic(Metric::Speed, Mean, some(self.average_speed), "m/s"),
            statistic(Metric::Speed, Max, some(self.max_speed), "m/s"),
            statistic(cadence, Mean, some(self.average_cadence).map(|it| it * steps), "/min"),
            statistic(Metric::Power, Mean, some(self.average_watts), "W"),
            statistic(Metric::Power, Max, some(self.max_watts), "W"),
            statistic(Metric::NormalizedPower, Mean, some(self.weighted_average_watts), "W"),
            statistic(Metric::AmbientTemperature, Mean, self.average_temp, "degC"),
            statistic(Metric::RelativeEffort, Sum, self.suffer_score, "{score}"),
            statistic(
                Metric::PerceivedExertion,
                Mean,
                some(self.perceived_exertion),
                "{score}",
            ),
        ];
        statistics.into_iter().flatten().collect()
    }

    fn remarks(&self) -> impl Iterator<Item = (String, String)> {
        let flag = |flag: Option<bool>| flag.filter(|flag| *flag).map(|_| "true".to_owned());
        let polyline = self.map.as_ref().and_then(|map| map.summary_polyline.as_deref());
        let remarks = [
            ("description", self.description.clone().filter(|it| !it.is_empty())),
            // Names where it came from: `garmin_push_…`, the name of a file.
            ("external_id", self.external_id.clone()),
            ("gear_id", self.gear_id.clone()),
            ("device", self.device_name.clone()),
            ("visibility", self.visibility.clone()),
            ("workout_type", self.workout_type.map(|code| code.to_string())),
            ("trainer", flag(self.trainer)),
            ("commute", flag(self.commute)),
            ("private", flag(self.private)),
            ("has_gps", flag(polyline.map(|line| !line.is_empty()))),
            ("power_estimated", flag(Some(self.estimates_power()))),
            ("start_hidden", flag(Some(self.hides_start()))),
        ];
        let known = remarks.into_iter().filter_map(|(key, value)| Some((key, value?)));
        known.map(|(key, value)| (key.to_owned(), value))
    }
}

fn named(word: &str) -> Option<Sport> {
    let by_strava = Sport::from_vendor(Vendor::Strava, word);
    // Words that Strava has added since, most of them our own.
    by_strava.or_else(|| match word {
        "PhysicalTherapy" => Some(Sport::Recovery),
        word => Sport::from_id(&word.to_lowercase()),
    })
}

/// Tells which cadence a sport has, and how many of it Strava counts as one: on foot it counts one leg.
pub(super) fn cadence(sport: Sport) -> (Metric, f64) {
    match sport.spec().category {
        SportCategory::Running | SportCategory::Walking => (Metric::StepCadence, 2.0),
        _ => (Metric::Cadence, 1.0),
    }
}

pub(super) fn after(start: DateTime<FixedOffset>, seconds: i64) -> Option<DateTime<FixedOffset>> {
    start.checked_add_signed(TimeDelta::try_seconds(seconds.max(0))?)
}

/// Places laps or kilometres: where each says it began, or one after the other.
fn stretches(of: &[Stretch], start: DateTime<Utc>, dated: bool, lap: bool) -> Vec<Lap> {
    let mut next = start;
    let placed = of.iter().filter_map(|stretch| {
        let from = stretch.start_date.filter(|_| dated).unwrap_or(next);
        let lasted = TimeDelta::try_seconds(stretch.elapsed_time.max(0))?;
        next = from.checked_add_signed(lasted)?;
        Some(Lap {
            lap,
            start: from,
            end: next,
            remarks: stretch.remarks().collect(),
        })
    });
    placed.collect()
}

impl Stretch {
    fn remarks(&self) -> impl Iterator<Item = (String, String)> {
        let number = |value: Option<f64>| value.map(|value| value.to_string());
        let remarks = [
            ("name", self.name.clone()),
            ("lap_index", self.lap_index.map(|index| index.to_string())),
            ("moving_s", number(self.moving_time)),
            ("distance_m", number(self.distance)),
            ("elevation_gain_m", number(self.total_elevation_gain)),
            ("elevation_difference_m", number(self.elevation_difference)),
            ("average_speed_m_s", number(self.average_speed)),
            ("max_speed_m_s", number(self.max_speed)),
            ("average_cadence", number(self.average_cadence)),
            ("average_watts", number(self.average_watts)),
            ("average_heart_rate", number(self.average_heartrate)),
            ("max_heart_rate", number(self.max_heartrate)),
        ];
        let known = remarks.into_iter().filter_map(|(key, value)| Some((key, value?)));
        known.map(|(key, value)| (key.to_owned(), value))
    }
}

/// Describes Strava, which passes on what others record.
pub(super) fn strava(recording: Recording) -> Arc<Source> {
    let mut strava = source(SLUG, "", "Strava", DeviceKind::App);
    Arc::make_mut(&mut strava).key.recording = recording;
    strava
}
