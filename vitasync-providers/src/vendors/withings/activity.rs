//! Reads days, minutes and workouts.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::value::RawValue;
use vitasync_core::Metric;
use vitasync_core::error::Reason;
use vitasync_core::record::RecordKey;
use vitasync_core::session::{StatisticKind, Workout};
use vitasync_core::source::{DeviceKind, Recording};
use vitasync_core::sport::{Sport, Vendor};
use vitasync_core::time::ReadingTime::{Date, Instant};

use super::SLUG;
use super::decode::{Answer, Id, Seconds, device, known, zone};
use super::measure::{kind, recording};
use crate::auth::oauth2::after;
use crate::error::{Error, ErrorKind};
use crate::provider::{Frame, Page, Request, Response, session, statistic, version, workout as detail};

#[derive(Deserialize)]
pub(super) struct Day {
    date: NaiveDate,
    timezone: Option<String>,
    deviceid: Option<String>,
    hash_deviceid: Option<String>,
    is_tracker: Option<bool>,
    model: Option<String>,
    modified: Option<Seconds>,
    steps: Option<f64>,
    distance: Option<f64>,
    elevation: Option<f64>,
    soft: Option<f64>,
    moderate: Option<f64>,
    intense: Option<f64>,
    active: Option<f64>,
    calories: Option<f64>,
    totalcalories: Option<f64>,
    hr_average: Option<f64>,
    hr_min: Option<f64>,
    hr_max: Option<f64>,
    #[serde(flatten)]
    zones: Zones,
}

#[derive(Deserialize)]
struct Zones {
    hr_zone_0: Option<f64>,
    hr_zone_1: Option<f64>,
    hr_zone_2: Option<f64>,
    hr_zone_3: Option<f64>,
}

impl Zones {
    /// Tells the seconds in each zone. Zones of vendors cannot be compared, so they are remarks.
    fn remarks(&self) -> impl Iterator<Item = (String, String)> {
        let zones = [self.hr_zone_0, self.hr_zone_1, self.hr_zone_2, self.hr_zone_3];
        let known = zones.into_iter().enumerate();
        known.filter_map(|(zone, seconds)| Some((format!("hr_zone_{zone}_s"), seconds?.to_string())))
    }
}

#[derive(Deserialize)]
struct Minute {
    deviceid: Option<String>,
    model: Option<String>,
    duration: Option<f64>,
    steps: Option<f64>,
    elevation: Option<f64>,
    calories: Option<f64>,
    distance: Option<f64>,
    stroke: Option<f64>,
    pool_lap: Option<f64>,
    heart_rate: Option<f64>,
    spo2_auto: Option<f64>,
    rmssd: Option<f64>,
    sdnn1: Option<f64>,
    hrv_quality: Option<f64>,
    core_body_temperature: Option<f64>,
    rr: Option<f64>,
}

#[derive(Deserialize)]
pub(super) struct Exercise {
    id: Id,
    category: i64,
    timezone: String,
    attrib: Option<i64>,
    startdate: Seconds,
    enddate: Seconds,
    deviceid: Option<String>,
    modified: Option<Seconds>,
    data: Option<Sums>,
}

#[derive(Deserialize)]
struct Sums {
    calories: Option<f64>,
    manual_calories: Option<f64>,
    distance: Option<f64>,
    manual_distance: Option<f64>,
    elevation: Option<f64>,
    steps: Option<f64>,
    hr_average: Option<f64>,
    hr_min: Option<f64>,
    hr_max: Option<f64>,
    spo2_average: Option<f64>,
    pause_duration: Option<f64>,
    algo_pause_duration: Option<f64>,
    intensity: Option<f64>,
    pool_laps: Option<f64>,
    pool_length: Option<f64>,
    strokes: Option<f64>,
    #[serde(flatten)]
    zones: Zones,
}

/// A day of each device and each app that shares with Withings is a source of its own, and they are never summed.
pub(super) fn day(page: &mut Page, day: &Day) -> Result<(), Reason> {
    let model = day.model.as_deref();
    let origin = day.deviceid.as_deref().or(day.hash_deviceid.as_deref()).or(model);
    let worn = match day.is_tracker {
        Some(false) => DeviceKind::App,
        _ => model.map_or(DeviceKind::Unknown, kind),
    };
    let source = device(origin, model, worn, Recording::Automatic);
    let id = format!("{} {}", day.date, origin.unwrap_or_default());
    let record = match day.modified {
        Some(modified) => version(SLUG, "activity", id, modified.at()?),
        None => RecordKey::new(SLUG, "activity", id).into(),
    };
    let first = page.readings.len();
    let frame = Frame::new(&source, &record, Date(day.date));
    page.read(&frame, Metric::Steps, day.steps, "count");
    page.read(&frame, Metric::Distance, day.distance, "m");
    page.read(&frame, Metric::FloorsClimbed, day.elevation, "floors");
    page.read(&frame, Metric::LightActivityDuration, day.soft, "s");
    page.read(&frame, Metric::ModerateActivityDuration, day.moderate, "s");
    page.read(&frame, Metric::VigorousActivityDuration, day.intense, "s");
    page.read(&frame, Metric::ActiveDuration, day.active, "s");
    page.read(&frame, Metric::ActiveEnergy, day.calories, "kcal");
    page.read(&frame, Metric::TotalEnergy, known(day.totalcalories), "kcal");
    page.read(&frame, Metric::HeartRateMin, known(day.hr_min), "bpm");
    page.read(&frame, Metric::HeartRateMax, known(day.hr_max), "bpm");
    let mut beats = frame;
    beats.remarks.extend(day.zones.remarks());
    page.read(&beats, Metric::HeartRateAverage, known(day.hr_average), "bpm");
    let zone = day.timezone.as_deref().map(zone).transpose()?;
    page.readings[first..].iter_mut().for_each(|it| it.zone = zone);
    Ok(())
}

/// Reads minutes, keyed by when they began. Where there are none, they are an empty list instead.
pub(super) fn minutes(page: &mut Page, request: &Request, response: &Response) -> Result<(), Error> {
    #[derive(Deserialize)]
    struct Series<'a> {
        #[serde(borrow)]
        series: &'a RawValue,
    }
    let Answer { body } = response.json::<Answer<Series<'_>>>(SLUG, request)?;
    if body.series.get().starts_with('[') {
        return Ok(());
    }
    let malformed = |error| Error::new(SLUG, request.operation.clone(), ErrorKind::Malformed).with_source(error);
    let minutes: BTreeMap<String, &RawValue> =
        serde_json::from_str(body.series.get()).map_err(|_| malformed("the series is not a map"))?;
    for (at, item) in minutes {
        page.one("minute", response, item, |page, it| minute(page, &at, &it));
    }
    Ok(())
}

/// A minute belongs to no object. What is counted without saying for how long is taken as an instant.
fn minute(page: &mut Page, at: &str, minute: &Minute) -> Result<(), Reason> {
    let not_a_time = || Reason::NotATime { text: at.to_owned() };
    let seconds: i64 = at.parse().map_err(|_| not_a_time())?;
    let start = chrono::DateTime::from_timestamp(seconds, 0).ok_or_else(not_a_time)?;
    let model = minute.model.as_deref();
    let kind = model.map_or(DeviceKind::Unknown, kind);
    let source = device(minute.deviceid.as_deref(), model, kind, Recording::Automatic);
    let moment = Frame::loose(&source, Instant(start));
    let end = minute
        .duration
        .filter(|it| *it > 0.0)
        .and_then(|lasted| after(start, lasted));
    let frame = match end {
        Some(end) => moment.clone().until(Instant(end)),
        None => moment.clone(),
    };
    page.read(&frame, Metric::Steps, minute.steps, "count");
    page.read(&frame, Metric::FloorsClimbed, minute.elevation, "floors");
    page.read(&frame, Metric::ActiveEnergy, minute.calories, "kcal");
    page.read(&frame, Metric::Distance, minute.distance, "m");
    page.read(&frame, Metric::SwimmingStrokeCount, minute.stroke, "strokes");
    page.read(&frame, Metric::SwimmingLaps, minute.pool_lap, "laps");
    page.read(&moment, Metric::HeartRate, known(minute.heart_rate), "bpm");
    page.read(&moment, Metric::OxygenSaturation, known(minute.spo2_auto), "%");
    page.read(&moment, Metric::RespiratoryRate, known(minute.rr), "br/min");
    page.read(
        &moment,
        Metric::BodyTemperature,
        known(minute.core_body_temperature),
        "degC",
    );
    let variability = match minute.hrv_quality {
        Some(quality) => moment.remark("hrv_quality", quality.to_string()),
        None => moment,
    };
    page.read(
        &variability,
        Metric::HeartRateVariabilityRmssd,
        known(minute.rmssd),
        "ms",
    );
    page.read(
        &variability,
        Metric::HeartRateVariabilitySdnn,
        known(minute.sdnn1),
        "ms",
    );
    Ok(())
}

/// What was found to be no activity after all is taken back.
pub(super) fn workout(page: &mut Page, it: &Exercise) -> Result<(), Reason> {
    let record = version(
        SLUG,
        "workout",
        it.id.to_string(),
        it.modified.unwrap_or(it.enddate).at()?,
    );
    if it.category == 128 {
        page.deleted.push(record);
        return Ok(());
    }
    let zone = zone(&it.timezone)?;
    let span = (it.startdate.at()?, it.enddate.at()?);
    if span.1 < span.0 {
        let (start, end) = span;
        return Err(Reason::EndBeforeStart { start, end });
    }
    let category = it.category.to_string();
    let mut done = Workout::new(Sport::from_vendor(Vendor::Withings, &category).unwrap_or(Sport::Other));
    done.vendor_sport = Some(category);
    if let Some(sums) = &it.data {
        done.statistics = statistics(sums);
        let elapsed = (span.1 - span.0).as_seconds_f64();
        let timer = known(sums.pause_duration).map(|pause| elapsed - pause);
        done.timer_s = timer.filter(|timer| *timer >= 0.0);
    }
    let by = match recording(it.attrib) {
        Recording::Manual => Recording::Manual,
        _ => Recording::Automatic,
    };
    let source = device(it.deviceid.as_deref(), None, DeviceKind::Unknown, by);
    let local = (
        span.0.with_timezone(&zone).fixed_offset(),
        span.1.with_timezone(&zone).fixed_offset(),
    );
    let mut done = session(&source, &record, local.0, local.1, detail(done));
    done.attributes.zone = Some(zone);
    done.attributes.remarks.extend(it.data.iter().flat_map(remarks));
    page.sessions.push(done);
    Ok(())
}

/// Nought is what was not measured, and what a person typed stands for it.
fn statistics(sums: &Sums) -> Vec<vitasync_core::session::Statistic> {
    use StatisticKind::{Max, Mean, Min, Sum};
    let energy = known(sums.calories).or(known(sums.manual_calories));
    let distance = known(sums.distance).or(known(sums.manual_distance));
    let (laps, length) = (known(sums.pool_laps), known(sums.pool_length));
    let swum = laps.zip(length).map(|(laps, length)| laps * length);
    [
        statistic(Metric::ActiveEnergy, Sum, energy, "kcal"),
        statistic(Metric::Distance, Sum, distance, "m"),
        statistic(Metric::FloorsClimbed, Sum, known(sums.elevation), "floors"),
        statistic(Metric::Steps, Sum, known(sums.steps), "count"),
        statistic(Metric::HeartRate, Mean, known(sums.hr_average), "bpm"),
        statistic(Metric::HeartRate, Min, known(sums.hr_min), "bpm"),
        statistic(Metric::HeartRate, Max, known(sums.hr_max), "bpm"),
        statistic(Metric::OxygenSaturation, Mean, known(sums.spo2_average), "%"),
        statistic(Metric::SwimmingLaps, Sum, laps, "laps"),
        statistic(Metric::SwimmingStrokeCount, Sum, known(sums.strokes), "strokes"),
        statistic(Metric::DistanceSwimming, Sum, swum, "m"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn remarks(sums: &Sums) -> Vec<(String, String)> {
    let told = [
        ("intensity", known(sums.intensity)),
        ("algo_pause_duration_s", known(sums.algo_pause_duration)),
    ];
    let told = told.into_iter();
    let known = told.filter_map(|(name, value)| Some((name.to_owned(), value?.to_string())));
    known.chain(sums.zones.remarks()).collect()
}
