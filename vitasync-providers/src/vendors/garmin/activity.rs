//! Activities: what sums them up, and their details with samples, way and laps.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::record::RecordVersion;
use vitasync_core::session::{Lap, RoutePoint, Session, Statistic, StatisticKind, Workout};
use vitasync_core::source::Source;
use vitasync_core::sport::{Sport, Vendor};

use super::decode::{All, Clock, Summary, instant, missing, ranked, session_on, typed, watch};
use crate::provider::{Frame, Page, statistic, workout};

/// How much an answer tells of an activity: what sums it up, its file, its details.
const SUMMARY: u64 = 0;
pub(super) const FILE: u64 = 1;
const DETAILS: u64 = 2;

/// An id that comes as a number or as a text.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Id {
    Number(i64),
    Text(String),
}

impl Id {
    pub(super) fn text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Activity {
    #[serde(flatten)]
    summary: Summary,
    activity_id: Option<Id>,
    activity_name: Option<String>,
    activity_description: Option<String>,
    activity_type: Option<String>,
    #[serde(flatten)]
    totals: Totals,
    device_name: Option<String>,
    manual: Option<bool>,
    is_web_upload: Option<bool>,
    is_parent: Option<bool>,
    parent_summary_id: Option<Id>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Totals {
    distance_in_meters: Option<f64>,
    active_kilocalories: Option<f64>,
    average_heart_rate_in_beats_per_minute: Option<f64>,
    max_heart_rate_in_beats_per_minute: Option<f64>,
    average_speed_in_meters_per_second: Option<f64>,
    max_speed_in_meters_per_second: Option<f64>,
    average_run_cadence_in_steps_per_minute: Option<f64>,
    max_run_cadence_in_steps_per_minute: Option<f64>,
    average_bike_cadence_in_rounds_per_minute: Option<f64>,
    /// The same under another name.
    average_biking_cadence_in_rev_per_minute: Option<f64>,
    max_bike_cadence_in_rounds_per_minute: Option<f64>,
    average_swim_cadence_in_strokes_per_minute: Option<f64>,
    number_of_active_lengths: Option<u32>,
    steps: Option<f64>,
    pushes: Option<f64>,
    total_elevation_gain_in_meters: Option<f64>,
    total_elevation_loss_in_meters: Option<f64>,
}

/// Reads what sums an activity up, as recorded or as a person has edited it.
pub(super) fn summary(page: &mut Page, activity: Activity, came: DateTime<Utc>) -> Result<(), Reason> {
    let clock = activity.summary.clock()?;
    let id = activity.id().ok_or_else(|| missing("activityId"))?;
    let record = ranked("activities", id, SUMMARY, came);
    let length = activity
        .summary
        .duration()
        .ok_or_else(|| missing("durationInSeconds"))?;
    let end = clock.after(length.into())?;
    page.sessions
        .push(activity.session(&record, &clock, end, activity.done())?);
    Ok(())
}

impl Activity {
    fn id(&self) -> Option<String> {
        let id = self.activity_id.as_ref().map(Id::text);
        id.or_else(|| self.summary.summary_id.clone())
    }

    fn source(&self) -> Arc<Source> {
        match self.manual {
            Some(true) => typed(watch()),
            _ => watch(),
        }
    }

    fn done(&self) -> Workout {
        let sport = self.activity_type.as_deref().and_then(sport);
        let mut done = Workout::new(sport.unwrap_or(Sport::Other));
        done.vendor_sport.clone_from(&self.activity_type);
        done.title.clone_from(&self.activity_name);
        done.statistics = self.totals.statistics();
        done
    }

    fn session(
        &self,
        record: &RecordVersion,
        clock: &Clock,
        end: DateTime<FixedOffset>,
        done: Workout,
    ) -> Result<Session, Reason> {
        let mut session = session_on(clock, end, &self.source(), record, workout(done))?;
        let device = self.device_name.clone().filter(|name| name != "unknown");
        let yes = |flag: Option<bool>| flag.filter(|it| *it).map(|it| it.to_string());
        let remarks = [
            ("device", device),
            ("description", self.activity_description.clone()),
            // Garmin calls it active, but it holds what the body at rest would have burned meanwhile.
            (
                "energy_includes_basal",
                self.totals.active_kilocalories.map(|_| "true".to_owned()),
            ),
            (
                "active_lengths",
                self.totals.number_of_active_lengths.map(|it| it.to_string()),
            ),
            ("web_upload", yes(self.is_web_upload)),
            ("is_parent", yes(self.is_parent)),
            ("parent", self.parent_summary_id.as_ref().map(Id::text)),
        ];
        let known = remarks
            .into_iter()
            .filter_map(|(name, text)| Some((name.to_owned(), text?)));
        session.attributes.remarks.extend(known);
        Ok(session)
    }
}

impl Totals {
    fn statistics(&self) -> Vec<Statistic> {
        use StatisticKind::{Max, Mean, Sum};
        let ridden = self.average_bike_cadence_in_rounds_per_minute;
        let ridden = ridden.or(self.average_biking_cadence_in_rev_per_minute);
        [
            statistic(Metric::Distance, Sum, self.distance_in_meters, "m"),
            statistic(Metric::TotalEnergy, Sum, self.active_kilocalories, "kcal"),
            statistic(
                Metric::HeartRate,
                Mean,
                self.average_heart_rate_in_beats_per_minute,
                "bpm",
            ),
            statistic(Metric::HeartRate, Max, self.max_heart_rate_in_beats_per_minute, "bpm"),
            statistic(Metric::Speed, Mean, self.average_speed_in_meters_per_second, "m/s"),
            statistic(Metric::Speed, Max, self.max_speed_in_meters_per_second, "m/s"),
            statistic(
                Metric::StepCadence,
                Mean,
                self.average_run_cadence_in_steps_per_minute,
                "spm",
            ),
            statistic(
                Metric::StepCadence,
                Max,
                self.max_run_cadence_in_steps_per_minute,
                "spm",
            ),
            statistic(Metric::CyclingCadence, Mean, ridden, "rpm"),
            statistic(
                Metric::CyclingCadence,
                Max,
                self.max_bike_cadence_in_rounds_per_minute,
                "rpm",
            ),
            statistic(
                Metric::SwimmingStrokeRate,
                Mean,
                self.average_swim_cadence_in_strokes_per_minute,
                "spm",
            ),
            statistic(Metric::Steps, Sum, self.steps, "count"),
            statistic(Metric::WheelchairPushes, Sum, self.pushes, "count"),
            statistic(Metric::ElevationGain, Sum, self.total_elevation_gain_in_meters, "m"),
            statistic(Metric::ElevationLoss, Sum, self.total_elevation_loss_in_meters, "m"),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// Finds the sport. Newer words end in `_V2`, and the old ones go on.
pub(super) fn sport(word: &str) -> Option<Sport> {
    let word = word.trim().to_ascii_uppercase();
    let base = word.strip_suffix("_V2").unwrap_or(&word);
    let known = Sport::from_vendor(Vendor::Garmin, &word).or_else(|| Sport::from_vendor(Vendor::Garmin, base));
    known.or_else(|| (base == "MULTI_SPORT").then_some(Sport::Multisport))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Details<'a> {
    summary_id: Option<String>,
    activity_id: Option<Id>,
    summary: Activity,
    #[serde(borrow)]
    samples: Option<Vec<&'a RawValue>>,
    laps: Option<Vec<LapStart>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LapStart {
    start_time_in_seconds: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sample {
    start_time_in_seconds: i64,
    latitude_in_degree: Option<f64>,
    longitude_in_degree: Option<f64>,
    elevation_in_meters: Option<f64>,
    /// Garmin's spelling.
    air_temperature_celcius: Option<f64>,
    heart_rate: Option<f64>,
    speed_meters_per_second: Option<f64>,
    steps_per_minute: Option<f64>,
    power_in_watts: Option<f64>,
    #[serde(rename = "bikeCadenceInRPM")]
    bike_cadence_in_rpm: Option<f64>,
    swim_cadence_in_strokes_per_minute: Option<f64>,
    timer_duration_in_seconds: Option<f64>,
    clock_duration_in_seconds: Option<i64>,
    moving_duration_in_seconds: Option<f64>,
}

/// What the samples of an activity tell about the whole.
#[derive(Default)]
struct Course {
    route: Vec<RoutePoint>,
    last: Option<DateTime<Utc>>,
    timer_s: Option<f64>,
    clock_s: Option<i64>,
    moving_s: Option<f64>,
}

/// The session has the id of its activity and outranks the one that only sums it up. The samples are an object of
/// their own, because a summary that comes later does not hold them.
pub(super) fn details(page: &mut Page, all: &All<'_>) {
    let (response, came) = (all.response, all.response.received_at);
    page.each("activity detail", response, all.items, |page, details: Details<'_>| {
        let activity = &details.summary;
        let clock = activity.summary.clock()?;
        let id = details.id().ok_or_else(|| missing("activityId"))?;
        let samples = ranked("activityDetails", id.as_str(), 0, came);
        let frame = Frame::new(&activity.source(), &samples, clock.says(clock.start));
        let mut course = Course::default();
        let points = details.samples.as_deref().unwrap_or_default();
        page.each("activity sample", response, points, |page, sample: Sample| {
            course.take(&sample, &clock)?;
            read(
                page,
                &frame.at(clock.says(clock.at(sample.start_time_in_seconds)?)),
                &sample,
            );
            Ok(())
        });
        let end = details.end(&clock, &course)?;
        let mut done = activity.done();
        done.timer_s = course.timer_s;
        done.laps = details.laps(end)?;
        done.route = course.route;
        let mut session = activity.session(&ranked("activities", id, DETAILS, came), &clock, end, done)?;
        let moving = course.moving_s.map(|it| ("moving_s".to_owned(), it.to_string()));
        session.attributes.remarks.extend(moving);
        page.sessions.push(session);
        Ok(())
    });
}

impl Details<'_> {
    fn id(&self) -> Option<String> {
        let own = self.activity_id.as_ref().map(Id::text).or_else(|| self.summary.id());
        let named = self.summary_id.as_deref();
        own.or_else(|| named.map(|it| it.strip_suffix("-detail").unwrap_or(it).to_owned()))
    }

    /// The duration leaves pauses out, as the watch is set; the samples show when it really ended.
    fn end(&self, clock: &Clock, course: &Course) -> Result<DateTime<FixedOffset>, Reason> {
        let told = [self.summary.summary.duration().map(i64::from), course.clock_s];
        let told = told.into_iter().flatten().max().map(|seconds| clock.after(seconds));
        let seen = course.last.map(|at| at.with_timezone(clock.start.offset()));
        told.transpose()?.max(seen).ok_or_else(|| missing("durationInSeconds"))
    }

    /// A lap lasts until the next begins, and the last one to the end.
    fn laps(&self, end: DateTime<FixedOffset>) -> Result<Vec<Lap>, Reason> {
        let starts = self.laps.iter().flatten().map(|lap| instant(lap.start_time_in_seconds));
        let mut starts: Vec<DateTime<Utc>> = starts.collect::<Result<_, _>>()?;
        starts.sort_unstable();
        let ends = starts.iter().copied().skip(1).chain([end.to_utc()]);
        let laps = starts.iter().zip(ends).map(|(start, end)| Lap {
            lap: true,
            start: *start,
            end: end.max(*start),
            remarks: Default::default(),
        });
        Ok(laps.collect())
    }
}

impl Course {
    fn take(&mut self, sample: &Sample, clock: &Clock) -> Result<(), Reason> {
        let at = clock.at(sample.start_time_in_seconds)?.to_utc();
        self.last = self.last.max(Some(at));
        self.timer_s = sample.timer_duration_in_seconds.or(self.timer_s);
        self.clock_s = self.clock_s.max(sample.clock_duration_in_seconds);
        self.moving_s = sample.moving_duration_in_seconds.or(self.moving_s);
        let (Some(latitude), Some(longitude)) = (sample.latitude_in_degree, sample.longitude_in_degree) else {
            return Ok(());
        };
        for (metric, degrees) in [(Metric::Latitude, latitude), (Metric::Longitude, longitude)] {
            plausible(metric, degrees)?;
        }
        self.route.push(RoutePoint {
            at,
            latitude,
            longitude,
            altitude_m: sample.elevation_in_meters,
            speed_m_s: sample.speed_meters_per_second,
            course_deg: None,
            accuracy_m: None,
        });
        Ok(())
    }
}

fn plausible(metric: Metric, value: f64) -> Result<(), Reason> {
    match metric.spec().plausible {
        Some((min, max)) if !(min..=max).contains(&value) => Err(Reason::Implausible {
            metric,
            value,
            min,
            max,
        }),
        _ => Ok(()),
    }
}

fn read(page: &mut Page, frame: &Frame, sample: &Sample) {
    // A strap without contact counts 0.
    let heart_rate = sample.heart_rate.filter(|bpm| *bpm > 0.0);
    page.read(frame, Metric::HeartRate, heart_rate, "bpm");
    page.read(frame, Metric::Speed, sample.speed_meters_per_second, "m/s");
    page.read(frame, Metric::StepCadence, sample.steps_per_minute, "spm");
    page.read(frame, Metric::Power, sample.power_in_watts, "W");
    page.read(frame, Metric::CyclingCadence, sample.bike_cadence_in_rpm, "rpm");
    page.read(
        frame,
        Metric::SwimmingStrokeRate,
        sample.swim_cadence_in_strokes_per_minute,
        "spm",
    );
    page.read(frame, Metric::Altitude, sample.elevation_in_meters, "m");
    page.read(frame, Metric::AmbientTemperature, sample.air_temperature_celcius, "Cel");
}
